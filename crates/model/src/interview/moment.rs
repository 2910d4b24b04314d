//! What happened in an interview, and when: its timeline.

use serde::{Deserialize, Serialize};

use super::{InterviewRole, QuestionId, SectionId};
use crate::{DisplayName, Timestamp};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    /// Somebody came.
    Arrived {
        /// Who.
        name: DisplayName,
        /// As what.
        role: InterviewRole,
    },
    /// Somebody went.
    Left {
        /// Who.
        name: DisplayName,
        /// As what.
        role: InterviewRole,
    },
    /// The clock was started.
    Started {},
    /// The clock was stopped for a while.
    Paused {},
    /// It went on.
    Resumed {},
    /// The interview ended.
    Ended {},
    /// A section was entered.
    SectionEntered {
        /// Which.
        section: SectionId,
    },
    /// A question was asked.
    QuestionAsked {
        /// Which.
        question: QuestionId,
    },
    /// An answer was submitted.
    AnswerSubmitted {
        /// To which question.
        question: QuestionId,
    },
}

/// One entry of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Moment {
    /// Its number: 1, 2, 3.
    pub id: u32,
    /// What happened.
    pub what: Happening,
    /// When.
    pub at: Timestamp,
    /// What the interview's clock showed, in milliseconds.
    #[ts(type = "number")]
    pub at_ms: u64,
}
