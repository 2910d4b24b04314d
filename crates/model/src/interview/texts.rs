//! Texts of interviews, each with a maximum length.

use serde::{Deserialize, Serialize};

use crate::visible::{is_anything_visible, without_control, without_invisible};

/// A text is empty or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// The text has only white space and invisible characters, and may not be empty.
    #[error("a text has at least one visible character")]
    Empty,
    /// The text has too many characters.
    #[error("a text has at most {max} characters here")]
    TooLong {
        /// Maximum length in characters.
        max: usize,
    },
}

fn parsed(text: &str, min: usize, max: usize) -> Result<String, TextError> {
    let text = without_control(text);
    let count = text.chars().count();
    if count < min || (min > 0 && !is_anything_visible(&text)) {
        Err(TextError::Empty)
    } else if count > max {
        Err(TextError::TooLong { max })
    } else {
        Ok(text)
    }
}

fn parsed_title(text: &str, min: usize, max: usize) -> Result<String, TextError> {
    parsed(&without_invisible(&without_control(text)), min, max)
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $min:literal..=$max:literal, $parse:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
        #[serde(try_from = "String", into = "String")]
        #[ts(type = "string")]
        #[schema(value_type = String)]
        pub struct $name(String);

        /// Omits the text: answers, notes and scorecards are confidential and must not reach a log.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({} bytes)", stringify!($name), self.0.len())
            }
        }

        impl $name {
            /// Maximum length in characters (Unicode scalar values).
            pub const MAX_CHARS: usize = $max;

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = TextError;

            fn from_str(text: &str) -> Result<Self, TextError> {
                $parse(text, $min, $max).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, TextError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}

text!(
    /// A short text, such as a title: 1 to 120 characters; invisible ones are removed.
    ShortText,
    1..=120,
    parsed_title
);
impl ShortText {
    /// The title of an interview without a plan.
    #[must_use]
    pub fn untitled() -> Self {
        Self("Interview".to_owned())
    }
}

text!(
    /// Text of a question: 1 to 4,000 characters.
    QuestionText,
    1..=4_000,
    parsed
);
text!(
    /// Reason for a decision: 1 to 4,000 characters.
    ReasonText,
    1..=4_000,
    parsed
);
text!(
    /// Text of an answer or a note: up to 10,000 characters; it may be empty.
    #[derive(Default)]
    LongText,
    0..=10_000,
    parsed
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_was_read_is_read_again_unchanged() {
        for text in ["\u{8}\tx\u{2}\u{8}\t\u{5}", "\u{0} \u{200D}x\u{0} ", "\u{200B} x"] {
            let once = text.parse::<QuestionText>().unwrap();
            assert_eq!(once.as_str().parse::<QuestionText>().as_ref(), Ok(&once), "{text:?}");
            let title = text.parse::<ShortText>().unwrap();
            assert_eq!(title.as_str().parse::<ShortText>().as_ref(), Ok(&title), "{text:?}");
        }
    }

    #[test]
    fn limits_count_characters_and_control_characters_go() {
        assert_eq!("  a\u{0}b\nc ".parse::<QuestionText>().unwrap().as_str(), "ab\nc");
        for empty in [" \n", "\u{200B}", " \u{3164}\u{FEFF} ", "\u{2800}"] {
            assert_eq!(empty.parse::<ShortText>(), Err(TextError::Empty), "{empty:?}");
            assert_eq!(empty.parse::<QuestionText>(), Err(TextError::Empty), "{empty:?}");
        }
        assert_eq!("\u{200B} Da\u{200B}ta \u{FEFF}".parse::<ShortText>().unwrap().as_str(), "Data");
        assert_eq!("".parse::<LongText>().unwrap().as_str(), "");
        assert!("ä".repeat(120).parse::<ShortText>().is_ok());
        assert_eq!("ä".repeat(121).parse::<ShortText>(), Err(TextError::TooLong { max: 120 }));
    }
}
