//! Server to client: events.

use convene_model::{
    ChatMessage, InterviewChange, LeaveReason, MeetingTitle, Participant, ParticipantId, Reaction,
    RoomName, RoomSettings, Signal, Timestamp, TransportId,
};
use serde::{Deserialize, Serialize};

use crate::{
    AvailabilityChanged, CallChanged, CallSignal, Denied, DirectMessageKept, ErrorBody,
    HandsChanged, Heard, JoinReply, LobbyChanged, MediaPathChanged, MediaTransportChanged,
    MeetingEnded, MyselfChanged, Published, Removed, SlotChanged, SourceStopped, Speakers,
    UnmuteAsked, Unpublished, ViewersChanged, Wanted,
};

/// An event. Its name on the wire is [`ServerEvent::name`], its payload the variant's content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ServerEvent {
    /// `participant_joined`
    ParticipantJoined(ParticipantJoined),
    /// `participant_changed`
    ParticipantChanged(ParticipantChanged),
    /// `participant_left`
    ParticipantLeft(ParticipantLeft),
    /// `room_changed`
    RoomChanged(RoomChanged),
    /// `room_kept`
    RoomKept(RoomKept),
    /// `signal`
    Signal(SignalReceived),
    /// `chat_message`
    ChatMessage(ChatMessageKept),
    /// `reaction`
    Reaction(ReactionShown),
    /// `lobby_changed`
    LobbyChanged(LobbyChanged),
    /// `source_stopped`
    SourceStopped(SourceStopped),
    /// `unmute_asked`
    UnmuteAsked(UnmuteAsked),
    /// `interview_changed`
    InterviewChanged(InterviewChanged),
    /// `viewers_changed`
    ViewersChanged(ViewersChanged),
    /// `hands_changed`
    HandsChanged(HandsChanged),
    /// `media_path_changed`
    MediaPathChanged(MediaPathChanged),
    /// `published`
    Published(Published),
    /// `unpublished`
    Unpublished(Unpublished),
    /// `slot_changed`
    SlotChanged(SlotChanged),
    /// `heard`
    Heard(Heard),
    /// `speakers`
    Speakers(Speakers),
    /// `wanted`
    Wanted(Wanted),
    /// `media_transport_changed`
    MediaTransportChanged(MediaTransportChanged),
    /// `call_changed`
    CallChanged(Box<CallChanged>),
    /// `call_signal`
    CallSignal(CallSignal),
    /// `availability`
    Availability(AvailabilityChanged),
    /// `myself_changed`
    MyselfChanged(MyselfChanged),
    /// `direct_message`
    DirectMessage(Box<DirectMessageKept>),
    /// `admitted`
    Admitted(Box<JoinReply>),
    /// `denied`
    Denied(Denied),
    /// `removed`
    Removed(Removed),
    /// `meeting_ended`
    MeetingEnded(MeetingEnded),
    /// `superseded`
    Superseded(Superseded),
    /// `server_closing`
    ServerClosing(ServerClosing),
    /// `request_failed`
    RequestFailed(RequestFailed),
}

impl ServerEvent {
    /// The event's name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ParticipantJoined(_) => "participant_joined",
            Self::ParticipantChanged(_) => "participant_changed",
            Self::ParticipantLeft(_) => "participant_left",
            Self::RoomChanged(_) => "room_changed",
            Self::RoomKept(_) => "room_kept",
            Self::Signal(_) => "signal",
            Self::ChatMessage(_) => "chat_message",
            Self::Reaction(_) => "reaction",
            Self::LobbyChanged(_) => "lobby_changed",
            Self::SourceStopped(_) => "source_stopped",
            Self::UnmuteAsked(_) => "unmute_asked",
            Self::InterviewChanged(_) => "interview_changed",
            Self::ViewersChanged(_) => "viewers_changed",
            Self::HandsChanged(_) => "hands_changed",
            Self::MediaPathChanged(_) => "media_path_changed",
            Self::Published(_) => "published",
            Self::Unpublished(_) => "unpublished",
            Self::SlotChanged(_) => "slot_changed",
            Self::Heard(_) => "heard",
            Self::Speakers(_) => "speakers",
            Self::Wanted(_) => "wanted",
            Self::MediaTransportChanged(_) => "media_transport_changed",
            Self::CallChanged(_) => "call_changed",
            Self::CallSignal(_) => "call_signal",
            Self::Availability(_) => "availability",
            Self::MyselfChanged(_) => "myself_changed",
            Self::DirectMessage(_) => "direct_message",
            Self::Admitted(_) => "admitted",
            Self::Denied(_) => "denied",
            Self::Removed(_) => "removed",
            Self::MeetingEnded(_) => "meeting_ended",
            Self::Superseded(_) => "superseded",
            Self::ServerClosing(_) => "server_closing",
            Self::RequestFailed(_) => "request_failed",
        }
    }
}

/// Reports to hosts whether all their decisions are on the server's disk. Sent whenever that
/// changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RoomKept {
    /// `false` while a decision is in effect that would be lost if the server stopped now.
    pub kept: bool,
}

/// A participant joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ParticipantJoined {
    /// The new participant.
    pub participant: Participant,
}

/// A participant's name, role, media state or presence changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ParticipantChanged {
    /// The complete current state of the participant.
    pub participant: Participant,
}

/// A participant left for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ParticipantLeft {
    /// The participant's id.
    pub participant_id: ParticipantId,
    /// Reason for leaving.
    pub reason: LeaveReason,
}

/// The room's title, name, settings, its password or the meeting's start time changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RoomChanged {
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
    /// Settings that hosts chose.
    pub settings: RoomSettings,
    /// True if newcomers must give a password.
    pub has_password: bool,
}

/// A signal from another participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SignalReceived {
    /// The sender, identified by the server.
    pub from: ParticipantId,
    /// The transport that the signal belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub transport_id: Option<TransportId>,
    /// The signal itself.
    pub signal: Signal,
}

/// A chat message was written, changed or deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ChatMessageKept {
    /// The complete current state of the message.
    pub message: ChatMessage,
}

/// A part of the interview changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InterviewChanged {
    /// The complete new value of that part, as far as the receiver may see it.
    pub change: InterviewChange,
}

/// A participant reacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReactionShown {
    /// The participant.
    pub from: ParticipantId,
    /// The emoji.
    pub reaction: Reaction,
    /// Time of the reaction. A client that reconnects later need not show it any more.
    pub at: Timestamp,
}

/// Another connection resumed this presence with its token. This connection no longer has a
/// participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(type = "Record<string, never>")]
pub struct Superseded {}

/// The server is stopping. Media between participants continues; reconnect after a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ServerClosing {
    /// How long to wait before the first attempt to reconnect (ms).
    #[ts(type = "number")]
    pub reconnect_after_ms: u64,
}

/// A request that asked for no acknowledgement failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RequestFailed {
    /// The name of the request.
    pub event: String,
    /// The error.
    pub error: ErrorBody,
}
