//! Translation between the room's types and the native protocol's. All of it is in this file.

use convene_model::{InterviewChange, MeetingId};
use convene_protocol::{
    ChatMessageKept, Denied, ErrorBody, ErrorCode, HandsChanged, Heard, InterviewChanged,
    LobbyChanged, MediaPathChanged, MediaTransportChanged, MeetingEnded, ParticipantChanged,
    ParticipantJoined, ParticipantLeft, Published, ReactionShown, Removed, RoomChanged, RoomKept,
    RoomSnapshot, ServerEvent, SignalReceived, SlotChanged, SourceStopped, Speakers, UnmuteAsked,
    Unpublished, ViewersChanged, Wanted,
};
use convene_room::{Dismissal, Event, InterviewError, RoomError, Snapshot};
use convene_storage::StorageError;

use crate::transport::Encoded;

/// Encodes an event for all native receivers, without its sequence number.
pub(super) fn encode(happened: &Event) -> Option<Encoded> {
    let event = event(happened.clone());
    let encoded = Encoded::new(event.name(), Some(&event));
    encoded.inspect_err(|error| tracing::error!(%error, "cannot encode an event")).ok()
}

fn event(event: Event) -> ServerEvent {
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
        Event::RoomChanged { started_at, title, name, settings, has_password } => {
            let changed = RoomChanged { started_at, title, name, settings, has_password };
            ServerEvent::RoomChanged(changed)
        }
        Event::Kept(kept) => ServerEvent::RoomKept(RoomKept { kept }),
        Event::LobbyChanged(waiting) => ServerEvent::LobbyChanged(LobbyChanged { waiting }),
        Event::Interview(change) => ServerEvent::InterviewChanged(InterviewChanged { change }),
        Event::AskedAloud(question) => {
            let change = InterviewChange::AskedQuestion(question);
            ServerEvent::InterviewChanged(InterviewChanged { change })
        }
        Event::HandedIn(answer) => {
            let change = InterviewChange::Answer(answer);
            ServerEvent::InterviewChanged(InterviewChanged { change })
        }
        Event::SourceStopped { by, source } => {
            ServerEvent::SourceStopped(SourceStopped { by, source })
        }
        Event::UnmuteAsked { by } => ServerEvent::UnmuteAsked(UnmuteAsked { by }),
        Event::ChatMessage(message) => ServerEvent::ChatMessage(ChatMessageKept { message }),
        Event::Reaction { from, reaction, at } => {
            ServerEvent::Reaction(ReactionShown { from, reaction, at })
        }
        Event::ViewersChanged(viewers) => ServerEvent::ViewersChanged(ViewersChanged { viewers }),
        Event::HandsChanged(hands) => ServerEvent::HandsChanged(HandsChanged { hands }),
        Event::MediaPathChanged(path) => ServerEvent::MediaPathChanged(MediaPathChanged { path }),
        Event::Published(publication) => ServerEvent::Published(Published { publication }),
        Event::Unpublished { participant, source } => {
            ServerEvent::Unpublished(Unpublished { participant_id: participant, source })
        }
        Event::SlotChanged { mid, state } => ServerEvent::SlotChanged(SlotChanged { mid, state }),
        Event::Heard(slots) => ServerEvent::Heard(Heard { slots }),
        Event::Speakers(participant_ids) => ServerEvent::Speakers(Speakers { participant_ids }),
        Event::Wanted { source, height } => ServerEvent::Wanted(Wanted { source, height }),
        Event::TransportChanged { direction, connected } => {
            let changed = MediaTransportChanged { direction, connected };
            ServerEvent::MediaTransportChanged(changed)
        }
        Event::Signal { from, transport_id, signal } => {
            ServerEvent::Signal(SignalReceived { from, transport_id, signal })
        }
    }
}

pub(super) fn snapshot(meeting_id: MeetingId, snapshot: Snapshot) -> RoomSnapshot {
    let Snapshot {
        started_at,
        title,
        name,
        named_room,
        participants,
        viewers,
        hands,
        media_path,
        publications,
        settings,
        has_password,
        waiting,
        kept,
        interview,
    } = snapshot;
    RoomSnapshot {
        meeting_id,
        started_at,
        title,
        name,
        named_room,
        participants,
        viewers,
        hands,
        media_path,
        publications,
        settings,
        has_password,
        waiting,
        kept: (!kept).then_some(false),
        interview,
    }
}

pub(super) fn dismissal(why: Dismissal) -> ServerEvent {
    match why {
        Dismissal::Denied => ServerEvent::Denied(Denied {}),
        Dismissal::Removed { may_return } => ServerEvent::Removed(Removed { may_return }),
        Dismissal::Ended => ServerEvent::MeetingEnded(MeetingEnded {}),
    }
}

pub(super) fn error(error: &RoomError) -> ErrorBody {
    let code = match error {
        RoomError::NotJoined => ErrorCode::NotJoined,
        RoomError::AlreadyJoined => ErrorCode::AlreadyJoined,
        RoomError::Lobby | RoomError::NotUnderstood => ErrorCode::NotAllowed,
        RoomError::Full { .. } | RoomError::MeshFull { .. } => ErrorCode::RoomFull,
        RoomError::LobbyFull { .. } => ErrorCode::LobbyFull,
        RoomError::Locked => ErrorCode::MeetingLocked,
        RoomError::Ended => ErrorCode::MeetingEnded,
        RoomError::PasswordRequired { .. } => ErrorCode::PasswordRequired,
        RoomError::Removed => ErrorCode::Removed,
        RoomError::NotAllowed | RoomError::Interview(InterviewError::NotAllowed) => {
            ErrorCode::NotAllowed
        }
        RoomError::LinkRequired => ErrorCode::LinkRequired,
        RoomError::OtherLink => ErrorCode::InvalidToken,
        RoomError::NoMediaServer => ErrorCode::NoMediaServer,
        RoomError::MediaServerRequired => ErrorCode::MediaServerRequired,
        RoomError::CannotForward
        | RoomError::NotForwarding
        | RoomError::NotWebinar
        | RoomError::NoInterview => ErrorCode::WrongState,
        RoomError::TooManyOffers => ErrorCode::LimitReached,
        RoomError::OfferRefused(_) => ErrorCode::InvalidPayload,
        RoomError::Interview(InterviewError::WrongState { .. } | InterviewError::NotSubmitted) => {
            ErrorCode::WrongState
        }
        RoomError::Interview(InterviewError::NotFound(_)) => ErrorCode::ItemNotFound,
        RoomError::Interview(InterviewError::Submitted) => ErrorCode::AlreadySubmitted,
        RoomError::Interview(InterviewError::TooMany(_)) => ErrorCode::LimitReached,
        RoomError::Interview(InterviewError::Invalid(_)) => ErrorCode::InvalidPayload,
        RoomError::NotKept => ErrorCode::StorageUnavailable,
        RoomError::ParticipantNotFound => ErrorCode::ParticipantNotFound,
    };
    ErrorBody::new(code, error.to_string())
}

/// The error for a client when a database operation fails; the details are only logged.
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
