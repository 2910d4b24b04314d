//! The running HTTP server: accepts connections and answers requests until it drains. With TLS, clients of relay and
//! forwarding server may come by the same port.
//!
//! Idle connections are closed: those that do not finish their TLS handshake, send no request, or
//! send its head too slowly.

use std::future::{Future, Ready, ready};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Context, Poll};
use std::time::Duration;

use axum::Router;
use axum_server::accept::Accept;
use axum_server::tls_rustls::RustlsAcceptor;
use hyper::upgrade::Upgraded;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::conn::auto::upgrade;
use ipnet::IpNet;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;
use tokio_util::compat::Compat;

use crate::address_limit::{AddressPlace, AddressPlaces};
use crate::tls::{Terminator, plain_http};
use crate::transport::{Movable, MovableTcp};
use crate::{shutdown, transport};

mod doors;

pub(crate) use doors::Doors;
use doors::{Media, Opening, is_stun, opening};

/// Timeout for a TLS handshake, for the first bytes after it, and for the head of each request.
#[cfg(not(test))]
const PATIENCE: Duration = Duration::from_secs(15);
#[cfg(test)]
const PATIENCE: Duration = Duration::from_millis(300);

/// Timeout for the answer to an HTTP/2 ping, and the interval between pings.
const PING: Duration = Duration::from_secs(20);

/// A running HTTP server.
pub(crate) struct Serving {
    handle: axum_server::Handle<SocketAddr>,
    task: tokio::task::JoinHandle<io::Result<()>>,
}

/// Limits the open connections of each address. It applies before a connection sends its first
/// request.
#[derive(Debug, Clone)]
pub(crate) struct ConnectionLimit {
    places: AddressPlaces,
    /// Proxies whose connections are not counted, because each serves many people.
    trusted_proxies: Arc<[IpNet]>,
}

impl ConnectionLimit {
    /// Limits each address (IPv6: each /64) to `per_address` connections, except trusted proxies.
    pub(crate) fn new(per_address: u32, trusted_proxies: &[IpNet]) -> Self {
        Self { places: AddressPlaces::new(per_address), trusted_proxies: trusted_proxies.into() }
    }

    /// Counts a connection; fails if its address has too many.
    fn admit(&self, stream: &TcpStream) -> io::Result<Option<AddressPlace>> {
        let peer = stream.peer_addr()?.ip().to_canonical();
        if self.trusted_proxies.iter().any(|network| network.contains(&peer)) {
            return Ok(None);
        }
        let place = self.places.take(peer);
        place.map(Some).ok_or_else(|| io::Error::other("too many connections of this address"))
    }
}

impl Serving {
    /// Starts serving on the listener, which must be non-blocking.
    pub(crate) fn start(
        listener: TcpListener,
        terminator: Terminator,
        doors: Doors,
        limit: ConnectionLimit,
        router: Router,
    ) -> anyhow::Result<Self> {
        let handle = axum_server::Handle::new();
        let mut server = axum_server::from_tcp(listener)?.handle(handle.clone());
        let http = server.http_builder();
        http.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE);
        http.http2().timer(TokioTimer::new()).keep_alive_interval(PING).keep_alive_timeout(PING);
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let task = match terminator {
            Terminator::Plain => {
                let acceptor = Impatient { inner: Direct, limit };
                tokio::spawn(server.acceptor(acceptor).serve(service))
            }
            Terminator::Rustls(config) => {
                let acceptor = Shared { tls: RustlsAcceptor::new(config), limit, doors };
                tokio::spawn(server.acceptor(acceptor).serve(service))
            }
            Terminator::Acme(acceptor) => {
                let acceptor = Shared { tls: *acceptor, limit, doors };
                tokio::spawn(server.acceptor(acceptor).serve(service))
            }
        };
        Ok(Self { handle, task })
    }

    /// Stops accepting connections, lets requests finish, then closes the remaining connections.
    pub(crate) async fn drain(self) {
        self.handle.graceful_shutdown(Some(shutdown::DRAIN));
        match self.task.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the HTTP server failed"),
            Err(error) => tracing::error!(%error, "the HTTP server failed"),
        }
    }
}

/// TLS with a certificate from files, and from a CA.
type Tls = tokio_rustls::server::TlsStream<MovableTcp>;
type AcmeTls = Compat<rustls_acme::futures_rustls::server::TlsStream<Compat<MovableTcp>>>;

impl Movable for Tls {
    fn tcp(&mut self) -> &mut MovableTcp {
        self.get_mut().0
    }
}

