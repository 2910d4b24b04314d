//! Engine.IO 4 and Socket.IO 5, sans-IO: bytes, text and the time go in, packets and decisions come
//! out.
//!
//! There are two layers, as in the protocols:
//! - [`engine`] has the packets of Engine.IO and [`Session`] the rules of one session: heartbeats,
//!   polling, and the upgrade from polling to a WebSocket.
//! - [`packet`] has the packets of Socket.IO and [`Namespaces`] the namespaces of one session.
//!
//! Packets borrow from the text that they are parsed from. This crate buffers nothing: it counts
//! the attachments of binary packets and never keeps them.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod engine;
mod namespaces;
pub mod packet;
mod session;

pub use namespaces::{Namespaces, Rules, Step};
pub use session::{Carrier, Event, Heartbeat, Session, SessionConfig};

/// A packet that violates the protocol. The server must close the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPacket {
    /// The text is empty.
    #[error("an empty packet")]
    Empty,
    /// The first character names no packet type.
    #[error("a packet of an unknown type")]
    Type,
    /// The acknowledgement id does not fit 64 bits.
    #[error("an invalid acknowledgement id")]
    AckId,
    /// The number of attachments is missing or too large.
    #[error("an invalid number of attachments")]
    Attachments,
    /// The namespace is too long.
    #[error("an invalid namespace")]
    Namespace,
    /// The payload does not have the shape that its packet type requires.
    #[error("an invalid payload")]
    Payload,
    /// The binary data is not valid base64.
    #[error("invalid base64")]
    Base64,
}

/// Reason why a session must be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Close {
    /// The client closed the session.
    #[error("closed by the client")]
    ByClient,
    /// The client did not answer a ping in time.
    #[error("ping timeout")]
    PingTimeout,
    /// The client was connected to no namespace for too long.
    #[error("not connected to any namespace")]
    ConnectTimeout,
    /// The client connected more often than one session allows.
    #[error("too many connects")]
    TooManyConnects,
    /// The client sent a packet that cannot be parsed.
    #[error(transparent)]
    Invalid(#[from] InvalidPacket),
    /// The client sent a packet that the protocol does not allow at this point.
    #[error("a packet out of place")]
    OutOfPlace,
    /// The client sent a second poll or post before the first was answered.
    #[error("two requests of one kind at a time")]
    Overlap,
}
