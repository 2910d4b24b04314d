//! Interviews: the clock, permissions, and visibility.

#[path = "../disk/mod.rs"]
mod disk;
mod properties;
mod rules;
mod world;
