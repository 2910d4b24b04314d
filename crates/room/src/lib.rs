//! The rules of a live room, sans-IO: commands and the time go in, effects come out.
//!
//! A [`Room`] knows no socket, no clock, no database and no wire format. Its owner feeds it with
//! the `handle_*` methods and after each drains [`Room::poll_effect`]; [`Room::poll_timeout`] says
//! when to call [`Room::handle_timeout`]. Nothing else changes a room.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod effect;
mod error;
mod outbox;
mod room;

pub use effect::{ConnectionId, Effect, Event};
pub use error::RoomError;
pub use room::{ChatParties, Command, Join, JoinOutcome, Returning, Room, RoomPolicy, Snapshot};
