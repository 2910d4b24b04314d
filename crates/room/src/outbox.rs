//! Outbox: the latest events of one participant, kept to be sent again after a lost connection.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::Event;

/// The latest events of one participant, numbered without a gap.
///
/// A broken connection may have lost the last events sent on it. Events stay here until newer
/// ones push them out. The limits cover the time in which a drop goes unnoticed plus the grace
/// period. A participant that was away for longer gets a snapshot.
#[derive(Debug)]
pub(crate) struct Outbox {
    /// Number of the newest event, or of the snapshot that includes all earlier events.
    newest: u64,
    events: VecDeque<Arc<Event>>,
    weight: usize,
}

impl Outbox {
    const MAX_EVENTS: usize = 1024;
    const MAX_WEIGHT: usize = 1024 * 1024;

    /// An empty outbox whose next event has the number `base + 1`.
    pub(crate) fn new(base: u64) -> Self {
        Self { newest: base, events: VecDeque::new(), weight: 0 }
    }

    pub(crate) fn newest(&self) -> u64 {
        self.newest
    }

    /// Adds an event and returns its number.
    pub(crate) fn push(&mut self, event: Arc<Event>) -> u64 {
        self.newest += 1;
        self.weight += event.weight();
        self.events.push_back(event);
        while self.events.len() > Self::MAX_EVENTS || self.weight > Self::MAX_WEIGHT {
            let Some(oldest) = self.events.pop_front() else { break };
            self.weight -= oldest.weight();
        }
        self.newest
    }

    /// Events after `seq` with their numbers; `None` if some are no longer kept, or
    /// `seq` was never assigned here.
    pub(crate) fn since(&self, seq: u64) -> Option<Vec<(u64, Arc<Event>)>> {
        let missed = usize::try_from(self.newest.checked_sub(seq)?).ok()?;
        let skip = self.events.len().checked_sub(missed)?;
        Some((seq + 1..).zip(self.events.iter().skip(skip).cloned()).collect())
    }

    /// Drops all events: the snapshot being sent includes them.
    pub(crate) fn clear(&mut self) {
        self.events.clear();
        self.weight = 0;
    }
}

#[cfg(test)]
mod tests {
    use convene_model::{RoomSettings, Signal, Timestamp};

    use super::*;

    fn event(n: u64) -> Arc<Event> {
        Arc::new(Event::RoomChanged {
            started_at: Timestamp(n),
            settings: RoomSettings::default(),
            title: None,
            name: None,
            has_password: false,
        })
    }

    #[test]
    fn what_came_after_a_number_is_given_in_order() {
        let mut outbox = Outbox::new(100);
        for n in 1..=3 {
            assert_eq!(outbox.push(event(n)), 100 + n);
        }
        assert_eq!(outbox.since(103), Some(vec![]));
        assert_eq!(outbox.since(101), Some(vec![(102, event(2)), (103, event(3))]));
        assert_eq!(outbox.since(100).map(|missed| missed.len()), Some(3));
    }

    #[test]
    fn a_number_never_given_out_or_no_longer_kept_is_refused() {
        let mut outbox = Outbox::new(100);
        outbox.push(event(1));
        assert_eq!(outbox.since(102), None);
        assert_eq!(outbox.since(99), None);
        outbox.clear();
        assert_eq!(outbox.since(100), None);
        assert_eq!(outbox.since(101), Some(vec![]));
    }

    #[test]
    fn it_is_bounded_in_number_and_in_weight() {
        let mut outbox = Outbox::new(0);
        for n in 0..5000 {
            outbox.push(event(n));
        }
        assert_eq!(outbox.events.len(), Outbox::MAX_EVENTS);
        assert_eq!(outbox.since(5000 - 10).map(|missed| missed.len()), Some(10));

        let from = rand_id();
        for _ in 0..200 {
            let signal = Signal::Offer { sdp: "x".repeat(60_000).parse().unwrap() };
            outbox.push(Arc::new(Event::Signal { from: from.clone(), transport_id: None, signal }));
        }
        assert!(outbox.weight <= Outbox::MAX_WEIGHT);
        assert_eq!(outbox.weight, outbox.events.iter().map(|event| event.weight()).sum::<usize>());
    }

    fn rand_id() -> convene_model::ParticipantId {
        "aaaaaaaaaaaaaaaa".parse().unwrap()
    }
}
