//! Takes packets off a socket, in the order in which they arrived.
//!
//! Socket.IO handlers run in a task each, so two events of one socket could overtake each other.
//! The part of a handler before its future, though, runs inside the socket's read loop. All that
//! matters here happens there: limit, queue, done.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use convene_room::ConnectionId;
use socketioxide::adapter::LocalAdapter;
use socketioxide::extract::{Event, SocketRef};
use socketioxide::handler::FromMessageParts;
use socketioxide::socket::Socket;
use socketioxide_core::Value;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::limits::{Meter, Place};
use super::outbound::{AckHandle, Answer};

/// How many packets of one connection may wait to be handled or refused. Those within its limit
/// are far fewer; a client that is refused this often without reading the answers is cut off.
const QUEUE: usize = 8192;

/// One event packet.
pub(super) struct Packet {
    pub(super) content: Content,
    pub(super) answer: Answer,
}

/// What came in a packet.
pub(super) enum Content {
    /// The text of its JSON array.
    Text(String),
    /// It had binary attachments, which no request has.
    Binary,
    /// It came too soon; the client may try again after this long.
    TooSoon(Duration),
}

/// A connection's queue, from the moment it is admitted until its task takes it over.
#[derive(Clone)]
pub(super) struct Listener {
    pub(super) id: ConnectionId,
    pub(super) closed: CancellationToken,
    queue: Arc<Mutex<Option<Queue>>>,
}

/// What the task of a connection takes over.
pub(super) struct Queue {
    pub(super) packets: mpsc::Receiver<Packet>,
    pub(super) place: Place,
}

impl Listener {
    /// The queue, once.
    pub(super) fn take(&self) -> Option<Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Starts to queue a socket's packets.
pub(super) fn listen(socket: &SocketRef, id: ConnectionId, meter: Meter, place: Place) {
    let (sender, packets) = mpsc::channel(QUEUE);
    let closed = CancellationToken::new();
    let listener = Listener {
        id,
        closed: closed.clone(),
        queue: Arc::new(Mutex::new(Some(Queue { packets, place }))),
    };
    socket.extensions.insert(listener);

    let meter = Arc::new(meter);
    let overrun = closed.clone();
    socket.on_fallback(move |Event(event): Event, raw: Raw| {
        let content = match meter.check() {
            Ok(()) => raw.content,
            Err(wait) => Content::TooSoon(wait),
        };
        let event = event.chars().take(64).collect();
        let packet = Packet { content, answer: Answer::new(event, raw.ack) };
        if sender.try_send(packet).is_err() {
            overrun.cancel();
        }
        std::future::ready(())
    });
    socket.on_disconnect(move || {
        closed.cancel();
        std::future::ready(())
    });
}

/// A packet as it came: what it means is `convene_protocol`'s to say.
struct Raw {
    content: Content,
    ack: Option<AckHandle>,
}

impl FromMessageParts<LocalAdapter> for Raw {
    type Error = Infallible;

    fn from_message_parts(
        socket: &Arc<Socket<LocalAdapter>>,
        value: &mut Value,
        ack_id: &Option<i64>,
    ) -> Result<Self, Infallible> {
        let content = match value {
            Value::Str(text, None) => Content::Text(text.to_string()),
            Value::Str(..) | Value::Bytes(_) => Content::Binary,
        };
        let ack = ack_id.map(|id| AckHandle::new(Arc::clone(socket), id));
        Ok(Self { content, ack })
    }
}
