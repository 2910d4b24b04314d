//! Who stays in the room of a call when the call that brought them there is over: a third person was brought in, and is
//! still there. They are in no call then, and taken up all the same.

use std::collections::BTreeSet;

use convene_model::{Availability, CallId, MeetingId, PersonId};

use super::Switchboard;

/// Somebody who stays.
#[derive(Debug, Clone)]
pub(super) struct Stay {
    /// The call that was theirs.
    call: CallId,
    pub(super) room: MeetingId,
}

impl Switchboard {
    /// Whether somebody is in a room in which others are, their own call being over.
    pub(super) fn stays(&self, who: &PersonId) -> bool {
        self.stays.contains_key(who)
    }

    /// The room of a call that is over, if that is where somebody stays.
    pub(super) fn stays_in(&self, who: &PersonId, call: &CallId) -> Option<&MeetingId> {
        self.stays.get(who).filter(|stay| stay.call == *call).map(|stay| &stay.room)
    }

    /// Whether somebody is in the room of a call, by that call and after its end.
    #[must_use]
    pub fn is_stayed_by(&self, call: &CallId) -> bool {
        self.stays.values().any(|stay| stay.call == *call)
            || self.present.values().any(|at| at.by.as_ref() == Some(call))
    }

    /// The other of a call that was hung up stays where others are.
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

    /// Those who come back to a room, their own calls being over, stay there if there are others.
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

    /// Somebody leaves the room in which they stayed, if they did by that call.
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

    /// Who is left alone stays no more.
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

    /// Everybody in a room, but for whom only `ended` brought there.
    fn company(&self, room: &MeetingId, ended: Option<&CallId>) -> BTreeSet<PersonId> {
        let going_on = self.calls.iter().filter(|(id, call)| {
            call.room == *room && Some(*id) != ended && call.record.state.answered_at().is_some()
        });
        let talking = going_on
            .flat_map(|(_, call)| [call.record.caller.id.clone(), call.record.callee.id.clone()]);
        let staying = self.stays.iter().filter(|(_, stay)| stay.room == *room);
        talking.chain(staying.map(|(who, _)| who.clone())).collect()
    }

    /// Where somebody is who has a page open.
    pub(super) fn taken_up(&self, who: &PersonId) -> Option<Availability> {
        let answered = |call: &super::Call| call.record.state.answered_at().is_some();
        // Beside the call they talk in, they may ring a third.
        let talks = self.calls.values().any(|call| call.engages(who) && answered(call));
        (talks || self.stays(who)).then_some(Availability::InCall)
    }
}
