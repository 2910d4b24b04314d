//! ICE-TCP: datagrams in a stream, each after its length (RFC 4571).

use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Instant,
};

use tokio::net::TcpStream;

use crate::media::io::Readiness;

/// Longest datagram in bytes; longer than any that a client sends.
const MAX_DATAGRAM: usize = 2_048;
/// Bytes that may wait for a client. More would be late.
const MAX_WAITING: usize = 128 * 1024;
/// Capacity of the buffer that a connection keeps once it is empty, in bytes.
const KEPT_BUFFER: usize = 16 * 1024;
/// Bytes of a length.
const LENGTH: usize = 2;

/// The stream of a client.
pub(super) struct Connection {
    stream: TcpStream,
    pub(super) remote: SocketAddr,
    pub(super) local: SocketAddr,
    pub(super) readiness: Arc<Readiness>,
    pub(super) waker: Waker,
    pub(super) opened: Instant,
    pub(super) incoming: Frames,
    waiting: Vec<u8>,
    written: usize,
}

/// The client reads too slowly; the datagram is lost.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooSlow;

impl Connection {
    pub(super) fn new(
        stream: TcpStream,
        (remote, local): (SocketAddr, SocketAddr),
        readiness: Arc<Readiness>,
        opened: Instant,
    ) -> Self {
        Self {
            stream,
            remote,
            local,
            waker: Waker::from(Arc::clone(&readiness)),
            readiness,
            opened,
            incoming: Frames::default(),
            waiting: Vec::new(),
            written: 0,
        }
    }

    /// Reads into the frames; `Ready(Ok(0))` is the end of the stream.
    pub(super) fn poll_read(&mut self) -> Poll<io::Result<usize>> {
        let mut cx = Context::from_waker(&self.waker);
        loop {
            match self.stream.poll_read_ready(&mut cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Ready(Ok(())) => match self.stream.try_read(self.incoming.space()) {
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Ok(count) => {
                        self.incoming.filled += count;
                        return Poll::Ready(Ok(count));
                    }
                    Err(error) => return Poll::Ready(Err(error)),
                },
            }
        }
    }

    /// Queues a datagram.
    pub(super) fn push(&mut self, datagram: &[u8]) -> Result<(), TooSlow> {
        let length = u16::try_from(datagram.len()).map_err(|_| TooSlow)?;
        if self.backlog() + LENGTH + datagram.len() > MAX_WAITING {
            return Err(TooSlow);
        }
        self.waiting.extend_from_slice(&length.to_be_bytes());
        self.waiting.extend_from_slice(datagram);
        Ok(())
    }

    const fn backlog(&self) -> usize {
        self.waiting.len() - self.written
    }

    /// Writes as much as the kernel accepts; the rest follows once the stream is writable again.
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

/// Splits a stream into datagrams.
pub(super) struct Frames {
    bytes: Box<[u8]>,
    filled: usize,
    read: usize,
}

impl Default for Frames {
    fn default() -> Self {
        Self { bytes: vec![0; 2 * (LENGTH + MAX_DATAGRAM)].into(), filled: 0, read: 0 }
    }
}

impl Frames {
    /// Where the next bytes of the stream go; never empty after all frames were taken.
    fn space(&mut self) -> &mut [u8] {
        self.bytes.copy_within(self.read..self.filled, 0);
        self.filled -= self.read;
        self.read = 0;
        &mut self.bytes[self.filled..]
    }

    /// The next datagram. An error if it is longer than any that a client sends.
    pub(super) fn next(&mut self) -> Result<Option<&[u8]>, io::Error> {
        let rest = &self.bytes[self.read..self.filled];
        let Some((length, rest)) = rest.split_at_checked(LENGTH) else { return Ok(None) };
        let length = usize::from(length[0]) << 8 | usize::from(length[1]);
        if length > MAX_DATAGRAM {
            return Err(io::ErrorKind::InvalidData.into());
        }
        if rest.len() < length {
            return Ok(None);
        }
        let start = self.read + LENGTH;
        self.read = start + length;
        Ok(Some(&self.bytes[start..self.read]))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_frame_longer_than_any_datagram_ends_the_stream() {
        let mut frames = Frames::default();
        frames.space()[..2].copy_from_slice(&[0xff, 0xff]);
        frames.filled = 2;
        assert!(frames.next().is_err());
    }

    proptest! {
        /// However the stream is cut, the same datagrams come out.
        #[test]
        fn frames_are_what_was_framed(
            lengths in prop::collection::vec(0usize..=MAX_DATAGRAM, 0..12), cuts in prop::collection::vec(1usize..3_000, 1..40),
        ) {
            let datagrams: Vec<Vec<u8>> =
                lengths.iter().enumerate().map(|(place, length)| vec![u8::try_from(place).unwrap(); *length]).collect();
            let mut stream = Vec::new();
            for datagram in &datagrams {
                stream.extend(u16::try_from(datagram.len()).unwrap().to_be_bytes());
                stream.extend(datagram);
            }
            let (mut frames, mut out, mut rest) = (Frames::default(), Vec::new(), stream.as_slice());
            let mut cuts = cuts.iter().cycle();
            while !rest.is_empty() {
                let space = frames.space();
                let count = rest.len().min(space.len()).min(*cuts.next().unwrap());
                prop_assert!(count > 0);
                space[..count].copy_from_slice(&rest[..count]);
                frames.filled += count;
                rest = &rest[count..];
                while let Some(frame) = frames.next().unwrap() {
                    out.push(frame.to_vec());
                }
            }
            prop_assert_eq!(out, datagrams);
        }
    }
}
