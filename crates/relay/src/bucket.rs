//! A token bucket: how much may be relayed.

use std::time::Instant;

/// Fills at a rate up to a limit, and gives what it has.
#[derive(Debug)]
pub(crate) struct Bucket {
    tokens: u64,
    filled_at: Instant,
}

impl Bucket {
    pub(crate) const fn full(limit: u64, now: Instant) -> Self {
        Self { tokens: limit, filled_at: now }
    }

    /// Takes `amount` if it is there. `rate` is per second.
    pub(crate) fn take(&mut self, amount: u64, rate: u64, limit: u64, now: Instant) -> bool {
        if self.tokens < amount {
            let micros = now.saturating_duration_since(self.filled_at).as_micros();
            let gained = u64::try_from(micros).unwrap_or(u64::MAX).saturating_mul(rate) / 1_000_000;
            // Less than one token is not lost: it stays in the time since the last filling.
            if gained > 0 {
                self.tokens = self.tokens.saturating_add(gained).min(limit);
                self.filled_at = now;
            }
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
}
