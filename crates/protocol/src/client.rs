//! Client to server: requests and what they are acknowledged with.

use convene_model::{
    ChatMessage, ChatMessageId, ChatText, ClientMessageId, DisplayName, InterviewCommand,
    InterviewView, MediaState, MeetingId, Participant, ParticipantId, Password, Reaction,
    RoomSettings, Signal, Timestamp, TransportId, WaitingParticipant,
};
use serde::{Deserialize, Serialize};

use crate::{
    AdmitAllRequest, AdmitRequest, AskToUnmuteRequest, DenyRequest, EndMeetingRequest, ErrorBody,
    IceServers, LowerHandRequest, MuteAllRequest, RemoveRequest, RenameRequest, SetPasswordRequest,
    SetRecordingRequest, SetRoleRequest, SetRoomRequest, StopSourceRequest,
};

/// A request, parsed: the event's name chose the variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// `join`
    Join(JoinRequest),
    /// `leave`
    Leave(LeaveRequest),
    /// `signal`
    Signal(SignalRequest),
    /// `set_media`
    SetMedia(SetMediaRequest),
    /// `ice_servers`
    IceServers(IceServersRequest),
    /// `send_chat`
    SendChat(SendChatRequest),
    /// `edit_chat`
    EditChat(EditChatRequest),
    /// `delete_chat`
    DeleteChat(DeleteChatRequest),
    /// `chat_history`
    ChatHistory(ChatHistoryRequest),
    /// `react`
    React(ReactRequest),
    /// `raise_hand`
    RaiseHand(RaiseHandRequest),
    /// `set_recording`
    SetRecording(SetRecordingRequest),
    /// `rename`
    Rename(RenameRequest),
    /// `admit`
    Admit(AdmitRequest),
    /// `admit_all`
    AdmitAll(AdmitAllRequest),
    /// `deny`
    Deny(DenyRequest),
    /// `set_room`
    SetRoom(SetRoomRequest),
    /// `set_password`
    SetPassword(SetPasswordRequest),
    /// `stop_source`
    StopSource(StopSourceRequest),
    /// `mute_all`
    MuteAll(MuteAllRequest),
    /// `ask_to_unmute`
    AskToUnmute(AskToUnmuteRequest),
    /// `lower_hand`
    LowerHand(LowerHandRequest),
    /// `remove`
    Remove(RemoveRequest),
    /// `set_role`
    SetRole(SetRoleRequest),
    /// `end_meeting`
    EndMeeting(EndMeetingRequest),
    /// `interview`
    Interview(InterviewCommand),
    /// `time`
    Time(TimeRequest),
}

/// Enters a room, or comes back to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct JoinRequest {
    /// The meeting whose room to enter.
    pub meeting_id: MeetingId,
    /// The name to be shown by.
    pub name: DisplayName,
    /// What will be sent from the start.
    #[serde(default)]
    pub media: MediaState,
    /// The token of an earlier `join` of the same meeting: take up that presence again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub token: Option<String>,
    /// With `token`: the sequence number of the last event received, to be sent what came after
    /// it. Without it the room is sent whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub last_seq: Option<u64>,
    /// The token of whoever made the meeting: be its host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub host_token: Option<String>,
    /// The meeting's password, if it has one and no token is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub password: Option<Password>,
    /// The token of a link into the interview, if the meeting is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub link: Option<String>,
}

/// What `join` is acknowledged with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum JoinReply {
    /// In the room; `room` is its state, and events that follow continue from `seq`.
    Joined {
        /// One's own id: new, or with a token the one it was given for.
        participant_id: ParticipantId,
        /// Proves this presence in a later `join`; keep it secret.
        token: String,
        /// The state of the room.
        room: RoomSnapshot,
        /// The sequence number the state stands at.
        #[ts(type = "number")]
        seq: u64,
        /// For the transports.
        ice: IceServers,
        /// The server's clock, now.
        server_time: Timestamp,
        /// For how long a dropped connection keeps its participant, in milliseconds.
        #[ts(type = "number")]
        grace_ms: u64,
    },
    /// The presence continues: what was missed since `last_seq` follows, in order, as events.
    Resumed {
        /// One's own id.
        participant_id: ParticipantId,
        /// A fresh token in place of the one used.
        token: String,
        /// For the transports.
        ice: IceServers,
        /// The server's clock, now.
        server_time: Timestamp,
    },
    /// In the lobby: wait for `admitted`, whose payload is a `joined` reply, or for `denied`. A
    /// connection that drops no longer waits: join again.
    Waiting {
        /// One's own id, should one be admitted.
        participant_id: ParticipantId,
        /// Whether somebody is there who can admit.
        host_present: bool,
    },
}

/// The state of a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RoomSnapshot {
    /// The meeting it is the live instance of.
    pub meeting_id: MeetingId,
    /// When the meeting began.
    pub started_at: Timestamp,
    /// Everybody in it, oneself included, in the order in which they joined.
    pub participants: Vec<Participant>,
    /// What hosts have decided.
    pub settings: RoomSettings,
    /// Whether who is new must know a password.
    pub has_password: bool,
    /// Who waits in the lobby; empty for those who may not admit.
    pub waiting: Vec<WaitingParticipant>,
    /// The interview, if this is one, as far as the receiver may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub interview: Option<Box<InterviewView>>,
}

/// Asks what the server's clock shows, so that a page that slept or whose own clock was set can follow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct TimeRequest {}

/// What `time` is acknowledged with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TimeReply {
    /// The server's clock, now.
    pub server_time: Timestamp,
}

/// Leaves the room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct LeaveRequest {}

/// Sends a signal to one participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SignalRequest {
    /// Whom to send it to.
    pub to: ParticipantId,
    /// The transport it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub transport_id: Option<TransportId>,
    /// The signal.
    pub signal: Signal,
}

/// Tells what one sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SetMediaRequest {
    /// All sources, whole.
    pub media: MediaState,
}

/// Asks for ICE servers with fresh credentials.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct IceServersRequest {}

/// Writes to everyone, or to one participant alone. Acknowledged once it is kept for good; sent again
/// with the same `client_id` it is acknowledged again and not kept twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SendChatRequest {
    /// Chosen by the sender, one for each message.
    pub client_id: ClientMessageId,
    /// What to say.
    pub text: ChatText,
    /// To whom alone; absent for everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub to: Option<ParticipantId>,
}

/// Changes a message of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct EditChatRequest {
    /// Which.
    pub id: ChatMessageId,
    /// What it says now.
    pub text: ChatText,
}

/// Deletes a message of one's own: its text goes, its place stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct DeleteChatRequest {
    /// Which.
    pub id: ChatMessageId,
}

/// Asks for a page of what was written, newest page first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct ChatHistoryRequest {
    /// Only messages before this one; absent for the newest page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<ChatMessageId>,
}

/// A page of what was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ChatPage {
    /// Up to 50 messages that the asker may see, oldest first.
    pub messages: Vec<ChatMessage>,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// Reacts, for everybody to see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct ReactRequest {
    /// One emoji.
    pub reaction: Reaction,
}

/// Raises one's hand, or lowers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct RaiseHandRequest {
    /// Whether it is up.
    pub raised: bool,
}

/// The result of a request that has nothing to tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(type = "Record<string, never>")]
pub struct Empty {}

/// What every request is acknowledged with: `{"ok": result}` or `{"error": {code, message}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Ack<T> {
    /// Done, with this result.
    Ok(T),
    /// Not done, and nothing changed.
    Error(ErrorBody),
}
