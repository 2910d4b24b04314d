//! Calls between guests: people whose id lasts as long as their connection, and of whom nothing is
//! stored. They have a switchboard of their own, since their calls are not kept and have no room. A
//! call between a guest and a person is on the people's switchboard; `signaling/dialects` joins the
//! two. The rules are those of all calls; this file maps guests to people and translates their
//! events.

use std::collections::HashMap;
use std::time::Duration;

use convene_dialects::direct_call::{GuestEvent, GuestId, GuestRequest, GuestSignal};
use convene_model::{
    CallEnd, CallId, CallRecord, CallState, DisplayName, MeetingId, Party, PersonId, Signal,
    Timestamp, TransportId, WhoMayCall,
};
use convene_room::{
    CallCommand, CallEffect, CallError, CallEvent, ConnectionId, Profile, Switchboard,
    SwitchboardPolicy,
};
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::runtime::{Outlets, Owned, QUEUE, own};
use crate::clock::{Clock, Timeline};

/// Nothing is pretended because ids cannot be guessed; there is no grace period because nobody
/// comes back.
const POLICY: SwitchboardPolicy = SwitchboardPolicy {
    ring: Duration::from_secs(30),
    pretend: Duration::ZERO,
    caller_grace: Duration::ZERO,
    unattended: None,
    // When both guests send an offer, neither can be answered.
    crossing_connects: false,
    keeps: false,
};

/// Input from a connection.
#[derive(Debug)]
pub(crate) enum GuestInput {
    /// A guest has connected.
    Arrive {
        connection: ConnectionId,
        id: GuestId,
        name: DisplayName,
        outbound: mpsc::Sender<GuestEvent>,
    },
    Ask {
        connection: ConnectionId,
        request: GuestRequest,
        reply: oneshot::Sender<Result<(), GuestError>>,
    },
    /// Marks the guest as being in a call with a person, or out of it. Replies false, and changes
    /// nothing, if the guest has a call with another guest.
    Elsewhere { connection: ConnectionId, elsewhere: bool, reply: oneshot::Sender<bool> },
    /// Replies true if a guest has this id.
    Find { id: GuestId, reply: oneshot::Sender<bool> },
    /// The guest's connection has closed, which ends all their calls.
    Leave { connection: ConnectionId },
}

/// Why a request is refused. A refused request changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum GuestError {
    #[error("this is your own id")]
    OwnId,
    #[error("you have no call with them")]
    NoCall,
    #[error("you have more than one call: say which")]
    WhichCall,
    #[error("nobody here has this id")]
    NobodyThere,
    #[error("a call begins with an offer: {{type: \"offer\", sdp}}")]
    NoOffer,
    #[error("too many calls: wait a minute and try again")]
    TooManyCalls,
    #[error("your message was not sent")]
    NotWritten,
    #[error("you are not connected any more")]
    Gone,
    #[error(transparent)]
    Refused(#[from] CallError),
}

/// Starts the task that owns the calls of guests and returns its input channel.
pub(crate) fn start_guests(
    clock: Clock,
    stopping: CancellationToken,
    tasks: &TaskTracker,
) -> mpsc::Sender<GuestInput> {
    let (inputs, receiver) = mpsc::channel(QUEUE);
    tasks.spawn(own(Guests::new(clock.timeline()), stopping, receiver));
    inputs
}

#[derive(Debug)]
struct Guest {
    id: GuestId,
    /// The guest's id at the switchboard, which is never sent to anyone.
    person: PersonId,
    /// True while the guest is in a call with a person, which is on the people's switchboard.
    elsewhere: bool,
}

/// The switchboard of guests, and the outlets to their connections.
struct Guests {
    board: Switchboard,
    clock: Timeline,
    guests: HashMap<ConnectionId, Guest>,
    outlets: Outlets<GuestEvent>,
    by_id: HashMap<GuestId, ConnectionId>,
    by_person: HashMap<PersonId, ConnectionId>,
}

impl Guests {
    fn new(clock: Timeline) -> Self {
        Self {
            board: Switchboard::new(POLICY),
            clock,
            guests: HashMap::new(),
            outlets: Outlets::new(),
            by_id: HashMap::new(),
            by_person: HashMap::new(),
        }
    }

