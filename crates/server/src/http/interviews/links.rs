//! `/api/v1/interviews/{id}/links`: links into an interview and their roles.

use std::time::Duration;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse, Response};
use convene_model::{
    InterviewItem, InterviewRole, LinkId, LinkMade, MeetingId, ShortText, Timestamp,
};
use convene_protocol::http::{CreateLink, InterviewLink, InterviewLinks, Problem};
use convene_storage::{self as storage, InterviewRepository as _, StorageError};
use http::StatusCode;
use http::header::CACHE_CONTROL;

use super::super::AppState;
use super::super::get_meeting::{base_url, moment};
use super::super::json::RequiredJson;
use super::super::problem::ApiError;
use super::{Holder, Interviewer, of_interview};
use crate::request_origin::OwnOrigin;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Lifetime of a link in days, unless the request gives one.
const DEFAULT_DAYS: u16 = 30;

/// The most links that an interview may have.
const MAX_LINKS: usize = 200;

/// Lists the links of an interview.
#[utoipa::path(
    get,
    path = "/api/v1/interviews/{id}/links",
    tag = "interviews",
    params(("id" = String, Path, description = "ID of the interview", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 200, description = "All links; other interviewers' links are without their tokens", body = InterviewLinks),
        (status = 401, description = "The link is invalid, expired or revoked", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Only interviewers may do this", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Deleted", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in super::super) async fn list_links(
    State(state): State<AppState>,
    Extension(own_origin): Extension<OwnOrigin>,
    Interviewer(Holder { id, link: own }): Interviewer,
) -> Result<Response, ApiError> {
    let stored = state.storage.links(&id).await?;
    let told = |link: &storage::InterviewLink| {
        let shown = present(&state, &own_origin, &id, link)?;
        let others = link.role == InterviewRole::Interviewer && link.id != own.id;
        Some(if others { InterviewLink { url: None, token: None, ..shown } } else { shown })
    };
    let links = stored.iter().filter_map(told).collect();
    Ok(([(CACHE_CONTROL, "no-store")], Json(InterviewLinks { links })).into_response())
}

/// Creates another link.
#[utoipa::path(
    post,
    path = "/api/v1/interviews/{id}/links",
    tag = "interviews",
    params(("id" = String, Path, description = "ID of the interview", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 201, description = "Created. The token of another interviewer's link is returned only here", body = InterviewLink),
        (status = 400, description = "The body is invalid, or the interview already has 200 links", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The link is invalid, expired or revoked", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Only interviewers may do this", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Deleted", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in super::super) async fn create_link(
    State(state): State<AppState>,
    Extension(own_origin): Extension<OwnOrigin>,
    Interviewer(Holder { id, link: maker }): Interviewer,
    RequiredJson(CreateLink { role, label, days }): RequiredJson<CreateLink>,
) -> Result<Response, ApiError> {
    let days = days.unwrap_or(DEFAULT_DAYS);
    if !(1..=365).contains(&days) {
        return Err(ApiError::InvalidBody("days is 1 to 365".to_owned()));
    }
    let link = new_link(role, label, days, state.clock.now());
    let made = LinkMade { link: link.id.clone(), by: maker.id };
    let items = [InterviewItem::LinkMade(made.clone())];
    let stored = state.storage.create_link(&id, &link, &items, MAX_LINKS).await;
    stored.map_err(|error| match error {
        StorageError::Conflict => {
            ApiError::InvalidBody(format!("an interview has at most {MAX_LINKS} links"))
        }
        error => of_interview(error),
    })?;
    // The room learns of the link before the response does: it counts as its creator's from the
    // start.
    if let Some(room) = state.live.room(&id) {
        // The room may be closing; when it opens again, it reads the stored link.
        room.link_made(made);
    }
    let link = present(&state, &own_origin, &id, &link).ok_or(ApiError::Internal)?;
    Ok((StatusCode::CREATED, [(CACHE_CONTROL, "no-store")], Json(link)).into_response())
}

/// Revokes a link and removes the participants who joined with it from the room.
#[utoipa::path(
    delete,
    path = "/api/v1/interviews/{id}/links/{link}",
    tag = "interviews",
    params(
        ("id" = String, Path, description = "ID of the interview", example = "abc-defg-hij"),
        ("link" = String, Path, description = "ID of the link"),
    ),
    security(("link" = [])),
    responses(
        (status = 204, description = "The link is revoked"),
        (status = 401, description = "The link is invalid, expired or revoked", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Only interviewers may do this, and not with their own link", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Link not found", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in super::super) async fn revoke_link(
    State(state): State<AppState>,
    Interviewer(Holder { id, link: own }): Interviewer,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    let Path((_, link)) = path.map_err(|_| ApiError::LinkNotFound)?;
    let link: LinkId = link.parse().map_err(|_| ApiError::LinkNotFound)?;
    // Interviewers cannot revoke their own link: no one might be left who can create another.
    if link == own.id {
        return Err(ApiError::NotAllowed);
    }
    state.storage.revoke_link(&id, &link, state.clock.now()).await.map_err(
        |error| match error {
            StorageError::NotFound => ApiError::LinkNotFound,
            error => error.into(),
        },
    )?;
    if let Some(room) = state.live.room(&id) {
        // The room may be closing; then there is no one to remove.
        room.revoked(&link);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a link without storing it.
pub(super) fn new_link(
    role: InterviewRole,
    label: Option<ShortText>,
    days: u16,
    now: Timestamp,
) -> storage::InterviewLink {
    storage::InterviewLink {
        id: LinkId::random(&mut rand::rng()),
        role,
        label,
        created_at: now,
        expires_at: now + DAY * u32::from(days),
        revoked_at: None,
    }
}

/// Converts a link for clients.
pub(super) fn present(
    state: &AppState,
    own_origin: &OwnOrigin,
    id: &MeetingId,
    link: &storage::InterviewLink,
) -> Option<InterviewLink> {
    let token = state.links.sign(id, &link.id);
    Some(InterviewLink {
        id: link.id.clone(),
        role: link.role,
        label: link.label.clone(),
        url: Some(format!("{}/i/{id}#{token}", base_url(state, own_origin))),
        token: Some(token),
        created_at: moment(link.created_at)?,
        expires_at: moment(link.expires_at)?,
        revoked: link.revoked_at.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use http::Method;
    use serde_json::json;

    use crate::http::testing::Server;

    #[tokio::test]
    async fn links_are_made_listed_and_revoked() {
        let server = Server::new().await;
        let made = server.interview(None).await;
        let links = format!("{}/links", made.path);
        let body = r#"{"role":"observer","label":" Dana, for HR ","days":2}"#;
        let answer = server.ask(&made.interviewer, Method::POST, &links, body).await;
        assert_eq!(answer.status(), 201, "{}", answer.text());
        assert_eq!(answer.header("cache-control"), "no-store");
        let link = answer.json();
        assert_eq!((&link["label"], &link["role"]), (&json!("Dana, for HR"), &json!("observer")));
        let day = |key: &str| {
            let text = link[key].as_str().unwrap();
            time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339)
                .unwrap()
        };
        assert_eq!(day("expires_at") - day("created_at"), time::Duration::days(2));
        let token = link["token"].as_str().unwrap();
        assert_eq!(server.ask(token, Method::GET, &made.path, "").await.status(), 200);

        let one = format!("{links}/{}", link["id"].as_str().unwrap());
        for _ in 0..2 {
            let answer = server.ask(&made.interviewer, Method::DELETE, &one, "").await;
            assert_eq!((answer.status(), answer.text()), (204, ""));
        }
        let answer = server.ask(token, Method::GET, &made.path, "").await;
        assert_eq!(answer.problem(), (401, "invalid-link".into()));
        let list = server.ask(&made.interviewer, Method::GET, &links, "").await;
        assert_eq!(list.header("cache-control"), "no-store");
        let list = list.json();
        let revoked: Vec<_> = list["links"].as_array().unwrap().iter().collect();
        assert_eq!(revoked.len(), 4);
        for shown in revoked {
            assert_eq!(shown["revoked"], shown["id"] == link["id"]);
        }
    }

    #[tokio::test]
    async fn an_interviewer_is_not_shown_how_to_come_in_as_another() {
        let server = Server::new().await;
        let made = server.interview(None).await;
        let links = format!("{}/links", made.path);
        let body = r#"{"role":"interviewer"}"#;
        let second = server.ask(&made.interviewer, Method::POST, &links, body).await.json();
        let second = second["token"].as_str().unwrap();
        for (own, others) in [(made.interviewer.as_str(), second), (second, &made.interviewer)] {
            let answer = server.ask(own, Method::GET, &links, "").await;
            assert!(!answer.text().contains(others), "{}", answer.text());
            for token in [own, &made.candidate, &made.observer] {
                assert!(answer.text().contains(token), "{}", answer.text());
            }
            let list = answer.json();
            let hidden = |link: &&serde_json::Value| link.get("token").is_none();
            let hidden: Vec<_> = list["links"].as_array().unwrap().iter().filter(hidden).collect();
            assert_eq!(hidden.len(), 1);
            assert_eq!(hidden[0].get("url"), None);
        }
    }

    #[tokio::test]
    async fn nobody_revokes_their_own_and_what_is_not_there() {
        let server = Server::new().await;
        let made = server.interview(None).await;
        let foreign = server.interview(None).await;
        let revoke = async |link: &str| {
            let path = format!("{}/links/{link}", made.path);
            server.ask(&made.interviewer, Method::DELETE, &path, "").await.problem()
        };
        assert_eq!(revoke(&made.links[0]).await, (403, "not-allowed".into()));
        for link in ["x", "%00", "aaaaaaaaaaaa", &foreign.links[1]] {
            assert_eq!(revoke(link).await, (404, "link-not-found".into()), "{link}");
        }
        let theirs = server.ask(&foreign.candidate, Method::GET, &foreign.path, "").await;
        assert_eq!(theirs.status(), 200);
    }

    #[tokio::test]
    async fn what_asks_for_no_link_is_refused() {
        let server = Server::new().await;
        let made = server.interview(None).await;
        let links = format!("{}/links", made.path);
        let long = format!(r#"{{"role":"observer","label":"{}"}}"#, "x".repeat(121));
        for body in [
            "{",
            "{}",
            "[]",
            r#"{"role":"host"}"#,
            r#"{"role":"observer","days":0}"#,
            r#"{"role":"observer","days":366}"#,
            r#"{"role":"observer","days":-1}"#,
            r#"{"role":"observer","label":""}"#,
            r#"{"role":"observer","token":"x"}"#,
            &long,
        ] {
            let answer = server.ask(&made.interviewer, Method::POST, &links, body).await;
            assert_eq!(answer.problem(), (400, "invalid-body".into()), "{body}");
        }
        let large = format!(r#"{{"role":"{}"}}"#, "x".repeat(20_000));
        let answer = server.ask(&made.interviewer, Method::POST, &links, &large).await;
        assert_eq!(answer.problem(), (413, "body-too-large".into()));
        let answer = server.ask(&made.interviewer, Method::POST, &links, "").await;
        assert_eq!(answer.problem(), (415, "unsupported-media-type".into()));
    }

    #[tokio::test]
    async fn there_are_200_links_at_most() {
        let server = Server::new().await;
        let made = server.interview(None).await;
        let links = format!("{}/links", made.path);
        let body = r#"{"role":"candidate","days":365}"#;
        for number in 4..=200 {
            let answer = server.ask(&made.interviewer, Method::POST, &links, body).await;
            assert_eq!(answer.status(), 201, "{number}");
        }
        let answer = server.ask(&made.interviewer, Method::POST, &links, body).await;
        assert_eq!(answer.problem(), (400, "invalid-body".into()));
        assert!(answer.json()["detail"].as_str().unwrap().contains("at most 200 links"));
    }
}
