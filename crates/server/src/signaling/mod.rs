//! Socket.IO signaling: translates a socket's events to room commands, and a room's events to
//! socket events.
//!
//! The path of a packet: [`inbound`] takes it from the socket, in order. The loop of the connection
//! ([`speaker`]), which runs in the task of its transport, hands it to the native connection
//! ([`connection`]), which parses it with `convene_protocol` and calls the room, or to that of a
//! dialect ([`dialects`]). The room queues events on the receivers' sockets, each encoded once. Slow
//! requests run in a task of their own ([`lane`]). [`wire`] translates between the room's types and
//! the protocol's.

mod calls;
mod chat;
mod connection;
mod dialects;
mod ice;
mod inbound;
mod join;
mod lane;
mod limits;
mod outbound;
mod password;
mod request;
mod speaker;
mod streams;
mod token;
mod wire;

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use convene_model::{MeetingId, PersonId};
use convene_room::{ConnectionId, RoomPolicy};
use convene_socketio::{Rules, SessionConfig, packet};
use convene_storage::Storage;
use http::request::Parts as RequestParts;
use rand::RngExt as _;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::address_limit::{AddressLimiter, AddressPlace, network};
use crate::assessment::Assessor;
use crate::blocking::BlockingPool;
use crate::calls::{self as calls_owner, CallInput, PersonSecret};
use crate::clock::Clock;
use crate::host_token::HostTokenSecret;
use crate::link_token::LinkSecret;
use crate::live::Live;
use crate::media::sfu::Forwarding;
use crate::request_origin::ClientAddr;
use crate::rooms::{LiveRoom, Rooms};
use crate::serving::stream_of;
use crate::transport::{
    Application, Budgets, Ledger, Link, Refused, Run, Service, Shards, Socket, Sockets, Transports,
    Upgraded,
};

use dialects::Spoken;
use limits::TooManyConnections;
use password::Passwords;

use dialects::Dialect;
use ice::RelayAt;
pub(crate) use ice::{IceConfig, Naming};
pub(crate) use limits::Limits;
pub(crate) use streams::{Answer, StreamError, StreamOffer, Streams};
pub(crate) use token::TokenSecret;

/// Message size above which a transport is closed without an answer, in bytes. It is far above
/// [`convene_protocol::MAX_MESSAGE_BYTES`], so that a message between the two limits gets a typed
/// error.
const HARD_MESSAGE_BYTES: usize = 1024 * 1024;

/// Limits on queued bytes. A resume may queue up to 1 MiB of missed events, or a snapshot of the
/// whole room.
const BUDGETS: Budgets =
    Budgets { connection: 4 * 1024 * 1024, address: 64 * 1024 * 1024, total: 512 * 1024 * 1024 };

/// Limits on namespace connects per transport. There are six namespaces, and reconnecting clients
/// open new transports.
const RULES: Rules = Rules { connect_timeout: Duration::from_secs(10), max_connects: 100 };

/// A dead transport is detected within one ping interval plus one ping timeout.
const PING_INTERVAL: Duration = Duration::from_secs(10);
const PING_TIMEOUT: Duration = Duration::from_secs(10);

/// Random bytes in a socket id.
const SOCKET_ID: usize = 12;

/// Dependencies and settings of the signaling service.
pub(crate) struct Parts {
    pub(crate) storage: Storage,
    pub(crate) policy: RoomPolicy,
    pub(crate) clock: Clock,
    pub(crate) token_secret: TokenSecret,
    pub(crate) host_tokens: HostTokenSecret,
    pub(crate) links: LinkSecret,
    pub(crate) assessor: Assessor,
    pub(crate) persons: PersonSecret,
    /// Limit on new persons per address.
    pub(crate) persons_by_address: AddressLimiter,
    /// Limit on placed calls per address.
    pub(crate) calls_by_address: AddressLimiter,
    /// Limit on calls and messages to strangers per address.
    pub(crate) strangers_by_address: AddressLimiter,
    /// Limit on new meetings per address, shared with the REST API. Signaling counts joins of new
    /// named rooms.
    pub(crate) meetings_by_address: Arc<AddressLimiter>,
    /// The enabled dialects.
    pub(crate) dialects: BTreeSet<Dialect>,
    pub(crate) ice: IceConfig,
    /// `None` without a forwarding server.
    pub(crate) forwarding: Option<Forwarding>,
    pub(crate) limits: Limits,
    /// Pool for work that takes longer than a millisecond.
    pub(crate) blocking: BlockingPool,
    /// Threads that run the WebSockets.
    pub(crate) shards: Shards,
}

