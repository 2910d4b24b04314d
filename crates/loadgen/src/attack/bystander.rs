//! Two bystanders at another address, who signal to each other during an attack.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use tokio::time::{sleep, timeout};

use crate::client::{Client, text_frame};
use crate::server::Server;
use crate::wire::Packet;

/// Address of the bystanders; attacks come from another one.
const HOME: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 99);

/// Number of connections of the bystanders.
pub(super) const CONNECTIONS: u64 = 2;

/// How long a bystander waits for a signal before it considers the server dead.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running pair of bystanders. It has its own thread, so that the attack's work does not delay
/// it.
pub(super) struct Bystander {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<anyhow::Result<Duration>>,
}

impl Bystander {
    pub(super) async fn start(server: &Server) -> anyhow::Result<Self> {
        let (address, meetings) = (server.address(), server.meetings(1).await?);
        let meeting = meetings.into_iter().next().context("a meeting")?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let (ready, started) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let mut sender = Client::connect(address, HOME).await?;
                let mut receiver = Client::connect(address, HOME).await?;
                sender.join(&meeting, "Ana", None).await?;
                let joined = receiver.join(&meeting, "Ben", None).await?;
                let frame = text_frame(&format!(
                    "42[\"signal\",{{\"to\":\"{}\",\"signal\":{{\"type\":\"candidate\",\"candidate\":\"\"}}}}]",
                    joined.participant_id
                ));
                let _ = ready.send(());
                let mut longest = Duration::ZERO;
                while !stopped.load(Ordering::Relaxed) {
                    let start = Instant::now();
                    sender.sender().send(&frame)?;
                    timeout(PATIENCE, signal(&mut receiver)).await??;
                    longest = longest.max(start.elapsed());
                    // The sender must read its own events, above all pings.
                    let _ = timeout(Duration::from_millis(20), sender.packet()).await;
                    sleep(Duration::from_millis(20)).await;
                }
                Ok(longest)
            })
        });
        started.await.context("the bystanders did not start")?;
        Ok(Self { stop, thread })
    }

    /// Stops the pair and returns the longest delay of a signal; `None` if the server cut them off.
    pub(super) fn stop(self) -> Option<Duration> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().ok()?.ok()
    }
}

async fn signal(client: &mut Client) -> anyhow::Result<()> {
    loop {
        if let Packet::Event(json) = client.packet().await?
            && json.starts_with(b"[\"signal\"")
        {
            return Ok(());
        }
    }
}
