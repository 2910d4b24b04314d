//! Permissions: the whole table, and a check that the room enforces it.

mod disk;

use std::time::Duration;

use convene_model::{
    Audience, MediaState, NetworkTag, ParticipantId, RecordingState, Role, RoomRecord,
    RoomSettings, Signal, Source, Timestamp, TransportDirection,
};
use convene_room::{
    Action, Command, ConnectionId, Join, Progress, Room, RoomChange, RoomError, RoomPolicy, may,
    may_act_on,
};

const NOW: Timestamp = Timestamp(1_000_000);
const ROLES: [Role; 4] = [Role::Viewer, Role::Guest, Role::CoHost, Role::Host];

/// Actions, and whether a viewer, a guest, a co-host and a host may take them. The first four columns
/// are for rooms in which everyone may chat, share and record, the last four for rooms in which only
/// hosts may.
#[rustfmt::skip]
const TABLE: [(Action, [bool; 4], [bool; 4]); 25] = {
    const X: bool = true;
    const O: bool = false;
    [
    // action              viewer guest co-host host   and if for hosts only
    (Action::Leave,          [X, X, X, X],            [X, X, X, X]),
    (Action::Signal,         [O, X, X, X],            [O, X, X, X]),
    (Action::SetMedia,       [O, X, X, X],            [O, X, X, X]),
    (Action::Publish,        [O, X, X, X],            [O, X, X, X]),
    (Action::Subscribe,      [X, X, X, X],            [X, X, X, X]),
    (Action::React,          [O, X, X, X],            [O, X, X, X]),
    (Action::RaiseHand,      [X, X, X, X],            [X, X, X, X]),
    (Action::RenameSelf,     [X, X, X, X],            [X, X, X, X]),
    (Action::DeleteChat,     [X, X, X, X],            [X, X, X, X]),
    (Action::Chat,           [X, X, X, X],            [O, O, X, X]),
    (Action::ShareScreen,    [O, X, X, X],            [O, O, X, X]),
    (Action::Record,         [O, X, X, X],            [O, O, X, X]),
    (Action::Admit,          [O, O, X, X],            [O, O, X, X]),
    (Action::SetRoom,        [O, O, X, X],            [O, O, X, X]),
    (Action::SetTitle,       [O, O, X, X],            [O, O, X, X]),
    (Action::SetPassword,    [O, O, X, X],            [O, O, X, X]),
    (Action::StopSource,     [O, O, X, X],            [O, O, X, X]),
    (Action::AskToUnmute,    [O, O, X, X],            [O, O, X, X]),
    (Action::LowerHand,      [O, O, X, X],            [O, O, X, X]),
    (Action::Rename,         [O, O, X, X],            [O, O, X, X]),
    (Action::Remove,         [O, O, X, X],            [O, O, X, X]),
    (Action::ListViewers,    [O, O, X, X],            [O, O, X, X]),
    (Action::SetStage,       [O, O, X, X],            [O, O, X, X]),
    (Action::SetRole,        [O, O, O, X],            [O, O, O, X]),
    (Action::EndMeeting,     [O, O, O, X],            [O, O, O, X]),
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

/// Letters of the participants on whom others act, in the order of [`ROLES`].
const ON: [&str; 4] = ["w", "d", "e", "f"];

/// A webinar with a viewer, a guest, a co-host and a host on connections 0 to 3, another of each on 4 to
/// 7, and a newcomer in the lobby.
fn room() -> Room {
    let policy = RoomPolicy {
        max_participants: 16,
        max_publishers: 8,
        mesh_max: Some(4),
        max_waiting: 4,
        grace: Duration::from_secs(30),
        host_patience: Duration::from_secs(30),
    };
    let record = RoomRecord {
        co_hosts: [id("b"), id("e")].into(),
        stage: [id("a"), id("d")].into(),
        settings: RoomSettings { webinar: true, ..RoomSettings::default() },
        ..RoomRecord::default()
    };
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
            can_forward: true,
            stream: None,
        };
        room.handle_join(ConnectionId(connection), join, NOW).unwrap();
        if letter == "f" {
            let lobby = RoomChange { lobby: Some(true), ..RoomChange::default() };
            room.handle_command(ConnectionId(connection), Command::SetRoom(lobby), NOW).unwrap();
            disk::serve(&mut room, NOW);
        }
    };
    for (connection, letter) in (0..).zip(["v", "a", "b", "c", "w", "d", "e", "f", "g"]) {
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
        // Between viewer and guest the change of the role needs only the right to set the stage.
        Action::SetStage => match on {
            "w" => vec![Command::SetRole { who, role: Role::Guest }],
            "d" => vec![Command::SetRole { who, role: Role::Viewer }],
            _ => Vec::new(),
        },
        Action::SetRole => [Role::Viewer, Role::Guest, Role::CoHost]
            .into_iter()
            .filter(|role| match on {
                "w" => *role == Role::CoHost,
                "d" => *role != Role::Viewer,
                _ => true,
            })
            .map(|role| Command::SetRole { who: who.clone(), role })
            .collect(),
        Action::React => vec![Command::React(serde_json::from_str("\"👍\"").unwrap())],
        Action::RaiseHand => vec![Command::RaiseHand(true)],
        Action::Subscribe => vec![Command::Subscribe(Vec::new())],
        Action::Signal => {
            let signal = Signal::Offer { sdp: "v=0".parse().unwrap() };
            vec![Command::Signal { to: id("d"), transport_id: None, signal }]
        }
        Action::EndMeeting => vec![Command::EndMeeting],
        _ => Vec::new(),
    }
}

