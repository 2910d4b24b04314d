//! Chat in SQLite.

use convene_model::{
    ChatMessage, ChatMessageId, ChatText, ClientMessageId, MeetingId, ParticipantId, Timestamp,
};

use super::{Storage, parsed};
use crate::{ChatPage, ChatRepository, NewChatMessage, StorageError};

const COLUMNS: &str = "id, client_id, from_id, from_name, to_id, to_name, text, sent_at, edited_at";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    client_id: String,
    from_id: String,
    from_name: String,
    to_id: Option<String>,
    to_name: Option<String>,
    text: Option<String>,
    sent_at: i64,
    edited_at: Option<i64>,
}

/// The row that a writing statement returned, of all that were fetched. SQLite gives the row before it
/// commits: `fetch_one` and `fetch_optional` ask no further, and are not told that the commit failed.
fn committed(rows: Vec<Row>) -> Option<Row> {
    rows.into_iter().next()
}

impl TryFrom<Row> for ChatMessage {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: ChatMessageId(parsed(row.id)?),
            client_id: parsed(row.client_id)?,
            from: parsed(row.from_id)?,
            from_name: parsed(row.from_name)?,
            to: row.to_id.map(parsed).transpose()?,
            to_name: row.to_name.map(parsed).transpose()?,
            text: row.text.map(parsed).transpose()?,
            sent_at: Timestamp(parsed(row.sent_at)?),
            edited_at: row.edited_at.map(parsed).transpose()?.map(Timestamp),
        })
    }
}

impl ChatRepository for Storage {
    async fn append_chat(
        &self,
        meeting: &MeetingId,
        message: &NewChatMessage,
        now: Timestamp,
    ) -> Result<(ChatMessage, bool), StorageError> {
        // One statement, and SQLite has one writer: no two messages get one number.
        let sql = format!(
            "INSERT INTO chat_messages (meeting_id, {COLUMNS})
             SELECT $1, COALESCE(MAX(id), 0) + 1, $2, $3, $4, $5, $6, $7, $8, NULL
             FROM chat_messages WHERE meeting_id = $1
             ON CONFLICT (meeting_id, from_id, client_id) DO NOTHING
             RETURNING {COLUMNS}"
        );
        let kept: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(meeting.as_str())
            .bind(message.client_id.as_str())
            .bind(message.from.as_str())
            .bind(message.from_name.as_str())
            .bind(message.to.as_ref().map(ParticipantId::as_str))
            .bind(message.to_name.as_ref().map(convene_model::DisplayName::as_str))
            .bind(message.text.as_str())
            .bind(parsed::<_, i64>(now.0)?)
            // Not only the row: see `committed`.
            .fetch_all(&self.pool)
            .await?;
        match committed(kept) {
            Some(row) => Ok((row.try_into()?, true)),
            None => {
                Ok((self.sent_before(meeting, &message.from, &message.client_id).await?, false))
            }
        }
    }

    async fn edit_chat(
        &self,
        meeting: &MeetingId,
        id: ChatMessageId,
        by: &ParticipantId,
        text: Option<&ChatText>,
        now: Timestamp,
    ) -> Result<ChatMessage, StorageError> {
        let sql = format!(
            "UPDATE chat_messages SET text = $4, edited_at = $5
             WHERE meeting_id = $1 AND id = $2 AND from_id = $3 AND text IS NOT NULL
             RETURNING {COLUMNS}"
        );
        let changed: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(meeting.as_str())
            .bind(parsed::<_, i64>(id.0)?)
            .bind(by.as_str())
            .bind(text.map(ChatText::as_str))
            .bind(parsed::<_, i64>(now.0)?)
            .fetch_all(&self.pool)
            .await?;
        committed(changed).ok_or(StorageError::NotFound)?.try_into()
    }

    async fn chat_page(
        &self,
        meeting: &MeetingId,
        viewer: &ParticipantId,
        before: Option<ChatMessageId>,
        limit: u32,
    ) -> Result<ChatPage, StorageError> {
        // A number beyond all is before none.
        let before = before.map_or(i64::MAX, |id| i64::try_from(id.0).unwrap_or(i64::MAX));
        let sql = format!(
            "SELECT {COLUMNS} FROM chat_messages
             WHERE meeting_id = $1 AND id < $2 AND (to_id IS NULL OR to_id = $3 OR from_id = $3)
             ORDER BY id DESC LIMIT $4"
        );
        // One more than asked for tells whether there are older ones.
        let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(meeting.as_str())
            .bind(before)
            .bind(viewer.as_str())
            .bind(i64::from(limit) + 1)
            .fetch_all(&self.pool)
            .await?;
        let has_more = rows.len() > limit as usize;
        let newest = rows.into_iter().take(limit as usize).map(ChatMessage::try_from);
        let mut messages = newest.collect::<Result<Vec<_>, _>>()?;
        messages.reverse();
        Ok(ChatPage { messages, has_more })
    }
}

impl Storage {
    async fn sent_before(
        &self,
        meeting: &MeetingId,
        from: &ParticipantId,
        client_id: &ClientMessageId,
    ) -> Result<ChatMessage, StorageError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM chat_messages
             WHERE meeting_id = $1 AND from_id = $2 AND client_id = $3"
        );
        let row: Row = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(meeting.as_str())
            .bind(from.as_str())
            .bind(client_id.as_str())
            .fetch_one(&self.pool)
            .await?;
        row.try_into()
    }
}
