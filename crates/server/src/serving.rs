//! The HTTP server at work: connections in, answers out, until it drains.
//!
//! A connection that does nothing is closed: one that does not finish its TLS handshake, one that
//! sends no request, one that sends its head slowly.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum_server::accept::{Accept, DefaultAcceptor};
use axum_server::tls_rustls::RustlsAcceptor;
use hyper_util::rt::TokioTimer;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

use crate::shutdown;
use crate::tls::{Terminator, plain_http};

/// For a TLS handshake, for the first bytes after it, and for the head of each request.
#[cfg(not(test))]
const PATIENCE: Duration = Duration::from_secs(15);
#[cfg(test)]
const PATIENCE: Duration = Duration::from_millis(300);

/// A client that does not answer an HTTP/2 ping in this time is gone.
const PING: Duration = Duration::from_secs(20);

/// A running HTTP server.
pub(crate) struct Serving {
    handle: axum_server::Handle<SocketAddr>,
    task: tokio::task::JoinHandle<io::Result<()>>,
}

impl Serving {
    /// Starts answering on the listener, which must be non-blocking.
    pub(crate) fn start(
        listener: TcpListener,
        terminator: Terminator,
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
                tokio::spawn(server.acceptor(Impatient(DefaultAcceptor::new())).serve(service))
            }
            Terminator::Rustls(config) => {
                let acceptor = ToHttps(RustlsAcceptor::new(config));
                tokio::spawn(server.acceptor(Impatient(acceptor)).serve(service))
            }
            Terminator::Acme(acceptor) => {
                tokio::spawn(server.acceptor(Impatient(ToHttps(*acceptor))).serve(service))
            }
        };
        Ok(Self { handle, task })
    }

    /// Takes no more connections and lets requests finish, then closes what is left.
    pub(crate) async fn drain(self) {
        self.handle.graceful_shutdown(Some(shutdown::DRAIN));
        match self.task.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the HTTP server failed"),
            Err(error) => tracing::error!(%error, "the HTTP server failed"),
        }
    }
}

/// Gives the acceptor within, and then the client, a limited time.
#[derive(Clone)]
struct Impatient<A>(A);

impl<A, S> Accept<TcpStream, S> for Impatient<A>
where
    A: Accept<TcpStream, S>,
    A::Future: Send + 'static,
{
    type Stream = Begun<A::Stream>;
    type Service = A::Service;
    type Future =
        Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send + 'static>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        // What is signaled is small and follows upon each other: to wait for acknowledgements between two messages
        // costs each of them 40 ms.
        let _slower = stream.set_nodelay(true);
        let accepted = self.0.accept(stream, service);
        Box::pin(async move {
            let (stream, service) = tokio::time::timeout(PATIENCE, accepted).await??;
            Ok((Begun::new(stream), service))
        })
    }
}

/// Sends whoever speaks plain HTTP to the acceptor's TLS the right way.
#[derive(Clone)]
struct ToHttps<A>(A);

impl<A, S> Accept<TcpStream, S> for ToHttps<A>
where
    A: Accept<TcpStream, S> + Clone + Send + 'static,
    A::Future: Send + 'static,
    S: Send + 'static,
{
    type Stream = A::Stream;
    type Service = A::Service;
    type Future =
        Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send + 'static>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let acceptor = self.0.clone();
        Box::pin(async move {
            let stream = plain_http::redirect(stream).await?;
            acceptor.accept(stream, service).await
        })
    }
}

/// A stream that fails unless its first bytes arrive in time.
///
/// hyper reads as many bytes as an HTTP/2 preface has before it knows the version and starts its own
/// timers, and it waits for them for ever.
struct Begun<S> {
    stream: S,
    /// Until the preface could have been read, with the time that is left.
    waiting: Option<(usize, Pin<Box<Sleep>>)>,
}

impl<S> Begun<S> {
    const PREFACE: usize = 24;

    fn new(stream: S) -> Self {
        let sleep = Box::pin(tokio::time::sleep(PATIENCE));
        Self { stream, waiting: Some((Self::PREFACE, sleep)) }
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
        let polled = Pin::new(&mut this.stream).poll_read(cx, buffer);
        let Some((missing, sleep)) = &mut this.waiting else {
            return polled;
        };
        if polled.is_pending() {
            ready!(sleep.as_mut().poll(cx));
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
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::tls::testing::PemFiles;

    async fn serve(terminator: Terminator) -> (Serving, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let slow = get(async || {
            tokio::time::sleep(PATIENCE * 2).await;
            "done"
        });
        let router = Router::new().route("/slow", slow);
        (Serving::start(listener, terminator, router).unwrap(), address)
    }

    /// Sends this and waits for the server to close the connection.
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

    #[tokio::test]
    async fn an_answer_may_take_its_time() {
        let (_serving, address) = serve(Terminator::Plain).await;
        let text =
            answer(address, "GET /slow HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
        assert!(text.ends_with("done"), "{text}");
    }
}
