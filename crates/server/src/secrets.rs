//! The secrets of this installation: made on first start, kept in `secrets/`, never printed.

use std::fmt;
use std::path::{Path, PathBuf};

use rand::Rng;

use crate::data_dir::{self, DataDirError};

/// 32 bytes that only this server knows.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret([u8; Self::LENGTH]);

impl Secret {
    const LENGTH: usize = 32;

    /// The bytes, as a key for an HMAC.
    pub(crate) fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// All of them; each has one purpose, so that one use can never vouch for another.
#[derive(Debug, Clone)]
pub(crate) struct Secrets {
    /// Signs the tokens with which a participant comes back.
    pub token: Secret,
    /// Signs the tokens of those who made a meeting.
    pub host: Secret,
    /// Signs links into interviews.
    pub links: Secret,
    /// Signs the tokens of question banks.
    pub banks: Secret,
    /// Signs the relay's user names.
    pub turn: Secret,
}

/// Why there are no secrets.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretsError {
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] DataDirError),
    /// A file is there and holds something else.
    #[error(
        "{} holds {found} bytes, a secret has 32; restore it, or delete it to have a new one made",
        path.display()
    )]
    Length {
        /// The file.
        path: PathBuf,
        /// How many bytes it holds.
        found: usize,
    },
}

impl Secrets {
    /// Reads the secrets from the data directory and makes those that are missing; `rng` must be
    /// cryptographically secure.
    pub(crate) fn load_or_create(
        data_dir: &Path,
        rng: &mut impl Rng,
    ) -> Result<Self, SecretsError> {
        let dir = data_dir.join("secrets");
        data_dir::create(&dir)?;
        Ok(Self {
            token: secret(&dir.join("token"), rng)?,
            host: secret(&dir.join("host"), rng)?,
            links: secret(&dir.join("links"), rng)?,
            banks: secret(&dir.join("banks"), rng)?,
            turn: secret(&dir.join("turn"), rng)?,
        })
    }
}

fn secret(path: &Path, rng: &mut impl Rng) -> Result<Secret, SecretsError> {
    if !path.exists() {
        let mut bytes = [0; Secret::LENGTH];
        rng.fill_bytes(&mut bytes);
        data_dir::write_private(path, &bytes)?;
        tracing::info!(path = %path.display(), "made a secret");
        return Ok(Secret(bytes));
    }
    let bytes = data_dir::read_private(path)?;
    match bytes.as_slice().try_into() {
        Ok(bytes) => Ok(Secret(bytes)),
        Err(_) => Err(SecretsError::Length { path: path.to_owned(), found: bytes.len() }),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn load(dir: &Path) -> Result<Secrets, SecretsError> {
        Secrets::load_or_create(dir, &mut rand::rng())
    }

    #[test]
    fn they_are_made_once_and_differ() {
        let dir = tempfile::tempdir().unwrap();
        let first = load(dir.path()).unwrap();
        assert_ne!(first.token, first.turn);
        assert_ne!(first.token, first.host);
        assert_ne!(first.host, first.turn);
        let second = load(dir.path()).unwrap();
        assert_eq!((first.token, first.host, first.turn), (second.token, second.host, second.turn));
    }

    #[test]
    fn two_installations_have_different_ones() {
        let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        assert_ne!(load(here.path()).unwrap().token, load(there.path()).unwrap().token);
    }

    #[test]
    fn they_are_never_printed() {
        let secrets = load(tempfile::tempdir().unwrap().path()).unwrap();
        assert_eq!(
            format!("{secrets:?}"),
            "Secrets { token: Secret(..), host: Secret(..), links: Secret(..), banks: Secret(..), turn: Secret(..) }"
        );
    }

    #[cfg(unix)]
    #[test]
    fn they_are_for_this_user_alone_even_if_they_were_not() {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let dir = tempfile::tempdir().unwrap();
        load(dir.path()).unwrap();
        let token = dir.path().join("secrets/token");
        assert_eq!(mode(&token), 0o600);
        assert_eq!(mode(token.parent().unwrap()), 0o700);
        fs::set_permissions(&token, fs::Permissions::from_mode(0o644)).unwrap();
        load(dir.path()).unwrap();
        assert_eq!(mode(&token), 0o600);
    }

    #[test]
    fn a_damaged_one_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        load(dir.path()).unwrap();
        fs::write(dir.path().join("secrets/turn"), "short").unwrap();
        let error = load(dir.path()).unwrap_err().to_string();
        assert!(error.contains("secrets/turn") && error.contains("5 bytes"), "{error}");
    }
}
