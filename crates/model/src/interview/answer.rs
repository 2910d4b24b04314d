//! Questions, answers and notes of an interview.

use serde::{Deserialize, Serialize};

use super::{LongText, QuestionSpec, QuestionText};
use crate::{DisplayName, LinkId, Timestamp};

number! {
    /// Number of a question in its interview: 1, 2, 3 and so on, in the order of asking. A question
    /// asked aloud in a named room has the number that its client chose.
    QuestionId(u32)
}

/// An asked question, as interviewers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct AskedQuestion {
    /// Number of the question.
    pub id: QuestionId,
    /// The question.
    pub spec: QuestionSpec,
    /// Index in the plan, from 0; absent if the question was improvised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub planned: Option<u16>,
    /// Name of the person who asked.
    pub asked_by: DisplayName,
    /// Time of asking.
    pub asked_at: Timestamp,
    /// Interview time of asking, in milliseconds.
    #[ts(type = "number")]
    pub asked_at_ms: u64,
}

impl AskedQuestion {
    /// The question as candidates and observers see it.
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

/// An asked question, as candidates and observers see it. No field of this type can hold what only
/// interviewers may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublicQuestion {
    /// Number of the question.
    pub id: QuestionId,
    /// Text of the question.
    pub text: QuestionText,
    /// Time for an answer, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub minutes: Option<u16>,
    /// Name of the person who asked.
    pub asked_by: DisplayName,
    /// Time of asking.
    pub asked_at: Timestamp,
}

/// A written answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Answer {
    /// The question that it answers.
    pub question: QuestionId,
    /// Text of the answer.
    pub text: LongText,
    /// Time at which the answer was last saved.
    pub saved_at: Timestamp,
    /// Time at which the answer was submitted; absent while it is a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub submitted_at: Option<Timestamp>,
}

number! {
    /// Number of a note in its interview.
    NoteId(u32)
}

/// A note by an interviewer; all interviewers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Note {
    /// Number of the note.
    pub id: NoteId,
    /// The question that the note is about, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub question: Option<QuestionId>,
    /// Link of the writer.
    pub by: LinkId,
    /// Name of the writer.
    pub by_name: DisplayName,
    /// Text of the note; empty once the note is deleted.
    pub text: LongText,
    /// Time of writing.
    pub written_at: Timestamp,
    /// Interview time of writing, in milliseconds.
    #[ts(type = "number")]
    pub written_at_ms: u64,
}
