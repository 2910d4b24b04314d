//! TCP listeners' connections: framing in, a bounded buffer out.

use std::{
    io,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Instant,
};

use convene_relay::{Client, Relayed, wire::StreamDecoder};
use tokio::net::TcpStream;

use super::ready::Readiness;

/// The longest message taken from a stream, with padding; more than any path's datagram.
const MAX_MESSAGE: usize = 16 * 1024;
/// What may wait for a client that reads slowly. Media beyond it is dropped: it would be late.
const MAX_WAITING: usize = 128 * 1024;
/// What responses may take beyond that; a client that does not even read those is cut off.
const MAX_WAITING_RESPONSES: usize = MAX_WAITING + 16 * 1024;

/// One client's stream.
pub(super) struct Connection {
    stream: TcpStream,
    pub(super) client: Client,
    pub(super) readiness: Arc<Readiness>,
    pub(super) waker: Waker,
    /// Taken out while its messages are handled, which may write to any connection.
    pub(super) decoder: Option<StreamDecoder>,
    waiting: Vec<u8>,
    written: usize,
    /// When to close it, if it still has no allocation then.
    pub(super) idle_deadline: Instant,
}

/// The other side does not take what it should.
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

    const fn backlog(&self) -> usize {
        self.waiting.len() - self.written
    }

    /// Writes what waits, as far as the system takes it; the rest when it is ready again.
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
            self.written = 0;
        } else if self.written >= MAX_WAITING / 2 {
            self.waiting.drain(..self.written);
            self.written = 0;
        }
        Ok(())
    }
}
