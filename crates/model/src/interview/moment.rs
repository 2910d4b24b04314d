//! The timeline of an interview.

use serde::{Deserialize, Serialize};

use super::{InterviewRole, QuestionId, SectionId};
use crate::{DisplayName, LinkId, Timestamp};

/// An event in an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    /// A participant arrived.
    Arrived {
        /// Name of the participant.
        name: DisplayName,
        /// Role of the participant.
        role: InterviewRole,
        /// Link of the participant; absent in interviews that an earlier version of the server
        /// kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        link: Option<LinkId>,
    },
    /// A participant left.
    Left {
        /// Name of the participant.
        name: DisplayName,
        /// Role of the participant.
        role: InterviewRole,
    },
    /// The clock started.
    Started {},
    /// The clock was paused.
    Paused {},
    /// The clock was resumed.
    Resumed {},
    /// The interview ended.
    Ended {},
    /// A section was entered.
    SectionEntered {
        /// The section.
        section: SectionId,
    },
    /// A question was asked.
    QuestionAsked {
        /// The question.
        question: QuestionId,
    },
    /// An answer was submitted.
    AnswerSubmitted {
        /// The question that it answers.
        question: QuestionId,
    },
}

/// One entry of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Moment {
    /// Number of the entry: 1, 2, 3 and so on, possibly with gaps.
    pub id: u32,
    /// The event.
    pub what: Happening,
    /// Time of the event.
    pub at: Timestamp,
    /// Interview time of the event, in milliseconds.
    #[ts(type = "number")]
    pub at_ms: u64,
}
