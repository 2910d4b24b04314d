//! Calls in SQLite.

use convene_model::{
    CallEnd, CallId, CallRecord, CallState, MeetingId, ParticipantId, PersonId, Timestamp,
};
use sqlx::SqliteConnection;

use super::persons::party;
use super::writer::Atomicity;
use super::{Storage, millis, moment, parsed, row};
use crate::{CallPage, CallRepository, StorageError, StoredCall, StoredCallRoom};

const COLUMNS: &str = "id, caller, caller_name, callee, callee_name, video, called_at, answered_at,
    connected, ended_at, ended_as, meeting_id, caller_participant, callee_participant, into_call,
    hidden_from_caller, hidden_from_callee, known_at, assumed";

row!(Row {
    id: String,
    caller: String,
    caller_name: String,
    callee: String,
    callee_name: String,
    video: bool,
    called_at: i64,
    answered_at: Option<i64>,
    connected: bool,
    ended_at: Option<i64>,
    ended_as: Option<String>,
    meeting_id: String,
    caller_participant: String,
    callee_participant: String,
    into_call: Option<String>,
    hidden_from_callee: bool,
    known_at: i64,
    assumed: bool,
});

fn at(value: i64) -> Result<Timestamp, StorageError> {
    Ok(Timestamp(parsed(value)?))
}

fn end(text: &str) -> Result<CallEnd, StorageError> {
    let all = [
        CallEnd::HungUp,
        CallEnd::Declined,
        CallEnd::NoAnswer,
        CallEnd::Busy,
        CallEnd::Unavailable,
        CallEnd::Cancelled,
        CallEnd::Failed,
    ];
    let found = all.into_iter().find(|end| end.as_str() == text);
    found.ok_or_else(|| StorageError::failed(format!("no call ends by {text:?}")))
}

impl Row {
    fn state(&self) -> Result<CallState, StorageError> {
        let answered_at = self.answered_at.map(at).transpose()?;
        Ok(match (&self.ended_as, self.ended_at, answered_at) {
            (Some(ended_as), Some(ended_at), answered_at) => {
                CallState::Ended { answered_at, ended_at: at(ended_at)?, end: end(ended_as)? }
            }
            (_, _, Some(answered_at)) if self.connected => CallState::InCall { answered_at },
            (_, _, Some(answered_at)) => CallState::Connecting { answered_at },
            (_, _, None) => CallState::Ringing,
        })
    }

    fn record(self) -> Result<CallRecord, StorageError> {
        let state = self.state()?;
        Ok(CallRecord {
            id: parsed(self.id)?,
            caller: party((self.caller, self.caller_name))?,
            callee: party((self.callee, self.callee_name))?,
            video: self.video,
            called_at: at(self.called_at)?,
            state,
        })
    }

    fn call(mut self) -> Result<(StoredCall, Timestamp), StorageError> {
        let known_at = at(self.known_at)?;
        let meeting: MeetingId =
            self.meeting_id.parse().map_err(StorageError::failed::<convene_model::IdError>)?;
        let caller: ParticipantId = parsed(std::mem::take(&mut self.caller_participant))?;
        let callee: ParticipantId = parsed(std::mem::take(&mut self.callee_participant))?;
        let into = self.into_call.take().map(parsed).transpose()?;
        let (for_callee, assumed) = (!self.hidden_from_callee, self.assumed);
        let room = StoredCallRoom { meeting, caller, callee };
        Ok((StoredCall { record: self.record()?, room, into, for_callee, assumed }, known_at))
    }
}

/// Stores a call with the meeting of its room, unless the call is stored already.
async fn insert(
    connection: &mut SqliteConnection,
    call: &StoredCall,
    now: Timestamp,
) -> Result<(), StorageError> {
    let StoredCall { record, room, into, for_callee, .. } = call;
    if into.is_none() {
        sqlx::query(
            "INSERT INTO meetings (id, created_at, by_ticket, used_at)
             SELECT $1, $2, 1, $4 WHERE NOT EXISTS (SELECT 1 FROM calls WHERE id = $3)",
        )
        .bind(room.meeting.as_str())
        .bind(moment(now)?)
        .bind(record.id.as_str())
        .bind(millis(now)?)
        .execute(&mut *connection)
        .await?;
    }
    let sql = format!(
        "INSERT INTO calls ({COLUMNS})
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 0, NULL, NULL, $8, $9, $10, $11, 0, $12, $13, 0)
         ON CONFLICT (id) DO NOTHING"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(record.id.as_str())
        .bind(record.caller.id.as_str())
        .bind(record.caller.name.as_str())
        .bind(record.callee.id.as_str())
        .bind(record.callee.name.as_str())
        .bind(record.video)
        .bind(millis(record.called_at)?)
        .bind(room.meeting.as_str())
        .bind(room.caller.as_str())
        .bind(room.callee.as_str())
        .bind(into.as_ref().map(CallId::as_str))
        .bind(!for_callee)
        .bind(millis(now)?)
        .execute(connection)
        .await?;
    Ok(())
}

