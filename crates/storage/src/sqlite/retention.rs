//! Retention: readers find unused data and the writer deletes it, a few rows at a time.
//!
//! Entering a meeting's room ([`Storage::use_meeting`]) or writing in its chat counts as use. Every
//! deletion checks again, in its own transaction, that the meeting is still unused.

use convene_model::{BankId, IdError, MeetingId, Timestamp};
use sqlx::SqliteConnection;

use super::writer::Atomicity;
use super::{Storage, millis, parsed};
use crate::StorageError;

/// Minimum interval between two stored times of use (ms). Otherwise every visit would cause a
/// write.
pub(super) const USE_NOTED_EVERY: i64 = 60 * 60 * 1_000;

/// Number of rows that one write deletes.
const ROWS: u32 = 200;

/// Kind of data to delete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unused {
    /// Meetings with everything that belongs to them: interviews, rooms of calls with their calls,
    /// conversations, named rooms.
    Meetings,
    /// Meetings of named rooms only.
    NamedRooms,
    /// Chat of meetings; the meetings stay.
    Chat,
}

/// Condition: nobody has entered the meeting, written in it or used its name since `$2`.
macro_rules! not_used {
    () => {
        "meetings.used_at > 0 AND meetings.used_at < $2
         AND COALESCE((SELECT sent_at FROM chat_messages
             WHERE meeting_id = meetings.id ORDER BY id DESC LIMIT 1), 0) < $2
         AND NOT EXISTS (SELECT 1 FROM named_rooms
             WHERE meeting_id = meetings.id AND named_rooms.used_at >= $2)"
    };
}

/// Condition: the meeting has no valid link at `$3`, and no call that is in progress or ended after
/// `$2`.
macro_rules! not_needed {
    () => {
        " AND NOT EXISTS (SELECT 1 FROM interview_links
             WHERE meeting_id = meetings.id AND revoked_at IS NULL AND expires_at > $3)
         AND NOT EXISTS (SELECT 1 FROM calls
             WHERE meeting_id = meetings.id AND (ended_at IS NULL OR ended_at >= $2))"
    };
}

impl Unused {
    /// Query for up to a hundred unused meetings after the id `$1`, ordered by id.
    fn page(self) -> &'static str {
        match self {
            Self::Meetings => concat!(
                "SELECT id FROM meetings WHERE id > $1 AND ",
                not_used!(),
                not_needed!(),
                " ORDER BY id LIMIT 100"
            ),
            Self::NamedRooms => concat!(
                "SELECT id FROM meetings JOIN named_rooms ON named_rooms.meeting_id = meetings.id
                 WHERE id > $1 AND NOT named_rooms.chosen AND ",
                not_used!(),
                not_needed!(),
                " ORDER BY id LIMIT 100"
            ),
            Self::Chat => concat!(
                "SELECT id FROM meetings WHERE id > $1 AND $3 IS NOT NULL AND ",
                not_used!(),
                " AND EXISTS (SELECT 1 FROM chat_messages WHERE meeting_id = meetings.id)
                 ORDER BY id LIMIT 100"
            ),
        }
    }

    /// Query whether the meeting `$1` is still unused.
    fn check(self) -> &'static str {
        match self {
            Self::Meetings | Self::NamedRooms => concat!(
                "SELECT EXISTS (SELECT 1 FROM meetings WHERE id = $1 AND ",
                not_used!(),
                not_needed!(),
                ")"
            ),
            Self::Chat => concat!(
                "SELECT EXISTS (SELECT 1 FROM meetings WHERE id = $1 AND $3 IS NOT NULL AND ",
                not_used!(),
                ")"
            ),
        }
    }
}

