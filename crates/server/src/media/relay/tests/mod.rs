//! The relay over real sockets on the loopback interface.

mod client;
mod coturn;
mod flows;
mod limits;
mod listening;
mod measure;

use std::time::{Duration, SystemTime};

use convene_relay::{AddressPolicy, Credentials, IssuedCredential};

use super::{Relay, RelayConfig, start};

/// Ports the system gives to nobody on its own, so that peers of the tests are not among them.
const RELAY_PORTS: std::ops::RangeInclusive<u16> = 61_000..=65_000;

fn config() -> RelayConfig {
    RelayConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        relay_ports: RELAY_PORTS,
        ..RelayConfig::new(Credentials::new("a secret of the tests", "tests").unwrap())
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

fn issue(relay: &Relay, label: &str) -> IssuedCredential {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    relay.credentials().issue(now.as_secs(), Duration::from_secs(3600), label)
}
