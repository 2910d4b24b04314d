//! Bad networks and hostile clients, and that they harm nobody else.

mod support;

use std::time::Duration;

use convene_model::Source;
use convene_sfu::{Command, Event, Limits, OfferError, PeerKey, SlotState, Sources, Way};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use support::{Faults, HEIGHTS, ROOM, SERVER, World, assert_continuous};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn lost_packets_are_asked_for_and_sent_again() {
    let mut world = World::new(11);
    world.join(1, 0, 0);
    world.join(2, 1, 1);
    world.subscribe(2, vec![world.slot(2, 0, 1, 180)]);
    world.until_connected();
    world.run(SECOND);
    world.forget();
    world.faults = Faults { lost: 5, delayed: 10 };
    world.run(SECOND * 8);
    world.faults = Faults::default();
    world.run(SECOND);
    // Both ways lose: without repetition about a tenth would be missing.
    let mut numbers: Vec<u64> =
        world.received(2, world.clients[&2].videos[0]).iter().map(|it| *it.seq_no).collect();
    numbers.sort_unstable();
    let span = numbers.last().unwrap() - numbers[0] + 1;
    let missing = span - u64::try_from(numbers.len()).unwrap();
    assert!(missing * 100 <= span * 2, "{missing} of {span}");
    assert_eq!(world.state(2, 0), Some(SlotState::Live { height: 180 }));
    let audio = world.received(2, world.clients[&2].audios[0]).len();
    assert!(audio > 300, "{audio}");
}

#[test]
fn a_narrow_path_gets_sound_and_a_low_layer_and_harms_nobody() {
    let mut world = World::with_limits(12, Limits::default(), 1_000_000);
    world.join(1, 0, 0);
    for id in [2, 3] {
        world.join(id, 1, 2);
        world.subscribe(id, vec![world.slot(id, 0, 1, 720)]);
    }
    world.narrow(2, 300_000);
    world.until_connected();
    world.run(SECOND * 15);
    assert_eq!(world.state(3, 0), Some(SlotState::Live { height: 720 }));
    world.forget();
    world.run(SECOND * 5);
    assert!(world.shown(2, 0).iter().all(|it| it.layer < 2), "the highest layer does not fit");
    let sound = |world: &World, id: u64| -> usize {
        let audios = world.clients[&id].audios.clone();
        audios.into_iter().map(|mid| world.received(id, mid).len()).sum()
    };
    let (narrow, wide) = (sound(&world, 2), sound(&world, 3));
    assert!(narrow * 100 >= wide * 95, "{narrow} of {wide}");
    assert_continuous(&world.received(3, world.clients[&3].videos[0]));
}

#[test]
fn a_slot_that_does_not_fit_is_paused_and_said_to_be() {
    let mut world = World::with_limits(13, Limits::default(), 60_000);
    world.join(1, 0, 0);
    world.join(2, 1, 1);
    world.subscribe(2, vec![world.slot(2, 0, 1, 720)]);
    world.narrow(2, 90_000);
    world.until_connected();
    world.until("it is paused", |world| world.state(2, 0) == Some(SlotState::Paused));
    assert!(world.forwarder.counters().pauses > 0);
}

#[test]
fn a_client_that_falls_silent_ends() {
    let mut world = World::new(14);
    world.join(1, 0, 0);
    world.join(2, 1, 0);
    world.subscribe(2, vec![world.slot(2, 0, 1, 180)]);
    world.until_connected();
    world.run(SECOND);
    world.clients.remove(&1);
    world.run(Limits::default().idle + SECOND);
    let gone = Event::Unpublished { room: ROOM, peer: PeerKey(1), source: Source::Camera };
    assert!(world.events.contains(&gone));
    assert_eq!(world.state(2, 0), Some(SlotState::Unavailable));
    assert_eq!(world.forwarder.counters().idle_ends, 1);
    assert_eq!(world.forwarder.counters().transports, 2);
}

