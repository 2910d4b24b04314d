//! What a participant is sending.

use serde::{Deserialize, Serialize};

/// Which of a participant's sources are live: `true` while it is being sent, `false` while it is
/// muted by its publisher or absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct MediaState {
    /// The microphone.
    pub microphone: bool,
    /// The camera.
    pub camera: bool,
    /// The shared screen, window or tab.
    pub screen_share: bool,
    /// The sound of what is shared.
    pub screen_share_audio: bool,
}
