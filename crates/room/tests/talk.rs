//! Chat, reactions and raised hands.

use std::time::Duration;

use convene_model::{
    ChatMessage, ChatMessageId, MediaState, NetworkTag, ParticipantId, Role, RoomRecord, Timestamp,
};
use convene_room::{
    Action, Command, ConnectionId, Effect, Event, Join, JoinOutcome, Returning, Room, RoomError,
    RoomPolicy,
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
        host: false,
        password: None,
        network: NetworkTag(String::new()),
        link: None,
        foreign: None,
    }
}

/// Ana, Ben and Cleo on connections 1, 2 and 3; and the number Cleo's events go on from.
fn room_of_three() -> (Room, u64) {
    let policy = RoomPolicy {
        max_participants: 8,
        max_waiting: 4,
        grace: Duration::from_secs(30),
        host_patience: Duration::from_secs(30),
    };
    let mut room = Room::new(policy, RoomRecord::default(), START);
    let mut from = 0;
    for (connection, letter) in [(1, "a"), (2, "b"), (3, "c")] {
        let joined = room.handle_join(ConnectionId(connection), join(letter, None), START).unwrap();
        let JoinOutcome::Joined { seq, .. } = joined else { panic!("{joined:?}") };
        from = seq;
    }
    while room.poll_effect().is_some() {}
    (room, from)
}

fn told(room: &mut Room) -> Vec<(u64, Event)> {
    std::iter::from_fn(|| room.poll_effect())
        .map(|effect| match effect {
            Effect::Deliver { connection, event, .. } => (connection.0, (*event).clone()),
            other => panic!("{other:?}"),
        })
        .collect()
}

fn message(to: Option<&str>) -> ChatMessage {
    ChatMessage {
        id: ChatMessageId(1),
        client_id: "one".to_owned().try_into().unwrap(),
        from: id("a"),
        from_name: "A".parse().unwrap(),
        to: to.map(id),
        to_name: None,
        text: Some("hello".parse().unwrap()),
        sent_at: START,
        edited_at: None,
    }
}

#[test]
fn the_writer_is_who_the_connection_is() {
    let (room, _) = room_of_three();
    let parties = room.handle_chat_request(ConnectionId(1), Action::Chat, Some(&id("b"))).unwrap();
    assert_eq!((parties.from, parties.from_name.as_str()), (id("a"), "A"));
    assert_eq!(parties.to.unwrap().1.as_str(), "B");
}

#[test]
fn only_who_is_here_writes_and_is_written_to() {
    let (room, _) = room_of_three();
    let request = |connection, to: Option<&str>| {
        room.handle_chat_request(ConnectionId(connection), Action::Chat, to.map(id).as_ref())
            .unwrap_err()
    };
    assert_eq!(request(9, None), RoomError::NotJoined);
    assert_eq!(request(1, Some("z")), RoomError::ParticipantNotFound);
    assert_eq!(request(1, Some("a")), RoomError::ParticipantNotFound);
}

#[test]
fn a_message_to_everyone_reaches_everyone_its_writer_included() {
    let (mut room, _) = room_of_three();
    room.handle_chat_message(message(None));
    let told: Vec<u64> = told(&mut room).into_iter().map(|(connection, _)| connection).collect();
    assert_eq!(told, [1, 2, 3]);
}

#[test]
fn a_private_message_reaches_two() {
    let (mut room, _) = room_of_three();
    room.handle_chat_message(message(Some("c")));
    let told: Vec<u64> = told(&mut room).into_iter().map(|(connection, _)| connection).collect();
    assert_eq!(told, [1, 3]);
}

#[test]
fn who_was_away_is_told_what_was_written_once() {
    let (mut room, seq) = room_of_three();
    room.handle_disconnect(ConnectionId(3), START);
    room.handle_chat_message(message(None));
    while room.poll_effect().is_some() {}
    room.handle_join(ConnectionId(4), join("c", Some(seq)), START).unwrap();
    let messages = told(&mut room)
        .into_iter()
        .filter(|(connection, event)| *connection == 4 && matches!(event, Event::ChatMessage(_)))
        .count();
    assert_eq!(messages, 1);
}

#[test]
fn a_reaction_is_shown_to_all_with_its_time() {
    let (mut room, _) = room_of_three();
    let reaction = "\u{1F389}".to_owned().try_into().unwrap();
    let later = START + Duration::from_secs(5);
    room.handle_command(ConnectionId(2), Command::React(reaction), later).unwrap();
    let told = told(&mut room);
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|(_, event)| {
        matches!(event, Event::Reaction { from, at, .. } if *from == id("b") && *at == later)
    }));
}

#[test]
fn a_hand_keeps_its_place_until_it_is_lowered() {
    let (mut room, _) = room_of_three();
    let mut raise = |raised, at| {
        room.handle_command(ConnectionId(2), Command::RaiseHand(raised), Timestamp(at)).unwrap();
        room.snapshot(Role::Guest).participants[1].hand_raised_at
    };
    assert_eq!(raise(true, 10), Some(Timestamp(10)));
    assert_eq!(raise(true, 20), Some(Timestamp(10)));
    assert_eq!(raise(false, 30), None);
    assert_eq!(raise(true, 40), Some(Timestamp(40)));
}
