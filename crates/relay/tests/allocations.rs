//! Allocations: how they are made, are refreshed and end.

mod support;

use std::time::Duration;

use convene_relay::{
    Limits,
    wire::{Class, IntegrityAlgorithm, MessageBuilder, TransactionId, attribute, method},
};
use support::{Person, UNIX, World, addr, config, credentials, ip};

#[test]
fn a_binding_request_is_answered_with_the_senders_address() {
    let mut world = World::new();
    let ana = Person::new("ana", "198.51.100.7:5000");
    let request = MessageBuilder::new(Class::Request, method::BINDING, TransactionId([9; 12]));
    let (_, replies) = world.give(ana.client, &request.fingerprint().finish());
    assert_eq!(replies[0].class, Class::Success);
    assert_eq!(replies[0].address(attribute::XOR_MAPPED_ADDRESS), ana.client.remote);
    assert!(replies[0].message().has_fingerprint());
    assert!(replies[0].message().attribute(attribute::SOFTWARE).is_some());
}

#[test]
fn an_allocation_has_a_port_of_the_range_at_the_address_the_client_used() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let reply = ana.allocate_with(&mut world, |message| message);
    assert_eq!(reply.relayed().ip(), ip("10.0.0.1"));
    assert!((50_000..=50_099).contains(&reply.relayed().port()));
    assert_eq!(reply.address(attribute::XOR_MAPPED_ADDRESS), ana.client.remote);
    assert_eq!(reply.lifetime(), 600);
    assert_eq!(world.opened, [reply.relayed().port()]);
}

#[test]
fn the_external_address_is_the_one_clients_are_told() {
    let mut config = config();
    config.external_ip = Some(ip("198.51.100.200"));
    let mut world = World::with(config);
    let relayed = Person::new("ana", "198.51.100.7:5000").allocate(&mut world);
    assert_eq!(relayed.ip(), ip("198.51.100.200"));
}

#[test]
fn messages_can_be_signed_with_sha256() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.algorithm = IntegrityAlgorithm::Sha256;
    ana.allocate(&mut world);
    assert_eq!(ana.refresh(&mut world, 600).code, 0);
}

#[test]
fn an_allocate_that_is_sent_again_is_answered_alike() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.learn_nonce(&mut world);
    let request = ana.signed(method::ALLOCATE, |message| {
        message.attribute(attribute::REQUESTED_TRANSPORT, &[17, 0, 0, 0])
    });
    let (_, first) = world.give(ana.client, &request);
    let (_, second) = world.give(ana.client, &request);
    assert_eq!(first[0].bytes, second[0].bytes);
    assert_eq!(world.server.allocations(), 1);
    assert_eq!(ana.allocate_with(&mut world, |message| message).code, 437);
}

#[test]
fn a_port_that_cannot_be_opened_is_replaced_by_another() {
    let mut world = World::new();
    world.failing_ports = 3;
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let relayed = ana.allocate(&mut world);
    assert_eq!(world.opened, [relayed.port()]);

    world.failing_ports = 100;
    let mut bob = Person::new("bob", "198.51.100.7:5001");
    assert_eq!(bob.allocate_with(&mut world, |message| message).code, 508);
    assert_eq!(world.server.allocations(), 1);
    world.failing_ports = 0;
    bob.allocate(&mut world);
}

#[test]
fn lifetimes_are_kept_within_their_limits() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let reply = ana.allocate_with(&mut world, |message| {
        message.attribute(attribute::LIFETIME, &86_400u32.to_be_bytes())
    });
    assert_eq!(reply.lifetime(), 3600);
    assert_eq!(ana.refresh(&mut world, 1).lifetime(), 600);
    assert_eq!(ana.refresh(&mut world, 900).lifetime(), 900);
}

#[test]
fn an_allocation_that_is_not_refreshed_ends() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let relayed = ana.allocate(&mut world);
    world.pass(599);
    assert_eq!(world.server.allocations(), 1);
    assert_eq!(ana.refresh(&mut world, 600).code, 0);
    world.pass(599);
    assert_eq!(world.server.allocations(), 1);
    world.pass(1);
    assert_eq!(world.server.allocations(), 0);
    assert_eq!(world.closed, [relayed.port()]);
    assert_eq!(world.server.poll_timeout(), None);
}