impl Movable for AcmeTls {
    fn tcp(&mut self) -> &mut MovableTcp {
        self.get_mut().get_mut().0.get_mut()
    }
}

/// The stream of an upgraded connection, so that it can move: TCP or TLS over it.
pub(crate) fn stream_of(upgraded: Upgraded) -> transport::Upgraded {
    movable::<MovableTcp>(upgraded)
        .or_else(movable::<Tls>)
        .or_else(movable::<AcmeTls>)
        .unwrap_or_else(|upgraded| transport::Upgraded::Any(Box::new(TokioIo::new(upgraded))))
}

fn movable<S: Movable + 'static>(upgraded: Upgraded) -> Result<transport::Upgraded, Upgraded> {
    // Not `Upgraded::downcast`: the server that detects the HTTP version wraps each stream.
    let parts = upgrade::downcast::<TokioIo<Begun<S>>>(upgraded)?;
    let Begun { stream, _place: place, .. } = parts.io.into_inner();
    let (read, guard) = (parts.read_buf.to_vec(), Box::new(place));
    Ok(transport::Upgraded::Movable { stream: Box::new(stream), read, guard })
}

/// Acceptor of connections without TLS.
#[derive(Clone)]
struct Direct;

impl<S> Accept<MovableTcp, S> for Direct {
    type Stream = MovableTcp;
    type Service = S;
    type Future = Ready<io::Result<(MovableTcp, S)>>;

    fn accept(&self, stream: MovableTcp, service: S) -> Self::Future {
        ready(Ok((stream, service)))
    }
}

/// Acceptor that counts connections by address, and sets a timeout for the inner acceptor and then
/// for the client's first bytes.
#[derive(Clone)]
struct Impatient<A> {
    inner: A,
    limit: ConnectionLimit,
}

impl<A, S> Accept<TcpStream, S> for Impatient<A>
where
    A: Accept<MovableTcp, S>,
    A::Future: Send + 'static,
{
    type Stream = Begun<A::Stream>;
    type Service = A::Service;
    type Future =
        Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send + 'static>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let place = admit(&stream, &self.limit);
        let accepted = self.inner.accept(MovableTcp::new(stream), service);
        Box::pin(async move {
            let place = place?;
            let (stream, service) = tokio::time::timeout(PATIENCE, accepted).await??;
            Ok((Begun::new(stream, None, place), service))
        })
    }
}

fn admit(stream: &TcpStream, limit: &ConnectionLimit) -> io::Result<Option<AddressPlace>> {
    // Signaling sends small messages in quick succession. With Nagle's algorithm, waiting for
    // acknowledgements between two messages would delay each by 40 ms.
    let _slower = stream.set_nodelay(true);
    limit.admit(stream)
}

/// Acceptor of a TLS port, which other protocols share: clients of the relay, over TLS or without, of the forwarding
/// server, and those that speak plain HTTP. It counts and sets timeouts like [`Impatient`].
#[derive(Clone)]
struct Shared<A> {
    tls: A,
    limit: ConnectionLimit,
    doors: Doors,
}

impl<A, S> Accept<TcpStream, S> for Shared<A>
where
    A: Accept<MovableTcp, S> + Clone + Send + Sync + 'static,
    A::Future: Send,
    A::Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    A::Service: Send,
    S: Send + 'static,
{
    type Stream = Begun<A::Stream>;
    type Service = A::Service;
    type Future =
        Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send + 'static>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let place = admit(&stream, &self.limit);
        let this = self.clone();
        Box::pin(async move {
            let place = place?;
            let addresses = (stream.peer_addr()?, stream.local_addr()?);
            let accepted = async {
                match opening(&stream).await? {
                    Opening::Tls => {
                        let accepted = this.tls.accept(MovableTcp::new(stream), service).await?;
                        Ok(Some((accepted, place)))
                    }
                    Opening::Turn => {
                        this.doors.hand_over(Media::Turn, stream, place).map(|()| None)
                    }
                    Opening::Ice => this.doors.hand_over(Media::Ice, stream, place).map(|()| None),
                    Opening::Other => plain_http::redirect(stream).await.map(|()| None),
                }
            };
            let accepted: io::Result<_> = tokio::time::timeout(PATIENCE, accepted).await?;
            let Some(((mut stream, service), place)) = accepted? else {
                return Err(io::Error::other("no HTTPS, and served elsewhere"));
            };
            let first = tokio::time::timeout(PATIENCE, stream.read_u8()).await??;
            if is_stun(first) {
                this.doors.bridge(stream, first, addresses, place)?;
                return Err(io::Error::other("a client of the relay"));
            }
            Ok((Begun::new(stream, Some(first), place), service))
        })
    }
}

