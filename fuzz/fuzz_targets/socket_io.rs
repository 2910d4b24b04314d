//! Any lines as the messages of one session: never a panic, and never more connected than was accepted.

#![no_main]

use std::time::{Duration, Instant};

use convene_socketio::{Namespaces, Rules, Step};
use libfuzzer_sys::fuzz_target;

const RULES: Rules = Rules { connect_timeout: Duration::from_secs(10), max_connects: 100 };

fuzz_target!(|messages: &str| {
    let now = Instant::now();
    let mut namespaces = Namespaces::new(RULES, now);
    for message in messages.lines() {
        match namespaces.handle_text(message, now) {
            Ok(Step::Connect { namespace: "/", .. }) => namespaces.accept("/", ()),
            Ok(Step::Event { attachments: 1.., .. }) => drop(namespaces.handle_binary()),
            Ok(_) => {}
            Err(_) => break,
        }
        assert!(namespaces.iter().count() <= 1);
    }
});
