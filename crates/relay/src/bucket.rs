//! Token bucket that limits bandwidth.

use std::time::Instant;

/// A token bucket. It refills at a rate, up to a limit.
#[derive(Debug)]
pub(crate) struct Bucket {
    tokens: u64,
    filled_at: Instant,
}

impl Bucket {
    pub(crate) const fn full(limit: u64, now: Instant) -> Self {
        Self { tokens: limit, filled_at: now }
    }

    /// Takes `amount` tokens, or none if there are fewer. `rate` is in tokens per second.
    pub(crate) fn take(&mut self, amount: u64, rate: u64, limit: u64, now: Instant) -> bool {
        let micros = now.saturating_duration_since(self.filled_at).as_micros();
        let gained = u64::try_from(micros).unwrap_or(u64::MAX).saturating_mul(rate) / 1_000_000;
        // `filled_at` moves only when tokens are added, or frequent calls would gain none.
        if gained > 0 {
            self.tokens = self.tokens.saturating_add(gained).min(limit);
            self.filled_at = now;
        }
        let enough = self.tokens >= amount;
        if enough {
            self.tokens -= amount;
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_bucket_gives_its_burst_and_then_its_rate() {
        #[expect(clippy::disallowed_methods, reason = "a test needs some instant")]
        let start = Instant::now();
        let mut bucket = Bucket::full(1000, start);
        assert!(bucket.take(1000, 100, 1000, start));
        assert!(!bucket.take(1, 100, 1000, start));
        let mut given = 0;
        for tick in 1..=20_000 {
            given += u64::from(bucket.take(1, 100, 1000, start + Duration::from_millis(tick)));
        }
        assert!((1980..=2000).contains(&given), "{given}");
        assert!(bucket.take(1000, 100, 1000, start + Duration::from_secs(3600)));
        assert!(!bucket.take(1, 100, 1000, start + Duration::from_secs(3600)));
    }

    #[test]
    fn an_idle_bucket_gives_its_burst_once() {
        #[expect(clippy::disallowed_methods, reason = "a test needs some instant")]
        let start = Instant::now();
        let mut bucket = Bucket::full(1000, start);
        let later = start + Duration::from_secs(3600);
        assert!(bucket.take(1000, 100, 1000, later));
        assert!(!bucket.take(1, 100, 1000, later));
    }
}
