//! HTTP polling sessions, and attacks that use them.

use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::time::sleep;

use super::Held;
use crate::client::{Client, dial};
use crate::rest::Rest;
use crate::server::Server;

/// A polling session in the namespace `/`.
pub(super) struct Session {
    rest: Rest,
    path: String,
}

impl Session {
    pub(super) async fn open(server: &Server) -> anyhow::Result<Self> {
        let mut rest = Rest::connect(server.address()).await?;
        let path = "/socket.io/?EIO=4&transport=polling";
        let open = rest.request("GET", path, "", b"").await?;
        let open: Value = serde_json::from_slice(open.get(1..).unwrap_or_default())?;
        let sid = open.get("sid").and_then(Value::as_str).context("no sid")?;
        let mut session = Self { path: format!("{path}&sid={sid}"), rest };
        session.post(b"40").await?;
        session.poll().await?;
        Ok(session)
    }

    pub(super) async fn post(&mut self, body: &[u8]) -> anyhow::Result<()> {
        let headers = "Content-Type: text/plain;charset=UTF-8\r\n";
        self.rest.request("POST", &self.path, headers, body).await?;
        Ok(())
    }

    pub(super) async fn poll(&mut self) -> anyhow::Result<String> {
        let body = self.rest.request("GET", &self.path, "", b"").await?;
        Ok(String::from_utf8_lossy(&body).into_owned())
    }
}

pub(super) async fn slow_bodies(server: &Server) -> anyhow::Result<Held> {
    let mut streams = Vec::new();
    let session = Session::open(server).await?;
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: text/plain\r\nContent-Length: 900000\r\n\r\n4",
        session.path,
        server.address()
    );
    for _ in 0..1_000 {
        let Ok(mut stream) = dial(server.address(), Ipv4Addr::LOCALHOST).await else { break };
        let _ = stream.write_all(head.as_bytes()).await;
        streams.push(stream);
    }
    for _ in 0..20 {
        for stream in &mut streams {
            let _ = stream.write_all(b"2").await;
        }
        sleep(Duration::from_secs(1)).await;
    }
    Ok(vec![Box::new(streams), Box::new(session)])
}

pub(super) async fn bad_packets(server: &Server) -> anyhow::Result<Held> {
    let bad = ["x", "9", "4", "4x", "b!", "42[", "42\"a\"", "2probe", "451-", "40/x,{", "\u{fffd}"];
    for packet in bad {
        let one = format!("{packet}\u{1e}");
        let body = one.repeat(180_000 / one.len());
        if let Ok(mut session) = Session::open(server).await {
            let _ = session.post(body.as_bytes()).await;
        }
        if let Ok(client) = Client::connect(server.address(), Ipv4Addr::LOCALHOST).await {
            for _ in 0..1_000 {
                if client.sender().text(packet).is_err() {
                    break;
                }
            }
            let _ = client.sender().text(&body);
            sleep(Duration::from_millis(100)).await;
        }
    }
    Ok(Vec::new())
}
