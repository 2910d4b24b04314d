//! Receivers that do not read, and senders in their rooms that send large signals.

use std::any::Any;
use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;
use tokio::time::Instant;

use super::Held;
use super::polling::Session;
use super::sockets::push;
use crate::client::{Client, text_frame};
use crate::server::Server;

/// Pairs of one receiver that does not read and one sender.
const PAIRS: usize = 30;

/// Duration of the sending.
const DURATION: Duration = Duration::from_secs(6);

pub(super) async fn sockets(server: &Server) -> anyhow::Result<Held> {
    let mut pairs: Vec<(String, String, Box<dyn Any>)> = Vec::new();
    for meeting in server.meetings(PAIRS).await? {
        let mut receiver = Client::connect(server.address(), Ipv4Addr::LOCALHOST).await?;
        let joined = receiver.join(&meeting, "Ana", None).await?;
        pairs.push((meeting, joined.participant_id, Box::new(receiver)));
    }
    flood(server, pairs).await
}

pub(super) async fn polling(server: &Server) -> anyhow::Result<Held> {
    let mut pairs: Vec<(String, String, Box<dyn Any>)> = Vec::new();
    for meeting in server.meetings(PAIRS).await? {
        let mut receiver = Session::open(server).await?;
        let join = serde_json::json!(["join", { "meeting_id": meeting, "name": "Ana" }]);
        receiver.post(format!("420{join}").as_bytes()).await?;
        let answer = receiver.poll().await?;
        let reply = answer.split('\u{1e}').find_map(|packet| packet.strip_prefix("430"));
        let reply: Value = serde_json::from_str(reply.context("no answer to the join")?)?;
        let id = reply.pointer("/0/ok/participant_id").and_then(Value::as_str);
        let id = id.context("no participant_id")?.to_owned();
        pairs.push((meeting, id, Box::new(receiver)));
    }
    flood(server, pairs).await
}

/// Sends to every receiver as much as the server accepts.
async fn flood(
    server: &Server,
    pairs: Vec<(String, String, Box<dyn Any>)>,
) -> anyhow::Result<Held> {
    let mut held: Held = Vec::new();
    let mut tasks = Vec::new();
    let end = Instant::now() + DURATION;
    for (meeting, receiver, receiving) in pairs {
        held.push(receiving);
        let mut client = Client::connect(server.address(), Ipv4Addr::LOCALHOST).await?;
        client.join(&meeting, "Ben", None).await?;
        let sender = client.sender();
        let frame = text_frame(&format!(
            "42[\"signal\",{{\"to\":\"{receiver}\",\"signal\":{{\"type\":\"offer\",\"sdp\":\"{}\"}}}}]",
            "x".repeat(60_000)
        ));
        tasks.push(tokio::task::spawn_local(async move {
            while Instant::now() < end && push(&sender, &frame, end).await {}
        }));
        // The sender must read its own events, or it would be an unread socket too.
        tasks.push(tokio::task::spawn_local(async move {
            let left = end.saturating_duration_since(Instant::now());
            let _ =
                tokio::time::timeout(left, async { while client.packet().await.is_ok() {} }).await;
        }));
    }
    for task in tasks {
        let _ = task.await;
    }
    Ok(held)
}
