//! `GET /api/openapi.json`: the REST API for programs. `/api/docs` shows it to people.

use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use http::header::CONTENT_TYPE;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

use super::AppState;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Convene",
        description = "Create and manage meetings, interviews and question banks. Events in a running meeting use Socket.IO and are described in docs/protocol.md. Errors are problem documents (RFC 9457), and every response has an `x-request-id`.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "meetings", description = "Create and find meetings"),
        (name = "interviews", description = "Create interviews, manage their links and read reports"),
        (name = "question banks", description = "Questions and templates for later interviews"),
        (name = "operations", description = "For operators of the server"),
    ),
    servers((url = "/")),
)]
struct Api;

/// The document without its paths.
pub(super) fn base() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

/// Adds the version and the security schemes, which the derive macro cannot express.
pub(super) fn finish(openapi: &mut utoipa::openapi::OpenApi) {
    openapi.info.version = env!("CARGO_PKG_VERSION").to_owned();
    let components = openapi.components.get_or_insert_default();
    for (name, what) in [
        ("link", "The token of a link into the interview"),
        ("bank", "The token of the question bank"),
        ("host", "The host token of the meeting"),
    ] {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(what));
        components.add_security_scheme(name, SecurityScheme::Http(scheme.build()));
    }
}

/// The route that serves the document.
pub(super) fn routes(openapi: &utoipa::openapi::OpenApi) -> Router<AppState> {
    // The document never changes while the server runs, so it is serialized once.
    let document = Bytes::from(serde_json::to_vec(openapi).unwrap_or_default());
    Router::new().route(
        "/api/openapi.json",
        get(async move || ([(CONTENT_TYPE, "application/json")], document)),
    )
}

#[cfg(test)]
mod tests {
    use crate::http::testing::Server;

    #[tokio::test]
    async fn it_describes_every_endpoint_and_the_bodies() {
        let document = Server::new().await.get("/api/openapi.json").await.json();
        let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
        assert_eq!(
            paths,
            [
                "/api/v1/interviews",
                "/api/v1/interviews/{id}",
                "/api/v1/interviews/{id}/decision",
                "/api/v1/interviews/{id}/details",
                "/api/v1/interviews/{id}/links",
                "/api/v1/interviews/{id}/links/{link}",
                "/api/v1/interviews/{id}/report",
                "/api/v1/interviews/{id}/report.md",
                "/api/v1/meetings",
                "/api/v1/meetings/{id}",
                "/api/v1/meetings/{id}/streams",
                "/api/v1/meetings/{id}/streams/{token}",
                "/api/v1/question-banks",
                "/api/v1/question-banks/{id}",
                "/api/v1/question-banks/{id}/export.json",
                "/api/v1/question-banks/{id}/import",
                "/api/v1/question-banks/{id}/questions.csv",
                "/api/v1/rooms/{name}",
                "/health",
                "/metrics",
                "/ready",
                "/stats"
            ]
        );
        for schema in ["Meeting", "Problem", "CreateMeeting"] {
            assert!(document["components"]["schemas"][schema].is_object(), "{schema}");
        }
        assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    }
}
