//! What a room asks its owner to do.

use std::sync::Arc;

use convene_model::{
    ChatMessage, ChatText, LeaveReason, Participant, ParticipantId, Reaction, Signal, Timestamp,
    TransportId,
};

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
}

/// Something that happened in the room, as its participants are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Somebody came.
    ParticipantJoined(Participant),
    /// Somebody's name, media state or presence changed; the participant as it is now.
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
            Self::Signal { signal, .. } => match signal {
                Signal::Offer { sdp } | Signal::Answer { sdp } => sdp.len(),
                Signal::Candidate { candidate, .. } => candidate.len(),
            },
            Self::ChatMessage(message) => {
                message.text.as_ref().map(ChatText::as_str).unwrap_or_default().len()
            }
            _ => 0,
        };
        text + size_of::<Self>()
    }
}
