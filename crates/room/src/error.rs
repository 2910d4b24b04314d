//! Why a room refuses a command.

use convene_model::PasswordHash;

use crate::InterviewError;

/// A refusal: nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoomError {
    /// The connection has no participant in this room.
    #[error("this connection has not joined")]
    NotJoined,
    /// The connection already has a participant, or waits in the lobby.
    #[error("this connection has already joined")]
    AlreadyJoined,
    /// The room holds as many participants as its policy allows.
    #[error("the room is full: it holds at most {max} participants")]
    Full {
        /// The most it may hold.
        max: usize,
    },
    /// As many wait in the lobby as its policy allows.
    #[error("the lobby is full: at most {max} wait in it")]
    LobbyFull {
        /// The most it may hold.
        max: usize,
    },
    /// A host locked the room.
    #[error("the meeting is locked: nobody new comes in")]
    Locked,
    /// A host ended the meeting.
    #[error("a host has ended the meeting")]
    Ended,
    /// The join comes without the password, or with one that is no longer it.
    #[error("the meeting has a password")]
    PasswordRequired {
        /// What a password must match; not for the wire.
        hash: PasswordHash,
    },
    /// Who is new waits in the lobby, and this client has no way to.
    #[error("a host lets people in one by one, and this client cannot wait for it")]
    Lobby,
    /// The addressed participant's client does not speak the sender's vocabulary.
    #[error("this participant's client has no word for it")]
    NotUnderstood,
    /// A host removed this participant.
    #[error("a host has removed this participant")]
    Removed,
    /// The sender's role may not do this, or not to this participant.
    #[error("your role may not do this")]
    NotAllowed,
    /// The room is an interview's and the join comes without one of its links, or the other way round.
    #[error("this takes a link of the interview")]
    LinkRequired,
    /// The participant came by another link of the interview than this.
    #[error("this participant came by another link")]
    OtherLink,
    /// The room has no interview.
    #[error("this room has no interview")]
    NoInterview,
    /// The interview refuses.
    #[error(transparent)]
    Interview(#[from] InterviewError),
    /// The addressed participant is not in the room, or is the sender itself.
    #[error("no such participant in this room")]
    ParticipantNotFound,
}
