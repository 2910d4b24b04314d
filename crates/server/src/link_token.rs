//! Tokens of links into an interview. A token names a link of one interview; the link's role, and
//! whether it is still valid, are stored with the link.

use convene_model::{LinkId, MeetingId};

use crate::signer::Signer;

/// The key that signs the tokens of links.
#[derive(Clone)]
pub(crate) struct LinkSecret(Signer);

impl LinkSecret {
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self(Signer::new(secret, "convene interview link v1"))
    }

    /// Signs the token of a link.
    pub(crate) fn sign(&self, meeting: &MeetingId, link: &LinkId) -> String {
        format!("{link}.{}", self.0.sign(&format!("{meeting}.{link}")))
    }

    /// The link that the token belongs to; `None` if it is no token of this interview.
    pub(crate) fn verify(&self, token: &str, meeting: &MeetingId) -> Option<LinkId> {
        let (link, signature) = token.split_once('.')?;
        let link: LinkId = link.parse().ok()?;
        self.0.verify(&format!("{meeting}.{link}"), signature).then_some(link)
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
