//! Request and response bodies of the REST API.

use crate::secret::debug_without_secrets;
use convene_model::{
    BankId, DecisionOutcome, DisplayName, InterviewDetails, InterviewPlan, InterviewRole,
    InterviewState, LinkId, MediaPathSetting, MeetingId, MeetingTitle, ReasonText, RoomName,
    ShortText, StreamScope, Timestamp,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// Body of `POST /api/v1/meetings`. An empty body is accepted too.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
pub struct CreateMeeting {
    /// Title of the meeting. Hosts can change it at any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub title: Option<MeetingTitle>,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Meeting {
    /// The meeting's id. The id alone is enough to join.
    pub id: MeetingId,
    /// The link to share.
    pub url: String,
    /// Title of the meeting. Absent if it has none, or if newcomers must give a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub title: Option<MeetingTitle>,
    /// Name that leads to the meeting instead of its id; absent if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<RoomName>,
    /// Creation time (RFC 3339, UTC).
    #[serde(with = "time::serde::rfc3339")]
    #[ts(type = "string")]
    #[schema(value_type = String, format = DateTime)]
    pub created_at: OffsetDateTime,
    /// Number of participants in the room now.
    pub participant_count: usize,
    /// Maximum number of participants in the room.
    pub max_participants: usize,
    /// True if a host locked the meeting: no newcomer may enter.
    pub locked: bool,
    /// True if newcomers wait in the lobby until a host admits them.
    pub lobby: bool,
    /// True if newcomers must give a password.
    pub has_password: bool,
    /// True if newcomers come as viewers of a webinar, who see and hear and send nothing.
    pub webinar: bool,
    /// Path of the media: `mesh` (from browser to browser), `server` (through the forwarding server),
    /// or `auto`: `mesh` while the meeting is small, and `server` from then on.
    pub media_path: MediaPathSetting,
    /// Time at which a host ended the meeting (RFC 3339, UTC); absent while people can join it.
    #[serde(
        default,
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    #[ts(optional, type = "string")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<OffsetDateTime>,
}

/// A meeting that was just created.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct CreatedMeeting {
    /// The meeting itself.
    #[serde(flatten)]
    pub meeting: Meeting,
    /// Makes a participant who joins with it a host. The server returns it only here, and it stays
    /// valid as long as the meeting exists; keep it secret.
    pub host_token: String,
}

debug_without_secrets!(CreatedMeeting { meeting } hides { host_token });

/// Body of the request that creates an interview.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
pub struct CreateInterview {
    /// The initial plan; interviewers may change it at any time. If absent, the plan has no
    /// sections, no questions and four default criteria.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub plan: Option<InterviewPlan>,
    /// Candidate and date of the interview.
    #[serde(default)]
    #[ts(optional, as = "Option<InterviewDetails>")]
    pub details: InterviewDetails,
}

/// Body of the request that changes the details of an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeDetails {
    /// The new title of the plan; if absent, the title stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub title: Option<ShortText>,
    /// Candidate and date, in place of the earlier ones.
    pub details: InterviewDetails,
}

/// Body of the request that records the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDecision {
    /// Outcome of the decision.
    pub outcome: DecisionOutcome,
    /// The reason.
    pub reason: ReasonText,
}

/// Body of the request that creates a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateLink {
    /// Role of the link's holder.
    pub role: InterviewRole,
    /// Note on the intended holder of the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub label: Option<ShortText>,
    /// Validity in days: 1 to 365, 30 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub days: Option<u16>,
}

/// A link into an interview: whoever holds it has its role.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct InterviewLink {
    /// The link's id.
    pub id: LinkId,
    /// Role of the link's holder.
    pub role: InterviewRole,
    /// Note on the intended holder of the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub label: Option<ShortText>,
    /// The URL. Its fragment, after `#`, is the token: browsers never send fragments to servers, so
    /// no log contains the token. In lists, links of other interviewers have no URL: with it the
    /// reader could open scorecards of those interviewers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub url: Option<String>,
    /// The token: send it as `Authorization: Bearer` in REST requests and as `link` in `join`.
    /// Absent where `url` is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub token: Option<String>,
    /// Creation time (RFC 3339, UTC).
    #[serde(with = "time::serde::rfc3339")]
    #[ts(type = "string")]
    #[schema(value_type = String, format = DateTime)]
    pub created_at: OffsetDateTime,
    /// Expiry time (RFC 3339, UTC).
    #[serde(with = "time::serde::rfc3339")]
    #[ts(type = "string")]
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: OffsetDateTime,
    /// True if the link was revoked.
    pub revoked: bool,
}

debug_without_secrets!(InterviewLink { id, role, label, created_at, expires_at, revoked } hides { url, token });

/// Body of the request that creates a stream token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateStreamToken {
    /// Right of the token's holder.
    pub scope: StreamScope,
    /// Name under which the stream appears in the meeting.
    #[schema(value_type = String)]
    pub name: DisplayName,
    /// Validity in hours: 1 to 8,760, 24 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hours: Option<u16>,
}

