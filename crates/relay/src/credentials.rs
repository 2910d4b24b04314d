//! Long-term credentials (RFC 8489 §9.2) that need no database. They follow the REST convention:
//! the username contains the expiry, and the password is an HMAC of the username.

use std::{fmt, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use thiserror::Error;

use crate::wire::{IntegrityKey, hmac_sha1};

/// Maximum length of a label in bytes; longer ones are cut. With the expiry, a username stays below
/// the 509 bytes of RFC 8489 §14.3.
pub const MAX_LABEL_LEN: usize = 256;

/// Secret and realm of credentials. With them the signaling server issues credentials and the relay
/// verifies them.
#[derive(Clone)]
pub struct Credentials {
    secret: Box<[u8]>,
    realm: Box<str>,
}

/// A username and its password, for an `RTCIceServer`.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuedCredential {
    /// `<expiry>:<label>`, with the expiry in seconds since the Unix epoch.
    pub username: String,
    /// `base64(HMAC-SHA1(secret, username))`.
    pub password: String,
    /// Last second at which the credential can make an allocation, since the Unix epoch.
    pub expires_at: u64,
}

/// A secret or a realm is not acceptable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CredentialsError {
    /// The secret has fewer than 16 bytes.
    #[error("the secret has fewer than 16 bytes")]
    WeakSecret,
    /// The realm is empty, longer than 127 characters or has control characters or quotes.
    #[error("the realm is empty, too long, or has quotes or control characters")]
    Realm,
}

/// A well-formed username, split into expiry and label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Username<'a> {
    pub(crate) whole: &'a str,
    pub(crate) expires_at: u64,
    pub(crate) label: &'a str,
}

impl Credentials {
    /// Credentials with this secret and realm.
    ///
    /// # Errors
    /// If the secret is too short, or the realm cannot be quoted (RFC 8489 §14.9).
    pub fn new(secret: impl AsRef<[u8]>, realm: &str) -> Result<Self, CredentialsError> {
        let secret = secret.as_ref();
        if secret.len() < 16 {
            return Err(CredentialsError::WeakSecret);
        }
        if realm.is_empty()
            || realm.len() > 127
            || realm.chars().any(|c| c.is_control() || matches!(c, '"' | '\\'))
        {
            return Err(CredentialsError::Realm);
        }
        Ok(Self { secret: secret.into(), realm: realm.into() })
    }

    /// Issues a credential that is valid for `ttl` from `now` (seconds since the Unix epoch).
    ///
    /// The label names the lease of the credential. It is cut at [`MAX_LABEL_LEN`] bytes.
    #[must_use]
    pub fn issue(&self, now: u64, ttl: Duration, label: &str) -> IssuedCredential {
        let expires_at = now.saturating_add(ttl.as_secs());
        let label = label.get(..label.floor_char_boundary(MAX_LABEL_LEN)).unwrap_or_default();
        let username = format!("{expires_at}:{label}");
        let password = self.password(&username);
        IssuedCredential { username, password, expires_at }
    }

    /// Realm that challenges to clients contain.
    #[must_use]
    pub fn realm(&self) -> &str {
        &self.realm
    }

    /// Key that signs the messages of this user.
    pub(crate) fn key(&self, username: &str) -> IntegrityKey {
        IntegrityKey::long_term(username, &self.realm, &self.password(username))
    }

    fn password(&self, username: &str) -> String {
        STANDARD.encode(hmac_sha1(&self.secret, &[username.as_bytes()]))
    }
}

impl fmt::Debug for IssuedCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { username, password: _, expires_at } = self;
        let mut shown = f.debug_struct("IssuedCredential");
        shown.field("username", username).field("expires_at", expires_at).finish_non_exhaustive()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("realm", &self.realm).finish_non_exhaustive()
    }
}

impl<'a> Username<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let whole = std::str::from_utf8(bytes).ok()?;
        let (expiry, label) = whole.split_once(':')?;
        if expiry.is_empty() || !expiry.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Some(Self { whole, expires_at: expiry.parse().ok()?, label })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn credentials() -> Credentials {
        Credentials::new("north-of-the-wall", "example.org").unwrap()
    }

    #[test]
    fn a_credential_is_what_the_rest_convention_says() {
        let issued = credentials().issue(1_800_000_000, Duration::from_secs(3600), "ana");
        assert_eq!(issued.username, "1800003600:ana");
        assert_eq!(issued.expires_at, 1_800_003_600);
        // printf 1800003600:ana | openssl dgst -sha1 -hmac north-of-the-wall -binary | base64
        assert_eq!(issued.password, "jyoKiX10tA+mY3S6UBbC2EOGfMM=");
    }

    #[test]
    fn a_weak_secret_and_a_realm_that_cannot_be_quoted_are_refused() {
        assert_eq!(Credentials::new("short", "r").err(), Some(CredentialsError::WeakSecret));
        for realm in ["", "a\"b", "a\nb", &"x".repeat(128)] {
            assert_eq!(
                Credentials::new([1; 16], realm).err(),
                Some(CredentialsError::Realm),
                "{realm:?}"
            );
        }
    }

    #[test]
    fn the_secret_does_not_print_itself() {
        assert!(!format!("{:?}", credentials()).contains("north"));
        let issued = credentials().issue(1_800_000_000, Duration::from_secs(3600), "ana");
        assert!(!format!("{issued:?}").contains(&issued.password));
    }

    #[test]
    fn only_usernames_with_an_expiry_are_ours() {
        let username = Username::parse(b"12:a:b").unwrap();
        assert_eq!((username.expires_at, username.label), (12, "a:b"));
        for other in ["", "ana", ":ana", "+12:ana", "-1:ana", "1e3:ana", "99999999999999999999:a"] {
            assert_eq!(Username::parse(other.as_bytes()), None, "{other:?}");
        }
        assert_eq!(Username::parse(&[b'1', b':', 0xFF]), None);
    }

    proptest! {
        #[test]
        fn what_is_issued_is_understood(now in 0u64..1 << 40, ttl in 0u64..1 << 30, label: String) {
            let issued = credentials().issue(now, Duration::from_secs(ttl), &label);
            let username = Username::parse(issued.username.as_bytes()).unwrap();
            prop_assert_eq!(username.expires_at, now + ttl);
            prop_assert!(label.starts_with(username.label));
            prop_assert!(issued.username.len() < 509);
        }
    }
}
