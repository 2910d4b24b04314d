//! Path to a subscriber: how much of its estimated bandwidth is believed.
//!
//! A delay-based estimate falls whenever feedback comes late, so also when the client's machine is busy. Such an
//! estimate alone pauses no picture: below what the lowest layers need, it counts only on a path that
//! is *congested*, that is, one that loses packets or delays them for long.

use std::time::{Duration, Instant};

/// Interval of the reports.
pub(super) const REPORTS: Duration = Duration::from_millis(500);
/// Most that a path without congestion is credited with, in bits per second, whatever the estimate says.
const MOST_CREDIT: u64 = 4_000_000;
/// Loss that is congestion at once. The draft of Google's congestion control (RMCAT) lowers the rate from here on.
const HEAVY_LOSS: f32 = 0.1;
/// Loss that is congestion if it lasts while the estimate is low.
const LIGHT_LOSS: f32 = 0.02;
/// Delay over the path's shortest round trip that counts as a queue.
const QUEUE: Duration = Duration::from_millis(200);
/// Reports in a row that make light loss, or a queue, congestion.
const LASTING: u32 = 6;
const LASTING_QUEUE: u32 = 3;
/// How long the last sign of congestion counts unless a probe finds room. Doubles each time that the credit was wrong.
const HOLD: Duration = Duration::from_secs(60);
const MAX_HOLD: Duration = Duration::from_secs(600);
/// A path without congestion for this long is as good as new.
const FORGIVEN: Duration = Duration::from_secs(1_800);
/// The shortest round trip is that of the last one or two of these.
const EPOCH: Duration = Duration::from_secs(60);
/// How long a path is calm before it is probed, and the interval of probes. The interval grows where only
/// sharper pictures are missing.
const CALM: Duration = Duration::from_secs(1);
const MIN_PROBE_INTERVAL: Duration = Duration::from_secs(2);
const MAX_PROBE_INTERVAL: Duration = Duration::from_secs(4);

/// Measurements of the transport since the last report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured {
    /// Share of the packets that were lost.
    pub(super) loss: Option<f32>,
    pub(super) rtt: Option<Duration>,
    /// The estimate before smoothing.
    pub(super) estimate: Option<u64>,
}

/// Path to a subscriber.
#[derive(Debug)]
pub(super) struct Path {
    smoothed: u64,
    estimate: u64,
    /// Bitrate below which something would be paused.
    least: u64,
    /// Shortest round trips of this epoch and of the one before.
    shortest: [Option<Duration>; 2],
    epoch: Instant,
    lossy: u32,
    queued: u32,
    /// Last sign of congestion.
    congested_at: Option<Instant>,
    hold: Duration,
    /// Last report with any loss or delay to speak of.
    uneasy_at: Instant,
    probed_at: Option<Instant>,
    probe_interval: Duration,
    probed_from: u64,
}

impl Path {
    pub(super) fn new(initial: u64, now: Instant) -> Self {
        Self {
            smoothed: initial,
            estimate: initial,
            least: 0,
            shortest: [None; 2],
            epoch: now,
            lossy: 0,
            queued: 0,
            congested_at: None,
            hold: HOLD,
            uneasy_at: now,
            probed_at: None,
            probe_interval: MIN_PROBE_INTERVAL,
            probed_from: 0,
        }
    }

    pub(super) fn handle_smoothed(&mut self, estimate: u64) {
        self.smoothed = estimate;
    }

    pub(super) fn handle_report(&mut self, measured: Measured, now: Instant) {
        self.estimate = measured.estimate.unwrap_or(self.estimate);
        let loss = measured.loss.unwrap_or(0.0);
        let is_queued = measured.rtt.is_some_and(|rtt| self.is_queued(rtt, now));
        let count = |count: u32, is: bool| if is { count.saturating_add(1) } else { 0 };
        self.lossy = count(self.lossy, loss >= LIGHT_LOSS && self.estimate < self.least);
        self.queued = count(self.queued, is_queued);
        if loss >= LIGHT_LOSS || is_queued {
            self.uneasy_at = now;
        }
        if loss >= HEAVY_LOSS || self.lossy >= LASTING || self.queued >= LASTING_QUEUE {
            self.note_congestion(now);
        } else if self.is_calm(now) && self.estimate >= self.least {
            self.congested_at = None;
        }
    }

    /// True if the round trip shows a queue.
    fn is_queued(&mut self, rtt: Duration, now: Instant) -> bool {
        if now.saturating_duration_since(self.epoch) >= EPOCH {
            self.shortest = [None, self.shortest[0]];
            self.epoch = now;
        }
        let [this, _] = &mut self.shortest;
        *this = Some(this.map_or(rtt, |shortest| shortest.min(rtt)));
        self.shortest.iter().flatten().min().is_some_and(|shortest| rtt >= *shortest + QUEUE)
    }

    fn note_congestion(&mut self, now: Instant) {
        if !self.is_congested(now) {
            let since = self.congested_at.map(|at| now.saturating_duration_since(at));
            self.hold = match since {
                Some(since) if since < FORGIVEN => (self.hold * 2).min(MAX_HOLD),
                _ => HOLD,
            };
        }
        self.congested_at = Some(now);
    }

