//! `POST /api/v1/meetings`.

use axum::Json;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse, Response};
use convene_model::{MeetingId, RoomRecord};
use convene_protocol::http::{CreateMeeting, CreatedMeeting, Problem};
use convene_storage::{MeetingRepository, RoomRepository, StorageError};
use http::StatusCode;
use http::header::{CACHE_CONTROL, LOCATION};
use time::OffsetDateTime;

use super::json::OptionalJson;
use super::problem::ApiError;
use super::{AppState, get_meeting};
use crate::request_origin::{ClientAddr, OwnOrigin};

/// Retries for an id that is taken. There are 2^47 ids: even with a million meetings, a second
/// collision in a row means a broken random generator.
const ATTEMPTS: usize = 5;

/// Creates a meeting.
#[utoipa::path(
    post,
    path = "/api/v1/meetings",
    tag = "meetings",
    request_body(content = Option<CreateMeeting>, description = "Optional"),
    responses(
        (status = 201, description = "Created. `host_token` is returned only here", body = CreatedMeeting,
         headers(("Location" = String, description = "Path of the new resource"))),
        (status = 400, description = "The body is invalid", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The origin is not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Unsupported media type", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests; see Retry-After", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Storage is unavailable", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_meeting(
    State(state): State<AppState>,
    Extension(ClientAddr(client)): Extension<ClientAddr>,
    Extension(own_origin): Extension<OwnOrigin>,
    OptionalJson(CreateMeeting { title }): OptionalJson<CreateMeeting>,
) -> Result<Response, ApiError> {
    state.meetings_by_address.check(client).map_err(ApiError::RateLimited)?;
    for _ in 0..ATTEMPTS {
        let id = MeetingId::random(&mut rand::rng());
        match state.storage.create_meeting(&id, OffsetDateTime::now_utc()).await {
            Ok(stored) => {
                metrics::counter!("meetings_created_total").increment(1);
                let location = format!("/api/v1/meetings/{id}");
                let record = RoomRecord { title, ..RoomRecord::default() };
                if record.title.is_some() {
                    state.storage.keep_room_record(&id, &record).await?;
                }
                let meeting = get_meeting::present(&state, &own_origin, stored, &record, None);
                let made = CreatedMeeting { meeting, host_token: state.host_tokens.sign(&id) };
                let headers = [(LOCATION, location), (CACHE_CONTROL, "no-store".to_owned())];
                return Ok((StatusCode::CREATED, headers, Json(made)).into_response());
            }
            Err(StorageError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    tracing::error!("{ATTEMPTS} random meeting ids in a row were taken");
    Err(ApiError::Internal)
}

#[cfg(test)]
mod tests {
    use http::Method;

    use crate::http::testing::{self, Server};

    #[tokio::test]
    async fn a_meeting_is_made_with_and_without_a_body() {
        let server = Server::new().await;
        let empty = server.request(Method::POST, "/api/v1/meetings").await;
        let braces = server.post_json("/api/v1/meetings", "{}").await;
        for answer in [empty, braces] {
            assert_eq!(answer.status(), 201, "{}", answer.text());
            let id = answer.json()["id"].as_str().unwrap().to_owned();
            assert_eq!(answer.header("location"), format!("/api/v1/meetings/{id}"));
            assert_eq!(answer.json()["url"], format!("http://localhost:3000/m/{id}"));
            assert_eq!(answer.json()["participant_count"], 0);
            assert_eq!(server.get(answer.header("location")).await.status(), 200);
        }
    }

    #[tokio::test]
    async fn a_meeting_is_made_with_a_title() {
        let server = Server::new().await;
        let body = r#"{"title":"  Q3 \"plan\"  <b> "}"#;
        let made = server.post_json("/api/v1/meetings", body).await;
        assert_eq!(made.status(), 201, "{}", made.text());
        assert_eq!(made.json()["title"], "Q3 \"plan\" <b>");
        assert_eq!(server.get(made.header("location")).await.json()["title"], "Q3 \"plan\" <b>");
        let long = "x".repeat(101);
        for title in ["", " ", "a\\u0000b", "\u{202E}x", &long] {
            let body = format!("{{\"title\":\"{title}\"}}");
            let answer = server.post_json("/api/v1/meetings", &body).await;
            assert_eq!(answer.problem(), (400, "invalid-body".into()), "{title}");
        }
        let none = server.post_json("/api/v1/meetings", r#"{"title":null}"#).await;
        assert_eq!(none.json().get("title"), None);
    }

    #[tokio::test]
    async fn the_link_is_under_the_public_url() {
        let server = Server::configured(&["--public-url", "https://meet.example.org"]).await;
        let answer = server.request(Method::POST, "/api/v1/meetings").await;
        let url = answer.json()["url"].as_str().unwrap().to_owned();
        assert!(url.starts_with("https://meet.example.org/m/"), "{url}");
    }

    #[tokio::test]
    async fn a_body_that_is_not_this_json_is_refused() {
        let server = Server::new().await;
        for body in ["{", "[1]", "\"x\"", "{\"unknown\":1}", "nul"] {
            let answer = server.post_json("/api/v1/meetings", body).await;
            assert_eq!(answer.problem(), (400, "invalid-body".into()), "{body}");
        }
        let large = format!("{{\"x\":\"{}\"}}", "x".repeat(20_000));
        let answer = server.post_json("/api/v1/meetings", &large).await;
        assert_eq!(answer.problem(), (413, "body-too-large".into()));
        let request = testing::request(Method::POST, "/api/v1/meetings")
            .header("content-type", "application/x-www-form-urlencoded");
        let answer = server.send(request.body("a=b".into()).unwrap()).await;
        assert_eq!(answer.problem(), (415, "unsupported-media-type".into()));
    }

    #[tokio::test]
    async fn an_address_that_makes_too_many_is_told_when_to_come_back() {
        let server = Server::configured(&["--meetings-per-minute", "2"]).await;
        for _ in 0..2 {
            assert_eq!(server.request(Method::POST, "/api/v1/meetings").await.status(), 201);
        }
        let answer = server.request(Method::POST, "/api/v1/meetings").await;
        assert_eq!(answer.problem(), (429, "rate-limited".into()));
        let wait: u64 = answer.header("retry-after").parse().unwrap();
        assert!((1..=30).contains(&wait), "{wait}");
    }

    #[tokio::test]
    async fn without_a_database_it_says_so() {
        let server = Server::new().await;
        server.state.storage.close().await;
        let answer = server.request(Method::POST, "/api/v1/meetings").await;
        assert_eq!(answer.problem(), (503, "storage-unavailable".into()));
    }
}
