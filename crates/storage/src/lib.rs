//! Persistent data: meetings, the decisions of their hosts, interviews, calls and chat.
//!
//! [`MeetingRepository`] and the other traits are the contract, [`Storage`] implements it over
//! SQLite, and [`conformance`] is the suite that every implementation passes. A write is on the
//! disk before its method returns.

mod calls;
pub mod conformance;
mod error;
mod lock;
mod sqlite;

use std::future::Future;

pub use calls::{
    CallPage, CallRepository, Conversation, ConversationRepository, KeptContact, MAX_CONTACTS,
    MAX_UNREAD, Person, PersonRepository, StoredCall, StoredCallRoom,
};
use convene_model::{
    BankId, ChatMessage, ChatMessageId, ChatText, ChosenName, ClientMessageId, DisplayName,
    InterviewItem, InterviewRole, LinkId, MeetingId, ParticipantId, QuestionBank, RoomName,
    RoomRecord, ShortText, StreamScope, Timestamp,
};
pub use error::{Cause, Obstacle, OpenError, StorageError};
pub use lock::InstanceLock;
pub use sqlite::{Attachment, BackupError, Storage, Unused, back_up, unpack};
use time::OffsetDateTime;

/// A stored meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The meeting's id.
    pub id: MeetingId,
    /// Creation time, truncated to microseconds, which is the precision that every database keeps.
    pub created_at: OffsetDateTime,
    /// True if the id alone does not let anybody in: the meeting is the room of a call or a
    /// conversation.
    pub by_ticket: bool,
}

/// Stores meetings.
pub trait MeetingRepository: Send + Sync {
    /// Stores a new meeting. [`StorageError::Conflict`] if the id is taken: try another.
    fn create_meeting(
        &self,
        id: &MeetingId,
        now: OffsetDateTime,
    ) -> impl Future<Output = Result<Meeting, StorageError>> + Send;

    /// The meeting with this id, or [`StorageError::NotFound`].
    fn meeting(&self, id: &MeetingId)
    -> impl Future<Output = Result<Meeting, StorageError>> + Send;

    /// Succeeds if the database answers a read.
    fn ping(&self) -> impl Future<Output = Result<(), StorageError>> + Send;
}

/// Stores the decisions of hosts, one record for each room.
pub trait RoomRepository: Send + Sync {
    /// The record of a meeting's room; the default if none was stored.
    fn room_record(
        &self,
        meeting: &MeetingId,
    ) -> impl Future<Output = Result<RoomRecord, StorageError>> + Send;

    /// Stores the record, replacing the previous one.
    fn keep_room_record(
        &self,
        meeting: &MeetingId,
        record: &RoomRecord,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}

/// The name that leads to a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingName {
    /// The name.
    pub name: RoomName,
    /// True if a host chose it. Otherwise the meeting belongs to a named room.
    pub chosen: bool,
}

/// Names that lead to meetings: those of named rooms, which clients of other systems find by name,
/// and those that hosts chose. A name leads to one meeting, whoever asks for it.
pub trait NamedRoomRepository: Send + Sync {
    /// The meeting with this name, or [`StorageError::NotFound`]. Counts as a use of
    /// the name; the stored time of use may be up to an hour old.
    fn named_room(
        &self,
        name: &RoomName,
        now: Timestamp,
    ) -> impl Future<Output = Result<MeetingId, StorageError>> + Send;

