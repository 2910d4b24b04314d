//! Owner of the switchboard: the only code that touches it.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use convene_model::{
    Availability, CallEnd, CallId, CallRecord, CallState, MeetingId, ParticipantId, Party,
    PersonId, Timestamp, WhoMayCall,
};
use convene_room::{
    CallCommand, CallEffect, CallError, ConnectionId, Profile, Switchboard, SwitchboardPolicy,
};
use convene_storage::{StoredCall, StoredCallRoom};
use tokio::sync::oneshot;

use super::input::{CallInput, CallOutbound, Done, ProfileChange};
use super::keeper::{FirstId, Keeper, Kept, Write};
use super::leases::CallLeases;
use super::runtime::{Outlets, Owned};
use crate::clock::Timeline;

/// How often ongoing calls are confirmed in storage. If both people of a call never come back, its
/// recorded end is off by at most this much.
const GO_ON: Duration = Duration::from_secs(30);

/// A change that waits for the disk before it applies.
struct First {
    what: WaitsFor,
    reply: Option<Reply>,
}

enum WaitsFor {
    /// The call is to be placed or answered.
    Call(CallId),
    Profile(ConnectionId, ProfileChange),
}

type Reply = oneshot::Sender<Result<Done, CallError>>;

/// Result of carrying out effects.
#[derive(Default)]
struct Drained {
    /// The last call that was written.
    last: Option<(StoredCall, Kept)>,
    /// The change that waits for the disk, if any.
    first: Option<FirstId>,
}

/// Data about a call that the switchboard does not hold.
#[derive(Debug, Clone)]
struct Place {
    caller: PersonId,
    room: StoredCallRoom,
    into: Option<CallId>,
}

/// The switchboard and the outlets to its connections.
pub(super) struct Owner {
    board: Switchboard,
    clock: Timeline,
    leases: CallLeases,
    keeper: Keeper,
    outlets: Outlets<CallOutbound>,
    /// Connections of guests, with the ids under which people call them.
    guests: HashMap<ConnectionId, PersonId>,
    /// Changes that wait for the disk, with the callers to answer.
    firsts: HashMap<FirstId, First>,
    /// Rooms of the calls that have not ended, or whose room is still in use.
    places: HashMap<CallId, Place>,
    /// Calls that an earlier server process left unfinished, and when it last confirmed each.
    before: HashMap<CallId, (StoredCall, Timestamp)>,
    /// Until when people may come back to the calls in `before`.
    before_until: Timestamp,
    go_on_at: Timestamp,
}

impl Owner {
    pub(super) fn new(
        policy: SwitchboardPolicy,
        clock: Timeline,
        keeper: Keeper,
        leases: CallLeases,
    ) -> Self {
        let now = clock.now();
        Self {
            board: Switchboard::new(policy),
            clock,
            leases,
            keeper,
            outlets: Outlets::new(),
            guests: HashMap::new(),
            firsts: HashMap::new(),
            places: HashMap::new(),
            before: HashMap::new(),
            before_until: now + policy.unattended.unwrap_or_default(),
            go_on_at: now + GO_ON,
        }
    }

    /// Takes over the calls that an earlier process left unfinished. Calls that were ringing end.
    pub(super) fn take_over(&mut self, unfinished: Vec<(StoredCall, Timestamp)>) {
        for (call, known_at) in unfinished {
            if call.record.state.answered_at().is_some() {
                self.before.insert(call.record.id.clone(), (call, known_at));
            } else {
                self.give_up(call, known_at);
            }
        }
    }

