//! The data directory: readable by this user only, with files that are written atomically.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// An operation on a file or directory that failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}", path.display())]
pub(crate) struct DataDirError {
    action: &'static str,
    path: PathBuf,
    source: io::Error,
}

impl DataDirError {
    pub(crate) fn new(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self { action, path: path.to_owned(), source }
    }
}

/// Creates the directory and its parents with mode 0700. An existing directory keeps its mode,
/// because the operator may share it with a group.
pub(crate) fn create(path: &Path) -> Result<(), DataDirError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| DataDirError::new("make the directory", path, source))
}

/// Writes a file with mode 0600. After a crash at any point, either the old or the new file exists.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), DataDirError> {
    let failed = |source| DataDirError::new("write", path, source);
    let parent = path.parent().unwrap_or(Path::new("."));
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = parent.join(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || {
        let mut file = options.open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        // The rename is durable only once the directory is synced too.
        #[cfg(unix)]
        File::open(parent)?.sync_all()?;
        Ok(())
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&temporary);
        failed(error)
    })
}

/// Reads a file that only this user may read. If others could read it, they may have done so: this
/// logs a warning and sets the mode to 0600.
pub(crate) fn read_private(path: &Path) -> Result<Vec<u8>, DataDirError> {
    let bytes = fs::read(path).map_err(|source| DataDirError::new("read", path, source))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let failed = |source| DataDirError::new("close to others", path, source);
        let mode = fs::metadata(path).map_err(failed)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(failed)?;
            tracing::warn!(
                path = %path.display(),
                mode = format_args!("{mode:o}"),
                "other users could read this file; its mode is now 600"
            );
        }
    }
    Ok(bytes)
}
