//! `PUT /api/v1/interviews/{id}/details`.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use convene_model::{DetailsError, InterviewItem};
use convene_protocol::http::{ChangeDetails, InterviewSummary, Problem};
use convene_storage::InterviewRepository as _;
use http::header::CACHE_CONTROL;

use super::super::AppState;
use super::super::json::RequiredJson;
use super::super::problem::ApiError;
use super::{Holder, Interviewer, get_interview, kept, of_interview};

/// Replaces the candidate and the date of an interview, and its title if one is given.
#[utoipa::path(
    put,
    path = "/api/v1/interviews/{id}/details",
    tag = "interviews",
    params(("id" = String, Path, description = "ID of the interview", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 200, description = "Changed", body = InterviewSummary),
        (status = 400, description = "The body is invalid", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The link is invalid, expired or revoked", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Only interviewers may do this", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Deleted", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Storage is unavailable", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in super::super) async fn change_details(
    State(state): State<AppState>,
    Interviewer(Holder { id, link }): Interviewer,
    RequiredJson(ChangeDetails { title, details }): RequiredJson<ChangeDetails>,
) -> Result<Response, ApiError> {
    details.check().map_err(|error: DetailsError| ApiError::InvalidBody(error.to_string()))?;
    let interview = kept(&state, &id).await?;
    let title = title.filter(|title| title != interview.title());
    let mut items = vec![InterviewItem::Details(details)];
    items.extend(title.clone().map(|title| interview.retitled(title)));
    state.storage.keep_interview_items(&id, &items).await.map_err(of_interview)?;
    // A live room has the plan, and may be about to write it: it takes the title and writes again.
    if let (Some(title), Some(room)) = (title, state.live.room(&id)) {
        room.retitled(title);
    }
    let interview = kept(&state, &id).await?;
    let summary: InterviewSummary = get_interview::summary(&state, id, &interview, &link);
    Ok(([(CACHE_CONTROL, "no-store")], Json(summary)).into_response())
}

#[cfg(test)]
mod tests {
    use http::Method;
    use serde_json::json;

    use crate::http::testing::Server;

    #[tokio::test]
    async fn interviewers_change_the_details_and_the_title_and_keep_the_rest() {
        let server = Server::new().await;
        let plan = json!({ "title": "Backend", "questions": [{ "text": "Why?" }] });
        let made = server.interview(Some(plan)).await;
        let path = format!("{}/details", made.path);
        let details = json!({ "candidate": "Cora", "scheduled_at": 1_800_000_000_000_u64 });
        let body = json!({ "title": "Platform", "details": details }).to_string();
        let changed = server.ask(&made.interviewer, Method::PUT, &path, &body).await;
        assert_eq!(changed.status(), 200, "{}", changed.text());
        assert_eq!(changed.header("cache-control"), "no-store");
        let summary = server.ask(&made.interviewer, Method::GET, &made.path, "").await.json();
        assert_eq!(changed.json(), summary);
        assert_eq!(
            (&summary["title"], &summary["candidate"]),
            (&"Platform".into(), &"Cora".into())
        );
        let report = format!("{}/report", made.path);
        let report = server.ask(&made.interviewer, Method::GET, &report, "").await.json();
        assert_eq!(report["details"], details);
        assert_eq!(report["title"], "Platform");

        // Details that are not named are gone, and without a title the title stays.
        let changed = server.ask(&made.interviewer, Method::PUT, &path, r#"{"details":{}}"#).await;
        assert_eq!(changed.json()["title"], "Platform");
        assert_eq!(changed.json().get("candidate"), None);
        assert_eq!(changed.json().get("scheduled_at"), None);
    }

    #[tokio::test]
    async fn details_out_of_bounds_change_nothing() {
        let server = Server::new().await;
        let made = server.interview(None).await;
        let path = format!("{}/details", made.path);
        let before = server.ask(&made.interviewer, Method::GET, &made.path, "").await.json();
        let long = json!({ "title": "x".repeat(121), "details": {} }).to_string();
        for body in [
            "{}",
            "null",
            r#"{"details":null}"#,
            r#"{"title":"T"}"#,
            r#"{"title":"","details":{}}"#,
            r#"{"details":{"minutes":0}}"#,
            r#"{"details":{"scheduled_at":253402300800000}}"#,
            r#"{"details":{"candidate":" "}}"#,
            r#"{"details":{},"x":1}"#,
            &long,
        ] {
            let answer = server.ask(&made.interviewer, Method::PUT, &path, body).await;
            assert_eq!(answer.problem(), (400, "invalid-body".into()), "{body}");
        }
        let after = server.ask(&made.interviewer, Method::GET, &made.path, "").await.json();
        assert_eq!(after, before);
    }
}
