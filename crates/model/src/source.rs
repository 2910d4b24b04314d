//! Sources of tracks.

use serde::{Deserialize, Serialize};

/// A source of media.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The microphone.
    Microphone,
    /// The camera.
    Camera,
    /// The shared screen, window or tab.
    ScreenShare,
    /// The sound of the shared screen, window or tab.
    ScreenShareAudio,
}
