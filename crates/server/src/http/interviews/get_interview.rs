//! `GET /api/v1/interviews/{id}`.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use convene_model::{InterviewDetails, InterviewRole, MeetingId};
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
    let InterviewDetails { candidate, scheduled_at, minutes } = interview.details().clone();
    InterviewSummary {
        candidate: candidate.filter(|_| link.role == InterviewRole::Interviewer),
        scheduled_at,
        minutes,
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

    #[tokio::test]
    async fn only_interviewers_learn_who_is_interviewed_and_everybody_when() {
        let server = Server::new().await;
        let details =
            json!({ "candidate": "Cleo", "scheduled_at": 1_800_000_000_000_u64, "minutes": 45 });
        let body = json!({ "plan": { "title": "Backend" }, "details": details }).to_string();
        let made = server.post_json("/api/v1/interviews", &body).await.json();
        assert_eq!(made["interview"]["candidate"], "Cleo");
        let path = format!("/api/v1/interviews/{}", made["interview"]["id"].as_str().unwrap());
        for link in made["links"].as_array().unwrap() {
            let told =
                server.ask(link["token"].as_str().unwrap(), Method::GET, &path, "").await.json();
            assert_eq!(told["scheduled_at"], 1_800_000_000_000_u64);
            assert_eq!(told["minutes"], 45);
            let is_interviewer = link["role"] == "interviewer";
            assert_eq!(told.get("candidate").is_some(), is_interviewer, "{told}");
        }
        let token = made["links"][0]["token"].as_str().unwrap();
        let report = server.ask(token, Method::GET, &format!("{path}/report"), "").await.json();
        assert_eq!(report["details"], details);
        let markdown = server.ask(token, Method::GET, &format!("{path}/report.md"), "").await;
        assert!(markdown.text().contains("- Interviewed: Cleo\n"), "{}", markdown.text());
        assert!(markdown.text().contains("- Planned for: 2027-01-15 08:00:00 UTC\n"));
    }
}
