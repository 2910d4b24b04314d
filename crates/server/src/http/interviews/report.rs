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

/// Returns the report, as the holder of an interviewer's link may see it.
#[utoipa::path(
    get,
    path = "/api/v1/interviews/{id}/report",
    tag = "interviews",
    params(("id" = String, Path, description = "ID of the interview", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 200, description = "The report, also while the interview is running", body = InterviewReport),
        (status = 401, description = "The link is invalid, expired or revoked", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Only interviewers may do this", body = Problem, content_type = "application/problem+json"),
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

/// Returns the report as Markdown (CommonMark).
#[utoipa::path(
    get,
    path = "/api/v1/interviews/{id}/report.md",
    tag = "interviews",
    params(("id" = String, Path, description = "ID of the interview", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 200, description = "The report", body = String, content_type = "text/markdown"),
        (status = 401, description = "The link is invalid, expired or revoked", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Only interviewers may do this", body = Problem, content_type = "application/problem+json"),
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

#[cfg(test)]
mod tests {
    use convene_model::InterviewItem;
    use convene_storage::InterviewRepository as _;
    use http::Method;
    use serde_json::{Value, json};

    use crate::http::testing::{MadeInterview, Server};

    /// Stores items of an interview, as its room would.
    async fn keep(server: &Server, made: &MadeInterview, items: Value) {
        let items: Vec<InterviewItem> = serde_json::from_value(items).unwrap();
        server.state.storage.keep_interview_items(&made.id, &items).await.unwrap();
    }

    fn card(by: &str, notes: &str, submitted: bool) -> Value {
        let mut card = json!({
            "by": by, "by_name": "Somebody", "ratings": [], "private_notes": notes, "saved_at": 3,
        });
        if submitted {
            card["submitted_at"] = json!(4);
        }
        json!({ "kind": "scorecard", "value": card })
    }

    fn score(by: &str, points: u8) -> Value {
        let value = json!({ "question": 1, "by": by, "by_name": "Somebody", "points": points });
        json!({ "kind": "score", "value": value })
    }

    /// The reports of two interviewers, as JSON and as Markdown.
    async fn reports(server: &Server, made: &MadeInterview, second: &str) -> [(Value, String); 2] {
        let mut reports = Vec::new();
        for token in [made.interviewer.as_str(), second] {
            let report = server.ask(token, Method::GET, &format!("{}/report", made.path), "").await;
            assert_eq!(report.header("cache-control"), "no-store");
            let path = format!("{}/report.md", made.path);
            let markdown = server.ask(token, Method::GET, &path, "").await;
            assert_eq!(markdown.header("content-type"), "text/markdown; charset=utf-8");
            assert_eq!(markdown.header("cache-control"), "no-store");
            let file = format!("attachment; filename=\"interview-{}.md\"", made.id);
            assert_eq!(markdown.header("content-disposition"), file);
            reports.push((report.json(), markdown.text().to_owned()));
        }
        reports.try_into().unwrap()
    }

    #[tokio::test]
    async fn an_interview_that_has_not_begun_has_a_report() {
        let server = Server::new().await;
        let made = server.interview(Some(json!({ "title": "Backend" }))).await;
        let [(report, markdown), _] = reports(&server, &made, &made.interviewer).await;
        assert_eq!(report["title"], "Backend");
        assert_eq!(report["state"], "waiting");
        assert_eq!((&report["questions"], &report["elapsed_ms"]), (&json!([]), &json!(0)));
        assert_eq!(report.get("average"), None);
        assert!(markdown.starts_with("# Backend\n"), "{markdown}");
    }

    #[tokio::test]
    async fn each_sees_the_others_judgement_once_both_have_submitted() {
        let server = Server::new().await;
        let made = server.interview(None).await;
        let links = format!("{}/links", made.path);
        let second =
            server.ask(&made.interviewer, Method::POST, &links, r#"{"role":"interviewer"}"#);
        let second = second.await.json();
        let (a, b) = (made.links[0].as_str(), second["id"].as_str().unwrap());
        let token = second["token"].as_str().unwrap();
        let question = json!({
            "id": 1, "spec": { "text": "Why *not*?" }, "asked_by": "Ana", "asked_at": 2, "asked_at_ms": 0,
        });
        let items = json!([
            { "kind": "question", "value": question }, score(a, 9), score(b, 2),
            card(a, "secret-of-a", true), card(b, "secret-of-b", false),
        ]);
        keep(&server, &made, items).await;

        let [(of_a, _), (of_b, markdown_of_b)] = reports(&server, &made, token).await;
        assert_eq!(of_a["questions"][0]["average"], 9.0);
        assert_eq!(of_b["questions"][0]["average"], 2.0);
        assert_eq!(
            (&of_a["withheld_scorecards"], &of_b["withheld_scorecards"]),
            (&json!(0), &json!(1))
        );
        for report in [&of_a, &of_b] {
            assert_eq!(report["scorecards"].as_array().unwrap().len(), 1);
            assert_eq!(report["questions"][0]["scores"].as_array().unwrap().len(), 1);
        }
        assert!(!of_a.to_string().contains("secret-of-b"));
        assert!(!(of_b.to_string() + &markdown_of_b).contains("secret-of-a"));
        assert!(markdown_of_b.contains("Why \\*not\\*?"), "{markdown_of_b}");

        // One who came and wrote nothing is awaited too, under the name of their latest arrival.
        let arrived = |id: u32, name: &str| {
            let what = json!({ "kind": "arrived", "name": name, "role": "interviewer", "link": "c".repeat(12) });
            json!({ "kind": "moment", "value": { "id": id, "what": what, "at": 1, "at_ms": 0 } })
        };
        keep(&server, &made, json!([arrived(1, "Cem"), arrived(2, "Cem B.")])).await;
        let [(of_a, _), _] = reports(&server, &made, token).await;
        assert_eq!(of_a["awaited"], json!(["Cem B.", "Somebody"]));

        keep(&server, &made, json!([card(b, "secret-of-b", true)])).await;
        let [(of_a, markdown_of_a), (of_b, _)] = reports(&server, &made, token).await;
        for report in [&of_a, &of_b] {
            assert_eq!(report["questions"][0]["average"], 5.5);
            assert_eq!(report["average"], 5.5);
            assert_eq!(report["scorecards"].as_array().unwrap().len(), 2);
            assert_eq!(report["withheld_scorecards"], 0);
        }
        assert!(of_a.to_string().contains("secret-of-a"));
        assert!(!(of_a.to_string() + &markdown_of_a).contains("secret-of-b"));
        assert!(!of_b.to_string().contains("secret-of-a"));
    }
}
