//! A switchboard for guests, who do not come back: crossing calls, and leaving a call.

use std::time::Duration;

use convene_model::{CallEnd, CallId, CallState, Party, PersonId, Timestamp, WhoMayCall};
use convene_room::{
    CallCommand, CallEffect, CallError, CallEvent, ConnectionId, Profile, Switchboard,
    SwitchboardPolicy,
};

const POLICY: SwitchboardPolicy = SwitchboardPolicy {
    ring: Duration::from_secs(30),
    pretend: Duration::ZERO,
    caller_grace: Duration::ZERO,
    unattended: None,
    crossing_connects: false,
    keeps: false,
};
const NOW: Timestamp = Timestamp(1_000_000);
const ANA: ConnectionId = ConnectionId(0);
const BEN: ConnectionId = ConnectionId(1);
const CLEO: ConnectionId = ConnectionId(2);
const ROOM: &str = "abc-defg-hij";
const FIRST: &str = "aaaaaaaaaaaaaaaa";
const SECOND: &str = "bbbbbbbbbbbbbbbb";

fn person(at: ConnectionId) -> PersonId {
    ["baba-baba-baba", "dede-dede-dede", "fifi-fifi-fifi"][at.0 as usize].parse().unwrap()
}

fn call(id: &str) -> CallId {
    id.parse().unwrap()
}

fn board() -> Switchboard {
    let mut board = Switchboard::new(POLICY);
    for guest in [ANA, BEN, CLEO] {
        let party = Party { id: person(guest), name: "Guest".parse().unwrap() };
        let (blocked, known) = ([].into(), [].into());
        let who_may_call = WhoMayCall::Anybody;
        board.handle_sign_in(guest, Profile { party, who_may_call, blocked, known }, NOW);
    }
    board
}

fn place(board: &mut Switchboard, from: ConnectionId, to: ConnectionId, id: &str) -> Vec<Told> {
    let (to, callee) = (person(to), None);
    let place = CallCommand::Place {
        call: call(id),
        to,
        callee,
        video: true,
        into: None,
        room: ROOM.parse().unwrap(),
    };
    board.handle_command(from, place, NOW).unwrap();
    told(board)
}

fn answer(board: &mut Switchboard, by: ConnectionId, id: &str) {
    board.handle_command(by, CallCommand::Answer(call(id)), NOW).unwrap();
    told(board);
}

/// An event about a call: receiver, call, and its end if it has ended.
type Told = (ConnectionId, String, Option<CallEnd>);

fn told(board: &mut Switchboard) -> Vec<Told> {
    let mut all = Vec::new();
    while let Some(effect) = board.poll_effect() {
        if let CallEffect::Tell { connection, event: CallEvent::Changed { record, .. } } = effect {
            let end = match record.state {
                CallState::Ended { end, .. } => Some(end),
                _ => None,
            };
            all.push((connection, record.id.to_string(), end));
        }
    }
    all
}

fn ids(board: &Switchboard, who: ConnectionId) -> Vec<String> {
    board.calls_of(&person(who)).map(|call| call.id.to_string()).collect()
}

#[test]
fn of_two_calls_that_cross_the_first_rings_on() {
    let mut board = board();
    place(&mut board, ANA, BEN, FIRST);
    let crossing = place(&mut board, BEN, ANA, SECOND);
    let second = |end| (BEN, SECOND.to_owned(), end);
    assert_eq!(crossing, [second(None), second(Some(CallEnd::Busy))], "Ana hears nothing of it");
    answer(&mut board, BEN, FIRST);
    assert!(board.call(&call(FIRST)).unwrap().state.answered_at().is_some());
}

#[test]
fn each_of_the_two_may_go_out_of_a_call_at_any_time() {
    for (goes, answered, end) in [
        (ANA, false, CallEnd::Cancelled),
        (BEN, false, CallEnd::HungUp),
        (ANA, true, CallEnd::HungUp),
        (BEN, true, CallEnd::HungUp),
    ] {
        let mut board = board();
        place(&mut board, ANA, BEN, FIRST);
        if answered {
            answer(&mut board, BEN, FIRST);
        }
        board.handle_leave(goes, &call(FIRST), NOW).unwrap();
        let ended = |who| (who, FIRST.to_owned(), Some(end));
        assert_eq!(told(&mut board), [ended(ANA), ended(BEN)], "{goes:?} {answered}");
        assert_eq!(board.poll_timeout(), None);
        assert_eq!(ids(&board, ANA).len() + ids(&board, BEN).len(), 0);
    }
}

#[test]
fn nobody_goes_out_of_other_peoples_calls() {
    let mut board = board();
    place(&mut board, ANA, BEN, FIRST);
    let not_found = Err(CallError::CallNotFound);
    assert_eq!(board.handle_leave(CLEO, &call(FIRST), NOW), not_found);
    assert_eq!(board.handle_leave(ANA, &call(SECOND), NOW), not_found);
    assert_eq!(board.handle_leave(ConnectionId(9), &call(FIRST), NOW), Err(CallError::NotSignedIn));
    assert_eq!(told(&mut board), []);
}

#[test]
fn the_calls_of_somebody_are_those_they_know_of() {
    let mut board = board();
    place(&mut board, ANA, BEN, FIRST);
    place(&mut board, BEN, CLEO, SECOND);
    assert_eq!(ids(&board, ANA), [FIRST]);
    assert_eq!(ids(&board, BEN), [FIRST, SECOND]);
    assert_eq!(ids(&board, CLEO), [SECOND]);
}
