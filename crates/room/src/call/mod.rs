//! Calls, from the first ring to the end. One [`Switchboard`] holds all people with open pages and
//! all calls that have not ended. The media of a call flows through a room.

mod command;
mod delivery;
mod effect;
mod keeping;
mod leaving;
mod permissions;
mod person;
mod presence;
mod progress;
mod ringing;
mod stays;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::Duration;

use convene_model::{
    Availability, CallEnd, CallId, CallRecord, CallState, PersonId, Signal, Timestamp, TransportId,
};

use crate::ConnectionId;
pub use command::{CallCommand, CallError};
pub use effect::{CallEffect, CallEvent};
pub use permissions::{Reach, reach};
use person::Person;
pub use person::Profile;
use presence::Present;
use progress::Call;
use ringing::Placed;
use stays::Stay;

/// Durations and options of calls, set by the owner.
#[derive(Debug, Clone, Copy)]
pub struct SwitchboardPolicy {
    /// How long a call rings.
    pub ring: Duration,
    /// How long a stranger's call to an unreachable person pretends to ring. The caller must not
    /// learn whether the callee is offline, refuses the call, or does not exist.
    pub pretend: Duration,
    /// How long a ringing call waits for a caller whose connection dropped.
    pub caller_grace: Duration,
    /// How long a call goes on while both parties are absent from its room, or one party with an
    /// open page is; their media may still flow. `None` without rooms, where leaving is explicit.
    pub unattended: Option<Duration>,
    /// True to connect two people who ring each other at once. If false, the first call rings on
    /// and the second is busy. Clients that both send an offer cannot answer, so they need false.
    pub crossing_connects: bool,
    /// True if calls outlive the process: a call rings, or counts as answered, once that is kept.
    pub keeps: bool,
}

/// All people with open pages, and all calls that have not ended.
#[derive(Debug)]
pub struct Switchboard {
    policy: SwitchboardPolicy,
    people: BTreeMap<PersonId, Person>,
    connections: HashMap<ConnectionId, PersonId>,
    calls: BTreeMap<CallId, Call>,
    /// People who stay in a room after the end of their own call.
    stays: BTreeMap<PersonId, Stay>,
    /// Pages that are in a room.
    present: HashMap<ConnectionId, Present>,
    /// Deadlines of calls.
    due: BTreeSet<(Timestamp, CallId)>,
    effects: VecDeque<CallEffect>,
}

impl Switchboard {
    /// An empty switchboard.
    #[must_use]
    pub fn new(policy: SwitchboardPolicy) -> Self {
        Self {
            policy,
            people: BTreeMap::new(),
            connections: HashMap::new(),
            calls: BTreeMap::new(),
            stays: BTreeMap::new(),
            present: HashMap::new(),
            due: BTreeSet::new(),
            effects: VecDeque::new(),
        }
    }

    /// Next effect, or `None` if all are drained.
    pub fn poll_effect(&mut self) -> Option<CallEffect> {
        self.effects.pop_front()
    }

