//! ChannelData messages, RFC 8656 §12.4.

use super::CHANNEL_HEADER_LEN;

/// A channel number, 0x4000 to 0x7FFE.
///
/// RFC 8656 §12 reduced the range to 0x4FFF, so that other protocols can share a client's socket.
/// No other protocol shares the relay's socket, and clients of RFC 5766 §11, such as coturn's, use
/// the whole range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChannelNumber(u16);

impl ChannelNumber {
    /// `None` outside the range.
    #[must_use]
    pub const fn new(number: u16) -> Option<Self> {
        if matches!(number, 0x4000..=0x7FFE) { Some(Self(number)) } else { None }
    }

    /// The number on the wire.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

/// A ChannelData message, borrowed from the received packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelData<'a> {
    /// The channel.
    pub number: ChannelNumber,
    /// The data to relay, without header and padding.
    pub payload: &'a [u8],
}

impl<'a> ChannelData<'a> {
    /// Parses a message. Bytes beyond its length are padding and ignored (RFC 8656 §12.5).
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (&[n0, n1, l0, l1], rest) = bytes.split_first_chunk::<CHANNEL_HEADER_LEN>()?;
        let number = ChannelNumber::new(u16::from_be_bytes([n0, n1]))?;
        let payload = rest.get(..usize::from(u16::from_be_bytes([l0, l1])))?;
        Some(Self { number, payload })
    }

    /// The header for a payload of this length in bytes.
    #[must_use]
    pub const fn header(number: ChannelNumber, length: u16) -> [u8; CHANNEL_HEADER_LEN] {
        let [n0, n1] = number.0.to_be_bytes();
        let [l0, l1] = length.to_be_bytes();
        [n0, n1, l0, l1]
    }
}