#[test]
fn a_flood_harms_only_its_sender() {
    let limits = Limits { packets_up: 500, ..Limits::default() };
    let mut world = World::with_limits(15, limits, 20_000_000);
    for id in 1..=3 {
        world.join(id, 1, 1);
    }
    world.subscribe(3, vec![world.slot(3, 0, 1, 360)]);
    world.until_connected();
    world.run(SECOND);
    world.forget();
    let flooding = world.clients[&2].up.as_ref().unwrap().address;
    for _ in 0..100 {
        for _ in 0..50 {
            world.send(flooding, SERVER.parse().unwrap(), vec![0x80; 1_000]);
        }
        world.run(Duration::from_millis(20));
    }
    assert!(world.forwarder.counters().flooded > 1_000);
    assert_continuous(&world.received(3, world.clients[&3].videos[0]));
    assert!(world.shown(3, 0).len() > 90);
}

/// str0m panics over a payload type that is declared twice.
#[test]
fn an_offer_with_a_doubled_line_ends_nothing() {
    let mut world = World::new(24);
    world.join(1, 0, 0);
    world.join(2, 0, 1);
    world.until_connected();
    let count = world.an_offer(9, Way::Down).0.len();
    let mut refused = 0;
    for line in 0..count {
        let id = 100 + u64::try_from(line).unwrap();
        world.admit(id);
        let (mut lines, _) = world.an_offer(id, Way::Down);
        lines.insert(line, lines[line].clone());
        let sdp = lines.join("\r\n") + "\r\n";
        refused += usize::from(world.offer(id, Way::Down, sdp, Vec::new()).is_err());
    }
    assert!(refused > 0);
    world.forget();
    world.run(SECOND);
    assert!(!world.received(2, world.clients[&2].audios[0]).is_empty(), "the others go on");
}

#[test]
fn deadlines_do_not_pile_up() {
    let mut world = World::new(23);
    world.join(1, 0, 0);
    world.join(2, 1, 1);
    world.subscribe(2, vec![world.slot(2, 0, 1, 720)]);
    world.until_connected();
    let counts: Vec<u64> = (0..10)
        .map(|_| {
            world.run(SECOND);
            world.forwarder.counters().deadlines
        })
        .collect();
    // Three transports and a room, each with its next deadline and a few that were replaced.
    assert!(counts.iter().all(|count| *count < 100), "{counts:?}");
}

#[test]
fn subscribers_are_seldom_told_the_time() {
    let mut world = World::new(24);
    world.join(1, 0, 0);
    let subscribers = 20;
    for id in (2..).take(subscribers) {
        world.admit(id);
        world.clients.insert(id, support::Client::default());
        world.listen(id, 1, 0).unwrap();
        world.subscribe(id, vec![world.slot(id, 0, 1, 720)]);
    }
    world.until_connected();
    world.run(SECOND * 5);
    let before = world.forwarder.counters().timeouts;
    world.run(SECOND * 10);
    let timeouts = world.forwarder.counters().timeouts - before;
    // Fifty packets a second each; estimation, reports and statistics need some timeouts, pictures none.
    let of_each = timeouts / subscribers as u64 / 10;
    assert!((1..=15).contains(&of_each), "{of_each} a second");
}

#[test]
fn datagrams_from_nowhere_are_dropped() {
    let mut world = World::new(16);
    world.join(1, 0, 0);
    let mut random = StdRng::seed_from_u64(16);
    for _ in 0..1_000 {
        let length = random.random_range(0..200);
        let contents = (0..length).map(|_| random.random()).collect();
        world.send("203.0.113.1:9".parse().unwrap(), SERVER.parse().unwrap(), contents);
    }
    world.run(SECOND);
    assert_eq!(world.forwarder.counters().unknown, 1_000);
}

