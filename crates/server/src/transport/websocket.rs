//! WebSocket messages (RFC 6455), sans-IO: the client's bytes in, messages out.
//!
//! tungstenite parses and writes the frame headers. Its message layer is not used, because it keeps
//! a read and a write buffer for each connection. Here an idle connection keeps no buffer: bytes
//! are read into a buffer that all connections of a thread share, unmasked in place and passed on
//! from there. Only incomplete messages are copied.

use std::io::Cursor;

use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{CloseCode, Control, Data, OpCode};

/// A message, borrowed from the bytes it arrived in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Message<'a> {
    Text(&'a str),
    Binary(&'a [u8]),
    /// To be answered with a pong with the same payload.
    Ping(&'a [u8]),
    Close,
}

/// Why a client's connection must be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum WebSocketError {
    #[error("a frame that is against the protocol")]
    Protocol,
    #[error("text that is not UTF-8")]
    NotUtf8,
    #[error("a message that is too large")]
    TooLarge,
}

impl WebSocketError {
    pub(super) fn code(self) -> u16 {
        match self {
            Self::Protocol => CloseCode::Protocol.into(),
            Self::NotUtf8 => CloseCode::Invalid.into(),
            Self::TooLarge => CloseCode::Size.into(),
        }
    }
}

/// Parser state of one connection between reads.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// The start of an incomplete frame.
    incomplete: Vec<u8>,
    /// The earlier frames of a fragmented message, and whether the message is text.
    fragments: Option<(bool, Vec<u8>)>,
}

impl Reader {
    /// Bytes of memory held between reads.
    pub(super) fn kept(&self) -> usize {
        let fragments = self.fragments.as_ref().map_or(0, |(_, bytes)| bytes.capacity());
        self.incomplete.capacity() + fragments
    }

