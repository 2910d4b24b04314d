//! `GET /api/v1/meetings/{id}`.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse, Response};
use convene_model::{
    MediaPathSetting, MeetingId, MeetingTitle, RoomRecord, RoomSettings, Timestamp,
};
use convene_protocol::http::{Meeting, Problem};
use convene_storage::{
    InterviewRepository, MeetingName, MeetingRepository, NamedRoomRepository, RoomRepository,
};
use http::header::CACHE_CONTROL;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use time::OffsetDateTime;

use super::problem::ApiError;
use super::{AppState, find_meeting};
use crate::config::{Config, TurnListen};
use crate::origin::Origin;
use crate::request_origin::OwnOrigin;

/// Returns a meeting.
#[utoipa::path(
    get,
    path = "/api/v1/meetings/{id}",
    tag = "meetings",
    params(("id" = String, Path, description = "ID of the meeting, in which capitals, spaces and missing hyphens do not matter, or the name that leads to it", example = "abc-defg-hij")),
    responses(
        (status = 200, description = "Found", body = Meeting),
        (status = 404, description = "Meeting not found", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Storage is unavailable", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn get_meeting(
    State(state): State<AppState>,
    Extension(own_origin): Extension<OwnOrigin>,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    // A path that is not UTF-8 is not an id either.
    let Path(id) = id.map_err(|_| ApiError::NoMeetingId)?;
    let id = find_meeting::by_id_or_name(&state, &id).await?;
    let stored = state.storage.meeting(&id).await?;
    // An interview is open to its links only, and the room of a call to its tickets only.
    if stored.by_ticket || state.storage.is_interview(&id).await? {
        return Err(ApiError::MeetingNotFound);
    }
    let (record, name) = described(&state, &id).await?;
    let meeting = present(&state, &own_origin, stored, &record, name);
    Ok(([(CACHE_CONTROL, "no-store")], Json(meeting)).into_response())
}

/// The record of a meeting, and the name that leads to it. The title of a named room is its name.
pub(super) async fn described(
    state: &AppState,
    id: &MeetingId,
) -> Result<(RoomRecord, Option<MeetingName>), ApiError> {
    let mut record = state.storage.room_record(id).await?;
    let name = state.storage.name_of(id).await?;
    if let Some(MeetingName { name, chosen: false }) = &name {
        record.title = MeetingTitle::shortened(name.as_str());
    }
    Ok((record, name))
}

/// The stored meeting as clients see it. Its title is confidential if it has a password.
pub(super) fn present(
    state: &AppState,
    own_origin: &OwnOrigin,
    stored: convene_storage::Meeting,
    record: &RoomRecord,
    name: Option<MeetingName>,
) -> Meeting {
    let path = match &name {
        Some(MeetingName { name, chosen: true }) => format!("/m/{name}"),
        Some(MeetingName { name, chosen: false }) => {
            let name = utf8_percent_encode(name.as_str(), NON_ALPHANUMERIC);
            format!("/room/{name}")
        }
        None => format!("/m/{}", stored.id),
    };
    Meeting {
        url: format!("{}{path}", base_url(state, own_origin)),
        title: record.title.clone().filter(|_| record.password.is_none()),
        name: name.map(|named| named.name),
        participant_count: state.live.participants_in(&stored.id),
        max_participants: state.config.limits.max_participants as usize,
        locked: record.settings.locked,
        lobby: record.settings.lobby,
        has_password: record.password.is_some(),
        webinar: record.settings.webinar,
        media_path: media_path(&state.config, &record.settings),
        ended_at: record.ended_at.and_then(moment),
        id: stored.id,
        created_at: stored.created_at,
    }
}

/// The path of the media that participants may expect.
fn media_path(config: &Config, settings: &RoomSettings) -> MediaPathSetting {
    if matches!(config.media, TurnListen::Off) {
        MediaPathSetting::Mesh
    } else if settings.webinar {
        MediaPathSetting::Server
    } else {
        settings.media_path
    }
}

/// The base of links to this server. If neither the configuration nor the request gives an origin,
/// it is empty: a path alone still works for this client.
pub(super) fn base_url(state: &AppState, own_origin: &OwnOrigin) -> String {
    let origin: Option<&Origin> = state.config.public_url.as_ref().or(own_origin.0.as_ref());
    origin.map(ToString::to_string).unwrap_or_default()
}

/// Converts a time to the type that the REST API uses.
pub(super) fn moment(at: Timestamp) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000).ok()
}

