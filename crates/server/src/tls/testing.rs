//! Test helpers: a real client for a real handshake.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use axum_server::tls_rustls::RustlsConfig;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tempfile::TempDir;
use tokio_rustls::{TlsAcceptor, TlsConnector};

/// A certificate for one name, in files.
pub(crate) struct PemFiles {
    dir: TempDir,
    pub(crate) cert: PathBuf,
    pub(crate) key: PathBuf,
    pub(crate) der: CertificateDer<'static>,
}

impl PemFiles {
    pub(crate) fn new(name: &str) -> Self {
        let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let (cert, key) = (dir.path().join("cert.pem"), dir.path().join("key.pem"));
        std::fs::write(&cert, made.cert.pem()).unwrap();
        std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        Self { dir, cert, key, der: made.cert.der().clone() }
    }

    /// The server configuration with this certificate.
    pub(crate) fn config(&self) -> RustlsConfig {
        RustlsConfig::from_config(super::files::load(&self.cert, &self.key).unwrap())
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

/// A client that trusts this certificate and no other.
pub(crate) fn trusting(trusted: &CertificateDer<'static>) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
}

/// Connects to a server with this configuration and returns the certificate chain that it
/// presented.
pub(crate) async fn handshake(
    server: RustlsConfig,
    name: &str,
    trusted: &CertificateDer<'static>,
) -> io::Result<Vec<CertificateDer<'static>>> {
    let (near, far) = tokio::io::duplex(64 * 1024);
    let acceptor = TlsAcceptor::from(server.get_inner());
    let accept = tokio::spawn(async move { acceptor.accept(far).await });
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let stream = TlsConnector::from(trusting(trusted)).connect(name, near).await?;
    let chain = stream.get_ref().1.peer_certificates().unwrap_or_default();
    let chain = chain.iter().map(|cert| cert.clone().into_owned()).collect();
    accept.await.unwrap()?;
    Ok(chain)
}
