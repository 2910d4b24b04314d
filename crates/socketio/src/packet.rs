//! Packets of Socket.IO 5: the text inside an Engine.IO message.
//!
//! `<type>[<attachments>-][<namespace>,][<ack id>][<JSON>]`. The namespace starts with `/`; packets
//! for the main namespace omit it.

use crate::InvalidPacket;

/// The main namespace.
pub const MAIN: &str = "/";

/// Maximum length of a namespace in bytes.
pub const MAX_NAMESPACE: usize = 128;

/// Maximum number of attachments that a packet may announce.
pub const MAX_ATTACHMENTS: u32 = 64;

/// Purpose of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Connects to a namespace, or confirms the connection.
    Connect,
    /// Leaves a namespace.
    Disconnect,
    /// An event: a JSON array that starts with the event's name.
    Event,
    /// The acknowledgement of an event: a JSON array.
    Ack,
    /// Refuses a connection to a namespace; only servers send it.
    ConnectError,
}

/// One packet, borrowed from the text that it was parsed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packet<'a> {
    /// Purpose of the packet.
    pub kind: Kind,
    /// Number of binary messages that follow and belong to this packet.
    pub attachments: u32,
    /// The namespace, `/` for the main one.
    pub namespace: &'a str,
    /// Event: the id to acknowledge it with. Acknowledgement: the id of the event.
    pub ack: Option<u64>,
    /// The payload: JSON text, empty if there is none. Only its first and last character are
    /// checked.
    pub data: &'a str,
}

/// Parses the text of an Engine.IO message.
///
/// # Errors
/// If the official parser would refuse the packet too. Of the JSON, only the outermost brackets are
/// checked.
pub fn parse(text: &str) -> Result<Packet<'_>, InvalidPacket> {
    let first = text.bytes().next().ok_or(InvalidPacket::Empty)?;
    let (kind, binary) = match first {
        b'0' => (Kind::Connect, false),
        b'1' => (Kind::Disconnect, false),
        b'2' => (Kind::Event, false),
        b'3' => (Kind::Ack, false),
        b'4' => (Kind::ConnectError, false),
        b'5' => (Kind::Event, true),
        b'6' => (Kind::Ack, true),
        _ => return Err(InvalidPacket::Type),
    };
    let mut rest = text.get(1..).unwrap_or_default();
    let mut attachments = 0;
    if binary {
        let (count, after) = rest.split_once('-').ok_or(InvalidPacket::Attachments)?;
        attachments = number(count)
            .and_then(|count| u32::try_from(count).ok())
            .filter(|count| *count <= MAX_ATTACHMENTS)
            .ok_or(InvalidPacket::Attachments)?;
        rest = after;
    }
    let mut namespace = MAIN;
    if rest.starts_with('/') {
        // A namespace without a comma is the rest of the packet.
        (namespace, rest) = rest.split_once(',').unwrap_or((rest, ""));
        if namespace.len() > MAX_NAMESPACE {
            return Err(InvalidPacket::Namespace);
        }
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (id, data) = rest.split_at_checked(digits).unwrap_or(("", rest));
    let ack = match id {
        "" => None,
        id => Some(number(id).ok_or(InvalidPacket::AckId)?),
    };
    let fits = match kind {
        Kind::Connect => data.is_empty() || is_between(data, b'{', b'}'),
        Kind::Disconnect => data.is_empty(),
        Kind::Event => is_between(data, b'[', b']'),
        Kind::Ack => ack.is_some() && is_between(data, b'[', b']'),
        Kind::ConnectError => true,
    };
    if !fits {
        return Err(InvalidPacket::Payload);
    }
    Ok(Packet { kind, attachments, namespace, ack, data })
}

/// Parses a number that consists of digits only.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn is_between(data: &str, open: u8, close: u8) -> bool {
    let bytes = data.as_bytes();
    bytes.len() > 1 && bytes.first() == Some(&open) && bytes.last() == Some(&close)
}

