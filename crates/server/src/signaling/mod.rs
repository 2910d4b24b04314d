//! Socket.IO signaling: from a socket's events to room commands, from a room's events to emits.
//!
//! A packet's way: [`inbound`] takes it off the socket, in order, and queues it; the connection's
//! task ([`connection`]) parses it with `convene_protocol` and hands the command to the room's
//! owner task; replies and events come back to the same task, which alone writes to the socket.
//! [`wire`] translates between the room's words and the protocol's.

mod calls;
mod chat;
mod connection;
mod dialects;
mod ice;
mod inbound;
mod join;
mod limits;
mod outbound;
mod password;
mod request;
mod session_id;
mod token;
mod wire;

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use convene_model::MeetingId;
use convene_room::{ConnectionId, RoomPolicy};
use convene_storage::Storage;
use socketioxide::extract::SocketRef;
use socketioxide::handler::ConnectHandler;
use socketioxide::layer::SocketIoLayer;
use socketioxide::{SocketIo, TransportType};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::address_limit::AddressLimiter;
use crate::assessment::Assessor;
use crate::calls::{self as calls_owner, CallInput, PersonSecret};
use crate::clock::Clock;
use crate::host_token::HostTokenSecret;
use crate::http::{ClientAddr, Live};
use crate::link_token::LinkSecret;
use crate::rooms::{RoomInput, Rooms, forget_unused};

use password::Passwords;

pub(crate) use dialects::Dialect;
pub(crate) use ice::{IceConfig, Naming};
pub(crate) use limits::Limits;
pub(crate) use session_id::{SessionIds, keep_secret};
pub(crate) use token::TokenSecret;

/// Bytes after which a transport is closed without an answer: far above
/// [`convene_protocol::MAX_MESSAGE_BYTES`], so that what is merely too large gets a typed error.
const HARD_MESSAGE_BYTES: usize = 1024 * 1024;

/// Packets that may wait for a socket's transport.
const SOCKET_BUFFER: usize = 1024;

/// How soon a dead transport is noticed: one interval and one timeout.
const PING_INTERVAL: Duration = Duration::from_secs(10);
const PING_TIMEOUT: Duration = Duration::from_secs(10);

/// How often named rooms that nobody uses are looked for.
const FORGET_EVERY: Duration = Duration::from_secs(60 * 60);

/// For transports to write the last events before they are closed.
const FLUSH: Duration = Duration::from_millis(200);

/// What signaling is built from.
pub(crate) struct Parts {
    pub(crate) storage: Storage,
    pub(crate) policy: RoomPolicy,
    pub(crate) clock: Clock,
    pub(crate) token_secret: TokenSecret,
    pub(crate) host_tokens: HostTokenSecret,
    pub(crate) links: LinkSecret,
    pub(crate) assessor: Assessor,
    pub(crate) persons: PersonSecret,
    /// New people an address may bring.
    pub(crate) persons_by_address: AddressLimiter,
    /// Calls an address may make.
    pub(crate) calls_by_address: AddressLimiter,
    /// How often an address may ring or write to people who do not know it.
    pub(crate) strangers_by_address: AddressLimiter,
    /// New meetings an address may make: here, by going into rooms under new names.
    pub(crate) meetings_by_address: Arc<AddressLimiter>,
    /// The vocabularies of other systems that are spoken.
    pub(crate) dialects: BTreeSet<Dialect>,
    pub(crate) ice: IceConfig,
    pub(crate) limits: Limits,
}

/// What every connection shares.
struct Shared {
    parts: Parts,
    rooms: Rooms,
    /// To the task that owns all calls.
    calls: mpsc::Sender<CallInput>,
    passwords: Passwords,
    guest_ids: dialects::GuestIds,
    /// Cancelled when the server stops; connections and rooms then end.
    stopping: CancellationToken,
    tasks: TaskTracker,
    next_connection: AtomicU64,
    open: AtomicUsize,
}

/// A handle to the running signaling service.
#[derive(Clone)]
pub(crate) struct Signaling {
    shared: Arc<Shared>,
    io: SocketIo,
}

