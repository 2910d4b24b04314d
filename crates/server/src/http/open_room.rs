//! `PUT /api/v1/rooms/{name}`.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse, Response};
use convene_model::RoomName;
use convene_protocol::http::{Meeting, Problem};
use convene_storage::MeetingRepository;
use http::header::CACHE_CONTROL;

use super::problem::ApiError;
use super::{AppState, find_meeting, get_meeting};
use crate::request_origin::{ClientAddr, OwnOrigin};
use crate::rooms::{NamedRoomError, named_room};

/// Returns the meeting with this name, and makes the room if the name is new.
///
/// It is the room that clients of other systems enter by this name.
#[utoipa::path(
    put,
    path = "/api/v1/rooms/{name}",
    tag = "meetings",
    params(("name" = String, Path, description = "Name of the room, 1 to 64 characters", example = "standup")),
    responses(
        (status = 200, description = "The meeting of the room", body = Meeting),
        (status = 403, description = "The origin is not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The name is too long, or new while the server offers no named rooms", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests; see Retry-After", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Storage is unavailable", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn open_room(
    State(state): State<AppState>,
    Extension(ClientAddr(client)): Extension<ClientAddr>,
    Extension(own_origin): Extension<OwnOrigin>,
    name: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    state.lookups_by_address.check(client).map_err(ApiError::RateLimited)?;
    let Path(name) = name.map_err(|_| ApiError::MeetingNotFound)?;
    let name: RoomName = name.parse().map_err(|_| ApiError::MeetingNotFound)?;
    let id = if state.config.dialects.is_empty() {
        find_meeting::by_name(&state, name.as_str()).await?
    } else {
        let made_by = (&*state.meetings_by_address, client);
        let found = named_room(&state.storage, &name, made_by, state.clock.now()).await;
        found.map_err(|error| match error {
            NamedRoomError::TooMany(wait) => ApiError::RateLimited(wait),
            NamedRoomError::Storage(error) => error.into(),
        })?
    };
    let stored = state.storage.meeting(&id).await?;
    let (record, name) = get_meeting::described(&state, &id).await?;
    let meeting = get_meeting::present(&state, &own_origin, stored, &record, name);
    Ok(([(CACHE_CONTROL, "no-store")], Json(meeting)).into_response())
}

#[cfg(test)]
mod tests {
    use convene_storage::NamedRoomRepository as _;
    use http::Method;

    use crate::http::testing::{LOOKUPS_PER_MINUTE, Server};

    #[tokio::test]
    async fn a_name_leads_to_one_room_and_is_its_title() {
        let server = Server::new().await;
        let path = "/api/v1/rooms/stand%20up%20%C3%A4";
        let made = server.request(Method::PUT, path).await;
        assert_eq!(made.status(), 200, "{}", made.text());
        assert_eq!(made.header("cache-control"), "no-store");
        let made = made.json();
        assert_eq!((&made["title"], &made["name"]), (&"stand up ä".into(), &"stand up ä".into()));
        assert_eq!(made["url"], "http://localhost:3000/room/stand%20up%20%C3%A4");
        assert_eq!(server.request(Method::PUT, path).await.json(), made);
        let id = made["id"].as_str().unwrap();
        assert_eq!(server.get(&format!("/api/v1/meetings/{id}")).await.json(), made);
        let redirect = server.get("/r/stand%20up%20%C3%A4").await;
        assert_eq!(redirect.header("location"), format!("/m/{id}"));
        // A name is never taken for a code.
        let other = server.request(Method::PUT, &format!("/api/v1/rooms/{id}")).await.json();
        assert_ne!(other["id"], id);
    }

    #[tokio::test]
    async fn what_is_no_name_and_a_new_name_without_dialects_are_not_found() {
        let server = Server::new().await;
        let long = format!("/api/v1/rooms/{}", "x".repeat(65));
        for path in ["/api/v1/rooms/%FF", &long] {
            let answer = server.request(Method::PUT, path).await;
            assert_eq!(answer.problem(), (404, "meeting-not-found".into()), "{path}");
        }
        let server = Server::configured(&["--dialects", "none"]).await;
        let answer = server.request(Method::PUT, "/api/v1/rooms/standup").await;
        assert_eq!(answer.problem(), (404, "meeting-not-found".into()));
    }

    #[tokio::test]
    async fn a_name_that_a_host_chose_leads_to_the_meeting_with_and_without_dialects() {
        for flags in [&[][..], &["--dialects", "none"]] {
            let server = Server::configured(flags).await;
            let made = server.request(Method::POST, "/api/v1/meetings").await.json();
            let id = made["id"].as_str().unwrap().parse().unwrap();
            let name = "team-standup".parse().unwrap();
            let now = server.state.clock.now();
            server.state.storage.choose_name(&id, Some(&name), now).await.unwrap();
            let by_name = server.request(Method::PUT, "/api/v1/rooms/team-standup").await.json();
            assert_eq!(by_name["id"], made["id"]);
            assert_eq!(by_name["url"], "http://localhost:3000/m/team-standup");
            assert_eq!(by_name["name"], "team-standup");
            assert_eq!(by_name.get("title"), None);
            assert_eq!(server.get("/api/v1/meetings/team-standup").await.json(), by_name);
            let by_id = format!("/api/v1/meetings/{}", made["id"].as_str().unwrap());
            assert_eq!(server.get(&by_id).await.json(), by_name);
            // Ten letters in other groups than those of a code.
            let other = server.request(Method::POST, "/api/v1/meetings").await.json();
            let (id, name) =
                (other["id"].as_str().unwrap().parse().unwrap(), "design-team".parse().unwrap());
            server.state.storage.choose_name(&id, Some(&name), now).await.unwrap();
            assert_eq!(server.get("/api/v1/meetings/design-team").await.json()["id"], other["id"]);
            let missing = server.get("/api/v1/meetings/other-team").await;
            assert_eq!(missing.problem(), (404, "meeting-not-found".into()));
        }
    }

    #[tokio::test]
    async fn opening_rooms_is_a_look_up_and_new_ones_count_as_meetings() {
        let server = Server::configured(&["--meetings-per-minute", "1"]).await;
        assert_eq!(server.request(Method::PUT, "/api/v1/rooms/a").await.status(), 200);
        let refused = server.request(Method::PUT, "/api/v1/rooms/b").await;
        assert_eq!(refused.problem(), (429, "rate-limited".into()));
        let mut limited = false;
        for _ in 0..LOOKUPS_PER_MINUTE * 2 {
            limited |= server.request(Method::PUT, "/api/v1/rooms/a").await.status() == 429;
        }
        assert!(limited);
    }
}
