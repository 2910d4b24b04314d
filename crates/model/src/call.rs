//! Calls: people who ring each other.

use serde::{Deserialize, Serialize};

use crate::{CallId, DisplayName, PersonId, Timestamp};

/// Who may ring somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum WhoMayCall {
    /// Whoever has the id.
    #[default]
    Anybody,
    /// Those one has talked with.
    Known,
    /// Nobody.
    Nobody,
}

impl WhoMayCall {
    /// The word for it, as it is written everywhere.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anybody => "anybody",
            Self::Known => "known",
            Self::Nobody => "nobody",
        }
    }
}

/// Where somebody is, as those are told whom they have talked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// No page of theirs is open.
    Offline,
    /// A page is open, and nobody looks at it.
    Away,
    /// A page is looked at.
    Online,
    /// In a call.
    InCall,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum CallEnd {
    /// One of the two hung up.
    HungUp,
    /// The callee did not want to.
    Declined,
    /// It rang until the time was up.
    NoAnswer,
    /// The callee was in another call.
    Busy,
    /// The callee cannot be reached, or not by this caller: which of it is not told.
    Unavailable,
    /// The caller gave up while it rang.
    Cancelled,
    /// It was answered, and no media came through, or it broke off.
    Failed,
}

impl CallEnd {
    /// The word for it, as it is written everywhere.
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

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CallState {
    /// It rings.
    Ringing,
    /// It was answered; media is on its way.
    Connecting {
        /// When it was answered.
        answered_at: Timestamp,
    },
    /// The two see or hear each other.
    InCall {
        /// When it was answered.
        answered_at: Timestamp,
    },
    /// Over.
    Ended {
        /// When it was answered, if it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        answered_at: Option<Timestamp>,
        /// When it ended.
        ended_at: Timestamp,
        /// How.
        end: CallEnd,
    },
}

impl CallState {
    /// Whether it is over.
    #[must_use]
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Ended { .. })
    }

    /// When it was answered, if it was.
    #[must_use]
    pub const fn answered_at(self) -> Option<Timestamp> {
        match self {
            Self::Ringing => None,
            Self::Connecting { answered_at } | Self::InCall { answered_at } => Some(answered_at),
            Self::Ended { answered_at, .. } => answered_at,
        }
    }
}

/// Somebody, as the other party of a call sees them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
pub struct Party {
    /// The id.
    pub id: PersonId,
    /// The name they gave.
    pub name: DisplayName,
}

/// A call, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CallRecord {
    /// Its id.
    pub id: CallId,
    /// Who called.
    pub caller: Party,
    /// Who was called.
    pub callee: Party,
    /// Whether it was begun with video.
    pub video: bool,
    /// When it began to ring.
    pub called_at: Timestamp,
    /// Where it stands.
    #[serde(flatten)]
    pub state: CallState,
}
