//! Calls: the ways in which they end, the pages that are told, and what strangers cannot find out.

mod any_order;
mod refused;
mod strangers;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use convene_model::{
    Availability, CallEnd, CallId, CallRecord, CallState, MeetingId, Party, PersonId, Signal,
    Timestamp, WhoMayCall,
};
use convene_room::{
    CallCommand, CallEffect, CallError, CallEvent, ConnectionId, Profile, Switchboard,
    SwitchboardPolicy,
};

const UNATTENDED: Duration = Duration::from_secs(120);
const POLICY: SwitchboardPolicy = SwitchboardPolicy {
    ring: Duration::from_secs(30),
    pretend: Duration::from_secs(6),
    caller_grace: Duration::from_secs(5),
    unattended: Some(UNATTENDED),
    crossing_connects: true,
    keeps: true,
};
const START: Timestamp = Timestamp(1_000_000);
const PEOPLE: usize = 4;
const TABS: usize = 2;

const ANA: usize = 0;
const BEN: usize = 1;
const CLEO: usize = 2;

fn person(who: usize) -> PersonId {
    ["baba-baba-baba", "dede-dede-dede", "fifi-fifi-fifi", "gogo-gogo-gogo"][who].parse().unwrap()
}

fn number(id: &PersonId) -> usize {
    (0..PEOPLE).find(|who| person(*who) == *id).unwrap()
}

fn party(who: usize) -> Party {
    Party { id: person(who), name: ["Ana", "Ben", "Cleo", "Dan"][who].parse().unwrap() }
}

fn call_id(number: usize) -> CallId {
    let letters = b"abcdefghijklmnopqrstuvwxyz234567";
    let letter = |digit: usize| char::from(letters[digit % 32]);
    let text: String = (0..16).map(|index| letter(number >> (5 * index.min(3)))).collect();
    text.parse().unwrap()
}

/// Room of a call that joins no other call's room.
fn room(call: &CallId) -> MeetingId {
    let letters = call.as_str().chars().take(10);
    letters
        .map(|c| c.to_digit(10).map_or(c, |digit| char::from(b'a' + digit as u8)))
        .collect::<String>()
        .parse()
        .unwrap()
}

/// Connection of a person's tab; the first has the number 0.
fn tab(who: usize, tab: usize) -> ConnectionId {
    ConnectionId((tab * PEOPLE + who + 1) as u64)
}

fn owner(connection: ConnectionId) -> usize {
    (usize::try_from(connection.0).unwrap() - 1) % PEOPLE
}

fn candidate(text: &str) -> Signal {
    Signal::Candidate {
        candidate: text.parse().unwrap(),
        sdp_mid: None,
        sdp_m_line_index: None,
        username_fragment: None,
    }
}

fn resume(record: &CallRecord) -> CallCommand {
    let room = room(&record.id);
    CallCommand::Resume { record: Box::new(record.clone()), into: None, room }
}

/// A switchboard, the stored profiles, and the events sent so far.
struct World {
    board: Switchboard,
    now: Timestamp,
    profiles: Vec<Profile>,
    open: BTreeSet<ConnectionId>,
    placed: usize,
    /// Events sent to each tab, in order.
    told: BTreeMap<ConnectionId, Vec<(Timestamp, CallEvent)>>,
    kept: BTreeMap<CallId, (CallRecord, bool)>,
    /// Calls whose end was assumed, because their room was left.
    assumed: BTreeSet<CallId>,
    /// Absent parties of current calls: since when, and whether they have a page open.
    absent: BTreeMap<(CallId, usize), (Timestamp, bool)>,
    /// The call whose room each tab is in.
    present: BTreeMap<ConnectionId, CallId>,
    /// Calls that bring another person in; the value is the call that they join.
    into: BTreeMap<CallId, CallId>,
}

