//! Requests that hosts send, and the events that follow from them. The room decides which role may
//! send which request; every other participant gets `not_allowed`.

use convene_model::{
    Audience, ChosenName, DisplayName, MediaPathSetting, MeetingTitle, ParticipantId, Password,
    Role, Source, WaitingParticipant,
};
use serde::{Deserialize, Serialize};

/// Admits one participant from the lobby.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct AdmitRequest {
    /// The waiting participant.
    pub participant_id: ParticipantId,
}

/// Admits everybody from the lobby, until the room is full.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct AdmitAllRequest {}

/// Turns one participant in the lobby away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct DenyRequest {
    /// The waiting participant.
    pub participant_id: ParticipantId,
}

/// Changes settings of the room. Absent settings keep their value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct SetRoomRequest {
    /// True if no newcomer may enter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked: Option<bool>,
    /// True if newcomers wait in the lobby. Turning the lobby off admits everybody who waits there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lobby: Option<bool>,
    /// Which participants may write in the chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat: Option<Audience>,
    /// Which participants may share a screen. `hosts` also stops the screens that guests share now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Audience>,
    /// Which participants may record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Audience>,
    /// True if the preview of the meeting's link may say when the meeting began and who is in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_preview: Option<bool>,
    /// True if newcomers come as viewers. Needs the forwarding server, and clients that can use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webinar: Option<bool>,
    /// Path of the media. `server` needs the forwarding server, and clients that can use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_path: Option<MediaPathSetting>,
}

/// Sets or removes the title of the meeting. Interviews have the title of their plan, and named
/// rooms have their name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SetTitleRequest {
    /// The new title, 1 to 100 characters; `null` removes it.
    #[serde(deserialize_with = "Option::deserialize")]
    pub title: Option<MeetingTitle>,
}

/// Sets or removes the name that leads to the meeting, as in `/m/team-standup`. The meeting's id
/// goes on working. `name_taken` if another meeting or room has the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SetNameRequest {
    /// The new name: 3 to 40 characters a-z, 0-9 and hyphens; `null` removes it.
    #[serde(deserialize_with = "Option::deserialize")]
    pub name: Option<ChosenName>,
}

/// Sets or removes the password that newcomers must give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SetPasswordRequest {
    /// The new password; `null` removes it.
    #[serde(deserialize_with = "Option::deserialize")]
    pub password: Option<Password>,
}

/// Stops one source of another participant. Its publisher may start it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct StopSourceRequest {
    /// The publisher of the source.
    pub participant_id: ParticipantId,
    /// The source to stop; `microphone` mutes the participant.
    pub source: Source,
}

/// Mutes everybody whom the sender may mute, except the sender.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct MuteAllRequest {}

/// Asks a participant to unmute. Only the participant can unmute their microphone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct AskToUnmuteRequest {
    /// The participant to ask.
    pub participant_id: ParticipantId,
}

/// Removes a participant from the room and invalidates their token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct RemoveRequest {
    /// The participant to remove.
    pub participant_id: ParticipantId,
    /// True if the participant may come back like any newcomer. If false, newcomers from their
    /// network wait in the lobby from now on, even while the lobby is off.
    pub may_return: bool,
}

/// Renames the sender or, if the sender is a host, another participant. Only hosts can change a
/// name that a host chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct RenameRequest {
    /// The participant to rename.
    pub participant_id: ParticipantId,
    /// The new name.
    pub name: DisplayName,
}

/// Lowers another participant's hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct LowerHandRequest {
    /// The participant whose hand is up.
    pub participant_id: ParticipantId,
}

/// Makes a guest a co-host, or a co-host a guest. In a webinar, brings a viewer to the stage, or sends a
/// participant back to the audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SetRoleRequest {
    /// The participant whose role changes.
    pub participant_id: ParticipantId,
    /// The new role: `co_host`, `guest` or, in a webinar, `viewer`.
    pub role: Role,
}

/// Ends the meeting for everybody, permanently.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct EndMeetingRequest {}

/// The list of participants in the lobby changed. Only participants who may admit receive this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LobbyChanged {
    /// Everybody who waits, the longest wait first.
    pub waiting: Vec<WaitingParticipant>,
}

/// A host stopped a source of the receiver, who must stop sending it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SourceStopped {
    /// The host.
    pub by: ParticipantId,
    /// The source that was stopped.
    pub source: Source,
}

/// A host asks the receiver to unmute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UnmuteAsked {
    /// The host.
    pub by: ParticipantId,
}

/// A host turned the receiver away from the lobby. This connection no longer waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(type = "Record<string, never>")]
pub struct Denied {}

/// A host removed the receiver from the room. This connection no longer has a participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Removed {
    /// True if the receiver may come back.
    pub may_return: bool,
}

/// A host ended the meeting for everybody. This connection no longer has a participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(type = "Record<string, never>")]
pub struct MeetingEnded {}
