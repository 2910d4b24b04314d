//! HTTP: the REST API, the operator's endpoints, the built client, and the policies around all of
//! them. One file per endpoint or policy, with its tests.

mod assets;
mod context;
mod create_meeting;
mod get_meeting;
mod health;
mod json;
mod metrics;
mod openapi;
mod origin_policy;
mod problem;
mod ready;
mod security_headers;
mod state;
mod stats;
#[cfg(test)]
mod testing;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
pub(crate) use context::{ClientAddr, OwnOrigin, RequestId};
pub(crate) use ready::Readiness;
pub(crate) use state::{AppState, Live};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// No request of the API has more to say.
const MAX_BODY_BYTES: usize = 16 * 1024;

/// Everything the server answers over HTTP.
///
/// `plug` adds what answers by itself, as the Socket.IO layer does: it runs inside every policy
/// (client address, request id, origin check, CORS, security headers, metrics) and before the routes.
pub(crate) fn router(state: AppState, plug: impl FnOnce(Router) -> Router) -> Router {
    let (routes, mut openapi) = OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(create_meeting::create_meeting))
        .routes(routes!(get_meeting::get_meeting))
        .routes(routes!(health::health))
        .routes(routes!(ready::ready))
        .routes(routes!(stats::stats))
        .routes(routes!(metrics::metrics))
        .split_for_parts();
    openapi::finish(&mut openapi);
    let routes = routes
        .merge(openapi::routes(&openapi))
        .merge(assets::routes())
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(state.clone());
    // The last layer is the outermost.
    plug(routes)
        .layer(from_fn_with_state(state.clone(), origin_policy::enforce))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(problem::of_panic))
        .layer(from_fn_with_state(state.clone(), security_headers::add))
        .layer(from_fn(problem::finish))
        .layer(from_fn_with_state(state, context::observe))
}
