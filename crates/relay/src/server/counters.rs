//! What happened, in numbers that only grow.

/// Packets and the bytes of application data in them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flow {
    /// How many.
    pub packets: u64,
    /// Of application data, without headers.
    pub bytes: u64,
}

impl Flow {
    pub(super) const fn add(&mut self, bytes: usize) {
        self.packets += 1;
        self.bytes += bytes as u64;
    }
}

/// Why something was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Neither STUN nor ChannelData, or with attributes missing or wrong (400, 420).
    Malformed,
    /// No credentials, wrong ones, or expired ones (401).
    Unauthorized,
    /// A nonce that no longer holds (438).
    StaleNonce,
    /// No allocation for this 5-tuple, or already one (437).
    Mismatch,
    /// Credentials of somebody else's allocation (441).
    WrongCredentials,
    /// A transport or an address family that is not there (440, 442, 443).
    Unsupported,
    /// More allocations than one may have (486).
    Quota,
    /// No room or no port (508).
    Capacity,
    /// A peer that may not be reached (403, or dropped).
    Forbidden,
    /// Data without a permission, or on a channel that is not bound; dropped.
    NoPermission,
    /// Data beyond the bandwidth quota; dropped.
    Bandwidth,
    /// Data for an allocation that is not there; dropped.
    NoAllocation,
}

impl Refusal {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Malformed,
        Self::Unauthorized,
        Self::StaleNonce,
        Self::Mismatch,
        Self::WrongCredentials,
        Self::Unsupported,
        Self::Quota,
        Self::Capacity,
        Self::Forbidden,
        Self::NoPermission,
        Self::Bandwidth,
        Self::NoAllocation,
    ];

    /// Its name, for a metric's label.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Unauthorized => "unauthorized",
            Self::StaleNonce => "stale_nonce",
            Self::Mismatch => "mismatch",
            Self::WrongCredentials => "wrong_credentials",
            Self::Unsupported => "unsupported",
            Self::Quota => "quota",
            Self::Capacity => "capacity",
            Self::Forbidden => "forbidden",
            Self::NoPermission => "no_permission",
            Self::Bandwidth => "bandwidth",
            Self::NoAllocation => "no_allocation",
        }
    }
}

/// What a [`super::TurnServer`] did since it was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counters {
    /// Sent to peers over the network.
    pub to_peers: Flow,
    /// Sent to clients, from peers.
    pub to_clients: Flow,
    /// Sent from one client to another inside the process.
    pub between_clients: Flow,
    refused: [u64; Refusal::ALL.len()],
}

impl Counters {
    /// How often something was refused for this reason.
    #[must_use]
    pub fn refused(&self, refusal: Refusal) -> u64 {
        self.refused.get(refusal as usize).copied().unwrap_or_default()
    }

    pub(super) fn refuse(&mut self, refusal: Refusal) {
        if let Some(count) = self.refused.get_mut(refusal as usize) {
            *count += 1;
        }
    }
}
