//! Tests of what callers and callees are told, and of what is stored.

use convene_model::{Party, WhoMayCall};
use convene_storage::{CallRepository as _, PersonRepository as _, Storage};

use convene_room::CallEvent;
use tokio::sync::mpsc;

use super::*;
use crate::calls::PersonSecret;
use crate::clock::Clock;
use crate::media::relay::Leases;

const POLICY: SwitchboardPolicy = SwitchboardPolicy {
    ring: Duration::from_secs(30),
    pretend: Duration::from_secs(6),
    caller_grace: Duration::from_secs(5),
    unattended: Some(Duration::ZERO),
    crossing_connects: true,
    keeps: true,
};

fn now() -> Timestamp {
    Clock::start().now()
}

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
    owner_with(storage, Leases::default())
}

fn owner_with(storage: &Storage, relay: Leases) -> Owner {
    let leases = CallLeases::new(relay, PersonSecret::new([7; 32]));
    Owner::new(POLICY, Clock::start().timeline(), Keeper::new(storage.clone()), leases)
}

/// Signs in a page; the receiver holds up to `holds` of its events.
fn sign_in(owner: &mut Owner, page: u64, who: &str, holds: usize) -> mpsc::Receiver<CallOutbound> {
    let (outbound, told) = mpsc::channel(holds);
    let (reply, _) = oneshot::channel();
    let (connection, profile) = (ConnectionId(page), profile(who));
    owner.handle(
        CallInput::SignIn { connection, profile, contacts: vec![], outbound, reply },
        now(),
    );
    told
}

/// Runs the owner until it has answered, with a working disk.
async fn carried_out(
    owner: &mut Owner,
    mut reply: oneshot::Receiver<Result<Done, CallError>>,
) -> Result<Done, CallError> {
    loop {
        match reply.try_recv() {
            Ok(result) => return result,
            Err(_) => owner.write().await,
        }
    }
}

async fn place(owner: &mut Owner, page: u64, to: &str) -> Result<Done, CallError> {
    place_into(owner, page, to, None).await
}

async fn place_into(
    owner: &mut Owner,
    page: u64,
    to: &str,
    into: Option<CallId>,
) -> Result<Done, CallError> {
    let (sender, reply) = oneshot::channel();
    let callee = Some(profile(to));
    owner.place((ConnectionId(page), person(to)), callee, true, into, sender);
    carried_out(owner, reply).await
}

async fn command(owner: &mut Owner, page: u64, command: CallCommand) -> Result<Done, CallError> {
    let (sender, reply) = oneshot::channel();
    owner.command(ConnectionId(page), command, sender);
    carried_out(owner, reply).await
}

/// An answered call whose owner is then dropped, as after a kill.
async fn talking(storage: &Storage) -> CallId {
    let mut owner = owner(storage);
    let _ana = sign_in(&mut owner, 1, "ba", 100);
    let _ben = sign_in(&mut owner, 2, "de", 100);
    let (call, _) = place(&mut owner, 1, "de").await.unwrap().call.unwrap();
    command(&mut owner, 2, CallCommand::Answer(call.id.clone())).await.unwrap();
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
    owner.handle_timeout(now());
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
    owner.handle(CallInput::Entered { connection: ConnectionId(1), room, over: None }, now());
    let resumed = owner.resume(ConnectionId(1), &call, None).unwrap().call.unwrap();
    assert_eq!(resumed, (stored.record, stored.room));
    owner.handle_timeout(now());
    owner.finish().await;
    assert!(!storage.call(&call).await.unwrap().record.state.is_ended());
}

