//! The built client, embedded in the binary. A debug build reads it from disk instead.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, Request, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING,
    CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::link_preview::{Language, Preview};
use super::problem::ApiError;
use super::security_headers::RESOURCE_POLICY;
use super::{AppState, link_preview};
use crate::request_origin::{ClientAddr, OwnOrigin};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Client;

const SHELL: &str = "index.html";

/// The page at `/` if the server was built without the client.
const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Convene</title>\
    <h1>The client is not built</h1>\
    <p>This server works, but it was built without the web client. Run <code>make build</code>, \
    then start it again.</p>";

/// The build compresses each text with Brotli at its best level, beside the original.
const BROTLI: &str = ".br";

/// Routes of the client. All its pages are the same document, which chooses what to show by the
/// address. Some have a copy of it that also names the files which that page needs, so that the
/// browser fetches them at once.
pub(super) fn routes() -> Router<AppState> {
    let page = |file: &'static str| {
        get(move |State(state): State<AppState>, request: Request| async move {
            shell(file, &state, &request, &Preview::default())
        })
    };
    Router::new()
        .route("/", page(SHELL))
        .route("/m/{meeting}", get(meeting))
        .route("/room/{name}", get(meeting))
        .route("/i/{interview}", page("interview.html"))
        .route("/i/{interview}/report", page("report.html"))
        .route("/i/{interview}/debrief", page("debrief.html"))
        .route("/interviews/new", page("setup.html"))
        .route("/questions", page("questions.html"))
        .route("/call", page("call.html"))
        .route("/call/{person}", get(call))
        .route("/api/docs", page("docs.html"))
        .route("/socket.io/{file}", get(socket_io_client))
        .fallback(file_or_not_found)
}

/// A page that leads into a meeting: its preview may tell something about the meeting.
async fn meeting(
    State(state): State<AppState>,
    Extension(client): Extension<ClientAddr>,
    name: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let is_room = request.uri().path().starts_with("/room/");
    let preview = match name {
        Ok(Path(name)) => link_preview::of_meeting(&state, client, &name, is_room).await,
        Err(_) => Preview::default(),
    };
    shell("meeting.html", &state, &request, &preview)
}

/// The page of calls with an id to call. Its preview repeats the id and tells nothing about it.
async fn call(
    State(state): State<AppState>,
    person: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let preview = person.map(|Path(id)| link_preview::of_call(&id)).unwrap_or_default();
    shell("call.html", &state, &request, &preview)
}

fn shell(page: &str, state: &AppState, request: &Request, preview: &Preview) -> Response {
    match Client::get(page).or_else(|| Client::get(SHELL)) {
        Some(file) => {
            let nowhere = OwnOrigin(None);
            let own_origin = request.extensions().get().unwrap_or(&nowhere);
            let place = link_preview::Page::new(state, own_origin, request.uri().path());
            let tags = preview.tags(&place, Language::of(request.headers()));
            serve_page(&file, &tags, request.headers())
        }
        None => {
            let no_store = [(CACHE_CONTROL, "no-store")];
            (StatusCode::SERVICE_UNAVAILABLE, no_store, Html(NOT_BUILT)).into_response()
        }
    }
}

/// The document with tags at the end of its head. The outer layer compresses it.
fn serve_page(file: &EmbeddedFile, tags: &str, asked: &HeaderMap) -> Response {
    let text = String::from_utf8_lossy(&file.data);
    let data = text.replacen("</head>", &format!("{tags}</head>"), 1);
    let mut hasher = DefaultHasher::new();
    data.hash(&mut hasher);
    let tag = format!("W/\"{:016x}\"", hasher.finish());
    let response = if is_fresh(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Html(data).into_response()
    };
    let mut response = cached(response, "no-cache", &tag);
    let vary = HeaderValue::from_static("accept-language");
    response.headers_mut().append(VARY, vary);
    response
}

