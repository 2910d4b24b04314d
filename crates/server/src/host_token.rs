//! Host token: makes its holder a host of the meeting. The creator of the meeting gets it once. It
//! contains nothing but the meeting, so it is valid as long as the meeting exists.

use convene_model::MeetingId;

use crate::signer::Signer;

/// The key that signs host tokens.
#[derive(Clone)]
pub(crate) struct HostTokenSecret(Signer);

impl HostTokenSecret {
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self(Signer::new(secret, "convene host token v1"))
    }

    /// Signs the host token of a meeting.
    pub(crate) fn sign(&self, meeting: &MeetingId) -> String {
        self.0.sign(meeting.as_str())
    }

    /// True if this is the host token of the meeting.
    pub(crate) fn verify(&self, token: &str, meeting: &MeetingId) -> bool {
        self.0.verify(meeting.as_str(), token)
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
