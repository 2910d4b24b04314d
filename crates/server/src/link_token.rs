//! The tokens of links into an interview. A token names a link of that interview; what it is good for,
//! and whether it still is, is kept with the link.

use convene_model::{LinkId, MeetingId};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The key that signs them.
#[derive(Clone)]
pub(crate) struct LinkSecret([u8; 32]);

impl LinkSecret {
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The token of a link.
    pub(crate) fn sign(&self, meeting: &MeetingId, link: &LinkId) -> String {
        let mac = self.mac(meeting, link).finalize().into_bytes();
        format!("{}.{}", link.as_str(), BASE64URL_NOPAD.encode(&mac))
    }

    /// Which link of that interview this is the token of.
    pub(crate) fn verify(&self, token: &str, meeting: &MeetingId) -> Option<LinkId> {
        // Longer than any token: refuse before decoding it.
        if token.len() > 80 {
            return None;
        }
        let (link, mac) = token.split_once('.')?;
        let link: LinkId = link.parse().ok()?;
        let mac = BASE64URL_NOPAD.decode(mac.as_bytes()).ok()?;
        self.mac(meeting, &link).verify_slice(&mac).ok()?;
        Some(link)
    }

    fn mac(&self, meeting: &MeetingId, link: &LinkId) -> Hmac<Sha256> {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length (RFC 2104)")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length");
        mac.update(b"convene interview link v1\n");
        mac.update(meeting.as_str().as_bytes());
        mac.update(b".");
        mac.update(link.as_str().as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn meeting() -> MeetingId {
        "abc-defg-hij".parse().unwrap()
    }

    #[test]
    fn a_token_names_its_link_in_its_interview_alone() {
        let secret = LinkSecret::new([7; 32]);
        let link: LinkId = "abcdefghijkl".parse().unwrap();
        let token = secret.sign(&meeting(), &link);
        assert_eq!(secret.verify(&token, &meeting()), Some(link.clone()));
        assert_eq!(secret.verify(&token, &"abc-defg-hik".parse().unwrap()), None);
        assert_eq!(LinkSecret::new([8; 32]).verify(&token, &meeting()), None);
        let other = token.replacen("abcdefghijkl", "abcdefghijkm", 1);
        assert_eq!(secret.verify(&other, &meeting()), None);
    }

    proptest! {
        #[test]
        fn any_other_text_is_refused(text in ".{0,100}") {
            prop_assert_eq!(LinkSecret::new([7; 32]).verify(&text, &meeting()), None);
        }
    }
}