impl Signaling {
    /// Builds the service and the layer that serves `/socket.io/`.
    pub(crate) fn new(parts: Parts) -> (SocketIoLayer, Self) {
        let (layer, io) = SocketIo::builder()
            .transports([TransportType::Websocket, TransportType::Polling])
            .max_payload(HARD_MESSAGE_BYTES as u64)
            .ws_max_message_size(HARD_MESSAGE_BYTES)
            .ws_max_frame_size(HARD_MESSAGE_BYTES)
            .max_buffer_size(SOCKET_BUFFER)
            .ping_interval(PING_INTERVAL)
            .ping_timeout(PING_TIMEOUT)
            .connect_timeout(Duration::from_secs(10))
            .build_layer();
        let (stopping, tasks) = (CancellationToken::new(), TaskTracker::new());
        let storage = parts.storage.clone();
        let rooms = Rooms::new(
            parts.policy,
            parts.clock,
            storage,
            parts.assessor.clone(),
            stopping.clone(),
            tasks.clone(),
        );
        let calls =
            calls_owner::start(parts.storage.clone(), parts.clock, stopping.clone(), &tasks);
        let shared = Arc::new(Shared {
            parts,
            rooms,
            calls,
            passwords: Passwords::new(),
            guest_ids: dialects::GuestIds::default(),
            stopping,
            tasks,
            next_connection: AtomicU64::new(1),
            open: AtomicUsize::new(0),
        });

        let admit = {
            let shared = Arc::clone(&shared);
            move |socket: SocketRef| std::future::ready(shared.admit(&socket))
        };
        let serve = {
            let shared = Arc::clone(&shared);
            move |socket: SocketRef| {
                connection::spawn(&shared, socket);
                std::future::ready(())
            }
        };
        io.ns("/", serve.with(admit));
        dialects::serve(&io, &shared);
        if !shared.parts.dialects.is_empty() {
            shared.tasks.spawn(forget_named_rooms(Arc::clone(&shared)));
        }
        (layer, Self { shared, io })
    }

    /// Forgets what is no longer needed to limit anybody; call it now and then.
    pub(crate) fn sweep(&self) {
        self.shared.parts.limits.sweep();
        self.shared.parts.persons_by_address.purge();
        self.shared.parts.calls_by_address.purge();
        self.shared.parts.strangers_by_address.purge();
        self.shared.passwords.sweep();
    }

    /// Tells every client that the server stops, then closes every transport.
    pub(crate) async fn stop(self) {
        self.shared.stopping.cancel();
        self.shared.tasks.close();
        self.shared.tasks.wait().await;
        // The transports write what is queued by themselves; this is their time to do so.
        tokio::time::sleep(FLUSH).await;
        self.io.close().await;
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

    fn room(&self, meeting: &MeetingId) -> Option<mpsc::Sender<RoomInput>> {
        self.shared.rooms.live(meeting)
    }
}

impl Shared {
    /// Decides on a connection before its client is told that it is connected, and starts to
    /// listen, so that not even its first event can come too early.
    fn admit(&self, socket: &SocketRef) -> Result<(), limits::TooManyConnections> {
        let address = client_address(socket);
        let place = self.parts.limits.take_place(address)?;
        let meter = self.parts.limits.meter(address);
        let id = ConnectionId(self.next_connection.fetch_add(1, Ordering::Relaxed));
        inbound::listen(socket, id, meter, place);
        Ok(())
    }
}

/// Forgets rooms by name that nobody uses, until the server stops.
async fn forget_named_rooms(shared: Arc<Shared>) {
    loop {
        forget_unused(&shared.parts.storage, shared.parts.clock.now()).await;
        let sleep = tokio::time::sleep(FORGET_EVERY);
        if shared.stopping.run_until_cancelled(sleep).await.is_none() {
            break;
        }
    }
}

/// The address as the HTTP layer worked it out, proxies considered.
fn client_address(socket: &SocketRef) -> IpAddr {
    let address = socket.req_parts().extensions.get::<ClientAddr>();
    address.map_or(IpAddr::from([0, 0, 0, 0]), |address| address.0)
}
