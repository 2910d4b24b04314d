//! Labels from other applications: room names, user ids, and attributes of participants.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A label is empty or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} has 1 to 64 characters")]
pub struct LabelError(&'static str);

/// A newtype of 1 to 64 characters (Unicode scalar values), unchanged.
macro_rules! label {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
        #[serde(try_from = "String", into = "String")]
        #[ts(type = "string")]
        #[schema(value_type = String, min_length = 1, max_length = 64)]
        pub struct $name(String);

        impl $name {
            /// Maximum length in characters.
            pub const MAX_CHARS: usize = 64;

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = LabelError;

            fn from_str(text: &str) -> Result<Self, LabelError> {
                // Bounds the work: stops counting at the first character too many.
                let count = text.chars().take(Self::MAX_CHARS + 1).count();
                if (1..=Self::MAX_CHARS).contains(&count) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(LabelError($what))
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = LabelError;

            fn try_from(text: String) -> Result<Self, LabelError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(label: $name) -> Self {
                label.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

label! {
    /// Name that leads to a meeting: any text for a named room, a [`ChosenName`](crate::ChosenName)
    /// for another meeting. It is never taken for a meeting id.
    RoomName, "the name of a room"
}

label! {
    /// Id of a user in another application.
    UserId, "a user id"
}

impl RoomName {
    pub(crate) fn of_chosen(name: String) -> Self {
        Self(name)
    }
}

impl UserId {
    /// The id with a number that makes it unique, as in `name-2`; cut to fit the maximum length.
    #[must_use]
    pub fn numbered(&self, number: usize) -> Self {
        let mark = format!("-{number}");
        let room = Self::MAX_CHARS.saturating_sub(mark.chars().count());
        let mut text: String = self.0.chars().take(room).collect();
        text.push_str(&mark);
        Self(text)
    }
}

/// The attributes of a participant are too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the attributes of a participant have at most {} bytes", Attributes::MAX_BYTES)]
pub struct AttributesError;

/// Attributes that another application gives a participant. The server never reads them: it sends
/// them to the clients that speak the same dialect.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes(Arc<Map<String, Value>>);

impl Attributes {
    /// Maximum length as JSON, in bytes.
    pub const MAX_BYTES: usize = 2_048;

    /// The attributes by name.
    #[must_use]
    pub fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }
}

impl TryFrom<Map<String, Value>> for Attributes {
    type Error = AttributesError;

    fn try_from(map: Map<String, Value>) -> Result<Self, AttributesError> {
        let bytes = serde_json::to_string(&map).map_or(usize::MAX, |json| json.len());
        if bytes <= Self::MAX_BYTES { Ok(Self(Arc::new(map))) } else { Err(AttributesError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_of_1_to_64_characters_names_a_room() {
        for text in ["x", "abc-defg-hij", " spaces ", "ä".repeat(64).as_str(), "<b>", "\u{0}"] {
            assert_eq!(text.parse::<RoomName>().unwrap().as_str(), text);
        }
        assert!("".parse::<RoomName>().is_err());
        let error = "ä".repeat(65).parse::<RoomName>().unwrap_err();
        assert_eq!(error.to_string(), "the name of a room has 1 to 64 characters");
    }

    #[test]
    fn a_numbered_user_id_is_still_one() {
        let id: UserId = "ada".parse().unwrap();
        assert_eq!(id.numbered(2).as_str(), "ada-2");
        let long: UserId = "ä".repeat(64).parse().unwrap();
        assert_eq!(
            long.numbered(12).as_str().parse::<UserId>().unwrap().as_str().chars().count(),
            64
        );
    }

    #[test]
    fn attributes_are_bounded() {
        let map = |len: usize| Map::from_iter([("a".to_owned(), Value::from("x".repeat(len)))]);
        assert!(Attributes::try_from(map(2_000)).is_ok());
        assert_eq!(Attributes::try_from(map(2_100)), Err(AttributesError));
    }
}
