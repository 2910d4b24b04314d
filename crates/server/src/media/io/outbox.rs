//! Outbox: joins outgoing datagrams into trains.
//!
//! A video frame is many packets of one size to one destination. The kernel accepts them in one
//! call (GSO), at a half or a third of the cost.

use std::net::{IpAddr, SocketAddr};

/// How many trains are assembled at a time: one for each flow in a batch of datagrams.
const TRAINS: usize = 16;
/// Longest segment of a train, in bytes. A longer datagram may exceed the path's MTU. As a segment
/// it would make the kernel refuse the whole train; alone, it is reported as too long.
const MAX_SEGMENT: usize = 1_452;
/// Longest train in bytes, a little below the maximum of an IP datagram.
const MAX_TRAIN: usize = 64_000;

/// The socket and addresses of a train.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Route {
    /// Key of the sending socket.
    pub(crate) socket: usize,
    pub(crate) to: SocketAddr,
    pub(crate) from: Option<IpAddr>,
}

#[derive(Debug)]
struct Train {
    route: Route,
    bytes: Vec<u8>,
    segment: usize,
    count: usize,
}

/// Trains that are being assembled.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    trains: Vec<Train>,
    spare: Vec<Vec<u8>>,
}

impl Outbox {
    /// Adds a datagram of `length` bytes, which `write` appends to a buffer. Calls `send` for
    /// trains that must leave first, so that the datagrams of a route keep their order.
    ///
    /// All segments of a train have the length of its first one; only the last may be shorter.
    pub(crate) fn push(
        &mut self,
        route: Route,
        max_segments: usize,
        length: usize,
        write: impl FnOnce(&mut Vec<u8>),
        mut send: impl FnMut(Route, &[u8], usize),
    ) {
        if let Some(place) = self.trains.iter().position(|train| train.route == route) {
            let Some(train) = self.trains.get_mut(place) else { return };
            if length <= train.segment
                && length > 0
                && train.segment <= MAX_SEGMENT
                && train.count < max_segments
                && train.bytes.len() + length <= MAX_TRAIN
                // A shorter datagram can only be the last one.
                && train.bytes.len() == train.segment * train.count
            {
                write(&mut train.bytes);
                train.count += 1;
                return;
            }
            let train = self.trains.remove(place);
            self.dispatch(train, &mut send);
        } else if self.trains.len() >= TRAINS {
            let train = self.trains.remove(0);
            self.dispatch(train, &mut send);
        }
        let mut bytes = self.spare.pop().unwrap_or_default();
        write(&mut bytes);
        self.trains.push(Train { route, bytes, segment: length, count: 1 });
    }

    /// Sends all remaining trains.
    pub(crate) fn flush(&mut self, mut send: impl FnMut(Route, &[u8], usize)) {
        while let Some(train) = self.trains.pop() {
            self.dispatch(train, &mut send);
        }
    }

    fn dispatch(&mut self, mut train: Train, send: &mut impl FnMut(Route, &[u8], usize)) {
        send(train.route, &train.bytes, train.segment);
        train.bytes.clear();
        self.spare.push(train.bytes);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROUTE: Route = Route {
        socket: 0,
        to: SocketAddr::new(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 9),
        from: None,
    };

    /// The trains for datagrams of these lengths: total bytes, and bytes per segment.
    fn trains(lengths: &[usize], max_segments: usize) -> Vec<(usize, usize)> {
        let (mut outbox, mut sent) = (Outbox::default(), Vec::new());
        for length in lengths {
            let write = |bytes: &mut Vec<u8>| bytes.resize(bytes.len() + length, 7);
            outbox.push(ROUTE, max_segments, *length, write, |_, bytes, segment| {
                sent.push((bytes.len(), segment));
            });
        }
        outbox.flush(|_, bytes, segment| sent.push((bytes.len(), segment)));
        sent
    }

    #[test]
    fn datagrams_of_one_length_leave_as_one_train() {
        assert_eq!(trains(&[1200; 10], 64), [(12_000, 1200)]);
        assert_eq!(trains(&[1200; 5], 4), [(4800, 1200), (1200, 1200)]);
    }

    #[test]
    fn only_the_last_datagram_of_a_train_is_shorter() {
        assert_eq!(trains(&[1200, 1200, 300, 1200], 64), [(2700, 1200), (1200, 1200)]);
        assert_eq!(trains(&[300, 1200, 1200], 64), [(300, 300), (2400, 1200)]);
    }

    #[test]
    fn a_datagram_that_may_be_too_long_for_the_path_leaves_alone() {
        assert_eq!(trains(&[1480, 100, 100], 64), [(1480, 1480), (200, 100)]);
        assert_eq!(trains(&[1480, 1480], 64), [(1480, 1480), (1480, 1480)]);
    }

    proptest! {
        /// The kernel accepts every train, and no datagram is lost or reordered.
        #[test]
        fn every_train_keeps_the_rules_of_gso(
            lengths in prop::collection::vec(0usize..1600, 0..80), max_segments in 1usize..64,
        ) {
            let mut rest = lengths.as_slice();
            for (bytes, segment) in trains(&lengths, max_segments) {
                let mut left = bytes;
                let mut count = 0;
                loop {
                    let (length, after) = rest.split_first().unwrap();
                    prop_assert_eq!(*length, left.min(segment));
                    rest = after;
                    left -= length;
                    count += 1;
                    if left == 0 {
                        break;
                    }
                }
                prop_assert!(count == 1 || (segment <= MAX_SEGMENT && count <= max_segments));
            }
            prop_assert!(rest.is_empty());
        }
    }
}
