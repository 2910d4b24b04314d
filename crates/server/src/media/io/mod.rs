//! Threads and sockets for media: many datagrams per system call, and one task for many sockets.
//! Nothing here depends on the protocol.

mod door;
mod listen;
mod outbox;
mod ready;
mod stream;
pub(crate) mod thread;
mod udp;

pub(crate) use door::{DetachedSocket, Door, Hall, Visitor, door};
pub(crate) use listen::{bind_both, own_addresses};
pub(crate) use outbox::{Outbox, Route};
pub(crate) use ready::{Readiness, ReadySet, insert};
pub(crate) use stream::{ClientStream, MAX_WAITING, Socket, TooSlow};
pub(crate) use udp::{RecvBuffers, UdpPort, bind, canonical};
