//! Parser of STUN messages (RFC 8489 §5, §14).

use subtle::ConstantTimeEq;
use thiserror::Error;

use super::{HEADER_LEN, IntegrityAlgorithm, IntegrityKey, MAGIC_COOKIE, attribute};

/// The 96 bits that match a response to its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TransactionId(pub [u8; 12]);

/// Class of a message (RFC 8489 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A message that needs a response.
    Request,
    /// A message that needs no response.
    Indication,
    /// The response to a request that succeeded.
    Success,
    /// The response to a request that failed.
    Error,
}

impl Class {
    pub(crate) const fn bits(self) -> u16 {
        match self {
            Self::Request => 0x000,
            Self::Indication => 0x010,
            Self::Success => 0x100,
            Self::Error => 0x110,
        }
    }

    const fn from_type(kind: u16) -> Self {
        match kind & 0x110 {
            0x000 => Self::Request,
            0x010 => Self::Indication,
            0x100 => Self::Success,
            _ => Self::Error,
        }
    }
}

/// The bytes are not a STUN message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ParseError {
    /// The header is too short, has no magic cookie, or does not start with two zero bits.
    #[error("not a STUN message")]
    NotStun,
    /// The length field differs from the length of the message, or is not a multiple of 4.
    #[error("the length field is wrong")]
    Length,
    /// An attribute extends beyond the end of the message.
    #[error("an attribute runs over the end")]
    Attribute,
    /// The FINGERPRINT is wrong or is not the last attribute.
    #[error("the fingerprint is wrong")]
    Fingerprint,
}

/// A well-formed STUN message, borrowed from the received packet. Its FINGERPRINT, if it has one,
/// is correct; [`Message::has_integrity`] checks its integrity.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    bytes: &'a [u8],
    kind: u16,
    transaction: TransactionId,
    /// End of the attributes that a receiver reads: the first integrity attribute or FINGERPRINT.
    /// A receiver must ignore the attributes after it (RFC 8489 §14.5).
    end: usize,
    sha1_at: Option<usize>,
    sha256_at: Option<usize>,
    fingerprint: bool,
}

