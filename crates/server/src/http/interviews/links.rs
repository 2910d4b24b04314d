//! `/api/v1/interviews/{id}/links`: who may come in, and as what.

use std::time::Duration;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse, Response};
use convene_model::{InterviewRole, LinkId, MeetingId, ShortText, Timestamp};
use convene_protocol::http::{CreateLink, InterviewLink, InterviewLinks, Problem};
use convene_storage::{self as storage, InterviewRepository as _, StorageError};
use http::StatusCode;
use http::header::CACHE_CONTROL;

use super::super::AppState;
use super::super::context::OwnOrigin;
use super::super::get_meeting::{base_url, moment};
use super::super::json::RequiredJson;
use super::super::problem::ApiError;
use super::{Holder, Interviewer};
use crate::rooms::RoomInput;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// For how many days a link is good if nobody says so.
const DEFAULT_DAYS: u16 = 30;

/// The most links of an interview.
const MAX_LINKS: usize = 200;

/// Lists the links of an interview.
#[utoipa::path(
    get,
    path = "/api/v1/interviews/{id}/links",
    tag = "interviews",
    params(("id" = String, Path, description = "The interview's id", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 200, description = "All of them; those of other interviewers without their tokens", body = InterviewLinks),
        (status = 401, description = "Not a good link", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not an interviewer's link", body = Problem, content_type = "application/problem+json"),
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

/// Makes another link.
#[utoipa::path(
    post,
    path = "/api/v1/interviews/{id}/links",
    tag = "interviews",
    params(("id" = String, Path, description = "The interview's id", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 201, description = "Made; the token of another interviewer's link is told this once", body = InterviewLink),
        (status = 400, description = "Invalid body, or 200 links already", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Not a good link", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not an interviewer's link", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Deleted", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in super::super) async fn create_link(
    State(state): State<AppState>,
    Extension(own_origin): Extension<OwnOrigin>,
    Interviewer(Holder { id, .. }): Interviewer,
    RequiredJson(CreateLink { role, label, days }): RequiredJson<CreateLink>,
) -> Result<Response, ApiError> {
    let days = days.unwrap_or(DEFAULT_DAYS);
    if !(1..=365).contains(&days) {
        return Err(ApiError::InvalidBody("days is 1 to 365".to_owned()));
    }
    if state.storage.links(&id).await?.len() >= MAX_LINKS {
        return Err(ApiError::InvalidBody(format!("an interview has at most {MAX_LINKS} links")));
    }
    let link = new_link(role, label, days, state.clock.now());
    state.storage.create_link(&id, &link).await?;
    let link = present(&state, &own_origin, &id, &link).ok_or(ApiError::Internal)?;
    Ok((StatusCode::CREATED, [(CACHE_CONTROL, "no-store")], Json(link)).into_response())
}

/// Revokes a link. Whoever came by it is removed from the room.
#[utoipa::path(
    delete,
    path = "/api/v1/interviews/{id}/links/{link}",
    tag = "interviews",
    params(
        ("id" = String, Path, description = "The interview's id", example = "abc-defg-hij"),
        ("link" = String, Path, description = "The link's id"),
    ),
    security(("link" = [])),
    responses(
        (status = 204, description = "Revoked, now or before"),
        (status = 401, description = "Not a good link", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not an interviewer's link, or one's own", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such link", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in super::super) async fn revoke_link(
    State(state): State<AppState>,
    Interviewer(Holder { id, link: own }): Interviewer,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    let Path((_, link)) = path.map_err(|_| ApiError::LinkNotFound)?;
    let link: LinkId = link.parse().map_err(|_| ApiError::LinkNotFound)?;
    // Nobody locks themselves out: then nobody might be left to open again.
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
        // It may be closing just now, and then there is nobody to remove.
        let _ = room.send(RoomInput::Revoked { link }).await;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// A link that is not stored yet.
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

/// A link as clients see it.
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
