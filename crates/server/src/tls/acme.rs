//! A certificate from a CA (RFC 8555), by the TLS-ALPN-01 challenge (RFC 8737). The CA connects to
//! port 443 of each name, so no other server needs to be configured.

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

/// Starts to request and renew the certificate; until there is one, handshakes fail. `client` sets
/// how to trust the CA's own server, if its certificate is not signed by one of the roots that
/// browsers trust.
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
        // The stream waits between attempts, longer each time.
        while let Some(Some(event)) = token.run_until_cancelled(state.next()).await {
            match event {
                Ok(event) => tracing::info!(?event, "the CA's certificate"),
                Err(error) => tracing::error!(%error, "no certificate from the CA; will try again"),
            }
        }
    });
    Ok(acceptor)
}

#[cfg(test)]
mod tests {
    use std::net::{SocketAddr, TcpListener};
    use std::time::Duration;

    use axum::Router;
    use axum::routing::get;
    use rustls::pki_types::ServerName;
    use tokio::net::TcpStream;
    use tokio_rustls::TlsConnector;

    use super::*;
    use crate::tls::mock_ca::MockCa;
    use crate::tls::{install_provider, testing};

    const DOMAIN: &str = "meet.example.org";

    async fn connects(address: SocketAddr, ca: &MockCa) -> bool {
        let tcp = TcpStream::connect(address).await.unwrap();
        let name = ServerName::try_from(DOMAIN).unwrap();
        TlsConnector::from(testing::trusting(&ca.root())).connect(name, tcp).await.is_ok()
    }

    fn serve(listener: TcpListener, acceptor: AxumAcceptor) {
        let routes = Router::new().route("/", get(async || "hello"));
        let server = axum_server::from_tcp(listener).unwrap().acceptor(acceptor);
        tokio::spawn(server.serve(routes.into_make_service()));
    }

    fn listener() -> TcpListener {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        listener
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_certificate_is_got_by_proof_served_and_kept() {
        install_provider();
        let first = listener();
        let address = first.local_addr().unwrap();
        let ca = MockCa::start(DOMAIN, address).await;
        let settings = Acme {
            domains: vec![DOMAIN.to_owned()],
            email: Some("ops@example.org".to_owned()),
            directory: ca.directory(),
        };
        let dir = tempfile::tempdir().unwrap();
        let shutdown = Shutdown::default();
        serve(first, start(&settings, dir.path(), Some(ca.client()), &shutdown).unwrap());
        tokio::time::timeout(Duration::from_secs(20), async {
            while !connects(address, &ca).await {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        })
        .await
        .expect("no certificate");
        assert_eq!(ca.contacts(), ["mailto:ops@example.org"]);

        // After a restart the certificate comes from the cache: this client does not even trust the
        // CA.
        let again = listener();
        let address = again.local_addr().unwrap();
        let distrust = testing::trusting(&testing::PemFiles::new("localhost").der);
        tokio::time::sleep(Duration::from_millis(300)).await;
        serve(again, start(&settings, dir.path(), Some(distrust), &shutdown).unwrap());
        tokio::time::timeout(Duration::from_secs(5), async {
            while !connects(address, &ca).await {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        })
        .await
        .expect("the certificate was not kept");
        shutdown.tell().await;
        shutdown.tasks_ended().await;
    }
}
