//! Media through the forwarding server: what the room asks of the server is, after every step, what the
//! room's state says. The path changes with hysteresis.

mod disk;

use std::collections::BTreeMap;
use std::time::Duration;

use convene_model::{
    Layer, LeaveReason, MediaPath, MediaPathSetting, MediaState, NetworkTag, ParticipantId,
    Publication, Role, RoomRecord, Source, StreamScope, Timestamp, TransportDirection, VideoSlot,
    VideoSource,
};
use convene_room::{
    Command, ConnectionId, Effect, Event, Foreign, Join, JoinOutcome, MediaEffect, MediaReport,
    Returning, Room, RoomChange, RoomError, RoomPolicy,
};
use proptest::prelude::*;

const POLICY: RoomPolicy = RoomPolicy {
    max_participants: 100,
    max_publishers: 50,
    mesh_max: Some(2),
    max_waiting: 8,
    grace: Duration::from_secs(30),
    host_patience: Duration::from_secs(30),
};
const START: Timestamp = Timestamp(1_000_000);
const HOST: usize = 0;
const PEOPLE: usize = 7;
const CAMERA: MediaState =
    MediaState { microphone: false, camera: true, screen_share: false, screen_share_audio: false };

fn id(who: usize) -> ParticipantId {
    char::from(b'a' + u8::try_from(who).unwrap()).to_string().repeat(16).parse().unwrap()
}

fn newcomer(who: usize) -> Join {
    Join {
        id: id(who),
        name: format!("Person {who}").parse().unwrap(),
        media: CAMERA,
        returning: None,
        host: who == HOST,
        password: None,
        network: NetworkTag(who.to_string()),
        link: None,
        foreign: None,
        can_forward: true,
        stream: None,
    }
}

fn slot(mid: usize, of: usize) -> VideoSlot {
    VideoSlot {
        mid: mid.to_string().parse().unwrap(),
        participant_id: id(of),
        source: VideoSource::Camera,
        height: 180,
        priority: 0,
    }
}

/// The forwarding server, as far as the room tells it.
#[derive(Debug, Default)]
struct Server {
    open: bool,
    admitted: BTreeMap<ParticipantId, (MediaState, Vec<VideoSlot>)>,
}

impl Server {
    fn handle(&mut self, effect: MediaEffect) {
        match effect {
            MediaEffect::Open => {
                assert!(!self.open, "opened once");
                self.open = true;
            }
            MediaEffect::Close => {
                assert!(self.open, "only an open room is closed");
                *self = Self::default();
            }
            MediaEffect::Admit { participant } => {
                assert!(self.open);
                assert!(self.admitted.insert(participant, Default::default()).is_none());
            }
            MediaEffect::Permit { participant, sources } => {
                self.admitted.get_mut(&participant).expect("admitted first").0 = sources;
            }
            MediaEffect::Subscribe { participant, slots } => {
                for slot in &slots {
                    assert!(self.admitted.contains_key(&slot.participant_id), "{slot:?}");
                }
                self.admitted.get_mut(&participant).expect("admitted first").1 = slots;
            }
            MediaEffect::Remove { participant } => {
                assert!(self.admitted.remove(&participant).is_some(), "admitted first");
            }
        }
    }
}

struct World {
    room: Room,
    now: Timestamp,
    server: Server,
    connections: BTreeMap<usize, ConnectionId>,
    waiting: BTreeMap<usize, ConnectionId>,
    /// Last subscription of each participant.
    wanted: BTreeMap<usize, Vec<VideoSlot>>,
    next: u64,
    told: Vec<(ConnectionId, Event)>,
    /// When the room became a mesh, while the server still forwards.
    mesh_since: Option<Timestamp>,
    /// Record on the disk.
    kept: RoomRecord,
}

impl World {
    fn empty() -> Self {
        Self {
            room: Room::new(POLICY, RoomRecord::default(), START),
            now: START,
            server: Server::default(),
            connections: BTreeMap::new(),
            waiting: BTreeMap::new(),
            wanted: BTreeMap::new(),
            next: 0,
            told: Vec::new(),
            mesh_since: None,
            kept: RoomRecord::default(),
        }
    }

