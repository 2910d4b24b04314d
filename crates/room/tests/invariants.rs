//! Invariants of the room: they hold after any sequence of commands and lost connections, and each
//! client that folds its events has the room's state.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use convene_model::{
    Audience, MediaState, NetworkTag, Participant, ParticipantId, Presence, Role, RoomRecord,
    RoomSettings, Signal, Source, Timestamp, WaitingParticipant,
};
use convene_room::{
    Action, Command, ConnectionId, Dismissal, Effect, Event, Join, JoinOutcome, Returning, Room,
    RoomChange, RoomError, RoomPolicy, Snapshot, may, may_act_on,
};
use proptest::prelude::*;

const POLICY: RoomPolicy = RoomPolicy {
    max_participants: 4,
    max_publishers: 1000,
    mesh_max: None,
    max_waiting: 4,
    grace: Duration::from_secs(30),
    host_patience: Duration::from_secs(30),
};
const PEOPLE: usize = 6;

/// A step of a person, their network or the clock.
#[derive(Debug, Clone, Copy)]
enum Step {
    Join {
        who: usize,
        forgetful: bool,
    },
    /// Join without a participant token, with or without the host token.
    JoinNew {
        who: usize,
        host: bool,
    },
    /// A command that needs permission.
    Host {
        who: usize,
        to: usize,
        what: HostStep,
    },
    Leave {
        who: usize,
    },
    Signal {
        who: usize,
        to: usize,
    },
    SetMedia {
        who: usize,
        camera: bool,
    },
    Drop {
        who: usize,
    },
    /// The connection breaks, and the last `lost` events sent on it never arrive.
    DropLosing {
        who: usize,
        lost: usize,
    },
    Wait {
        seconds: u64,
    },
}

#[derive(Debug, Clone, Copy)]
enum HostStep {
    Admit,
    AdmitAll,
    Deny,
    SetRoom { locked: bool, lobby: bool, share: bool },
    StopSource,
    MuteAll,
    Rename,
    LowerHand,
    Remove { may_return: bool },
    SetRole { co_host: bool },
}

