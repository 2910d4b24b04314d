//! Events: the current state of rooms, as the forwarder tells it to the server.

use convene_model::Source;
use thiserror::Error;

use crate::{PeerKey, RoomKey, TrackKind, Way};

/// Reasons for which an offer gets no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum OfferError {
    /// The participant is not admitted.
    #[error("the participant is not admitted")]
    Unknown,
    /// The offer is no SDP, or cannot be answered.
    #[error("the offer cannot be parsed or answered")]
    Malformed,
    /// The offer has more m-lines, or the participant more transports or offers, than allowed.
    #[error("the offer exceeds a limit")]
    TooMany,
    /// A track names a mid that the offer lacks, a source that is named twice, or one of the other kind.
    #[error("a track does not fit the offer")]
    WrongTrack,
}

/// An encoding of a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// `rid` of the encoding; `None` without simulcast.
    pub rid: Option<String>,
    /// Height of the picture in pixels, from its keyframes; 0 until the first one, and for audio.
    pub height: u16,
}

/// State of a video slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlotState {
    /// Packets are forwarded.
    Live {
        /// Height of the forwarded layer in pixels; 0 while no keyframe told it.
        height: u16,
    },
    /// The forwarder waits for a keyframe, or for the publisher.
    Waiting,
    /// Nothing is forwarded: bandwidth is short, or the subscriber asked for height 0.
    Paused,
    /// The publisher sends no such source, or is not permitted to.
    Unavailable,
    /// The codec of the publication is not among those that the subscriber negotiated.
    Undecodable,
}

/// An event for the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Answer to a [`Command::Offer`](crate::Command::Offer).
    Answered {
        /// The room of the offer.
        room: RoomKey,
        /// The participant of the offer.
        peer: PeerKey,
        /// Number of the offer.
        request: u64,
        /// The SDP answer with all candidates.
        result: Result<String, OfferError>,
    },
    /// A source arrives and is permitted, or its layers changed. Repeated whenever a layer appears or
    /// ends or changes its height.
    Published {
        /// The room.
        room: RoomKey,
        /// The publisher.
        peer: PeerKey,
        /// The source.
        source: Source,
        /// Audio or video.
        kind: TrackKind,
        /// The encodings that arrive, by rising size.
        layers: Vec<Layer>,
    },
    /// The source arrives no more, or is not permitted any more.
    Unpublished {
        /// The room.
        room: RoomKey,
        /// The publisher.
        peer: PeerKey,
        /// The source.
        source: Source,
    },
    /// State of a video slot. Sent after it changes, and once for each slot of a new subscription.
    SlotChanged {
        /// The room.
        room: RoomKey,
        /// The subscriber.
        peer: PeerKey,
        /// `a=mid` of the slot.
        mid: String,
        /// The new state.
        state: SlotState,
    },
    /// The audio slots of a subscriber: all of them, after any changed.
    Heard {
        /// The room.
        room: RoomKey,
        /// The subscriber.
        peer: PeerKey,
        /// `a=mid` of each audio slot, with the participant and the source (microphone or
        /// the sound of the shared screen) that it carries.
        slots: Vec<(String, Option<(PeerKey, Source)>)>,
    },
    /// The participants who speak, the dominant speaker first. Sent after the list changes.
    Speakers {
        /// The room.
        room: RoomKey,
        /// The speakers.
        loudest: Vec<PeerKey>,
    },
    /// The largest height at which anybody shows a source of this publisher. Sent after it changes.
    Wanted {
        /// The room.
        room: RoomKey,
        /// The publisher.
        peer: PeerKey,
        /// Camera or shared screen.
        source: Source,
        /// Pixels; 0: nobody shows it.
        height: u16,
    },
    /// A transport connected (ICE and DTLS), or ended. A client whose transport ended makes a new offer.
    Connected {
        /// The room.
        room: RoomKey,
        /// The participant.
        peer: PeerKey,
        /// The transport.
        way: Way,
        /// False once it ended.
        is: bool,
    },
}

impl Event {
    /// The room that the event is about.
    #[must_use]
    pub const fn room(&self) -> RoomKey {
        match self {
            Self::Answered { room, .. }
            | Self::Published { room, .. }
            | Self::Unpublished { room, .. }
            | Self::SlotChanged { room, .. }
            | Self::Heard { room, .. }
            | Self::Speakers { room, .. }
            | Self::Wanted { room, .. }
            | Self::Connected { room, .. } => *room,
        }
    }
}
