//! Invisible characters, which make texts differ that look the same.

/// Removes invisible characters, so that texts that differ only in them become equal.
///
/// Keeps characters that change how the visible character before them looks: joiners in scripts
/// that join and between emoji, variation selectors after symbols, tags after a flag. Removes the
/// rest of Unicode's default ignorable characters (UAX #44), direction marks, and letters with an
/// empty glyph (Hangul fillers, the empty Braille pattern).
#[must_use]
pub(crate) fn without_invisible(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut previous: Option<char> = None;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next_is_visible = characters.peek().is_some_and(|&next| is_visible(next));
        let keep = match c {
            '\u{200C}' | '\u{200D}' => next_is_visible && previous.is_some_and(may_join),
            '\u{FE00}'..='\u{FE0F}' => previous.is_some_and(has_variants),
            '\u{E0020}'..='\u{E007F}' => previous.is_some_and(takes_tags),
            c => !is_invisible(c),
        };
        if keep {
            kept.push(c);
            previous = Some(c);
        }
    }
    kept
}

/// Removes control characters except line breaks and tabs, and then white space at both ends: in the
/// other order a control character at an end would leave white space there.
pub(crate) fn without_control(text: &str) -> String {
    let kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let text: String = text.chars().filter(kept).collect();
    let trimmed = text.trim();
    if trimmed.len() == text.len() { text } else { trimmed.to_owned() }
}

/// True if the text has a visible character.
pub(crate) fn is_anything_visible(text: &str) -> bool {
    text.chars().any(is_visible)
}

fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !is_invisible(c)
}

/// True for characters that take up no space or have an empty glyph.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// True for characters after which a joiner has an effect: letters of scripts that join, and emoji.
fn may_join(previous: char) -> bool {
    (previous >= '\u{0590}' && is_visible(previous)) || matches!(previous, '\u{FE00}'..='\u{FE0F}')
}

/// True for characters that a variation selector can change: symbols have a text form and an emoji
/// form, digits a keycap form.
fn has_variants(previous: char) -> bool {
    is_visible(previous) && (!previous.is_alphanumeric() || previous.is_ascii_digit())
}

/// True for the black flag, whose tags name its region, and for those tags.
fn takes_tags(previous: char) -> bool {
    matches!(previous, '\u{1F3F4}' | '\u{E0020}'..='\u{E007E}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_that_look_the_same_become_the_same() {
        for text in [
            "\u{200B}Ana",
            "Ana\u{200B}",
            "A\u{200B}na",
            "A\u{200C}na",
            "A\u{200D}na",
            "Ana\u{FE0F}",
            "\u{FEFF}Ana",
            "A\u{00AD}na",
            "An\u{2060}a",
            "\u{200E}Ana\u{200F}",
            "Ana\u{3164}",
            "Ana\u{E0061}",
            "\u{2800}Ana",
            "Ana\u{200D}",
            "A\u{2064}na",
            "A\u{FFF9}na",
        ] {
            assert_eq!(without_invisible(text), "Ana", "{text:?}");
        }
    }

    #[test]
    fn what_shows_stays() {
        for text in [
            "Ana",
            "👩‍💻",
            "❤️",
            "1️⃣",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "می‌خواهم",
            "क्‍ष",
            "日本",
            "Zoë",
            "a b\tc\nd",
        ] {
            assert_eq!(without_invisible(text), text, "{text:?}");
        }
        assert!(!is_anything_visible("\u{200B} \u{3164}\n\u{2800}"));
        assert!(is_anything_visible("\u{200B}."));
    }

    proptest! {
        #[test]
        fn nothing_is_left_to_take_out(text: String) {
            let once = without_invisible(&text);
            prop_assert_eq!(without_invisible(&once), once);
        }

        #[test]
        fn nothing_is_left_to_trim(text in "[\\x00-\\x20a-c\u{85}\u{200B}\u{200D}]{0,12}") {
            let once = without_control(&text);
            prop_assert_eq!(without_control(&once), once);
        }
    }
}
