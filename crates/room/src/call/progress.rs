//! One call, from the first ring to its end.

use convene_model::{CallEnd, CallId, CallRecord, CallState, MeetingId, PersonId, Timestamp};

use super::{CallEvent, SwitchboardPolicy};
use crate::ConnectionId;

/// Maximum number of signals kept until the answer: an offer and its candidates.
const MAX_SIGNALS: usize = 128;

/// Maximum bytes of text in the kept signals.
const MAX_SIGNAL_BYTES: usize = 256 * 1024;

/// One party of a call.
#[derive(Debug, Default)]
pub(super) struct Side {
    /// Page that holds the call.
    connection: Option<ConnectionId>,
    /// Time at which that page's connection was lost.
    lost_at: Option<Timestamp>,
    /// Set while the call is answered and the party is not in its room.
    absent: Option<Absent>,
}

/// Absence of a party from the room of their call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Absent {
    since: Timestamp,
    /// True if a page of the party is open, which could have entered the room.
    is_here: bool,
}

impl Side {
    pub(super) fn attended(connection: ConnectionId) -> Self {
        Self { connection: Some(connection), ..Self::default() }
    }
}

/// A change of a call that waits for the disk.
#[derive(Debug)]
pub(super) enum Waits {
    /// Placing: no page knows the call yet.
    Placed {
        /// True if the call will ring at the callee.
        rings: bool,
    },
    /// Answering: the call still rings.
    Answered {
        /// Page that answers.
        connection: ConnectionId,
        /// Time of the answer.
        at: Timestamp,
    },
}

#[derive(Debug)]
pub(super) struct Call {
    pub(super) record: CallRecord,
    pub(super) caller: Side,
    pub(super) callee: Side,
    /// True if the call rings at the callee. If false, only the caller's page shows it ringing.
    pub(super) rings: bool,
    /// True if the callee may learn of the call, now or in their history.
    pub(super) for_callee: bool,
    /// The call into which this one brings another person.
    pub(super) into: Option<CallId>,
    /// Room of the call: another call's room if this call brings a person in.
    pub(super) room: MeetingId,
    /// Change that waits for the disk; it holds once it is kept.
    pub(super) waits: Option<Waits>,
    /// True if the call ended because it was left unattended.
    pub(super) assumed: bool,
    /// Caller's signals while the call rings, for the page that answers.
    pub(super) signals: Vec<CallEvent>,
}

impl Call {
    /// A call that continued while the server restarted.
    pub(super) fn resumed(record: CallRecord, into: Option<CallId>, room: MeetingId) -> Self {
        Self {
            record,
            caller: Side::default(),
            callee: Side::default(),
            rings: false,
            for_callee: true,
            into,
            room,
            waits: None,
            assumed: false,
            signals: Vec::new(),
        }
    }

    /// True while placing waits for the disk: not even the caller's pages know the call.
    pub(super) fn is_to_be_placed(&self) -> bool {
        matches!(self.waits, Some(Waits::Placed { .. }))
    }

    pub(super) fn is_from(&self, who: &PersonId) -> bool {
        self.record.caller.id == *who
    }

    /// True if `who` may see the call: its caller, or its callee once it rings or was answered.
    pub(super) fn is_seen_by(&self, who: &PersonId) -> bool {
        let answered = self.record.state.answered_at().is_some();
        self.is_from(who) || (self.record.callee.id == *who && (self.rings || answered))
    }

    /// True if this call rings from `caller` to `callee`, if only for the caller.
    pub(super) fn is_ringing(&self, caller: &PersonId, callee: &PersonId) -> bool {
        let parties = (&self.record.caller.id, &self.record.callee.id) == (caller, callee);
        parties && self.record.state == CallState::Ringing
    }

    pub(super) fn rings_at(&self, who: &PersonId) -> bool {
        self.rings && self.record.callee.id == *who && self.record.state == CallState::Ringing
    }

    /// True if the call occupies `who`, as its caller or as a callee who answered.
    pub(super) fn engages(&self, who: &PersonId) -> bool {
        let answered = self.record.state.answered_at().is_some();
        !self.record.state.is_ended()
            && (self.is_from(who) || (self.record.callee.id == *who && answered))
    }

    pub(super) fn is_attended_by(&self, connection: ConnectionId) -> bool {
        [&self.caller, &self.callee].iter().any(|side| side.connection == Some(connection))
    }

