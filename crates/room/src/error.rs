//! Why a room refuses a command.

/// A refusal: nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RoomError {
    /// The connection has no participant in this room.
    #[error("this connection has not joined")]
    NotJoined,
    /// The connection already has a participant.
    #[error("this connection has already joined")]
    AlreadyJoined,
    /// The room holds as many participants as its policy allows.
    #[error("the room is full: it holds at most {max} participants")]
    Full {
        /// The most it may hold.
        max: usize,
    },
    /// The addressed participant is not in the room, or is the sender itself.
    #[error("no such participant in this room")]
    ParticipantNotFound,
}
