//! The clock of an interview.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::SectionId;
use crate::Timestamp;

/// State of an interview.
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
    /// The interview has not started.
    #[default]
    Waiting,
    /// The clock runs.
    Running,
    /// The clock is paused.
    Paused,
    /// The interview has ended.
    Ended,
}

/// The clock, as points in time of the server's clock. A page that knows its offset from the
/// server's clock can compute the interview time without further messages.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
pub struct InterviewClock {
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
    /// Time since which the clock has been running; absent while it does not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub running_since: Option<Timestamp>,
    /// How long the clock ran before `running_since`, in milliseconds.
    #[ts(type = "number")]
    pub elapsed_before_ms: u64,
    /// The current section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub section: Option<SectionId>,
    /// Interview time at which the current section was entered, in milliseconds.
    #[ts(type = "number")]
    pub section_entered_ms: u64,
}

impl InterviewClock {
    /// Interview time: how long the clock has run, without pauses.
    #[must_use]
    pub fn elapsed(&self, now: Timestamp) -> Duration {
        let running = self.running_since.map_or(Duration::ZERO, |since| now.since(since));
        Duration::from_millis(self.elapsed_before_ms) + running
    }
}