impl World {
    fn new() -> Self {
        let profile = |who| Profile {
            party: party(who),
            who_may_call: WhoMayCall::Anybody,
            blocked: BTreeSet::new(),
            known: BTreeSet::new(),
        };
        Self {
            board: Switchboard::new(POLICY),
            now: START,
            profiles: (0..PEOPLE).map(profile).collect(),
            open: BTreeSet::new(),
            placed: 0,
            told: BTreeMap::new(),
            kept: BTreeMap::new(),
            assumed: BTreeSet::new(),
            absent: BTreeMap::new(),
            present: BTreeMap::new(),
            into: BTreeMap::new(),
        }
    }

    fn with(people: &[usize]) -> Self {
        let mut world = Self::new();
        for who in people {
            world.sign_in(*who, 0);
        }
        world
    }

    fn sign_in(&mut self, who: usize, number: usize) {
        if self.open.insert(tab(who, number)) {
            // A new page has no earlier events.
            self.told.remove(&tab(who, number));
            self.board.handle_sign_in(tab(who, number), self.profiles[who].clone(), self.now);
            self.drain();
        }
    }

    fn close(&mut self, connection: ConnectionId) {
        self.present.remove(&connection);
        if self.open.remove(&connection) {
            self.board.handle_disconnect(connection, self.now);
            self.drain();
        }
    }

    fn say(&mut self, from: ConnectionId, command: CallCommand) -> Result<(), CallError> {
        let result = self.board.handle_command(from, command, self.now);
        self.drain();
        result
    }

    fn place(&mut self, from: ConnectionId, to: usize) -> Result<CallId, CallError> {
        let callee = Some(Box::new(self.profiles[to].clone()));
        self.place_to(from, person(to), callee)
    }

    fn place_to(
        &mut self,
        from: ConnectionId,
        to: PersonId,
        callee: Option<Box<Profile>>,
    ) -> Result<CallId, CallError> {
        self.place_into(from, to, callee, None)
    }

    /// Brings another person into a call.
    fn add(&mut self, from: ConnectionId, to: usize, into: &CallId) -> Result<CallId, CallError> {
        let callee = Some(Box::new(self.profiles[to].clone()));
        let added = self.place_into(from, person(to), callee, Some(into.clone()))?;
        // Crossing calls use the earlier call, so this one may not exist.
        if self.kept.contains_key(&added) {
            self.into.insert(added.clone(), into.clone());
        }
        Ok(added)
    }

    fn place_into(
        &mut self,
        from: ConnectionId,
        to: PersonId,
        callee: Option<Box<Profile>>,
        into: Option<CallId>,
    ) -> Result<CallId, CallError> {
        self.placed += 1;
        let call = call_id(self.placed);
        let room = room(&call);
        let place = CallCommand::Place { call: call.clone(), to, callee, video: true, into, room };
        self.say(from, place).map(|()| call)
    }

    /// A tab enters the room of a call. It replaces other tabs of its person there.
    fn enter(&mut self, from: ConnectionId, call: &CallId) -> Result<(), CallError> {
        let room_of = self.room_of(call);
        self.say(from, CallCommand::Entered { room: room(&room_of), by: None })?;
        self.present.retain(|tab, at| owner(*tab) != owner(from) || *at != room_of);
        self.present.insert(from, room_of);
        Ok(())
    }

    /// Updates `absent` after a step.
    fn note_absent(&mut self) {
        let mut absent = BTreeMap::new();
        for (record, _) in self.kept.values() {
            if record.state.answered_at().is_none() || record.state.is_ended() {
                continue;
            }
            let at = self.room_of(&record.id);
            for who in [number(&record.caller.id), number(&record.callee.id)] {
                let of = |tab: &ConnectionId| owner(*tab) == who;
                if self.present.iter().any(|(tab, room)| of(tab) && *room == at) {
                    continue;
                }
                let is_here = self.open.iter().any(of);
                let key = (record.id.clone(), who);
                let since = match self.absent.get(&key) {
                    Some((since, was_here)) if *was_here || !is_here => *since,
                    _ => self.now,
                };
                absent.insert(key, (since, is_here));
            }
        }
        self.absent = absent;
    }

    /// The call whose room this call uses.
    fn room_of(&self, call: &CallId) -> CallId {
        self.into.get(call).map_or_else(|| call.clone(), |into| self.room_of(into))
    }

