//! Signatures by which the server recognises its own tokens.

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Signs texts of one kind with HMAC-SHA256 (RFC 2104).
#[derive(Clone)]
pub(crate) struct Signer {
    key: [u8; 32],
    /// The kind of text. It is part of the signed data, so that one kind of token cannot pass as
    /// another.
    kind: &'static str,
}

impl Signer {
    pub(crate) const fn new(key: [u8; 32], kind: &'static str) -> Self {
        Self { key, kind }
    }

    /// The signature, in base64url.
    pub(crate) fn sign(&self, text: &str) -> String {
        BASE64URL_NOPAD.encode(&self.digest(text))
    }

    /// The signature as bytes.
    pub(crate) fn digest(&self, text: &str) -> [u8; 32] {
        self.mac(text).finalize().into_bytes().into()
    }

    /// True if this is the text's signature; compares in constant time.
    pub(crate) fn verify(&self, text: &str, signature: &str) -> bool {
        // 32 bytes in base64url have 43 characters: refuse longer text before decoding it.
        if signature.len() > 43 {
            return false;
        }
        let decoded = BASE64URL_NOPAD.decode(signature.as_bytes());
        decoded.is_ok_and(|bytes| self.mac(text).verify_slice(&bytes).is_ok())
    }

    fn mac(&self, text: &str) -> Hmac<Sha256> {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length (RFC 2104)")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("a key of any length");
        mac.update(self.kind.as_bytes());
        mac.update(b"\n");
        mac.update(text.as_bytes());
        mac
    }
}
