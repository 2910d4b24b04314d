//! Names that hosts choose for their meetings.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{MeetingId, PersonId, RoomName};

/// A text is not a name that a host may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChosenNameError {
    /// The text is too short or too long, or has other characters.
    #[error(
        "a name has {} to {} characters a-z, 0-9 and single hyphens between them",
        ChosenName::MIN_CHARS,
        ChosenName::MAX_CHARS
    )]
    Malformed,
    /// The text could be a meeting's code or a person's id.
    #[error("a name must not look like a meeting code or a person's ID")]
    LooksLikeId,
    /// The name is kept for the server's own use.
    #[error("this name is reserved")]
    Reserved,
}

/// A name that a host chose for a meeting, as in `/m/team-standup`.
///
/// It is never written like the code of a meeting, `abc-defg-hij` or `abcdefghij`. Other texts that
/// parse as a [`MeetingId`], such as `design-team`, lead to the meeting with that name if there is one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct ChosenName(String);

impl ChosenName {
    /// Minimum length of a name.
    pub const MIN_CHARS: usize = 3;
    /// Maximum length of a name.
    pub const MAX_CHARS: usize = 40;

    /// Names that would pass for a page of the product, or for the people who run it.
    const RESERVED: &[&str] = &[
        "about",
        "account",
        "admin",
        "administrator",
        "api",
        "app",
        "assets",
        "call",
        "calls",
        "convene",
        "docs",
        "health",
        "help",
        "home",
        "host",
        "interview",
        "join",
        "login",
        "logout",
        "meeting",
        "meetings",
        "metrics",
        "new",
        "null",
        "operator",
        "private",
        "question-bank",
        "questions",
        "ready",
        "report",
        "room",
        "rooms",
        "security",
        "settings",
        "signin",
        "signup",
        "start",
        "stats",
        "status",
        "support",
        "system",
        "undefined",
        "www",
    ];

    /// The name's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ChosenName {
    type Err = ChosenNameError;

    fn from_str(text: &str) -> Result<Self, ChosenNameError> {
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        let fits = (Self::MIN_CHARS..=Self::MAX_CHARS).contains(&text.len());
        // A code with a slip of the keyboard must not lead to another meeting.
        let lengths: Vec<usize> = text.split('-').map(str::len).collect();
        let is_plain_code = lengths == [10] && text.parse::<MeetingId>().is_ok();
        if !fits || !text.split('-').all(is_word) {
            Err(ChosenNameError::Malformed)
        } else if lengths == [3, 4, 3] || is_plain_code || text.parse::<PersonId>().is_ok() {
            Err(ChosenNameError::LooksLikeId)
        } else if Self::RESERVED.contains(&text) {
            Err(ChosenNameError::Reserved)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl TryFrom<String> for ChosenName {
    type Error = ChosenNameError;

    fn try_from(text: String) -> Result<Self, ChosenNameError> {
        text.parse()
    }
}

impl From<ChosenName> for String {
    fn from(name: ChosenName) -> Self {
        name.0
    }
}

impl From<ChosenName> for RoomName {
    fn from(name: ChosenName) -> Self {
        // A chosen name has 3 to 40 characters, so it is within the limits of a room's name.
        Self::of_chosen(name.0)
    }
}

impl fmt::Display for ChosenName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_of_letters_and_digits_with_hyphens_are_names() {
        for text in ["team-standup", "design-team", "q3-2026", "abc", "1-on-1", &"x".repeat(40)] {
            assert_eq!(text.parse::<ChosenName>().unwrap().as_str(), text);
        }
        use ChosenNameError::{LooksLikeId, Malformed, Reserved};
        for (text, error) in [
            ("", Malformed),
            ("ab", Malformed),
            (&"x".repeat(41), Malformed),
            ("Team", Malformed),
            ("team standup", Malformed),
            ("team--standup", Malformed),
            ("-team", Malformed),
            ("team-", Malformed),
            ("teäm", Malformed),
            ("../etc", Malformed),
            ("team\n", Malformed),
            ("abc-defg-hij", LooksLikeId),
            ("abcdefghij", LooksLikeId),
            ("abc-d3fg-hij", LooksLikeId),
            ("standupone", LooksLikeId),
            ("the-team-one", LooksLikeId),
            ("kalu-mipo-tesa", LooksLikeId),
            ("admin", Reserved),
            ("settings", Reserved),
        ] {
            assert_eq!(text.parse::<ChosenName>(), Err(error), "{text:?}");
        }
    }

    #[test]
    fn each_reserved_name_is_well_formed_and_listed_once_in_order() {
        assert!(ChosenName::RESERVED.is_sorted());
        for name in ChosenName::RESERVED {
            assert_eq!(name.parse::<ChosenName>(), Err(ChosenNameError::Reserved), "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_chosen_name_is_the_name_of_a_room_and_no_id(text in "[a-z0-9-]{0,45}|\\PC{0,20}") {
            if let Ok(name) = text.parse::<ChosenName>() {
                if let Ok(id) = text.parse::<MeetingId>() {
                    prop_assert!(id.as_str() != text && id.as_str().replace('-', "") != text);
                }
                prop_assert_eq!(RoomName::from(name), text.parse::<RoomName>().unwrap());
            }
        }
    }
}
