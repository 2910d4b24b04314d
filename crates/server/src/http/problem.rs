//! Errors as clients see them: RFC 9457 problem documents. All errors are mapped to them here.
//!
//! Handlers return an [`ApiError`], and its response carries the error as an extension. [`finish`]
//! then writes the document, because only there is the request's id known. It also writes documents
//! for errors that the framework returns, such as a wrong method or an unknown route.

use std::any::Any;
use std::time::Duration;

use axum::Json;
use axum::response::{IntoResponse, Response};
use convene_protocol::http::{LineError, Problem};
use convene_storage::StorageError;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};

use super::RequestId;
use crate::blocking::BlockingError;

/// When a program may try its stream again, in seconds.
const STREAM_RETRY: u64 = 30;

/// Why a request was refused or failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum ApiError {
    #[error("no meeting has this id")]
    MeetingNotFound,
    #[error("a meeting id is ten letters, such as abc-defg-hij")]
    NoMeetingId,
    #[error("no interview has this id, or it was deleted")]
    InterviewNotFound,
    #[error(
        "this takes the token of a link of this interview that has not expired and is not revoked"
    )]
    InvalidLink,
    #[error("the interview has no such link")]
    LinkNotFound,
    #[error("no question bank has this id")]
    BankNotFound,
    #[error("this takes the token of this question bank")]
    InvalidToken,
    #[error("the holder of this token may not do this")]
    NotAllowed,
    #[error("this takes the host token of the meeting")]
    NoHostToken,
    #[error("this takes a stream token of the meeting that has not expired and is not revoked")]
    InvalidStreamToken,
    #[error("a meeting has at most {0} stream tokens that are good: revoke one first")]
    TooManyStreamTokens(u32),
    #[error("no such stream")]
    StreamNotFound,
    #[error("{0}")]
    InvalidOffer(String),
    #[error("{0}")]
    StreamRefused(String),
    #[error("{0}")]
    StreamBusy(String),
    #[error("submit your own scorecard first")]
    ScorecardMissing,
    #[error("nothing was imported: {} of its lines are wrong", .0.len())]
    InvalidImport(Vec<LineError>),
    #[error("it was changed meanwhile: read it again")]
    Changed,
    #[error("the request needs If-Match, with the ETag of what it replaces")]
    NoPrecondition,
    #[error("nothing is here")]
    RouteNotFound,
    #[error("the method is not one of those in the Allow header")]
    MethodNotAllowed,
    #[error("the body is not the JSON this endpoint takes: {0}")]
    InvalidBody(String),
    #[error("the body is larger than this endpoint takes")]
    BodyTooLarge,
    #[error("the body did not arrive in time")]
    BodyTooSlow,
    #[error("the body is not of a type that this endpoint takes")]
    UnsupportedMediaType,
    #[error("too many requests came from this address; try again in {} s", seconds(.0))]
    RateLimited(Duration),
    #[error(
        "pages of {0} may not use this server; its operator can set public-url, allowed-origins or trusted-proxies"
    )]
    OriginRefused(String),
    #[error(
        "this server does not answer to the name {0}; if it is yours, its operator can set --public-url (CONVENE_PUBLIC_URL), or name it in --allowed-origins"
    )]
    HostRefused(String),
    #[error("{0}")]
    NotReady(String),
    #[error("the database does not answer; try again later")]
    StorageUnavailable,
    #[error("the server has no room to store anything")]
    StorageFull,
    #[error("the server failed; its log has the request's id")]
    Internal,
    /// An error response of a library that gives only a status.
    #[error("{}", .0.canonical_reason().unwrap_or("the request failed"))]
    Other(StatusCode),
}

