//! `/api/v1/interviews`: interviews, their links and their reports. Each request carries the token
//! of a link and may do what the link's role may.

pub(super) mod change_details;
pub(super) mod create_interview;
pub(super) mod decide;
pub(super) mod delete_interview;
pub(super) mod get_interview;
pub(super) mod links;
mod markdown;
pub(super) mod report;

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use convene_model::{InterviewRole, MeetingId};
use convene_room::Interview;
use convene_storage::{InterviewLink, InterviewRepository as _, StorageError};
use http::request::Parts;

use super::AppState;
use super::bearer::Bearer;
use super::problem::ApiError;

/// The holder of a valid link, who makes the request.
pub(super) struct Holder {
    pub(super) id: MeetingId,
    pub(super) link: InterviewLink,
}

/// The holder of an interviewer's link.
pub(super) struct Interviewer(pub(super) Holder);

/// Parameters of the path.
#[derive(serde::Deserialize)]
struct InterviewPath {
    id: String,
}

impl FromRequestParts<AppState> for Holder {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let path: Result<Path<InterviewPath>, PathRejection> =
            Path::from_request_parts(parts, state).await;
        let Ok(Path(InterviewPath { id })) = path else { return Err(ApiError::InterviewNotFound) };
        let id: MeetingId = id.parse().map_err(|_| ApiError::InterviewNotFound)?;
        let Ok(Bearer(token)) = Bearer::from_request_parts(parts, state).await;
        let token = token.ok_or(ApiError::InvalidLink)?;
        let link = state.links.verify(&token, &id).ok_or(ApiError::InvalidLink)?;
        // A link that this server signed but no longer has was deleted together with its interview.
        let link = state.storage.link(&id, &link).await.map_err(of_interview)?;
        if link.is_good(state.clock.now()) {
            Ok(Self { id, link })
        } else {
            Err(ApiError::InvalidLink)
        }
    }
}

impl FromRequestParts<AppState> for Interviewer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let holder = Holder::from_request_parts(parts, state).await?;
        if holder.link.role == InterviewRole::Interviewer {
            Ok(Self(holder))
        } else {
            Err(ApiError::NotAllowed)
        }
    }
}

/// Converts a storage error about an interview.
fn of_interview(error: StorageError) -> ApiError {
    match error {
        StorageError::NotFound => ApiError::InterviewNotFound,
        error => error.into(),
    }
}

