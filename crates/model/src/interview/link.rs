//! Links into an interview: each has a role, and is one person's.

use rand::{Rng, RngExt as _};
use serde::{Deserialize, Serialize};

/// What somebody is in an interview. It comes from the link they hold.
#[derive(
    Debug,
    Clone,
    Copy,
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
#[serde(rename_all = "snake_case")]
pub enum InterviewRole {
    /// Sees and hears, is announced, and is not shown on the stage.
    Observer,
    /// Is asked.
    Candidate,
    /// Asks and judges.
    Interviewer,
}

impl InterviewRole {
    /// As it is written on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Observer => "observer",
            Self::Candidate => "candidate",
            Self::Interviewer => "interviewer",
        }
    }
}

impl std::str::FromStr for InterviewRole {
    type Err = LinkIdError;

    fn from_str(text: &str) -> Result<Self, LinkIdError> {
        [Self::Observer, Self::Candidate, Self::Interviewer]
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or(LinkIdError)
    }
}

/// Why a text is not a link's id or a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a link id is 12 characters of a-z and 2-7")]
pub struct LinkIdError;

/// The id of a link, and so of the person it was made for: 60 bits.
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
#[schema(value_type = String, pattern = "^[a-z2-7]{12}$")]
pub struct LinkId(String);

impl LinkId {
    const LENGTH: usize = 12;
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

    /// A new id; `rng` must be cryptographically secure.
    pub fn random(rng: &mut impl Rng) -> Self {
        let letters =
            (0..Self::LENGTH).filter_map(|_| Self::ALPHABET.get(rng.random_range(0..32usize)));
        Self(letters.copied().map(char::from).collect())
    }

    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for LinkId {
    type Error = LinkIdError;

    fn try_from(text: String) -> Result<Self, LinkIdError> {
        if text.len() == Self::LENGTH && text.bytes().all(|b| Self::ALPHABET.contains(&b)) {
            Ok(Self(text))
        } else {
            Err(LinkIdError)
        }
    }
}

impl std::str::FromStr for LinkId {
    type Err = LinkIdError;

    fn from_str(text: &str) -> Result<Self, LinkIdError> {
        text.to_owned().try_into()
    }
}

impl From<LinkId> for String {
    fn from(id: LinkId) -> Self {
        id.0
    }
}