    fn wait(&mut self, time: Duration) {
        let until = self.now + time;
        while let Some(at) = self.board.poll_timeout().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.board.handle_timeout(self.now);
            self.drain();
        }
        self.now = until;
    }

    fn drain(&mut self) {
        while let Some(effect) = self.board.poll_effect() {
            match effect {
                CallEffect::Tell { connection, event } => {
                    assert!(self.open.contains(&connection), "only open pages are told");
                    self.told.entry(connection).or_default().push((self.now, event));
                }
                CallEffect::Keep { record, for_callee, assumed } => {
                    assert!(!assumed || record.state.is_ended());
                    if assumed {
                        self.assumed.insert(record.id.clone());
                    }
                    self.keep(*record, for_callee);
                }
                CallEffect::KeepFirst { record, for_callee } => {
                    let id = record.id.clone();
                    self.keep(*record, for_callee);
                    self.board.handle_kept(&id, true, self.now).unwrap();
                }
                CallEffect::Acquaint(one, other) => {
                    self.profiles[number(&one)].known.insert(other.clone());
                    self.profiles[number(&other)].known.insert(one);
                }
            }
        }
    }

    fn keep(&mut self, record: CallRecord, for_callee: bool) {
        let before = self.kept.get(&record.id).map(|(before, _)| before.state);
        let goes_on = match (before, record.state) {
            (None, CallState::Ringing) => true,
            (Some(CallState::Ringing), CallState::Connecting { .. }) => true,
            (Some(CallState::Connecting { .. }), CallState::InCall { .. }) => true,
            (Some(before), CallState::Ended { answered_at, .. }) => {
                !before.is_ended() && before.answered_at() == answered_at
            }
            _ => false,
        };
        assert!(goes_on, "{before:?} -> {:?}", record.state);
        self.kept.insert(record.id.clone(), (record, for_callee));
    }

    fn state(&self, call: &CallId) -> CallState {
        self.kept[call].0.state
    }

    fn end_of(&self, call: &CallId) -> Option<CallEnd> {
        match self.state(call) {
            CallState::Ended { end, .. } => Some(end),
            _ => None,
        }
    }

    /// The state of a call that a tab was told last.
    fn shown(&self, connection: ConnectionId, call: &CallId) -> Option<(CallState, bool)> {
        let told = self.told.get(&connection)?.iter().rev();
        told.filter_map(|(_, event)| match event {
            CallEvent::Changed { record, here, .. } if record.id == *call => {
                Some((record.state, *here))
            }
            _ => None,
        })
        .next()
    }
}

/// Ana has called Ben, Ben has answered, and media flows.
fn in_call() -> (World, CallId) {
    let mut world = World::with(&[ANA, BEN, CLEO]);
    let call = world.place(tab(ANA, 0), BEN).unwrap();
    world.say(tab(BEN, 0), CallCommand::Answer(call.clone())).unwrap();
    for who in [ANA, BEN] {
        world.enter(tab(who, 0), &call).unwrap();
    }
    world.say(tab(ANA, 0), CallCommand::Connected(call.clone())).unwrap();
    (world, call)
}

#[test]
fn all_tabs_ring_one_answers_and_the_others_stop() {
    let mut world = World::with(&[ANA, BEN]);
    world.sign_in(BEN, 1);
    let call = world.place(tab(ANA, 0), BEN).unwrap();
    for number in [0, 1] {
        assert_eq!(world.shown(tab(BEN, number), &call), Some((CallState::Ringing, false)));
    }
    world.say(tab(BEN, 1), CallCommand::Answer(call.clone())).unwrap();
    let state = CallState::Connecting { answered_at: START };
    assert_eq!(world.shown(tab(BEN, 0), &call), Some((state, false)));
    assert_eq!(world.shown(tab(BEN, 1), &call), Some((state, true)));
    assert_eq!(world.shown(tab(ANA, 0), &call), Some((state, true)));
    let again = world.say(tab(BEN, 0), CallCommand::Answer(call));
    assert_eq!(again, Err(CallError::WrongState));
}