impl Storage {
    /// Records a use of the meeting. [`StorageError::NotFound`] if there is no such meeting.
    pub async fn use_meeting(&self, id: &MeetingId, now: Timestamp) -> Result<(), StorageError> {
        let used_at: i64 = sqlx::query_scalar("SELECT used_at FROM meetings WHERE id = $1")
            .bind(id.as_str())
            .fetch_one(&self.readers)
            .await?;
        let now = millis(now)?;
        if now.saturating_sub(used_at) <= USE_NOTED_EVERY {
            return Ok(());
        }
        let id = id.clone();
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                let done =
                    sqlx::query("UPDATE meetings SET used_at = MAX(used_at, $2) WHERE id = $1")
                        .bind(id.as_str())
                        .bind(now)
                        .execute(connection)
                        .await?;
                if done.rows_affected() == 0 { Err(StorageError::NotFound) } else { Ok(()) }
            })
        })
        .await
    }

    /// Records a use of the question bank. [`StorageError::NotFound`] if there is no such bank.
    pub async fn use_bank(&self, id: &BankId, now: Timestamp) -> Result<(), StorageError> {
        let used_at: i64 = sqlx::query_scalar("SELECT used_at FROM question_banks WHERE id = $1")
            .bind(id.as_str())
            .fetch_one(&self.readers)
            .await?;
        let now = millis(now)?;
        if now.saturating_sub(used_at) <= USE_NOTED_EVERY {
            return Ok(());
        }
        let id = id.clone();
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE question_banks SET used_at = MAX(used_at, $2) WHERE id = $1",
                )
                .bind(id.as_str())
                .bind(now)
                .execute(connection)
                .await?;
                if done.rows_affected() == 0 { Err(StorageError::NotFound) } else { Ok(()) }
            })
        })
        .await
    }

    /// Meetings unused since `since`, with ids after `after`, ordered by id; at most a hundred.
    pub async fn unused(
        &self,
        what: Unused,
        since: Timestamp,
        now: Timestamp,
        after: Option<&MeetingId>,
    ) -> Result<Vec<MeetingId>, StorageError> {
        let ids: Vec<String> = sqlx::query_scalar(what.page())
            .bind(after.map_or("", MeetingId::as_str))
            .bind(millis(since)?)
            .bind(millis(now)?)
            .fetch_all(&self.readers)
            .await?;
        ids.into_iter().map(|id| id.parse().map_err(StorageError::failed::<IdError>)).collect()
    }

    /// Deletes a meeting, or only its chat, if it is unused since `since`. Returns false if it came
    /// into use. Splits the deletion into many small writes, so that other writes run in between.
    pub async fn delete_unused(
        &self,
        what: Unused,
        id: &MeetingId,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let (since, now) = (millis(since)?, millis(now)?);
        loop {
            let id = id.clone();
            let step = self
                .write(Atomicity::Savepoint, 0, move |connection| {
                    Box::pin(async move {
                        let still: i64 = sqlx::query_scalar(what.check())
                            .bind(id.as_str())
                            .bind(since)
                            .bind(now)
                            .fetch_one(&mut *connection)
                            .await?;
                        if still == 0 {
                            Ok(Step::InUse)
                        } else {
                            delete(connection, what, &id).await
                        }
                    })
                })
                .await?;
            match step {
                Step::More => {}
                Step::Done => return Ok(true),
                Step::InUse => return Ok(false),
            }
        }
    }

    /// Deletes question banks unused since `since` and returns their number.
    pub async fn delete_unused_banks(&self, since: Timestamp) -> Result<u64, StorageError> {
        let since = millis(since)?;
        let sql = "DELETE FROM question_banks WHERE id IN (
                SELECT id FROM question_banks WHERE used_at > 0 AND used_at < $1 LIMIT $2)";
        self.delete_in_steps(sql, since).await
    }

    /// Runs a deletion of up to `$2` rows until it finds fewer. Returns the total number of deleted
    /// rows.
    pub(super) async fn delete_in_steps(
        &self,
        sql: &'static str,
        before: i64,
    ) -> Result<u64, StorageError> {
        let mut all = 0;
        loop {
            let gone = self
                .write(Atomicity::OneStatement, 0, move |connection| {
                    Box::pin(async move {
                        let gone = sqlx::query(sql).bind(before).bind(ROWS).execute(connection);
                        Ok(gone.await?.rows_affected())
                    })
                })
                .await?;
            all += gone;
            if gone < u64::from(ROWS) {
                return Ok(all);
            }
        }
    }

    /// Empties the write-ahead log, which still contains deleted data.
    pub async fn forget_deleted(&self) {
        self.writer.truncate_log().await;
    }
}

enum Step {
    More,
    Done,
    InUse,
}

/// Deletes some rows of a meeting: its messages first, the meeting itself last.
async fn delete(
    connection: &mut SqliteConnection,
    what: Unused,
    id: &MeetingId,
) -> Result<Step, StorageError> {
    let messages: Vec<i64> = sqlx::query_scalar(
        "DELETE FROM chat_messages WHERE meeting_id = $1
             AND id IN (SELECT id FROM chat_messages WHERE meeting_id = $1 ORDER BY id LIMIT $2)
         RETURNING id",
    )
    .bind(id.as_str())
    .bind(ROWS)
    .fetch_all(&mut *connection)
    .await?;
    if let Some(newest) = messages.iter().max() {
        sqlx::query("UPDATE meetings SET chat_deleted_to = MAX(chat_deleted_to, $2) WHERE id = $1")
            .bind(id.as_str())
            .bind(newest)
            .execute(&mut *connection)
            .await?;
    }
    let is_full = |rows: u64| rows >= u64::from(ROWS);
    if is_full(parsed(messages.len())?) {
        return Ok(Step::More);
    }
    if what == Unused::Chat {
        return Ok(Step::Done);
    }
    let items = sqlx::query(
        "DELETE FROM interview_items WHERE meeting_id = $1
             AND key IN (SELECT key FROM interview_items WHERE meeting_id = $1 LIMIT $2)",
    )
    .bind(id.as_str())
    .bind(ROWS)
    .execute(&mut *connection)
    .await?;
    if is_full(items.rows_affected()) {
        return Ok(Step::More);
    }
    for sql in [
        "DELETE FROM calls WHERE meeting_id = $1",
        "DELETE FROM conversations WHERE meeting_id = $1",
        "DELETE FROM meetings WHERE id = $1",
    ] {
        sqlx::query(sql).bind(id.as_str()).execute(&mut *connection).await?;
    }
    Ok(Step::Done)
}
