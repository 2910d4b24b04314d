//! Evaluations of answers. They inform the interviewer and decide nothing.

use serde::{Deserialize, Serialize};

use super::QuestionId;
use crate::{AssessmentState, DisplayName, Matching, Timestamp};

/// The evaluation of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Evaluation {
    /// The question whose answer was evaluated.
    pub question: QuestionId,
    /// Name of the person who requested the evaluation.
    pub requested_by: DisplayName,
    /// Time of the request; it identifies the evaluation among those of one answer.
    pub requested_at: Timestamp,
    /// The match with the expected points.
    pub matching: Matching,
    /// The assessment by a model; absent until it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub assessment: Option<AssessmentState>,
}