    fn new() -> Self {
        let mut world = Self::empty();
        world.join(newcomer(HOST)).unwrap();
        world
    }

    /// This room on a server that was killed and starts again.
    fn restarted(self) -> Self {
        let room = Room::new(POLICY, self.kept.clone(), self.now);
        Self { room, now: self.now, next: self.next, kept: self.kept, ..Self::empty() }
    }

    fn with(people: usize) -> Self {
        let mut world = Self::new();
        for who in 1..people {
            world.join(newcomer(who)).unwrap();
        }
        world
    }

    fn join(&mut self, join: Join) -> Result<(), RoomError> {
        self.next += 1;
        let connection = ConnectionId(self.next);
        let who = (0..PEOPLE).find(|who| id(*who) == join.id).unwrap();
        let gone = !self.room.participants().any(|one| *one == join.id);
        match self.room.handle_join(connection, join, self.now)? {
            JoinOutcome::Waiting { .. } => self.waiting.insert(who, connection),
            _ => self.connections.insert(who, connection),
        };
        if gone {
            self.wanted.remove(&who);
        }
        self.drain();
        Ok(())
    }

    fn command(&mut self, who: usize, command: Command) -> Result<(), RoomError> {
        let Some(connection) = self.connections.get(&who) else { return Err(RoomError::NotJoined) };
        let leaves = command == Command::Leave;
        let result = self.room.handle_command(*connection, command, self.now).map(|_| ());
        if result.is_ok() && leaves {
            self.connections.remove(&who);
        }
        self.drain();
        result
    }

    fn set(&mut self, change: RoomChange) -> Result<(), RoomError> {
        self.command(HOST, Command::SetRoom(change))
    }

    fn wait(&mut self, time: Duration) {
        self.now = self.now + time;
        while self.room.poll_timeout().is_some_and(|at| at <= self.now) {
            self.room.handle_timeout(self.now);
        }
        self.drain();
    }

    fn drain(&mut self) {
        let (effects, kept, _) = disk::serve(&mut self.room, self.now);
        self.kept = kept.unwrap_or_else(|| self.kept.clone());
        for effect in effects {
            match effect {
                Effect::Media(effect) => self.server.handle(effect),
                Effect::Deliver { connection, event, .. } => {
                    self.told.push((connection, (*event).clone()));
                }
                Effect::Admit { connection, .. } => {
                    let who = *self.waiting.iter().find(|(_, it)| **it == connection).unwrap().0;
                    self.waiting.remove(&who);
                    self.connections.insert(who, connection);
                }
                Effect::Dismiss { connection, .. } => {
                    self.connections.retain(|_, it| *it != connection);
                    self.waiting.retain(|_, it| *it != connection);
                }
                _ => {}
            }
        }
    }

    fn path(&self) -> MediaPath {
        self.room.snapshot(Role::Guest).media_path
    }

    fn check(&mut self) {
        let snapshot = self.room.snapshot(Role::Host);
        if snapshot.media_path == MediaPath::Server {
            assert!(self.server.open);
            self.mesh_since = None;
        } else {
            assert!(snapshot.publications.is_empty());
            self.mesh_since = self.mesh_since.or(Some(self.now)).filter(|_| self.server.open);
        }
        if !self.server.open {
            return;
        }
        if let Some(since) = self.mesh_since {
            assert!(self.now < since + Duration::from_secs(10), "it closes after ten seconds");
        }
        let here: Vec<_> = self.room.participants().collect();
        let admitted: Vec<_> = self.server.admitted.keys().collect();
        assert_eq!(admitted, here, "exactly those in the room, and nobody in the lobby");
        let stage = &snapshot.participants;
        for (participant, (sources, slots)) in &self.server.admitted {
            let listed = stage.iter().find(|one| one.id == *participant);
            let media = listed.map_or(MediaState::default(), |one| one.media);
            assert_eq!(*sources, media, "{participant}: what is live is permitted, nothing else");
            let who = (0..PEOPLE).find(|who| id(*who) == *participant).unwrap();
            let wanted: Vec<_> = self
                .wanted
                .get(&who)
                .into_iter()
                .flatten()
                .filter(|slot| slot.participant_id != *participant)
                .filter(|slot| stage.iter().any(|one| one.id == slot.participant_id))
                .cloned()
                .collect();
            assert_eq!(*slots, wanted, "{participant}: subscriptions name present people");
        }
        for Publication { participant_id, source, .. } in &snapshot.publications {
            let publisher = stage.iter().find(|one| one.id == *participant_id);
            assert!(publisher.is_some_and(|one| one.media.is_live(*source)), "live or not there");
        }
    }
}

