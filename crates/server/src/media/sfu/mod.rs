//! Forwarding server: its thread, sockets and handles around the sans-IO core.

mod driver;
mod handle;
mod metrics;
mod supervisor;
mod tcp;
#[cfg(test)]
mod tests;

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use convene_sfu::{Config, ConfigError, Limits};
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use super::io::{Door, bind_both, door, own_addresses, thread};
use handle::Mailbox;
pub(crate) use handle::{Forwarding, RoomHandle, RoomNews};
use supervisor::{Supervisor, new_forwarder};

/// Is told whether the forwarding server works, on its thread. It must not block.
pub(crate) type OnHealth = Box<dyn Fn(bool) + Send>;

/// Bandwidth estimate of a subscriber before the first measurement.
const INITIAL_BITRATE: u64 = 1_000_000;
/// Most addresses that clients are told.
const MAX_CANDIDATES: usize = 6;

/// Configuration of the forwarding server.
pub(crate) struct MediaConfig {
    /// Address that clients connect to, over UDP and TCP. `[::]` accepts IPv4 too.
    pub(crate) listen: SocketAddr,
    /// If that port is taken, use any port that is free for both protocols.
    pub(crate) fallback_to_any_port: bool,
    /// The public address of this host, if it is behind a NAT.
    pub(crate) external_ip: Option<IpAddr>,
    /// Port of the page, if it hands TCP connections for this server over.
    pub(crate) page_port: Option<u16>,
    /// Cancelled to end the server and all its transports.
    pub(crate) shutdown: CancellationToken,
    pub(crate) on_health: OnHealth,
}

/// Why the forwarding server cannot start.
#[derive(Debug, Error)]
pub(crate) enum MediaError {
    /// Cannot listen on the address, with UDP or with TCP.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The reason.
        source: io::Error,
    },
    /// The core refuses its configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The system provides no thread or runtime.
    #[error("cannot start: {0}")]
    System(#[source] io::Error),
}

/// A running forwarding server.
#[derive(Debug, Clone)]
pub(crate) struct MediaServer {
    listen: SocketAddr,
    forwarding: Forwarding,
    candidates: Arc<[SocketAddr]>,
    door: Door,
    shutdown: CancellationToken,
    ended: CancellationToken,
}

impl MediaServer {
    /// The address that it listens on, UDP and TCP alike, with the port that was bound.
    pub(crate) const fn listen(&self) -> SocketAddr {
        self.listen
    }

    /// The handle by which rooms are opened.
    pub(crate) const fn forwarding(&self) -> &Forwarding {
        &self.forwarding
    }

    /// The addresses that clients are told, for UDP.
    pub(crate) fn candidates(&self) -> &[SocketAddr] {
        &self.candidates
    }

    /// For TCP connections of clients that another port accepted.
    pub(crate) const fn door(&self) -> &Door {
        &self.door
    }

    /// Ends the server and waits until its sockets are closed.
    pub(crate) async fn stop(&self) {
        self.shutdown.cancel();
        self.ended.cancelled().await;
    }
}

/// Binds the sockets and starts the worker.
///
/// # Errors
/// If the address cannot be bound.
pub(crate) async fn start(config: MediaConfig) -> Result<MediaServer, MediaError> {
    let (udp, tcp, listen) = bind_both(config.listen, config.fallback_to_any_port)
        .map_err(|source| MediaError::Listen { address: config.listen, source })?;
    let (own_ips, _) = own_addresses();
    let candidates = candidates(listen, config.external_ip, &own_ips);
    let mut tcp_candidates = candidates.clone();
    if let Some(port) = config.page_port {
        tcp_candidates.extend(candidates.iter().map(|it| SocketAddr::new(it.ip(), port)));
    }
    let core = Config {
        udp: candidates.clone(),
        tcp: tcp_candidates,
        initial_bitrate: INITIAL_BITRATE,
        limits: Limits::default(),
    };
    // Finds out whether the configuration holds.
    drop(new_forwarder(&core)?);
    let mailbox = Arc::new(Mailbox::default());
    let (door, hall) = door();
    let ended = CancellationToken::new();
    let ending = ended.clone().drop_guard();
    let server = MediaServer {
        listen,
        forwarding: Forwarding::new(Arc::clone(&mailbox)),
        candidates: candidates.into(),
        door,
        shutdown: config.shutdown.clone(),
        ended,
    };
    let supervisor = Supervisor {
        core,
        mailbox,
        listen,
        own_ips,
        udp,
        tcp,
        hall,
        shutdown: config.shutdown,
        on_health: config.on_health,
    };
    thread::start("media", ending, move || Ok(supervisor.run()))
        .await
        .map_err(MediaError::System)?;
    Ok(server)
}

/// The host candidates: the address under which others reach this machine, then those of its interfaces.
fn candidates(listen: SocketAddr, external: Option<IpAddr>, own: &[IpAddr]) -> Vec<SocketAddr> {
    let is_reachable = |ip: &IpAddr| match (listen.ip(), ip) {
        (bound, _) if !bound.is_unspecified() => bound == *ip,
        (_, ip) if ip.is_loopback() => false,
        (IpAddr::V4(_), IpAddr::V6(_)) => false,
        (_, IpAddr::V4(ip)) => !ip.is_link_local(),
        (_, IpAddr::V6(ip)) => !ip.is_unicast_link_local(),
    };
    let mut ips: Vec<IpAddr> = external.into_iter().collect();
    if !listen.ip().is_unspecified() {
        ips.push(listen.ip());
    }
    ips.extend(own.iter().copied().filter(is_reachable));
    if ips.is_empty() {
        ips.push(Ipv4Addr::LOCALHOST.into());
    }
    let mut candidates: Vec<SocketAddr> = Vec::new();
    for ip in ips {
        let address = SocketAddr::new(ip, listen.port());
        if !candidates.contains(&address) && candidates.len() < MAX_CANDIDATES {
            candidates.push(address);
        }
    }
    candidates
}
