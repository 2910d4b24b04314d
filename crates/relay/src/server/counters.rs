//! Counters of relayed and refused packets.

/// Count of packets and of the application data in them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flow {
    /// Number of packets.
    pub packets: u64,
    /// Bytes of application data, without headers.
    pub bytes: u64,
}

impl Flow {
    pub(super) const fn add(&mut self, bytes: usize) {
        self.packets += 1;
        self.bytes += bytes as u64;
    }
}

/// Reasons to refuse a request or drop a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Neither STUN nor ChannelData, or attributes are missing or wrong (400, 420).
    Malformed,
    /// Credentials are missing, wrong, expired, or without an open lease (401).
    Unauthorized,
    /// The nonce has expired, or belongs to another client or server (438).
    StaleNonce,
    /// The 5-tuple has no allocation, or has one already (437).
    Mismatch,
    /// The credentials differ from those of the allocation (441).
    WrongCredentials,
    /// The transport or the address family is not available (440, 442, 443).
    Unsupported,
    /// The lease or the network has the maximum number of allocations (486).
    Quota,
    /// No port is free, or another limit is reached (508).
    Capacity,
    /// The peer may not be reached (403, or dropped).
    Forbidden,
    /// Data came without a permission, or on a channel that is not bound; dropped.
    NoPermission,
    /// Data exceeded the bandwidth limit; dropped.
    Bandwidth,
    /// Data came for an allocation that does not exist; dropped.
    NoAllocation,
}

impl Refusal {
    /// All reasons.
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

    /// Name of the reason, for the label of a metric.
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

/// Counters of a [`super::TurnServer`] since its start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counters {
    /// Packets sent to peers over the network.
    pub to_peers: Flow,
    /// Packets sent to clients, from peers.
    pub to_clients: Flow,
    /// Packets sent from one client to another inside the process.
    pub between_clients: Flow,
    refused: [u64; Refusal::ALL.len()],
}

impl Counters {
    /// Number of refusals for this reason.
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
