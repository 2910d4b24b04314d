//! The server's clock: the one place that asks the system for the time on behalf of the cores.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use convene_model::Timestamp;

/// Wall-clock time that never goes back: read once at start, then carried on monotonically.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    started: Instant,
    started_at: Timestamp,
}

impl Clock {
    pub(crate) fn start() -> Self {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        Self { started: Instant::now(), started_at: Timestamp(0) + since_epoch }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.started_at + self.started.elapsed()
    }

    /// The moment for a tokio timer at which [`Clock::now`] reaches `at`.
    pub(crate) fn instant(&self, at: Timestamp) -> tokio::time::Instant {
        (self.started + at.since(self.started_at)).into()
    }
}
