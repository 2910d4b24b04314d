//! A minimal CA (RFC 8555) for tests. It checks neither signatures nor nonces. It does check what
//! the certificate depends on: it connects to the server and looks for the proof in the handshake.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::routing::{get, head, post};
use axum::{Json, Router};
use base64::prelude::*;
use http::StatusCode;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, CertifiedIssuer, IsCa,
    KeyPair,
};
use rustls::ClientConfig;
use rustls::pki_types::{CertificateDer, CertificateSigningRequestDer, ServerName};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::testing::{PemFiles, trusting};

const TOKEN: &str = "the-token-of-the-challenge";
/// The DER of id-pe-acmeIdentifier, 1.3.6.1.5.5.7.1.31 (RFC 8737).
const ACME_IDENTIFIER: [u8; 10] = [0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x1f];

/// A running CA.
#[derive(Clone)]
pub(super) struct MockCa(Arc<Inner>);

struct Inner {
    base: String,
    domain: String,
    /// The address that the domain resolves to.
    target: SocketAddr,
    front: PemFiles,
    issuer: CertifiedIssuer<'static, KeyPair>,
    progress: Mutex<Progress>,
}

#[derive(Default)]
struct Progress {
    thumbprint: String,
    proven: bool,
    chain: Option<String>,
    contacts: Vec<String>,
}

impl MockCa {
    /// Starts a CA that finds `domain` at `target`.
    pub(super) async fn start(domain: &str, target: SocketAddr) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let front = PemFiles::new("localhost");
        let tls = super::files::load(&front.cert, &front.key).unwrap();
        let ca = Self(Arc::new(Inner {
            base: format!("https://localhost:{}", listener.local_addr().unwrap().port()),
            domain: domain.to_owned(),
            target,
            front,
            issuer,
            progress: Mutex::default(),
        }));
        let routes = Router::new()
            .route("/directory", get(directory))
            .route("/nonce", head(async || [("replay-nonce", "nonce")]))
            .route("/account", post(account))
            .route("/order", post(order))
            .route("/authorization", post(authorization))
            .route("/challenge", post(challenge))
            .route("/finalize", post(finalize))
            .route("/certificate", post(certificate))
            .layer(axum::middleware::map_response(async |mut answer: axum::response::Response| {
                answer.headers_mut().insert("replay-nonce", "nonce".parse().unwrap());
                answer
            }))
            .with_state(ca.clone());
        let config = axum_server::tls_rustls::RustlsConfig::from_config(tls);
        let server = axum_server::from_tcp_rustls(listener, config).unwrap();
        tokio::spawn(server.serve(routes.into_make_service()));
        ca
    }

    pub(super) fn directory(&self) -> String {
        format!("{}/directory", self.0.base)
    }

    /// A client configuration that trusts the CA's own server.
    pub(super) fn client(&self) -> Arc<ClientConfig> {
        trusting(&self.0.front.der)
    }

    /// The CA's root certificate.
    pub(super) fn root(&self) -> CertificateDer<'static> {
        self.0.issuer.der().clone()
    }

    pub(super) fn contacts(&self) -> Vec<String> {
        self.0.progress.lock().unwrap().contacts.clone()
    }

    fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.0.base)
    }

    fn order(&self) -> Value {
        let progress = self.0.progress.lock().unwrap();
        let status = match (&progress.chain, progress.proven) {
            (Some(_), _) => "valid",
            (None, true) => "ready",
            (None, false) => "pending",
        };
        json!({
            "status": status,
            "authorizations": [self.url("authorization")],
            "finalize": self.url("finalize"),
            "certificate": self.url("certificate"),
        })
    }

    /// Connects as RFC 8737 requires and looks for the proof.
    async fn prove(&self) -> bool {
        let Ok(tcp) = TcpStream::connect(self.0.target).await else {
            return false;
        };
        let mut config = ClientConfig::builder()
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(anyone::Anyone))
            .with_no_client_auth();
        config.alpn_protocols = vec![b"acme-tls/1".to_vec()];
        let name = ServerName::try_from(self.0.domain.clone()).unwrap();
        let Ok(stream) = TlsConnector::from(Arc::new(config)).connect(name, tcp).await else {
            return false;
        };
        let session = stream.get_ref().1;
        let thumbprint = self.0.progress.lock().unwrap().thumbprint.clone();
        let proof = Sha256::digest(format!("{TOKEN}.{thumbprint}"));
        let shown = session.peer_certificates().and_then(<[_]>::first);
        let contains = |part: &[u8]| {
            shown.is_some_and(|shown| shown.windows(part.len()).any(|window| window == part))
        };
        session.alpn_protocol() == Some(b"acme-tls/1")
            && contains(&ACME_IDENTIFIER)
            && contains(&proof)
    }
}

