//! Copies of a database: on request while a server runs, and before a migration changes it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::files::beside;
use super::{PATIENCE, migrations};
use crate::OpenError;

/// Number of pre-migration copies to keep.
const KEPT_COPIES: usize = 3;

/// Infix of a pre-migration copy's file name; the schema's version follows it.
const COPY: &str = ".schema-";

/// Reason why a backup failed. The messages are for the person who asked for it.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file exists at the copy's path.
    #[error("{} exists already; copies never replace a file", .0.display())]
    Exists(PathBuf),
    /// A file cannot be read or written.
    #[error("cannot write {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The operating system's error.
        source: io::Error,
    },
    /// SQLite cannot read the source or write the copy.
    #[error("cannot copy {}", path.display())]
    Copy {
        /// The database.
        path: PathBuf,
        /// SQLite's error.
        source: sqlx::Error,
    },
    /// The file is not a database of this program, or its check failed.
    #[error("{} is damaged or is no database of convene: {found}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Result of the check.
        found: String,
    },
    /// A newer version of this program wrote the file.
    #[error(
        "{} was written by a newer version of convene (its schema is {version}); use that version",
        path.display()
    )]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// Version of the file's schema.
        version: i64,
    },
}

/// A file that a backup carries beside the database, such as a secret: name and content.
pub type Attachment = (String, Vec<u8>);

/// Copies a database to a new file of mode 0600, as a snapshot of one moment; a server may have it
/// open. The copy is itself a database, with the attachments in an extra table. It appears under
/// its final name only after verification.
pub async fn back_up(
    database: &Path,
    copy: &Path,
    attachments: &[Attachment],
) -> Result<(), BackupError> {
    let copying = |source| BackupError::Copy { path: database.to_owned(), source };
    let writing = |source| BackupError::File { path: copy.to_owned(), source };
    if copy.exists() {
        return Err(BackupError::Exists(copy.to_owned()));
    }
    let partial = beside(copy, ".partial");
    let mut connection = SqliteConnectOptions::new()
        .filename(database)
        .read_only(true)
        .busy_timeout(PATIENCE)
        .connect()
        .await
        .map_err(copying)?;
    let copied = copy_to(&mut connection, &partial).await;
    let _ = connection.close().await;
    copied.map_err(|error| match error {
        CopyError::File(source) if source.kind() == io::ErrorKind::AlreadyExists => {
            BackupError::Exists(partial.clone())
        }
        CopyError::File(source) => writing(source),
        CopyError::Database(source) => copying(source),
    })?;
    let finish = async {
        attach(&partial, attachments).await.map_err(copying)?;
        verify(&partial).await?;
        // Unlike a rename, a hard link never replaces a file that was created meanwhile.
        fs::hard_link(&partial, copy)
            .or_else(|_| {
                if copy.exists() {
                    Err(io::ErrorKind::AlreadyExists.into())
                } else {
                    fs::rename(&partial, copy)
                }
            })
            .map_err(writing)?;
        sync_directory(copy).map_err(writing)
    };
    let finished = finish.await;
    let _ = fs::remove_file(&partial);
    finished
}

/// Creates a verified database from a backup, at a path without a file. Returns the attachments and
/// removes them from the database. A plain copy of a database counts as a backup without
/// attachments.
pub async fn unpack(backup: &Path, database: &Path) -> Result<Vec<Attachment>, BackupError> {
    let writing = |source| BackupError::File { path: database.to_owned(), source };
    verify(backup).await?;
    let mut to = private_file(database).map_err(writing)?;
    let mut from = File::open(backup)
        .map_err(|source| BackupError::File { path: backup.to_owned(), source })?;
    io::copy(&mut from, &mut to).and_then(|_| to.sync_all()).map_err(writing)?;
    let attachments = detach(database)
        .await
        .map_err(|source| BackupError::Copy { path: backup.to_owned(), source })?;
    verify(database).await?;
    Ok(attachments)
}

async fn open_copy(path: &Path) -> Result<SqliteConnection, sqlx::Error> {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Delete)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "ON")
        .connect()
        .await
}

async fn attach(copy: &Path, attachments: &[Attachment]) -> Result<(), sqlx::Error> {
    let mut connection = open_copy(copy).await?;
    sqlx::query("CREATE TABLE backup_attachments (name TEXT NOT NULL PRIMARY KEY, content BLOB NOT NULL) STRICT")
        .execute(&mut connection)
        .await?;
    for (name, content) in attachments {
        sqlx::query("INSERT INTO backup_attachments (name, content) VALUES ($1, $2)")
            .bind(name)
            .bind(content)
            .execute(&mut connection)
            .await?;
    }
    connection.close().await
}