/// A stream that fails unless its first bytes arrive in time.
///
/// hyper reads as many bytes as an HTTP/2 preface has before it knows the version and starts its
/// own timers, and it waits for those bytes forever.
struct Begun<S> {
    stream: S,
    /// Missing bytes of the preface, and the remaining time; `None` once they have arrived.
    waiting: Option<(usize, Pin<Box<Sleep>>)>,
    /// A byte that was read already.
    first: Option<u8>,
    /// Slot of the connection's address, freed when the connection closes.
    _place: Option<AddressPlace>,
}

impl<S> Begun<S> {
    const PREFACE: usize = 24;

    fn new(stream: S, first: Option<u8>, place: Option<AddressPlace>) -> Self {
        let sleep = Box::pin(tokio::time::sleep(PATIENCE));
        Self { stream, waiting: Some((Self::PREFACE, sleep)), first, _place: place }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Begun<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        if buffer.remaining() > 0
            && let Some(first) = this.first.take()
        {
            buffer.put_slice(&[first]);
        }
        let polled = Pin::new(&mut this.stream).poll_read(cx, buffer);
        let Some((missing, sleep)) = &mut this.waiting else {
            return polled;
        };
        if polled.is_pending() && buffer.filled().len() == before {
            task::ready!(sleep.as_mut().poll(cx));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        *missing = missing.saturating_sub(buffer.filled().len() - before);
        if *missing == 0 {
            this.waiting = None;
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Begun<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use axum::extract::Request;
    use axum::routing::get;
    use http::StatusCode;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::tls::testing::{PemFiles, trusting};

    async fn serve(terminator: Terminator) -> (Serving, SocketAddr) {
        serve_with(terminator, ConnectionLimit::new(100, &[])).await
    }

    async fn serve_with(terminator: Terminator, limit: ConnectionLimit) -> (Serving, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let slow = get(async || {
            tokio::time::sleep(PATIENCE * 2).await;
            "done"
        });
        let upgraded = get(async |request: Request| {
            tokio::spawn(async move {
                let upgraded = hyper::upgrade::on(request).await.unwrap();
                let mut stream = match stream_of(upgraded) {
                    transport::Upgraded::Movable { mut stream, read, guard: _guard } => {
                        stream.write_all(b"movable ").await.unwrap();
                        stream.write_all(&read).await.unwrap();
                        stream.flush().await.unwrap();
                        return;
                    }
                    transport::Upgraded::Any(stream) => stream,
                };
                stream.write_all(b"other").await.unwrap();
                stream.shutdown().await.unwrap();
            });
            let headers = [("connection", "upgrade"), ("upgrade", "websocket")];
            (StatusCode::SWITCHING_PROTOCOLS, headers)
        });
        let router = Router::new().route("/slow", slow).route("/upgraded", upgraded);
        (Serving::start(listener, terminator, Doors::default(), limit, router).unwrap(), address)
    }

    /// Sends the bytes and waits for the server to close the connection.
    async fn answer(address: SocketAddr, bytes: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(bytes.as_bytes()).await.unwrap();
        let mut text = Vec::new();
        let read = stream.read_to_end(&mut text);
        tokio::time::timeout(PATIENCE * 10, read).await.expect("it was not closed").ok();
        String::from_utf8_lossy(&text).into_owned()
    }

    #[tokio::test]
    async fn a_connection_that_does_nothing_is_closed() {
        let (_serving, address) = serve(Terminator::Plain).await;
        for bytes in ["", "GET", "GET /slow HTTP/1.1\r\nhost: a-host-that-is-long-enough\r\nx-he"] {
            let text = answer(address, bytes).await;
            assert!(text.is_empty() || text.starts_with("HTTP/1.1 408"), "{bytes}: {text}");
        }
    }

    #[tokio::test]
    async fn a_handshake_that_is_not_finished_is_closed() {
        crate::tls::install_provider();
        let files = PemFiles::new("localhost");
        let (_serving, address) = serve(Terminator::Rustls(files.config())).await;
        for bytes in ["", "\u{16}\u{3}\u{1}"] {
            assert_eq!(answer(address, bytes).await, "");
        }
    }

    #[tokio::test]
    async fn plain_http_on_the_port_of_https_is_told_the_way() {
        crate::tls::install_provider();
        let files = PemFiles::new("localhost");
        let (_serving, address) = serve(Terminator::Rustls(files.config())).await;
        let text = answer(address, "GET /m/x HTTP/1.1\r\nhost: localhost:3000\r\n\r\n").await;
        assert!(text.starts_with("HTTP/1.1 308 "), "{text}");
        assert!(text.contains("\r\nlocation: https://localhost:3000/m/x\r\n"), "{text}");
        assert_eq!(answer(address, "GET / HT").await, "");
    }

    /// Opens a connection and sends a request; true if it is answered.
    async fn is_answered(address: SocketAddr) -> (bool, TcpStream) {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let asked = stream.write_all(b"GET /none HTTP/1.1\r\nhost: localhost\r\n\r\n").await;
        let mut head = [0; 12];
        let answered = asked.is_ok() && stream.read_exact(&mut head).await.is_ok();
        (answered && head.starts_with(b"HTTP/1.1 404"), stream)
    }

    #[tokio::test]
    async fn an_address_has_so_many_connections_and_gets_them_back() {
        let limit = ConnectionLimit::new(3, &[]);
        let (_serving, address) = serve_with(Terminator::Plain, limit.clone()).await;
        let mut open = Vec::new();
        for _ in 0..3 {
            let (answered, stream) = is_answered(address).await;
            assert!(answered);
            open.push(stream);
        }
        assert!(!is_answered(address).await.0, "one too many");
        open.pop();
        let mut answered = false;
        for _ in 0..1000 {
            answered = is_answered(address).await.0;
            if answered {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(answered, "a place is free again");
    }

    #[tokio::test]
    async fn connections_of_a_trusted_proxy_are_not_counted() {
        let limit = ConnectionLimit::new(1, &["127.0.0.0/8".parse().unwrap()]);
        let (_serving, address) = serve_with(Terminator::Plain, limit).await;
        let mut open = Vec::new();
        for _ in 0..5 {
            let (answered, stream) = is_answered(address).await;
            assert!(answered);
            open.push(stream);
        }
    }

    const UPGRADE: &str = "GET /upgraded HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\n\
                           upgrade: websocket\r\n\r\nearly";

    /// The shards take no other streams.
    #[tokio::test]
    async fn an_upgraded_connection_can_move_and_has_the_bytes_read_from_it() {
        let (_serving, address) = serve(Terminator::Plain).await;
        let text = answer(address, UPGRADE).await;
        assert!(text.ends_with("\r\n\r\nmovable early"), "{text}");
    }

    #[tokio::test]
    async fn so_can_one_over_tls() {
        crate::tls::install_provider();
        let files = PemFiles::new("localhost");
        let (_serving, address) = serve(Terminator::Rustls(files.config())).await;
        let connector = tokio_rustls::TlsConnector::from(trusting(&files.der));
        let stream = TcpStream::connect(address).await.unwrap();
        let name = "localhost".try_into().unwrap();
        let mut stream = connector.connect(name, stream).await.unwrap();
        stream.write_all(UPGRADE.as_bytes()).await.unwrap();
        let mut text = Vec::new();
        let read = stream.read_to_end(&mut text);
        tokio::time::timeout(PATIENCE * 10, read).await.expect("it was not closed").ok();
        let text = String::from_utf8_lossy(&text);
        assert!(text.ends_with("\r\n\r\nmovable early"), "{text}");
    }

    /// A Binding request, and no STUN at all that begins like one.
    #[tokio::test]
    async fn media_without_a_door_is_closed() {
        crate::tls::install_provider();
        let files = PemFiles::new("localhost");
        let (_serving, address) = serve(Terminator::Rustls(files.config())).await;
        let request = "\0\u{1}\0\0\u{21}\u{12}\u{a4}B";
        let request: Vec<u8> =
            request.chars().map(|it| u8::try_from(u32::from(it)).unwrap()).collect();
        let framed = [&[0, 20][..], &request].concat();
        for bytes in [request, framed, vec![0; 3], vec![1; 100]] {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(&bytes).await.unwrap();
            let mut text = Vec::new();
            let read = stream.read_to_end(&mut text);
            let _ended =
                tokio::time::timeout(PATIENCE * 10, read).await.expect("it was not closed");
            assert!(text.is_empty() || text.starts_with(b"HTTP/1.1 400"), "{bytes:?}: {text:?}");
        }
    }

    #[tokio::test]
    async fn an_answer_may_take_its_time() {
        let (_serving, address) = serve(Terminator::Plain).await;
        let text =
            answer(address, "GET /slow HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
        assert!(text.ends_with("done"), "{text}");
    }
}
