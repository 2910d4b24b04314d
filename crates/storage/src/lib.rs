//! What outlives a process: meetings.
//!
//! [`MeetingRepository`] is the contract, [`Storage`] its implementation over SQLite, and
//! [`conformance`] the suite every implementation passes. Whatever a method acknowledges is on the
//! disk before it returns.

pub mod conformance;
mod error;
mod lock;
mod sqlite;

use std::future::Future;

use convene_model::MeetingId;
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
