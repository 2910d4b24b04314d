//! Datagrams on their way out, joined into trains.
//!
//! A camera's frame is many packets of one size to one destination. The kernel takes them in one
//! call (GSO), at half or a third of the cost.

use std::net::{IpAddr, SocketAddr};

use convene_relay::Relayed;

/// How many trains are put together at a time: one for each flow in a batch of datagrams.
const TRAINS: usize = 16;
/// Longer datagrams may not fit in the path's MTU, which a train must.
const MAX_SEGMENT: usize = 1_452;
/// The longest train, a little below what an IP datagram could hold.
const MAX_TRAIN: usize = 64_000;

/// Where a train leaves and goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Route {
    /// Key of the socket.
    pub(super) socket: usize,
    pub(super) to: SocketAddr,
    pub(super) from: Option<IpAddr>,
}

#[derive(Debug)]
struct Train {
    route: Route,
    bytes: Vec<u8>,
    segment: usize,
    count: usize,
}

/// Trains that are being put together.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    trains: Vec<Train>,
    spare: Vec<Vec<u8>>,
}

impl Outbox {
    /// Adds a datagram. `send` is called for trains that must leave first, so that the datagrams
    /// of one route keep their order.
    pub(super) fn push(
        &mut self,
        route: Route,
        max_segments: usize,
        relayed: &Relayed<'_>,
        mut send: impl FnMut(Route, &[u8], usize),
    ) {
        let length = relayed.len();
        if let Some(place) = self.trains.iter().position(|train| train.route == route) {
            let Some(train) = self.trains.get_mut(place) else { return };
            if length <= train.segment
                && length > 0
                && length <= MAX_SEGMENT
                && train.count < max_segments
                && train.bytes.len() + length <= MAX_TRAIN
                // A shorter datagram can only be the last.
                && train.bytes.len() == train.segment * train.count
            {
                relayed.write_to(&mut train.bytes);
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
        relayed.write_to(&mut bytes);
        self.trains.push(Train { route, bytes, segment: length, count: 1 });
    }

    /// Sends all that is left.
    pub(super) fn flush(&mut self, mut send: impl FnMut(Route, &[u8], usize)) {
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