    /// Applies a change that is now on the disk, or drops one that the disk refused.
    fn handle_kept(&mut self, First { what, reply }: First, is_kept: bool) {
        let result = match what {
            WaitsFor::Call(call) => {
                let result = self.board.handle_kept(&call, is_kept, self.clock.now());
                // Clients of guests expect at once that somebody is unavailable.
                if self.board.call(&call).is_some_and(|call| self.is_guest(&call.caller.id)) {
                    self.board.end_pretended(&call, self.clock.now());
                }
                let place = self.places.get(&call).cloned();
                self.open_leases(&call);
                let Drained { last, .. } = self.drain();
                let record = self.board.call(&call).cloned();
                if record.is_none() {
                    self.places.remove(&call);
                    self.leases.end(&call);
                }
                result.map(|()| {
                    let over = last.as_ref().filter(|(last, _)| last.record.id == call);
                    let over = over.map(|(last, _)| last.record.clone());
                    let call = record.or(over).zip(place.map(|place| place.room));
                    Done { call, kept: last.map(|(_, kept)| kept) }
                })
            }
            WaitsFor::Profile(..) if !is_kept => Err(CallError::NotKept),
            WaitsFor::Profile(connection, change) => {
                self.set_profile(connection, change);
                self.drain();
                Ok(Done { call: None, kept: None })
            }
        };
        if let Some(reply) = reply {
            // The caller may be gone.
            let _ = reply.send(result);
        }
    }

    fn availability(&self, connection: ConnectionId, contacts: &[PersonId]) -> Vec<Availability> {
        let who = self.board.person_at(connection);
        let there = |contact| self.board.availability_for(who?, contact);
        contacts.iter().map(|it| there(it).unwrap_or(Availability::Offline)).collect()
    }

    fn is_guest(&self, who: &PersonId) -> bool {
        self.guests.values().any(|guest| guest == who)
    }

    /// Tells a person's pages, except `but`, to reload the person's data.
    fn tell_changed(&mut self, who: &PersonId, but: Option<ConnectionId>) {
        for page in self.board.pages_of(who).collect::<Vec<_>>() {
            if Some(page) != but {
                self.outlets.send(page, CallOutbound::Myself);
            }
        }
    }

    /// Places a call. The caller is answered once the call is on the disk; only then does it ring.
    fn place(
        &mut self,
        (connection, to): (ConnectionId, PersonId),
        callee: Option<Box<Profile>>,
        video: bool,
        into: Option<CallId>,
        reply: Reply,
    ) {
        match self.begin_place(connection, to, callee, video, into) {
            Ok(drained) => {
                // Either this call, or the other person's call placed at the same time.
                let done = drained.last.map(|(call, kept)| Done {
                    call: Some((call.record, call.room)),
                    kept: Some(kept),
                });
                self.answer_when_kept(drained.first, done.ok_or(CallError::CallNotFound), reply);
            }
            Err(error) => drop(reply.send(Err(error))),
        }
    }

    /// Answers at once, or once the pending change is on the disk.
    fn answer_when_kept(
        &mut self,
        first: Option<FirstId>,
        done: Result<Done, CallError>,
        reply: Reply,
    ) {
        match first.and_then(|first| self.firsts.get_mut(&first)) {
            Some(first) => first.reply = Some(reply),
            None => drop(reply.send(done)),
        }
    }

    fn begin_place(
        &mut self,
        connection: ConnectionId,
        to: PersonId,
        callee: Option<Box<Profile>>,
        video: bool,
        into: Option<CallId>,
    ) -> Result<Drained, CallError> {
        let mut rng = rand::rng();
        let call = CallId::random(&mut rng);
        let own_room = StoredCallRoom {
            meeting: MeetingId::random(&mut rng),
            caller: ParticipantId::random(&mut rng),
            callee: ParticipantId::random(&mut rng),
        };
        // A person added to a call enters its room, where the caller already is.
        let room = match into.as_ref().and_then(|into| self.presence(connection, into)) {
            Some((meeting, caller)) => StoredCallRoom { meeting, caller, ..own_room },
            None => own_room,
        };
        let caller = self.board.person_at(connection).ok_or(CallError::NotSignedIn)?.clone();
        let meeting = room.meeting.clone();
        self.places.insert(call.clone(), Place { caller, room, into: into.clone() });
        let command =
            CallCommand::Place { call: call.clone(), to, callee, video, into, room: meeting };
        let result = self.board.handle_command(connection, command, self.clock.now());
        let drained = self.drain();
        if self.board.call(&call).is_none() {
            self.places.remove(&call);
            self.leases.end(&call);
        }
        result.map(|()| drained)
    }