/// State that all connections share.
struct Shared {
    parts: Parts,
    rooms: Rooms,
    /// Input of the task that owns all calls.
    calls: mpsc::Sender<CallInput>,
    passwords: Passwords,
    /// Cancelled when the server stops; connections and rooms then end.
    stopping: CancellationToken,
    tasks: TaskTracker,
    next_connection: AtomicU64,
    open: AtomicUsize,
    streams: streams::Registry,
}

/// Handle to the running signaling service. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Signaling {
    shared: Arc<Shared>,
    transports: SignalingTransports,
}

impl Signaling {
    /// Starts the service.
    pub(crate) fn new(parts: Parts) -> Self {
        let (stopping, tasks) = (CancellationToken::new(), TaskTracker::new());
        let storage = parts.storage.clone();
        let rooms = Rooms::new(
            parts.policy,
            parts.clock,
            storage,
            parts.assessor.clone(),
            parts.blocking.clone(),
            parts.ice.leases(),
            parts.forwarding.clone(),
            wire::encode,
            stopping.clone(),
            tasks.clone(),
        );
        let calls = calls_owner::start(
            parts.storage.clone(),
            parts.clock,
            parts.ice.leases(),
            parts.persons.clone(),
            stopping.clone(),
            &tasks,
        );
        let passwords = Passwords::new(parts.blocking.clone());
        let shared = Arc::new(Shared {
            parts,
            rooms,
            calls,
            passwords,
            stopping,
            tasks,
            next_connection: AtomicU64::new(1),
            open: AtomicUsize::new(0),
            streams: streams::Registry::default(),
        });

        let shards = shared.parts.shards.clone();
        let spoken = Spoken::new(&shared);
        let sockets = Arc::new(Namespaces { shared: Arc::clone(&shared), spoken });
        let config = SessionConfig {
            ping_interval: PING_INTERVAL,
            ping_timeout: PING_TIMEOUT,
            max_payload: HARD_MESSAGE_BYTES,
        };
        let transports = Transports::new(sockets, config, Ledger::new(BUDGETS), shards);
        Self { shared, transports }
    }

    /// The transports, which answer requests to `/socket.io/`.
    pub(crate) fn transports(&self) -> SignalingTransports {
        self.transports.clone()
    }

    /// Frees rate-limiter entries that no longer limit any address; call it periodically.
    pub(crate) fn sweep(&self) {
        self.shared.parts.limits.sweep();
        self.shared.parts.persons_by_address.purge();
        self.shared.parts.calls_by_address.purge();
        self.shared.parts.strangers_by_address.purge();
        self.shared.passwords.sweep();
    }

    /// Tells every client that the server is stopping, then closes all transports.
    pub(crate) async fn stop(self) {
        self.shared.stopping.cancel();
        self.shared.tasks.close();
        self.shared.tasks.wait().await;
        self.transports.stop().await;
    }
}

impl Live for Signaling {
    fn rooms(&self) -> usize {
        self.shared.rooms.len()
    }

    fn participants(&self) -> usize {
        self.shared.rooms.participants()
    }

    fn connections(&self) -> usize {
        self.shared.open.load(Ordering::Relaxed)
    }

    fn participants_in(&self, meeting: &MeetingId) -> usize {
        self.shared.rooms.participants_in(meeting)
    }

