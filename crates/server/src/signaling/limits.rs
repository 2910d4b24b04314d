//! How much one connection and one address may ask for.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use crate::address_limit::{AddressLimiter, network};

/// How many busy connections' worth of events one address may send: several people often share
/// one, behind a company's NAT.
const ADDRESS_SHARE: NonZeroU32 = NonZeroU32::new(16).unwrap();

/// How far above the sustained rate a burst may go.
const BURST: NonZeroU32 = NonZeroU32::new(4).unwrap();

/// The limits of signaling. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Limits {
    per_connection: Quota,
    per_address: Arc<AddressLimiter>,
    connections_per_address: u32,
    places: Arc<Mutex<HashMap<IpAddr, u32>>>,
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
            places: Arc::default(),
            clock: DefaultClock::default(),
        }
    }

    /// Takes one of an address's places for connections, given back on drop.
    pub(super) fn take_place(&self, address: IpAddr) -> Result<Place, TooManyConnections> {
        let address = network(address);
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = places.entry(address).or_default();
        if *taken >= self.connections_per_address {
            return Err(TooManyConnections(self.connections_per_address));
        }
        *taken += 1;
        Ok(Place { places: Arc::clone(&self.places), address })
    }

    /// What measures the events of one connection.
    pub(super) fn meter(&self, address: IpAddr) -> Meter {
        let connection = RateLimiter::direct(self.per_connection);
        Meter { limits: self.clone(), connection, address }
    }

    /// Forgets addresses that have been quiet; call it now and then.
    pub(crate) fn sweep(&self) {
        self.per_address.purge();
    }
}

/// Refusal of a connection; the client sees it as `connect_error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("rate_limited: an address may have at most {0} connections")]
pub(crate) struct TooManyConnections(u32);

/// One connection's place, given back on drop.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Mutex<HashMap<IpAddr, u32>>>,
    address: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = places.get_mut(&self.address) {
            *taken -= 1;
            if *taken == 0 {
                places.remove(&self.address);
            }
        }
    }
}

/// Measures the events of one connection against its own limit and its address's.
pub(super) struct Meter {
    limits: Limits,
    connection: DefaultDirectRateLimiter,
    address: IpAddr,
}

impl Meter {
    /// Counts one event, or says how long to wait.
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
