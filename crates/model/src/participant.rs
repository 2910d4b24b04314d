//! A participant, as the others in the room see it.

use serde::{Deserialize, Serialize};

use crate::{
    Attributes, DisplayName, InterviewRole, MediaState, ParticipantId, Role, Timestamp, UserId,
};

/// Whether a participant's signaling connection is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// It is.
    Connected,
    /// It dropped; the participant is kept for the grace period. Media between participants may
    /// well still flow.
    Reconnecting,
}

/// Whether a participant records the meeting, as far as it says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum RecordingState {
    /// What is seen and heard is being recorded.
    Recording,
    /// A recording was begun, and nothing is recorded just now.
    Paused,
}

/// One person's presence in one room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Participant {
    /// The server's id for this presence; the same through reconnects and server restarts.
    pub id: ParticipantId,
    /// The name to show.
    pub name: DisplayName,
    /// What it is in the room.
    pub role: Role,
    /// What it is in the interview, if this is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub interview_role: Option<InterviewRole>,
    /// What this participant sends.
    pub media: MediaState,
    /// Whether its signaling connection is there.
    pub presence: Presence,
    /// When it joined.
    pub joined_at: Timestamp,
    /// Since when its hand is raised: the order in which hands are to be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hand_raised_at: Option<Timestamp>,
    /// Present while it records the meeting, so that everybody can be shown that and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub recording: Option<RecordingState>,
    /// Whether it comes with a client of another system, which knows no sources but a microphone and a camera
    /// until others are offered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub foreign: bool,
    /// By what the application that brought it knows it; of no other participant in the room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub user_id: Option<UserId>,
    /// What that application says of it besides. The native protocol has no use for it.
    #[serde(skip)]
    #[ts(skip)]
    pub attributes: Attributes,
}

/// Why a participant is no longer in the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LeaveReason {
    /// It said so.
    Left,
    /// Its connection dropped and did not come back within the grace period.
    TimedOut,
    /// A host removed it.
    Removed,
}

/// Somebody who waits in the lobby, as hosts see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WaitingParticipant {
    /// The id it has while it waits, and keeps when it is admitted.
    pub id: ParticipantId,
    /// The name it gives.
    pub name: DisplayName,
    /// Since when it waits.
    pub waiting_since: Timestamp,
    /// Whether it comes from the network of somebody who was removed for good.
    pub suspect: bool,
}
