//! People in a room: who sees and hears whom.

mod support;

use std::time::Duration;

use convene_model::Source;
use convene_sfu::{Event, PeerKey, SlotState, Sources, Way};
use support::{World, assert_continuous};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn two_people_see_and_hear_each_other() {
    let mut world = World::new(1);
    world.join(1, 1, 2);
    world.join(2, 1, 2);
    world.subscribe(1, vec![world.slot(1, 0, 2, 720)]);
    world.subscribe(2, vec![world.slot(2, 0, 1, 720)]);
    world.until_connected();
    world.run(SECOND * 3);
    for (viewer, publisher) in [(1, 2), (2, 1)] {
        assert_eq!(world.state(viewer, 0), Some(SlotState::Live { height: 720 }));
        let shown = world.shown(viewer, 0);
        assert!(shown.len() > 50 && shown.iter().all(|it| it.publisher == publisher), "{shown:?}");
        assert!(shown[0].is_keyframe);
        assert_continuous(&world.received(viewer, world.clients[&viewer].videos[0]));
        let heard = world.received(viewer, world.clients[&viewer].audios[0]);
        assert!(heard.len() > 100, "{}", heard.len());
        assert_continuous(&heard);
    }
}

#[test]
fn a_published_camera_tells_its_layers() {
    let mut world = World::new(2);
    world.join(1, 0, 0);
    world.until_connected();
    world.run(SECOND);
    let layers = world.events.iter().rev().find_map(|event| match event {
        Event::Published { source: Source::Camera, layers, .. } => Some(layers.clone()),
        _ => None,
    });
    let layers: Vec<_> =
        layers.unwrap().into_iter().map(|it| (it.rid.unwrap(), it.height)).collect();
    assert_eq!(layers, [("q".to_owned(), 180), ("h".to_owned(), 360), ("f".to_owned(), 720)]);
    assert_eq!(world.wanted(1), Some(0), "nobody shows it");
}

#[test]
fn a_layer_switch_is_seamless() {
    let mut world = World::new(3);
    world.join(1, 0, 0);
    world.join(2, 1, 0);
    world.subscribe(2, vec![world.slot(2, 0, 1, 180)]);
    world.until_connected();
    world.run(SECOND * 2);
    for height in [720, 360, 180, 720] {
        world.subscribe(2, vec![world.slot(2, 0, 1, height)]);
        world.run(SECOND * 2);
        assert_eq!(world.state(2, 0), Some(SlotState::Live { height }));
        assert_eq!(world.wanted(1), Some(height));
    }
    let packets = world.received(2, world.clients[&2].videos[0]);
    assert_continuous(&packets);
    let shown = world.shown(2, 0);
    for (pair, times) in shown.windows(2).zip(packets.windows(2)) {
        let step = times[1].header.timestamp.wrapping_sub(times[0].header.timestamp);
        if pair[0].layer == pair[1].layer {
            assert_eq!(step, (pair[1].frame - pair[0].frame) * 3_600);
        } else {
            assert!(pair[1].is_keyframe, "a switch begins with a keyframe");
            assert!((1..=3 * 3_600).contains(&step), "time goes on: {step}");
            // The old layer ran until the new one began.
            assert!(pair[1].frame - pair[0].frame <= 1);
        }
        let pictures = pair[1].picture_id.wrapping_sub(pair[0].picture_id) & 0x7fff;
        assert_eq!(
            pictures,
            u16::from(pair[0].frame != pair[1].frame || pair[0].layer != pair[1].layer)
        );
    }
}

#[test]
fn a_slot_moves_from_one_publisher_to_another() {
    let mut world = World::new(4);
    for id in 1..=3 {
        world.join(id, 1, 0);
    }
    world.subscribe(3, vec![world.slot(3, 0, 1, 360)]);
    world.until_connected();
    world.run(SECOND);
    world.subscribe(3, vec![world.slot(3, 0, 2, 360)]);
    world.run(SECOND);
    let shown = world.shown(3, 0);
    let publishers: Vec<u64> = shown.iter().map(|it| it.publisher).collect();
    assert!(publishers.is_sorted() && publishers.contains(&1) && publishers.contains(&2));
    assert_continuous(&world.received(3, world.clients[&3].videos[0]));
}