#[test]
fn the_room_holds_every_role_to_the_table() {
    for (action, open, closed) in TABLE {
        for (connection, role) in (0..).zip(ROLES) {
            for (on, other) in ON.into_iter().zip(ROLES) {
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
    allowed: &[bool; 4],
) {
    let mut room = room();
    if restricted {
        let hosts = Some(Audience::Hosts);
        let change =
            RoomChange { chat: hosts, share: hosts, record: hosts, ..RoomChange::default() };
        room.handle_command(ConnectionId(7), Command::SetRoom(change), NOW).unwrap();
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
            room.handle_command(ConnectionId(7), Command::SetRoom(change), NOW).unwrap();
            disk::serve(&mut room, NOW);
        }
        for (connection, role) in (0..).zip(ROLES) {
            for to in [None, Some(id("d"))] {
                let written =
                    room.handle_chat_request(ConnectionId(connection), Action::Chat, to.as_ref());
                let refused = restricted && role <= Role::Guest;
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
    let waiting = ConnectionId(8);
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
    for connection in 0..4 {
        let command = Command::SetRole { who: id("d"), role: Role::Host };
        let result = room().handle_command(ConnectionId(connection), command, NOW);
        assert_eq!(result, Err(RoomError::NotAllowed));
    }
}

#[test]
fn lists_of_viewers_and_transports_with_the_server_are_held_to_the_table_too() {
    let room = room();
    for (connection, role) in (0..).zip(ROLES) {
        let connection = ConnectionId(connection);
        let refused = |action| {
            (!may(role, action, &RoomSettings::default())).then_some(RoomError::NotAllowed)
        };
        let listed = room.list_viewers(connection, None, 10);
        assert_eq!(listed.err(), refused(Action::ListViewers), "{role:?}");
        let up = room.handle_offer_question(connection, TransportDirection::Up);
        assert_eq!(up.err(), refused(Action::Publish), "{role:?}");
        assert_eq!(room.handle_offer_question(connection, TransportDirection::Down).err(), None);
    }
    let waiting = room.handle_offer_question(ConnectionId(8), TransportDirection::Down);
    assert_eq!(waiting, Err(RoomError::NotJoined), "the lobby gets no media");
}

#[test]
fn viewers_do_not_write_to_each_other() {
    let mut room = room();
    let to = |letter: &str| Some(id(letter));
    let written = room.handle_chat_request(ConnectionId(0), Action::Chat, to("w").as_ref());
    assert_eq!(written.err(), Some(RoomError::ParticipantNotFound));
    for (connection, letter) in [(0, "d"), (1, "w"), (3, "w")] {
        let written =
            room.handle_chat_request(ConnectionId(connection), Action::Chat, to(letter).as_ref());
        assert!(written.is_ok(), "{connection} to {letter}");
    }
}