    fn arrive(
        &mut self,
        connection: ConnectionId,
        id: GuestId,
        name: DisplayName,
        outbound: mpsc::Sender<GuestEvent>,
        now: Timestamp,
    ) {
        // A client that leaves the namespace and returns over the same transport keeps its id, but
        // counts as new.
        if let Some(before) = self.by_id.get(&id) {
            self.leave(*before, now);
        }
        let person = self.nobody();
        self.board.handle_sign_in(connection, profile(&person, name), now);
        self.by_id.insert(id.clone(), connection);
        self.by_person.insert(person.clone(), connection);
        self.outlets.insert(connection, outbound);
        self.guests.insert(connection, Guest { id, person, elsewhere: false });
    }

    /// Removes a guest and ends all their calls.
    fn leave(&mut self, connection: ConnectionId, now: Timestamp) {
        self.outlets.remove(connection);
        let Some(guest) = self.guests.remove(&connection) else { return };
        let calls: Vec<CallId> =
            self.board.calls_of(&guest.person).map(|call| call.id.clone()).collect();
        for call in calls {
            // Cannot fail: the call is one of theirs.
            let _ = self.board.handle_leave(connection, &call, now);
        }
        self.board.handle_disconnect(connection, now);
        self.by_id.remove(&guest.id);
        self.by_person.remove(&guest.person);
    }

    fn set_elsewhere(&mut self, connection: ConnectionId, elsewhere: bool) -> bool {
        let Some(guest) = self.guests.get_mut(&connection) else { return false };
        if elsewhere && self.board.calls_of(&guest.person).next().is_some() {
            return false;
        }
        guest.elsewhere = elsewhere;
        true
    }

    /// A person id that no guest has.
    fn nobody(&self) -> PersonId {
        let mut rng = rand::rng();
        loop {
            let person = PersonId::random(&mut rng);
            if !self.by_person.contains_key(&person) {
                return person;
            }
        }
    }

    fn ask(
        &mut self,
        connection: ConnectionId,
        request: GuestRequest,
        now: Timestamp,
    ) -> Result<(), GuestError> {
        let guest = self.guests.get(&connection).ok_or(GuestError::Gone)?;
        let (id, me) = (guest.id.clone(), guest.person.clone());
        match request {
            GuestRequest::Call { to, name, signal } => {
                if to == id {
                    return Err(GuestError::OwnId);
                }
                self.call(connection, &me, &to, name, signal, now)
            }
            GuestRequest::Answer { to, signal } => {
                let call = self.call_with(&me, to.as_ref(), |call| call.callee.id == me)?;
                let (call, is_answered) = (call.id.clone(), call.state.answered_at().is_some());
                if !is_answered {
                    self.board.handle_command(
                        connection,
                        CallCommand::Answer(call.clone()),
                        now,
                    )?;
                }
                self.signal(connection, call, signal, now)
            }
            GuestRequest::Decline { to } => {
                let call = self.call_with(&me, to.as_ref(), |call| call.callee.id == me)?;
                let decline = CallCommand::Decline(call.id.clone());
                self.board.handle_command(connection, decline, now)?;
                self.drain(Some(connection), now);
                Ok(())
            }
            GuestRequest::End { to } => {
                let call = self.call_with(&me, to.as_ref(), |_| true)?.id.clone();
                self.board.handle_leave(connection, &call, now)?;
                self.drain(Some(connection), now);
                Ok(())
            }
            GuestRequest::Write { to, text } => {
                let to = *self.by_id.get(&to).ok_or(GuestError::NobodyThere)?;
                self.outlets.send(to, GuestEvent::Message { from: id, text });
                Ok(())
            }
        }
    }