#[cfg(test)]
mod tests {
    use http::Method;

    use crate::http::testing::Server;

    #[tokio::test]
    async fn a_meeting_is_found_however_its_id_is_written() {
        let server = Server::new().await;
        let made = server.request(Method::POST, "/api/v1/meetings").await.json();
        let id = made["id"].as_str().unwrap();
        for spelling in
            [id.to_owned(), id.to_uppercase(), id.replace('-', ""), id.replace('-', "%20")]
        {
            let found = server.get(&format!("/api/v1/meetings/{spelling}")).await;
            assert_eq!(found.status(), 200, "{spelling}");
            let mut expected = made.clone();
            // The host token is returned only once.
            expected.as_object_mut().unwrap().remove("host_token").unwrap();
            assert_eq!(found.json(), expected);
            assert_eq!(found.header("cache-control"), "no-store");
        }
    }

    #[tokio::test]
    async fn what_hosts_decided_is_told() {
        use convene_model::{PasswordHash, RoomRecord, RoomSettings, Timestamp};
        use convene_storage::RoomRepository as _;

        let server = Server::new().await;
        let made = server.request(Method::POST, "/api/v1/meetings").await.json();
        let path = format!("/api/v1/meetings/{}", made["id"].as_str().unwrap());
        let before = server.get(&path).await.json();
        assert_eq!((&before["locked"], &before["ended_at"]), (&false.into(), &().into()));
        let record = RoomRecord {
            settings: RoomSettings { locked: true, lobby: true, ..RoomSettings::default() },
            password: Some(PasswordHash::new("$argon2id$x".to_owned())),
            ended_at: Some(Timestamp(1_700_000_000_123)),
            ..RoomRecord::default()
        };
        let id = made["id"].as_str().unwrap().parse().unwrap();
        server.state.storage.keep_room_record(&id, &record).await.unwrap();
        let answer = server.get(&path).await;
        assert!(!answer.text().contains("argon2"));
        let after = answer.json();
        for flag in ["locked", "lobby", "has_password"] {
            assert_eq!(after[flag], true, "{flag}");
        }
        assert_eq!(after["ended_at"], "2023-11-14T22:13:20.123Z");
    }

    #[tokio::test]
    async fn the_title_of_a_meeting_with_a_password_is_told_inside_only() {
        use convene_model::{PasswordHash, RoomRecord};
        use convene_storage::RoomRepository as _;

        let server = Server::new().await;
        let made = server.post_json("/api/v1/meetings", r#"{"title":"Sync"}"#).await;
        let path = made.header("location").to_owned();
        assert_eq!(server.get(&path).await.json()["title"], "Sync");
        let record = RoomRecord {
            title: "Sync".parse().ok(),
            password: Some(PasswordHash::new("$argon2id$x".to_owned())),
            ..RoomRecord::default()
        };
        let id = made.json()["id"].as_str().unwrap().parse().unwrap();
        server.state.storage.keep_room_record(&id, &record).await.unwrap();
        assert!(!server.get(&path).await.text().contains("Sync"));
    }

    #[tokio::test]
    async fn what_is_no_meeting_is_not_found() {
        let server = Server::new().await;
        for id in ["zzz-zzzz-zzz", "1", "..%2f..%2fetc", "%00", "%ff"] {
            let answer = server.get(&format!("/api/v1/meetings/{id}")).await;
            assert_eq!(answer.problem(), (404, "meeting-not-found".into()), "{id}");
        }
    }
}
