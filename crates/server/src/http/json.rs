//! Request bodies: JSON, and text to import.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use super::problem::ApiError;

/// Timeout for receiving a body; long enough for a megabyte over most networks.
const PATIENCE: Duration = Duration::from_secs(15);

/// A body parsed from JSON; an empty body gives the default.
pub(super) struct OptionalJson<T>(pub(super) T);

/// A body parsed from JSON.
pub(super) struct RequiredJson<T>(pub(super) T);

/// A body as text, and whether its type is JSON; otherwise it is CSV (RFC 4180).
pub(super) struct JsonOrCsv {
    pub(super) text: String,
    pub(super) json: bool,
}

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequest<S> for OptionalJson<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let json = is(request.headers(), "application/json");
        let body = read(request, state).await?;
        if body.is_empty() { Ok(Self(T::default())) } else { parsed(json, &body).map(Self) }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for RequiredJson<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let json = is(request.headers(), "application/json");
        parsed(json, &read(request, state).await?).map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for JsonOrCsv {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let json = is(request.headers(), "application/json");
        if !json && !is(request.headers(), "text/csv") {
            return Err(ApiError::UnsupportedMediaType);
        }
        let body = read(request, state).await?;
        let text = String::from_utf8(body.into());
        let text = text.map_err(|_| ApiError::InvalidBody("it is not in UTF-8".to_owned()))?;
        Ok(Self { text, json })
    }
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    tokio::time::timeout(PATIENCE, Bytes::from_request(request, state))
        .await
        .map_err(|_| ApiError::BodyTooSlow)?
        .map_err(|rejection| match rejection.status() {
            http::StatusCode::PAYLOAD_TOO_LARGE => ApiError::BodyTooLarge,
            _ => ApiError::InvalidBody("it broke off".to_owned()),
        })
}

fn parsed<T: DeserializeOwned>(json: bool, body: &[u8]) -> Result<T, ApiError> {
    if !json {
        return Err(ApiError::UnsupportedMediaType);
    }
    // serde also accepts an array for a struct, and an empty one for a struct of defaults.
    if body.trim_ascii_start().starts_with(b"[") {
        return Err(ApiError::InvalidBody("it is an array, not an object".to_owned()));
    }
    serde_json::from_slice(body).map_err(|error| ApiError::InvalidBody(error.to_string()))
}

fn is(headers: &HeaderMap, media_type: &str) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(media_type)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use convene_protocol::http::CreateMeeting;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_arrive_is_not_waited_for() {
        let body = Body::from_stream(futures_util::stream::pending::<Result<Bytes, axum::Error>>());
        let request = Request::new(body);
        let parsed = OptionalJson::<CreateMeeting>::from_request(request, &()).await;
        assert_eq!(parsed.err(), Some(ApiError::BodyTooSlow));
    }
}
