//! Between the room's words and the native protocol's: the one place where they meet.

use convene_model::MeetingId;
use convene_protocol::{
    ErrorBody, ErrorCode, ParticipantChanged, ParticipantJoined, ParticipantLeft, RoomChanged,
    RoomSnapshot, ServerEvent, SignalReceived,
};
use convene_room::{Event, RoomError, Snapshot};

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
