//! Resuming: a participant whose connection drops stays in the room, and the others see no leave.

use std::time::Duration;

use convene_model::{
    LeaveReason, MediaState, NetworkTag, ParticipantId, Presence, Role, RoomRecord, Timestamp,
};
use convene_room::{ConnectionId, Effect, Event, Join, JoinOutcome, Returning, Room, RoomPolicy};

const GRACE: Duration = Duration::from_secs(30);
const POLICY: RoomPolicy = RoomPolicy {
    max_participants: 4,
    max_publishers: 1000,
    mesh_max: None,
    max_waiting: 4,
    grace: GRACE,
    host_patience: GRACE,
};
const START: Timestamp = Timestamp(1_000_000);
const ANA: ConnectionId = ConnectionId(1);
const BEN: ConnectionId = ConnectionId(2);

fn join(letter: &str, last_seq: Option<Option<u64>>) -> Join {
    Join {
        id: id(letter),
        name: "Somebody".parse().unwrap(),
        media: MediaState::default(),
        returning: last_seq.map(|last_seq| Returning { last_seq, started_at: START, link: None }),
        host: false,
        password: None,
        network: NetworkTag(String::new()),
        link: None,
        foreign: None,
        can_forward: false,
        stream: None,
    }
}

fn id(letter: &str) -> ParticipantId {
    letter.repeat(16).parse().unwrap()
}

fn room_of_two() -> (Room, u64) {
    let mut room = Room::new(POLICY, RoomRecord::default(), START);
    room.handle_join(ANA, join("a", None), START).unwrap();
    let Ok(JoinOutcome::Joined { seq, .. }) = room.handle_join(BEN, join("b", None), START) else {
        panic!("ben joins anew")
    };
    while room.poll_effect().is_some() {}
    (room, seq)
}

fn events_to(room: &mut Room, connection: ConnectionId) -> Vec<Event> {
    std::iter::from_fn(|| room.poll_effect())
        .filter_map(|effect| match effect {
            Effect::Deliver { connection: to, event, .. } if to == connection => {
                Some((*event).clone())
            }
            _ => None,
        })
        .collect()
}

#[test]
fn the_others_see_a_change_of_presence_and_no_leave() {
    let (mut room, seq) = room_of_two();
    room.handle_disconnect(BEN, START);
    room.handle_timeout(Timestamp(START.0 + 29_999));
    let back = ConnectionId(3);
    let outcome = room.handle_join(back, join("b", Some(Some(seq))), START + GRACE).unwrap();
    assert!(matches!(outcome, JoinOutcome::Resumed { .. }));
    let seen = events_to(&mut room, ANA);
    let presences: Vec<Presence> = seen
        .into_iter()
        .map(|event| match event {
            Event::ParticipantChanged(participant) => participant.presence,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(presences, [Presence::Reconnecting, Presence::Connected]);
}

#[test]
fn after_the_grace_period_the_participant_leaves() {
    let (mut room, _) = room_of_two();
    room.handle_disconnect(BEN, START);
    assert_eq!(room.poll_timeout(), Some(START + GRACE));
    room.handle_timeout(START + GRACE);
    let seen = events_to(&mut room, ANA);
    assert!(matches!(
        seen.last(),
        Some(Event::ParticipantLeft { reason: LeaveReason::TimedOut, .. })
    ));
    assert_eq!(room.poll_timeout(), None);
}

#[test]
fn a_page_that_starts_over_is_sent_the_room_whole() {
    let (mut room, _) = room_of_two();
    room.handle_disconnect(BEN, START);
    let back = ConnectionId(3);
    let outcome = room.handle_join(back, join("b", Some(None)), START).unwrap();
    let JoinOutcome::Joined { snapshot, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(snapshot.participants.len(), 2);
    assert_eq!(events_to(&mut room, back), []);
}

#[test]
fn the_newer_connection_supersedes_the_older() {
    let (mut room, seq) = room_of_two();
    let newer = ConnectionId(3);
    room.handle_join(newer, join("b", Some(Some(seq))), START).unwrap();
    assert_eq!(room.poll_effect(), Some(Effect::Supersede { connection: BEN }));
    room.handle_disconnect(BEN, START);
    assert_eq!(room.poll_timeout(), None, "the older connection's end changes nothing");
}

#[test]
fn numbers_of_an_earlier_presence_are_not_taken_for_this_ones() {
    let (mut room, seq) = room_of_two();
    room.handle_disconnect(BEN, START);
    room.handle_timeout(START + GRACE);
    let later = START + GRACE + Duration::from_secs(1);
    let outcome = room.handle_join(ConnectionId(3), join("b", Some(Some(seq + 1))), later).unwrap();
    assert!(matches!(outcome, JoinOutcome::Joined { .. }));
}

#[test]
fn a_room_made_anew_after_a_restart_takes_over_when_the_meeting_began() {
    let mut room = Room::new(POLICY, RoomRecord::default(), Timestamp(9_000_000));
    room.handle_join(ANA, join("a", None), Timestamp(9_000_000)).unwrap();
    room.handle_join(BEN, join("b", Some(Some(17))), Timestamp(9_000_001)).unwrap();
    assert_eq!(room.snapshot(Role::Guest).started_at, START);
    let seen = events_to(&mut room, ANA);
    assert!(matches!(seen.first(), Some(Event::RoomChanged { started_at: START, .. })));
}
