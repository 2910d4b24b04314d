//! All of an interview in one document, as one of its interviewers may see it.

use serde::{Deserialize, Serialize};

use super::{
    Answer, AskedQuestion, Criterion, Evaluation, InterviewRole, InterviewState, Moment, Note,
    Score, Scorecard, Section, ShortText,
};
use crate::{DisplayName, MeetingId, Timestamp};

/// The report of an interview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct InterviewReport {
    /// Of which interview.
    pub id: MeetingId,
    /// What it is called.
    pub title: ShortText,
    /// Where it stands.
    pub state: InterviewState,
    /// When the clock was first started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub ended_at: Option<Timestamp>,
    /// How long the clock has run, in milliseconds.
    #[ts(type = "number")]
    pub elapsed_ms: u64,
    /// Who was there, in the order of their coming.
    pub people: Vec<ReportedPerson>,
    /// Its parts.
    pub sections: Vec<Section>,
    /// What was asked, in order, with all that belongs to it.
    pub questions: Vec<ReportedQuestion>,
    /// Notes that are about no question.
    pub notes: Vec<Note>,
    /// The mean of the questions' averages, from 0 to 10; absent without a score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub average: Option<f64>,
    /// What was judged.
    pub criteria: Vec<Criterion>,
    /// The scorecards that were submitted, and one's own; those of others only once one has submitted
    /// one's own.
    pub scorecards: Vec<Scorecard>,
    /// How many submitted scorecards are not shown, because one has not submitted one's own.
    pub withheld_scorecards: u32,
    /// What happened, in order.
    pub timeline: Vec<Moment>,
    /// When this was put together.
    pub made_at: Timestamp,
}

/// Somebody who was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct ReportedPerson {
    /// The name.
    pub name: DisplayName,
    /// As what.
    pub role: InterviewRole,
}

/// A question and all that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct ReportedQuestion {
    /// The question.
    pub question: AskedQuestion,
    /// The written answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub answer: Option<Answer>,
    /// How the answer compares with what was expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub evaluation: Option<Evaluation>,
    /// The interviewers' scores, as far as they may be seen.
    pub scores: Vec<Score>,
    /// Their mean, from 0 to 10; absent without a score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub average: Option<f64>,
    /// Notes about it.
    pub notes: Vec<Note>,
}
