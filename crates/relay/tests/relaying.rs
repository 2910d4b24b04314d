//! Relaying: data reaches permitted receivers and no others.

mod support;

use convene_relay::{AddressPolicy, Destination, Refusal, Transport};
use support::{Person, World, addr, channel_data, config, data_indication, ip};

const PEER: &str = "8.8.8.8:4000";

fn to_peer(relayed: std::net::SocketAddr, peer: &str) -> Destination {
    Destination::Peer { relay_port: relayed.port(), peer: addr(peer) }
}

#[test]
fn indications_carry_data_both_ways() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let relayed = ana.allocate(&mut world);
    assert_eq!(ana.permit(&mut world, addr(PEER)), 0);
    for length in [0, 1, 173, 1200] {
        let payload = vec![7; length];
        let sent = ana.send(&mut world, addr(PEER), &payload).unwrap();
        assert_eq!((sent.to, &sent.bytes), (to_peer(relayed, PEER), &payload));

        // A permission covers all ports of an address.
        let back = world.peer_sends(relayed, "8.8.8.8:9", &payload).unwrap();
        assert_eq!(back.to, Destination::Client(ana.client));
        assert_eq!(data_indication(&back.bytes), (addr("8.8.8.8:9"), payload));
    }
    assert_eq!(world.server.counters().to_peers.packets, 4);
    assert_eq!(world.server.counters().to_clients.bytes, 1374);
}

#[test]
fn channels_carry_data_both_ways_and_are_padded_on_streams_only() {
    for (transport, padded) in [(Transport::Udp, 177), (Transport::Tcp, 180)] {
        let mut world = World::new();
        let mut ana = Person::new("ana", "198.51.100.7:5000");
        ana.client.transport = transport;
        let relayed = ana.allocate(&mut world);
        assert_eq!(ana.bind(&mut world, 0x4123, addr(PEER)), 0);
        let sent = ana.send_on(&mut world, 0x4123, &[7; 173]).unwrap();
        assert_eq!((sent.to, sent.bytes), (to_peer(relayed, PEER), vec![7; 173]));

        let mut expected = channel_data(0x4123, &[9; 173]);
        expected.resize(padded, 0);
        let back = world.peer_sends(relayed, PEER, &[9; 173]).unwrap();
        assert_eq!((back.to, back.bytes), (Destination::Client(ana.client), expected));

        // A channel is bound to one port, so this data comes in an indication.
        let other = world.peer_sends(relayed, "8.8.8.8:9", b"x").unwrap();
        assert_eq!(data_indication(&other.bytes), (addr("8.8.8.8:9"), b"x".to_vec()));
    }
}

#[test]
fn padding_of_a_datagram_is_not_relayed() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.allocate(&mut world);
    ana.bind(&mut world, 0x4000, addr(PEER));
    let mut padded = channel_data(0x4000, b"hello");
    padded.extend_from_slice(&[0; 3]);
    assert_eq!(world.give(ana.client, &padded).0.unwrap().bytes, b"hello");
}

#[test]
fn data_without_permission_is_dropped_both_ways() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let relayed = ana.allocate(&mut world);
    assert_eq!(ana.send(&mut world, addr(PEER), b"x"), None);
    assert_eq!(ana.send_on(&mut world, 0x4000, b"x"), None);
    assert_eq!(world.peer_sends(relayed, PEER, b"x"), None);
    ana.permit(&mut world, addr(PEER));
    assert_eq!(ana.send(&mut world, addr("8.8.4.4:4000"), b"x"), None);
    assert_eq!(world.peer_sends(relayed, "8.8.4.4:4000", b"x"), None);
    assert_eq!(world.server.counters().refused(Refusal::NoPermission), 5);
}

