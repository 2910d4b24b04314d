//! Stream tokens in SQLite.

use convene_model::{LinkId, MeetingId, Timestamp};

use super::writer::Atomicity;
use super::{Storage, millis, parsed};
use crate::{StorageError, StreamToken, StreamTokenRepository};

const COLUMNS: &str = "id, scope, name, created_at, expires_at, revoked_at";

type Row = (String, String, String, i64, i64, Option<i64>);

fn token(
    (id, scope, name, created_at, expires_at, revoked_at): Row,
) -> Result<StreamToken, StorageError> {
    let at = |millis: i64| parsed(millis).map(Timestamp);
    Ok(StreamToken {
        id: id.parse().map_err(StorageError::failed)?,
        scope: scope.parse().map_err(StorageError::failed)?,
        name: name.parse().map_err(StorageError::failed)?,
        created_at: at(created_at)?,
        expires_at: at(expires_at)?,
        revoked_at: revoked_at.map(at).transpose()?,
    })
}

impl StreamTokenRepository for Storage {
    async fn create_stream_token(
        &self,
        meeting: &MeetingId,
        token: &StreamToken,
        hash: [u8; 32],
        max: u32,
    ) -> Result<(), StorageError> {
        let (meeting, token) = (meeting.clone(), token.clone());
        let (created_at, expires_at) = (millis(token.created_at)?, millis(token.expires_at)?);
        self.write(Atomicity::Savepoint, hash.len(), move |connection| {
            Box::pin(async move {
                let known: i64 = sqlx::query_scalar(
                    "SELECT COUNT(*) FROM meetings WHERE id = $1",
                )
                .bind(meeting.as_str())
                .fetch_one(&mut *connection)
                .await?;
                if known == 0 {
                    return Err(StorageError::NotFound);
                }
                // Tokens that are of no use make room for new ones.
                sqlx::query(
                    "DELETE FROM stream_tokens WHERE meeting_id = $1
                     AND (expires_at <= $2 OR revoked_at IS NOT NULL)",
                )
                .bind(meeting.as_str())
                .bind(created_at)
                .execute(&mut *connection)
                .await?;
                let done = sqlx::query(
                    "INSERT INTO stream_tokens (meeting_id, id, scope, name, hash, created_at, expires_at)
                     SELECT $1, $2, $3, $4, $5, $6, $7
                     WHERE (SELECT COUNT(*) FROM stream_tokens WHERE meeting_id = $1) < $8",
                )
                .bind(meeting.as_str())
                .bind(token.id.as_str())
                .bind(token.scope.as_str())
                .bind(token.name.as_str())
                .bind(hash.as_slice())
                .bind(created_at)
                .bind(expires_at)
                .bind(i64::from(max))
                .execute(connection)
                .await?;
                if done.rows_affected() == 0 { Err(StorageError::Conflict) } else { Ok(()) }
            })
        })
        .await
    }

    async fn stream_tokens(&self, meeting: &MeetingId) -> Result<Vec<StreamToken>, StorageError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM stream_tokens WHERE meeting_id = $1 ORDER BY created_at, id"
        );
        let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(meeting.as_str())
            .fetch_all(&self.readers)
            .await?;
        rows.into_iter().map(token).collect()
    }

    async fn stream_token_of(
        &self,
        meeting: &MeetingId,
        hash: [u8; 32],
    ) -> Result<StreamToken, StorageError> {
        let sql =
            format!("SELECT {COLUMNS} FROM stream_tokens WHERE meeting_id = $1 AND hash = $2");
        let row: Row = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(meeting.as_str())
            .bind(hash.as_slice())
            .fetch_one(&self.readers)
            .await?;
        token(row)
    }

    async fn revoke_stream_token(
        &self,
        meeting: &MeetingId,
        id: &LinkId,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let (meeting, id, now) = (meeting.clone(), id.clone(), millis(now)?);
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE stream_tokens SET revoked_at = COALESCE(revoked_at, $3)
                     WHERE meeting_id = $1 AND id = $2",
                )
                .bind(meeting.as_str())
                .bind(id.as_str())
                .bind(now)
                .execute(connection)
                .await?;
                if done.rows_affected() == 0 { Err(StorageError::NotFound) } else { Ok(()) }
            })
        })
        .await
    }
}
