//! STUN and TURN (RFC 8489, RFC 8656) as a state machine that does no I/O.
//!
//! The caller hands each received packet and the time to [`TurnServer`]. A packet to relay comes
//! back as the return value of that call, everything else through [`TurnServer::poll_output`]. The
//! server opens no socket, reads no clock and takes all randomness from the seed it is made with.
//!
//! [`Credentials`] issues credentials, which the server accepts while a lease for their label is
//! open ([`TurnServer::handle_lease_opened`]). [`AddressPolicy`] decides which peers clients may
//! reach, and [`wire`] encodes and decodes messages. `docs/relay.md` describes what is supported,
//! what is refused and what relaying costs.

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
pub use server::{Counters, Destination, Flow, Output, Refusal, Relayed, TurnServer, network};

/// Transport between a client and the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// Datagrams.
    Udp,
    /// A stream of padded messages; [`wire::StreamDecoder`] splits it.
    Tcp,
}

/// The 5-tuple of RFC 8656 §3. It identifies a client, and responses return along it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Client {
    /// UDP or TCP.
    pub transport: Transport,
    /// The client's address, as the relay sees it. Never an IPv4-mapped one.
    pub remote: SocketAddr,
    /// The address of the relay that the client used. Never an IPv4-mapped one.
    pub local: SocketAddr,
}

/// The current time by both clocks.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Monotonic time, for lifetimes and quotas.
    pub instant: Instant,
    /// Wall time in seconds since the Unix epoch, for the expiry of credentials and nonces. It must
    /// be the time of the clock with which credentials are issued. That clock may be set forward or
    /// back.
    pub unix: u64,
}
