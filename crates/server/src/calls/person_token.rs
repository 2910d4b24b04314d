//! Token of a person who can be called: its holder is that person.
//!
//! A token is `person.since.mac`. If an id is assigned again after its person was deleted, `since`
//! tells the two people apart.

use convene_model::{ParticipantId, PersonId, Timestamp};

use crate::signer::Signer;

/// Keys for a person's token and participant id, so that the server needs no table of them.
#[derive(Clone)]
pub(crate) struct PersonSecret {
    tokens: Signer,
    writers: Signer,
}

impl PersonSecret {
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self {
            tokens: Signer::new(secret, "convene person v1"),
            writers: Signer::new(secret, "convene person as participant v1"),
        }
    }

    /// Signs the token of a person who has had the id since `since`.
    pub(crate) fn sign(&self, person: &PersonId, since: Timestamp) -> String {
        let text = format!("{person}.{}", since.0);
        format!("{text}.{}", self.tokens.sign(&text))
    }

    /// The person a token belongs to, and since when they have had the id; `None` if it is invalid.
    pub(crate) fn verify(&self, token: &str) -> Option<(PersonId, Timestamp)> {
        let (text, signature) = token.rsplit_once('.')?;
        // The signature covers the text as this server wrote it, so no other spelling of it passes.
        if !self.tokens.verify(text, signature) {
            return None;
        }
        let (person, since) = text.split_once('.')?;
        Some((person.parse().ok()?, Timestamp(since.parse().ok()?)))
    }

    /// A person's participant id outside of rooms, used for relay credentials and direct messages.
    pub(crate) fn participant(&self, person: &PersonId) -> Option<ParticipantId> {
        let digest = self.writers.digest(person.as_str());
        // 80 bits like a random participant id, in the letters of base32.
        let text = data_encoding::BASE32_NOPAD.encode(digest.get(..10)?);
        text.to_ascii_lowercase().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn person() -> PersonId {
        "kalu-mipo-tesa".parse().unwrap()
    }

    #[test]
    fn a_token_is_its_persons_alone() {
        let secret = PersonSecret::new([7; 32]);
        let token = secret.sign(&person(), Timestamp(17));
        assert_eq!(secret.verify(&token), Some((person(), Timestamp(17))));
        assert_eq!(PersonSecret::new([8; 32]).verify(&token), None);
        assert_eq!(secret.verify(&token.replacen("kalu", "kalo", 1)), None);
        assert_eq!(secret.verify(&token.replacen("kalu", "KALU", 1)), None);
        assert_eq!(secret.verify(&token.replacen(".17.", ".18.", 1)), None);
        assert_eq!(secret.verify(&token.replacen(".17.", ".017.", 1)), None);
    }

    #[test]
    fn as_a_participant_everybody_is_somebody_else() {
        let secret = PersonSecret::new([7; 32]);
        let ana = secret.participant(&person()).unwrap();
        assert_eq!(secret.participant(&person()), Some(ana.clone()));
        assert_ne!(secret.participant(&"kalu-mipo-tese".parse().unwrap()), Some(ana.clone()));
        assert_ne!(PersonSecret::new([8; 32]).participant(&person()), Some(ana));
    }

    proptest! {
        #[test]
        fn any_other_text_is_refused(text in ".{0,100}") {
            prop_assert_eq!(PersonSecret::new([7; 32]).verify(&text), None);
        }
    }
}
