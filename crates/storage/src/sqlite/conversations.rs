//! Conversations in SQLite.

use convene_model::{ChatMessageId, MeetingId, ParticipantId, Party, PersonId, Timestamp};
use sqlx::SqliteExecutor;

use super::persons::party;
use super::writer::Atomicity;
use super::{Storage, millis, moment, parsed, row};
use crate::{Conversation, ConversationRepository, MAX_UNREAD, StorageError};

/// The two ids in the order in which the table stores them.
fn in_order(one: &PersonId, other: &PersonId) -> (String, String) {
    let (one, other) = (one.as_str().to_owned(), other.as_str().to_owned());
    if one < other { (one, other) } else { (other, one) }
}

async fn find(
    reader: impl SqliteExecutor<'_>,
    of: &PersonId,
    with: &PersonId,
) -> Result<Option<Conversation>, StorageError> {
    let (one, other) = in_order(of, with);
    let found: Option<(String, i64)> = sqlx::query_as(
        "SELECT meeting_id, CASE WHEN one = $3 THEN one_deleted ELSE other_deleted END
         FROM conversations WHERE one = $1 AND other = $2",
    )
    .bind(one)
    .bind(other)
    .bind(of.as_str())
    .fetch_optional(reader)
    .await?;
    let Some((id, deleted)) = found else { return Ok(None) };
    let meeting = id.parse().map_err(StorageError::failed::<convene_model::IdError>)?;
    Ok(Some(Conversation { meeting, deleted: ChatMessageId(parsed(deleted)?) }))
}

row!(UnreadRow { id: String, name: String, count: i64 });

impl ConversationRepository for Storage {
    async fn conversation(
        &self,
        of: &PersonId,
        with: &PersonId,
    ) -> Result<Option<Conversation>, StorageError> {
        find(&self.readers, of, with).await
    }

    async fn delete_conversation(
        &self,
        of: &PersonId,
        with: &PersonId,
    ) -> Result<(), StorageError> {
        let (one, other) = in_order(of, with);
        let of = of.clone();
        self.write(Atomicity::Savepoint, 0, move |connection| {
            Box::pin(async move {
                let both: Vec<(String, i64)> = sqlx::query_as(
                    "UPDATE conversations SET
                         one_read = CASE WHEN one = $3 THEN newest ELSE one_read END,
                         one_deleted = CASE WHEN one = $3 THEN newest ELSE one_deleted END,
                         other_read = CASE WHEN other = $3 THEN newest ELSE other_read END,
                         other_deleted = CASE WHEN other = $3 THEN newest ELSE other_deleted END
                     FROM (SELECT COALESCE(MAX(id), 0) AS newest FROM chat_messages WHERE meeting_id =
                         (SELECT meeting_id FROM conversations WHERE one = $1 AND other = $2))
                     WHERE one = $1 AND other = $2
                     RETURNING meeting_id, MIN(one_deleted, other_deleted)",
                )
                .bind(one)
                .bind(other)
                .bind(of.as_str())
                .fetch_all(&mut *connection)
                .await?;
                for (meeting, deleted) in both {
                    // The rows stay, so that the numbering continues after them.
                    sqlx::query(
                        "UPDATE chat_messages SET text = NULL
                         WHERE meeting_id = $1 AND id <= $2 AND text IS NOT NULL",
                    )
                    .bind(meeting)
                    .bind(deleted)
                    .execute(&mut *connection)
                    .await?;
                }
                Ok(())
            })
        })
        .await
    }

    async fn open_conversation(
        &self,
        one: &PersonId,
        other: &PersonId,
        new: &MeetingId,
        now: Timestamp,
    ) -> Result<MeetingId, StorageError> {
        if let Some(found) = self.conversation(one, other).await? {
            return Ok(found.meeting);
        }
        let (one, other, new) = (one.clone(), other.clone(), new.clone());
        let (created_at, used_at) = (moment(now)?, millis(now)?);
        self.write(Atomicity::Savepoint, 0, move |connection| {
            Box::pin(async move {
                // The other person may have opened it while this write waited.
                if let Some(found) = find(&mut *connection, &one, &other).await? {
                    return Ok(found.meeting);
                }
                sqlx::query(
                    "INSERT INTO meetings (id, created_at, by_ticket, used_at) VALUES ($1, $2, 1, $3)",
                )
                .bind(new.as_str())
                .bind(created_at)
                .bind(used_at)
                .execute(&mut *connection)
                .await?;
                let (first, second) = in_order(&one, &other);
                sqlx::query("INSERT INTO conversations (one, other, meeting_id) VALUES ($1, $2, $3)")
                    .bind(first)
                    .bind(second)
                    .bind(new.as_str())
                    .execute(connection)
                    .await?;
                Ok(new)
            })
        })
        .await
    }

    async fn unread(
        &self,
        of: &PersonId,
        as_participant: &ParticipantId,
    ) -> Result<Vec<(Party, u32)>, StorageError> {
        let rows: Vec<UnreadRow> = sqlx::query_as(
            "WITH mine AS (
                 SELECT meeting_id, other AS with_id, one_read AS read FROM conversations WHERE one = $1
                 UNION ALL
                 SELECT meeting_id, one, other_read FROM conversations WHERE other = $1
             )
             SELECT with_id AS id, from_name AS name, COUNT(*) AS count,
                 MAX(id) AS newest -- whose name it is, as SQLite has it for a single maximum
             FROM mine JOIN chat_messages USING (meeting_id)
             WHERE id > read AND from_id <> $2 AND text IS NOT NULL
             GROUP BY meeting_id ORDER BY sent_at DESC LIMIT $3",
        )
        .bind(of.as_str())
        .bind(as_participant.as_str())
        .bind(MAX_UNREAD)
        .fetch_all(&self.readers)
        .await?;
        let unread = |row: UnreadRow| {
            Ok((party((row.id, row.name))?, u32::try_from(row.count).unwrap_or(u32::MAX)))
        };
        rows.into_iter().map(unread).collect()
    }

    async fn mark_read(
        &self,
        of: &PersonId,
        with: &PersonId,
        id: ChatMessageId,
    ) -> Result<(), StorageError> {
        let (one, other) = in_order(of, with);
        let of = of.clone();
        // A number outside the range of the column means the last message.
        let id = i64::try_from(id.0).unwrap_or(i64::MAX);
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE conversations SET
                         one_read = CASE WHEN one = $3 THEN MAX(one_read, MIN($4, newest)) ELSE one_read END,
                         other_read = CASE WHEN other = $3 THEN MAX(other_read, MIN($4, newest)) ELSE other_read END
                     FROM (SELECT COALESCE(MAX(id), 0) AS newest FROM chat_messages WHERE meeting_id =
                         (SELECT meeting_id FROM conversations WHERE one = $1 AND other = $2))
                     WHERE one = $1 AND other = $2",
                )
                .bind(one)
                .bind(other)
                .bind(of.as_str())
                .bind(id)
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }
}
