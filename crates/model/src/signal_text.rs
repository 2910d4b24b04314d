//! Text of a signal, kept in its JSON form: a relayed signal is neither decoded nor encoded again.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

/// A text in the JSON form in which it arrived. Two texts are equal if their JSON is.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub struct SignalText(Box<RawValue>);

impl SignalText {
    /// The JSON string, with its quotes.
    #[must_use]
    pub fn json(&self) -> &str {
        self.0.get()
    }
}

impl FromStr for SignalText {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        serde_json::value::to_raw_value(text).map(Self)
    }
}

impl<'de> Deserialize<'de> for SignalText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if !raw.get().starts_with('"') {
            return Err(D::Error::custom("invalid type, expected a string"));
        }
        // A raw value is valid JSON, but its escapes may name code points that do not exist.
        if raw.get().contains("\\u") {
            serde_json::from_str::<String>(raw.get()).map_err(D::Error::custom)?;
        }
        Ok(Self(raw))
    }
}

impl PartialEq for SignalText {
    fn eq(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

impl Eq for SignalText {}

impl fmt::Debug for SignalText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.json())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_texts_are_taken() {
        for json in ["1", "null", "{}", "[]", "true", r#""\ud800""#, r#""\udc00\ud800""#] {
            assert!(serde_json::from_str::<SignalText>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn the_json_stays_as_it_was() {
        for json in [r#""""#, r#""a\r\n\"b""#, r#""\u00e4""#, r#""\ud83d\ude00""#, "\"ä\""] {
            let text: SignalText = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&text).unwrap(), json);
            assert_eq!(
                serde_json::to_value(&text).unwrap(),
                serde_json::from_str::<String>(json).unwrap(),
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text: String) {
            let kept: SignalText = text.parse().unwrap();
            prop_assert_eq!(serde_json::from_str::<String>(kept.json()).unwrap(), text);
        }
    }
}
