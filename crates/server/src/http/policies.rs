//! The policies that apply to every request. They are one middleware, because each layer of a
//! router costs every request several allocations.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use super::context::{Observed, is_signaling};
use super::{AppState, host_policy, origin_policy, problem, security_headers};

/// Middleware: the outermost layer.
pub(super) async fn apply(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let config = &state.config;
    let signaling = is_signaling(request.uri().path());
    let observed = Observed::start(config, &mut request);
    let response = match host_policy::check(config, &request) {
        Ok(()) => {
            let enforced = origin_policy::enforce(config, request, next);
            enforced.instrument(observed.span.clone()).await
        }
        Err(refused) => refused.into_response(),
    };
    let mut response = problem::finish(response, &observed.id, signaling);
    security_headers::add(config, response.headers_mut());
    observed.finish(&mut response);
    response
}
