//! The token that makes its bearer the host of a meeting: given once, to whoever made the meeting. It
//! says nothing but the meeting, so it is good for as long as the meeting is.

use convene_model::MeetingId;
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The key that signs host tokens.
#[derive(Clone)]
pub(crate) struct HostTokenSecret([u8; 32]);

impl HostTokenSecret {
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The token of a meeting's host.
    pub(crate) fn sign(&self, meeting: &MeetingId) -> String {
        BASE64URL_NOPAD.encode(&self.mac(meeting).finalize().into_bytes())
    }

    /// Whether this is the token of that meeting's host.
    pub(crate) fn verify(&self, token: &str, meeting: &MeetingId) -> bool {
        // Longer than any token: refuse before decoding it.
        if token.len() > 64 {
            return false;
        }
        let mac = BASE64URL_NOPAD.decode(token.as_bytes());
        mac.is_ok_and(|mac| self.mac(meeting).verify_slice(&mac).is_ok())
    }

    fn mac(&self, meeting: &MeetingId) -> Hmac<Sha256> {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length (RFC 2104)")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length");
        // Sets these tokens apart from anything else the secret signs.
        mac.update(b"convene host token v1\n");
        mac.update(meeting.as_str().as_bytes());
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
    fn a_token_is_good_for_its_meeting_and_its_secret_alone() {
        let secret = HostTokenSecret::new([7; 32]);
        let token = secret.sign(&meeting());
        assert!(secret.verify(&token, &meeting()));
        assert!(!secret.verify(&token, &"abc-defg-hik".parse().unwrap()));
        assert!(!HostTokenSecret::new([8; 32]).verify(&token, &meeting()));
    }

    proptest! {
        #[test]
        fn any_other_text_is_refused(text in ".{0,80}", cut in 0usize..43) {
            let secret = HostTokenSecret::new([7; 32]);
            prop_assert!(!secret.verify(&text, &meeting()));
            let token = secret.sign(&meeting());
            prop_assert!(!secret.verify(&token[..cut], &meeting()));
        }
    }
}
