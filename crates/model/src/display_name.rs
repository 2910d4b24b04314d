//! The name under which a participant is shown.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::visible::{is_anything_visible, without_invisible};

/// A text is not a display name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DisplayNameError {
    /// The text has no visible character.
    #[error("a name has at least one visible character")]
    Empty,
    /// The name has more than [`DisplayName::MAX_CHARS`] characters.
    #[error("a name has at most {} characters", DisplayName::MAX_CHARS)]
    TooLong,
    /// The text has a control character, or one that reorders the text around it.
    #[error("a name has no control or text-direction characters")]
    Forbidden,
}

/// A name as people see it: 1 to 64 characters, trimmed, with runs of white space folded to one
/// space and invisible characters removed.
///
/// It contains no control characters and none of the bidirectional controls that let one name pose
/// as another (UAX #9, Unicode TR36 section 2.5).
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
#[schema(value_type = String)]
pub struct DisplayName(String);

impl DisplayName {
    /// Maximum length of a name in characters (Unicode scalar values).
    pub const MAX_CHARS: usize = 64;

    /// Makes a name from any text: drops forbidden characters, then cuts at `max` characters.
    /// `None` if nothing visible is left.
    #[must_use]
    pub fn shortened(text: &str, max: usize) -> Option<Self> {
        shortened_line(text, max.min(Self::MAX_CHARS)).parse().ok()
    }

    /// The name of a participant who gives none.
    #[must_use]
    pub fn guest() -> Self {
        Self("Guest".to_owned())
    }

    /// The name's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text is not one line that can be shown.
pub(crate) enum LineFault {
    Empty,
    TooLong,
    Forbidden,
}

/// The text on one line: trimmed, with runs of white space folded and invisible characters removed.
pub(crate) fn shown_line(text: &str, max_chars: usize) -> Result<String, LineFault> {
    // Bounds the work: 4 bytes hold any character, and 4 times the maximum leaves room for
    // white space and invisible characters, which are dropped below.
    if text.len() > max_chars * 4 * 4 {
        return Err(LineFault::TooLong);
    }
    let is_forbidden_here = |c: char| !c.is_whitespace() && is_forbidden(c);
    if text.chars().any(is_forbidden_here) {
        return Err(LineFault::Forbidden);
    }
    // Invisible characters go first: they may stand between white space and the end.
    let shown = without_invisible(text);
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    if !is_anything_visible(&line) {
        return Err(LineFault::Empty);
    }
    if line.chars().count() > max_chars {
        return Err(LineFault::TooLong);
    }
    Ok(line)
}

/// The text without forbidden characters, cut at `max_chars` characters.
pub(crate) fn shortened_line(text: &str, max_chars: usize) -> String {
    let shown = text.chars().filter(|&c| c.is_whitespace() || !is_forbidden(c));
    let words: String = shown.take(max_chars * 4).collect();
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(max_chars).collect()
}

fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}' | '\u{2028}' | '\u{2029}')
}

impl FromStr for DisplayName {
    type Err = DisplayNameError;

    fn from_str(text: &str) -> Result<Self, DisplayNameError> {
        match shown_line(text, Self::MAX_CHARS) {
            Ok(name) => Ok(Self(name)),
            Err(LineFault::Empty) => Err(DisplayNameError::Empty),
            Err(LineFault::TooLong) => Err(DisplayNameError::TooLong),
            Err(LineFault::Forbidden) => Err(DisplayNameError::Forbidden),
        }
    }
}

impl TryFrom<String> for DisplayName {
    type Error = DisplayNameError;

    fn try_from(text: String) -> Result<Self, DisplayNameError> {
        text.parse()
    }
}

impl From<DisplayName> for String {
    fn from(name: DisplayName) -> Self {
        name.0
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn white_space_is_trimmed_and_folded() {
        assert_eq!("  Ana \t María  ".parse::<DisplayName>().unwrap().as_str(), "Ana María");
    }

    #[test]
    fn names_of_many_scripts_and_emoji_are_kept() {
        for text in ["Ana", "李小龙", "محمد", "👩‍👩‍👧 Family", "O'Brien <b>"] {
            assert_eq!(text.parse::<DisplayName>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn what_cannot_be_shown_is_refused() {
        use DisplayNameError::{Empty, Forbidden, TooLong};
        let long = "x".repeat(65);
        for (text, error) in [
            ("", Empty),
            ("   ", Empty),
            ("\u{200B}\u{3164}", Empty),
            ("a\u{0}b", Forbidden),
            ("\u{202E}nimda", Forbidden),
            (long.as_str(), TooLong),
        ] {
            assert_eq!(text.parse::<DisplayName>(), Err(error), "{text:?}");
        }
        assert!("x".repeat(64).parse::<DisplayName>().is_ok());
    }

    proptest! {
        #[test]
        fn a_parsed_name_parses_to_itself(text in any::<String>()) {
            if let Ok(name) = text.parse::<DisplayName>() {
                prop_assert_eq!(name.as_str().parse::<DisplayName>().unwrap(), name);
            }
        }
    }
}