fn decode(part: &Value) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(part.as_str().unwrap()).unwrap()
}

fn payload(request: &str) -> Value {
    let request: Value = serde_json::from_str(request).unwrap();
    serde_json::from_slice(&decode(&request["payload"])).unwrap()
}

async fn directory(State(ca): State<MockCa>) -> Json<Value> {
    Json(json!({
        "newNonce": ca.url("nonce"),
        "newAccount": ca.url("account"),
        "newOrder": ca.url("order"),
    }))
}

async fn account(
    State(ca): State<MockCa>,
    request: String,
) -> (StatusCode, [(&'static str, String); 1], Json<Value>) {
    let envelope: Value = serde_json::from_str(&request).unwrap();
    let protected: Value = serde_json::from_slice(&decode(&envelope["protected"])).unwrap();
    let key = &protected["jwk"];
    // RFC 7638: these members, in this order, without spaces.
    let canonical = format!(
        r#"{{"crv":{},"kty":{},"x":{},"y":{}}}"#,
        key["crv"], key["kty"], key["x"], key["y"]
    );
    let contacts = payload(&request)["contact"].clone();
    let mut progress = ca.0.progress.lock().unwrap();
    progress.thumbprint = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(canonical));
    progress.contacts = serde_json::from_value(contacts).unwrap();
    (StatusCode::CREATED, [("location", ca.url("account/1"))], Json(json!({"status": "valid"})))
}

async fn order(
    State(ca): State<MockCa>,
    request: String,
) -> (StatusCode, [(&'static str, String); 1], Json<Value>) {
    let wanted = payload(&request)["identifiers"].clone();
    assert_eq!(wanted, json!([{"type": "dns", "value": ca.0.domain}]));
    (StatusCode::CREATED, [("location", ca.url("order/1"))], Json(ca.order()))
}

async fn authorization(State(ca): State<MockCa>) -> Json<Value> {
    let proven = ca.0.progress.lock().unwrap().proven;
    Json(json!({
        "status": if proven { "valid" } else { "pending" },
        "identifier": {"type": "dns", "value": ca.0.domain},
        "challenges": [{"type": "tls-alpn-01", "url": ca.url("challenge"), "token": TOKEN}],
    }))
}

async fn challenge(State(ca): State<MockCa>) -> Json<Value> {
    let proven = ca.prove().await;
    ca.0.progress.lock().unwrap().proven = proven;
    Json(json!({"status": "processing"}))
}

async fn finalize(State(ca): State<MockCa>, request: String) -> Result<Json<Value>, StatusCode> {
    if !ca.0.progress.lock().unwrap().proven {
        return Err(StatusCode::FORBIDDEN);
    }
    let wanted: CertificateSigningRequestDer<'_> = decode(&payload(&request)["csr"]).into();
    let wanted = CertificateSigningRequestParams::from_der(&wanted).unwrap();
    let leaf = wanted.signed_by(&ca.0.issuer).unwrap();
    ca.0.progress.lock().unwrap().chain = Some(leaf.pem() + &ca.0.issuer.pem());
    Ok(Json(ca.order()))
}

async fn certificate(State(ca): State<MockCa>) -> String {
    ca.0.progress.lock().unwrap().chain.clone().unwrap_or_default()
}

/// The proof is in a self-signed certificate, so any is accepted.
mod anyone {
    use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
    use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
    use rustls::{DigitallySignedStruct, Error, SignatureScheme};

    #[derive(Debug)]
    pub(super) struct Anyone;

    impl ServerCertVerifier for Anyone {
        fn verify_server_cert(
            &self,
            _: &CertificateDer<'_>,
            _: &[CertificateDer<'_>],
            _: &ServerName<'_>,
            _: &[u8],
            _: UnixTime,
        ) -> Result<ServerCertVerified, Error> {
            Ok(ServerCertVerified::assertion())
        }

        fn verify_tls12_signature(
            &self,
            _: &[u8],
            _: &CertificateDer<'_>,
            _: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            Ok(HandshakeSignatureValid::assertion())
        }

        fn verify_tls13_signature(
            &self,
            _: &[u8],
            _: &CertificateDer<'_>,
            _: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            Ok(HandshakeSignatureValid::assertion())
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            vec![SignatureScheme::ECDSA_NISTP256_SHA256, SignatureScheme::ED25519]
        }
    }
}
