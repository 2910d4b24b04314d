//! Refused requests: the reasons and their error codes.

mod support;

use convene_relay::{
    Refusal,
    wire::{Class, IntegrityAlgorithm, MessageBuilder, attribute, method},
};
use support::{Person, REALM, World, addr, config};

#[test]
fn a_request_without_credentials_is_challenged_and_leaves_nothing() {
    let mut world = World::new();
    for method in
        [method::ALLOCATE, method::REFRESH, method::CREATE_PERMISSION, method::CHANNEL_BIND]
    {
        let mut ana = Person::new("ana", "198.51.100.7:5000");
        let id = ana.transaction();
        let request = MessageBuilder::new(Class::Request, method, id).finish();
        let (_, replies) = world.give(ana.client, &request);
        assert_eq!(replies[0].code, 401);
        assert!(replies[0].message().attribute(attribute::NONCE).is_some());
        assert!(replies[0].message().integrity().is_none());
    }
    assert_eq!(world.server.allocations(), 0);
    assert_eq!(world.server.poll_timeout(), None);
    assert_eq!(world.server.counters().refused(Refusal::Unauthorized), 4);
}

#[test]
fn a_wrong_password_username_or_realm_is_challenged() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.learn_nonce(&mut world);
    let nonce = ana.nonce.clone();
    let good = ana.clone();
    for (username, password) in [
        (good.username.as_str(), "wrong"),
        ("ana", good.password.as_str()),
        ("9999999999:ana", good.password.as_str()),
        (&format!("{}x", good.username), good.password.as_str()),
        ("", ""),
    ] {
        (ana.username, ana.password) = (username.into(), password.into());
        assert_eq!(ana.allocate_with(&mut world, |message| message).code, 401, "{username}");
    }
    let id = ana.transaction();
    let other_realm = MessageBuilder::new(Class::Request, method::ALLOCATE, id)
        .attribute(attribute::USERNAME, good.username.as_bytes())
        .attribute(attribute::REALM, b"other")
        .attribute(attribute::NONCE, &nonce)
        .integrity(&good.key(), IntegrityAlgorithm::Sha1)
        .finish();
    assert_eq!(world.give(ana.client, &other_realm).1[0].code, 401);
    assert_eq!(world.server.allocations(), 0);
}

#[test]
fn a_signed_request_without_username_realm_or_nonce_is_bad() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let id = ana.transaction();
    let request = MessageBuilder::new(Class::Request, method::ALLOCATE, id)
        .attribute(attribute::USERNAME, ana.username.as_bytes())
        .attribute(attribute::REALM, REALM.as_bytes())
        .integrity(&ana.key(), IntegrityAlgorithm::Sha1)
        .finish();
    assert_eq!(world.give(ana.client, &request).1[0].code, 400);
}

#[test]
fn a_nonce_is_stale_after_ten_minutes_and_for_anybody_else() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.allocate(&mut world);
    let mut bob = Person::new("bob", "198.51.100.8:5000");
    bob.nonce.clone_from(&ana.nonce);
    assert_eq!(bob.allocate_with(&mut world, |message| message).code, 438);

    ana.refresh(&mut world, 3600);
    world.pass(601);
    let stale = ana.refresh(&mut world, 600);
    assert_eq!(stale.code, 438);
    ana.nonce = stale.message().attribute(attribute::NONCE).unwrap().to_vec();
    assert_eq!(ana.refresh(&mut world, 600).code, 0);
}

#[test]
fn an_unknown_required_attribute_is_named() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let reply = ana.allocate_with(&mut world, |message| {
        message.attribute(0x7001, b"?").attribute(0x8001, b"optional")
    });
    assert_eq!(reply.code, 420);
    assert_eq!(
        reply.message().attribute(attribute::UNKNOWN_ATTRIBUTES),
        Some([0x70, 0x01].as_slice())
    );
    let id = ana.transaction();
    let binding =
        MessageBuilder::new(Class::Request, method::BINDING, id).attribute(0x0003, &[0; 4]);
    assert_eq!(world.give(ana.client, &binding.finish()).1[0].code, 420);
}

#[test]
fn an_allocate_says_its_transport_and_it_is_udp() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    assert_eq!(ana.request(&mut world, method::ALLOCATE, |message| message).code, 400);
    let tcp = ana.request(&mut world, method::ALLOCATE, |message| {
        message.attribute(attribute::REQUESTED_TRANSPORT, &[6, 0, 0, 0])
    });
    assert_eq!(tcp.code, 442);
}

