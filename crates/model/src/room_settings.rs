//! What hosts decide for a room.

use serde::{Deserialize, Serialize};

/// Who may do something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everyone in the room.
    #[default]
    Everyone,
    /// Hosts and co-hosts.
    Hosts,
}

/// What hosts have decided, as everybody in the room may know it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct RoomSettings {
    /// Nobody new comes in.
    pub locked: bool,
    /// Who is new waits in the lobby until admitted.
    pub lobby: bool,
    /// Who may write.
    pub chat: Audience,
    /// Who may share a screen.
    pub share: Audience,
    /// Who may record.
    pub record: Audience,
}
