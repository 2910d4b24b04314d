//! The server's own bookkeeping in the database.

use convene_model::Timestamp;

use super::writer::Atomicity;
use super::{Storage, millis, parsed};
use crate::StorageError;

const NEWEST_WRITE: &str = "newest_write";
const SECRETS: &str = "secrets";

impl Storage {
    /// The newest time that [`Storage::note_newest_write`] stored; `None` for a new database. If
    /// the clock is far ahead of it, either the clock is wrong or the server was off for long.
    pub async fn newest_write(&self) -> Result<Option<Timestamp>, StorageError> {
        let at: Option<i64> = sqlx::query_scalar("SELECT value FROM upkeep WHERE key = $1")
            .bind(NEWEST_WRITE)
            .fetch_optional(&self.readers)
            .await?;
        at.map(|at| Ok(Timestamp(parsed(at)?))).transpose()
    }

    /// Stores the time of a write, by a clock that the server trusts. Earlier times change nothing.
    pub async fn note_newest_write(&self, now: Timestamp) -> Result<(), StorageError> {
        let now = millis(now)?;
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO upkeep (key, value) VALUES ($1, $2)
                     ON CONFLICT (key) DO UPDATE SET value = MAX(value, excluded.value)",
                )
                .bind(NEWEST_WRITE)
                .bind(now)
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// The fingerprint of the secrets that belong to this database, if one is stored.
    pub async fn secrets_fingerprint(&self) -> Result<Option<Vec<u8>>, StorageError> {
        let found = sqlx::query_scalar("SELECT value FROM upkeep WHERE key = $1")
            .bind(SECRETS)
            .fetch_optional(&self.readers)
            .await?;
        Ok(found)
    }

    /// Stores the fingerprint of the secrets, replacing the previous one.
    pub async fn keep_secrets_fingerprint(&self, fingerprint: &[u8]) -> Result<(), StorageError> {
        let fingerprint = fingerprint.to_vec();
        self.write(Atomicity::OneStatement, fingerprint.len(), move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO upkeep (key, value) VALUES ($1, $2)
                     ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                )
                .bind(SECRETS)
                .bind(fingerprint)
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// True if nothing in the database depends on the secrets: no meeting, no question bank and no
    /// person.
    pub async fn is_empty(&self) -> Result<bool, StorageError> {
        let found: i64 = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM meetings) OR EXISTS (SELECT 1 FROM question_banks)
                 OR EXISTS (SELECT 1 FROM persons)",
        )
        .fetch_one(&self.readers)
        .await?;
        Ok(found == 0)
    }
}
