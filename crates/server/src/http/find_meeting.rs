//! Finds a meeting by its id, or by the name that leads to it.

use convene_model::{ChosenName, MeetingId, RoomName};
use convene_storage::{MeetingName, NamedRoomRepository, StorageError};

use super::AppState;
use super::problem::ApiError;

/// The meeting with this name, or with this id in any spelling. The id may be unknown to storage.
pub(super) async fn by_id_or_name(state: &AppState, text: &str) -> Result<MeetingId, ApiError> {
    let id = text.parse::<MeetingId>();
    let is_name = text.parse::<ChosenName>().is_ok();
    if !is_name {
        return id.map_err(|_| ApiError::NoMeetingId);
    }
    match (by_name(state, text).await, id) {
        (Err(ApiError::MeetingNotFound), Ok(id)) => Ok(id),
        (found, _) => found,
    }
}

/// The meeting with this name: a name that a host chose, or that of a named room if the server
/// speaks dialects. It creates no room.
pub(super) async fn by_name(state: &AppState, name: &str) -> Result<MeetingId, ApiError> {
    let name: RoomName = name.parse().map_err(|_| ApiError::MeetingNotFound)?;
    let id = match state.storage.named_room(&name, state.clock.now()).await {
        Err(StorageError::NotFound) => return Err(ApiError::MeetingNotFound),
        found => found?,
    };
    let is_open = !state.config.dialects.is_empty()
        || matches!(state.storage.name_of(&id).await?, Some(MeetingName { chosen: true, .. }));
    if is_open { Ok(id) } else { Err(ApiError::MeetingNotFound) }
}
