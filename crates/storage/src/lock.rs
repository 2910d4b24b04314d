//! Lock against a second process on one database. Rooms live in memory, so two servers on one file
//! would each hold half of a meeting. SQLite's own locks allow two processes; hence a lock file
//! beside the database.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::OpenError;

/// Lock on a database. The kernel releases it when the process ends, even after a crash.
#[derive(Debug)]
pub struct InstanceLock {
    _file: File,
}

impl InstanceLock {
    /// Takes the lock for `database`. [`OpenError::InUse`] if another process holds it.
    pub fn take(database: &Path) -> Result<Self, OpenError> {
        let mut path = OsString::from(database);
        path.push(".lock");
        let mut options = OpenOptions::new();
        options.create(true).write(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(&path)
            .map_err(|source| OpenError::Lock { path: path.clone().into(), source })?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse(database.to_owned())),
            Err(TryLockError::Error(source)) => Err(OpenError::Lock { path: path.into(), source }),
        }
    }
}
