//! The name a participant is shown by.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is not a display name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DisplayNameError {
    /// Nothing visible is left after trimming.
    #[error("a name has at least one visible character")]
    Empty,
    /// More than [`DisplayName::MAX_CHARS`] characters.
    #[error("a name has at most {} characters", DisplayName::MAX_CHARS)]
    TooLong,
    /// A control character, or one that reorders the text around it.
    #[error("a name has no control or text-direction characters")]
    Forbidden,
}

/// A name as people see it: 1 to 64 characters, trimmed, runs of white space folded to one space,
/// free of control characters and of the bidirectional overrides that let one name pose as another
/// (UAX #9, Unicode TR36 section 2.5).
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
#[schema(value_type = String)]
pub struct DisplayName(String);

impl DisplayName {
    /// The most characters (Unicode scalar values) a name may have.
    pub const MAX_CHARS: usize = 64;

    /// As much of a text as can be a name: what is forbidden is left out, and what is left is cut at `max`
    /// characters. `None` if nothing visible is left.
    #[must_use]
    pub fn shortened(text: &str, max: usize) -> Option<Self> {
        let shown = text.chars().filter(|&c| c.is_whitespace() || !is_forbidden(c));
        let words: String = shown.take(Self::MAX_CHARS * 4).collect();
        let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = name.chars().take(max.min(Self::MAX_CHARS)).collect();
        cut.parse().ok()
    }

    /// The name of who gives none.
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

/// Characters that take up no space: a name of these alone cannot be seen.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}' | '\u{2028}' | '\u{2029}')
}

impl FromStr for DisplayName {
    type Err = DisplayNameError;

    fn from_str(text: &str) -> Result<Self, DisplayNameError> {
        // 4 bytes hold any character; what is longer than this cannot fit, however it is folded.
        if text.len() > Self::MAX_CHARS * 4 * 4 {
            return Err(DisplayNameError::TooLong);
        }
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.chars().any(is_forbidden) {
            return Err(DisplayNameError::Forbidden);
        }
        if name.chars().all(|c| c.is_whitespace() || is_invisible(c)) {
            return Err(DisplayNameError::Empty);
        }
        if name.chars().count() > Self::MAX_CHARS {
            return Err(DisplayNameError::TooLong);
        }
        Ok(Self(name))
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