    fn room(&self, meeting: &MeetingId) -> Option<LiveRoom> {
        self.shared.rooms.live(meeting)
    }

    fn streams(&self) -> Option<Streams> {
        self.shared.parts.forwarding.as_ref().map(|_| Streams(Arc::clone(&self.shared)))
    }
}

/// The transports of signaling.
pub(crate) type SignalingTransports = Transports<Arc<Namespaces>>;

/// The namespaces that clients may connect to.
pub(crate) struct Namespaces {
    shared: Arc<Shared>,
    spoken: Spoken,
}

/// Data about the client that opened a transport, kept as long as the transport.
pub(crate) struct Caller {
    address: IpAddr,
    /// Where this client is told that it reaches the relay.
    relay_at: RelayAt,
    /// A slot among the address's connections. If the address has none left, the client gets the
    /// error when it connects to a namespace.
    place: Result<AddressPlace, TooManyConnections>,
    /// A slot among the address's transports, refused ones included.
    _entry: AddressPlace,
}

impl Service for Arc<Namespaces> {
    type Caller = Caller;
    type Upper = Sockets<Namespaces>;

    fn admit(&self, request: &RequestParts) -> Result<Caller, Refused> {
        let parts = &self.shared.parts;
        let address = request.extensions.get::<ClientAddr>();
        let address = address.map_or(IpAddr::from([0, 0, 0, 0]), |address| address.0);
        let entry = parts.limits.take_entry(address).map_err(|_| Refused)?;
        let relay_at = parts.ice.relay_at(request);
        Ok(Caller { address, relay_at, place: parts.limits.take_place(address), _entry: entry })
    }

    fn network(&self, caller: &Caller) -> IpAddr {
        network(caller.address)
    }

    fn stream(&self, upgraded: hyper::upgrade::Upgraded) -> Upgraded {
        stream_of(upgraded)
    }

    fn start(&self, caller: Caller, link: Arc<Link>) -> Sockets<Namespaces> {
        Sockets::new(Arc::clone(self), caller, link, RULES, random_socket_id)
    }
}

impl Application for Namespaces {
    type Caller = Caller;

    fn namespace(&self, name: &str) -> Option<&'static str> {
        if name == packet::MAIN {
            return Some(packet::MAIN);
        }
        self.spoken.of_namespace(name).map(Dialect::namespace)
    }

    /// A guest of `/direct-call` has the id of a person, so that people can call it.
    fn socket_id(&self, namespace: &str) -> Option<String> {
        let is_guest = self.spoken.of_namespace(namespace) == Some(Dialect::DirectCall);
        is_guest.then(|| PersonId::random(&mut rand::rng()).to_string())
    }

    fn connect(
        self: &Arc<Self>,
        caller: &Arc<Caller>,
        socket: Socket,
        _auth: &str,
    ) -> Result<Run, String> {
        if let Err(refusal) = &caller.place {
            return Err(refusal.to_string());
        }
        let shared = &self.shared;
        let meter = shared.parts.limits.meter(caller.address);
        let id = ConnectionId(shared.next_connection.fetch_add(1, Ordering::Relaxed));
        let Some(dialect) = self.spoken.of_namespace(socket.namespace()) else {
            return Ok(connection::run(shared, caller, id, socket, meter));
        };
        let run = self.spoken.run(dialect, shared, caller, id, socket, meter);
        run.ok_or_else(|| "the server failed".to_owned())
    }
}

/// A random socket id. It is no secret: others in a room may know it.
fn random_socket_id() -> String {
    data_encoding::BASE64URL_NOPAD.encode(&rand::rng().random::<[u8; SOCKET_ID]>())
}

/// Shard key of a meeting, which brings all clients of its room to one thread.
fn room_key(meeting: &MeetingId) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    std::hash::Hash::hash(meeting, &mut hasher);
    std::hash::Hasher::finish(&hasher)
}
