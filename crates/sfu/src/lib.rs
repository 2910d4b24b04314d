//! Selective forwarding of media as a state machine that does no I/O.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod command;
mod config;
mod event;

pub use command::{Command, PeerKey, RoomKey, Slot, Sources, TrackKind, Way};
pub use config::Limits;
pub use event::{Event, Layer, OfferError, SlotState};
