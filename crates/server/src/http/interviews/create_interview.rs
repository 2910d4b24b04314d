//! `POST /api/v1/interviews`.

use axum::Json;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse, Response};
use convene_model::{
    Audience, Criterion, DetailsError, InterviewItem, InterviewPlan, InterviewRole, MeetingId,
    PlanError, RoomRecord, RoomSettings, ShortText, TextError,
};
use convene_protocol::MAX_INTERVIEW_BYTES;
use convene_protocol::http::{CreateInterview, CreatedInterview, Problem};
use convene_room::Interview;
use convene_storage::{InterviewLink, InterviewRepository as _, StorageError};
use http::StatusCode;
use http::header::{CACHE_CONTROL, LOCATION};
use time::OffsetDateTime;

use super::super::AppState;
use super::super::json::OptionalJson;
use super::super::problem::ApiError;
use super::{get_interview, links};
use crate::request_origin::{ClientAddr, OwnOrigin};

/// Retries for an id that is taken, as for meetings.
const ATTEMPTS: usize = 5;

/// Maximum size of a plan, in bytes: inside a request, such a plan still fits into a message to the
/// room.
const MAX_PLAN_BYTES: usize = MAX_INTERVIEW_BYTES - 1024;

/// Lifetime of the first links, in days.
const DAYS: u16 = 30;

