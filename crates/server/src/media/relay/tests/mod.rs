//! Tests of the relay over real sockets on the loopback interface.

mod client;
mod coturn;
mod flows;
mod leases;
mod limits;
mod listening;
mod measure;
mod page_port;

use std::time::Duration;

use convene_relay::{AddressPolicy, Credentials, IssuedCredential};

use super::{Relay, RelayConfig, start};
use crate::clock::Clock;

/// Ports outside the system's ephemeral range, so that no peer of the tests gets one.
const RELAY_PORTS: std::ops::RangeInclusive<u16> = 61_000..=65_000;

fn config() -> RelayConfig {
    RelayConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        relay_ports: RELAY_PORTS,
        ..RelayConfig::new(
            Credentials::new("a secret of the tests", "tests").unwrap(),
            Clock::start(),
        )
    }
}

/// A configuration whose clients may reach peers on the loopback interface.
fn open_config() -> RelayConfig {
    let loopback = "127.0.0.0/8".parse().unwrap();
    RelayConfig { policy: AddressPolicy::new().allow_networks([loopback]), ..config() }
}

async fn started(config: RelayConfig) -> Relay {
    start(config).await.unwrap()
}

/// Credentials with a lease that lasts as long as the relay.
fn issue(relay: &Relay, label: &str) -> IssuedCredential {
    std::mem::forget(relay.leases().open(label));
    issue_without_lease(relay, label)
}

fn issue_without_lease(relay: &Relay, label: &str) -> IssuedCredential {
    relay.credentials().issue(Clock::start().unix(), Duration::from_secs(3600), label)
}
