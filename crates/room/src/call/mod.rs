//! Calls: who rings whom, who answers, and how it ends. One [`Switchboard`] has all the people whose pages are
//! open and all calls that are not over. What two people in a call see and hear of each other is a
//! room's business.

mod command;
mod company;
mod effect;
mod leaving;
mod permissions;
mod person;
mod presence;
mod progress;
mod ringing;
mod told;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::Duration;

use convene_model::{
    Availability, CallEnd, CallId, CallRecord, CallState, PersonId, Signal, Timestamp, TransportId,
};

use crate::ConnectionId;
pub use command::{CallCommand, CallError};
use company::Stay;
pub use effect::{CallEffect, CallEvent};
pub use permissions::{Reach, reach};
use person::Person;
pub use person::Profile;
use presence::Present;
use progress::Call;
use ringing::Placed;

/// What is decided for calls from outside.
#[derive(Debug, Clone, Copy)]
pub struct SwitchboardPolicy {
    /// For how long it rings.
    pub ring: Duration,
    /// For how long a stranger hears it ring at somebody who cannot be reached: whether that is because they are
    /// away, do not want it, or do not exist must not be told from it.
    pub pretend: Duration,
    /// For how long a caller whose connection dropped while it rings is waited for.
    pub caller_grace: Duration,
    /// For how long a call goes on with neither of the two in its room, their media may well flow; or without one
    /// whose page is open. Absent where there are no rooms, and whoever goes out of a call is known to.
    pub unattended: Option<Duration>,
    /// Whether two who ring each other at once are connected. If not, the first call rings on, and the second finds
    /// its callee busy: so it must be where both have offered, and neither can answer any more.
    pub crossing_connects: bool,
}

/// All people whose pages are open, and all calls that are not over.
#[derive(Debug)]
pub struct Switchboard {
    policy: SwitchboardPolicy,
    people: BTreeMap<PersonId, Person>,
    connections: HashMap<ConnectionId, PersonId>,
    calls: BTreeMap<CallId, Call>,
    /// Those who are in a room with others though their own call there is over.
    stays: BTreeMap<PersonId, Stay>,
    /// The pages that are in a room.
    present: HashMap<ConnectionId, Present>,
    /// When something is due, by call.
    due: BTreeSet<(Timestamp, CallId)>,
    effects: VecDeque<CallEffect>,
}

impl Switchboard {
    /// One with nobody at it.
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

    /// The next thing to do, until there is none.
    pub fn poll_effect(&mut self) -> Option<CallEffect> {
        self.effects.pop_front()
    }

    /// When [`Switchboard::handle_timeout`] is due.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.due.first().map(|(at, _)| *at)
    }

    /// Somebody opened a page. What is known of them already counts for more than `profile`.
    pub fn handle_sign_in(&mut self, connection: ConnectionId, profile: Profile, now: Timestamp) {
        let id = profile.party.id.clone();
        self.people.entry(id.clone()).or_insert_with(|| Person::new(profile));
        self.connections.insert(connection, id.clone());
        let was = self.availability(&id);
        if let Some(person) = self.people.get_mut(&id) {
            person.connections.insert(connection, false);
        }
        self.tell_availability(&id, was);
        // What rings at the others rings here too, and what goes on is seen.
        let theirs = self.calls.values().filter(|call| call.is_seen_by(&id));
        let calls: Vec<CallId> = theirs.map(|call| call.record.id.clone()).collect();
        for call in calls {
            self.ring_at(connection, &call);
        }
        self.watch_calls_of(&id, now);
    }

    /// What somebody says of themselves changed: the name, who may call, who is blocked.
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
            // Who is blocked sees what those see who are not there, from now on.
            let availability = if shown { self.availability(&id) } else { Availability::Offline };
            let pages = self.people.get(viewer).into_iter().flat_map(Person::pages);
            for connection in pages.collect::<Vec<_>>() {
                self.tell(connection, CallEvent::Availability { who: id.clone(), availability });
            }
        }
    }

    /// Whose connection this is.
    #[must_use]
    pub fn person_at(&self, connection: ConnectionId) -> Option<&PersonId> {
        self.connections.get(&connection)
    }

    /// What is known of somebody who has a page open or is in a call.
    #[must_use]
    pub fn profile(&self, who: &PersonId) -> Option<&Profile> {
        self.people.get(who).map(|person| &person.profile)
    }

    /// The pages somebody has open.
    pub fn pages_of(&self, who: &PersonId) -> impl Iterator<Item = ConnectionId> {
        self.people.get(who).into_iter().flat_map(Person::pages)
    }

    /// A call that is not over.
    #[must_use]
    pub fn call(&self, call: &CallId) -> Option<&CallRecord> {
        self.calls.get(call).map(|call| &call.record)
    }

    /// The calls that were answered and are not over.
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
                // Out of a meeting, on another page, one is with the others still.
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

    /// Ends what has rung long enough or is attended by nobody.
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

    /// The call somebody is in, one that rings there not counted.
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
                // A moment that cannot be is not believed.
                let at = at.filter(|at| (answered_at..=now).contains(at)).unwrap_or(now);
                self.part(&id, sender, CallEnd::HungUp, at);
            }
            None if call.is_from(sender) => self.end(&id, CallEnd::Cancelled, now),
            None => return Err(CallError::WrongState),
        }
        Ok(())
    }

    /// Ends a call because one of the two goes.
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
            // What comes while it rings is for whoever answers.
            call.keep_signal(event.clone());
            let rings = call.rings;
            let to = call.record.callee.id.clone();
            let tabs = self.people.get(&to).into_iter().flat_map(Person::pages);
            if rings { tabs.collect() } else { Vec::new() }
        } else {
            // Nothing of a callee reaches the caller before the answer, their addresses least of all.
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
            // One comes back to a call that rings here by answering it.
            Some(call) if call.rings_at(sender) => return Err(CallError::WrongState),
            Some(_) => {}
            None => {
                let goes_on = record.state.answered_at().is_some() && !record.state.is_ended();
                if !people.contains(sender) || !goes_on {
                    return Err(CallError::CallNotFound);
                }
                // Meanwhile they may have begun another.
                let elsewhere = |who| self.is_elsewhere(who, &resumed.room);
                if let Some(who) = people.iter().find(|who| elsewhere(who)) {
                    let own = who == sender;
                    return Err(if own { CallError::InCall } else { CallError::CallNotFound });
                }
            }
        }
        // With the call, the other is in it as well.
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

    /// Ends a call: everybody of it is told, and nobody else.
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

    /// The call, if it is one of this person's.
    fn call_of(&mut self, who: &PersonId, call: &CallId) -> Result<&mut Call, CallError> {
        let call = self.calls.get_mut(call).filter(|call| call.is_seen_by(who));
        call.ok_or(CallError::CallNotFound)
    }

    fn ringing_at<'a>(&self, who: &PersonId, call: &'a CallId) -> Result<&'a CallId, CallError> {
        let found = self.calls.get(call).filter(|call| call.is_seen_by(who));
        let found = found.ok_or(CallError::CallNotFound)?;
        if found.rings_at(who) { Ok(call) } else { Err(CallError::WrongState) }
    }

    /// Sets when something is due for a call.
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
