//! Writes acknowledgements and events to a socket. Writing never waits: packets are queued, and a
//! client that does not read its queue is closed.

use std::borrow::Cow;

use convene_protocol::{Ack, Decided, Empty, ErrorBody, MediaAnswer, RequestFailed, ServerEvent};
use convene_room::{Durability, RoomError};
use serde::Serialize;

use super::wire;
use crate::transport::{Encoded, Socket};

/// The connection is unusable and must be closed.
#[derive(Debug)]
pub(super) struct Broken;

/// Answers one packet.
pub(super) struct Answer {
    socket: Socket,
    event: Cow<'static, str>,
    /// Present if the client asked for an acknowledgement.
    ack: Option<u64>,
}

impl Answer {
    pub(super) fn new(socket: Socket, event: Cow<'static, str>, ack: Option<u64>) -> Self {
        Self { socket, event, ack }
    }

    /// Acknowledges, if the client asked for it.
    pub(super) fn ok<T: Serialize>(self, result: T) -> Result<(), Broken> {
        match self.ack {
            Some(ack) => encoded(self.socket.ack(ack, &Ack::Ok(result))),
            None => Ok(()),
        }
    }

    /// Answers a command with its outcome.
    pub(super) fn decided(self, result: Result<Durability, RoomError>) {
        // Encoding errors are already logged.
        let _ = match result {
            Ok(Durability::Kept) => self.ok(Decided::default()),
            Ok(Durability::NotKept) => self.ok(Decided { kept: Some(false) }),
            Err(error) => self.error(wire::error(&error)),
        };
    }

    /// Answers an offer to the forwarding server.
    pub(super) fn media(self, result: Result<String, RoomError>) {
        // Encoding errors are already logged.
        let _ = match result {
            Ok(sdp) => self.ok(MediaAnswer { sdp }),
            Err(error) => self.error(wire::error(&error)),
        };
    }

    /// Refuses the request, in the acknowledgement or, if the client asked for none, with
    /// `request_failed`.
    pub(super) fn error(self, error: ErrorBody) -> Result<(), Broken> {
        metrics::counter!("convene_request_errors_total", "code" => error.code.as_str())
            .increment(1);
        match self.ack {
            Some(ack) => encoded(self.socket.ack(ack, &Ack::<Empty>::Error(error))),
            None => {
                let failed = RequestFailed { event: self.event.into_owned(), error };
                emit(&self.socket, &ServerEvent::RequestFailed(failed))
            }
        }
    }

    /// Answers a client of a dialect. The acknowledgement, if the client asked for one, is `{}` or
    /// `{error}`. A refusal is also sent as `error {message}`, with or without an acknowledgement.
    pub(super) fn plain(self, error: Option<&str>) -> Result<(), Broken> {
        if let Some(message) = error {
            metrics::counter!("convene_request_errors_total", "code" => "dialect").increment(1);
            emit_plain(&self.socket, "error", Some(&Refusal { message }))?;
        }
        match self.ack {
            Some(ack) => encoded(self.socket.ack(ack, &Plain { error })),
            None => Ok(()),
        }
    }
}

/// Acknowledgement to a client of a dialect.
#[derive(Serialize)]
struct Plain<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// Payload of the `error` event, the same in all dialects.
#[derive(Serialize)]
struct Refusal<'a> {
    message: &'a str,
}

/// Sends an event about the connection itself; such events have no sequence number.
pub(super) fn emit(socket: &Socket, event: &ServerEvent) -> Result<(), Broken> {
    socket.emit(encoded(Encoded::new(event.name(), Some(event)))?);
    Ok(())
}

/// Sends an event of a dialect, with at most one payload.
pub(super) fn emit_plain<T: Serialize + ?Sized>(
    socket: &Socket,
    event: &str,
    payload: Option<&T>,
) -> Result<(), Broken> {
    socket.emit(encoded(Encoded::new(event, payload))?);
    Ok(())
}

fn encoded<T>(result: serde_json::Result<T>) -> Result<T, Broken> {
    result.map_err(|error| {
        tracing::error!(%error, "cannot encode a packet");
        Broken
    })
}
