//! Counters of a forwarder.

/// Totals since the forwarder was made, and current numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// Open rooms.
    pub rooms: u64,
    /// Admitted participants.
    pub peers: u64,
    /// Transports that are open.
    pub transports: u64,
    /// Deadlines that are kept, outdated ones among them.
    pub deadlines: u64,
    /// Times that a transport was told the time.
    pub timeouts: u64,
    /// RTP packets of publishers that were decrypted.
    pub packets_in: u64,
    /// RTP packets written to subscribers.
    pub packets_out: u64,
    /// Payload bytes written to subscribers.
    pub bytes_out: u64,
    /// Datagrams to send, of any kind.
    pub datagrams_out: u64,
    /// Datagrams that belong to no transport.
    pub unknown: u64,
    /// Datagrams above the rate of their sender.
    pub flooded: u64,
    /// Datagrams that cannot be parsed.
    pub malformed: u64,
    /// RTP packets of sources that are not permitted.
    pub forbidden: u64,
    /// Keyframe requests sent to publishers.
    pub keyframe_requests: u64,
    /// Switches of a slot from one layer or publisher to another.
    pub switches: u64,
    /// Times that a slot was paused because bandwidth was short.
    pub pauses: u64,
    /// Transports that ended because their client was silent.
    pub idle_ends: u64,
    /// Offers refused.
    pub refused_offers: u64,
}
