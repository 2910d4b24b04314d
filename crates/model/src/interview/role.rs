//! The roles of an interview.

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
    type Err = InterviewRoleError;

    fn from_str(text: &str) -> Result<Self, InterviewRoleError> {
        [Self::Observer, Self::Candidate, Self::Interviewer]
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or(InterviewRoleError)
    }
}

/// Why a text is not a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role in an interview is observer, candidate or interviewer")]
pub struct InterviewRoleError;
