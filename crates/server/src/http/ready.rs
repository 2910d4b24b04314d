//! `GET /ready`: requests should be sent here. For load balancers and deployments.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use convene_protocol::http::Problem;
use convene_storage::MeetingRepository;

use super::AppState;
use super::problem::ApiError;

/// Whether requests should be sent here: every component is up and the server is not stopping.
/// Clones share one state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Readiness(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    stopping: bool,
    components: BTreeMap<&'static str, bool>,
}

/// A part without which the server cannot serve. Down until it says otherwise.
#[derive(Debug, Clone)]
pub(crate) struct Component {
    name: &'static str,
    readiness: Readiness,
}

impl Component {
    /// It works.
    pub(crate) fn up(&self) {
        self.set(true);
    }

    /// It does not.
    pub(crate) fn down(&self) {
        self.set(false);
    }

    fn set(&self, up: bool) {
        self.readiness.with(|inner| inner.components.insert(self.name, up));
    }
}

impl Readiness {
    /// Adds a part that has to be up.
    pub(crate) fn component(&self, name: &'static str) -> Component {
        let component = Component { name, readiness: self.clone() };
        component.down();
        component
    }

    /// The server stops: never ready again.
    pub(crate) fn stop(&self) {
        self.with(|inner| inner.stopping = true);
    }

    /// Why it is not ready.
    fn obstacle(&self) -> Option<String> {
        self.with(|inner| {
            if inner.stopping {
                return Some("the server is stopping".to_owned());
            }
            let down = inner.components.iter().find(|(_, up)| !**up);
            down.map(|(name, _)| format!("{name} is not up"))
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        // Nothing that holds the lock can leave it half changed.
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Can serve.
#[utoipa::path(
    get,
    path = "/ready",
    tag = "operations",
    responses(
        (status = 200, description = "Can serve", body = String),
        (status = 503, description = "Cannot serve, or is stopping", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn ready(State(state): State<AppState>) -> Result<&'static str, ApiError> {
    if let Some(obstacle) = state.readiness.obstacle() {
        return Err(ApiError::NotReady(obstacle));
    }
    state.storage.ping().await?;
    Ok("ready\n")
}

#[cfg(test)]
mod tests {
    use crate::http::testing::Server;

    #[tokio::test]
    async fn it_is_ready_until_it_stops() {
        let server = Server::new().await;
        assert_eq!(server.get("/ready").await.status(), 200);
        server.state.readiness.stop();
        let answer = server.get("/ready").await;
        assert_eq!(answer.problem(), (503, "not-ready".into()));
        assert_eq!(answer.json()["detail"], "the server is stopping");
    }

    #[tokio::test]
    async fn every_component_has_to_be_up() {
        let server = Server::new().await;
        let relay = server.state.readiness.component("the relay");
        assert_eq!(server.get("/ready").await.json()["detail"], "the relay is not up");
        relay.up();
        assert_eq!(server.get("/ready").await.status(), 200);
        relay.down();
        assert_eq!(server.get("/ready").await.status(), 503);
    }

    #[tokio::test]
    async fn without_a_database_it_is_not_ready() {
        let server = Server::new().await;
        server.state.storage.close().await;
        assert_eq!(server.get("/ready").await.problem(), (503, "storage-unavailable".into()));
    }
}
