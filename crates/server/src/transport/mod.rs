//! Transports of Socket.IO: HTTP polling, WebSockets, and the upgrade from one to the other.
//!
//! `convene_socketio` implements the protocol without I/O; this module owns the sockets, tasks and
//! memory. [`http`] handles requests and opens sessions. One [`task`] per session reads, runs the
//! layer above and writes. [`socket`] is the rest of the server's view of a client, and [`ledger`]
//! counts queued bytes. This module knows nothing about signaling.

mod http;
mod io;
mod ledger;
mod link;
mod movable;
mod registry;
mod shards;
mod socket;
mod task;
#[cfg(test)]
mod tests;
mod websocket;

pub(crate) use self::http::{Refused, Service, Transports};
pub(crate) use io::Upgraded;
pub(crate) use ledger::{Budgets, Ledger};
#[cfg(feature = "protocol-echo")]
pub(crate) use link::Closing;
pub(crate) use link::{Encoded, Link};
pub(crate) use movable::{Movable, MovableTcp};
pub(crate) use shards::Shards;
pub(crate) use socket::{Application, Ending, Received, Run, Socket, Sockets};
#[cfg(feature = "protocol-echo")]
pub(crate) use task::Upper;
