//! Who is in the room of a call: a call in whose room neither of its two has been for long is over, whatever their
//! pages say or do not say.

use convene_model::{CallId, MeetingId, PersonId, Timestamp};

use super::Switchboard;
use super::person::Person;
use crate::ConnectionId;

/// Where a page is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Present {
    pub(super) room: MeetingId,
    /// The call of theirs that led there, if it is over.
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
        // One page at a time has somebody's place in a room.
        let pages: Vec<ConnectionId> = self.pages_of(who).collect();
        self.present.retain(|page, at| !pages.contains(page) || at.room != room);
        self.leave_room(connection, now);
        self.present.insert(connection, present);
        self.watch(&room, now);
        self.gather(&room);
    }

    /// A page is nowhere any more: the room it was in.
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

    /// Whether somebody is in a call, or stays, in another room.
    pub(super) fn is_elsewhere(&self, who: &PersonId, room: &MeetingId) -> bool {
        self.calls.values().any(|call| call.engages(who) && call.room != *room)
            || self.stays.get(who).is_some_and(|stay| stay.room != *room)
    }

    /// Notes of the calls of a room since when neither of their two is there.
    pub(super) fn watch(&mut self, room: &MeetingId, now: Timestamp) {
        let of_room = self
            .calls
            .iter()
            .filter(|(_, call)| call.room == *room && call.record.state.answered_at().is_some());
        let seen: Vec<(CallId, bool)> = of_room
            .map(|(id, call)| {
                let parties = [&call.record.caller.id, &call.record.callee.id];
                (id.clone(), parties.iter().any(|who| self.is_present(who, room)))
            })
            .collect();
        for (id, is_occupied) in seen {
            if let Some(call) = self.calls.get_mut(&id) {
                let since = call.empty_since.unwrap_or(now);
                call.empty_since = (!is_occupied).then_some(since);
            }
            self.schedule(&id);
        }
    }
}
