//! Any sequence of commands keeps the room's invariants, and whatever connections do, each client
//! that folds the events it is sent sees the room as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use convene_model::{MediaState, Participant, ParticipantId, Presence, Signal, Timestamp};
use convene_room::{
    Command, ConnectionId, Effect, Event, Join, JoinOutcome, Returning, Room, RoomError, RoomPolicy,
};
use proptest::prelude::*;

const POLICY: RoomPolicy = RoomPolicy { max_participants: 4, grace: Duration::from_secs(30) };
const PEOPLE: usize = 6;

/// What a person, their network or the clock does.
#[derive(Debug, Clone, Copy)]
enum Step {
    Join {
        who: usize,
        forgetful: bool,
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
    /// The connection breaks and the last `lost` events sent on it never arrive.
    DropLosing {
        who: usize,
        lost: usize,
    },
    Wait {
        seconds: u64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..PEOPLE;
    prop_oneof![
        4 => (who.clone(), any::<bool>()).prop_map(|(who, forgetful)| Step::Join { who, forgetful }),
        1 => who.clone().prop_map(|who| Step::Leave { who }),
        4 => (who.clone(), who.clone()).prop_map(|(who, to)| Step::Signal { who, to }),
        2 => (who.clone(), any::<bool>()).prop_map(|(who, camera)| Step::SetMedia { who, camera }),
        2 => who.clone().prop_map(|who| Step::Drop { who }),
        2 => (who, 0..5usize).prop_map(|(who, lost)| Step::DropLosing { who, lost }),
        1 => (1..40u64).prop_map(|seconds| Step::Wait { seconds }),
    ]
}

/// A client: folds what it is sent, in the order in which it arrives.
#[derive(Default)]
struct Client {
    connection: Option<ConnectionId>,
    /// Sent on the present connection and not yet read.
    in_flight: Vec<(u64, Event)>,
    participants: BTreeMap<ParticipantId, Participant>,
    last_seq: Option<u64>,
    /// The numbers of the signals read since the last snapshot.
    signals: Vec<u64>,
}

impl Client {
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
                Event::RoomChanged { .. } | Event::ChatMessage(_) | Event::Reaction { .. } => {}
                Event::Signal { from, signal, .. } => {
                    assert!(self.participants.contains_key(&from), "who signals is here");
                    let Signal::Candidate { candidate, .. } = signal else { panic!("{signal:?}") };
                    self.signals.push(candidate.parse().unwrap());
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
    /// The signals each is owed since its last snapshot.
    owed: BTreeMap<usize, Vec<u64>>,
}

fn id(who: usize) -> ParticipantId {
    let letter = char::from(b'a' + u8::try_from(who).unwrap());
    letter.to_string().repeat(16).parse().unwrap()
}

fn who(id: &ParticipantId) -> usize {
    usize::from(id.as_str().as_bytes()[0] - b'a')
}

impl World {
    fn new() -> Self {
        let now = Timestamp(1_000_000);
        Self {
            room: Room::new(POLICY, now),
            now,
            clients: (0..PEOPLE).map(|_| Client::default()).collect(),
            connections: 0,
            signals: 0,
            owed: BTreeMap::new(),
        }
    }

    fn members(&self) -> BTreeSet<usize> {
        self.room.snapshot().participants.iter().map(|participant| who(&participant.id)).collect()
    }

    fn apply(&mut self, step: Step) {
        self.now = self.now + Duration::from_millis(7);
        match step {
            Step::Join { who, forgetful } => self.join(who, forgetful),
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
                if let Some(connection) = self.clients[who].connection {
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

    fn join(&mut self, who: usize, forgetful: bool) {
        self.connections += 1;
        let connection = ConnectionId(self.connections);
        let client = &mut self.clients[who];
        client.read_all();
        let last_seq = client.last_seq.filter(|_| !forgetful);
        let was_here = self.room.snapshot().participants.iter().any(|p| p.id == id(who));
        let full = self.room.len() >= POLICY.max_participants;
        let join = Join {
            id: id(who),
            name: "Somebody".parse().unwrap(),
            media: MediaState::default(),
            returning: Some(Returning { last_seq, started_at: self.now }),
        };
        match self.room.handle_join(connection, join, self.now) {
            Ok(JoinOutcome::Joined { snapshot, seq }) => {
                let client = &mut self.clients[who];
                let participants = snapshot.participants.into_iter();
                client.participants = participants.map(|p| (p.id.clone(), p)).collect();
                client.last_seq = Some(seq);
                client.signals.clear();
                client.connection = Some(connection);
                self.owed.insert(who, vec![]);
            }
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
        let Some(connection) = self.clients[who].connection else { return };
        self.signals += 1;
        let signal = Signal::Candidate {
            candidate: self.signals.to_string(),
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
        assert_eq!(self.room.handle_command(connection, command, self.now), expected);
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
                Effect::Supersede { connection } => {
                    let superseded = self.clients.iter().any(|c| c.connection == Some(connection));
                    assert!(!superseded, "the newer connection keeps the participant");
                }
            }
        }
    }

    fn check(&mut self) {
        let snapshot = self.room.snapshot();
        assert!(snapshot.participants.len() <= POLICY.max_participants);
        assert_eq!(self.room.is_empty(), snapshot.participants.is_empty());
        let away = snapshot.participants.iter().any(|p| p.presence == Presence::Reconnecting);
        assert_eq!(self.room.poll_timeout().is_some(), away, "a timer runs while one is away");
        assert!(self.room.poll_timeout().is_none_or(|at| at > Timestamp(0)));

        let members: BTreeMap<ParticipantId, Participant> =
            snapshot.participants.into_iter().map(|p| (p.id.clone(), p)).collect();
        for who in 0..PEOPLE {
            if self.clients[who].connection.is_none() {
                continue;
            }
            assert_eq!(members[&id(who)].presence, Presence::Connected);
            // Leave some events in flight for a drop to lose, but never compare half a story.
            if self.connections.is_multiple_of(2) {
                let client = &mut self.clients[who];
                client.read_all();
                assert_eq!(client.participants, members, "the fold of events is the room");
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
        prop_assert!(world.room.is_empty(), "nobody outlives the grace period");
        prop_assert_eq!(world.room.poll_timeout(), None);
    }
}
