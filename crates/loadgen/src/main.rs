//! `convene-loadgen`: puts load on a server through the protocols of real clients, and prints the
//! tables of docs/performance.md.

mod attack;
mod bench;
mod chat;
mod client;
mod floor;
mod media;
mod reconnect;
mod rest;
mod server;
mod wire;

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};

use server::Program;

/// Puts load on servers and measures its cost.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    mode: Mode,
}

#[derive(Debug, Subcommand)]
enum Mode {
    /// Run the floor server, which `bench` starts by itself
    Floor {
        #[arg(long, value_name = "IP:PORT")]
        listen: SocketAddr,
    },
    /// Measure CPU time per delivery and memory per connection, for several servers in one run
    Bench(bench::Options),
    /// Kill the server and measure the time until all sockets have joined again
    Reconnect {
        #[command(flatten)]
        server: Convene,
        #[arg(long, value_name = "N", default_value = "2000")]
        sockets: usize,
        /// Participants in each room
        #[arg(long, value_name = "N", default_value = "10")]
        room: usize,
    },
    /// Measure acknowledged chat messages per second
    Chat {
        #[command(flatten)]
        server: Convene,
        #[arg(long, value_name = "N", default_value = "1")]
        rooms: usize,
        /// Writers in each room
        #[arg(long, value_name = "N", default_value = "100")]
        writers: usize,
        /// Messages that each writer sends before it waits for an acknowledgement
        #[arg(long, value_name = "N", default_value = "1")]
        window: usize,
        #[arg(long, value_name = "N", default_value = "5")]
        seconds: u64,
    },
    /// Fill rooms of a running server with people who send and receive real media
    Media(media::Options),
    /// Measure the forwarding of media, beside Janus where its package is installed
    BenchMedia(media::bench::Options),
    /// Attack the server from one address and measure its memory, log and connections
    Attack(attack::Options),
}

/// The server under load.
#[derive(Debug, Args)]
struct Convene {
    /// Path of the `convene` binary
    #[arg(long, value_name = "PATH", default_value = "target/release/convene")]
    convene: PathBuf,
}

impl Convene {
    fn program(&self) -> Program {
        Program::Convene(self.convene.clone())
    }
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    rlimit::increase_nofile_limit(u64::MAX).context("the limit of open files")?;
    if let Mode::Floor { listen } = arguments.mode {
        return floor::run(listen);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let tasks = tokio::task::LocalSet::new();
    tasks.block_on(&runtime, async {
        match arguments.mode {
            Mode::Floor { listen } => floor::run(listen),
            Mode::Bench(options) => bench::run(&options).await,
            Mode::Reconnect { server, sockets, room } => {
                reconnect::run(&server.program(), sockets, room).await
            }
            Mode::Chat { server, rooms, writers, window, seconds } => {
                chat::run(&server.program(), chat::Load { rooms, writers, window }, seconds).await
            }
            Mode::Media(options) => media::run(&options).await,
            Mode::BenchMedia(options) => media::bench::run(&options).await,
            Mode::Attack(options) => attack::run(&options).await,
        }
    })
}
