//! HTTP side of the transports: opens sessions, answers polls and posts, and upgrades to
//! WebSockets.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use convene_socketio::{Carrier, Session, SessionConfig};
use http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, SEC_WEBSOCKET_ACCEPT,
    SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use tokio::sync::oneshot;
use tokio_util::task::TaskTracker;
use tungstenite::handshake::derive_accept_key;

use super::io::{Upgraded, WebSocketIo};
use super::ledger::Ledger;
use super::link::{HttpInput, Link};
use super::registry::Registry;
use super::shards::Shards;
use super::task::{Driver, Home, Transport, Upper};

/// Timeout for receiving the body of a post.
#[cfg(not(test))]
const BODY: Duration = Duration::from_secs(15);
#[cfg(test)]
const BODY: Duration = Duration::from_millis(500);

/// Random bytes in a session id, which is a secret.
const ID_BYTES: usize = 18;

/// The service that uses the sessions.
pub(crate) trait Service: Send + Sync + 'static {
    /// Data about the client that opened the session, kept as long as the session.
    type Caller: Send + 'static;
    /// The layer that handles a session's messages.
    type Upper: Upper;

    /// Decides whether a client may open a session.
    ///
    /// # Errors
    /// If the client's address has too many sessions.
    fn admit(&self, request: &Parts) -> Result<Self::Caller, Refused>;
    /// The address whose budget the session is charged to. For IPv6, the address of the client's
    /// network.
    fn network(&self, caller: &Self::Caller) -> IpAddr;
    /// Unwraps the stream of an upgraded connection.
    fn stream(&self, upgraded: hyper::upgrade::Upgraded) -> Upgraded;
    /// Creates the message handler of a new session.
    fn start(&self, caller: Self::Caller, link: Arc<Link>) -> Self::Upper;
}

/// The client's address has too many sessions.
#[derive(Debug)]
pub(crate) struct Refused;

/// All transports. Cheap to clone.
pub(crate) struct Transports<S> {
    inner: Arc<Inner<S>>,
}

struct Inner<S> {
    service: S,
    config: SessionConfig,
    ledger: Ledger,
    registry: Arc<Registry>,
    shards: Shards,
    tasks: TaskTracker,
    stopping: AtomicBool,
}

impl<S> Clone for Transports<S> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

