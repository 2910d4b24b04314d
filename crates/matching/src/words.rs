//! Splits a text into words, and classifies the break before each word.

use std::iter::Peekable;
use std::str::CharIndices;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::lexicon;

/// The break between a word and the one before it, from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Break {
    /// A character that joins two words to a compound, such as a hyphen, a slash or a dot.
    Glue,
    /// White space, or any other character without a special meaning.
    Space,
    /// A comma.
    Comma,
    /// A semicolon, a colon, a dash or a bracket.
    Clause,
    /// The end of a sentence.
    Sentence,
    /// The end of a line.
    Line,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// The folded text: lower case, without diacritics. A contracted "not" becomes a word of its
    /// own, `n't`.
    pub(crate) text: String,
    /// Byte offset of the word in the text.
    pub(crate) start: usize,
    /// Byte offset of the end of the word.
    pub(crate) end: usize,
    /// The break before the word.
    pub(crate) before: Break,
}

/// Folds case and diacritics.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            '\u{0300}'..='\u{036F}' => {}
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            '’' | 'ʼ' | '‘' | '´' | '`' => folded.push('\''),
            c if is_invisible(c) => {}
            c => folded.push(c),
        }
    }
    folded
}

/// True for invisible characters that a word may contain, such as soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '´')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c)
}

/// True if a part of the text is in a script without spaces between words. Only a dictionary could
/// find the words there.
pub(crate) fn is_unspaced(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c,
            '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
            | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
    })
}

/// Maximum length of the argument of an O(...), in characters, with its brackets.
const MAX_ORDER_CHARS: usize = 32;

/// Splits the text into words.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut reader = Reader { text, chars: text.char_indices().peekable() };
    // The first word counts as the first of a line.
    let mut before = Break::Line;
    while let Some((start, c)) = reader.chars.next() {
        if !c.is_alphanumeric() {
            before = before.max(reader.separator(start, c));
            continue;
        }
        let end = reader.word(start);
        let raw = text.get(start..end).unwrap_or_default();
        let folded = match raw.strip_suffix(')').and_then(|raw| raw.split_once('(')) {
            Some((name, argument)) => format!("{}({})", fold(name), letters(argument)),
            None => fold(raw),
        };
        let (head, negated) = without_clitic(&folded);
        if !head.is_empty() {
            words.push(Word { text: head, start, end, before });
            before = Break::Space;
        }
        if negated {
            words.push(Word { text: lexicon::CONTRACTED_NOT.to_owned(), start, end, before });
        }
        // The separators up to the next word can only raise the break.
        before = Break::Glue;
        if reader.chars.peek().is_none_or(|&(_, c)| !glues(c)) {
            before = Break::Space;
        }
    }
    join_abbreviations(&mut words);
    words
}

/// Normalises the argument of an O(...): "n·log(n)" and "n log n" are the same.
fn letters(argument: &str) -> String {
    fold(argument).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// True for characters that join adjacent words to a compound.
fn glues(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '/' | '_' | '.' | ':' | '&' | '+' | '*')
}

struct Reader<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
}