/// A stored call to which nobody came back, as a newly started server finds it.
async fn taken_to_be_over(storage: &Storage) -> StoredCall {
    let call = talking(storage).await;
    let mut owner = owner(storage);
    owner.take_over(storage.unfinished_calls().await.unwrap());
    owner.handle_timeout(now());
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
    assert_eq!(owner.resume(ConnectionId(2), &call, None).unwrap_err(), CallError::CallNotFound);
    over.record.state = CallState::InCall { answered_at };
    let over = Some(Box::new(over));
    // Other people cannot resume it, and nobody can be in two calls at once.
    let _cleo = sign_in(&mut owner, 3, "fi", 100);
    let foreign = owner.resume(ConnectionId(3), &call, over.clone());
    assert_eq!(foreign.unwrap_err(), CallError::CallNotFound);
    let other = place(&mut owner, 2, "fi").await.unwrap().call.unwrap().0.id;
    let in_another = owner.resume(ConnectionId(2), &call, over.clone());
    assert_eq!(in_another.unwrap_err(), CallError::InCall);
    assert!(owner.before.is_empty());
    command(&mut owner, 2, CallCommand::HangUp { call: other, at: None }).await.unwrap();
    owner.resume(ConnectionId(2), &call, over).unwrap();
    let hang_up = CallCommand::HangUp { call: call.clone(), at: None };
    command(&mut owner, 2, hang_up).await.unwrap();
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
    place(&mut owner, 1, "fi").await.unwrap();
    let at = storage.call(&call).await.unwrap().record.state.answered_at();
    let hang_up = || CallCommand::HangUp { call: call.clone(), at };
    assert_eq!(command(&mut owner, 3, hang_up()).await.unwrap_err(), CallError::CallNotFound);
    command(&mut owner, 1, hang_up()).await.unwrap();
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
        owner.handle(CallInput::Entered { connection, room: room.meeting.clone(), over }, now());
        told
    });
    let states = ["ba", "de"].map(|who| owner.board.availability(&person(who)));
    assert_eq!(states, [Availability::InCall; 2]);
    // One of them adds a person to the same room.
    let into = Some(over.record.id.clone());
    let added = place_into(&mut owner, 1, "fi", into).await.unwrap();
    let (_, added) = added.call.unwrap();
    assert_eq!((added.meeting, added.caller), (room.meeting, room.caller));
    for page in [1, 2] {
        owner.handle(CallInput::Disconnect { connection: ConnectionId(page) }, now());
    }
    owner.go_on_at = Timestamp(0);
    owner.handle_timeout(now());
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
    let (call, _) = place(&mut owner, 1, "de").await.unwrap().call.unwrap();
    command(&mut owner, 1, CallCommand::HangUp { call: call.id, at: None }).await.unwrap();
    assert!(matches!(ben.recv().await, Some(CallOutbound::Event(_))));
    assert!(ben.recv().await.is_none(), "its connection learns of it");
    assert!(ana.try_recv().is_ok());
    assert_eq!(owner.board.availability(&person("de")), Availability::Offline);
}

#[tokio::test]
async fn both_of_a_call_may_use_the_relay_from_the_first_ring_to_the_end() {
    let (_dir, storage) = storage().await;
    let relay = Leases::default();
    let mut owner = owner_with(&storage, relay.clone());
    let may_relay = |who| {
        let name = PersonSecret::new([7; 32]).participant(&person(who)).unwrap();
        relay.is_open(name.as_str())
    };
    let _ana = sign_in(&mut owner, 1, "ba", 100);
    let _ben = sign_in(&mut owner, 2, "de", 100);
    assert!(!may_relay("ba") && !may_relay("de"), "to have signed in is not enough");
    let (call, _) = place(&mut owner, 1, "de").await.unwrap().call.unwrap();
    assert!(may_relay("ba") && may_relay("de"));
    command(&mut owner, 2, CallCommand::Answer(call.id.clone())).await.unwrap();
    assert!(may_relay("ba") && may_relay("de"));
    command(&mut owner, 1, CallCommand::HangUp { call: call.id, at: None }).await.unwrap();
    assert!(!may_relay("ba") && !may_relay("de"));

    let (call, _) = place(&mut owner, 2, "ba").await.unwrap().call.unwrap();
    command(&mut owner, 1, CallCommand::Decline(call.id)).await.unwrap();
    assert!(!may_relay("ba") && !may_relay("de"));
}

