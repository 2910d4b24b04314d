//! SQLite, the default: one file in the data directory.

mod calls;
mod chat;
mod conversations;
mod interviews;
mod named_rooms;
mod persons;
mod question_banks;
mod rooms;
mod transaction;

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use convene_model::{IdError, MeetingId, Timestamp};
use sqlx::SqlitePool;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use time::OffsetDateTime;

use crate::lock::InstanceLock;
use crate::{Meeting, MeetingRepository, OpenError, StorageError};

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// The database. Clones share one pool.
#[derive(Debug, Clone)]
pub struct Storage {
    pool: SqlitePool,
    _lock: Arc<InstanceLock>,
}

impl Storage {
    /// Opens the file, makes it if there is none, and brings its schema up to date.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        let lock = InstanceLock::take(path)?;
        make_private(path)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // WAL alone may lose the last commits with the power; FULL syncs before it acknowledges.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // What is deleted is overwritten, not only no longer found.
            .pragma("secure_delete", "ON")
            .busy_timeout(Duration::from_secs(5));
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options)
            .await
            .map_err(|error| OpenError::opening(path.to_owned(), error))?;
        if let Err(error) = MIGRATIONS.run(&pool).await {
            pool.close().await;
            return Err(OpenError::migrating(path.to_owned(), error));
        }
        Ok(Self { pool, _lock: Arc::new(lock) })
    }

    /// Finishes what is under way and closes the file; every later request is `Unavailable`.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Makes the file for this user alone, if there is none; SQLite gives the files beside it the same
/// mode.
fn make_private(path: &Path) -> Result<(), OpenError> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) => {
            Err(OpenError::Open { path: path.to_owned(), source: sqlx::Error::Io(error) })
        }
    }
}

#[derive(sqlx::FromRow)]
struct MeetingRow {
    id: String,
    created_at: OffsetDateTime,
    by_ticket: bool,
}

impl TryFrom<MeetingRow> for Meeting {
    type Error = StorageError;

    fn try_from(row: MeetingRow) -> Result<Self, StorageError> {
        let id = row.id.parse().map_err(|e: IdError| StorageError::Failed(Box::new(e)))?;
        Ok(Self { id, created_at: row.created_at, by_ticket: row.by_ticket })
    }
}

impl MeetingRepository for Storage {
    async fn create_meeting(
        &self,
        id: &MeetingId,
        now: OffsetDateTime,
    ) -> Result<Meeting, StorageError> {
        let micros = now.nanosecond() / 1_000 * 1_000;
        let created_at = now.replace_nanosecond(micros).unwrap_or(now);
        sqlx::query("INSERT INTO meetings (id, created_at) VALUES ($1, $2)")
            .bind(id.as_str())
            .bind(created_at)
            .execute(&self.pool)
            .await?;
        Ok(Meeting { id: id.clone(), created_at, by_ticket: false })
    }

    async fn meeting(&self, id: &MeetingId) -> Result<Meeting, StorageError> {
        let sql = "SELECT id, created_at, by_ticket FROM meetings WHERE id = $1";
        sqlx::query_as::<_, MeetingRow>(sql)
            .bind(id.as_str())
            .fetch_one(&self.pool)
            .await?
            .try_into()
    }

    async fn ping(&self) -> Result<(), StorageError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }
}

/// The same moment, as meetings have it.
fn moment(at: Timestamp) -> Result<OffsetDateTime, StorageError> {
    let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000);
    moment.map_err(|error| StorageError::Failed(Box::new(error)))
}

/// What was written by this program parses; what does not was changed by another.
fn parsed<T, U>(value: T) -> Result<U, StorageError>
where
    U: TryFrom<T>,
    U::Error: std::error::Error + Send + Sync + 'static,
{
    U::try_from(value).map_err(|error| StorageError::Failed(Box::new(error)))
}
