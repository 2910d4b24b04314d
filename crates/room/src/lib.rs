//! The rules of a live room, sans-IO: commands and the time go in, effects come out.
//!
//! A [`Room`] knows no socket, no clock, no database and no wire format. Its owner calls the
//! `handle_*` methods, which alone change a room, and drains [`Room::poll_effect`] after each call.
//! [`Room::poll_timeout`] tells when to call [`Room::handle_timeout`]. Effects come in order:
//! events to send, outcomes of commands and, with [`Effect::Keep`], state to write to the disk.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod audience;
mod call;
mod chat;
mod command;
mod effect;
mod error;
mod hosts;
mod interview;
mod keeping;
mod kind;
mod lobby;
mod media;
mod named;
mod outbox;
mod permissions;
mod room;

pub use call::{
    CallCommand, CallEffect, CallError, CallEvent, Profile, Reach, Switchboard, SwitchboardPolicy,
    reach,
};
pub use chat::{ChatParties, ChatTicket};
pub use command::{Command, Foreign, Join, JoinOutcome, Returning, RoomChange, Snapshot};
pub use effect::{Assess, ConnectionId, Dismissal, Effect, Event, MediaEffect};
pub use error::RoomError;
pub use interview::{Interview, InterviewError, Match, Matched, may_in_interview};
pub use keeping::{CommandId, Durability, Progress};
pub use media::MediaReport;
pub use permissions::{Action, may, may_act_on};
pub use room::{Room, RoomPolicy};
