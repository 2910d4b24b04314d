//! Limits of a forwarder.

/// Limits of a forwarder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Participants of a room.
    pub peers: usize,
    /// Video slots of a subscriber.
    pub slots: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { peers: 1_000, slots: 64 }
    }
}
