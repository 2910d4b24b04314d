//! Message integrity: HMAC over a message with the long-term key of RFC 8489 §9.2.2.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::Sha256;

/// Block length of both hashes in bytes. HMAC pads its key to this length.
const BLOCK: usize = 64;

/// The key of a long-term credential: `MD5(username ":" realm ":" password)`.
#[derive(Clone, Copy)]
pub struct IntegrityKey([u8; 16]);

/// Integrity attribute of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntegrityAlgorithm {
    /// MESSAGE-INTEGRITY (RFC 8489 §14.5).
    Sha1,
    /// MESSAGE-INTEGRITY-SHA256 (RFC 8489 §14.6). This crate never sends it truncated.
    Sha256,
}

impl IntegrityKey {
    /// Derives the key (RFC 8489 §9.2.2).
    #[must_use]
    pub fn long_term(username: &str, realm: &str, password: &str) -> Self {
        let mut hash = Md5::new();
        hash.update(username);
        hash.update(":");
        hash.update(realm);
        hash.update(":");
        hash.update(password);
        Self(hash.finalize().into())
    }

    /// A key of these bytes, for comparison with another implementation.
    #[cfg(test)]
    pub(super) const fn raw(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(crate) fn sha1(&self, parts: &[&[u8]]) -> [u8; 20] {
        hmac_sha1(&self.0, parts)
    }

    pub(crate) fn sha256(&self, parts: &[&[u8]]) -> [u8; 32] {
        hmac_sha256(&self.0, parts)
    }
}

impl fmt::Debug for IntegrityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IntegrityKey(..)")
    }
}

pub(crate) fn hmac_sha1(key: &[u8], parts: &[&[u8]]) -> [u8; 20] {
    let block = block(key, |key| Sha1::digest(key).to_vec());
    let mut mac = Hmac::<Sha1>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

pub(crate) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let block = block(key, |key| Sha256::digest(key).to_vec());
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Pads or shortens a key to one block, as HMAC does (RFC 2104 §2). The HMAC library accepts a key
/// of this length without an error to handle.
fn block(key: &[u8], shorten: impl Fn(&[u8]) -> Vec<u8>) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let short;
    let key = if key.len() > BLOCK {
        short = shorten(key);
        &short
    } else {
        key
    };
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn hmac_gives_what_rfc_2202_and_4231_say_for_short_and_long_keys() {
        assert_eq!(
            hex(&hmac_sha1(b"Jefe", &[b"what do ya want ", b"for nothing?"])),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        );
        assert_eq!(
            hex(&hmac_sha1(
                &[0xaa; 80],
                &[b"Test Using Larger Than Block-Size Key - Hash Key First"]
            )),
            "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        );
        assert_eq!(
            hex(&hmac_sha256(b"Jefe", &[b"what do ya want for nothing?"])),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_key_does_not_print_itself() {
        let key = IntegrityKey::long_term("user", "realm", "pass");
        assert_eq!(format!("{key:?}"), "IntegrityKey(..)");
        assert_eq!(hex(&key.0), "8493fbc53ba582fb4c044c456bdc40eb");
    }
}
