//! `GET /stats`: current numbers, for people.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::CACHE_CONTROL;
use serde::Serialize;

use super::AppState;
use crate::media::relay::RelayStats;

/// Current numbers of the server.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Stats {
    /// Rooms that exist.
    rooms: usize,
    /// Participants in all rooms.
    participants: usize,
    /// Signaling connections.
    connections: usize,
    /// Numbers of the relay; absent if it is off.
    #[serde(skip_serializing_if = "Option::is_none")]
    relay: Option<RelayNumbers>,
    /// Seconds since the server started.
    uptime_seconds: u64,
    /// The server's version.
    version: &'static str,
}

/// Numbers of the relay.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct RelayNumbers {
    /// Current allocations.
    allocations: u64,
    /// Current clients over TCP.
    tcp_connections: u64,
    /// Bytes relayed since the relay started.
    bytes: u64,
    /// Requests and packets refused since the relay started.
    refused: u64,
    /// Packets dropped since the relay started because a TCP client read too slowly.
    slow_client_drops: u64,
}

impl From<RelayStats> for RelayNumbers {
    fn from(stats: RelayStats) -> Self {
        Self {
            allocations: stats.allocations,
            tcp_connections: stats.tcp_connections,
            bytes: stats.to_peers.bytes + stats.to_clients.bytes + stats.between_clients.bytes,
            refused: stats.refused,
            slow_client_drops: stats.slow_client_drops,
        }
    }
}

/// Returns the current numbers of the server.
#[utoipa::path(
    get,
    path = "/stats",
    tag = "operations",
    responses((status = 200, description = "The current numbers", body = Stats)),
)]
pub(super) async fn stats(State(state): State<AppState>) -> Response {
    let stats = Stats {
        rooms: state.live.rooms(),
        participants: state.live.participants(),
        connections: state.live.connections(),
        relay: state.relay.as_ref().map(|relay| relay.stats().into()),
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
