//! Commands: the desired state of rooms, as the server tells it to the forwarder.

use convene_model::Source;

/// Key of a room. The server makes it and never uses it twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoomKey(pub u64);

/// Key of a participant in the forwarder. The server makes it and never uses it twice, in any room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerKey(pub u64);

/// Direction of a transport, from the client's point of view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// Client to server: what the participant sends.
    Up,
    /// Server to client: what the participant receives.
    Down,
}

/// Kind of a track.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TrackKind {
    /// Sound.
    Audio,
    /// Pictures.
    Video,
}

impl TrackKind {
    /// The kind of the tracks of a source.
    #[must_use]
    pub const fn of(source: Source) -> Self {
        match source {
            Source::Microphone | Source::ScreenShareAudio => Self::Audio,
            Source::Camera | Source::ScreenShare => Self::Video,
        }
    }
}

/// A set of sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Sources(u8);

impl Sources {
    /// No source.
    pub const NONE: Self = Self(0);
    /// Every source.
    pub const ALL: Self = Self(0b1111);

    const fn bit(source: Source) -> u8 {
        match source {
            Source::Microphone => 1,
            Source::Camera => 2,
            Source::ScreenShare => 4,
            Source::ScreenShareAudio => 8,
        }
    }

    /// This set and `source`.
    #[must_use]
    pub const fn with(self, source: Source) -> Self {
        Self(self.0 | Self::bit(source))
    }

    /// This set without `source`.
    #[must_use]
    pub const fn without(self, source: Source) -> Self {
        Self(self.0 & !Self::bit(source))
    }

    /// True if `source` is in the set.
    #[must_use]
    pub const fn contains(self, source: Source) -> bool {
        self.0 & Self::bit(source) != 0
    }

    /// True if the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Source> for Sources {
    fn from_iter<T: IntoIterator<Item = Source>>(sources: T) -> Self {
        sources.into_iter().fold(Self::NONE, Self::with)
    }
}

/// A video slot: a receive-only m-line of a subscriber's downstream transport, and what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// `a=mid` of the m-line. [`Command::Subscribe`] skips an unknown one, a second slot with the same mid, and a slot
    /// of audio.
    pub mid: String,
    /// The publisher.
    pub of: PeerKey,
    /// Camera or shared screen. The sound of a screen needs no subscription: it is in the audio slots.
    pub source: Source,
    /// Height of the picture on the subscriber's screen, in physical pixels. 0 pauses the slot.
    pub height: u16,
    /// Priority when bandwidth is short: a slot with a higher number gets its layer first. A shared
    /// screen goes before every camera, whatever the numbers are.
    pub priority: u8,
}

/// A command of the server. Commands with an unknown room or peer do nothing, except that an
/// [`Command::Offer`] is answered with [`OfferError::Unknown`](crate::OfferError::Unknown).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The participant may connect. Opens the room if it is not open. Until [`Command::Permit`], none
    /// of the participant's sources is forwarded. Admitting twice changes nothing.
    Admit {
        /// The room.
        room: RoomKey,
        /// The participant.
        peer: PeerKey,
    },
    /// The sources of the participant that are forwarded; replaces the previous set.
    Permit {
        /// The room.
        room: RoomKey,
        /// The publisher.
        peer: PeerKey,
        /// The whole set.
        sources: Sources,
    },
    /// Ends the participant's transports and publications.
    Remove {
        /// The room.
        room: RoomKey,
        /// The participant.
        peer: PeerKey,
    },
    /// Ends the room with all its transports. The forwarder says nothing more about the room.
    Close {
        /// The room.
        room: RoomKey,
    },
    /// An SDP offer of the client. [`Event::Answered`](crate::Event::Answered) has the answer. An offer with new ICE
    /// credentials and fingerprint replaces the transport of that direction; another one renegotiates it.
    Offer {
        /// Number that the event repeats.
        request: u64,
        /// The room.
        room: RoomKey,
        /// The participant.
        peer: PeerKey,
        /// The transport.
        way: Way,
        /// The offer.
        sdp: String,
        /// For [`Way::Up`]: the source of each m-line that sends, by mid. At most one m-line for each source.
        /// Ignored for [`Way::Down`].
        tracks: Vec<(String, Source)>,
    },
    /// Everything that the participant wants to see; replaces the previous list. A slot that is not
    /// in the list is empty. A slot may name a publisher or a mid that does not exist yet.
    Subscribe {
        /// The room.
        room: RoomKey,
        /// The subscriber.
        peer: PeerKey,
        /// At most [`Limits::slots`](crate::Limits::slots); the forwarder ignores the rest.
        slots: Vec<Slot>,
    },
}

impl Command {
    /// The room that the command is for.
    #[must_use]
    pub const fn room(&self) -> RoomKey {
        match self {
            Self::Admit { room, .. }
            | Self::Permit { room, .. }
            | Self::Remove { room, .. }
            | Self::Close { room }
            | Self::Offer { room, .. }
            | Self::Subscribe { room, .. } => *room,
        }
    }
}
