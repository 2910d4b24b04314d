//! Bandwidth: a healthy path pauses nothing, a narrow one keeps sound, and one that widens is found out.

mod support;

use std::time::Duration;

use convene_sfu::{Limits, SlotState, Way};
use support::World;

const SECOND: Duration = Duration::from_secs(1);
const INITIAL: u64 = 1_000_000;

/// A viewer, number 1, of that many cameras, who hears some of their voices.
fn viewer_of(seed: u64, cameras: u64, voices: usize, height: u16) -> World {
    let mut world = World::with_limits(seed, Limits::default(), INITIAL);
    let cameras_of = 2..2 + cameras;
    for id in cameras_of.clone() {
        world.join(id, 0, 0);
    }
    let count = usize::try_from(cameras).unwrap();
    world.join(1, count, voices);
    let slots = cameras_of.zip(0..).map(|(of, slot)| world.slot(1, slot, of, height)).collect();
    world.subscribe(1, slots);
    world.until_connected();
    world
}

/// Number of slots of the viewer that show a layer of at least this height.
fn shown(world: &World, slots: usize, least: u16) -> usize {
    let shows = |slot: &usize| matches!(world.state(1, *slot), Some(SlotState::Live { height }) if height >= least);
    (0..slots).filter(shows).count()
}

fn sound(world: &World, id: u64) -> usize {
    let audios = world.clients[&id].audios.iter();
    audios.map(|mid| world.received(id, *mid).len()).sum()
}

#[test]
fn a_busy_machine_without_loss_pauses_nothing() {
    for (seed, longest) in [(31, 100), (32, 200), (33, 300)] {
        let mut world = viewer_of(seed, 8, 8, 180);
        world.make_busy(1, Way::Down, Duration::from_millis(longest));
        world.run(SECOND * 20);
        assert_eq!(shown(&world, 8, 180), 8, "stalls of {longest} ms");
        assert_eq!(world.forwarder.counters().pauses, 0, "stalls of {longest} ms");
    }
}

#[test]
fn the_first_pictures_come_at_once_however_many_speak() {
    let mut world = viewer_of(34, 16, 16, 180);
    world.run(SECOND * 2);
    assert_eq!(shown(&world, 16, 180), 16);
    assert_eq!(world.forwarder.counters().pauses, 0);
}

#[test]
fn a_narrow_and_lossy_path_keeps_sound_and_a_lower_layer_and_harms_nobody() {
    let mut world = World::with_limits(35, Limits::default(), INITIAL);
    world.join(1, 0, 0);
    for id in [2, 3] {
        world.join(id, 1, 1);
        world.subscribe(id, vec![world.slot(id, 0, 1, 720)]);
    }
    world.until_connected();
    world.narrow(2, 300_000);
    world.lose(2, Way::Down, 5);
    world.run(SECOND * 10);
    world.forget();
    world.run(SECOND * 10);
    let (narrow, wide) = (sound(&world, 2), sound(&world, 3));
    assert!(narrow * 100 >= wide * 90, "{narrow} of {wide}");
    // 25 frames of two packets a second; 5 % of each is lost, most of it twice asked for.
    let lower = world.shown(2, 0);
    assert!(lower.iter().all(|it| it.layer < 2), "the highest layer does not fit");
    assert!(lower.len() > 300, "{} packets of a lower layer", lower.len());
    assert_eq!(world.state(3, 0), Some(SlotState::Live { height: 720 }));
}

#[test]
fn congestion_pauses_pictures_and_keeps_sound_and_the_layers_come_back_within_three_seconds() {
    for seed in 36..40 {
        let mut world = viewer_of(seed, 4, 2, 720);
        world.narrow(1, 3_000_000);
        world.run(SECOND * 15);
        assert_eq!(shown(&world, 4, 720), 4, "3 Mbit/s");

        world.narrow(1, 150_000);
        world.run(SECOND * 8);
        let before = world.forwarder.counters().pauses;
        world.forget();
        world.run(SECOND * 10);
        let voices = sound(&world, 1);
        assert!(voices >= 2 * 500 * 95 / 100, "{voices} packets of two voices");
        assert!(before > 0);
        assert!(shown(&world, 4, 1) < 2, "pictures are paused");

        world.narrow(1, 3_000_000);
        world.run(SECOND * 3);
        assert!(shown(&world, 4, 720) >= 3, "{} of 4 came back", shown(&world, 4, 720));
    }
}

#[test]
fn the_bad_uplink_of_one_sender_moves_nobody_elses_estimate() {
    let mut world = viewer_of(40, 4, 4, 720);
    world.run(SECOND * 10);
    assert_eq!(shown(&world, 4, 720), 4);
    world.lose(2, Way::Up, 30);
    world.make_busy(2, Way::Up, Duration::from_millis(300));
    let switches = world.forwarder.counters().switches;
    world.run(SECOND * 20);
    assert_eq!(world.forwarder.counters().pauses, 0);
    for slot in 1..4 {
        assert_eq!(world.state(1, slot), Some(SlotState::Live { height: 720 }));
    }
    let more = world.forwarder.counters().switches - switches;
    // The sender's own picture may change its layer; those of the others do not.
    assert!(more < 10, "{more} switches");
}