impl<'a> Message<'a> {
    /// Parses a message that fills `bytes` exactly. Allocates no memory.
    ///
    /// # Errors
    /// If the bytes are not such a message.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        let (header, mut rest) =
            bytes.split_first_chunk::<HEADER_LEN>().ok_or(ParseError::NotStun)?;
        let &[k0, k1, l0, l1, c0, c1, c2, c3, ref id @ ..] = header;
        let kind = u16::from_be_bytes([k0, k1]);
        if kind & 0xC000 != 0 || u32::from_be_bytes([c0, c1, c2, c3]) != MAGIC_COOKIE {
            return Err(ParseError::NotStun);
        }
        let length = usize::from(u16::from_be_bytes([l0, l1]));
        if length != rest.len() || !length.is_multiple_of(4) {
            return Err(ParseError::Length);
        }
        let mut message = Self {
            bytes,
            kind,
            transaction: TransactionId(*id),
            end: bytes.len(),
            sha1_at: None,
            sha256_at: None,
            fingerprint: false,
        };
        let mut at = HEADER_LEN;
        while !rest.is_empty() {
            let (attribute, value, after) = split_attribute(rest).ok_or(ParseError::Attribute)?;
            match attribute {
                attribute::MESSAGE_INTEGRITY if message.sha1_at.is_none() => {
                    if message.sha256_at.is_none() {
                        message.sha1_at = Some(at);
                    }
                    message.end = message.end.min(at);
                }
                attribute::MESSAGE_INTEGRITY_SHA256 if message.sha256_at.is_none() => {
                    message.sha256_at = Some(at);
                    message.end = message.end.min(at);
                }
                attribute::FINGERPRINT => {
                    let sent = <[u8; 4]>::try_from(value).map_err(|_| ParseError::Fingerprint)?;
                    let covered = bytes.get(..at).ok_or(ParseError::Fingerprint)?;
                    if !after.is_empty() || u32::from_be_bytes(sent) != fingerprint_of(covered) {
                        return Err(ParseError::Fingerprint);
                    }
                    message.fingerprint = true;
                    message.end = message.end.min(at);
                }
                _ => {}
            }
            at = bytes.len() - after.len();
            rest = after;
        }
        Ok(message)
    }

    /// The class.
    #[must_use]
    pub const fn class(&self) -> Class {
        Class::from_type(self.kind)
    }

    /// The method; not necessarily one of [`super::method`].
    #[must_use]
    pub const fn method(&self) -> u16 {
        (self.kind & 0x000F) | ((self.kind & 0x00E0) >> 1) | ((self.kind & 0x3E00) >> 2)
    }

    /// The transaction id.
    #[must_use]
    pub const fn transaction(&self) -> TransactionId {
        self.transaction
    }

    /// True if the message has a FINGERPRINT, which is then correct.
    #[must_use]
    pub const fn has_fingerprint(&self) -> bool {
        self.fingerprint
    }

    /// The attributes before the integrity attribute and FINGERPRINT, in order.
    pub fn attributes(&self) -> impl Iterator<Item = (u16, &'a [u8])> + use<'a> {
        let mut rest = self.bytes.get(HEADER_LEN..self.end).unwrap_or_default();
        std::iter::from_fn(move || {
            let (kind, value, after) = split_attribute(rest)?;
            rest = after;
            Some((kind, value))
        })
    }

    /// Value of the first attribute of this type; later ones are ignored (RFC 8489 §14).
    #[must_use]
    pub fn attribute(&self, kind: u16) -> Option<&'a [u8]> {
        self.attributes().find(|&(found, _)| found == kind).map(|(_, value)| value)
    }

    /// Integrity attribute of the message; the stronger one if it has both.
    #[must_use]
    pub const fn integrity(&self) -> Option<IntegrityAlgorithm> {
        match (self.sha1_at, self.sha256_at) {
            (_, Some(_)) => Some(IntegrityAlgorithm::Sha256),
            (Some(_), None) => Some(IntegrityAlgorithm::Sha1),
            (None, None) => None,
        }
    }

    /// True if the message has an integrity attribute that was made with this key. Compares in
    /// constant time.
    #[must_use]
    pub fn has_integrity(&self, key: &IntegrityKey) -> bool {
        self.check_integrity(key).unwrap_or(false)
    }

    fn check_integrity(&self, key: &IntegrityKey) -> Option<bool> {
        let at = self.sha256_at.or(self.sha1_at)?;
        let (_, sent, after) = split_attribute(self.bytes.get(at..)?)?;
        // The length counts the integrity attribute and nothing after it (RFC 8489 §14.5).
        let length = u16::try_from(self.bytes.len() - after.len() - HEADER_LEN).ok()?;
        let [k0, k1] = self.kind.to_be_bytes();
        let [l0, l1] = length.to_be_bytes();
        let parts: [&[u8]; 2] = [&[k0, k1, l0, l1], self.bytes.get(4..at)?];
        Some(if self.sha256_at.is_some() {
            // A sender may truncate it to 16, 20, 24 or 28 bytes (RFC 8489 §14.6).
            let whole = key.sha256(&parts);
            (16..=32).contains(&sent.len())
                && sent.len().is_multiple_of(4)
                && whole.get(..sent.len())?.ct_eq(sent).into()
        } else {
            key.sha1(&parts).as_slice().ct_eq(sent).into()
        })
    }
}

/// Splits off the first attribute: its type, its value, and the bytes after its padding.
fn split_attribute(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (&[k0, k1, l0, l1], rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::from(u16::from_be_bytes([l0, l1]));
    let (padded, after) = rest.split_at_checked(length.next_multiple_of(4))?;
    Some((u16::from_be_bytes([k0, k1]), padded.get(..length)?, after))
}

/// Value of a FINGERPRINT after these bytes, whose length field must already count it.
pub(super) fn fingerprint_of(bytes: &[u8]) -> u32 {
    crc32fast::hash(bytes) ^ 0x5354_554E
}
