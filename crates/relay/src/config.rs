//! Configuration of a relay.

use std::{
    net::{IpAddr, Ipv4Addr},
    ops::RangeInclusive,
    time::Duration,
};

use crate::{AddressPolicy, Credentials};

/// Settings of a [`crate::TurnServer`], fixed for its lifetime.
#[derive(Debug, Clone)]
pub struct Config {
    /// Verifies the credentials of clients.
    pub credentials: Credentials,
    /// Decides which peer addresses clients may reach.
    pub policy: AddressPolicy,
    /// Quotas, rates and lifetimes.
    pub limits: Limits,
    /// Ports of relayed addresses; each allocation takes one.
    pub relay_ports: RangeInclusive<u16>,
    /// IP address for relayed addresses, for a host behind a 1:1 NAT. Without it, a relayed address
    /// has the IP address at which the client reached the relay.
    pub external_ip: Option<IpAddr>,
    /// IPv4 address for relayed addresses, for clients that reached the relay over IPv6 and need
    /// IPv4.
    pub fallback_ipv4: Option<Ipv4Addr>,
    /// Addresses of this host. The relay sends to them only if [`AddressPolicy`] lists them.
    pub own_ips: Vec<IpAddr>,
    /// Ports on which the relay listens. The relay never sends to them on an address of this host.
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

/// Quotas, rates and lifetimes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Maximum number of allocations. Each takes a port and a file descriptor.
    pub allocations: usize,
    /// Maximum number of allocations per lease. A browser makes one or two for each
    /// `RTCPeerConnection` and network interface.
    pub allocations_per_label: usize,
    /// Maximum number of allocations per client address, or per /64 for IPv6. A whole office may be
    /// behind one address.
    pub allocations_per_ip: usize,
    /// Maximum number of permissions per allocation.
    pub permissions: usize,
    /// Maximum number of channels per allocation.
    pub channels: usize,
    /// Bytes per second of application data that an allocation may relay in each direction. Excess
    /// packets are dropped.
    pub bytes_per_second: u64,
    /// Capacity of the bandwidth bucket of each direction, in bytes.
    pub burst_bytes: u64,
    /// Lifetime of an allocation whose client requests none or a shorter one (RFC 8656 §7.2: 10
    /// minutes).
    pub default_lifetime: Duration,
    /// Maximum lifetime of an allocation (RFC 8656 §7.2 recommends an hour).
    pub max_lifetime: Duration,
    /// Lifetime of a nonce, in whole seconds.
    pub nonce_lifetime: Duration,
}

impl Default for Limits {
    /// The default of 10 Mbit/s per allocation and direction is more than one `RTCPeerConnection`
    /// sends with a camera and a screen.
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
