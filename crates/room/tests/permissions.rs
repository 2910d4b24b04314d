//! Permissions: the whole table, and a check that the room enforces it.

mod disk;

use std::time::Duration;

use convene_model::{
    Audience, MediaState, NetworkTag, ParticipantId, RecordingState, Role, RoomRecord,
    RoomSettings, Source, Timestamp,
};
use convene_room::{
    Action, Command, ConnectionId, Join, Progress, Room, RoomChange, RoomError, RoomPolicy, may,
    may_act_on,
};

const NOW: Timestamp = Timestamp(1_000_000);
const ROLES: [Role; 3] = [Role::Guest, Role::CoHost, Role::Host];

/// Actions, and whether a guest, a co-host and a host may take them. The first three columns are
/// for rooms in which everyone may chat, share and record, the last three for rooms in which only
/// hosts may.
#[rustfmt::skip]
const TABLE: [(Action, [bool; 3], [bool; 3]); 21] = {
    const X: bool = true;
    const O: bool = false;
    [
    // action                 guest co-host host   and if for hosts only
    (Action::Leave,          [X, X, X],            [X, X, X]),
    (Action::Signal,         [X, X, X],            [X, X, X]),
    (Action::SetMedia,       [X, X, X],            [X, X, X]),
    (Action::React,          [X, X, X],            [X, X, X]),
    (Action::RaiseHand,      [X, X, X],            [X, X, X]),
    (Action::RenameSelf,     [X, X, X],            [X, X, X]),
    (Action::DeleteChat,     [X, X, X],            [X, X, X]),
    (Action::Chat,           [X, X, X],            [O, X, X]),
    (Action::ShareScreen,    [X, X, X],            [O, X, X]),
    (Action::Record,         [X, X, X],            [O, X, X]),
    (Action::Admit,          [O, X, X],            [O, X, X]),
    (Action::SetRoom,        [O, X, X],            [O, X, X]),
    (Action::SetTitle,       [O, X, X],            [O, X, X]),
    (Action::SetPassword,    [O, X, X],            [O, X, X]),
    (Action::StopSource,     [O, X, X],            [O, X, X]),
    (Action::AskToUnmute,    [O, X, X],            [O, X, X]),
    (Action::LowerHand,      [O, X, X],            [O, X, X]),
    (Action::Rename,         [O, X, X],            [O, X, X]),
    (Action::Remove,         [O, X, X],            [O, X, X]),
    (Action::SetRole,        [O, O, X],            [O, O, X]),
    (Action::EndMeeting,     [O, O, X],            [O, O, X]),
    ]
};

#[test]
fn each_role_may_do_what_the_table_says() {
    let open = RoomSettings::default();
    let hosts = Audience::Hosts;
    let closed = RoomSettings {
        locked: true,
        lobby: true,
        chat: hosts,
        share: hosts,
        record: hosts,
        ..open
    };
    for (action, when_open, when_closed) in TABLE {
        for (role, (open_to, closed_to)) in
            ROLES.into_iter().zip(when_open.into_iter().zip(when_closed))
        {
            assert_eq!(may(role, action, &open), open_to, "{role:?} {action:?}");
            assert_eq!(may(role, action, &closed), closed_to, "{role:?} {action:?}, closed");
        }
    }
}

#[test]
fn nobody_acts_on_somebody_above() {
    for role in ROLES {
        for other in ROLES {
            assert_eq!(may_act_on(role, other), role >= other, "{role:?} on {other:?}");
        }
    }
}

fn id(letter: &str) -> ParticipantId {
    letter.repeat(16).parse().unwrap()
}

/// A room with a guest, a co-host and a host on connections 0, 1 and 2, another of each on 3, 4 and
/// 5, and a newcomer in the lobby.
fn room() -> Room {
    let policy = RoomPolicy {
        max_participants: 8,
        max_waiting: 4,
        grace: Duration::from_secs(30),
        host_patience: Duration::from_secs(30),
    };
    let record = RoomRecord { co_hosts: [id("b"), id("e")].into(), ..RoomRecord::default() };
    let mut room = Room::new(policy, record, NOW);
    let mut join = |connection: u64, letter: &str| {
        let join = Join {
            id: id(letter),
            name: letter.to_uppercase().parse().unwrap(),
            media: MediaState { microphone: true, camera: true, ..MediaState::default() },
            returning: None,
            host: matches!(letter, "c" | "f"),
            password: None,
            network: NetworkTag(letter.to_owned()),
            link: None,
            foreign: None,
        };
        room.handle_join(ConnectionId(connection), join, NOW).unwrap();
        if letter == "f" {
            let lobby = RoomChange { lobby: Some(true), ..RoomChange::default() };
            room.handle_command(ConnectionId(connection), Command::SetRoom(lobby), NOW).unwrap();
            disk::serve(&mut room, NOW);
        }
    };
    for (connection, letter) in (0..).zip(["a", "b", "c", "d", "e", "f", "g"]) {
        join(connection, letter);
    }
    room
}

