//! Framing of STUN and ChannelData on a stream (RFC 8489 §6.2.2, RFC 8656 §12.5).
//!
//! Each message contains its own length. ChannelData is padded to a multiple of 4, and its length
//! does not count the padding.

use thiserror::Error;

use super::{CHANNEL_HEADER_LEN, HEADER_LEN, MAGIC_COOKIE};

/// The stream can no longer be decoded and must be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FramingError {
    /// The next bytes are neither STUN nor ChannelData.
    #[error("neither STUN nor ChannelData")]
    NotAMessage,
    /// A message is longer than the decoder's limit.
    #[error("a message of {length} bytes, more than {limit}")]
    TooLong {
        /// Length of the message in bytes, padding included.
        length: usize,
        /// Limit of the decoder in bytes.
        limit: usize,
    },
}

/// Splits a stream into messages, with a buffer of fixed size.
///
/// Read into [`StreamDecoder::space`], report the number of bytes with [`StreamDecoder::advance`],
/// then call [`StreamDecoder::poll_message`] until it returns `None`.
#[derive(Debug)]
pub struct StreamDecoder {
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    failed: Option<FramingError>,
}

impl StreamDecoder {
    /// A decoder for messages of at most `limit` bytes, padding included. Its buffer has that size.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        let limit = limit.max(HEADER_LEN);
        Self { buffer: vec![0; limit].into(), start: 0, end: 0, failed: None }
    }

    /// Space to read into. It is not empty if [`StreamDecoder::poll_message`] was called until it
    /// returned `None`.
    pub fn space(&mut self) -> &mut [u8] {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        self.buffer.get_mut(self.end..).unwrap_or_default()
    }

    /// Reports that `count` bytes were read into [`StreamDecoder::space`].
    pub fn advance(&mut self, count: usize) {
        self.end = self.end.saturating_add(count).min(self.buffer.len());
    }

    /// The next complete message, without its padding.
    ///
    /// # Errors
    /// If the stream cannot be decoded. Every later call returns the same error.
    pub fn poll_message(&mut self) -> Result<Option<&[u8]>, FramingError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let pending = self.buffer.get(self.start..self.end).unwrap_or_default();
        match measure(pending, self.buffer.len()) {
            Err(error) => {
                self.failed = Some(error);
                Err(error)
            }
            Ok(Some((length, padded))) if padded <= pending.len() => {
                let start = self.start;
                self.start += padded;
                Ok(self.buffer.get(start..start + length))
            }
            Ok(_) => Ok(None),
        }
    }
}

/// Number of padding bytes after a ChannelData message of this length on a stream.
#[must_use]
pub const fn frame_padding(length: usize) -> usize {
    length.next_multiple_of(4) - length
}

