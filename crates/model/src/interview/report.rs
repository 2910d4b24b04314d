//! Report: a whole interview in one document, as one of its interviewers may see it.

use serde::{Deserialize, Serialize};

use super::{
    Answer, AskedQuestion, Criterion, Decision, Evaluation, InterviewDetails, InterviewRole,
    InterviewState, Moment, Note, Score, Scorecard, Section, ShortText,
};
use crate::{DisplayName, MeetingId, Timestamp};

/// The report of an interview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct InterviewReport {
    /// Id of the interview.
    pub id: MeetingId,
    /// Title of the interview.
    pub title: ShortText,
    /// Candidate and date of the interview.
    #[serde(default)]
    pub details: InterviewDetails,
    /// State of the interview.
    pub state: InterviewState,
    /// Time of the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub started_at: Option<Timestamp>,
    /// Time of the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub ended_at: Option<Timestamp>,
    /// Interview time, in milliseconds.
    #[ts(type = "number")]
    pub elapsed_ms: u64,
    /// People who took part, in the order of arrival.
    pub people: Vec<ReportedPerson>,
    /// Sections of the plan.
    pub sections: Vec<Section>,
    /// Asked questions, in order.
    pub questions: Vec<ReportedQuestion>,
    /// Notes that are not about a question.
    pub notes: Vec<Note>,
    /// Mean of the questions' averages, 0 to 10; absent without a visible score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub average: Option<f64>,
    /// Criteria of the plan.
    pub criteria: Vec<Criterion>,
    /// The reader's own scorecard and, once the reader has submitted it, the submitted ones of the
    /// other interviewers.
    pub scorecards: Vec<Scorecard>,
    /// Number of submitted scorecards that are hidden until the reader submits their own.
    pub withheld_scorecards: u32,
    /// Interviewers who took part and have not submitted a scorecard, by name.
    #[serde(default)]
    pub awaited: Vec<DisplayName>,
    /// The decision; absent until it is recorded, and for a reader who has not submitted their
    /// scorecard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub decision: Option<Decision>,
    /// The timeline, in order.
    pub timeline: Vec<Moment>,
    /// Time at which the report was made.
    pub made_at: Timestamp,
}

/// A person who took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct ReportedPerson {
    /// Name of the person.
    pub name: DisplayName,
    /// Role of the person.
    pub role: InterviewRole,
}

/// An asked question, with its answer, evaluation, scores and notes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct ReportedQuestion {
    /// The question.
    pub question: AskedQuestion,
    /// The written answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub answer: Option<Answer>,
    /// Evaluation of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub evaluation: Option<Evaluation>,
    /// Scores that the reader may see.
    pub scores: Vec<Score>,
    /// Mean of these scores, 0 to 10; absent without a score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub average: Option<f64>,
    /// Notes about the question.
    pub notes: Vec<Note>,
}
