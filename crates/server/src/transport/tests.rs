//! Tests of the transports over real sockets, with badly behaved clients.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::routing::any;
use convene_socketio::{Rules, SessionConfig};
use http::request::Parts;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tracing::Level;
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{Data, OpCode};

use super::{
    Application, Budgets, Encoded, Ending, Ledger, Link, MovableTcp, Received, Refused, Run,
    Service, Shards, Socket, Sockets, Transports, Upgraded,
};

const CONFIG: SessionConfig = SessionConfig {
    ping_interval: Duration::from_secs(20),
    ping_timeout: Duration::from_secs(20),
    max_payload: 100_000,
};

const RULES: Rules = Rules { connect_timeout: Duration::from_millis(300), max_connects: 50 };

const BUDGETS: Budgets = Budgets { connection: 200_000, address: 2_000_000, total: 10_000_000 };

/// The most bytes that can wait for one client: its budget plus the messages that exceed it.
const MOST: usize = BUDGETS.connection + 2 * CONFIG.max_payload;

/// Serves the namespace `/` and answers every event.
#[derive(Default)]
struct App {
    running: Arc<AtomicUsize>,
    sockets: Mutex<Vec<Socket>>,
    full: bool,
}

impl Service for Arc<App> {
    type Caller = ();
    type Upper = Sockets<App>;

    fn admit(&self, _: &Parts) -> Result<(), Refused> {
        if self.full { Err(Refused) } else { Ok(()) }
    }

    fn network(&self, (): &()) -> IpAddr {
        Ipv4Addr::LOCALHOST.into()
    }

    fn stream(&self, upgraded: hyper::upgrade::Upgraded) -> Upgraded {
        match upgraded.downcast::<TokioIo<TcpStream>>() {
            Ok(parts) => Upgraded::Movable {
                stream: Box::new(MovableTcp::new(parts.io.into_inner())),
                read: parts.read_buf.to_vec(),
                guard: Box::new(()),
            },
            Err(upgraded) => Upgraded::Any(Box::new(TokioIo::new(upgraded))),
        }
    }

    fn start(&self, (): (), link: Arc<Link>) -> Sockets<App> {
        Sockets::new(Arc::clone(self), (), link, RULES, || format!("{:x}", rand::random::<u64>()))
    }
}

impl Application for App {
    type Caller = ();

    fn namespace(&self, name: &str) -> Option<&'static str> {
        (name == "/").then_some("/")
    }

    fn connect(self: &Arc<Self>, _: &Arc<()>, socket: Socket, _: &str) -> Result<Run, String> {
        self.sockets.lock().unwrap().push(socket.clone());
        let running = Arc::clone(&self.running);
        running.fetch_add(1, Ordering::SeqCst);
        Ok(Box::pin(async move {
            while let Some(Received { data, ack, .. }) = socket.recv().await {
                if let Some(key) = data.as_ref().and_then(|it| it.strip_prefix("[\"move\",")) {
                    socket.move_to(key.trim_end_matches(']').parse().unwrap());
                }
                let answer = data.map_or(json!("binary"), |data| json!(data));
                match ack {
                    Some(ack) => socket.ack(ack, &answer).unwrap(),
                    None => socket.emit(Encoded::new("said", Some(&answer)).unwrap()),
                }
            }
            running.fetch_sub(1, Ordering::SeqCst);
            Ending::Disconnect
        }))
    }
}

struct Server {
    app: Arc<App>,
    transports: Transports<Arc<App>>,
    ledger: Ledger,
    address: SocketAddr,
}

impl Server {
    async fn start() -> Self {
        Self::with(App::default()).await
    }

    async fn with(app: App) -> Self {
        let (app, ledger) = (Arc::new(app), Ledger::new(BUDGETS));
        let shards = Shards::start(2).unwrap();
        let transports = Transports::new(Arc::clone(&app), CONFIG, ledger.clone(), shards);
        let answer = transports.clone();
        let router =
            Router::new().route("/socket.io/", any(move |request| answer.clone().handle(request)));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { app, transports, ledger, address }
    }

