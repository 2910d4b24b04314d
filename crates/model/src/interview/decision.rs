//! The decision after an interview.

use serde::{Deserialize, Serialize};

use super::texts::ReasonText;
use crate::{DisplayName, LinkId, Timestamp};

/// Outcome of the decision about the candidate.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DecisionOutcome {
    /// The process with the candidate ends.
    No,
    /// The decision waits for something else, such as another interview.
    Hold,
    /// The process with the candidate goes on.
    Yes,
}

/// The decision of the interviewers, as one of them recorded it. A later one replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Decision {
    /// Outcome of the decision.
    pub outcome: DecisionOutcome,
    /// The reason.
    pub reason: ReasonText,
    /// Link of the interviewer who recorded it.
    pub by: LinkId,
    /// Name of the interviewer who recorded it.
    pub by_name: DisplayName,
    /// Time at which it was recorded.
    pub decided_at: Timestamp,
}