#[test]
fn a_tab_that_opens_while_it_rings_rings_too_with_what_was_sent() {
    let mut world = World::with(&[ANA, BEN]);
    let call = world.place(tab(ANA, 0), BEN).unwrap();
    let signal = CallCommand::Signal {
        call: call.clone(),
        transport_id: "t".parse().unwrap(),
        signal: candidate("one"),
    };
    world.say(tab(ANA, 0), signal).unwrap();
    world.sign_in(BEN, 1);
    let told = &world.told[&tab(BEN, 1)];
    assert!(matches!(&told[0].1, CallEvent::Changed { record, .. } if record.id == call));
    assert!(matches!(&told[1].1, CallEvent::Signal { .. }));
}

#[test]
fn what_is_kept_for_whoever_answers_is_bounded() {
    let late = |signals: usize, bytes: usize| {
        let mut world = World::with(&[ANA, BEN]);
        let call = world.place(tab(ANA, 0), BEN).unwrap();
        for _ in 0..signals {
            let transport_id = "t".parse().unwrap();
            let signal = candidate(&"x".repeat(bytes));
            let call = call.clone();
            world.say(tab(ANA, 0), CallCommand::Signal { call, transport_id, signal }).unwrap();
        }
        world.sign_in(BEN, 1);
        let told = world.told[&tab(BEN, 1)].iter();
        told.filter(|(_, event)| matches!(event, CallEvent::Signal { .. })).count()
    };
    assert_eq!(late(200, 10), 128);
    assert_eq!(late(20, 60_000), 4);
}

#[test]
fn nothing_of_a_callee_reaches_the_caller_before_the_answer() {
    let mut world = World::with(&[ANA, BEN]);
    let call = world.place(tab(ANA, 0), BEN).unwrap();
    let signal = || CallCommand::Signal {
        call: call.clone(),
        transport_id: "t".parse().unwrap(),
        signal: candidate("192.0.2.1"),
    };
    assert_eq!(world.say(tab(BEN, 0), signal()), Err(CallError::WrongState));
    world.say(tab(BEN, 0), CallCommand::Answer(call.clone())).unwrap();
    world.say(tab(BEN, 0), signal()).unwrap();
    let (_, event) = world.told[&tab(ANA, 0)].last().unwrap();
    assert!(matches!(event, CallEvent::Signal { .. }));
}

#[test]
fn two_who_call_each_other_at_once_are_connected() {
    let mut world = World::with(&[ANA, BEN]);
    let first = world.place(tab(ANA, 0), BEN).unwrap();
    let second = world.place(tab(BEN, 0), ANA).unwrap();
    assert!(matches!(world.state(&first), CallState::Connecting { .. }));
    assert!(!world.kept.contains_key(&second), "there is one call");
}

#[test]
fn each_way_to_end_before_the_answer() {
    let ended = |act: &dyn Fn(&mut World, &CallId)| {
        let mut world = World::with(&[ANA, BEN]);
        let call = world.place(tab(ANA, 0), BEN).unwrap();
        act(&mut world, &call);
        let end = world.end_of(&call);
        for who in [ANA, BEN] {
            let (state, _) = world.shown(tab(who, 0), &call).unwrap();
            assert_eq!(state, world.state(&call), "both are told");
        }
        end
    };
    let declined = ended(&|world, call| {
        world.say(tab(BEN, 0), CallCommand::Decline(call.clone())).unwrap();
    });
    assert_eq!(declined, Some(CallEnd::Declined));
    let busy = ended(&|world, call| {
        let busy = CallCommand::Busy(call.clone());
        assert_eq!(world.say(tab(ANA, 0), busy.clone()), Err(CallError::WrongState));
        world.say(tab(BEN, 0), busy).unwrap();
    });
    assert_eq!(busy, Some(CallEnd::Busy));
    let cancelled = ended(&|world, call| {
        let hang_up = CallCommand::HangUp { call: call.clone(), at: None };
        assert_eq!(world.say(tab(BEN, 0), hang_up.clone()), Err(CallError::WrongState));
        world.say(tab(ANA, 0), hang_up).unwrap();
    });
    assert_eq!(cancelled, Some(CallEnd::Cancelled));
    let no_answer = ended(&|world, call| {
        world.wait(POLICY.ring - Duration::from_millis(1));
        assert_eq!(world.end_of(call), None);
        world.wait(Duration::from_millis(1));
    });
    assert_eq!(no_answer, Some(CallEnd::NoAnswer));
}