    fn call(
        &mut self,
        connection: ConnectionId,
        me: &PersonId,
        to: &GuestId,
        name: DisplayName,
        signal: GuestSignal,
        now: Timestamp,
    ) -> Result<(), GuestError> {
        let callee = self.by_id.get(to).and_then(|there| self.guests.get(there));
        if signal.opens && callee.is_some_and(|guest| guest.elsewhere) {
            let busy = GuestEvent::Ended { end: CallEnd::Busy, placed: true };
            self.outlets.send(connection, busy);
            return Ok(());
        }
        let callee = callee.map(|guest| guest.person.clone());
        let is_this =
            |call: &&CallRecord| call.caller.id == *me && Some(&call.callee.id) == callee.as_ref();
        let call = self.board.calls_of(me).find(is_this).map(|call| call.id.clone());
        if let Some(call) = call {
            return self.signal(connection, call, signal, now);
        }
        // A candidate that was under way when the call ended must not start a new call.
        if !signal.opens {
            return Err(GuestError::NoCall);
        }
        self.board.handle_profile(profile(me, name));
        let call = CallId::random(&mut rand::rng());
        let place = CallCommand::Place {
            call: call.clone(),
            // An unknown id is called through a person id that no guest has, so the call fails as
            // unavailable.
            to: callee.unwrap_or_else(|| self.nobody()),
            callee: None,
            video: true,
            into: None,
            // The room stays unused: guests exchange media with their own signals alone.
            room: MeetingId::random(&mut rand::rng()),
        };
        self.board.handle_command(connection, place, now)?;
        self.board.handle_timeout(now);
        if self.board.call(&call).is_some() {
            self.signal(connection, call, signal, now)?;
        }
        Ok(())
    }

    fn signal(
        &mut self,
        connection: ConnectionId,
        call: CallId,
        signal: GuestSignal,
        now: Timestamp,
    ) -> Result<(), GuestError> {
        // A call between guests has one transport.
        let transport_id: TransportId = call.as_str().parse().map_err(|_| GuestError::NoCall)?;
        let signal = CallCommand::Signal { call, transport_id, signal: signal.into() };
        Ok(self.board.handle_command(connection, signal, now)?)
    }

    /// The call that a request refers to; an error if there is none or more than one.
    fn call_with(
        &self,
        me: &PersonId,
        other: Option<&GuestId>,
        also: impl Fn(&CallRecord) -> bool,
    ) -> Result<&CallRecord, GuestError> {
        let other = match other {
            Some(id) => {
                let there = self.by_id.get(id).and_then(|there| self.guests.get(there));
                Some(&there.ok_or(GuestError::NoCall)?.person)
            }
            None => None,
        };
        let mut meant = self.board.calls_of(me).filter(|call| {
            let with = if call.caller.id == *me { &call.callee.id } else { &call.caller.id };
            other.is_none_or(|other| other == with) && also(call)
        });
        let call = meant.next().ok_or(GuestError::NoCall)?;
        if meant.next().is_some() { Err(GuestError::WhichCall) } else { Ok(call) }
    }

    /// Carries out effects until there are none. `by` is not told of the ends that it caused
    /// itself. A connection that is too slow is dropped, which has effects of its own.
    fn drain(&mut self, mut by: Option<ConnectionId>, now: Timestamp) {
        loop {
            while let Some(effect) = self.board.poll_effect() {
                match effect {
                    CallEffect::Tell { connection, event } => {
                        if let Some(event) = self.told(connection, by, event) {
                            self.outlets.send(connection, event);
                        }
                    }
                    CallEffect::Keep { record, .. } => {
                        if let CallState::Ended { end, .. } = record.state {
                            metrics::counter!("convene_calls_total", "end" => end.as_str())
                                .increment(1);
                        }
                    }
                    // Guests' data is never stored.
                    CallEffect::KeepFirst { .. } | CallEffect::Acquaint(..) => {}
                }
            }
            let Some(connection) = self.outlets.take_stuck() else { break };
            self.leave(connection, now);
            by = None;
        }
    }