/// Writes the Engine.IO message that confirms the connection to a namespace.
pub fn write_connected(out: &mut Vec<u8>, namespace: &str, id: &str) {
    write_head(out, b'0', namespace);
    out.extend_from_slice(b"{\"sid\":\"");
    out.extend_from_slice(id.as_bytes());
    out.extend_from_slice(b"\"}");
}

/// Writes the Engine.IO message that refuses a namespace. `reason` must be JSON string content
/// without its quotes.
pub fn write_refused(out: &mut Vec<u8>, namespace: &str, reason: &str) {
    write_head(out, b'4', namespace);
    out.extend_from_slice(b"{\"message\":\"");
    out.extend_from_slice(reason.as_bytes());
    out.extend_from_slice(b"\"}");
}

/// Writes the Engine.IO message that disconnects a namespace.
pub fn write_disconnect(out: &mut Vec<u8>, namespace: &str) {
    write_head(out, b'1', namespace);
}

/// Writes an event's Engine.IO message up to its JSON array.
pub fn write_event_head(out: &mut Vec<u8>, namespace: &str) {
    write_head(out, b'2', namespace);
}

/// Writes an acknowledgement's Engine.IO message up to its JSON array.
pub fn write_ack_head(out: &mut Vec<u8>, namespace: &str, ack: u64) {
    write_head(out, b'3', namespace);
    write_number(out, ack);
}

/// Writes the Engine.IO message of a binary event or acknowledgement up to its JSON array.
pub fn write_binary_head(
    out: &mut Vec<u8>,
    kind: Kind,
    namespace: &str,
    ack: Option<u64>,
    attachments: u32,
) {
    out.extend_from_slice(if kind == Kind::Ack { b"46" } else { b"45" });
    write_number(out, u64::from(attachments));
    out.push(b'-');
    write_namespace(out, namespace);
    if let Some(ack) = ack {
        write_number(out, ack);
    }
}

/// Length of the output of [`write_event_head`] in bytes.
#[must_use]
pub fn event_head_len(namespace: &str) -> usize {
    if namespace == MAIN { 2 } else { namespace.len().saturating_add(3) }
}

/// Writes a number in decimal digits.
pub fn write_number(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0_u8; 20];
    let mut used = 0;
    for digit in digits.iter_mut().rev() {
        *digit = b'0'.saturating_add(u8::try_from(number % 10).unwrap_or_default());
        used += 1;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(digits.len().saturating_sub(used)..).unwrap_or_default());
}

/// Number of decimal digits of a number.
#[must_use]
pub fn digits(number: u64) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

fn write_head(out: &mut Vec<u8>, kind: u8, namespace: &str) {
    out.extend_from_slice(&[b'4', kind]);
    write_namespace(out, namespace);
}

