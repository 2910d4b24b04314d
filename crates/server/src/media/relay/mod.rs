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
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    ops::RangeInclusive,
    sync::Arc,
    time::Duration,
};

use convene_relay::{AddressPolicy, Config, Credentials, Limits, TurnServer};
use socket2::{Domain, Protocol, Socket, Type};
use thiserror::Error;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

pub(crate) use leases::{Lease, Leases};
pub(crate) use stats::RelayStats;

use super::io::bind;
use crate::clock::Clock;
use driver::Driver;
use stats::SharedStats;

/// Buffer of the listening socket in the kernel, in bytes: packets wait there while the thread is
/// busy.
const LISTEN_BUFFER: usize = 4 * 1024 * 1024;

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
    let (udp, tcp, listen) = bind_both(&config)?;
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
    let (started, starting) = oneshot::channel();
    let ended = CancellationToken::new();
    let ending = ended.clone().drop_guard();
    let relay = Relay {
        listen,
        credentials: config.credentials.clone(),
        stats: Arc::clone(&stats),
        leases: leases.clone(),
        shutdown: config.shutdown.clone(),
        ended,
    };
    std::thread::Builder::new()
        .name("relay".to_owned())
        .spawn(move || {
            // Dropped however the thread ends.
            let _ending = ending;
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = match runtime {
                Ok(runtime) => runtime,
                Err(error) => {
                    let _nobody_waits = started.send(Err(error));
                    return;
                }
            };
            runtime.block_on(async move {
                let driver = Driver::new(core, config, listen, udp, tcp, stats, leases);
                match driver {
                    Ok(driver) => {
                        let _nobody_waits = started.send(Ok(()));
                        driver.run().await;
                    }
                    Err(error) => {
                        let _nobody_waits = started.send(Err(error));
                    }
                }
            });
        })
        .map_err(RelayError::System)?;
    starting
        .await
        .unwrap_or_else(|_| Err(io::Error::other("the relay's thread ended")))
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

    /// Ends the relay and waits until its sockets are closed.
    pub(crate) async fn stop(&self) {
        self.shutdown.cancel();
        self.ended.cancelled().await;
    }
}

/// Binds UDP and TCP on one port.
fn bind_both(
    config: &RelayConfig,
) -> Result<(std::net::UdpSocket, TcpListener, SocketAddr), RelayError> {
    let wanted = config.listen;
    let bound = bind_both_at(wanted).or_else(|error| {
        let any_port = config.fallback_to_any_port || wanted.port() == 0;
        if !any_port || error.kind() != io::ErrorKind::AddrInUse {
            return Err(error);
        }
        // A port that is free for UDP may be taken for TCP; then another one is tried.
        let any = SocketAddr::new(wanted.ip(), 0);
        (0..16).find_map(|_| bind_both_at(any).ok()).ok_or(error)
    });
    bound.map_err(|source| RelayError::Listen { address: wanted, source })
}

fn bind_both_at(address: SocketAddr) -> io::Result<(std::net::UdpSocket, TcpListener, SocketAddr)> {
    let udp = bind(address, LISTEN_BUFFER)?;
    let address = udp.local_addr()?;
    let tcp = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if address.is_ipv6() {
        tcp.set_only_v6(!address.ip().is_unspecified())?;
    }
    #[cfg(unix)]
    tcp.set_reuse_address(true)?;
    tcp.set_nonblocking(true)?;
    tcp.bind(&address.into())?;
    tcp.listen(1024)?;
    Ok((udp, tcp.into(), address))
}

/// The addresses of this host, and one of them to relay IPv4 from.
fn own_addresses() -> (Vec<IpAddr>, Option<Ipv4Addr>) {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_else(|error| {
        tracing::warn!(%error, "cannot list this host's addresses");
        Vec::new()
    });
    let ips: Vec<IpAddr> = interfaces.iter().map(if_addrs::Interface::ip).collect();
    let first_ipv4 = ips.iter().find_map(|ip| match ip {
        IpAddr::V4(ip) if !ip.is_loopback() && !ip.is_link_local() => Some(*ip),
        _ => None,
    });
    (ips, first_ipv4)
}
