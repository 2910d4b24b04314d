//! Client to server: requests and their results.

use std::fmt;

use convene_model::{
    ChatMessage, ChatMessageId, ChatText, ClientMessageId, DisplayName, InterviewView, MediaPath,
    MediaState, MeetingId, MeetingTitle, Participant, ParticipantId, Password, Publication,
    Reaction, RoomName, RoomSettings, Signal, Timestamp, TransportId, WaitingParticipant,
};
use serde::{Deserialize, Serialize};

use crate::secret::debug_without_secrets;
use crate::{ErrorBody, IceServers};

/// Enters a room, or returns to one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct JoinRequest {
    /// The meeting whose room to enter.
    pub meeting_id: MeetingId,
    /// Display name.
    pub name: DisplayName,
    /// Media that the participant sends from the start.
    #[serde(default)]
    pub media: MediaState,
    /// Token of an earlier `join` of the same meeting: resumes that presence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub token: Option<String>,
    /// With `token`: sequence number of the last event received. The server then sends the events
    /// after it. Without `last_seq` it sends a snapshot of the room.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "convene_model::number::deserialize_option"
    )]
    #[ts(optional, type = "number")]
    pub last_seq: Option<u64>,
    /// Token that the creator of the meeting got: makes the participant a host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub host_token: Option<String>,
    /// The meeting's password; required if it has one and no token is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub password: Option<Password>,
    /// Token of a link into the interview; required if the meeting is an interview.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub link: Option<String>,
    /// True if the client can send and receive its media through the forwarding server.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub can_forward: bool,
}

debug_without_secrets!(JoinRequest { meeting_id, name, media, last_seq, can_forward } hides { token, host_token, password, link });

/// Result of `join`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum JoinReply {
    /// The participant is in the room. `room` is its state, and the events that follow continue
    /// from `seq`.
    Joined {
        /// The participant's own id: new, or the one that the token was issued for.
        participant_id: ParticipantId,
        /// Proves this presence in a later `join`; keep it secret.
        token: String,
        /// The state of the room.
        room: Box<RoomSnapshot>,
        /// Sequence number of the last event that `room` includes.
        #[ts(type = "number")]
        seq: u64,
        /// ICE servers for the transports.
        ice: IceServers,
        /// The server's current time.
        server_time: Timestamp,
        /// Grace period: how long a dropped connection keeps its participant (ms).
        #[ts(type = "number")]
        grace_ms: u64,
    },
    /// The presence continues. The events missed since `last_seq` follow in order.
    Resumed {
        /// The participant's own id.
        participant_id: ParticipantId,
        /// New token, which replaces the one used.
        token: String,
        /// ICE servers for the transports.
        ice: IceServers,
        /// The server's current time.
        server_time: Timestamp,
    },
    /// The participant is in the lobby. Wait for `admitted`, whose payload is a `joined` reply, or
    /// for `denied`. A dropped connection loses its place in the lobby: join again.
    Waiting {
        /// The id that the participant gets if a host admits them.
        participant_id: ParticipantId,
        /// True if a participant who may admit is present.
        host_present: bool,
    },
}

impl fmt::Debug for JoinReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, participant_id) = match self {
            Self::Joined { participant_id, .. } => ("Joined", participant_id),
            Self::Resumed { participant_id, .. } => ("Resumed", participant_id),
            Self::Waiting { participant_id, .. } => ("Waiting", participant_id),
        };
        f.debug_struct(name).field("participant_id", participant_id).finish_non_exhaustive()
    }
}

/// Snapshot of a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RoomSnapshot {
    /// The meeting that the room belongs to.
    pub meeting_id: MeetingId,
    /// Time at which the meeting began.
    pub started_at: Timestamp,
    /// Title of the meeting; absent if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub title: Option<MeetingTitle>,
    /// Name that leads to the meeting instead of its id; absent if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<RoomName>,
    /// True if clients of other systems find the room by its name. The name is then the title, and
    /// hosts can change neither.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub named_room: bool,
    /// Everybody in the room except viewers, in the order in which they joined; and the receiver.
    pub participants: Vec<Participant>,
    /// Number of viewers; absent for none.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[ts(optional, as = "Option<usize>")]
    pub viewers: usize,
    /// Viewers with a raised hand, the earliest first, 50 at most; for hosts and co-hosts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<Participant>>")]
    pub hands: Vec<Participant>,
    /// Path of the media; absent for `mesh`.
    #[serde(default, skip_serializing_if = "MediaPath::is_mesh")]
    #[ts(optional, as = "Option<MediaPath>")]
    pub media_path: MediaPath,
    /// Publications at the forwarding server; absent for none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<Publication>>")]
    pub publications: Vec<Publication>,
    /// Settings that hosts chose.
    pub settings: RoomSettings,
    /// True if newcomers must give a password.
    pub has_password: bool,
    /// Participants in the lobby; empty if the receiver may not admit.
    pub waiting: Vec<WaitingParticipant>,
    /// Sent to hosts only: `false` while some decision of a host is not on the server's disk yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub kept: Option<bool>,
    /// The part of the interview that the receiver may see; absent if the meeting is not an
    /// interview.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub interview: Option<Box<InterviewView>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// Requests the server's time, so that a page can correct its offset after it slept or its own
/// clock was set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct TimeRequest {}

/// Result of `time`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TimeReply {
    /// The server's current time.
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
    /// The receiver.
    pub to: ParticipantId,
    /// The transport that the signal belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub transport_id: Option<TransportId>,
    /// The signal itself.
    pub signal: Signal,
}

/// Reports the media that the participant sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SetMediaRequest {
    /// Complete state of all sources.
    pub media: MediaState,
}

/// Requests ICE servers with fresh credentials.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct IceServersRequest {}

/// Sends a chat message to everybody or to one participant. The server acknowledges it once it is
/// on the disk. Sending it again with the same `client_id` returns the same acknowledgement and
/// stores nothing twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SendChatRequest {
    /// Id chosen by the sender, unique for each message.
    pub client_id: ClientMessageId,
    /// The text of the message.
    pub text: ChatText,
    /// The only receiver; absent for a message to everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub to: Option<ParticipantId>,
}

/// Changes one of the sender's own messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct EditChatRequest {
    /// The message to change.
    pub id: ChatMessageId,
    /// The new text.
    pub text: ChatText,
}

/// Deletes one of the sender's own messages. Its text is erased; an empty entry stays in the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct DeleteChatRequest {
    /// The message to delete.
    pub id: ChatMessageId,
}

/// Requests one page of the chat, newest page first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct ChatHistoryRequest {
    /// Return only messages before this one; absent for the newest page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<ChatMessageId>,
}

/// One page of the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ChatPage {
    /// Up to 50 messages that the requester may see, oldest first.
    pub messages: Vec<ChatMessage>,
    /// True if the chat has older messages.
    pub has_more: bool,
}

/// Shows a reaction to everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct ReactRequest {
    /// The reaction: one emoji.
    pub reaction: Reaction,
}

/// Raises or lowers the participant's own hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct RaiseHandRequest {
    /// True to raise the hand, false to lower it.
    pub raised: bool,
}

/// The result of a request that returns nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(type = "Record<string, never>")]
pub struct Empty {}

/// The result of a host's request that takes effect at once, even if the server's disk refuses it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Decided {
    /// `false` if the decision is not on the disk yet: it would be lost if the server stopped now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub kept: Option<bool>,
}

/// Acknowledgement of every request: `{"ok": result}` or `{"error": {code, message}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Ack<T> {
    /// The request succeeded, with this result.
    Ok(T),
    /// The request failed and changed nothing.
    Error(ErrorBody),
}
