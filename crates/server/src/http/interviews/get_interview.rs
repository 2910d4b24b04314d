//! `GET /api/v1/interviews/{id}`.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use convene_model::MeetingId;
use convene_protocol::http::{InterviewSummary, Problem};
use convene_room::Interview;
use convene_storage::InterviewLink;
use http::header::CACHE_CONTROL;

use super::super::AppState;
use super::super::problem::ApiError;
use super::{Holder, kept};

/// Tells the holder of a link what it leads to.
#[utoipa::path(
    get,
    path = "/api/v1/interviews/{id}",
    tag = "interviews",
    params(("id" = String, Path, description = "Its id", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 200, description = "Found", body = InterviewSummary),
        (status = 401, description = "Not a good link", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Deleted", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Storage unavailable", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in super::super) async fn get_interview(
    State(state): State<AppState>,
    Holder { id, link }: Holder,
) -> Result<Response, ApiError> {
    let interview = kept(&state, &id).await?;
    let summary = summary(&state, id, &interview, &link);
    Ok(([(CACHE_CONTROL, "no-store")], Json(summary)).into_response())
}

/// The interview as the holder of a link may know it.
pub(super) fn summary(
    state: &AppState,
    id: MeetingId,
    interview: &Interview,
    link: &InterviewLink,
) -> InterviewSummary {
    InterviewSummary {
        title: interview.title().clone(),
        role: link.role,
        state: interview.clock().state,
        participant_count: state.live.participants_in(&id),
        id,
    }
}