#[test]
fn a_room_moves_to_the_server_and_a_minute_later_back() {
    let mut world = World::with(2);
    assert_eq!(world.path(), MediaPath::Mesh);
    world.join(newcomer(2)).unwrap();
    assert_eq!(world.path(), MediaPath::Server);
    world.command(2, Command::Leave).unwrap();
    world.wait(Duration::from_secs(59));
    assert_eq!(world.path(), MediaPath::Server, "it may grow again");
    world.join(newcomer(2)).unwrap();
    world.command(2, Command::Leave).unwrap();
    world.wait(Duration::from_secs(59));
    assert_eq!(world.path(), MediaPath::Server, "the minute began anew");
    world.wait(Duration::from_secs(1));
    assert_eq!(world.path(), MediaPath::Mesh);
    world.check();
    let changes = world.told.iter().filter(|(connection, event)| {
        *connection == ConnectionId(1) && matches!(event, Event::MediaPathChanged(_))
    });
    assert_eq!(changes.count(), 2);
}

fn returning(who: usize) -> Join {
    let returning = Returning { last_seq: None, started_at: START, link: None };
    Join { returning: Some(returning), ..newcomer(who) }
}

#[test]
fn a_room_on_the_server_is_there_again_after_a_restart() {
    let mut world = World::with(3).restarted();
    world.join(returning(1)).unwrap();
    assert_eq!(world.path(), MediaPath::Server, "though nobody else is back");
    assert!(world.server.open);
    world.wait(Duration::from_secs(59));
    assert_eq!(world.path(), MediaPath::Server);
    world.wait(Duration::from_secs(1));
    assert_eq!(world.path(), MediaPath::Mesh, "the others did not come back");

    let mut world = world.restarted();
    world.join(returning(1)).unwrap();
    assert_eq!(world.path(), MediaPath::Mesh);
}

#[test]
fn a_room_begins_as_a_mesh_for_newcomers_and_after_all_have_left() {
    let mut world = World::with(3).restarted();
    world.join(newcomer(1)).unwrap();
    assert_eq!(world.path(), MediaPath::Mesh, "a newcomer knows of no earlier path");

    let mut world = World::with(3);
    for who in [1, 2, HOST] {
        world.command(who, Command::Leave).unwrap();
    }
    let mut world = world.restarted();
    world.join(returning(1)).unwrap();
    assert_eq!(world.path(), MediaPath::Mesh);
}

fn mesh() -> RoomChange {
    RoomChange { media_path: Some(MediaPathSetting::Mesh), ..RoomChange::default() }
}

#[test]
fn the_server_forwards_until_the_mesh_had_time_to_connect() {
    let mut world = World::with(3);
    world.command(HOST, Command::Subscribe(vec![slot(0, 1)])).unwrap();
    world.set(mesh()).unwrap();
    assert_eq!(world.path(), MediaPath::Mesh);
    world.wait(Duration::from_millis(9_999));
    assert_eq!(world.server.admitted[&id(HOST)].1, [slot(0, 1)], "subscriptions go on");
    // A client that finds the mesh too slow may still follow those who move.
    world.command(HOST, Command::Subscribe(vec![slot(0, 2)])).unwrap();
    assert_eq!(world.server.admitted[&id(HOST)].1, [slot(0, 2)]);
    world.wait(Duration::from_millis(1));
    assert!(!world.server.open);
    let late = world.command(HOST, Command::Subscribe(vec![slot(0, 1)]));
    assert_eq!(late, Err(RoomError::NotForwarding));
}