#[test]
fn a_permission_lasts_five_minutes_and_a_channel_ten() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let relayed = ana.allocate(&mut world);
    ana.refresh(&mut world, 3600);
    assert_eq!(ana.bind(&mut world, 0x4000, addr(PEER)), 0);
    world.pass(299);
    assert!(ana.send_on(&mut world, 0x4000, b"x").is_some());
    world.pass(1);
    assert_eq!(ana.send_on(&mut world, 0x4000, b"x"), None);
    assert_eq!(world.peer_sends(relayed, PEER, b"x"), None);
    // The channel binding still exists, and works again with a new permission.
    assert_eq!(ana.permit(&mut world, addr(PEER)), 0);
    assert!(ana.send_on(&mut world, 0x4000, b"x").is_some());
    world.pass(299);
    assert_eq!(ana.permit(&mut world, addr(PEER)), 0);
    world.pass(1);
    assert_eq!(ana.send_on(&mut world, 0x4000, b"x"), None);
    assert!(ana.send(&mut world, addr(PEER), b"x").is_some());
}

#[test]
fn a_channel_needs_the_allocation_of_its_client() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.allocate(&mut world);
    ana.bind(&mut world, 0x4000, addr(PEER));
    let mut eve = Person::new("eve", "198.51.100.7:5001");
    assert_eq!(eve.send_on(&mut world, 0x4000, b"x"), None);
    assert_eq!(eve.send(&mut world, addr(PEER), b"x"), None);
    assert_eq!(world.server.counters().refused(Refusal::NoAllocation), 2);
}

#[test]
fn two_clients_reach_each_other_at_any_relay_address() {
    for local in ["10.0.0.1:3478", "127.0.0.1:3478", "198.51.100.200:3478"] {
        let mut world = World::new();
        let mut ana = Person::new("ana", "198.51.100.7:5000");
        let mut bob = Person::new("bob", "198.51.100.8:5000");
        ana.client.local = addr(local);
        bob.client.local = addr(local);
        let (at_ana, at_bob) = (ana.allocate(&mut world), bob.allocate(&mut world));
        assert_eq!(ana.bind(&mut world, 0x4000, at_bob), 0);
        // Bob has not yet permitted Ana.
        assert_eq!(ana.send_on(&mut world, 0x4000, b"hi"), None);
        assert_eq!(bob.permit(&mut world, at_ana), 0);

        let sent = ana.send_on(&mut world, 0x4000, b"hi").unwrap();
        assert_eq!(sent.to, Destination::Client(bob.client));
        assert_eq!(data_indication(&sent.bytes), (at_ana, b"hi".to_vec()));
        let back = bob.send(&mut world, at_ana, b"ho").unwrap();
        assert_eq!(back.to, Destination::Client(ana.client));
        assert_eq!(back.bytes, channel_data(0x4000, b"ho"));
        assert_eq!(world.server.counters().between_clients.packets, 2);
        assert_eq!(world.server.counters().to_peers.packets, 0);
    }
}

#[test]
fn a_datagram_to_a_stream_is_padded_between_clients_too() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let mut bob = Person::new("bob", "198.51.100.8:5000");
    bob.client.transport = Transport::Tcp;
    let (at_ana, at_bob) = (ana.allocate(&mut world), bob.allocate(&mut world));
    ana.bind(&mut world, 0x4000, at_bob);
    bob.bind(&mut world, 0x4000, at_ana);
    assert_eq!(ana.send_on(&mut world, 0x4000, &[1; 173]).unwrap().bytes.len(), 180);
    assert_eq!(bob.send_on(&mut world, 0x4000, &[1; 173]).unwrap().bytes.len(), 177);
}

