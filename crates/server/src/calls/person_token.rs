//! The token of a person who can be rung: whoever has it is that person.
//!
//! A token is `person.since.mac`. Should an id be given once more after its person was forgotten, `since` keeps the
//! two apart.

use convene_model::{ParticipantId, PersonId, Timestamp};

use crate::signer::Signer;

/// The keys for all that is known of a person without a table.
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

    /// The token of a person who was given the id at a moment.
    pub(crate) fn sign(&self, person: &PersonId, since: Timestamp) -> String {
        let text = format!("{person}.{}", since.0);
        format!("{text}.{}", self.tokens.sign(&text))
    }

    /// Whose token this is, and since when they have the id.
    pub(crate) fn verify(&self, token: &str) -> Option<(PersonId, Timestamp)> {
        let (text, signature) = token.rsplit_once('.')?;
        // What was signed was written here: it has one spelling.
        if !self.tokens.verify(text, signature) {
            return None;
        }
        let (person, since) = text.split_once('.')?;
        Some((person.parse().ok()?, Timestamp(since.parse().ok()?)))
    }

    /// Who a person is outside of rooms, where a participant is wanted: to the relay, and where they write to others.
    pub(crate) fn participant(&self, person: &PersonId) -> Option<ParticipantId> {
        let digest = self.writers.digest(person.as_str());
        // 80 bits, as random ones have; the letters are those of base32.
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
