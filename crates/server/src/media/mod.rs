//! Media: the UDP and TCP loops around the sans-IO cores.

mod io;
pub(crate) use io::{DetachedSocket, Door, Visitor};
pub(crate) mod relay;
pub(crate) mod sfu;
