//! Hosts, the lobby, the password, and the record that outlives the room.

mod disk;

use std::cell::RefCell;
use std::time::Duration;

use convene_model::{
    Audience, MediaState, NetworkTag, ParticipantId, PasswordHash, Role, RoomRecord, Source,
    Timestamp,
};
use convene_room::{
    Command, ConnectionId, Dismissal, Effect, Event, Join, JoinOutcome, Returning, Room,
    RoomChange, RoomError, RoomPolicy,
};

const START: Timestamp = Timestamp(1_000_000);
const PATIENCE: Duration = Duration::from_secs(20);
const POLICY: RoomPolicy = RoomPolicy {
    max_participants: 4,
    max_publishers: 1000,
    mesh_max: None,
    max_waiting: 2,
    grace: Duration::from_secs(30),
    host_patience: PATIENCE,
};
const HOST: ConnectionId = ConnectionId(1);
const BEN: ConnectionId = ConnectionId(2);
const CLEO: ConnectionId = ConnectionId(3);

fn id(letter: &str) -> ParticipantId {
    letter.repeat(16).parse().unwrap()
}

fn join(letter: &str) -> Join {
    Join {
        id: id(letter),
        name: letter.to_uppercase().parse().unwrap(),
        media: MediaState { microphone: true, camera: true, ..MediaState::default() },
        returning: None,
        host: false,
        password: None,
        network: NetworkTag(letter.to_owned()),
        link: None,
        foreign: None,
        can_forward: false,
        stream: None,
    }
}

fn host() -> Join {
    Join { host: true, ..join("h") }
}

fn returning(letter: &str) -> Join {
    Join {
        returning: Some(Returning { last_seq: None, started_at: START, link: None }),
        ..join(letter)
    }
}

/// A room with a host, Ben and Cleo.
fn room_of_three() -> Room {
    let mut room = Room::new(POLICY, RoomRecord::default(), START);
    room.handle_join(HOST, host(), START).unwrap();
    room.handle_join(BEN, join("b"), START).unwrap();
    room.handle_join(CLEO, join("c"), START).unwrap();
    told(&mut room);
    room
}

fn act(room: &mut Room, connection: ConnectionId, command: Command) -> Result<(), RoomError> {
    let result = room.handle_command(connection, command, START);
    serve_disk(room);
    result.map(|_| ())
}

fn set(room: &mut Room, change: RoomChange) {
    act(room, HOST, Command::SetRoom(change)).unwrap();
}

fn with_lobby() -> RoomChange {
    RoomChange { lobby: Some(true), ..RoomChange::default() }
}

thread_local! {
    /// The record that this test kept last.
    static KEPT: RefCell<Option<RoomRecord>> = const { RefCell::new(None) };
    /// Effects that the room produced during writes.
    static EFFECTS: RefCell<Vec<Effect>> = const { RefCell::new(Vec::new()) };
}

/// Carries out all writes.
fn serve_disk(room: &mut Room) {
    let (effects, record, _) = disk::serve(room, START);
    EFFECTS.with_borrow_mut(|all| all.extend(effects));
    if record.is_some() {
        KEPT.set(record);
    }
}

fn told(room: &mut Room) -> Vec<Effect> {
    serve_disk(room);
    EFFECTS.take()
}

fn events_to(effects: &[Effect], connection: ConnectionId) -> Vec<Event> {
    let to = |effect: &Effect| match effect {
        Effect::Deliver { connection: to, event, .. } if *to == connection => {
            Some((**event).clone())
        }
        _ => None,
    };
    effects.iter().filter_map(to).collect()
}

fn role(room: &Room, letter: &str) -> Option<Role> {
    let participants = room.snapshot(Role::Guest).participants;
    participants.iter().find(|participant| participant.id == id(letter)).map(|found| found.role)
}

/// The room after a restart of the server, from its record alone.
fn restarted(room: &mut Room) -> Room {
    told(room);
    let record = KEPT.take().expect("something was kept");
    Room::new(POLICY, record, START + Duration::from_secs(5))
}

