//! HTTP client of the assessment API.

use std::time::Duration;

use axum::body::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Request, Response};
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client as HyperClient, Error};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;

use crate::config::{ApiKey, Endpoint};

/// Timeout for connecting to an address.
const CONNECT: Duration = Duration::from_secs(10);

/// How long an idle connection is kept for the next assessment.
const IDLE: Duration = Duration::from_secs(30);

/// The body of a response.
pub(super) type Body = hyper::body::Incoming;

/// A client of one endpoint.
#[derive(Debug)]
pub(super) struct Client {
    http: HyperClient<HttpsConnector<HttpConnector>, Full<Bytes>>,
    endpoint: Endpoint,
    authorization: Option<HeaderValue>,
}

impl Client {
    /// Creates a client that trusts these CAs.
    pub(super) fn new(endpoint: Endpoint, key: Option<&ApiKey>, roots: RootCertStore) -> Self {
        let tls = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(CONNECT));
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let http = HyperClient::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(connector);
        // A key is visible ASCII, so it is always a valid header value.
        let authorization = key.and_then(|key| {
            let mut value = HeaderValue::try_from(format!("Bearer {}", key.reveal())).ok()?;
            value.set_sensitive(true);
            Some(value)
        });
        Self { http, endpoint, authorization }
    }

    /// Posts the body and waits for the response's headers.
    pub(super) async fn post(&self, body: &Value) -> Result<Response<Body>, Error> {
        let mut request = Request::post(self.endpoint.chat_completions().clone())
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "text/event-stream, application/json")
            .header(USER_AGENT, concat!("convene/", env!("CARGO_PKG_VERSION")))
            .body(Full::from(body.to_string()))
            .expect("a parsed URL and constant headers make a request");
        if let Some(value) = &self.authorization {
            request.headers_mut().insert(AUTHORIZATION, value.clone());
        }
        self.http.request(request).await
    }
}

/// The CAs that this machine trusts, including a company's own. If there are none, as in containers
/// with only this binary, Mozilla's.
pub(super) fn trusted_roots() -> RootCertStore {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "cannot read a CA of this machine");
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    roots
}