#[test]
fn a_caller_whose_page_is_gone_has_cancelled_soon() {
    let mut world = World::with(&[ANA, BEN]);
    let call = world.place(tab(ANA, 0), BEN).unwrap();
    world.close(tab(ANA, 0));
    world.wait(POLICY.caller_grace);
    assert_eq!(world.end_of(&call), Some(CallEnd::Cancelled));
    assert!(world.shown(tab(BEN, 0), &call).unwrap().0.is_ended());
}

#[test]
fn who_is_in_a_call_is_busy_and_hears_of_it_later() {
    let (mut world, _) = in_call();
    let call = world.place(tab(CLEO, 0), BEN).unwrap();
    assert_eq!(world.end_of(&call), Some(CallEnd::Busy));
    assert!(world.kept[&call].1, "it is among Ben's missed calls");
    assert_eq!(world.shown(tab(BEN, 0), &call), None, "and does not disturb");
    assert_eq!(world.place(tab(BEN, 0), CLEO), Err(CallError::InCall));
}

#[test]
fn hanging_up_reaches_the_other_and_nobody_else() {
    let (mut world, call) = in_call();
    let hang_up = CallCommand::HangUp { call: call.clone(), at: None };
    assert_eq!(world.say(tab(CLEO, 0), hang_up.clone()), Err(CallError::CallNotFound));
    world.say(tab(BEN, 0), hang_up).unwrap();
    assert_eq!(world.end_of(&call), Some(CallEnd::HungUp));
    assert!(world.shown(tab(ANA, 0), &call).unwrap().0.is_ended());
    assert_eq!(world.shown(tab(CLEO, 0), &call), None);
    assert_eq!(world.board.poll_timeout(), None);
}

#[test]
fn a_call_goes_on_without_the_server_and_is_completed_later() {
    let (world, call) = in_call();
    let record = world.kept[&call].0.clone();
    // The server has restarted and knows no call.
    let mut world = World::with(&[ANA, BEN]);
    world.kept.insert(call.clone(), (record.clone(), true));
    world.now = START + Duration::from_secs(600);
    world.say(tab(ANA, 0), resume(&record)).unwrap();
    assert_eq!(world.shown(tab(ANA, 0), &call).unwrap().0, record.state);
    assert_eq!(world.board.availability(&person(BEN)), Availability::InCall);
    // Ben hung up earlier. His page told Ana's page, which reports it now.
    let at = START + Duration::from_secs(60);
    world.say(tab(ANA, 0), CallCommand::HangUp { call: call.clone(), at: Some(at) }).unwrap();
    let expected =
        CallState::Ended { answered_at: Some(START), ended_at: at, end: CallEnd::HungUp };
    assert_eq!(world.state(&call), expected);
    // A third person cannot resume the call.
    let mut world = World::with(&[CLEO]);
    let result = world.say(tab(CLEO, 0), resume(&record));
    assert_eq!(result, Err(CallError::CallNotFound));
}

#[test]
fn a_call_that_nobody_attends_ends() {
    let (mut world, call) = in_call();
    world.close(tab(ANA, 0));
    world.wait(UNATTENDED * 10);
    assert_eq!(world.end_of(&call), None, "Ben is there, and their media may flow");
    let gone_at = world.now;
    world.close(tab(BEN, 0));
    world.wait(UNATTENDED - Duration::from_millis(1));
    assert_eq!(world.end_of(&call), None);
    world.wait(Duration::from_millis(1));
    let expected =
        CallState::Ended { answered_at: Some(START), ended_at: gone_at, end: CallEnd::Failed };
    assert_eq!(world.state(&call), expected, "it was over when the last of the two went");
    assert!(world.assumed.contains(&call));
}

