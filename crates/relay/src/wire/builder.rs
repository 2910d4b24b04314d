//! Builder of STUN messages.

use std::net::SocketAddr;

use super::{
    HEADER_LEN, IntegrityAlgorithm, IntegrityKey, MAGIC_COOKIE, TransactionId, attribute,
    message::{Class, fingerprint_of},
};

/// Writes one STUN message, attribute by attribute. Add integrity after all other attributes, and
/// FINGERPRINT last.
///
/// The builder drops an attribute that would exceed the 16-bit length of the message. The messages
/// of this crate are far shorter.
#[derive(Debug)]
pub struct MessageBuilder {
    out: Vec<u8>,
    transaction: TransactionId,
}

impl MessageBuilder {
    /// A message without attributes.
    #[must_use]
    pub fn new(class: Class, method: u16, transaction: TransactionId) -> Self {
        let mut out = Vec::with_capacity(160);
        out.extend_from_slice(&message_type(class, method).to_be_bytes());
        out.extend_from_slice(&[0, 0]);
        out.extend_from_slice(&MAGIC_COOKIE.to_be_bytes());
        out.extend_from_slice(&transaction.0);
        Self { out, transaction }
    }

    /// Adds an attribute with this value.
    #[must_use]
    pub fn attribute(mut self, kind: u16, value: &[u8]) -> Self {
        let Ok(length) = u16::try_from(value.len()) else { return self };
        let end = self.out.len() + 4 + value.len().next_multiple_of(4);
        if end - HEADER_LEN > usize::from(u16::MAX) {
            return self;
        }
        self.out.extend_from_slice(&kind.to_be_bytes());
        self.out.extend_from_slice(&length.to_be_bytes());
        self.out.extend_from_slice(value);
        self.out.resize(end, 0);
        self.write_length(0);
        self
    }

    /// Adds an XOR-… address attribute.
    #[must_use]
    pub fn xor_address(self, kind: u16, address: SocketAddr) -> Self {
        let (value, length) = attribute::encode_xor_address(address, self.transaction);
        let value = value.get(..length).unwrap_or_default();
        self.attribute(kind, value)
    }

    /// Adds ERROR-CODE (RFC 8489 §14.8).
    #[must_use]
    pub fn error_code(self, code: u16, reason: &str) -> Self {
        let mut value = vec![0, 0, (code / 100) as u8, (code % 100) as u8];
        value.extend_from_slice(reason.as_bytes());
        self.attribute(attribute::ERROR_CODE, &value)
    }

    /// Adds MESSAGE-INTEGRITY or MESSAGE-INTEGRITY-SHA256.
    #[must_use]
    pub fn integrity(mut self, key: &IntegrityKey, algorithm: IntegrityAlgorithm) -> Self {
        match algorithm {
            IntegrityAlgorithm::Sha1 => {
                self.write_length(4 + 20);
                let mac = key.sha1(&[&self.out]);
                self.attribute(attribute::MESSAGE_INTEGRITY, &mac)
            }
            IntegrityAlgorithm::Sha256 => {
                self.write_length(4 + 32);
                let mac = key.sha256(&[&self.out]);
                self.attribute(attribute::MESSAGE_INTEGRITY_SHA256, &mac)
            }
        }
    }

    /// Adds FINGERPRINT.
    #[must_use]
    pub fn fingerprint(mut self) -> Self {
        self.write_length(4 + 4);
        let value = fingerprint_of(&self.out).to_be_bytes();
        self.attribute(attribute::FINGERPRINT, &value)
    }

    /// The message.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.out
    }

    /// Sets the length field to the bytes written so far plus `more` bytes to come.
    fn write_length(&mut self, more: usize) {
        let length = u16::try_from(self.out.len() - HEADER_LEN + more).unwrap_or(u16::MAX);
        if let Some(field) = self.out.get_mut(2..4) {
            field.copy_from_slice(&length.to_be_bytes());
        }
    }
}

