//! Webinars: viewers are counted and not listed, raise hands, come to the stage and go back.

mod disk;

use std::collections::BTreeMap;
use std::time::Duration;

use convene_model::{
    LeaveReason, MediaPathSetting, MediaState, NetworkTag, Participant, ParticipantId, Role,
    RoomRecord, Source, Timestamp,
};
use convene_room::{
    Action, Command, ConnectionId, Effect, Event, Foreign, Join, JoinOutcome, Returning, Room,
    RoomChange, RoomError, RoomPolicy, Snapshot,
};
use proptest::prelude::*;

const POLICY: RoomPolicy = RoomPolicy {
    max_participants: 1000,
    max_publishers: 4,
    mesh_max: Some(4),
    max_waiting: 8,
    grace: Duration::from_secs(30),
    host_patience: Duration::from_secs(30),
};
const START: Timestamp = Timestamp(1_000_000);
const TICK: Duration = Duration::from_secs(2);
const HOST: usize = 0;

fn id(who: usize) -> ParticipantId {
    let letters = [who / 26 / 26, who / 26 % 26, who % 26];
    let text: String =
        letters.map(|it| char::from(b'a' + u8::try_from(it).unwrap())).iter().collect();
    format!("{text}aaaaaaaaaaaaa").parse().unwrap()
}

