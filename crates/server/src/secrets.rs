//! Secrets of this installation: created at the first start, stored in `secrets/`, never printed.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use convene_storage::{Storage, StorageError};
use rand::Rng;
use serde::{Deserialize, Serialize};

use crate::data_dir::{self, DataDirError};
use crate::signer::Signer;

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

/// All secrets. Each has one purpose, so that a token of one kind cannot pass as another.
#[derive(Debug, Clone)]
pub(crate) struct Secrets {
    /// Signs participants' tokens and network tags.
    pub token: Secret,
    /// Signs host tokens.
    pub host: Secret,
    /// Signs links into interviews.
    pub links: Secret,
    /// Signs the tokens of question banks.
    pub banks: Secret,
    /// Signs the tokens of people who can be called.
    pub persons: Secret,
    /// Signs the user names of the relay.
    pub turn: Secret,
}

/// The names of the secrets, which are also the names of their files.
pub(crate) const NAMES: [&str; 6] = ["token", "host", "links", "banks", "persons", "turn"];

/// The loss, in words for the operator, if these secrets are gone for good.
const LOSS: &str = "links into interviews, the rights of hosts, the keys of question banks and the ids people are called by";

/// Why the secrets cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretsError {
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] DataDirError),
    /// A file has the wrong length.
    #[error(
        "{} holds {found} bytes, a secret has 32; restore it, or delete it to have a new one made",
        path.display()
    )]
    Length {
        path: PathBuf,
        /// Its length in bytes.
        found: usize,
    },
    /// The database could not be read to compare the secrets with it.
    #[error("cannot compare the secrets with the database")]
    Storage(#[from] StorageError),
    /// The secrets and the database do not belong together, such as after one of them was restored
    /// alone.
    #[error(
        "the secrets in {} do not belong to the database beside them: {}.\n  \
         Restore the directory from the backup that the database came from (convene restore restores both).\n  \
         Or start once with --accept-new-secrets: that ends {LOSS}",
        dir.display(),
        problems.join(", ")
    )]
    Foreign {
        /// The directory of the secrets.
        dir: PathBuf,
        /// The secrets that are missing or different.
        problems: Vec<String>,
    },
}

/// Fingerprints of the secrets that a database was used with. They do not reveal the secrets.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Fingerprints(BTreeMap<String, String>);

impl Secret {
    fn fingerprint(&self) -> String {
        Signer::new(self.0, "fingerprint of a secret").sign("")
    }
}

impl Secrets {
    /// Reads the secrets from the data directory and creates missing ones; `rng` must be
    /// cryptographically secure. If secrets are missing or differ from those that the database was
    /// used with, this fails, unless the database is empty or the operator accepts new secrets.
    pub(crate) async fn open(
        data_dir: &Path,
        storage: &Storage,
        accept_new: bool,
        rng: &mut impl Rng,
    ) -> Result<Self, SecretsError> {
        let dir = data_dir.join("secrets");
        let kept: Option<Fingerprints> = storage
            .secrets_fingerprint()
            .await?
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let mut problems = Vec::new();
        for name in NAMES {
            let path = dir.join(name);
            let kept = kept.as_ref().and_then(|kept| kept.0.get(name));
            match (path.exists(), kept) {
                (false, _) => problems.push(format!("{name} is missing")),
                (true, Some(kept)) if read(&path)?.fingerprint() != *kept => {
                    problems.push(format!("{name} is another one"));
                }
                (true, _) => {}
            }
        }
        if !problems.is_empty() && !storage.is_empty().await? {
            if !accept_new {
                return Err(SecretsError::Foreign { dir, problems });
            }
            tracing::warn!(
                problems = problems.join(", "),
                "new secrets are accepted: this ends {LOSS}"
            );
        }
        let secrets = Self::load_or_create(data_dir, rng)?;
        let all = [
            &secrets.token,
            &secrets.host,
            &secrets.links,
            &secrets.banks,
            &secrets.persons,
            &secrets.turn,
        ];
        let named =
            NAMES.iter().zip(all).map(|(name, secret)| ((*name).to_owned(), secret.fingerprint()));
        let found = Fingerprints(named.collect());
        if kept.as_ref() != Some(&found)
            && let Ok(bytes) = serde_json::to_vec(&found)
        {
            match storage.keep_secrets_fingerprint(&bytes).await {
                Ok(()) => {}
                // A full disk must not stop the server: the next start stores the fingerprints.
                Err(error) => {
                    tracing::warn!(%error, "cannot note which secrets belong to the database");
                }
            }
        }
        Ok(secrets)
    }

