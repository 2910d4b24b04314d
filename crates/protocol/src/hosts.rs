//! What hosts ask for, and what they and the others are told of it. Who may ask for what is the
//! room's to say; who may not gets `not_allowed`.

use convene_model::{
    Audience, DisplayName, ParticipantId, Password, Role, Source, WaitingParticipant,
};
use serde::{Deserialize, Serialize};

/// Lets somebody in from the lobby.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct AdmitRequest {
    /// Who waits.
    pub participant_id: ParticipantId,
}

/// Lets everybody in from the lobby, as far as there is room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct AdmitAllRequest {}

/// Sends somebody away from the lobby.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct DenyRequest {
    /// Who waits.
    pub participant_id: ParticipantId,
}

/// Changes settings of the room; those that are absent stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct SetRoomRequest {
    /// Whether nobody new comes in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked: Option<bool>,
    /// Whether who is new waits in the lobby; turning it off admits those who wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lobby: Option<bool>,
    /// Who may write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat: Option<Audience>,
    /// Who may share a screen; `hosts` stops the shares of guests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Audience>,
    /// Who may record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Audience>,
}

/// Sets the password that who is new must know, or takes it away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SetPasswordRequest {
    /// The password; `null` for none.
    #[serde(deserialize_with = "Option::deserialize")]
    pub password: Option<Password>,
}

/// Stops a source of somebody else. Its owner may start it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct StopSourceRequest {
    /// Whose.
    pub participant_id: ParticipantId,
    /// Which: `microphone` mutes.
    pub source: Source,
}

/// Mutes everybody whom the sender may mute, except the sender.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct MuteAllRequest {}

/// Asks somebody to unmute; nobody can be unmuted by another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct AskToUnmuteRequest {
    /// Whom.
    pub participant_id: ParticipantId,
}

/// Removes somebody from the room. Its token is no longer good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct RemoveRequest {
    /// Who.
    pub participant_id: ParticipantId,
    /// Whether it may come back as anybody may. If not, who is new from its network waits in the
    /// lobby from now on, whether the lobby is on or not.
    pub may_return: bool,
}

/// Gives oneself, or as a host somebody else, another name. What a host chose stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct RenameRequest {
    /// Who.
    pub participant_id: ParticipantId,
    /// The name.
    pub name: DisplayName,
}

/// Lowers somebody else's hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct LowerHandRequest {
    /// Whose.
    pub participant_id: ParticipantId,
}

/// Names a co-host, or takes that back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SetRoleRequest {
    /// Who.
    pub participant_id: ParticipantId,
    /// `co_host` or `guest`.
    pub role: Role,
}

/// Ends the meeting for all, for good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct EndMeetingRequest {}

/// Who waits in the lobby changed; only those who may admit are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LobbyChanged {
    /// Everybody who waits, the longest first.
    pub waiting: Vec<WaitingParticipant>,
}

/// A host stopped a source of one's own: stop sending it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SourceStopped {
    /// Who did it.
    pub by: ParticipantId,
    /// Which.
    pub source: Source,
}

/// A host asks one to unmute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UnmuteAsked {
    /// Who asks.
    pub by: ParticipantId,
}

/// A host sent one away from the lobby; this connection no longer waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(type = "Record<string, never>")]
pub struct Denied {}

/// A host removed one from the room; this connection no longer has a participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Removed {
    /// Whether one may come back.
    pub may_return: bool,
}

/// A host ended the meeting for all; this connection no longer has a participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(type = "Record<string, never>")]
pub struct MeetingEnded {}
