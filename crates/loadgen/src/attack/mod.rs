//! `loadgen attack`: attacks from one address. Measures the server's memory, log and connections,
//! and the delay for other clients meanwhile. Each attack gets a fresh server with default limits
//! and ends by itself.

mod bystander;
mod compute;
mod polling;
mod sockets;
mod turn;
mod unread;

use std::any::Any;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use crate::rest::Rest;
use crate::server::{Limits, Program, Server};
use bystander::Bystander;

/// Time for the server to recover before its sockets and memory are counted.
const RECOVERY: Duration = Duration::from_secs(3);

/// The attacks to run and the server's binary.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The attacks to run; all if none is named
    #[arg(value_enum)]
    attacks: Vec<Attack>,
    /// Path of the `convene` binary
    #[arg(long, value_name = "PATH", default_value = "target/release/convene")]
    convene: PathBuf,
}

/// An attack on a server.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Attack {
    /// Binary packets that announce ten attachments and send only nine, of a megabyte each
    UnfinishedPackets,
    /// WebSocket messages of a megabyte that never end
    UnfinishedMessages,
    /// Messages of 900 kB, one after the other
    LargeMessages,
    /// Connections that leave the namespace and keep their transport
    KeptTransports,
    /// Connections that leave and enter the namespace endlessly
    NamespaceBursts,
    /// TCP connections that begin a request and never finish it
    SilentConnections,
    /// Two thousand joins
    Joins,
    /// Polling sessions that never poll while large signals are sent to them
    UnreadPolling,
    /// WebSockets that never read while large signals are sent to them
    UnreadSockets,
    /// Posts whose body arrives one byte at a time
    SlowBodies,
    /// Posts and messages full of invalid packets
    BadPackets,
    /// An import with a million rows
    Import,
    /// Evaluations of answers against the most expensive expected points
    Evaluate,
    /// Endless changes of the password
    Passwords,
    /// A TCP client of the relay that does not read
    UnreadRelay,
}

/// Connections that an attack keeps open until the server has been measured.
type Held = Vec<Box<dyn Any>>;

impl Attack {
    async fn run(self, server: &Server) -> anyhow::Result<Held> {
        match self {
            Self::UnfinishedPackets => sockets::unfinished_packets(server).await,
            Self::UnfinishedMessages => sockets::unfinished_messages(server).await,
            Self::LargeMessages => sockets::large_messages(server).await,
            Self::KeptTransports => sockets::kept_transports(server).await,
            Self::NamespaceBursts => sockets::namespace_bursts(server).await,
            Self::SilentConnections => sockets::silent_connections(server).await,
            Self::Joins => sockets::joins(server).await,
            Self::UnreadPolling => unread::polling(server).await,
            Self::UnreadSockets => unread::sockets(server).await,
            Self::SlowBodies => polling::slow_bodies(server).await,
            Self::BadPackets => polling::bad_packets(server).await,
            Self::Import => compute::import(server).await,
            Self::Evaluate => compute::evaluate(server).await,
            Self::Passwords => compute::passwords(server).await,
            Self::UnreadRelay => turn::unread(server).await,
        }
    }

    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// Runs the attacks and prints the table.
pub(crate) async fn run(options: &Options) -> anyhow::Result<()> {
    let program = Program::Convene(options.convene.clone());
    let all = Attack::value_variants();
    let attacks = if options.attacks.is_empty() { all } else { &options.attacks };
    println!(
        "| attack | MiB before | peak | after | sockets held | left | connections left | log KiB | longest wait of others, ms |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for attack in attacks {
        row(*attack, &program).await.with_context(|| attack.name())?;
    }
    Ok(())
}

async fn row(attack: Attack, program: &Program) -> anyhow::Result<()> {
    let server = Server::start(program, Limits::Default).await?;
    let bystander = Bystander::start(&server).await?;
    let (before, sockets, log) = (server.memory()?, server.sockets(), server.log_bytes());
    let held = attack.run(&server).await?;
    let sockets_held = server.sockets().saturating_sub(sockets);
    drop(held);
    tokio::time::sleep(RECOVERY).await;
    let after = server.memory()?;
    let left = server.sockets().saturating_sub(sockets);
    let stats = Rest::connect(server.address()).await?.get("/stats").await?;
    let connections = stats.get("connections").and_then(serde_json::Value::as_u64).unwrap_or(0);
    let wait = bystander.stop();
    println!(
        "| {} | {} | {} | {} | {sockets_held} | {left} | {} | {} | {} |",
        attack.name(),
        before.resident / 1024,
        after.peak / 1024,
        after.resident / 1024,
        connections.saturating_sub(bystander::CONNECTIONS),
        (server.log_bytes() - log) / 1024,
        wait.map_or_else(|| "cut off".to_owned(), |wait| wait.as_millis().to_string()),
    );
    Ok(())
}
