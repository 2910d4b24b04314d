//! The password of a meeting.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A text is not a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// The text is empty.
    #[error("a password has at least one character")]
    Empty,
    /// The text has more than [`Password::MAX_CHARS`] characters.
    #[error("a password has at most {} characters", Password::MAX_CHARS)]
    TooLong,
}

/// A password as a person types it: 1 to 128 characters of any kind. `Debug` does not print it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Password(String);

impl Password {
    /// Maximum length in characters (Unicode scalar values).
    pub const MAX_CHARS: usize = 128;

    /// The password itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Password {
    type Error = PasswordError;

    fn try_from(text: String) -> Result<Self, PasswordError> {
        if text.is_empty() {
            return Err(PasswordError::Empty);
        }
        if text.chars().count() > Self::MAX_CHARS {
            return Err(PasswordError::TooLong);
        }
        Ok(Self(text))
    }
}

impl From<Password> for String {
    fn from(password: Password) -> Self {
        password.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

/// Stored hash of a password, as a PHC string. `Debug` does not print it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Wraps a PHC string.
    #[must_use]
    pub fn new(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_one_to_128_characters_of_any_kind() {
        for text in ["x", " ", "pässwörd 🙂", &"ä".repeat(128)] {
            assert_eq!(Password::try_from(text.to_owned()).unwrap().reveal(), text);
        }
        assert_eq!(Password::try_from(String::new()), Err(PasswordError::Empty));
        assert_eq!(Password::try_from("x".repeat(129)), Err(PasswordError::TooLong));
    }

    #[test]
    fn neither_is_printed() {
        let password = Password::try_from("secret".to_owned()).unwrap();
        let hash = PasswordHash::new("secret".to_owned());
        assert!(!format!("{password:?} {hash:?}").contains("secret"));
    }
}
