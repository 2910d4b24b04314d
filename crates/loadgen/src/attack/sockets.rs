//! Attacks over WebSocket and plain TCP.

use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::Context as _;
use tokio::io::AsyncWriteExt as _;
use tokio::time::{Instant, sleep};

use super::Held;
use crate::client::{Client, Sender, dial, text_frame};
use crate::server::Server;
use crate::wire::{Opcode, client_frame};

/// Source address of all attacks.
const HOME: Ipv4Addr = Ipv4Addr::LOCALHOST;

/// Duration of an attack.
const DURATION: Duration = Duration::from_secs(5);

/// Opens up to `count` connections, as many as the server allows for the address.
async fn connections(server: &Server, count: usize) -> Vec<Client> {
    let mut clients = Vec::with_capacity(count);
    for _ in 0..count {
        match Client::connect(server.address(), HOME).await {
            Ok(client) => clients.push(client),
            Err(_) => break,
        }
    }
    clients
}

/// Writes all of `bytes`, however slowly the server reads. Returns false if the server closes the
/// connection or the time is over.
pub(super) async fn push(sender: &Sender, bytes: &[u8], end: Instant) -> bool {
    let mut rest = bytes;
    while !rest.is_empty() {
        match sender.try_write(rest) {
            Ok(0) if Instant::now() > end => return false,
            Ok(0) => sleep(Duration::from_millis(1)).await,
            Ok(written) => rest = rest.get(written..).unwrap_or_default(),
            Err(_) => return false,
        }
        tokio::task::yield_now().await;
    }
    true
}

/// Makes all connections write the same bytes `times` times, concurrently.
async fn all_push(clients: &[Client], bytes: Vec<u8>, times: usize) {
    let end = Instant::now() + DURATION;
    let bytes: std::rc::Rc<[u8]> = bytes.into();
    let tasks: Vec<_> = clients
        .iter()
        .map(|client| {
            let (sender, bytes) = (client.sender(), std::rc::Rc::clone(&bytes));
            tokio::task::spawn_local(async move {
                for _ in 0..times {
                    if Instant::now() > end || !push(&sender, &bytes, end).await {
                        break;
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        let _ = task.await;
    }
}

fn held<T: 'static>(things: Vec<T>) -> Held {
    vec![Box::new(things)]
}

pub(super) async fn unfinished_packets(server: &Server) -> anyhow::Result<Held> {
    let clients = connections(server, 60).await;
    let placeholders: Vec<String> =
        (0..10).map(|number| format!("{{\"_placeholder\":true,\"num\":{number}}}")).collect();
    let head = text_frame(&format!("4510-[\"join\",{}]", placeholders.join(",")));
    all_push(&clients, head, 1).await;
    let mut attachment = Vec::new();
    client_frame(&mut attachment, Opcode::Binary, &vec![7; 1_000_000]);
    all_push(&clients, attachment, 9).await;
    sleep(Duration::from_secs(1)).await;
    Ok(held(clients))
}

pub(super) async fn unfinished_messages(server: &Server) -> anyhow::Result<Held> {
    let clients = connections(server, 500).await;
    let mut message = text_frame(&format!("42[\"time\",{{\"x\":\"{}\"}}]", "x".repeat(1_000_000)));
    message.truncate(990_000);
    all_push(&clients, message, 1).await;
    sleep(Duration::from_secs(1)).await;
    Ok(held(clients))
}

pub(super) async fn large_messages(server: &Server) -> anyhow::Result<Held> {
    let clients = connections(server, 200).await;
    let message = text_frame(&format!("42[\"time\",{{\"x\":\"{}\"}}]", "x".repeat(900_000)));
    all_push(&clients, message, 100).await;
    Ok(held(clients))
}

pub(super) async fn kept_transports(server: &Server) -> anyhow::Result<Held> {
    let mut kept = Vec::new();
    for _ in 0..700 {
        let Ok(client) = Client::connect(server.address(), HOME).await else { break };
        if client.sender().text("41").is_ok() {
            kept.push(client);
        }
    }
    sleep(Duration::from_secs(2)).await;
    Ok(held(kept))
}

pub(super) async fn namespace_bursts(server: &Server) -> anyhow::Result<Held> {
    let clients = connections(server, 20).await;
    let burst = [text_frame("41"), text_frame("40")].concat().repeat(500);
    all_push(&clients, burst, 20).await;
    Ok(held(clients))
}

pub(super) async fn silent_connections(server: &Server) -> anyhow::Result<Held> {
    let mut kept = Vec::new();
    for index in 0..2_000 {
        let Ok(mut stream) = dial(server.address(), HOME).await else { break };
        if index % 2 == 0 {
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: ").await;
        }
        kept.push(stream);
    }
    sleep(Duration::from_secs(15)).await;
    Ok(held(kept))
}

pub(super) async fn joins(server: &Server) -> anyhow::Result<Held> {
    let mut clients = connections(server, 500).await;
    let meetings = server.meetings(40).await?;
    for round in 0..4 {
        for (index, client) in clients.iter_mut().enumerate() {
            let meeting = meetings.get(index / 16).context("a meeting")?;
            let _ = client.join(meeting, &format!("Person {index}"), None).await;
            if round < 3 {
                let _ = client.request("leave", &serde_json::json!({})).await;
            }
        }
    }
    Ok(held(clients))
}