async fn detach(database: &Path) -> Result<Vec<Attachment>, sqlx::Error> {
    let mut connection = open_copy(database).await?;
    let has_table: i64 = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'backup_attachments')",
    )
    .fetch_one(&mut connection)
    .await?;
    let mut attachments = Vec::new();
    if has_table != 0 {
        attachments = sqlx::query_as("SELECT name, content FROM backup_attachments ORDER BY name")
            .fetch_all(&mut connection)
            .await?;
        for sql in ["DROP TABLE backup_attachments", "VACUUM"] {
            sqlx::query(sql).execute(&mut connection).await?;
        }
    }
    connection.close().await?;
    Ok(attachments)
}

/// Syncs the directory: until then a new file's name may not be on the disk.
fn sync_directory(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(
        file.parent().filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new(".")),
    )?
    .sync_all()?;
    Ok(())
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Checks that a file is an intact database that this program can open. Does not change the file.
async fn verify(file: &Path) -> Result<(), BackupError> {
    let damaged = |found: String| BackupError::Damaged { path: file.to_owned(), found };
    let check = async {
        let options = SqliteConnectOptions::new().filename(file).read_only(true);
        let mut connection = options.connect().await?;
        let version = version(&mut connection).await;
        let found: Vec<String> =
            sqlx::query_scalar("PRAGMA integrity_check(5)").fetch_all(&mut connection).await?;
        let orphans =
            sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut connection).await?.len();
        connection.close().await?;
        Ok::<_, sqlx::Error>((version?, found, orphans))
    };
    match check.await {
        Err(error) => Err(damaged(error.to_string())),
        Ok((None, ..)) => Err(damaged("it has no migrations".to_owned())),
        Ok((Some(version), ..)) if version > migrations::NEWEST => {
            Err(BackupError::NewerSchema { path: file.to_owned(), version })
        }
        Ok((_, found, _)) if found != ["ok"] => Err(damaged(found.join("; "))),
        Ok((.., orphans)) if orphans > 0 => {
            Err(damaged(format!("{orphans} rows belong to rows that are missing")))
        }
        Ok(_) => Ok(()),
    }
}

/// Copies a database whose schema is older than this program's, before a migration changes it.
pub(super) async fn before_migration(
    connection: &mut SqliteConnection,
    path: &Path,
) -> Result<(), OpenError> {
    let opening = |error| OpenError::opening(path.to_owned(), error);
    let Some(version) = version(connection).await.map_err(opening)? else { return Ok(()) };
    if version >= migrations::NEWEST {
        return Ok(());
    }
    let copying = |source| OpenError::Copy { path: path.to_owned(), source: Arc::new(source) };
    let copy = beside(path, &format!("{COPY}{version}.backup"));
    let partial = beside(path, &format!("{COPY}{version}.backup.partial"));
    let file = |source: io::Error| copying(CopyError::File(source));
    // An interrupted start may have left a partial copy.
    match fs::remove_file(&partial) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(file(error)),
        _ => {}
    }
    copy_to(connection, &partial).await.map_err(copying)?;
    fs::rename(&partial, &copy).map_err(file)?;
    forget_old_copies(path).map_err(file)
}

/// Version of the newest applied migration; `None` in a new file.
async fn version(connection: &mut SqliteConnection) -> Result<Option<i64>, sqlx::Error> {
    let has_table: i64 = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations')",
    )
    .fetch_one(&mut *connection)
    .await?;
    if has_table == 0 {
        return Ok(None);
    }
    sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(connection).await
}

#[derive(Debug, thiserror::Error)]
enum CopyError {
    #[error(transparent)]
    File(io::Error),
    #[error(transparent)]
    Database(sqlx::Error),
}

/// Copies the database of a connection to a new file; removes the file on failure.
async fn copy_to(connection: &mut SqliteConnection, copy: &Path) -> Result<(), CopyError> {
    private_file(copy).map_err(CopyError::File)?;
    let copied = async {
        let path = copy.to_string_lossy().into_owned();
        let vacuum = sqlx::query("VACUUM INTO $1").bind(path).execute(connection);
        vacuum.await.map_err(CopyError::Database)?;
        File::open(copy).and_then(|file| file.sync_all()).map_err(CopyError::File)
    };
    let copied = copied.await;
    if copied.is_err() {
        let _ = fs::remove_file(copy);
    }
    copied
}

/// Removes all pre-migration copies but the newest.
fn forget_old_copies(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|path| !path.as_os_str().is_empty());
    let mut prefix = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    prefix.push_str(COPY);
    let mut copies: Vec<(i64, PathBuf)> = fs::read_dir(directory.unwrap_or(Path::new(".")))?
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            let version = name.strip_prefix(&prefix)?.strip_suffix(".backup")?.parse().ok()?;
            Some((version, entry.path()))
        })
        .collect();
    copies.sort();
    let old = copies.len().saturating_sub(KEPT_COPIES);
    copies.into_iter().take(old).try_for_each(|(_, path)| fs::remove_file(path))
}
