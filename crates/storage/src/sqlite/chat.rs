//! Chat in SQLite.

use convene_model::{ChatMessage, ChatMessageId, ChatText, MeetingId, ParticipantId, Timestamp};
use sqlx::SqliteConnection;

use super::writer::Atomicity;
use super::{Storage, millis, parsed, row};
use crate::{ChatPage, ChatRepository, NewChatMessage, StorageError};

macro_rules! columns {
    () => {
        "id, client_id, from_id, from_name, to_id, to_name, text, sent_at, edited_at"
    };
}

row!(Row {
    id: i64,
    client_id: String,
    from_id: String,
    from_name: String,
    to_id: Option<String>,
    to_name: Option<String>,
    text: Option<String>,
    sent_at: i64,
    edited_at: Option<i64>,
});

/// The row that a writing statement returned. Callers use `fetch_all`, because `fetch_one` and
/// `fetch_optional` stop at the first row, before the statement has finished.
fn only(rows: Vec<Row>) -> Option<Row> {
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
        let (meeting, message, now) = (meeting.clone(), message.clone(), millis(now)?);
        let bytes = message.text.as_str().len();
        self.write(Atomicity::OneStatement, bytes, move |connection| {
            Box::pin(async move { append(connection, &meeting, &message, now).await })
        })
        .await
    }

    async fn edit_chat(
        &self,
        meeting: &MeetingId,
        id: ChatMessageId,
        by: &ParticipantId,
        text: Option<&ChatText>,
        now: Timestamp,
    ) -> Result<ChatMessage, StorageError> {
        let (meeting, by, text) = (meeting.clone(), by.clone(), text.cloned());
        // A number outside the range of the column belongs to no message.
        let id = i64::try_from(id.0).map_err(|_| StorageError::NotFound)?;
        let now = millis(now)?;
        let bytes = text.as_ref().map_or(0, |text| text.as_str().len());
        self.write(Atomicity::OneStatement, bytes, move |connection| {
            Box::pin(async move {
                let changed: Vec<Row> = sqlx::query_as(concat!(
                    "UPDATE chat_messages SET text = $4, edited_at = $5
                     WHERE meeting_id = $1 AND id = $2 AND from_id = $3 AND text IS NOT NULL
                     RETURNING ",
                    columns!()
                ))
                .bind(meeting.as_str())
                .bind(id)
                .bind(by.as_str())
                .bind(text.as_ref().map(ChatText::as_str))
                .bind(now)
                .fetch_all(connection)
                .await?;
                only(changed).ok_or(StorageError::NotFound)?.try_into()
            })
        })
        .await
    }

    async fn chat_page(
        &self,
        meeting: &MeetingId,
        viewer: &ParticipantId,
        before: Option<ChatMessageId>,
        limit: u32,
    ) -> Result<ChatPage, StorageError> {
        // A number outside the range of the column is after all messages.
        let before = before.map_or(i64::MAX, |id| i64::try_from(id.0).unwrap_or(i64::MAX));
        // One extra row shows whether there are older messages.
        let rows: Vec<Row> = sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM chat_messages
             WHERE meeting_id = $1 AND id < $2 AND (to_id IS NULL OR to_id = $3 OR from_id = $3)
             ORDER BY id DESC LIMIT $4"
        ))
        .bind(meeting.as_str())
        .bind(before)
        .bind(viewer.as_str())
        .bind(i64::from(limit) + 1)
        .fetch_all(&self.readers)
        .await?;
        let has_more = rows.len() > limit as usize;
        let newest = rows.into_iter().take(limit as usize).map(ChatMessage::try_from);
        let mut messages = newest.collect::<Result<Vec<_>, _>>()?;
        messages.reverse();
        Ok(ChatPage { messages, has_more })
    }
}

/// Stores a message under the meeting's next number. There is only one writer, so numbers are
/// unique.
async fn append(
    connection: &mut SqliteConnection,
    meeting: &MeetingId,
    message: &NewChatMessage,
    now: i64,
) -> Result<(ChatMessage, bool), StorageError> {
    let kept: Vec<Row> = sqlx::query_as(concat!(
        "INSERT INTO chat_messages (meeting_id, ",
        columns!(),
        ") SELECT $1, COALESCE(MAX(id), (SELECT chat_deleted_to FROM meetings WHERE id = $1), 0) + 1,
             $2, $3, $4, $5, $6, $7, $8, NULL
         FROM chat_messages WHERE meeting_id = $1
         ON CONFLICT (meeting_id, from_id, client_id) DO NOTHING
         RETURNING ",
        columns!()
    ))
    .bind(meeting.as_str())
    .bind(message.client_id.as_str())
    .bind(message.from.as_str())
    .bind(message.from_name.as_str())
    .bind(message.to.as_ref().map(ParticipantId::as_str))
    .bind(message.to_name.as_ref().map(convene_model::DisplayName::as_str))
    .bind(message.text.as_str())
    .bind(now)
    .fetch_all(&mut *connection)
    .await?;
    if let Some(row) = only(kept) {
        return Ok((row.try_into()?, true));
    }
    let before: Row = sqlx::query_as(concat!(
        "SELECT ",
        columns!(),
        " FROM chat_messages WHERE meeting_id = $1 AND from_id = $2 AND client_id = $3"
    ))
    .bind(meeting.as_str())
    .bind(message.from.as_str())
    .bind(message.client_id.as_str())
    .fetch_one(connection)
    .await?;
    Ok((before.try_into()?, false))
}
