//! `/api/v1/interviews`: making interviews, their links and reports. Whoever asks shows the token of a link,
//! and may what its role may.

pub(super) mod create_interview;
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

/// Who asks: the holder of a link that is good.
pub(super) struct Holder {
    pub(super) id: MeetingId,
    pub(super) link: InterviewLink,
}

/// The same, of an interviewer's link.
pub(super) struct Interviewer(pub(super) Holder);

/// What the path names.
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
        // A link this server signed and does not have any more went with its interview.
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

/// What storage says, of an interview.
fn of_interview(error: StorageError) -> ApiError {
    match error {
        StorageError::NotFound => ApiError::InterviewNotFound,
        error => error.into(),
    }
}

/// The interview as it was kept: all that was acknowledged is in it.
async fn kept(state: &AppState, id: &MeetingId) -> Result<Interview, ApiError> {
    let items = state.storage.interview_items(id).await?;
    Interview::from_items(items).ok_or(ApiError::InterviewNotFound)
}
