//! What interviewers think.

use serde::{Deserialize, Serialize};

use super::{LongText, QuestionId};
use crate::{DisplayName, LinkId, Timestamp};

/// An interviewer's own score of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Score {
    /// Of the answer to which question.
    pub question: QuestionId,
    /// Whose it is.
    pub by: LinkId,
    /// That person's name.
    pub by_name: DisplayName,
    /// 0 to 10.
    pub points: u8,
}

impl Score {
    /// The highest score.
    pub const MAX: u8 = 10;
}

/// How one criterion is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// Which criterion.
    pub criterion: u16,
    /// 1 to 5.
    pub stars: u8,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub comment: Option<LongText>,
}

impl Rating {
    /// The highest rating.
    pub const MAX: u8 = 5;
}

/// What an interviewer would do.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Recommendation {
    /// Certainly not hire.
    StrongNo,
    /// Rather not.
    No,
    /// Rather hire.
    Yes,
    /// Certainly.
    StrongYes,
}

/// One interviewer's judgement. The others see it once they have submitted their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Scorecard {
    /// Whose it is.
    pub by: LinkId,
    /// That person's name.
    pub by_name: DisplayName,
    /// By criterion.
    pub ratings: Vec<Rating>,
    /// For this interviewer alone, also once it is submitted.
    pub private_notes: LongText,
    /// What this interviewer would do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub recommendation: Option<Recommendation>,
    /// When it was last saved.
    pub saved_at: Timestamp,
    /// When it was submitted; it does not change any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub submitted_at: Option<Timestamp>,
}
