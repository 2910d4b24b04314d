//! `/whip/{meeting}` (RFC 9725) and `/whep/{meeting}` (draft-ietf-wish-whep): a program sends one stream into a
//! meeting, or plays it. Both take the bearer token that a host made.
//!
//! The server is ICE-lite and has all its candidates in the answer, so trickle ICE has no use: `PATCH` is
//! answered 405, as the RFC allows. Any page may use these endpoints, because only the token counts.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Extension, Path, Request, State};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{options, post};
use convene_model::{MeetingId, StreamScope};
use convene_room::RoomError;
use convene_storage::{
    MeetingRepository as _, StorageError, StreamToken, StreamTokenRepository as _,
};
use http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    CONTENT_TYPE, ETAG, LOCATION,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::AppState;
use super::bearer::Bearer;
use super::problem::ApiError;
use super::stream_tokens::hash;
use crate::request_origin::ClientAddr;
use crate::signaling::{Answer, StreamError, StreamOffer, Streams};

const SDP: &str = "application/sdp";
/// Longest offer in bytes.
const MAX_OFFER: usize = 64 * 1024;

/// The routes of both endpoints.
pub(super) fn routes() -> Router<AppState> {
    let publish = |state, client, meeting, bearer, headers, sdp| {
        begin(StreamScope::Publish, state, client, meeting, bearer, headers, sdp)
    };
    let play = |state, client, meeting, bearer, headers, sdp| {
        begin(StreamScope::Play, state, client, meeting, bearer, headers, sdp)
    };
    Router::new()
        .route("/whip/{meeting}", post(publish).options(preflight))
        .route("/whip/{meeting}/{session}", options(preflight).delete(end))
        .route("/whep/{meeting}", post(play).options(preflight))
        .route("/whep/{meeting}/{session}", options(preflight).delete(end))
        .layer(DefaultBodyLimit::max(MAX_OFFER))
        .layer(from_fn(open_to_pages))
}

async fn preflight() -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, "POST, DELETE, OPTIONS"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, if-match"),
        (ACCESS_CONTROL_MAX_AGE, "600"),
        (HeaderName::from_static("accept-post"), SDP),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

async fn open_to_pages(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let exposed = HeaderValue::from_static("location, etag, accept-post, retry-after");
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    response
}

async fn begin(
    scope: StreamScope,
    State(state): State<AppState>,
    Extension(ClientAddr(address)): Extension<ClientAddr>,
    Path(meeting): Path<String>,
    Bearer(token): Bearer,
    headers: HeaderMap,
    sdp: Bytes,
) -> Result<Response, ApiError> {
    state.lookups_by_address.check(address).map_err(ApiError::RateLimited)?;
    let (meeting, streams, token) = authorized(&state, &meeting, token).await?;
    if token.scope != scope {
        return Err(ApiError::NotAllowed);
    }
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case(SDP) {
        return Err(ApiError::UnsupportedMediaType);
    }
    let sdp = String::from_utf8(sdp.into());
    let sdp = sdp.map_err(|_| ApiError::InvalidBody("it is not in UTF-8".to_owned()))?;
    let location = match scope {
        StreamScope::Publish => format!("/whip/{meeting}"),
        StreamScope::Play => format!("/whep/{meeting}"),
    };
    let StreamToken { id: token, name, expires_at, .. } = token;
    let offer = StreamOffer { meeting, token, scope, name, expires_at, address, sdp };
    let Answer { session, sdp } = streams.start(offer).await.map_err(|error| refusal(&error))?;
    let headers = [
        (CONTENT_TYPE, SDP.to_owned()),
        (LOCATION, format!("{location}/{session}")),
        (ETAG, format!("\"{session}\"")),
        (ACCEPT, SDP.to_owned()),
    ];
    Ok((StatusCode::CREATED, headers, sdp).into_response())
}

async fn end(
    State(state): State<AppState>,
    Extension(ClientAddr(address)): Extension<ClientAddr>,
    Path((meeting, session)): Path<(String, String)>,
    Bearer(token): Bearer,
) -> Result<StatusCode, ApiError> {
    state.lookups_by_address.check(address).map_err(ApiError::RateLimited)?;
    let (meeting, streams, token) = authorized(&state, &meeting, token).await?;
    if streams.end(&meeting, &token.id, &session) {
        Ok(StatusCode::OK)
    } else {
        Err(ApiError::StreamNotFound)
    }
}

/// The meeting and the token of a request, if the token is good.
async fn authorized(
    state: &AppState,
    meeting: &str,
    token: Option<String>,
) -> Result<(MeetingId, Streams, StreamToken), ApiError> {
    let meeting: MeetingId = meeting.parse().map_err(|_| ApiError::NoMeetingId)?;
    let token = token.ok_or(ApiError::InvalidStreamToken)?;
    state.storage.meeting(&meeting).await?;
    let stored = state.storage.stream_token_of(&meeting, hash(&token)).await;
    let stored = stored.map_err(|error| match error {
        StorageError::NotFound => ApiError::InvalidStreamToken,
        error => error.into(),
    })?;
    if !stored.is_good(state.clock.now()) {
        return Err(ApiError::InvalidStreamToken);
    }
    let streams = state.live.streams();
    let none = || ApiError::StreamRefused(RoomError::NoMediaServer.to_string());
    Ok((meeting, streams.ok_or_else(none)?, stored))
}

