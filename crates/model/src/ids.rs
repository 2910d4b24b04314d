//! Identifiers. Each has one canonical text form, which is also its wire form.

use std::fmt;
use std::str::FromStr;

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

/// A text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a {kind} is {takes}")]
pub struct IdError {
    kind: &'static str,
    takes: &'static str,
}

/// Gives an id newtype its string conversions, so that serde, `Display` and `FromStr` agree.
macro_rules! text_id {
    ($name:ident) => {
        impl $name {
            /// The canonical text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

/// Id of a meeting: ten letters written 3-4-3, as in `abc-defg-hij`.
///
/// 26^10 values are 47.0 bits: short enough to say aloud, too many to guess.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ts_rs::TS,
    utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
#[schema(value_type = String, pattern = "^[a-z]{3}-[a-z]{4}-[a-z]{3}$", example = "abc-defg-hij")]
pub struct MeetingId(String);

text_id!(MeetingId);

impl MeetingId {
    const LETTERS: usize = 10;

    /// A new id, uniform over all values; `rng` must be cryptographically secure.
    pub fn random(rng: &mut impl Rng) -> Self {
        Self::from_letters((0..Self::LETTERS).map(|_| char::from(rng.random_range(b'a'..=b'z'))))
    }

    fn from_letters(letters: impl Iterator<Item = char>) -> Self {
        let mut text = String::with_capacity(Self::LETTERS + 2);
        for (index, letter) in letters.enumerate() {
            if index == 3 || index == 7 {
                text.push('-');
            }
            text.push(letter);
        }
        Self(text)
    }
}

impl FromStr for MeetingId {
    type Err = IdError;

    /// Accepts the ways in which people type an id: capitals, spaces, missing or extra hyphens.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let error = IdError { kind: "meeting id", takes: "ten letters a-z, such as abc-defg-hij" };
        // Bounds the work: no acceptable spelling is this long.
        if text.len() > 64 {
            return Err(error);
        }
        let letters: Vec<char> = text
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if letters.len() == Self::LETTERS && letters.iter().all(char::is_ascii_lowercase) {
            Ok(Self::from_letters(letters.into_iter()))
        } else {
            Err(error)
        }
    }
}

/// Letters of random ids: five bits each.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

pub(crate) fn random_letters(length: usize, rng: &mut impl Rng) -> String {
    let letters = (0..length).filter_map(|_| ALPHABET.get(rng.random_range(0..32usize)));
    letters.copied().map(char::from).collect()
}

/// A newtype of a fixed number of random letters of [`ALPHABET`].
macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident, $length:literal, $kind:literal, $takes:literal, $pattern:literal) => {
        $(#[$doc])*
        #[derive(
            Debug,
            Clone,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            Hash,
            Serialize,
            Deserialize,
            ts_rs::TS,
            utoipa::ToSchema,
        )]
        #[serde(try_from = "String", into = "String")]
        #[ts(type = "string")]
        #[schema(value_type = String, pattern = $pattern)]
        pub struct $name(String);

        text_id!($name);

        impl $name {
            /// A new id, uniform over all values; `rng` must be cryptographically secure.
            pub fn random(rng: &mut impl Rng) -> Self {
                Self(random_letters($length, rng))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                if text.len() == $length && text.bytes().all(|b| ALPHABET.contains(&b)) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(IdError { kind: $kind, takes: $takes })
                }
            }
        }
    };
}

/// Id of a participant, 16 characters of A-Z a-z 0-9 - _. Random ids have 80 bits. The id of a
/// foreign participant is its Socket.IO id of 96 bits.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ts_rs::TS,
    utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
#[schema(value_type = String, pattern = "^[A-Za-z0-9_-]{16}$")]
pub struct ParticipantId(String);

text_id!(ParticipantId);

impl ParticipantId {
    const LENGTH: usize = 16;

    /// A new id, uniform over 80 bits; `rng` must be cryptographically secure.
    pub fn random(rng: &mut impl Rng) -> Self {
        Self(random_letters(Self::LENGTH, rng))
    }
}

impl FromStr for ParticipantId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        if text.len() == Self::LENGTH && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdError { kind: "participant id", takes: "16 characters of A-Z a-z 0-9 - _" })
        }
    }
}

random_id! {
    /// Id of a link into an interview: 60 bits. It identifies the person who holds the link.
    LinkId, 12, "link id", "12 characters of a-z and 2-7", "^[a-z2-7]{12}$"
}

random_id! {
    /// Id of a question bank: 60 bits.
    BankId, 12, "question bank id", "12 characters of a-z and 2-7", "^[a-z2-7]{12}$"
}

random_id! {
    /// Id of a call: 80 bits.
    CallId, 16, "call id", "16 characters of a-z and 2-7", "^[a-z2-7]{16}$"
}

