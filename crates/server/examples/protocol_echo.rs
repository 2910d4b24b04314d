//! An echo server on port 3000, as the test suites of the Engine.IO and Socket.IO protocol projects
//! expect it. CONTRIBUTING.md says how to run them.

#[expect(dead_code, reason = "the server uses more of it")]
#[path = "../src/transport/mod.rs"]
mod transport;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::any;
use convene_socketio::engine::Binary;
use convene_socketio::packet::Kind;
use convene_socketio::{Close, Rules, SessionConfig};
use http::request::Parts;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use serde_json::value::RawValue;
use transport::{
    Application, Budgets, Closing, Encoded, Ending, Ledger, Link, Received, Refused, Run, Service,
    Shards, Socket, Sockets, Transports, Upgraded, Upper,
};

const CONFIG: SessionConfig = SessionConfig {
    ping_interval: Duration::from_millis(300),
    ping_timeout: Duration::from_millis(200),
    max_payload: 1_000_000,
};

const RULES: Rules = Rules { connect_timeout: Duration::from_secs(1), max_connects: 100 };

const BUDGETS: Budgets = Budgets { connection: 1 << 22, address: 1 << 26, total: 1 << 28 };

/// Delay between a client's connect and the event with its connect data.
const PAUSE: Duration = Duration::from_millis(20);

/// Sends every Engine.IO message back.
struct Echo(Arc<Link>);

impl Upper for Echo {
    fn handle_text(&mut self, text: &str, _: Instant) -> Result<(), Close> {
        self.0.send_text(format!("4{text}").into());
        Ok(())
    }

    fn handle_binary(&mut self, binary: Binary<'_>) -> Result<(), Close> {
        self.0.send_binary(binary.decode()?.into_owned().into());
        Ok(())
    }

    fn is_full(&self) -> bool {
        false
    }

    fn kept(&self) -> usize {
        0
    }

    fn poll(&mut self, _: &mut Context<'_>, _: Instant) -> Result<(), Closing> {
        Ok(())
    }

    fn poll_timeout(&self) -> Option<Instant> {
        None
    }

    fn handle_timeout(&mut self, _: Instant) -> Result<(), Close> {
        Ok(())
    }

    fn handle_closed(&mut self) {}

    fn poll_ended(&mut self, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

struct EngineIo;

impl Service for EngineIo {
    type Caller = ();
    type Upper = Echo;

    fn admit(&self, _: &Parts) -> Result<(), Refused> {
        Ok(())
    }

    fn network(&self, (): &()) -> IpAddr {
        Ipv4Addr::LOCALHOST.into()
    }

    fn stream(&self, upgraded: hyper::upgrade::Upgraded) -> Upgraded {
        Upgraded::Any(Box::new(TokioIo::new(upgraded)))
    }

    fn start(&self, (): (), link: Arc<Link>) -> Echo {
        Echo(link)
    }
}

/// The namespaces `/` and `/custom`, which send events back as the Socket.IO suite expects.
struct SocketIo;

impl Service for Arc<SocketIo> {
    type Caller = ();
    type Upper = Sockets<SocketIo>;

    fn admit(&self, _: &Parts) -> Result<(), Refused> {
        Ok(())
    }

    fn network(&self, (): &()) -> IpAddr {
        Ipv4Addr::LOCALHOST.into()
    }

    fn stream(&self, upgraded: hyper::upgrade::Upgraded) -> Upgraded {
        Upgraded::Any(Box::new(TokioIo::new(upgraded)))
    }

    fn start(&self, (): (), link: Arc<Link>) -> Sockets<SocketIo> {
        let random_id = || format!("{:032x}", rand::random::<u128>());
        Sockets::new(Arc::clone(self), (), link, RULES, random_id)
    }
}

impl Application for SocketIo {
    type Caller = ();

    const BINARY: bool = true;

    fn namespace(&self, name: &str) -> Option<&'static str> {
        ["/", "/custom"].into_iter().find(|it| *it == name)
    }

    fn connect(self: &Arc<Self>, _: &Arc<()>, socket: Socket, auth: &str) -> Result<Run, String> {
        let auth = if auth.is_empty() { "{}" } else { auth };
        let auth: Value = serde_json::from_str(auth).map_err(|_| "invalid auth".to_owned())?;
        Ok(Box::pin(async move {
            // The suite waits for one message at a time, and would miss this one if it came in the
            // same write as the one before.
            tokio::time::sleep(PAUSE).await;
            let Ok(event) = Encoded::new("auth", Some(&auth)) else { return Ending::Disconnect };
            socket.emit(event);
            while let Some(received) = socket.recv().await {
                if echo(&socket, received).is_none() {
                    return Ending::CloseTransport;
                }
            }
            Ending::Disconnect
        }))
    }
}

fn echo(socket: &Socket, received: Received) -> Option<()> {
    let data = received.data?;
    let mut parts: Vec<&RawValue> = serde_json::from_str(&data).ok()?;
    let event = parts.remove(0).get();
    let array = |first: Option<&str>| {
        let rest = parts.iter().map(|it| it.get());
        format!("[{}]", first.into_iter().chain(rest).collect::<Vec<_>>().join(","))
    };
    let (kind, text) = match event {
        "\"message\"" => (Kind::Event, array(Some("\"message-back\""))),
        "\"message-with-ack\"" => (Kind::Ack, array(None)),
        _ => return Some(()),
    };
    socket.send_array(kind, received.ack, &text, received.attachments);
    Some(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let shards = Shards::start(1)?;
    let engine_io = Transports::new(EngineIo, CONFIG, Ledger::new(BUDGETS), shards.clone());
    let socket_io = Transports::new(Arc::new(SocketIo), CONFIG, Ledger::new(BUDGETS), shards);
    let router = Router::new()
        .route("/engine.io/", any(move |request| engine_io.clone().handle(request)))
        .route("/socket.io/", any(move |request| socket_io.clone().handle(request)));
    let listener = tokio::net::TcpListener::bind("[::]:3000").await?;
    axum::serve(listener, router).await?;
    Ok(())
}