/// Length of the message that starts here, without and with padding; `None` if more bytes are
/// needed to tell.
fn measure(bytes: &[u8], limit: usize) -> Result<Option<(usize, usize)>, FramingError> {
    let Some(&first) = bytes.first() else { return Ok(None) };
    let stun = match first {
        0x00..=0x3F => true,
        0x40..=0x7F => false,
        _ => return Err(FramingError::NotAMessage),
    };
    let Some(&[_, _, l0, l1]) = bytes.first_chunk::<4>() else { return Ok(None) };
    let value = usize::from(u16::from_be_bytes([l0, l1]));
    let length = if stun {
        if !value.is_multiple_of(4) {
            return Err(FramingError::NotAMessage);
        }
        if let Some(cookie) = bytes.get(4..8)
            && cookie != MAGIC_COOKIE.to_be_bytes()
        {
            return Err(FramingError::NotAMessage);
        }
        HEADER_LEN + value
    } else {
        CHANNEL_HEADER_LEN + value
    };
    let padded = length + frame_padding(length);
    if padded > limit {
        return Err(FramingError::TooLong { length: padded, limit });
    }
    Ok(Some((length, padded)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire::{ChannelData, ChannelNumber, Class, MessageBuilder, TransactionId};

    fn channel_data(payload: &[u8]) -> Vec<u8> {
        let number = ChannelNumber::new(0x4001).unwrap();
        let mut message = ChannelData::header(number, payload.len() as u16).to_vec();
        message.extend_from_slice(payload);
        message
    }

    fn stun(value: &[u8]) -> Vec<u8> {
        MessageBuilder::new(Class::Request, 1, TransactionId([3; 12]))
            .attribute(0x8022, value)
            .finish()
    }

    fn padded(message: &[u8]) -> Vec<u8> {
        let mut bytes = message.to_vec();
        bytes.resize(message.len().next_multiple_of(4), 0xEE);
        bytes
    }

    /// Decodes the stream in pieces of these sizes, which repeat.
    fn decode(stream: &[u8], pieces: &[usize], limit: usize) -> (Vec<Vec<u8>>, bool) {
        let mut decoder = StreamDecoder::new(limit);
        let (mut rest, mut out) = (stream, Vec::new());
        for piece in pieces.iter().cycle() {
            let space = decoder.space();
            let count = space.len().min(*piece).min(rest.len());
            space[..count].copy_from_slice(&rest[..count]);
            decoder.advance(count);
            rest = &rest[count..];
            loop {
                match decoder.poll_message() {
                    Ok(Some(message)) => out.push(message.to_vec()),
                    Ok(None) => break,
                    Err(_) => return (out, false),
                }
            }
            if rest.is_empty() {
                break;
            }
        }
        (out, true)
    }

    #[test]
    fn a_message_of_173_bytes_does_not_stall_the_ones_after_it() {
        let messages = [channel_data(&[1; 173]), channel_data(&[2; 172]), stun(b"x")];
        let stream: Vec<u8> = messages.iter().flat_map(|message| padded(message)).collect();
        assert_eq!(decode(&stream, &[1], 256), (messages.to_vec(), true));
        assert_eq!(decode(&stream, &[4096], 256), (messages.to_vec(), true));
    }

    #[test]
    fn a_message_is_given_only_once_its_padding_is_there() {
        let mut decoder = StreamDecoder::new(64);
        let message = channel_data(&[9; 5]);
        decoder.space()[..9].copy_from_slice(&message);
        decoder.advance(9);
        assert_eq!(decoder.poll_message(), Ok(None));
        decoder.advance(3);
        assert_eq!(decoder.poll_message(), Ok(Some(message.as_slice())));
    }

    #[test]
    fn a_message_over_the_limit_ends_the_stream() {
        let mut decoder = StreamDecoder::new(64);
        decoder.space()[..4].copy_from_slice(&[0x40, 0, 0, 61]);
        decoder.advance(4);
        let error = FramingError::TooLong { length: 68, limit: 64 };
        assert_eq!(decoder.poll_message(), Err(error));
        decoder.advance(60);
        assert_eq!(decoder.poll_message(), Err(error));
    }

    #[test]
    fn what_is_neither_stun_nor_channel_data_ends_the_stream() {
        for start in [b"GET / HTTP/1.1\r\n".as_slice(), &[0x16, 3, 1, 0, 200, 1, 0, 0], &[0x80, 0]]
        {
            assert!(!decode(start, &[1], 64).1, "{start:?}");
        }
    }

    proptest! {
        #[test]
        fn frames_survive_any_splitting(
            payloads in prop::collection::vec(
                (any::<bool>(), prop::collection::vec(any::<u8>(), 0..300)), 0..20),
            pieces in prop::collection::vec(1usize..500, 1..20),
        ) {
            let messages: Vec<Vec<u8>> = payloads
                .iter()
                .map(|(is_stun, payload)| if *is_stun { stun(payload) } else { channel_data(payload) })
                .collect();
            let stream: Vec<u8> = messages.iter().flat_map(|message| padded(message)).collect();
            prop_assert_eq!(decode(&stream, &pieces, 400), (messages, true));
        }

        #[test]
        fn any_bytes_are_frames_or_an_error(
            stream: Vec<u8>, pieces in prop::collection::vec(1usize..50, 1..5),
        ) {
            let _ = decode(&stream, &pieces, 64);
        }
    }
}