/// The first 16 bits of a message: the two bits of the class between the twelve of the method.
pub(crate) const fn message_type(class: Class, method: u16) -> u16 {
    (method & 0x000F) | ((method & 0x0070) << 1) | ((method & 0x0F80) << 2) | class.bits()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use stun_types::{
        attribute::{ErrorCode, Username, XorMappedAddress},
        message::{
            BINDING, IntegrityAlgorithm as TheirAlgorithm, Message as Theirs,
            MessageIntegrityCredentials, MessageWrite, MessageWriteExt, MessageWriteVec,
            ShortTermCredentials,
        },
    };

    use super::*;
    use crate::wire::{Message, ParseError, method};

    fn key() -> IntegrityKey {
        IntegrityKey::raw(*b"a key of 16 byte")
    }

    fn their_key() -> MessageIntegrityCredentials {
        ShortTermCredentials::new("a key of 16 byte".into()).into()
    }

    fn algorithms() -> impl Strategy<Value = IntegrityAlgorithm> {
        prop_oneof![Just(IntegrityAlgorithm::Sha1), Just(IntegrityAlgorithm::Sha256)]
    }

    fn classes() -> impl Strategy<Value = Class> {
        prop_oneof![
            Just(Class::Request),
            Just(Class::Indication),
            Just(Class::Success),
            Just(Class::Error)
        ]
    }

    proptest! {
        #[test]
        fn a_message_survives_the_wire(
            class in classes(),
            method in 0u16..0x1000,
            id: [u8; 12],
            values in prop::collection::vec(
                (0x8100u16..0x8200, prop::collection::vec(any::<u8>(), 0..50)), 0..6),
            algorithm in algorithms(),
        ) {
            let mut builder = MessageBuilder::new(class, method, TransactionId(id));
            for (kind, value) in &values {
                builder = builder.attribute(*kind, value);
            }
            let bytes = builder.integrity(&key(), algorithm).fingerprint().finish();
            let message = Message::parse(&bytes).unwrap();
            prop_assert_eq!(message.class(), class);
            prop_assert_eq!(message.method(), method);
            prop_assert_eq!(message.transaction(), TransactionId(id));
            prop_assert_eq!(message.integrity(), Some(algorithm));
            prop_assert!(message.has_integrity(&key()));
            prop_assert!(message.has_fingerprint());
            prop_assert!(!message.has_integrity(&IntegrityKey::long_term("user", "realm", "other")));
            let read: Vec<_> = message.attributes().map(|(k, v)| (k, v.to_vec())).collect();
            prop_assert_eq!(read, values);
        }

        #[test]
        fn a_changed_bit_breaks_fingerprint_or_integrity(at in 0usize..88, bit in 0u8..8) {
            let mut bytes = MessageBuilder::new(Class::Request, method::REFRESH, TransactionId([7; 12]))
                .attribute(attribute::LIFETIME, &600u32.to_be_bytes())
                .attribute(attribute::USERNAME, b"user of 20 bytes....")
                .integrity(&key(), IntegrityAlgorithm::Sha1)
                .fingerprint()
                .finish();
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            prop_assert!(Message::parse(&bytes).is_err_and(|error| error != ParseError::Attribute)
                || !Message::parse(&bytes).is_ok_and(|m| m.has_fingerprint() && m.has_integrity(&key())));
        }

        #[test]
        fn any_bytes_are_a_message_or_an_error(bytes: Vec<u8>) {
            let _ = Message::parse(&bytes);
        }

        #[test]
        fn any_attributes_are_a_message_or_an_error(body: Vec<u8>) {
            let mut bytes = MessageBuilder::new(Class::Request, 1, TransactionId([1; 12])).finish();
            bytes.extend_from_slice(&body[..body.len() / 4 * 4]);
            let length = (bytes.len() - HEADER_LEN) as u16;
            bytes[2..4].copy_from_slice(&length.to_be_bytes());
            if let Ok(message) = Message::parse(&bytes) {
                let _ = message.has_integrity(&key());
                for (_, value) in message.attributes() {
                    let _ = attribute::decode_xor_address(value, message.transaction());
                }
            }
        }

        #[test]
        fn an_independent_implementation_reads_what_we_write(
            address: SocketAddr, id: [u8; 12], algorithm in algorithms(),
        ) {
            let bytes = MessageBuilder::new(Class::Success, method::BINDING, TransactionId(id))
                .xor_address(attribute::XOR_MAPPED_ADDRESS, address)
                .error_code(437, "Mismatch")
                .attribute(attribute::USERNAME, b"odd")
                .integrity(&key(), algorithm)
                .fingerprint()
                .finish();
            let theirs = Theirs::from_bytes(&bytes).unwrap();
            prop_assert!(theirs.validate_integrity(&their_key()).is_ok());
            let mapped = theirs.attribute::<XorMappedAddress>().unwrap();
            let read = mapped.addr(theirs.transaction_id());
            prop_assert_eq!((read.ip(), read.port()), (address.ip(), address.port()));
            prop_assert_eq!(theirs.attribute::<ErrorCode>().unwrap().code(), 437);
            let username = theirs.attribute::<Username>().unwrap();
            prop_assert_eq!(username.username(), "odd");
        }
    }

    #[test]
    fn we_read_what_an_independent_implementation_writes() {
        for (theirs, ours) in [
            (TheirAlgorithm::Sha1, IntegrityAlgorithm::Sha1),
            (TheirAlgorithm::Sha256, IntegrityAlgorithm::Sha256),
        ] {
            let mut builder = Theirs::builder_request(BINDING, MessageWriteVec::new());
            builder.add_attribute(&Username::new("name").unwrap()).unwrap();
            builder.add_message_integrity(&their_key(), theirs).unwrap();
            builder.add_fingerprint().unwrap();
            let bytes = builder.finish();
            let message = Message::parse(&bytes).unwrap();
            assert_eq!(message.method(), method::BINDING);
            assert_eq!(message.integrity(), Some(ours));
            assert!(message.has_integrity(&key()));
            assert!(message.has_fingerprint());
            assert_eq!(message.attribute(attribute::USERNAME), Some(b"name".as_slice()));
        }
    }

    #[test]
    fn attributes_after_the_integrity_are_not_read() {
        let bytes = MessageBuilder::new(Class::Request, method::REFRESH, TransactionId([1; 12]))
            .integrity(&key(), IntegrityAlgorithm::Sha1)
            .attribute(attribute::LIFETIME, &[0, 0, 0, 0])
            .finish();
        let message = Message::parse(&bytes).unwrap();
        assert!(message.has_integrity(&key()));
        assert_eq!(message.attribute(attribute::LIFETIME), None);
    }
}
