//! Commands that a room accepts, and its answers.

use convene_model::{
    Attributes, Audience, DisplayName, InterviewCommand, InterviewRole, InterviewView, LinkId,
    LongText, MediaPath, MediaPathSetting, MediaState, MeetingTitle, NetworkTag, Participant,
    ParticipantId, PasswordHash, Publication, QuestionId, QuestionText, Reaction, RecordingState,
    Role, RoomName, RoomSettings, Signal, Source, StreamScope, Timestamp, TransportId, UserId,
    VideoSlot, WaitingParticipant,
};

/// A request to join, from a connection that has no participant yet. The caller must have
/// verified that the sender may use `id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Join {
    /// Participant id: fresh, or the id of an earlier join.
    pub id: ParticipantId,
    /// Display name.
    pub name: DisplayName,
    /// Media state from the start.
    pub media: MediaState,
    /// Present if the id is from an earlier join.
    pub returning: Option<Returning>,
    /// True if the connection presented the meeting's host token.
    pub host: bool,
    /// Password hash that the given password matched.
    pub password: Option<PasswordHash>,
    /// Network that the connection comes from.
    pub network: NetworkTag,
    /// Role and id of the interview link, if the join came by one.
    pub link: Option<(InterviewRole, LinkId)>,
    /// Present if the participant is foreign: its client speaks a dialect.
    pub foreign: Option<Foreign>,
    /// True if the client can send its media through the forwarding server.
    pub can_forward: bool,
    /// Present if a program joins by a token that a host made: it sends one stream, or plays the room. Such
    /// a participant passes lock, password and lobby, never becomes host, and needs the forwarding server.
    pub stream: Option<StreamScope>,
}

/// Data of a foreign participant. Its client cannot wait in a lobby, resume its presence, or give a
/// password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Foreign {
    /// User id from the client's application. If the id is in use here, the room assigns another.
    pub user_id: Option<UserId>,
    /// Further attributes from the client's application.
    pub attributes: Attributes,
    /// True once the client reported its media state. Until then it may be sending anything.
    pub told_media: bool,
}

/// State that a returning participant presents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returning {
    /// Sequence number of the last event received; `None` asks for a snapshot.
    pub last_seq: Option<u64>,
    /// Start of the meeting. A room opened again after a restart adopts it. A named room resumes
    /// only participants of its present sitting.
    pub started_at: Timestamp,
    /// Interview link of the earlier join.
    pub link: Option<LinkId>,
}

/// Outcome of a join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinOutcome {
    /// Joined with a snapshot; the next event has the number `seq + 1`.
    Joined {
        /// The state of the room.
        snapshot: Snapshot,
        /// Number of the last event the snapshot includes.
        seq: u64,
    },
    /// Presence resumed: the missed events follow as effects.
    Resumed {
        /// Start of the meeting.
        started_at: Timestamp,
    },
    /// Waiting in the lobby until an effect admits or dismisses the connection.
    Waiting {
        /// True if a participant who may admit is connected.
        host_present: bool,
    },
}

/// The state of a room, as one of its participants may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Start of the meeting.
    pub started_at: Timestamp,
    /// Title of the meeting.
    pub title: Option<MeetingTitle>,
    /// Name that leads to the meeting.
    pub name: Option<RoomName>,
    /// True if clients of other systems find the room by its name, which is the title too.
    pub named_room: bool,
    /// All participants except viewers, in the order in which they joined, and the receiver if it is
    /// a viewer.
    pub participants: Vec<Participant>,
    /// Number of viewers.
    pub viewers: usize,
    /// Viewers with a raised hand, the earliest first; empty if the receiver may not lower hands.
    pub hands: Vec<Participant>,
    /// Path of the media.
    pub media_path: MediaPath,
    /// Publications at the forwarding server.
    pub publications: Vec<Publication>,
    /// Settings chosen by hosts.
    pub settings: RoomSettings,
    /// True if newcomers need a password.
    pub has_password: bool,
    /// Newcomers in the lobby; empty if the receiver may not admit.
    pub waiting: Vec<WaitingParticipant>,
    /// False while a host's decision is not on the disk, if the receiver may change settings.
    pub kept: bool,
    /// The interview, if the room has one, as far as the receiver may see it.
    pub interview: Option<Box<InterviewView>>,
}