#[test]
fn offers_are_bounded_and_checked() {
    let mut world = World::new(17);
    world.join(1, 0, 0);
    let offer = |world: &mut World, sdp: String, tracks| world.offer(1, Way::Up, sdp, tracks);
    assert_eq!(offer(&mut world, "no sdp".to_owned(), vec![]), Err(OfferError::Malformed));
    let lines = "m=audio 9 X 1\r\na=mid:1\r\n".repeat(200);
    let many = format!("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n{lines}");
    assert_eq!(offer(&mut world, many, vec![]), Err(OfferError::TooMany));
    let one = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\nm=audio 9 X 1\r\na=mid:1\r\n".to_owned();
    let wrong = vec![("1".to_owned(), Source::Camera)];
    assert_eq!(offer(&mut world, one.clone(), wrong), Err(OfferError::WrongTrack));
    let wrong = vec![("2".to_owned(), Source::Microphone)];
    assert_eq!(offer(&mut world, one, wrong), Err(OfferError::WrongTrack));
    for _ in 0..30 {
        let _refused = offer(&mut world, "no sdp".to_owned(), vec![]);
    }
    assert_eq!(offer(&mut world, "no sdp".to_owned(), vec![]), Err(OfferError::TooMany));
    // Its transport is still there.
    world.until_connected();
}

#[test]
fn a_new_peer_connection_replaces_the_old_one() {
    let mut world = World::new(18);
    world.join(1, 0, 0);
    world.join(2, 1, 0);
    world.subscribe(2, vec![world.slot(2, 0, 1, 360)]);
    world.until_connected();
    world.run(SECOND);
    world.publish(1).unwrap();
    world.listen(2, 1, 0).unwrap();
    world.subscribe(2, vec![world.slot(2, 0, 1, 360)]);
    world.until_connected();
    world.run(SECOND);
    assert_eq!(world.state(2, 0), Some(SlotState::Live { height: 360 }));
    assert!(!world.shown(2, 0).is_empty());
    assert_eq!(world.forwarder.counters().transports, 3);
}

#[test]
fn a_layer_that_is_not_sent_is_replaced_by_another() {
    let mut world = World::new(19);
    world.join(1, 0, 0);
    world.join(2, 1, 0);
    world.subscribe(2, vec![world.slot(2, 0, 1, 720)]);
    world.until_connected();
    world.run(SECOND * 2);
    assert_eq!(world.state(2, 0), Some(SlotState::Live { height: 720 }));
    world.clients.get_mut(&1).unwrap().sends = [true, true, false];
    world.run(SECOND * 5);
    assert_eq!(world.state(2, 0), Some(SlotState::Live { height: HEIGHTS[1] }));
    world.clients.get_mut(&1).unwrap().sends = [true; 3];
    world.run(SECOND * 3);
    assert_eq!(world.state(2, 0), Some(SlotState::Live { height: 720 }));
    assert_continuous(&world.received(2, world.clients[&2].videos[0]));
}

/// Rooms in which people come, go, look at others and are stopped, over a bad network.
fn churn(seed: u64) {
    let mut world = World::new(seed);
    let mut random = StdRng::seed_from_u64(seed);
    world.faults = Faults { lost: 3, delayed: 5 };
    let mut next = 1;
    for _ in 0..40 {
        let ids: Vec<u64> = world.clients.keys().copied().collect();
        let one = |random: &mut StdRng| ids[random.random_range(0..ids.len())];
        match random.random_range(0..10) {
            0..=3 if ids.len() < 5 => {
                world.join(next, 2, 2);
                next += 1;
            }
            4 if !ids.is_empty() => {
                let id = one(&mut random);
                world.command(Command::Remove { room: ROOM, peer: PeerKey(id) });
                world.clients.remove(&id);
            }
            5 if !ids.is_empty() => {
                // Vanishes without a word.
                world.clients.remove(&one(&mut random));
            }
            6 if !ids.is_empty() => {
                let sources = [Source::Camera, Source::Microphone];
                let permitted = sources.into_iter().filter(|_| random.random_bool(0.5));
                let permitted: Sources = permitted.collect();
                world.permit(one(&mut random), permitted);
            }
            7 if !ids.is_empty() => {
                let id = one(&mut random);
                let _limited = world.publish(id);
            }
            _ if !ids.is_empty() => {
                let id = one(&mut random);
                let slots = (0..2)
                    .map(|slot| {
                        let height = [0, 180, 360, 720][random.random_range(0..4)];
                        world.slot(id, slot, one(&mut random), height)
                    })
                    .collect();
                world.subscribe(id, slots);
            }
            _ => {}
        }
        world.run(Duration::from_millis(random.random_range(20..400)));
    }
    // No slot ever showed its own owner, and everything ends with the room.
    for (id, client) in &world.clients {
        for slot in 0..client.videos.len() {
            assert!(world.shown(*id, slot).iter().all(|it| it.publisher != *id));
        }
    }
    world.clients.clear();
    world.command(Command::Close { room: ROOM });
    let counters = world.forwarder.counters();
    assert_eq!((counters.rooms, counters.peers, counters.transports), (0, 0, 0));
    world.events.clear();
    world.run(SECOND);
    assert!(world.events.is_empty(), "a closed room is silent: {:?}", world.events);
}

