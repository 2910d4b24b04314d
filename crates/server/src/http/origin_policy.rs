//! Origin policy: which web pages may use the server. These are its own pages, and those of
//! `public-url` and `allowed-origins`.
//!
//! A browser sends the page's origin in `Origin`. For other pages, signaling and all requests that
//! change something are refused. Reads are served, but without CORS headers, so the browser hides
//! the answer from the page. A request without `Origin` comes from no page, so this policy does not
//! apply to it.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
    VARY,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::context::is_signaling;
use super::problem::ApiError;
use crate::config::Config;
use crate::origin::Origin;
use crate::request_origin::OwnOrigin;

/// Enforces the policy.
pub(super) async fn enforce(config: &Config, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let signaling = is_signaling(path);
    if !signaling && !path.starts_with("/api/") {
        return next.run(request).await;
    }
    let Some(header) = request.headers().get(ORIGIN).cloned() else {
        let mut response = next.run(request).await;
        vary(response.headers_mut());
        return response;
    };
    let own = request.extensions().get::<OwnOrigin>().and_then(|own| own.0.clone());
    let relation = relation(&header, own.as_ref(), config);
    let reads_only = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let preflight = *request.method() == Method::OPTIONS
        && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);

    let mut response = match relation {
        Relation::Foreign if signaling || !reads_only || preflight => {
            let shown = header.to_str().unwrap_or("this origin").chars().take(200).collect();
            ApiError::OriginRefused(shown).into_response()
        }
        Relation::Allowed if preflight => preflight_answer(),
        _ => next.run(request).await,
    };
    if relation == Relation::Allowed {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, header);
        headers.insert(
            ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("location, retry-after, x-request-id"),
        );
    }
    vary(response.headers_mut());
    response
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    /// The page is the server's own.
    Own,
    /// The operator allows the page.
    Allowed,
    /// Any other page.
    Foreign,
}

fn relation(header: &HeaderValue, own: Option<&Origin>, config: &Config) -> Relation {
    // "null" and other values that are not web origins are foreign.
    let Some(origin) = header.to_str().ok().and_then(|text| text.parse::<Origin>().ok()) else {
        return Relation::Foreign;
    };
    if own == Some(&origin) {
        Relation::Own
    } else if config.public_url.as_ref() == Some(&origin)
        || config.allowed_origins.contains(&origin)
    {
        // Behind a proxy, a page of public-url may not match our own origin. It needs no CORS
        // headers, but they do no harm.
        Relation::Allowed
    } else {
        Relation::Foreign
    }
}

fn preflight_answer() -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

fn vary(headers: &mut HeaderMap) {
    headers.append(VARY, HeaderValue::from_static("origin"));
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::any;

    use super::*;
    use crate::http::testing::{self, Answer, Server};

    async fn server() -> Server {
        let plug = |routes: Router| {
            routes.merge(Router::new().route("/socket.io/", any(async || "signaling")))
        };
        Server::build(&["--allowed-origins", "https://friend.example"], plug).await
    }

    async fn ask(server: &Server, method: Method, path: &str, origin: &str) -> Answer {
        let mut request = testing::request(method, path);
        if !origin.is_empty() {
            request = request.header("origin", origin);
        }
        server.send(request.body(String::new()).unwrap()).await
    }

    #[tokio::test]
    async fn own_and_allowed_pages_and_those_that_are_no_page_pass() {
        let server = server().await;
        for origin in ["", "http://localhost:3000", "https://friend.example"] {
            let made = ask(&server, Method::POST, "/api/v1/meetings", origin).await;
            assert_eq!(made.status(), 201, "{origin}");
            let signaling = ask(&server, Method::GET, "/socket.io/?EIO=4", origin).await;
            assert_eq!(signaling.text(), "signaling", "{origin}");
        }
    }

    #[tokio::test]
    async fn other_pages_are_refused_signaling_and_changes() {
        let server = server().await;
        for origin in [
            "https://evil.example",
            "https://localhost:3000",
            "http://localhost",
            "http://friend.example",
            "https://friend.example.evil.example",
            "null",
        ] {
            for (method, path) in [
                (Method::POST, "/api/v1/meetings"),
                (Method::GET, "/socket.io/?EIO=4"),
                (Method::POST, "/socket.io/?EIO=4"),
            ] {
                let answer = ask(&server, method, path, origin).await;
                assert_eq!(answer.problem(), (403, "origin-refused".into()), "{origin} {path}");
                assert_eq!(answer.header("access-control-allow-origin"), "");
            }
            let read = ask(&server, Method::GET, "/api/openapi.json", origin).await;
            assert_eq!(read.status(), 200);
            assert_eq!(read.header("access-control-allow-origin"), "");
        }
    }

    #[tokio::test]
    async fn an_allowed_page_may_read_the_answer_and_ask_beforehand() {
        let server = server().await;
        let answer = ask(&server, Method::GET, "/socket.io/", "https://friend.example").await;
        assert_eq!(answer.header("access-control-allow-origin"), "https://friend.example");
        assert!(answer.header("vary").contains("origin"));
        let preflight = testing::request(Method::OPTIONS, "/api/v1/meetings")
            .header("origin", "https://friend.example")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type");
        let answer = server.send(preflight.body(String::new()).unwrap()).await;
        assert_eq!(answer.status(), 204);
        assert_eq!(answer.header("access-control-allow-origin"), "https://friend.example");
        assert!(answer.header("access-control-allow-methods").contains("POST"));
        assert!(answer.header("access-control-allow-headers").contains("content-type"));
    }
}
