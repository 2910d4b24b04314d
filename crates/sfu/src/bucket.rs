//! Token bucket: a rate limit that allows bursts.

use std::time::Instant;

/// Tokens that refill with time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bucket {
    /// In millionths of a token.
    tokens: u64,
    capacity: u64,
    per_second: u64,
    filled: Instant,
}

impl Bucket {
    /// A full bucket of `capacity` tokens that refills with `per_second`.
    pub(crate) fn new(capacity: u32, per_second: u32, now: Instant) -> Self {
        let capacity = u64::from(capacity) * 1_000_000;
        Self { tokens: capacity, capacity, per_second: u64::from(per_second), filled: now }
    }

    /// Takes `count` tokens if they are there.
    pub(crate) fn take(&mut self, count: usize, now: Instant) -> bool {
        let passed = now.saturating_duration_since(self.filled).as_micros();
        let refill = u64::try_from(passed).unwrap_or(u64::MAX).saturating_mul(self.per_second);
        if refill > 0 {
            self.tokens = self.tokens.saturating_add(refill).min(self.capacity);
            self.filled = now;
        }
        let cost = u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(1_000_000);
        let fits = cost <= self.tokens;
        if fits {
            self.tokens -= cost;
        }
        fits
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests need a beginning of time")]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_burst_passes_and_the_rate_holds() {
        let start = Instant::now();
        let mut bucket = Bucket::new(10, 5, start);
        assert_eq!((0..20).filter(|_| bucket.take(1, start)).count(), 10);
        let later = start + Duration::from_secs(1);
        assert_eq!((0..20).filter(|_| bucket.take(1, later)).count(), 5);
        assert!(!bucket.take(11, start + Duration::from_secs(3_600)));
    }
}
