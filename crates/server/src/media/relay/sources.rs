//! The sockets, and the way of a relayed packet to the right one.

use std::{collections::HashMap, sync::Arc, task::Waker};

use convene_relay::{Client, Destination, Relayed, Transport};
use slab::Slab;
use tokio::net::TcpListener;

use super::{
    outbox::{Outbox, Route},
    ready::{Readiness, ReadySet},
    tcp::Connection,
    udp::UdpPort,
};

/// A socket that the driver waits for.
pub(super) enum Source {
    Listener(UdpPort, Waker, Arc<Readiness>),
    Acceptor(TcpListener, Waker, Arc<Readiness>),
    Relay(UdpPort, u16, Waker, Arc<Readiness>),
    Connection(Box<Connection>),
}

/// What it takes to send a relayed packet, while the core and the receive buffers are in use.
pub(super) struct Out<'a> {
    pub(super) sources: &'a mut Slab<Source>,
    pub(super) relays: &'a [Option<usize>],
    pub(super) first_port: u16,
    pub(super) listener: usize,
    pub(super) connections: &'a HashMap<Client, usize>,
    pub(super) unflushed: &'a mut Vec<usize>,
    pub(super) outbox: &'a mut Outbox,
    pub(super) slow_client_drops: &'a mut u64,
}

impl Out<'_> {
    pub(super) fn push(&mut self, relayed: &Relayed<'_>) {
        let route = match relayed.to {
            Destination::Peer { relay_port, peer } => {
                let place = usize::from(relay_port.saturating_sub(self.first_port));
                let Some(socket) = self.relays.get(place).copied().flatten() else { return };
                Route { socket, to: peer, from: None }
            }
            Destination::Client(client) if client.transport == Transport::Udp => {
                Route { socket: self.listener, to: client.remote, from: Some(client.local.ip()) }
            }
            Destination::Client(client) => {
                let Some(key) = self.connections.get(&client).copied() else { return };
                let Some(Source::Connection(connection)) = self.sources.get_mut(key) else {
                    return;
                };
                if connection.push_media(relayed).is_ok() {
                    if self.unflushed.last() != Some(&key) {
                        self.unflushed.push(key);
                    }
                } else {
                    *self.slow_client_drops += 1;
                }
                return;
            }
        };
        let sources = &*self.sources;
        let max_segments = match sources.get(route.socket) {
            Some(Source::Listener(port, ..) | Source::Relay(port, ..)) => port.max_segments(),
            _ => return,
        };
        self.outbox.push(route, max_segments, relayed, |route, bytes, segment| {
            send(sources, route, bytes, segment);
        });
    }
}

pub(super) fn send(sources: &Slab<Source>, route: Route, bytes: &[u8], segment: usize) {
    if let Some(Source::Listener(port, ..) | Source::Relay(port, ..)) = sources.get(route.socket) {
        port.send(route.to, route.from, bytes, segment);
    }
}

/// Adds a socket, with the waker and the place on the ready list that are its own.
pub(super) fn insert(
    sources: &mut Slab<Source>,
    ready: &Arc<ReadySet>,
    source: impl FnOnce(Waker, Arc<Readiness>) -> Source,
) -> usize {
    let entry = sources.vacant_entry();
    let key = entry.key();
    let readiness = Readiness::new(key, ready);
    entry.insert(source(Waker::from(Arc::clone(&readiness)), readiness));
    key
}