#[test]
fn a_lifetime_made_shorter_ends_at_the_new_time() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.allocate(&mut world);
    for _ in 0..10 {
        ana.refresh(&mut world, 3600);
        ana.refresh(&mut world, 600);
    }
    world.pass(600);
    assert_eq!(world.server.allocations(), 0);
}

#[test]
fn a_refresh_to_zero_ends_the_allocation_and_a_second_one_finds_none() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let relayed = ana.allocate(&mut world);
    assert_eq!(ana.refresh(&mut world, 0).lifetime(), 0);
    assert_eq!(world.closed, [relayed.port()]);
    assert_eq!(ana.refresh(&mut world, 0).code, 437);
}

#[test]
fn requests_without_an_allocation_mismatch() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    assert_eq!(ana.refresh(&mut world, 600).code, 437);
    assert_eq!(ana.permit(&mut world, addr("8.8.8.8:53")), 437);
    assert_eq!(ana.bind(&mut world, 0x4000, addr("8.8.8.8:53")), 437);
}

#[test]
fn somebody_elses_credentials_are_wrong_on_an_allocation() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.allocate(&mut world);
    let mut eve = Person::new("eve", "198.51.100.7:5000");
    assert_eq!(eve.refresh(&mut world, 0).code, 441);
    assert_eq!(eve.permit(&mut world, addr("8.8.8.8:53")), 441);
    assert_eq!(eve.allocate_with(&mut world, |message| message).code, 437);
    assert_eq!(world.server.allocations(), 1);
}

#[test]
fn an_expired_credential_makes_no_allocation_but_keeps_one_it_made() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.allocate(&mut world);
    for _ in 0..7 {
        world.pass(590);
        ana.learn_nonce(&mut world);
        assert_eq!(ana.refresh(&mut world, 600).code, 0);
    }
    let mut again = Person::new("ana", "198.51.100.7:5001");
    assert_eq!(again.allocate_with(&mut world, |message| message).code, 401);
}

#[test]
fn a_disconnected_client_has_no_allocation() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.allocate(&mut world);
    world.server.handle_disconnected(ana.client);
    assert!(!world.server.has_allocation(&ana.client));
    assert_eq!(world.server.allocations(), 0);
}

#[test]
fn quotas_hold_per_label_per_address_and_in_all() {
    let mut config = config();
    config.limits = Limits {
        allocations: 5,
        allocations_per_label: 2,
        allocations_per_ip: 3,
        ..Limits::default()
    };
    let mut world = World::with(config);
    let mut try_from = |label: &str, remote: &str| {
        Person::new(label, remote).allocate_with(&mut world, |message| message).code
    };
    assert_eq!(try_from("ana", "198.51.100.7:1"), 0);
    assert_eq!(try_from("ana", "198.51.100.8:2"), 0);
    assert_eq!(try_from("ana", "198.51.100.9:3"), 486);
    assert_eq!(try_from("bob", "198.51.100.7:4"), 0);
    assert_eq!(try_from("cyd", "198.51.100.7:5"), 0);
    assert_eq!(try_from("dan", "198.51.100.7:6"), 486);
    assert_eq!(try_from("dan", "198.51.100.8:7"), 0);
    assert_eq!(try_from("fay", "198.51.100.8:8"), 508);
    world.server.handle_lease_ended("ana");
    assert_eq!(Person::new("fay", "198.51.100.7:9").allocate_with(&mut world, |m| m).code, 0);
}

