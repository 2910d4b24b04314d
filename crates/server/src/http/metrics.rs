//! `GET /metrics`: metrics for Prometheus.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use super::AppState;

/// Returns metrics in the text format of Prometheus.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operations",
    responses((status = 200, description = "Prometheus text format", body = String, content_type = "text/plain; version=0.0.4")),
)]
pub(super) async fn metrics(State(state): State<AppState>) -> Response {
    // Gauges are set on each request, so no other code has to keep them up to date.
    metrics::gauge!("convene_rooms").set(as_f64(state.live.rooms()));
    metrics::gauge!("convene_participants").set(as_f64(state.live.participants()));
    metrics::gauge!("convene_connections").set(as_f64(state.live.connections()));
    metrics::gauge!("convene_uptime_seconds").set(state.started.elapsed().as_secs_f64());
    let headers = [(CONTENT_TYPE, "text/plain; version=0.0.4"), (CACHE_CONTROL, "no-store")];
    (headers, state.metrics.render()).into_response()
}

/// Exact up to 2^32; larger counts are capped.
fn as_f64(count: usize) -> f64 {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}
