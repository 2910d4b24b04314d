//! Participants, as the others in the room see them.

use serde::{Deserialize, Serialize};

use crate::{
    Attributes, DisplayName, InterviewRole, MediaState, ParticipantId, Role, Timestamp, UserId,
    json_bytes,
};

/// Presence of a participant's signaling connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Connected.
    Connected,
    /// Dropped; the participant is kept for the grace period. Media between participants may
    /// still flow.
    Reconnecting,
}

/// State of a participant's recording, as announced by its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum RecordingState {
    /// The recording runs.
    Recording,
    /// The recording is paused.
    Paused,
}

/// One person's presence in one room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Participant {
    /// The server's id for this presence; the same through reconnects and server restarts.
    pub id: ParticipantId,
    /// Display name.
    pub name: DisplayName,
    /// Role in the room.
    pub role: Role,
    /// Role in the interview, if the room has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub interview_role: Option<InterviewRole>,
    /// Media state of the participant.
    pub media: MediaState,
    /// Presence of the participant's signaling connection.
    pub presence: Presence,
    /// Time at which the participant joined.
    pub joined_at: Timestamp,
    /// Time at which the hand was raised; hands are called in this order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hand_raised_at: Option<Timestamp>,
    /// Present while the participant records, so that pages can show who records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub recording: Option<RecordingState>,
    /// True if the participant's client is of another system. Such a client knows only a microphone
    /// and a camera until it is offered other sources.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub foreign: bool,
    /// User id from the client's application; unique in the room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub user_id: Option<UserId>,
    /// Further attributes from that application; unused by the native protocol.
    #[serde(skip)]
    #[ts(skip)]
    pub attributes: Attributes,
}

impl Participant {
    /// Lower bound of the bytes of text in the participant.
    #[must_use]
    pub fn weight(&self) -> usize {
        let user_id = self.user_id.as_ref().map_or(0, |id| id.as_str().len());
        let attributes = self.attributes.as_map();
        let attributes = if attributes.is_empty() { 0 } else { json_bytes(attributes) };
        self.id.as_str().len() + self.name.as_str().len() + user_id + attributes
    }
}

/// Reason why a participant is no longer in the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LeaveReason {
    /// The participant left.
    Left,
    /// The connection dropped and the participant did not return within the grace period.
    TimedOut,
    /// A host removed the participant.
    Removed,
    /// The participant left the stage of a webinar and is now one of its viewers.
    ToAudience,
}

/// A newcomer in the lobby, as hosts see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WaitingParticipant {
    /// Participant id; the newcomer keeps it when admitted.
    pub id: ParticipantId,
    /// Display name chosen by the newcomer.
    pub name: DisplayName,
    /// Time at which the newcomer knocked.
    pub waiting_since: Timestamp,
    /// True if the newcomer's network is that of a participant who was removed for good.
    pub suspect: bool,
}
