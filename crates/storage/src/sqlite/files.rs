//! Checks of the database's files: whether they are still the opened ones, and whether there is
//! space.
//!
//! A process can keep writing to files that were deleted. SQLite reports no error then, so the
//! store would acknowledge writes that are lost.

use std::ffi::OsString;
use std::fs::{self, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::{Obstacle, OpenError};

/// Free space in bytes below which the store counts as full: the write-ahead log grows to 4 MiB
/// between checkpoints.
const MIN_FREE: u64 = 4 * 1024 * 1024;

/// Identity of a file, independent of its path: device and inode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileId(u64, u64);

impl From<&Metadata> for FileId {
    #[cfg(unix)]
    fn from(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self(metadata.dev(), metadata.ino())
    }

    #[cfg(not(unix))]
    fn from(_: &Metadata) -> Self {
        Self(0, 0)
    }
}

/// A file of the database, with its identity at the time of opening.
#[derive(Debug)]
pub(super) struct DatabaseFile {
    path: PathBuf,
    id: FileId,
}

impl DatabaseFile {
    /// Records the identity of the file at this path.
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), id: (&fs::metadata(path)?).into() })
    }

    /// Fails if another file or no file is at the path now.
    pub(super) fn verify(&self) -> Result<(), Obstacle> {
        verify(&self.path, self.id)
    }

    /// Records the identity of the write-ahead log, which exists while a connection is open.
    pub(super) fn log(&self) -> io::Result<Self> {
        Self::at(&beside(&self.path, "-wal"))
    }

    /// Fails if the file system has too little space or forbids writes.
    #[cfg(unix)]
    pub(super) fn check_space_and_mode(&self) -> Result<(), Obstacle> {
        use rustix::fs::{Access, access, statvfs};
        let directory = self.path.parent().filter(|path| !path.as_os_str().is_empty());
        let directory = directory.unwrap_or(Path::new("."));
        if let Ok(space) = statvfs(directory) {
            // Only root can use the blocks that the file system reserves for root.
            let is_root = rustix::process::geteuid().is_root();
            let blocks = if is_root { space.f_bfree } else { space.f_bavail };
            let free = blocks.saturating_mul(space.f_frsize);
            if free < MIN_FREE {
                return Err(Obstacle::NoSpace { free, needed: MIN_FREE });
            }
        }
        for path in [&self.path, &beside(&self.path, "-wal")] {
            if let Err(rustix::io::Errno::ROFS | rustix::io::Errno::ACCESS) =
                access(path, Access::WRITE_OK)
            {
                return Err(Obstacle::ReadOnly(path.clone()));
            }
        }
        Ok(())
    }

    #[cfg(not(unix))]
    pub(super) fn check_space_and_mode(&self) -> Result<(), Obstacle> {
        Ok(())
    }
}

fn verify(path: &Path, id: FileId) -> Result<(), Obstacle> {
    match fs::metadata(path) {
        Ok(metadata) if FileId::from(&metadata) == id => Ok(()),
        _ => Err(Obstacle::Gone(path.to_owned())),
    }
}

/// The path with a suffix added to its file name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut path = OsString::from(path);
    path.push(suffix);
    path.into()
}

/// Creates the file with mode 0600 if it does not exist. SQLite gives its other files the same
/// mode.
pub(super) fn make_private(path: &Path) -> Result<(), OpenError> {
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