#[test]
fn what_the_host_stops_is_not_forwarded() {
    let mut world = World::new(5);
    world.join(1, 0, 0);
    world.join(2, 1, 1);
    world.subscribe(2, vec![world.slot(2, 0, 1, 360)]);
    world.until_connected();
    world.run(SECOND);
    assert!(!world.shown(2, 0).is_empty());
    world.permit(1, Sources::NONE.with(Source::Camera));
    world.run(SECOND / 10);
    world.forget();
    world.run(SECOND);
    assert!(!world.shown(2, 0).is_empty());
    assert!(
        world.received(2, world.clients[&2].audios[0]).is_empty(),
        "the microphone was stopped"
    );
    world.permit(1, Sources::NONE);
    world.run(SECOND / 10);
    world.forget();
    world.run(SECOND);
    assert!(world.shown(2, 0).is_empty(), "the camera was stopped");
    assert_eq!(world.state(2, 0), Some(SlotState::Unavailable));
    assert!(world.forwarder.counters().forbidden > 0);
    world.permit(1, Sources::ALL);
    world.run(SECOND);
    assert_eq!(world.state(2, 0), Some(SlotState::Live { height: 360 }));
    assert!(!world.received(2, world.clients[&2].audios[0]).is_empty());
}

#[test]
fn who_is_not_admitted_gets_nothing() {
    let mut world = World::new(6);
    world.join(1, 0, 0);
    world.clients.insert(2, support::Client::default());
    assert_eq!(world.listen(2, 1, 1), Err(convene_sfu::OfferError::Unknown));
    assert_eq!(world.publish(2), Err(convene_sfu::OfferError::Unknown));
    assert_eq!(world.forwarder.counters().transports, 1);
}

#[test]
fn who_is_removed_gets_nothing_more() {
    let mut world = World::new(7);
    world.join(1, 0, 0);
    world.join(2, 1, 1);
    world.subscribe(2, vec![world.slot(2, 0, 1, 360)]);
    world.until_connected();
    world.run(SECOND);
    world.command(convene_sfu::Command::Remove { room: support::ROOM, peer: PeerKey(2) });
    world.run(SECOND / 10);
    world.forget();
    world.run(SECOND);
    assert!(world.clients[&2].down.as_ref().unwrap().received.is_empty());
    assert_eq!(world.forwarder.counters().transports, 1);
    assert_eq!(world.wanted(1), Some(0));
    let ended =
        Event::Connected { room: support::ROOM, peer: PeerKey(2), way: Way::Down, is: false };
    assert!(world.events.contains(&ended));
}

#[test]
fn two_slots_may_show_one_camera() {
    let mut world = World::new(8);
    world.join(1, 0, 0);
    world.join(2, 2, 0);
    world.subscribe(2, vec![world.slot(2, 0, 1, 720), world.slot(2, 1, 1, 180)]);
    world.until_connected();
    world.run(SECOND * 2);
    assert_eq!(world.state(2, 0), Some(SlotState::Live { height: 720 }));
    assert_eq!(world.state(2, 1), Some(SlotState::Live { height: 180 }));
    assert_eq!(world.wanted(1), Some(720));
    world.subscribe(2, vec![world.slot(2, 1, 1, 180)]);
    world.run(SECOND);
    assert_eq!(world.wanted(1), Some(180));
}

#[test]
fn the_speakers_are_told_and_fill_the_audio_slots() {
    let mut world = World::new(9);
    for id in 1..=4 {
        world.join(id, 0, 2);
    }
    world.until_connected();
    world.run(SECOND);
    world.clients.get_mut(&3).unwrap().level = -20;
    world.run(SECOND);
    let speakers = world.events.iter().rev().find_map(|event| match event {
        Event::Speakers { loudest, .. } => Some(loudest.clone()),
        _ => None,
    });
    assert_eq!(speakers, Some(vec![PeerKey(3)]));
    // Three voices for the two slots of the first: the speaker is among them.
    let heard = world.events.iter().rev().find_map(|event| match event {
        Event::Heard { peer: PeerKey(1), slots, .. } => Some(slots.clone()),
        _ => None,
    });
    let heard: Vec<_> = heard.unwrap().into_iter().map(|(_, voice)| voice.unwrap()).collect();
    assert!(heard.contains(&(PeerKey(3), Source::Microphone)), "{heard:?}");
}

#[test]
fn a_new_subscription_tells_every_slot() {
    let mut world = World::new(10);
    world.join(1, 0, 0);
    world.join(2, 1, 0);
    world.subscribe(2, vec![world.slot(2, 0, 9, 360)]);
    world.until_connected();
    assert_eq!(world.state(2, 0), Some(SlotState::Unavailable));
    world.subscribe(2, vec![world.slot(2, 0, 1, 0)]);
    world.run(SECOND);
    assert_eq!(world.state(2, 0), Some(SlotState::Paused));
    world.events.clear();
    world.subscribe(2, vec![world.slot(2, 0, 1, 0)]);
    assert_eq!(world.state(2, 0), Some(SlotState::Paused));
}
