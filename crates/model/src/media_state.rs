//! What a participant is sending.

use serde::{Deserialize, Serialize};

use crate::Source;

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

impl MediaState {
    /// The same with one source stopped; the sound of a shared screen stops with its picture.
    #[must_use]
    pub const fn without(mut self, source: Source) -> Self {
        match source {
            Source::Microphone => self.microphone = false,
            Source::Camera => self.camera = false,
            Source::ScreenShare => {
                self.screen_share = false;
                self.screen_share_audio = false;
            }
            Source::ScreenShareAudio => self.screen_share_audio = false,
        }
        self
    }
}
