//! Policy for peer addresses. The relay must not be a way into the network that it runs in.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ipnet::{IpNet, Ipv4Net};

/// Decides which peer addresses clients may reach over the network: public unicast addresses, and
/// those that an operator lists.
///
/// The policy does not apply to relayed addresses of the relay itself. Two clients of one relay can
/// always reach each other, inside the process.
#[derive(Debug, Clone, Default)]
pub struct AddressPolicy {
    allowed_networks: Vec<IpNet>,
    allowed_endpoints: Vec<SocketAddr>,
}

impl AddressPolicy {
    /// The policy with no exceptions.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets clients reach these networks, too. They may be private, or include the relay's host.
    #[must_use]
    pub fn allow_networks(mut self, networks: impl IntoIterator<Item = IpNet>) -> Self {
        self.allowed_networks.extend(networks.into_iter().map(canonical_net));
        self
    }

    /// Lets clients reach exactly these addresses and ports, such as those of an SFU on this host.
    #[must_use]
    pub fn allow_endpoints(mut self, endpoints: impl IntoIterator<Item = SocketAddr>) -> Self {
        self.allowed_endpoints.extend(
            endpoints.into_iter().map(|it| SocketAddr::new(it.ip().to_canonical(), it.port())),
        );
        self
    }

    /// True if an operator listed a network with this address.
    #[must_use]
    pub fn lists(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        self.allowed_networks.iter().any(|network| network.contains(&ip))
    }

    /// True if an operator listed exactly this address and port.
    #[must_use]
    pub fn lists_endpoint(&self, address: SocketAddr) -> bool {
        let ip = address.ip().to_canonical();
        self.allowed_endpoints.contains(&SocketAddr::new(ip, address.port()))
    }

    /// True if an operator listed some port of this address.
    #[must_use]
    pub fn lists_an_endpoint_of(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        self.allowed_endpoints.iter().any(|endpoint| endpoint.ip() == ip)
    }

    /// True if clients may reach every port of this address: it is public unicast, or listed. For
    /// an IPv6 address that embeds an IPv4 one, both must be permitted.
    #[must_use]
    pub fn permits(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        self.lists(ip)
            || match ip {
                IpAddr::V4(ip) => is_public_v4(ip),
                IpAddr::V6(ip) => {
                    is_public_v6(ip)
                        && embedded_v4(ip).into_iter().flatten().all(|v4| self.permits(v4.into()))
                }
            }
    }
}

/// Converts a network of IPv4-mapped addresses to the IPv4 network.
fn canonical_net(network: IpNet) -> IpNet {
    if let IpNet::V6(v6) = network
        && let Some(v4) = v6.network().to_ipv4_mapped()
        && let Some(length) = v6.prefix_len().checked_sub(96)
        && let Ok(v4) = Ipv4Net::new(v4, length)
    {
        return IpNet::V4(v4);
    }
    network
}

/// True unless the address is multicast, reserved or in IANA's IPv4 special-purpose registry (RFC
/// 6890 and its successors).
fn is_public_v4(ip: Ipv4Addr) -> bool {
    !matches!(
        ip.octets(),
        [0 | 10 | 127, ..]                  // this network, private, loopback
            | [100, 64..=127, ..]           // shared (CGNAT), RFC 6598
            | [169, 254, ..]                // link-local, cloud metadata among them
            | [172, 16..=31, ..]            // private
            | [192, 0, 0 | 2, _]            // protocol assignments, documentation
            | [192, 88, 99, _]              // 6to4 relays
            | [192, 168, ..]                // private
            | [198, 18 | 19, ..]            // benchmarking
            | [198, 51, 100, _]             // documentation
            | [203, 0, 113, _]              // documentation
            | [224..=255, ..] // multicast, reserved, broadcast
    )
}

/// True for global unicast addresses that IANA's IPv6 special-purpose registry does not exclude,
/// and for ranges that only embed IPv4 addresses; see [`embedded_v4`].
fn is_public_v6(ip: Ipv6Addr) -> bool {
    match ip.segments() {
        [0x2001, 0x0000, ..] => true,             // Teredo: see `embedded_v4`
        [0x2001, 0x0000..=0x01FF, ..] => false,   // protocol assignments, benchmarking, ORCHID
        [0x2001, 0x0DB8, ..] => false,            // documentation
        [0x3FFF, 0x0000..=0x0FFF, ..] => false,   // documentation
        [0x2000..=0x3FFF, ..] => true,            // global unicast
        [0x0064, 0xFF9B, 0, 0, 0, 0, ..] => true, // NAT64: see `embedded_v4`
        [0, 0, 0, 0, 0, 0, high, low] => high != 0 || low > 1, // IPv4-compatible; not :: and ::1
        [0, 0, 0, 0, 0xFFFF, 0, ..] => true,      // IPv4-translated, RFC 2765
        _ => false,
    }
}

