//! Byte stream of a WebSocket: reading and writing.

use std::cell::RefCell;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::link::{Link, Packet};
use super::movable::Movable;
use super::websocket::{self, Message, Reader, WebSocketError};

/// Bytes per read.
const READ: usize = 64 * 1024;

/// Approximate bytes per write.
const WRITE: usize = 64 * 1024;

thread_local! {
    /// Read buffer that all connections of a thread share.
    static READ_BUFFER: RefCell<Box<[u8]>> = RefCell::new(vec![0; READ].into_boxed_slice());
    /// Write buffer that all connections of a thread share.
    static WRITE_BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// A bidirectional byte stream.
pub(crate) trait AnyStream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> AnyStream for S {}

/// The stream that remains after an HTTP upgrade.
pub(crate) enum Upgraded {
    /// A connection over TCP, with or without TLS, the bytes that were read with the HTTP request,
    /// and a guard that is dropped when the connection closes.
    Movable { stream: Box<dyn Movable>, read: Vec<u8>, guard: Box<dyn Send> },
    /// Any other stream, such as one of an HTTP/2 connection.
    Any(Box<dyn AnyStream>),
}

/// The stream under a WebSocket.
enum Stream {
    Movable(Box<dyn Movable>),
    Any(Box<dyn AnyStream>),
}

impl Stream {
    fn get(&mut self) -> &mut dyn AnyStream {
        match self {
            Self::Movable(stream) => stream,
            Self::Any(stream) => stream,
        }
    }
}

/// Why a WebSocket ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum IoError {
    #[error(transparent)]
    Stream(#[from] io::Error),
    #[error(transparent)]
    WebSocket(#[from] WebSocketError),
    #[error("closed by the client")]
    Closed,
}

/// A WebSocket: its stream, the incomplete incoming message and the unwritten outgoing bytes.
pub(super) struct WebSocketIo {
    stream: Stream,
    /// Bytes that were read with the HTTP request.
    read: Vec<u8>,
    _guard: Option<Box<dyn Send>>,
    reader: Reader,
    unwritten: Vec<u8>,
    /// True if the stream may hold bytes of its own: TLS keeps what the socket did not take.
    is_unflushed: bool,
    has_progressed: bool,
}

impl WebSocketIo {
    pub(super) fn new(upgraded: Upgraded) -> Self {
        let (stream, read, guard) = match upgraded {
            Upgraded::Movable { stream, read, guard } => {
                (Stream::Movable(stream), read, Some(guard))
            }
            Upgraded::Any(stream) => (Stream::Any(stream), Vec::new(), None),
        };
        Self {
            stream,
            read,
            _guard: guard,
            reader: Reader::default(),
            unwritten: Vec::new(),
            is_unflushed: false,
            has_progressed: false,
        }
    }

    /// True if the stream can move to another runtime.
    pub(super) fn can_move(&self) -> bool {
        matches!(self.stream, Stream::Movable(_))
    }

    /// Detaches the stream from its runtime.
    pub(super) fn detach(&mut self) -> io::Result<()> {
        match &mut self.stream {
            Stream::Movable(stream) => stream.tcp().detach(),
            Stream::Any(_) => Ok(()),
        }
    }

    /// Attaches the stream to the current runtime.
    pub(super) fn attach(&mut self) -> io::Result<()> {
        match &mut self.stream {
            Stream::Movable(stream) => stream.tcp().attach(),
            Stream::Any(_) => Ok(()),
        }
    }

    /// Bytes of memory held between reads and writes.
    pub(super) fn kept(&self) -> usize {
        self.reader.kept() + self.unwritten.capacity()
    }

    /// Reads once and passes each complete message to `on_message`. Pings are answered here.
    pub(super) fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        max: usize,
        mut on_message: impl FnMut(Message<'_>),
    ) -> Poll<Result<(), IoError>> {
        READ_BUFFER.with_borrow_mut(|buffer| {
            let mut early = std::mem::take(&mut self.read);
            let mut read = ReadBuf::new(buffer);
            let bytes = if early.is_empty() {
                ready!(Pin::new(self.stream.get()).poll_read(context, &mut read))?;
                read.filled_mut()
            } else {
                early.as_mut_slice()
            };
            if bytes.is_empty() {
                return Poll::Ready(Err(IoError::Closed));
            }
            let (mut closed, unwritten) = (false, &mut self.unwritten);
            self.reader.feed(bytes, max, |message| match message {
                Message::Close => closed = true,
                // A client that reads no pongs gets no more of them.
                Message::Ping(payload) if unwritten.len() < WRITE => {
                    websocket::write_pong(unwritten, payload);
                }
                Message::Ping(_) => {}
                message => on_message(message),
            })?;
            Poll::Ready(if closed { Err(IoError::Closed) } else { Ok(()) })
        })
    }

    /// Writes the bytes left over from earlier writes; ready once none are left.
    pub(super) fn poll_rest(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.unwritten.is_empty() {
            return if self.is_unflushed {
                self.poll_flush_stream(context)
            } else {
                Poll::Ready(Ok(()))
            };
        }
        let bytes = std::mem::take(&mut self.unwritten);
        let mut rest = bytes.as_slice();
        self.is_unflushed = true;
        let written = write_all(self.stream.get(), context, &mut rest);
        self.has_progressed |= rest.len() < bytes.len();
        self.unwritten = rest.to_vec();
        ready!(written)?;
        self.poll_flush_stream(context)
    }

    fn poll_flush_stream(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(self.stream.get()).poll_flush(context))?;
        self.is_unflushed = false;
        self.has_progressed = true;
        Poll::Ready(Ok(()))
    }

    /// Writes all queued packets in as few writes as possible; ready once all are written.
    pub(super) fn poll_flush(
        &mut self,
        context: &mut Context<'_>,
        link: &Link,
    ) -> Poll<io::Result<()>> {
        ready!(self.poll_rest(context))?;
        WRITE_BUFFER.with_borrow_mut(|buffer| {
            loop {
                buffer.clear();
                let is_more_left = link.drain(buffer, WRITE, Packet::write_frame);
                if buffer.is_empty() {
                    return Poll::Ready(Ok(()));
                }
                let mut rest = buffer.as_slice();
                self.is_unflushed = true;
                let written = write_all(self.stream.get(), context, &mut rest);
                self.has_progressed |= rest.len() < buffer.len();
                if !rest.is_empty() {
                    self.unwritten = rest.to_vec();
                }
                if buffer.capacity() > 4 * WRITE {
                    *buffer = Vec::new();
                }
                ready!(written)?;
                ready!(self.poll_flush_stream(context))?;
                if !is_more_left {
                    return Poll::Ready(Ok(()));
                }
            }
        })
    }

    /// True if any bytes were written since the last call.
    pub(super) fn take_progress(&mut self) -> bool {
        std::mem::take(&mut self.has_progressed)
    }

    /// Adds a text frame that is written before the queued packets.
    pub(super) fn push_text(&mut self, text: &str) {
        websocket::write_text_header(&mut self.unwritten, text.len());
        self.unwritten.extend_from_slice(text.as_bytes());
    }

    /// Adds a close frame.
    pub(super) fn push_close(&mut self, code: u16) {
        websocket::write_close(&mut self.unwritten, code);
    }

    /// Shuts down the stream's write side.
    pub(super) fn poll_shutdown(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(self.stream.get()).poll_shutdown(context)
    }
}

/// Writes as much as the stream accepts and leaves the rest in `rest`.
fn write_all(
    stream: &mut dyn AnyStream,
    context: &mut Context<'_>,
    rest: &mut &[u8],
) -> Poll<io::Result<()>> {
    while !rest.is_empty() {
        let written = ready!(Pin::new(&mut *stream).poll_write(context, rest))?;
        if written == 0 {
            return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
        }
        *rest = rest.get(written..).unwrap_or_default();
    }
    Poll::Ready(Ok(()))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::task::Waker;

    use super::*;

    /// Like TLS over a full socket: takes bytes, and passes them on only when it is flushed and the
    /// socket is not full.
    struct Buffering {
        held: Vec<u8>,
        is_full: Arc<Mutex<bool>>,
        sent: Arc<Mutex<Vec<u8>>>,
    }

    impl AsyncRead for Buffering {
        fn poll_read(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            _: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            Poll::Pending
        }
    }

    impl AsyncWrite for Buffering {
        fn poll_write(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            bytes: &[u8],
        ) -> Poll<io::Result<usize>> {
            self.held.extend_from_slice(bytes);
            Poll::Ready(Ok(bytes.len()))
        }

        fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            if *self.is_full.lock().unwrap() {
                return Poll::Pending;
            }
            let held = std::mem::take(&mut self.held);
            self.sent.lock().unwrap().extend(held);
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    #[test]
    fn what_the_stream_holds_leaves_once_the_socket_takes_it() {
        let (is_full, sent) = (Arc::new(Mutex::new(true)), Arc::new(Mutex::new(Vec::new())));
        let stream =
            Buffering { held: Vec::new(), is_full: Arc::clone(&is_full), sent: Arc::clone(&sent) };
        let mut socket = WebSocketIo::new(Upgraded::Any(Box::new(stream)));
        let mut context = Context::from_waker(Waker::noop());
        socket.push_text("0{}");
        assert!(socket.poll_rest(&mut context).is_pending());
        assert!(socket.poll_rest(&mut context).is_pending(), "nothing was sent yet");
        *is_full.lock().unwrap() = false;
        assert!(socket.poll_rest(&mut context).is_ready());
        assert!(sent.lock().unwrap().ends_with(b"0{}"));
    }
}