fn newcomer(who: usize) -> Join {
    Join {
        id: id(who),
        name: format!("Person {who}").parse().unwrap(),
        media: MediaState { camera: true, ..MediaState::default() },
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

/// A client that folds its events.
struct Client {
    me: ParticipantId,
    participants: BTreeMap<ParticipantId, Participant>,
    /// The order in which participants came.
    order: Vec<ParticipantId>,
    viewers: usize,
    hands: Vec<ParticipantId>,
    last_seq: u64,
    events: usize,
}

impl Client {
    fn new(me: ParticipantId, snapshot: Snapshot, seq: u64) -> Self {
        Self {
            me,
            order: snapshot.participants.iter().map(|one| one.id.clone()).collect(),
            participants: snapshot.participants.into_iter().map(|p| (p.id.clone(), p)).collect(),
            viewers: snapshot.viewers,
            hands: snapshot.hands.into_iter().map(|one| one.id).collect(),
            last_seq: seq,
            events: 0,
        }
    }

    fn read(&mut self, seq: u64, event: &Event) {
        assert_eq!(seq, self.last_seq + 1, "numbers have no gap");
        self.last_seq = seq;
        self.events += 1;
        match event.clone() {
            Event::ParticipantJoined(one) => {
                self.order.push(one.id.clone());
                assert_eq!(self.participants.insert(one.id.clone(), one), None);
            }
            Event::ParticipantChanged(one) => {
                if one.id == self.me && one.role < Role::CoHost {
                    self.hands.clear();
                }
                assert!(self.participants.insert(one.id.clone(), one).is_some());
            }
            Event::ParticipantLeft { id, .. } => {
                self.order.retain(|other| *other != id);
                assert!(self.participants.remove(&id).is_some(), "who leaves was known");
            }
            Event::ViewersChanged(viewers) => self.viewers = viewers,
            Event::HandsChanged(hands) => {
                let mine = self.participants.get(&self.me).map(|me| me.role);
                assert!(mine >= Some(Role::CoHost), "hands are for hosts");
                self.hands = hands.into_iter().map(|one| one.id).collect();
            }
            _ => {}
        }
    }
}

struct World {
    room: Room,
    now: Timestamp,
    clients: BTreeMap<usize, Client>,
    connections: BTreeMap<usize, ConnectionId>,
    next: u64,
    record: Option<RoomRecord>,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            room: Room::new(POLICY, RoomRecord::default(), START),
            now: START,
            clients: BTreeMap::new(),
            connections: BTreeMap::new(),
            next: 0,
            record: None,
        };
        world.join(HOST).unwrap();
        world
    }

    fn webinar() -> Self {
        let mut world = Self::new();
        world.set(RoomChange { webinar: Some(true), ..RoomChange::default() }).unwrap();
        world
    }

    fn set(&mut self, change: RoomChange) -> Result<(), RoomError> {
        self.command(HOST, Command::SetRoom(change))
    }

    fn join(&mut self, who: usize) -> Result<(), RoomError> {
        self.join_as(who, newcomer(who))
    }

    fn join_as(&mut self, who: usize, join: Join) -> Result<(), RoomError> {
        self.next += 1;
        let connection = ConnectionId(self.next);
        let outcome = self.room.handle_join(connection, join, self.now)?;
        self.connections.insert(who, connection);
        match outcome {
            JoinOutcome::Joined { snapshot, seq } => {
                self.clients.insert(who, Client::new(id(who), snapshot, seq));
            }
            JoinOutcome::Resumed { .. } => {}
            JoinOutcome::Waiting { .. } => panic!("there is no lobby"),
        }
        self.drain();
        Ok(())
    }

    /// Comes back as a page does after its connection broke.
    fn resume(&mut self, who: usize) -> Result<(), RoomError> {
        let last_seq = self.clients.get(&who).map(|client| client.last_seq);
        let returning = Some(Returning { last_seq, started_at: START, link: None });
        self.join_as(who, Join { returning, ..newcomer(who) })
    }

    fn disconnect(&mut self, who: usize) {
        if let Some(connection) = self.connections.remove(&who) {
            self.room.handle_disconnect(connection, self.now);
            self.drain();
        }
    }

    fn command(&mut self, who: usize, command: Command) -> Result<(), RoomError> {
        let Some(connection) = self.connections.get(&who) else { return Err(RoomError::NotJoined) };
        let leaves = command == Command::Leave;
        let result = self.room.handle_command(*connection, command, self.now).map(|_| ());
        if leaves {
            self.connections.remove(&who);
            self.clients.remove(&who);
        }
        self.drain();
        result
    }

    fn set_role(&mut self, by: usize, who: usize, role: Role) -> Result<(), RoomError> {
        self.command(by, Command::SetRole { who: id(who), role })
    }

    fn wait(&mut self, time: Duration) {
        self.now = self.now + time;
        while self.room.poll_timeout().is_some_and(|at| at <= self.now) {
            self.room.handle_timeout(self.now);
        }
        self.drain();
    }

    fn drain(&mut self) {
        let (effects, record, _) = disk::serve(&mut self.room, self.now);
        self.record = record.or(self.record.take());
        for effect in effects {
            match effect {
                Effect::Deliver { connection, seq, event } => {
                    let who = self.connections.iter().find(|(_, known)| **known == connection);
                    let (who, _) = who.expect("only living connections are sent to");
                    self.clients.get_mut(who).unwrap().read(seq, &event);
                }
                Effect::Dismiss { connection, .. } => {
                    let who = self.connections.iter().find(|(_, known)| **known == connection);
                    let who = *who.unwrap().0;
                    self.connections.remove(&who);
                    self.clients.remove(&who);
                }
                _ => {}
            }
        }
    }

    fn client(&self, who: usize) -> &Client {
        &self.clients[&who]
    }

    /// The participant as the client itself sees it.
    fn own(&self, who: usize) -> &Participant {
        &self.clients[&who].participants[&id(who)]
    }

    /// Every client knows the stage, itself and, once all is told, the count; hosts know the hands.
    fn check(&mut self) {
        self.wait(TICK);
        while self.room.poll_timeout().is_some_and(|at| at <= self.now + TICK) {
            self.wait(TICK);
        }
        let snapshot = self.room.snapshot(Role::Host);
        assert!(snapshot.participants.len() <= POLICY.max_publishers);
        let stage: BTreeMap<_, _> =
            snapshot.participants.iter().map(|one| (one.id.clone(), one.clone())).collect();
        let hands: Vec<_> = snapshot.hands.iter().map(|one| one.id.clone()).collect();
        for (who, client) in &self.clients {
            if !self.connections.contains_key(who) {
                continue;
            }
            let me = &client.participants[&id(*who)];
            let mut known = client.participants.clone();
            // Its own place is not told to a viewer who comes to the stage.
            let order: Vec<_> = client.order.iter().filter(|one| **one != id(*who)).collect();
            if me.role.is_viewer() {
                known.remove(&id(*who));
                assert_eq!(me.media, MediaState::default(), "a viewer sends nothing");
                assert!(!stage.contains_key(&id(*who)), "viewers are not listed");
            }
            assert_eq!(known, stage, "{who} knows the stage");
            let listed = snapshot.participants.iter().map(|one| &one.id);
            let others: Vec<_> = listed.filter(|one| **one != id(*who)).collect();
            assert_eq!(order, others, "{who} knows its order");
            assert_eq!(client.viewers, snapshot.viewers, "{who} knows the count");
            if me.role >= Role::CoHost {
                assert_eq!(client.hands, hands, "{who} knows the hands");
            }
        }
        let connection = self.connections.get(&HOST).copied();
        let Some(connection) = connection else { return };
        let mut listed = 0;
        let mut after = None;
        loop {
            let page = self.room.list_viewers(connection, after.as_ref(), 3).unwrap();
            listed += page.0.len();
            assert!(page.0.iter().all(|one| one.role.is_viewer()));
            after = page.0.last().map(|one| one.id.clone());
            if !page.1 {
                break;
            }
        }
        assert_eq!(listed, snapshot.viewers, "pages have every viewer once");
    }
}

