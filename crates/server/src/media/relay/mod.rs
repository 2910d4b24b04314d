//! STUN and TURN on the network: sockets around [`convene_relay::TurnServer`].
//!
//! The relay has a thread with a runtime of its own, so that nothing else in the process can delay
//! media, and its state has one owner without a lock. It is not sharded by core: `docs/relay.md`
//! measures the cost of a packet, and one core should relay as much as the uplink of most hosts
//! carries.

mod budget;
mod driver;
mod leases;
mod sources;
mod stats;
mod tcp;
#[cfg(test)]
mod tests;

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    ops::RangeInclusive,
    sync::Arc,
    time::Duration,
};

use convene_relay::{AddressPolicy, Config, Credentials, Limits, TurnServer};
use thiserror::Error;
use tokio_util::sync::CancellationToken;

pub(crate) use leases::{Lease, Leases};
pub(crate) use stats::RelayStats;

use super::io::{Door, bind_both, door, own_addresses, thread};
use crate::clock::Clock;
use driver::Driver;
use stats::SharedStats;

/// Configuration of a relay.
#[derive(Debug, Clone)]
pub(crate) struct RelayConfig {
    /// Address that clients connect to, over UDP and TCP. `[::]` accepts IPv4 too.
    pub(crate) listen: SocketAddr,
    /// If that port is taken, use any port that is free for both protocols.
    pub(crate) fallback_to_any_port: bool,
    /// Ports of relayed addresses, one per allocation. Firewalls must let UDP through to them.
    pub(crate) relay_ports: RangeInclusive<u16>,
    /// The public address of this host, if it is behind a NAT.
    pub(crate) external_ip: Option<IpAddr>,
    /// Issues and checks the credentials of clients.
    pub(crate) credentials: Credentials,
    /// The peers that clients may reach.
    pub(crate) policy: AddressPolicy,
    /// Quotas and lifetimes.
    pub(crate) limits: Limits,
    /// Limits of TCP connections.
    pub(crate) tcp: TcpLimits,
    /// The clock for issuing and checking credentials.
    pub(crate) clock: Clock,
    /// Cancelled to end the relay and all its allocations.
    pub(crate) shutdown: CancellationToken,
}

/// Limits on TCP connections, on the memory they hold, and on the time without an allocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TcpLimits {
    /// Connections in total.
    pub(crate) connections: usize,
    /// Connections from one address (IPv6: one /64).
    pub(crate) connections_per_ip: usize,
    /// Bytes held for all connections together.
    pub(crate) bytes: usize,
    /// Bytes held for the connections of one address (IPv6: one /64).
    pub(crate) bytes_per_ip: usize,
    /// Idle timeout: how long a connection may be without an allocation.
    pub(crate) idle: Duration,
}

impl Default for TcpLimits {
    fn default() -> Self {
        Self {
            connections: 4_096,
            connections_per_ip: 500,
            bytes: 256 * 1024 * 1024,
            bytes_per_ip: 16 * 1024 * 1024,
            idle: Duration::from_secs(10),
        }
    }
}

impl RelayConfig {
    /// A relay on port 3478 of every IPv4 address, with the default limits.
    #[must_use]
    pub(crate) fn new(credentials: Credentials, clock: Clock) -> Self {
        Self {
            listen: SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), 3478),
            fallback_to_any_port: false,
            relay_ports: 49_152..=65_535,
            external_ip: None,
            credentials,
            policy: AddressPolicy::new(),
            limits: Limits::default(),
            tcp: TcpLimits::default(),
            clock,
            shutdown: CancellationToken::new(),
        }
    }
}

/// Why a relay cannot start.
#[derive(Debug, Error)]
pub(crate) enum RelayError {
    /// Cannot listen on the address, with UDP or with TCP.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The reason.
        source: io::Error,
    },
    /// The range of relay ports is empty or contains port 0.
    #[error("the range of relay ports is empty or has port 0")]
    NoRelayPorts,
    /// The system provides no thread or runtime.
    #[error("cannot start: {0}")]
    System(#[source] io::Error),
}

/// Handle to a running relay. The relay runs until its token is cancelled, even without handles.
#[derive(Debug, Clone)]
pub(crate) struct Relay {
    listen: SocketAddr,
    credentials: Credentials,
    stats: Arc<SharedStats>,
    leases: Leases,
    door: Door,
    shutdown: CancellationToken,
    ended: CancellationToken,
}

/// Binds the listening sockets and starts the relay.
///
/// # Errors
/// If the address cannot be bound. Relay ports are bound only when they are needed.
pub(crate) async fn start(config: RelayConfig) -> Result<Relay, RelayError> {
    if config.relay_ports.is_empty() || *config.relay_ports.start() == 0 {
        return Err(RelayError::NoRelayPorts);
    }
    let (udp, tcp, listen) = bind_both(config.listen, config.fallback_to_any_port)
        .map_err(|source| RelayError::Listen { address: config.listen, source })?;
    let (own_ips, first_ipv4) = own_addresses();
    let fallback_ipv4 = first_ipv4.filter(|_| config.external_ip.is_none_or(|ip| ip.is_ipv6()));
    let core = TurnServer::new(
        Config {
            credentials: config.credentials.clone(),
            policy: config.policy.clone(),
            limits: config.limits.clone(),
            relay_ports: config.relay_ports.clone(),
            external_ip: config.external_ip,
            fallback_ipv4,
            own_ips,
            listen_ports: vec![listen.port()],
        },
        rand::random(),
    );
    let stats = Arc::new(SharedStats::default());
    let leases = Leases::default();
    let (door, hall) = door();
    let ended = CancellationToken::new();
    let ending = ended.clone().drop_guard();
    let relay = Relay {
        listen,
        credentials: config.credentials.clone(),
        stats: Arc::clone(&stats),
        leases: leases.clone(),
        door,
        shutdown: config.shutdown.clone(),
        ended,
    };
    thread::start("relay", ending, move || {
        let driver = Driver::new(core, config, listen, (udp, tcp), stats, leases, hall)?;
        Ok(driver.run())
    })
    .await
    .map_err(RelayError::System)?;
    Ok(relay)
}

impl Relay {
    /// The address that the relay listens on, UDP and TCP alike, with the port that was bound.
    #[must_use]
    pub(crate) const fn listen(&self) -> SocketAddr {
        self.listen
    }

    /// Issues credentials that this relay accepts.
    #[must_use]
    pub(crate) const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// The current numbers. Costs a few atomic loads.
    #[must_use]
    pub(crate) fn stats(&self) -> RelayStats {
        self.stats.read()
    }

    /// The leases: credentials are accepted while a lease for their label is open.
    #[must_use]
    pub(crate) const fn leases(&self) -> &Leases {
        &self.leases
    }

    /// For streams of TURN clients that another port accepted.
    #[must_use]
    pub(crate) const fn door(&self) -> &Door {
        &self.door
    }

    /// Ends the relay and waits until its sockets are closed.
    pub(crate) async fn stop(&self) {
        self.shutdown.cancel();
        self.ended.cancelled().await;
    }
}
