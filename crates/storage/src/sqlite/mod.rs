//! SQLite store: one file in the data directory, one connection that writes, several that read.

mod backup;
mod calls;
mod chat;
mod conversations;
mod files;
mod health;
mod interviews;
mod migrations;
mod named_rooms;
mod persons;
mod question_banks;
mod retention;
mod rooms;
mod streams;
mod upkeep;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

pub use backup::{Attachment, BackupError, back_up, unpack};
use convene_model::{MeetingId, Timestamp};
use files::DatabaseFile;
use health::Health;
pub use retention::Unused;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqlitePool};
use time::OffsetDateTime;
use writer::{Atomicity, Writer};

use crate::lock::InstanceLock;
use crate::{Meeting, MeetingRepository, OpenError, StorageError};

/// Number of connections that read. They wait neither for the writer nor for a commit.
const READERS: u32 = 4;

/// How long a connection waits for another program's lock, and a request for a free reader.
const PATIENCE: Duration = Duration::from_secs(5);

/// Defines a row type whose columns are read by name. `#[derive(sqlx::FromRow)]` would compile
/// SQLite for the host too.
macro_rules! row {
    ($name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        struct $name { $($field: $type),* }

        impl sqlx::FromRow<'_, sqlx::sqlite::SqliteRow> for $name {
            fn from_row(row: &sqlx::sqlite::SqliteRow) -> Result<Self, sqlx::Error> {
                use sqlx::Row as _;
                Ok(Self { $($field: row.try_get(stringify!($field))?),* })
            }
        }
    };
}
use row;

/// The database. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Storage {
    readers: SqlitePool,
    writer: Writer,
    file: Arc<DatabaseFile>,
    health: Arc<Health>,
    _lock: Arc<InstanceLock>,
}

impl Storage {
    /// Opens the file, creates it if it does not exist, and migrates its schema. Copies the
    /// database first if a migration will change it.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        let lock = Arc::new(InstanceLock::take(path)?);
        files::make_private(path)?;
        let opening = |error| OpenError::opening(path.to_owned(), error);
        let options = SqliteConnectOptions::new().filename(path).busy_timeout(PATIENCE);
        let writing = options
            .clone()
            .journal_mode(SqliteJournalMode::Wal)
            // WAL with NORMAL may lose the last commits in a power failure; FULL syncs at every
            // commit.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // Overwrites deleted data; SQLite otherwise leaves it in free pages.
            .pragma("secure_delete", "ON");
        let mut connection = writing.connect().await.map_err(opening)?;
        backup::before_migration(&mut connection, path).await?;
        if let Err(error) = migrations::migrator().run(&mut connection).await {
            let _ = sqlx::Connection::close(connection).await;
            return Err(OpenError::migrating(path.to_owned(), error));
        }
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(options.read_only(true))
            .await
            .map_err(opening)?;
        let file = DatabaseFile::at(path).map_err(|error| opening(sqlx::Error::Io(error)))?;
        let (file, health) = (Arc::new(file), Arc::new(Health::default()));
        let writer = Writer::start(
            connection,
            writing,
            Arc::clone(&file),
            Arc::clone(&health),
            Arc::clone(&lock),
        );
        Ok(Self { readers, writer, file, health, _lock: lock })
    }

    /// Finishes pending writes and closes the file. Later requests fail with `Unavailable`.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

row!(MeetingRow { id: String, created_at: OffsetDateTime, by_ticket: bool });

impl TryFrom<MeetingRow> for Meeting {
    type Error = StorageError;

    fn try_from(row: MeetingRow) -> Result<Self, StorageError> {
        let id = row.id.parse().map_err(StorageError::failed::<convene_model::IdError>)?;
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
        let made = id.clone();
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                sqlx::query("INSERT INTO meetings (id, created_at, used_at) VALUES ($1, $2, $3)")
                    .bind(made.as_str())
                    .bind(created_at)
                    .bind(unix_millis(now))
                    .execute(connection)
                    .await?;
                Ok(())
            })
        })
        .await?;
        Ok(Meeting { id: id.clone(), created_at, by_ticket: false })
    }

    async fn meeting(&self, id: &MeetingId) -> Result<Meeting, StorageError> {
        let sql = "SELECT id, created_at, by_ticket FROM meetings WHERE id = $1";
        sqlx::query_as::<_, MeetingRow>(sql)
            .bind(id.as_str())
            .fetch_one(&self.readers)
            .await?
            .try_into()
    }

    async fn ping(&self) -> Result<(), StorageError> {
        sqlx::query("SELECT 1").execute(&self.readers).await?;
        Ok(())
    }
}

impl Storage {
    /// See [`Writer::write`].
    async fn write<T, F>(
        &self,
        atomicity: Atomicity,
        bytes: usize,
        write: F,
    ) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut sqlx::SqliteConnection) -> writer::Writing<'c, T>
            + Send
            + 'static,
    {
        self.writer.write(bytes, atomicity, write).await
    }
}

/// Milliseconds since the Unix epoch; zero for earlier times.
fn unix_millis(at: OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX).max(0)
}

/// Converts a time to the stored form: milliseconds since the Unix epoch.
fn millis(at: Timestamp) -> Result<i64, StorageError> {
    parsed(at.0)
}

/// Converts a time to the form of the column `meetings.created_at`.
fn moment(at: Timestamp) -> Result<OffsetDateTime, StorageError> {
    let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000);
    moment.map_err(StorageError::failed)
}

/// Converts a stored value. A value that does not convert was written by another program.
fn parsed<T, U>(value: T) -> Result<U, StorageError>
where
    U: TryFrom<T>,
    U::Error: std::error::Error + Send + Sync + 'static,
{
    U::try_from(value).map_err(StorageError::failed)
}