/// The official Socket.IO client, where Socket.IO servers offer it. Pages of other systems load it
/// from here, so every origin may.
async fn socket_io_client(file: Result<Path<String>, PathRejection>, asked: HeaderMap) -> Response {
    let path = file.map(|Path(file)| format!("socket.io/{file}")).unwrap_or_default();
    match file_at(&path) {
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
    if let Some(file) = file_at(path) {
        let response = serve(path, &file, request.headers());
        // Pages of other applications show the picture of a preview.
        return if path == link_preview::IMAGE { for_all_origins(response) } else { response };
    }
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    let person = accept.is_some_and(|accept| accept.contains("text/html"));
    match Client::get(SHELL) {
        // A browser gets the client's own 404 page, which links back to the start page.
        Some(file) if person && !path.starts_with("assets/") => {
            let mut response = respond(SHELL, &file, None, &HeaderMap::new());
            *response.status_mut() = StatusCode::NOT_FOUND;
            response.headers_mut().remove(ETAG);
            response
        }
        _ => ApiError::RouteNotFound.into_response(),
    }
}

/// Pages and compressed copies have no addresses of their own.
fn file_at(path: &str) -> Option<EmbeddedFile> {
    let has_address = !path.ends_with(".html") && !path.ends_with(BROTLI);
    has_address.then(|| Client::get(path)).flatten()
}

fn serve(path: &str, file: &EmbeddedFile, asked: &HeaderMap) -> Response {
    let compressed = Client::get(&format!("{path}{BROTLI}"));
    respond(path, file, compressed.as_ref(), asked)
}

/// `compressed` is the same file in Brotli, for those who prefer that. For others the outer layer
/// compresses with gzip.
fn respond(
    path: &str,
    file: &EmbeddedFile,
    compressed: Option<&EmbeddedFile>,
    asked: &HeaderMap,
) -> Response {
    let sent = compressed.filter(|_| prefers_brotli(asked));
    // Weak, because the same file may be sent compressed or not.
    let hash = file.metadata.sha256_hash();
    let tag: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("W/\"{tag}\"");
    let fresh = is_fresh(asked, &tag);
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = mime_guess::from_path(path).first_or_octet_stream();
        let kind = if kind.type_() == "text" || kind.subtype() == "javascript" {
            format!("{}; charset=utf-8", kind.essence_str())
        } else {
            kind.essence_str().to_owned()
        };
        let data = sent.unwrap_or(file).data.clone().into_owned();
        ([(CONTENT_TYPE, kind)], data).into_response()
    };
    let headers = response.headers_mut();
    if compressed.is_some() {
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    }
    if sent.is_some() && !fresh {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    // The build puts a content hash into the names under assets/.
    let cache = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    cached(response, cache, &tag)
}

/// True if the client has the file with this tag.
fn is_fresh(asked: &HeaderMap, tag: &str) -> bool {
    asked
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == tag || known.trim() == "*")
}

fn cached(mut response: Response, cache: &'static str, tag: &str) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(ETAG, tag);
    }
    response
}

