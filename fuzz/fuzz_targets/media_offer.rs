//! Any offer of an admitted participant, for both ways: it is answered or refused, and what it opened ends with the room.

#![no_main]

use std::time::Instant;

use convene_sfu::{Command, Config, Event, Forwarder, Limits, PeerKey, RoomKey, Way, read_offer};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|sdp: String| {
    if let Some(offered) = read_offer(&sdp) {
        assert!(!offered.lines.is_empty());
    }
    let at = "192.0.2.1:3479".parse().unwrap();
    let config = Config {
        udp: vec![at],
        tcp: Vec::new(),
        initial_bitrate: 1_000_000,
        limits: Limits::default(),
    };
    let mut forwarder = Forwarder::new(config, [1; 32]).unwrap();
    let now = Instant::now();
    let (room, peer) = (RoomKey(1), PeerKey(1));
    forwarder.handle_command(Command::Admit { room, peer }, now);
    for (request, way) in [(1, Way::Up), (2, Way::Down), (3, Way::Down)] {
        let (sdp, tracks) = (sdp.clone(), Vec::new());
        forwarder.handle_command(Command::Offer { request, room, peer, way, sdp, tracks }, now);
        let answered = std::iter::from_fn(|| forwarder.poll_event())
            .any(|event| matches!(event, Event::Answered { request: of, .. } if of == request));
        assert!(answered);
    }
    forwarder.flush(now);
    forwarder.handle_command(Command::Close { room }, now);
    assert_eq!(forwarder.counters().transports, 0);
});