#[test]
fn newcomers_of_a_webinar_are_viewers_and_whoever_was_there_stays_on_stage() {
    let mut world = World::new();
    world.join(1).unwrap();
    world.set(RoomChange { webinar: Some(true), ..RoomChange::default() }).unwrap();
    world.join(2).unwrap();
    assert_eq!(world.own(1).role, Role::Guest);
    assert_eq!((world.own(2).role, world.own(2).media), (Role::Viewer, MediaState::default()));
    assert!(!world.client(1).participants.contains_key(&id(2)), "viewers are not listed");
    world.check();
    assert_eq!(world.client(1).viewers, 1);
    // The roles are kept: a server that starts again knows the stage.
    let record = world.record.clone().unwrap();
    let mut world = World { room: Room::new(POLICY, record, START), ..World::new() };
    world.connections.clear();
    world.clients.clear();
    for who in 0..3 {
        world.resume(who).unwrap();
    }
    let roles = [0, 1, 2].map(|who| world.own(who).role);
    assert_eq!(roles, [Role::Host, Role::Guest, Role::Viewer]);
}

#[test]
fn five_hundred_joins_cost_each_other_client_a_few_events() {
    let mut world = World::webinar();
    world.join(1).unwrap();
    let (stage, viewer) = (world.client(HOST).events, world.client(1).events);
    for who in 2..502 {
        world.join(who).unwrap();
        assert_eq!(world.client(who).participants.len(), 2, "the host and itself");
        world.wait(Duration::from_millis(20));
    }
    // 500 joins in 10 seconds, one count each 2 seconds.
    assert!(world.client(HOST).events - stage <= 6, "{}", world.client(HOST).events - stage);
    assert!(world.client(1).events - viewer <= 6);
    world.check();
    assert_eq!(world.client(1).viewers, 501);
}

#[test]
fn a_raised_hand_is_shown_to_hosts_and_leads_to_the_stage_and_back() {
    let mut world = World::webinar();
    for who in 1..4 {
        world.join(who).unwrap();
    }
    world.command(2, Command::RaiseHand(true)).unwrap();
    world.wait(Duration::from_millis(1));
    world.command(1, Command::RaiseHand(true)).unwrap();
    world.check();
    assert_eq!(world.client(HOST).hands, [id(2), id(1)], "in the order of raising");
    assert!(world.client(3).hands.is_empty());

    world.set_role(HOST, 2, Role::Guest).unwrap();
    world.check();
    assert_eq!(world.client(HOST).hands, [id(1)]);
    assert_eq!((world.own(2).role, world.own(2).hand_raised_at), (Role::Guest, None));
    let media = MediaState { microphone: true, ..MediaState::default() };
    world.command(2, Command::SetMedia(media)).unwrap();
    assert_eq!(world.client(3).participants[&id(2)].media, media);

    world.set_role(HOST, 2, Role::Viewer).unwrap();
    world.check();
    assert_eq!((world.own(2).role, world.own(2).media), (Role::Viewer, MediaState::default()));
    assert_eq!(world.command(2, Command::SetMedia(media)), Err(RoomError::NotAllowed));
    assert_eq!(world.client(HOST).viewers, 3);
}