    /// Stores a new meeting for the room with this name. [`StorageError::Conflict`] if the id or
    /// the name is taken: look the name up again.
    fn create_named_room(
        &self,
        name: &RoomName,
        id: &MeetingId,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// The name that leads to the meeting, if it has one.
    fn name_of(
        &self,
        meeting: &MeetingId,
    ) -> impl Future<Output = Result<Option<MeetingName>, StorageError>> + Send;

    /// Gives the meeting a name, in place of the one that was chosen before, or removes that one
    /// with `None`. [`StorageError::Conflict`] if the name is taken, or if the meeting belongs to
    /// a named room; then nothing changes.
    fn choose_name(
        &self,
        meeting: &MeetingId,
        name: Option<&ChosenName>,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}

/// A link into an interview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterviewLink {
    /// The link's id.
    pub id: LinkId,
    /// Role of the link's holder.
    pub role: InterviewRole,
    /// Note of the link's creator on the intended holder.
    pub label: Option<ShortText>,
    /// Creation time.
    pub created_at: Timestamp,
    /// Expiry time.
    pub expires_at: Timestamp,
    /// Time at which the link was revoked; `None` if it was not.
    pub revoked_at: Option<Timestamp>,
}

impl InterviewLink {
    /// True if the link admits its holder now: neither revoked nor expired.
    #[must_use]
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// Stores interviews: their meetings, links and items.
pub trait InterviewRepository: Send + Sync {
    /// Stores a new interview with its meeting, room record, links and items, in one transaction.
    /// [`StorageError::Conflict`] if the id is taken.
    fn create_interview(
        &self,
        id: &MeetingId,
        record: &RoomRecord,
        links: &[InterviewLink],
        items: &[InterviewItem],
        now: OffsetDateTime,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// True if the meeting is an interview.
    fn is_interview(
        &self,
        id: &MeetingId,
    ) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// All items of an interview; empty if there is no such interview.
    fn interview_items(
        &self,
        id: &MeetingId,
    ) -> impl Future<Output = Result<Vec<InterviewItem>, StorageError>> + Send;

    /// Stores items in one transaction. An item replaces the one with the same key.
    fn keep_interview_items(
        &self,
        id: &MeetingId,
        items: &[InterviewItem],
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Stores a new link and its items in one transaction. [`StorageError::Conflict`] if the
    /// interview has `max` links already or the link's id is taken. The transaction checks the
    /// limit too, so concurrent calls cannot exceed it.
    fn create_link(
        &self,
        id: &MeetingId,
        link: &InterviewLink,
        items: &[InterviewItem],
        max: usize,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// All links in order of creation, including revoked ones.
    fn links(
        &self,
        id: &MeetingId,
    ) -> impl Future<Output = Result<Vec<InterviewLink>, StorageError>> + Send;

    /// One link, or [`StorageError::NotFound`].
    fn link(
        &self,
        id: &MeetingId,
        link: &LinkId,
    ) -> impl Future<Output = Result<InterviewLink, StorageError>> + Send;

    /// Revokes a link; a second call keeps the first time. [`StorageError::NotFound`] if there is
    /// no such link.
    fn revoke_link(
        &self,
        id: &MeetingId,
        link: &LinkId,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Deletes a meeting and everything that belongs to it. [`StorageError::NotFound`] if there is
    /// no such meeting.
    fn delete_meeting(
        &self,
        id: &MeetingId,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}

/// Stores question banks: questions and plans for later interviews.
pub trait QuestionBankRepository: Send + Sync {
    /// Stores a new bank at revision 1. [`StorageError::Conflict`] if the id is taken.
    fn create_question_bank(
        &self,
        id: &BankId,
        bank: &QuestionBank,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// A bank and its revision, or [`StorageError::NotFound`].
    fn question_bank(
        &self,
        id: &BankId,
    ) -> impl Future<Output = Result<(QuestionBank, u64), StorageError>> + Send;

    /// Replaces a bank and increments its revision. [`StorageError::Conflict`] if the stored
    /// revision is not `revision`.
    fn replace_question_bank(
        &self,
        id: &BankId,
        bank: &QuestionBank,
        revision: u64,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}

/// A chat message to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChatMessage {
    /// Id that the sender chose.
    pub client_id: ClientMessageId,
    /// The sender.
    pub from: ParticipantId,
    /// The sender's name.
    pub from_name: DisplayName,
    /// The only receiver; `None` for a message to everybody.
    pub to: Option<ParticipantId>,
    /// The name of the only receiver.
    pub to_name: Option<DisplayName>,
    /// The text of the message.
    pub text: ChatText,
}

/// One page of chat messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatPage {
    /// Oldest first.
    pub messages: Vec<ChatMessage>,
    /// True if there are older messages.
    pub has_more: bool,
}

/// Stores the chat of meetings.
pub trait ChatRepository: Send + Sync {
    /// Stores a message under the meeting's next number and returns it with `true`. If the sender
    /// has sent this `client_id` before, returns the stored message with `false` and stores
    /// nothing.
    fn append_chat(
        &self,
        meeting: &MeetingId,
        message: &NewChatMessage,
        now: Timestamp,
    ) -> impl Future<Output = Result<(ChatMessage, bool), StorageError>> + Send;

    /// Changes a message; without a text, deletes it. [`StorageError::NotFound`] if the message
    /// does not exist, is deleted, or was not written by `by`.
    fn edit_chat(
        &self,
        meeting: &MeetingId,
        id: ChatMessageId,
        by: &ParticipantId,
        text: Option<&ChatText>,
        now: Timestamp,
    ) -> impl Future<Output = Result<ChatMessage, StorageError>> + Send;

    /// The newest `limit` messages before `before` that `viewer` may see: messages to everybody,
    /// and private messages from or to `viewer`.
    fn chat_page(
        &self,
        meeting: &MeetingId,
        viewer: &ParticipantId,
        before: Option<ChatMessageId>,
        limit: u32,
    ) -> impl Future<Output = Result<ChatPage, StorageError>> + Send;
}

/// A token by which a program sends media into a meeting, or plays it. The token itself is known to
/// its holder only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamToken {
    /// Its id, for lists and to revoke it.
    pub id: LinkId,
    /// Right of its holder.
    pub scope: StreamScope,
    /// Name under which the stream appears.
    pub name: DisplayName,
    /// Creation time.
    pub created_at: Timestamp,
    /// It is of no use from then on.
    pub expires_at: Timestamp,
    /// When a host revoked it.
    pub revoked_at: Option<Timestamp>,
}

impl StreamToken {
    /// True if its holder may use it.
    #[must_use]
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// Stores stream tokens. They go with their meeting.
pub trait StreamTokenRepository: Send + Sync {
    /// Stores a token by its hash, and forgets those of the meeting that are expired or revoked.
    /// [`StorageError::Conflict`] if the meeting then has `max` already,
    /// [`StorageError::NotFound`] if there is no such meeting.
    fn create_stream_token(
        &self,
        meeting: &MeetingId,
        token: &StreamToken,
        hash: [u8; 32],
        max: u32,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// All tokens of a meeting, the oldest first.
    fn stream_tokens(
        &self,
        meeting: &MeetingId,
    ) -> impl Future<Output = Result<Vec<StreamToken>, StorageError>> + Send;

    /// The token with this hash, expired and revoked ones too, or [`StorageError::NotFound`].
    fn stream_token_of(
        &self,
        meeting: &MeetingId,
        hash: [u8; 32],
    ) -> impl Future<Output = Result<StreamToken, StorageError>> + Send;

    /// Revokes a token; again without an effect. [`StorageError::NotFound`] if there is none.
    fn revoke_stream_token(
        &self,
        meeting: &MeetingId,
        id: &LinkId,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}