#[test]
fn what_is_not_allowed_is_not_forwarded_while_the_server_path_closes() {
    let mut world = World::with(5);
    world.set(mesh()).unwrap();
    let stop = Command::StopSource { who: id(1), source: Source::Camera };
    world.command(HOST, stop).unwrap();
    assert_eq!(world.server.admitted[&id(1)].0, MediaState::default());
    let remove = Command::Remove { who: id(2), may_return: true };
    world.command(HOST, remove).unwrap();
    assert!(!world.server.admitted.contains_key(&id(2)));
    world.set(RoomChange { lobby: Some(true), ..RoomChange::default() }).unwrap();
    world.join(newcomer(5)).unwrap();
    assert!(!world.server.admitted.contains_key(&id(5)), "who waits in the lobby");
    world.check();
}

#[test]
fn a_room_that_returns_to_the_server_in_time_finds_its_publications_there() {
    let mut world = World::with(3);
    let layers = vec![Layer { rid: None, height: 180 }];
    let report = MediaReport::Published { source: Source::Camera, layers };
    world.room.handle_media_report(&id(1), report);
    world.set(mesh()).unwrap();
    assert_eq!(world.room.snapshot(Role::Guest).publications, [], "a newcomer is in a mesh");
    world.wait(Duration::from_secs(9));
    world.told.clear();
    let auto = RoomChange { media_path: Some(MediaPathSetting::Auto), ..RoomChange::default() };
    world.set(auto).unwrap();
    let told = world.told.iter().filter(|(to, _)| *to == ConnectionId(1));
    let told: Vec<_> = told.map(|(_, event)| event.clone()).collect();
    let again = |event: &Event| matches!(event, Event::Published(_));
    assert!(told.iter().any(again), "{told:?}");
    world.wait(Duration::from_secs(30));
    world.check();
    assert_eq!(world.room.snapshot(Role::Guest).publications.len(), 1);
}

#[test]
fn a_room_that_the_server_lost_is_opened_anew_with_all_subscriptions() {
    let mut world = World::with(3);
    world.command(HOST, Command::Subscribe(vec![slot(0, 1)])).unwrap();
    world.wanted.insert(HOST, vec![slot(0, 1)]);
    let layers = vec![Layer { rid: None, height: 180 }];
    let report = MediaReport::Published { source: Source::Camera, layers };
    world.room.handle_media_report(&id(1), report);
    world.told.clear();
    world.room.handle_media_lost();
    world.drain();
    world.check();
    assert_eq!(world.room.snapshot(Role::Guest).publications, []);
    let told =
        |it: &Event| world.told.iter().any(|(to, told)| *to == ConnectionId(1) && told == it);
    for direction in [TransportDirection::Up, TransportDirection::Down] {
        assert!(told(&Event::TransportChanged { direction, connected: false }));
    }
    assert!(told(&Event::Unpublished { participant: id(1), source: Source::Camera }));
}

fn stream(who: usize, scope: StreamScope) -> Join {
    let media = if scope == StreamScope::Play { MediaState::default() } else { CAMERA };
    Join { stream: Some(scope), media, ..newcomer(who) }
}

#[test]
fn a_stream_takes_the_room_to_the_server_and_keeps_it_there() {
    let mut world = World::with(1);
    world.set(RoomChange { locked: Some(true), ..RoomChange::default() }).unwrap();
    world.join(stream(1, StreamScope::Publish)).unwrap();
    assert_eq!(world.path(), MediaPath::Server, "the lock is no obstacle");
    assert_eq!(world.server.admitted[&id(1)].0, CAMERA);
    world.set(RoomChange { locked: Some(false), ..RoomChange::default() }).unwrap();
    let unable = Join { can_forward: false, ..newcomer(2) };
    assert_eq!(world.join(unable), Err(RoomError::MediaServerRequired));
    assert_eq!(world.set(mesh()), Err(RoomError::MediaServerRequired));
    world.command(1, Command::Leave).unwrap();
    world.wait(Duration::from_secs(60));
    assert_eq!(world.path(), MediaPath::Mesh);
    world.set(mesh()).unwrap();
    let refused = world.join(stream(1, StreamScope::Publish));
    assert_eq!(refused, Err(RoomError::NotForwarding));
}

