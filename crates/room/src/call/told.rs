//! Who is told what.

use convene_model::{Availability, CallId, PersonId};

use super::person::Person;
use super::{CallEffect, CallEvent, Switchboard};
use crate::ConnectionId;

impl Switchboard {
    pub(super) fn keep_and_tell(&mut self, id: &CallId) {
        if let Some(call) = self.calls.get(id) {
            let (record, for_callee) = (Box::new(call.record.clone()), call.for_callee);
            let assumed = call.assumed;
            self.effects.push_back(CallEffect::Keep { record, for_callee, assumed });
        }
        self.tell_call(id);
    }

    /// Tells all pages of those in a call how it stands.
    pub(super) fn tell_call(&mut self, id: &CallId) {
        let Some(call) = self.calls.get(id) else { return };
        let shown = [&call.record.caller.id, &call.record.callee.id]
            .into_iter()
            .filter(|who| call.is_seen_by(who))
            .filter_map(|who| self.people.get(who))
            .flat_map(Person::pages);
        let told: Vec<CallEffect> = shown
            .map(|connection| CallEffect::Tell { connection, event: call.shown_at(connection) })
            .collect();
        self.effects.extend(told);
    }

    /// Tells one page of a call, and where it rings what the caller has sent already.
    pub(super) fn ring_at(&mut self, connection: ConnectionId, id: &CallId) {
        let Some(call) = self.calls.get(id) else { return };
        let rings = self.connections.get(&connection).is_some_and(|who| call.rings_at(who));
        let sent = call.signals.iter().filter(|_| rings).cloned();
        let events = std::iter::once(call.shown_at(connection)).chain(sent);
        let told: Vec<_> = events.map(|event| CallEffect::Tell { connection, event }).collect();
        self.effects.extend(told);
    }

    pub(super) fn tell(&mut self, connection: ConnectionId, event: CallEvent) {
        self.effects.push_back(CallEffect::Tell { connection, event });
    }

    /// Where somebody is.
    #[must_use]
    pub fn availability(&self, who: &PersonId) -> Availability {
        let Some(person) = self.people.get(who) else { return Availability::Offline };
        self.taken_up(who).unwrap_or_else(|| person.availability())
    }

    /// Where `who` is, as far as `viewer` may know: those who have talked do, unless one has blocked the other.
    #[must_use]
    pub fn availability_for(&self, viewer: &PersonId, who: &PersonId) -> Option<Availability> {
        let person = &self.people.get(who)?.profile;
        let shown = person.known.contains(viewer) && !person.blocked.contains(viewer);
        shown.then(|| self.availability(who))
    }

    pub(super) fn tell_availability(&mut self, who: &PersonId, was: Availability) {
        let availability = self.availability(who);
        let Some(person) = self.people.get(who) else { return };
        if availability == was {
            return;
        }
        let known = person.profile.known.iter();
        let told = known.filter(|viewer| !person.profile.blocked.contains(*viewer));
        let connections: Vec<ConnectionId> =
            told.filter_map(|viewer| self.people.get(viewer)).flat_map(Person::pages).collect();
        for connection in connections {
            self.tell(connection, CallEvent::Availability { who: who.clone(), availability });
        }
    }
}