    fn is_calm(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.uneasy_at) >= CALM
    }

    /// True if the path lost or delayed packets, and no probe has found room since.
    pub(super) fn is_congested(&self, now: Instant) -> bool {
        self.congested_at.is_some_and(|at| now.saturating_duration_since(at) < self.hold)
    }

    /// Bits per second that may be sent. `least`: what it takes to pause nothing.
    pub(super) fn bitrate(&mut self, least: u64, now: Instant) -> u64 {
        self.least = least;
        if self.is_congested(now) {
            self.smoothed.min(self.estimate)
        } else {
            self.smoothed.max(self.estimate).max(least.min(MOST_CREDIT))
        }
    }

    /// Bitrate from which the estimator shall begin anew, if it is time for that. It then probes for a
    /// multiple of that bitrate at once; by itself it would climb by 8 % a second.
    ///
    /// That is so where the estimate is below the path's credit, because packets would leave at the pace of the
    /// estimate, and where the path could not carry `wanted` before and is calm now.
    pub(super) fn poll_restart(&mut self, wanted: u64, now: Instant) -> Option<u64> {
        let credit = if self.is_congested(now) { 0 } else { self.least.min(MOST_CREDIT) };
        let from = self.estimate.max(credit);
        if from >= wanted {
            return None;
        }
        let last = self.probed_at.unwrap_or(self.uneasy_at);
        if !self.is_calm(now) || now.saturating_duration_since(last) < self.probe_interval {
            return None;
        }
        // A probe that found nothing is followed by fewer, unless somebody misses a picture.
        let found = self.estimate > self.probed_from + self.probed_from / 4;
        self.probe_interval = if found || from < self.least {
            MIN_PROBE_INTERVAL
        } else {
            (self.probe_interval * 3 / 2).min(MAX_PROBE_INTERVAL)
        };
        self.probed_at = Some(now);
        self.probed_from = from;
        self.estimate = from;
        Some(from)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "tests need a beginning of time")]

    use super::*;

    const LEAST: u64 = 500_000;
    const GOOD: Measured = measured(0.0, 30);

    const fn measured(loss: f32, rtt: u64) -> Measured {
        let rtt = Some(Duration::from_millis(rtt));
        Measured { loss: Some(loss), rtt, estimate: Some(60_000) }
    }

    struct Reports {
        path: Path,
        now: Instant,
    }

    impl Reports {
        fn new() -> Self {
            let now = Instant::now();
            let mut path = Path::new(1_000_000, now);
            path.handle_smoothed(60_000);
            path.bitrate(LEAST, now);
            Self { path, now }
        }

        fn report(&mut self, measured: Measured, count: usize) -> u64 {
            for _ in 0..count {
                self.now += REPORTS;
                self.path.handle_report(measured, self.now);
            }
            self.path.bitrate(LEAST, self.now)
        }
    }

    #[test]
    fn an_estimate_alone_pauses_nothing() {
        let mut reports = Reports::new();
        assert_eq!(reports.report(GOOD, 1_000), LEAST);
        // Feedback that now and then comes late, and a lost packet now and then.
        for _ in 0..50 {
            assert_eq!(reports.report(measured(0.0, 900), 2), LEAST);
            assert_eq!(reports.report(measured(0.05, 30), 5), LEAST);
            assert_eq!(reports.report(GOOD, 1), LEAST);
        }
    }

    #[test]
    fn loss_and_delay_let_the_estimate_count() {
        assert_eq!(Reports::new().report(measured(0.1, 30), 1), 60_000);
        assert_eq!(Reports::new().report(measured(0.03, 30), 6), 60_000);
        let mut reports = Reports::new();
        reports.report(GOOD, 1);
        assert_eq!(reports.report(measured(0.0, 230), 3), 60_000);
    }

    #[test]
    fn a_path_that_disappoints_again_gets_its_credit_later() {
        let mut reports = Reports::new();
        let mut last = 0;
        for _ in 0..4 {
            reports.report(measured(0.5, 30), 1);
            let mut waited = 0;
            while reports.report(GOOD, 1) != LEAST {
                waited += 1;
            }
            assert!(waited > last, "{waited} reports after {last}");
            last = waited;
        }
    }

    #[test]
    fn the_credit_is_bounded() {
        let mut reports = Reports::new();
        assert_eq!(reports.path.bitrate(u64::MAX, reports.now), MOST_CREDIT);
    }

    #[test]
    fn a_calm_path_is_probed_and_a_lossy_one_is_not() {
        let mut reports = Reports::new();
        reports.report(measured(0.5, 30), 20);
        assert_eq!(reports.path.poll_restart(LEAST, reports.now), None);
        reports.report(GOOD, 4);
        assert_eq!(reports.path.poll_restart(LEAST, reports.now), Some(60_000));
        assert_eq!(reports.path.poll_restart(LEAST, reports.now), None, "not twice");
        reports.report(GOOD, 100);
        assert_eq!(reports.path.poll_restart(60_000, reports.now), None, "no more is wanted");
    }
}
