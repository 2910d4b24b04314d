//! What outlives a process: meetings, what hosts decided for them, and what was written in them.
//!
//! [`MeetingRepository`] and the other traits are the contract, [`Storage`] its implementation over SQLite, and
//! [`conformance`] the suite every implementation passes. Whatever a method acknowledges is on the
//! disk before it returns.

mod calls;
pub mod conformance;
mod error;
mod lock;
mod sqlite;

use std::future::Future;

pub use calls::{
    CallPage, CallRepository, CallRooms, Conversation, ConversationRepository, KeptContact,
    MAX_CONTACTS, MAX_UNREAD, Person, PersonRepository, StoredCall,
};
use convene_model::{
    BankId, ChatMessage, ChatMessageId, ChatText, ClientMessageId, DisplayName, InterviewItem,
    InterviewRole, LinkId, MeetingId, ParticipantId, QuestionBank, RoomName, RoomRecord, ShortText,
    Timestamp,
};
pub use error::{OpenError, StorageError};
pub use sqlite::Storage;
use time::OffsetDateTime;

/// A meeting as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// When it was made, to the microsecond (what every database keeps).
    pub created_at: OffsetDateTime,
    /// Whether its id alone leads nobody in: the room of a call, or what two wrote to each other.
    pub by_ticket: bool,
}

/// The meetings that exist.
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

    /// Whether the database answers.
    fn ping(&self) -> impl Future<Output = Result<(), StorageError>> + Send;
}

/// What hosts decided for meetings.
pub trait RoomRepository: Send + Sync {
    /// The record of a meeting's room; the default if none was kept.
    fn room_record(
        &self,
        meeting: &MeetingId,
    ) -> impl Future<Output = Result<RoomRecord, StorageError>> + Send;

    /// Keeps the record, in place of the one before.
    fn keep_room_record(
        &self,
        meeting: &MeetingId,
        record: &RoomRecord,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}

/// Rooms that clients of other systems go into by a name.
pub trait NamedRoomRepository: Send + Sync {
    /// The meeting of the room of that name, which is used now, or [`StorageError::NotFound`]. Use is noted to the
    /// hour at least.
    fn named_room(
        &self,
        name: &RoomName,
        now: Timestamp,
    ) -> impl Future<Output = Result<MeetingId, StorageError>> + Send;

    /// Stores a new meeting for the room of that name. [`StorageError::Conflict`] if the id or the name is
    /// taken: look the name up again.
    fn create_named_room(
        &self,
        name: &RoomName,
        id: &MeetingId,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Whether the meeting's room goes by a name.
    fn is_named_room(
        &self,
        meeting: &MeetingId,
    ) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// Deletes the meetings of rooms whose names have not been used since then; how many those were.
    fn forget_named_rooms(
        &self,
        unused_since: Timestamp,
    ) -> impl Future<Output = Result<u64, StorageError>> + Send;
}

/// A link into an interview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterviewLink {
    /// Its id.
    pub id: LinkId,
    /// What its holder is.
    pub role: InterviewRole,
    /// For whom it was made, as its maker calls them.
    pub label: Option<ShortText>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it is good.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl InterviewLink {
    /// Whether it leads in.
    #[must_use]
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// Interviews: what meetings they are, their links and all that is in them.
pub trait InterviewRepository: Send + Sync {
    /// Stores a new interview: its meeting, the record of its room, its links and what is in it, all
    /// or nothing. [`StorageError::Conflict`] if the id is taken.
    fn create_interview(
        &self,
        id: &MeetingId,
        record: &RoomRecord,
        links: &[InterviewLink],
        items: &[InterviewItem],
        now: OffsetDateTime,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Whether the meeting is an interview's.
    fn is_interview(
        &self,
        id: &MeetingId,
    ) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// All that is in an interview; empty if there is none.
    fn interview_items(
        &self,
        id: &MeetingId,
    ) -> impl Future<Output = Result<Vec<InterviewItem>, StorageError>> + Send;

    /// Keeps items, each in place of the one with its key, all or nothing.
    fn keep_interview_items(
        &self,
        id: &MeetingId,
        items: &[InterviewItem],
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Stores a new link.
    fn create_link(
        &self,
        id: &MeetingId,
        link: &InterviewLink,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// All links, those revoked too, in the order of their making.
    fn links(
        &self,
        id: &MeetingId,
    ) -> impl Future<Output = Result<Vec<InterviewLink>, StorageError>> + Send;

    /// A link, or [`StorageError::NotFound`].
    fn link(
        &self,
        id: &MeetingId,
        link: &LinkId,
    ) -> impl Future<Output = Result<InterviewLink, StorageError>> + Send;

    /// Revokes a link; one that is revoked stays so. [`StorageError::NotFound`] if there is none.
    fn revoke_link(
        &self,
        id: &MeetingId,
        link: &LinkId,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Deletes a meeting and all that belongs to it. [`StorageError::NotFound`] if there is none.
    fn delete_meeting(
        &self,
        id: &MeetingId,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}

/// Questions and plans kept for interviews to come.
pub trait QuestionBankRepository: Send + Sync {
    /// Stores a new bank, at revision 1. [`StorageError::Conflict`] if the id is taken.
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

    /// Puts a bank in place of that revision of it, which makes the next. [`StorageError::Conflict`] if it
    /// stands at another.
    fn replace_question_bank(
        &self,
        id: &BankId,
        bank: &QuestionBank,
        revision: u64,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}

/// A message to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChatMessage {
    /// The id its sender gave it.
    pub client_id: ClientMessageId,
    /// Who writes.
    pub from: ParticipantId,
    /// The writer's name.
    pub from_name: DisplayName,
    /// To whom alone.
    pub to: Option<ParticipantId>,
    /// The name of whom it is written to alone.
    pub to_name: Option<DisplayName>,
    /// What it says.
    pub text: ChatText,
}

/// A page of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatPage {
    /// Oldest first.
    pub messages: Vec<ChatMessage>,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// What was written in meetings.
pub trait ChatRepository: Send + Sync {
    /// Keeps a message and gives it the meeting's next number. One that its sender has sent before
    /// is not kept again: it comes back as it is, with `false`.
    fn append_chat(
        &self,
        meeting: &MeetingId,
        message: &NewChatMessage,
        now: Timestamp,
    ) -> impl Future<Output = Result<(ChatMessage, bool), StorageError>> + Send;

    /// Changes a message, or with no text deletes it. [`StorageError::NotFound`] if it is not there,
    /// is deleted, or is not `by`'s.
    fn edit_chat(
        &self,
        meeting: &MeetingId,
        id: ChatMessageId,
        by: &ParticipantId,
        text: Option<&ChatText>,
        now: Timestamp,
    ) -> impl Future<Output = Result<ChatMessage, StorageError>> + Send;

    /// The newest `limit` messages before `before` that `viewer` may see: those to everyone, and
    /// those from or to `viewer`.
    fn chat_page(
        &self,
        meeting: &MeetingId,
        viewer: &ParticipantId,
        before: Option<ChatMessageId>,
        limit: u32,
    ) -> impl Future<Output = Result<ChatPage, StorageError>> + Send;
}