    /// Waits until all sessions, handlers and queued bytes are gone; false if they are not within 5
    /// seconds.
    async fn is_empty(&self) -> bool {
        eventually(|| {
            self.transports.sessions() == 0
                && self.app.running.load(Ordering::SeqCst) == 0
                && self.ledger.total() == 0
        })
        .await
    }

    async fn request(&self, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let length = body.len();
        let text = format!(
            "{head} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(text.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    async fn poll(&self, sid: &str) -> String {
        self.request(&format!("GET {POLLING}&sid={sid}"), "").await
    }

    async fn post(&self, sid: &str, body: &str) -> String {
        self.request(&format!("POST {POLLING}&sid={sid}"), body).await
    }

    /// Opens a polling session and returns its id.
    async fn open(&self) -> String {
        let answer = self.request(&format!("GET {POLLING}"), "").await;
        let (_, rest) = answer.split_once("\"sid\":\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    async fn connect(&self, sid: Option<&str>) -> WebSocket {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let sid = sid.map(|sid| format!("&sid={sid}")).unwrap_or_default();
        let head = format!(
            "GET /socket.io/?EIO=4&transport=websocket{sid} HTTP/1.1\r\nhost: x\r\n\
             connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
             sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(stream.read_u8().await.unwrap());
        }
        WebSocket { stream }
    }

    /// Opens a WebSocket that is connected to `/`.
    async fn socket(&self) -> WebSocket {
        let mut socket = self.connect(None).await;
        assert!(socket.next().await.unwrap().starts_with('0'));
        socket.send("40").await;
        assert!(socket.next().await.unwrap().starts_with("40{\"sid\":"));
        socket
    }
}

const POLLING: &str = "/socket.io/?EIO=4&transport=polling";

struct WebSocket {
    stream: TcpStream,
}

impl WebSocket {
    async fn send(&mut self, text: &str) {
        self.send_frame(Data::Text, text.as_bytes(), text.len()).await;
    }

    /// Sends a frame whose header announces `announced` bytes.
    async fn send_frame(&mut self, kind: Data, bytes: &[u8], announced: usize) {
        let header = FrameHeader {
            opcode: OpCode::Data(kind),
            mask: Some([0; 4]),
            ..FrameHeader::default()
        };
        let mut frame = Vec::new();
        header.format(announced as u64, &mut frame).unwrap();
        frame.extend_from_slice(bytes);
        // The server may already have closed the connection.
        let _ = self.stream.write_all(&frame).await;
    }

    /// The next text; `None` once the server has closed.
    async fn next(&mut self) -> Option<String> {
        let first = self.stream.read_u8().await.ok()?;
        let length = match self.stream.read_u8().await.ok()? {
            126 => usize::from(self.stream.read_u16().await.ok()?),
            127 => usize::try_from(self.stream.read_u64().await.ok()?).unwrap(),
            length => usize::from(length),
        };
        let mut payload = vec![0; length];
        self.stream.read_exact(&mut payload).await.ok()?;
        (first == 0x81).then(|| String::from_utf8(payload).unwrap())
    }
}

async fn eventually(mut condition: impl FnMut() -> bool) -> bool {
    for _ in 0..500 {
        if condition() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}

#[tokio::test]
async fn events_are_answered_over_both_transports() {
    let server = Server::start().await;
    let mut socket = server.socket().await;
    socket.send(r#"421["x",{}]"#).await;
    assert_eq!(socket.next().await.unwrap(), r#"431["[\"x\",{}]"]"#);

    let sid = server.open().await;
    assert!(server.post(&sid, "40\x1e427[\"y\"]").await.ends_with("\r\n\r\nok"));
    let answer = server.poll(&sid).await;
    assert!(answer.contains("\r\n\r\n40{\"sid\":"), "{answer}");
    assert!(answer.ends_with("\x1e437[\"[\\\"y\\\"]\"]"), "{answer}");
}

#[tokio::test]
async fn a_session_changes_from_polling_to_a_websocket_without_a_loss() {
    let server = Server::start().await;
    let sid = server.open().await;
    server.post(&sid, "40").await;
    let mut socket = server.connect(Some(&sid)).await;
    socket.send("2probe").await;
    assert_eq!(socket.next().await.unwrap(), "3probe");
    assert!(server.poll(&sid).await.contains("40{\"sid\":"));
    assert!(server.poll(&sid).await.ends_with("\r\n\r\n6"));
    server.post(&sid, "42[\"before\"]").await;
    socket.send("5").await;
    socket.send("42[\"after\"]").await;
    assert_eq!(socket.next().await.unwrap(), r#"42["said","[\"before\"]"]"#);
    assert_eq!(socket.next().await.unwrap(), r#"42["said","[\"after\"]"]"#);
    assert!(server.poll(&sid).await.starts_with("HTTP/1.1 400"));
    socket.send("42[\"still\"]").await;
    assert!(socket.next().await.unwrap().contains("still"));
}

#[tokio::test]
async fn a_transport_that_moves_between_threads_loses_nothing() {
    let server = Server::start().await;
    let mut socket = server.socket().await;
    for number in 0..100 {
        socket.send(&format!("42[\"move\",{number}]")).await;
        socket.send(&format!("42[\"x\",{number}]")).await;
    }
    for number in 0..100 {
        for event in ["move", "x"] {
            let expected = format!(r#"42["said","[\"{event}\",{number}]"]"#);
            assert_eq!(socket.next().await.unwrap(), expected);
        }
    }
    let sent = server.app.sockets.lock().unwrap()[0].clone();
    sent.emit(Encoded::new("news", Some("x")).unwrap());
    assert_eq!(socket.next().await.unwrap(), r#"42["news","x"]"#);
    drop((socket, sent));
    assert!(server.is_empty().await);
}

#[tokio::test]
async fn a_binary_packet_is_refused_at_once_and_holds_nothing() {
    let server = Server::start().await;
    let mut sockets = Vec::new();
    for _ in 0..20 {
        let mut socket = server.socket().await;
        socket.send(r#"4560-1["x",{"_placeholder":true,"num":0}]"#).await;
        assert_eq!(socket.next().await.unwrap(), r#"431["binary"]"#);
        for _ in 0..20 {
            socket.send_frame(Data::Binary, &[7; 50_000], 50_000).await;
        }
        sockets.push(socket);
    }
    assert!(eventually(|| server.ledger.total() < 10_000).await, "{}", server.ledger.total());
    assert_eq!(server.transports.sessions(), 20);
}

#[tokio::test]
async fn messages_that_are_never_finished_are_counted() {
    let server = Server::start().await;
    let mut sockets = Vec::new();
    for _ in 0..40 {
        let mut socket = server.socket().await;
        socket.send_frame(Data::Text, &[b'4'; 90_000], 99_000).await;
        sockets.push(socket);
        assert!(server.ledger.total() <= BUDGETS.address + MOST);
    }
    let closed = || server.transports.sessions() < 40;
    assert!(eventually(closed).await, "the address has more than its budget");
}

#[tokio::test]
async fn a_client_that_leaves_its_namespace_does_not_keep_its_transport() {
    let server = Server::start().await;
    let mut socket = server.socket().await;
    socket.send("41").await;
    assert_eq!(socket.next().await, None);
    assert!(server.is_empty().await);
}

#[tokio::test]
async fn bursts_of_connects_and_disconnects_leave_nothing_behind() {
    let server = Server::start().await;
    let mut socket = server.connect(None).await;
    for _ in 0..200 {
        socket.send("40").await;
        socket.send("41").await;
    }
    while socket.next().await.is_some() {}
    assert!(server.is_empty().await);
    let sid = server.open().await;
    server.post(&sid, &["40\x1e41"; 200].join("\x1e")).await;
    assert!(server.is_empty().await);
}

#[tokio::test]
async fn a_session_that_never_polls_holds_no_more_than_its_budget() {
    let server = Server::start().await;
    let sid = server.open().await;
    server.post(&sid, "40").await;
    let payload = "x".repeat(CONFIG.max_payload - 100);
    for _ in 0..20 {
        server.post(&sid, &format!("42[\"{payload}\"]")).await;
        assert!(server.ledger.total() <= MOST, "{}", server.ledger.total());
    }
    assert!(server.is_empty().await, "it does not take what it is sent");
}

#[tokio::test]
async fn a_client_that_does_not_read_is_closed_and_its_socket_told() {
    let server = Server::start().await;
    let socket = server.socket().await;
    let there = server.app.sockets.lock().unwrap().pop().unwrap();
    let event = Encoded::new("news", Some(&"x".repeat(10_000))).unwrap();
    let mut sent = 0;
    while server.app.running.load(Ordering::SeqCst) > 0 {
        there.emit(event.clone().numbered(sent));
        sent += 1;
        assert!(sent < 10_000 && server.ledger.total() <= MOST);
        tokio::task::yield_now().await;
    }
    drop(there);
    assert!(server.is_empty().await);
    drop(socket);
}

#[tokio::test]
async fn over_the_budget_of_an_address_the_slowest_goes_first() {
    let server = Server::start().await;
    let mut sids = Vec::new();
    for _ in 0..12 {
        let sid = server.open().await;
        server.post(&sid, "40").await;
        sids.push(sid);
    }
    let sockets = server.app.sockets.lock().unwrap().clone();
    let (slow, others) = sockets.split_first().unwrap();
    let event = |bytes: usize| Encoded::new("news", Some(&"x".repeat(bytes))).unwrap();
    for _ in 0..3 {
        slow.emit(event(60_000));
    }
    for other in others {
        other.emit(event(100_000));
    }
    assert_eq!(server.transports.sessions(), 12);
    for other in others {
        other.emit(event(70_000));
    }
    assert!(server.ledger.total() <= BUDGETS.address);
    assert!(eventually(|| server.transports.sessions() < 12).await);
    assert!(server.poll(&sids[0]).await.starts_with("HTTP/1.1 400"));
}

#[tokio::test]
async fn a_post_whose_body_does_not_come_is_closed() {
    let server = Server::start().await;
    let sid = server.open().await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head =
        format!("POST {POLLING}&sid={sid} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n4");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let read = stream.read_to_string(&mut answer);
    tokio::time::timeout(Duration::from_secs(20), read).await.expect("it stays open").unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(server.is_empty().await);
}

#[tokio::test]
async fn a_post_that_is_too_large_is_not_read() {
    let server = Server::start().await;
    let sid = server.open().await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = format!(
        "POST {POLLING}&sid={sid} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 100001\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn no_answer_of_polling_is_stored() {
    let server = Server::start().await;
    let sid = server.open().await;
    for answer in [
        server.request(&format!("GET {POLLING}"), "").await,
        server.post(&sid, "40").await,
        server.poll(&sid).await,
        server.poll("nobody").await,
        server.request("GET /socket.io/", "").await,
    ] {
        assert!(answer.contains("cache-control: no-store\r\n"), "{answer}");
    }
}

#[tokio::test]
async fn an_address_that_has_too_many_opens_no_session() {
    let server = Server::with(App { full: true, ..App::default() }).await;
    let answer = server.request(&format!("GET {POLLING}"), "").await;
    assert!(answer.starts_with("HTTP/1.1 429"), "{answer}");
    assert_eq!(server.transports.sessions(), 0);
}

#[tokio::test]
async fn requests_that_are_none_are_refused() {
    let server = Server::start().await;
    let sid = server.open().await;
    for (head, problem) in [
        ("GET /socket.io/?transport=polling".to_owned(), "\"code\":5"),
        ("GET /socket.io/?EIO=3&transport=polling".to_owned(), "\"code\":5"),
        ("GET /socket.io/?EIO=4".to_owned(), "\"code\":0"),
        (format!("POST {POLLING}"), "\"code\":2"),
        (format!("PUT {POLLING}&sid={sid}"), "\"code\":2"),
        (format!("GET {POLLING}&sid=x"), "\"code\":1"),
        ("GET /socket.io/?EIO=4&transport=websocket".to_owned(), "\"code\":3"),
    ] {
        let answer = server.request(&head, "").await;
        assert!(answer.starts_with("HTTP/1.1 400") && answer.contains(problem), "{answer}");
    }
}

#[tokio::test]
async fn two_polls_at_a_time_close_the_session() {
    let server = Server::start().await;
    let sid = server.open().await;
    let (first, second) = tokio::join!(server.poll(&sid), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        server.poll(&sid).await
    });
    assert!(first.ends_with("\r\n\r\n1"), "{first}");
    assert!(second.starts_with("HTTP/1.1 400"), "{second}");
    assert!(server.is_empty().await);
}

#[tokio::test]
async fn the_id_of_a_socket_leads_to_no_session() {
    let server = Server::start().await;
    let sid = server.open().await;
    server.post(&sid, "40").await;
    let socket = server.app.sockets.lock().unwrap()[0].id().to_owned();
    assert_ne!(socket, sid);
    assert!(server.poll(&socket).await.starts_with("HTTP/1.1 400"));
    assert!(sid.len() >= 22, "at least 128 bits");
}

#[tokio::test]
async fn what_is_queued_is_written_before_the_server_stops() {
    let server = Server::start().await;
    let mut socket = server.socket().await;
    let there = server.app.sockets.lock().unwrap().pop().unwrap();
    for number in 0..100 {
        there.emit(Encoded::new("bye", Some("x")).unwrap().numbered(number));
    }
    let (_, texts) = tokio::join!(server.transports.stop(), async {
        let mut texts = Vec::new();
        while let Some(text) = socket.next().await {
            texts.push(text);
        }
        texts
    });
    assert_eq!(texts.len(), 100);
    assert_eq!(texts[99], r#"42["bye","x",99]"#);
}

#[tokio::test]
async fn a_client_between_two_polls_comes_for_what_is_left_before_the_server_stops() {
    let server = Server::start().await;
    let sid = server.open().await;
    server.post(&sid, "40").await;
    server.poll(&sid).await;
    let there = server.app.sockets.lock().unwrap().pop().unwrap();
    there.emit(Encoded::new("bye", Some("x")).unwrap());
    let (_, last) = tokio::join!(server.transports.stop(), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        server.poll(&sid).await
    });
    assert!(last.ends_with(r#"42["bye","x"]"#), "{last}");
    assert!(server.poll(&sid).await.starts_with("HTTP/1.1 400"));
}

/// Counts log events above the debug level.
#[derive(Clone, Default)]
struct Loud(Arc<AtomicUsize>);

impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Loud {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        if *event.metadata().level() < Level::DEBUG {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[tokio::test]
async fn what_clients_do_wrong_is_not_logged_above_debug() {
    use tracing_subscriber::layer::SubscriberExt as _;
    let loud = Loud::default();
    let subscriber = tracing_subscriber::registry().with(loud.clone());
    let _guard = tracing::subscriber::set_default(subscriber);
    let server = Server::start().await;
    for wrong in ["4abc", "42{}", "40/nowhere", "9", "45-", "2probe"] {
        let mut socket = server.socket().await;
        for _ in 0..1000 {
            socket.send(wrong).await;
        }
        drop(socket);
        let sid = server.open().await;
        server.post(&sid, &[wrong; 10_000].join("\x1e")).await;
    }
    assert!(server.is_empty().await);
    assert_eq!(loud.0.load(Ordering::Relaxed), 0);
}
