//! The task that owns the switchboard: the only code that touches it.

use std::collections::HashMap;
use std::time::Duration;

use convene_model::{
    Availability, CallEnd, CallId, CallRecord, CallState, MeetingId, ParticipantId, PersonId,
    Timestamp,
};
use convene_room::{
    CallCommand, CallEffect, CallError, ConnectionId, Profile, Switchboard, SwitchboardPolicy,
};
use convene_storage::{CallRooms, StoredCall};
use tokio::sync::mpsc;

use super::input::{CallInput, CallOutbound, Done, ProfileChange};
use super::keeper::{Keeper, Kept, Write};
use crate::clock::Clock;

/// Who has not been here for so long, and has not dealt with anybody, is forgotten.
const FORGET_AFTER: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// How often that is looked for.
const FORGET_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// How often it is noted that calls go on: so far off may be when one ended that nobody came back to.
const GO_ON: Duration = Duration::from_secs(30);

/// What is known of a call beside what the switchboard knows.
#[derive(Debug, Clone)]
struct Place {
    caller: PersonId,
    room: CallRooms,
    into: Option<CallId>,
}

/// The switchboard and the channels to its connections.
pub(super) struct Owner {
    board: Switchboard,
    clock: Clock,
    keeper: Keeper,
    connections: HashMap<ConnectionId, mpsc::Sender<CallOutbound>>,
    /// Connections that do not keep up with what they are told.
    stuck: Vec<ConnectionId>,
    /// Where each call that is not over is.
    places: HashMap<CallId, Place>,
    /// Calls that went on when the server went away, and when it last knew of them.
    before: HashMap<CallId, (StoredCall, Timestamp)>,
    /// Until when somebody may come back to those.
    before_until: Timestamp,
    go_on_at: Timestamp,
    forget_at: Timestamp,
}

impl Owner {
    pub(super) fn new(policy: SwitchboardPolicy, clock: Clock, keeper: Keeper) -> Self {
        let now = clock.now();
        Self {
            board: Switchboard::new(policy),
            clock,
            keeper,
            connections: HashMap::new(),
            stuck: Vec::new(),
            places: HashMap::new(),
            before: HashMap::new(),
            before_until: now + policy.unattended.unwrap_or_default(),
            go_on_at: now + GO_ON,
            forget_at: now,
        }
    }

    /// Takes over what an earlier process left. What rang then does so no more.
    pub(super) fn take_over(&mut self, unfinished: Vec<(StoredCall, Timestamp)>) {
        for (call, known_at) in unfinished {
            if call.record.state.answered_at().is_some() {
                self.before.insert(call.record.id.clone(), (call, known_at));
            } else {
                self.give_up(call, known_at);
            }
        }
    }

    /// When something is due.
    pub(super) fn poll_timeout(&self) -> Option<Timestamp> {
        let before = (!self.before.is_empty()).then_some(self.before_until);
        let go_on = (!self.places.is_empty()).then_some(self.go_on_at);
        let due = [self.board.poll_timeout(), before, go_on, Some(self.forget_at)];
        due.into_iter().flatten().min()
    }

    pub(super) fn handle_timeout(&mut self) {
        let now = self.clock.now();
        self.board.handle_timeout(now);
        drop(self.drain());
        if now >= self.before_until {
            for (call, known_at) in std::mem::take(&mut self.before).into_values() {
                self.give_up(call, known_at);
            }
        }
        if now >= self.forget_at {
            let before = Timestamp(now.0.saturating_sub((Timestamp(0) + FORGET_AFTER).0));
            drop(self.keeper.keep(Write::ForgetIdle { before }, now));
            self.forget_at = now + FORGET_EVERY;
        }
        if now >= self.go_on_at {
            let board = &self.board;
            self.places.retain(|id, _| board.call(id).is_some() || board.is_stayed_by(id));
            self.note_what_goes_on(now);
            self.go_on_at = now + GO_ON;
        }
    }

    /// Writes what is to be kept. May be dropped at any time and called again.
    pub(super) async fn write(&mut self) {
        self.keeper.write().await;
    }

