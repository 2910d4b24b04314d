//! Errors as clients see them.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Machine-readable error code.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The payload does not have the event's shape; the message names the mistake.
    InvalidPayload,
    /// The message exceeds the size limit, which the error's message names.
    TooLarge,
    /// No request has this name.
    UnknownEvent,
    /// Too many requests; try again after `retry_after_ms`.
    RateLimited,
    /// The request needs a participant, and this connection has not joined.
    NotJoined,
    /// This connection has already joined a room.
    AlreadyJoined,
    /// No meeting has this id.
    MeetingNotFound,
    /// The room has its maximum number of participants.
    RoomFull,
    /// The lobby has its maximum number of waiting participants.
    LobbyFull,
    /// A host locked the meeting: no newcomer may enter.
    MeetingLocked,
    /// A host ended the meeting.
    MeetingEnded,
    /// Newcomers must give the meeting's password.
    PasswordRequired,
    /// The password is wrong.
    WrongPassword,
    /// A host removed the participant that this token was issued for.
    Removed,
    /// This server does not forward media.
    NoMediaServer,
    /// The media of the meeting goes through the server, and this client cannot use it.
    MediaServerRequired,
    /// The sender's role does not allow this, or not for this participant.
    NotAllowed,
    /// The meeting is an interview: join with one of its links.
    LinkRequired,
    /// The link belongs to another interview, has expired or was revoked.
    InvalidLink,
    /// The current state of the interview, call or connection does not allow this, or the meeting
    /// is not an interview.
    WrongState,
    /// The interview has no such question, section, note or criterion.
    ItemNotFound,
    /// The scorecard was submitted and cannot change any more.
    AlreadySubmitted,
    /// The maximum number of such items exists already.
    LimitReached,
    /// Another meeting or room has the name.
    NameTaken,
    /// The connection has no person yet: sign in first.
    NotSignedIn,
    /// The id is the sender's own.
    OwnId,
    /// The sender is already in a call.
    InCall,
    /// The sender has no such call, or it has ended.
    CallNotFound,
    /// The receiver does not exist or does not accept messages from this sender. The error does not
    /// tell which.
    Unavailable,
    /// This server did not issue the token for this meeting or person, or it has expired.
    InvalidToken,
    /// The addressed participant is not in the room.
    ParticipantNotFound,
    /// The sender has no message with this id.
    MessageNotFound,
    /// The server cannot store the change: its disk is full or does not answer. Try again later.
    StorageUnavailable,
    /// The server is stopping; reconnect.
    ServerClosing,
    /// The server failed. Its log has the details under the connection's id.
    Internal,
}

impl ErrorCode {
    /// The code as it is written on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidPayload => "invalid_payload",
            Self::TooLarge => "too_large",
            Self::UnknownEvent => "unknown_event",
            Self::RateLimited => "rate_limited",
            Self::NotJoined => "not_joined",
            Self::AlreadyJoined => "already_joined",
            Self::MeetingNotFound => "meeting_not_found",
            Self::RoomFull => "room_full",
            Self::LobbyFull => "lobby_full",
            Self::MeetingLocked => "meeting_locked",
            Self::MeetingEnded => "meeting_ended",
            Self::PasswordRequired => "password_required",
            Self::WrongPassword => "wrong_password",
            Self::Removed => "removed",
            Self::NoMediaServer => "no_media_server",
            Self::MediaServerRequired => "media_server_required",
            Self::NotAllowed => "not_allowed",
            Self::LinkRequired => "link_required",
            Self::InvalidLink => "invalid_link",
            Self::WrongState => "wrong_state",
            Self::ItemNotFound => "item_not_found",
            Self::AlreadySubmitted => "already_submitted",
            Self::LimitReached => "limit_reached",
            Self::NameTaken => "name_taken",
            Self::NotSignedIn => "not_signed_in",
            Self::OwnId => "own_id",
            Self::InCall => "in_call",
            Self::CallNotFound => "call_not_found",
            Self::Unavailable => "unavailable",
            Self::InvalidToken => "invalid_token",
            Self::ParticipantNotFound => "participant_not_found",
            Self::MessageNotFound => "message_not_found",
            Self::StorageUnavailable => "storage_unavailable",
            Self::ServerClosing => "server_closing",
            Self::Internal => "internal",
        }
    }
}

/// An error on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error, ts_rs::TS)]
#[error("{message}")]
pub struct ErrorBody {
    /// Machine-readable code.
    pub code: ErrorCode,
    /// Description for people who read logs. It is not translated; do not parse it.
    pub message: String,
    /// With `rate_limited`: how long to wait (ms).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub retry_after_ms: Option<u64>,
}

impl ErrorBody {
    /// Creates an error with this code and message, without `retry_after_ms`.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), retry_after_ms: None }
    }

    /// Creates the error for a request that exceeds the rate limit. `retry_after_ms` is at least 1.
    #[must_use]
    pub fn rate_limited(wait: Duration) -> Self {
        let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1);
        let message = format!("too many requests, try again in {wait} ms");
        Self { retry_after_ms: Some(wait), ..Self::new(ErrorCode::RateLimited, message) }
    }
}
