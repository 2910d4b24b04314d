//! The server's clock: the only code that reads the system's time for the sans-IO cores.
//!
//! The system has two clocks. The monotonic clock measures differences and is never set. The wall
//! clock gives the time of day, and it may be set while the server runs: by NTP after a boot with
//! the wrong time, by an operator, or at the end of a suspend, during which the monotonic clock
//! stood still. Adjustments without a step need no care, because the kernel applies them to both
//! clocks.
//!
//! [`Clock::now`] is the monotonic clock plus the offset to the wall clock. It re-reads the wall
//! clock at most once per [`RECHECK`], when the time is asked for. If the two differ by more than
//! [`STEP`], the wall clock was set, and `now` follows it. All times that are stored or compared
//! with the outside world use `now`: expiries of tokens and relay credentials, times of messages,
//! deletion.
//!
//! Timers must not follow such a step: after a step forward every grace period would end at once,
//! and after a step back none would end for the length of the step. Therefore each owner of
//! deadlines (a room, the switchboard) uses a [`Timeline`]: a copy of the clock that keeps its
//! offset while a deadline is pending, and follows the step once none is. Deadlines then have their
//! intended length, and until then the room's own timestamps are off by the step. A stopwatch that
//! runs meanwhile, such as an interview's, jumps by the step once: it is a difference to a moment
//! that every page already has, and no timer depends on it.

use std::fmt;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use convene_model::Timestamp;

/// Minimum interval between comparisons of the two clocks.
const RECHECK: Duration = Duration::from_secs(1);

/// A difference above this means that the wall clock was set; below, it was only read a little
/// late.
const STEP: Duration = Duration::from_millis(250);

/// The clock of the process. Copies share the offset to the wall clock.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    /// Leaked: the clock is needed as long as the process runs.
    shared: &'static Shared,
}

/// The clock of one owner of deadlines; see the module.
#[derive(Debug, Clone)]
pub(crate) struct Timeline {
    clock: Clock,
    offset: i64,
}

/// The two clocks of a system.
trait TimeSource: Send + Sync {
    /// Time since an arbitrary moment; never set.
    fn monotonic(&self) -> Duration;
    /// Time since the Unix epoch, by the system's wall clock.
    fn wall(&self) -> Duration;
}

struct Shared {
    source: Box<dyn TimeSource>,
    /// Milliseconds from the monotonic clock to the wall clock.
    offset: AtomicI64,
    /// Time of the last reading of the wall clock, in milliseconds of the monotonic clock.
    checked_at: AtomicU64,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self::of(SystemTimes { started: Instant::now() })
    }

    fn of(source: impl TimeSource + 'static) -> Self {
        let monotonic = millis(source.monotonic());
        let offset = AtomicI64::new(offset(source.wall(), monotonic));
        let checked_at = AtomicU64::new(monotonic);
        Self {
            shared: Box::leak(Box::new(Shared { source: Box::new(source), offset, checked_at })),
        }
    }

    /// The current time. It goes back only if the system's clock was set back.
    pub(crate) fn now(&self) -> Timestamp {
        self.shared.at_offset(self.shared.current_offset())
    }

    /// The timer deadline at which [`Clock::now`] reaches `at`, unless the clock is set before.
    pub(crate) fn instant(&self, at: Timestamp) -> tokio::time::Instant {
        tokio::time::Instant::now() + at.since(self.now())
    }

    /// Seconds since the Unix epoch.
    pub(crate) fn unix(&self) -> u64 {
        self.now().0 / 1000
    }

    /// Creates a timeline for an owner of deadlines.
    pub(crate) fn timeline(&self) -> Timeline {
        Timeline { clock: *self, offset: self.shared.current_offset() }
    }
}

impl Timeline {
    /// The current time on this timeline.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.shared.at_offset(self.offset)
    }

    /// The timer deadline at which [`Timeline::now`] reaches `at`.
    pub(crate) fn instant(&self, at: Timestamp) -> tokio::time::Instant {
        tokio::time::Instant::now() + at.since(self.now())
    }

    /// Follows a step of the clock, if no deadline is pending; true if there was one. Call it after
    /// each input.
    pub(crate) fn settle(&mut self, is_deadline_pending: bool) -> bool {
        if is_deadline_pending {
            return false;
        }
        let offset = self.clock.shared.current_offset();
        std::mem::replace(&mut self.offset, offset) != offset
    }
}

impl Shared {
    fn at_offset(&self, offset: i64) -> Timestamp {
        Timestamp(millis(self.source.monotonic()).saturating_add_signed(offset))
    }