#[test]
fn the_stage_has_a_limit_of_its_own() {
    let mut world = World::webinar();
    for who in 1..=5 {
        world.join(who).unwrap();
    }
    for who in 1..=3 {
        world.set_role(HOST, who, Role::Guest).unwrap();
    }
    let full = Err(RoomError::Full { max: POLICY.max_publishers });
    assert_eq!(world.set_role(HOST, 4, Role::Guest), full);
    assert_eq!(world.set_role(HOST, 4, Role::CoHost), full);
    world.set_role(HOST, 3, Role::Viewer).unwrap();
    world.set_role(HOST, 4, Role::CoHost).unwrap();
    world.check();
    // Without a webinar, newcomers beyond the limit are refused.
    let mut world = World::new();
    for who in 1..=3 {
        world.join(who).unwrap();
    }
    assert_eq!(world.join(4), full);
}

#[test]
fn a_co_host_sets_the_stage_and_names_no_co_hosts() {
    let mut world = World::webinar();
    for who in 1..4 {
        world.join(who).unwrap();
    }
    world.set_role(HOST, 1, Role::CoHost).unwrap();
    world.command(3, Command::RaiseHand(true)).unwrap();
    world.check();
    assert_eq!(world.client(1).hands, [id(3)]);
    world.set_role(1, 2, Role::Guest).unwrap();
    world.set_role(1, 2, Role::Viewer).unwrap();
    assert_eq!(world.set_role(1, 2, Role::CoHost), Err(RoomError::NotAllowed));
    assert_eq!(world.set_role(2, 3, Role::Guest), Err(RoomError::NotAllowed));
}

#[test]
fn a_viewer_who_reconnects_stays_a_viewer_and_misses_nothing() {
    let mut world = World::webinar();
    world.join(1).unwrap();
    world.join(2).unwrap();
    world.check();
    world.disconnect(2);
    assert_eq!(world.client(HOST).participants.len(), 1, "nobody is told");
    world.set_role(HOST, 1, Role::Guest).unwrap();
    world.resume(2).unwrap();
    world.check();
    assert_eq!(world.own(2).role, Role::Viewer);
    world.disconnect(2);
    world.wait(Duration::from_secs(31));
    world.check();
    assert_eq!(world.client(HOST).viewers, 0, "the grace period is over");
}

#[test]
fn viewers_stay_viewers_after_the_webinar_and_newcomers_are_guests_again() {
    let mut world = World::webinar();
    world.join(1).unwrap();
    world.set(RoomChange { webinar: Some(false), ..RoomChange::default() }).unwrap();
    world.join(2).unwrap();
    assert_eq!((world.own(1).role, world.own(2).role), (Role::Viewer, Role::Guest));
    assert_eq!(world.set_role(HOST, 2, Role::Viewer), Err(RoomError::NotWebinar));
    world.set_role(HOST, 1, Role::Guest).unwrap();
    world.check();
}

#[test]
fn a_webinar_needs_the_forwarding_server_and_clients_that_can_use_it() {
    let webinar = RoomChange { webinar: Some(true), ..RoomChange::default() };
    let mut world = World::new();
    let cannot = Join { can_forward: false, ..newcomer(1) };
    world.join_as(1, cannot.clone()).unwrap();
    assert_eq!(world.set(webinar), Err(RoomError::CannotForward));
    world.command(1, Command::Leave).unwrap();
    world.set(webinar).unwrap();
    assert_eq!(world.join_as(1, cannot.clone()), Err(RoomError::MediaServerRequired));
    let foreign = Join { foreign: Some(Foreign::default()), ..cannot };
    assert_eq!(world.join_as(1, foreign), Err(RoomError::MediaServerRequired));
    let mesh = RoomChange { media_path: Some(MediaPathSetting::Mesh), ..RoomChange::default() };
    assert_eq!(world.set(mesh), Err(RoomError::MediaServerRequired));

    let without = RoomPolicy { mesh_max: None, ..POLICY };
    let record = world.record.clone().unwrap();
    let mut world = World { room: Room::new(without, record, START), ..World::new() };
    world.connections.clear();
    world.join(HOST).unwrap();
    world.join(2).unwrap();
    assert_eq!(world.own(2).role, Role::Guest, "no webinar without the server");
    assert_eq!(world.set(webinar), Err(RoomError::NoMediaServer));
}

