//! Histogram of durations: microseconds in buckets that are 3 % wide at most.

use std::time::Duration;

/// Buckets for each power of two.
const STEPS: u64 = 32;
/// Below this many microseconds a bucket holds one value.
const EXACT: u64 = 2 * STEPS;

/// Counts durations.
#[derive(Debug, Clone, Default)]
pub(super) struct Histogram {
    counts: Vec<u64>,
    total: u64,
    max: Duration,
}

impl Histogram {
    pub(super) fn record(&mut self, value: Duration) {
        let place = bucket(u64::try_from(value.as_micros()).unwrap_or(u64::MAX));
        if self.counts.len() <= place {
            self.counts.resize(place + 1, 0);
        }
        if let Some(count) = self.counts.get_mut(place) {
            *count += 1;
        }
        self.total += 1;
        self.max = self.max.max(value);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.total == 0
    }

    pub(super) fn max(&self) -> Duration {
        self.max
    }

    /// The duration below which this share of all lie: the upper end of its bucket.
    pub(super) fn quantile(&self, share: f64) -> Duration {
        let rank = (self.total as f64 * share).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (place, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= rank {
                return Duration::from_micros(upper_end(place as u64)).min(self.max);
            }
        }
        self.max
    }
}

fn bucket(micros: u64) -> usize {
    let place = if micros < EXACT {
        micros
    } else {
        let shift = u64::from(micros.ilog2()) - u64::from(STEPS.ilog2());
        shift * STEPS + (micros >> shift)
    };
    place as usize
}

fn upper_end(place: u64) -> u64 {
    if place < EXACT {
        return place;
    }
    let shift = place / STEPS - 1;
    let first = (place - shift * STEPS) << shift;
    first + (1 << shift) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_lies_in_its_bucket() {
        let mut last = 0;
        for micros in (0..5_000).chain((5_000..50_000_000).step_by(997)) {
            let place = bucket(micros);
            assert!(place >= last, "{micros}");
            assert!(upper_end(place as u64) >= micros);
            assert!(upper_end(place as u64) as f64 <= micros as f64 * 1.032);
            last = place;
        }
    }

    #[test]
    fn quantiles_are_found() {
        let mut histogram = Histogram::default();
        for micros in 1..=1_000 {
            histogram.record(Duration::from_micros(micros));
        }
        let at = |share| histogram.quantile(share).as_micros();
        assert!((500..=515).contains(&at(0.5)), "{}", at(0.5));
        assert!((990..=1_000).contains(&at(0.99)), "{}", at(0.99));
        assert_eq!(at(1.0), 1_000);
        assert_eq!(Histogram::default().quantile(0.5), Duration::ZERO);
    }
}
