//! Settings of a room.

use serde::{Deserialize, Serialize};

use crate::MediaPathSetting;

/// Audience that may do something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everyone in the room.
    #[default]
    Everyone,
    /// Hosts and co-hosts.
    Hosts,
}

/// Settings chosen by hosts; visible to all participants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct RoomSettings {
    /// Newcomers are kept out.
    pub locked: bool,
    /// Newcomers wait in the lobby until admitted.
    pub lobby: bool,
    /// Audience that may write chat messages.
    pub chat: Audience,
    /// Audience that may share a screen.
    pub share: Audience,
    /// Audience that may record.
    pub record: Audience,
    /// The preview of the meeting's link says when the meeting began and who is in it.
    pub link_preview: bool,
    /// The meeting is a webinar: newcomers come as viewers.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub webinar: bool,
    /// Path of the media; absent for `auto`.
    #[serde(skip_serializing_if = "MediaPathSetting::is_auto")]
    #[ts(optional, as = "Option<MediaPathSetting>")]
    pub media_path: MediaPathSetting,
}