#[test]
fn a_player_is_a_viewer_and_a_stream_never_becomes_host() {
    let mut world = World::with(1);
    world.join(stream(1, StreamScope::Play)).unwrap();
    let snapshot = world.room.snapshot(Role::Host);
    assert_eq!((snapshot.participants.len(), snapshot.viewers), (1, 1));
    world.command(1, Command::Subscribe(vec![slot(0, HOST)])).unwrap();
    assert_eq!(world.server.admitted[&id(1)].1, [slot(0, HOST)]);
    world.join(stream(2, StreamScope::Publish)).unwrap();
    world.join(newcomer(3)).unwrap();
    world.apply(Step::Disconnect(HOST));
    world.wait(Duration::from_secs(31));
    let snapshot = world.room.snapshot(Role::Host);
    let roles: Vec<_> = snapshot.participants.iter().map(|it| (it.id.clone(), it.role)).collect();
    assert_eq!(roles, [(id(2), Role::Guest), (id(3), Role::Host)]);
}

#[test]
fn an_empty_room_is_closed_at_once() {
    let mut world = World::with(3);
    for who in [1, 2, HOST] {
        world.command(who, Command::Leave).unwrap();
    }
    assert!(!world.server.open);
}

#[test]
fn a_client_that_cannot_use_the_server_does_not_make_a_large_room_a_mesh() {
    let mut world = World::with(6);
    let unable = |who| Join { can_forward: false, ..newcomer(who) };
    assert_eq!(world.join(unable(6)), Err(RoomError::MediaServerRequired));
    assert_eq!(world.path(), MediaPath::Server);
    // Nor does the return of somebody with another client, if the room is larger than a mesh may be.
    world.join(newcomer(6)).unwrap();
    let returning = Some(Returning { last_seq: None, started_at: START, link: None });
    let other = Join { returning, ..unable(3) };
    assert_eq!(world.join(other), Err(RoomError::MediaServerRequired));
    assert_eq!(world.path(), MediaPath::Server);
}

#[test]
fn a_room_that_must_be_a_mesh_holds_six() {
    let mut world = World::with(5);
    world.join(Join { can_forward: false, ..newcomer(5) }).unwrap();
    assert_eq!(world.path(), MediaPath::Mesh);
    assert_eq!(world.join(newcomer(6)), Err(RoomError::MeshFull { max: 6 }));
    world.command(5, Command::Leave).unwrap();
    world.join(newcomer(6)).unwrap();
    assert_eq!(world.path(), MediaPath::Server);
}

#[test]
fn a_room_that_hosts_made_a_mesh_has_no_such_limit() {
    let mut world = World::with(6);
    world.set(mesh()).unwrap();
    world.join(Join { can_forward: false, ..newcomer(6) }).unwrap();
    assert_eq!(world.path(), MediaPath::Mesh);
}

#[test]
fn the_lobby_does_not_let_in_a_client_that_cannot_use_the_server_the_room_needs() {
    let mut world = World::with(5);
    world.set(RoomChange { lobby: Some(true), ..RoomChange::default() }).unwrap();
    world.join(Join { can_forward: false, ..newcomer(5) }).unwrap();
    world.join(newcomer(6)).unwrap();
    world.set(RoomChange { webinar: Some(true), ..RoomChange::default() }).unwrap();
    assert_eq!(world.command(HOST, Command::Admit(id(5))), Err(RoomError::MediaServerRequired));
    assert_eq!(world.command(HOST, Command::AdmitAll), Err(RoomError::MediaServerRequired));
    assert!(world.connections.contains_key(&6), "the others are admitted");
    assert_eq!(world.path(), MediaPath::Server);
}

