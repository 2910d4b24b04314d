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

/// Returns the interview that a link leads to.
#[utoipa::path(
    get,
    path = "/api/v1/interviews/{id}",
    tag = "interviews",
    params(("id" = String, Path, description = "ID of the interview", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 200, description = "Found", body = InterviewSummary),
        (status = 401, description = "The link is invalid, expired or revoked", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Deleted", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Storage is unavailable", body = Problem, content_type = "application/problem+json"),
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

/// The summary of an interview for the holder of a link.
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

#[cfg(test)]
mod tests {
    use http::Method;
    use serde_json::json;

    use crate::http::testing::Server;

    #[tokio::test]
    async fn each_holder_is_told_what_the_link_leads_to_and_no_more() {
        let server = Server::new().await;
        let plan = json!({
            "title": "Backend", "questions": [{ "text": "Why?", "points": ["zeta"], "notes": "eta" }],
            "criteria": [{ "id": 1, "title": "theta" }],
        });
        let made = server.interview(Some(plan)).await;
        for (token, role) in [
            (&made.interviewer, "interviewer"),
            (&made.candidate, "candidate"),
            (&made.observer, "observer"),
        ] {
            for spelling in [made.id.to_string(), made.id.as_str().to_uppercase()] {
                let path = format!("/api/v1/interviews/{spelling}");
                let answer = server.ask(token, Method::GET, &path, "").await;
                let expected = json!({
                    "id": made.id, "title": "Backend", "role": role, "state": "waiting",
                    "participant_count": 0,
                });
                assert_eq!(answer.json(), expected);
                assert_eq!(answer.header("cache-control"), "no-store");
            }
        }
    }
}
