//! One process per database: rooms live in memory, so two servers over one file would each hold
//! half of a meeting. SQLite's own locks allow two processes, hence a lock beside the file.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::OpenError;

/// Held for as long as the database is open; the kernel lets go of it when the process ends,
/// however it ends.
#[derive(Debug)]
pub(crate) struct InstanceLock {
    _file: File,
}

impl InstanceLock {
    /// Takes the lock for `database`, or says who cannot have it.
    pub(crate) fn take(database: &Path) -> Result<Self, OpenError> {
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