fn refusal(error: &StreamError) -> ApiError {
    match error {
        StreamError::Offer(_) | StreamError::Room(RoomError::OfferRefused(_)) => {
            ApiError::InvalidOffer(error.to_string())
        }
        StreamError::NoMeeting | StreamError::Room(RoomError::Ended) => ApiError::MeetingNotFound,
        StreamError::Room(RoomError::Full { .. } | RoomError::MeshFull { .. })
        | StreamError::TooMany
        | StreamError::Unavailable(_) => ApiError::StreamBusy(error.to_string()),
        StreamError::Room(_) => ApiError::StreamRefused(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use crate::http::testing::{self, Answer, LOOKUPS_PER_MINUTE, Server};

    struct Meeting {
        server: Server,
        id: String,
        host: String,
    }

    impl Meeting {
        async fn new() -> Self {
            let server = Server::new().await;
            let made = server.post_json("/api/v1/meetings", "").await.json();
            let text = |key: &str| made[key].as_str().unwrap().to_owned();
            Self { id: text("id"), host: text("host_token"), server }
        }

        async fn token(&self, scope: &str) -> (String, String) {
            let path = format!("/api/v1/meetings/{}/streams", self.id);
            let body = format!(r#"{{"scope":"{scope}","name":"OBS"}}"#);
            let made = self.server.ask(&self.host, Method::POST, &path, &body).await.json();
            let text = |key: &str| made[key].as_str().unwrap().to_owned();
            (text("token"), format!("{path}/{}", text("id")))
        }

        async fn offer(&self, path: &str, token: &str, kind: &str) -> Answer {
            let request = testing::request(Method::POST, path)
                .header("content-type", kind)
                .header("authorization", format!("Bearer {token}"));
            self.server.send(request.body("v=0".to_owned()).unwrap()).await
        }
    }

    #[tokio::test]
    async fn only_a_good_token_of_the_right_scope_gets_on() {
        let meeting = Meeting::new().await;
        let path = format!("/whip/{}", meeting.id);
        let (publish, at) = meeting.token("publish").await;
        let (play, _) = meeting.token("play").await;
        let sdp = "application/sdp";
        assert_eq!(meeting.server.request(Method::POST, &path).await.status(), 401);
        let wrong = meeting.offer(&path, "x", sdp).await;
        assert_eq!(wrong.problem(), (401, "invalid-stream-token".into()));
        assert_eq!(wrong.header("access-control-allow-origin"), "*");
        // This server has no forwarding: what is let in meets that next.
        let refused = (409, "stream-refused".to_owned());
        assert_eq!(meeting.offer(&path, &publish, sdp).await.problem(), refused);
        assert_eq!(meeting.offer(&path, &play, sdp).await.problem(), refused);
        let gone = meeting.offer("/whip/abc-defg-hij", &publish, sdp).await;
        assert_eq!(gone.problem(), (404, "meeting-not-found".into()));
        meeting.server.ask(&meeting.host, Method::DELETE, &at, "").await;
        let revoked = meeting.offer(&path, &publish, sdp).await;
        assert_eq!(revoked.problem(), (401, "invalid-stream-token".into()));
    }

    #[tokio::test]
    async fn an_address_that_offers_too_much_is_told_when_to_come_back() {
        let meeting = Meeting::new().await;
        let path = format!("/whip/{}", meeting.id);
        let mut last = meeting.offer(&path, "x", "application/sdp").await;
        // On a slow machine the limit recovers during the loop.
        for _ in 0..2 * LOOKUPS_PER_MINUTE {
            if last.status() == 429 {
                break;
            }
            last = meeting.offer(&path, "x", "application/sdp").await;
        }
        assert_eq!(last.problem(), (429, "rate-limited".into()));
        assert!(last.header("retry-after").parse::<u64>().unwrap() > 0);
        assert!(last.header("access-control-expose-headers").contains("retry-after"));
    }

    #[tokio::test]
    async fn trickle_has_no_use_and_pages_may_ask_beforehand() {
        let server = Server::new().await;
        let session = "/whip/abc-defg-hij/x";
        let patch = server.request(Method::PATCH, session).await;
        assert_eq!(patch.problem(), (405, "method-not-allowed".into()));
        let asked = server.request(Method::OPTIONS, "/whip/abc-defg-hij").await;
        assert_eq!((asked.status(), asked.header("accept-post")), (204, "application/sdp"));
        assert!(asked.header("access-control-allow-headers").contains("authorization"));
    }
}
