//! Chat, reactions and raised hands.

mod disk;

use std::time::Duration;

use convene_model::{
    Audience, ChatMessage, ChatMessageId, MediaState, NetworkTag, ParticipantId, Role, RoomRecord,
    Timestamp,
};
use convene_room::{
    Action, ChatTicket, Command, ConnectionId, Effect, Event, Join, JoinOutcome, Returning, Room,
    RoomChange, RoomError, RoomPolicy,
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
        returning: last_seq.map(|last_seq| Returning {
            last_seq: Some(last_seq),
            started_at: START,
            link: None,
        }),
        host: false,
        password: None,
        network: NetworkTag(String::new()),
        link: None,
        foreign: None,
        can_forward: false,
        stream: None,
    }
}

/// A room with Ana, Ben and Cleo on connections 1, 2 and 3, and the sequence number of Cleo's
/// snapshot.
fn room_of_three() -> (Room, u64) {
    let policy = RoomPolicy {
        max_participants: 8,
        max_publishers: 1000,
        mesh_max: None,
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
    disk::serve(&mut room, START);
    (room, from)
}

fn told(room: &mut Room) -> Vec<(u64, Event)> {
    disk::serve(room, START)
        .0
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Deliver { connection, event, .. } => Some((connection.0, (*event).clone())),
            Effect::ChatSettled { result, .. } => {
                assert_eq!(result, Ok(()));
                None
            }
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

/// Writes a message, which is kept at once.
fn write(room: &mut Room, connection: u64, message: ChatMessage) {
    let connection = ConnectionId(connection);
    let to = message.to.as_ref();
    let (ticket, _) = room.handle_chat_request(connection, Action::Chat, to).unwrap();
    room.handle_chat_begun(ticket);
    room.handle_chat_kept(ticket, Action::Chat, Some(message));
}

#[test]
fn the_writer_is_who_the_connection_is() {
    let (mut room, _) = room_of_three();
    let (_, parties) =
        room.handle_chat_request(ConnectionId(1), Action::Chat, Some(&id("b"))).unwrap();
    assert_eq!((parties.from, parties.from_name.as_str()), (id("a"), "A"));
    assert_eq!(parties.to.unwrap().1.as_str(), "B");
}

#[test]
fn only_who_is_here_writes_and_is_written_to() {
    let (mut room, _) = room_of_three();
    let mut request = |connection, to: Option<&str>| {
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
    write(&mut room, 1, message(None));
    let told: Vec<u64> = told(&mut room).into_iter().map(|(connection, _)| connection).collect();
    assert_eq!(told, [1, 2, 3]);
}

#[test]
fn a_private_message_reaches_two() {
    let (mut room, _) = room_of_three();
    write(&mut room, 1, message(Some("c")));
    let told: Vec<u64> = told(&mut room).into_iter().map(|(connection, _)| connection).collect();
    assert_eq!(told, [1, 3]);
}

#[test]
fn who_was_away_is_told_what_was_written_once() {
    let (mut room, seq) = room_of_three();
    room.handle_disconnect(ConnectionId(3), START);
    write(&mut room, 1, message(None));
    disk::serve(&mut room, START);
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

/// Begins to write a message; it is not kept yet.
fn begin(room: &mut Room, connection: u64) -> ChatTicket {
    let asked = room.handle_chat_request(ConnectionId(connection), Action::Chat, None);
    let (ticket, _) = asked.unwrap();
    room.handle_chat_begun(ticket);
    ticket
}

/// Outcomes of messages, in order: the ticket, and whether the message was delivered.
fn outcomes(room: &mut Room) -> Vec<(u64, bool)> {
    let mut outcomes = Vec::new();
    let mut told = None;
    for effect in disk::serve(room, START).0 {
        match effect {
            Effect::Deliver { connection: ConnectionId(2), event, .. } => {
                if let Event::ChatMessage(message) = &*event {
                    told = Some(message.id.0);
                }
            }
            Effect::ChatSettled { ticket, result } => {
                outcomes.push((ticket.0, result.is_ok() && told.take().is_some()));
            }
            _ => {}
        }
    }
    outcomes
}

fn numbered(id: u64) -> ChatMessage {
    ChatMessage { id: ChatMessageId(id), ..message(None) }
}

#[test]
fn messages_are_told_in_the_order_of_their_ids_whichever_is_reported_first() {
    let (mut room, _) = room_of_three();
    let mut ticket = || begin(&mut room, 1);
    let (first, second, third, refused) = (ticket(), ticket(), ticket(), ticket());
    room.handle_chat_kept(third, Action::Chat, Some(numbered(12)));
    room.handle_chat_kept(first, Action::Chat, Some(numbered(11)));
    assert_eq!(outcomes(&mut room), []);
    room.handle_chat_kept(refused, Action::Chat, None);
    room.handle_chat_kept(second, Action::Chat, Some(numbered(10)));
    let told = [(second.0, true), (first.0, true), (third.0, true)];
    assert_eq!(outcomes(&mut room), told);
    assert!(room.has_told_all_chat());
}

#[test]
fn a_message_waits_for_none_that_was_sent_after_it_was_on_the_disk() {
    let (mut room, _) = room_of_three();
    let mut ticket = || begin(&mut room, 1);
    let (first, second) = (ticket(), ticket());
    room.handle_chat_kept(first, Action::Chat, Some(numbered(10)));
    let later = begin(&mut room, 1);
    assert_eq!(outcomes(&mut room), []);
    room.handle_chat_kept(second, Action::Chat, None);
    assert_eq!(outcomes(&mut room), [(first.0, true)]);
    room.handle_chat_kept(later, Action::Chat, Some(numbered(11)));
    assert_eq!(outcomes(&mut room), [(later.0, true)]);
}

#[test]
fn a_message_waits_for_none_that_waits_for_it() {
    let (mut room, _) = room_of_three();
    let ask =
        |room: &mut Room| room.handle_chat_request(ConnectionId(1), Action::Chat, None).unwrap().0;
    // One connection sends many messages; each is kept after the one before it was delivered.
    let tickets = [ask(&mut room), ask(&mut room), ask(&mut room)];
    for (id, ticket) in (1..).zip(tickets) {
        room.handle_chat_begun(ticket);
        room.handle_chat_kept(ticket, Action::Chat, Some(numbered(id)));
        assert_eq!(outcomes(&mut room), [(ticket.0, true)]);
    }
}

#[test]
fn whoever_may_no_longer_write_when_the_message_is_kept_is_not_told() {
    let (mut room, _) = room_of_three();
    let host = Join { host: true, ..join("h", None) };
    room.handle_join(ConnectionId(9), host, START).unwrap();
    disk::serve(&mut room, START);
    let mut ticket = |by| begin(&mut room, by);
    let (removed, left, muted) = (ticket(1), ticket(3), ticket(2));
    let mut act = |by, command| {
        room.handle_command(ConnectionId(by), command, START).unwrap();
        disk::serve(&mut room, START);
    };
    act(9, Command::Remove { who: id("a"), may_return: true });
    act(3, Command::Leave);
    let only_hosts = RoomChange { chat: Some(Audience::Hosts), ..RoomChange::default() };
    act(9, Command::SetRoom(only_hosts));
    let by = |letter: &str, number| ChatMessage { from: id(letter), ..numbered(number) };
    room.handle_chat_kept(removed, Action::Chat, Some(by("a", 1)));
    room.handle_chat_kept(left, Action::Chat, Some(by("c", 2)));
    room.handle_chat_kept(muted, Action::Chat, Some(by("b", 3)));
    let expected = [(removed.0, false), (left.0, true), (muted.0, false)];
    assert_eq!(outcomes(&mut room), expected);
}
