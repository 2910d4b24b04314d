//! Room records in SQLite.

use convene_model::{MeetingId, RoomRecord};

use super::Storage;
use super::writer::Atomicity;
use crate::{RoomRepository, StorageError};

impl RoomRepository for Storage {
    async fn room_record(&self, meeting: &MeetingId) -> Result<RoomRecord, StorageError> {
        let record: Option<String> =
            sqlx::query_scalar("SELECT record FROM room_records WHERE meeting_id = $1")
                .bind(meeting.as_str())
                .fetch_optional(&self.readers)
                .await?;
        record.map_or_else(
            || Ok(RoomRecord::default()),
            |text| serde_json::from_str(&text).map_err(StorageError::failed),
        )
    }

    async fn keep_room_record(
        &self,
        meeting: &MeetingId,
        record: &RoomRecord,
    ) -> Result<(), StorageError> {
        let text = serde_json::to_string(record).map_err(StorageError::failed)?;
        let meeting = meeting.clone();
        self.write(Atomicity::OneStatement, text.len(), move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO room_records (meeting_id, record) VALUES ($1, $2)
                     ON CONFLICT (meeting_id) DO UPDATE SET record = excluded.record",
                )
                .bind(meeting.as_str())
                .bind(text)
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }
}