#[test]
fn a_call_in_whose_room_nobody_is_ends_though_their_pages_are_open() {
    let ends = |act: &dyn Fn(&mut World, &CallId)| {
        let mut world = World::with(&[ANA, BEN, CLEO]);
        let call = world.place(tab(ANA, 0), BEN).unwrap();
        world.say(tab(BEN, 0), CallCommand::Answer(call.clone())).unwrap();
        act(&mut world, &call);
        world.wait(UNATTENDED);
        world.end_of(&call)
    };
    assert_eq!(ends(&|_, _| {}), Some(CallEnd::Failed), "they never came");
    let left = ends(&|world, call| {
        world.enter(tab(ANA, 0), call).unwrap();
        world.say(tab(ANA, 0), CallCommand::Left).unwrap();
    });
    assert_eq!(left, Some(CallEnd::Failed));
    let by_somebody_else = ends(&|world, call| world.enter(tab(CLEO, 0), call).unwrap());
    assert_eq!(by_somebody_else, Some(CallEnd::Failed), "Cleo is not one of the two");
    let one_did_not_come = ends(&|world, call| world.enter(tab(BEN, 0), call).unwrap());
    assert_eq!(one_did_not_come, Some(CallEnd::Failed));
    let one_has_gone = ends(&|world, call| {
        world.enter(tab(BEN, 0), call).unwrap();
        world.close(tab(ANA, 0));
    });
    assert_eq!(one_has_gone, None, "their media may flow");
    let one_is_back = ends(&|world, call| {
        world.enter(tab(BEN, 0), call).unwrap();
        world.close(tab(ANA, 0));
        world.wait(UNATTENDED * 5);
        world.sign_in(ANA, 1);
        world.wait(UNATTENDED - Duration::from_millis(1));
        assert_eq!(world.end_of(call), None, "there is time to come");
    });
    assert_eq!(one_is_back, Some(CallEnd::Failed));
    let both = ends(&|world, call| {
        for who in [ANA, BEN] {
            world.enter(tab(who, 0), call).unwrap();
        }
    });
    assert_eq!(both, None);
    let superseded = ends(&|world, call| {
        world.sign_in(BEN, 1);
        world.enter(tab(BEN, 0), call).unwrap();
        world.enter(tab(BEN, 1), call).unwrap();
        world.close(tab(BEN, 1));
    });
    assert_eq!(superseded, Some(CallEnd::Failed), "one page has the place");
    let in_another = ends(&|world, _| {
        world.enter(tab(ANA, 0), &call_id(9_999)).unwrap();
    });
    assert_eq!(in_another, Some(CallEnd::Failed));
}

#[test]
fn two_who_call_each_other_are_connected_whoever_may_call_them() {
    let mut world = World::new();
    for who in [ANA, BEN] {
        world.profiles[who].who_may_call = WhoMayCall::Known;
        world.sign_in(who, 0);
    }
    let call = world.place(tab(ANA, 0), BEN).unwrap();
    let signal = CallCommand::Signal {
        call: call.clone(),
        transport_id: "t".parse().unwrap(),
        signal: candidate("one"),
    };
    world.say(tab(ANA, 0), signal).unwrap();
    assert_eq!(world.shown(tab(BEN, 0), &call), None);
    world.place(tab(BEN, 0), ANA).unwrap();
    assert!(matches!(world.state(&call), CallState::Connecting { .. }));
    assert_eq!(world.kept.len(), 1, "there is one call");
    assert!(world.kept[&call].1, "and both find it");
    let told = &world.told[&tab(BEN, 0)];
    assert!(told.iter().any(|(_, event)| matches!(event, CallEvent::Signal { .. })));
    // A person in a call is still not told of other calls.
    world.sign_in(CLEO, 0);
    let rings = world.place(tab(CLEO, 0), BEN).unwrap();
    assert_eq!(world.place(tab(BEN, 0), CLEO), Err(CallError::InCall));
    assert_eq!(world.shown(tab(BEN, 0), &rings), None);
}

