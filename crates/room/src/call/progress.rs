//! One call, from the first ring to its end.

use convene_model::{CallEnd, CallId, CallRecord, CallState, MeetingId, PersonId, Timestamp};

use super::{CallEvent, SwitchboardPolicy};
use crate::ConnectionId;

/// The most steps of a negotiation that wait for an answer: an offer and its candidates.
const MAX_SIGNALS: usize = 128;

/// The most of text in them.
const MAX_SIGNAL_BYTES: usize = 256 * 1024;

/// One of the two.
#[derive(Debug, Default)]
pub(super) struct Side {
    /// The page at which it is taken.
    connection: Option<ConnectionId>,
    /// Since when there is none any more.
    lost_at: Option<Timestamp>,
    /// Once it is answered, and while they are not in the room.
    absent: Option<Absent>,
}

/// Somebody is not in the room of a call of theirs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Absent {
    since: Timestamp,
    /// Whether a page of theirs is open, which could have come.
    is_here: bool,
}

impl Side {
    pub(super) fn attended(connection: ConnectionId) -> Self {
        Self { connection: Some(connection), ..Self::default() }
    }
}

#[derive(Debug)]
pub(super) struct Call {
    pub(super) record: CallRecord,
    pub(super) caller: Side,
    pub(super) callee: Side,
    /// Whether it rings at the callee; if not, the caller only believes so.
    pub(super) rings: bool,
    /// Whether the callee is to know of it, now or later.
    pub(super) for_callee: bool,
    /// The call into which this one brings another person.
    pub(super) into: Option<CallId>,
    /// The room in which the two meet: another call's, if this one brings somebody in.
    pub(super) room: MeetingId,
    /// Whether it is over because of that.
    pub(super) assumed: bool,
    /// What the caller sent while it rings, for whoever answers.
    pub(super) signals: Vec<CallEvent>,
}

impl Call {
    /// A call that went on while the server did not.
    pub(super) fn resumed(record: CallRecord, into: Option<CallId>, room: MeetingId) -> Self {
        Self {
            record,
            caller: Side::default(),
            callee: Side::default(),
            rings: false,
            for_callee: true,
            into,
            room,
            assumed: false,
            signals: Vec::new(),
        }
    }

    pub(super) fn is_from(&self, who: &PersonId) -> bool {
        self.record.caller.id == *who
    }

    /// Whether somebody is to know of this call now: its caller, and its callee if they hear of it.
    pub(super) fn is_seen_by(&self, who: &PersonId) -> bool {
        let answered = self.record.state.answered_at().is_some();
        self.is_from(who) || (self.record.callee.id == *who && (self.rings || answered))
    }

    /// Whether one rings the other, or believes to.
    pub(super) fn is_ringing(&self, caller: &PersonId, callee: &PersonId) -> bool {
        let parties = (&self.record.caller.id, &self.record.callee.id) == (caller, callee);
        parties && self.record.state == CallState::Ringing
    }

    pub(super) fn rings_at(&self, who: &PersonId) -> bool {
        self.rings && self.record.callee.id == *who && self.record.state == CallState::Ringing
    }

    /// Whether it takes up somebody: they called, or they answered.
    pub(super) fn engages(&self, who: &PersonId) -> bool {
        let answered = self.record.state.answered_at().is_some();
        !self.record.state.is_ended()
            && (self.is_from(who) || (self.record.callee.id == *who && answered))
    }

    pub(super) fn is_attended_by(&self, connection: ConnectionId) -> bool {
        [&self.caller, &self.callee].iter().any(|side| side.connection == Some(connection))
    }

    /// The page of the other.
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

    /// Notes who of the two is in the room; of who is not, whether a page of theirs is open.
    pub(super) fn note_absence(&mut self, absent: [Option<bool>; 2], now: Timestamp) {
        for (side, absent) in [&mut self.caller, &mut self.callee].into_iter().zip(absent) {
            let before = side.absent;
            side.absent = absent.map(|is_here| match before {
                // Whoever opens a page has as long to come as if they had just gone.
                Some(absent) if absent.is_here || !is_here => Absent { is_here, ..absent },
                _ => Absent { since: now, is_here },
            });
        }
    }

    /// Since when it has been left: by both, or by one whose page could have come back and did not. Who has no page
    /// open may talk all the same.
    fn left_since(&self) -> Option<Timestamp> {
        let sides = [self.caller.absent, self.callee.absent];
        let both = self.caller.absent.zip(self.callee.absent);
        let both = both.map(|(one, other)| one.since.max(other.since));
        let here = sides.into_iter().flatten().filter(|absent| absent.is_here);
        here.map(|absent| absent.since).chain(both).min()
    }

    /// When something is due, and how it then ends.
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

    /// How it ends, and when it did, if it is time.
    pub(super) fn overdue(
        &self,
        policy: &SwitchboardPolicy,
        now: Timestamp,
    ) -> Option<(CallEnd, Timestamp)> {
        let (_, end) = self.deadline(policy).filter(|(at, _)| *at <= now)?;
        // What has been left was over before the wait.
        let at = if end == CallEnd::Failed { self.left_since()? } else { now };
        Some((end, at))
    }
}

/// How much text a signal has.
fn size(event: &CallEvent) -> usize {
    match event {
        CallEvent::Signal { signal, .. } => signal.weight(),
        CallEvent::Changed { .. } | CallEvent::Availability { .. } => 0,
    }
}
