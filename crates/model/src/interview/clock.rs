//! The clock of an interview.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::SectionId;
use crate::Timestamp;

/// Where an interview stands.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    ts_rs::TS,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum InterviewState {
    /// Not started.
    #[default]
    Waiting,
    /// The clock runs.
    Running,
    /// The clock stands still.
    Paused,
    /// Over.
    Ended,
}

/// The clock, as moments of the server's clock: whoever knows their offset from it can tell the time
/// at any moment, without being told every second.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
pub struct InterviewClock {
    /// Where the interview stands.
    pub state: InterviewState,
    /// When it was first started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub ended_at: Option<Timestamp>,
    /// While it runs: since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub running_since: Option<Timestamp>,
    /// How long it ran before that, in milliseconds.
    #[ts(type = "number")]
    pub elapsed_before_ms: u64,
    /// The section it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub section: Option<SectionId>,
    /// What the clock showed when that section was entered, in milliseconds.
    #[ts(type = "number")]
    pub section_entered_ms: u64,
}

impl InterviewClock {
    /// What the clock shows.
    #[must_use]
    pub fn elapsed(&self, now: Timestamp) -> Duration {
        let running = self.running_since.map_or(Duration::ZERO, |since| now.since(since));
        Duration::from_millis(self.elapsed_before_ms) + running
    }
}
