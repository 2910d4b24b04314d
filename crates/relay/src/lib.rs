//! STUN and TURN (RFC 8489, RFC 8656) as a state machine that does no I/O.
//!
//! [`TurnServer`] is told what arrives and what time it is, and says what to send: a relayed
//! packet as the return value of the call that brought it, everything else through
//! [`TurnServer::poll_output`]. It opens no socket, reads no clock and has no source of randomness
//! but the seed it was made with.
//!
//! [`Credentials`] issues what it accepts, [`AddressPolicy`] says whom clients may reach, and
//! [`wire`] has the bytes. `docs/relay.md` says what is supported, what is refused and what it
//! costs.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod allocation;
mod bucket;
mod config;
mod credentials;
mod nonce;
mod policy;
mod server;
mod timers;
pub mod wire;

use std::{net::SocketAddr, time::Instant};

pub use config::{Config, Limits};
pub use credentials::{Credentials, CredentialsError, IssuedCredential, MAX_LABEL_LEN};
pub use policy::AddressPolicy;
pub use server::{Counters, Destination, Flow, Output, Refusal, Relayed, TurnServer};

/// How a client reaches the relay. A stream is TCP, with TLS around it or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// Datagrams.
    Udp,
    /// A stream; messages on it are framed by [`wire::StreamDecoder`] and padded.
    Tcp,
}

/// The 5-tuple of RFC 8656 §3: what identifies a client, and where to answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Client {
    /// UDP or TCP.
    pub transport: Transport,
    /// The client's address, as the relay sees it. Never an IPv4-mapped one.
    pub remote: SocketAddr,
    /// The address of the relay that the client used. Never an IPv4-mapped one.
    pub local: SocketAddr,
}

/// The time, as an argument.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// For what lasts: lifetimes, quotas. Must not go back.
    pub instant: Instant,
    /// For what was agreed with others: expiries of credentials. Seconds since the Unix epoch.
    pub unix: u64,
}
