//! A certificate and key from files, reloaded when they change and on SIGHUP.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum_server::tls_rustls::RustlsConfig;
use rustls::ServerConfig;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::server_config;
use crate::shutdown::Shutdown;

/// How often the files are checked. Certificates are replaced days before they expire, so there is
/// no hurry.
const LOOK: Duration = Duration::from_secs(30);

/// Why the files cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum FilesError {
    #[error("cannot read {} (--{setting})", path.display())]
    Read { setting: &'static str, path: PathBuf, source: std::io::Error },
    #[error("{} (--{setting}) has no {what} in PEM form", path.display())]
    Missing { setting: &'static str, path: PathBuf, what: &'static str },
    #[error("{} (--{setting}) is not valid PEM", path.display())]
    Pem { setting: &'static str, path: PathBuf, source: pem::Error },
    #[error(
        "the key in {} (--tls-key) does not belong to the certificate in {} (--tls-cert)",
        key.display(), cert.display()
    )]
    Mismatch { cert: PathBuf, key: PathBuf },
    #[error(
        "the certificate in {} (--tls-cert) or the key in {} (--tls-key) cannot be used",
        cert.display(), key.display()
    )]
    Unusable { cert: PathBuf, key: PathBuf, source: rustls::Error },
}

/// Reads the files and starts watching them.
pub(super) fn start(
    cert: PathBuf,
    key: PathBuf,
    shutdown: &Shutdown,
) -> Result<RustlsConfig, FilesError> {
    let config = RustlsConfig::from_config(load(&cert, &key)?);
    shutdown.spawn(watch(config.clone(), cert, key, shutdown.clone()));
    Ok(config)
}

pub(super) fn load(cert: &Path, key: &Path) -> Result<Arc<ServerConfig>, FilesError> {
    let read = |setting, path: &Path| {
        std::fs::read(path).map_err(|source| FilesError::Read {
            setting,
            path: path.to_owned(),
            source,
        })
    };
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(&read("tls-cert", cert)?)
            .collect::<Result<_, _>>()
            .map_err(|source| FilesError::Pem {
                setting: "tls-cert",
                path: cert.to_owned(),
                source,
            })?;
    if chain.is_empty() {
        let (setting, path) = ("tls-cert", cert.to_owned());
        return Err(FilesError::Missing { setting, path, what: "certificate" });
    }
    let private = PrivateKeyDer::from_pem_slice(&read("tls-key", key)?).map_err(|source| {
        let (setting, path) = ("tls-key", key.to_owned());
        match source {
            pem::Error::NoItemsFound => FilesError::Missing { setting, path, what: "private key" },
            source => FilesError::Pem { setting, path, source },
        }
    })?;
    server_config(chain, private).map_err(|source| {
        let (cert, key) = (cert.to_owned(), key.to_owned());
        match source {
            rustls::Error::InconsistentKeys(_) => FilesError::Mismatch { cert, key },
            source => FilesError::Unusable { cert, key, source },
        }
    })
}

async fn watch(config: RustlsConfig, cert: PathBuf, key: PathBuf, shutdown: Shutdown) {
    let mut seen = (state(&cert), state(&key));
    let mut clock = Clock::new();
    while let Some(asked) = shutdown.token().run_until_cancelled(clock.look_again()).await {
        let now = (state(&cert), state(&key));
        if now == seen && !asked {
            continue;
        }
        match load(&cert, &key) {
            Ok(fresh) => {
                config.reload_from_config(fresh);
                seen = now;
                tracing::info!(cert = %cert.display(), "the certificate was read again");
            }
            // Perhaps only one of the two files is written yet: the old certificate stays, and the
            // next check tries again.
            Err(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::error!(error, "the new certificate cannot be used; the old one stays");
            }
        }
    }
}

fn state(path: &Path) -> Option<(SystemTime, u64)> {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Waits for the next check: on SIGHUP, and periodically.
struct Clock {
    #[cfg(unix)]
    hangup: Option<tokio::signal::unix::Signal>,
}

impl Clock {
    fn new() -> Self {
        #[cfg(unix)]
        let kind = tokio::signal::unix::SignalKind::hangup();
        Self {
            #[cfg(unix)]
            hangup: tokio::signal::unix::signal(kind).ok(),
        }
    }

    /// Waits for the next check. True if SIGHUP asked for it.
    async fn look_again(&mut self) -> bool {
        #[cfg(unix)]
        if let Some(hangup) = &mut self.hangup {
            return tokio::time::timeout(LOOK, hangup.recv()).await.is_ok();
        }
        tokio::time::sleep(LOOK).await;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::testing::{self, PemFiles};

    #[tokio::test]
    async fn a_client_that_trusts_the_certificate_gets_through() {
        let files = PemFiles::new("meet.example.org");
        let shutdown = Shutdown::default();
        super::super::install_provider();
        let config = start(files.cert.clone(), files.key.clone(), &shutdown).unwrap();
        let chain =
            testing::handshake(config.clone(), "meet.example.org", &files.der).await.unwrap();
        assert_eq!(chain[0], files.der);
        let other = PemFiles::new("meet.example.org");
        assert!(testing::handshake(config, "meet.example.org", &other.der).await.is_err());
    }

    #[test]
    fn each_file_that_is_of_no_use_is_named() {
        super::super::install_provider();
        let (good, other) = (PemFiles::new("a.example"), PemFiles::new("a.example"));
        let rubbish = good.write("rubbish.pem", "not PEM at all");
        let broken = good
            .write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        let missing = good.cert.with_file_name("missing.pem");
        for (cert, key, parts) in [
            (&missing, &good.key, ["missing.pem", "--tls-cert", "cannot read"]),
            (&good.cert, &missing, ["missing.pem", "--tls-key", "cannot read"]),
            (&rubbish, &good.key, ["rubbish.pem", "--tls-cert", "no certificate"]),
            (&good.cert, &rubbish, ["rubbish.pem", "--tls-key", "no private key"]),
            (&good.cert, &good.cert, ["cert.pem", "--tls-key", "no private key"]),
            (&good.cert, &other.key, ["key.pem", "--tls-cert", "does not belong"]),
            (&broken, &good.key, ["broken.pem", "--tls-cert", "cannot be used"]),
        ] {
            let error = load(cert, key).unwrap_err().to_string();
            for part in parts {
                assert!(error.contains(part), "{part} is not in: {error}");
            }
        }
    }
}
