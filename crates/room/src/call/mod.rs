//! Calls: who rings whom, who answers, and how it ends. One [`Switchboard`] has all the people whose pages are
//! open and all calls that are not over. What two people in a call see and hear of each other is a
//! room's business.

mod company;
mod leaving;
mod permissions;
mod person;
mod progress;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::Duration;

use convene_model::{
    Availability, CallEnd, CallId, CallRecord, CallState, Party, PersonId, Signal, Timestamp,
    TransportId,
};

use crate::ConnectionId;
use company::Stay;
pub use permissions::{Reach, reach};
use person::Person;
pub use person::Profile;
use progress::{Call, Side};

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
    /// For how long a call without a connection to either of the two goes on: their media may well flow.
    pub unattended: Duration,
    /// Whether two who ring each other at once are connected. If not, the first call rings on, and the second finds
    /// its callee busy: so it must be where both have offered, and neither can answer any more.
    pub crossing_connects: bool,
}

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallCommand {
    /// Ring somebody.
    Place {
        /// The new call's id.
        call: CallId,
        /// Whom.
        to: PersonId,
        /// What is kept of them; absent if nobody has the id. Not looked at if they are here.
        callee: Option<Box<Profile>>,
        /// Whether with video.
        video: bool,
        /// The call they are in already, if this is to bring another into it.
        into: Option<CallId>,
    },
    /// Take a call that rings here.
    Answer(CallId),
    /// Refuse a call that rings here.
    Decline(CallId),
    /// End a call: give up while it rings there, or hang up. `at` is when it happened, if it could not be told then.
    HangUp {
        /// Which.
        call: CallId,
        /// When.
        at: Option<Timestamp>,
    },
    /// Media is there.
    Connected(CallId),
    /// Media does not come through.
    Failed(CallId),
    /// Set up media with the other.
    Signal {
        /// In which call.
        call: CallId,
        /// Of which transport.
        transport_id: TransportId,
        /// What.
        signal: Signal,
    },
    /// Come back to a call: after a lost connection, or with what was kept of it after a restart of the server.
    Resume {
        /// The call as it was kept; not looked at if it is known here.
        record: Box<CallRecord>,
        /// The call into which it brought another person.
        into: Option<CallId>,
    },
    /// Whether anybody looks at this page.
    SetAway(bool),
    /// This page has left the room it was in.
    Left,
}

/// Why a command is refused: nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The connection is nobody's.
    #[error("sign in first")]
    NotSignedIn,
    /// Nobody calls themselves.
    #[error("this is your own id")]
    OwnId,
    /// One call at a time.
    #[error("you are in a call already")]
    InCall,
    /// There is no such call, or it is other people's, or over.
    #[error("there is no such call")]
    CallNotFound,
    /// Not in the state the call is in.
    #[error("not in the state the call is in")]
    WrongState,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallEffect {
    /// Tell a connection.
    Tell {
        /// Which.
        connection: ConnectionId,
        /// What.
        event: CallEvent,
    },
    /// Keep the call as it stands.
    Keep {
        /// The call.
        record: Box<CallRecord>,
        /// Whether the callee is to find it in their history too.
        for_callee: bool,
    },
    /// The two have talked: from now on they know each other.
    Acquaint(PersonId, PersonId),
}