/// Reads the stored interview; it contains everything that was acknowledged.
async fn kept(state: &AppState, id: &MeetingId) -> Result<Interview, ApiError> {
    let items = state.storage.interview_items(id).await?;
    Interview::from_items(items).ok_or(ApiError::InterviewNotFound)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use convene_model::{InterviewRole, LinkId};
    use convene_storage::{InterviewLink, InterviewRepository as _};
    use http::Method;

    use crate::http::testing::{self, MadeInterview, Server};

    /// One request to each endpoint of an interview.
    fn requests(made: &MadeInterview) -> [(Method, String, &'static str); 8] {
        let path = &made.path;
        [
            (Method::GET, path.clone(), ""),
            (Method::DELETE, path.clone(), ""),
            (Method::GET, format!("{path}/links"), ""),
            (Method::POST, format!("{path}/links"), r#"{"role":"candidate"}"#),
            (Method::DELETE, format!("{path}/links/{}", made.links[1]), ""),
            (Method::PUT, format!("{path}/details"), r#"{"details":{}}"#),
            (Method::GET, format!("{path}/report"), ""),
            (Method::GET, format!("{path}/report.md"), ""),
        ]
    }

    async fn another_link(server: &Server, made: &MadeInterview, days: i64) -> (LinkId, String) {
        let now = server.state.clock.now();
        let id = LinkId::random(&mut rand::rng());
        let expires_at = if days > 0 {
            now + Duration::from_secs(86_400)
        } else {
            convene_model::Timestamp(now.0 - 1)
        };
        let link = InterviewLink {
            id: id.clone(),
            role: InterviewRole::Interviewer,
            label: None,
            created_at: now,
            expires_at,
            revoked_at: None,
        };
        server.state.storage.create_link(&made.id, &link, &[], 200).await.unwrap();
        let token = server.state.links.sign(&made.id, &id);
        (id, token)
    }

    #[tokio::test]
    async fn what_is_no_good_link_is_refused_everywhere() {
        let server = Server::new().await;
        let made = server.interview(None).await;
        let foreign = server.interview(None).await.interviewer;
        let (_, expired) = another_link(&server, &made, 0).await;
        let (revoked_id, revoked) = another_link(&server, &made, 1).await;
        let answer = server.ask(&revoked, Method::GET, &made.path, "").await;
        assert_eq!(answer.status(), 200);
        let now = server.state.clock.now();
        server.state.storage.revoke_link(&made.id, &revoked_id, now).await.unwrap();
        // The candidate's link, presented as the interviewer's.
        let signature = made.candidate.split_once('.').unwrap().1;
        let claimed = format!("{}.{signature}", made.links[0]);
        let tokens =
            ["", "x", "a.b", &foreign, &expired, &revoked, &claimed, &made.interviewer[..50]];
        for (method, path, body) in requests(&made) {
            for token in tokens {
                let answer = server.ask(token, method.clone(), &path, body).await;
                let problem = (401, "invalid-link".to_owned());
                assert_eq!(answer.problem(), problem, "{method} {path} with {token}");
                assert_eq!(answer.header("www-authenticate"), "Bearer");
            }
            for value in ["", "Basic abc", made.interviewer.as_str()] {
                let request = testing::request(method.clone(), &path)
                    .header("authorization", value)
                    .header("content-type", "application/json");
                let answer = server.send(request.body(body.to_owned()).unwrap()).await;
                assert_eq!(answer.problem(), (401, "invalid-link".into()), "{method} {path}");
            }
            let answer = server.request(method.clone(), &path).await;
            assert_eq!(answer.problem(), (401, "invalid-link".into()), "{method} {path}");
        }
        assert_eq!(server.ask(&made.interviewer, Method::GET, &made.path, "").await.status(), 200);
    }

    #[tokio::test]
    async fn only_interviewers_do_more_than_look() {
        let server = Server::new().await;
        let made = server.interview(None).await;
        for token in [&made.candidate, &made.observer] {
            for (method, path, body) in requests(&made).into_iter().skip(1) {
                let answer = server.ask(token, method.clone(), &path, body).await;
                assert_eq!(answer.problem(), (403, "not-allowed".into()), "{method} {path}");
            }
        }
        let path = format!("{}/links", made.path);
        let links = server.ask(&made.interviewer, Method::GET, &path, "").await;
        assert_eq!(links.json()["links"].as_array().unwrap().len(), 3);
    }

    #[tokio::test]
    async fn what_is_no_interview_is_not_found() {
        let server = Server::new().await;
        let made = server.interview(None).await;
        let meeting = server.request(Method::POST, "/api/v1/meetings").await.json();
        for (method, path, body) in requests(&made) {
            for id in ["1", "%00", "%ff", "..%2f..%2fetc", "abc-defg-hij-klm"] {
                let path = path.replace(made.id.as_str(), id);
                let answer = server.ask(&made.interviewer, method.clone(), &path, body).await;
                assert_eq!(answer.problem(), (404, "interview-not-found".into()), "{path}");
            }
            // A client without a link must not learn whether other ids exist.
            for id in ["zzz-zzzz-zzz", meeting["id"].as_str().unwrap()] {
                let path = path.replace(made.id.as_str(), id);
                let answer = server.ask(&made.interviewer, method.clone(), &path, body).await;
                assert_eq!(answer.problem(), (401, "invalid-link".into()), "{path}");
            }
        }
        let as_meeting = server.get(&format!("/api/v1/meetings/{}", made.id)).await;
        assert_eq!(as_meeting.problem(), (404, "meeting-not-found".into()));
    }

    #[tokio::test]
    async fn without_a_database_it_says_so() {
        let server = Server::new().await;
        let made = server.interview(None).await;
        server.state.storage.close().await;
        for (method, path, body) in requests(&made) {
            let answer = server.ask(&made.interviewer, method.clone(), &path, body).await;
            assert_eq!(answer.problem(), (503, "storage-unavailable".into()), "{method} {path}");
        }
        let answer = server.request(Method::POST, "/api/v1/interviews").await;
        assert_eq!(answer.problem(), (503, "storage-unavailable".into()));
    }
}
