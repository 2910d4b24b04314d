//! What a room asks its owner to do.

use std::sync::Arc;

use convene_model::{
    Answer, AskedQuestion, ChatMessage, ChatText, Evaluation, InterviewChange, LeaveReason,
    LongText, Participant, ParticipantId, QuestionSpec, Reaction, RoomSettings, Signal, Source,
    Timestamp, TransportId, WaitingParticipant,
};

use crate::Snapshot;

/// Names a signaling connection; the server numbers them and never reuses a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// Something the owner of the room must do, in the order given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send an event to a connection.
    Deliver {
        /// Where to.
        connection: ConnectionId,
        /// Its number in the receiver's sequence; it rises by one from event to event.
        seq: u64,
        /// What; shared, since most events go to everybody.
        event: Arc<Event>,
    },
    /// Tell a connection that another one has taken up its participant, then forget it.
    Supersede {
        /// The connection that lost its participant.
        connection: ConnectionId,
    },
    /// Tell a connection that waited that it is in the room.
    Admit {
        /// The connection.
        connection: ConnectionId,
        /// The room as it is for who is new.
        snapshot: Box<Snapshot>,
        /// The number it stands at.
        seq: u64,
    },
    /// Have an answer assessed, where that is configured; the result comes back by
    /// [`crate::Room::handle_evaluation`].
    Assess(Box<Assess>),
    /// Tell a connection why it is no longer in the room or the lobby, then forget it.
    Dismiss {
        /// The connection.
        connection: ConnectionId,
        /// Why.
        why: Dismissal,
    },
}

/// What is to be assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assess {
    /// The evaluation it is to be part of.
    pub evaluation: Evaluation,
    /// What was asked, and what is expected.
    pub question: QuestionSpec,
    /// The answer.
    pub answer: LongText,
}

/// Why a connection is no longer in the room or the lobby.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dismissal {
    /// A host did not admit it.
    Denied,
    /// A host removed it.
    Removed {
        /// Whether it may come back as anybody may.
        may_return: bool,
    },
    /// A host ended the meeting.
    Ended,
}

/// Something that happened in the room, as its participants are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Somebody came.
    ParticipantJoined(Participant),
    /// Somebody's name, role, media state or presence changed; the participant as it is now.
    ParticipantChanged(Participant),
    /// Somebody left for good.
    ParticipantLeft {
        /// Who.
        id: ParticipantId,
        /// Why.
        reason: LeaveReason,
    },
    /// The room itself changed.
    RoomChanged {
        /// When the meeting began.
        started_at: Timestamp,
        /// What hosts have decided.
        settings: RoomSettings,
        /// Whether who is new must know a password.
        has_password: bool,
    },
    /// Who waits in the lobby changed; for those who may admit.
    LobbyChanged(Vec<WaitingParticipant>),
    /// A host stopped a source of the receiver's.
    SourceStopped {
        /// Who did it.
        by: ParticipantId,
        /// Which.
        source: Source,
    },
    /// A host asks the receiver to unmute.
    UnmuteAsked {
        /// Who asks.
        by: ParticipantId,
    },
    /// A message was written, changed or deleted; it is kept already.
    ChatMessage(ChatMessage),
    /// Somebody reacted.
    Reaction {
        /// Who.
        from: ParticipantId,
        /// The emoji.
        reaction: Reaction,
        /// When.
        at: Timestamp,
    },
    /// Something in the interview changed, as the receiver may see it.
    Interview(InterviewChange),
    /// A question that was asked aloud is known.
    AskedAloud(Box<AskedQuestion>),
    /// An answer was given to be judged, and not said to all.
    HandedIn(Answer),
    /// A signal from another participant.
    Signal {
        /// Who sent it.
        from: ParticipantId,
        /// The transport it belongs to.
        transport_id: Option<TransportId>,
        /// The signal.
        signal: Signal,
    },
}

impl Event {
    /// About how much memory the event holds, in bytes: what the outbox budgets with.
    pub(crate) fn weight(&self) -> usize {
        let text = match self {
            Self::Signal { signal, .. } => signal.weight(),
            Self::ChatMessage(message) => {
                message.text.as_ref().map(ChatText::as_str).unwrap_or_default().len()
            }
            Self::Interview(change) => change.weight(),
            Self::AskedAloud(question) => question.spec.text.as_str().len(),
            Self::HandedIn(answer) => answer.text.as_str().len(),
            Self::LobbyChanged(waiting) => waiting.len() * size_of::<WaitingParticipant>() * 2,
            _ => 0,
        };
        text + size_of::<Self>()
    }
}
