//! Requests and events about media through the forwarding server, and about the viewers of a webinar.

use convene_model::{
    HeardSlot, MediaPath, Mid, Participant, ParticipantId, Publication, SlotState, Source,
    TransportDirection, VideoSlot,
};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// Maximum number of tracks in an offer: one for each source.
pub const MAX_TRACKS: usize = 4;

/// Maximum number of video slots of a participant.
pub const MAX_SLOTS: usize = 64;

/// Maximum number of viewers in a page.
pub const MAX_VIEWERS_IN_PAGE: u8 = 100;

/// Source of an m-line of an upstream offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct OfferedTrack {
    /// `a=mid` of the m-line.
    pub mid: Mid,
    /// The source that it carries.
    pub source: Source,
}

/// Sets up or renegotiates a transport with the forwarding server. The client makes every offer. The
/// server is ICE-lite: its answer has all its candidates, and it needs none of the client's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct MediaOfferRequest {
    /// The transport.
    pub direction: TransportDirection,
    /// The offer.
    pub sdp: String,
    /// For `up`: the source of each m-line that sends; at most one m-line for each source.
    #[serde(default, deserialize_with = "tracks")]
    pub tracks: Vec<OfferedTrack>,
}

/// Result of `media_offer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MediaAnswer {
    /// The answer.
    pub sdp: String,
}

/// Replaces what the participant wants to see. A slot that is not in the list receives nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SubscribeRequest {
    /// The video slots, 64 at most. A slot that names an absent participant stays empty.
    #[serde(deserialize_with = "slots")]
    pub slots: Vec<VideoSlot>,
}

/// Requests a page of the viewers, in the order of their ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ListViewersRequest {
    /// Return only viewers after this one; absent for the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<ParticipantId>,
    /// Number of viewers, 1 to 100; 50 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "page_limit")]
    pub limit: Option<u8>,
}

/// A page of the viewers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ViewerPage {
    /// The viewers.
    pub viewers: Vec<Participant>,
    /// True if more follow.
    pub has_more: bool,
}

/// The number of viewers changed. The server sends this once every two seconds at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ViewersChanged {
    /// Number of viewers.
    pub viewers: usize,
}

/// The raised hands of viewers changed. Only hosts and co-hosts receive this, once every two seconds at
/// most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HandsChanged {
    /// Viewers with a raised hand, the earliest first, 50 at most.
    pub hands: Vec<Participant>,
}

/// The media of the room takes another path. Publications and subscriptions of the old path have ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MediaPathChanged {
    /// The new path.
    pub path: MediaPath,
}

/// A source arrives at the forwarding server, or its layers changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Published {
    /// The complete current state of the publication.
    pub publication: Publication,
}

/// A source is no longer forwarded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Unpublished {
    /// The publisher.
    pub participant_id: ParticipantId,
    /// The source.
    pub source: Source,
}

/// A video slot of the receiver changed its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SlotChanged {
    /// The slot.
    pub mid: Mid,
    /// Its new state.
    pub state: SlotState,
}

/// The audio slots of the receiver changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Heard {
    /// All audio slots.
    pub slots: Vec<HeardSlot>,
}

/// The participants who speak changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Speakers {
    /// The speakers, the dominant speaker first.
    pub participant_ids: Vec<ParticipantId>,
}

/// The largest height at which anybody shows a source of the receiver changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Wanted {
    /// The source.
    pub source: Source,
    /// Height in pixels; 0 while nobody shows it.
    pub height: u16,
}

/// A transport of the receiver with the forwarding server connected or ended. After it ended, the
/// client makes a new offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MediaTransportChanged {
    /// The transport.
    pub direction: TransportDirection,
    /// False once it ended.
    pub connected: bool,
}

fn tracks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<OfferedTrack>, D::Error> {
    at_most(MAX_TRACKS, Vec::deserialize(deserializer)?)
}

fn slots<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<VideoSlot>, D::Error> {
    at_most(MAX_SLOTS, Vec::deserialize(deserializer)?)
}

fn at_most<T, E: serde::de::Error>(max: usize, list: Vec<T>) -> Result<Vec<T>, E> {
    if list.len() <= max { Ok(list) } else { Err(E::custom(format!("a list of at most {max}"))) }
}

fn page_limit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let limit = Option::<u8>::deserialize(deserializer)?;
    match limit {
        Some(limit) if limit == 0 || limit > MAX_VIEWERS_IN_PAGE => {
            Err(D::Error::custom(format!("limit is 1 to {MAX_VIEWERS_IN_PAGE}")))
        }
        limit => Ok(limit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorCode, Request, parse_request};

    fn slot(mid: usize) -> String {
        format!(
            r#"{{"mid":"{mid}","participant_id":"aaaaaaaaaaaaaaaa","source":"camera","height":180}}"#
        )
    }

    fn parsed(name: &str, payload: &str) -> Result<Request, ErrorCode> {
        parse_request(&format!(r#"["{name}",{payload}]"#)).map_err(|error| error.code)
    }

    #[test]
    fn lists_are_bounded() {
        let subscribe = |count: usize| {
            let slots: Vec<String> = (0..count).map(slot).collect();
            parsed("subscribe", &format!(r#"{{"slots":[{}]}}"#, slots.join(",")))
        };
        assert!(subscribe(MAX_SLOTS).is_ok());
        assert_eq!(subscribe(MAX_SLOTS + 1), Err(ErrorCode::InvalidPayload));

        let offer = |count: usize| {
            let track = r#"{"mid":"0","source":"camera"}"#;
            let tracks = vec![track; count].join(",");
            parsed(
                "media_offer",
                &format!(r#"{{"direction":"up","sdp":"v=0","tracks":[{tracks}]}}"#),
            )
        };
        assert!(offer(MAX_TRACKS).is_ok());
        assert_eq!(offer(MAX_TRACKS + 1), Err(ErrorCode::InvalidPayload));
    }

    #[test]
    fn a_page_has_one_to_a_hundred_viewers() {
        for (limit, good) in [("1", true), ("100", true), ("0", false), ("101", false)] {
            let result = parsed("list_viewers", &format!(r#"{{"limit":{limit}}}"#));
            assert_eq!(result.is_ok(), good, "{limit}");
        }
        assert!(parsed("list_viewers", "{}").is_ok());
    }

    #[test]
    fn a_slot_shows_pictures_only() {
        let sound = slot(0).replace("camera", "microphone");
        let result = parsed("subscribe", &format!(r#"{{"slots":[{sound}]}}"#));
        assert_eq!(result, Err(ErrorCode::InvalidPayload));
    }
}
