//! Media through the forwarding server: publications, and the slots in which subscribers show them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{ParticipantId, Source};

/// Direction of a transport, from the client's point of view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum TransportDirection {
    /// Upstream: what the participant sends.
    Up,
    /// Downstream: what the participant receives.
    Down,
}

/// A text is not a mid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a mid has 1 to 16 letters, digits or hyphens")]
pub struct MidError;

/// `a=mid` of an m-line (RFC 8843): 1 to 16 ASCII letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Mid(String);

impl Mid {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Mid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Mid {
    type Err = MidError;

    fn from_str(text: &str) -> Result<Self, MidError> {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if (1..=16).contains(&text.len()) && text.bytes().all(known) {
            Ok(Self(text.to_owned()))
        } else {
            Err(MidError)
        }
    }
}

impl TryFrom<String> for Mid {
    type Error = MidError;

    fn try_from(text: String) -> Result<Self, MidError> {
        text.parse()
    }
}

impl From<Mid> for String {
    fn from(mid: Mid) -> Self {
        mid.0
    }
}

/// An encoding of a publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Layer {
    /// `rid` of the encoding; absent without simulcast.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rid: Option<String>,
    /// Height of the picture in pixels; 0 while unknown, and for sound.
    pub height: u16,
}

/// A source that arrives at the forwarding server and is forwarded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Publication {
    /// The publisher.
    pub participant_id: ParticipantId,
    /// The source.
    pub source: Source,
    /// The encodings that arrive, by rising size.
    pub layers: Vec<Layer>,
}

/// A source of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum VideoSource {
    /// The camera.
    Camera,
    /// The shared screen, window or tab.
    ScreenShare,
}

impl From<VideoSource> for Source {
    fn from(source: VideoSource) -> Self {
        match source {
            VideoSource::Camera => Self::Camera,
            VideoSource::ScreenShare => Self::ScreenShare,
        }
    }
}

/// A video slot of a subscriber: a receive-only m-line of its downstream transport, and what it
/// shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct VideoSlot {
    /// `a=mid` of the m-line.
    pub mid: Mid,
    /// The publisher.
    pub participant_id: ParticipantId,
    /// The source.
    pub source: VideoSource,
    /// Height at which the picture is shown, in physical pixels; 0 pauses the slot.
    pub height: u16,
    /// Priority when bandwidth is short: a greater number goes first. A shared screen goes before
    /// every camera.
    #[serde(default)]
    pub priority: u8,
}

/// State of a video slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum SlotState {
    /// The slot receives a layer.
    Live {
        /// Height of the layer in pixels; 0 while unknown.
        height: u16,
    },
    /// The server waits for a keyframe or for the publisher.
    Waiting,
    /// Bandwidth is short: the server sends nothing until there is more.
    Paused,
    /// The publisher sends no such source.
    Unavailable,
    /// The subscriber cannot decode the codec of the publication.
    Undecodable,
}

/// An audio slot of a subscriber, which the server fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HeardSlot {
    /// `a=mid` of the m-line.
    pub mid: String,
    /// The participant in the slot; absent while it is silent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub participant_id: Option<ParticipantId>,
    /// The source in the slot: microphone or the sound of the shared screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub source: Option<Source>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mid_is_short_and_plain() {
        for good in ["0", "audio-1", "abcdefghijklmnop"] {
            assert!(good.parse::<Mid>().is_ok(), "{good}");
        }
        for bad in ["", "abcdefghijklmnopq", "a b", "a\r\n", "ä"] {
            assert_eq!(bad.parse::<Mid>(), Err(MidError), "{bad:?}");
        }
    }
}
