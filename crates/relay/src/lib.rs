//! STUN and TURN (RFC 8489, RFC 8656) without I/O.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod wire;
