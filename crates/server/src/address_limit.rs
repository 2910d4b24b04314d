//! Limits by address: rates, and numbers held at the same time. Also defines what counts as one
//! address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// How many addresses a limiter remembers. Beyond that it counts by larger networks, so that an
/// attacker with many addresses does not cost more memory.
const MAX_ADDRESSES: usize = 65_536;

/// Rate limiter by [`network`]. It remembers at most about twice [`MAX_ADDRESSES`] of them.
pub(crate) struct AddressLimiter {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
    /// Checks since the last purge; each may have added an address.
    checks: AtomicUsize,
    /// True if it counts by [`large_network`], because it remembers too many addresses.
    is_crowded: AtomicBool,
    max_addresses: usize,
}

impl AddressLimiter {
    /// Allows `count` per minute, also all of them at once.
    pub(crate) fn per_minute(count: u32) -> Self {
        Self::new(Quota::per_minute(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)))
    }

    /// Allows the rate and the burst of the quota.
    pub(crate) fn new(quota: Quota) -> Self {
        Self {
            limiter: RateLimiter::keyed(quota),
            clock: DefaultClock::default(),
            checks: AtomicUsize::new(0),
            is_crowded: AtomicBool::new(false),
            max_addresses: MAX_ADDRESSES,
        }
    }

    /// Counts one more. Above the limit, returns the time until the next one is allowed.
    pub(crate) fn check(&self, address: IpAddr) -> Result<(), Duration> {
        if self.checks.fetch_add(1, Ordering::Relaxed) >= self.max_addresses {
            self.purge();
        }
        let key = if self.is_crowded.load(Ordering::Relaxed) {
            large_network(address)
        } else {
            network(address)
        };
        self.limiter.check_key(&key).map_err(|refusal| refusal.wait_time_from(self.clock.now()))
    }

    /// Removes addresses whose whole quota is available again. Call it periodically.
    pub(crate) fn purge(&self) {
        self.checks.store(0, Ordering::Relaxed);
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
        let is_crowded = self.limiter.len() >= self.max_addresses;
        self.is_crowded.store(is_crowded, Ordering::Relaxed);
    }
}

/// Limits how many slots each [`network`] holds at the same time.
#[derive(Debug, Clone)]
pub(crate) struct AddressPlaces {
    taken: Arc<Mutex<HashMap<IpAddr, u32>>>,
    most: u32,
}

/// A slot of an address; dropping it frees the slot.
#[derive(Debug)]
pub(crate) struct AddressPlace {
    taken: Arc<Mutex<HashMap<IpAddr, u32>>>,
    network: IpAddr,
}

impl AddressPlaces {
    /// Gives each address `most` slots.
    pub(crate) fn new(most: u32) -> Self {
        Self { taken: Arc::default(), most }
    }

    /// Takes a slot, if the address has one left.
    pub(crate) fn take(&self, address: IpAddr) -> Option<AddressPlace> {
        let network = network(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.get(&network).copied().unwrap_or_default();
        if count >= self.most {
            return None;
        }
        taken.insert(network, count + 1);
        Some(AddressPlace { taken: Arc::clone(&self.taken), network })
    }
}

impl Drop for AddressPlace {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.network);
            }
        }
    }
}

/// The network that counts as one address. For IPv6 these are the first 64 bits, which usually
/// belong to one host.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    convene_relay::network(address)
}

/// The provider's address block that probably contains the address: IPv4 /16, IPv6 /32.
fn large_network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, ..] = address.octets();
            Ipv4Addr::new(a, b, 0, 0).into()
        }
        IpAddr::V6(address) => {
            let [a, b, ..] = address.segments();
            Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn each_address_has_its_own_quota() {
        let limiter = AddressLimiter::per_minute(1);
        assert_eq!(limiter.check(address("198.51.100.1")), Ok(()));
        let wait = limiter.check(address("198.51.100.1")).unwrap_err();
        assert!(wait > Duration::from_secs(50) && wait <= Duration::from_secs(60), "{wait:?}");
        assert_eq!(limiter.check(address("198.51.100.2")), Ok(()));
        assert!(limiter.check(address("::ffff:198.51.100.2")).is_err());
    }

    #[test]
    fn the_addresses_of_one_ipv6_network_share_a_quota() {
        let limiter = AddressLimiter::per_minute(1);
        assert_eq!(limiter.check(address("2001:db8:0:1::1")), Ok(()));
        assert!(limiter.check(address("2001:db8:0:1:ffff::2")).is_err());
        assert_eq!(limiter.check(address("2001:db8:0:2::1")), Ok(()));
    }

    #[test]
    fn the_number_of_addresses_does_not_use_more_and_more_memory() {
        let limiter = AddressLimiter { max_addresses: 100, ..AddressLimiter::per_minute(1) };
        for n in 0..10_000_u32 {
            let address = Ipv6Addr::new(0x2001, 0xdb8, (n >> 8) as u16, n as u16, 0, 0, 0, 1);
            let _counted = limiter.check(address.into());
        }
        assert!(limiter.limiter.len() <= 201, "{}", limiter.limiter.len());
        assert!(
            limiter.check(address("2001:db8:ffff::1")).is_err(),
            "its block has used its quota"
        );
        assert_eq!(limiter.check(address("198.51.100.1")), Ok(()), "others are not concerned");
    }

    #[test]
    fn a_place_is_given_back_when_it_is_dropped() {
        let places = AddressPlaces::new(2);
        let first = places.take(address("2001:db8:0:1::1")).unwrap();
        let _second = places.take(address("2001:db8:0:1::2")).unwrap();
        assert!(places.take(address("2001:db8:0:1::3")).is_none());
        assert!(places.take(address("2001:db8:0:2::1")).is_some());
        drop(first);
        assert!(places.take(address("2001:db8:0:1::3")).is_some());
        assert_eq!(places.taken.lock().unwrap().len(), 1);
    }

    #[test]
    fn purging_does_not_forgive() {
        let limiter = AddressLimiter::per_minute(1);
        limiter.check(address("198.51.100.1")).unwrap();
        limiter.purge();
        assert!(limiter.check(address("198.51.100.1")).is_err());
    }
}
