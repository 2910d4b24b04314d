//! Hostile input: arbitrary packets from arbitrary clients cause no panic, no state, no relaying.

mod support;

use std::net::SocketAddr;

use convene_relay::{
    Client, Transport,
    wire::{Class, IntegrityAlgorithm, IntegrityKey, MessageBuilder, TransactionId, attribute},
};
use proptest::prelude::*;
use support::{Person, World, addr};

fn clients() -> impl Strategy<Value = Client> {
    (any::<bool>(), any::<SocketAddr>(), any::<SocketAddr>()).prop_map(|(udp, remote, local)| {
        Client { transport: if udp { Transport::Udp } else { Transport::Tcp }, remote, local }
    })
}

fn kinds() -> impl Strategy<Value = u16> {
    prop_oneof![0u16..0x30, 0x8020u16..0x8030, any::<u16>()]
}

/// Well-formed messages with arbitrary content.
fn messages() -> impl Strategy<Value = Vec<u8>> {
    let attributes =
        prop::collection::vec((kinds(), prop::collection::vec(any::<u8>(), 0..40)), 0..8);
    (0..4u8, 0u16..16, any::<[u8; 12]>(), attributes, any::<bool>(), any::<bool>()).prop_map(
        |(class, method, id, attributes, signed, fingerprint)| {
            let class = [Class::Request, Class::Indication, Class::Success, Class::Error]
                [usize::from(class)];
            let mut message = MessageBuilder::new(class, method, TransactionId(id));
            for (kind, value) in attributes {
                message = message.attribute(kind, &value);
            }
            if signed {
                let key = IntegrityKey::long_term("a", "b", "c");
                message = message.integrity(&key, IntegrityAlgorithm::Sha1);
            }
            if fingerprint {
                message = message.fingerprint();
            }
            message.finish()
        },
    )
}

fn inputs() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        any::<Vec<u8>>(),
        messages(),
        (messages(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(mut m, at, byte)| {
            let at = at.index(m.len());
            m[at] = byte;
            m
        }),
        prop::collection::vec(any::<u8>(), 0..64).prop_map(|mut bytes| {
            bytes.splice(0..0, [0x40, 0]);
            bytes
        }),
    ]
}

proptest! {
    #[test]
    fn strangers_are_never_relayed_and_leave_nothing(
        packets in prop::collection::vec((clients(), inputs()), 1..20),
    ) {
        let mut world = World::new();
        let mut ana = Person::new("ana", "198.51.100.7:5000");
        let relayed = ana.allocate(&mut world);
        ana.bind(&mut world, 0x4000, addr("8.8.8.8:1"));
        for (client, bytes) in packets {
            if client == ana.client {
                continue;
            }
            let (sent, replies) = world.give(client, &bytes);
            prop_assert_eq!(sent, None);
            prop_assert!(replies.len() <= 1);
            for reply in replies {
                // The reply is at most a challenge or an address: the relay is of no use for
                // amplification attacks.
                prop_assert!(reply.bytes.len() <= 160, "{}", reply.bytes.len());
            }
            prop_assert_eq!(world.server.allocations(), 1);
            prop_assert!(!world.server.has_allocation(&client));
            if client.remote.ip() != addr("8.8.8.8:1").ip() {
                let from = client.remote.to_string();
                prop_assert_eq!(world.peer_sends(relayed, &from, &bytes), None);
            }
        }
        prop_assert_eq!(world.opened.len(), 1);
    }

    #[test]
    fn a_client_with_an_allocation_can_send_anything(
        packets in prop::collection::vec(inputs(), 1..20),
    ) {
        let mut world = World::new();
        let mut ana = Person::new("ana", "198.51.100.7:5000");
        ana.allocate(&mut world);
        ana.bind(&mut world, 0x4000, addr("8.8.8.8:1"));
        for bytes in packets {
            let _ = world.give(ana.client, &bytes);
        }
    }

    #[test]
    fn a_signed_request_can_have_any_attributes(
        attributes in prop::collection::vec(
            (kinds(), prop::collection::vec(any::<u8>(), 0..24)), 0..6),
        method in prop::sample::select(&[3u16, 4, 8, 9][..]),
        fresh in any::<bool>(),
    ) {
        let mut world = World::new();
        let mut ana = Person::new("ana", "198.51.100.7:5000");
        if fresh {
            ana.learn_nonce(&mut world);
        } else {
            ana.allocate(&mut world);
        }
        let request = ana.signed(method, |mut message| {
            if method == 3 {
                message = message.attribute(attribute::REQUESTED_TRANSPORT, &[17, 0, 0, 0]);
            }
            // With a wrong FINGERPRINT it would not be a STUN message.
            for (kind, value) in
                attributes.iter().filter(|(kind, _)| *kind != attribute::FINGERPRINT)
            {
                message = message.attribute(*kind, value);
            }
            message
        });
        let (_, replies) = world.give(ana.client, &request);
        prop_assert_eq!(replies.len(), 1);
    }

    #[test]
    fn no_request_makes_the_relay_send_into_private_networks(
        peer: SocketAddr, payload: Vec<u8>, channel: bool,
    ) {
        let mut world = World::new();
        let mut ana = Person::new("ana", "198.51.100.7:5000");
        ana.allocate(&mut world);
        let sent = if channel {
            ana.bind(&mut world, 0x4000, peer);
            ana.send_on(&mut world, 0x4000, &payload)
        } else {
            ana.permit(&mut world, peer);
            ana.send(&mut world, peer, &payload)
        };
        let public = convene_relay::AddressPolicy::new().permits(peer.ip()) && peer.is_ipv4();
        prop_assert_eq!(sent.is_some(), public);
    }
}
