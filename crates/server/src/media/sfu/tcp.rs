//! ICE-TCP: datagrams in a stream, each after its length (RFC 4571).

use std::{io, net::SocketAddr, task::Poll, time::Instant};

use crate::media::io::{ClientStream, MAX_WAITING, TooSlow};

/// Longest datagram in bytes; longer than any that a client sends.
const MAX_DATAGRAM: usize = 2_048;
/// Bytes of a length.
const LENGTH: usize = 2;

/// The connection of a client.
pub(super) struct Connection {
    pub(super) stream: ClientStream,
    pub(super) remote: SocketAddr,
    pub(super) local: SocketAddr,
    pub(super) opened: Instant,
    pub(super) incoming: Frames,
}

impl Connection {
    pub(super) fn new(
        stream: ClientStream,
        (remote, local): (SocketAddr, SocketAddr),
        opened: Instant,
    ) -> Self {
        Self { stream, remote, local, opened, incoming: Frames::default() }
    }

    /// Reads into the frames; `Ready(Ok(0))` is the end of the stream.
    pub(super) fn poll_read(&mut self) -> Poll<io::Result<usize>> {
        let read = self.stream.poll_read(self.incoming.space());
        if let Poll::Ready(Ok(count)) = read {
            self.incoming.filled += count;
        }
        read
    }

    /// Queues a datagram; an error means that it is lost.
    pub(super) fn push(&mut self, datagram: &[u8]) -> Result<(), TooSlow> {
        let length = u16::try_from(datagram.len()).map_err(|_| TooSlow)?;
        self.stream.push(MAX_WAITING, LENGTH + datagram.len(), |waiting| {
            waiting.extend_from_slice(&length.to_be_bytes());
            waiting.extend_from_slice(datagram);
        })
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
