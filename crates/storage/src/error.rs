//! Storage errors, split by what callers do about them.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Cause of a failed request. It is shared because every write of a failed batch has the same
/// cause.
pub type Cause = Arc<dyn std::error::Error + Send + Sync>;

/// Reason why a request to the database failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StorageError {
    /// No row has this id.
    #[error("not found")]
    NotFound,
    /// The id is taken.
    #[error("the id is taken")]
    Conflict,
    /// The disk is full: writes fail until there is space.
    #[error("the disk is full")]
    DiskFull(#[source] Cause),
    /// The database is locked, read-only, closed or gone, or did not answer in time. A retry may
    /// help.
    #[error("the database is unavailable")]
    Unavailable(#[source] Cause),
    /// Stored data cannot be read, or this program has a bug.
    #[error("the database failed")]
    Failed(#[source] Cause),
}

/// Reason why the store refuses a write although SQLite reported no error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// The store was closed.
    #[error("the database is closed")]
    Closed,
    /// The writes in the queue exceed its limit in bytes.
    #[error("too many writes wait for the disk")]
    Overloaded,
    /// A file of the database is no longer at its path: writes to it would be lost.
    #[error("{} was deleted or replaced; put it back and restart convene", name(.0))]
    Gone(PathBuf),
    /// A probe write exceeded its time limit (s).
    #[error(
        "a write takes longer than {0} s: the disk is stuck, or another program locks the database"
    )]
    Slow(u64),
    /// The free space is less than a checkpoint of the write-ahead log needs.
    #[error("{free} bytes are free in the data directory, {needed} are needed")]
    NoSpace {
        /// Free bytes.
        free: u64,
        /// Required free bytes.
        needed: u64,
    },
    /// File permissions or a read-only file system forbid writes.
    #[error("{} is read-only", name(.0))]
    ReadOnly(PathBuf),
    /// Another write of the same batch made SQLite roll the batch back.
    #[error("SQLite rolled back the batch because of another write")]
    RolledBack,
}

/// A file's name without its directory, because clients may see these messages.
fn name(path: &std::path::Path) -> std::path::Display<'_> {
    path.file_name().map_or(path, std::path::Path::new).display()
}

/// Reason why the database could not be opened. The messages are for the person who starts the
/// server.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process holds the lock on the database.
    #[error("{} is in use by another instance of convene", .0.display())]
    InUse(PathBuf),
    /// The lock file beside the database cannot be created or locked.
    #[error("cannot lock {}", path.display())]
    Lock {
        /// The lock file.
        path: PathBuf,
        /// The operating system's error.
        source: io::Error,
    },
    /// A newer version of this program wrote the file.
    #[error(
        "{} was written by a newer version of convene (its schema is {version}); start that version, or restore a backup",
        path.display()
    )]
    NewerSchema {
        /// The database file.
        path: PathBuf,
        /// Version of the file's schema, which this program does not know.
        version: i64,
    },
    /// The file is not a database of this program, or it is damaged.
    #[error("{} is not a database of convene, or is damaged", path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
        /// SQLite's error.
        source: sqlx::Error,
    },
    /// The file cannot be opened or created.
    #[error("cannot open {}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// SQLite's error.
        source: sqlx::Error,
    },
    /// The copy before a migration failed.
    #[error("cannot copy {} before its schema is brought up to date", path.display())]
    Copy {
        /// The file.
        path: PathBuf,
        /// Reason why the copy failed.
        source: Cause,
    },
    /// A migration failed.
    #[error("cannot bring the schema of {} up to date", path.display())]
    Migrate {
        /// The file.
        path: PathBuf,
        /// The migrator's error.
        source: sqlx::migrate::MigrateError,
    },
}

/// SQLite's primary result codes; the low byte of an extended code is the primary one.
mod code {
    pub(super) const PERMISSION: i32 = 3;
    pub(super) const BUSY: i32 = 5;
    pub(super) const LOCKED: i32 = 6;
    pub(super) const READ_ONLY: i32 = 8;
    pub(super) const IO_ERROR: i32 = 10;
    pub(super) const CORRUPT: i32 = 11;
    pub(super) const FULL: i32 = 13;
    pub(super) const CANNOT_OPEN: i32 = 14;
    pub(super) const NOT_A_DATABASE: i32 = 26;
}

fn primary_code(error: &sqlx::Error) -> Option<i32> {
    let code = error.as_database_error()?.code()?.parse::<i32>().ok()?;
    Some(code & 0xff)
}

impl StorageError {
    pub(crate) fn failed<E>(error: E) -> Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync + 'static>>,
    {
        Self::Failed(Arc::from(error.into()))
    }

    /// Converts the error of a COMMIT. A constraint that fails at the commit cannot be attributed
    /// to one write, so it becomes `Failed`.
    pub(crate) fn of_commit(error: sqlx::Error) -> Self {
        match Self::from(error) {
            Self::NotFound | Self::Conflict => Self::Failed(Arc::new(Obstacle::RolledBack)),
            error => error,
        }
    }
}

impl From<Obstacle> for StorageError {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::NoSpace { .. } => Self::DiskFull(Arc::new(obstacle)),
            _ => Self::Unavailable(Arc::new(obstacle)),
        }
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        let unique =
            error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation);
        let orphan = error
            .as_database_error()
            .is_some_and(sqlx::error::DatabaseError::is_foreign_key_violation);
        match (&error, primary_code(&error)) {
            (sqlx::Error::RowNotFound, _) => Self::NotFound,
            // The referenced row does not exist or was deleted.
            _ if orphan => Self::NotFound,
            _ if unique => Self::Conflict,
            (_, Some(code::FULL)) => Self::DiskFull(Arc::new(error)),
            // When a quota or a file-size limit is exceeded, SQLite reports only an I/O error.
            (
                _,
                Some(
                    code::BUSY
                    | code::LOCKED
                    | code::IO_ERROR
                    | code::PERMISSION
                    | code::READ_ONLY
                    | code::CANNOT_OPEN,
                ),
            )
            | (
                sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
                | sqlx::Error::Io(_),
                _,
            ) => Self::Unavailable(Arc::new(error)),
            _ => Self::Failed(Arc::new(error)),
        }
    }
}

impl OpenError {
    pub(crate) fn opening(path: PathBuf, source: sqlx::Error) -> Self {
        match primary_code(&source) {
            Some(code::BUSY | code::LOCKED) => Self::InUse(path),
            Some(code::CORRUPT | code::NOT_A_DATABASE) => Self::NotADatabase { path, source },
            _ => Self::Open { path, source },
        }
    }

    pub(crate) fn migrating(path: PathBuf, source: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError;
        match source {
            // The database lists a migration that this program lacks: a newer program wrote the
            // file.
            MigrateError::VersionMissing(version) => Self::NewerSchema { path, version },
            MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _)
                if primary_code(&source).is_some() =>
            {
                Self::opening(path, source)
            }
            source => Self::Migrate { path, source },
        }
    }
}