#[tokio::test]
async fn whoever_rings_nobody_lets_nobody_else_use_the_relay() {
    let (_dir, storage) = storage().await;
    let relay = Leases::default();
    let mut owner = owner_with(&storage, relay.clone());
    let _ana = sign_in(&mut owner, 1, "ba", 100);
    let (call, _) = place(&mut owner, 1, "de").await.unwrap().call.unwrap();
    let name = PersonSecret::new([7; 32]).participant(&person("de")).unwrap();
    assert!(!relay.is_open(name.as_str()), "it does not ring at somebody who is not there");
    let _over_already =
        command(&mut owner, 1, CallCommand::HangUp { call: call.id, at: None }).await;
    assert!(owner.places.is_empty());
}

#[tokio::test]
async fn nothing_is_left_of_calls_that_are_over() {
    let (_dir, storage) = storage().await;
    let mut owner = owner(&storage);
    let _ana = sign_in(&mut owner, 1, "ba", 100);
    let _ben = sign_in(&mut owner, 2, "de", 100);
    assert_eq!(place(&mut owner, 1, "ba").await.unwrap_err(), CallError::OwnId);
    let (call, _) = place(&mut owner, 1, "de").await.unwrap().call.unwrap();
    assert_eq!(place(&mut owner, 1, "fi").await.unwrap_err(), CallError::InCall);
    let crossing = place(&mut owner, 2, "ba").await.unwrap().call.unwrap().0;
    assert_eq!(crossing.id, call.id, "one call");
    assert_eq!(owner.places.len(), 1);
    command(&mut owner, 2, CallCommand::HangUp { call: call.id, at: None }).await.unwrap();
    assert!(owner.places.is_empty());
    assert_eq!(owner.poll_timeout(), None);
}

#[tokio::test]
async fn a_guest_is_called_and_calls_and_is_nobodys_acquaintance() {
    let (_dir, storage) = storage().await;
    let mut owner = owner(&storage);
    let _ana = sign_in(&mut owner, 1, "ba", 100);
    let (outbound, mut told) = mpsc::channel(100);
    let party = Party { id: person("gu"), name: "Gus".parse().unwrap() };
    let connection = ConnectionId(2);
    let guest = |outbound| CallInput::Guest { connection, party: party.clone(), outbound };
    owner.handle(guest(Some(outbound)), now());

    let (call, _) = place(&mut owner, 1, "gu").await.unwrap().call.unwrap();
    assert_eq!(call.callee.name.as_str(), person("gu").as_str(), "a stranger has no name");
    let told = told.try_recv().unwrap();
    assert!(matches!(told, CallOutbound::Event(CallEvent::Changed { .. })), "{told:?}");
    let (answered, _) =
        command(&mut owner, 2, CallCommand::Answer(call.id.clone())).await.unwrap().call.unwrap();
    assert_eq!(answered.callee.name.as_str(), "Gus");
    command(&mut owner, 1, CallCommand::HangUp { call: call.id.clone(), at: None }).await.unwrap();

    let (call, _) = place(&mut owner, 2, "ba").await.unwrap().call.unwrap();
    assert_eq!(call.caller, party);
    command(&mut owner, 1, CallCommand::Busy(call.id)).await.unwrap();

    let (call, _) = place(&mut owner, 2, "fi").await.unwrap().call.unwrap();
    assert!(matches!(call.state, CallState::Ended { end: CallEnd::Unavailable, .. }), "at once");

    owner.handle(CallInput::Disconnect { connection }, now());
    assert!(owner.guests.is_empty());
    owner.finish().await;
    assert_eq!(storage.contacts(&person("ba")).await.unwrap(), []);
}
