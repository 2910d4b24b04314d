//! Streams: media of programs that are not pages, by WHIP (RFC 9725) and WHEP.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Right of the holder of a stream token.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum StreamScope {
    /// Send one stream into the meeting, by WHIP.
    Publish,
    /// Play the meeting, by WHEP.
    Play,
}

impl StreamScope {
    /// The wire form, which is also the stored form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Play => "play",
        }
    }
}

/// The text is no scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a scope is publish or play")]
pub struct InvalidStreamScope;

impl FromStr for StreamScope {
    type Err = InvalidStreamScope;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Publish, Self::Play]
            .into_iter()
            .find(|scope| scope.as_str() == text)
            .ok_or(InvalidStreamScope)
    }
}
