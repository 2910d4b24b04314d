//! `GET /ready`: readiness to serve requests, for load balancers and deployments.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use convene_protocol::http::Problem;

use super::AppState;
use super::problem::ApiError;

/// Readiness: true if every component is up and the server is not stopping. Clones share one state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Readiness(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    stopping: bool,
    components: BTreeMap<&'static str, bool>,
}

/// A component that the server cannot serve without. It is down until it reports otherwise.
#[derive(Debug, Clone)]
pub(crate) struct Component {
    name: &'static str,
    readiness: Readiness,
}

impl Component {
    /// Reports that the component works.
    pub(crate) fn up(&self) {
        self.set(true);
    }

    /// Reports that the component does not work.
    pub(crate) fn down(&self) {
        self.set(false);
    }

    fn set(&self, up: bool) {
        self.readiness.with(|inner| inner.components.insert(self.name, up));
    }
}

impl Readiness {
    /// Adds a component, which is down at first.
    pub(crate) fn component(&self, name: &'static str) -> Component {
        let component = Component { name, readiness: self.clone() };
        component.down();
        component
    }

    /// Reports that the server is stopping: it is never ready again.
    pub(crate) fn stop(&self) {
        self.with(|inner| inner.stopping = true);
    }

    /// The reason why the server is not ready; `None` if it is.
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
        // No holder of the lock can panic in the middle of a change, so a poisoned lock is still
        // consistent.
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Says whether the server can serve requests.
#[utoipa::path(
    get,
    path = "/ready",
    tag = "operations",
    responses(
        (status = 200, description = "The server can serve requests", body = String),
        (status = 503, description = "The server cannot serve requests, or is stopping", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn ready(State(state): State<AppState>) -> Result<&'static str, ApiError> {
    if let Some(obstacle) = state.readiness.obstacle() {
        return Err(ApiError::NotReady(obstacle));
    }
    state.storage.health().await.map_err(|error| ApiError::NotReady(in_words(&error)))?;
    Ok("ready\n")
}

/// An error and its causes as one line. Causes do not repeat the error and contain no paths.
fn in_words(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
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
        let answer = server.get("/ready").await;
        assert_eq!(answer.problem(), (503, "not-ready".into()));
        assert_eq!(answer.json()["detail"], "the database is unavailable: the database is closed");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn without_its_data_directory_it_is_not_ready_and_keeps_nothing() {
        let server = Server::new().await;
        assert_eq!(server.get("/ready").await.status(), 200);
        std::fs::remove_dir_all(server.data_dir()).unwrap();
        let answer = server.get("/ready").await;
        assert_eq!(answer.problem(), (503, "not-ready".into()));
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("convene.db was deleted or replaced"), "{detail}");
        let directory = server.data_dir().to_str().unwrap();
        assert!(!detail.contains(directory), "strangers learn no paths: {detail}");
        let refused = server.post_json("/api/v1/meetings", "").await;
        assert_eq!(refused.problem(), (503, "storage-unavailable".into()));
    }
}
