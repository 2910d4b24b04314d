//! Stays: people who remain in a room after their own call there has ended, because a third person
//! was brought in and is still there. They have no call then, but count as in a call.

use std::collections::BTreeSet;

use convene_model::{Availability, CallId, MeetingId, PersonId};

use super::Switchboard;

/// A person's stay.
#[derive(Debug, Clone)]
pub(super) struct Stay {
    /// The ended call that brought the person there.
    call: CallId,
    pub(super) room: MeetingId,
}

impl Switchboard {
    /// True if the person stays in a room after the end of their own call.
    pub(super) fn stays(&self, who: &PersonId) -> bool {
        self.stays.contains_key(who)
    }

    /// Room where the person stays, if `call` brought them there.
    pub(super) fn stays_in(&self, who: &PersonId, call: &CallId) -> Option<&MeetingId> {
        self.stays.get(who).filter(|stay| stay.call == *call).map(|stay| &stay.room)
    }

    /// True if a person is still in the room of this ended call.
    #[must_use]
    pub fn is_stayed_by(&self, call: &CallId) -> bool {
        self.stays.values().any(|stay| stay.call == *call)
            || self.present.values().any(|at| at.by.as_ref() == Some(call))
    }

    /// Lets the other party of an ended call stay in its room if other people are there.
    pub(super) fn keep_company(&mut self, call: &CallId, gone: &PersonId) {
        let Some(ended) = self.calls.get(call) else { return };
        let (room, record) = (ended.room.clone(), &ended.record);
        let parties = [record.caller.id.clone(), record.callee.id.clone()];
        let others = self.company(&room, Some(call)).into_iter();
        if others.filter(|who| !parties.contains(who)).count() > 0 {
            for who in parties.into_iter().filter(|who| who != gone) {
                self.stays.insert(who, Stay { call: call.clone(), room: room.clone() });
            }
        }
    }

    /// People who return to a room after the end of their calls stay if others are there.
    pub(super) fn gather(&mut self, room: &MeetingId) {
        let here = self.present.iter().filter(|(_, at)| at.room == *room);
        let came = here
            .filter_map(|(page, at)| Some((self.connections.get(page)?.clone(), at.by.clone()?)));
        let came: Vec<_> =
            came.filter(|(who, _)| self.engaged(who).is_none() && !self.stays(who)).collect();
        let mut company = self.company(room, None);
        company.extend(came.iter().map(|(who, _)| who.clone()));
        if company.len() < 2 {
            return;
        }
        for (who, call) in came {
            let before = self.availability(&who);
            self.stays.insert(who.clone(), Stay { call, room: room.clone() });
            self.tell_availability(&who, before);
        }
    }

    /// Ends a person's stay, with `call` only if that call brought them there. True if it did.
    pub(super) fn leave_company(&mut self, who: &PersonId, call: Option<&CallId>) -> bool {
        let Some(stay) = self.stays.get(who).cloned() else { return false };
        if call.is_some_and(|call| *call != stay.call) {
            return false;
        }
        let before = self.availability(who);
        self.stays.remove(who);
        self.tell_availability(who, before);
        self.dissolve(&stay.room);
        true
    }

    /// Ends the stay of a person who is alone in the room.
    pub(super) fn dissolve(&mut self, room: &MeetingId) {
        let left: Vec<PersonId> = self.company(room, None).into_iter().collect();
        if let [alone] = left.as_slice()
            && self.stays(alone)
        {
            let before = self.availability(alone);
            self.stays.remove(alone);
            self.tell_availability(alone, before);
        }
    }

    /// All people in a room, except those who are there only through the call `ended`.
    fn company(&self, room: &MeetingId, ended: Option<&CallId>) -> BTreeSet<PersonId> {
        let going_on = self.calls.iter().filter(|(id, call)| {
            call.room == *room && Some(*id) != ended && call.record.state.answered_at().is_some()
        });
        let talking = going_on
            .flat_map(|(_, call)| [call.record.caller.id.clone(), call.record.callee.id.clone()]);
        let staying = self.stays.iter().filter(|(_, stay)| stay.room == *room);
        talking.chain(staying.map(|(who, _)| who.clone())).collect()
    }

    /// Availability `InCall` if the person talks or stays, else `None`.
    pub(super) fn taken_up(&self, who: &PersonId) -> Option<Availability> {
        let answered = |call: &super::Call| call.record.state.answered_at().is_some();
        // A person in a call may also ring a third person.
        let talks = self.calls.values().any(|call| call.engages(who) && answered(call));
        (talks || self.stays(who)).then_some(Availability::InCall)
    }
}
