//! Stream of a client, with a bounded buffer for output.

use std::{
    io,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;

use crate::address_limit::AddressPlace;

use super::Readiness;

/// Bytes of media that may wait for a client. Media beyond that is dropped, because it would be
/// late.
pub(crate) const MAX_WAITING: usize = 128 * 1024;
/// Capacity of the buffer that a stream keeps once it is empty, in bytes; a larger one is freed.
const KEPT_BUFFER: usize = 16 * 1024;

/// The client reads too slowly.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooSlow;

/// A client's TCP connection, or the plaintext of its TLS connection.
pub(crate) enum Socket {
    Tcp(TcpStream),
    #[cfg(unix)]
    Plaintext(UnixStream),
}

impl Socket {
    /// Sends small messages at once, and lets at most so many bytes wait in the kernel: more would be seconds of late
    /// media for a slow client.
    pub(crate) fn tune(&self, send_buffer: usize) {
        match self {
            Self::Tcp(stream) => {
                let _slower = stream.set_nodelay(true);
                let _later = socket2::SockRef::from(stream).set_send_buffer_size(send_buffer);
            }
            // The task that does the TLS has another buffer in the kernel.
            #[cfg(unix)]
            Self::Plaintext(stream) => {
                let _later = socket2::SockRef::from(stream).set_send_buffer_size(send_buffer / 2);
            }
        }
    }

    fn poll_read_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Tcp(stream) => stream.poll_read_ready(cx),
            #[cfg(unix)]
            Self::Plaintext(stream) => stream.poll_read_ready(cx),
        }
    }

    fn try_read(&self, space: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_read(space),
            #[cfg(unix)]
            Self::Plaintext(stream) => stream.try_read(space),
        }
    }

    fn poll_write_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Tcp(stream) => stream.poll_write_ready(cx),
            #[cfg(unix)]
            Self::Plaintext(stream) => stream.poll_write_ready(cx),
        }
    }

    fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_write(bytes),
            #[cfg(unix)]
            Self::Plaintext(stream) => stream.try_write(bytes),
        }
    }
}

/// The stream. Its task is woken through `readiness`.
pub(crate) struct ClientStream {
    stream: Socket,
    readiness: Arc<Readiness>,
    waker: Waker,
    waiting: Vec<u8>,
    written: usize,
    /// Place of a connection that came through the page's port.
    _place: Option<AddressPlace>,
}

impl ClientStream {
    pub(crate) fn new(
        stream: Socket,
        place: Option<AddressPlace>,
        readiness: Arc<Readiness>,
    ) -> Self {
        let waker = Waker::from(Arc::clone(&readiness));
        Self { stream, readiness, waker, waiting: Vec::new(), written: 0, _place: place }
    }

    /// The stream's entry in the ready set.
    pub(crate) fn readiness(&self) -> &Readiness {
        &self.readiness
    }

    /// Wakes the stream's task.
    pub(crate) fn wake(&self) {
        self.waker.wake_by_ref();
    }

    /// Reads into `space`, which must not be empty; `Ready(Ok(0))` is the end of the stream.
    pub(crate) fn poll_read(&self, space: &mut [u8]) -> Poll<io::Result<usize>> {
        let mut cx = Context::from_waker(&self.waker);
        loop {
            match self.stream.poll_read_ready(&mut cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Ready(Ok(())) => match self.stream.try_read(space) {
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    read => return Poll::Ready(read),
                },
            }
        }
    }

    /// Queues `length` bytes, which `write` appends, unless more than `most` would wait then.
    pub(crate) fn push(
        &mut self,
        most: usize,
        length: usize,
        write: impl FnOnce(&mut Vec<u8>),
    ) -> Result<(), TooSlow> {
        if self.backlog() + length > most {
            return Err(TooSlow);
        }
        write(&mut self.waiting);
        Ok(())
    }

    /// Bytes of memory held for queued data.
    pub(crate) const fn held(&self) -> usize {
        self.waiting.capacity()
    }

    /// Bytes queued for the client.
    pub(crate) const fn backlog(&self) -> usize {
        self.waiting.len() - self.written
    }

    /// Writes as much queued data as the kernel accepts; the rest follows once the stream is
    /// writable again.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        let mut cx = Context::from_waker(&self.waker);
        while self.backlog() > 0 {
            let waiting = self.waiting.get(self.written..).unwrap_or_default();
            match self.stream.try_write(waiting) {
                Ok(count) => self.written += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    match self.stream.poll_write_ready(&mut cx) {
                        Poll::Pending => break,
                        Poll::Ready(ready) => ready?,
                    }
                }
                Err(error) => return Err(error),
            }
        }
        if self.backlog() == 0 {
            self.waiting.clear();
            self.waiting.shrink_to(KEPT_BUFFER);
            self.written = 0;
        } else if self.written >= MAX_WAITING / 2 {
            self.waiting.drain(..self.written);
            self.written = 0;
        }
        Ok(())
    }
}