#[test]
fn no_port_is_reserved() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let reserve =
        ana.allocate_with(&mut world, |message| message.attribute(attribute::EVEN_PORT, &[0x80]));
    assert_eq!(reserve.code, 508);
    let token = ana.allocate_with(&mut world, |message| {
        message.attribute(attribute::RESERVATION_TOKEN, &[1; 8])
    });
    assert_eq!(token.code, 508);
    let both = ana.allocate_with(&mut world, |message| {
        message
            .attribute(attribute::RESERVATION_TOKEN, &[1; 8])
            .attribute(attribute::EVEN_PORT, &[0])
    });
    assert_eq!(both.code, 400);
}

#[test]
fn forbidden_peers_get_neither_permission_nor_channel() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.allocate(&mut world);
    for peer in [
        "192.168.1.1:80",
        "10.0.0.2:80",
        "127.0.0.1:80",
        "127.0.0.2:80",
        "169.254.169.254:80",
        "0.0.0.0:1",
        "255.255.255.255:1",
        "224.0.0.1:1",
        "100.64.0.1:1",
    ] {
        assert_eq!(ana.permit(&mut world, addr(peer)), 403, "{peer}");
        assert_eq!(ana.bind(&mut world, 0x4000, addr(peer)), 403, "{peer}");
    }
    assert_eq!(ana.bind(&mut world, 0x4000, addr("10.0.0.1:3478")), 403);
    assert_eq!(world.server.counters().refused(Refusal::Forbidden), 19);
}

#[test]
fn one_forbidden_peer_spoils_all_permissions_of_a_request() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.allocate(&mut world);
    let reply = ana.request(&mut world, method::CREATE_PERMISSION, |message| {
        message
            .xor_address(attribute::XOR_PEER_ADDRESS, addr("8.8.8.8:1"))
            .xor_address(attribute::XOR_PEER_ADDRESS, addr("192.168.0.1:1"))
    });
    assert_eq!(reply.code, 403);
    assert_eq!(ana.send(&mut world, addr("8.8.8.8:1"), b"x"), None);
    assert_eq!(ana.request(&mut world, method::CREATE_PERMISSION, |message| message).code, 400);
}

#[test]
fn channels_are_bound_one_to_one_and_in_their_range() {
    let mut world = World::new();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.allocate(&mut world);
    let (one, two) = (addr("8.8.8.8:1"), addr("8.8.8.8:2"));
    assert_eq!(ana.bind(&mut world, 0x3FFF, one), 400);
    assert_eq!(ana.bind(&mut world, 0x7FFF, one), 400);
    assert_eq!(ana.bind(&mut world, 0x4000, one), 0);
    assert_eq!(ana.bind(&mut world, 0x4000, one), 0);
    assert_eq!(ana.bind(&mut world, 0x4000, two), 400);
    assert_eq!(ana.bind(&mut world, 0x4001, one), 400);
    assert_eq!(ana.bind(&mut world, 0x7FFE, two), 0);
    ana.refresh(&mut world, 3600);
    world.pass(601);
    ana.learn_nonce(&mut world);
    assert_eq!(ana.bind(&mut world, 0x4001, one), 0);
    assert_eq!(ana.bind(&mut world, 0x4000, two), 0);
}

#[test]
fn permissions_and_channels_are_limited_and_expired_ones_make_room() {
    let mut config = config();
    config.limits.permissions = 2;
    config.limits.channels = 2;
    let mut world = World::with(config);
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    ana.allocate(&mut world);
    ana.refresh(&mut world, 3600);
    assert_eq!(ana.bind(&mut world, 0x4000, addr("8.8.8.8:1")), 0);
    assert_eq!(ana.bind(&mut world, 0x4001, addr("8.8.8.8:2")), 0);
    assert_eq!(ana.bind(&mut world, 0x4002, addr("8.8.8.8:3")), 508);
    assert_eq!(ana.permit(&mut world, addr("8.8.4.4:1")), 0);
    assert_eq!(ana.permit(&mut world, addr("8.8.4.4:2")), 0);
    assert_eq!(ana.permit(&mut world, addr("1.1.1.1:1")), 508);
    world.pass(600);
    ana.learn_nonce(&mut world);
    assert_eq!(ana.permit(&mut world, addr("1.1.1.1:1")), 0);
    assert_eq!(ana.bind(&mut world, 0x4002, addr("8.8.8.8:3")), 0);
}