#[test]
fn churn_leaves_nothing_behind() {
    for seed in 100..106 {
        churn(seed);
    }
}

#[test]
fn a_publisher_who_lies_in_rtp_harms_only_its_own_picture() {
    let mut world = World::new(21);
    for id in 1..=2 {
        world.join(id, 0, 0);
    }
    world.join(3, 2, 0);
    world.subscribe(3, vec![world.slot(3, 0, 1, 180), world.slot(3, 1, 2, 180)]);
    world.until_connected();
    world.run(SECOND);
    let mut random = StdRng::seed_from_u64(21);
    for _ in 0..50 {
        world.clients.get_mut(&1).unwrap().jump(&mut random);
        world.run(Duration::from_millis(100));
    }
    assert_continuous(&world.received(3, world.clients[&3].videos[1]));
    // Its slot was not broken: who is shown there next is seen without a gap.
    world.forget();
    world.subscribe(3, vec![world.slot(3, 0, 2, 360)]);
    world.run(SECOND * 2);
    assert_eq!(world.state(3, 0), Some(SlotState::Live { height: 360 }));
    assert!(world.shown(3, 0).iter().filter(|it| it.publisher == 2).count() > 50);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Offers whose lines are missing, doubled, in another order or cut: each is answered or refused, and the room goes on.
    #[test]
    fn damaged_offers_end_nothing(
        way in prop::bool::ANY,
        damage in prop::collection::vec((any::<prop::sample::Index>(), 0u8..4, any::<prop::sample::Index>()), 1..6),
    ) {
        let mut world = World::new(22);
        world.admit(1);
        world.clients.insert(1, support::Client::default());
        let way = if way { Way::Up } else { Way::Down };
        let (mut lines, tracks): (Vec<String>, _) = world.an_offer(1, way);
        for (at, what, other) in damage {
            let (at, other) = (at.index(lines.len()), other.index(lines.len()));
            match what {
                0 if lines.len() > 1 => drop(lines.remove(at)),
                1 => lines.insert(other, lines[at].clone()),
                2 => lines.swap(at, other),
                _ => {
                    let cut = lines[at].len() / 2;
                    lines[at].truncate(cut);
                }
            }
        }
        let sdp = lines.join("\r\n") + "\r\n";
        for _ in 0..2 {
            let _answered_or_refused = world.offer(1, way, sdp.clone(), tracks.clone());
        }
        world.run(Duration::from_millis(50));
        world.command(Command::Close { room: ROOM });
        prop_assert_eq!(world.forwarder.counters().transports, 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any bytes from a client's own address, at any moment of its life.
    #[test]
    fn garbage_from_a_client_ends_nothing(
        garbage in prop::collection::vec(prop::collection::vec(any::<u8>(), 12..100), 1..40),
        first in prop::sample::select(vec![0u8, 1, 22, 0x80, 0x90, 0xbf]),
    ) {
        let mut world = World::new(20);
        world.join(1, 0, 0);
        world.until_connected();
        let address = world.clients[&1].up.as_ref().unwrap().address;
        for mut bytes in garbage {
            bytes[0] = first;
            world.send(address, SERVER.parse().unwrap(), bytes);
        }
        world.run(SECOND / 5);
        prop_assert_eq!(world.forwarder.counters().transports, 1);
        let before = world.forwarder.counters().packets_in;
        world.run(SECOND / 5);
        prop_assert!(world.forwarder.counters().packets_in > before, "its media still arrives");
    }
}