#[test]
fn the_relays_own_host_is_reached_at_relayed_addresses_only() {
    let mut config = config();
    config.own_ips.push(ip("1.2.3.4"));
    let mut world = World::with(config);
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let relayed = ana.allocate(&mut world);
    // 10.0.0.1 has relayed addresses, so it gets a permission, but only those can be reached. The
    // other address gets no permission.
    for (host, answer) in [("10.0.0.1", 0), ("1.2.3.4", 403)] {
        for port in [22, 53, 3478, 50_000, 50_001, 50_099, 60_000] {
            let peer = std::net::SocketAddr::new(ip(host), port);
            if peer == relayed {
                continue;
            }
            assert_eq!(ana.permit(&mut world, peer), answer, "{peer}");
            assert_eq!(ana.send(&mut world, peer, b"x"), None, "{peer}");
            assert_eq!(world.peer_sends(relayed, &peer.to_string(), b"x"), None, "{peer}");
        }
    }
    assert_eq!(world.server.counters().to_peers.packets, 0);
}

#[test]
fn a_listed_network_is_reached_but_for_the_relays_own_ports() {
    let mut config = config();
    config.policy = AddressPolicy::new().allow_networks(["10.0.0.0/24".parse().unwrap()]);
    let mut world = World::with(config);
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let relayed = ana.allocate(&mut world);
    assert_eq!(ana.permit(&mut world, addr("10.0.0.1:1")), 0);
    assert_eq!(ana.permit(&mut world, addr("10.0.0.2:1")), 0);
    assert!(ana.send(&mut world, addr("10.0.0.1:7000"), b"x").is_some());
    assert!(ana.send(&mut world, addr("10.0.0.2:3478"), b"x").is_some());
    assert_eq!(ana.send(&mut world, addr("10.0.0.1:3478"), b"x"), None);
    let free = if relayed.port() == 50_000 { 50_001 } else { 50_000 };
    assert_eq!(ana.send(&mut world, std::net::SocketAddr::new(ip("10.0.0.1"), free), b"x"), None);
    assert_eq!(world.server.counters().refused(Refusal::Forbidden), 2);
}

#[test]
fn a_listed_endpoint_is_reached_and_answers_but_no_other_port_does() {
    let mut config = config();
    config.policy =
        AddressPolicy::new().allow_endpoints(["10.0.0.1:7000", "10.0.0.1:3478"].map(addr));
    let mut world = World::with(config);
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let relayed = ana.allocate(&mut world);
    assert_eq!(ana.bind(&mut world, 0x4000, addr("10.0.0.1:7000")), 0);
    assert!(ana.send_on(&mut world, 0x4000, b"x").is_some());
    assert!(world.peer_sends(relayed, "10.0.0.1:7000", b"x").is_some());
    assert_eq!(ana.send(&mut world, addr("10.0.0.1:7001"), b"x"), None);
    // The relay does not send to itself, even if an operator lists its port.
    assert_eq!(ana.send(&mut world, addr("10.0.0.1:3478"), b"x"), None);
    assert_eq!(world.peer_sends(relayed, "10.0.0.1:7001", b"x"), None);
}

#[test]
fn bandwidth_is_limited_in_each_direction() {
    let mut config = config();
    config.limits.bytes_per_second = 1000;
    config.limits.burst_bytes = 2000;
    let mut world = World::with(config);
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let relayed = ana.allocate(&mut world);
    ana.bind(&mut world, 0x4000, addr(PEER));
    let mut count = |world: &mut World| {
        (0..10).filter(|_| ana.send_on(world, 0x4000, &[0; 500]).is_some()).count()
    };
    assert_eq!(count(&mut world), 4);
    world.pass(1);
    assert_eq!(count(&mut world), 2);
    assert!(world.peer_sends(relayed, PEER, &[0; 500]).is_some());
    assert_eq!(world.server.counters().refused(Refusal::Bandwidth), 14);
}

#[test]
fn a_port_without_allocation_takes_nothing() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let relayed = ana.allocate(&mut world);
    ana.permit(&mut world, addr(PEER));
    ana.refresh(&mut world, 0);
    assert_eq!(world.peer_sends(relayed, PEER, b"x"), None);
    assert_eq!(world.peer_sends(addr("10.0.0.1:1"), PEER, b"x"), None);
}
