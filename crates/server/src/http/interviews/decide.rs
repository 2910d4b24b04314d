//! `PUT /api/v1/interviews/{id}/decision`.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use convene_model::{Decision, InterviewItem};
use convene_protocol::http::{Problem, RecordDecision};
use convene_room::InterviewError;
use convene_storage::InterviewRepository as _;
use http::header::CACHE_CONTROL;

use super::super::AppState;
use super::super::json::RequiredJson;
use super::super::problem::ApiError;
use super::{Holder, Interviewer, kept, of_interview};

/// Records the decision of the interviewers, in place of an earlier one.
#[utoipa::path(
    put,
    path = "/api/v1/interviews/{id}/decision",
    tag = "interviews",
    params(("id" = String, Path, description = "ID of the interview", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 200, description = "Recorded", body = Decision),
        (status = 400, description = "The body is invalid", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The link is invalid, expired or revoked", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Only interviewers may do this", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Deleted", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The interviewer has not submitted their own scorecard", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Storage is unavailable", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in super::super) async fn decide(
    State(state): State<AppState>,
    Interviewer(Holder { id, link }): Interviewer,
    RequiredJson(RecordDecision { outcome, reason }): RequiredJson<RecordDecision>,
) -> Result<Response, ApiError> {
    let interview = kept(&state, &id).await?;
    let decided = interview.decide(&link.id, outcome, reason, state.clock.now());
    let decision = decided.map_err(|error| match error {
        InterviewError::NotSubmitted => ApiError::ScorecardMissing,
        error => ApiError::InvalidBody(error.to_string()),
    })?;
    // Only this endpoint reads and writes the decision, so a room that is open need not know of it.
    let items = [InterviewItem::Decision(Box::new(decision.clone()))];
    state.storage.keep_interview_items(&id, &items).await.map_err(of_interview)?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(decision)).into_response())
}

#[cfg(test)]
mod tests {
    use convene_model::InterviewItem;
    use convene_storage::InterviewRepository as _;
    use http::Method;
    use serde_json::{Value, json};

    use crate::http::testing::{MadeInterview, Server};

    async fn submit(server: &Server, made: &MadeInterview, by: &str, name: &str) {
        let items = json!([{ "kind": "scorecard", "value": {
            "by": by, "by_name": name, "ratings": [], "private_notes": "", "saved_at": 3,
            "submitted_at": 4,
        } }]);
        let items: Vec<InterviewItem> = serde_json::from_value(items).unwrap();
        server.state.storage.keep_interview_items(&made.id, &items).await.unwrap();
    }

    async fn report(server: &Server, made: &MadeInterview, token: &str) -> Value {
        server.ask(token, Method::GET, &format!("{}/report", made.path), "").await.json()
    }

    const YES: &str = r#"{"outcome":"yes","reason":"Strong *throughout*."}"#;

    #[tokio::test]
    async fn who_has_submitted_decides_and_who_has_not_sees_nothing_of_it() {
        let server = Server::new().await;
        let made = server.interview(None).await;
        let links = format!("{}/links", made.path);
        let role = r#"{"role":"interviewer"}"#;
        let second = server.ask(&made.interviewer, Method::POST, &links, role).await.json();
        let (id, token) = (second["id"].as_str().unwrap(), second["token"].as_str().unwrap());
        let path = format!("{}/decision", made.path);

        let early = server.ask(&made.interviewer, Method::PUT, &path, YES).await;
        assert_eq!(early.problem(), (409, "scorecard-missing".into()));
        // A link that was made with another does not get ahead of it.
        submit(&server, &made, id, "Ben").await;
        let early = server.ask(token, Method::PUT, &path, YES).await;
        assert_eq!(early.problem(), (409, "scorecard-missing".into()));
        assert_eq!(report(&server, &made, token).await.get("decision"), None);

        submit(&server, &made, made.links[0].as_str(), "Ana").await;
        let decided = server.ask(&made.interviewer, Method::PUT, &path, YES).await;
        assert_eq!(decided.status(), 200, "{}", decided.text());
        assert_eq!(decided.header("cache-control"), "no-store");
        assert_eq!(decided.json()["by_name"], "Ana");
        let seen = report(&server, &made, token).await;
        assert_eq!(seen["decision"], decided.json());
        assert_eq!(seen["awaited"], json!([]));

        // A third interviewer has not submitted, and must judge without knowing it.
        let third = server.ask(&made.interviewer, Method::POST, &links, role).await.json();
        let third = third["token"].as_str().unwrap();
        assert_eq!(report(&server, &made, third).await.get("decision"), None);

        let changed = r#"{"outcome":"hold","reason":"Another talk first."}"#;
        assert_eq!(server.ask(token, Method::PUT, &path, changed).await.status(), 200);
        let markdown = server
            .ask(&made.interviewer, Method::GET, &format!("{}/report.md", made.path), "")
            .await;
        let markdown = markdown.text();
        assert!(markdown.contains("## Decision: on hold\n"), "{markdown}");
        assert!(markdown.contains("> Another talk first."), "{markdown}");
        assert!(markdown.contains("Recorded by Ben, "), "{markdown}");
    }

    #[tokio::test]
    async fn a_decision_has_an_outcome_and_a_reason_within_bounds() {
        let server = Server::new().await;
        let made = server.interview(None).await;
        submit(&server, &made, made.links[0].as_str(), "Ana").await;
        let path = format!("{}/decision", made.path);
        let long = json!({ "outcome": "no", "reason": "x".repeat(4_001) }).to_string();
        for body in [
            "{}",
            "null",
            r#"{"outcome":"yes"}"#,
            r#"{"outcome":"yes","reason":""}"#,
            r#"{"outcome":"yes","reason":" \u200b "}"#,
            r#"{"outcome":"maybe","reason":"x"}"#,
            r#"{"outcome":"yes","reason":"x","by":"y"}"#,
            &long,
        ] {
            let answer = server.ask(&made.interviewer, Method::PUT, &path, body).await;
            assert_eq!(answer.problem(), (400, "invalid-body".into()), "{body}");
        }
        let whole = json!({ "outcome": "no", "reason": "ä".repeat(4_000) }).to_string();
        assert_eq!(server.ask(&made.interviewer, Method::PUT, &path, &whole).await.status(), 200);
    }
}
