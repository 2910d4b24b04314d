//! How an answer compares with what was expected: for the interviewer to read, never to decide.

use serde::{Deserialize, Serialize};

use super::QuestionId;
use crate::{AssessmentState, DisplayName, Matching, Timestamp};

/// The evaluation of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Evaluation {
    /// Of the answer to which question.
    pub question: QuestionId,
    /// Who asked for it.
    pub requested_by: DisplayName,
    /// When.
    pub requested_at: Timestamp,
    /// Point by point.
    pub matching: Matching,
    /// What a machine makes of it, where that is configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub assessment: Option<AssessmentState>,
}
