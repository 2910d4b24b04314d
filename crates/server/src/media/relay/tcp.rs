//! TCP connections of clients: message framing for input, a bounded buffer for output.

use std::{io, task::Poll, time::Instant};

use convene_relay::{Client, Relayed, wire::StreamDecoder};

use crate::media::io::{ClientStream, MAX_WAITING, TooSlow};

/// Maximum length of a message in a stream, with padding, in bytes. It is longer than a datagram on
/// any path.
pub(super) const MAX_MESSAGE: usize = 16 * 1024;
/// Bytes that may wait including responses. A client that does not even read those is disconnected.
const MAX_WAITING_RESPONSES: usize = MAX_WAITING + 16 * 1024;

/// The connection of a client.
pub(super) struct Connection {
    pub(super) stream: ClientStream,
    pub(super) client: Client,
    /// Taken out while its messages are handled, because handling may write to any connection.
    pub(super) decoder: Option<StreamDecoder>,
    /// When to close the connection unless it has an allocation.
    pub(super) idle_deadline: Instant,
}

impl Connection {
    pub(super) fn new(stream: ClientStream, client: Client, idle_deadline: Instant) -> Self {
        Self { stream, client, decoder: Some(StreamDecoder::new(MAX_MESSAGE)), idle_deadline }
    }

    /// Reads into the decoder; `Ready(Ok(0))` is the end of the stream.
    pub(super) fn poll_read(&self, decoder: &mut StreamDecoder) -> Poll<io::Result<usize>> {
        let read = self.stream.poll_read(decoder.space());
        if let Poll::Ready(Ok(count)) = read {
            decoder.advance(count);
        }
        read
    }

    /// Queues a relayed packet.
    pub(super) fn push_media(&mut self, relayed: &Relayed<'_>) -> Result<(), TooSlow> {
        self.stream.push(MAX_WAITING, relayed.len(), |waiting| relayed.write_to(waiting))
    }

    /// Queues a response.
    pub(super) fn push_response(&mut self, message: &[u8]) -> Result<(), TooSlow> {
        self.stream.push(MAX_WAITING_RESPONSES, message.len(), |waiting| {
            waiting.extend_from_slice(message);
        })
    }
}
