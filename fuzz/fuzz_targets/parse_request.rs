//! Any text as an event packet: a request or an error, never a panic.

#![no_main]

use convene_protocol::parse_request;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|packet: &str| {
    let _ = parse_request(packet);
});
