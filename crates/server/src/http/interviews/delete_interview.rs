//! `DELETE /api/v1/interviews/{id}`.

use axum::extract::State;
use convene_protocol::http::Problem;
use convene_storage::InterviewRepository as _;
use http::StatusCode;

use super::super::AppState;
use super::super::problem::ApiError;
use super::{Holder, Interviewer, of_interview};
use crate::rooms::RoomInput;

/// Deletes an interview and all that belongs to it: plan, questions, answers, notes, scores, chat and links.
/// Whoever is in its room is dismissed.
#[utoipa::path(
    delete,
    path = "/api/v1/interviews/{id}",
    tag = "interviews",
    params(("id" = String, Path, description = "Its id", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 204, description = "Deleted"),
        (status = 401, description = "Not a good link", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not an interviewer's link", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Deleted before", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Storage unavailable", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in super::super) async fn delete_interview(
    State(state): State<AppState>,
    Interviewer(Holder { id, .. }): Interviewer,
) -> Result<StatusCode, ApiError> {
    state.storage.delete_meeting(&id).await.map_err(of_interview)?;
    if let Some(room) = state.live.room(&id) {
        // It may be closing just now, and then there is nobody to tell.
        let _ = room.send(RoomInput::Deleted).await;
    }
    tracing::info!(meeting = %id, "interview deleted");
    Ok(StatusCode::NO_CONTENT)
}
