//! What a relay is told when it starts.

use std::{
    net::{IpAddr, Ipv4Addr},
    ops::RangeInclusive,
    time::Duration,
};

use crate::{AddressPolicy, Credentials};

/// How a [`crate::TurnServer`] behaves; it does not change while it runs.
#[derive(Debug, Clone)]
pub struct Config {
    /// Who may allocate.
    pub credentials: Credentials,
    /// Whom clients may reach.
    pub policy: AddressPolicy,
    /// How much of everything.
    pub limits: Limits,
    /// Where relayed addresses take their port from; an allocation takes one.
    pub relay_ports: RangeInclusive<u16>,
    /// The address clients are told they are relayed from, where a NAT hides the local one.
    /// Without it that is the address the client reached the relay at.
    pub external_ip: Option<IpAddr>,
    /// The IPv4 address to relay from for clients that reached the relay over IPv6 and want IPv4.
    pub fallback_ipv4: Option<Ipv4Addr>,
    /// Addresses of this host. Nothing is sent to them unless [`AddressPolicy`] lists them.
    pub own_ips: Vec<IpAddr>,
    /// Ports the relay listens on. Nothing is ever sent to them on an address of this host.
    pub listen_ports: Vec<u16>,
}

impl Config {
    /// A configuration with the default limits and no exceptions.
    #[must_use]
    pub fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            policy: AddressPolicy::new(),
            limits: Limits::default(),
            relay_ports: 49_152..=65_535,
            external_ip: None,
            fallback_ipv4: None,
            own_ips: Vec::new(),
            listen_ports: Vec::new(),
        }
    }
}

/// Quotas and times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Allocations in all. Each takes a port and a file descriptor.
    pub allocations: usize,
    /// Allocations per label. A browser makes one or two for each connection and interface.
    pub allocations_per_label: usize,
    /// Allocations per client IP address; a whole office may be behind one.
    pub allocations_per_ip: usize,
    /// Permissions per allocation.
    pub permissions: usize,
    /// Channels per allocation.
    pub channels: usize,
    /// Bytes per second that an allocation may relay in each direction, counted as application
    /// data. What is above is dropped.
    pub bytes_per_second: u64,
    /// Bytes that may be relayed at once after a pause, in each direction.
    pub burst_bytes: u64,
    /// The lifetime of an allocation whose client asks for none (RFC 8656 §7.2: 10 minutes).
    pub default_lifetime: Duration,
    /// The longest lifetime that is given (RFC 8656 §7.2 recommends an hour).
    pub max_lifetime: Duration,
    /// How long a nonce holds.
    pub nonce_lifetime: Duration,
}

impl Default for Limits {
    /// 10 Mbit/s per allocation and direction is more than one WebRTC connection sends with a
    /// camera and a screen.
    fn default() -> Self {
        Self {
            allocations: 8_192,
            allocations_per_label: 100,
            allocations_per_ip: 1_000,
            permissions: 128,
            channels: 128,
            bytes_per_second: 1_250_000,
            burst_bytes: 1_250_000,
            default_lifetime: Duration::from_secs(600),
            max_lifetime: Duration::from_secs(3_600),
            nonce_lifetime: Duration::from_secs(600),
        }
    }
}
