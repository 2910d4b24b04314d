//! Path to a subscriber: how much of its estimated bandwidth is believed.
//!
//! A delay-based estimate falls whenever feedback comes late, so also when the client's machine is busy. Such an
//! estimate alone pauses no picture: below what the lowest layers need, it counts only on a path that
//! is *congested*, that is, one that loses packets or delays them for long.
//!
//! On a congested path the estimate falls with what is sent: once only voices are left, far below what the path
//! carries. So what arrived without a queue is remembered as *proven*, and may be sent again.

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
/// Reports in a row whose estimate is enough, after which the path is congested no more.
const LASTING_ROOM: u32 = 2;
/// A path that is sent this much more than it delivers, in percent, delivers all that it can.
const FULL: u64 = 110;
/// Share of that which may be sent: the rest empties the queue.
const DRAINING: u64 = 90;
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
    /// Bytes of media sent since the transport began.
    pub(super) sent: u64,
    /// Bitrate that arrived at the client.
    pub(super) acked: Option<u64>,
}

/// Path to a subscriber.
#[derive(Debug)]
pub(super) struct Path {
    smoothed: u64,
    estimate: u64,
    /// The estimate one report earlier.
    earlier: u64,
    /// Bitrate below which something would be paused.
    least: u64,
    /// Shortest round trips of this epoch and of the one before.
    shortest: [Option<Duration>; 2],
    epoch: Instant,
    lossy: u32,
    queued: u32,
    /// Reports in a row with a queue or heavy loss.
    full: u32,
    /// Reports in a row whose estimate was enough.
    roomy: u32,
    sent: u64,
    /// Bitrate that the path is known to carry.
    proven: u64,
    /// Last sign of congestion.
    congested_at: Option<Instant>,
    hold: Duration,
    /// Last report with heavy loss or a queue.
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
            earlier: initial,
            least: 0,
            shortest: [None; 2],
            epoch: now,
            lossy: 0,
            queued: 0,
            full: 0,
            roomy: 0,
            sent: 0,
            proven: 0,
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
        self.earlier = self.estimate;
        self.estimate = measured.estimate.unwrap_or(self.estimate);
        let loss = measured.loss.unwrap_or(0.0);
        let is_queued = measured.rtt.is_some_and(|rtt| self.is_queued(rtt, now));
        let count = |count: u32, is: bool| if is { count.saturating_add(1) } else { 0 };
        self.lossy = count(self.lossy, loss >= LIGHT_LOSS && self.estimate < self.least);
        self.queued = count(self.queued, is_queued);
        self.full = count(self.full, loss >= HEAVY_LOSS || is_queued);
        self.roomy = count(self.roomy, self.full == 0 && self.estimate >= self.least);
        if self.full > 0 {
            self.uneasy_at = now;
        }
        self.prove(measured);
        if loss >= HEAVY_LOSS || self.lossy >= LASTING || self.queued >= LASTING_QUEUE {
            self.note_congestion(now);
        } else if self.is_calm(now) && self.roomy >= LASTING_ROOM {
            self.congested_at = None;
        }
    }

    /// Learns from a report how much the path carries.
    fn prove(&mut self, measured: Measured) {
        let bits = measured.sent.saturating_sub(self.sent).saturating_mul(8);
        self.sent = measured.sent;
        let sent = bits.saturating_mul(1_000) / u64::try_from(REPORTS.as_millis()).unwrap_or(1);
        let Some(acked) = measured.acked else { return };
        if self.full == 0 {
            self.proven = self.proven.max(acked.min(sent));
        } else if sent > acked.saturating_mul(FULL) / 100 {
            self.proven = self.proven.min(acked.saturating_mul(DRAINING) / 100);
        } else if self.full > LASTING_QUEUE {
            self.proven = self.proven.saturating_mul(DRAINING) / 100;
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
            // Smoothing takes seconds to believe in what a probe has found.
            self.smoothed.max(self.earlier).min(self.estimate)
        } else {
            self.smoothed.max(self.estimate).max(least.min(MOST_CREDIT))
        }
    }

    /// Bits per second that the path carried without a queue, if that tells more than the estimate.
    pub(super) fn proven(&self, now: Instant) -> u64 {
        if self.full == 0 && self.is_congested(now) { self.proven } else { 0 }
    }

    /// Bitrate from which the estimator shall begin anew, if it is time for that. It then probes for a
    /// multiple of that bitrate at once; by itself it would climb by 8 % a second.
    ///
    /// That is so where the estimate is below the path's credit, because packets would leave at the pace of the
    /// estimate, and where the path could not carry `wanted` before and is calm now.
    pub(super) fn poll_restart(&mut self, wanted: u64, now: Instant) -> Option<u64> {
        let credit = if self.is_congested(now) { self.proven } else { self.least.min(MOST_CREDIT) };
        let from = self.estimate.max(credit);
        if from >= wanted {
            return None;
        }
        let last = self.probed_at.unwrap_or(self.uneasy_at);
        let found = self.estimate > self.probed_from + self.probed_from / 4;
        let interval = if found { CALM } else { self.probe_interval };
        if !self.is_calm(now) || now.saturating_duration_since(last) < interval {
            return None;
        }
        // A probe that found nothing is followed by fewer, unless somebody misses a picture.
        self.probe_interval = if found || from < self.least {
            MIN_PROBE_INTERVAL
        } else {
            (self.probe_interval * 3 / 2).min(MAX_PROBE_INTERVAL)
        };
        self.probed_at = Some(now);
        self.probed_from = from;
        self.estimate = from;
        self.earlier = self.earlier.min(from);
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
        Measured { loss: Some(loss), rtt, estimate: Some(60_000), sent: 0, acked: None }
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

    #[test]
    fn a_path_that_loses_a_little_at_random_is_probed_too() {
        let mut reports = Reports::new();
        reports.report(measured(0.5, 30), 2);
        reports.report(measured(0.05, 30), 2);
        assert!(reports.path.poll_restart(LEAST, reports.now).is_some());
    }

    #[test]
    fn a_probe_that_found_room_is_followed_by_another_at_once() {
        let mut reports = Reports::new();
        reports.report(measured(0.5, 30), 1);
        reports.report(GOOD, 4);
        assert_eq!(reports.path.poll_restart(LEAST, reports.now), Some(60_000));
        let found = Measured { estimate: Some(100_000), ..GOOD };
        reports.report(found, 1);
        assert_eq!(reports.path.poll_restart(LEAST, reports.now), None);
        assert_eq!(reports.report(found, 1), 100_000, "smoothed it is still 60,000");
        assert_eq!(reports.path.poll_restart(LEAST, reports.now), Some(100_000));
        reports.report(found, 2);
        assert_eq!(reports.path.poll_restart(LEAST, reports.now), None, "it found nothing");
        reports.report(found, 2);
        assert!(reports.path.poll_restart(LEAST, reports.now).is_some());
    }

    /// Reports of a path that is sent and delivers some bitrates.
    fn flow(reports: &mut Reports, sent: u64, acked: u64, rtt: u64) -> u64 {
        let sent = reports.path.sent + sent * u64::try_from(REPORTS.as_millis()).unwrap() / 8_000;
        let estimate = Some(60_000);
        reports.report(Measured { estimate, sent, acked: Some(acked), ..measured(0.0, rtt) }, 1);
        reports.path.proven(reports.now)
    }

    #[test]
    fn a_full_path_may_be_sent_what_it_delivered() {
        let mut reports = Reports::new();
        assert_eq!(
            flow(&mut reports, 800_000, 800_000, 30),
            0,
            "without congestion nothing need be proven"
        );
        for _ in 0..3 {
            assert_eq!(
                flow(&mut reports, 800_000, 300_000, 400),
                0,
                "a queue is to be emptied first"
            );
        }
        // Only voices are left, and the estimate follows them.
        assert_eq!(flow(&mut reports, 50_000, 50_000, 400), 0);
        assert_eq!(flow(&mut reports, 50_000, 50_000, 30), 270_000 * 9 / 10);
        assert_eq!(
            flow(&mut reports, 280_000, 280_000, 30),
            280_000,
            "more arrives than was thought"
        );
        for _ in 0..100 {
            flow(&mut reports, 50_000, 50_000, 400);
        }
        assert!(
            flow(&mut reports, 50_000, 50_000, 30) <= 50_000,
            "a queue that stays takes it back"
        );
    }
}
