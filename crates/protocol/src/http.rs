//! REST bodies.

use convene_model::MeetingId;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// What `POST /api/v1/meetings` takes: nothing yet, and an empty body will do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateMeeting {}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Meeting {
    /// Its id, which is all one needs to join.
    pub id: MeetingId,
    /// The link to share.
    pub url: String,
    /// When it was made (RFC 3339, UTC).
    #[serde(with = "time::serde::rfc3339")]
    #[ts(type = "string")]
    #[schema(value_type = String, format = DateTime)]
    pub created_at: OffsetDateTime,
    /// How many participants are in its room now.
    pub participant_count: usize,
    /// The most it may hold.
    pub max_participants: usize,
    /// Whether a host has locked it: nobody new comes in.
    pub locked: bool,
    /// Whether who is new waits in the lobby until a host admits them.
    pub lobby: bool,
    /// Whether who is new must know a password.
    pub has_password: bool,
    /// When a host ended it (RFC 3339, UTC); absent while it can be joined.
    #[serde(
        default,
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    #[ts(optional, type = "string")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<OffsetDateTime>,
}

/// A meeting just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct CreatedMeeting {
    /// The meeting.
    #[serde(flatten)]
    pub meeting: Meeting,
    /// Makes whoever joins with it a host. It is told this once and is good for as long as the meeting
    /// is; keep it secret.
    pub host_token: String,
}

/// An error (RFC 9457), sent as `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Problem {
    /// A URI reference that names the kind of problem; stable.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The HTTP status code.
    pub status: u16,
    /// What is wrong with this request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub detail: Option<String>,
    /// The request's id, as in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub request_id: Option<String>,
}
