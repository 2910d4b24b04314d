//! HTTP: the REST API, the operator's endpoints, the built client, and the policies that apply to
//! all of them. Each endpoint or policy has a file with its tests.

mod assets;
mod bearer;
mod context;
mod create_meeting;
mod find_meeting;
mod get_meeting;
mod health;
mod host_policy;
mod interviews;
mod json;
mod link_preview;
mod lookup_limit;
mod metrics;
mod named_room;
mod open_room;
mod openapi;
mod origin_policy;
mod page_errors;
mod policies;
mod problem;
mod question_banks;
mod ready;
mod security_headers;
mod state;
mod stats;
mod stream_tokens;
#[cfg(test)]
mod testing;
mod videomeet;
mod whip;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
pub(crate) use context::RequestId;
pub(crate) use page_errors::PageErrorLimits;
pub(crate) use ready::Readiness;
pub(crate) use state::{AppState, Services};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Maximum body size of most requests, in bytes.
const MAX_BODY_BYTES: usize = 16 * 1024;

/// Maximum size of a plan or a question bank, in bytes.
const MAX_DOCUMENT_BYTES: usize = 2 * 1024 * 1024;

/// The router for everything the server answers over HTTP.
///
/// `plug` adds routes that answer by themselves, such as the Socket.IO layer. They come before the
/// other routes, and all policies apply to them: client address, request id, origin check, CORS,
/// security headers and metrics.
pub(crate) fn router(state: AppState, plug: impl FnOnce(Router) -> Router) -> Router {
    let documents = OpenApiRouter::new()
        .routes(routes!(interviews::create_interview::create_interview))
        .routes(routes!(question_banks::create_bank))
        .routes(routes!(question_banks::get_bank, question_banks::put_bank))
        .routes(routes!(question_banks::import))
        .layer(DefaultBodyLimit::max(MAX_DOCUMENT_BYTES));
    let (routes, mut openapi) = OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(create_meeting::create_meeting))
        .routes(routes!(get_meeting::get_meeting))
        .routes(routes!(open_room::open_room))
        .routes(routes!(stream_tokens::list_stream_tokens, stream_tokens::create_stream_token))
        .routes(routes!(stream_tokens::revoke_stream_token))
        .routes(routes!(
            interviews::get_interview::get_interview,
            interviews::delete_interview::delete_interview
        ))
        .routes(routes!(interviews::links::list_links, interviews::links::create_link))
        .routes(routes!(interviews::links::revoke_link))
        .routes(routes!(interviews::change_details::change_details))
        .routes(routes!(interviews::decide::decide))
        .routes(routes!(interviews::report::report))
        .routes(routes!(interviews::report::report_markdown))
        .routes(routes!(question_banks::export_csv))
        .routes(routes!(question_banks::export_json))
        .merge(documents)
        .routes(routes!(health::health))
        .routes(routes!(ready::ready))
        .routes(routes!(stats::stats))
        .routes(routes!(metrics::metrics))
        .split_for_parts();
    openapi::finish(&mut openapi);
    let routes = routes
        .merge(openapi::routes(&openapi))
        .merge(assets::routes())
        // For our own pages.
        .route("/api/page-errors", post(page_errors::report))
        // For clients of other systems, and for browsers that join their rooms.
        .route("/api/create-meeting", get(videomeet::create_meeting))
        .route("/r/{name}", get(named_room::enter))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .merge(whip::routes())
        .with_state(state.clone());
    let routes = routes.layer(from_fn_with_state(state.clone(), lookup_limit::enforce));
    // Fonts are compressed already.
    let compressible = DefaultPredicate::new().and(NotForContentType::const_new("font/"));
    plug(routes)
        .layer(CompressionLayer::new().compress_when(compressible))
        .layer(CatchPanicLayer::custom(problem::of_panic))
        // The last layer is the outermost.
        .layer(from_fn_with_state(state, policies::apply))
}
