//! Writes to a socket: acknowledgements and events.
//!
//! A socket's buffer is bounded and refuses what does not fit; a burst over a slow link fills it.
//! So every write waits a while for room, and a connection that makes none is given up.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use convene_protocol::{Ack, Empty, ErrorBody, RequestFailed, ServerEvent};
use serde::Serialize;
use socketioxide::adapter::LocalAdapter;
use socketioxide::extract::{AckSender, SocketRef};
use socketioxide::handler::FromMessageParts;
use socketioxide::socket::Socket;
use socketioxide::{SendError, SocketError};
use socketioxide_core::Value;

/// For how long a full socket is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// The connection is of no more use and must be closed.
pub(super) struct Broken;

/// How to answer a packet.
pub(super) struct Answer {
    event: String,
    /// Present if an acknowledgement was asked for.
    ack: Option<AckHandle>,
}

impl Answer {
    pub(super) fn new(event: String, ack: Option<AckHandle>) -> Self {
        Self { event, ack }
    }

    /// The name of the event to be answered.
    pub(super) fn event(&self) -> &str {
        &self.event
    }

    pub(super) async fn ok<T: Serialize + Sync>(self, result: T) -> Result<(), Broken> {
        match self.ack {
            Some(ack) => ack.send(&Ack::Ok(result)).await,
            None => Ok(()),
        }
    }

    /// Refuses: by acknowledgement or, if none was asked for, by `request_failed`.
    pub(super) async fn error(self, socket: &SocketRef, error: ErrorBody) -> Result<(), Broken> {
        metrics::counter!("convene_request_errors_total", "code" => error.code.as_str())
            .increment(1);
        match self.ack {
            Some(ack) => ack.send(&Ack::<Empty>::Error(error)).await,
            None => {
                let failed = RequestFailed { event: self.event, error };
                emit(socket, &ServerEvent::RequestFailed(failed)).await
            }
        }
    }
}

/// What clients of a dialect are told of what they asked for.
#[derive(Serialize)]
struct Plain<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// A refusal, as all dialects have it.
#[derive(Serialize)]
struct Refusal<'a> {
    message: &'a str,
}

impl Answer {
    /// Answers a client of a dialect: an acknowledgement, if it asked for one, is `{}` or `{error}`, and a refusal is
    /// told by `error {message}` whether it did or not.
    pub(super) async fn plain(self, socket: &SocketRef, error: Option<&str>) -> Result<(), Broken> {
        if let Some(message) = error {
            metrics::counter!("convene_request_errors_total", "code" => "dialect").increment(1);
            emit_plain(socket, "error", Some(&Refusal { message })).await?;
        }
        match self.ack {
            Some(ack) => ack.send(&Plain { error }).await,
            None => Ok(()),
        }
    }
}

/// Sends one acknowledgement, as often as it takes; the library's own sender is gone after a try.
pub(super) struct AckHandle {
    socket: Arc<Socket<LocalAdapter>>,
    id: i64,
}

impl AckHandle {
    pub(super) fn new(socket: Arc<Socket<LocalAdapter>>, id: i64) -> Self {
        Self { socket, id }
    }

    async fn send<T: Serialize + Sync>(self, ack: &T) -> Result<(), Broken> {
        let Self { socket, id } = self;
        when_there_is_room(|| {
            let mut unread = Value::Str("".into(), None);
            let sender: Result<AckSender, Infallible> =
                FromMessageParts::from_message_parts(&socket, &mut unread, &Some(id));
            let Ok(sender) = sender;
            sender.send(ack)
        })
        .await
    }
}

/// Sends an event of the connection itself.
pub(super) async fn emit(socket: &SocketRef, event: &ServerEvent) -> Result<(), Broken> {
    when_there_is_room(|| socket.emit(event.name(), event)).await
}

/// Sends an event of a dialect, with its one payload if it has any.
pub(super) async fn emit_plain<T: Serialize + Sync>(
    socket: &SocketRef,
    event: &str,
    payload: Option<&T>,
) -> Result<(), Broken> {
    match payload {
        // In a tuple: what is one by itself would be several arguments.
        Some(payload) => when_there_is_room(|| socket.emit(event, &(payload,))).await,
        None => when_there_is_room(|| socket.emit(event, &[(); 0])).await,
    }
}

/// Sends an event of the room, with its number as a second argument.
pub(super) async fn emit_numbered(
    socket: &SocketRef,
    event: &ServerEvent,
    seq: u64,
) -> Result<(), Broken> {
    when_there_is_room(|| socket.emit(event.name(), &(event, seq))).await
}

async fn when_there_is_room(mut send: impl FnMut() -> Result<(), SendError>) -> Result<(), Broken> {
    let mut given_up = None;
    loop {
        match send() {
            Ok(()) => return Ok(()),
            Err(SendError::Socket(SocketError::InternalChannelFull)) => {
                let now = tokio::time::Instant::now();
                if now > *given_up.get_or_insert(now + PATIENCE) {
                    return Err(Broken);
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            // Closed: the task of the connection learns of it by itself, after what is queued.
            Err(SendError::Socket(SocketError::Closed)) => return Ok(()),
            Err(SendError::Serialize(error)) => {
                tracing::error!(%error, "cannot encode a packet");
                return Err(Broken);
            }
        }
    }
}