#[test]
fn who_comes_back_to_a_room_with_others_stays_there() {
    let mut world = World::with(&[ANA, BEN, CLEO]);
    let (of_ben, of_cleo) = (call_id(1), call_id(2));
    let at = room(&of_ben);
    let by = |call: &CallId| CallCommand::Entered { room: at.clone(), by: Some(call.clone()) };
    world.say(tab(BEN, 0), by(&of_ben)).unwrap();
    assert_eq!(world.board.availability(&person(BEN)), Availability::Online, "alone");
    world.say(tab(CLEO, 0), by(&of_cleo)).unwrap();
    for who in [BEN, CLEO] {
        assert_eq!(world.board.availability(&person(who)), Availability::InCall);
    }
    let added = world.add(tab(BEN, 0), ANA, &of_ben).unwrap();
    assert_eq!(world.state(&added), CallState::Ringing, "and may bring in more");
    world.say(tab(ANA, 0), CallCommand::Decline(added)).unwrap();
    world.say(tab(CLEO, 0), CallCommand::Left).unwrap();
    for who in [BEN, CLEO] {
        assert_eq!(world.board.availability(&person(who)), Availability::Online);
    }
}

#[test]
fn nobody_comes_back_to_a_call_while_one_of_the_two_is_in_another() {
    let (world, call) = in_call();
    let record = world.kept[&call].0.clone();
    let mut world = World::with(&[ANA, BEN, CLEO]);
    world.kept.insert(call, (record.clone(), true));
    world.placed = 10;
    let other = world.place(tab(BEN, 0), CLEO).unwrap();
    assert_eq!(world.say(tab(BEN, 0), resume(&record)), Err(CallError::InCall));
    assert_eq!(world.say(tab(ANA, 0), resume(&record)), Err(CallError::CallNotFound));
    world.say(tab(BEN, 0), CallCommand::HangUp { call: other, at: None }).unwrap();
    world.say(tab(ANA, 0), resume(&record)).unwrap();
}

#[test]
fn a_third_person_is_brought_into_a_call() {
    let (mut world, call) = in_call();
    let added = world.add(tab(BEN, 0), CLEO, &call).unwrap();
    let told = world.told[&tab(CLEO, 0)].iter().rev();
    let seen = told.filter_map(|(_, event)| match event {
        CallEvent::Changed { record, into, .. } => Some((record.id.clone(), into.clone())),
        _ => None,
    });
    assert_eq!(seen.clone().next(), Some((added.clone(), Some(call.clone()))));
    assert_eq!(world.shown(tab(ANA, 0), &added), None, "of its two alone");
    world.say(tab(CLEO, 0), CallCommand::Answer(added.clone())).unwrap();
    assert!(matches!(world.state(&added), CallState::Connecting { .. }));
    assert!(matches!(world.state(&call), CallState::InCall { .. }), "and the call goes on");
    // The two calls end independently.
    let hang_up = |call: &CallId| CallCommand::HangUp { call: call.clone(), at: None };
    world.say(tab(ANA, 0), hang_up(&call)).unwrap();
    assert_eq!(world.end_of(&call), Some(CallEnd::HungUp));
    assert_eq!(world.end_of(&added), None);
    assert_eq!(world.place(tab(CLEO, 0), ANA), Err(CallError::InCall));
    world.say(tab(CLEO, 0), hang_up(&added)).unwrap();
    assert_eq!(world.end_of(&added), Some(CallEnd::HungUp));
}