/// The commands of an action. Those that name a participant name the one with this letter.
fn commands(action: Action, on: &str) -> Vec<Command> {
    let who = id(on);
    match action {
        Action::SetMedia => vec![Command::SetMedia(MediaState::default())],
        Action::ShareScreen => ["picture", "sound"]
            .map(|what| {
                Command::SetMedia(MediaState {
                    screen_share: what == "picture",
                    screen_share_audio: what == "sound",
                    ..MediaState::default()
                })
            })
            .into(),
        Action::Record => [RecordingState::Recording, RecordingState::Paused]
            .map(|state| Command::SetRecording(Some(state)))
            .into(),
        Action::Admit => vec![Command::Admit(id("g")), Command::AdmitAll, Command::Deny(id("g"))],
        Action::SetRoom => {
            vec![Command::SetRoom(RoomChange { locked: Some(true), ..RoomChange::default() })]
        }
        Action::SetTitle => vec![Command::SetTitle(None)],
        Action::SetPassword => vec![Command::SetPassword(None)],
        Action::StopSource => vec![
            Command::StopSource { who: who.clone(), source: Source::Microphone },
            Command::StopSource { who, source: Source::Camera },
            Command::MuteAll,
        ],
        Action::AskToUnmute => vec![Command::AskToUnmute(who)],
        Action::LowerHand => vec![Command::LowerHand(who)],
        Action::Rename => vec![Command::Rename { who, name: "Other".parse().unwrap() }],
        Action::Remove => {
            [true, false].map(|may_return| Command::Remove { who: who.clone(), may_return }).into()
        }
        Action::SetRole => [Role::Guest, Role::CoHost]
            .map(|role| Command::SetRole { who: who.clone(), role })
            .into(),
        Action::EndMeeting => vec![Command::EndMeeting],
        _ => Vec::new(),
    }
}

#[test]
fn the_room_holds_every_role_to_the_table() {
    for (action, open, closed) in TABLE {
        for (connection, role) in (0..).zip(ROLES) {
            for (on, other) in ["d", "e", "f"].into_iter().zip(ROLES) {
                for restricted in [false, true] {
                    let allowed = if restricted { closed } else { open };
                    for command in commands(action, on) {
                        check(action, &command, connection, role, other, restricted, &allowed);
                    }
                }
            }
        }
    }
}

fn check(
    action: Action,
    command: &Command,
    connection: u64,
    role: Role,
    other: Role,
    restricted: bool,
    allowed: &[bool; 3],
) {
    let mut room = room();
    if restricted {
        let hosts = Some(Audience::Hosts);
        let change =
            RoomChange { chat: hosts, share: hosts, record: hosts, ..RoomChange::default() };
        room.handle_command(ConnectionId(5), Command::SetRoom(change), NOW).unwrap();
        disk::serve(&mut room, NOW);
    }
    let names_somebody = matches!(
        command,
        Command::StopSource { .. }
            | Command::AskToUnmute(_)
            | Command::LowerHand(_)
            | Command::Rename { .. }
            | Command::Remove { .. }
            | Command::SetRole { .. }
    );
    let expected = allowed[role as usize]
        && (!names_somebody || may_act_on(role, other))
        // The role of a host cannot be changed.
        && (action != Action::SetRole || other != Role::Host);
    let before = room.snapshot(Role::Host);
    let result = room.handle_command(ConnectionId(connection), command.clone(), NOW);
    let what = format!("{command:?} by {role:?} on {other:?}, restricted: {restricted}");
    if expected {
        assert!(result.is_ok(), "{what}: {result:?}");
    } else {
        assert_eq!(result, Err(RoomError::NotAllowed), "{what}");
        assert_eq!(room.snapshot(Role::Host), before, "{what}: nothing changed");
    }
}

#[test]
fn writing_and_deleting_are_held_to_the_table_too() {
    for restricted in [false, true] {
        let mut room = room();
        if restricted {
            let change = RoomChange { chat: Some(Audience::Hosts), ..RoomChange::default() };
            room.handle_command(ConnectionId(5), Command::SetRoom(change), NOW).unwrap();
            disk::serve(&mut room, NOW);
        }
        for (connection, role) in (0..).zip(ROLES) {
            for to in [None, Some(id("d"))] {
                let written =
                    room.handle_chat_request(ConnectionId(connection), Action::Chat, to.as_ref());
                let refused = restricted && role == Role::Guest;
                assert_eq!(written.err(), refused.then_some(RoomError::NotAllowed), "{role:?}");
            }
            let deleted =
                room.handle_chat_request(ConnectionId(connection), Action::DeleteChat, None);
            assert!(deleted.is_ok(), "{role:?}");
        }
    }
}

#[test]
fn who_waits_may_do_nothing_but_leave() {
    let waiting = ConnectionId(6);
    for (action, ..) in TABLE {
        for command in commands(action, "d") {
            let result = room().handle_command(waiting, command.clone(), NOW);
            assert_eq!(result, Err(RoomError::NotJoined), "{command:?}");
        }
    }
    let mut room = room();
    let written = room.handle_chat_request(waiting, Action::Chat, None);
    assert_eq!(written.err(), Some(RoomError::NotJoined));
    assert_eq!(room.handle_command(waiting, Command::Leave, NOW), Ok(Progress::Done));
    assert_eq!(room.snapshot(Role::Host).waiting, []);
}

#[test]
fn nobody_can_be_made_a_host() {
    for connection in 0..3 {
        let command = Command::SetRole { who: id("d"), role: Role::Host };
        let result = room().handle_command(ConnectionId(connection), command, NOW);
        assert_eq!(result, Err(RoomError::NotAllowed));
    }
}
