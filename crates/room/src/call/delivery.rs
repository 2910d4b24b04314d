//! Delivery of events about calls and availability.

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

    /// Sends the state of a call to all pages of its caller and, if they may see it, its callee.
    pub(super) fn tell_call(&mut self, id: &CallId) {
        let Some(call) = self.calls.get(id).filter(|call| !call.is_to_be_placed()) else { return };
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

    /// Sends a call to one page and, if it rings there, the caller's signals so far.
    pub(super) fn ring_at(&mut self, connection: ConnectionId, id: &CallId) {
        let Some(call) = self.calls.get(id).filter(|call| !call.is_to_be_placed()) else { return };
        let rings = self.connections.get(&connection).is_some_and(|who| call.rings_at(who));
        let sent = call.signals.iter().filter(|_| rings).cloned();
        let events = std::iter::once(call.shown_at(connection)).chain(sent);
        let told: Vec<_> = events.map(|event| CallEffect::Tell { connection, event }).collect();
        self.effects.extend(told);
    }

    pub(super) fn tell(&mut self, connection: ConnectionId, event: CallEvent) {
        self.effects.push_back(CallEffect::Tell { connection, event });
    }

    /// Availability of a person.
    #[must_use]
    pub fn availability(&self, who: &PersonId) -> Availability {
        let Some(person) = self.people.get(who) else { return Availability::Offline };
        self.taken_up(who).unwrap_or_else(|| person.availability())
    }

    /// Availability of `who`, if `viewer` may see it: an acquaintance whom `who` has not blocked.
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
