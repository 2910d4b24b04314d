//! TCP stream of a client, with a bounded buffer for output.

use std::{
    io,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use tokio::net::TcpStream;

use super::Readiness;

/// Bytes of media that may wait for a client. Media beyond that is dropped, because it would be
/// late.
pub(crate) const MAX_WAITING: usize = 128 * 1024;
/// Capacity of the buffer that a stream keeps once it is empty, in bytes; a larger one is freed.
const KEPT_BUFFER: usize = 16 * 1024;

/// The client reads too slowly.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooSlow;

/// The stream. Its task is woken through `readiness`.
pub(crate) struct ClientStream {
    stream: TcpStream,
    readiness: Arc<Readiness>,
    waker: Waker,
    waiting: Vec<u8>,
    written: usize,
}

impl ClientStream {
    pub(crate) fn new(stream: TcpStream, readiness: Arc<Readiness>) -> Self {
        let waker = Waker::from(Arc::clone(&readiness));
        Self { stream, readiness, waker, waiting: Vec::new(), written: 0 }
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
