//! STUN and TURN on the network: [`convene_relay::TurnServer`] with sockets around it.
//!
//! One thread with a runtime of its own does all of it, so that nothing else in the process can
//! make media wait, and the state has one owner without a lock. It is not sharded by core:
//! `docs/relay.md` has what a packet costs, and one core should relay what most hosts' uplinks
//! carry.

mod driver;
mod outbox;
mod ready;
mod sources;
mod stats;
mod tcp;
#[cfg(test)]
mod tests;
mod udp;

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
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

pub(crate) use stats::RelayStats;

use driver::Driver;
use stats::SharedStats;

/// What the listening socket may hold while the thread is busy, in bytes.
const LISTEN_BUFFER: usize = 4 * 1024 * 1024;

/// How a relay runs.
#[derive(Debug, Clone)]
pub(crate) struct RelayConfig {
    /// Where clients reach it, UDP and TCP. `[::]` takes IPv4 too.
    pub(crate) listen: SocketAddr,
    /// If that port is taken, take any that is free for both.
    pub(crate) fallback_to_any_port: bool,
    /// Ports of relayed addresses, one for each allocation; UDP must get through to them.
    pub(crate) relay_ports: RangeInclusive<u16>,
    /// The public address of this host, where a NAT hides it.
    pub(crate) external_ip: Option<IpAddr>,
    /// Who may allocate.
    pub(crate) credentials: Credentials,
    /// Whom clients may reach.
    pub(crate) policy: AddressPolicy,
    /// Quotas and lifetimes.
    pub(crate) limits: Limits,
    /// Limits of TCP connections.
    pub(crate) tcp: TcpLimits,
    /// Ends the relay, and all its allocations.
    pub(crate) shutdown: CancellationToken,
}

/// How many TCP connections there may be, and for how long without an allocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TcpLimits {
    /// In all.
    pub(crate) connections: usize,
    /// From one IP address.
    pub(crate) connections_per_ip: usize,
    /// How long a connection may be without an allocation.
    pub(crate) idle: Duration,
}

impl Default for TcpLimits {
    fn default() -> Self {
        Self { connections: 4_096, connections_per_ip: 500, idle: Duration::from_secs(10) }
    }
}

impl RelayConfig {
    /// A relay on port 3478 of every IPv4 address, with the default limits.
    #[must_use]
    pub(crate) fn new(credentials: Credentials) -> Self {
        Self {
            listen: SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), 3478),
            fallback_to_any_port: false,
            relay_ports: 49_152..=65_535,
            external_ip: None,
            credentials,
            policy: AddressPolicy::new(),
            limits: Limits::default(),
            tcp: TcpLimits::default(),
            shutdown: CancellationToken::new(),
        }
    }
}

/// Why a relay does not start.
#[derive(Debug, Error)]
pub(crate) enum RelayError {
    /// The address cannot be listened on, with UDP or with TCP.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why not.
        source: io::Error,
    },
    /// There are no ports to relay from.
    #[error("the range of relay ports is empty or has port 0")]
    NoRelayPorts,
    /// The system gives no thread, runtime or randomness.
    #[error("cannot start: {0}")]
    System(#[source] io::Error),
}

/// A handle to a running relay. It runs until its token is cancelled, handles or not.
#[derive(Debug, Clone)]
pub(crate) struct Relay {
    listen: SocketAddr,
    credentials: Credentials,
    stats: Arc<SharedStats>,
    revoked: mpsc::UnboundedSender<String>,
    shutdown: CancellationToken,
    ended: CancellationToken,
}

/// Binds everything and starts to relay.
///
/// # Errors
/// If an address cannot be listened on; relay ports are bound as they are needed.
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
    let (revoked, revocations) = mpsc::unbounded_channel();
    let (started, starting) = oneshot::channel();
    let ended = CancellationToken::new();
    let ending = ended.clone().drop_guard();
    let relay = Relay {
        listen,
        credentials: config.credentials.clone(),
        stats: Arc::clone(&stats),
        revoked,
        shutdown: config.shutdown.clone(),
        ended,
    };
    std::thread::Builder::new()
        .name("relay".to_owned())
        .spawn(move || {
            // However it ends.
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
                let driver = Driver::new(core, config, listen, udp, tcp, stats, revocations);
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
    /// Where it listens, UDP and TCP alike; the port is the one that was got.
    #[must_use]
    pub(crate) const fn listen(&self) -> SocketAddr {
        self.listen
    }

    /// What issues credentials that it accepts.
    #[must_use]
    pub(crate) const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// What it does now. Costs a few loads.
    #[must_use]
    pub(crate) fn stats(&self) -> RelayStats {
        self.stats.read()
    }

    /// Ends all allocations of this label, now. Its credentials hold until they expire.
    pub(crate) fn revoke(&self, label: &str) {
        let _ended_already = self.revoked.send(label.to_owned());
    }

    /// Ends the relay and waits until its sockets are closed.
    pub(crate) async fn stop(&self) {
        self.shutdown.cancel();
        self.ended.cancelled().await;
    }
}

/// UDP and TCP on one port.
fn bind_both(
    config: &RelayConfig,
) -> Result<(std::net::UdpSocket, TcpListener, SocketAddr), RelayError> {
    let wanted = config.listen;
    let bound = bind_both_at(wanted).or_else(|error| {
        let any_port = config.fallback_to_any_port || wanted.port() == 0;
        if !any_port || error.kind() != io::ErrorKind::AddrInUse {
            return Err(error);
        }
        // A port free for UDP may be taken for TCP; the next will do.
        let any = SocketAddr::new(wanted.ip(), 0);
        (0..16).find_map(|_| bind_both_at(any).ok()).ok_or(error)
    });
    bound.map_err(|source| RelayError::Listen { address: wanted, source })
}

fn bind_both_at(address: SocketAddr) -> io::Result<(std::net::UdpSocket, TcpListener, SocketAddr)> {
    let udp = udp::bind(address, LISTEN_BUFFER)?;
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
