//! Calls between two people: who may call, how a call stands, how it ended.

use serde::{Deserialize, Serialize};

use crate::{CallId, DisplayName, PersonId, Timestamp};

/// People who may ring a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum WhoMayCall {
    /// Everybody who has the person's id.
    #[default]
    Anybody,
    /// Acquaintances.
    Known,
    /// Nobody.
    Nobody,
}

impl WhoMayCall {
    /// The wire form, which is also the stored form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anybody => "anybody",
            Self::Known => "known",
            Self::Nobody => "nobody",
        }
    }
}

/// Availability of a person, as acquaintances see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// The person has no page open.
    Offline,
    /// A page is open, but the person looks at none.
    Away,
    /// The person looks at a page.
    Online,
    /// The person is in a call.
    InCall,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum CallEnd {
    /// The caller or the callee hung up.
    HungUp,
    /// The callee declined.
    Declined,
    /// The callee did not answer in time.
    NoAnswer,
    /// The callee was in another call.
    Busy,
    /// The callee cannot be reached, or not by this caller; the caller cannot tell which.
    Unavailable,
    /// The caller cancelled the call while it rang.
    Cancelled,
    /// The call was answered, but media failed or broke off.
    Failed,
}

impl CallEnd {
    /// The wire form, which is also the stored form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HungUp => "hung_up",
            Self::Declined => "declined",
            Self::NoAnswer => "no_answer",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }
}

/// State of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CallState {
    /// The call rings.
    Ringing,
    /// The call was answered; media does not flow yet.
    Connecting {
        /// Time of the answer.
        answered_at: Timestamp,
    },
    /// Media flows.
    InCall {
        /// Time of the answer.
        answered_at: Timestamp,
    },
    /// The call has ended.
    Ended {
        /// Time of the answer; absent if nobody answered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        answered_at: Option<Timestamp>,
        /// Time of the end.
        ended_at: Timestamp,
        /// How the call ended.
        end: CallEnd,
    },
}

impl CallState {
    /// True if the call has ended.
    #[must_use]
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Ended { .. })
    }

    /// Time of the answer; absent if nobody answered.
    #[must_use]
    pub const fn answered_at(self) -> Option<Timestamp> {
        match self {
            Self::Ringing => None,
            Self::Connecting { answered_at } | Self::InCall { answered_at } => Some(answered_at),
            Self::Ended { answered_at, .. } => answered_at,
        }
    }
}

/// A party: a person as the other person of a call sees them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
pub struct Party {
    /// Id of the person.
    pub id: PersonId,
    /// Display name chosen by the person.
    pub name: DisplayName,
}

/// A call, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CallRecord {
    /// Id of the call.
    pub id: CallId,
    /// The person who placed the call.
    pub caller: Party,
    /// The person who was called.
    pub callee: Party,
    /// True if the caller started the call with video.
    pub video: bool,
    /// Time at which the call began to ring.
    pub called_at: Timestamp,
    /// State of the call.
    #[serde(flatten)]
    pub state: CallState,
}
