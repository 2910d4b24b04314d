//! Rate and connection limits per connection and per address.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use crate::address_limit::{AddressLimiter, AddressPlace, AddressPlaces};

/// Events that one address may send, as a multiple of the limit of one connection. Several people
/// often share an address, such as behind a company's NAT.
const ADDRESS_SHARE: NonZeroU32 = NonZeroU32::new(16).unwrap();

/// Burst size, as a multiple of the sustained rate per second.
const BURST: NonZeroU32 = NonZeroU32::new(4).unwrap();

/// Transports that an address may open beyond its limit of connections, only to receive the error.
const REFUSED: u32 = 64;

/// The limits of signaling. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Limits {
    per_connection: Quota,
    per_address: Arc<AddressLimiter>,
    connections_per_address: u32,
    connections: AddressPlaces,
    transports: AddressPlaces,
    clock: DefaultClock,
}

impl Limits {
    pub(crate) fn new(events_per_second: u32, connections_per_address: u32) -> Self {
        let events_per_second = NonZeroU32::new(events_per_second).unwrap_or(NonZeroU32::MIN);
        let quota =
            |rate: NonZeroU32| Quota::per_second(rate).allow_burst(rate.saturating_mul(BURST));
        Self {
            per_connection: quota(events_per_second),
            per_address: Arc::new(AddressLimiter::new(quota(
                events_per_second.saturating_mul(ADDRESS_SHARE),
            ))),
            connections_per_address,
            connections: AddressPlaces::new(connections_per_address),
            transports: AddressPlaces::new(connections_per_address.saturating_add(REFUSED)),
            clock: DefaultClock::default(),
        }
    }

    /// Takes a slot for a connection of this address; dropping it frees the slot.
    pub(super) fn take_place(&self, address: IpAddr) -> Result<AddressPlace, TooManyConnections> {
        let refusal = TooManyConnections(self.connections_per_address);
        self.connections.take(address).ok_or(refusal)
    }

    /// Takes a slot for a transport of this address; transports that only wait for their error
    /// count too.
    pub(super) fn take_entry(&self, address: IpAddr) -> Result<AddressPlace, TooManyConnections> {
        let refusal = TooManyConnections(self.connections_per_address);
        self.transports.take(address).ok_or(refusal)
    }

    /// Creates the event meter of a connection.
    pub(super) fn meter(&self, address: IpAddr) -> Meter {
        let connection = RateLimiter::direct(self.per_connection);
        Meter { limits: self.clone(), connection, address }
    }

    /// Forgets addresses that have been quiet; call it periodically.
    pub(crate) fn sweep(&self) {
        self.per_address.purge();
    }
}

/// Refusal of a connection; the client sees it as `connect_error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("rate_limited: an address may have at most {0} connections")]
pub(crate) struct TooManyConnections(u32);

/// Measures the events of a connection against its own limit and that of its address.
pub(super) struct Meter {
    limits: Limits,
    connection: DefaultDirectRateLimiter,
    address: IpAddr,
}

impl Meter {
    /// Counts one event. If it exceeds a limit, returns the time until the next one is accepted.
    pub(super) fn check(&self) -> Result<(), Duration> {
        let now = self.limits.clock.now();
        self.connection.check().map_err(|over| over.wait_time_from(now))?;
        self.limits.per_address.check(self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

    fn limits() -> Limits {
        Limits::new(10, 2)
    }

    #[test]
    fn a_burst_beyond_the_limit_is_told_how_long_to_wait() {
        let meter = limits().meter(ADDRESS);
        let refused: Vec<Duration> = (0..60).filter_map(|_| meter.check().err()).collect();
        assert!(!refused.is_empty());
        assert!(refused.iter().all(|wait| *wait > Duration::ZERO));
    }

    #[test]
    fn many_connections_of_one_address_share_a_limit() {
        let limits = limits();
        let meters: Vec<Meter> = (0..40).map(|_| limits.meter(ADDRESS)).collect();
        let refused = meters.iter().flat_map(|meter| (0..40).map(|_| meter.check()));
        assert!(refused.filter(Result::is_err).count() > 500);
        let other = limits.meter(IpAddr::from([192, 0, 2, 2]));
        assert!(other.check().is_ok());
    }

    #[test]
    fn a_place_is_given_back() {
        let limits = limits();
        let first = limits.take_place(ADDRESS).unwrap();
        let _second = limits.take_place(ADDRESS).unwrap();
        assert_eq!(limits.take_place(ADDRESS).unwrap_err(), TooManyConnections(2));
        drop(first);
        assert!(limits.take_place(ADDRESS).is_ok());
    }

    #[test]
    fn addresses_of_one_ipv6_host_count_together() {
        let limits = limits();
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let _first = limits.take_place(address("2001:db8::1")).unwrap();
        let _second = limits.take_place(address("2001:db8::2")).unwrap();
        assert!(limits.take_place(address("2001:db8::3")).is_err());
        assert!(limits.take_place(address("2001:db8:0:1::1")).is_ok());
    }
}