    /// Takes bytes and passes each message that they complete to `on_message`.
    ///
    /// # Errors
    /// If the bytes violate the protocol: the connection must then be closed.
    pub(super) fn feed(
        &mut self,
        bytes: &mut [u8],
        max: usize,
        mut on_message: impl FnMut(Message<'_>),
    ) -> Result<(), WebSocketError> {
        if self.incomplete.is_empty() {
            let used = self.frames(bytes, max, &mut on_message)?;
            self.incomplete.extend_from_slice(bytes.get(used..).unwrap_or_default());
            return Ok(());
        }
        let mut all = std::mem::take(&mut self.incomplete);
        all.extend_from_slice(bytes);
        let used = self.frames(&mut all, max, &mut on_message)?;
        if used > 0 {
            all = all.get(used..).unwrap_or_default().to_vec();
        }
        self.incomplete = all;
        Ok(())
    }

    /// Handles the complete frames and returns their length in bytes.
    fn frames(
        &mut self,
        bytes: &mut [u8],
        max: usize,
        on_message: &mut impl FnMut(Message<'_>),
    ) -> Result<usize, WebSocketError> {
        let mut used = 0;
        loop {
            let Some(rest) = bytes.get_mut(used..) else { return Ok(used) };
            let mut cursor = Cursor::new(&*rest);
            let parsed = FrameHeader::parse(&mut cursor).map_err(|_| WebSocketError::Protocol)?;
            let Some((header, length)) = parsed else { return Ok(used) };
            let head = usize::try_from(cursor.position()).unwrap_or(usize::MAX);
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            self.check(&header, length, max)?;
            let Some(payload) = rest.get_mut(head..head.saturating_add(length)) else {
                return Ok(used);
            };
            // Clients must mask every frame (RFC 6455 section 5.1).
            unmask(payload, header.mask.ok_or(WebSocketError::Protocol)?);
            used = used.saturating_add(head).saturating_add(length);
            match header.opcode {
                OpCode::Control(Control::Ping) => on_message(Message::Ping(payload)),
                OpCode::Control(Control::Close) => {
                    on_message(Message::Close);
                    // Bytes after a close frame are ignored.
                    return Ok(bytes.len());
                }
                OpCode::Control(_) => {}
                OpCode::Data(data) => self.data(data, header.is_final, payload, on_message)?,
            }
        }
    }

    fn check(&self, header: &FrameHeader, length: usize, max: usize) -> Result<(), WebSocketError> {
        let extended = header.rsv1 || header.rsv2 || header.rsv3;
        let long_control =
            matches!(header.opcode, OpCode::Control(_)) && (!header.is_final || length > 125);
        if extended || long_control {
            return Err(WebSocketError::Protocol);
        }
        let before = match header.opcode {
            OpCode::Data(_) => self.fragments.as_ref().map_or(0, |(_, bytes)| bytes.len()),
            OpCode::Control(_) => 0,
        };
        if before.saturating_add(length) > max {
            return Err(WebSocketError::TooLarge);
        }
        Ok(())
    }

    fn data(
        &mut self,
        kind: Data,
        is_final: bool,
        payload: &[u8],
        on_message: &mut impl FnMut(Message<'_>),
    ) -> Result<(), WebSocketError> {
        match (kind, self.fragments.take()) {
            (Data::Continue, Some((is_text, mut bytes))) => {
                bytes.extend_from_slice(payload);
                if is_final {
                    hand_on(is_text, &bytes, on_message)?;
                } else {
                    self.fragments = Some((is_text, bytes));
                }
            }
            (Data::Text | Data::Binary, None) => {
                let is_text = kind == Data::Text;
                if is_final {
                    hand_on(is_text, payload, on_message)?;
                } else {
                    self.fragments = Some((is_text, payload.to_vec()));
                }
            }
            _ => return Err(WebSocketError::Protocol),
        }
        Ok(())
    }
}

fn hand_on(
    is_text: bool,
    payload: &[u8],
    on_message: &mut impl FnMut(Message<'_>),
) -> Result<(), WebSocketError> {
    if is_text {
        let text = std::str::from_utf8(payload).map_err(|_| WebSocketError::NotUtf8)?;
        on_message(Message::Text(text));
    } else {
        on_message(Message::Binary(payload));
    }
    Ok(())
}

fn unmask(payload: &mut [u8], mask: [u8; 4]) {
    let wide = u64::from(u32::from_ne_bytes(mask));
    let wide = (wide << 32) | wide;
    let (chunks, rest) = payload.as_chunks_mut::<8>();
    for chunk in chunks {
        *chunk = (u64::from_ne_bytes(*chunk) ^ wide).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip(mask.iter().cycle()) {
        *byte ^= mask;
    }
}

/// Writes the header of a text frame.
pub(super) fn write_text_header(out: &mut Vec<u8>, length: usize) {
    write_header(out, OpCode::Data(Data::Text), length);
}

/// Writes a binary frame.
pub(super) fn write_binary(out: &mut Vec<u8>, bytes: &[u8]) {
    write_header(out, OpCode::Data(Data::Binary), bytes.len());
    out.extend_from_slice(bytes);
}

/// Writes a pong frame.
pub(super) fn write_pong(out: &mut Vec<u8>, payload: &[u8]) {
    write_header(out, OpCode::Control(Control::Pong), payload.len());
    out.extend_from_slice(payload);
}

/// Writes a close frame.
pub(super) fn write_close(out: &mut Vec<u8>, code: u16) {
    write_header(out, OpCode::Control(Control::Close), 2);
    out.extend_from_slice(&code.to_be_bytes());
}

fn write_header(out: &mut Vec<u8>, opcode: OpCode, length: usize) {
    let header = FrameHeader { opcode, ..FrameHeader::default() };
    // Writing into memory cannot fail.
    let _ = header.format(length as u64, out);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MAX: usize = 1000;

    #[derive(Debug, Clone, PartialEq, Eq)]
    enum Got {
        Text(String),
        Binary(Vec<u8>),
        Ping(Vec<u8>),
        Close,
    }

    /// A masked frame, as clients send it.
    fn frame(opcode: OpCode, is_final: bool, payload: &[u8]) -> Vec<u8> {
        let mask = [1, 2, 3, 4];
        let header = FrameHeader { opcode, is_final, mask: Some(mask), ..FrameHeader::default() };
        let mut out = Vec::new();
        header.format(payload.len() as u64, &mut out).unwrap();
        let mut payload = payload.to_vec();
        unmask(&mut payload, mask);
        out.extend(payload);
        out
    }

    fn text(text: &str) -> Vec<u8> {
        frame(OpCode::Data(Data::Text), true, text.as_bytes())
    }

    /// Feeds the bytes to a reader in pieces of `piece` bytes.
    fn read(bytes: &[u8], piece: usize) -> (Vec<Got>, Result<(), WebSocketError>, Reader) {
        let (mut reader, mut got, mut result) = (Reader::default(), Vec::new(), Ok(()));
        for piece in bytes.chunks(piece.max(1)) {
            result = reader.feed(&mut piece.to_vec(), MAX, |message| {
                got.push(match message {
                    Message::Text(text) => Got::Text(text.to_owned()),
                    Message::Binary(bytes) => Got::Binary(bytes.to_vec()),
                    Message::Ping(bytes) => Got::Ping(bytes.to_vec()),
                    Message::Close => Got::Close,
                });
            });
            if result.is_err() {
                break;
            }
        }
        (got, result, reader)
    }

    #[test]
    fn messages_come_out_however_they_are_cut() {
        let mut bytes = text("4hello");
        bytes.extend(frame(OpCode::Data(Data::Text), false, b"4a"));
        bytes.extend(frame(OpCode::Control(Control::Ping), true, b"p"));
        bytes.extend(frame(OpCode::Data(Data::Continue), true, "ä".as_bytes()));
        bytes.extend(frame(OpCode::Data(Data::Binary), true, &[0xff; 200]));
        bytes.extend(frame(OpCode::Control(Control::Pong), true, b""));
        bytes.extend(frame(OpCode::Control(Control::Close), true, &[3, 232]));
        let expected = [
            Got::Text("4hello".to_owned()),
            Got::Ping(b"p".to_vec()),
            Got::Text("4aä".to_owned()),
            Got::Binary(vec![0xff; 200]),
            Got::Close,
        ];
        for piece in [1, 2, 3, 7, 100, 10_000] {
            let (got, result, reader) = read(&bytes, piece);
            assert_eq!((got.as_slice(), result), (expected.as_slice(), Ok(())), "{piece}");
            assert!(reader.kept() < 16);
        }
    }

    #[test]
    fn what_is_against_the_protocol_is_refused() {
        let mut unmasked = Vec::new();
        write_text_header(&mut unmasked, 1);
        unmasked.push(b'2');
        let mut reserved = text("2");
        reserved[0] |= 0x40;
        let mut opcode = text("2");
        opcode[0] = 0x83;
        let mut twice = frame(OpCode::Data(Data::Text), false, b"a");
        twice.extend(text("b"));
        for (bytes, error) in [
            (unmasked, WebSocketError::Protocol),
            (reserved, WebSocketError::Protocol),
            (opcode, WebSocketError::Protocol),
            (twice, WebSocketError::Protocol),
            (frame(OpCode::Data(Data::Continue), true, b"a"), WebSocketError::Protocol),
            (frame(OpCode::Control(Control::Ping), false, b""), WebSocketError::Protocol),
            (frame(OpCode::Control(Control::Ping), true, &[0; 126]), WebSocketError::Protocol),
            (frame(OpCode::Data(Data::Text), true, &[0xff]), WebSocketError::NotUtf8),
            (frame(OpCode::Data(Data::Text), true, &[b'x'; MAX + 1]), WebSocketError::TooLarge),
        ] {
            assert_eq!(read(&bytes, 10_000).1, Err(error), "{bytes:?}");
        }
    }

    #[test]
    fn fragments_together_have_the_same_limit() {
        let mut bytes = frame(OpCode::Data(Data::Binary), false, &[0; MAX - 1]);
        for _ in 0..2 {
            bytes.extend(frame(OpCode::Data(Data::Continue), false, &[0; 1]));
        }
        assert_eq!(read(&bytes, 100).1, Err(WebSocketError::TooLarge));
    }

    #[test]
    fn a_frame_that_only_announces_much_holds_little() {
        let (_, result, reader) = read(&text(&"x".repeat(900))[..10], 100);
        assert_eq!(result, Ok(()));
        assert!(reader.kept() < 64, "{}", reader.kept());
        let announced = [0x81, 0xff, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 1, 2, 3, 4];
        assert_eq!(read(&announced, 100).1, Err(WebSocketError::TooLarge));
    }

    proptest! {
        #[test]
        fn no_bytes_panic_and_little_is_kept(bytes in proptest::collection::vec(any::<u8>(), 0..300), piece in 1_usize..50) {
            let (_, _, reader) = read(&bytes, piece);
            prop_assert!(reader.kept() <= 2 * bytes.len() + 16);
        }

        #[test]
        fn text_arrives_as_it_was_sent(texts in proptest::collection::vec(".{0,100}", 1..6), piece in 1_usize..300) {
            let bytes: Vec<u8> = texts.iter().flat_map(|it| text(it)).collect();
            let (got, result, _) = read(&bytes, piece);
            prop_assert_eq!(result, Ok(()));
            let expected: Vec<Got> = texts.into_iter().map(Got::Text).collect();
            prop_assert_eq!(got, expected);
        }
    }
}
