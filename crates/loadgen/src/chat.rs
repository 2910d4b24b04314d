//! Measures acknowledged chat messages per second. An acknowledged message is on the disk.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context as _, bail};

use crate::client::{Client, source, text_frame};
use crate::server::{Limits, Program, Server};
use crate::wire::Packet;

/// Number of rooms and writers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    pub(crate) rooms: usize,
    /// Writers in each room.
    pub(crate) writers: usize,
    /// Messages that each writer has in flight.
    pub(crate) window: usize,
}

/// Measures and prints the rate.
pub(crate) async fn run(program: &Program, load: Load, seconds: u64) -> anyhow::Result<()> {
    let server = Server::start(program, Limits::Raised).await?;
    let meetings = server.meetings(load.rooms).await?;
    let acknowledged = Rc::new(Cell::new(0_u64));
    let mut tasks = Vec::new();
    for index in 0..load.rooms * load.writers {
        let meeting = meetings.get(index % load.rooms).context("a meeting")?;
        let mut client = Client::connect(server.address(), source(index)).await?;
        client.join(meeting, &format!("Person {index}"), None).await?;
        let counter = Rc::clone(&acknowledged);
        tasks.push(tokio::task::spawn_local(write(client, load.window, counter)));
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (cpu, count) = (server.cpu()?, acknowledged.get());
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let (cpu, count) = (server.cpu()? - cpu, acknowledged.get() - count);
    for task in tasks {
        if task.is_finished() {
            task.await??;
        } else {
            task.abort();
        }
    }
    if count == 0 {
        bail!("nothing was acknowledged");
    }
    println!(
        "{} rooms, {} writers in each, {} on their way: {} acknowledged a second, {:.0} us of CPU time for each",
        load.rooms,
        load.writers,
        load.window,
        count / seconds,
        cpu.as_secs_f64() * 1e6 / count as f64
    );
    Ok(())
}

/// Keeps `window` messages in flight.
async fn write(
    mut client: Client,
    window: usize,
    acknowledged: Rc<Cell<u64>>,
) -> anyhow::Result<()> {
    let sender = client.sender();
    let mut sent = 0_u64;
    let mut send = || {
        sent += 1;
        let message =
            format!("{{\"client_id\":\"m{sent}\",\"text\":\"Message {sent} of this writer\"}}");
        // The ids below these belong to the join.
        sender.send(&text_frame(&format!("42{}[\"send_chat\",{message}]", sent + 1_000)))
    };
    (0..window).try_for_each(|_| send())?;
    loop {
        if let Packet::Ack(_, json) = client.packet().await? {
            if !json.starts_with(b"[{\"ok\"") {
                bail!("{}", String::from_utf8_lossy(json));
            }
            acknowledged.set(acknowledged.get() + 1);
            send()?;
        }
    }
}
