//! One call, from the first ring to its end.

use convene_model::{CallEnd, CallId, CallRecord, CallState, PersonId, Timestamp};

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
    /// Since when there is none.
    lost_at: Option<Timestamp>,
}

impl Side {
    pub(super) fn attended(connection: ConnectionId) -> Self {
        Self { connection: Some(connection), lost_at: None }
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
    /// The call that opened the room in which the two meet: this one, unless it brings somebody in.
    pub(super) room: CallId,
    /// What the caller sent while it rings, for whoever answers.
    pub(super) signals: Vec<CallEvent>,
}

impl Call {
    /// A call that went on while the server did not.
    pub(super) fn resumed(
        record: CallRecord,
        into: Option<CallId>,
        room: CallId,
        now: Timestamp,
    ) -> Self {
        let lost = || Side { connection: None, lost_at: Some(now) };
        let (caller, callee) = (lost(), lost());
        Self {
            record,
            caller,
            callee,
            rings: false,
            for_callee: true,
            into,
            room,
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
                *side = Side { connection: None, lost_at: Some(now) };
            }
        }
    }

    pub(super) fn take_up(&mut self, who: &PersonId, connection: ConnectionId) {
        let side = if self.is_from(who) { &mut self.caller } else { &mut self.callee };
        *side = Side::attended(connection);
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
                let both = self.caller.lost_at.zip(self.callee.lost_at);
                both.map(|(one, other)| (one.max(other) + policy.unattended, CallEnd::Failed))
            }
            CallState::Ended { .. } => None,
        }
    }

    pub(super) fn due(&self, policy: &SwitchboardPolicy) -> Option<Timestamp> {
        self.deadline(policy).map(|(at, _)| at)
    }

    /// How it ends, if it is time.
    pub(super) fn overdue(&self, policy: &SwitchboardPolicy, now: Timestamp) -> Option<CallEnd> {
        self.deadline(policy).filter(|(at, _)| *at <= now).map(|(_, end)| end)
    }
}

/// How much text a signal has.
fn size(event: &CallEvent) -> usize {
    match event {
        CallEvent::Signal { signal, .. } => signal.weight(),
        CallEvent::Changed { .. } | CallEvent::Availability { .. } => 0,
    }
}
