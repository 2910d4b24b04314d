//! `convene backup`: writes the database and the secrets to one file, even while a server runs.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use convene_storage::back_up;
use time::OffsetDateTime;
use time::macros::format_description;

use crate::restore::DATABASE;
use crate::{data_dir, secrets};

/// Backs up the data in `data_dir` and prints the file's path.
pub(crate) async fn run(data_dir: &Path, to: &Path) -> anyhow::Result<()> {
    let database = data_dir.join(DATABASE);
    if !database.exists() {
        bail!("there is no database in {}; --data-dir says where it is", data_dir.display());
    }
    let mut attachments = Vec::new();
    for name in secrets::NAMES {
        let path = data_dir.join("secrets").join(name);
        attachments.push((name.to_owned(), data_dir::read_private(&path)?));
    }
    let copy = if to.is_dir() { to.join(name(OffsetDateTime::now_utc())?) } else { to.to_owned() };
    back_up(&database, &copy, &attachments).await?;
    say(format_args!("The backup is whole and verified: {}", copy.display()));
    Ok(())
}

/// A file name that sorts by time.
fn name(now: OffsetDateTime) -> anyhow::Result<PathBuf> {
    let format = format_description!("convene-[year][month][day]-[hour][minute][second].backup");
    Ok(now.format(&format).context("the clock is out of range")?.into())
}

/// Prints a line to standard output; errors are ignored, because it may be closed.
pub(crate) fn say(text: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
