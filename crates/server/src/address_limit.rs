//! How often an address may do something, and what counts as one address.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Counts by address. Of an IPv6 address the first 64 bits: the rest is its user's to choose.
pub(crate) struct AddressLimiter {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl AddressLimiter {
    /// So many a minute, all of them at once if need be.
    pub(crate) fn per_minute(count: u32) -> Self {
        Self::new(Quota::per_minute(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)))
    }

    /// As many, and as many at once, as the quota says.
    pub(crate) fn new(quota: Quota) -> Self {
        Self { limiter: RateLimiter::keyed(quota), clock: DefaultClock::default() }
    }

    /// Counts one more, or says how long to wait.
    pub(crate) fn check(&self, address: IpAddr) -> Result<(), Duration> {
        self.limiter
            .check_key(&network(address))
            .map_err(|refusal| refusal.wait_time_from(self.clock.now()))
    }

    /// Forgets the addresses that have their whole quota again. To be called now and then.
    pub(crate) fn purge(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

/// What counts as one address: of IPv6 the first 64 bits, which one host commonly has to itself.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address => address,
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
    fn purging_does_not_forgive() {
        let limiter = AddressLimiter::per_minute(1);
        limiter.check(address("198.51.100.1")).unwrap();
        limiter.purge();
        assert!(limiter.check(address("198.51.100.1")).is_err());
    }
}
