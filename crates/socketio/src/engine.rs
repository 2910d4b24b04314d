//! Packets of Engine.IO 4, as WebSocket text and in the payloads of HTTP polling.

use std::borrow::Cow;

use data_encoding::BASE64;

use crate::InvalidPacket;

/// Separator between the packets of one payload: ASCII's record separator.
pub const SEPARATOR: char = '\x1e';

/// Heartbeat from the server.
pub const PING: &str = "2";
/// Answer to the probe of a WebSocket.
pub const PROBE_ANSWER: &str = "3probe";
/// Packet without content; it ends a pending poll.
pub const NOOP: &str = "6";
/// Closes the session; sent by the server.
pub const CLOSE: &str = "1";

/// One packet, borrowed from the text or bytes that it was parsed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packet<'a> {
    /// Opens a session; only servers send it.
    Open(&'a str),
    /// Closes the session.
    Close,
    /// A heartbeat, or the probe of a WebSocket.
    Ping(&'a str),
    /// The answer to a heartbeat.
    Pong(&'a str),
    /// A text message for Socket.IO.
    Message(&'a str),
    /// The client switches to the WebSocket that it has probed.
    Upgrade,
    /// Packet without content.
    Noop,
    /// A binary message for Socket.IO.
    Binary(Binary<'a>),
}

/// Binary data as received. The receiver decodes it if it needs the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binary<'a> {
    /// Raw bytes from a WebSocket.
    Bytes(&'a [u8]),
    /// Base64 from a polling payload.
    Base64(&'a str),
}

impl<'a> Binary<'a> {
    /// Decodes the bytes.
    ///
    /// # Errors
    /// If the base64 is invalid.
    pub fn decode(self) -> Result<Cow<'a, [u8]>, InvalidPacket> {
        match self {
            Self::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            Self::Base64(text) => {
                let bytes = BASE64.decode(text.as_bytes()).map_err(|_| InvalidPacket::Base64)?;
                Ok(Cow::Owned(bytes))
            }
        }
    }
}

/// Parses the text of one packet.
///
/// # Errors
/// If the text is empty or the packet type is unknown.
pub fn parse(text: &str) -> Result<Packet<'_>, InvalidPacket> {
    let first = text.chars().next().ok_or(InvalidPacket::Empty)?;
    let rest = text.get(first.len_utf8()..).unwrap_or_default();
    Ok(match first {
        '0' => Packet::Open(rest),
        '1' => Packet::Close,
        '2' => Packet::Ping(rest),
        '3' => Packet::Pong(rest),
        '4' => Packet::Message(rest),
        '5' => Packet::Upgrade,
        '6' => Packet::Noop,
        'b' => Packet::Binary(Binary::Base64(rest)),
        _ => return Err(InvalidPacket::Type),
    })
}

/// Splits a polling payload into the text of its first packet and the rest.
#[must_use]
pub fn split_payload(payload: &str) -> (&str, Option<&str>) {
    match payload.split_once(SEPARATOR) {
        Some((packet, rest)) => (packet, Some(rest)),
        None => (payload, None),
    }
}

/// Parses every packet of a polling payload.
pub fn parse_payload(payload: &str) -> impl Iterator<Item = Result<Packet<'_>, InvalidPacket>> {
    payload.split(SEPARATOR).map(parse)
}

/// Adds a text packet to a polling payload.
pub fn push_to_payload(payload: &mut Vec<u8>, packet: &[u8]) {
    separate(payload);
    payload.extend_from_slice(packet);
}

/// Adds a binary packet to a polling payload.
pub fn push_binary_to_payload(payload: &mut Vec<u8>, bytes: &[u8]) {
    separate(payload);
    payload.push(b'b');
    payload.extend_from_slice(BASE64.encode(bytes).as_bytes());
}

/// Adds the separator before the next packet of a polling payload, unless the payload is empty.
pub fn separate(payload: &mut Vec<u8>) {
    if !payload.is_empty() {
        payload.push(SEPARATOR as u8);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_type_has_its_digit() {
        for (text, packet) in [
            ("0{}", Packet::Open("{}")),
            ("1", Packet::Close),
            ("2", Packet::Ping("")),
            ("2probe", Packet::Ping("probe")),
            ("3", Packet::Pong("")),
            ("4hello", Packet::Message("hello")),
            ("5", Packet::Upgrade),
            ("6", Packet::Noop),
            ("bAQID", Packet::Binary(Binary::Base64("AQID"))),
        ] {
            assert_eq!(parse(text), Ok(packet), "{text}");
        }
        assert_eq!(parse(""), Err(InvalidPacket::Empty));
        for text in ["7", "abc", "ä", "\u{1e}"] {
            assert_eq!(parse(text), Err(InvalidPacket::Type), "{text}");
        }
    }

    #[test]
    fn a_payload_has_several_packets() {
        let payload = "4test1\x1e4test2\x1ebAQIDBA==";
        let packets: Vec<_> = parse_payload(payload).map(Result::unwrap).collect();
        let [Packet::Message("test1"), Packet::Message("test2"), Packet::Binary(binary)] =
            packets[..]
        else {
            panic!("{packets:?}")
        };
        assert_eq!(*binary.decode().unwrap(), [1, 2, 3, 4]);
        assert!(Binary::Base64("AQ=D").decode().is_err());
        assert_eq!(parse_payload("").collect::<Vec<_>>(), [Err(InvalidPacket::Empty)]);
        assert_eq!(parse_payload("4a\x1e").last(), Some(Err(InvalidPacket::Empty)));
    }

    proptest! {
        #[test]
        fn what_is_put_into_a_payload_comes_out(
            packets in proptest::collection::vec(
                prop_oneof![
                    "[^\x1e]{0,20}".prop_map(Ok),
                    proptest::collection::vec(any::<u8>(), 0..20).prop_map(Err),
                ],
                1..8,
            ),
        ) {
            let mut payload = Vec::new();
            for packet in &packets {
                match packet {
                    Ok(text) => push_to_payload(&mut payload, format!("4{text}").as_bytes()),
                    Err(bytes) => push_binary_to_payload(&mut payload, bytes),
                }
            }
            let payload = String::from_utf8(payload).unwrap();
            let mut rest = Some(payload.as_str());
            for packet in &packets {
                let (text, more) = split_payload(rest.unwrap());
                rest = more;
                match (parse(text).unwrap(), packet) {
                    (Packet::Message(text), Ok(sent)) => prop_assert_eq!(text, sent),
                    (Packet::Binary(binary), Err(sent)) => {
                        let bytes = binary.decode().unwrap();
                        prop_assert_eq!(&*bytes, sent.as_slice());
                    }
                    (packet, _) => prop_assert!(false, "{:?}", packet),
                }
            }
            prop_assert!(rest.is_none());
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            for packet in parse_payload(&text).flatten() {
                if let Packet::Binary(binary) = packet {
                    let _ = binary.decode();
                }
            }
        }
    }
}