/// Error answers, with the codes of Engine.IO.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Problem {
    UnknownTransport,
    UnknownSession,
    Method,
    Bad,
    Version,
    TooLarge,
    TooSlow,
    TooMany,
    Stopping,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, code, message) = match self {
            Self::UnknownTransport => (StatusCode::BAD_REQUEST, 0, "Transport unknown"),
            Self::UnknownSession => (StatusCode::BAD_REQUEST, 1, "Session ID unknown"),
            Self::Method => (StatusCode::BAD_REQUEST, 2, "Bad handshake method"),
            Self::Bad => (StatusCode::BAD_REQUEST, 3, "Bad request"),
            Self::Version => (StatusCode::BAD_REQUEST, 5, "Unsupported protocol version"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, 3, "Payload too large"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, 3, "Payload too slow"),
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, 4, "Too many connections"),
            Self::Stopping => (StatusCode::SERVICE_UNAVAILABLE, 4, "The server is stopping"),
        };
        let body = format!("{{\"code\":{code},\"message\":\"{message}\"}}");
        let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
        let mut response = (status, headers, body).into_response();
        if self == Self::TooSlow {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

impl<S: Service> Transports<S> {
    pub(crate) fn new(service: S, config: SessionConfig, ledger: Ledger, shards: Shards) -> Self {
        let inner = Inner {
            service,
            config,
            ledger,
            registry: Arc::default(),
            shards,
            tasks: TaskTracker::new(),
            stopping: AtomicBool::new(false),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Number of open sessions.
    #[cfg(test)]
    pub(crate) fn sessions(&self) -> usize {
        self.inner.registry.all().len()
    }

    /// Answers an HTTP request to the Socket.IO path.
    pub(crate) async fn handle(self, request: Request<Body>) -> Response {
        match self.answer(request).await {
            Ok(response) => response,
            Err(problem) => problem.into_response(),
        }
    }

    /// Stops: refuses new sessions, and closes each transport once its queued packets are written.
    pub(crate) async fn stop(&self) {
        self.inner.stopping.store(true, Ordering::SeqCst);
        for link in self.inner.registry.all() {
            link.close();
        }
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
    }

    async fn answer(&self, request: Request<Body>) -> Result<Response, Problem> {
        let query = Query::parse(request.uri().query().unwrap_or_default());
        if query.version != Some("4") {
            return Err(Problem::Version);
        }
        let carrier = match query.transport {
            Some("polling") => Carrier::Polling,
            Some("websocket") => Carrier::WebSocket,
            _ => return Err(Problem::UnknownTransport),
        };
        let link = match query.session {
            Some(id) => Some(self.inner.registry.get(id).ok_or(Problem::UnknownSession)?),
            None => None,
        };
        match (carrier, link, request.method()) {
            (Carrier::Polling, None, &Method::GET) => self.open(request),
            (Carrier::Polling, Some(link), &Method::GET) => poll(&link).await,
            (Carrier::Polling, Some(link), &Method::POST) => self.post(&link, request).await,
            (Carrier::WebSocket, link, &Method::GET) => self.upgrade(link, request),
            _ => Err(Problem::Method),
        }
    }

    /// Opens a polling session.
    fn open(&self, request: Request<Body>) -> Result<Response, Problem> {
        let mut packet = Vec::new();
        let (parts, _) = request.into_parts();
        let transport = self.transport(&parts, Carrier::Polling, &mut packet)?;
        self.inner.tasks.spawn(Driver::new(transport(None)));
        Ok(payload(packet))
    }

    /// Receives a post and answers once its packets are handled.
    async fn post(&self, link: &Arc<Link>, request: Request<Body>) -> Result<Response, Problem> {
        if !link.begin_post() {
            link.end();
            return Err(Problem::Bad);
        }
        let read = read_body(link, request, self.inner.config.max_payload);
        let body = match tokio::time::timeout(BODY, read).await {
            Ok(Ok(body)) => body,
            Ok(Err(problem)) => {
                // The session ends: the packets of an incomplete post are lost for good.
                link.end();
                return Err(problem);
            }
            Err(_) => {
                link.end();
                return Err(Problem::TooSlow);
            }
        };
        let (answer, taken) = oneshot::channel();
        if !link.hand_over(HttpInput::Post(body, answer)) {
            return Err(Problem::UnknownSession);
        }
        taken.await.map_err(|_| Problem::Bad)?;
        Ok(([(CONTENT_TYPE, "text/html"), (CACHE_CONTROL, "no-store")], "ok").into_response())
    }

    /// Upgrades a request to a WebSocket, for a new session or to replace polling.
    fn upgrade(
        &self,
        link: Option<Arc<Link>>,
        request: Request<Body>,
    ) -> Result<Response, Problem> {
        let accept = accept_key(request.headers()).ok_or(Problem::Bad)?;
        let (mut parts, _) = request.into_parts();
        let upgrade = parts.extensions.remove::<hyper::upgrade::OnUpgrade>().ok_or(Problem::Bad)?;
        match link {
            Some(link) => {
                // A short task: it only passes the stream to the session's own task.
                let inner = Arc::clone(&self.inner);
                self.inner.tasks.spawn(async move {
                    if let Ok(stream) = upgrade.await {
                        let socket = WebSocketIo::new(inner.service.stream(stream));
                        link.hand_over(HttpInput::Probe(socket));
                    }
                });
            }
            None => {
                let mut packet = Vec::new();
                let transport = self.transport(&parts, Carrier::WebSocket, &mut packet)?;
                drop(parts);
                let inner = Arc::clone(&self.inner);
                self.inner.tasks.spawn(async move {
                    let Ok(stream) = upgrade.await else { return };
                    let mut socket = WebSocketIo::new(inner.service.stream(stream));
                    socket.push_text(&String::from_utf8_lossy(&packet));
                    Driver::new(transport(Some(socket))).start();
                });
            }
        }
        let headers = [
            (CONNECTION, HeaderValue::from_static("upgrade")),
            (UPGRADE, HeaderValue::from_static("websocket")),
            (SEC_WEBSOCKET_ACCEPT, accept),
        ];
        Ok((StatusCode::SWITCHING_PROTOCOLS, headers).into_response())
    }

    /// Creates a session and writes its open packet. Returns a function that builds the transport
    /// once its stream is ready.
    fn transport(
        &self,
        request: &Parts,
        carrier: Carrier,
        packet: &mut Vec<u8>,
    ) -> Result<impl FnOnce(Option<WebSocketIo>) -> Transport<S::Upper> + use<S>, Problem> {
        let inner = &self.inner;
        if inner.stopping.load(Ordering::SeqCst) {
            return Err(Problem::Stopping);
        }
        let caller = inner.service.admit(request).map_err(|Refused| Problem::TooMany)?;
        let link = Link::new(inner.ledger.account(inner.service.network(&caller)));
        let id = random_text(&rand::random::<[u8; ID_BYTES]>());
        let registered = inner.registry.register(&id, &link);
        let session = Session::new(inner.config, carrier, Instant::now());
        session.write_open(packet, &id);
        let upper = inner.service.start(caller, Arc::clone(&link));
        let max = inner.config.max_payload;
        let (shards, tasks) = (inner.shards.clone(), inner.tasks.clone());
        let home = Home { shards, tasks };
        Ok(move |socket| Transport::new(link, session, upper, max, socket, registered, home))
    }
}

/// Waits for packets of the session and returns them as a payload.
async fn poll(link: &Arc<Link>) -> Result<Response, Problem> {
    let (answer, packets) = oneshot::channel();
    if !link.hand_over(HttpInput::Poll(answer)) {
        return Err(Problem::UnknownSession);
    }
    Ok(payload(packets.await.map_err(|_| Problem::Bad)?))
}

fn payload(packets: Vec<u8>) -> Response {
    let headers = [(CONTENT_TYPE, "text/plain; charset=UTF-8"), (CACHE_CONTROL, "no-store")];
    (headers, packets).into_response()
}

/// Bytes of a request body, charged while the body is read.
struct Charged<'a> {
    link: &'a Link,
    bytes: usize,
}

impl Drop for Charged<'_> {
    fn drop(&mut self) {
        self.link.discharge(self.bytes);
    }
}

async fn read_body(link: &Link, request: Request<Body>, max: usize) -> Result<String, Problem> {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|it| it.to_str().ok());
    if length.and_then(|it| it.parse::<usize>().ok()).is_some_and(|length| length > max) {
        return Err(Problem::TooLarge);
    }
    let mut charged = Charged { link, bytes: 0 };
    let mut body = request.into_body();
    let mut read: Vec<u8> = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Problem::Bad)?.into_data() else { continue };
        if read.len() + data.len() > max {
            return Err(Problem::TooLarge);
        }
        read.extend_from_slice(&data);
        link.charge(data.len());
        charged.bytes += data.len();
    }
    String::from_utf8(read).map_err(|_| Problem::Bad)
}

