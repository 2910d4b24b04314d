//! Configuration and limits of a forwarder.

use std::{net::SocketAddr, time::Duration};

/// Configuration of a forwarder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Addresses that clients reach over UDP: the host candidates.
    pub udp: Vec<SocketAddr>,
    /// Addresses that clients reach over TCP (RFC 6544, passive; frames of RFC 4571).
    pub tcp: Vec<SocketAddr>,
    /// Bandwidth estimate of a subscriber before the first measurement, in bits per second.
    pub initial_bitrate: u64,
    /// Limits.
    pub limits: Limits,
}

/// Limits of a forwarder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Participants of a room.
    pub peers: usize,
    /// Video slots of a subscriber.
    pub slots: usize,
    /// Audio slots of a subscriber that are filled; above this many voices the loudest are heard.
    pub voices: usize,
    /// m-lines of an offer.
    pub media_lines: usize,
    /// Bytes of an offer.
    pub offer_bytes: usize,
    /// Offers of a participant: this many at once, and one more each second.
    pub offers: u32,
    /// Packets per second from a publisher; the same number may come at once.
    pub packets_up: u32,
    /// Bytes per second from a publisher; the same number may come at once.
    pub bytes_up: u32,
    /// Packets per second from a subscriber: feedback only.
    pub packets_down: u32,
    /// Bytes per second from a subscriber.
    pub bytes_down: u32,
    /// How long a transport may be without any packet from its client, before and after it connects.
    pub idle: Duration,
    /// How often at most a publisher is asked for a keyframe of one layer.
    pub keyframe_interval: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            peers: 1_000,
            slots: 64,
            voices: 30,
            media_lines: 128,
            offer_bytes: 128 * 1024,
            offers: 20,
            packets_up: 5_000,
            bytes_up: 4 * 1024 * 1024,
            packets_down: 2_000,
            bytes_down: 512 * 1024,
            idle: Duration::from_secs(30),
            keyframe_interval: Duration::from_millis(500),
        }
    }
}
