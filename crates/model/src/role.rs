//! What a participant is in its room; what each role may do is the room's to say.

use serde::{Deserialize, Serialize};

/// A participant's role. Ordered: a later one may do all that an earlier one may.
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
    /// Came by the link.
    #[default]
    Guest,
    /// Named by a host.
    CoHost,
    /// Made the meeting, or stands in for a host who stays away.
    Host,
}
