//! Any packets of clients of `/rooms`: no panic, and each is answered or refused with a reason.

#![no_main]

use convene_dialects::Rooms;
use libfuzzer_sys::fuzz_target;

mod dialect;

fuzz_target!(|packets: Vec<(bool, String)>| dialect::speak::<Rooms>(&packets));
