//! Bitrate of an incoming layer.

use std::time::{Duration, Instant};

/// Time over which bytes are counted.
const WINDOW: Duration = Duration::from_millis(500);
/// Without a packet for this long an encoding is not sent any more.
const INACTIVE: Duration = Duration::from_secs(2);

/// Counts the bytes of a layer.
#[derive(Debug, Default)]
pub(super) struct Meter {
    since: Option<Instant>,
    bytes: u64,
    bitrate: u64,
    last: Option<Instant>,
}

impl Meter {
    /// Counts a packet. True if the layer was inactive before.
    pub(super) fn add(&mut self, bytes: usize, now: Instant) -> bool {
        let began = !self.is_active(now);
        if began {
            (self.since, self.bytes) = (Some(now), 0);
        }
        self.last = Some(now);
        self.bytes += u64::try_from(bytes).unwrap_or(0);
        let since = *self.since.get_or_insert(now);
        let passed = now.saturating_duration_since(since);
        if passed >= WINDOW {
            let micros = u64::try_from(passed.as_micros()).unwrap_or(u64::MAX).max(1);
            let measured = self.bytes.saturating_mul(8_000_000) / micros;
            // Falls slowly: a quiet second is no lower layer.
            self.bitrate = measured.max((self.bitrate * 3 + measured) / 4);
            (self.since, self.bytes) = (Some(now), 0);
        }
        began
    }

    pub(super) fn is_active(&self, now: Instant) -> bool {
        self.last.is_some_and(|last| now.saturating_duration_since(last) < INACTIVE)
    }

    /// Bits per second; 0 until measured.
    pub(super) const fn bitrate(&self) -> u64 {
        self.bitrate
    }
}
