//! Selective forwarding of media as a state machine that does no I/O.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod allocator;
mod audio_slots;
mod bucket;
mod command;
mod config;
mod counters;
mod demux;
mod event;
mod forwarder;
mod munger;
mod payload;
mod sdp;
mod speakers;
mod timers;

pub use allocator::{Allocation, Demand, Offer, Order, allocate, least};
pub use audio_slots::assign;
pub use command::{Command, PeerKey, RoomKey, Slot, Sources, TrackKind, Way};
pub use config::{Config, Limits};
pub use counters::Counters;
pub use demux::{Datagram, classify};
pub use event::{Event, Layer, OfferError, SlotState};
pub use forwarder::{ConfigError, Forwarder, Protocol, Received, Transmit};
pub use munger::{Munger, Numbers, Vp8Numbers};
pub use payload::{KeyframeStart, VideoCodec, keyframe_start};
pub use sdp::{MediaLine, Offered, read_offer};
pub use speakers::Speakers;
