//! Whole numbers received as JSON.

use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer};

/// Largest whole number that every client, JSON library and database represents exactly (RFC 8259
/// section 6).
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Deserializes a whole number of at most [`MAX_SAFE_INTEGER`]: browsers round larger ones, and the
/// database cannot store those above 2^63 - 1.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let number = u64::deserialize(deserializer)?;
    if number <= MAX_SAFE_INTEGER {
        Ok(number)
    } else {
        Err(D::Error::custom(format_args!("a number is at most {MAX_SAFE_INTEGER}, not {number}")))
    }
}

/// Deserializes a number like [`deserialize`]; `None` for `null`.
pub fn deserialize_option<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<u64>, D::Error> {
    #[derive(serde::Deserialize)]
    struct Safe(#[serde(deserialize_with = "deserialize")] u64);
    Ok(Option::<Safe>::deserialize(deserializer)?.map(|Safe(number)| number))
}

#[cfg(test)]
mod tests {
    use crate::{ChatMessageId, Timestamp};

    #[test]
    fn numbers_that_would_be_rounded_or_wrap_are_refused() {
        for text in [
            "9007199254740992",
            "9223372036854775808",
            "18446744073709551615",
            "-1",
            "1.5",
            "1e300",
        ] {
            assert!(serde_json::from_str::<ChatMessageId>(text).is_err(), "{text}");
            assert!(serde_json::from_str::<Timestamp>(text).is_err(), "{text}");
        }
        let largest = serde_json::from_str::<ChatMessageId>("9007199254740991").unwrap();
        assert_eq!(largest.0, super::MAX_SAFE_INTEGER);
    }
}
