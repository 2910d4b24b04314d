//! Security headers: deny the browser features that the client never uses.

use http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::config::{Config, Tls};

/// No inline scripts or styles, no eval, nothing from other origins. `connect-src 'self'` covers
/// the WebSocket: in CSP 3, 'self' matches ws and wss of the same host, and browsers implement
/// that.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; media-src 'self' blob: mediastream:; font-src 'self'; \
    connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/// Permissions: this origin gets the features that a meeting needs; all others are denied to
/// everyone.
const PERMISSIONS: &str = "camera=(self), microphone=(self), display-capture=(self), \
    speaker-selection=(self), fullscreen=(self), picture-in-picture=(self), autoplay=(self), \
    screen-wake-lock=(self), clipboard-write=(self), accelerometer=(), \
    browsing-topics=(), clipboard-read=(), encrypted-media=(), geolocation=(), gyroscope=(), \
    hid=(), idle-detection=(), local-fonts=(), magnetometer=(), midi=(), payment=(), \
    publickey-credentials-get=(), serial=(), usb=(), xr-spatial-tracking=()";

/// Which pages may load the answer. A handler may set a value of its own.
pub(super) const RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");

const ALWAYS: [(HeaderName, &str); 6] = [
    (CONTENT_SECURITY_POLICY, CSP),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // The URL of a meeting grants access to it, so it must not leak in a referrer.
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (RESOURCE_POLICY, "same-origin"),
];

/// HSTS for one year. Not sent with a self-signed certificate, because it would remove the option
/// to proceed past the browser's warning.
const HSTS: &str = "max-age=31536000";

/// Adds the headers.
pub(super) fn add(config: &Config, headers: &mut HeaderMap) {
    for (name, value) in ALWAYS {
        if name == RESOURCE_POLICY && headers.contains_key(&name) {
            continue;
        }
        headers.insert(name, HeaderValue::from_static(value));
    }
    if matches!(config.tls, Tls::Files { .. } | Tls::Acme(_)) {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
}

#[cfg(test)]
mod tests {
    use crate::http::testing::Server;

    #[tokio::test]
    async fn every_answer_has_them() {
        let server = Server::new().await;
        for path in ["/", "/m/abc-defg-hij", "/health", "/api/v1/nothing", "/nothing"] {
            let answer = server.get(path).await;
            let csp = answer.header("content-security-policy");
            assert!(csp.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
            assert!(!csp.contains("unsafe"), "{csp}");
            assert!(!csp.contains("  "), "{csp}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("referrer-policy"), "no-referrer");
            assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
            assert!(answer.header("permissions-policy").contains("camera=(self)"));
            assert_eq!(answer.header("strict-transport-security"), "");
        }
    }

    #[tokio::test]
    async fn only_a_certificate_that_browsers_accept_makes_https_compulsory() {
        for (flags, expected) in [
            (&["--tls", "self-signed"][..], false),
            (&["--tls", "files", "--tls-cert", "c", "--tls-key", "k"], true),
            (&["--tls", "acme", "--acme-domain", "meet.example.org"], true),
        ] {
            let answer = Server::configured(flags).await.get("/health").await;
            assert_eq!(!answer.header("strict-transport-security").is_empty(), expected);
        }
    }
}
