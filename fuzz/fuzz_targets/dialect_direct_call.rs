//! Any packet of a client of `/direct-call`: no panic, and it is a request or is refused with a reason.

#![no_main]

use convene_dialects::direct_call::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|packet: String| {
    if let Err(reason) = parse(&packet) {
        assert!(!reason.is_empty());
    }
});
