//! Who records the meeting, and that everybody is told.

use std::time::Duration;

use convene_model::{MediaState, ParticipantId, RecordingState, Timestamp};
use convene_room::{
    Command, ConnectionId, Effect, Event, Join, JoinOutcome, Returning, Room, RoomError, RoomPolicy,
};

const START: Timestamp = Timestamp(1_000_000);

fn id(letter: &str) -> ParticipantId {
    letter.repeat(16).parse().unwrap()
}

fn join(letter: &str, last_seq: Option<u64>) -> Join {
    Join {
        id: id(letter),
        name: letter.to_uppercase().parse().unwrap(),
        media: MediaState::default(),
        returning: last_seq
            .map(|last_seq| Returning { last_seq: Some(last_seq), started_at: START }),
    }
}

/// Ana and Ben on connections 1 and 2.
fn room_of_two() -> Room {
    let policy = RoomPolicy { max_participants: 8, grace: Duration::from_secs(30) };
    let mut room = Room::new(policy, START);
    for (connection, letter) in [(1, "a"), (2, "b")] {
        room.handle_join(ConnectionId(connection), join(letter, None), START).unwrap();
    }
    while room.poll_effect().is_some() {}
    room
}

fn set(room: &mut Room, connection: u64, state: Option<RecordingState>) -> Result<(), RoomError> {
    room.handle_command(ConnectionId(connection), Command::SetRecording(state), START)
}

/// To whom it was told that Ana's recording is so.
fn told(room: &mut Room) -> Vec<(u64, Option<RecordingState>)> {
    std::iter::from_fn(|| room.poll_effect())
        .map(|effect| match effect {
            Effect::Deliver { connection, event, .. } => match &*event {
                Event::ParticipantChanged(participant) if participant.id == id("a") => {
                    (connection.0, participant.recording)
                }
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn everybody_is_told_that_it_runs_pauses_and_ends() {
    let mut room = room_of_two();
    for state in [Some(RecordingState::Recording), Some(RecordingState::Paused), None] {
        set(&mut room, 1, state).unwrap();
        assert_eq!(told(&mut room), [(1, state), (2, state)]);
        // Telling it again is no news.
        set(&mut room, 1, state).unwrap();
        assert_eq!(told(&mut room), []);
    }
}

#[test]
fn who_comes_later_is_told_by_the_snapshot() {
    let mut room = room_of_two();
    set(&mut room, 1, Some(RecordingState::Recording)).unwrap();
    let joined = room.handle_join(ConnectionId(3), join("c", None), START).unwrap();
    let JoinOutcome::Joined { snapshot, .. } = joined else { panic!("{joined:?}") };
    let recording: Vec<_> = snapshot.participants.iter().map(|one| one.recording).collect();
    assert_eq!(recording, [Some(RecordingState::Recording), None, None]);
}

#[test]
fn a_connection_that_comes_back_is_still_recording() {
    let mut room = room_of_two();
    set(&mut room, 1, Some(RecordingState::Recording)).unwrap();
    room.handle_disconnect(ConnectionId(1), START);
    room.handle_join(ConnectionId(3), join("a", None), START).unwrap();
    assert_eq!(room.snapshot().participants[0].recording, Some(RecordingState::Recording));
}

#[test]
fn who_leaves_and_comes_again_is_not() {
    let mut room = room_of_two();
    set(&mut room, 1, Some(RecordingState::Recording)).unwrap();
    room.handle_command(ConnectionId(1), Command::Leave, START).unwrap();
    room.handle_join(ConnectionId(3), join("a", None), START).unwrap();
    assert!(room.snapshot().participants.iter().all(|one| one.recording.is_none()));
}

#[test]
fn only_who_is_in_the_room_records() {
    let mut room = room_of_two();
    let refused = set(&mut room, 9, Some(RecordingState::Recording));
    assert_eq!(refused, Err(RoomError::NotJoined));
}
