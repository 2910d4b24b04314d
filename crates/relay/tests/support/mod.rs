//! A relay and clients in memory, with a clock that only the test moves.

#![allow(missing_docs, unreachable_pub, reason = "only the tests next to it use it")]
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::allow_attributes, reason = "an expectation would fail where all is used")]

use std::{
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};

use convene_relay::{
    Client, Config, Credentials, Destination, Now, Output, Relayed, Transport, TurnServer,
    wire::{
        ChannelData, ChannelNumber, Class, IntegrityAlgorithm, IntegrityKey, Message,
        MessageBuilder, TransactionId, attribute, method,
    },
};

pub const REALM: &str = "example.org";
pub const RELAY: &str = "10.0.0.1:3478";
/// Labels whose leases are open from the start.
pub const LEASED: [&str; 7] = ["ana", "bob", "cyd", "dan", "eve", "fay", "other"];
pub const UNIX: u64 = 1_800_000_000;

pub fn credentials() -> Credentials {
    Credentials::new("a secret of the tests", REALM).unwrap()
}

pub fn config() -> Config {
    Config {
        own_ips: vec![ip("10.0.0.1"), ip("127.0.0.1")],
        listen_ports: vec![3478],
        relay_ports: 50_000..=50_099,
        ..Config::new(credentials())
    }
}

pub fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

pub fn addr(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

/// A relayed packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub to: Destination,
    pub bytes: Vec<u8>,
}

impl From<Relayed<'_>> for Sent {
    fn from(relayed: Relayed<'_>) -> Self {
        let mut bytes = Vec::new();
        relayed.write_to(&mut bytes);
        assert_eq!(bytes.len(), relayed.len());
        Self { to: relayed.to, bytes }
    }
}

/// The relay and its clock.
pub struct World {
    pub server: TurnServer,
    pub now: Now,
    /// Number of sockets that still fail to open.
    pub failing_ports: usize,
    pub opened: Vec<u16>,
    pub closed: Vec<u16>,
}

/// A client with credentials and, after its first request, a nonce.
#[derive(Clone)]
pub struct Person {
    pub client: Client,
    pub username: String,
    pub password: String,
    pub nonce: Vec<u8>,
    pub algorithm: IntegrityAlgorithm,
    transactions: u64,
}

/// A response.
#[derive(Debug, Clone)]
pub struct Reply {
    pub class: Class,
    pub code: u16,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn message(&self) -> Message<'_> {
        Message::parse(&self.bytes).unwrap()
    }

    pub fn address(&self, kind: u16) -> SocketAddr {
        let message = self.message();
        attribute::decode_xor_address(message.attribute(kind).unwrap(), message.transaction())
            .unwrap()
    }

    pub fn relayed(&self) -> SocketAddr {
        assert_eq!(self.code, 0, "{self:?}");
        self.address(attribute::XOR_RELAYED_ADDRESS)
    }

    pub fn lifetime(&self) -> u32 {
        let message = self.message();
        let value = message.attribute(attribute::LIFETIME).unwrap();
        u32::from_be_bytes(value.try_into().unwrap())
    }
}

impl World {
    pub fn new() -> Self {
        Self::with(config())
    }

    pub fn with(config: Config) -> Self {
        #[expect(clippy::disallowed_methods, reason = "a test needs some instant")]
        let instant = Instant::now();
        let mut server = TurnServer::new(config, [7; 32]);
        for label in LEASED {
            server.handle_lease_opened(label);
        }
        Self {
            server,
            now: Now { instant, unix: UNIX },
            failing_ports: 0,
            opened: Vec::new(),
            closed: Vec::new(),
        }
    }

    pub fn pass(&mut self, seconds: u64) {
        self.now.instant += Duration::from_secs(seconds);
        self.now.unix += seconds;
        self.server.handle_timeout(self.now);
        let _ = self.drain();
    }

    /// Hands bytes to the relay; returns the relayed packet and the responses.
    pub fn give(&mut self, client: Client, bytes: &[u8]) -> (Option<Sent>, Vec<Reply>) {
        let sent = self.server.handle_client(self.now, client, bytes).map(Sent::from);
        (sent, self.drain())
    }

    pub fn drain(&mut self) -> Vec<Reply> {
        let mut replies = Vec::new();
        while let Some(output) = self.server.poll_output() {
            match output {
                Output::Respond { message, .. } => {
                    let parsed = Message::parse(&message).unwrap();
                    let code = parsed
                        .attribute(attribute::ERROR_CODE)
                        .map_or(0, |value| u16::from(value[2]) * 100 + u16::from(value[3]));
                    replies.push(Reply { class: parsed.class(), code, bytes: message });
                }
                Output::OpenRelay { relayed, .. } if self.failing_ports > 0 => {
                    self.failing_ports -= 1;
                    self.server.handle_relay_failed(self.now, relayed.port());
                }
                Output::OpenRelay { relayed, .. } => {
                    self.opened.push(relayed.port());
                    self.server.handle_relay_opened(self.now, relayed.port());
                }
                Output::CloseRelay { port, .. } => self.closed.push(port),
            }
        }
        replies
    }

    pub fn peer_sends(&mut self, relayed: SocketAddr, from: &str, payload: &[u8]) -> Option<Sent> {
        self.server.handle_peer(self.now, relayed.port(), addr(from), payload).map(Sent::from)
    }
}

impl Person {
    /// A client at this address, with credentials for an hour.
    pub fn new(label: &str, remote: &str) -> Self {
        let issued = credentials().issue(UNIX, Duration::from_secs(3600), label);
        Self {
            client: Client { transport: Transport::Udp, remote: addr(remote), local: addr(RELAY) },
            username: issued.username,
            password: issued.password,
            nonce: Vec::new(),
            algorithm: IntegrityAlgorithm::Sha1,
            transactions: u64::from(addr(remote).port()) << 32,
        }
    }