    /// Translates an event for a guest; `None` if the guest is not told.
    fn told(
        &self,
        connection: ConnectionId,
        by: Option<ConnectionId>,
        event: CallEvent,
    ) -> Option<GuestEvent> {
        let guest = self.guests.get(&connection)?;
        match event {
            CallEvent::Changed { record, .. } => match record.state {
                CallState::Ended { end, .. } if by != Some(connection) => {
                    Some(GuestEvent::Ended { end, placed: record.caller.id == guest.person })
                }
                // The signals themselves tell a guest that a call rings or was answered.
                _ => None,
            },
            CallEvent::Signal {
                call,
                signal: Signal::Opaque { data: Value::String(json), .. },
                ..
            } => {
                let signal = RawValue::from_string(json).ok()?;
                let record = self.board.call(&call)?;
                if record.caller.id == guest.person {
                    return Some(GuestEvent::Answered { signal });
                }
                let caller = self.guests.get(self.by_person.get(&record.caller.id)?)?;
                let name = record.caller.name.clone();
                Some(GuestEvent::Called { from: caller.id.clone(), name, signal })
            }
            CallEvent::Signal { .. } | CallEvent::Availability { .. } => None,
        }
    }
}

impl Owned for Guests {
    type Input = GuestInput;

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn instant(&self, at: Timestamp) -> tokio::time::Instant {
        self.clock.instant(at)
    }

    fn settle_clock(&mut self) {
        let _stepped = self.clock.settle(self.board.poll_timeout().is_some());
    }

    fn handle(&mut self, input: GuestInput, now: Timestamp) {
        match input {
            GuestInput::Arrive { connection, id, name, outbound } => {
                self.arrive(connection, id, name, outbound, now);
            }
            GuestInput::Ask { connection, request, reply } => {
                // A caller that is gone needs no answer.
                let _ = reply.send(self.ask(connection, request, now));
            }
            GuestInput::Elsewhere { connection, elsewhere, reply } => {
                let _ = reply.send(self.set_elsewhere(connection, elsewhere));
            }
            GuestInput::Find { id, reply } => {
                let _ = reply.send(self.by_id.contains_key(&id));
            }
            GuestInput::Leave { connection } => self.leave(connection, now),
        }
        self.drain(None, now);
    }

    fn poll_timeout(&self) -> Option<Timestamp> {
        self.board.poll_timeout()
    }

    fn handle_timeout(&mut self, now: Timestamp) {
        self.board.handle_timeout(now);
        self.drain(None, now);
    }
}

