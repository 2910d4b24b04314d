//! Any datagrams, from a stranger and from a client with an allocation: no panic, and nothing of
//! a stranger is relayed or kept.
//!
//! The input is cut into steps: a byte that says who sends, two for the length, the bytes. The
//! integrity of what a client sends is filled in, or its requests would all end at it.

#![no_main]

use std::time::{Duration, Instant};

use convene_relay::{
    Client, Config, Credentials, Now, Output, Transport, TurnServer,
    wire::{
        Class, IntegrityAlgorithm, IntegrityKey, Message, MessageBuilder, TransactionId, attribute,
        method,
    },
};
use libfuzzer_sys::fuzz_target;

const REALM: &str = "example.org";

fuzz_target!(|data: &[u8]| {
    let credentials = Credentials::new([7; 32], REALM).unwrap();
    let issued = credentials.issue(0, Duration::from_secs(3600), "ana");
    let key = IntegrityKey::long_term(&issued.username, REALM, &issued.password);
    let config = Config { relay_ports: 50_000..=50_003, ..Config::new(credentials) };
    let mut server = TurnServer::new(config, [1; 32]);
    server.handle_lease_opened("ana");
    let mut now = Now { instant: Instant::now(), unix: 1 };
    let ana = client("198.51.100.7:1", Transport::Udp);
    let eve = client("198.51.100.8:1", Transport::Tcp);

    let mut nonce = Vec::new();
    for signed in [false, true] {
        let mut request =
            MessageBuilder::new(Class::Request, method::ALLOCATE, TransactionId([1; 12]))
                .attribute(attribute::REQUESTED_TRANSPORT, &[17, 0, 0, 0]);
        if signed {
            request = sign(request, &issued.username, &nonce, &key);
        }
        assert!(server.handle_client(now, ana, &request.finish()).is_none());
        for message in drain(&mut server, now) {
            let message = Message::parse(&message).unwrap();
            if let Some(value) = message.attribute(attribute::NONCE) {
                nonce = value.to_vec();
            }
        }
    }
    assert!(server.has_allocation(&ana));

    let mut rest = data;
    while let Some((&[who, high, low], after)) = rest.split_first_chunk::<3>() {
        let length = usize::from(u16::from_be_bytes([high, low])).min(after.len());
        let (bytes, after) = after.split_at(length);
        rest = after;
        match who % 4 {
            0 => assert!(server.handle_client(now, eve, bytes).is_none()),
            1 => drop(server.handle_client(now, ana, bytes)),
            2 => {
                let from = "8.8.8.8:1".parse().unwrap();
                drop(server.handle_peer(now, 50_000 + u16::from(who >> 6), from, bytes));
            }
            // The bytes as attributes of a signed request.
            _ => {
                let kind = [
                    method::REFRESH,
                    method::CREATE_PERMISSION,
                    method::CHANNEL_BIND,
                    method::ALLOCATE,
                ];
                let kind = kind[usize::from(who >> 6)];
                let mut request =
                    MessageBuilder::new(Class::Request, kind, TransactionId([who; 12]));
                for chunk in bytes.chunks(24) {
                    if let Some((&[a, b], value)) = chunk.split_first_chunk::<2>() {
                        request = request.attribute(u16::from_be_bytes([a & 0x80, b]), value);
                    }
                }
                let request = sign(request, &issued.username, &nonce, &key).finish();
                assert!(server.handle_client(now, ana, &request).is_none());
                now.instant += Duration::from_secs(u64::from(who >> 2));
            }
        }
        for message in drain(&mut server, now) {
            Message::parse(&message).unwrap();
        }
        assert!(!server.has_allocation(&eve));
        assert!(server.allocations() <= 1);
    }
});

fn client(remote: &str, transport: Transport) -> Client {
    Client { transport, remote: remote.parse().unwrap(), local: "10.0.0.1:3478".parse().unwrap() }
}

fn sign(
    message: MessageBuilder,
    username: &str,
    nonce: &[u8],
    key: &IntegrityKey,
) -> MessageBuilder {
    message
        .attribute(attribute::USERNAME, username.as_bytes())
        .attribute(attribute::REALM, REALM.as_bytes())
        .attribute(attribute::NONCE, nonce)
        .integrity(key, IntegrityAlgorithm::Sha1)
}

fn drain(server: &mut TurnServer, now: Now) -> Vec<Vec<u8>> {
    let mut messages = Vec::new();
    while let Some(output) = server.poll_output() {
        match output {
            Output::Respond { message, .. } => messages.push(message),
            Output::OpenRelay { relayed, .. } => server.handle_relay_opened(now, relayed.port()),
            Output::CloseRelay { .. } => {}
        }
    }
    messages
}
