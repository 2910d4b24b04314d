//! The title of a meeting.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::display_name::{LineFault, shortened_line, shown_line};

/// A text is not a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MeetingTitleError {
    /// The text has no visible character.
    #[error("a title has at least one visible character")]
    Empty,
    /// The title has more than [`MeetingTitle::MAX_CHARS`] characters.
    #[error("a title has at most {} characters", MeetingTitle::MAX_CHARS)]
    TooLong,
    /// The text has a control character, or one that reorders the text around it.
    #[error("a title has no control or text-direction characters")]
    Forbidden,
}

/// A title as people see it: one line of 1 to 100 characters, cleaned like a
/// [`DisplayName`](crate::DisplayName).
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
#[schema(value_type = String, max_length = 100, example = "Team stand-up")]
pub struct MeetingTitle(String);

impl MeetingTitle {
    /// Maximum length of a title in characters (Unicode scalar values).
    pub const MAX_CHARS: usize = 100;

    /// Makes a title from any text: drops forbidden characters and cuts it at the maximum length.
    /// `None` if nothing visible is left.
    #[must_use]
    pub fn shortened(text: &str) -> Option<Self> {
        shortened_line(text, Self::MAX_CHARS).parse().ok()
    }

    /// The title's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MeetingTitle {
    type Err = MeetingTitleError;

    fn from_str(text: &str) -> Result<Self, MeetingTitleError> {
        match shown_line(text, Self::MAX_CHARS) {
            Ok(title) => Ok(Self(title)),
            Err(LineFault::Empty) => Err(MeetingTitleError::Empty),
            Err(LineFault::TooLong) => Err(MeetingTitleError::TooLong),
            Err(LineFault::Forbidden) => Err(MeetingTitleError::Forbidden),
        }
    }
}

impl TryFrom<String> for MeetingTitle {
    type Error = MeetingTitleError;

    fn try_from(text: String) -> Result<Self, MeetingTitleError> {
        text.parse()
    }
}

impl From<MeetingTitle> for String {
    fn from(title: MeetingTitle) -> Self {
        title.0
    }
}

impl fmt::Display for MeetingTitle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_title_is_one_line_of_up_to_100_characters() {
        let parsed = |text: &str| text.parse::<MeetingTitle>();
        assert_eq!(parsed("  Team \n stand-up ").unwrap().as_str(), "Team stand-up");
        for text in ["Q3 \"plan\" <b>", "週次ミーティング", "🎉", &"ä".repeat(100)] {
            assert_eq!(parsed(text).unwrap().as_str(), text);
        }
        use MeetingTitleError::{Empty, Forbidden, TooLong};
        for (text, error) in [
            ("", Empty),
            (" \u{200B} ", Empty),
            ("a\u{0}b", Forbidden),
            ("\u{202E}gnp.exe", Forbidden),
            (&"x".repeat(101), TooLong),
            (&" ".repeat(100_000), TooLong),
        ] {
            assert_eq!(parsed(text), Err(error), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_shortens_to_a_title_or_to_nothing(text in any::<String>()) {
            if let Some(title) = MeetingTitle::shortened(&text) {
                prop_assert_eq!(title.as_str().parse::<MeetingTitle>().unwrap(), title);
            }
        }
    }
}