/// Id of a person: six syllables of a consonant and a vowel, written in three groups of four
/// letters, as in `kalu-mipo-tesa`.
///
/// 75^6 values are 37.4 bits: short enough to say aloud, and too many to try in turn, because
/// strangers' calls are rate-limited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct PersonId(String);

text_id!(PersonId);

impl PersonId {
    const SYLLABLES: usize = 6;
    /// Consonants that sound distinct and are read alike in most languages.
    const CONSONANTS: &[u8; 15] = b"bdfgjklmnprstvz";
    const VOWELS: &[u8; 5] = b"aeiou";

    /// A new id, uniform over all values; `rng` must be cryptographically secure.
    pub fn random(rng: &mut impl Rng) -> Self {
        let mut letters = Vec::with_capacity(Self::SYLLABLES * 2);
        for _ in 0..Self::SYLLABLES {
            let consonant = Self::CONSONANTS.get(rng.random_range(0..15usize));
            let vowel = Self::VOWELS.get(rng.random_range(0..5usize));
            letters.extend(consonant.into_iter().chain(vowel).copied().map(char::from));
        }
        Self::from_letters(&letters)
    }

    fn from_letters(letters: &[char]) -> Self {
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        Self(groups.join("-"))
    }
}

impl FromStr for PersonId {
    type Err = IdError;

    /// Accepts the ways in which people type an id: capitals, spaces, missing or extra hyphens.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let error = IdError { kind: "person id", takes: "twelve letters, such as kalu-mipo-tesa" };
        // Bounds the work: no acceptable spelling is this long.
        if text.len() > 64 {
            return Err(error);
        }
        let letters: Vec<char> = text
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let among =
            |letters: &[u8], c: &char| letters.iter().any(|letter| char::from(*letter) == *c);
        let syllable = |pair: &[char]| {
            matches!(pair, [consonant, vowel]
                if among(Self::CONSONANTS, consonant) && among(Self::VOWELS, vowel))
        };
        if letters.len() == Self::SYLLABLES * 2 && letters.chunks(2).all(syllable) {
            Ok(Self::from_letters(&letters))
        } else {
            Err(error)
        }
    }
}

/// Id of a transport between two participants, chosen by the participant that offers it. With it,
/// both can tell signals of the current transport from late signals of a replaced one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct TransportId(String);

text_id!(TransportId);

impl FromStr for TransportId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdError { kind: "transport id", takes: "1 to 64 characters of A-Z a-z 0-9 - _" })
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_random_meeting_id_is_written_three_four_three() {
        let id = MeetingId::random(&mut rand::rng());
        let parts: Vec<usize> = id.as_str().split('-').map(str::len).collect();
        assert_eq!(parts, [3, 4, 3]);
        assert_eq!(id.as_str().parse(), Ok(id));
    }

    #[test]
    fn a_meeting_id_forgives_capitals_spaces_and_hyphens() {
        for text in ["ABC-DEFG-HIJ", "abcdefghij", " abc defg hij ", "a-b-c-d-e-f-g-h-i-j"] {
            assert_eq!(text.parse::<MeetingId>().unwrap().as_str(), "abc-defg-hij");
        }
    }

    #[test]
    fn a_meeting_id_refuses_all_else() {
        for text in ["", "abc", "abc-defg-hi1", "abc-defg-hijk", "äbc-defg-hij", "../../etc/pw"] {
            assert!(text.parse::<MeetingId>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn parsing_any_text_gives_a_canonical_id_or_an_error(text in ".{0,80}") {
            if let Ok(id) = text.parse::<MeetingId>() {
                prop_assert_eq!(id.as_str().parse::<MeetingId>().unwrap(), id);
            }
            if let Ok(id) = text.parse::<ParticipantId>() {
                prop_assert_eq!(id.as_str(), text.as_str());
            }
        }

        #[test]
        fn a_random_person_id_parses_however_it_is_written(seed: u64) {
            use rand::SeedableRng;
            let id = PersonId::random(&mut rand::rngs::StdRng::seed_from_u64(seed));
            for spelling in [id.to_string(), id.to_string().to_uppercase(), id.to_string().replace('-', " ")] {
                prop_assert_eq!(&spelling.parse::<PersonId>().unwrap(), &id);
            }
        }

        #[test]
        fn any_text_is_a_person_id_in_its_one_spelling_or_an_error(text in "\\PC{0,40}|([bdfg][aeiou -]){6,9}") {
            if let Ok(id) = text.parse::<PersonId>() {
                prop_assert_eq!(id.as_str().len(), 14);
                prop_assert_eq!(id.as_str().parse::<PersonId>().unwrap(), id);
            }
        }

        #[test]
        fn a_random_participant_id_parses(seed: u64) {
            use rand::SeedableRng;
            let id = ParticipantId::random(&mut rand::rngs::StdRng::seed_from_u64(seed));
            prop_assert_eq!(id.as_str().parse::<ParticipantId>().unwrap(), id);
        }
    }
}
