//! Recording: permission to record, and the announcement to every participant.

mod disk;

use std::time::Duration;

use convene_model::{
    Audience, MediaState, NetworkTag, ParticipantId, RecordingState, Role, RoomRecord, Timestamp,
};
use convene_room::{
    Command, ConnectionId, Effect, Event, Join, JoinOutcome, Room, RoomChange, RoomError,
    RoomPolicy,
};

const START: Timestamp = Timestamp(1_000_000);

fn id(letter: &str) -> ParticipantId {
    letter.repeat(16).parse().unwrap()
}

fn join(letter: &str) -> Join {
    Join {
        id: id(letter),
        name: letter.to_uppercase().parse().unwrap(),
        media: MediaState::default(),
        returning: None,
        host: letter == "b",
        password: None,
        network: NetworkTag(String::new()),
        link: None,
        foreign: None,
        can_forward: false,
        stream: None,
    }
}

/// A room with Ana on connection 1 and Ben, the host, on connection 2.
fn room_of_two() -> Room {
    let policy = RoomPolicy {
        max_participants: 8,
        max_publishers: 1000,
        mesh_max: None,
        max_waiting: 4,
        grace: Duration::from_secs(30),
        host_patience: Duration::from_secs(30),
    };
    let mut room = Room::new(policy, RoomRecord::default(), START);
    for (connection, letter) in [(1, "a"), (2, "b")] {
        room.handle_join(ConnectionId(connection), join(letter), START).unwrap();
    }
    disk::serve(&mut room, START);
    room
}

fn set(room: &mut Room, connection: u64, state: Option<RecordingState>) -> Result<(), RoomError> {
    let command = Command::SetRecording(state);
    room.handle_command(ConnectionId(connection), command, START).map(|_| ())
}

/// Announced states of Ana's recording, each with the receiving connection.
fn told(room: &mut Room) -> Vec<(u64, Option<RecordingState>)> {
    disk::serve(room, START)
        .0
        .into_iter()
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
        // A repeated state is not announced.
        set(&mut room, 1, state).unwrap();
        assert_eq!(told(&mut room), []);
    }
}

#[test]
fn who_comes_later_is_told_by_the_snapshot() {
    let mut room = room_of_two();
    set(&mut room, 1, Some(RecordingState::Recording)).unwrap();
    let joined = room.handle_join(ConnectionId(3), join("c"), START).unwrap();
    let JoinOutcome::Joined { snapshot, .. } = joined else { panic!("{joined:?}") };
    let recording: Vec<_> = snapshot.participants.iter().map(|one| one.recording).collect();
    assert_eq!(recording, [Some(RecordingState::Recording), None, None]);
}

#[test]
fn a_connection_that_comes_back_is_still_recording() {
    let mut room = room_of_two();
    set(&mut room, 1, Some(RecordingState::Recording)).unwrap();
    room.handle_disconnect(ConnectionId(1), START);
    room.handle_join(ConnectionId(3), join("a"), START).unwrap();
    assert_eq!(
        room.snapshot(Role::Guest).participants[0].recording,
        Some(RecordingState::Recording)
    );
}

#[test]
fn who_leaves_and_comes_again_is_not() {
    let mut room = room_of_two();
    set(&mut room, 1, Some(RecordingState::Recording)).unwrap();
    room.handle_command(ConnectionId(1), Command::Leave, START).unwrap();
    room.handle_join(ConnectionId(3), join("a"), START).unwrap();
    assert!(room.snapshot(Role::Guest).participants.iter().all(|one| one.recording.is_none()));
}

#[test]
fn only_who_is_in_the_room_records() {
    let mut room = room_of_two();
    let refused = set(&mut room, 9, Some(RecordingState::Recording));
    assert_eq!(refused, Err(RoomError::NotJoined));
}

fn let_record(room: &mut Room, record: Audience) {
    let change = RoomChange { record: Some(record), ..RoomChange::default() };
    room.handle_command(ConnectionId(2), Command::SetRoom(change), START).unwrap();
    disk::serve(room, START);
}

#[test]
fn a_host_who_keeps_recording_to_hosts_ends_it_for_the_others() {
    let mut room = room_of_two();
    for connection in [1, 2] {
        set(&mut room, connection, Some(RecordingState::Recording)).unwrap();
    }
    let_record(&mut room, Audience::Hosts);
    let recording: Vec<_> =
        room.snapshot(Role::Guest).participants.iter().map(|one| one.recording).collect();
    assert_eq!(recording, [None, Some(RecordingState::Recording)]);
    let again = set(&mut room, 1, Some(RecordingState::Recording));
    assert_eq!(again, Err(RoomError::NotAllowed));
    // The end of a recording is never refused.
    set(&mut room, 1, None).unwrap();
    let_record(&mut room, Audience::Everyone);
    set(&mut room, 1, Some(RecordingState::Paused)).unwrap();
}
