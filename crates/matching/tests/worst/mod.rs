//! Inputs that cost as much as possible within the limits of an interview.

use convene_model::ExpectedPoint;

/// Maximum length of a point in characters.
const POINT: usize = 200;

/// Repeats the text up to this length, and cuts it at the end of a word.
fn filled(text: &str, chars: usize) -> String {
    let mut filled: String = text.chars().cycle().take(chars).collect();
    while filled.chars().next_back().is_some_and(|c| !c.is_whitespace()) {
        filled.pop();
    }
    filled
}

/// Different words of this many letters, up to this length in all.
fn words(letters: usize, chars: usize) -> String {
    let mut text = String::new();
    let mut number = 0_usize;
    while text.len() + letters < chars {
        let mut rest = number;
        for _ in 0..letters {
            text.push(char::from(b'a' + u8::try_from(rest % 20).unwrap()));
            rest /= 20;
        }
        text.push(' ');
        number += 1;
    }
    text
}

/// Points that share a text and end differently.
fn points(count: usize, text: &str, missing: &str) -> Vec<ExpectedPoint> {
    let of = |number: usize| {
        let end = format!(" {missing}{number}");
        format!("{}{end}", filled(text, POINT - end.len())).parse().unwrap()
    };
    (0..count).map(of).collect()
}

/// Inputs: name, points and answer.
pub(crate) fn inputs(
    count: usize,
    chars: usize,
) -> Vec<(&'static str, Vec<ExpectedPoint>, String)> {
    let few = "lock queue index cache batch shard write reads table pages ";
    let heads = "sperre perrea errean rreanx ";
    let unlike: Vec<ExpectedPoint> =
        (0..count).map(|number| words(3, 150 + number).parse().unwrap()).collect();
    vec![
        ("one word in all points", points(count, "a ", "b"), filled("a ", chars)),
        ("one compound in all points", points(count, "a-a-", "b"), filled("a-a ", chars)),
        ("two words in all points", points(count, "abc abd ", "z"), filled("abd abc ", chars)),
        ("the words of all points", points(count, few, "z"), filled(few, chars)),
        (
            "all words but one, negated",
            points(count, few, "not"),
            filled(&format!("not {few}"), chars),
        ),
        ("one word a sentence", points(count, "a ", "b"), filled("a. ", chars)),
        ("words that are all different", unlike.clone(), words(3, chars)),
        ("short words that are all different", unlike, words(2, chars)),
        (
            "German compounds",
            points(count, heads, "z"),
            filled("der und istundanderesperreanx ", chars),
        ),
        (
            "long words",
            points(count, heads, "z"),
            filled(&format!("der {} ", "sperrean".repeat(7)), chars),
        ),
        (
            "compounds that negate",
            points(count, "lock-free-", "z"),
            filled("lock-free-", chars - 2) + "a ",
        ),
        ("letters that fold to many", points(count, "ﷺ", "z"), filled("ﷺ ", chars)),
        ("letters without spaces", points(count, "事务", "事"), "事务".repeat(chars / 2)),
    ]
}
