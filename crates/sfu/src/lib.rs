//! Selective forwarding of media as a state machine that does no I/O.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod allocator;
mod audio_slots;
mod command;
mod config;
mod demux;
mod event;
mod munger;
mod payload;
mod speakers;

pub use allocator::{Allocation, Demand, Offer, allocate};
pub use audio_slots::assign;
pub use command::{Command, PeerKey, RoomKey, Slot, Sources, TrackKind, Way};
pub use config::Limits;
pub use demux::{Datagram, classify};
pub use event::{Event, Layer, OfferError, SlotState};
pub use munger::{Munger, Numbers, Vp8Numbers};
pub use payload::{KeyframeStart, VideoCodec, keyframe_start};
pub use speakers::Speakers;