    /// Keeps the last before the server stops.
    pub(super) async fn finish(mut self) {
        self.note_what_goes_on(self.clock.now());
        self.keeper.finish().await;
    }

    pub(super) fn handle(&mut self, input: CallInput) {
        // Whoever asked may be gone, and then needs no answer.
        match input {
            CallInput::SignIn { connection, profile, contacts, outbound, reply } => {
                self.connections.insert(connection, outbound);
                self.board.handle_sign_in(connection, *profile, self.clock.now());
                let _ = reply.send(self.availability(connection, &contacts));
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
                let _ = reply.send(self.place(connection, to, callee, video, into));
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
                let _ = reply.send(self.command(connection, command));
            }
            CallInput::Profile { connection, change, reply } => {
                let _ = reply.send(self.change_profile(connection, change));
            }
            CallInput::Direct { to } => {
                for (who, message) in to {
                    for page in self.board.pages_of(&who).collect::<Vec<_>>() {
                        self.send(page, CallOutbound::Direct(message.clone()));
                    }
                }
            }
            CallInput::Flush { reply } => {
                let _ = reply.send(self.keeper.flush());
            }
            CallInput::Disconnect { connection } => {
                self.connections.remove(&connection);
                self.board.handle_disconnect(connection, self.clock.now());
            }
        }
        drop(self.drain());
    }

    fn availability(&self, connection: ConnectionId, contacts: &[PersonId]) -> Vec<Availability> {
        let who = self.board.person_at(connection);
        let there = |contact| self.board.availability_for(who?, contact);
        contacts.iter().map(|it| there(it).unwrap_or(Availability::Offline)).collect()
    }

    /// Tells the pages of somebody, but for the one that knows, to ask what changed.
    fn tell_changed(&mut self, who: &PersonId, but: Option<ConnectionId>) {
        for page in self.board.pages_of(who).collect::<Vec<_>>() {
            if Some(page) != but {
                self.send(page, CallOutbound::Myself);
            }
        }
    }

    fn place(
        &mut self,
        connection: ConnectionId,
        to: PersonId,
        callee: Option<Box<Profile>>,
        video: bool,
        into: Option<CallId>,
    ) -> Result<Done, CallError> {
        let mut rng = rand::rng();
        let call = CallId::random(&mut rng);
        let own_room = CallRooms {
            meeting: MeetingId::random(&mut rng),
            caller: ParticipantId::random(&mut rng),
            callee: ParticipantId::random(&mut rng),
        };
        // Whoever is brought into a call comes into its room, where the caller is already.
        let room = match into.as_ref().and_then(|into| self.presence(connection, into)) {
            Some((meeting, caller)) => CallRooms { meeting, caller, ..own_room },
            None => own_room,
        };
        let caller = self.board.person_at(connection).ok_or(CallError::NotSignedIn)?.clone();
        let meeting = room.meeting.clone();
        self.places.insert(call.clone(), Place { caller, room, into: into.clone() });
        let command =
            CallCommand::Place { call: call.clone(), to, callee, video, into, room: meeting };
        let result = self.board.handle_command(connection, command, self.clock.now());
        let kept = self.drain();
        if self.board.call(&call).is_none() {
            self.places.remove(&call);
        }
        result?;
        // It is this call, or the one by which the other rang at the same time.
        let (call, kept) = kept.ok_or(CallError::CallNotFound)?;
        Ok(Done { call: Some((call.record, call.room)), kept: Some(kept) })
    }

    /// Where the person of a connection is in a call's room.
    fn presence(
        &self,
        connection: ConnectionId,
        call: &CallId,
    ) -> Option<(MeetingId, ParticipantId)> {
        let who = self.board.person_at(connection)?;
        let place = self.places.get(call)?;
        let CallRooms { meeting, caller, callee } = &place.room;
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
        let kept = self.drain();
        let place = self.places.get(call).ok_or(CallError::CallNotFound)?;
        let record = self.board.call(call).ok_or(CallError::CallNotFound)?;
        let call = Some((record.clone(), place.room.clone()));
        Ok(Done { call, kept: kept.map(|(_, kept)| kept) })
    }