async fn update(
    connection: &mut SqliteConnection,
    call: &StoredCall,
    now: Timestamp,
) -> Result<(), StorageError> {
    let record = &call.record;
    let (ended_at, end) = match record.state {
        CallState::Ended { ended_at, end, .. } => (Some(ended_at), Some(end)),
        _ => (None, None),
    };
    sqlx::query(
        "UPDATE calls SET callee_name = $2, answered_at = $3, connected = connected OR $4,
             ended_at = $5, ended_as = $6, known_at = $7, hidden_from_callee = $8, assumed = $9
         WHERE id = $1 AND ended_at IS NULL",
    )
    .bind(record.id.as_str())
    .bind(record.callee.name.as_str())
    .bind(record.state.answered_at().map(millis).transpose()?)
    .bind(matches!(record.state, CallState::InCall { .. }))
    .bind(ended_at.map(millis).transpose()?)
    .bind(end.map(CallEnd::as_str))
    .bind(millis(now)?)
    // Safe to overwrite: nobody can delete a call from their history before it has ended.
    .bind(!call.for_callee)
    .bind(call.assumed)
    .execute(connection)
    .await?;
    Ok(())
}

/// Hides a call from one of its two people, and deletes it once it is hidden from both.
async fn delete(
    connection: &mut SqliteConnection,
    of: &PersonId,
    id: &CallId,
) -> Result<(), StorageError> {
    let done = sqlx::query(
        "UPDATE calls SET hidden_from_caller = hidden_from_caller OR caller = $2,
             hidden_from_callee = hidden_from_callee OR callee = $2
         WHERE id = $1 AND ended_at IS NOT NULL
             AND ((caller = $2 AND NOT hidden_from_caller) OR (callee = $2 AND NOT hidden_from_callee))",
    )
    .bind(id.as_str())
    .bind(of.as_str())
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StorageError::NotFound);
    }
    let gone: Vec<String> = sqlx::query_scalar(
        "DELETE FROM calls WHERE id = $1 AND hidden_from_caller AND hidden_from_callee
         RETURNING meeting_id",
    )
    .bind(id.as_str())
    .fetch_all(&mut *connection)
    .await?;
    for meeting in gone {
        sqlx::query(
            "DELETE FROM meetings WHERE id = $1
                 AND NOT EXISTS (SELECT 1 FROM calls WHERE meeting_id = $1)",
        )
        .bind(meeting)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

impl CallRepository for Storage {
    async fn keep_call(&self, call: &StoredCall, now: Timestamp) -> Result<(), StorageError> {
        let call = call.clone();
        self.write(Atomicity::Savepoint, 0, move |connection| {
            Box::pin(async move {
                insert(connection, &call, now).await?;
                update(connection, &call, now).await
            })
        })
        .await
    }

    async fn call(&self, id: &CallId) -> Result<StoredCall, StorageError> {
        let sql = format!("SELECT {COLUMNS} FROM calls WHERE id = $1");
        let row: Row = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(id.as_str())
            .fetch_one(&self.readers)
            .await?;
        Ok(row.call()?.0)
    }

    async fn unfinished_calls(&self) -> Result<Vec<(StoredCall, Timestamp)>, StorageError> {
        let sql = format!("SELECT {COLUMNS} FROM calls WHERE ended_at IS NULL");
        let rows: Vec<Row> =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&self.readers).await?;
        rows.into_iter().map(Row::call).collect()
    }

    async fn calls_go_on(&self, ids: &[CallId], now: Timestamp) -> Result<(), StorageError> {
        let (ids, now) = (ids.to_vec(), millis(now)?);
        self.write(Atomicity::Savepoint, 0, move |connection| {
            Box::pin(async move {
                for id in &ids {
                    sqlx::query(
                        "UPDATE calls SET known_at = $2 WHERE id = $1 AND ended_at IS NULL",
                    )
                    .bind(id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                }
                Ok(())
            })
        })
        .await
    }

    async fn tell_end(&self, id: &CallId, ended_at: Timestamp) -> Result<(), StorageError> {
        let (id, ended_at) = (id.clone(), millis(ended_at)?);
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE calls SET ended_at = $2, ended_as = $3, assumed = 0
                     WHERE id = $1 AND assumed AND ended_at IS NOT NULL",
                )
                .bind(id.as_str())
                .bind(ended_at)
                .bind(CallEnd::HungUp.as_str())
                .execute(connection)
                .await?;
                if done.rows_affected() == 0 { Err(StorageError::NotFound) } else { Ok(()) }
            })
        })
        .await
    }

    async fn reopen_call(&self, id: &CallId, now: Timestamp) -> Result<(), StorageError> {
        let (id, now) = (id.clone(), millis(now)?);
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE calls SET ended_at = NULL, ended_as = NULL, assumed = 0, known_at = $2
                     WHERE id = $1 AND assumed",
                )
                .bind(id.as_str())
                .bind(now)
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }

    async fn call_into(
        &self,
        meeting: &MeetingId,
        of: &PersonId,
    ) -> Result<StoredCall, StorageError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM calls WHERE meeting_id = $1 AND (caller = $2 OR callee = $2)
                 AND answered_at IS NOT NULL
             ORDER BY called_at DESC, id DESC LIMIT 1"
        );
        let row: Row = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(meeting.as_str())
            .bind(of.as_str())
            .fetch_one(&self.readers)
            .await?;
        Ok(row.call()?.0)
    }

    async fn call_page(
        &self,
        of: &PersonId,
        before: Option<(Timestamp, &CallId)>,
        limit: u32,
    ) -> Result<CallPage, StorageError> {
        let (called_at, id) = before.unzip();
        // A time outside the range of the column is after all calls.
        let called_at = called_at.map_or(i64::MAX, |at| millis(at).unwrap_or(i64::MAX));
        // One extra row shows whether there are older calls. Each half uses its own index.
        let sql = format!(
            "SELECT {COLUMNS} FROM (
                 SELECT * FROM (SELECT * FROM calls
                     WHERE caller = $1 AND NOT hidden_from_caller AND ended_at IS NOT NULL
                         AND (called_at, id) < ($2, $3)
                     ORDER BY called_at DESC, id DESC LIMIT $4)
                 UNION ALL
                 SELECT * FROM (SELECT * FROM calls
                     WHERE callee = $1 AND NOT hidden_from_callee AND ended_at IS NOT NULL
                         AND (called_at, id) < ($2, $3)
                     ORDER BY called_at DESC, id DESC LIMIT $4)
             ) ORDER BY called_at DESC, id DESC LIMIT $4"
        );
        let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(of.as_str())
            .bind(called_at)
            .bind(id.map_or("", CallId::as_str))
            .bind(i64::from(limit) + 1)
            .fetch_all(&self.readers)
            .await?;
        let has_more = rows.len() > limit as usize;
        let newest = rows.into_iter().take(limit as usize).map(Row::record);
        Ok(CallPage { calls: newest.collect::<Result<_, _>>()?, has_more })
    }

    async fn delete_call(&self, of: &PersonId, id: &CallId) -> Result<(), StorageError> {
        let (of, id) = (of.clone(), id.clone());
        self.write(Atomicity::Savepoint, 0, move |connection| {
            Box::pin(async move { delete(connection, &of, &id).await })
        })
        .await
    }

    async fn missed_calls(&self, of: &PersonId) -> Result<u32, StorageError> {
        let count: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM calls JOIN persons ON persons.id = callee
             WHERE callee = $1 AND NOT hidden_from_callee AND ended_at > missed_until
                 AND answered_at IS NULL AND ended_as <> $2",
        )
        .bind(of.as_str())
        .bind(CallEnd::Declined.as_str())
        .fetch_one(&self.readers)
        .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    async fn clear_missed(&self, of: &PersonId, now: Timestamp) -> Result<(), StorageError> {
        let (of, now) = (of.clone(), millis(now)?);
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE persons SET missed_until = MAX(missed_until, $2) WHERE id = $1",
                )
                .bind(of.as_str())
                .bind(now)
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }
}