fn write_namespace(out: &mut Vec<u8>, namespace: &str) {
    if namespace != MAIN {
        out.extend_from_slice(namespace.as_bytes());
        out.push(b',');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn packet(kind: Kind, namespace: &str, ack: Option<u64>) -> Packet<'_> {
        Packet { kind, attachments: 0, namespace, ack, data: "" }
    }

    #[test]
    fn packets_of_the_specification_are_understood() {
        for (text, expected) in [
            ("0", packet(Kind::Connect, "/", None)),
            (
                "0{\"token\":\"123\"}",
                Packet { data: "{\"token\":\"123\"}", ..packet(Kind::Connect, "/", None) },
            ),
            ("0/admin", packet(Kind::Connect, "/admin", None)),
            ("0/admin,{}", Packet { data: "{}", ..packet(Kind::Connect, "/admin", None) }),
            ("1", packet(Kind::Disconnect, "/", None)),
            ("1/admin,", packet(Kind::Disconnect, "/admin", None)),
            ("2[\"foo\"]", Packet { data: "[\"foo\"]", ..packet(Kind::Event, "/", None) }),
            (
                "2/admin,12[\"foo\"]",
                Packet { data: "[\"foo\"]", ..packet(Kind::Event, "/admin", Some(12)) },
            ),
            ("3/admin,12[]", Packet { data: "[]", ..packet(Kind::Ack, "/admin", Some(12)) }),
            (
                "52-/a,7[1]",
                Packet { data: "[1]", attachments: 2, ..packet(Kind::Event, "/a", Some(7)) },
            ),
            ("61-7[1]", Packet { data: "[1]", attachments: 1, ..packet(Kind::Ack, "/", Some(7)) }),
        ] {
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_the_official_parser_refuses_is_refused() {
        let long = format!("0/{}", "x".repeat(200));
        for (text, error) in [
            ("", InvalidPacket::Empty),
            ("abc", InvalidPacket::Type),
            ("7", InvalidPacket::Type),
            ("2{}", InvalidPacket::Payload),
            ("2", InvalidPacket::Payload),
            ("2[", InvalidPacket::Payload),
            ("2abc[\"x\"]", InvalidPacket::Payload),
            ("1{}", InvalidPacket::Payload),
            ("0[]", InvalidPacket::Payload),
            ("3[1]", InvalidPacket::Payload),
            ("299999999999999999999[\"x\"]", InvalidPacket::AckId),
            ("5[\"x\"]", InvalidPacket::Attachments),
            ("5-[\"x\"]", InvalidPacket::Attachments),
            ("5x-[\"x\"]", InvalidPacket::Attachments),
            ("5+1-[\"x\"]", InvalidPacket::Attachments),
            ("51000000-[\"x\"]", InvalidPacket::Attachments),
            (&long, InvalidPacket::Namespace),
        ] {
            assert_eq!(parse(text), Err(error), "{text}");
        }
    }

    fn namespace() -> impl Strategy<Value = String> {
        prop_oneof![Just("/".to_owned()), "/[a-z0-9-]{1,20}"]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            namespace in namespace(),
            ack in any::<u64>(),
            json in r#"\["[a-z_]{1,10}"(,\{"[a-z]":[0-9]{1,3}\})?\]"#,
            count in 0..MAX_ATTACHMENTS,
        ) {
            let mut out = Vec::new();
            write_event_head(&mut out, &namespace);
            prop_assert_eq!(out.len(), event_head_len(&namespace));
            out.extend_from_slice(json.as_bytes());
            let text = String::from_utf8(out).unwrap();
            let read = parse(text.strip_prefix('4').unwrap()).unwrap();
            let written =
                Packet { kind: Kind::Event, attachments: 0, namespace: &namespace, ack: None, data: &json };
            prop_assert_eq!(read, written);

            let mut out = Vec::new();
            write_ack_head(&mut out, &namespace, ack);
            out.extend_from_slice(json.as_bytes());
            let text = String::from_utf8(out).unwrap();
            let read = parse(text.strip_prefix('4').unwrap()).unwrap();
            prop_assert_eq!(read, Packet { kind: Kind::Ack, ack: Some(ack), ..written });

            let mut out = Vec::new();
            write_binary_head(&mut out, Kind::Event, &namespace, Some(ack), count);
            out.extend_from_slice(json.as_bytes());
            let text = String::from_utf8(out).unwrap();
            let read = parse(text.strip_prefix('4').unwrap()).unwrap();
            prop_assert_eq!(read, Packet { ack: Some(ack), attachments: count, ..written });
        }

        #[test]
        fn numbers_are_written_in_their_digits(number in any::<u64>()) {
            for number in [number, 0, 9, 10, u64::MAX] {
                let mut out = Vec::new();
                write_number(&mut out, number);
                prop_assert_eq!(out.len(), digits(number));
                prop_assert_eq!(String::from_utf8(out).unwrap(), number.to_string());
            }
        }

        #[test]
        fn no_text_panics(text in any::<String>(), tail in "[0-9/,\\[\\]{}\"-]{0,12}") {
            let _ = parse(&text);
            for first in 0..7 {
                let _ = parse(&format!("{first}{tail}"));
            }
        }
    }
}
