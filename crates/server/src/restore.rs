//! `convene restore`: replaces the database and the secrets with those of a backup. The previous
//! ones are kept in another directory.
//!
//! A marker file exists in the data directory from the first move to the last. A server refuses to
//! start while it exists, because a half-restored directory would look like a new one.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use convene_storage::{InstanceLock, Storage, unpack};
use time::OffsetDateTime;
use time::macros::format_description;

use crate::backup::say;
use crate::{data_dir, secrets};

/// The database's file in the data directory.
pub(crate) const DATABASE: &str = "convene.db";

const MARKER: &str = "restore-unfinished";

/// Directory where the backup is unpacked before it is moved into place.
const UNPACKED: &str = "restore-unpacked";

/// Opens the database, unless a restore of the data directory is unfinished.
pub(crate) async fn open_storage(data_dir: &Path) -> anyhow::Result<Storage> {
    if data_dir.join(MARKER).exists() {
        bail!(
            "a restore in {} did not finish; run convene restore again, or move the files back from {}/before-restore-… \
             and delete {MARKER}",
            data_dir.display(),
            data_dir.display(),
        );
    }
    Ok(Storage::open(&data_dir.join(DATABASE)).await?)
}

/// Restores a backup into `data_dir`, whose server must be stopped.
pub(crate) async fn run(data_dir: &Path, backup: &Path) -> anyhow::Result<()> {
    if !backup.is_file() {
        bail!("{} is no file", backup.display());
    }
    data_dir::create(data_dir)?;
    // Held to the end, so that no server starts meanwhile.
    let _lock = InstanceLock::take(&data_dir.join(DATABASE))
        .context("stop the server that uses this directory first")?;
    let unpacked = data_dir.join(UNPACKED);
    let failed = |what: &str, path: &Path| format!("cannot {what} {}", path.display());
    match fs::remove_dir_all(&unpacked) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(|| failed("remove", &unpacked));
        }
        _ => {}
    }
    data_dir::create(&unpacked.join("secrets"))?;
    let attachments = unpack(backup, &unpacked.join(DATABASE)).await?;
    for (name, content) in &attachments {
        if !secrets::NAMES.contains(&name.as_str()) {
            bail!("{} has an attachment that is no secret: {name:?}", backup.display());
        }
        data_dir::write_private(&unpacked.join("secrets").join(name), content)?;
    }
    // From here on the old files are moved away.
    data_dir::write_private(&data_dir.join(MARKER), b"")?;
    let kept = kept_directory(data_dir)?;
    let mut moved = vec!["convene.db", "convene.db-wal", "convene.db-shm", "convene.db-journal"];
    if !attachments.is_empty() {
        moved.push("secrets");
    }
    let mut has_kept = false;
    for name in &moved {
        let from = data_dir.join(name);
        if from.exists() {
            data_dir::create(&kept)?;
            fs::rename(&from, kept.join(name)).with_context(|| failed("move away", &from))?;
            has_kept = true;
        }
    }
    for name in [DATABASE, "secrets"] {
        if moved.contains(&name) {
            let (from, to) = (unpacked.join(name), data_dir.join(name));
            fs::rename(&from, &to).with_context(|| failed("put in place", &to))?;
        }
    }
    sync(data_dir).with_context(|| failed("write", data_dir))?;
    fs::remove_file(data_dir.join(MARKER)).with_context(|| failed("write", data_dir))?;
    let _ = fs::remove_dir_all(&unpacked);
    say(format_args!("Restored {} into {}", backup.display(), data_dir.display()));
    if has_kept {
        say(format_args!("What was there before is kept in {}", kept.display()));
    }
    Ok(())
}

/// A new directory name for the files that are moved away.
fn kept_directory(data_dir: &Path) -> anyhow::Result<PathBuf> {
    let format = format_description!("before-restore-[year][month][day]-[hour][minute][second]");
    let name = OffsetDateTime::now_utc().format(&format).context("the clock is out of range")?;
    let numbered = (1..).map(|n| match n {
        1 => data_dir.join(&name),
        n => data_dir.join(format!("{name}-{n}")),
    });
    numbered.into_iter().find(|path| !path.exists()).context("no name is free")
}

fn sync(directory: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(directory)?.sync_all()?;
    Ok(())
}
