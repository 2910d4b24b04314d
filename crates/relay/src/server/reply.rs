//! Responses and error codes.

use crate::{
    Client,
    wire::{
        Class, IntegrityAlgorithm, IntegrityKey, Message, MessageBuilder, TransactionId, attribute,
    },
};

use super::Refusal;

/// Value of the SOFTWARE attribute. It has no version, which would only help an attacker.
const SOFTWARE: &[u8] = b"Convene";

/// An error response (RFC 8489 §14.8, RFC 8656 §19).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) code: u16,
    reason: &'static str,
    pub(super) refusal: Refusal,
}

impl Failure {
    const fn new(code: u16, reason: &'static str, refusal: Refusal) -> Self {
        Self { code, reason, refusal }
    }

    pub(super) const BAD_REQUEST: Self = Self::new(400, "Bad Request", Refusal::Malformed);
    pub(super) const UNAUTHENTICATED: Self =
        Self::new(401, "Unauthenticated", Refusal::Unauthorized);
    pub(super) const FORBIDDEN: Self = Self::new(403, "Forbidden", Refusal::Forbidden);
    pub(super) const UNKNOWN_ATTRIBUTE: Self =
        Self::new(420, "Unknown Attribute", Refusal::Malformed);
    pub(super) const MISMATCH: Self = Self::new(437, "Allocation Mismatch", Refusal::Mismatch);
    pub(super) const STALE_NONCE: Self = Self::new(438, "Stale Nonce", Refusal::StaleNonce);
    pub(super) const FAMILY_UNSUPPORTED: Self =
        Self::new(440, "Address Family not Supported", Refusal::Unsupported);
    pub(super) const WRONG_CREDENTIALS: Self =
        Self::new(441, "Wrong Credentials", Refusal::WrongCredentials);
    pub(super) const TRANSPORT_UNSUPPORTED: Self =
        Self::new(442, "Unsupported Transport Protocol", Refusal::Unsupported);
    pub(super) const FAMILY_MISMATCH: Self =
        Self::new(443, "Peer Address Family Mismatch", Refusal::Unsupported);
    pub(super) const QUOTA: Self = Self::new(486, "Allocation Quota Reached", Refusal::Quota);
    pub(super) const CAPACITY: Self = Self::new(508, "Insufficient Capacity", Refusal::Capacity);
}

/// The parts of a request that its response repeats.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReplyTo {
    pub(super) client: Client,
    pub(super) method: u16,
    pub(super) transaction: TransactionId,
    /// True if the request had FINGERPRINT; the response then has it too.
    pub(super) fingerprint: bool,
    /// Key and algorithm of an authenticated request. They also sign the response.
    pub(super) signature: Option<(IntegrityKey, IntegrityAlgorithm)>,
}

impl ReplyTo {
    pub(super) const fn unsigned(client: Client, message: &Message<'_>) -> Self {
        Self {
            client,
            method: message.method(),
            transaction: message.transaction(),
            fingerprint: message.has_fingerprint(),
            signature: None,
        }
    }

    pub(super) fn success(&self) -> MessageBuilder {
        MessageBuilder::new(Class::Success, self.method, self.transaction)
    }

    pub(super) fn failure(&self, failure: Failure) -> MessageBuilder {
        MessageBuilder::new(Class::Error, self.method, self.transaction)
            .error_code(failure.code, failure.reason)
    }

    /// Adds the attributes that come last: SOFTWARE, integrity and FINGERPRINT.
    pub(super) fn seal(&self, message: MessageBuilder) -> Vec<u8> {
        let mut message = message.attribute(attribute::SOFTWARE, SOFTWARE);
        if let Some((key, algorithm)) = &self.signature {
            message = message.integrity(key, *algorithm);
        }
        if self.fingerprint {
            message = message.fingerprint();
        }
        message.finish()
    }
}