/// The `Sec-WebSocket-Accept` value; `None` if the request is no WebSocket handshake (RFC 6455
/// section 4.2.1).
fn accept_key(headers: &HeaderMap) -> Option<HeaderValue> {
    let has = |name: HeaderName, token: &str| {
        let values = headers.get_all(name).into_iter();
        let mut tokens = values.flat_map(|it| it.to_str().unwrap_or_default().split(','));
        tokens.any(|it| it.trim().eq_ignore_ascii_case(token))
    };
    let key = headers.get(SEC_WEBSOCKET_KEY)?;
    let is_handshake = has(CONNECTION, "upgrade")
        && has(UPGRADE, "websocket")
        && headers.get(SEC_WEBSOCKET_VERSION).is_some_and(|version| version == "13");
    let accept = is_handshake.then(|| derive_accept_key(key.as_bytes()))?;
    HeaderValue::from_str(&accept).ok()
}

/// Session fields of the query string. If a field is repeated, the first one counts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Query<'a> {
    version: Option<&'a str>,
    transport: Option<&'a str>,
    session: Option<&'a str>,
}

impl<'a> Query<'a> {
    fn parse(query: &'a str) -> Self {
        let mut parsed = Self::default();
        for field in query.split('&') {
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            let place = match name {
                "EIO" => &mut parsed.version,
                "transport" => &mut parsed.transport,
                "sid" => &mut parsed.session,
                _ => continue,
            };
            place.get_or_insert(value);
        }
        parsed
    }
}

/// Encodes random bytes as text that is safe in URLs and JSON.
fn random_text(bytes: &[u8]) -> String {
    data_encoding::BASE64URL_NOPAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_is_read_as_it_is_written() {
        let query = Query::parse("EIO=4&transport=polling&t=x&sid=abc&sid=def");
        let expected =
            Query { version: Some("4"), transport: Some("polling"), session: Some("abc") };
        assert_eq!(query, expected);
        assert_eq!(
            Query::parse("EIO&sid"),
            Query { version: Some(""), transport: None, session: Some("") }
        );
        assert_eq!(Query::parse("eio=4&s%69d=x"), Query::default());
    }

    #[test]
    fn only_a_handshake_is_accepted() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("connection", "keep-alive, Upgrade"),
            ("upgrade", "WebSocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ] {
            assert_eq!(accept_key(&headers), None);
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        assert_eq!(accept_key(&headers).unwrap(), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
