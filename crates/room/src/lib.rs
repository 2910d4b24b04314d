//! The rules of a live room, sans-IO: commands and the time go in, effects come out.
//!
//! A [`Room`] knows no socket, no clock, no database and no wire format. Its owner feeds it with
//! the `handle_*` methods and after each drains [`Room::poll_effect`]; [`Room::poll_timeout`] says
//! when to call [`Room::handle_timeout`]. What must outlive the room comes out of
//! [`Room::poll_record`]. Nothing else changes a room.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod call;
mod command;
mod effect;
mod error;
mod hosts;
mod interview;
mod lobby;
mod matching;
mod named;
mod outbox;
mod permissions;
mod room;

pub use call::{
    CallCommand, CallEffect, CallError, CallEvent, Profile, Reach, Switchboard, SwitchboardPolicy,
    reach,
};
pub use command::{
    ChatParties, Command, Foreign, Join, JoinOutcome, Returning, RoomChange, Snapshot,
};
pub use effect::{Assess, ConnectionId, Dismissal, Effect, Event};
pub use error::RoomError;
pub use interview::{Interview, InterviewError, may_in_interview};
pub use matching::match_points;
pub use permissions::{Action, may, may_act_on};
pub use room::{Room, RoomPolicy};
