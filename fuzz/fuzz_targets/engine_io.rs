//! Any text as a polling payload, and each of its packets into a session: an event or an error, never a panic.

#![no_main]

use std::time::{Duration, Instant};

use convene_socketio::engine::{Packet, parse_payload};
use convene_socketio::{Carrier, Session, SessionConfig};
use libfuzzer_sys::fuzz_target;

const CONFIG: SessionConfig = SessionConfig {
    ping_interval: Duration::from_secs(10),
    ping_timeout: Duration::from_secs(10),
    max_payload: 1_000_000,
};

fuzz_target!(|payload: &str| {
    let now = Instant::now();
    let mut session = Session::new(CONFIG, Carrier::Polling, now);
    for packet in parse_payload(payload).flatten() {
        if let Packet::Binary(binary) = packet {
            let _ = binary.decode();
        }
        let _ = session.handle_probe_packet(packet);
        let _ = session.handle_packet(packet, now);
    }
});
