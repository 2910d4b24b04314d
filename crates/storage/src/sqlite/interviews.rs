//! Interviews in SQLite.

use convene_model::{InterviewItem, LinkId, MeetingId, RoomRecord, ShortText, Timestamp};
use sqlx::SqliteConnection;
use time::OffsetDateTime;

use super::writer::Atomicity;
use super::{Storage, millis, parsed, row, unix_millis};
use crate::{InterviewLink, InterviewRepository, StorageError};

const LINK_COLUMNS: &str = "id, role, label, created_at, expires_at, revoked_at";

row!(LinkRow {
    id: String,
    role: String,
    label: Option<String>,
    created_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
});

impl TryFrom<LinkRow> for InterviewLink {
    type Error = StorageError;

    fn try_from(row: LinkRow) -> Result<Self, StorageError> {
        Ok(Self {
            id: parsed(row.id)?,
            role: row.role.parse().map_err(StorageError::failed)?,
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
    max: usize,
) -> Result<(), StorageError> {
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    let done = sqlx::query(
        "INSERT INTO interview_links (meeting_id, id, role, label, created_at, expires_at, revoked_at)
         SELECT $1, $2, $3, $4, $5, $6, $7
         WHERE (SELECT COUNT(*) FROM interview_links WHERE meeting_id = $1) < $8",
    )
    .bind(id.as_str())
    .bind(link.id.as_str())
    .bind(link.role.as_str())
    .bind(link.label.as_ref().map(ShortText::as_str))
    .bind(parsed::<_, i64>(link.created_at.0)?)
    .bind(parsed::<_, i64>(link.expires_at.0)?)
    .bind(link.revoked_at.map(|at| parsed::<_, i64>(at.0)).transpose()?)
    .bind(max)
    .execute(connection)
    .await?;
    if done.rows_affected() == 0 { Err(StorageError::Conflict) } else { Ok(()) }
}

/// Items in their stored form: key and JSON.
fn written(items: &[InterviewItem]) -> Result<Vec<(String, String)>, StorageError> {
    let written = |item: &InterviewItem| {
        Ok((item.key(), serde_json::to_string(item).map_err(StorageError::failed)?))
    };
    items.iter().map(written).collect()
}

fn size(items: &[(String, String)]) -> usize {
    items.iter().map(|(key, item)| key.len() + item.len()).sum()
}

async fn put_items(
    connection: &mut SqliteConnection,
    id: &MeetingId,
    items: Vec<(String, String)>,
) -> Result<(), StorageError> {
    for (key, item) in items {
        sqlx::query(
            "INSERT INTO interview_items (meeting_id, key, item) VALUES ($1, $2, $3)
             ON CONFLICT (meeting_id, key) DO UPDATE SET item = excluded.item",
        )
        .bind(id.as_str())
        .bind(key)
        .bind(item)
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
        let record = serde_json::to_string(record).map_err(StorageError::failed)?;
        let (id, links, items) = (id.clone(), links.to_vec(), written(items)?);
        self.write(Atomicity::Savepoint, record.len() + size(&items), move |connection| {
            Box::pin(async move {
                sqlx::query("INSERT INTO meetings (id, created_at, used_at) VALUES ($1, $2, $3)")
                    .bind(id.as_str())
                    .bind(now)
                    .bind(unix_millis(now))
                    .execute(&mut *connection)
                    .await?;
                sqlx::query("INSERT INTO room_records (meeting_id, record) VALUES ($1, $2)")
                    .bind(id.as_str())
                    .bind(record)
                    .execute(&mut *connection)
                    .await?;
                sqlx::query("INSERT INTO interviews (meeting_id) VALUES ($1)")
                    .bind(id.as_str())
                    .execute(&mut *connection)
                    .await?;
                for link in &links {
                    insert_link(connection, &id, link, usize::MAX).await?;
                }
                put_items(connection, &id, items).await
            })
        })
        .await
    }

    async fn is_interview(&self, id: &MeetingId) -> Result<bool, StorageError> {
        let found: Option<i64> =
            sqlx::query_scalar("SELECT 1 FROM interviews WHERE meeting_id = $1")
                .bind(id.as_str())
                .fetch_optional(&self.readers)
                .await?;
        Ok(found.is_some())
    }

    async fn interview_items(&self, id: &MeetingId) -> Result<Vec<InterviewItem>, StorageError> {
        let items: Vec<String> =
            sqlx::query_scalar("SELECT item FROM interview_items WHERE meeting_id = $1")
                .bind(id.as_str())
                .fetch_all(&self.readers)
                .await?;
        let parse = |text: String| serde_json::from_str(&text).map_err(StorageError::failed);
        items.into_iter().map(parse).collect()
    }

    async fn keep_interview_items(
        &self,
        id: &MeetingId,
        items: &[InterviewItem],
    ) -> Result<(), StorageError> {
        let (id, items) = (id.clone(), written(items)?);
        self.write(Atomicity::Savepoint, size(&items), move |connection| {
            Box::pin(async move { put_items(connection, &id, items).await })
        })
        .await
    }

    async fn create_link(
        &self,
        id: &MeetingId,
        link: &InterviewLink,
        items: &[InterviewItem],
        max: usize,
    ) -> Result<(), StorageError> {
        let (id, link, items) = (id.clone(), link.clone(), written(items)?);
        self.write(Atomicity::Savepoint, size(&items), move |connection| {
            Box::pin(async move {
                insert_link(connection, &id, &link, max).await?;
                put_items(connection, &id, items).await
            })
        })
        .await
    }

    async fn links(&self, id: &MeetingId) -> Result<Vec<InterviewLink>, StorageError> {
        let sql = format!(
            "SELECT {LINK_COLUMNS} FROM interview_links WHERE meeting_id = $1 ORDER BY created_at, id"
        );
        let rows: Vec<LinkRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(id.as_str())
            .fetch_all(&self.readers)
            .await?;
        rows.into_iter().map(InterviewLink::try_from).collect()
    }

    async fn link(&self, id: &MeetingId, link: &LinkId) -> Result<InterviewLink, StorageError> {
        let sql =
            format!("SELECT {LINK_COLUMNS} FROM interview_links WHERE meeting_id = $1 AND id = $2");
        let row: LinkRow = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(id.as_str())
            .bind(link.as_str())
            .fetch_one(&self.readers)
            .await?;
        row.try_into()
    }

    async fn revoke_link(
        &self,
        id: &MeetingId,
        link: &LinkId,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let (id, link, now) = (id.clone(), link.clone(), millis(now)?);
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE interview_links SET revoked_at = COALESCE(revoked_at, $3)
                     WHERE meeting_id = $1 AND id = $2",
                )
                .bind(id.as_str())
                .bind(link.as_str())
                .bind(now)
                .execute(connection)
                .await?;
                if done.rows_affected() == 0 { Err(StorageError::NotFound) } else { Ok(()) }
            })
        })
        .await
    }

    async fn delete_meeting(&self, id: &MeetingId) -> Result<(), StorageError> {
        let id = id.clone();
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                let done = sqlx::query("DELETE FROM meetings WHERE id = $1")
                    .bind(id.as_str())
                    .execute(connection)
                    .await?;
                if done.rows_affected() == 0 { Err(StorageError::NotFound) } else { Ok(()) }
            })
        })
        .await?;
        self.writer.truncate_log().await;
        Ok(())
    }
}
