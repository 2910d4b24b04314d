//! Numbers of the relay, for its handle and for the `metrics` crate.

use std::sync::atomic::{AtomicU64, Ordering};

use convene_relay::{Counters, Flow, Refusal};
use metrics::{Counter, Gauge};

/// A snapshot of a running relay. Counters start with the relay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RelayStats {
    /// Current allocations.
    pub(crate) allocations: u64,
    /// Current TCP connections.
    pub(crate) tcp_connections: u64,
    /// Traffic sent to peers over the network.
    pub(crate) to_peers: Flow,
    /// Traffic from peers, sent to clients.
    pub(crate) to_clients: Flow,
    /// Traffic between two clients, inside the process.
    pub(crate) between_clients: Flow,
    /// Requests and packets refused, for any reason.
    pub(crate) refused: u64,
    /// Packets dropped because a TCP client read too slowly.
    pub(crate) slow_client_drops: u64,
}

/// The numbers, written by the driver and read by other threads.
#[derive(Debug, Default)]
pub(super) struct SharedStats {
    allocations: AtomicU64,
    tcp_connections: AtomicU64,
    flows: [AtomicU64; 6],
    refused: AtomicU64,
    slow_client_drops: AtomicU64,
}

impl SharedStats {
    pub(super) fn write(&self, stats: &RelayStats) {
        let put = |to: &AtomicU64, value| to.store(value, Ordering::Relaxed);
        put(&self.allocations, stats.allocations);
        put(&self.tcp_connections, stats.tcp_connections);
        let flows = [stats.to_peers, stats.to_clients, stats.between_clients];
        let values = flows.into_iter().flat_map(|flow| [flow.packets, flow.bytes]);
        for (to, value) in self.flows.iter().zip(values) {
            put(to, value);
        }
        put(&self.refused, stats.refused);
        put(&self.slow_client_drops, stats.slow_client_drops);
    }

    pub(super) fn read(&self) -> RelayStats {
        let get = |from: &AtomicU64| from.load(Ordering::Relaxed);
        let [p0, b0, p1, b1, p2, b2] = &self.flows;
        let flow = |packets, bytes| Flow { packets: get(packets), bytes: get(bytes) };
        RelayStats {
            allocations: get(&self.allocations),
            tcp_connections: get(&self.tcp_connections),
            to_peers: flow(p0, b0),
            to_clients: flow(p1, b1),
            between_clients: flow(p2, b2),
            refused: get(&self.refused),
            slow_client_drops: get(&self.slow_client_drops),
        }
    }
}

/// The metrics, registered once.
pub(super) struct Metrics {
    allocations: Gauge,
    packets: [Counter; 3],
    bytes: [Counter; 3],
    refused: Vec<(Refusal, Counter)>,
    slow_client: Counter,
}

impl Metrics {
    pub(super) fn register() -> Self {
        metrics::describe_gauge!("convene_relay_allocations", "TURN allocations");
        metrics::describe_counter!("convene_relay_packets_total", "Packets relayed");
        metrics::describe_counter!(
            "convene_relay_bytes_total",
            metrics::Unit::Bytes,
            "Application data relayed"
        );
        metrics::describe_counter!(
            "convene_relay_refused_total",
            "Requests and packets refused, by reason"
        );
        let directions = ["to_peer", "to_client", "between_clients"];
        let refused = |reason: &'static str| metrics::counter!("convene_relay_refused_total", "reason" => reason);
        Self {
            allocations: metrics::gauge!("convene_relay_allocations"),
            packets: directions
                .map(|it| metrics::counter!("convene_relay_packets_total", "direction" => it)),
            bytes: directions
                .map(|it| metrics::counter!("convene_relay_bytes_total", "direction" => it)),
            refused: Refusal::ALL.map(|it| (it, refused(it.name()))).into(),
            slow_client: refused("slow_client"),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
    pub(super) fn write(&self, stats: &RelayStats, counters: &Counters) {
        self.allocations.set(stats.allocations as f64);
        let flows = [stats.to_peers, stats.to_clients, stats.between_clients];
        for ((packets, bytes), flow) in self.packets.iter().zip(&self.bytes).zip(flows) {
            packets.absolute(flow.packets);
            bytes.absolute(flow.bytes);
        }
        for (refusal, counter) in &self.refused {
            counter.absolute(counters.refused(*refusal));
        }
        self.slow_client.absolute(stats.slow_client_drops);
    }
}