    /// A page is in a room. Who came there by a call that is over may be in it with others.
    fn enter(&mut self, connection: ConnectionId, room: MeetingId, over: Option<Box<StoredCall>>) {
        let by = over.map(|over| {
            let StoredCall { record, room, into, .. } = *over;
            let place = Place { caller: record.caller.id, room, into };
            self.places.entry(record.id.clone()).or_insert(place);
            record.id
        });
        let entered = CallCommand::Entered { room, by };
        // Who is not signed in any more is nowhere.
        let _ = self.board.handle_command(connection, entered, self.clock.now());
    }

    /// Has the person of a connection come back to a call.
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
        Ok(())
    }

    fn command(
        &mut self,
        connection: ConnectionId,
        command: CallCommand,
    ) -> Result<Done, CallError> {
        let about = match &command {
            CallCommand::Answer(call) => self.places.get(call).map(|it| (call.clone(), it.clone())),
            // Of what ended while the server was away it is told now.
            CallCommand::HangUp { call, at } if self.before.contains_key(call) => {
                match self.take_up(connection, call) {
                    Ok(()) => None,
                    Err(error) => return self.hang_up_before(connection, call, *at).ok_or(error),
                }
            }
            _ => None,
        };
        self.board.handle_command(connection, command, self.clock.now())?;
        let kept = self.drain().map(|(_, kept)| kept);
        let call =
            about.and_then(|(call, place)| Some((self.board.call(&call)?.clone(), place.room)));
        Ok(Done { call, kept })
    }

    /// Ends a call from before to which nobody can come back: one of the two is in another by now.
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

    fn change_profile(
        &mut self,
        connection: ConnectionId,
        change: ProfileChange,
    ) -> Result<Done, CallError> {
        let who = self.board.person_at(connection).ok_or(CallError::NotSignedIn)?.clone();
        let mut profile = self.board.profile(&who).ok_or(CallError::NotSignedIn)?.clone();
        let write = match change {
            ProfileChange::Set { name, who_may_call } => {
                profile.party.name = name.clone().unwrap_or(profile.party.name);
                profile.who_may_call = who_may_call.unwrap_or(profile.who_may_call);
                Write::Profile { who, name, who_may_call }
            }
            ProfileChange::Block(blocked) => {
                profile.blocked.insert(blocked.id.clone());
                Write::Block(who, blocked)
            }
            ProfileChange::Unblock(blocked) => {
                profile.blocked.remove(&blocked);
                Write::Unblock(who, blocked)
            }
        };
        let who = profile.party.id.clone();
        self.board.handle_profile(profile);
        self.tell_changed(&who, Some(connection));
        Ok(Done { call: None, kept: Some(self.keeper.keep(write, self.clock.now())) })
    }

    /// A call from before to which nobody came back.
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

    /// Carries out effects until there are none; the call that was kept last. A connection that cannot take more is
    /// dropped, which has effects of its own.
    fn drain(&mut self) -> Option<(StoredCall, Kept)> {
        let mut last = None;
        loop {
            while let Some(effect) = self.board.poll_effect() {
                match effect {
                    CallEffect::Tell { connection, event } => {
                        self.send(connection, CallOutbound::Event(event));
                    }
                    CallEffect::Keep { record, for_callee, assumed } => {
                        last = self.keep(*record, for_callee, assumed).or(last);
                    }
                    CallEffect::Acquaint(one, other) => {
                        let (now, people) = (self.clock.now(), [one.clone(), other.clone()]);
                        drop(self.keeper.keep(Write::Acquaint(one, other), now));
                        for who in people {
                            self.tell_changed(&who, None);
                        }
                    }
                }
            }
            let Some(connection) = self.stuck.pop() else { break };
            self.connections.remove(&connection);
            self.board.handle_disconnect(connection, self.clock.now());
        }
        last
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
            // Who stays in its room may bring in others.
            if !self.board.is_stayed_by(&record.id) {
                self.places.remove(&record.id);
            }
            // Of this one they heard nothing: they missed it.
            if for_callee && matches!(end, CallEnd::Busy | CallEnd::Unavailable) {
                self.tell_changed(&record.callee.id, None);
            }
        }
        let call = StoredCall { record, room, into, for_callee, assumed };
        let kept = self.keeper.keep(Write::Call(Box::new(call.clone())), self.clock.now());
        Some((call, kept))
    }

    /// Never waits: a slow connection must not hold up the others.
    fn send(&mut self, connection: ConnectionId, outbound: CallOutbound) {
        if let Some(sender) = self.connections.get(&connection)
            && sender.try_send(outbound).is_err()
        {
            tracing::debug!(connection = connection.0, "connection does not keep up, dropping it");
            self.stuck.push(connection);
        }
    }
}

