//! The live rooms of this process: one owner task each, found by meeting.

mod assessments;
mod keeper;
mod named;
mod owner;
mod registry;

pub(crate) use keeper::Kept;
pub(crate) use named::{NamedRoomError, forget_unused, named_room};
pub(crate) use owner::{Outbound, Reply, RoomInput};
pub(crate) use registry::Rooms;
