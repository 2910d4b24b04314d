//! A certificate from a CA (RFC 8555), by the TLS-ALPN-01 challenge (RFC 8737): the CA connects to
//! port 443 of each name, so nothing but this server needs to be set up.

use std::path::Path;
use std::sync::Arc;

use futures_util::StreamExt;
use rustls::{ClientConfig, ServerConfig};
use rustls_acme::AcmeConfig;
use rustls_acme::axum::AxumAcceptor;
use rustls_acme::caches::DirCache;

use super::with_alpn;
use crate::config::Acme;
use crate::data_dir::{self, DataDirError};
use crate::shutdown::Shutdown;

/// Starts getting and renewing the certificate; until there is one, handshakes fail. `client` is how
/// to trust the CA's own server, if not by the roots that browsers have.
pub(super) fn start(
    settings: &Acme,
    data_dir: &Path,
    client: Option<Arc<ClientConfig>>,
    shutdown: &Shutdown,
) -> Result<AxumAcceptor, DataDirError> {
    let cache = data_dir.join("acme");
    data_dir::create(&cache)?;
    let config = match client {
        Some(client) => AcmeConfig::new_with_client_config(&settings.domains, client),
        None => AcmeConfig::new(&settings.domains),
    };
    let mut state = config
        .contact(settings.email.iter().map(|email| format!("mailto:{email}")))
        .directory(&settings.directory)
        .cache(DirCache::new(cache))
        .state();
    let server = ServerConfig::builder().with_no_client_auth().with_cert_resolver(state.resolver());
    let acceptor = state.axum_acceptor(with_alpn(server));
    let token = shutdown.token().clone();
    shutdown.spawn(async move {
        // The stream itself waits between attempts, longer each time.
        while let Some(Some(event)) = token.run_until_cancelled(state.next()).await {
            match event {
                Ok(event) => tracing::info!(?event, "the CA's certificate"),
                Err(error) => tracing::error!(%error, "no certificate from the CA; will try again"),
            }
        }
    });
    Ok(acceptor)
}
