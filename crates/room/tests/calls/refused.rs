//! Calls that the disk refuses, and a call that ends during a write.

use std::collections::BTreeSet;

use convene_model::{CallEnd, CallId, CallState, Party, PersonId, Timestamp, WhoMayCall};
use convene_room::{
    CallCommand, CallEffect, CallError, CallEvent, ConnectionId, Profile, Switchboard,
};

use super::POLICY;

const NOW: Timestamp = Timestamp(1_000_000);
const ANA: ConnectionId = ConnectionId(1);
const BEN: ConnectionId = ConnectionId(2);

fn person(at: ConnectionId) -> PersonId {
    ["", "ba", "de"][at.0 as usize].repeat(6).parse().unwrap()
}

fn call() -> CallId {
    "a".repeat(16).parse().unwrap()
}

fn board() -> Switchboard {
    let mut board = Switchboard::new(POLICY);
    for at in [ANA, BEN] {
        let party = Party { id: person(at), name: "Somebody".parse().unwrap() };
        let (blocked, known) = (BTreeSet::new(), BTreeSet::new());
        let who_may_call = WhoMayCall::Anybody;
        board.handle_sign_in(at, Profile { party, who_may_call, blocked, known }, NOW);
    }
    board
}

fn place(board: &mut Switchboard) {
    let place = CallCommand::Place {
        call: call(),
        to: person(BEN),
        callee: None,
        video: true,
        into: None,
        room: "abc-defg-hij".parse().unwrap(),
    };
    board.handle_command(ANA, place, NOW).unwrap();
}

/// The states that pages were told, and whether the board asked for a write.
fn told(board: &mut Switchboard) -> (Vec<(ConnectionId, CallState)>, bool) {
    let (mut told, mut asks) = (Vec::new(), false);
    while let Some(effect) = board.poll_effect() {
        match effect {
            CallEffect::Tell { connection, event: CallEvent::Changed { record, .. } } => {
                told.push((connection, record.state));
            }
            CallEffect::KeepFirst { .. } => asks = true,
            _ => {}
        }
    }
    (told, asks)
}

#[test]
fn a_call_that_the_disk_refuses_does_not_ring() {
    let mut board = board();
    told(&mut board);
    place(&mut board);
    assert_eq!(told(&mut board), (vec![], true));
    assert_eq!(board.handle_kept(&call(), false, NOW), Err(CallError::NotKept));
    assert_eq!(told(&mut board), (vec![], false));
    assert_eq!((board.call(&call()), board.poll_timeout()), (None, None));
    // The next attempt succeeds.
    place(&mut board);
    board.handle_kept(&call(), true, NOW).unwrap();
    let rings = CallState::Ringing;
    assert_eq!(told(&mut board), (vec![(ANA, rings), (BEN, rings)], true));
}

#[test]
fn a_call_whose_answer_the_disk_refuses_rings_on() {
    let mut board = board();
    place(&mut board);
    board.handle_kept(&call(), true, NOW).unwrap();
    told(&mut board);
    board.handle_command(BEN, CallCommand::Answer(call()), NOW).unwrap();
    assert_eq!(told(&mut board), (vec![], true));
    assert_eq!(board.handle_kept(&call(), false, NOW), Err(CallError::NotKept));
    assert_eq!(told(&mut board), (vec![], false));
    board.handle_command(BEN, CallCommand::Answer(call()), NOW).unwrap();
    board.handle_kept(&call(), true, NOW).unwrap();
    assert!(board.call(&call()).unwrap().state.answered_at().is_some());
}

#[test]
fn a_call_that_is_given_up_while_the_disk_is_asked_is_not_answered() {
    let mut board = board();
    place(&mut board);
    board.handle_kept(&call(), true, NOW).unwrap();
    board.handle_command(BEN, CallCommand::Answer(call()), NOW).unwrap();
    told(&mut board);
    let hang_up = CallCommand::HangUp { call: call(), at: None };
    board.handle_command(ANA, hang_up, NOW).unwrap();
    let end = CallEnd::Cancelled;
    let over = CallState::Ended { answered_at: None, ended_at: NOW, end };
    assert_eq!(told(&mut board), (vec![(ANA, over), (BEN, over)], false));
    assert_eq!(board.handle_kept(&call(), true, NOW), Err(CallError::CallNotFound));
    assert_eq!(told(&mut board), (vec![], false));
}
