//! Sockets of the driver, and the routing of relayed packets to them.

use std::{collections::HashMap, sync::Arc, task::Waker};

use convene_relay::{Client, Destination, Relayed, Transport, network};
use slab::Slab;
use tokio::net::TcpListener;

use super::{budget::Budgets, tcp::Connection};
use crate::media::io::{Outbox, Readiness, Route, UdpPort};

/// A socket that the driver waits for.
pub(super) enum Source {
    Listener(UdpPort, Waker, Arc<Readiness>),
    Acceptor(TcpListener, Waker, Arc<Readiness>),
    Relay(UdpPort, u16, Waker, Arc<Readiness>),
    Connection(Box<Connection>),
}

/// Borrowed parts of the driver that send a relayed packet while the core and the receive buffers
/// are borrowed too.
pub(super) struct Out<'a> {
    pub(super) sources: &'a mut Slab<Source>,
    pub(super) relays: &'a [Option<usize>],
    pub(super) first_port: u16,
    pub(super) listener: usize,
    pub(super) connections: &'a HashMap<Client, usize>,
    pub(super) budgets: &'a mut Budgets,
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
                let network = network(client.remote.ip());
                // A network over its budget loses the media of its slow clients.
                let has_room = connection.stream.backlog() == 0
                    || self.budgets.has_room(network, relayed.len());
                let before = connection.stream.held();
                if has_room && connection.push_media(relayed).is_ok() {
                    self.budgets.resize(network, before, connection.stream.held());
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
        let write = |bytes: &mut Vec<u8>| relayed.write_to(bytes);
        self.outbox.push(route, max_segments, relayed.len(), write, |route, bytes, segment| {
            send(sources, route, bytes, segment);
        });
    }
}

pub(super) fn send(sources: &Slab<Source>, route: Route, bytes: &[u8], segment: usize) {
    if let Some(Source::Listener(port, ..) | Source::Relay(port, ..)) = sources.get(route.socket) {
        port.send(route.to, route.from, bytes, segment);
    }
}
