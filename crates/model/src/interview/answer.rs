//! What is asked, answered and noted.

use serde::{Deserialize, Serialize};

use super::{LongText, QuestionSpec, QuestionText};
use crate::{DisplayName, LinkId, Timestamp};

number! {
    /// The number of a question in its interview, in the order of asking: 1, 2, 3.
    QuestionId(u32)
}

/// A question that was asked, as interviewers know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct AskedQuestion {
    /// Its number.
    pub id: QuestionId,
    /// The question.
    pub spec: QuestionSpec,
    /// Its place in the plan; absent if it was improvised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub planned: Option<u16>,
    /// Who asked it.
    pub asked_by: DisplayName,
    /// When.
    pub asked_at: Timestamp,
    /// What the interview's clock showed, in milliseconds.
    #[ts(type = "number")]
    pub asked_at_ms: u64,
}

impl AskedQuestion {
    /// What a candidate is told of it.
    #[must_use]
    pub fn public(&self) -> PublicQuestion {
        PublicQuestion {
            id: self.id,
            text: self.spec.text.clone(),
            minutes: self.spec.minutes,
            asked_by: self.asked_by.clone(),
            asked_at: self.asked_at,
        }
    }
}

/// A question that was asked, as a candidate and observers know it. It has no field that could hold
/// what they must not see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublicQuestion {
    /// Its number.
    pub id: QuestionId,
    /// What is asked.
    pub text: QuestionText,
    /// How long an answer is to take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub minutes: Option<u16>,
    /// Who asked it.
    pub asked_by: DisplayName,
    /// When.
    pub asked_at: Timestamp,
}

/// A written answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Answer {
    /// To which question.
    pub question: QuestionId,
    /// What it says.
    pub text: LongText,
    /// When it was last saved.
    pub saved_at: Timestamp,
    /// When it was submitted; until then it is a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub submitted_at: Option<Timestamp>,
}

number! {
    /// The number of a note in its interview.
    NoteId(u32)
}

/// An interviewer's note; interviewers see each other's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Note {
    /// Its number.
    pub id: NoteId,
    /// The question whose spoken answer it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub question: Option<QuestionId>,
    /// Whose it is.
    pub by: LinkId,
    /// The writer's name.
    pub by_name: DisplayName,
    /// What it says; empty once it is deleted.
    pub text: LongText,
    /// When it was written.
    pub written_at: Timestamp,
    /// What the interview's clock showed then, in milliseconds.
    #[ts(type = "number")]
    pub written_at_ms: u64,
}
