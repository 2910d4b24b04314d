//! WebSocket frames (RFC 6455) and Socket.IO packets, reduced to what a load generator needs.

use std::ops::Range;

/// Masking key of every frame that the generator sends. Servers unmask it like any other.
const MASK: [u8; 4] = [0x5a, 0xc3, 0x17, 0x9e];

/// Maximum size of a received frame in bytes. A larger one means that the decoder lost its place.
const MAX_FRAME: usize = 64 * 1024 * 1024;

/// The type of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opcode {
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

impl Opcode {
    fn bits(self) -> u8 {
        match self {
            Self::Text => 1,
            Self::Binary => 2,
            Self::Close => 8,
            Self::Ping => 9,
            Self::Pong => 10,
        }
    }

    fn from_bits(bits: u8) -> Option<Self> {
        match bits {
            1 => Some(Self::Text),
            2 => Some(Self::Binary),
            8 => Some(Self::Close),
            9 => Some(Self::Ping),
            10 => Some(Self::Pong),
            _ => None,
        }
    }
}

/// The server sent a frame that this codec does not support.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum FrameError {
    #[error("a fragmented frame")]
    Fragmented,
    #[error("a frame of unknown type {0}")]
    Opcode(u8),
    #[error("a frame of {0} bytes")]
    TooLarge(usize),
}

/// Appends a client's frame, which is masked.
pub(crate) fn client_frame(out: &mut Vec<u8>, opcode: Opcode, payload: &[u8]) {
    header(out, opcode, payload.len(), true);
    out.extend_from_slice(&MASK);
    out.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, key)| byte ^ key));
}

/// Appends a server's text frame; the parts together are its payload.
pub(crate) fn server_frame(out: &mut Vec<u8>, parts: &[&[u8]]) {
    header(out, Opcode::Text, parts.iter().map(|part| part.len()).sum(), false);
    for part in parts {
        out.extend_from_slice(part);
    }
}

fn header(out: &mut Vec<u8>, opcode: Opcode, length: usize, masked: bool) {
    out.push(0x80 | opcode.bits());
    let mask_bit = if masked { 0x80 } else { 0 };
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short), _) if short < 126 => out.push(mask_bit | short),
        (_, Ok(medium)) => {
            out.push(mask_bit | 126);
            out.extend_from_slice(&medium.to_be_bytes());
        }
        _ => {
            out.push(mask_bit | 127);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
}

/// Finds the frame at the start of `bytes` and unmasks it in place. Returns its type, the range of
/// its payload and the start of the next frame; `None` while the frame is incomplete.
pub(crate) fn parse_frame(
    bytes: &mut [u8],
) -> Result<Option<(Opcode, Range<usize>, usize)>, FrameError> {
    let (Some(&first), Some(&second)) = (bytes.first(), bytes.get(1)) else { return Ok(None) };
    if first & 0x80 == 0 || first & 0x0f == 0 {
        return Err(FrameError::Fragmented);
    }
    let opcode = Opcode::from_bits(first & 0x0f).ok_or(FrameError::Opcode(first & 0x0f))?;
    let (length, mut start) = match second & 0x7f {
        126 => match bytes.get(2..4).and_then(|length| length.try_into().ok()) {
            Some(length) => (usize::from(u16::from_be_bytes(length)), 4),
            None => return Ok(None),
        },
        127 => match bytes.get(2..10).and_then(|length| length.try_into().ok()) {
            Some(length) => (usize::try_from(u64::from_be_bytes(length)).unwrap_or(usize::MAX), 10),
            None => return Ok(None),
        },
        short => (usize::from(short), 2),
    };
    if length > MAX_FRAME {
        return Err(FrameError::TooLarge(length));
    }
    let mut key = None;
    if second & 0x80 != 0 {
        let Some(bytes) = bytes.get(start..start + 4) else { return Ok(None) };
        key = <[u8; 4]>::try_from(bytes).ok();
        start += 4;
    }
    let end = start + length;
    let Some(payload) = bytes.get_mut(start..end) else { return Ok(None) };
    if let Some(key) = key {
        payload.iter_mut().zip(key.iter().cycle()).for_each(|(byte, key)| *byte ^= key);
    }
    Ok(Some((opcode, start..end, end)))
}

/// Splits a byte stream into frames.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    buffer: Vec<u8>,
    consumed: usize,
}

impl Decoder {
    /// The buffer to append newly read bytes to.
    pub(crate) fn space(&mut self) -> &mut Vec<u8> {
        if self.consumed > 0 {
            self.buffer.drain(..self.consumed);
            self.consumed = 0;
        }
        &mut self.buffer
    }