    /// Time at which [`Switchboard::handle_timeout`] is due.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.due.first().map(|(at, _)| *at)
    }

    /// A person opened a page. `profile` is ignored if the switchboard already has one.
    pub fn handle_sign_in(&mut self, connection: ConnectionId, profile: Profile, now: Timestamp) {
        let id = profile.party.id.clone();
        self.people.entry(id.clone()).or_insert_with(|| Person::new(profile));
        self.connections.insert(connection, id.clone());
        let was = self.availability(&id);
        if let Some(person) = self.people.get_mut(&id) {
            person.connections.insert(connection, false);
        }
        self.tell_availability(&id, was);
        // Calls that ring on the person's other pages ring here too; running calls are shown.
        let theirs = self.calls.values().filter(|call| call.is_seen_by(&id));
        let calls: Vec<CallId> = theirs.map(|call| call.record.id.clone()).collect();
        for call in calls {
            self.ring_at(connection, &call);
        }
        self.watch_calls_of(&id, now);
    }

    /// A person's profile changed: name, who may call, or blocked people.
    pub fn handle_profile(&mut self, profile: Profile) {
        let id = profile.party.id.clone();
        let Some(person) = self.people.get_mut(&id) else { return };
        let before = std::mem::replace(&mut person.profile, profile);
        let now = person.profile.clone();
        for viewer in &now.known {
            let shown = !now.blocked.contains(viewer);
            if shown != before.blocked.contains(viewer) {
                continue;
            }
            // A blocked person sees `Offline` from now on.
            let availability = if shown { self.availability(&id) } else { Availability::Offline };
            let pages = self.people.get(viewer).into_iter().flat_map(Person::pages);
            for connection in pages.collect::<Vec<_>>() {
                self.tell(connection, CallEvent::Availability { who: id.clone(), availability });
            }
        }
    }

    /// Person of a connection.
    #[must_use]
    pub fn person_at(&self, connection: ConnectionId) -> Option<&PersonId> {
        self.connections.get(&connection)
    }

    /// Profile of a person who has an open page or a call.
    #[must_use]
    pub fn profile(&self, who: &PersonId) -> Option<&Profile> {
        self.people.get(who).map(|person| &person.profile)
    }

    /// A person's open pages.
    pub fn pages_of(&self, who: &PersonId) -> impl Iterator<Item = ConnectionId> {
        self.people.get(who).into_iter().flat_map(Person::pages)
    }

    /// A call that has not ended.
    #[must_use]
    pub fn call(&self, call: &CallId) -> Option<&CallRecord> {
        self.calls.get(call).map(|call| &call.record)
    }

    /// True if the call has not ended and `who` may see it: as its caller, or as its callee once it
    /// rings at them or was answered.
    #[must_use]
    pub fn is_told_of(&self, call: &CallId, who: &PersonId) -> bool {
        self.calls.get(call).is_some_and(|call| call.is_seen_by(who))
    }

    /// Calls that were answered and have not ended.
    pub fn answered_calls(&self) -> impl Iterator<Item = &CallId> {
        let answered = self.calls.iter().filter(|(_, it)| it.record.state.answered_at().is_some());
        answered.map(|(id, _)| id)
    }

    /// A page was closed, or its connection broke.
    pub fn handle_disconnect(&mut self, connection: ConnectionId, now: Timestamp) {
        let Some(id) = self.connections.remove(&connection) else { return };
        let was = self.availability(&id);
        if let Some(person) = self.people.get_mut(&id) {
            person.connections.remove(&connection);
        }
        let theirs = self.calls.values_mut().filter(|call| call.is_attended_by(connection));
        let calls: Vec<CallId> = theirs
            .map(|call| {
                call.lose(connection, now);
                call.record.id.clone()
            })
            .collect();
        for call in calls {
            self.schedule(&call);
        }
        self.leave_room(connection, now);
        self.watch_calls_of(&id, now);
        self.tell_availability(&id, was);
        self.forget_if_gone(&id);
    }

    /// Applies a command.
    ///
    /// # Errors
    /// [`CallError`].
    pub fn handle_command(
        &mut self,
        connection: ConnectionId,
        command: CallCommand,
        now: Timestamp,
    ) -> Result<(), CallError> {
        let sender = self.connections.get(&connection).cloned().ok_or(CallError::NotSignedIn)?;
        match command {
            CallCommand::Place { call, to, callee, video, into, room } => {
                let placed = Placed { call, to, callee, video, into, room };
                self.place(connection, &sender, placed, now)
            }
            CallCommand::Answer(call) => self.answer(connection, &sender, &call, now),
            CallCommand::Decline(call) => {
                let ringing = self.ringing_at(&sender, &call)?.clone();
                self.end(&ringing, CallEnd::Declined, now);
                Ok(())
            }
            CallCommand::Busy(call) => {
                let ringing = self.ringing_at(&sender, &call)?.clone();
                self.end(&ringing, CallEnd::Busy, now);
                Ok(())
            }
            CallCommand::HangUp { call, at } => self.hang_up(&sender, &call, at, now),
            CallCommand::Connected(call) => {
                let call = self.call_of(&sender, &call)?;
                if let CallState::Connecting { answered_at } = call.record.state {
                    call.record.state = CallState::InCall { answered_at };
                    let id = call.record.id.clone();
                    self.keep_and_tell(&id);
                }
                Ok(())
            }
            CallCommand::Failed(call) => {
                let call = self.call_of(&sender, &call)?;
                if call.record.state.answered_at().is_none() {
                    return Err(CallError::WrongState);
                }
                let id = call.record.id.clone();
                self.part(&id, &sender, CallEnd::Failed, now);
                Ok(())
            }
            CallCommand::Signal { call, transport_id, signal } => {
                self.signal(connection, &sender, &call, transport_id, signal)
            }
            CallCommand::Resume { record, into, room } => {
                let resumed = Call::resumed(*record, into, room);
                self.resume(connection, &sender, resumed, now)
            }
            CallCommand::Entered { room, by } => {
                self.enter_room(connection, &sender, Present { room, by }, now);
                Ok(())
            }
            CallCommand::Left => {
                let left = self.leave_room(connection, now);
                // Leaving another room does not end the stay.
                if left.is_some() && left.as_ref() == self.stays.get(&sender).map(|it| &it.room) {
                    self.leave_company(&sender, None);
                }
                Ok(())
            }
            CallCommand::SetAway(away) => {
                let was = self.availability(&sender);
                if let Some(person) = self.people.get_mut(&sender) {
                    person.connections.insert(connection, away);
                }
                self.tell_availability(&sender, was);
                Ok(())
            }
        }
    }

    /// Ends a call that only pretends to ring, for a caller whose client expects the refusal at once.
    /// Such a caller learns no more by it: every call that does not ring ends alike.
    pub fn end_pretended(&mut self, call: &CallId, now: Timestamp) {
        let is_pretended = |call: &Call| {
            call.record.state == CallState::Ringing && !call.rings && call.waits.is_none()
        };
        if self.calls.get(call).is_some_and(is_pretended) {
            self.end(call, CallEnd::Unavailable, now);
        }
    }

    /// Ends calls whose deadline has passed: not answered, or unattended.
    pub fn handle_timeout(&mut self, now: Timestamp) {
        while let Some((at, id)) = self.due.first().cloned()
            && at <= now
        {
            self.due.remove(&(at, id.clone()));
            let Some(call) = self.calls.get_mut(&id) else { continue };
            if let Some((end, at)) = call.overdue(&self.policy, now) {
                call.assumed = end == CallEnd::Failed;
                self.end(&id, end, at);
            } else {
                self.schedule(&id);
            }
        }
    }

    /// The call that occupies the person; a call that only rings at them does not count.
    fn engaged(&self, id: &PersonId) -> Option<&Call> {
        self.calls.values().find(|call| call.engages(id))
    }

    fn hang_up(
        &mut self,
        sender: &PersonId,
        call: &CallId,
        at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), CallError> {
        if self.leave_company(sender, Some(call)) {
            return Ok(());
        }
        let call = self.call_of(sender, call)?;
        let id = call.record.id.clone();
        match call.record.state.answered_at() {
            Some(answered_at) => {
                // A time outside the call is replaced by now.
                let at = at.filter(|at| (answered_at..=now).contains(at)).unwrap_or(now);
                self.part(&id, sender, CallEnd::HungUp, at);
            }
            None if call.is_from(sender) => self.end(&id, CallEnd::Cancelled, now),
            None => return Err(CallError::WrongState),
        }
        Ok(())
    }

    /// Ends a call because one party leaves; the other may stay in the room.
    fn part(&mut self, id: &CallId, who: &PersonId, end: CallEnd, at: Timestamp) {
        self.keep_company(id, who);
        self.end(id, end, at);
    }

    fn signal(
        &mut self,
        connection: ConnectionId,
        sender: &PersonId,
        call: &CallId,
        transport_id: TransportId,
        signal: Signal,
    ) -> Result<(), CallError> {
        let call = self.call_of(sender, call)?;
        let id = call.record.id.clone();
        let event = CallEvent::Signal { call: id.clone(), transport_id, signal };
        let others = if call.record.state.answered_at().is_some() {
            if !call.is_attended_by(connection) {
                return Err(CallError::WrongState);
            }
            call.other_than(connection).into_iter().collect()
        } else if call.is_from(sender) {
            // Signals sent while ringing are kept for the page that answers.
            call.keep_signal(event.clone());
            let rings = call.rings;
            let to = call.record.callee.id.clone();
            let tabs = self.people.get(&to).into_iter().flat_map(Person::pages);
            if rings { tabs.collect() } else { Vec::new() }
        } else {
            // Before the answer nothing from the callee reaches the caller, least of all addresses.
            return Err(CallError::WrongState);
        };
        for connection in others {
            self.tell(connection, event.clone());
        }
        Ok(())
    }

    fn resume(
        &mut self,
        connection: ConnectionId,
        sender: &PersonId,
        resumed: Call,
        now: Timestamp,
    ) -> Result<(), CallError> {
        let record = &resumed.record;
        let id = record.id.clone();
        let people = [record.caller.id.clone(), record.callee.id.clone()];
        match self.calls.get(&id) {
            Some(call) if !call.is_seen_by(sender) => return Err(CallError::CallNotFound),
            // A callee takes up a ringing call by answering it, not by resuming it.
            Some(call) if call.rings_at(sender) => return Err(CallError::WrongState),
            Some(_) => {}
            None => {
                let goes_on = record.state.answered_at().is_some() && !record.state.is_ended();
                if !people.contains(sender) || !goes_on {
                    return Err(CallError::CallNotFound);
                }
                // Either party may have begun another call meanwhile.
                let elsewhere = |who| self.is_elsewhere(who, &resumed.room);
                if let Some(who) = people.iter().find(|who| elsewhere(who)) {
                    let own = who == sender;
                    return Err(if own { CallError::InCall } else { CallError::CallNotFound });
                }
            }
        }
        // Resuming puts both parties in the call, so both availabilities may change.
        let was = people.map(|who| (self.availability(&who), who));
        let call = self.calls.entry(id.clone()).or_insert(resumed);
        call.take_up(sender, connection);
        let room = call.room.clone();
        self.schedule(&id);
        self.watch(&room, now);
        self.tell_call(&id);
        for (before, who) in was {
            self.tell_availability(&who, before);
        }
        Ok(())
    }

    /// Ends a call and tells the parties who may see it.
    fn end(&mut self, id: &CallId, end: CallEnd, at: Timestamp) {
        let Some(call) = self.calls.get_mut(id) else { return };
        let answered_at = call.record.state.answered_at();
        let people = [call.record.caller.id.clone(), call.record.callee.id.clone()];
        let was: Vec<_> = people.into_iter().map(|who| (self.availability(&who), who)).collect();
        let Some(call) = self.calls.get_mut(id) else { return };
        call.record.state = CallState::Ended { answered_at, ended_at: at, end };
        let room = call.room.clone();
        self.keep_and_tell(id);
        self.calls.remove(id);
        self.dissolve(&room);
        self.due.retain(|(_, due)| due != id);
        for (before, who) in was {
            self.tell_availability(&who, before);
            self.forget_if_gone(&who);
        }
    }

    /// The call, if this person may see it.
    fn call_of(&mut self, who: &PersonId, call: &CallId) -> Result<&mut Call, CallError> {
        let call = self.calls.get_mut(call).filter(|call| call.is_seen_by(who));
        call.ok_or(CallError::CallNotFound)
    }

    fn ringing_at<'a>(&self, who: &PersonId, call: &'a CallId) -> Result<&'a CallId, CallError> {
        let found = self.calls.get(call).filter(|call| call.is_seen_by(who));
        let found = found.ok_or(CallError::CallNotFound)?;
        if found.rings_at(who) { Ok(call) } else { Err(CallError::WrongState) }
    }

    /// Updates the deadline of a call.
    fn schedule(&mut self, id: &CallId) {
        self.due.retain(|(_, due)| due != id);
        let at = self.calls.get(id).and_then(|call| call.due(&self.policy));
        self.due.extend(at.map(|at| (at, id.clone())));
    }

    fn forget_if_gone(&mut self, id: &PersonId) {
        let gone = self.people.get(id).is_some_and(|person| person.connections.is_empty());
        if gone {
            self.leave_company(id, None);
        }
        if gone && !self.calls.values().any(|call| call.is_seen_by(id)) {
            self.people.remove(id);
        }
    }
}
