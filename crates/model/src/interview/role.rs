//! Roles in an interview.

use serde::{Deserialize, Serialize};

/// Role of a participant in an interview, decided by the link they hold.
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
    /// Sees and hears, appears in the list of participants, and is not shown on the stage.
    Observer,
    /// Answers the questions.
    Candidate,
    /// Asks, and judges the answers.
    Interviewer,
}

impl InterviewRole {
    /// The wire form, which is also the stored form.
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

/// A text is not an interview role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role in an interview is observer, candidate or interviewer")]
pub struct InterviewRoleError;
