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
    /// Came by the meeting's link.
    #[default]
    Guest,
    /// Named co-host by a host.
    CoHost,
    /// Made the meeting, or is acting host.
    Host,
}
