//! Health of the store: whether it can write now, tested by writing.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Storage;
use super::writer::Atomicity;
use crate::{Obstacle, StorageError};

/// How long the outcome of a write counts as current. Limits probe writes to one per period.
const FRESH: Duration = Duration::from_secs(1);

/// Time limit of a probe.
const PROBE_LIMIT: Duration = Duration::from_secs(2);

/// Outcome of the latest batch.
#[derive(Debug, Default)]
pub(super) struct Health {
    last: Mutex<Option<(Instant, Result<(), StorageError>)>>,
    /// Held during a probe.
    probing: tokio::sync::Mutex<()>,
}

impl Health {
    /// Records the outcome of a batch.
    pub(super) fn note(&self, outcome: Result<(), StorageError>) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), outcome));
    }

    fn fresh(&self) -> Option<Result<(), StorageError>> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|(at, _)| at.elapsed() < FRESH).map(|(_, outcome)| outcome.clone())
    }
}

impl Storage {
    /// Succeeds if writes work. Checks the files and the free space, then the outcome of the latest
    /// write. If that is older than a second, writes a probe.
    pub async fn health(&self) -> Result<(), StorageError> {
        self.file.verify()?;
        self.file.check_space_and_mode()?;
        if let Some(outcome) = self.health.fresh() {
            return outcome;
        }
        let slow = || StorageError::from(Obstacle::Slow(PROBE_LIMIT.as_secs()));
        tokio::time::timeout(PROBE_LIMIT, async {
            let _probing = self.health.probing.lock().await;
            if let Some(outcome) = self.health.fresh() {
                return outcome;
            }
            let probe = self.writer.write(0, Atomicity::OneStatement, move |connection| {
                Box::pin(async move {
                    let sql = "INSERT INTO upkeep (key, value) VALUES ('probe', 1)
                         ON CONFLICT (key) DO UPDATE SET value = value + 1";
                    sqlx::query(sql).execute(connection).await?;
                    Ok(())
                })
            });
            let outcome = probe.await;
            // Reads use other connections, which may be blocked too.
            if outcome.is_ok() {
                sqlx::query("SELECT value FROM upkeep WHERE key = 'probe'")
                    .execute(&self.readers)
                    .await?;
            }
            outcome
        })
        .await
        .unwrap_or_else(|_| Err(slow()))
    }
}
