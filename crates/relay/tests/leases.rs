//! Leases: which clients may allocate, and what happens to allocations when a lease ends.

mod support;

use convene_relay::{Now, Refusal};
use proptest::prelude::*;
use support::{Person, World, addr};

/// A label without a lease, unless a test opens one.
const GUS: &str = "gus";

fn allocate(world: &mut World, person: &mut Person) -> u16 {
    person.allocate_with(world, |message| message).code
}

#[test]
fn credentials_without_a_lease_are_refused() {
    let mut world = World::new();
    let mut gus = Person::new(GUS, "198.51.100.7:5000");
    assert_eq!(allocate(&mut world, &mut gus), 401);
    assert_eq!(world.server.allocations(), 0);
    assert_eq!(world.server.counters().refused(Refusal::Unauthorized), 2);
    world.server.handle_lease_opened(GUS);
    assert_eq!(allocate(&mut world, &mut gus), 0);
}

#[test]
fn the_end_of_a_lease_ends_its_allocations_and_no_others() {
    let mut world = World::new();
    world.server.handle_lease_opened(GUS);
    let mut at_home = Person::new(GUS, "198.51.100.7:5000");
    let mut at_work = Person::new(GUS, "203.0.113.9:5000");
    let mut bob = Person::new("bob", "198.51.100.7:5001");
    let peer = addr("8.8.8.8:9");
    for person in [&mut at_home, &mut at_work, &mut bob] {
        person.allocate(&mut world);
        assert_eq!(person.bind(&mut world, 0x4000, peer), 0);
    }
    world.server.handle_lease_ended(GUS);
    assert!(world.drain().is_empty());
    assert_eq!(world.closed.len(), 2);
    for person in [&mut at_home, &mut at_work] {
        assert_eq!(person.send_on(&mut world, 0x4000, b"still there?"), None);
        assert_eq!(person.refresh(&mut world, 600).code, 401);
    }
    assert!(bob.send_on(&mut world, 0x4000, b"hi").is_some());
}

#[test]
fn nothing_can_be_allocated_after_the_end_of_a_lease() {
    let mut world = World::new();
    world.server.handle_lease_opened(GUS);
    let mut gus = Person::new(GUS, "198.51.100.7:5000");
    gus.allocate(&mut world);
    world.server.handle_lease_ended(GUS);
    let _ = world.drain();
    // With the old nonce, with a new one, and from another port.
    assert_eq!(allocate(&mut world, &mut gus), 401);
    gus.learn_nonce(&mut world);
    assert_eq!(allocate(&mut world, &mut gus), 401);
    assert_eq!(allocate(&mut world, &mut Person::new(GUS, "198.51.100.7:5001")), 401);
    assert_eq!(world.server.allocations(), 0);
}

#[test]
fn a_lease_opened_again_accepts_the_same_credentials() {
    let mut world = World::new();
    let mut gus = Person::new(GUS, "198.51.100.7:5000");
    for _ in 0..3 {
        world.server.handle_lease_opened(GUS);
        assert_eq!(allocate(&mut world, &mut gus), 0);
        world.server.handle_lease_ended(GUS);
        assert_eq!(world.server.allocations(), 0);
    }
}

#[test]
fn a_lease_that_is_open_already_keeps_its_allocations() {
    let mut world = World::new();
    world.server.handle_lease_opened(GUS);
    let mut gus = Person::new(GUS, "198.51.100.7:5000");
    gus.allocate(&mut world);
    world.server.handle_lease_opened(GUS);
    assert!(world.server.has_allocation(&gus.client));
    assert_eq!(gus.refresh(&mut world, 600).code, 0);
}

#[test]
fn a_socket_that_opens_after_the_end_of_a_lease_makes_no_allocation() {
    let mut world = World::new();
    world.server.handle_lease_opened(GUS);
    let mut gus = Person::new(GUS, "198.51.100.7:5000");
    gus.learn_nonce(&mut world);
    let request = gus.signed(convene_relay::wire::method::ALLOCATE, |message| {
        message.attribute(convene_relay::wire::attribute::REQUESTED_TRANSPORT, &[17, 0, 0, 0])
    });
    let Now { instant, unix } = world.now;
    assert!(world.server.handle_client(Now { instant, unix }, gus.client, &request).is_none());
    world.server.handle_lease_ended(GUS);
    assert!(world.drain().is_empty(), "no success for an allocation that has ended");
    assert_eq!((world.server.allocations(), world.opened.len()), (0, world.closed.len()));
}

proptest! {
    #[test]
    fn only_open_leases_have_allocations(steps in prop::collection::vec((0u8..4, 0usize..3), 1..60)) {
        let mut world = World::new();
        let labels = ["x", "y", "z"];
        let mut open = [false; 3];
        let mut people: Vec<Person> = labels
            .iter()
            .enumerate()
            .map(|(n, label)| Person::new(label, &format!("198.51.100.7:{}", 5000 + n)))
            .collect();
        for (step, who) in steps {
            match step {
                0 => {
                    world.server.handle_lease_opened(labels[who]);
                    open[who] = true;
                }
                1 => {
                    world.server.handle_lease_ended(labels[who]);
                    open[who] = false;
                }
                2 => {
                    let code = allocate(&mut world, &mut people[who]);
                    prop_assert_eq!(code == 401, !open[who]);
                }
                _ => {
                    let code = people[who].refresh(&mut world, 600).code;
                    prop_assert_eq!(code == 401, !open[who]);
                }
            }
            let _ = world.drain();
            for (person, open) in people.iter().zip(open) {
                prop_assert!(open || !world.server.has_allocation(&person.client));
            }
        }
    }
}