    /// The room of a call, and the participant id of the connection's person in it.
    fn presence(
        &self,
        connection: ConnectionId,
        call: &CallId,
    ) -> Option<(MeetingId, ParticipantId)> {
        let who = self.board.person_at(connection)?;
        let place = self.places.get(call)?;
        let StoredCallRoom { meeting, caller, callee } = &place.room;
        let participant = if place.caller == *who { caller } else { callee };
        Some((meeting.clone(), participant.clone()))
    }

    fn resume(
        &mut self,
        connection: ConnectionId,
        call: &CallId,
        over: Option<Box<StoredCall>>,
    ) -> Result<Done, CallError> {
        let is_known = self.board.call(call).is_some() || self.before.contains_key(call);
        let now = self.clock.now();
        if let Some(over) = over.filter(|_| !is_known) {
            self.before.insert(call.clone(), (*over, now));
            if let Err(error) = self.take_up(connection, call) {
                self.before.remove(call);
                return Err(error);
            }
            drop(self.keeper.keep(Write::Reopen(call.clone()), now));
        } else {
            self.take_up(connection, call)?;
        }
        let kept = self.drain().last;
        let place = self.places.get(call).ok_or(CallError::CallNotFound)?;
        let record = self.board.call(call).ok_or(CallError::CallNotFound)?;
        let call = Some((record.clone(), place.room.clone()));
        Ok(Done { call, kept: kept.map(|(_, kept)| kept) })
    }

    /// Handles a page's entry into a room. A person whose call is over may still be there with
    /// others.
    fn enter(&mut self, connection: ConnectionId, room: MeetingId, over: Option<Box<StoredCall>>) {
        let by = over.map(|over| {
            let StoredCall { record, room, into, .. } = *over;
            let place = Place { caller: record.caller.id, room, into };
            self.places.entry(record.id.clone()).or_insert(place);
            record.id
        });
        let entered = CallCommand::Entered { room, by };
        // A connection that is no longer signed in has no presence.
        let _ = self.board.handle_command(connection, entered, self.clock.now());
    }

    /// Resumes a call for the person of a connection.
    fn take_up(&mut self, connection: ConnectionId, call: &CallId) -> Result<(), CallError> {
        let (record, into, room) = match (self.board.call(call), self.before.get(call)) {
            (Some(record), _) => {
                let place = self.places.get(call).ok_or(CallError::CallNotFound)?;
                (record.clone(), place.into.clone(), place.room.meeting.clone())
            }
            (None, Some((stored, _))) => {
                (stored.record.clone(), stored.into.clone(), stored.room.meeting.clone())
            }
            (None, None) => return Err(CallError::CallNotFound),
        };
        let command = CallCommand::Resume { record: Box::new(record), into, room };
        self.board.handle_command(connection, command, self.clock.now())?;
        if let Some((StoredCall { record, room, into, .. }, _)) = self.before.remove(call) {
            let caller = record.caller.id;
            self.places.insert(call.clone(), Place { caller, room, into });
        }
        self.open_leases(call);
        Ok(())
    }

    /// Opens relay leases for the people who know of a call.
    fn open_leases(&mut self, call: &CallId) {
        let Some(CallRecord { caller, callee, .. }) = self.board.call(call) else { return };
        let people = [&caller.id, &callee.id];
        let told = people.into_iter().filter(|who| self.board.is_told_of(call, who));
        self.leases.open(call, told);
    }

    fn command(&mut self, connection: ConnectionId, command: CallCommand, reply: Reply) {
        let mut first = None;
        let done = self.begin_command(connection, command).map(|(drained, done)| {
            first = drained;
            done
        });
        self.answer_when_kept(first, done, reply);
    }

