//! What can go wrong, told apart as far as a caller acts on it differently.

use std::io;
use std::path::PathBuf;

/// Why a request to the database failed.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// Nothing has this id.
    #[error("not found")]
    NotFound,
    /// The id is taken.
    #[error("the id is taken")]
    Conflict,
    /// The disk is full: nothing can be written until there is room.
    #[error("the disk is full")]
    DiskFull(#[source] sqlx::Error),
    /// The database did not answer in time, is locked or is closed, or its file cannot be written or
    /// read: trying later may help.
    #[error("the database is unavailable")]
    Unavailable(#[source] sqlx::Error),
    /// What is stored cannot be read, or a fault of ours.
    #[error("the database failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Why the database could not be opened. The messages are for the person who starts the server.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error("{} is in use by another instance of convene", .0.display())]
    InUse(PathBuf),
    /// The lock file beside it cannot be made.
    #[error("cannot lock {}", path.display())]
    Lock {
        /// The lock file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file was written by a newer version.
    #[error(
        "{} was written by a newer version of convene (its schema is {version}); start that version, or restore a backup",
        path.display()
    )]
    NewerSchema {
        /// The database file.
        path: PathBuf,
        /// Its schema's version, which this program does not know.
        version: i64,
    },
    /// The file is something else, or damaged.
    #[error("{} is not a database of convene, or is damaged", path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
        /// What the database said.
        source: sqlx::Error,
    },
    /// The file cannot be opened or created.
    #[error("cannot open {}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the database said.
        source: sqlx::Error,
    },
    /// The schema could not be brought up to date.
    #[error("cannot bring the schema of {} up to date", path.display())]
    Migrate {
        /// The file.
        path: PathBuf,
        /// What the migrator said.
        source: sqlx::migrate::MigrateError,
    },
}

/// SQLite's primary result codes; an extended code has the primary one in its low byte.
mod code {
    pub(super) const BUSY: i32 = 5;
    pub(super) const LOCKED: i32 = 6;
    pub(super) const IO_ERROR: i32 = 10;
    pub(super) const CORRUPT: i32 = 11;
    pub(super) const FULL: i32 = 13;
    pub(super) const NOT_A_DATABASE: i32 = 26;
}

fn primary_code(error: &sqlx::Error) -> Option<i32> {
    let code = error.as_database_error()?.code()?.parse::<i32>().ok()?;
    Some(code & 0xff)
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
            // What it would belong to is not there, or not any more.
            _ if orphan => Self::NotFound,
            _ if unique => Self::Conflict,
            (_, Some(code::FULL)) => Self::DiskFull(error),
            // Over a quota or a limit of the file's size, SQLite says no more than that writing failed.
            (_, Some(code::BUSY | code::LOCKED | code::IO_ERROR))
            | (
                sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
                | sqlx::Error::Io(_),
                _,
            ) => Self::Unavailable(error),
            _ => Self::Failed(Box::new(error)),
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
            // An applied migration this program does not carry: a newer program has been here.
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