#[test]
fn the_addresses_of_one_ipv6_network_share_a_quota() {
    let mut config = config();
    config.limits.allocations_per_ip = 2;
    let mut world = World::with(config);
    let mut try_from = |remote: &str| {
        let mut ana = Person::new("ana", remote);
        ana.client.local = addr("[2606:4700::99]:3478");
        ana.allocate_with(&mut world, |message| message).code
    };
    assert_eq!(try_from("[2606:4700:0:1::1]:1"), 0);
    assert_eq!(try_from("[2606:4700:0:1:2::2]:1"), 0);
    assert_eq!(try_from("[2606:4700:0:1:3::3]:1"), 486);
    assert_eq!(try_from("[2606:4700:0:2::1]:1"), 0);
}

#[test]
fn quotas_of_one_label_count_all_its_credentials() {
    let mut config = config();
    config.limits.allocations_per_label = 1;
    let mut world = World::with(config);
    Person::new("ana", "198.51.100.7:1").allocate(&mut world);
    let mut again = Person::new("ana", "198.51.100.7:2");
    let issued = credentials().issue(UNIX + 60, Duration::from_secs(3600), "ana");
    (again.username, again.password) = (issued.username, issued.password);
    assert_eq!(again.allocate_with(&mut world, |message| message).code, 486);
}

#[test]
fn ports_run_out_and_come_back() {
    let mut config = config();
    config.relay_ports = 50_000..=50_001;
    let mut world = World::with(config);
    let mut people: Vec<Person> =
        (1..=3).map(|n| Person::new("ana", &format!("198.51.100.7:{n}"))).collect();
    let first = people[0].allocate(&mut world);
    let second = people[1].allocate(&mut world);
    assert_ne!(first, second);
    assert_eq!(people[2].allocate_with(&mut world, |message| message).code, 508);
    people[0].refresh(&mut world, 0);
    assert_eq!(people[2].allocate(&mut world), first);
}

#[test]
fn an_even_port_is_given_where_it_is_asked_for() {
    let mut world = World::new();
    for port in 1..=20 {
        let mut ana = Person::new("ana", &format!("198.51.100.7:{port}"));
        let reply =
            ana.allocate_with(&mut world, |message| message.attribute(attribute::EVEN_PORT, &[0]));
        assert!(reply.relayed().port().is_multiple_of(2));
    }
}

#[test]
fn ipv6_is_relayed_where_the_client_came_over_it() {
    let mut world = World::new();
    let family = |family: u8| {
        move |message: MessageBuilder| {
            message.attribute(attribute::REQUESTED_ADDRESS_FAMILY, &[family, 0, 0, 0])
        }
    };
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    assert_eq!(ana.allocate_with(&mut world, family(2)).code, 440);
    assert_eq!(ana.allocate_with(&mut world, family(3)).code, 440);
    assert_eq!(ana.allocate_with(&mut world, family(1)).code, 0);
    assert_eq!(ana.permit(&mut world, addr("[2606:4700::1]:9")), 443);

    let mut bob = Person::new("bob", "[2606:4700::5]:5000");
    bob.client.local = addr("[2606:4700::99]:3478");
    assert_eq!(bob.allocate_with(&mut world, family(1)).code, 440);
    let relayed = bob.allocate_with(&mut world, family(2)).relayed();
    assert_eq!(relayed.ip(), ip("2606:4700::99"));
    assert_eq!(bob.permit(&mut world, addr("[2606:4700::1]:9")), 0);
    assert_eq!(bob.permit(&mut world, addr("8.8.8.8:9")), 443);
}

#[test]
fn a_client_that_names_no_family_gets_ipv6_where_there_is_no_ipv4() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "[2606:4700::5]:5000");
    ana.client.local = addr("[2606:4700::99]:3478");
    assert_eq!(ana.allocate(&mut world).ip(), ip("2606:4700::99"));
}

#[test]
fn a_client_over_ipv6_gets_ipv4_where_an_address_is_known() {
    let mut config = config();
    config.fallback_ipv4 = Some("10.0.0.1".parse().unwrap());
    let mut world = World::with(config);
    let mut ana = Person::new("ana", "[2606:4700::5]:5000");
    ana.client.local = addr("[2606:4700::99]:3478");
    assert_eq!(ana.allocate(&mut world).ip(), ip("10.0.0.1"));
}
