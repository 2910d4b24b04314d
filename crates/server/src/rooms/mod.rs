//! The live rooms of this process, keyed by meeting. Connections call a room directly ([`live`]).
//! Each room has one owner ([`owner`]), used by one caller at a time.

mod assessments;
mod leases;
mod live;
mod matches;
mod media;
mod named;
mod owner;
mod registry;

pub(crate) use live::{Closed, LiveRoom};
pub(crate) use named::{NamedRoomError, named_room};
pub(crate) use owner::{Outbound, Outlet, QUEUE};
pub(crate) use registry::Rooms;
