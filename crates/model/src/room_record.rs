//! What of a room outlives it.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::{DisplayName, ParticipantId, PasswordHash, Role, RoomSettings, Timestamp};

/// What is kept of a room for the next time it is live, after a restart of the server for one. Each
/// list is bounded; the room drops the oldest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoomRecord {
    /// What hosts have decided.
    pub settings: RoomSettings,
    /// What who is new must know.
    pub password: Option<PasswordHash>,
    /// Whether a host has ever been there: only then are the rights of one passed on.
    pub host_seen: bool,
    /// Who were named co-hosts.
    pub co_hosts: VecDeque<ParticipantId>,
    /// Who stands in for a host that stays away.
    pub acting_host: Option<ActingHost>,
    /// Whom a host gave another name.
    pub renamed: VecDeque<Renamed>,
    /// Who was removed: their tokens are no longer good.
    pub removed: VecDeque<ParticipantId>,
    /// The networks of who was removed for good: who is new from there waits in the lobby.
    pub suspect_networks: VecDeque<NetworkTag>,
    /// When a host ended the meeting for all.
    pub ended_at: Option<Timestamp>,
}

/// Who stands in for a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActingHost {
    /// Who.
    pub id: ParticipantId,
    /// Its role before, and again once a host is back.
    pub was: Role,
}

/// Whom a host gave another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renamed {
    /// Who.
    pub id: ParticipantId,
    /// The name.
    pub name: DisplayName,
}

/// Stands for the network a connection comes from: equal for equal networks of one meeting, and says
/// nothing else about them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NetworkTag(pub String);
