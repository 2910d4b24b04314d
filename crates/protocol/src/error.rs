//! Errors as clients see them.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What went wrong, for a program.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The payload is not of the event's shape; the message says what is wrong with it.
    InvalidPayload,
    /// The message is larger than the limit, which the message names.
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
    /// The room holds as many participants as it may.
    RoomFull,
    /// As many wait in the lobby as may.
    LobbyFull,
    /// A host locked the meeting: nobody new comes in.
    MeetingLocked,
    /// A host ended the meeting.
    MeetingEnded,
    /// Who is new must give the meeting's password.
    PasswordRequired,
    /// That is not the meeting's password.
    WrongPassword,
    /// A host removed the participant this token was for.
    Removed,
    /// The sender's role may not do this, or not to this participant.
    NotAllowed,
    /// The meeting is an interview's: join with one of its links.
    LinkRequired,
    /// The link is not one of this interview, has expired or was revoked.
    InvalidLink,
    /// Not in the state the interview or the call is in.
    WrongState,
    /// The interview has no such question, section, note or criterion.
    ItemNotFound,
    /// It was submitted and does not change any more.
    AlreadySubmitted,
    /// There are as many of these as there may be.
    LimitReached,
    /// The connection is nobody's: sign in first.
    NotSignedIn,
    /// The id is one's own.
    OwnId,
    /// One is in a call already.
    InCall,
    /// There is no such call of one's own, or it is over.
    CallNotFound,
    /// They cannot be written to, or not by this sender: which of it is not told.
    Unavailable,
    /// The token is not one this server gave for this meeting or person, or it has expired.
    InvalidToken,
    /// The addressed participant is not in the room.
    ParticipantNotFound,
    /// No message of the sender has this id.
    MessageNotFound,
    /// The server cannot keep it: its storage is full or does not answer. Try again later.
    StorageUnavailable,
    /// The server is stopping; reconnect.
    ServerClosing,
    /// The server failed; its log has the connection's id.
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
            Self::NotAllowed => "not_allowed",
            Self::LinkRequired => "link_required",
            Self::InvalidLink => "invalid_link",
            Self::WrongState => "wrong_state",
            Self::ItemNotFound => "item_not_found",
            Self::AlreadySubmitted => "already_submitted",
            Self::LimitReached => "limit_reached",
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

/// An error as it goes over the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error, ts_rs::TS)]
#[error("{message}")]
pub struct ErrorBody {
    /// For a program.
    pub code: ErrorCode,
    /// For a person who reads logs; not translated, not to be parsed.
    pub message: String,
    /// With `rate_limited`: how long to wait, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub retry_after_ms: Option<u64>,
}

impl ErrorBody {
    /// An error with this code and message.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), retry_after_ms: None }
    }

    /// The error of a request that came too soon.
    #[must_use]
    pub fn rate_limited(wait: Duration) -> Self {
        let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1);
        let message = format!("too many requests, try again in {wait} ms");
        Self { retry_after_ms: Some(wait), ..Self::new(ErrorCode::RateLimited, message) }
    }
}
