//! Numbers of the forwarding server, for the `metrics` crate.

use convene_sfu::Counters;
use metrics::{Counter, Gauge};

/// The metrics, registered once.
pub(super) struct Metrics {
    rooms: Gauge,
    participants: Gauge,
    transports: Gauge,
    tcp_connections: Gauge,
    packets: [Counter; 2],
    bytes: Counter,
    timeouts: Counter,
    dropped: [Counter; 5],
    keyframe_requests: Counter,
    switches: Counter,
    pauses: Counter,
    idle: Counter,
    refused_offers: Counter,
}

impl Metrics {
    pub(super) fn register() -> Self {
        metrics::describe_gauge!("convene_media_rooms", "Rooms on the forwarding server");
        metrics::describe_gauge!(
            "convene_media_participants",
            "Participants whom the forwarding server may serve"
        );
        metrics::describe_gauge!("convene_media_transports", "Peer connections with the server");
        metrics::describe_gauge!("convene_media_tcp_connections", "Connections of ICE-TCP");
        metrics::describe_counter!(
            "convene_media_packets_total",
            "RTP packets of publishers, and those written to subscribers"
        );
        metrics::describe_counter!(
            "convene_media_bytes_total",
            metrics::Unit::Bytes,
            "Payload written to subscribers"
        );
        metrics::describe_counter!(
            "convene_media_timeouts_total",
            "Times that a peer connection was told the time"
        );
        metrics::describe_counter!("convene_media_dropped_total", "Datagrams dropped, by reason");
        metrics::describe_counter!(
            "convene_media_keyframe_requests_total",
            "Keyframes asked of publishers"
        );
        metrics::describe_counter!(
            "convene_media_switches_total",
            "Switches of a slot to another layer or publisher"
        );
        metrics::describe_counter!(
            "convene_media_pauses_total",
            "Slots paused because bandwidth was short"
        );
        metrics::describe_counter!(
            "convene_media_idle_total",
            "Peer connections that ended because the client was silent"
        );
        metrics::describe_counter!("convene_media_refused_offers_total", "Offers refused");
        let packets = |way: &'static str| metrics::counter!("convene_media_packets_total", "direction" => way);
        let dropped =
            |why: &'static str| metrics::counter!("convene_media_dropped_total", "reason" => why);
        Self {
            rooms: metrics::gauge!("convene_media_rooms"),
            participants: metrics::gauge!("convene_media_participants"),
            transports: metrics::gauge!("convene_media_transports"),
            tcp_connections: metrics::gauge!("convene_media_tcp_connections"),
            packets: [packets("in"), packets("out")],
            bytes: metrics::counter!("convene_media_bytes_total"),
            timeouts: metrics::counter!("convene_media_timeouts_total"),
            dropped: ["unknown", "flood", "malformed", "forbidden", "slow_client"].map(dropped),
            keyframe_requests: metrics::counter!("convene_media_keyframe_requests_total"),
            switches: metrics::counter!("convene_media_switches_total"),
            pauses: metrics::counter!("convene_media_pauses_total"),
            idle: metrics::counter!("convene_media_idle_total"),
            refused_offers: metrics::counter!("convene_media_refused_offers_total"),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
    pub(super) fn write(&self, it: &Counters, tcp_connections: usize, slow_client: u64) {
        self.rooms.set(it.rooms as f64);
        self.participants.set(it.peers as f64);
        self.transports.set(it.transports as f64);
        self.tcp_connections.set(tcp_connections as f64);
        for (counter, value) in self.packets.iter().zip([it.packets_in, it.packets_out]) {
            counter.absolute(value);
        }
        self.bytes.absolute(it.bytes_out);
        self.timeouts.absolute(it.timeouts);
        let dropped = [it.unknown, it.flooded, it.malformed, it.forbidden, slow_client];
        for (counter, value) in self.dropped.iter().zip(dropped) {
            counter.absolute(value);
        }
        self.keyframe_requests.absolute(it.keyframe_requests);
        self.switches.absolute(it.switches);
        self.pauses.absolute(it.pauses);
        self.idle.absolute(it.idle_ends);
        self.refused_offers.absolute(it.refused_offers);
    }
}