    fn begin_command(
        &mut self,
        connection: ConnectionId,
        command: CallCommand,
    ) -> Result<(Option<FirstId>, Done), CallError> {
        // A call that ended while the server was away is reported now.
        if let CallCommand::HangUp { call, at } = &command
            && self.before.contains_key(call)
            && let Err(error) = self.take_up(connection, call)
        {
            let done = self.hang_up_before(connection, call, *at).ok_or(error)?;
            return Ok((None, done));
        }
        self.board.handle_command(connection, command, self.clock.now())?;
        let Drained { last, first } = self.drain();
        Ok((first, Done { call: None, kept: last.map(|(_, kept)| kept) }))
    }

    /// Ends a call of an earlier process that cannot be resumed because one of the two people is in
    /// another call by now.
    fn hang_up_before(
        &mut self,
        connection: ConnectionId,
        call: &CallId,
        at: Option<Timestamp>,
    ) -> Option<Done> {
        let who = self.board.person_at(connection)?;
        let (stored, _) = self.before.get(call)?;
        let parties = [stored.record.caller.id.clone(), stored.record.callee.id.clone()];
        if !parties.contains(who) {
            return None;
        }
        let (mut stored, _) = self.before.remove(call)?;
        let now = self.clock.now();
        let answered_at = stored.record.state.answered_at();
        let ended_at = at.filter(|at| answered_at <= Some(*at) && *at <= now).unwrap_or(now);
        stored.record.state = CallState::Ended { answered_at, ended_at, end: CallEnd::HungUp };
        let kept = self.keeper.keep(Write::Call(Box::new(stored)), now);
        for who in &parties {
            self.tell_changed(who, None);
        }
        Some(Done { call: None, kept: Some(kept) })
    }

    /// Writes a profile change before it applies. A block protects its person, so it applies at
    /// once.
    fn change_profile(&mut self, connection: ConnectionId, change: ProfileChange, reply: Reply) {
        let Some(who) = self.board.person_at(connection).cloned() else {
            return drop(reply.send(Err(CallError::NotSignedIn)));
        };
        let now = self.clock.now();
        let write = match change.clone() {
            ProfileChange::Set { name, who_may_call } => Write::Profile { who, name, who_may_call },
            ProfileChange::Block(blocked) => {
                self.set_profile(connection, change);
                let kept = Some(self.keeper.keep(Write::Block(who, blocked), now));
                return drop(reply.send(Ok(Done { call: None, kept })));
            }
            ProfileChange::Unblock(blocked) => Write::Unblock(who, blocked),
        };
        let first = self.keeper.keep_first(write, now);
        let what = WaitsFor::Profile(connection, change);
        self.firsts.insert(first, First { what, reply: Some(reply) });
    }

    /// Applies a profile change, and tells the person's other pages to reload.
    fn set_profile(&mut self, connection: ConnectionId, change: ProfileChange) {
        let who = self.board.person_at(connection);
        let profile = who.and_then(|who| self.board.profile(who));
        // If the person is offline, their profile is read from the disk when they return.
        let Some(mut profile) = profile.cloned() else { return };
        match change {
            ProfileChange::Set { name, who_may_call } => {
                profile.party.name = name.unwrap_or(profile.party.name);
                profile.who_may_call = who_may_call.unwrap_or(profile.who_may_call);
            }
            ProfileChange::Block(blocked) => {
                profile.blocked.insert(blocked.id);
            }
            ProfileChange::Unblock(blocked) => {
                profile.blocked.remove(&blocked);
            }
        }
        let who = profile.party.id.clone();
        self.board.handle_profile(profile);
        self.tell_changed(&who, Some(connection));
    }

