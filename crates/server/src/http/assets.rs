//! The built client, embedded in the binary. A debug build reads it from disk instead.

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::AppState;
use super::problem::ApiError;
use super::security_headers::RESOURCE_POLICY;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Client;

const SHELL: &str = "index.html";

/// The page at `/` if the server was built without the client.
const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Convene</title>\
    <h1>The client is not built</h1>\
    <p>This server works, but it was built without the web client. Run <code>make build</code>, \
    then start it again.</p>";

/// Routes of the client. All its pages are the same document, which chooses what to show by the
/// address.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(shell))
        .route("/m/{meeting}", get(shell))
        .route("/i/{interview}", get(shell))
        .route("/i/{interview}/report", get(shell))
        .route("/questions", get(shell))
        .route("/call", get(shell))
        .route("/call/{person}", get(shell))
        .route("/api/docs", get(shell))
        .route("/socket.io/{file}", get(socket_io_client))
        .fallback(file_or_not_found)
}

async fn shell(headers: HeaderMap) -> Response {
    match Client::get(SHELL) {
        Some(file) => serve(SHELL, &file, &headers),
        None => {
            let no_store = [(CACHE_CONTROL, "no-store")];
            (StatusCode::SERVICE_UNAVAILABLE, no_store, Html(NOT_BUILT)).into_response()
        }
    }
}

/// The official Socket.IO client, where Socket.IO servers offer it. Pages of other systems load it
/// from here, so every origin may.
async fn socket_io_client(file: Result<Path<String>, PathRejection>, asked: HeaderMap) -> Response {
    let path = file.map(|Path(file)| format!("socket.io/{file}")).unwrap_or_default();
    match Client::get(&path) {
        Some(file) => for_all_origins(serve(&path, &file, &asked)),
        None => ApiError::RouteNotFound.into_response(),
    }
}

fn for_all_origins(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    response
}

async fn file_or_not_found(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if path == "api" || path.starts_with("api/") || !reads {
        return ApiError::RouteNotFound.into_response();
    }
    if let Some(file) = Client::get(path).filter(|_| path != SHELL) {
        return serve(path, &file, request.headers());
    }
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    let person = accept.is_some_and(|accept| accept.contains("text/html"));
    match Client::get(SHELL) {
        // A browser gets the client's own 404 page, which links back to the start page.
        Some(file) if person && !path.starts_with("assets/") => {
            let mut response = serve(SHELL, &file, &HeaderMap::new());
            *response.status_mut() = StatusCode::NOT_FOUND;
            response.headers_mut().remove(ETAG);
            response
        }
        _ => ApiError::RouteNotFound.into_response(),
    }
}

fn serve(path: &str, file: &EmbeddedFile, asked: &HeaderMap) -> Response {
    // Weak, because the same file may be sent compressed or not.
    let hash = file.metadata.sha256_hash();
    let tag: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("W/\"{tag}\"");
    let fresh = asked
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == tag || known.trim() == "*");
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = mime_guess::from_path(path).first_or_octet_stream();
        let kind = if kind.type_() == "text" || kind.subtype() == "javascript" {
            format!("{}; charset=utf-8", kind.essence_str())
        } else {
            kind.essence_str().to_owned()
        };
        ([(CONTENT_TYPE, kind)], file.data.clone().into_owned()).into_response()
    };
    let headers = response.headers_mut();
    // The build puts a content hash into the names under assets/.
    let cache = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::http::testing::{self, Server};

    fn file(text: &'static str) -> EmbeddedFile {
        // The type has no constructor; a file read from disk is equivalent.
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        std::fs::write(&path, text).unwrap();
        rust_embed::utils::read_file_from_fs(&path).unwrap()
    }

    #[test]
    fn hashed_files_are_kept_for_ever_and_the_shell_is_asked_for_again() {
        let cache = |path| {
            let response = serve(path, &file("x"), &HeaderMap::new());
            response.headers()[CACHE_CONTROL].to_str().unwrap().to_owned()
        };
        assert_eq!(cache("assets/index-abc123.js"), "public, max-age=31536000, immutable");
        assert_eq!(cache("index.html"), "no-cache");
    }

    #[test]
    fn an_unchanged_file_is_not_sent_again() {
        let first = serve("index.html", &file("one"), &HeaderMap::new());
        let mut asked = HeaderMap::new();
        asked.insert(IF_NONE_MATCH, first.headers()[ETAG].clone());
        assert_eq!(serve("index.html", &file("one"), &asked).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(serve("index.html", &file("two"), &asked).status(), StatusCode::OK);
    }

    #[test]
    fn types_are_said() {
        let kind = |path| {
            let response = serve(path, &file("x"), &HeaderMap::new());
            response.headers()[CONTENT_TYPE].to_str().unwrap().to_owned()
        };
        assert_eq!(kind("index.html"), "text/html; charset=utf-8");
        assert_eq!(kind("assets/a.js"), "text/javascript; charset=utf-8");
        assert_eq!(kind("assets/a.woff2"), "font/woff2");
        assert_eq!(kind("assets/a.unknown"), "application/octet-stream");
    }

    #[test]
    fn a_library_is_for_all_origins_and_asked_for_again() {
        let path = "socket.io/socket.io.js";
        let answer = for_all_origins(serve(path, &file("x"), &HeaderMap::new()));
        let header = |name: &str| answer.headers()[name].to_str().unwrap();
        assert_eq!(header("access-control-allow-origin"), "*");
        assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(header("cache-control"), "no-cache");
        assert_eq!(header("content-type"), "text/javascript; charset=utf-8");
        assert!(header("etag").starts_with("W/"));
    }

    #[tokio::test]
    async fn other_files_beside_the_signaling_do_not_exist() {
        let server = Server::new().await;
        for path in ["/socket.io/x.js", "/socket.io/..%2Findex.html", "/socket.io/%FF"] {
            assert_eq!(server.get(path).await.problem(), (404, "not-found".into()), "{path}");
        }
    }

    #[tokio::test]
    async fn the_pages_of_the_client_are_one_document() {
        let server = Server::new().await;
        let meetings = ["/", "/m/abc-defg-hij", "/m/anything", "/api/docs"];
        let interviews = ["/i/abc-defg-hij", "/i/abc-defg-hij/report", "/questions"];
        let calls = ["/call", "/call/kalu-mipo-tesa"];
        for path in meetings.into_iter().chain(interviews).chain(calls) {
            let answer = server.get(path).await;
            // 503 with an explanation if the client was not built.
            assert!(matches!(answer.status(), 200 | 503), "{path}");
            assert!(answer.header("content-type").starts_with("text/html"), "{path}");
        }
    }

    #[tokio::test]
    async fn a_program_that_asks_for_nothing_gets_a_problem() {
        let server = Server::new().await;
        for path in ["/nothing", "/assets/gone-123.js", "/../Cargo.toml", "/m/", "/m/a/b"] {
            assert_eq!(server.get(path).await.problem(), (404, "not-found".into()), "{path}");
        }
        assert_eq!(server.request(Method::POST, "/nothing").await.problem().0, 404);
    }

    #[tokio::test]
    async fn a_person_who_asks_for_nothing_gets_the_client_with_status_404() {
        let request = testing::request(Method::GET, "/nothing").header("accept", "text/html,*/*");
        let answer = Server::new().await.send(request.body(String::new()).unwrap()).await;
        assert_eq!(answer.status(), 404);
    }
}