impl Reader<'_> {
    fn position(&mut self) -> usize {
        self.chars.peek().map_or(self.text.len(), |&(at, _)| at)
    }

    /// The text from the next character on.
    fn ahead(&mut self) -> &str {
        let at = self.position();
        self.text.get(at..).unwrap_or_default()
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.chars.next();
        }
    }

    /// Reads the rest of a word after its first character. Returns the byte offset of its end.
    fn word(&mut self, start: usize) -> usize {
        let mut last = self.text.get(start..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        let mut count = 1;
        loop {
            let mut ahead = self.ahead().chars();
            let (next, after) = (ahead.next(), ahead.next());
            let between = |inside: fn(char) -> bool| inside(last) && after.is_some_and(inside);
            match next {
                Some(c) if is_word(c) => last = c,
                Some(c) if is_apostrophe(c) && between(char::is_alphabetic) => last = c,
                Some('.' | ',') if between(|c| c.is_ascii_digit()) => last = '.',
                Some('(') if count == 1 && matches!(last, 'o' | 'O' | 'Θ' | 'θ' | 'Ω' | 'ω') => {
                    if let Some(length) = order_length(self.ahead()) {
                        self.skip(length);
                    }
                    break;
                }
                // "index(es)", "lock()".
                Some('(') if last.is_alphanumeric() => {
                    if let Some(length) = ending_length(self.ahead()) {
                        let end = self.position();
                        self.skip(length);
                        return end;
                    }
                    break;
                }
                // C++ and C#.
                Some('+') if last.is_alphabetic() && after == Some('+') => {
                    self.skip(2);
                    break;
                }
                Some('#') if last.is_alphabetic() && !after.is_some_and(is_word) => {
                    self.skip(1);
                    break;
                }
                _ => break,
            }
            self.skip(1);
            count += 1;
        }
        self.position()
    }

    /// Classifies a character between words, right after it was read.
    fn separator(&mut self, start: usize, c: char) -> Break {
        let next = self.ahead().chars().next();
        let previous = self.text.get(..start).and_then(|text| text.chars().next_back());
        let before_word = next.is_some_and(char::is_alphanumeric);
        let inside =
            before_word && previous.is_some_and(|c| is_word(c) || matches!(c, ')' | '+' | '#'));
        let ends = next.is_none_or(|c| {
            c.is_whitespace()
                || matches!(c, '"' | '”' | '“' | '\'' | '’' | ')' | ']' | '.' | '!' | '?' | '…')
        });
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{0B}' | '\u{0C}' => Break::Line,
            '.' | '!' | '?' | '…' if ends => Break::Sentence,
            '。' | '！' | '？' => Break::Sentence,
            ',' | '，' | '、' => Break::Comma,
            ';' | '(' | ')' | '[' | ']' | '{' | '}' | '–' | '—' | '…' | '；' | '：' => {
                Break::Clause
            }
            // "std::sync"
            ':' if next == Some(':') || previous == Some(':') => Break::Glue,
            ':' if !inside => Break::Clause,
            '-' if next.is_none_or(char::is_whitespace)
                && previous.is_none_or(char::is_whitespace) =>
            {
                Break::Clause
            }
            c if glues(c) && inside => Break::Glue,
            _ => Break::Space,
        }
    }
}

/// Length of the argument of an O(...) with its brackets, in characters: "(n log n)".
fn order_length(ahead: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in ahead.chars().take(MAX_ORDER_CHARS).enumerate() {
        match c {
            '(' => depth += 1,
            ')' if depth <= 1 => return Some(at + 1),
            ')' => depth -= 1,
            '\n' | '\r' | '.' | ';' | '\u{2028}' | '\u{2029}' => return None,
            _ => {}
        }
    }
    None
}

/// Length of an ending in brackets, or of empty brackets, in characters: "(s)", "(es)", "()".
fn ending_length(ahead: &str) -> Option<usize> {
    let inner = ahead.strip_prefix('(')?.chars().take_while(|c| c.is_alphabetic()).take(4).count();
    (inner <= 3 && ahead.chars().nth(inner + 1) == Some(')')).then_some(inner + 2)
}

/// Removes a contraction from a word. Returns the rest, and true if the contraction was a "not".
fn without_clitic(folded: &str) -> (String, bool) {
    let Some((head, tail)) = folded.rsplit_once('\'') else {
        return (folded.to_owned(), false);
    };
    match tail {
        "t" if head.ends_with('n') => {
            let stem = head.strip_suffix('n').unwrap_or(head);
            // "can't", "won't"
            let verb = if stem == "ca" { "can" } else { stem };
            (if verb == "wo" { "will".to_owned() } else { verb.replace('\'', "") }, true)
        }
        "s" | "re" | "ll" | "ve" | "d" | "m" => (head.replace('\'', ""), false),
        _ => (folded.replace('\'', ""), false),
    }
}

/// Turns sentence breaks into spaces after abbreviations and ordinals: "e.g.", "z. B.", "3.
/// Normalform".
fn join_abbreviations(words: &mut [Word]) {
    let mut previous = "";
    let mut ends_abbreviation = false;
    for word in words {
        let in_line = matches!(word.before, Break::Sentence | Break::Glue);
        if in_line && lexicon::is_abbreviation_pair(previous, &word.text) {
            word.before = Break::Space;
            ends_abbreviation = true;
        } else {
            if word.before == Break::Sentence
                && (ends_abbreviation
                    || is_ordinal(previous)
                    || lexicon::ABBREVIATIONS.contains(&previous))
            {
                word.before = Break::Space;
            }
            ends_abbreviation = false;
        }
        previous = &word.text;
    }
}

fn is_ordinal(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}