    /// The offset to the wall clock; re-read if the last reading is older than [`RECHECK`].
    fn current_offset(&self) -> i64 {
        let monotonic = millis(self.source.monotonic());
        let checked_at = self.checked_at.load(Ordering::Relaxed);
        let known = self.offset.load(Ordering::Relaxed);
        if monotonic.saturating_sub(checked_at) < millis(RECHECK) {
            return known;
        }
        self.checked_at.store(monotonic, Ordering::Relaxed);
        let read = offset(self.source.wall(), monotonic);
        if read.abs_diff(known) <= millis(STEP) {
            return known;
        }
        self.offset.store(read, Ordering::Relaxed);
        tracing::warn!(by_ms = read.saturating_sub(known), "the system's clock was set");
        read
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").finish_non_exhaustive()
    }
}

/// The clocks of this system.
struct SystemTimes {
    started: Instant,
}

impl TimeSource for SystemTimes {
    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }

    fn wall(&self) -> Duration {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO)
    }
}

fn offset(wall: Duration, monotonic: u64) -> i64 {
    let wall = i64::try_from(wall.as_millis()).unwrap_or(i64::MAX);
    wall.saturating_sub_unsigned(monotonic)
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    const HOUR: u64 = 3_600_000;

    /// A system whose clocks move only when a test moves them; in milliseconds.
    #[derive(Clone, Default)]
    struct System(Arc<Mutex<(u64, u64)>>);

    impl System {
        fn at(wall: u64) -> Self {
            Self(Arc::new(Mutex::new((5_000, wall))))
        }

        fn pass(&self, by: u64) {
            let mut times = self.0.lock().unwrap();
            *times = (times.0 + by, times.1 + by);
        }

        fn set(&self, wall: u64) {
            self.0.lock().unwrap().1 = wall;
        }

        /// Moves only the wall clock: the monotonic clock stands still in a suspend.
        fn suspend(&self, by: u64) {
            self.0.lock().unwrap().1 += by;
        }
    }

    impl TimeSource for System {
        fn monotonic(&self) -> Duration {
            Duration::from_millis(self.0.lock().unwrap().0)
        }

        fn wall(&self) -> Duration {
            Duration::from_millis(self.0.lock().unwrap().1)
        }
    }

    #[test]
    fn time_passes_as_it_does_in_the_system() {
        let system = System::at(1_000 * HOUR);
        let clock = Clock::of(system.clone());
        for passed in [0, 1, 999, 1_001, HOUR] {
            let before = clock.now();
            system.pass(passed);
            assert_eq!(clock.now().0, before.0 + passed);
        }
        assert_eq!(clock.unix(), clock.now().0 / 1000);
    }

    #[test]
    fn a_step_of_the_wall_clock_is_taken_over_within_a_second() {
        let system = System::at(1_000 * HOUR);
        let clock = Clock::of(system.clone());
        // The clock is set far ahead, a month further ahead, and back by years.
        for wall in [490_000 * HOUR, 490_720 * HOUR, 100 * HOUR] {
            system.set(wall);
            system.pass(1_000);
            assert_eq!(clock.now().0, wall + 1_000);
        }
    }

    #[test]
    fn the_end_of_a_suspend_is_a_step() {
        let system = System::at(1_000 * HOUR);
        let clock = Clock::of(system.clone());
        system.pass(3_000);
        system.suspend(8 * HOUR);
        system.pass(1_000);
        assert_eq!(clock.now().0, 1_008 * HOUR + 4_000);
    }

    #[test]
    fn a_small_difference_between_the_clocks_moves_nothing() {
        let system = System::at(1_000 * HOUR);
        let clock = Clock::of(system.clone());
        system.set(1_000 * HOUR - 200);
        system.pass(2_000);
        assert_eq!(clock.now().0, 1_000 * HOUR + 2_000, "it does not go back");
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_comes_neither_early_nor_late_because_the_clock_was_set() {
        for step in [100 * HOUR, 2_000 * HOUR] {
            let system = System::at(1_000 * HOUR);
            let clock = Clock::of(system.clone());
            let mut timeline = clock.timeline();
            let deadline = timeline.now() + Duration::from_secs(30);
            system.pass(10_000);
            system.set(step);
            system.pass(10_000);
            assert_eq!(clock.now().0, step + 10_000);
            assert!(!timeline.settle(true));
            assert!(timeline.now() < deadline, "not yet");
            let wait = timeline.instant(deadline) - tokio::time::Instant::now();
            assert_eq!(wait, Duration::from_secs(10));
            system.pass(10_000);
            assert!(timeline.now() >= deadline, "now");
            // No deadline is pending any more.
            assert!(timeline.settle(false));
            assert_eq!(timeline.now(), clock.now());
        }
    }
}
