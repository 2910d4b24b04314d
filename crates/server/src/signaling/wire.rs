//! Between the room's words and the native protocol's: the one place where they meet.

use convene_model::MeetingId;
use convene_protocol::{
    ChatMessageKept, ErrorBody, ErrorCode, ParticipantChanged, ParticipantJoined, ParticipantLeft,
    ReactionShown, RoomChanged, RoomSnapshot, ServerEvent, SignalReceived,
};
use convene_room::{Event, RoomError, Snapshot};
use convene_storage::StorageError;

pub(super) fn event(event: Event) -> ServerEvent {
    match event {
        Event::ParticipantJoined(participant) => {
            ServerEvent::ParticipantJoined(ParticipantJoined { participant })
        }
        Event::ParticipantChanged(participant) => {
            ServerEvent::ParticipantChanged(ParticipantChanged { participant })
        }
        Event::ParticipantLeft { id, reason } => {
            ServerEvent::ParticipantLeft(ParticipantLeft { participant_id: id, reason })
        }
        Event::RoomChanged { started_at } => ServerEvent::RoomChanged(RoomChanged { started_at }),
        Event::ChatMessage(message) => ServerEvent::ChatMessage(ChatMessageKept { message }),
        Event::Reaction { from, reaction, at } => {
            ServerEvent::Reaction(ReactionShown { from, reaction, at })
        }
        Event::Signal { from, transport_id, signal } => {
            ServerEvent::Signal(SignalReceived { from, transport_id, signal })
        }
    }
}

pub(super) fn snapshot(meeting_id: MeetingId, snapshot: Snapshot) -> RoomSnapshot {
    let Snapshot { started_at, participants } = snapshot;
    RoomSnapshot { meeting_id, started_at, participants }
}

pub(super) fn error(error: RoomError) -> ErrorBody {
    let code = match error {
        RoomError::NotJoined => ErrorCode::NotJoined,
        RoomError::AlreadyJoined => ErrorCode::AlreadyJoined,
        RoomError::Full { .. } => ErrorCode::RoomFull,
        RoomError::ParticipantNotFound => ErrorCode::ParticipantNotFound,
    };
    ErrorBody::new(code, error.to_string())
}

/// What a client is told when the database does not do as asked; the log has the rest.
pub(super) fn storage_error(error: &StorageError, not_found: ErrorBody) -> ErrorBody {
    match error {
        StorageError::NotFound => not_found,
        StorageError::DiskFull(_) | StorageError::Unavailable(_) => {
            tracing::error!(%error, "the database does not serve");
            ErrorBody::new(ErrorCode::StorageUnavailable, "the server cannot keep this just now")
        }
        StorageError::Conflict | StorageError::Failed(_) => {
            tracing::error!(%error, "the database failed");
            ErrorBody::new(ErrorCode::Internal, "the server failed to handle this")
        }
    }
}