#[test]
fn one_client_that_cannot_use_the_server_keeps_the_room_a_mesh() {
    let mut world = World::with(3);
    world.join(Join { can_forward: false, ..newcomer(3) }).unwrap();
    assert_eq!(world.path(), MediaPath::Mesh);
    world.check();
    world.command(3, Command::Leave).unwrap();
    assert_eq!(world.path(), MediaPath::Server);
    let foreign = Some(Foreign::default());
    world.join(Join { foreign, can_forward: false, ..newcomer(3) }).unwrap();
    assert_eq!(world.path(), MediaPath::Mesh);
}

#[test]
fn hosts_may_fix_the_path() {
    let mut world = World::with(2);
    let path = |media_path| RoomChange { media_path: Some(media_path), ..RoomChange::default() };
    world.set(path(MediaPathSetting::Server)).unwrap();
    assert_eq!(world.path(), MediaPath::Server);
    let cannot = Join { can_forward: false, ..newcomer(2) };
    assert_eq!(world.join(cannot), Err(RoomError::MediaServerRequired));
    world.set(path(MediaPathSetting::Mesh)).unwrap();
    world.join(newcomer(2)).unwrap();
    assert_eq!(world.path(), MediaPath::Mesh);
    world.set(path(MediaPathSetting::Auto)).unwrap();
    assert_eq!(world.path(), MediaPath::Server);
}

#[test]
fn a_source_that_a_host_stopped_is_not_permitted_until_its_participant_starts_it() {
    let mut world = World::with(3);
    assert_eq!(world.server.admitted[&id(1)].0, CAMERA);
    let stop = Command::StopSource { who: id(1), source: Source::Camera };
    world.command(HOST, stop).unwrap();
    assert_eq!(world.server.admitted[&id(1)].0, MediaState::default());
    // A report that was under way counts no more.
    let layers = vec![Layer { rid: None, height: 180 }];
    let report = MediaReport::Published { source: Source::Camera, layers };
    world.room.handle_media_report(&id(1), report.clone());
    assert_eq!(world.room.snapshot(Role::Guest).publications, []);
    world.command(1, Command::SetMedia(CAMERA)).unwrap();
    assert_eq!(world.server.admitted[&id(1)].0, CAMERA);
    world.room.handle_media_report(&id(1), report);
    assert_eq!(world.room.snapshot(Role::Guest).publications.len(), 1);
}

#[test]
fn subscriptions_follow_those_who_come_and_go() {
    let mut world = World::with(3);
    let slots = vec![slot(0, 1), slot(1, 3), slot(2, HOST)];
    world.command(HOST, Command::Subscribe(slots.clone())).unwrap();
    assert_eq!(world.server.admitted[&id(HOST)].1, slots[..1]);
    world.join(newcomer(3)).unwrap();
    assert_eq!(world.server.admitted[&id(HOST)].1, slots[..2], "not before they came");
    world.command(1, Command::Leave).unwrap();
    assert_eq!(world.server.admitted[&id(HOST)].1, slots[1..2]);
}

#[test]
fn reports_are_told_to_whom_they_concern() {
    let mut world = World::with(3);
    world.told.clear();
    let layers = vec![Layer { rid: Some("q".to_owned()), height: 180 }];
    let published = MediaReport::Published { source: Source::Camera, layers };
    world.room.handle_media_report(&id(1), published.clone());
    world.room.handle_media_report(&id(1), published);
    let wanted = MediaReport::Wanted { source: Source::Camera, height: 360 };
    world.room.handle_media_report(&id(1), wanted);
    world.room.handle_media_report(&id(6), MediaReport::Unpublished { source: Source::Camera });
    world.room.handle_speakers(vec![id(1), id(6)]);
    world.drain();
    let told = |who: usize| {
        let connection = world.connections[&who];
        let told = world.told.iter().filter(move |(receiver, _)| *receiver == connection);
        told.map(|(_, event)| event.clone()).collect::<Vec<_>>()
    };
    assert!(matches!(&told(0)[..], [Event::Published(_), Event::Speakers(who)] if *who == [id(1)]));
    let [_, Event::Wanted { height: 360, .. }, _] = &told(1)[..] else {
        panic!("{:?}", told(1));
    };
    world.room.handle_media_report(&id(1), MediaReport::Unpublished { source: Source::Camera });
    assert_eq!(world.room.snapshot(Role::Guest).publications, []);
}

