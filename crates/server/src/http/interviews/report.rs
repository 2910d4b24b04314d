//! `GET /api/v1/interviews/{id}/report` and `report.md`.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use convene_model::InterviewReport;
use convene_protocol::http::Problem;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

use super::super::AppState;
use super::super::problem::ApiError;
use super::{Holder, Interviewer, kept, markdown};

/// The report, as the holder of an interviewer's link may see it.
#[utoipa::path(
    get,
    path = "/api/v1/interviews/{id}/report",
    tag = "interviews",
    params(("id" = String, Path, description = "The interview's id", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 200, description = "The report; also of an interview that still runs", body = InterviewReport),
        (status = 401, description = "Not a good link", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not an interviewer's link", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Deleted", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in super::super) async fn report(
    State(state): State<AppState>,
    Interviewer(holder): Interviewer,
) -> Result<Response, ApiError> {
    let report = of_holder(&state, holder).await?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(report)).into_response())
}

/// The same as Markdown (CommonMark).
#[utoipa::path(
    get,
    path = "/api/v1/interviews/{id}/report.md",
    tag = "interviews",
    params(("id" = String, Path, description = "The interview's id", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 200, description = "The report", body = String, content_type = "text/markdown"),
        (status = 401, description = "Not a good link", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not an interviewer's link", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Deleted", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in super::super) async fn report_markdown(
    State(state): State<AppState>,
    Interviewer(holder): Interviewer,
) -> Result<Response, ApiError> {
    let name = format!("attachment; filename=\"interview-{}.md\"", holder.id);
    let report = of_holder(&state, holder).await?;
    let headers = [
        (CONTENT_TYPE, "text/markdown; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, name),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, markdown::write(&report)).into_response())
}

async fn of_holder(
    state: &AppState,
    Holder { id, link }: Holder,
) -> Result<InterviewReport, ApiError> {
    let interview = kept(state, &id).await?;
    Ok(interview.report(id, &link.id, state.clock.now()))
}
