//! REST bodies.

use convene_model::{
    BankId, InterviewPlan, InterviewRole, InterviewState, LinkId, MeetingId, ShortText,
};
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

/// An interview to be made.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
pub struct CreateInterview {
    /// What is planned; interviewers may change it at any time. Without one: no sections, no questions,
    /// and four criteria to begin with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub plan: Option<InterviewPlan>,
}

/// A link to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateLink {
    /// What its holder will be.
    pub role: InterviewRole,
    /// For whom it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub label: Option<ShortText>,
    /// For how many days it is good, 1 to 365; 30 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub days: Option<u16>,
}

/// A link into an interview: whoever holds it has its role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct InterviewLink {
    /// Its id.
    pub id: LinkId,
    /// What its holder is.
    pub role: InterviewRole,
    /// For whom it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub label: Option<ShortText>,
    /// The link itself. The part after `#` is its token; browsers do not send it to servers by
    /// themselves, so it is in no log. Absent in lists for links of other interviewers: whoever had them
    /// could read scorecards that are not theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub url: Option<String>,
    /// The token: `Authorization: Bearer` here, `link` in a join. Absent where `url` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub token: Option<String>,
    /// When it was made (RFC 3339, UTC).
    #[serde(with = "time::serde::rfc3339")]
    #[ts(type = "string")]
    #[schema(value_type = String, format = DateTime)]
    pub created_at: OffsetDateTime,
    /// Until when it is good.
    #[serde(with = "time::serde::rfc3339")]
    #[ts(type = "string")]
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: OffsetDateTime,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// An interview, as the holder of a link may know it before joining.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct InterviewSummary {
    /// Its id.
    pub id: MeetingId,
    /// What it is called.
    pub title: ShortText,
    /// What the holder of the link is in it.
    pub role: InterviewRole,
    /// Where it stands.
    pub state: InterviewState,
    /// How many participants are in its room now.
    pub participant_count: usize,
}

/// An interview just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct CreatedInterview {
    /// The interview.
    pub interview: InterviewSummary,
    /// A link for each role, good for 30 days; the first is the maker's own.
    pub links: Vec<InterviewLink>,
}

/// The links of an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct InterviewLinks {
    /// All of them, revoked and expired ones too, in the order of their making.
    pub links: Vec<InterviewLink>,
}

/// A question bank just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct CreatedBank {
    /// Its id.
    pub id: BankId,
    /// Whoever has this may read and change the bank: `Authorization: Bearer`. It is told this once.
    pub token: String,
}

/// What is wrong with one line of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct LineError {
    /// The line, from 1, where the row or element begins.
    pub line: u32,
    /// What is wrong there.
    pub message: String,
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
    /// Of an import: what is wrong, line by line. Nothing of it was taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<LineError>>")]
    pub errors: Vec<LineError>,
}