/// The profile of a guest: everyone may call, and nobody is blocked.
fn profile(person: &PersonId, name: DisplayName) -> Profile {
    Profile {
        party: Party { id: person.clone(), name },
        who_may_call: WhoMayCall::Anybody,
        blocked: [].into(),
        known: [].into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_000_000);

    /// Guests, keyed by connection number; their ids are their names.
    struct World {
        guests: Guests,
        now: Timestamp,
        told: HashMap<u64, mpsc::Receiver<GuestEvent>>,
    }

    impl World {
        fn with(ids: &[&str]) -> Self {
            let mut world = Self {
                guests: Guests::new(Clock::start().timeline()),
                now: START,
                told: HashMap::new(),
            };
            for (number, id) in ids.iter().enumerate() {
                world.arrive(number as u64, id, 100);
            }
            world
        }

        fn arrive(&mut self, number: u64, id: &str, holds: usize) {
            let (outbound, told) = mpsc::channel(holds);
            let (connection, id) = (ConnectionId(number), GuestId::new(id));
            let name = "Guest".parse().unwrap();
            let arrive = GuestInput::Arrive { connection, id, name, outbound };
            self.guests.handle(arrive, self.now);
            self.told.insert(number, told);
        }

        fn ask(&mut self, number: u64, request: GuestRequest) -> Result<(), GuestError> {
            let (reply, mut done) = oneshot::channel();
            let connection = ConnectionId(number);
            self.guests.handle(GuestInput::Ask { connection, request, reply }, self.now);
            done.try_recv().unwrap()
        }

        fn call(&mut self, from: u64, to: &str, json: &str) -> Result<(), GuestError> {
            let (to, name) = (GuestId::new(to), "Ana".parse().unwrap());
            self.ask(from, GuestRequest::Call { to, name, signal: signal(json) })
        }

        fn answer(&mut self, by: u64, to: &str, json: &str) -> Result<(), GuestError> {
            let to = Some(GuestId::new(to));
            self.ask(by, GuestRequest::Answer { to, signal: signal(json) })
        }

        fn end(&mut self, by: u64, to: Option<&str>) -> Result<(), GuestError> {
            self.ask(by, GuestRequest::End { to: to.map(GuestId::new) })
        }

        fn decline(&mut self, by: u64, to: &str) -> Result<(), GuestError> {
            self.ask(by, GuestRequest::Decline { to: Some(GuestId::new(to)) })
        }

        fn leave(&mut self, number: u64) {
            self.guests.handle(GuestInput::Leave { connection: ConnectionId(number) }, self.now);
            self.told.remove(&number);
        }

        fn wait(&mut self, time: Duration) {
            self.now = self.now + time;
            self.guests.handle_timeout(self.now);
        }

        /// The events sent to a guest since the last call.
        fn told(&mut self, number: u64) -> Vec<String> {
            let mut all = Vec::new();
            while let Ok(event) = self.told.get_mut(&number).unwrap().try_recv() {
                all.push(match event {
                    GuestEvent::Called { from, name, signal } => {
                        format!("called by {} ({name}): {signal}", from.as_str())
                    }
                    GuestEvent::Answered { signal } => format!("answered: {signal}"),
                    GuestEvent::Ended { end, placed } => {
                        format!("{} {}", if placed { "placed" } else { "got" }, end.as_str())
                    }
                    GuestEvent::Message { from, text } => {
                        format!("{}: {}", from.as_str(), text.as_str())
                    }
                });
            }
            all
        }

        /// Asserts that no guest left any data behind.
        fn expect_empty(&self) {
            assert!(self.guests.guests.is_empty());
            assert!(self.guests.by_id.is_empty());
            assert!(self.guests.by_person.is_empty());
            assert_eq!(self.guests.board.poll_timeout(), None);
        }
    }

    fn signal(json: &str) -> GuestSignal {
        let opens = !json.contains("candidate");
        GuestSignal { json: RawValue::from_string(json.to_owned()).unwrap(), opens }
    }

    const OFFER: &str = r#"{"type":"offer","sdp":"o"}"#;
    const ANSWER: &str = r#"{"type":"answer","sdp":"a"}"#;
    const CANDIDATE: &str = r#"{"candidate":{"z":1.0,"a":0.1000000000000000055}}"#;

    fn talking() -> World {
        let mut world = World::with(&["ana", "ben", "cleo"]);
        world.call(0, "ben", OFFER).unwrap();
        world.answer(1, "ana", ANSWER).unwrap();
        world.told(0);
        world.told(1);
        world
    }

    #[test]
    fn signals_go_to_the_other_as_they_came_and_in_order() {
        let mut world = World::with(&["ana", "ben", "cleo"]);
        world.call(0, "ben", OFFER).unwrap();
        world.call(0, "ben", CANDIDATE).unwrap();
        let called = |json: &str| format!("called by ana (Ana): {json}");
        assert_eq!(world.told(1), [called(OFFER), called(CANDIDATE)]);
        world.answer(1, "ana", ANSWER).unwrap();
        world.answer(1, "ana", CANDIDATE).unwrap();
        let answered = |json: &str| format!("answered: {json}");
        assert_eq!(world.told(0), [answered(ANSWER), answered(CANDIDATE)]);
        world.call(0, "ben", CANDIDATE).unwrap();
        world.call(0, "ben", OFFER).unwrap();
        assert_eq!(world.told(1), [called(CANDIDATE), called(OFFER)], "it is the same call");
        assert!(world.told(0).is_empty() && world.told(2).is_empty());
    }

    #[test]
    fn each_way_a_call_fails() {
        let mut world = World::with(&["ana", "ben", "cleo", "dan"]);
        world.call(0, "nobody", OFFER).unwrap();
        assert_eq!(world.told(0), ["placed unavailable"]);
        world.call(0, "ben", OFFER).unwrap();
        for busy in ["ana", "ben"] {
            world.call(2, busy, OFFER).unwrap();
            assert_eq!(world.told(2), ["placed busy"], "{busy}");
        }
        assert_eq!(world.told(1).len(), 1, "one call rings");
        world.decline(1, "ana").unwrap();
        assert_eq!(world.told(0), ["placed declined"]);
        world.call(0, "ben", OFFER).unwrap();
        world.told(1);
        world.wait(Duration::from_millis(29_999));
        assert!(world.told(0).is_empty());
        world.wait(Duration::from_millis(1));
        assert_eq!(world.told(0), ["placed no_answer"]);
        assert_eq!(world.told(1), ["got no_answer"]);
        assert!(world.told(3).is_empty());
    }

    #[test]
    fn who_ends_a_call_hears_nothing_and_the_other_does() {
        for (ender, other, told) in [(0, 1, "got hung_up"), (1, 0, "placed hung_up")] {
            let mut world = talking();
            world.end(ender, Some(["ana", "ben"][other as usize])).unwrap();
            assert_eq!(world.told(other), [told]);
            assert!(world.told(ender).is_empty() && world.told(2).is_empty());
            assert_eq!(world.end(other, None), Err(GuestError::NoCall), "it is over");
        }
        for (ender, other, told) in [(0, 1, "got cancelled"), (1, 0, "placed hung_up")] {
            let mut world = World::with(&["ana", "ben"]);
            world.call(0, "ben", OFFER).unwrap();
            world.told(1);
            world.end(ender, None).unwrap();
            assert_eq!(world.told(other), [told], "while it rings");
            assert!(world.told(ender).is_empty());
        }
    }

    #[test]
    fn with_a_guest_goes_all_that_was_of_them() {
        for (goes, stays, told) in [(0, 1, "got hung_up"), (1, 0, "placed hung_up")] {
            let mut world = talking();
            world.leave(goes);
            assert_eq!(world.told(stays), [told]);
            assert!(world.told(2).is_empty());
            world.call(stays, ["ana", "ben"][goes as usize], OFFER).unwrap();
            assert_eq!(world.told(stays), ["placed unavailable"]);
            for rest in [stays, 2] {
                world.leave(rest);
            }
            world.expect_empty();
        }
        for (goes, stays, told) in [(0, 1, "got cancelled"), (1, 0, "placed hung_up")] {
            let mut world = World::with(&["ana", "ben"]);
            world.call(0, "ben", OFFER).unwrap();
            world.told(1);
            world.leave(goes);
            assert_eq!(world.told(stays), [told]);
            world.leave(stays);
            world.expect_empty();
        }
    }

    #[test]
    fn of_two_calls_that_cross_the_first_rings_on() {
        let mut world = World::with(&["ana", "ben"]);
        world.call(0, "ben", OFFER).unwrap();
        world.call(1, "ana", OFFER).unwrap();
        assert!(world.told(0).is_empty());
        assert_eq!(world.told(1).last().unwrap(), "placed busy");
        world.answer(1, "ana", ANSWER).unwrap();
        assert_eq!(world.told(0).len(), 1);
        assert_eq!(world.call(1, "ana", CANDIDATE), Err(GuestError::NoCall), "of its dead offer");
        assert!(world.told(0).is_empty());
    }

    #[test]
    fn what_went_on_its_way_before_the_end_rings_at_nobody() {
        let mut world = World::with(&["ana", "ben"]);
        world.call(0, "ben", OFFER).unwrap();
        world.decline(1, "ana").unwrap();
        world.told(1);
        assert_eq!(world.call(0, "ben", CANDIDATE), Err(GuestError::NoCall));
        assert!(world.told(1).is_empty());
    }

    #[test]
    fn who_has_no_such_call_changes_nothing() {
        let mut world = talking();
        assert_eq!(world.answer(2, "ana", ANSWER), Err(GuestError::NoCall));
        assert_eq!(world.decline(2, "ben"), Err(GuestError::NoCall));
        assert_eq!(world.end(2, Some("ana")), Err(GuestError::NoCall));
        assert_eq!(world.end(2, None), Err(GuestError::NoCall));
        assert_eq!(world.end(0, Some("cleo")), Err(GuestError::NoCall));
        assert_eq!(world.answer(0, "ben", ANSWER), Err(GuestError::NoCall), "a caller");
        assert_eq!(world.decline(1, "ana"), Err(GuestError::Refused(CallError::WrongState)));
        assert_eq!(world.call(0, "ana", OFFER), Err(GuestError::OwnId));
        assert_eq!(world.call(0, "cleo", OFFER), Err(GuestError::Refused(CallError::InCall)));
        for guest in 0..3 {
            assert!(world.told(guest).is_empty());
        }
        world.end(0, Some("ben")).unwrap();
        assert_eq!(world.told(1), ["got hung_up"], "it went on");
    }

    #[test]
    fn whom_is_said_where_there_is_a_choice() {
        let mut world = World::with(&["ana", "ben", "cleo"]);
        world.call(0, "ben", OFFER).unwrap();
        world.call(1, "cleo", OFFER).unwrap();
        assert_eq!(world.end(1, None), Err(GuestError::WhichCall));
        let answer = GuestRequest::Answer { to: None, signal: signal(ANSWER) };
        assert_eq!(world.ask(1, answer), Err(GuestError::Refused(CallError::InCall)));
        world.end(1, Some("cleo")).unwrap();
        world.ask(1, GuestRequest::Answer { to: None, signal: signal(ANSWER) }).unwrap();
        assert_eq!(world.told(0), [format!("answered: {ANSWER}")]);
    }

    #[test]
    fn a_message_goes_to_one() {
        let mut world = World::with(&["ana", "ben", "cleo"]);
        let write =
            |to: &str| GuestRequest::Write { to: GuestId::new(to), text: "hello".parse().unwrap() };
        world.ask(0, write("ben")).unwrap();
        assert_eq!(world.told(1), ["ana: hello"]);
        assert!(world.told(0).is_empty() && world.told(2).is_empty());
        assert_eq!(world.ask(0, write("nobody")), Err(GuestError::NobodyThere));
    }

    #[test]
    fn who_does_not_keep_up_is_dropped_with_their_calls() {
        let mut world = World::with(&["ana"]);
        world.arrive(1, "ben", 1);
        world.call(0, "ben", OFFER).unwrap();
        world.call(0, "ben", CANDIDATE).unwrap();
        assert_eq!(world.told(0), ["placed hung_up"]);
        assert_eq!(world.told(1).len(), 1);
        assert!(world.told.get_mut(&1).unwrap().try_recv().is_err());
        assert_eq!(world.end(1, None), Err(GuestError::Gone));
        world.leave(0);
        world.leave(1);
        world.expect_empty();
    }

    #[test]
    fn who_comes_back_over_the_same_transport_is_new() {
        let mut world = talking();
        world.arrive(7, "ana", 100);
        assert_eq!(world.told(1), ["got hung_up"]);
        world.leave(0);
        world.call(1, "ana", OFFER).unwrap();
        assert_eq!(world.told(7).len(), 1, "the late goodbye of the first is not theirs");
        for guest in [1, 2, 7] {
            world.leave(guest);
        }
        world.expect_empty();
    }

    #[test]
    fn who_is_in_a_call_with_a_person_is_busy_to_guests() {
        let mut world = World::with(&["ana", "ben", "cleo"]);
        let elsewhere = |world: &mut World, number: u64, elsewhere: bool| {
            let (reply, mut done) = oneshot::channel();
            let connection = ConnectionId(number);
            let input = GuestInput::Elsewhere { connection, elsewhere, reply };
            world.guests.handle(input, world.now);
            done.try_recv().unwrap()
        };
        assert!(elsewhere(&mut world, 1, true));
        world.call(0, "ben", OFFER).unwrap();
        assert_eq!(world.told(0), ["placed busy"]);
        assert!(world.told(1).is_empty());
        assert!(elsewhere(&mut world, 1, false));
        world.call(0, "ben", OFFER).unwrap();
        assert_eq!(world.told(1).len(), 1);
        for number in [0, 1] {
            assert!(!elsewhere(&mut world, number, true), "they have a call here");
        }
        assert!(elsewhere(&mut world, 2, true));
    }

    #[test]
    fn a_guest_is_found_by_its_id_while_it_is_here() {
        let mut world = World::with(&["ana"]);
        let find = |world: &mut World, id: &str| {
            let (reply, mut done) = oneshot::channel();
            world.guests.handle(GuestInput::Find { id: GuestId::new(id), reply }, world.now);
            done.try_recv().unwrap()
        };
        assert!(find(&mut world, "ana"));
        assert!(!find(&mut world, "ben"));
        world.leave(0);
        assert!(!find(&mut world, "ana"));
    }
}
