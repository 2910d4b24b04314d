//! `GET /api/create-meeting`: a random name of an unused room, for clients of the dialect
//! `videomeet`.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use convene_dialects::Dialect;
use http::header::CACHE_CONTROL;
use rand::RngExt as _;
use serde::Serialize;

use super::AppState;
use super::problem::ApiError;

/// Letters and digits that look different in every typeface.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Length of a name, the same as in the original.
const LENGTH: usize = 8;

/// The name of a room.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreatedMeeting {
    meeting_id: String,
}

pub(super) async fn create_meeting(State(state): State<AppState>) -> Result<Response, ApiError> {
    if !state.config.dialects.contains(&Dialect::Videomeet) {
        return Err(ApiError::RouteNotFound);
    }
    let mut rng = rand::rng();
    // 40 random bits. Nothing is stored until a participant joins.
    let letters = (0..LENGTH).map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())]));
    let meeting_id = letters.collect();
    Ok(([(CACHE_CONTROL, "no-store")], Json(CreatedMeeting { meeting_id })).into_response())
}

#[cfg(test)]
mod tests {
    use crate::http::testing::Server;

    #[tokio::test]
    async fn a_meeting_gets_a_name_of_8_characters() {
        let server = Server::new().await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            let answer = server.get("/api/create-meeting").await;
            assert_eq!(answer.status(), 200);
            let id = answer.json()["meetingId"].as_str().unwrap().to_owned();
            assert_eq!(id.len(), 8, "{id}");
            ids.push(id);
        }
        ids.dedup();
        assert_eq!(ids.len(), 3);
    }

    #[tokio::test]
    async fn without_the_dialect_there_is_no_such_route() {
        let server = Server::configured(&["--dialects", "rooms"]).await;
        assert_eq!(server.get("/api/create-meeting").await.status(), 404);
    }
}
