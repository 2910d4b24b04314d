//! Supervisor of the worker: if the worker panics, the rooms are told that they are lost, and a new worker
//! takes over the sockets.

use std::{
    io,
    net::{IpAddr, SocketAddr, TcpListener, UdpSocket},
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use convene_sfu::{Config, ConfigError, Forwarder};
use futures_util::FutureExt as _;
use tokio_util::sync::CancellationToken;

use crate::media::io::Hall;

use super::{
    OnHealth,
    driver::Driver,
    handle::{Mailbox, Overflowed, Rooms},
};

/// Pause before the second restart within [`SOON`]; doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A worker that ran for so long is restarted without a pause.
const SOON: Duration = Duration::from_secs(60);

/// A forwarder with a key and credentials of its own.
pub(super) fn new_forwarder(config: &Config) -> Result<Forwarder, ConfigError> {
    Forwarder::new(config.clone(), rand::random())
}

/// Everything that a worker is made of.
pub(super) struct Supervisor {
    pub(super) core: Config,
    pub(super) mailbox: Arc<Mailbox>,
    pub(super) listen: SocketAddr,
    pub(super) own_ips: Vec<IpAddr>,
    pub(super) udp: UdpSocket,
    pub(super) tcp: TcpListener,
    pub(super) hall: Hall,
    pub(super) shutdown: CancellationToken,
    pub(super) on_health: OnHealth,
}

/// Why a worker ended.
#[derive(Debug, thiserror::Error)]
enum WorkerError {
    #[error("it panicked")]
    Panicked,
    #[error("too many messages waited for it")]
    Overflowed,
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("it cannot have its sockets: {0}")]
    Sockets(#[from] io::Error),
}

impl Supervisor {
    /// Runs workers, one after the other, until the token is cancelled.
    pub(super) async fn run(mut self) {
        let mut rooms = Rooms::new();
        let mut pause = Duration::ZERO;
        while let Err(error) = self.work(&mut rooms, &mut pause).await {
            tracing::error!(%error, "the forwarding server lost its rooms and begins anew");
            (self.on_health)(false);
            self.mailbox.lose(&mut rooms);
            let ended = self.shutdown.run_until_cancelled(tokio::time::sleep(pause)).await;
            if ended.is_none() {
                break;
            }
        }
        self.mailbox.close();
    }

    async fn work(&mut self, rooms: &mut Rooms, pause: &mut Duration) -> Result<(), WorkerError> {
        let started = Instant::now();
        let sockets = (self.udp.try_clone()?, self.tcp.try_clone()?);
        let core = new_forwarder(&self.core)?;
        let own_ips = self.own_ips.clone();
        let (mailbox, hall) = (&self.mailbox, &mut self.hall);
        let driver = Driver::new(core, mailbox, rooms, hall, self.listen, own_ips, sockets)?;
        (self.on_health)(true);
        // The rooms are all that is left of a worker, and they are only told that they are lost.
        let result = AssertUnwindSafe(driver.run(&self.shutdown)).catch_unwind().await;
        *pause = if started.elapsed() >= SOON {
            Duration::ZERO
        } else {
            (*pause * 2).clamp(FIRST_PAUSE, LONGEST_PAUSE)
        };
        match result {
            Ok(Ok(())) => Ok(()),
            Ok(Err(Overflowed)) => Err(WorkerError::Overflowed),
            Err(_panic) => Err(WorkerError::Panicked),
        }
    }
}