    /// Reads the secrets from the data directory and creates missing ones.
    fn load_or_create(data_dir: &Path, rng: &mut impl Rng) -> Result<Self, SecretsError> {
        let dir = data_dir.join("secrets");
        data_dir::create(&dir)?;
        Ok(Self {
            token: secret(&dir.join("token"), rng)?,
            host: secret(&dir.join("host"), rng)?,
            links: secret(&dir.join("links"), rng)?,
            banks: secret(&dir.join("banks"), rng)?,
            persons: secret(&dir.join("persons"), rng)?,
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
    read(path)
}

fn read(path: &Path) -> Result<Secret, SecretsError> {
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

    async fn open(dir: &Path, accept_new: bool) -> Result<Secrets, SecretsError> {
        let storage = Storage::open(&dir.join("convene.db")).await.unwrap();
        let opened = Secrets::open(dir, &storage, accept_new, &mut rand::rng()).await;
        storage.close().await;
        opened
    }

    async fn use_it(dir: &Path) {
        use convene_storage::MeetingRepository as _;
        let storage = Storage::open(&dir.join("convene.db")).await.unwrap();
        let now = time::OffsetDateTime::UNIX_EPOCH;
        storage.create_meeting(&"abc-defg-hij".parse().unwrap(), now).await.unwrap();
        storage.close().await;
    }

    #[tokio::test]
    async fn missing_ones_beside_a_used_database_are_refused_until_new_ones_are_accepted() {
        let dir = tempfile::tempdir().unwrap();
        let links = dir.path().join("secrets/links");
        open(dir.path(), false).await.unwrap();
        // An empty database does not depend on any secret.
        fs::remove_file(&links).unwrap();
        open(dir.path(), false).await.unwrap();
        use_it(dir.path()).await;
        fs::remove_file(&links).unwrap();
        let error = open(dir.path(), false).await.unwrap_err().to_string();
        for part in ["links is missing", "convene restore", "--accept-new-secrets"] {
            assert!(error.contains(part), "{part} is not in: {error}");
        }
        assert!(!links.exists(), "a refused start makes no secret");
        open(dir.path(), true).await.unwrap();
        open(dir.path(), false).await.unwrap();
    }

    #[tokio::test]
    async fn foreign_ones_beside_a_used_database_are_refused() {
        let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let own = open(here.path(), false).await.unwrap();
        use_it(here.path()).await;
        load(there.path()).unwrap();
        let host = here.path().join("secrets/host");
        fs::copy(there.path().join("secrets/host"), &host).unwrap();
        let error = open(here.path(), false).await.unwrap_err().to_string();
        assert!(error.contains("host is another one") && !error.contains("links is"), "{error}");
        fs::write(&host, own.host.as_bytes()).unwrap();
        assert_eq!(open(here.path(), false).await.unwrap().host, own.host);
    }

    #[test]
    fn they_are_never_printed() {
        let secrets = load(tempfile::tempdir().unwrap().path()).unwrap();
        assert_eq!(
            format!("{secrets:?}"),
            "Secrets { token: Secret(..), host: Secret(..), links: Secret(..), banks: Secret(..), persons: Secret(..), turn: Secret(..) }"
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