/// Commands of a connection that has joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Leave for good.
    Leave,
    /// Send a signal to one participant.
    Signal {
        /// Receiver.
        to: ParticipantId,
        /// Transport that the signal belongs to.
        transport_id: Option<TransportId>,
        /// The signal.
        signal: Signal,
    },
    /// Report the sender's media state.
    SetMedia(MediaState),
    /// Replace the sender's video slots at the forwarding server.
    Subscribe(Vec<VideoSlot>),
    /// Take a role in a named room's interview and report media. Open to each client that
    /// knows interviews.
    TakePart {
        /// Role in the interview.
        role: InterviewRole,
        /// Media state of the sender.
        media: MediaState,
    },
    /// Record a question that was asked aloud in a named room. No effect if the number is in use.
    AskedAloud {
        /// Question number.
        question: QuestionId,
        /// Text of the question.
        text: QuestionText,
    },
    /// Hand in an answer for evaluation in a named room, without showing it to the room.
    HandIn {
        /// Question that the answer belongs to.
        question: QuestionId,
        /// Full text of the answer.
        text: LongText,
    },
    /// Send a reaction to all participants.
    React(Reaction),
    /// Raise or lower the sender's own hand.
    RaiseHand(bool),
    /// Announce a recording by the sender, or with `None` its end.
    SetRecording(Option<RecordingState>),
    /// Rename the sender or another participant.
    Rename {
        /// Participant to rename.
        who: ParticipantId,
        /// New name.
        name: DisplayName,
    },
    /// Admit a newcomer from the lobby.
    Admit(ParticipantId),
    /// Admit all newcomers from the lobby until the room is full.
    AdmitAll,
    /// Deny a newcomer in the lobby.
    Deny(ParticipantId),
    /// Change settings.
    SetRoom(RoomChange),
    /// Set the title of the meeting, or remove it with `None`.
    SetTitle(Option<MeetingTitle>),
    /// Set the password, or remove it with `None`.
    SetPassword(Option<PasswordHash>),
    /// Stop a source of another participant.
    StopSource {
        /// Participant that sends the source.
        who: ParticipantId,
        /// Source to stop.
        source: Source,
    },
    /// Stop every microphone the sender may stop, except its own.
    MuteAll,
    /// Ask a participant to unmute.
    AskToUnmute(ParticipantId),
    /// Lower another participant's hand.
    LowerHand(ParticipantId),
    /// Remove a participant.
    Remove {
        /// Participant to remove.
        who: ParticipantId,
        /// True if the participant may come back like any newcomer.
        may_return: bool,
    },
    /// Name a co-host, demote one to guest, or, in a webinar, bring a viewer to the stage and send a
    /// participant back to the audience.
    SetRole {
        /// Participant whose role changes.
        who: ParticipantId,
        /// [`Role::CoHost`], [`Role::Guest`] or [`Role::Viewer`].
        role: Role,
    },
    /// End the meeting for all.
    EndMeeting,
    /// A command of the interview.
    Interview(InterviewCommand),
}

impl Command {
    /// True if the command locks the room and changes nothing else.
    pub(crate) fn only_locks(&self) -> bool {
        let lock = RoomChange { locked: Some(true), ..RoomChange::default() };
        *self == Self::SetRoom(lock)
    }
}

/// A change of settings; fields that are `None` keep their value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RoomChange {
    /// True to keep newcomers out.
    pub locked: Option<bool>,
    /// True to make newcomers wait in the lobby.
    pub lobby: Option<bool>,
    /// Audience that may write chat messages.
    pub chat: Option<Audience>,
    /// Audience that may share a screen.
    pub share: Option<Audience>,
    /// Audience that may record.
    pub record: Option<Audience>,
    /// True if the link's preview may say when the meeting began and who is in it.
    pub link_preview: Option<bool>,
    /// True if newcomers come as viewers.
    pub webinar: Option<bool>,
    /// Path of the media.
    pub media_path: Option<MediaPathSetting>,
}

impl RoomChange {
    /// Settings after the change.
    pub(crate) fn applied_to(self, settings: RoomSettings) -> RoomSettings {
        RoomSettings {
            locked: self.locked.unwrap_or(settings.locked),
            lobby: self.lobby.unwrap_or(settings.lobby),
            chat: self.chat.unwrap_or(settings.chat),
            share: self.share.unwrap_or(settings.share),
            record: self.record.unwrap_or(settings.record),
            link_preview: self.link_preview.unwrap_or(settings.link_preview),
            webinar: self.webinar.unwrap_or(settings.webinar),
            media_path: self.media_path.unwrap_or(settings.media_path),
        }
    }
}
