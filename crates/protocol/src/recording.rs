//! Announcing a recording.

use convene_model::RecordingState;
use serde::{Deserialize, Serialize};

/// Announces that the participant records the meeting, so that every page shows it. Clients must
/// send this before they record anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SetRecordingRequest {
    /// State of the recording from now on.
    pub state: RecordingChange,
}

/// New state of the participant's recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum RecordingChange {
    /// The recording runs.
    Recording,
    /// The recording is paused.
    Paused,
    /// The recording has ended.
    Stopped,
}

impl From<RecordingChange> for Option<RecordingState> {
    fn from(change: RecordingChange) -> Self {
        match change {
            RecordingChange::Recording => Some(RecordingState::Recording),
            RecordingChange::Paused => Some(RecordingState::Paused),
            RecordingChange::Stopped => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorCode, Request, parse_request};

    #[test]
    fn a_recording_is_told_by_one_of_three_words() {
        for (word, state) in [
            ("recording", RecordingChange::Recording),
            ("paused", RecordingChange::Paused),
            ("stopped", RecordingChange::Stopped),
        ] {
            let packet = format!(r#"["set_recording",{{"state":"{word}"}}]"#);
            let expected = Request::SetRecording(SetRecordingRequest { state });
            assert_eq!(parse_request(&packet), Ok(expected));
        }
        for packet in [r#"["set_recording"]"#, r#"["set_recording",{"state":"on"}]"#] {
            assert_eq!(parse_request(packet).unwrap_err().code, ErrorCode::InvalidPayload);
        }
    }
}
