//! Memory per connection and per participant.

use std::time::Duration;

use anyhow::Context as _;

use super::in_parallel;
use crate::client::{Client, source};
use crate::server::Server;

const CONNECTIONS: usize = 2_000;

/// KiB per idle connection, and KiB per participant in rooms of two.
pub(super) async fn measure(server: &Server) -> anyhow::Result<Vec<f64>> {
    let address = server.address();
    let connect =
        move |index| async move { Ok(Client::connect(address, source(index)).await?.park()) };
    // The first connections trigger the server's one-time allocations, which must not count.
    let meetings = server.meetings(CONNECTIONS / 2).await?;
    drop(in_parallel(64, connect).await?);
    let before = resident(server).await?;
    let clients = in_parallel(CONNECTIONS, connect).await?;
    let idle = resident(server).await?;
    let mut joined = Vec::with_capacity(CONNECTIONS);
    for (index, client) in clients.into_iter().enumerate() {
        let mut client = client.take().await?;
        let meeting = meetings.get(index / 2).context("a meeting")?;
        client.join(meeting, &format!("Person {index}"), None).await?;
        joined.push(client.park());
    }
    let full = resident(server).await?;
    let each = |memory: f64| (memory - before) / CONNECTIONS as f64;
    Ok(vec![each(idle), each(full)])
}

/// Resident memory in KiB, measured after a second of rest.
async fn resident(server: &Server) -> anyhow::Result<f64> {
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok(server.memory()?.resident as f64)
}
