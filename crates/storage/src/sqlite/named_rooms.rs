//! Named rooms in SQLite.

use convene_model::{MeetingId, RoomName, Timestamp};

use super::transaction::WriteTransaction;
use super::{Storage, moment, parsed};
use crate::{NamedRoomRepository, StorageError};

/// Milliseconds within which a name that is used again is not noted anew: anybody may ask for a name as often as they like,
/// and a write each time would be theirs to cause.
const NOT_NOTED: i64 = 60 * 60 * 1_000;

impl NamedRoomRepository for Storage {
    async fn named_room(&self, name: &RoomName, now: Timestamp) -> Result<MeetingId, StorageError> {
        let (id, used_at): (String, i64) =
            sqlx::query_as("SELECT meeting_id, used_at FROM named_rooms WHERE name = $1")
                .bind(name.as_str())
                .fetch_one(&self.pool)
                .await?;
        let now: i64 = parsed(now.0)?;
        if now.saturating_sub(used_at) > NOT_NOTED {
            sqlx::query("UPDATE named_rooms SET used_at = MAX(used_at, $2) WHERE name = $1")
                .bind(name.as_str())
                .bind(now)
                .execute(&self.pool)
                .await?;
        }
        parsed(id)
    }

    async fn create_named_room(
        &self,
        name: &RoomName,
        id: &MeetingId,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let mut transaction = WriteTransaction::begin(&self.pool).await?;
        sqlx::query("INSERT INTO meetings (id, created_at) VALUES ($1, $2)")
            .bind(id.as_str())
            .bind(moment(now)?)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO named_rooms (name, meeting_id, used_at) VALUES ($1, $2, $3)")
            .bind(name.as_str())
            .bind(id.as_str())
            .bind(parsed::<_, i64>(now.0)?)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }

    async fn is_named_room(&self, meeting: &MeetingId) -> Result<bool, StorageError> {
        let found: i64 =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM named_rooms WHERE meeting_id = $1)")
                .bind(meeting.as_str())
                .fetch_one(&self.pool)
                .await?;
        Ok(found != 0)
    }

    async fn forget_named_rooms(&self, unused_since: Timestamp) -> Result<u64, StorageError> {
        let gone = sqlx::query(
            "DELETE FROM meetings WHERE id IN (SELECT meeting_id FROM named_rooms WHERE used_at < $1)",
        )
        .bind(parsed::<_, i64>(unused_since.0)?)
        .execute(&self.pool)
        .await?;
        Ok(gone.rows_affected())
    }
}
