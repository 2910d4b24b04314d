//! What outlives a process: meetings, what hosts decided for them, and what was written in them.
//!
//! [`MeetingRepository`], [`RoomRepository`] and [`ChatRepository`] are the contract, [`Storage`] its implementation over SQLite, and
//! [`conformance`] the suite every implementation passes. Whatever a method acknowledges is on the
//! disk before it returns.

pub mod conformance;
mod error;
mod lock;
mod sqlite;

use std::future::Future;

use convene_model::{
    ChatMessage, ChatMessageId, ChatText, ClientMessageId, DisplayName, MeetingId, ParticipantId,
    RoomRecord, Timestamp,
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
