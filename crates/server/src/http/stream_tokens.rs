//! `/api/v1/meetings/{id}/streams`: tokens by which programs send media into a meeting (WHIP), or play
//! it (WHEP). Their holder is whoever made the meeting, by the host token.

use std::time::Duration;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, FromRequestParts, Path, State};
use axum::response::{IntoResponse, Response};
use convene_model::{LinkId, MeetingId, StreamScope};
use convene_protocol::http::{CreateStreamToken, Problem, StreamTokenInfo, StreamTokens};
use convene_storage::{
    MeetingRepository as _, StorageError, StreamToken, StreamTokenRepository as _,
};
use data_encoding::BASE64URL_NOPAD;
use http::StatusCode;
use http::header::CACHE_CONTROL;
use http::request::Parts;
use sha2::{Digest as _, Sha256};

use super::AppState;
use super::bearer::Bearer;
use super::get_meeting::{base_url, moment};
use super::json::RequiredJson;
use super::problem::ApiError;
use crate::request_origin::OwnOrigin;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// Lifetime of a token in hours, unless the request gives one; and the longest.
const DEFAULT_HOURS: u16 = 24;
const MAX_HOURS: u16 = 365 * 24;

/// Most tokens of a meeting that are of use.
const MAX_TOKENS: u32 = 50;

/// Random bytes of a token.
const TOKEN_BYTES: usize = 24;

/// The meeting of the path, if the request has its host token.
pub(super) struct HostOf(MeetingId);

impl FromRequestParts<AppState> for HostOf {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let path: Result<Path<Vec<(String, String)>>, PathRejection> =
            Path::from_request_parts(parts, state).await;
        let Path(path) = path.map_err(|_| ApiError::NoMeetingId)?;
        let (_, id) = path.into_iter().next().ok_or(ApiError::NoMeetingId)?;
        let id: MeetingId = id.parse().map_err(|_| ApiError::NoMeetingId)?;
        let Ok(Bearer(token)) = Bearer::from_request_parts(parts, state).await;
        let is_host = token.is_some_and(|token| state.host_tokens.verify(&token, &id));
        if !is_host {
            return Err(ApiError::NoHostToken);
        }
        state.storage.meeting(&id).await?;
        Ok(Self(id))
    }
}