/// A token by which a program sends a stream into a meeting (WHIP), or plays the meeting (WHEP).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct StreamTokenInfo {
    /// The token's id, by which it is revoked.
    pub id: LinkId,
    /// Right of the token's holder.
    pub scope: StreamScope,
    /// Name under which the stream appears in the meeting.
    #[schema(value_type = String)]
    pub name: DisplayName,
    /// Where the program sends its offer. Only when the token is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub url: Option<String>,
    /// The bearer token. Only when it is made: the server keeps its hash alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub token: Option<String>,
    /// Creation time.
    #[serde(with = "time::serde::rfc3339")]
    #[ts(type = "string")]
    #[schema(value_type = String, format = DateTime)]
    pub created_at: OffsetDateTime,
    /// The token is of no use from then on.
    #[serde(with = "time::serde::rfc3339")]
    #[ts(type = "string")]
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: OffsetDateTime,
    /// True once a host revoked it.
    pub revoked: bool,
}

debug_without_secrets!(StreamTokenInfo { id, scope, name, created_at, expires_at, revoked } hides { url, token });

/// The stream tokens of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct StreamTokens {
    /// The tokens, the oldest first.
    pub tokens: Vec<StreamTokenInfo>,
}

/// What the holder of a link may know about an interview before joining.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct InterviewSummary {
    /// The interview's id.
    pub id: MeetingId,
    /// The interview's title.
    pub title: ShortText,
    /// Role of the link's holder.
    pub role: InterviewRole,
    /// State of the interview.
    pub state: InterviewState,
    /// Name of the candidate; only for interviewers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub candidate: Option<ShortText>,
    /// Planned time of the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub scheduled_at: Option<Timestamp>,
    /// Planned duration in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub minutes: Option<u16>,
    /// Number of participants in the room now.
    pub participant_count: usize,
}

/// An interview that was just created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct CreatedInterview {
    /// The interview itself.
    pub interview: InterviewSummary,
    /// One link for each role, valid for 30 days. The first is the creator's own.
    pub links: Vec<InterviewLink>,
}

/// The links of an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct InterviewLinks {
    /// All links in order of creation, including revoked and expired ones.
    pub links: Vec<InterviewLink>,
}

/// A question bank that was just created.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct CreatedBank {
    /// The bank's id.
    pub id: BankId,
    /// Grants read and write access to the bank as `Authorization: Bearer`. The server returns it
    /// only here.
    pub token: String,
}

debug_without_secrets!(CreatedBank { id } hides { token });

/// A mistake in one line of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct LineError {
    /// Line at which the row or element begins, counted from 1.
    pub line: u32,
    /// Description of the mistake, in English.
    pub message: String,
    /// The mistake as a code with its values, for pages that word it in their own language.
    pub fault: ImportFault,
}

/// A mistake in an import. Values from the imported text are cut to 60 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ImportFault {
    /// The text is not CSV or JSON from this line on.
    Syntax,
    /// The first line of the CSV does not name the column `text`.
    NoTextColumn,
    /// The first line of the CSV names a column that does not exist.
    UnknownColumn {
        /// The name.
        column: String,
    },
    /// The first line of the CSV names a column twice.
    RepeatedColumn {
        /// The name.
        column: String,
    },
    /// A row has more cells than there are columns.
    TooManyCells {
        /// Cells in this row.
        cells: u32,
        /// Columns named in the first line.
        columns: u32,
    },
    /// A text is missing, or has no visible character.
    Empty {
        /// Column of the text; absent in JSON.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        column: Option<String>,
    },
    /// A text is too long.
    TooLong {
        /// Column of the text; absent in JSON.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        column: Option<String>,
        /// Maximum length in characters.
        max: u32,
    },
    /// A difficulty is not `easy`, `medium` or `hard`.
    Difficulty {
        /// The value.
        value: String,
    },
    /// A duration is not a whole number from 1 to 1440.
    Minutes {
        /// The value; absent if the number was read but is out of range.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        value: Option<String>,
    },
    /// A list has too many items.
    TooMany {
        /// The list.
        list: ImportList,
        /// Maximum number of items.
        max: u32,
    },
    /// Two items of a template have the same id.
    SameId {
        /// Their list.
        list: ImportList,
    },
    /// A JSON object lacks a required field.
    MissingField {
        /// Name of the field.
        field: String,
    },
    /// A JSON object has a field that does not exist.
    UnknownField {
        /// Name of the field.
        field: String,
    },
    /// A JSON value has the wrong type.
    WrongType,
    /// The bank would be too large with this import.
    BankTooLarge {
        /// Maximum size of a bank in bytes.
        max: u32,
    },
}

/// A list in a question bank.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ImportList {
    /// Questions of a bank or a template.
    Questions,
    /// Templates of a bank.
    Templates,
    /// Key points of a question.
    Points,
    /// Sections of a template.
    Sections,
    /// Criteria of a template.
    Criteria,
}

/// An error as problem details (RFC 9457), sent as `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Problem {
    /// URI reference that identifies the kind of problem. It is stable.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem in words.
    pub title: String,
    /// The HTTP status code.
    pub status: u16,
    /// The fault of this particular request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub detail: Option<String>,
    /// The request's id, as in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub request_id: Option<String>,
    /// Mistakes in an import, line by line. If there is one, nothing was imported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<LineError>>")]
    pub errors: Vec<LineError>,
}