#[test]
fn a_viewer_is_admitted_and_may_publish_nothing() {
    let mut world = World::with(1);
    world.set(RoomChange { webinar: Some(true), ..RoomChange::default() }).unwrap();
    world.join(newcomer(1)).unwrap();
    assert_eq!(world.server.admitted[&id(1)].0, MediaState::default());
    world.command(HOST, Command::SetRole { who: id(1), role: Role::Guest }).unwrap();
    world.command(1, Command::SetMedia(CAMERA)).unwrap();
    assert_eq!(world.server.admitted[&id(1)].0, CAMERA);
    world.command(HOST, Command::SetRole { who: id(1), role: Role::Viewer }).unwrap();
    assert_eq!(world.server.admitted[&id(1)].0, MediaState::default());
    world.check();
    let left = Event::ParticipantLeft { id: id(1), reason: LeaveReason::ToAudience };
    assert!(world.told.iter().any(|(_, event)| *event == left));
}

#[derive(Debug, Clone)]
enum Step {
    Join { who: usize, can_forward: bool },
    Resume { who: usize, can_forward: bool },
    Disconnect(usize),
    Leave(usize),
    Media(usize, MediaState),
    Stop { who: usize, source: Source },
    MuteAll,
    Remove(usize),
    Role(usize, Role),
    Subscribe(usize, Vec<usize>),
    Publish(usize, Source),
    Lobby(bool),
    AdmitAll,
    Webinar(bool),
    Path(MediaPathSetting),
    Wait(u64),
    End,
}

