//! Cost of connecting and closing: TCP, WebSocket, Engine.IO, Socket.IO.

use super::in_parallel;
use crate::client::{Client, source};
use crate::server::Server;
use crate::wire::{Opcode, client_frame};

const WARM_UP: usize = 200;
const CONNECTIONS: usize = 2_000;

/// CPU time per connection in microseconds.
pub(super) async fn measure(server: &Server) -> anyhow::Result<f64> {
    come_and_go(server, WARM_UP).await?;
    let before = server.cpu()?;
    come_and_go(server, CONNECTIONS).await?;
    let spent = server.cpu()? - before;
    Ok(spent.as_secs_f64() * 1e6 / CONNECTIONS as f64)
}

async fn come_and_go(server: &Server, count: usize) -> anyhow::Result<()> {
    let address = server.address();
    in_parallel(count, move |index| async move {
        let client = Client::connect(address, source(index)).await?;
        let mut close = Vec::new();
        client_frame(&mut close, Opcode::Close, &1000_u16.to_be_bytes());
        client.sender().send(&close)
    })
    .await?;
    // Includes the server's own work after the close.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    Ok(())
}
