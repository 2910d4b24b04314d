//! convene

mod media;

fn main() {}
