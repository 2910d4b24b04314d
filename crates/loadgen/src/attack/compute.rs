//! Requests that are cheap to send and expensive to answer.

use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout};

use super::Held;
use crate::client::Client;
use crate::rest::Rest;
use crate::server::Server;

/// How long the server may take to answer all requests.
const PATIENCE: Duration = Duration::from_secs(40);

pub(super) async fn import(server: &Server) -> anyhow::Result<Held> {
    let mut rest = Rest::connect(server.address()).await?;
    let bank = rest.post("/api/v1/question-banks", "{}").await?;
    let field = |name| bank.get(name).and_then(Value::as_str).context("a bank");
    let (id, token) = (field("id")?, field("token")?);
    let path = format!("/api/v1/question-banks/{id}/import");
    let headers = format!("Authorization: Bearer {token}\r\nContent-Type: text/csv\r\n");
    let csv = format!("text\n{}", "a\n".repeat(1_040_000));
    let mut requests = Vec::new();
    for _ in 0..8 {
        let mut rest = Rest::connect(server.address()).await?;
        let (path, headers, csv) = (path.clone(), headers.clone(), csv.clone());
        requests.push(tokio::task::spawn_local(async move {
            // The server refuses the import; the test measures the cost of the refusal.
            let import = rest.request("POST", &path, &headers, csv.as_bytes());
            let _ = timeout(PATIENCE, import).await;
        }));
    }
    for request in requests {
        let _ = request.await;
    }
    Ok(Vec::new())
}

pub(super) async fn evaluate(server: &Server) -> anyhow::Result<Held> {
    let mut rest = Rest::connect(server.address()).await?;
    let made = rest.post("/api/v1/interviews", "{}").await?;
    let meeting = made.pointer("/interview/id").and_then(Value::as_str).context("an interview")?;
    let links = made.get("links").and_then(Value::as_array).context("its links")?;
    let link = |role: &str| {
        let link = links.iter().find(|link| link.get("role").is_some_and(|is| is == role))?;
        link.get("token")?.as_str()
    };
    let mut interviewer = enter(server, meeting, link("interviewer").context("a link")?).await?;
    let mut candidate = enter(server, meeting, link("candidate").context("a link")?).await?;
    let points: Vec<String> = (0..30).map(|_| "kern ".repeat(40).trim().to_owned()).collect();
    let question = json!({ "text": "?", "points": points });
    interviewer.request("interview", &json!({ "kind": "start" })).await?;
    interviewer.request("interview", &json!({ "kind": "ask", "question": question })).await?;
    let answer = json!({ "kind": "save_answer", "question": 1, "text": "kern ".repeat(1_990), "submit": false });
    candidate.request("interview", &answer).await?;
    for number in 0..60 {
        let evaluate = json!({ "kind": "evaluate", "question": 1 });
        let _ = interviewer.sender().text(&format!("42{}[\"interview\",{evaluate}]", 900 + number));
    }
    // The server answers in order, so the last answer means that all requests are done.
    let end = Instant::now() + PATIENCE;
    let last = async {
        while let Ok(packet) = interviewer.packet().await {
            if matches!(packet, crate::wire::Packet::Ack(959, _)) || Instant::now() > end {
                break;
            }
        }
    };
    let _ = timeout(PATIENCE, last).await;
    Ok(vec![Box::new(candidate)])
}

async fn enter(server: &Server, meeting: &str, link: &str) -> anyhow::Result<Client> {
    let mut client = Client::connect(server.address(), Ipv4Addr::LOCALHOST).await?;
    let join = json!({ "meeting_id": meeting, "name": "Ana", "link": link });
    client.request("join", &join).await?;
    Ok(client)
}

pub(super) async fn passwords(server: &Server) -> anyhow::Result<Held> {
    let mut rest = Rest::connect(server.address()).await?;
    let mut clients = Vec::new();
    for _ in 0..20 {
        let made = rest.post("/api/v1/meetings", "{}").await?;
        let field = |name| made.get(name).and_then(Value::as_str).context("a meeting");
        let mut client = Client::connect(server.address(), Ipv4Addr::LOCALHOST).await?;
        let join = json!({ "meeting_id": field("id")?, "name": "Ana", "host_token": field("host_token")? });
        client.request("join", &join).await?;
        for number in 0..300 {
            client
                .sender()
                .text(&format!("42[\"set_password\",{{\"password\":\"p{number}\"}}]"))?;
        }
        clients.push(client);
    }
    tokio::time::sleep(Duration::from_secs(5)).await;
    Ok(vec![Box::new(clients)])
}