/// What somebody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallEvent {
    /// A call of theirs began to ring, here or there, or changed.
    Changed {
        /// The call.
        record: Box<CallRecord>,
        /// Whether it is taken at this very connection.
        here: bool,
        /// The call into which this one brings another person, if it does.
        into: Option<CallId>,
    },
    /// A step of the other's negotiation.
    Signal {
        /// In which call.
        call: CallId,
        /// Of which transport.
        transport_id: TransportId,
        /// What.
        signal: Signal,
    },
    /// Where somebody is whom one has talked with.
    Availability {
        /// Who.
        who: PersonId,
        /// Where.
        availability: Availability,
    },
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
    pub fn handle_sign_in(&mut self, connection: ConnectionId, profile: Profile) {
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
            CallCommand::Place { call, to, callee, video, into } => {
                self.place(connection, &sender, Placed { call, to, callee, video, into }, now)
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
            CallCommand::Resume { record, into } => {
                self.resume(connection, &sender, *record, into, now)
            }
            CallCommand::Left => {
                self.leave_company(&sender, None);
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
            let Some(call) = self.calls.get(&id) else { continue };
            if let Some(end) = call.overdue(&self.policy, now) {
                self.end(&id, end, now);
            } else {
                self.schedule(&id);
            }
        }
    }

    /// The call somebody is in, one that rings there not counted.
    fn engaged(&self, id: &PersonId) -> Option<&Call> {
        self.calls.values().find(|call| call.engages(id))
    }

    fn place(
        &mut self,
        connection: ConnectionId,
        sender: &PersonId,
        placed: Placed,
        now: Timestamp,
    ) -> Result<(), CallError> {
        let Placed { call: id, to, callee, video, into } = placed;
        if to == *sender {
            return Err(CallError::OwnId);
        }
        // Two who call each other at once are connected.
        let crossing = |call: &&Call| call.rings_at(sender) && call.is_from(&to);
        let theirs = self.calls.values().find(crossing).filter(|_| self.policy.crossing_connects);
        if let Some(theirs) = theirs {
            let theirs = theirs.record.id.clone();
            return self.answer(connection, sender, &theirs, now);
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
        // A stranger sees the id they typed, whether somebody has it or not; the name comes with the answer.
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
        let room = into.as_ref().and_then(room_of).cloned();
        let call = Call {
            record,
            caller: Side::attended(connection),
            callee: Side::default(),
            rings: reached == Reach::Rings && !busy,
            for_callee: matches!(reached, Reach::Rings | Reach::Offline),
            room: room.unwrap_or_else(|| id.clone()),
            into,
            signals: Vec::new(),
        };
        let rings = call.rings;
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

    fn answer(
        &mut self,
        connection: ConnectionId,
        sender: &PersonId,
        call: &CallId,
        now: Timestamp,
    ) -> Result<(), CallError> {
        let id = self.ringing_at(sender, call)?.clone();
        // Whoever is in a call leaves it first.
        if self.engaged(sender).is_some() || self.stays(sender) {
            return Err(CallError::InCall);
        }
        let was =
            [self.calls.get(&id).map(|call| call.record.caller.id.clone()), Some(sender.clone())]
                .into_iter()
                .flatten()
                .map(|who| (self.availability(&who), who))
                .collect::<Vec<_>>();
        let party = self.people.get(sender).map(|person| person.profile.party.clone());
        let Some(call) = self.calls.get_mut(&id) else { return Err(CallError::CallNotFound) };
        call.record.state = CallState::Connecting { answered_at: now };
        call.record.callee = party.unwrap_or_else(|| call.record.callee.clone());
        call.callee = Side::attended(connection);
        call.signals.clear();
        let parties = (call.record.caller.id.clone(), call.record.callee.id.clone());
        self.effects.push_back(CallEffect::Acquaint(parties.0.clone(), parties.1.clone()));
        for (one, other) in [(&parties.0, &parties.1), (&parties.1, &parties.0)] {
            if let Some(person) = self.people.get_mut(one) {
                person.profile.known.insert(other.clone());
            }
        }
        self.keep_and_tell(&id);
        self.schedule(&id);
        for (before, who) in was {
            self.tell_availability(&who, before);
        }
        Ok(())
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
        record: CallRecord,
        into: Option<CallId>,
        now: Timestamp,
    ) -> Result<(), CallError> {
        let id = record.id.clone();
        match self.calls.get(&id) {
            Some(call) if !call.is_seen_by(sender) => return Err(CallError::CallNotFound),
            // One comes back to a call that rings here by answering it.
            Some(call) if call.rings_at(sender) => return Err(CallError::WrongState),
            Some(_) => {}
            None => {
                let is_party = record.caller.id == *sender || record.callee.id == *sender;
                let goes_on = record.state.answered_at().is_some() && !record.state.is_ended();
                if !is_party || !goes_on {
                    return Err(CallError::CallNotFound);
                }
            }
        }
        // With the call, the other is in it as well.
        let people = [record.caller.id.clone(), record.callee.id.clone()];
        let was = people.map(|who| (self.availability(&who), who));
        let room = into.as_ref().map(|into| self.calls.get(into).map_or(into, |it| &it.room));
        let room = room.unwrap_or(&id).clone();
        let resumed = || Call::resumed(record, into, room, now);
        let call = self.calls.entry(id.clone()).or_insert_with(resumed);
        call.take_up(sender, connection);
        self.schedule(&id);
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

    fn keep_and_tell(&mut self, id: &CallId) {
        if let Some(call) = self.calls.get(id) {
            let (record, for_callee) = (Box::new(call.record.clone()), call.for_callee);
            self.effects.push_back(CallEffect::Keep { record, for_callee });
        }
        self.tell_call(id);
    }

    /// Tells all pages of those in a call how it stands.
    fn tell_call(&mut self, id: &CallId) {
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
    fn ring_at(&mut self, connection: ConnectionId, id: &CallId) {
        let Some(call) = self.calls.get(id) else { return };
        let rings = self.connections.get(&connection).is_some_and(|who| call.rings_at(who));
        let sent = call.signals.iter().filter(|_| rings).cloned();
        let events = std::iter::once(call.shown_at(connection)).chain(sent);
        let told: Vec<_> = events.map(|event| CallEffect::Tell { connection, event }).collect();
        self.effects.extend(told);
    }

    fn tell(&mut self, connection: ConnectionId, event: CallEvent) {
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

    fn tell_availability(&mut self, who: &PersonId, was: Availability) {
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

    /// Drops who has no page open and no call.
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

/// A call that is to be placed.
struct Placed {
    call: CallId,
    to: PersonId,
    callee: Option<Box<Profile>>,
    video: bool,
    into: Option<CallId>,
}
