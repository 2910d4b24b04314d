//! Egress: the queue of a downstream transport, and the trains in which it leaves.

use std::{net::SocketAddr, sync::Arc, time::Instant};

use str0m::{
    media::Pt,
    net::{DatagramSend, Protocol as RtcProtocol},
    rtp::{RtpWrite, Ssrc, Vp8Patch},
};

use super::{Forwarder, Protocol};

/// Most datagrams in a train. Kernels take at least 64.
const MAX_SEGMENTS: usize = 64;
/// Longest train in bytes, a little below the maximum of an IP datagram.
const MAX_TRAIN: usize = 64_000;
/// Longest datagram that has others behind it. A longer one may exceed the path's MTU, and as part of
/// a train it would make the kernel refuse all of it.
const MAX_SEGMENT: usize = 1_452;
/// Room for header and tag of a packet: a guess, by which buffers seldom grow.
const OVERHEAD: usize = 80;

/// Datagrams for the network: one, or a train of several to one client.
#[derive(Debug)]
pub struct Transmit {
    /// UDP or TCP.
    pub protocol: Protocol,
    /// The host candidate that it leaves from.
    pub source: SocketAddr,
    /// Address of the client.
    pub destination: SocketAddr,
    contents: Contents,
}

#[derive(Debug)]
enum Contents {
    One(DatagramSend),
    /// Datagrams of this many bytes each; the last one may be shorter.
    Train(Vec<u8>, usize),
}

impl Transmit {
    pub(super) fn one(transmit: str0m::net::Transmit) -> Self {
        Self {
            protocol: protocol(transmit.proto),
            source: transmit.source,
            destination: transmit.destination,
            contents: Contents::One(transmit.contents),
        }
    }

    /// All bytes, and how many of them make a datagram; the last datagram may be shorter.
    #[must_use]
    pub fn contents(&self) -> (&[u8], usize) {
        match &self.contents {
            Contents::One(contents) => (contents, contents.len()),
            Contents::Train(contents, segment) => (contents, *segment),
        }
    }

    /// The datagrams.
    pub fn datagrams(&self) -> impl Iterator<Item = &[u8]> {
        let (contents, segment) = self.contents();
        contents.chunks(segment.max(1))
    }

    pub(super) fn into_buffer(self) -> Option<Vec<u8>> {
        match self.contents {
            Contents::One(_) => None,
            Contents::Train(mut contents, _) => {
                contents.clear();
                Some(contents)
            }
        }
    }
}

const fn protocol(protocol: RtcProtocol) -> Protocol {
    match protocol {
        RtcProtocol::Udp => Protocol::Udp,
        _ => Protocol::Tcp,
    }
}

/// A packet in the queue of a transport.
#[derive(Debug)]
pub(super) struct Queued {
    /// Its place in the batch.
    pub(super) packet: usize,
    pub(super) ssrc: Ssrc,
    pub(super) pt: Pt,
    pub(super) sequence: u64,
    pub(super) timestamp: u32,
    pub(super) patch: Option<Vp8Patch>,
    pub(super) is_nackable: bool,
}

/// A train that is being assembled.
struct Train {
    bytes: Vec<u8>,
    segment: usize,
    count: usize,
}

impl Train {
    /// Whether the datagram from `at` on can be the next segment. Only the last one may be shorter.
    fn takes(&self, at: usize) -> bool {
        let length = self.bytes.len() - at;
        length <= self.segment
            && self.segment <= MAX_SEGMENT
            && self.count < MAX_SEGMENTS
            && self.bytes.len() <= MAX_TRAIN
            && at == self.segment * self.count
    }
}

impl Forwarder {
    /// Protects the packets in the queue of a transport, and hands them to the network in trains.
    pub(super) fn send_queue(&mut self, key: usize, now: Instant) {
        let Some(transport) = self.transports.get_mut(key) else { return };
        if transport.queue.is_empty() {
            return;
        }
        let Some((proto, source, destination)) = transport.rtc.send_address() else {
            transport.queue.clear();
            return;
        };
        let mut queue = std::mem::take(&mut transport.queue);
        let length: usize = queue
            .iter()
            .filter_map(|it| self.batch.get(it.packet))
            .map(|it| it.packet.payload.len() + OVERHEAD)
            .sum();
        let mut bytes = self.spare.pop().unwrap_or_default();
        bytes.reserve(length.min(MAX_TRAIN));
        let mut train = Train { bytes, segment: 0, count: 0 };
        let (batch, counters) = (&self.batch, &mut self.counters);
        let (outgoing, spare) = (&mut self.outgoing, &mut self.spare);
        let mut leave = |bytes: Vec<u8>, segment: usize| {
            let contents = Contents::Train(bytes, segment);
            let protocol = protocol(proto);
            outgoing.push_back(Transmit { protocol, source, destination, contents });
        };
        let sent = transport.call(|rtc| {
            let mut direct = rtc.direct_api();
            for queued in &queue {
                let Some(packet) = batch.get(queued.packet) else { continue };
                let it = &packet.packet;
                let payload = Arc::clone(&it.payload);
                let mut write = RtpWrite::new(
                    queued.pt,
                    queued.sequence.into(),
                    queued.timestamp,
                    packet.captured,
                    payload,
                )
                .marker(it.header.marker)
                .ext_vals(it.header.ext_vals.clone())
                .nackable(queued.is_nackable);
                if let Some(patch) = queued.patch {
                    write = write.vp8_patch(patch);
                }
                let at = train.bytes.len();
                if !direct.send_rtp(now, queued.ssrc, write, &mut train.bytes) {
                    continue;
                }
                counters.packets_out += 1;
                counters.datagrams_out += 1;
                counters.bytes_out += u64::try_from(it.payload.len()).unwrap_or(0);
                if at == 0 {
                    (train.segment, train.count) = (train.bytes.len(), 1);
                } else if train.takes(at) {
                    train.count += 1;
                } else {
                    let mut next = spare.pop().unwrap_or_default();
                    next.extend_from_slice(train.bytes.get(at..).unwrap_or_default());
                    train.bytes.truncate(at);
                    let length = next.len();
                    leave(std::mem::replace(&mut train.bytes, next), train.segment);
                    (train.segment, train.count) = (length, 1);
                }
            }
        });
        if train.bytes.is_empty() {
            spare.push(train.bytes);
        } else {
            leave(train.bytes, train.segment);
        }
        queue.clear();
        transport.queue = queue;
        if sent.is_none() {
            self.drain(key, now);
        }
    }
}
