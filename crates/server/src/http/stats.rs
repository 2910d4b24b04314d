//! `GET /stats`: the numbers of the moment, for people.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::CACHE_CONTROL;
use serde::Serialize;

use super::AppState;

/// The numbers of the moment.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Stats {
    /// Rooms that exist.
    rooms: usize,
    /// Participants in all rooms.
    participants: usize,
    /// Signaling connections.
    connections: usize,
    /// How long the server has run.
    uptime_seconds: u64,
    /// The server's version.
    version: &'static str,
}

/// The numbers of the moment.
#[utoipa::path(
    get,
    path = "/stats",
    tag = "operations",
    responses((status = 200, description = "The numbers of the moment", body = Stats)),
)]
pub(super) async fn stats(State(state): State<AppState>) -> Response {
    let stats = Stats {
        rooms: state.live.rooms(),
        participants: state.live.participants(),
        connections: state.live.connections(),
        uptime_seconds: state.started.elapsed().as_secs(),
        version: env!("CARGO_PKG_VERSION"),
    };
    ([(CACHE_CONTROL, "no-store")], Json(stats)).into_response()
}

#[cfg(test)]
mod tests {
    use crate::http::testing::Server;

    #[tokio::test]
    async fn it_counts() {
        let answer = Server::new().await.get("/stats").await;
        let stats = answer.json();
        assert_eq!((&stats["rooms"], &stats["participants"]), (&1.into(), &2.into()));
        assert_eq!(stats["connections"], 3);
        assert_eq!(stats["version"], env!("CARGO_PKG_VERSION"));
        assert!(stats["uptime_seconds"].is_u64());
    }
}