    /// Page of the other party.
    pub(super) fn other_than(&self, connection: ConnectionId) -> Option<ConnectionId> {
        let sides = [&self.caller, &self.callee];
        sides.iter().filter_map(|side| side.connection).find(|other| *other != connection)
    }

    pub(super) fn lose(&mut self, connection: ConnectionId, now: Timestamp) {
        for side in [&mut self.caller, &mut self.callee] {
            if side.connection == Some(connection) {
                (side.connection, side.lost_at) = (None, Some(now));
            }
        }
    }

    pub(super) fn take_up(&mut self, who: &PersonId, connection: ConnectionId) {
        let side = if self.is_from(who) { &mut self.caller } else { &mut self.callee };
        (side.connection, side.lost_at) = (Some(connection), None);
    }

    pub(super) fn keep_signal(&mut self, signal: CallEvent) {
        let kept: usize = self.signals.iter().map(size).sum();
        if self.signals.len() < MAX_SIGNALS && kept + size(&signal) <= MAX_SIGNAL_BYTES {
            self.signals.push(signal);
        }
    }

    pub(super) fn shown_at(&self, connection: ConnectionId) -> CallEvent {
        let here = self.is_attended_by(connection);
        CallEvent::Changed { record: Box::new(self.record.clone()), here, into: self.into.clone() }
    }

    /// Notes the absence of each party: `None` if in the room, else whether a page is open.
    pub(super) fn note_absence(&mut self, absent: [Option<bool>; 2], now: Timestamp) {
        for (side, absent) in [&mut self.caller, &mut self.callee].into_iter().zip(absent) {
            let before = side.absent;
            side.absent = absent.map(|is_here| match before {
                // Opening a page restarts the party's time to enter the room.
                Some(absent) if absent.is_here || !is_here => Absent { is_here, ..absent },
                _ => Absent { since: now, is_here },
            });
        }
    }

    /// Since when the call is unattended: by both parties, or by one with an open page. A party
    /// without an open page may still be talking, because media outlives signaling.
    fn left_since(&self) -> Option<Timestamp> {
        let sides = [self.caller.absent, self.callee.absent];
        let both = self.caller.absent.zip(self.callee.absent);
        let both = both.map(|(one, other)| one.since.max(other.since));
        let here = sides.into_iter().flatten().filter(|absent| absent.is_here);
        here.map(|absent| absent.since).chain(both).min()
    }

    /// Deadline of the call, and how the call ends then.
    fn deadline(&self, policy: &SwitchboardPolicy) -> Option<(Timestamp, CallEnd)> {
        let called_at = self.record.called_at;
        match self.record.state {
            CallState::Ringing => {
                let rung = if self.rings {
                    (called_at + policy.ring, CallEnd::NoAnswer)
                } else {
                    (called_at + policy.pretend, CallEnd::Unavailable)
                };
                let lost =
                    self.caller.lost_at.map(|at| (at + policy.caller_grace, CallEnd::Cancelled));
                Some(
                    lost.into_iter()
                        .fold(rung, |first, other| if other.0 < first.0 { other } else { first }),
                )
            }
            CallState::Connecting { .. } | CallState::InCall { .. } => {
                let left = self.left_since().zip(policy.unattended);
                left.map(|(since, patience)| (since + patience, CallEnd::Failed))
            }
            CallState::Ended { .. } => None,
        }
    }

    pub(super) fn due(&self, policy: &SwitchboardPolicy) -> Option<Timestamp> {
        self.deadline(policy).map(|(at, _)| at)
    }

    /// How and when the call ended, if its deadline has passed.
    pub(super) fn overdue(
        &self,
        policy: &SwitchboardPolicy,
        now: Timestamp,
    ) -> Option<(CallEnd, Timestamp)> {
        let (_, end) = self.deadline(policy).filter(|(at, _)| *at <= now)?;
        // An unattended call ended when it was left, not when the wait ran out.
        let at = if end == CallEnd::Failed { self.left_since()? } else { now };
        Some((end, at))
    }
}

/// Bytes of text in a signal.
fn size(event: &CallEvent) -> usize {
    match event {
        CallEvent::Signal { signal, .. } => signal.weight(),
        CallEvent::Changed { .. } | CallEvent::Availability { .. } => 0,
    }
}
