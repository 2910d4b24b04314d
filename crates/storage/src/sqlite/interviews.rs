//! Interviews in SQLite.

use convene_model::{InterviewItem, LinkId, MeetingId, RoomRecord, ShortText, Timestamp};
use sqlx::SqliteConnection;
use time::OffsetDateTime;

use super::transaction::WriteTransaction;
use super::{Storage, parsed};
use crate::{InterviewLink, InterviewRepository, StorageError};

const LINK_COLUMNS: &str = "id, role, label, created_at, expires_at, revoked_at";

#[derive(sqlx::FromRow)]
struct LinkRow {
    id: String,
    role: String,
    label: Option<String>,
    created_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
}

impl TryFrom<LinkRow> for InterviewLink {
    type Error = StorageError;

    fn try_from(row: LinkRow) -> Result<Self, StorageError> {
        Ok(Self {
            id: parsed(row.id)?,
            role: row.role.parse().map_err(|error| StorageError::Failed(Box::new(error)))?,
            label: row.label.map(parsed).transpose()?,
            created_at: Timestamp(parsed(row.created_at)?),
            expires_at: Timestamp(parsed(row.expires_at)?),
            revoked_at: row.revoked_at.map(parsed).transpose()?.map(Timestamp),
        })
    }
}

async fn insert_link(
    connection: &mut SqliteConnection,
    id: &MeetingId,
    link: &InterviewLink,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO interview_links (meeting_id, id, role, label, created_at, expires_at, revoked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id.as_str())
    .bind(link.id.as_str())
    .bind(link.role.as_str())
    .bind(link.label.as_ref().map(ShortText::as_str))
    .bind(parsed::<_, i64>(link.created_at.0)?)
    .bind(parsed::<_, i64>(link.expires_at.0)?)
    .bind(link.revoked_at.map(|at| parsed::<_, i64>(at.0)).transpose()?)
    .execute(connection)
    .await?;
    Ok(())
}

async fn put_items(
    connection: &mut SqliteConnection,
    id: &MeetingId,
    items: &[InterviewItem],
) -> Result<(), StorageError> {
    for item in items {
        let text =
            serde_json::to_string(item).map_err(|error| StorageError::Failed(Box::new(error)))?;
        sqlx::query(
            "INSERT INTO interview_items (meeting_id, key, item) VALUES ($1, $2, $3)
             ON CONFLICT (meeting_id, key) DO UPDATE SET item = excluded.item",
        )
        .bind(id.as_str())
        .bind(item.key())
        .bind(text)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

impl InterviewRepository for Storage {
    async fn create_interview(
        &self,
        id: &MeetingId,
        record: &RoomRecord,
        links: &[InterviewLink],
        items: &[InterviewItem],
        now: OffsetDateTime,
    ) -> Result<(), StorageError> {
        let record =
            serde_json::to_string(record).map_err(|error| StorageError::Failed(Box::new(error)))?;
        let mut transaction = WriteTransaction::begin(&self.pool).await?;
        sqlx::query("INSERT INTO meetings (id, created_at) VALUES ($1, $2)")
            .bind(id.as_str())
            .bind(now)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO room_records (meeting_id, record) VALUES ($1, $2)")
            .bind(id.as_str())
            .bind(record)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO interviews (meeting_id) VALUES ($1)")
            .bind(id.as_str())
            .execute(&mut *transaction)
            .await?;
        for link in links {
            insert_link(&mut transaction, id, link).await?;
        }
        put_items(&mut transaction, id, items).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn is_interview(&self, id: &MeetingId) -> Result<bool, StorageError> {
        let found: Option<i64> =
            sqlx::query_scalar("SELECT 1 FROM interviews WHERE meeting_id = $1")
                .bind(id.as_str())
                .fetch_optional(&self.pool)
                .await?;
        Ok(found.is_some())
    }

    async fn interview_items(&self, id: &MeetingId) -> Result<Vec<InterviewItem>, StorageError> {
        let items: Vec<String> =
            sqlx::query_scalar("SELECT item FROM interview_items WHERE meeting_id = $1")
                .bind(id.as_str())
                .fetch_all(&self.pool)
                .await?;
        let parse = |text: String| {
            serde_json::from_str(&text).map_err(|error| StorageError::Failed(Box::new(error)))
        };
        items.into_iter().map(parse).collect()
    }

    async fn keep_interview_items(
        &self,
        id: &MeetingId,
        items: &[InterviewItem],
    ) -> Result<(), StorageError> {
        let mut transaction = WriteTransaction::begin(&self.pool).await?;
        put_items(&mut transaction, id, items).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn create_link(&self, id: &MeetingId, link: &InterviewLink) -> Result<(), StorageError> {
        let mut connection = self.pool.acquire().await?;
        insert_link(&mut connection, id, link).await
    }

    async fn links(&self, id: &MeetingId) -> Result<Vec<InterviewLink>, StorageError> {
        let sql = format!(
            "SELECT {LINK_COLUMNS} FROM interview_links WHERE meeting_id = $1 ORDER BY created_at, id"
        );
        let rows: Vec<LinkRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(id.as_str())
            .fetch_all(&self.pool)
            .await?;
        rows.into_iter().map(InterviewLink::try_from).collect()
    }

    async fn link(&self, id: &MeetingId, link: &LinkId) -> Result<InterviewLink, StorageError> {
        let sql =
            format!("SELECT {LINK_COLUMNS} FROM interview_links WHERE meeting_id = $1 AND id = $2");
        let row: LinkRow = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(id.as_str())
            .bind(link.as_str())
            .fetch_one(&self.pool)
            .await?;
        row.try_into()
    }

    async fn revoke_link(
        &self,
        id: &MeetingId,
        link: &LinkId,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let done = sqlx::query(
            "UPDATE interview_links SET revoked_at = COALESCE(revoked_at, $3)
             WHERE meeting_id = $1 AND id = $2",
        )
        .bind(id.as_str())
        .bind(link.as_str())
        .bind(parsed::<_, i64>(now.0)?)
        .execute(&self.pool)
        .await?;
        if done.rows_affected() == 0 { Err(StorageError::NotFound) } else { Ok(()) }
    }

    async fn delete_meeting(&self, id: &MeetingId) -> Result<(), StorageError> {
        let done = sqlx::query("DELETE FROM meetings WHERE id = $1")
            .bind(id.as_str())
            .execute(&self.pool)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StorageError::NotFound);
        }
        // The log of writes still has what was written. Whoever reads just now keeps it a little longer: the
        // next deletion, or the next start, empties it then.
        let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await;
        Ok(())
    }
}
