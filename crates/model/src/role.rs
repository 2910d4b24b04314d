//! Roles of participants; the room decides what each role may do.

use serde::{Deserialize, Serialize};

/// Role of a participant. A greater role may do everything that a lesser one may.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Watches and listens in a webinar: sends no media, is counted and not listed.
    Viewer,
    /// Came by the meeting's link.
    #[default]
    Guest,
    /// Named co-host by a host.
    CoHost,
    /// Made the meeting, or is acting host.
    Host,
}

impl Role {
    /// True for a participant whom the room counts and does not list.
    #[must_use]
    pub const fn is_viewer(self) -> bool {
        matches!(self, Self::Viewer)
    }
}
