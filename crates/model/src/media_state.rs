//! Media state of a participant.

use serde::{Deserialize, Serialize};

use crate::Source;

/// Live sources of a participant: `true` while the source is sent, `false` while it is muted or
/// absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct MediaState {
    /// The microphone.
    pub microphone: bool,
    /// The camera.
    pub camera: bool,
    /// The shared screen, window or tab.
    pub screen_share: bool,
    /// The sound of the shared screen, window or tab.
    pub screen_share_audio: bool,
}

impl MediaState {
    /// True if the source is live.
    #[must_use]
    pub const fn is_live(self, source: Source) -> bool {
        match source {
            Source::Microphone => self.microphone,
            Source::Camera => self.camera,
            Source::ScreenShare => self.screen_share,
            Source::ScreenShareAudio => self.screen_share_audio,
        }
    }

    /// The state after a source stops. The sound of a shared screen stops with its picture.
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
