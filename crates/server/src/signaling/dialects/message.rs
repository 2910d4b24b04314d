//! What a client sends, typed at the edge: an event's name and its first argument.

use convene_model::{DisplayName, RoomName};
use convene_protocol::MAX_MESSAGE_BYTES;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// An event.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Message {
    pub(super) event: String,
    /// The first argument; `null` if there is none.
    payload: Value,
}

impl Message {
    /// Parses the JSON array of an event packet. Arguments after the first are not looked at.
    pub(super) fn parse(packet: &str) -> Result<Self, String> {
        if packet.len() > MAX_MESSAGE_BYTES {
            return Err(format!("a message has at most {MAX_MESSAGE_BYTES} bytes"));
        }
        let parts: Vec<Value> =
            serde_json::from_str(packet).map_err(|error| format!("not an event: {error}"))?;
        let mut parts = parts.into_iter();
        let Some(Value::String(event)) = parts.next() else {
            return Err("an event starts with its name".to_owned());
        };
        Ok(Self { event, payload: parts.next().unwrap_or(Value::Null) })
    }

    /// The payload as what the event takes; one that is missing is an empty object.
    pub(super) fn payload<T: DeserializeOwned>(&self) -> Result<T, String> {
        let payload = match &self.payload {
            Value::Null => Value::Object(serde_json::Map::new()),
            // What serde would take for an object's fields in their order.
            Value::Array(_) => return Err(format!("{}: takes an object", self.event)),
            payload => payload.clone(),
        };
        serde_json::from_value(payload).map_err(|error| format!("{}: {error}", self.event))
    }

    /// The room it names, if it names one.
    pub(super) fn room(&self) -> Option<&Value> {
        let named = |field| self.payload.get(field).filter(|room| !room.is_null());
        named("roomId").or_else(|| named("room"))
    }

    /// That this event is none of the dialect's.
    pub(super) fn unknown<T>(&self) -> Result<T, String> {
        Err(format!("no event is named {:?}", self.event.chars().take(64).collect::<String>()))
    }
}

/// A text that is given bare, or as a field of an object.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum BareOr<T> {
    /// As it is.
    Bare(String),
    /// As an object.
    Object(T),
}

/// The name of a room.
pub(super) fn room_name(text: &str) -> Result<RoomName, String> {
    text.parse().map_err(|error: convene_model::LabelError| error.to_string())
}

/// As much of a name as can be shown, cut at `max` characters; "Guest" if nothing is left.
pub(super) fn display_name(text: Option<&str>, max: usize) -> DisplayName {
    let shown = text.and_then(|text| DisplayName::shortened(text, max));
    shown.unwrap_or_else(DisplayName::guest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn an_event_is_its_name_and_its_first_argument() {
        let message = Message::parse(r#"["offer",{"roomId":"x","n":1},2]"#).unwrap();
        assert_eq!((message.event.as_str(), message.room()), ("offer", Some(&json!("x"))));
        assert_eq!(Message::parse(r#"["leave"]"#).unwrap().room(), None);
        for packet in ["", "{}", "[]", "[1]", "[null]", "[\"x\""] {
            assert!(Message::parse(packet).is_err(), "{packet}");
        }
        let long = format!("[\"x\",\"{}\"]", "x".repeat(70_000));
        assert!(Message::parse(&long).unwrap_err().contains("65536"));
    }

    #[test]
    fn a_name_is_cut_and_falls_back() {
        assert_eq!(display_name(Some("  Ada \u{202E}Lovelace "), 64).as_str(), "Ada Lovelace");
        assert_eq!(display_name(Some(&"ä".repeat(100)), 32).as_str().chars().count(), 32);
        for text in [None, Some(""), Some(" \u{0} "), Some("\u{200B}")] {
            assert_eq!(display_name(text, 64).as_str(), "Guest");
        }
    }

    proptest! {
        #[test]
        fn no_packet_panics(packet in any::<String>(), name in any::<String>()) {
            let _ = Message::parse(&packet);
            let shown = display_name(Some(&name), 32);
            prop_assert!((1..=32).contains(&shown.as_str().chars().count()));
        }
    }
}
