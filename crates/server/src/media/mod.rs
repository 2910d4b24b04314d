//! Media: the UDP and TCP loops around the sans-IO cores.

pub(crate) mod relay;