    pub fn key(&self) -> IntegrityKey {
        IntegrityKey::long_term(&self.username, REALM, &self.password)
    }

    pub fn transaction(&mut self) -> TransactionId {
        self.transactions += 1;
        let mut id = [0; 12];
        id[..8].copy_from_slice(&self.transactions.to_be_bytes());
        TransactionId(id)
    }

    /// A signed request with the attributes that `with` adds.
    pub fn signed(
        &mut self,
        method: u16,
        with: impl FnOnce(MessageBuilder) -> MessageBuilder,
    ) -> Vec<u8> {
        let id = self.transaction();
        with(MessageBuilder::new(Class::Request, method, id))
            .attribute(attribute::USERNAME, self.username.as_bytes())
            .attribute(attribute::REALM, REALM.as_bytes())
            .attribute(attribute::NONCE, &self.nonce)
            .integrity(&self.key(), self.algorithm)
            .finish()
    }

    /// Sends a request without credentials, to get a nonce.
    pub fn learn_nonce(&mut self, world: &mut World) {
        let id = self.transaction();
        let request = MessageBuilder::new(Class::Request, method::ALLOCATE, id)
            .attribute(attribute::REQUESTED_TRANSPORT, &[17, 0, 0, 0])
            .finish();
        let (sent, replies) = world.give(self.client, &request);
        assert_eq!((sent, replies.len(), replies[0].code), (None, 1, 401));
        let message = replies[0].message();
        assert_eq!(message.attribute(attribute::REALM), Some(REALM.as_bytes()));
        self.nonce = message.attribute(attribute::NONCE).unwrap().to_vec();
    }

    /// Sends a signed request and returns its only response. Fails if a success is not signed.
    pub fn request(
        &mut self,
        world: &mut World,
        method: u16,
        with: impl FnOnce(MessageBuilder) -> MessageBuilder,
    ) -> Reply {
        if self.nonce.is_empty() {
            self.learn_nonce(world);
        }
        let request = self.signed(method, with);
        let (sent, mut replies) = world.give(self.client, &request);
        assert_eq!((sent, replies.len()), (None, 1));
        let reply = replies.remove(0);
        if reply.class == Class::Success {
            assert!(reply.message().has_integrity(&self.key()));
            assert_eq!(reply.message().integrity(), Some(self.algorithm));
        }
        assert_eq!(reply.message().transaction(), Message::parse(&request).unwrap().transaction());
        reply
    }

    pub fn allocate_with(
        &mut self,
        world: &mut World,
        with: impl FnOnce(MessageBuilder) -> MessageBuilder,
    ) -> Reply {
        self.request(world, method::ALLOCATE, |message| {
            with(message.attribute(attribute::REQUESTED_TRANSPORT, &[17, 0, 0, 0]))
        })
    }

    pub fn allocate(&mut self, world: &mut World) -> SocketAddr {
        self.allocate_with(world, |message| message).relayed()
    }

    pub fn refresh(&mut self, world: &mut World, lifetime: u32) -> Reply {
        self.request(world, method::REFRESH, |message| {
            message.attribute(attribute::LIFETIME, &lifetime.to_be_bytes())
        })
    }

    /// Returns the error code, 0 for success.
    pub fn permit(&mut self, world: &mut World, peer: SocketAddr) -> u16 {
        self.request(world, method::CREATE_PERMISSION, |message| {
            message.xor_address(attribute::XOR_PEER_ADDRESS, peer)
        })
        .code
    }

    /// Returns the error code, 0 for success.
    pub fn bind(&mut self, world: &mut World, number: u16, peer: SocketAddr) -> u16 {
        let [n0, n1] = number.to_be_bytes();
        self.request(world, method::CHANNEL_BIND, |message| {
            message
                .attribute(attribute::CHANNEL_NUMBER, &[n0, n1, 0, 0])
                .xor_address(attribute::XOR_PEER_ADDRESS, peer)
        })
        .code
    }

    /// A Send indication.
    pub fn indication(&mut self, peer: SocketAddr, payload: &[u8]) -> Vec<u8> {
        let id = self.transaction();
        MessageBuilder::new(Class::Indication, method::SEND, id)
            .xor_address(attribute::XOR_PEER_ADDRESS, peer)
            .attribute(attribute::DATA, payload)
            .finish()
    }

    pub fn send(&mut self, world: &mut World, peer: SocketAddr, payload: &[u8]) -> Option<Sent> {
        let indication = self.indication(peer, payload);
        let (sent, replies) = world.give(self.client, &indication);
        assert!(replies.is_empty());
        sent
    }

    pub fn send_on(&mut self, world: &mut World, number: u16, payload: &[u8]) -> Option<Sent> {
        let (sent, replies) = world.give(self.client, &channel_data(number, payload));
        assert!(replies.is_empty());
        sent
    }
}

pub fn channel_data(number: u16, payload: &[u8]) -> Vec<u8> {
    let number = ChannelNumber::new(number).unwrap();
    let mut bytes = ChannelData::header(number, payload.len().try_into().unwrap()).to_vec();
    bytes.extend_from_slice(payload);
    bytes
}

/// Peer and data of a Data indication.
pub fn data_indication(bytes: &[u8]) -> (SocketAddr, Vec<u8>) {
    let message = Message::parse(bytes).unwrap();
    assert_eq!((message.class(), message.method()), (Class::Indication, method::DATA));
    let peer = message.attribute(attribute::XOR_PEER_ADDRESS).unwrap();
    (
        attribute::decode_xor_address(peer, message.transaction()).unwrap(),
        message.attribute(attribute::DATA).unwrap().to_vec(),
    )
}
