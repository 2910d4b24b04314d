//! Any datagrams at the port for media: no panic, and no transport for a stranger.

#![no_main]

use std::time::Instant;

use convene_sfu::{
    Command, Config, Datagram, Forwarder, Limits, PeerKey, Protocol, Received, RoomKey, classify,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Datagram::Stun { ufrag: Some(ufrag) } = classify(data) {
        assert!(!ufrag.contains(':'));
    }
    let at = "192.0.2.1:3479".parse().unwrap();
    let config = Config {
        udp: vec![at],
        tcp: vec![at],
        initial_bitrate: 1_000_000,
        limits: Limits::default(),
    };
    let mut forwarder = Forwarder::new(config, [1; 32]).unwrap();
    let now = Instant::now();
    forwarder.handle_command(Command::Admit { room: RoomKey(1), peer: PeerKey(1) }, now);
    for protocol in [Protocol::Udp, Protocol::Tcp] {
        let source = "198.51.100.7:5000".parse().unwrap();
        forwarder
            .handle_datagram(Received { protocol, source, destination: at, contents: data }, now);
    }
    forwarder.flush(now);
    assert!(forwarder.poll_transmit().is_none());
    assert_eq!(forwarder.counters().transports, 0);
});
