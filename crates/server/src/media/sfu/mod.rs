//! Forwarding server: its thread, sockets and handles around the sans-IO core.

mod handle;

pub(crate) use handle::{Forwarding, RoomHandle};
