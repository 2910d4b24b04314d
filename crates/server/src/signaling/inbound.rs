//! Takes events from a socket, in the order in which they arrived, and checks their rate.

use std::borrow::Cow;
use std::time::Duration;

use convene_protocol::{CallsRequest, Request};

use super::limits::Meter;
use super::outbound::Answer;
use crate::transport::{Received, Socket};

/// The most characters of an event's name that an answer repeats.
const MAX_EVENT_NAME: usize = 64;

/// One event packet.
pub(super) struct Packet {
    pub(super) content: Content,
    pub(super) answer: Answer,
}

/// Content of a packet.
pub(super) enum Content {
    /// The text of the event's JSON array.
    Text(Box<str>),
    /// The event had binary attachments; no request has any.
    Binary,
    /// The event exceeds the rate limit; the client may retry after this delay.
    TooSoon(Duration),
}

/// The events of one socket.
pub(super) struct Packets {
    socket: Socket,
    meter: Meter,
}

impl Packets {
    pub(super) fn new(socket: Socket, meter: Meter) -> Self {
        Self { socket, meter }
    }

    /// The next event; `None` once the client is gone. Cancel-safe.
    pub(super) async fn next(&mut self) -> Option<Packet> {
        let Received { data, ack, .. } = self.socket.recv().await?;
        let event = event_name(data.as_deref().unwrap_or_default());
        let answer = Answer::new(self.socket.clone(), event, ack);
        let content = match (self.meter.check(), data) {
            (Err(wait), _) => Content::TooSoon(wait),
            (Ok(()), Some(data)) => Content::Text(data),
            (Ok(()), None) => Content::Binary,
        };
        Some(Packet { content, answer })
    }
}

/// The event name at the start of a JSON array, cut to the length that answers repeat. Escapes are
/// not decoded: no event of this server has any in its name.
fn event_name(array: &str) -> Cow<'static, str> {
    let text = array.strip_prefix('[').unwrap_or_default().trim_start();
    let name = text.strip_prefix('"').and_then(|text| text.split('"').next()).unwrap_or_default();
    match Request::NAMES.iter().chain(CallsRequest::NAMES).find(|known| **known == name) {
        Some(known) => Cow::Borrowed(known),
        None => Cow::Owned(name.chars().take(MAX_EVENT_NAME).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_known_by_the_first_text_of_its_array() {
        for (array, name) in [
            (r#"["join",{}]"#, "join"),
            (r#"[ "join" ]"#, "join"),
            ("[1]", ""),
            ("[]", ""),
            ("", ""),
            (r#"["join"#, "join"),
        ] {
            assert_eq!(event_name(array), name, "{array}");
        }
        assert_eq!(event_name(&format!("[\"{}\"]", "ä".repeat(100))), "ä".repeat(64));
        assert!(matches!(event_name(r#"["signal",{}]"#), Cow::Borrowed("signal")));
    }
}