/// Creates an interview, with a link into it for each role.
#[utoipa::path(
    post,
    path = "/api/v1/interviews",
    tag = "interviews",
    request_body(content = Option<CreateInterview>, description = "Optional"),
    responses(
        (status = 201, description = "Created. The first link is the creator's own and makes its holder an interviewer", body = CreatedInterview,
         headers(("Location" = String, description = "Path of the new resource"))),
        (status = 400, description = "The body is invalid", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Unsupported media type", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests; see Retry-After", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Storage is unavailable", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in super::super) async fn create_interview(
    State(state): State<AppState>,
    Extension(ClientAddr(client)): Extension<ClientAddr>,
    Extension(own_origin): Extension<OwnOrigin>,
    OptionalJson(CreateInterview { plan, details }): OptionalJson<CreateInterview>,
) -> Result<Response, ApiError> {
    let plan = plan.map_or_else(default_plan, Ok).map_err(|_| ApiError::Internal)?;
    plan.check().map_err(|error: PlanError| ApiError::InvalidBody(error.to_string()))?;
    details.check().map_err(|error: DetailsError| ApiError::InvalidBody(error.to_string()))?;
    // A larger plan could not be changed in the room.
    if serde_json::to_vec(&plan).map_or(0, |plan| plan.len()) > MAX_PLAN_BYTES {
        return Err(ApiError::BodyTooLarge);
    }
    state.meetings_by_address.check(client).map_err(ApiError::RateLimited)?;
    let now = state.clock.now();
    let roles = [InterviewRole::Interviewer, InterviewRole::Candidate, InterviewRole::Observer];
    let made = roles.map(|role| links::new_link(role, None, DAYS, now));
    let items = vec![InterviewItem::Plan(Box::new(plan)), InterviewItem::Details(details)];
    let interview = Interview::from_items(items.clone()).ok_or(ApiError::Internal)?;
    for _ in 0..ATTEMPTS {
        let id = MeetingId::random(&mut rand::rng());
        let at = OffsetDateTime::now_utc();
        match state.storage.create_interview(&id, &record(), &made, &items, at).await {
            Ok(()) => {
                metrics::counter!("interviews_created_total").increment(1);
                return Ok(present(&state, &own_origin, &id, &interview, &made));
            }
            Err(StorageError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    tracing::error!("{ATTEMPTS} random meeting ids in a row were taken");
    Err(ApiError::Internal)
}

fn present(
    state: &AppState,
    own_origin: &OwnOrigin,
    id: &MeetingId,
    interview: &Interview,
    made: &[InterviewLink; 3],
) -> Response {
    let [own, ..] = made;
    let links = made.iter().filter_map(|link| links::present(state, own_origin, id, link));
    let created = CreatedInterview {
        interview: get_interview::summary(state, id.clone(), interview, own),
        links: links.collect(),
    };
    let location = format!("/api/v1/interviews/{id}");
    let headers = [(LOCATION, location), (CACHE_CONTROL, "no-store".to_owned())];
    (StatusCode::CREATED, headers, Json(created)).into_response()
}

/// The initial settings of an interview's room: only interviewers may record.
fn record() -> RoomRecord {
    let settings = RoomSettings { record: Audience::Hosts, ..RoomSettings::default() };
    RoomRecord { settings, ..RoomRecord::default() }
}

/// The plan of an interview that is created without one.
fn default_plan() -> Result<InterviewPlan, TextError> {
    let titles = ["Knowledge", "Problem solving", "Communication", "Motivation"];
    let criteria = (1u16..)
        .zip(titles)
        .map(|(id, title)| Ok(Criterion { id, title: title.parse::<ShortText>()?, rubric: None }));
    Ok(InterviewPlan {
        title: "Interview".parse()?,
        sections: Vec::new(),
        questions: Vec::new(),
        criteria: criteria.collect::<Result<_, TextError>>()?,
    })
}

#[cfg(test)]
mod tests {
    use http::Method;
    use serde_json::json;

    use crate::http::testing::{self, Server};

    const PATH: &str = "/api/v1/interviews";

    #[tokio::test]
    async fn an_interview_is_made_with_and_without_a_body() {
        let server = Server::new().await;
        let empty = server.request(Method::POST, PATH).await;
        let braces = server.post_json(PATH, "{}").await;
        for answer in [empty, braces] {
            assert_eq!(answer.status(), 201, "{}", answer.text());
            assert_eq!(answer.header("cache-control"), "no-store");
            let made = answer.json();
            let id = made["interview"]["id"].as_str().unwrap();
            assert_eq!(answer.header("location"), format!("{PATH}/{id}"));
            assert_eq!(made["interview"]["title"], "Interview");
            assert_eq!(made["interview"]["state"], "waiting");
            assert_eq!(made["interview"]["role"], "interviewer");
            let links = made["links"].as_array().unwrap();
            let roles: Vec<_> = links.iter().map(|link| link["role"].as_str().unwrap()).collect();
            assert_eq!(roles, ["interviewer", "candidate", "observer"]);
            for link in links {
                let token = link["token"].as_str().unwrap();
                assert_eq!(link["url"], format!("http://localhost:3000/i/{id}#{token}"));
                assert_eq!(link["revoked"], false);
                let told = server.ask(token, Method::GET, answer.header("location"), "").await;
                assert_eq!(told.json()["role"], link["role"]);
            }
        }
    }

    #[tokio::test]
    async fn a_plan_of_half_a_megabyte_is_taken_and_a_larger_one_is_not() {
        let server = Server::new().await;
        let plan = |questions: usize, size: usize| {
            let question = json!({ "text": "x".repeat(size), "notes": "y".repeat(size) });
            json!({ "plan": { "title": "T", "questions": vec![question; questions] } }).to_string()
        };
        assert_eq!(server.post_json(PATH, &plan(60, 4_000)).await.status(), 201);
        // One that the room would refuse, and one that is not even read.
        for questions in [70, 400] {
            let answer = server.post_json(PATH, &plan(questions, 4_000)).await;
            assert_eq!(answer.problem(), (413, "body-too-large".into()), "{questions}");
        }
    }

    #[tokio::test]
    async fn a_body_that_is_not_this_json_is_refused() {
        let server = Server::new().await;
        let long = format!(r#"{{"plan":{{"title":"{}"}}}}"#, "x".repeat(121));
        let nameless = json!({ "details": { "candidate": "x".repeat(121) } }).to_string();
        let many = json!({ "plan": { "title": "T", "questions": vec![json!({"text":"x"}); 201] } });
        for body in [
            "{",
            "[1]",
            "null",
            r#"{"x":1}"#,
            r#"{"plan":{}}"#,
            r#"{"plan":{"title":" "}}"#,
            r#"{"plan":{"title":"T","x":1}}"#,
            r#"{"plan":{"title":"T","sections":[{"id":1,"title":"S","minutes":0}]}}"#,
            r#"{"plan":{"title":"T","sections":[{"id":1,"title":"S","minutes":1},{"id":1,"title":"S","minutes":1}]}}"#,
            r#"{"plan":{"title":"T","questions":[{"text":"x","difficulty":"brutal"}]}}"#,
            r#"{"plan":{"title":"T","questions":[{"text":"x","points":[""]}]}}"#,
            r#"{"plan":{"title":"T","questions":[{"text":"x","minutes":-1}]}}"#,
            r#"{"details":{"candidate":""}}"#,
            r#"{"details":{"candidate":" \u200b "}}"#,
            r#"{"details":{"scheduled_at":-1}}"#,
            r#"{"details":{"scheduled_at":"2026-11-30"}}"#,
            r#"{"details":{"scheduled_at":253402300800000}}"#,
            r#"{"details":{"minutes":0}}"#,
            r#"{"details":{"minutes":1441}}"#,
            r#"{"details":{"x":1}}"#,
            r#"{"details":null}"#,
            &nameless,
            &long,
            &many.to_string(),
        ] {
            let answer = server.post_json(PATH, body).await;
            assert_eq!(answer.problem(), (400, "invalid-body".into()), "{body}");
        }
        let request = testing::request(Method::POST, PATH).header("content-type", "text/plain");
        let answer = server.send(request.body("{}".into()).unwrap()).await;
        assert_eq!(answer.problem(), (415, "unsupported-media-type".into()));
    }

    #[tokio::test]
    async fn an_address_that_makes_too_many_is_told_when_to_come_back() {
        let server = Server::configured(&["--meetings-per-minute", "2"]).await;
        // A refused request does not count.
        assert_eq!(server.post_json(PATH, "{").await.status(), 400);
        for _ in 0..2 {
            assert_eq!(server.request(Method::POST, PATH).await.status(), 201);
        }
        let answer = server.request(Method::POST, PATH).await;
        assert_eq!(answer.problem(), (429, "rate-limited".into()));
        let wait: u64 = answer.header("retry-after").parse().unwrap();
        assert!((1..=30).contains(&wait), "{wait}");
    }
}
