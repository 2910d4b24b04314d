//! Path of a room's media.

use serde::{Deserialize, Serialize};

/// Path that the media of a room takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum MediaPath {
    /// From participant to participant: the server has no keys.
    #[default]
    Mesh,
    /// Through the forwarding server, which has the keys.
    Server,
}

impl MediaPath {
    /// True for a mesh.
    #[must_use]
    pub fn is_mesh(&self) -> bool {
        *self == Self::Mesh
    }
}

/// Path chosen by hosts.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    ts_rs::TS,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MediaPathSetting {
    /// A mesh while few are present and whenever some client cannot use the server; else the server.
    #[default]
    Auto,
    /// Always a mesh.
    Mesh,
    /// Always the server. A client that cannot use it may not join.
    Server,
}

impl MediaPathSetting {
    /// True for `auto`.
    #[must_use]
    pub fn is_auto(&self) -> bool {
        *self == Self::Auto
    }
}