    /// The next complete frame: its type, and its payload's range for [`Decoder::bytes`].
    pub(crate) fn next_frame(&mut self) -> Result<Option<(Opcode, Range<usize>)>, FrameError> {
        let Some(rest) = self.buffer.get_mut(self.consumed..) else { return Ok(None) };
        let Some((opcode, payload, next)) = parse_frame(rest)? else { return Ok(None) };
        let payload = payload.start + self.consumed..payload.end + self.consumed;
        self.consumed += next;
        Ok(Some((opcode, payload)))
    }

    /// The payload of the latest frame, valid until more bytes are appended.
    pub(crate) fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.buffer.get(range).unwrap_or_default()
    }
}

/// A Socket.IO packet of the namespace `/`, inside an Engine.IO message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Packet<'a> {
    /// Opens the Engine.IO session.
    Open,
    /// The server's heartbeat, which the client must answer.
    Ping,
    /// Confirms the connection to the namespace.
    Connected,
    /// The server closed or refused the namespace or the transport.
    Refused(&'a [u8]),
    /// An event: its JSON array.
    Event(&'a [u8]),
    /// The acknowledgement of the request with this id: its JSON array.
    Ack(u64, &'a [u8]),
    /// Any other packet.
    Other,
}

/// Parses a text message.
pub(crate) fn parse_packet(text: &[u8]) -> Packet<'_> {
    match text {
        [b'0', ..] => Packet::Open,
        [b'2', ..] => Packet::Ping,
        [b'4', b'0', ..] => Packet::Connected,
        [b'1', rest @ ..] | [b'4', b'1' | b'4', rest @ ..] => Packet::Refused(rest),
        [b'4', b'2', rest @ ..] => Packet::Event(rest),
        [b'4', b'3', rest @ ..] => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (id, json) = rest.split_at(digits);
            let id = std::str::from_utf8(id).ok().and_then(|id| id.parse().ok());
            id.map_or(Packet::Other, |id| Packet::Ack(id, json))
        }
        _ => Packet::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_every_length_come_back_as_they_were_sent() {
        for length in [0, 1, 125, 126, 127, 65_535, 65_536, 100_000] {
            let payload: Vec<u8> = (0..length).map(|byte| (byte % 251) as u8).collect();
            let mut bytes = Vec::new();
            client_frame(&mut bytes, Opcode::Binary, &payload);
            server_frame(&mut bytes, &[&payload[..length / 2], &payload[length / 2..]]);
            let mut decoder = Decoder::default();
            decoder.space().extend_from_slice(&bytes);
            for expected in [Opcode::Binary, Opcode::Text] {
                let (opcode, range) = decoder.next_frame().unwrap().unwrap();
                assert_eq!(opcode, expected);
                assert_eq!(decoder.bytes(range), payload);
            }
            assert_eq!(decoder.next_frame(), Ok(None));
        }
    }

    #[test]
    fn a_frame_in_pieces_is_found_once_it_is_complete() {
        let mut bytes = Vec::new();
        client_frame(&mut bytes, Opcode::Text, &[b'x'; 300]);
        let (last, before) = bytes.split_last().unwrap();
        let mut decoder = Decoder::default();
        for byte in before {
            decoder.space().push(*byte);
            assert_eq!(decoder.next_frame(), Ok(None));
        }
        decoder.space().push(*last);
        let (_, range) = decoder.next_frame().unwrap().unwrap();
        assert_eq!(decoder.bytes(range), [b'x'; 300]);
    }

    #[test]
    fn fragments_unknown_types_and_absurd_lengths_are_errors() {
        let parse = |bytes: &[u8]| parse_frame(&mut bytes.to_vec());
        assert_eq!(parse(&[0x01, 0]), Err(FrameError::Fragmented));
        assert_eq!(parse(&[0x80, 0]), Err(FrameError::Fragmented));
        assert_eq!(parse(&[0x83, 0]), Err(FrameError::Opcode(3)));
        let huge = [0x81, 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(parse(&huge), Err(FrameError::TooLarge(usize::MAX)));
    }

    #[test]
    fn packets_are_told_apart() {
        assert_eq!(parse_packet(b"0{\"sid\":\"x\"}"), Packet::Open);
        assert_eq!(parse_packet(b"2"), Packet::Ping);
        assert_eq!(parse_packet(b"40{}"), Packet::Connected);
        assert_eq!(parse_packet(b"44{\"a\":1}"), Packet::Refused(b"{\"a\":1}"));
        assert_eq!(parse_packet(b"1"), Packet::Refused(b""));
        assert_eq!(parse_packet(b"42[\"a\",1]"), Packet::Event(b"[\"a\",1]"));
        assert_eq!(parse_packet(b"4317[{}]"), Packet::Ack(17, b"[{}]"));
        assert_eq!(parse_packet(b"43[]"), Packet::Other);
        assert_eq!(parse_packet(b""), Packet::Other);
    }
}
