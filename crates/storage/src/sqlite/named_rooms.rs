//! Names of meetings in SQLite.

use convene_model::{ChosenName, MeetingId, RoomName, Timestamp};

use super::retention::USE_NOTED_EVERY;
use super::writer::Atomicity;
use super::{Storage, millis, moment, parsed};
use crate::{MeetingName, NamedRoomRepository, StorageError};

impl NamedRoomRepository for Storage {
    async fn named_room(&self, name: &RoomName, now: Timestamp) -> Result<MeetingId, StorageError> {
        let (id, used_at): (String, i64) =
            sqlx::query_as("SELECT meeting_id, used_at FROM named_rooms WHERE name = $1")
                .bind(name.as_str())
                .fetch_one(&self.readers)
                .await?;
        let now: i64 = parsed(now.0)?;
        if now.saturating_sub(used_at) > USE_NOTED_EVERY {
            let name = name.clone();
            self.write(Atomicity::OneStatement, 0, move |connection| {
                Box::pin(async move {
                    sqlx::query(
                        "UPDATE named_rooms SET used_at = MAX(used_at, $2) WHERE name = $1",
                    )
                    .bind(name.as_str())
                    .bind(now)
                    .execute(connection)
                    .await?;
                    Ok(())
                })
            })
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
        let (name, id) = (name.clone(), id.clone());
        let (created_at, used_at) = (moment(now)?, millis(now)?);
        self.write(Atomicity::Savepoint, 0, move |connection| {
            Box::pin(async move {
                sqlx::query("INSERT INTO meetings (id, created_at, used_at) VALUES ($1, $2, $3)")
                    .bind(id.as_str())
                    .bind(created_at)
                    .bind(used_at)
                    .execute(&mut *connection)
                    .await?;
                sqlx::query(
                    "INSERT INTO named_rooms (name, meeting_id, used_at) VALUES ($1, $2, $3)",
                )
                .bind(name.as_str())
                .bind(id.as_str())
                .bind(used_at)
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }

    async fn name_of(&self, meeting: &MeetingId) -> Result<Option<MeetingName>, StorageError> {
        let found: Option<(String, bool)> =
            sqlx::query_as("SELECT name, chosen FROM named_rooms WHERE meeting_id = $1")
                .bind(meeting.as_str())
                .fetch_optional(&self.readers)
                .await?;
        found.map(|(name, chosen)| Ok(MeetingName { name: parsed(name)?, chosen })).transpose()
    }

    async fn choose_name(
        &self,
        meeting: &MeetingId,
        name: Option<&ChosenName>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let (meeting, name, used_at) = (meeting.clone(), name.cloned(), millis(now)?);
        self.write(Atomicity::Savepoint, 0, move |connection| {
            Box::pin(async move {
                sqlx::query("DELETE FROM named_rooms WHERE meeting_id = $1 AND chosen")
                    .bind(meeting.as_str())
                    .execute(&mut *connection)
                    .await?;
                let Some(name) = name else { return Ok(()) };
                sqlx::query(
                    "INSERT INTO named_rooms (name, meeting_id, used_at, chosen)
                     VALUES ($1, $2, $3, 1)",
                )
                .bind(name.as_str())
                .bind(meeting.as_str())
                .bind(used_at)
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }
}