#[test]
fn no_viewer_stands_in_for_the_host() {
    let mut world = World::webinar();
    world.join(1).unwrap();
    world.command(HOST, Command::Leave).unwrap();
    world.wait(Duration::from_secs(120));
    assert_eq!(world.own(1).role, Role::Viewer);
    assert_eq!(world.room.poll_timeout(), None);
}

#[test]
fn a_page_of_viewers_is_for_those_who_may_see_it() {
    let mut world = World::webinar();
    world.join(1).unwrap();
    let connection = world.connections[&1];
    assert_eq!(world.room.list_viewers(connection, None, 10).err(), Some(RoomError::NotAllowed));
    assert_eq!(world.room.handle_question(connection, Action::Chat), Ok(()));
}

#[test]
fn the_reason_of_going_back_is_told_to_the_others() {
    let mut world = World::webinar();
    world.join(1).unwrap();
    world.set_role(HOST, 1, Role::Guest).unwrap();
    let connection = world.connections[&HOST];
    let back = Command::SetRole { who: id(1), role: Role::Viewer };
    world.room.handle_command(connection, back, world.now).unwrap();
    let (effects, ..) = disk::serve(&mut world.room, world.now);
    let left = Event::ParticipantLeft { id: id(1), reason: LeaveReason::ToAudience };
    let told = |effect: &Effect| matches!(effect, Effect::Deliver { event, .. } if **event == left);
    assert_eq!(effects.iter().filter(|effect| told(effect)).count(), 1, "the host, not the viewer");
}

#[derive(Debug, Clone)]
enum Step {
    Join(usize),
    Resume(usize),
    Disconnect(usize),
    Leave(usize),
    Hand(usize, bool),
    Media(usize, bool),
    Role(usize, usize, Role),
    Remove(usize),
    Stop(usize),
    Webinar(bool),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let who = 1..9usize;
    let role = prop_oneof![Just(Role::Viewer), Just(Role::Guest), Just(Role::CoHost)];
    prop_oneof![
        5 => who.clone().prop_map(Step::Join),
        3 => who.clone().prop_map(Step::Resume),
        2 => who.clone().prop_map(Step::Disconnect),
        1 => who.clone().prop_map(Step::Leave),
        3 => (who.clone(), any::<bool>()).prop_map(|(who, up)| Step::Hand(who, up)),
        3 => (who.clone(), any::<bool>()).prop_map(|(who, on)| Step::Media(who, on)),
        6 => (0..4usize, who.clone(), role).prop_map(|(by, who, role)| Step::Role(by, who, role)),
        1 => who.clone().prop_map(Step::Remove),
        1 => who.prop_map(Step::Stop),
        1 => any::<bool>().prop_map(Step::Webinar),
        2 => (0..20_000u64).prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_client_knows_the_stage_and_the_count(steps in prop::collection::vec(step(), 1..60)) {
        let mut world = World::webinar();
        for step in steps {
            match step {
                Step::Join(who) if !world.clients.contains_key(&who) => {
                    let _ = world.join(who);
                }
                Step::Resume(who) if !world.connections.contains_key(&who) => {
                    let _ = world.resume(who);
                }
                Step::Join(_) | Step::Resume(_) => {}
                Step::Disconnect(who) => world.disconnect(who),
                Step::Leave(who) => {
                    let _ = world.command(who, Command::Leave);
                }
                Step::Hand(who, up) => {
                    let _ = world.command(who, Command::RaiseHand(up));
                }
                Step::Media(who, camera) => {
                    let media = MediaState { camera, ..MediaState::default() };
                    let _ = world.command(who, Command::SetMedia(media));
                }
                Step::Role(by, who, role) => {
                    let _ = world.set_role(by, who, role);
                }
                Step::Remove(who) => {
                    let remove = Command::Remove { who: id(who), may_return: true };
                    let _ = world.command(HOST, remove);
                }
                Step::Stop(who) => {
                    let stop = Command::StopSource { who: id(who), source: Source::Camera };
                    let _ = world.command(HOST, stop);
                }
                Step::Webinar(webinar) => {
                    let _ = world.set(RoomChange { webinar: Some(webinar), ..RoomChange::default() });
                }
                Step::Wait(ms) => world.wait(Duration::from_millis(ms)),
            }
            world.check();
        }
    }
}