fn host_step() -> impl Strategy<Value = HostStep> {
    use HostStep as H;
    prop_oneof![
        2 => Just(H::Admit),
        1 => Just(H::AdmitAll),
        1 => Just(H::Deny),
        2 => (any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(locked, lobby, share)| H::SetRoom { locked: locked && lobby, lobby, share }),
        1 => Just(H::StopSource),
        1 => Just(H::MuteAll),
        1 => Just(H::Rename),
        1 => Just(H::LowerHand),
        1 => any::<bool>().prop_map(|may_return| H::Remove { may_return }),
        2 => any::<bool>().prop_map(|co_host| H::SetRole { co_host }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..PEOPLE;
    prop_oneof![
        4 => (who.clone(), any::<bool>()).prop_map(|(who, forgetful)| Step::Join { who, forgetful }),
        2 => (who.clone(), any::<bool>()).prop_map(|(who, host)| Step::JoinNew { who, host }),
        6 => (who.clone(), who.clone(), host_step())
            .prop_map(|(who, to, what)| Step::Host { who, to, what }),
        1 => who.clone().prop_map(|who| Step::Leave { who }),
        4 => (who.clone(), who.clone()).prop_map(|(who, to)| Step::Signal { who, to }),
        2 => (who.clone(), any::<bool>()).prop_map(|(who, camera)| Step::SetMedia { who, camera }),
        2 => who.clone().prop_map(|who| Step::Drop { who }),
        2 => (who, 0..5usize).prop_map(|(who, lost)| Step::DropLosing { who, lost }),
        1 => (1..40u64).prop_map(|seconds| Step::Wait { seconds }),
    ]
}

/// A client, which folds its events in the order of arrival.
#[derive(Default)]
struct Client {
    connection: Option<ConnectionId>,
    /// True while the client is in the lobby.
    waits: bool,
    /// Events sent on the current connection and not yet read.
    in_flight: Vec<(u64, Event)>,
    participants: BTreeMap<ParticipantId, Participant>,
    settings: RoomSettings,
    waiting: Vec<WaitingParticipant>,
    last_seq: Option<u64>,
    /// Numbers of the signals read since the last snapshot.
    signals: Vec<u64>,
}

impl Client {
    fn start_from(&mut self, snapshot: Snapshot, seq: u64) {
        let participants = snapshot.participants.into_iter();
        self.participants = participants.map(|p| (p.id.clone(), p)).collect();
        self.settings = snapshot.settings;
        self.waiting = snapshot.waiting;
        self.last_seq = Some(seq);
        self.signals.clear();
        self.waits = false;
    }

    fn read_all(&mut self) {
        for (seq, event) in self.in_flight.drain(..) {
            assert_eq!(Some(seq), self.last_seq.map(|last| last + 1), "numbers have no gap");
            self.last_seq = Some(seq);
            match event {
                Event::ParticipantJoined(participant) => {
                    let replaced = self.participants.insert(participant.id.clone(), participant);
                    assert_eq!(replaced, None, "nobody comes twice");
                }
                Event::ParticipantChanged(participant) => {
                    let replaced = self.participants.insert(participant.id.clone(), participant);
                    assert!(replaced.is_some(), "who changes has come");
                }
                Event::ParticipantLeft { id, .. } => {
                    assert!(self.participants.remove(&id).is_some(), "who leaves has come");
                }
                Event::RoomChanged { settings, .. } => self.settings = settings,
                Event::LobbyChanged(waiting) => self.waiting = waiting,
                Event::Kept(_) => panic!("the disk serves"),
                Event::ViewersChanged(_)
                | Event::HandsChanged(_)
                | Event::MediaPathChanged(_)
                | Event::Published(_)
                | Event::Unpublished { .. }
                | Event::SlotChanged { .. }
                | Event::Heard(_)
                | Event::Speakers(_)
                | Event::Wanted { .. }
                | Event::TransportChanged { .. } => panic!("a mesh without viewers"),
                Event::SourceStopped { .. }
                | Event::UnmuteAsked { .. }
                | Event::ChatMessage(_)
                | Event::Interview(_)
                | Event::AskedAloud(_)
                | Event::HandedIn(_)
                | Event::Reaction { .. } => {}
                Event::Signal { from, signal, .. } => {
                    assert!(self.participants.contains_key(&from), "who signals is here");
                    let Signal::Candidate { candidate, .. } = signal else { panic!("{signal:?}") };
                    self.signals.push(candidate.json().trim_matches('"').parse().unwrap());
                }
            }
        }
    }
}

struct World {
    room: Room,
    now: Timestamp,
    clients: Vec<Client>,
    connections: u64,
    signals: u64,
    /// Numbers of the signals that each client must receive since its last snapshot.
    owed: BTreeMap<usize, Vec<u64>>,
}

fn id(who: usize) -> ParticipantId {
    let letter = char::from(b'a' + u8::try_from(who).unwrap());
    letter.to_string().repeat(16).parse().unwrap()
}

fn who(id: &ParticipantId) -> usize {
    usize::from(id.as_str().as_bytes()[0] - b'a')
}

fn join(who: usize, returning: Option<Returning>, host: bool) -> Join {
    Join {
        id: id(who),
        name: "Somebody".parse().unwrap(),
        media: MediaState { screen_share: true, ..MediaState::default() },
        returning,
        host,
        password: None,
        network: NetworkTag(who.to_string()),
        link: None,
        foreign: None,
        can_forward: false,
        stream: None,
    }
}

impl World {
    fn new() -> Self {
        let now = Timestamp(1_000_000);
        Self {
            room: Room::new(POLICY, RoomRecord::default(), now),
            now,
            clients: (0..PEOPLE).map(|_| Client::default()).collect(),
            connections: 0,
            signals: 0,
            owed: BTreeMap::new(),
        }
    }

    fn members(&self) -> BTreeSet<usize> {
        self.room
            .snapshot(Role::Guest)
            .participants
            .iter()
            .map(|participant| who(&participant.id))
            .collect()
    }

    fn apply(&mut self, step: Step) {
        self.now = self.now + Duration::from_millis(7);
        match step {
            Step::Join { who, forgetful } => self.join(who, forgetful),
            Step::JoinNew { who, host } => self.join_new(who, host),
            Step::Host { who, to, what } => self.host(who, to, what),
            Step::Leave { who } => {
                if let Some(connection) = self.clients[who].connection.take() {
                    self.room.handle_command(connection, Command::Leave, self.now).unwrap();
                    self.clients[who] = Client::default();
                    self.owed.remove(&who);
                }
            }
            Step::Signal { who, to } => self.signal(who, to),
            Step::SetMedia { who, camera } => {
                let media = MediaState { camera, ..MediaState::default() };
                if let Some(connection) = self.inside(who) {
                    self.room
                        .handle_command(connection, Command::SetMedia(media), self.now)
                        .unwrap();
                }
            }
            Step::Drop { who } => self.drop_connection(who, 0),
            Step::DropLosing { who, lost } => self.drop_connection(who, lost),
            Step::Wait { seconds } => {
                self.now = self.now + Duration::from_secs(seconds);
                self.room.handle_timeout(self.now);
            }
        }
        self.drain();
        self.check();
    }

    /// The connection of a person who is in the room, not in the lobby.
    fn inside(&self, who: usize) -> Option<ConnectionId> {
        self.clients[who].connection.filter(|_| !self.clients[who].waits)
    }

    fn role(&self, who: usize) -> Option<Role> {
        let participants = self.room.snapshot(Role::Guest).participants;
        participants.iter().find(|p| p.id == id(who)).map(|p| p.role)
    }

    /// Sends a host command, and checks that it succeeds only if the table of permissions says so.
    fn host(&mut self, who: usize, to: usize, what: HostStep) {
        use HostStep as H;
        let Some(connection) = self.inside(who) else { return };
        let (action, on_other, command) = match what {
            H::Admit => (Action::Admit, false, Command::Admit(id(to))),
            H::AdmitAll => (Action::Admit, false, Command::AdmitAll),
            H::Deny => (Action::Admit, false, Command::Deny(id(to))),
            H::SetRoom { locked, lobby, share } => {
                let share = if share { Audience::Hosts } else { Audience::Everyone };
                let change = RoomChange {
                    locked: Some(locked),
                    lobby: Some(lobby),
                    share: Some(share),
                    ..RoomChange::default()
                };
                (Action::SetRoom, false, Command::SetRoom(change))
            }
            H::StopSource => {
                let command = Command::StopSource { who: id(to), source: Source::Camera };
                (Action::StopSource, true, command)
            }
            H::MuteAll => (Action::StopSource, false, Command::MuteAll),
            H::Rename if who == to => return,
            H::Rename => {
                let name = "Renamed".parse().unwrap();
                (Action::Rename, true, Command::Rename { who: id(to), name })
            }
            H::LowerHand => (Action::LowerHand, true, Command::LowerHand(id(to))),
            H::Remove { may_return } => {
                (Action::Remove, true, Command::Remove { who: id(to), may_return })
            }
            H::SetRole { co_host } => {
                let role = if co_host { Role::CoHost } else { Role::Guest };
                (Action::SetRole, true, Command::SetRole { who: id(to), role })
            }
        };
        let settings = self.room.snapshot(Role::Guest).settings;
        let role = self.role(who).unwrap();
        let other = self.role(to);
        let allowed = may(role, action, &settings)
            && (!on_other || who == to || other.is_none_or(|other| may_act_on(role, other)));
        let result = self.room.handle_command(connection, command, self.now);
        let result = result.map(|_| ());
        assert_eq!(
            result == Err(RoomError::NotAllowed),
            !allowed || (action == Action::SetRole && who != to && other == Some(Role::Host)),
            "{what:?} by {role:?} to {other:?}: {result:?}"
        );
        if on_other && (who == to || other.is_none()) && allowed {
            assert_eq!(result, Err(RoomError::ParticipantNotFound));
        }
    }

    /// Joins as a newcomer, unless the person is in the room already.
    fn join_new(&mut self, who: usize, host: bool) {
        if self.members().contains(&who) || self.clients[who].connection.is_some() {
            return;
        }
        self.connections += 1;
        let connection = ConnectionId(self.connections);
        // A new page, without the state of an earlier one.
        self.clients[who] = Client::default();
        let settings = self.room.snapshot(Role::Guest).settings;
        match self.room.handle_join(connection, join(who, None, host), self.now) {
            Ok(JoinOutcome::Joined { snapshot, seq }) => {
                assert!(host || !(settings.locked || settings.lobby));
                self.clients[who].start_from(snapshot, seq);
                self.clients[who].connection = Some(connection);
                self.owed.insert(who, vec![]);
            }
            Ok(JoinOutcome::Waiting { .. }) => {
                assert!(!host);
                self.clients[who] =
                    Client { connection: Some(connection), waits: true, ..Client::default() };
            }
            Ok(JoinOutcome::Resumed { .. }) => panic!("nothing to resume"),
            Err(RoomError::Locked) => assert!(settings.locked && !host),
            Err(RoomError::Removed | RoomError::Full { .. } | RoomError::LobbyFull { .. }) => {}
            Err(error) => panic!("{error:?}"),
        }
    }

    fn join(&mut self, who: usize, forgetful: bool) {
        if self.clients[who].waits {
            return;
        }
        self.connections += 1;
        let connection = ConnectionId(self.connections);
        let client = &mut self.clients[who];
        client.read_all();
        let last_seq = client.last_seq.filter(|_| !forgetful);
        let was_here = self.room.snapshot(Role::Guest).participants.iter().any(|p| p.id == id(who));
        let full = self.room.len() >= POLICY.max_participants;
        let join = join(who, Some(Returning { last_seq, started_at: self.now, link: None }), false);
        match self.room.handle_join(connection, join, self.now) {
            Ok(JoinOutcome::Joined { snapshot, seq }) => {
                self.clients[who].start_from(snapshot, seq);
                self.clients[who].connection = Some(connection);
                self.owed.insert(who, vec![]);
            }
            Ok(JoinOutcome::Waiting { .. }) => panic!("a token leads past the lobby"),
            Err(RoomError::Removed) => assert!(!was_here),
            Ok(JoinOutcome::Resumed { .. }) => {
                assert!(was_here && last_seq.is_some());
                self.clients[who].connection = Some(connection);
            }
            Err(error) => {
                assert_eq!(error, RoomError::Full { max: POLICY.max_participants });
                assert!(full && !was_here);
            }
        }
    }

    fn signal(&mut self, who: usize, to: usize) {
        let Some(connection) = self.inside(who) else { return };
        self.signals += 1;
        let signal = Signal::Candidate {
            candidate: self.signals.to_string().parse().unwrap(),
            sdp_mid: None,
            sdp_m_line_index: None,
            username_fragment: None,
        };
        let command = Command::Signal { to: id(to), transport_id: None, signal };
        let expected = if who != to && self.members().contains(&to) {
            self.owed.entry(to).or_default().push(self.signals);
            Ok(())
        } else {
            Err(RoomError::ParticipantNotFound)
        };
        let result = self.room.handle_command(connection, command, self.now);
        assert_eq!(result.map(|_| ()), expected);
    }

    fn drop_connection(&mut self, who: usize, lost: usize) {
        if let Some(connection) = self.clients[who].connection.take() {
            let client = &mut self.clients[who];
            let kept = client.in_flight.len().saturating_sub(lost);
            client.in_flight.truncate(kept);
            self.room.handle_disconnect(connection, self.now);
        }
    }

    fn drain(&mut self) {
        while let Some(effect) = self.room.poll_effect() {
            match effect {
                Effect::Deliver { connection, seq, event } => {
                    let client = self.clients.iter_mut().find(|c| c.connection == Some(connection));
                    let client = client.expect("only living connections are sent to");
                    client.in_flight.push((seq, (*event).clone()));
                }
                Effect::Admit { connection, snapshot, seq } => {
                    let who = self.clients.iter().position(|c| c.connection == Some(connection));
                    let who = who.expect("only who waits is admitted");
                    assert!(self.clients[who].waits);
                    self.clients[who].start_from(*snapshot, seq);
                    self.owed.insert(who, vec![]);
                }
                Effect::Dismiss { connection, why } => {
                    let who = self.clients.iter().position(|c| c.connection == Some(connection));
                    let who = who.expect("only living connections are dismissed");
                    assert_eq!(self.clients[who].waits, why == Dismissal::Denied);
                    self.clients[who] = Client::default();
                    self.owed.remove(&who);
                }
                Effect::Keep { .. } => self.room.handle_kept(true, self.now),
                Effect::Settled { result, .. } => {
                    result.expect("what was planned can be carried out");
                }
                Effect::ChatSettled { .. } => panic!("nobody writes"),
                Effect::Media(_) => panic!("there is no forwarding server"),
                Effect::Match { .. } | Effect::Assess(_) => panic!("this is no interview"),
                Effect::Supersede { connection } => {
                    let superseded = self.clients.iter().any(|c| c.connection == Some(connection));
                    assert!(!superseded, "the newer connection keeps the participant");
                }
            }
        }
    }

    fn check(&mut self) {
        let snapshot = self.room.snapshot(Role::Host);
        assert!(snapshot.participants.len() <= POLICY.max_participants);
        let nobody = snapshot.participants.is_empty() && snapshot.waiting.is_empty();
        assert_eq!(self.room.is_empty(), nobody);
        let away = snapshot.participants.iter().any(|p| p.presence == Presence::Reconnecting);
        let hosts = snapshot.participants.iter().filter(|p| p.role == Role::Host).count();
        if away || hosts > 0 {
            assert_eq!(self.room.poll_timeout().is_some(), away, "a timer runs while one is away");
        }
        assert!(self.room.poll_timeout().is_none_or(|at| at > self.now), "no timer is overdue");
        for participant in &snapshot.participants {
            let may_share = may(participant.role, Action::ShareScreen, &snapshot.settings);
            assert!(may_share || !participant.media.screen_share, "nobody shares who may not");
        }

        let members: BTreeMap<ParticipantId, Participant> =
            snapshot.participants.iter().cloned().map(|p| (p.id.clone(), p)).collect();
        for who in 0..PEOPLE {
            if self.inside(who).is_none() {
                assert!(!self.clients[who].waits || !members.contains_key(&id(who)));
                continue;
            }
            assert_eq!(members[&id(who)].presence, Presence::Connected);
            // Check only every second time, so that a drop can lose events in flight. The check
            // reads all events first.
            if self.connections.is_multiple_of(2) {
                let client = &mut self.clients[who];
                client.read_all();
                assert_eq!(client.participants, members, "the fold of events is the room");
                assert_eq!(client.settings, snapshot.settings);
                let admits = may(members[&id(who)].role, Action::Admit, &snapshot.settings);
                let waiting = if admits { &snapshot.waiting[..] } else { &[] };
                assert_eq!(client.waiting, waiting, "the lobby is for those who admit");
                assert_eq!(
                    Some(&client.signals),
                    self.owed.get(&who),
                    "each signal once, in order"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_client_sees_the_room_as_it_is(steps in prop::collection::vec(step(), 1..80)) {
        let mut world = World::new();
        for step in steps {
            world.apply(step);
        }
        for who in 0..PEOPLE {
            world.apply(Step::Drop { who });
        }
        world.apply(Step::Wait { seconds: 31 });
        world.apply(Step::Wait { seconds: 31 });
        prop_assert!(world.room.is_empty(), "nobody outlives the grace period");
        prop_assert_eq!(world.room.poll_timeout(), None);
    }
}