#[test]
fn who_is_new_waits_in_the_lobby_and_only_those_who_admit_are_told() {
    let mut room = room_of_three();
    act(&mut room, HOST, Command::SetRole { who: id("b"), role: Role::CoHost }).unwrap();
    set(&mut room, with_lobby());
    told(&mut room);
    let outcome = room.handle_join(ConnectionId(4), join("d"), START).unwrap();
    assert_eq!(outcome, JoinOutcome::Waiting { host_present: true });
    let effects = told(&mut room);
    for (connection, is_told) in [(HOST, true), (BEN, true), (CLEO, false)] {
        let events = events_to(&effects, connection);
        match &events[..] {
            [Event::LobbyChanged(waiting)] if is_told => assert_eq!(waiting[0].id, id("d")),
            [] if !is_told => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(room.snapshot(Role::Guest).waiting, []);
    assert_eq!(room.len(), 3);

    act(&mut room, BEN, Command::Admit(id("d"))).unwrap();
    let effects = told(&mut room);
    let admitted = effects.iter().find_map(|effect| match effect {
        Effect::Admit { connection: ConnectionId(4), snapshot, .. } => Some(snapshot),
        _ => None,
    });
    assert_eq!(admitted.unwrap().participants.len(), 4);
    assert!(matches!(&events_to(&effects, HOST)[..], [
        Event::ParticipantJoined(_),
        Event::LobbyChanged(waiting),
    ] if waiting.is_empty()));
}

#[test]
fn a_token_and_the_host_lead_past_lock_password_and_lobby() {
    let mut room = room_of_three();
    set(&mut room, RoomChange { locked: Some(true), ..with_lobby() });
    act(&mut room, HOST, Command::SetPassword(Some(PasswordHash::new("x".into())))).unwrap();
    assert_eq!(room.handle_join(ConnectionId(4), join("d"), START), Err(RoomError::Locked));
    let mut after = restarted(&mut room);
    assert_eq!(after.handle_join(ConnectionId(5), join("d"), START), Err(RoomError::Locked));
    for (connection, join) in [(6, returning("b")), (7, Join { host: true, ..join("i") })] {
        let outcome = after.handle_join(ConnectionId(connection), join, START).unwrap();
        assert!(matches!(outcome, JoinOutcome::Joined { .. }));
    }
}

#[test]
fn a_password_is_asked_for_and_the_one_before_no_longer_passes() {
    let (old, new) = (PasswordHash::new("old".into()), PasswordHash::new("new".into()));
    let mut room = room_of_three();
    act(&mut room, HOST, Command::SetPassword(Some(old.clone()))).unwrap();
    let effects = told(&mut room);
    let changed = events_to(&effects, BEN);
    assert!(matches!(&changed[..], [Event::RoomChanged { has_password: true, .. }]));
    act(&mut room, HOST, Command::SetPassword(Some(new.clone()))).unwrap();
    for password in [None, Some(old)] {
        let join = Join { password, ..join("d") };
        let error = room.handle_join(ConnectionId(4), join, START).unwrap_err();
        assert_eq!(error, RoomError::PasswordRequired { hash: new.clone() });
    }
    let join = Join { password: Some(new), ..join("d") };
    assert!(room.handle_join(ConnectionId(4), join, START).is_ok());
}

#[test]
fn admitting_all_stops_where_the_room_is_full_and_leaves_the_rest_waiting() {
    let mut room = room_of_three();
    set(&mut room, with_lobby());
    room.handle_join(ConnectionId(4), join("e"), START).unwrap();
    let later = START + Duration::from_secs(1);
    room.handle_join(ConnectionId(5), join("d"), later).unwrap();
    let refused = room.handle_join(ConnectionId(6), join("f"), later);
    assert_eq!(refused, Err(RoomError::LobbyFull { max: 2 }));
    assert_eq!(act(&mut room, HOST, Command::AdmitAll), Err(RoomError::Full { max: 4 }));
    assert_eq!(role(&room, "e"), Some(Role::Guest), "who waited longest is in");
    let waiting = room.snapshot(Role::Host).waiting;
    assert_eq!(waiting.iter().map(|w| w.id.clone()).collect::<Vec<_>>(), [id("d")]);
}

#[test]
fn turning_the_lobby_off_admits_those_who_wait() {
    let mut room = room_of_three();
    set(&mut room, with_lobby());
    room.handle_join(ConnectionId(4), join("d"), START).unwrap();
    set(&mut room, RoomChange { lobby: Some(false), ..RoomChange::default() });
    assert_eq!(role(&room, "d"), Some(Role::Guest));
}

#[test]
fn who_is_denied_or_disconnects_no_longer_waits() {
    let mut room = room_of_three();
    set(&mut room, with_lobby());
    room.handle_join(ConnectionId(4), join("d"), START).unwrap();
    room.handle_join(ConnectionId(5), join("e"), START).unwrap();
    act(&mut room, HOST, Command::Deny(id("d"))).unwrap();
    assert!(
        told(&mut room)
            .contains(&Effect::Dismiss { connection: ConnectionId(4), why: Dismissal::Denied })
    );
    room.handle_disconnect(ConnectionId(5), START);
    assert_eq!(room.snapshot(Role::Host).waiting, []);
    assert_eq!(act(&mut room, HOST, Command::Admit(id("d"))), Err(RoomError::ParticipantNotFound));
}

#[test]
fn a_removed_participant_cannot_come_back_with_its_token() {
    for may_return in [true, false] {
        let mut room = room_of_three();
        act(&mut room, HOST, Command::Remove { who: id("b"), may_return }).unwrap();
        let effects = told(&mut room);
        assert!(effects.contains(&Effect::Dismiss {
            connection: BEN,
            why: Dismissal::Removed { may_return }
        }));
        assert_eq!(role(&room, "b"), None);
        let by_token = room.handle_join(ConnectionId(4), returning("b"), START);
        assert_eq!(by_token, Err(RoomError::Removed));
        let mut after = restarted(&mut room);
        let by_token = after.handle_join(ConnectionId(4), returning("b"), START);
        assert_eq!(by_token, Err(RoomError::Removed));

        // A newcomer from the network of the removed participant.
        let anew = Join { network: NetworkTag("b".to_owned()), ..join("d") };
        let outcome = room.handle_join(ConnectionId(5), anew, START).unwrap();
        assert_eq!(matches!(outcome, JoinOutcome::Waiting { .. }), !may_return);
        let from_elsewhere = room.handle_join(ConnectionId(6), join("e"), START);
        assert!(matches!(from_elsewhere, Ok(JoinOutcome::Joined { .. })));
        if !may_return {
            assert!(room.snapshot(Role::Host).waiting[0].suspect);
        }
    }
}

#[test]
fn somebody_who_is_away_can_be_removed() {
    let mut room = room_of_three();
    room.handle_disconnect(BEN, START);
    act(&mut room, HOST, Command::Remove { who: id("b"), may_return: true }).unwrap();
    assert_eq!(room.len(), 2);
    assert_eq!(room.poll_timeout(), None, "its grace period is over");
}

#[test]
fn co_hosts_names_and_settings_survive_a_restart() {
    let mut room = room_of_three();
    act(&mut room, HOST, Command::SetRole { who: id("b"), role: Role::CoHost }).unwrap();
    act(&mut room, HOST, Command::Rename { who: id("c"), name: "Cleopatra".parse().unwrap() })
        .unwrap();
    set(&mut room, RoomChange { chat: Some(Audience::Hosts), ..RoomChange::default() });
    let mut after = restarted(&mut room);
    after.handle_join(BEN, returning("b"), START).unwrap();
    after.handle_join(CLEO, returning("c"), START).unwrap();
    assert_eq!(role(&after, "b"), Some(Role::CoHost));
    let snapshot = after.snapshot(Role::Guest);
    assert_eq!(snapshot.participants[1].name.as_str(), "Cleopatra");
    assert_eq!(snapshot.settings.chat, Audience::Hosts);
    let own = Command::Rename { who: id("c"), name: "Queen".parse().unwrap() };
    assert_eq!(act(&mut after, CLEO, own), Err(RoomError::NotAllowed), "what a host chose stays");
}

#[test]
fn a_title_is_told_to_all_and_survives_a_restart() {
    let title = |text: &str| Some(text.parse().unwrap());
    let mut room = room_of_three();
    act(&mut room, HOST, Command::SetTitle(title("Stand-up"))).unwrap();
    let effects = told(&mut room);
    for connection in [HOST, BEN, CLEO] {
        let events = events_to(&effects, connection);
        let [Event::RoomChanged { title: told, .. }] = &events[..] else { panic!("{events:?}") };
        assert_eq!(*told, title("Stand-up"));
    }
    act(&mut room, HOST, Command::SetTitle(title("Stand-up"))).unwrap();
    assert!(events_to(&told(&mut room), BEN).is_empty(), "nothing changed");
    assert_eq!(act(&mut room, BEN, Command::SetTitle(None)), Err(RoomError::NotAllowed));
    let mut after = restarted(&mut room);
    assert_eq!(after.snapshot(Role::Guest).title, title("Stand-up"));
    after.handle_join(HOST, host(), START).unwrap();
    act(&mut after, HOST, Command::SetTitle(None)).unwrap();
    assert_eq!(after.snapshot(Role::Guest).title, None);
}

#[test]
fn a_chosen_name_is_told_once() {
    let mut room = room_of_three();
    room.handle_name_chosen("team".parse().ok());
    let events = events_to(&told(&mut room), BEN);
    let [Event::RoomChanged { name: Some(name), .. }] = &events[..] else { panic!("{events:?}") };
    assert_eq!(name.as_str(), "team");
    room.handle_name_chosen("team".parse().ok());
    assert!(told(&mut room).is_empty());
    assert_eq!(room.snapshot(Role::Guest).name.unwrap().as_str(), "team");
}

#[test]
fn everybody_may_change_the_own_name() {
    let mut room = room_of_three();
    act(&mut room, BEN, Command::Rename { who: id("b"), name: "Benjamin".parse().unwrap() })
        .unwrap();
    assert_eq!(room.snapshot(Role::Guest).participants[1].name.as_str(), "Benjamin");
}

#[test]
fn a_stopped_source_is_told_to_its_owner_and_may_be_started_again() {
    let mut room = room_of_three();
    act(&mut room, HOST, Command::StopSource { who: id("b"), source: Source::Camera }).unwrap();
    let effects = told(&mut room);
    assert!(matches!(
        &events_to(&effects, BEN)[..],
        [Event::ParticipantChanged(_), Event::SourceStopped { source: Source::Camera, .. },]
    ));
    let again = MediaState { microphone: true, camera: true, ..MediaState::default() };
    assert_eq!(act(&mut room, BEN, Command::SetMedia(again)), Ok(()));
}

#[test]
fn mute_all_mutes_everybody_but_the_one_who_does() {
    let mut room = room_of_three();
    act(&mut room, HOST, Command::SetRole { who: id("b"), role: Role::CoHost }).unwrap();
    act(&mut room, BEN, Command::MuteAll).unwrap();
    let live: Vec<bool> =
        room.snapshot(Role::Guest).participants.iter().map(|p| p.media.microphone).collect();
    assert_eq!(live, [true, true, false], "not the host above, not oneself");
}

#[test]
fn shares_of_guests_stop_when_only_hosts_may_share() {
    let mut room = room_of_three();
    let sharing =
        MediaState { screen_share: true, screen_share_audio: true, ..MediaState::default() };
    act(&mut room, BEN, Command::SetMedia(sharing)).unwrap();
    set(&mut room, RoomChange { share: Some(Audience::Hosts), ..RoomChange::default() });
    assert_eq!(room.snapshot(Role::Guest).participants[1].media, MediaState::default());
    assert_eq!(act(&mut room, BEN, Command::SetMedia(sharing)), Err(RoomError::NotAllowed));
    // Joining again does not start the share either.
    room.handle_disconnect(BEN, START);
    let join = Join { media: sharing, ..returning("b") };
    room.handle_join(ConnectionId(4), join, START).unwrap();
    assert!(!room.snapshot(Role::Guest).participants[1].media.screen_share);
}

#[test]
fn a_co_host_who_is_one_no_longer_stops_what_guests_may_not() {
    let mut room = room_of_three();
    act(&mut room, HOST, Command::SetRole { who: id("b"), role: Role::CoHost }).unwrap();
    set(&mut room, RoomChange { share: Some(Audience::Hosts), ..RoomChange::default() });
    let sharing = MediaState { screen_share: true, ..MediaState::default() };
    act(&mut room, BEN, Command::SetMedia(sharing)).unwrap();
    told(&mut room);
    act(&mut room, HOST, Command::SetRole { who: id("b"), role: Role::Guest }).unwrap();
    assert!(!room.snapshot(Role::Guest).participants[1].media.screen_share);
    let effects = told(&mut room);
    let stopped = Event::SourceStopped { by: id("h"), source: Source::ScreenShare };
    assert!(events_to(&effects, BEN).contains(&stopped));
}

#[test]
fn the_rights_pass_on_while_the_host_stays_away_and_go_back() {
    let mut room = room_of_three();
    act(&mut room, HOST, Command::SetRole { who: id("c"), role: Role::CoHost }).unwrap();
    room.handle_disconnect(HOST, START);
    assert_eq!(room.poll_timeout(), Some(START + PATIENCE));
    room.handle_timeout(START + PATIENCE);
    assert_eq!(role(&room, "c"), Some(Role::Host), "a co-host before who has been here longer");
    assert_eq!(role(&room, "b"), Some(Role::Guest));

    // The acting host keeps the role after a restart.
    let mut after = restarted(&mut room);
    after.handle_join(CLEO, returning("c"), START).unwrap();
    assert_eq!(role(&after, "c"), Some(Role::Host));
    // The holder of the host token becomes host again.
    after.handle_join(HOST, host(), START).unwrap();
    assert_eq!((role(&after, "h"), role(&after, "c")), (Some(Role::Host), Some(Role::CoHost)));
    assert_eq!(after.poll_timeout(), None);
}

#[test]
fn without_co_hosts_the_rights_pass_to_who_has_been_there_longest() {
    let mut room = room_of_three();
    act(&mut room, HOST, Command::Leave).unwrap();
    room.handle_timeout(START + PATIENCE);
    assert_eq!(role(&room, "b"), Some(Role::Host));
    act(&mut room, BEN, Command::Leave).unwrap();
    room.handle_timeout(START + PATIENCE);
    assert_eq!(role(&room, "c"), Some(Role::Host), "and on");
}

#[test]
fn a_host_who_is_back_in_time_keeps_the_rights() {
    let mut room = room_of_three();
    room.handle_disconnect(HOST, START);
    let back = Join { host: true, ..returning("h") };
    room.handle_join(ConnectionId(9), back, START + PATIENCE / 2).unwrap();
    assert_eq!(room.poll_timeout(), None);
    room.handle_timeout(START + PATIENCE * 2);
    assert_eq!((role(&room, "h"), role(&room, "b")), (Some(Role::Host), Some(Role::Guest)));
}

#[test]
fn where_no_host_has_ever_been_nobody_becomes_one() {
    let mut room = Room::new(POLICY, RoomRecord::default(), START);
    room.handle_join(BEN, join("b"), START).unwrap();
    assert_eq!(room.poll_timeout(), None);
    room.handle_timeout(START + PATIENCE * 10);
    assert_eq!(role(&room, "b"), Some(Role::Guest));
}

#[test]
fn a_new_co_host_is_told_of_the_lobby_and_forgets_it_with_the_role() {
    let mut room = room_of_three();
    set(&mut room, with_lobby());
    room.handle_join(ConnectionId(4), join("d"), START).unwrap();
    told(&mut room);
    for (role, known) in [(Role::CoHost, 1), (Role::Guest, 0)] {
        act(&mut room, HOST, Command::SetRole { who: id("b"), role }).unwrap();
        let effects = told(&mut room);
        let events = events_to(&effects, BEN);
        let Some(Event::LobbyChanged(waiting)) = events.last() else { panic!("{events:?}") };
        assert_eq!(waiting.len(), known);
    }
}

#[test]
fn an_ended_meeting_is_over_for_everybody_and_for_good() {
    let mut room = room_of_three();
    set(&mut room, with_lobby());
    room.handle_join(ConnectionId(4), join("d"), START).unwrap();
    told(&mut room);
    act(&mut room, HOST, Command::EndMeeting).unwrap();
    let dismissed: Vec<_> = told(&mut room);
    let expected = [HOST, BEN, CLEO, ConnectionId(4)];
    for connection in expected {
        assert!(dismissed.contains(&Effect::Dismiss { connection, why: Dismissal::Ended }));
    }
    assert_eq!(dismissed.len(), expected.len());
    assert!(room.is_empty());
    let mut after = restarted(&mut room);
    for join in [host(), returning("b"), join("e")] {
        assert_eq!(after.handle_join(ConnectionId(8), join, START), Err(RoomError::Ended));
    }
    assert!(after.is_empty());
}

#[test]
fn what_is_recorded_stays_bounded() {
    let mut room =
        Room::new(RoomPolicy { max_participants: 2, ..POLICY }, RoomRecord::default(), START);
    room.handle_join(HOST, host(), START).unwrap();
    for n in 0..2000u64 {
        let letters: String =
            (0..16).map(|i| char::from(b'a' + u8::try_from((n >> (i * 2)) & 3).unwrap())).collect();
        let who: ParticipantId = letters.parse().unwrap();
        let join = Join {
            id: who.clone(),
            returning: Some(Returning { last_seq: None, started_at: START, link: None }),
            network: NetworkTag(n.to_string()),
            ..join("x")
        };
        room.handle_join(ConnectionId(n + 10), join, START).unwrap();
        act(&mut room, HOST, Command::SetRole { who: who.clone(), role: Role::CoHost }).unwrap();
        act(&mut room, HOST, Command::Rename { who: who.clone(), name: "N".parse().unwrap() })
            .unwrap();
        act(&mut room, HOST, Command::Remove { who, may_return: false }).unwrap();
        told(&mut room);
    }
    let record = KEPT.take().unwrap();
    let sizes = [
        record.co_hosts.len(),
        record.renamed.len(),
        record.removed.len(),
        record.suspect_networks.len(),
    ];
    assert!(sizes.into_iter().all(|size| size <= 256), "{sizes:?}");
}