/// True if the client takes Brotli at least as gladly as gzip or no compression (RFC 9110, section
/// 12.5.3).
fn prefers_brotli(asked: &HeaderMap) -> bool {
    let listed = || {
        asked
            .get_all(ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|coding| {
                let mut parts = coding.split(';').map(str::trim);
                let name = parts.next().unwrap_or_default();
                let weight = parts.find_map(|part| {
                    let weight = part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="))?;
                    weight.trim().parse::<f32>().ok()
                });
                (name, weight.unwrap_or(1.0))
            })
    };
    let weight = |wanted: &str| {
        listed().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, weight)| weight)
    };
    let others = ["gzip", "identity"].into_iter().filter_map(weight).fold(0.0, f32::max);
    weight("br").or_else(|| weight("*")).is_some_and(|brotli| brotli > 0.0 && brotli >= others)
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
    fn a_compressed_copy_is_sent_to_those_who_prefer_it() {
        let sent = |accepted: Option<&'static str>| {
            let mut asked = HeaderMap::new();
            if let Some(accepted) = accepted {
                asked.insert(ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            }
            let response = respond("a.js", &file("long"), Some(&file("br")), &asked);
            assert_eq!(response.headers()[VARY], "accept-encoding");
            assert_eq!(response.headers()[CONTENT_TYPE], "text/javascript; charset=utf-8");
            response.headers().contains_key(CONTENT_ENCODING)
        };
        for accepted in
            ["br", "gzip, deflate, br, zstd", "BR;q=0.5, gzip;q=0.5", "*", "gzip;q=0.2, *"]
        {
            assert!(sent(Some(accepted)), "{accepted}");
        }
        for accepted in
            ["", "gzip", "br;q=0", "br;q=0, *", "gzip, br;q=0.5", "br;q=0.1, identity", "*;q=0"]
        {
            assert!(!sent(Some(accepted)), "{accepted}");
        }
        assert!(!sent(None));
    }

    #[test]
    fn a_file_has_one_tag_however_it_is_sent() {
        let mut asked = HeaderMap::new();
        asked.insert(ACCEPT_ENCODING, HeaderValue::from_static("br"));
        let plain = respond("a.js", &file("long"), Some(&file("br")), &HeaderMap::new());
        let brotli = respond("a.js", &file("long"), Some(&file("br")), &asked);
        assert_eq!(plain.headers()[ETAG], brotli.headers()[ETAG]);
        asked.insert(IF_NONE_MATCH, plain.headers()[ETAG].clone());
        let unchanged = respond("a.js", &file("long"), Some(&file("br")), &asked);
        assert_eq!(unchanged.status(), StatusCode::NOT_MODIFIED);
        assert!(!unchanged.headers().contains_key(CONTENT_ENCODING));
        assert_eq!(unchanged.headers()[VARY], "accept-encoding");
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
        let meetings = ["/", "/m/abc-defg-hij", "/m/anything", "/room/standup", "/api/docs"];
        let interviews = [
            "/i/abc-defg-hij",
            "/i/abc-defg-hij/report",
            "/i/abc-defg-hij/debrief",
            "/questions",
            "/interviews/new",
        ];
        let calls = ["/call", "/call/kalu-mipo-tesa"];
        for path in meetings.into_iter().chain(interviews).chain(calls) {
            let answer = server.get(path).await;
            // 503 with an explanation if the client was not built.
            assert!(matches!(answer.status(), 200 | 503), "{path}");
            assert!(answer.header("content-type").starts_with("text/html"), "{path}");
        }
    }

    #[test]
    fn a_page_has_its_tags_in_the_head_and_a_tag_of_their_content() {
        let page = file("<html><head><title>x</title></head><body></head></body>");
        let tag = |tags: &str, asked: &HeaderMap| {
            let response = serve_page(&page, tags, asked);
            (response.status(), response.headers()[ETAG].clone())
        };
        let (_, one) = tag("<meta a>", &HeaderMap::new());
        let (_, two) = tag("<meta b>", &HeaderMap::new());
        assert_ne!(one, two);
        let known = HeaderMap::from_iter([(IF_NONE_MATCH, one.clone())]);
        assert_eq!(tag("<meta a>", &known), (StatusCode::NOT_MODIFIED, one));
        assert_eq!(tag("<meta b>", &known), (StatusCode::OK, two));
    }

    #[tokio::test]
    async fn a_program_that_asks_for_nothing_gets_a_problem() {
        let server = Server::new().await;
        let texts = ["/index.html", "/meeting.html", "/index.html.br", "/favicon.svg.br"];
        let paths = ["/nothing", "/assets/gone-123.js", "/../Cargo.toml", "/m/", "/m/a/b"];
        for path in paths.into_iter().chain(texts) {
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