/// IPv4 addresses to which an IPv6 address leads.
fn embedded_v4(ip: Ipv6Addr) -> [Option<Ipv4Addr>; 2] {
    let segments = ip.segments();
    let [_, a, b, b2, c, d, e, f] = segments;
    let v4 = |high: u16, low: u16| Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match segments {
        [0x2001, 0, ..] => [v4(b, b2), v4(!e, !f)], // Teredo, RFC 4380 §4
        [0x2002, ..] => [v4(a, b), isatap(c, d, e, f)], // 6to4, RFC 3056
        [0x0064, 0xFF9B, ..] | [0, 0, 0, 0, ..] => [v4(e, f), None],
        _ => [isatap(c, d, e, f), None],
    }
}

/// IPv4 address in an ISATAP interface identifier (RFC 5214 §6.1).
fn isatap(c: u16, d: u16, e: u16, f: u16) -> Option<Ipv4Addr> {
    (matches!(c, 0 | 0x0200) && d == 0x5EFE)
        .then(|| Ipv4Addr::from((u32::from(e) << 16) | u32::from(f)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const REFUSED: &[&str] = &[
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "::10.0.0.1",
        "::ffff:0:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:0:a00:1:0:0:f7f7:f7f7",
        "2001:0:808:808:0:0:80ff:fffe",
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:a00:1::1",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "feff::1",
        "ff02::1",
        "ff0e::1",
        "4000::1",
        "2600::5efe:10.0.0.1",
        "2600::200:5efe:192.168.0.1",
    ];

    #[test]
    fn what_is_not_public_is_refused() {
        for ip in REFUSED {
            assert!(!AddressPolicy::new().permits(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn public_addresses_are_permitted() {
        for ip in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "169.253.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1",
            "2a00:1450::1",
            "2400::1",
            "::ffff:8.8.8.8",
            "::8.8.8.8",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
            "2001:0:808:808:0:0:f7f7:f7f7",
            "2001:200::1",
            "2600::5efe:8.8.8.8",
        ] {
            assert!(AddressPolicy::new().permits(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn an_operator_can_list_networks_in_either_form() {
        let policy = AddressPolicy::new().allow_networks([
            "10.1.0.0/16".parse().unwrap(),
            "::ffff:192.168.7.0/120".parse().unwrap(),
            "fd00::/8".parse().unwrap(),
        ]);
        for ip in ["10.1.2.3", "::ffff:10.1.2.3", "192.168.7.9", "fd00::9"] {
            assert!(policy.permits(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["10.2.0.1", "192.168.8.1", "fc00::1", "127.0.0.1"] {
            assert!(!policy.permits(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn a_listed_endpoint_opens_no_other_port() {
        let sfu: SocketAddr = "10.0.0.5:7000".parse().unwrap();
        let policy = AddressPolicy::new().allow_endpoints([sfu]);
        assert!(policy.lists_endpoint(sfu));
        assert!(policy.lists_endpoint("[::ffff:10.0.0.5]:7000".parse().unwrap()));
        assert!(policy.lists_an_endpoint_of(sfu.ip()));
        assert!(!policy.lists_endpoint("10.0.0.5:7001".parse().unwrap()));
        assert!(!policy.permits(sfu.ip()));
    }

    #[test]
    fn all_public_ipv6_is_global_unicast_but_for_wrapped_ipv4() {
        let global: ipnet::Ipv6Net = "2000::/3".parse().unwrap();
        for first in 0..=u16::MAX {
            let ip = Ipv6Addr::new(first, 0x1234, 0, 1, 2, 3, 4, 5);
            assert!(global.contains(&ip) || !is_public_v6(ip), "{ip}");
        }
    }

    proptest! {
        #[test]
        fn an_ipv4_address_is_judged_alike_in_every_wrapping(ip: Ipv4Addr) {
            let policy = AddressPolicy::new();
            let plain = policy.permits(ip.into());
            let [a, b, c, d] = ip.octets();
            let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
            prop_assert_eq!(policy.permits(ip.to_ipv6_mapped().into()), plain);
            let wrapped = [
                Ipv6Addr::new(0x64, 0xFF9B, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
                Ipv6Addr::new(0x2001, 0, 0x0808, 0x0808, 0, 0, !high, !low),
                Ipv6Addr::new(0x2001, 0, high, low, 0, 0, !0x0808, !0x0808),
            ];
            for wrapping in wrapped {
                prop_assert_eq!(policy.permits(wrapping.into()), plain, "{}", wrapping);
            }
        }
    }
}
