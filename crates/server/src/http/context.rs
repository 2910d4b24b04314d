//! Context of a request: its id, the client's address, and the server's own origin as the client
//! sees it. Also the span, the metric and the log line of each request.

use std::borrow::Cow;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::response::Response;
use http::header::HOST;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use ipnet::IpNet;
use tracing::Span;

use crate::config::Config;
use crate::origin::Origin;
use crate::request_origin::{ClientAddr, OwnOrigin};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: &str = "x-forwarded-for";
const FORWARDED_PROTO: &str = "x-forwarded-proto";
const FORWARDED_HOST: &str = "x-forwarded-host";

/// Id of a request, in the log, in `x-request-id` and in problem documents. It is always made here,
/// because a client could forge one to confuse the log. It is in the extensions of every request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestId(Arc<str>);

impl RequestId {
    fn random() -> Self {
        Self(format!("{:016x}", rand::random::<u64>()).into())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// True if the Socket.IO layer answers this path.
pub(super) fn is_signaling(path: &str) -> bool {
    matches!(path, "/socket.io" | "/socket.io/")
}

/// A request that is being answered.
pub(super) struct Observed {
    started: Instant,
    pub(super) id: RequestId,
    client: IpAddr,
    method: &'static str,
    path: Cow<'static, str>,
    pub(super) span: Span,
}

impl Observed {
    /// Starts to observe a request, and adds its context to its extensions.
    pub(super) fn start(config: &Config, request: &mut Request) -> Self {
        let started = Instant::now();
        let id = RequestId::random();
        let peer = request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| {
                peer.ip().to_canonical()
            });
        let trusted = is_trusted(peer, &config.trusted_proxies);
        let client = client_address(peer, request.headers(), &config.trusted_proxies);
        let own_origin = own_origin(request, trusted, config.tls.is_on());
        let method = method_label(request.method());
        let path = path_label(request);

        request.extensions_mut().insert(id.clone());
        request.extensions_mut().insert(ClientAddr(client));
        request.extensions_mut().insert(OwnOrigin(own_origin));

        // The route pattern, not the path: a meeting's id grants access to it and must not be
        // logged.
        let span = tracing::info_span!("request", id = %id, method, path = &*path);
        Self { started, id, client, method, path, span }
    }

    /// Records how the request was answered, and adds its id to the response.
    pub(super) fn finish(self, response: &mut Response) {
        let Self { started, id, client, method, path, span } = self;
        let status = response.status();
        let duration = started.elapsed();
        metrics::histogram!(
            "convene_http_request_duration_seconds",
            "method" => method, "path" => path, "status" => status.as_str().to_owned(),
        )
        .record(duration);
        span.in_scope(|| {
            tracing::debug!(status = status.as_u16(), ?duration, client = %client, "answered");
        });
        if let Ok(value) = HeaderValue::from_str(&id.0) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
    }
}

/// Maps the method to one of a few values, so that clients cannot create new metric labels.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn path_label(request: &Request) -> Cow<'static, str> {
    if is_signaling(request.uri().path()) {
        return Cow::Borrowed("/socket.io/");
    }
    let matched = request.extensions().get::<MatchedPath>();
    matched.map_or(Cow::Borrowed("other"), |matched| Cow::Owned(matched.as_str().to_owned()))
}

fn is_trusted(address: IpAddr, proxies: &[IpNet]) -> bool {
    proxies.iter().any(|network| network.contains(&address))
}

/// The address of the client. Each proxy appends the address it was reached from, so the last one
/// that is not a trusted proxy is the client; anything before it may be forged.
fn client_address(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    if !is_trusted(peer, proxies) {
        return peer;
    }
    let mut client = peer;
    let forwarded: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .flat_map(|value| value.to_str().unwrap_or_default().split(','))
        .collect();
    for entry in forwarded.into_iter().rev() {
        let Some(address) = parse_address(entry.trim()) else {
            break;
        };
        client = address;
        if !is_trusted(client, proxies) {
            break;
        }
    }
    client
}

/// Parses an address; some proxies add the port.
fn parse_address(text: &str) -> Option<IpAddr> {
    let plain = text.trim_start_matches('[').trim_end_matches(']').parse().ok();
    let address: IpAddr = plain.or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()))?;
    Some(address.to_canonical())
}

fn own_origin(request: &Request, trusted: bool, tls: bool) -> Option<Origin> {
    let headers = request.headers();
    let forwarded = |name: &str| {
        let value = headers.get(name).filter(|_| trusted)?.to_str().ok()?;
        Some(value.split(',').next()?.trim().to_owned())
    };
    let https = forwarded(FORWARDED_PROTO).map_or(tls, |scheme| scheme == "https");
    let host = forwarded(FORWARDED_HOST)
        .or_else(|| headers.get(HOST)?.to_str().ok().map(str::to_owned))
        // HTTP/2 has no Host header; its :authority is in the URI.
        .or_else(|| request.uri().authority().map(ToString::to_string))?;
    Origin::of_host(https, &host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        let proxies = ["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
        client_address(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn a_stranger_cannot_claim_another_address() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
    }

    #[test]
    fn a_trusted_proxy_says_who_the_client_is() {
        assert_eq!(client("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["198.51.100.1:4711"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["[2001:db8::1]:4711"]), "2001:db8::1");
        assert_eq!(client("fd00::1", &["::ffff:198.51.100.1"]), "198.51.100.1");
    }

    #[test]
    fn what_the_client_itself_put_first_is_not_believed() {
        assert_eq!(client("10.0.0.1", &["1.1.1.1, 198.51.100.1, 10.0.0.2"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["1.1.1.1", "198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["1.1.1.1, rubbish"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
    }

    fn origin(headers: &[(&'static str, &str)], trusted: bool, tls: bool) -> String {
        let mut request = Request::new(axum::body::Body::empty());
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        own_origin(&request, trusted, tls).unwrap().to_string()
    }

    #[test]
    fn the_own_origin_is_what_the_client_or_its_trusted_proxy_addressed() {
        let forwarded = [
            ("host", "internal:3000"),
            ("x-forwarded-host", "meet.example.org"),
            ("x-forwarded-proto", "https"),
        ];
        assert_eq!(origin(&forwarded, true, false), "https://meet.example.org");
        assert_eq!(origin(&forwarded, false, false), "http://internal:3000");
        assert_eq!(origin(&forwarded[..1], true, true), "https://internal:3000");
    }

    #[test]
    fn labels_are_few_whatever_is_sent() {
        assert_eq!(method_label(&Method::from_bytes(b"BREW").unwrap()), "other");
        let request = Request::builder().uri("/wp-login.php").body(axum::body::Body::empty());
        assert_eq!(path_label(&request.unwrap()), "other");
    }
}