fn seconds(duration: &Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

impl From<BlockingError> for ApiError {
    fn from(error: BlockingError) -> Self {
        match error {
            BlockingError::Overloaded { retry_after } => Self::RateLimited(retry_after),
            BlockingError::Failed => Self::Internal,
        }
    }
}

impl ApiError {
    /// The status, the stable name of the kind, and its title.
    fn kind(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::MeetingNotFound | Self::NoMeetingId => {
                (StatusCode::NOT_FOUND, "meeting-not-found", "Meeting not found")
            }
            Self::InterviewNotFound => {
                (StatusCode::NOT_FOUND, "interview-not-found", "Interview not found")
            }
            Self::InvalidLink => (StatusCode::UNAUTHORIZED, "invalid-link", "Invalid link"),
            Self::LinkNotFound => (StatusCode::NOT_FOUND, "link-not-found", "Link not found"),
            Self::BankNotFound => {
                (StatusCode::NOT_FOUND, "bank-not-found", "Question bank not found")
            }
            Self::InvalidToken => (StatusCode::UNAUTHORIZED, "invalid-token", "Invalid token"),
            Self::NotAllowed => (StatusCode::FORBIDDEN, "not-allowed", "Not allowed"),
            Self::NoHostToken => {
                (StatusCode::UNAUTHORIZED, "host-token-required", "Host token required")
            }
            Self::InvalidStreamToken => {
                (StatusCode::UNAUTHORIZED, "invalid-stream-token", "Invalid stream token")
            }
            Self::TooManyStreamTokens(_) => {
                (StatusCode::CONFLICT, "too-many-stream-tokens", "Too many stream tokens")
            }
            Self::StreamNotFound => (StatusCode::NOT_FOUND, "stream-not-found", "Stream not found"),
            Self::InvalidOffer(_) => (StatusCode::BAD_REQUEST, "invalid-offer", "Invalid offer"),
            Self::StreamRefused(_) => (StatusCode::CONFLICT, "stream-refused", "Stream refused"),
            Self::StreamBusy(_) => {
                (StatusCode::SERVICE_UNAVAILABLE, "stream-busy", "No room for the stream")
            }
            Self::ScorecardMissing => {
                (StatusCode::CONFLICT, "scorecard-missing", "Scorecard missing")
            }
            Self::InvalidImport(_) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "invalid-import", "Nothing was imported")
            }
            Self::Changed => (StatusCode::PRECONDITION_FAILED, "changed", "Changed meanwhile"),
            Self::NoPrecondition => {
                (StatusCode::PRECONDITION_REQUIRED, "no-precondition", "Precondition required")
            }
            Self::RouteNotFound => (StatusCode::NOT_FOUND, "not-found", "Not found"),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "Method not allowed")
            }
            Self::InvalidBody(_) => (StatusCode::BAD_REQUEST, "invalid-body", "Invalid body"),
            Self::BodyTooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", "Body too large")
            }
            Self::BodyTooSlow => (StatusCode::REQUEST_TIMEOUT, "body-too-slow", "Body too slow"),
            Self::UnsupportedMediaType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "Unsupported media type",
            ),
            Self::RateLimited(_) => {
                (StatusCode::TOO_MANY_REQUESTS, "rate-limited", "Too many requests")
            }
            Self::OriginRefused(_) => (StatusCode::FORBIDDEN, "origin-refused", "Origin refused"),
            Self::HostRefused(_) => {
                (StatusCode::MISDIRECTED_REQUEST, "host-refused", "Host refused")
            }
            Self::NotReady(_) => (StatusCode::SERVICE_UNAVAILABLE, "not-ready", "Not ready"),
            Self::StorageUnavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "storage-unavailable", "Storage unavailable")
            }
            Self::StorageFull => (StatusCode::INSUFFICIENT_STORAGE, "storage-full", "Storage full"),
            Self::Internal => {
                (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal server error")
            }
            Self::Other(status) => (*status, "http", "The request failed"),
        }
    }

    fn document(&self, request_id: Option<String>) -> Problem {
        let (status, name, title) = self.kind();
        Problem {
            // A relative URL, so it leads to this server's own page that explains the kinds.
            kind: format!("/api/docs#{name}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: Some(self.to_string()),
            request_id,
            errors: match self {
                Self::InvalidImport(errors) => errors.clone(),
                _ => Vec::new(),
            },
        }
    }

    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::RouteNotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::BodyTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            StatusCode::INTERNAL_SERVER_ERROR => Self::Internal,
            other => Self::Other(other),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.kind().0.into_response();
        let wait = match &self {
            Self::RateLimited(wait) => Some(seconds(wait).max(1)),
            Self::StreamBusy(_) => Some(STREAM_RETRY),
            _ => None,
        };
        if let Some(wait) = wait {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait));
        }
        if response.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StorageError> for ApiError {
    fn from(error: StorageError) -> Self {
        let known = match &error {
            StorageError::NotFound => return Self::MeetingNotFound,
            StorageError::Unavailable(_) => Self::StorageUnavailable,
            StorageError::DiskFull(_) => Self::StorageFull,
            StorageError::Conflict | StorageError::Failed(_) => Self::Internal,
        };
        tracing::error!(error = &error as &dyn std::error::Error, "storage failed");
        known
    }
}

/// The response of a handler that panicked; the panic hook has already logged the reason.
pub(super) fn of_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    ApiError::Internal.into_response()
}

/// Writes the problem document of a refused request.
pub(super) fn finish(mut response: Response, id: &RequestId, signaling: bool) -> Response {
    let error = match response.extensions_mut().remove::<ApiError>() {
        Some(error) => error,
        None if signaling || has_a_body_of_its_own(&response) => return response,
        None => ApiError::of_status(response.status()),
    };
    let mut document = Json(error.document(Some(id.to_string()))).into_response();
    *document.status_mut() = response.status();
    // Keeps the error's headers (Allow, Retry-After, CORS), except those that describe its body.
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    *document.headers_mut() = std::mem::take(headers);
    document
}

fn has_a_body_of_its_own(response: &Response) -> bool {
    let error = response.status().is_client_error() || response.status().is_server_error();
    let plain = response
        .headers()
        .get(CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    !(error && plain)
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;
    use http::Method;

    use crate::http::testing::{self, Server};

    #[tokio::test]
    async fn unknown_routes_of_the_api_are_problems() {
        let server = Server::new().await;
        for path in ["/api", "/api/v1/nothing", "/api/v2/meetings", "/api/v1/meetings/a/b"] {
            let answer = server.get(path).await;
            assert_eq!(answer.problem(), (404, "not-found".into()), "{path}");
        }
    }

    #[tokio::test]
    async fn a_wrong_method_is_a_problem_that_names_the_right_ones() {
        let answer = Server::new().await.request(Method::DELETE, "/api/v1/meetings").await;
        assert_eq!(answer.problem(), (405, "method-not-allowed".into()));
        assert_eq!(answer.header("allow"), "POST");
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_with_the_requests_id() {
        let server =
            Server::with_routes(|routes| routes.merge(Router::new().route("/api/boom", get(boom))))
                .await;
        let answer = server.get("/api/boom").await;
        assert_eq!(answer.problem(), (500, "internal".into()));
        assert_eq!(answer.json()["request_id"], answer.header("x-request-id"));
        assert!(!answer.text().contains("secret"), "{}", answer.text());
    }

    async fn boom() -> &'static str {
        panic!("a secret")
    }

    #[tokio::test]
    async fn a_request_id_from_outside_is_not_taken() {
        let server = Server::new().await;
        let request = testing::request(Method::GET, "/health").header("x-request-id", "forged");
        let answer = server.send(request.body(String::new()).unwrap()).await;
        assert_ne!(answer.header("x-request-id"), "forged");
        assert_eq!(answer.header("x-request-id").len(), 16);
    }
}
