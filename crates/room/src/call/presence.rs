//! Presence in the rooms of calls. A call ends once it has been unattended for
//! [`super::SwitchboardPolicy::unattended`]: both parties are absent from its room, or one party
//! with an open page is. This does not depend on what the pages report about the call.

use std::collections::BTreeSet;

use convene_model::{CallId, MeetingId, PersonId, Timestamp};

use super::Switchboard;
use super::person::Person;
use super::progress::Call;
use crate::ConnectionId;

/// The room that a page is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Present {
    pub(super) room: MeetingId,
    /// The person's ended call that led there.
    pub(super) by: Option<CallId>,
}

impl Switchboard {
    pub(super) fn enter_room(
        &mut self,
        connection: ConnectionId,
        who: &PersonId,
        present: Present,
        now: Timestamp,
    ) {
        let room = present.room.clone();
        // A person is in a room with one page at a time; the newest replaces the others.
        let pages: Vec<ConnectionId> = self.pages_of(who).collect();
        self.present.retain(|page, at| !pages.contains(page) || at.room != room);
        self.leave_room(connection, now);
        self.present.insert(connection, present);
        self.watch(&room, now);
        self.gather(&room);
    }

    /// Notes that a page left its room; returns that room.
    pub(super) fn leave_room(
        &mut self,
        connection: ConnectionId,
        now: Timestamp,
    ) -> Option<MeetingId> {
        let Present { room, .. } = self.present.remove(&connection)?;
        self.watch(&room, now);
        Some(room)
    }

    fn is_present(&self, who: &PersonId, room: &MeetingId) -> bool {
        let mut pages = self.people.get(who).into_iter().flat_map(Person::pages);
        pages.any(|page| self.present.get(&page).is_some_and(|at| at.room == *room))
    }

    /// True if the person is in a call, or stays, in another room.
    pub(super) fn is_elsewhere(&self, who: &PersonId, room: &MeetingId) -> bool {
        self.calls.values().any(|call| call.engages(who) && call.room != *room)
            || self.stays.get(who).is_some_and(|stay| stay.room != *room)
    }

    /// Updates which parties of the calls in this room are absent from it.
    pub(super) fn watch(&mut self, room: &MeetingId, now: Timestamp) {
        let answered = |call: &Call| call.record.state.answered_at().is_some();
        let of_room = self.calls.values().filter(|call| call.room == *room && answered(call));
        let absence: Vec<(CallId, [Option<bool>; 2])> = of_room
            .map(|call| {
                let parties = [&call.record.caller.id, &call.record.callee.id];
                let absent = |who| !self.is_present(who, room);
                let is_here = |who| self.pages_of(who).next().is_some();
                (call.record.id.clone(), parties.map(|who| absent(who).then(|| is_here(who))))
            })
            .collect();
        for (id, absent) in absence {
            if let Some(call) = self.calls.get_mut(&id) {
                call.note_absence(absent, now);
            }
            self.schedule(&id);
        }
    }

    /// Calls `watch` for all rooms of a person's calls, after a page was opened or closed.
    pub(super) fn watch_calls_of(&mut self, who: &PersonId, now: Timestamp) {
        let theirs = self.calls.values().filter(|call| call.engages(who));
        let rooms: BTreeSet<MeetingId> = theirs.map(|call| call.room.clone()).collect();
        for room in rooms {
            self.watch(&room, now);
        }
    }
}
