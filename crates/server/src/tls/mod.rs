//! TLS: off, with a certificate of our own, from files, or from a CA. The only crypto provider is
//! aws-lc-rs.

mod acme;
mod files;
pub(crate) mod plain_http;
mod self_signed;

use std::net::SocketAddr;
use std::sync::Arc;

use axum_server::tls_rustls::RustlsConfig;
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::config::{Config, Tls};
use crate::shutdown::Shutdown;

/// The layer between a TCP connection and HTTP.
pub(crate) enum Terminator {
    /// No TLS.
    Plain,
    /// TLS with a certificate that may be replaced while the server runs.
    Rustls(RustlsConfig),
    /// TLS with a certificate from a CA; also answers the CA's challenge.
    Acme(Box<rustls_acme::axum::AxumAcceptor>),
}

/// Prepares the certificate and starts the task that renews it.
pub(crate) async fn start(
    config: &Config,
    listening: SocketAddr,
    shutdown: &Shutdown,
) -> anyhow::Result<Terminator> {
    if config.tls.is_on() {
        install_provider();
    }
    Ok(match &config.tls {
        Tls::Off => Terminator::Plain,
        Tls::SelfSigned => Terminator::Rustls(self_signed::start(config, listening, shutdown)?),
        Tls::Files { cert, key } => {
            Terminator::Rustls(files::start(cert.clone(), key.clone(), shutdown)?)
        }
        Tls::Acme(settings) => {
            let acceptor = acme::start(settings, &config.data_dir, None, shutdown)?;
            Terminator::Acme(Box::new(acceptor))
        }
    })
}

/// Installs the crypto provider. Further calls in the same process do nothing.
pub(crate) fn install_provider() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}

/// Server configuration for certificates that this server holds itself.
fn server_config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<Arc<ServerConfig>, rustls::Error> {
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key)?;
    Ok(with_alpn(config))
}

fn with_alpn(mut config: ServerConfig) -> Arc<ServerConfig> {
    // `stun.turn` (RFC 7443): clients of the relay that say so.
    let protocols: [&[u8]; 3] = [b"h2", b"http/1.1", b"stun.turn"];
    config.alpn_protocols = protocols.map(<[u8]>::to_vec).into();
    Arc::new(config)
}

#[cfg(test)]
mod mock_ca;
#[cfg(test)]
pub(crate) mod testing;