fn source() -> impl Strategy<Value = Source> {
    prop_oneof![
        Just(Source::Microphone),
        Just(Source::Camera),
        Just(Source::ScreenShare),
        Just(Source::ScreenShareAudio),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..PEOPLE;
    let other = 1..PEOPLE;
    let media = (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(a, b, c)| MediaState {
        microphone: a,
        camera: b,
        screen_share: c,
        screen_share_audio: c,
    });
    let role = prop_oneof![Just(Role::Viewer), Just(Role::Guest), Just(Role::CoHost)];
    let path = prop_oneof![
        Just(MediaPathSetting::Auto),
        Just(MediaPathSetting::Mesh),
        Just(MediaPathSetting::Server)
    ];
    let able = prop::bool::weighted(0.9);
    prop_oneof![
        8 => (who.clone(), able)
            .prop_map(|(who, can_forward)| Step::Join { who, can_forward }),
        3 => (who.clone(), able).prop_map(|(who, can_forward)| Step::Resume { who, can_forward }),
        2 => other.clone().prop_map(Step::Disconnect),
        2 => who.clone().prop_map(Step::Leave),
        4 => (who.clone(), media).prop_map(|(who, media)| Step::Media(who, media)),
        3 => (other.clone(), source()).prop_map(|(who, source)| Step::Stop { who, source }),
        1 => Just(Step::MuteAll),
        1 => other.clone().prop_map(Step::Remove),
        3 => (other, role).prop_map(|(who, role)| Step::Role(who, role)),
        5 => (who.clone(), prop::collection::vec(who.clone(), 0..4))
            .prop_map(|(who, of)| Step::Subscribe(who, of)),
        3 => (who, source()).prop_map(|(who, source)| Step::Publish(who, source)),
        1 => any::<bool>().prop_map(Step::Lobby),
        1 => Just(Step::AdmitAll),
        1 => any::<bool>().prop_map(Step::Webinar),
        1 => path.prop_map(Step::Path),
        3 => (0..70_000u64).prop_map(Step::Wait),
        1 => any::<prop::sample::Index>().prop_map(|rare| match rare.index(8) {
            0 => Step::End,
            _ => Step::Wait(1),
        }),
    ]
}

impl World {
    fn apply(&mut self, step: Step) {
        match step {
            Step::Join { who, can_forward } => {
                if !self.connections.contains_key(&who) && !self.waiting.contains_key(&who) {
                    let _ = self.join(Join { can_forward, ..newcomer(who) });
                }
            }
            Step::Resume { who, can_forward } => {
                if !self.waiting.contains_key(&who) {
                    let returning =
                        Some(Returning { last_seq: None, started_at: START, link: None });
                    let _ = self.join(Join { returning, can_forward, ..newcomer(who) });
                }
            }
            Step::Disconnect(who) => {
                if let Some(connection) = self.connections.remove(&who) {
                    self.room.handle_disconnect(connection, self.now);
                    self.drain();
                }
            }
            Step::Leave(who) => {
                let _ = self.command(who, Command::Leave);
            }
            Step::Media(who, media) => {
                let _ = self.command(who, Command::SetMedia(media));
            }
            Step::Stop { who, source } => {
                if self.command(HOST, Command::StopSource { who: id(who), source }).is_ok()
                    && let Some((sources, _)) = self.server.admitted.get(&id(who))
                {
                    assert!(!sources.is_live(source), "a stopped source is out");
                }
            }
            Step::MuteAll => {
                let _ = self.command(HOST, Command::MuteAll);
            }
            Step::Remove(who) => {
                let remove = Command::Remove { who: id(who), may_return: true };
                if self.command(HOST, remove).is_ok() {
                    assert!(!self.server.admitted.contains_key(&id(who)));
                }
            }
            Step::Role(who, role) => {
                let _ = self.command(HOST, Command::SetRole { who: id(who), role });
            }
            Step::Subscribe(who, of) => {
                let slots: Vec<_> =
                    of.into_iter().enumerate().map(|(mid, of)| slot(mid, of)).collect();
                if self.command(who, Command::Subscribe(slots.clone())).is_ok() {
                    self.wanted.insert(who, slots);
                }
            }
            Step::Publish(who, source) => {
                let layers = vec![Layer { rid: None, height: 180 }];
                let report = MediaReport::Published { source, layers };
                self.room.handle_media_report(&id(who), report);
                self.drain();
            }
            Step::Lobby(lobby) => {
                let _ = self.set(RoomChange { lobby: Some(lobby), ..RoomChange::default() });
            }
            Step::AdmitAll => {
                let _ = self.command(HOST, Command::AdmitAll);
            }
            Step::Webinar(webinar) => {
                let _ = self.set(RoomChange { webinar: Some(webinar), ..RoomChange::default() });
            }
            Step::Path(path) => {
                let _ = self.set(RoomChange { media_path: Some(path), ..RoomChange::default() });
            }
            Step::Wait(ms) => self.wait(Duration::from_millis(ms)),
            Step::End => {
                let _ = self.command(HOST, Command::EndMeeting);
            }
        }
        // Subscriptions end with the path and with the presence.
        if !self.server.open {
            self.wanted.clear();
        }
        let room = &self.room;
        self.wanted.retain(|who, _| room.participants().any(|one| *one == id(*who)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_server_is_told_what_the_room_says(steps in prop::collection::vec(step(), 1..60)) {
        let mut world = World::new();
        for step in steps {
            world.apply(step);
            world.check();
        }
        for who in 0..PEOPLE {
            world.apply(Step::Disconnect(who));
        }
        if let Some(connection) = world.connections.remove(&HOST) {
            world.room.handle_disconnect(connection, world.now);
        }
        world.wait(Duration::from_secs(31));
        world.check();
        prop_assert!(!world.server.open || !world.room.is_empty(), "an empty room is closed");
    }
}