#[cfg(test)]
mod tests {
    use convene_model::{Party, WhoMayCall};
    use convene_storage::{CallRepository as _, PersonRepository as _, Storage};

    use tokio::sync::oneshot;

    use super::*;

    const POLICY: SwitchboardPolicy = SwitchboardPolicy {
        ring: Duration::from_secs(30),
        pretend: Duration::from_secs(6),
        caller_grace: Duration::from_secs(5),
        unattended: Some(Duration::ZERO),
        crossing_connects: true,
    };

    fn person(syllable: &str) -> PersonId {
        syllable.repeat(6).parse().unwrap()
    }

    fn party(syllable: &str) -> Party {
        Party { id: person(syllable), name: "Ana".parse().unwrap() }
    }

    fn profile(syllable: &str) -> Box<Profile> {
        Box::new(Profile {
            party: party(syllable),
            who_may_call: WhoMayCall::Anybody,
            blocked: [].into(),
            known: [].into(),
        })
    }

    async fn storage() -> (tempfile::TempDir, Storage) {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("convene.db")).await.unwrap();
        for syllable in ["ba", "de"] {
            storage.create_person(&party(syllable), Timestamp(1)).await.unwrap();
        }
        (dir, storage)
    }

    fn owner(storage: &Storage) -> Owner {
        Owner::new(POLICY, Clock::start(), Keeper::new(storage.clone()))
    }

    /// Opens a page; what it is told comes out of the receiver, which holds so many.
    fn sign_in(
        owner: &mut Owner,
        page: u64,
        who: &str,
        holds: usize,
    ) -> mpsc::Receiver<CallOutbound> {
        let (outbound, told) = mpsc::channel(holds);
        let (reply, _) = oneshot::channel();
        let (connection, profile) = (ConnectionId(page), profile(who));
        owner.handle(CallInput::SignIn { connection, profile, contacts: vec![], outbound, reply });
        told
    }

    fn place(owner: &mut Owner, page: u64, to: &str) -> Result<Done, CallError> {
        let callee = Some(profile(to));
        owner.place(ConnectionId(page), person(to), callee, true, None)
    }

    fn command(owner: &mut Owner, page: u64, command: CallCommand) -> Result<Done, CallError> {
        owner.command(ConnectionId(page), command)
    }

    /// Two who talk, at an owner that is then no more, as after a kill.
    async fn talking(storage: &Storage) -> CallId {
        let mut owner = owner(storage);
        let _ana = sign_in(&mut owner, 1, "ba", 100);
        let _ben = sign_in(&mut owner, 2, "de", 100);
        let (call, _) = place(&mut owner, 1, "de").unwrap().call.unwrap();
        let answered = command(&mut owner, 2, CallCommand::Answer(call.id.clone())).unwrap();
        let mut kept = answered.kept.unwrap();
        while kept.try_recv().is_err() {
            owner.write().await;
        }
        call.id
    }

    #[tokio::test]
    async fn a_call_to_which_nobody_comes_back_ended_when_it_was_last_known_of() {
        let (_dir, storage) = storage().await;
        let call = talking(&storage).await;
        let unfinished = storage.unfinished_calls().await.unwrap();
        let known_at = unfinished[0].1;
        let mut owner = owner(&storage);
        owner.take_over(unfinished);
        assert!(owner.poll_timeout().is_some());
        owner.handle_timeout();
        owner.finish().await;
        let state = storage.call(&call).await.unwrap().record.state;
        let answered_at = state.answered_at();
        assert!(answered_at.is_some());
        let expected = CallState::Ended { answered_at, ended_at: known_at, end: CallEnd::Failed };
        assert_eq!(state, expected);
    }

    #[tokio::test]
    async fn a_call_that_was_taken_up_again_goes_on() {
        let (_dir, storage) = storage().await;
        let call = talking(&storage).await;
        let mut owner = owner(&storage);
        owner.take_over(storage.unfinished_calls().await.unwrap());
        let _ana = sign_in(&mut owner, 1, "ba", 100);
        let stored = storage.call(&call).await.unwrap();
        let room = stored.room.meeting.clone();
        owner.handle(CallInput::Entered { connection: ConnectionId(1), room, over: None });
        let resumed = owner.resume(ConnectionId(1), &call, None).unwrap().call.unwrap();
        assert_eq!(resumed, (stored.record, stored.room));
        owner.handle_timeout();
        owner.finish().await;
        assert!(!storage.call(&call).await.unwrap().record.state.is_ended());
    }

    /// A call that nobody came back to, as a server would have it that starts now.
    async fn taken_to_be_over(storage: &Storage) -> StoredCall {
        let call = talking(storage).await;
        let mut owner = owner(storage);
        owner.take_over(storage.unfinished_calls().await.unwrap());
        owner.handle_timeout();
        owner.finish().await;
        let over = storage.call(&call).await.unwrap();
        assert!(over.assumed && over.record.state.is_ended());
        over
    }

    #[tokio::test]
    async fn a_call_that_was_taken_to_be_over_goes_on_if_somebody_comes_back() {
        let (_dir, storage) = storage().await;
        let mut over = taken_to_be_over(&storage).await;
        let answered_at = over.record.state.answered_at().unwrap();
        let call = over.record.id.clone();
        let mut owner = owner(&storage);
        let _ben = sign_in(&mut owner, 2, "de", 100);
        assert_eq!(
            owner.resume(ConnectionId(2), &call, None).unwrap_err(),
            CallError::CallNotFound
        );
        over.record.state = CallState::InCall { answered_at };
        let over = Some(Box::new(over));
        // Not by others, and not into two calls at once.
        let _cleo = sign_in(&mut owner, 3, "fi", 100);
        let foreign = owner.resume(ConnectionId(3), &call, over.clone());
        assert_eq!(foreign.unwrap_err(), CallError::CallNotFound);
        let other = place(&mut owner, 2, "fi").unwrap().call.unwrap().0.id;
        let in_another = owner.resume(ConnectionId(2), &call, over.clone());
        assert_eq!(in_another.unwrap_err(), CallError::InCall);
        assert!(owner.before.is_empty());
        command(&mut owner, 2, CallCommand::HangUp { call: other, at: None }).unwrap();
        owner.resume(ConnectionId(2), &call, over).unwrap();
        let hang_up = CallCommand::HangUp { call: call.clone(), at: None };
        command(&mut owner, 2, hang_up).unwrap();
        owner.finish().await;
        let kept = storage.call(&call).await.unwrap();
        let CallState::Ended { end, .. } = kept.record.state else { panic!("it goes on") };
        assert_eq!((end, kept.assumed), (CallEnd::HungUp, false));
    }

    #[tokio::test]
    async fn who_hung_up_meanwhile_tells_it_from_another_call_too() {
        let (_dir, storage) = storage().await;
        let call = talking(&storage).await;
        let mut owner = owner(&storage);
        owner.take_over(storage.unfinished_calls().await.unwrap());
        let _ana = sign_in(&mut owner, 1, "ba", 100);
        let _cleo = sign_in(&mut owner, 3, "fi", 100);
        place(&mut owner, 1, "fi").unwrap();
        let at = storage.call(&call).await.unwrap().record.state.answered_at();
        let hang_up = || CallCommand::HangUp { call: call.clone(), at };
        assert_eq!(command(&mut owner, 3, hang_up()).unwrap_err(), CallError::CallNotFound);
        command(&mut owner, 1, hang_up()).unwrap();
        owner.finish().await;
        let expected =
            CallState::Ended { answered_at: at, ended_at: at.unwrap(), end: CallEnd::HungUp };
        assert_eq!(storage.call(&call).await.unwrap().record.state, expected);
    }

    #[tokio::test]
    async fn who_was_left_with_others_in_a_room_is_so_after_a_restart() {
        let (_dir, storage) = storage().await;
        let over = taken_to_be_over(&storage).await;
        let mut owner = owner(&storage);
        let room = over.room.clone();
        let _told = [(1, "ba"), (2, "de")].map(|(page, who)| {
            let told = sign_in(&mut owner, page, who, 100);
            let (connection, over) = (ConnectionId(page), Some(Box::new(over.clone())));
            owner.handle(CallInput::Entered { connection, room: room.meeting.clone(), over });
            told
        });
        let states = ["ba", "de"].map(|who| owner.board.availability(&person(who)));
        assert_eq!(states, [Availability::InCall; 2]);
        // One of them brings in somebody, into the same room.
        let to = person("fi");
        let into = Some(over.record.id.clone());
        let added = owner.place(ConnectionId(1), to, Some(profile("fi")), true, into).unwrap();
        let (_, added) = added.call.unwrap();
        assert_eq!((added.meeting, added.caller), (room.meeting, room.caller));
        for page in [1, 2] {
            owner.handle(CallInput::Disconnect { connection: ConnectionId(page) });
        }
        owner.go_on_at = Timestamp(0);
        owner.handle_timeout();
        assert!(!owner.places.contains_key(&over.record.id), "and nothing is left of it");
    }

    #[tokio::test]
    async fn when_a_call_went_on_is_noted() {
        let (_dir, storage) = storage().await;
        let call = talking(&storage).await;
        let mut owner = owner(&storage);
        owner.take_over(storage.unfinished_calls().await.unwrap());
        let _ana = sign_in(&mut owner, 1, "ba", 100);
        owner.resume(ConnectionId(1), &call, None).unwrap();
        let before = storage.unfinished_calls().await.unwrap()[0].1;
        std::thread::sleep(Duration::from_millis(5));
        owner.finish().await;
        assert!(storage.unfinished_calls().await.unwrap()[0].1 > before);
    }

    #[tokio::test]
    async fn a_page_that_does_not_keep_up_is_dropped_and_its_call_with_it() {
        let (_dir, storage) = storage().await;
        let mut owner = owner(&storage);
        let mut ana = sign_in(&mut owner, 1, "ba", 100);
        let mut ben = sign_in(&mut owner, 2, "de", 1);
        let (call, _) = place(&mut owner, 1, "de").unwrap().call.unwrap();
        command(&mut owner, 1, CallCommand::HangUp { call: call.id, at: None }).unwrap();
        assert!(matches!(ben.recv().await, Some(CallOutbound::Event(_))));
        assert!(ben.recv().await.is_none(), "its connection learns of it");
        assert!(ana.try_recv().is_ok());
        assert_eq!(owner.board.availability(&person("de")), Availability::Offline);
    }

    #[tokio::test]
    async fn nothing_is_left_of_calls_that_are_over() {
        let (_dir, storage) = storage().await;
        let mut owner = owner(&storage);
        let _ana = sign_in(&mut owner, 1, "ba", 100);
        let _ben = sign_in(&mut owner, 2, "de", 100);
        assert_eq!(place(&mut owner, 1, "ba").unwrap_err(), CallError::OwnId);
        let (call, _) = place(&mut owner, 1, "de").unwrap().call.unwrap();
        assert_eq!(place(&mut owner, 1, "fi").unwrap_err(), CallError::InCall);
        let crossing = place(&mut owner, 2, "ba").unwrap().call.unwrap().0;
        assert_eq!(crossing.id, call.id, "one call");
        assert_eq!(owner.places.len(), 1);
        command(&mut owner, 2, CallCommand::HangUp { call: call.id, at: None }).unwrap();
        assert!(owner.places.is_empty());
        assert_eq!(owner.poll_timeout(), Some(owner.forget_at));
    }
}
