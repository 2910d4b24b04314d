//! Clients' events, parsed on arrival: the name and the first argument.

use convene_model::{DisplayName, RoomName};
use convene_protocol::MAX_MESSAGE_BYTES;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// An event that a client sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The event's name.
    pub event: String,
    /// The first argument; `null` if there is none.
    payload: Value,
}

impl Message {
    /// Parses the JSON array of an event packet and ignores arguments after the first.
    ///
    /// # Errors
    /// The reason for a refusal: the packet is too large or is not an event.
    pub fn parse(packet: &str) -> Result<Self, String> {
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

    /// Deserialises the payload. A missing payload counts as an empty object.
    pub(crate) fn payload<T: DeserializeOwned>(&self) -> Result<T, String> {
        let payload = match &self.payload {
            Value::Null => Value::Object(serde_json::Map::new()),
            // serde would accept an array as the object's fields in order.
            Value::Array(_) => return Err(format!("{}: takes an object", self.event)),
            payload => payload.clone(),
        };
        serde_json::from_value(payload).map_err(|error| format!("{}: {error}", self.event))
    }

    /// The value of a field of the payload, of any type.
    pub(crate) fn field(&self, name: &str) -> Result<Value, String> {
        let field = self.payload.get(name).cloned();
        field.ok_or_else(|| format!("{}: missing field `{name}`", self.event))
    }

    /// The room that the event names, if any: in the field `roomId` or `room` or, with `bare`, as
    /// the whole payload.
    #[must_use]
    pub fn room(&self, bare: bool) -> Option<String> {
        let named = |field| self.payload.get(field).filter(|room| !room.is_null());
        let bare = Some(&self.payload).filter(|it| bare && (it.is_string() || it.is_number()));
        let room = named("roomId").or_else(|| named("room")).or(bare)?;
        // A value that is not text becomes the empty name, which no room has.
        Some(text(room).unwrap_or_default())
    }

    /// Refuses an event whose name the dialect does not have.
    pub(crate) fn unknown<T>(&self) -> Result<T, String> {
        Err(format!("no event is named {:?}", self.event.chars().take(64).collect::<String>()))
    }
}

/// A text. A number counts as its text, because some clients send ids and names as numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text(pub(crate) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        text(&value).map(Self).ok_or_else(|| D::Error::custom("takes a text"))
    }
}

/// The text of a value that is a text or a number.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A payload that is either a text or an object with the text in a field.
#[derive(Debug)]
pub(crate) enum BareOr<T> {
    /// The text.
    Bare(String),
    /// The object.
    Object(T),
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for BareOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        match text(&value) {
            Some(text) => Ok(Self::Bare(text)),
            None => T::deserialize(value).map(Self::Object).map_err(D::Error::custom),
        }
    }
}

/// Parses a room's name.
pub(crate) fn room_name(text: &str) -> Result<RoomName, String> {
    text.parse().map_err(|error: convene_model::LabelError| error.to_string())
}

/// Makes a display name: removes invisible characters and cuts the text to `max` characters.
/// Returns "Guest" if nothing is left.
pub(crate) fn display_name(text: Option<&Text>, max: usize) -> DisplayName {
    let shown = text.and_then(|Text(text)| DisplayName::shortened(text, max));
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
        assert_eq!((message.event.as_str(), message.field("n")), ("offer", Ok(json!(1))));
        assert!(message.field("m").unwrap_err().contains("`m`"));
        for packet in ["", "{}", "[]", "[1]", "[null]", "[\"x\""] {
            assert!(Message::parse(packet).is_err(), "{packet}");
        }
        let long = format!("[\"x\",\"{}\"]", "x".repeat(70_000));
        assert!(Message::parse(&long).unwrap_err().contains("65536"));
    }

    #[test]
    fn a_room_is_named_in_a_field_or_bare() {
        for (packet, bare, room) in [
            (r#"["x"]"#, true, None),
            (r#"["x",null]"#, true, None),
            (r#"["x",{"roomId":"a","room":"b"}]"#, true, Some("a")),
            (r#"["x",{"roomId":null,"room":"b"}]"#, false, Some("b")),
            (r#"["x",{"roomId":7}]"#, false, Some("7")),
            (r#"["x",{"roomId":{}}]"#, false, Some("")),
            (r#"["x","a"]"#, true, Some("a")),
            (r#"["x",7]"#, true, Some("7")),
            (r#"["x","a"]"#, false, None),
            (r#"["x",["a"]]"#, true, None),
        ] {
            let message = Message::parse(packet).unwrap();
            assert_eq!(message.room(bare).as_deref(), room, "{packet}");
        }
    }

    #[test]
    fn a_number_is_as_good_as_its_text() {
        #[derive(Debug, Deserialize)]
        struct Named {
            id: Text,
        }
        let said = |json: Value| {
            let packet = json!(["x", json]).to_string();
            Message::parse(&packet).unwrap().payload::<BareOr<Named>>()
        };
        for id in [json!("7"), json!(7)] {
            assert!(matches!(said(json!({ "id": id })), Ok(BareOr::Object(it)) if it.id.0 == "7"));
            assert!(matches!(said(id), Ok(BareOr::Bare(id)) if id == "7"));
        }
        for json in
            [json!({"id": null}), json!({"id": true}), json!({"id": ["7"]}), json!([]), json!(true)]
        {
            assert!(said(json.clone()).is_err(), "{json}");
        }
        assert_eq!(said(json!({})).unwrap_err(), "x: missing field `id`");
    }

    #[test]
    fn a_name_is_cut_and_falls_back() {
        let shown = |text: &str, max| display_name(Some(&Text(text.to_owned())), max);
        assert_eq!(shown("  Ada \u{202E}Lovelace ", 64).as_str(), "Ada Lovelace");
        assert_eq!(shown(&"ä".repeat(100), 32).as_str().chars().count(), 32);
        assert_eq!(display_name(None, 64).as_str(), "Guest");
        for text in ["", " \u{0} ", "\u{200B}"] {
            assert_eq!(shown(text, 64).as_str(), "Guest");
        }
    }

    proptest! {
        #[test]
        fn no_packet_panics(packet in any::<String>(), name in any::<String>()) {
            let _ = Message::parse(&packet);
            let shown = display_name(Some(&Text(name)), 32);
            prop_assert!((1..=32).contains(&shown.as_str().chars().count()));
        }
    }
}
