//! Expiry timers: a heap with one valid entry for each allocation.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    time::{Duration, Instant},
};

/// Identifies an allocation. A reused slot gets a new serial, so a stale handle matches no
/// allocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Handle {
    pub(crate) slot: usize,
    pub(crate) serial: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Timers {
    heap: BinaryHeap<Reverse<(Instant, Handle)>>,
}

impl Timers {
    pub(crate) fn push(&mut self, at: Instant, handle: Handle) {
        self.heap.push(Reverse((at, handle)));
    }

    pub(crate) fn next(&self) -> Option<Instant> {
        self.heap.peek().map(|Reverse((at, _))| *at)
    }

    /// Removes and returns the next entry, if it is due.
    pub(crate) fn pop_due(&mut self, now: Instant) -> Option<(Instant, Handle)> {
        if self.next()? > now {
            return None;
        }
        self.heap.pop().map(|Reverse(entry)| entry)
    }

    /// Drops the entries of allocations that ended early, once they outnumber the live ones. So
    /// memory depends on the number of allocations, not on how fast they come and go.
    pub(crate) fn compact(&mut self, living: usize, lives: impl Fn(Handle) -> bool) {
        if self.heap.len() > 2 * living + 64 {
            self.heap.retain(|Reverse((_, handle))| lives(*handle));
        }
    }
}

/// A lifetime in whole seconds, rounded down, for a LIFETIME attribute.
pub(crate) fn seconds(lifetime: Duration) -> u32 {
    u32::try_from(lifetime.as_secs()).unwrap_or(u32::MAX)
}