#[test]
fn who_stays_with_a_third_is_in_a_call_until_they_leave() {
    let stays = |leave: &dyn Fn(&mut World, &CallId, &CallId)| {
        let (mut world, call) = in_call();
        let added = world.add(tab(ANA, 0), CLEO, &call).unwrap();
        world.say(tab(CLEO, 0), CallCommand::Answer(added.clone())).unwrap();
        world.enter(tab(CLEO, 0), &added).unwrap();
        // Ana, who connects the two, leaves; Ben and Cleo stay.
        for call in [&call, &added] {
            let hang_up = CallCommand::HangUp { call: call.clone(), at: None };
            world.say(tab(ANA, 0), hang_up).unwrap();
            assert_eq!(world.end_of(call), Some(CallEnd::HungUp));
        }
        let states = [ANA, BEN, CLEO].map(|who| world.board.availability(&person(who)));
        assert_eq!(states, [Availability::Online, Availability::InCall, Availability::InCall]);
        let rings = world.place(tab(ANA, 0), BEN).unwrap();
        assert_eq!(world.end_of(&rings), Some(CallEnd::Busy));
        assert_eq!(world.place(tab(BEN, 0), ANA), Err(CallError::InCall));
        // Another page of Ben's, in another meeting, does not affect the stay.
        world.sign_in(BEN, 1);
        world.enter(tab(BEN, 1), &call_id(9_999)).unwrap();
        world.say(tab(BEN, 1), CallCommand::Left).unwrap();
        world.close(tab(BEN, 1));
        assert_eq!(world.board.availability(&person(BEN)), Availability::InCall);
        // A person who stays may bring in others.
        world.sign_in(3, 0);
        let another = world.add(tab(BEN, 0), 3, &call).unwrap();
        assert_eq!(world.state(&another), CallState::Ringing);
        world.say(tab(3, 0), CallCommand::Decline(another)).unwrap();
        leave(&mut world, &call, &added);
        // The stay of the person who is left alone ends, too.
        for who in [BEN, CLEO] {
            assert_ne!(world.board.availability(&person(who)), Availability::InCall);
        }
        let told = world.told[&tab(ANA, 0)].iter().rev();
        let mut of_ben = told.filter_map(|(_, event)| match event {
            CallEvent::Availability { who, availability } if *who == person(BEN) => {
                Some(*availability)
            }
            _ => None,
        });
        assert_eq!(of_ben.next(), Some(world.board.availability(&person(BEN))));
    };
    stays(&|world, call, added| {
        let hang_up = |call: &CallId| CallCommand::HangUp { call: call.clone(), at: None };
        assert_eq!(world.say(tab(BEN, 0), hang_up(added)), Err(CallError::CallNotFound));
        world.say(tab(BEN, 0), hang_up(call)).unwrap();
    });
    stays(&|world, _, _| world.say(tab(CLEO, 0), CallCommand::Left).unwrap());
    stays(&|world, _, _| world.close(tab(BEN, 0)));
}

#[test]
fn nobody_is_brought_into_what_is_no_call_of_ones_own() {
    let (mut world, call) = in_call();
    world.sign_in(3, 0);
    assert_eq!(world.add(tab(CLEO, 0), 3, &call), Err(CallError::CallNotFound));
    assert_eq!(world.add(tab(ANA, 0), 3, &call_id(9_999)), Err(CallError::CallNotFound));
    let rings = world.place(tab(CLEO, 0), 3).unwrap();
    assert_eq!(world.add(tab(CLEO, 0), ANA, &rings), Err(CallError::WrongState));
    // A person who is in the call already is busy.
    let again = world.add(tab(ANA, 0), BEN, &call).unwrap();
    assert_eq!(world.end_of(&again), Some(CallEnd::Busy));
}

#[test]
fn a_caller_who_comes_back_soon_goes_on_ringing() {
    let mut world = World::with(&[ANA, BEN]);
    let call = world.place(tab(ANA, 0), BEN).unwrap();
    world.close(tab(ANA, 0));
    world.sign_in(ANA, 1);
    let record = world.kept[&call].0.clone();
    assert_eq!(world.say(tab(BEN, 0), resume(&record)), Err(CallError::WrongState));
    world.say(tab(ANA, 1), resume(&record)).unwrap();
    world.wait(POLICY.caller_grace * 2);
    assert_eq!(world.end_of(&call), None);
    assert_eq!(world.shown(tab(ANA, 1), &call), Some((CallState::Ringing, true)));
}

#[test]
fn nobody_calls_themselves_or_without_a_name() {
    let mut world = World::with(&[ANA]);
    assert_eq!(world.place(tab(ANA, 0), ANA), Err(CallError::OwnId));
    assert_eq!(world.place(tab(BEN, 0), ANA), Err(CallError::NotSignedIn));
}
