//! Texts of interviews, each with its limit.

use serde::{Deserialize, Serialize};

/// Why a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space where something is needed.
    #[error("a text has at least one visible character")]
    Empty,
    /// Too many characters.
    #[error("a text has at most {max} characters here")]
    TooLong {
        /// The most it may have.
        max: usize,
    },
}

fn parsed(text: &str, min: usize, max: usize) -> Result<String, TextError> {
    let kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let text: String = text.trim().chars().filter(kept).collect();
    let count = text.chars().count();
    if count < min {
        Err(TextError::Empty)
    } else if count > max {
        Err(TextError::TooLong { max })
    } else {
        Ok(text)
    }
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $min:literal..=$max:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
        #[serde(try_from = "String", into = "String")]
        #[ts(type = "string")]
        #[schema(value_type = String)]
        pub struct $name(String);

        impl $name {
            /// The most characters (Unicode scalar values) it may have.
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
                parsed(text, $min, $max).map(Self)
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
    /// A line, such as a title: 1 to 120 characters.
    ShortText,
    1..=120
);
impl ShortText {
    /// The title of an interview that nobody gave one.
    #[must_use]
    pub fn untitled() -> Self {
        Self("Interview".to_owned())
    }
}

text!(
    /// What is asked: 1 to 4,000 characters.
    QuestionText,
    1..=4_000
);
text!(
    /// What is answered or noted: up to 10,000 characters, none too.
    #[derive(Default)]
    LongText,
    0..=10_000
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_count_characters_and_control_characters_go() {
        assert_eq!("  a\u{0}b\nc ".parse::<QuestionText>().unwrap().as_str(), "ab\nc");
        assert_eq!(" \n".parse::<ShortText>(), Err(TextError::Empty));
        assert_eq!("".parse::<LongText>().unwrap().as_str(), "");
        assert!("ä".repeat(120).parse::<ShortText>().is_ok());
        assert_eq!("ä".repeat(121).parse::<ShortText>(), Err(TextError::TooLong { max: 120 }));
    }
}
