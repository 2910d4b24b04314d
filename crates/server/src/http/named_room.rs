//! `GET /r/{name}`: redirects a browser to the meeting of a named room, which clients of other
//! systems know by this name.

use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use convene_model::RoomName;
use http::header::CACHE_CONTROL;

use super::AppState;
use super::problem::ApiError;
use crate::request_origin::ClientAddr;
use crate::rooms::{NamedRoomError, named_room};

pub(super) async fn enter(
    State(state): State<AppState>,
    Extension(ClientAddr(client)): Extension<ClientAddr>,
    name: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let name = name.ok().and_then(|Path(name)| name.parse::<RoomName>().ok());
    let Some(name) = name.filter(|_| !state.config.dialects.is_empty()) else {
        return Err(ApiError::RouteNotFound);
    };
    let made_by = (&*state.meetings_by_address, client);
    let found = named_room(&state.storage, &name, made_by, state.clock.now()).await;
    let id = found.map_err(|error| match error {
        NamedRoomError::TooMany(wait) => ApiError::RateLimited(wait),
        NamedRoomError::Storage(error) => error.into(),
    })?;
    let page = Redirect::to(&format!("/m/{id}"));
    Ok(([(CACHE_CONTROL, "no-store")], page).into_response())
}

#[cfg(test)]
mod tests {
    use crate::http::testing::Server;

    #[tokio::test]
    async fn a_name_leads_to_one_meeting_and_is_never_its_id() {
        let server = Server::configured(&["--dialects", "rooms"]).await;
        let there = server.get("/r/stand%20up").await;
        assert_eq!(there.status(), 303);
        let page = there.header("location");
        let id = page.strip_prefix("/m/").unwrap().to_owned();
        assert_eq!(server.get("/r/stand%20up").await.header("location"), page);
        assert_eq!(server.get(&format!("/api/v1/meetings/{id}")).await.status(), 200);
        let other = server.get(&format!("/r/{id}")).await;
        assert_ne!(other.header("location"), page);
    }

    #[tokio::test]
    async fn without_dialects_and_for_other_names_there_is_no_such_page() {
        let without = Server::configured(&["--dialects", "none"]).await;
        assert_eq!(without.get("/r/x").await.status(), 404);
        let server = Server::new().await;
        let long = "x".repeat(65);
        for path in ["/r/%FF", &format!("/r/{long}")] {
            assert_eq!(server.get(path).await.status(), 404, "{path}");
        }
    }

    #[tokio::test]
    async fn new_names_are_limited_as_meetings_are() {
        let args = ["--dialects", "all", "--meetings-per-minute", "1"];
        let server = Server::configured(&args).await;
        assert_eq!(server.get("/r/a").await.status(), 303);
        assert_eq!(server.get("/r/a").await.status(), 303);
        assert_eq!(server.get("/r/b").await.problem(), (429, "rate-limited".into()));
    }
}
