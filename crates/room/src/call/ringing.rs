//! Start of a call: ringing and answering.

use convene_model::{
    CallEnd, CallId, CallRecord, CallState, MeetingId, Party, PersonId, Timestamp,
};

use super::progress::{Call, Side, Waits};
use super::{CallEffect, CallError, Profile, Reach, Switchboard, reach};
use crate::ConnectionId;

/// Details of a call to place.
pub(super) struct Placed {
    pub(super) call: CallId,
    pub(super) to: PersonId,
    pub(super) callee: Option<Box<Profile>>,
    pub(super) video: bool,
    pub(super) into: Option<CallId>,
    pub(super) room: MeetingId,
}
impl Switchboard {
    pub(super) fn place(
        &mut self,
        connection: ConnectionId,
        sender: &PersonId,
        placed: Placed,
        now: Timestamp,
    ) -> Result<(), CallError> {
        let Placed { call: id, to, callee, video, into, room } = placed;
        if to == *sender {
            return Err(CallError::OwnId);
        }
        // Crossing calls: two people who ring each other at once are connected.
        let is_free = self.engaged(sender).is_none() && !self.stays(sender);
        let connects = self.policy.crossing_connects;
        let mut theirs =
            self.calls.values_mut().filter(|call| connects && call.is_ringing(&to, sender));
        if let Some(theirs) = theirs.find(|call| call.rings || is_free) {
            let id = theirs.record.id.clone();
            // The answer keeps the call, so the pending write of its placing is moot.
            if theirs.is_to_be_placed() {
                theirs.waits = None;
            }
            // Ringing a person permits them to ring back: their hidden call becomes visible.
            if !std::mem::replace(&mut theirs.rings, true) {
                theirs.for_callee = true;
                self.ring_at(connection, &id);
            }
            return self.answer(connection, sender, &id, now);
        }
        match (&into, self.engaged(sender)) {
            (None, Some(_)) => return Err(CallError::InCall),
            (None, None) if self.stays(sender) => return Err(CallError::InCall),
            (Some(into), _) if self.stays_in(sender, into).is_some() => {}
            (Some(into), _) => {
                let engaged = self.calls.get(into).filter(|call| call.engages(sender));
                let engaged = engaged.ok_or(CallError::CallNotFound)?;
                if engaged.record.state.answered_at().is_none() {
                    return Err(CallError::WrongState);
                }
            }
            (None, None) => {}
        }
        let Some(caller) = self.people.get(sender).map(|person| &person.profile) else {
            return Err(CallError::NotSignedIn);
        };
        let here = self.people.get(&to);
        let callee = here.map(|person| &person.profile).or(callee.as_deref());
        // To a stranger the callee's name is the typed id until the answer, so an id does not show
        // whether it exists.
        let known = caller.known.contains(&to);
        let party = callee.filter(|_| known).map(|callee| callee.party.clone());
        let stranger = || Some(Party { id: to.clone(), name: to.to_string().parse().ok()? });
        let record = CallRecord {
            id: id.clone(),
            caller: caller.party.clone(),
            callee: party.or_else(stranger).ok_or(CallError::CallNotFound)?,
            video,
            called_at: now,
            state: CallState::Ringing,
        };
        let online = here.is_some_and(|person| !person.connections.is_empty());
        let reached = reach(caller, callee, online);
        let rung = self.calls.values().any(|call| call.engages(&to) || call.rings_at(&to));
        let busy = rung || self.stays(&to);
        let room_of = |into| {
            let call = self.calls.get(into).map(|call| &call.room);
            call.or_else(|| self.stays_in(sender, into))
        };
        let room = into.as_ref().and_then(room_of).cloned().unwrap_or(room);
        let call = Call {
            record,
            caller: Side::attended(connection),
            callee: Side::default(),
            rings: reached == Reach::Rings && !busy,
            waits: None,
            for_callee: matches!(reached, Reach::Rings | Reach::Offline),
            room,
            assumed: false,
            into,
            signals: Vec::new(),
        };
        let rings = call.rings;
        let is_over = reached == Reach::Rings && busy || reached != Reach::Rings && known;
        if self.policy.keeps && !is_over {
            let (record, for_callee) = (Box::new(call.record.clone()), call.for_callee);
            self.effects.push_back(CallEffect::KeepFirst { record, for_callee });
            let waits = Some(Waits::Placed { rings });
            self.calls.insert(id.clone(), Call { rings: false, waits, ..call });
            return Ok(());
        }
        self.calls.insert(id.clone(), call);
        self.keep_and_tell(&id);
        if rings {
            self.schedule(&id);
        } else if reached == Reach::Rings {
            self.end(&id, CallEnd::Busy, now);
        } else if known {
            self.end(&id, CallEnd::Unavailable, now);
        } else {
            self.schedule(&id);
        }
        Ok(())
    }

    pub(super) fn answer(
        &mut self,
        connection: ConnectionId,
        sender: &PersonId,
        call: &CallId,
        now: Timestamp,
    ) -> Result<(), CallError> {
        let id = self.ringing_at(sender, call)?.clone();
        // A person in a call must leave it first.
        if self.engaged(sender).is_some() || self.stays(sender) {
            return Err(CallError::InCall);
        }
        let party = self.people.get(sender).map(|person| person.profile.party.clone());
        let Some(call) = self.calls.get_mut(&id) else { return Err(CallError::CallNotFound) };
        if self.policy.keeps {
            if call.waits.is_some() {
                return Err(CallError::WrongState);
            }
            call.waits = Some(Waits::Answered { connection, at: now });
            let mut record = Box::new(call.record.clone());
            record.state = CallState::Connecting { answered_at: now };
            record.callee = party.unwrap_or(record.callee);
            let for_callee = call.for_callee;
            self.effects.push_back(CallEffect::KeepFirst { record, for_callee });
            return Ok(());
        }
        self.take_answer(connection, sender, &id, now);
        self.keep_and_tell(&id);
        Ok(())
    }

    /// Applies an answer and tells availability; the caller of this method announces the call.
    pub(super) fn take_answer(
        &mut self,
        connection: ConnectionId,
        sender: &PersonId,
        id: &CallId,
        now: Timestamp,
    ) {
        let was =
            [self.calls.get(id).map(|call| call.record.caller.id.clone()), Some(sender.clone())]
                .into_iter()
                .flatten()
                .map(|who| (self.availability(&who), who))
                .collect::<Vec<_>>();
        let party = self.people.get(sender).map(|person| person.profile.party.clone());
        let Some(call) = self.calls.get_mut(id) else { return };
        call.record.state = CallState::Connecting { answered_at: now };
        call.record.callee = party.unwrap_or_else(|| call.record.callee.clone());
        call.callee = Side::attended(connection);
        call.signals.clear();
        let room = call.room.clone();
        let parties = (call.record.caller.id.clone(), call.record.callee.id.clone());
        self.effects.push_back(CallEffect::Acquaint(parties.0.clone(), parties.1.clone()));
        for (one, other) in [(&parties.0, &parties.1), (&parties.1, &parties.0)] {
            if let Some(person) = self.people.get_mut(one) {
                person.profile.known.insert(other.clone());
            }
        }
        self.watch(&room, now);
        for (before, who) in was {
            self.tell_availability(&who, before);
        }
    }
}