/// Hash under which a token is stored.
pub(super) fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Creates a token.
#[utoipa::path(
    post,
    path = "/api/v1/meetings/{id}/streams",
    tag = "meetings",
    params(("id" = String, Path, description = "ID of the meeting", example = "abc-defg-hij")),
    security(("host" = [])),
    responses(
        (status = 201, description = "Created. `token` and `url` are returned only here", body = StreamTokenInfo),
        (status = 400, description = "The body is invalid", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "This takes the meeting's host token", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Meeting not found", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The meeting already has 50 good tokens", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_stream_token(
    State(state): State<AppState>,
    Extension(own_origin): Extension<OwnOrigin>,
    HostOf(id): HostOf,
    RequiredJson(CreateStreamToken { scope, name, hours }): RequiredJson<CreateStreamToken>,
) -> Result<Response, ApiError> {
    let hours = hours.unwrap_or(DEFAULT_HOURS);
    if !(1..=MAX_HOURS).contains(&hours) {
        return Err(ApiError::InvalidBody(format!("hours is 1 to {MAX_HOURS}")));
    }
    let now = state.clock.now();
    let token = BASE64URL_NOPAD.encode(&rand::random::<[u8; TOKEN_BYTES]>());
    let stored = StreamToken {
        id: LinkId::random(&mut rand::rng()),
        scope,
        name,
        created_at: now,
        expires_at: now + HOUR * u32::from(hours),
        revoked_at: None,
    };
    let kept = state.storage.create_stream_token(&id, &stored, hash(&token), MAX_TOKENS).await;
    kept.map_err(|error| match error {
        StorageError::Conflict => ApiError::TooManyStreamTokens(MAX_TOKENS),
        error => error.into(),
    })?;
    let endpoint = match scope {
        StreamScope::Publish => "whip",
        StreamScope::Play => "whep",
    };
    let url = format!("{}/{endpoint}/{id}", base_url(&state, &own_origin));
    let shown = present(&stored).ok_or(ApiError::Internal)?;
    let shown = StreamTokenInfo { url: Some(url), token: Some(token), ..shown };
    Ok((StatusCode::CREATED, [(CACHE_CONTROL, "no-store")], Json(shown)).into_response())
}

/// Lists the tokens of a meeting, without their secrets.
#[utoipa::path(
    get,
    path = "/api/v1/meetings/{id}/streams",
    tag = "meetings",
    params(("id" = String, Path, description = "ID of the meeting", example = "abc-defg-hij")),
    security(("host" = [])),
    responses(
        (status = 200, description = "The tokens", body = StreamTokens),
        (status = 401, description = "This takes the meeting's host token", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Meeting not found", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list_stream_tokens(
    State(state): State<AppState>,
    HostOf(id): HostOf,
) -> Result<Response, ApiError> {
    let stored = state.storage.stream_tokens(&id).await?;
    let tokens = stored.iter().filter_map(present).collect();
    Ok(([(CACHE_CONTROL, "no-store")], Json(StreamTokens { tokens })).into_response())
}

/// Revokes a token, and ends the streams that came by it.
#[utoipa::path(
    delete,
    path = "/api/v1/meetings/{id}/streams/{token}",
    tag = "meetings",
    params(
        ("id" = String, Path, description = "ID of the meeting", example = "abc-defg-hij"),
        ("token" = String, Path, description = "ID of the token"),
    ),
    security(("host" = [])),
    responses(
        (status = 204, description = "The token is revoked"),
        (status = 401, description = "This takes the meeting's host token", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Meeting or token not found", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn revoke_stream_token(
    State(state): State<AppState>,
    HostOf(id): HostOf,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    let Path((_, token)) = path.map_err(|_| ApiError::StreamNotFound)?;
    let token: LinkId = token.parse().map_err(|_| ApiError::StreamNotFound)?;
    let revoked = state.storage.revoke_stream_token(&id, &token, state.clock.now()).await;
    revoked.map_err(|error| match error {
        StorageError::NotFound => ApiError::StreamNotFound,
        error => error.into(),
    })?;
    if let Some(streams) = state.live.streams() {
        streams.revoked(&id, &token);
    }
    Ok(StatusCode::NO_CONTENT)
}

fn present(token: &StreamToken) -> Option<StreamTokenInfo> {
    Some(StreamTokenInfo {
        id: token.id.clone(),
        scope: token.scope,
        name: token.name.clone(),
        url: None,
        token: None,
        created_at: moment(token.created_at)?,
        expires_at: moment(token.expires_at)?,
        revoked: token.revoked_at.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use http::Method;

    use crate::http::testing::Server;

    async fn meeting(server: &Server) -> (String, String) {
        let made = server.post_json("/api/v1/meetings", "").await.json();
        let text = |key: &str| made[key].as_str().unwrap().to_owned();
        (format!("/api/v1/meetings/{}/streams", text("id")), text("host_token"))
    }

    #[tokio::test]
    async fn tokens_are_made_listed_and_revoked_by_hosts() {
        let server = Server::new().await;
        let (path, host) = meeting(&server).await;
        let body = r#"{"scope":"publish","name":"OBS","hours":2}"#;
        let made = server.ask(&host, Method::POST, &path, body).await;
        assert_eq!(made.status(), 201, "{}", made.text());
        let made = made.json();
        assert!(made["url"].as_str().unwrap().contains("/whip/"));
        let token = made["token"].as_str().unwrap();
        let listed = server.ask(&host, Method::GET, &path, "").await;
        assert!(!listed.text().contains(token), "only once");
        assert_eq!(listed.json()["tokens"][0]["name"], "OBS");
        assert_eq!(listed.json()["tokens"][0]["revoked"], false);
        let one = format!("{path}/{}", made["id"].as_str().unwrap());
        assert_eq!(server.ask(&host, Method::DELETE, &one, "").await.status(), 204);
        let listed = server.ask(&host, Method::GET, &path, "").await.json();
        assert_eq!(listed["tokens"][0]["revoked"], true);
        let missing = format!("{path}/aaaaaaaaaaaa");
        let answer = server.ask(&host, Method::DELETE, &missing, "").await;
        assert_eq!(answer.problem(), (404, "stream-not-found".into()));
    }

    #[tokio::test]
    async fn a_meeting_has_a_limited_number_of_good_tokens() {
        let server = Server::new().await;
        let (path, host) = meeting(&server).await;
        let body = r#"{"scope":"play","name":"Screen"}"#;
        let mut last = String::new();
        for _ in 0..super::MAX_TOKENS {
            let made = server.ask(&host, Method::POST, &path, body).await;
            assert_eq!(made.status(), 201, "{}", made.text());
            made.json()["id"].as_str().unwrap().clone_into(&mut last);
        }
        let refused = server.ask(&host, Method::POST, &path, body).await;
        assert_eq!(refused.problem(), (409, "too-many-stream-tokens".into()));
        server.ask(&host, Method::DELETE, &format!("{path}/{last}"), "").await;
        let made = server.ask(&host, Method::POST, &path, body).await;
        assert_eq!(made.status(), 201, "a revoked token makes room");
    }

    #[tokio::test]
    async fn others_are_refused() {
        let server = Server::new().await;
        let (path, host) = meeting(&server).await;
        let (_, foreign) = meeting(&server).await;
        let body = r#"{"scope":"play","name":"Screen"}"#;
        for token in ["", "x", foreign.as_str()] {
            let answer = server.ask(token, Method::POST, &path, body).await;
            assert_eq!(answer.problem(), (401, "host-token-required".into()), "{token}");
        }
        for body in [
            r#"{"scope":"all","name":"x"}"#,
            r#"{"scope":"play"}"#,
            r#"{"scope":"play","name":"x","hours":0}"#,
            r#"{"scope":"play","name":"x","hours":9000}"#,
        ] {
            let answer = server.ask(&host, Method::POST, &path, body).await;
            assert_eq!(answer.problem(), (400, "invalid-body".into()), "{body}");
        }
    }
}
