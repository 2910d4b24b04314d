//! Scores and scorecards of interviewers.

use serde::{Deserialize, Serialize};

use super::{LongText, QuestionId};
use crate::{DisplayName, LinkId, Timestamp};

/// An interviewer's score of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Score {
    /// The question whose answer was scored.
    pub question: QuestionId,
    /// Link of the interviewer.
    pub by: LinkId,
    /// Name of the interviewer.
    pub by_name: DisplayName,
    /// The score, 0 to 10.
    pub points: u8,
}

impl Score {
    /// The highest score.
    pub const MAX: u8 = 10;
}

/// An interviewer's rating of one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// Id of the criterion.
    pub criterion: u16,
    /// The rating, 1 to 5.
    pub stars: u8,
    /// Reason for the rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub comment: Option<LongText>,
}

impl Rating {
    /// The highest rating.
    pub const MAX: u8 = 5;
}

/// An interviewer's recommendation.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Recommendation {
    /// Do not hire, certainly.
    StrongNo,
    /// Do not hire, probably.
    No,
    /// Hire, probably.
    Yes,
    /// Hire, certainly.
    StrongYes,
}

/// One interviewer's scorecard. Another interviewer sees it once both have submitted theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Scorecard {
    /// Link of the interviewer.
    pub by: LinkId,
    /// Name of the interviewer.
    pub by_name: DisplayName,
    /// Ratings, at most one of each criterion.
    pub ratings: Vec<Rating>,
    /// Notes that only this interviewer sees, even after the scorecard is submitted.
    pub private_notes: LongText,
    /// The interviewer's recommendation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub recommendation: Option<Recommendation>,
    /// Time at which the scorecard was last saved.
    pub saved_at: Timestamp,
    /// Time at which the scorecard was submitted, and became final.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub submitted_at: Option<Timestamp>,
}
