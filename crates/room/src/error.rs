//! Reasons to refuse a join or a command.

use convene_model::PasswordHash;

use crate::InterviewError;

/// Reason to refuse a join or a command. Nothing has changed then, except that
/// [`crate::Command::AdmitAll`] may admit newcomers before the room is full.
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
        /// Maximum number.
        max: usize,
    },
    /// The room must be a mesh, and holds as many participants as a mesh may.
    #[error(
        "the meeting holds at most {max} people, because someone in it uses a client that cannot send \
         its media through the server"
    )]
    MeshFull {
        /// Maximum number.
        max: usize,
    },
    /// The lobby holds as many newcomers as its policy allows.
    #[error("the lobby is full: at most {max} wait in it")]
    LobbyFull {
        /// Maximum number.
        max: usize,
    },
    /// A host locked the room.
    #[error("the meeting is locked: nobody new comes in")]
    Locked,
    /// A host ended the meeting.
    #[error("a host has ended the meeting")]
    Ended,
    /// The join has no password, or one that no longer matches.
    #[error("the meeting has a password")]
    PasswordRequired {
        /// Hash to check a password against; never sent to a client.
        hash: PasswordHash,
    },
    /// Newcomers wait in the lobby, and this foreign client cannot wait.
    #[error("newcomers wait in the lobby until a host admits them, and this client cannot wait")]
    Lobby,
    /// The addressed participant's client does not speak the sender's dialect.
    #[error("this participant's client does not understand this signal")]
    NotUnderstood,
    /// A host removed this participant.
    #[error("a host has removed this participant")]
    Removed,
    /// This server does not forward media.
    #[error("this server does not forward media: the room can only be a mesh")]
    NoMediaServer,
    /// The media of this room goes through the server, and this client cannot use it.
    #[error("the media of this meeting goes through the server, which this client cannot use")]
    MediaServerRequired,
    /// Some client in the room cannot use the forwarding server.
    #[error("a client in the room cannot use the server for its media")]
    CannotForward,
    /// The media of the room does not go through the server at present.
    #[error("the media of this room does not go through the server at present")]
    NotForwarding,
    /// The participant has too many offers that wait for an answer.
    #[error("too many offers wait for an answer")]
    TooManyOffers,
    /// The forwarding server cannot answer the offer.
    #[error("the offer is refused: {0}")]
    OfferRefused(String),
    /// The meeting is not a webinar.
    #[error("the meeting is not a webinar")]
    NotWebinar,
    /// The sender's role may not do this, or not to this participant.
    #[error("your role may not do this")]
    NotAllowed,
    /// The join has no link of this interview, or has a link although this is no interview.
    #[error("an interview needs one of its own links, and a meeting takes no link")]
    LinkRequired,
    /// The participant joined earlier by another link of the interview.
    #[error("this participant joined with another link of the interview")]
    OtherLink,
    /// The room has no interview.
    #[error("this room has no interview")]
    NoInterview,
    /// The disk refused a change that must be kept first.
    #[error("the server cannot keep this just now: nothing has changed")]
    NotKept,
    /// The interview refuses the command.
    #[error(transparent)]
    Interview(#[from] InterviewError),
    /// The addressed participant is not in the room, or is the sender itself.
    #[error("no such participant in this room")]
    ParticipantNotFound,
}