    /// Ends a call of an earlier process to which nobody came back.
    fn give_up(&mut self, mut call: StoredCall, known_at: Timestamp) {
        let answered_at = call.record.state.answered_at();
        let (ended_at, end) = (known_at, CallEnd::Failed);
        call.record.state = CallState::Ended { answered_at, ended_at, end };
        call.assumed = answered_at.is_some();
        drop(self.keeper.keep(Write::Call(Box::new(call)), self.clock.now()));
    }

    fn note_what_goes_on(&mut self, now: Timestamp) {
        let calls: Vec<CallId> = self.board.answered_calls().cloned().collect();
        if !calls.is_empty() {
            drop(self.keeper.keep(Write::GoOn(calls), now));
        }
    }

    /// Carries out effects until there are none. A connection that is too slow is dropped, which
    /// has effects of its own.
    fn drain(&mut self) -> Drained {
        let Drained { mut last, mut first } = Drained::default();
        loop {
            while let Some(effect) = self.board.poll_effect() {
                match effect {
                    CallEffect::Tell { connection, event } => {
                        self.outlets.send(connection, CallOutbound::Event(event));
                    }
                    CallEffect::Keep { record, for_callee, assumed } => {
                        last = self.keep(*record, for_callee, assumed).or(last);
                    }
                    CallEffect::KeepFirst { record, for_callee } => {
                        first = self.keep_first(*record, for_callee).or(first);
                    }
                    // A guest's id ends with its connection: there is nobody to know later.
                    CallEffect::Acquaint(one, other)
                        if [&one, &other].into_iter().any(|who| self.is_guest(who)) => {}
                    CallEffect::Acquaint(one, other) => {
                        let (now, people) = (self.clock.now(), [one.clone(), other.clone()]);
                        drop(self.keeper.keep(Write::Acquaint(one, other), now));
                        for who in people {
                            self.tell_changed(&who, None);
                        }
                    }
                }
            }
            let Some(connection) = self.outlets.take_stuck() else { break };
            self.board.handle_disconnect(connection, self.clock.now());
        }
        Drained { last, first }
    }

    fn keep_first(&mut self, record: CallRecord, for_callee: bool) -> Option<FirstId> {
        let id = record.id.clone();
        let Place { room, into, .. } = self.places.get(&id).cloned()?;
        let call = StoredCall { record, room, into, for_callee, assumed: false };
        let first = self.keeper.keep_first(Write::Call(Box::new(call)), self.clock.now());
        self.firsts.insert(first, First { what: WaitsFor::Call(id), reply: None });
        Some(first)
    }

    fn keep(
        &mut self,
        record: CallRecord,
        for_callee: bool,
        assumed: bool,
    ) -> Option<(StoredCall, Kept)> {
        let Some(Place { room, into, .. }) = self.places.get(&record.id).cloned() else {
            tracing::error!(call = %record.id, "a call has no room");
            return None;
        };
        if let CallState::Ended { end, .. } = record.state {
            metrics::counter!("convene_calls_total", "end" => end.as_str()).increment(1);
            // A person who stays in its room may add others.
            if !self.board.is_stayed_by(&record.id) {
                self.places.remove(&record.id);
                self.leases.end(&record.id);
            }
            // The callee never heard it ring: it is a missed call.
            if for_callee && matches!(end, CallEnd::Busy | CallEnd::Unavailable) {
                self.tell_changed(&record.callee.id, None);
            }
        }
        self.open_leases(&record.id);
        let call = StoredCall { record, room, into, for_callee, assumed };
        let kept = self.keeper.keep(Write::Call(Box::new(call.clone())), self.clock.now());
        Some((call, kept))
    }
}

impl Owned for Owner {
    type Input = CallInput;

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn instant(&self, at: Timestamp) -> tokio::time::Instant {
        self.clock.instant(at)
    }

    /// After a step of the clock, the next confirmation of calls is scheduled anew: its old time
    /// was on the old clock.
    fn settle_clock(&mut self) {
        let is_deadline_pending = self.board.poll_timeout().is_some() || !self.before.is_empty();
        if self.clock.settle(is_deadline_pending) {
            self.go_on_at = self.clock.now() + GO_ON;
        }
    }

