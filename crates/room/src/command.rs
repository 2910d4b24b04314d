//! What is asked of a room, and what it answers.

use convene_model::{
    Attributes, Audience, DisplayName, InterviewCommand, InterviewRole, InterviewView, LinkId,
    LongText, MediaState, NetworkTag, Participant, ParticipantId, PasswordHash, QuestionId,
    QuestionText, Reaction, RecordingState, Role, RoomSettings, Signal, Source, Timestamp,
    TransportId, UserId, WaitingParticipant,
};

/// A wish to be in the room, from a connection that has no participant yet. Whoever feeds it to
/// the room has checked that `id` is the sender's to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Join {
    /// The id: a fresh one, or the one an earlier join was given.
    pub id: ParticipantId,
    /// The name to be shown by.
    pub name: DisplayName,
    /// What will be sent from the start.
    pub media: MediaState,
    /// Present if the id is from an earlier join.
    pub returning: Option<Returning>,
    /// Whether it proved to have made the meeting.
    pub host: bool,
    /// The hash that the password it gave was found to match.
    pub password: Option<PasswordHash>,
    /// Where it comes from.
    pub network: NetworkTag,
    /// The link it came by, if the room is an interview's.
    pub link: Option<(InterviewRole, LinkId)>,
    /// Present if it comes with a client of another system.
    pub foreign: Option<Foreign>,
}

/// What is different for somebody who comes with a client of another system: it cannot wait in a lobby, come
/// back as the one it was, or give a password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Foreign {
    /// By what its application knows it. If somebody here has that id already, it is given another.
    pub user_id: Option<UserId>,
    /// What its application says of it besides.
    pub attributes: Attributes,
    /// Whether it said what it sends. While it did not, it may be sending anything.
    pub told_media: bool,
}

/// What somebody who comes back brings along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Returning {
    /// The number of the last event received; `None` asks for the room whole.
    pub last_seq: Option<u64>,
    /// When the meeting had begun: a room made anew after a restart takes this over.
    pub started_at: Timestamp,
}

/// How a join came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinOutcome {
    /// The room whole; events go on from `seq`.
    Joined {
        /// The state of the room.
        snapshot: Snapshot,
        /// The number it stands at.
        seq: u64,
    },
    /// What was missed follows as effects.
    Resumed {
        /// When the meeting began.
        started_at: Timestamp,
    },
    /// In the lobby, until an effect admits or dismisses the connection.
    Waiting {
        /// Whether somebody is there who may admit.
        host_present: bool,
    },
}

/// The state of a room, as one of its participants may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// When the meeting began.
    pub started_at: Timestamp,
    /// Everybody, in the order in which they joined.
    pub participants: Vec<Participant>,
    /// What hosts have decided.
    pub settings: RoomSettings,
    /// Whether who is new must know a password.
    pub has_password: bool,
    /// Who waits in the lobby; empty for those who may not admit.
    pub waiting: Vec<WaitingParticipant>,
    /// The interview, if this is one, as far as the newcomer may see it.
    pub interview: Option<Box<InterviewView>>,
}

/// What a connection that has joined may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Leave for good.
    Leave,
    /// Send a signal to one participant.
    Signal {
        /// Whom to.
        to: ParticipantId,
        /// The transport it belongs to.
        transport_id: Option<TransportId>,
        /// The signal.
        signal: Signal,
    },
    /// Tell what one sends.
    SetMedia(MediaState),
    /// Take a part in the interview of a named room, where anybody may, and tell what one sends.
    TakePart {
        /// Which.
        role: InterviewRole,
        /// What one sends.
        media: MediaState,
    },
    /// Write down a question of the interview of a named room that was asked aloud, unless one has its number.
    AskedAloud {
        /// Its number.
        question: QuestionId,
        /// What was asked.
        text: QuestionText,
    },
    /// Give an answer in the interview of a named room for it to be judged, without saying it to all.
    HandIn {
        /// To which question.
        question: QuestionId,
        /// What it says, whole.
        text: LongText,
    },
    /// React, for everybody to see.
    React(Reaction),
    /// Raise one's hand, or lower it.
    RaiseHand(bool),
    /// Tell that one records the meeting, or with `None` that one does not any more.
    SetRecording(Option<RecordingState>),
    /// Give oneself or somebody else another name.
    Rename {
        /// Whom.
        who: ParticipantId,
        /// The name.
        name: DisplayName,
    },
    /// Let somebody in from the lobby.
    Admit(ParticipantId),
    /// Let everybody in from the lobby, as far as there is room.
    AdmitAll,
    /// Send somebody away from the lobby.
    Deny(ParticipantId),
    /// Change settings.
    SetRoom(RoomChange),
    /// Set the password, or take it away.
    SetPassword(Option<PasswordHash>),
    /// Stop a source of somebody else.
    StopSource {
        /// Whose.
        who: ParticipantId,
        /// Which.
        source: Source,
    },
    /// Stop every microphone the sender may stop, except its own.
    MuteAll,
    /// Ask somebody to unmute.
    AskToUnmute(ParticipantId),
    /// Lower somebody else's hand.
    LowerHand(ParticipantId),
    /// Remove somebody.
    Remove {
        /// Whom.
        who: ParticipantId,
        /// Whether they may come back as anybody may.
        may_return: bool,
    },
    /// Name a co-host, or take that back.
    SetRole {
        /// Whom.
        who: ParticipantId,
        /// [`Role::CoHost`] or [`Role::Guest`].
        role: Role,
    },
    /// End the meeting for all.
    EndMeeting,
    /// Something of the interview.
    Interview(InterviewCommand),
}

/// A change of settings; what is `None` stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RoomChange {
    /// Whether nobody new comes in.
    pub locked: Option<bool>,
    /// Whether who is new waits in the lobby.
    pub lobby: Option<bool>,
    /// Who may write.
    pub chat: Option<Audience>,
    /// Who may share a screen.
    pub share: Option<Audience>,
    /// Who may record.
    pub record: Option<Audience>,
}

/// Between whom a message goes, as the room knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatParties {
    /// Who writes.
    pub from: ParticipantId,
    /// The writer's name.
    pub from_name: DisplayName,
    /// To whom alone, with the name; `None` if to everyone.
    pub to: Option<(ParticipantId, DisplayName)>,
}
