//! TCP connections of clients: message framing for input, a bounded buffer for output.

use std::{
    io,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Instant,
};

use convene_relay::{Client, Relayed, wire::StreamDecoder};
use tokio::net::TcpStream;

use crate::media::io::Readiness;

/// Maximum length of a message in a stream, with padding, in bytes. It is longer than a datagram on
/// any path.
pub(super) const MAX_MESSAGE: usize = 16 * 1024;
/// Bytes of media that may wait for a client. Media beyond that is dropped, because it would be
/// late.
const MAX_WAITING: usize = 128 * 1024;
/// Bytes that may wait including responses. A client that does not even read those is disconnected.
const MAX_WAITING_RESPONSES: usize = MAX_WAITING + 16 * 1024;
/// Capacity of the buffer that a connection keeps once it is empty, in bytes; a larger one is
/// freed.
const KEPT_BUFFER: usize = 16 * 1024;

/// The stream of one client.
pub(super) struct Connection {
    stream: TcpStream,
    pub(super) client: Client,
    pub(super) readiness: Arc<Readiness>,
    pub(super) waker: Waker,
    /// Taken out while its messages are handled, because handling may write to any connection.
    pub(super) decoder: Option<StreamDecoder>,
    waiting: Vec<u8>,
    written: usize,
    /// When to close the connection unless it has an allocation.
    pub(super) idle_deadline: Instant,
}

/// The client reads too slowly.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooSlow;

impl Connection {
    pub(super) fn new(
        stream: TcpStream,
        client: Client,
        readiness: Arc<Readiness>,
        idle_deadline: Instant,
    ) -> Self {
        Self {
            stream,
            client,
            waker: Waker::from(Arc::clone(&readiness)),
            readiness,
            decoder: Some(StreamDecoder::new(MAX_MESSAGE)),
            waiting: Vec::new(),
            written: 0,
            idle_deadline,
        }
    }

    /// Reads into the decoder; `Ready(Ok(0))` is the end of the stream.
    pub(super) fn poll_read(&self, decoder: &mut StreamDecoder) -> Poll<io::Result<usize>> {
        let mut cx = Context::from_waker(&self.waker);
        loop {
            match self.stream.poll_read_ready(&mut cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Ready(Ok(())) => match self.stream.try_read(decoder.space()) {
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Ok(count) => {
                        decoder.advance(count);
                        return Poll::Ready(Ok(count));
                    }
                    Err(error) => return Poll::Ready(Err(error)),
                },
            }
        }
    }

    /// Queues a relayed packet.
    pub(super) fn push_media(&mut self, relayed: &Relayed<'_>) -> Result<(), TooSlow> {
        if self.backlog() + relayed.len() > MAX_WAITING {
            return Err(TooSlow);
        }
        relayed.write_to(&mut self.waiting);
        Ok(())
    }

    /// Queues a response.
    pub(super) fn push_response(&mut self, message: &[u8]) -> Result<(), TooSlow> {
        if self.backlog() + message.len() > MAX_WAITING_RESPONSES {
            return Err(TooSlow);
        }
        self.waiting.extend_from_slice(message);
        Ok(())
    }

    /// Bytes of memory held for queued data.
    pub(super) const fn held(&self) -> usize {
        self.waiting.capacity()
    }

    /// Bytes queued for the client.
    pub(super) const fn backlog(&self) -> usize {
        self.waiting.len() - self.written
    }

    /// Writes as much queued data as the kernel accepts; the rest follows once the stream is
    /// writable again.
    pub(super) fn flush(&mut self) -> io::Result<()> {
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