    fn poll_timeout(&self) -> Option<Timestamp> {
        let before = (!self.before.is_empty()).then_some(self.before_until);
        let go_on = (!self.places.is_empty()).then_some(self.go_on_at);
        let due = [self.board.poll_timeout(), before, go_on];
        due.into_iter().flatten().min()
    }

    fn handle_timeout(&mut self, now: Timestamp) {
        self.board.handle_timeout(now);
        self.drain();
        if now >= self.before_until {
            for (call, known_at) in std::mem::take(&mut self.before).into_values() {
                self.give_up(call, known_at);
            }
        }
        if now >= self.go_on_at {
            let board = &self.board;
            self.places.retain(|id, _| board.call(id).is_some() || board.is_stayed_by(id));
            let places = &self.places;
            self.leases.retain(|call| places.contains_key(call));
            self.note_what_goes_on(now);
            self.go_on_at = now + GO_ON;
        }
    }

    /// Writes pending changes, and applies those that waited for the disk. Cancel-safe.
    async fn write(&mut self) {
        for (first, is_kept) in self.keeper.write().await {
            if let Some(first) = self.firsts.remove(&first) {
                self.handle_kept(first, is_kept);
            }
        }
    }

    /// Writes the remaining changes before the server stops.
    async fn finish(mut self) {
        self.note_what_goes_on(self.clock.now());
        self.keeper.finish().await;
    }

    fn handle(&mut self, input: CallInput, now: Timestamp) {
        // Callers that are gone need no answer.
        match input {
            CallInput::SignIn { connection, profile, contacts, outbound, reply } => {
                self.outlets.insert(connection, outbound);
                self.board.handle_sign_in(connection, *profile, now);
                let _ = reply.send(self.availability(connection, &contacts));
            }
            CallInput::Guest { connection, party, outbound } => {
                let guest = guest_profile(party);
                if let Some(outbound) = outbound {
                    self.outlets.insert(connection, outbound);
                    self.guests.insert(connection, guest.party.id.clone());
                    self.board.handle_sign_in(connection, guest.clone(), now);
                }
                self.board.handle_profile(guest);
            }
            CallInput::Availability { connection, contacts, reply } => {
                let _ = reply.send(self.availability(connection, &contacts));
            }
            CallInput::Changed { connection } => {
                if let Some(who) = self.board.person_at(connection).cloned() {
                    self.tell_changed(&who, Some(connection));
                }
            }
            CallInput::Place { connection, to, callee, video, into, reply } => {
                self.place((connection, to), callee, video, into, reply);
            }
            CallInput::Resume { connection, call, over, reply } => {
                let _ = reply.send(self.resume(connection, &call, over));
            }
            CallInput::Entered { connection, room, over } => self.enter(connection, room, over),
            CallInput::HistoryChanged { people } => {
                for who in people {
                    self.tell_changed(&who, None);
                }
            }
            CallInput::Command { connection, command, reply } => {
                self.command(connection, command, reply);
            }
            CallInput::Profile { connection, change, reply } => {
                self.change_profile(connection, change, reply);
            }
            CallInput::Direct { to } => {
                for (who, message) in to {
                    for page in self.board.pages_of(&who).collect::<Vec<_>>() {
                        self.outlets.send(page, CallOutbound::Direct(message.clone()));
                    }
                }
            }
            CallInput::Flush { reply } => {
                let _ = reply.send(self.keeper.flush());
            }
            CallInput::Disconnect { connection } => {
                self.outlets.remove(connection);
                self.board.handle_disconnect(connection, now);
                self.guests.remove(&connection);
            }
        }
        self.drain();
    }
}

/// Everybody may call a guest, and it has blocked nobody.
fn guest_profile(party: Party) -> Profile {
    Profile {
        party,
        who_may_call: WhoMayCall::Anybody,
        blocked: BTreeSet::new(),
        known: BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests;
