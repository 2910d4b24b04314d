//! `GET /health`: liveness of the process, for the supervisor that restarts it.

/// Says that the process is alive.
#[utoipa::path(
    get,
    path = "/health",
    tag = "operations",
    responses((status = 200, description = "The process is alive", body = String)),
)]
pub(super) async fn health() -> &'static str {
    "ok\n"
}

#[cfg(test)]
mod tests {
    use crate::http::testing::Server;

    #[tokio::test]
    async fn it_is_alive_even_while_it_stops() {
        let server = Server::new().await;
        server.state.readiness.stop();
        assert_eq!(server.get("/health").await.status(), 200);
    }
}
