//! Attribute types, and the coding of addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::{MAGIC_COOKIE, TransactionId};

/// USERNAME, RFC 8489 §14.3.
pub const USERNAME: u16 = 0x0006;
/// MESSAGE-INTEGRITY, RFC 8489 §14.5.
pub const MESSAGE_INTEGRITY: u16 = 0x0008;
/// ERROR-CODE, RFC 8489 §14.8.
pub const ERROR_CODE: u16 = 0x0009;
/// UNKNOWN-ATTRIBUTES, RFC 8489 §14.13.
pub const UNKNOWN_ATTRIBUTES: u16 = 0x000A;
/// CHANNEL-NUMBER, RFC 8656 §18.1.
pub const CHANNEL_NUMBER: u16 = 0x000C;
/// LIFETIME, RFC 8656 §18.2.
pub const LIFETIME: u16 = 0x000D;
/// XOR-PEER-ADDRESS, RFC 8656 §18.3.
pub const XOR_PEER_ADDRESS: u16 = 0x0012;
/// DATA, RFC 8656 §18.4.
pub const DATA: u16 = 0x0013;
/// REALM, RFC 8489 §14.9.
pub const REALM: u16 = 0x0014;
/// NONCE, RFC 8489 §14.10.
pub const NONCE: u16 = 0x0015;
/// XOR-RELAYED-ADDRESS, RFC 8656 §18.5.
pub const XOR_RELAYED_ADDRESS: u16 = 0x0016;
/// REQUESTED-ADDRESS-FAMILY, RFC 8656 §18.6.
pub const REQUESTED_ADDRESS_FAMILY: u16 = 0x0017;
/// EVEN-PORT, RFC 8656 §18.7.
pub const EVEN_PORT: u16 = 0x0018;
/// REQUESTED-TRANSPORT, RFC 8656 §18.8.
pub const REQUESTED_TRANSPORT: u16 = 0x0019;
/// DONT-FRAGMENT, RFC 8656 §18.9.
pub const DONT_FRAGMENT: u16 = 0x001A;
/// MESSAGE-INTEGRITY-SHA256, RFC 8489 §14.6.
pub const MESSAGE_INTEGRITY_SHA256: u16 = 0x001C;
/// XOR-MAPPED-ADDRESS, RFC 8489 §14.2.
pub const XOR_MAPPED_ADDRESS: u16 = 0x0020;
/// RESERVATION-TOKEN, RFC 8656 §18.10.
pub const RESERVATION_TOKEN: u16 = 0x0022;
/// SOFTWARE, RFC 8489 §14.14.
pub const SOFTWARE: u16 = 0x8022;
/// FINGERPRINT, RFC 8489 §14.7.
pub const FINGERPRINT: u16 = 0x8028;

/// True if a receiver that does not understand this attribute must refuse the message (RFC 8489
/// §14).
#[must_use]
pub const fn comprehension_required(kind: u16) -> bool {
    kind < 0x8000
}

/// Maximum length of an XOR-… address value in bytes.
pub const MAX_ADDRESS_LEN: usize = 20;

/// Encodes the value of an XOR-… address attribute (RFC 8489 §14.2). Returns the bytes and the
/// length of the value: 8 for IPv4, 20 for IPv6.
#[must_use]
pub fn encode_xor_address(
    address: SocketAddr,
    transaction: TransactionId,
) -> ([u8; MAX_ADDRESS_LEN], usize) {
    let mut out = [0; MAX_ADDRESS_LEN];
    let port = address.port() ^ (MAGIC_COOKIE >> 16) as u16;
    let [port_high, port_low] = port.to_be_bytes();
    match address.ip() {
        IpAddr::V4(ip) => {
            let [a, b, c, d] = (u32::from(ip) ^ MAGIC_COOKIE).to_be_bytes();
            let value = [0, 1, port_high, port_low, a, b, c, d];
            for (to, from) in out.iter_mut().zip(value) {
                *to = from;
            }
            (out, value.len())
        }
        IpAddr::V6(ip) => {
            let ip = (u128::from(ip) ^ v6_mask(transaction)).to_be_bytes();
            let head = [0, 2, port_high, port_low];
            for (to, from) in out.iter_mut().zip(head.into_iter().chain(ip)) {
                *to = from;
            }
            (out, MAX_ADDRESS_LEN)
        }
    }
}

/// Decodes the value of an XOR-… address attribute; `None` if it is malformed.
#[must_use]
pub fn decode_xor_address(value: &[u8], transaction: TransactionId) -> Option<SocketAddr> {
    let (&[_, family, port_high, port_low], ip) = value.split_first_chunk::<4>()?;
    let port = u16::from_be_bytes([port_high, port_low]) ^ (MAGIC_COOKIE >> 16) as u16;
    let ip = match family {
        1 => {
            let ip: [u8; 4] = ip.try_into().ok()?;
            IpAddr::V4(Ipv4Addr::from(u32::from_be_bytes(ip) ^ MAGIC_COOKIE))
        }
        2 => {
            let ip: [u8; 16] = ip.try_into().ok()?;
            IpAddr::V6(Ipv6Addr::from(u128::from_be_bytes(ip) ^ v6_mask(transaction)))
        }
        _ => return None,
    };
    Some(SocketAddr::new(ip, port))
}

fn v6_mask(transaction: TransactionId) -> u128 {
    let mut mask = u128::from(MAGIC_COOKIE);
    for byte in transaction.0 {
        mask = (mask << 8) | u128::from(byte);
    }
    mask
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_address_survives_the_wire(ip: IpAddr, port: u16, id: [u8; 12]) {
            let address = SocketAddr::new(ip, port);
            let (bytes, len) = encode_xor_address(address, TransactionId(id));
            prop_assert_eq!(decode_xor_address(&bytes[..len], TransactionId(id)), Some(address));
        }

        #[test]
        fn any_value_is_an_address_or_none(value: Vec<u8>, id: [u8; 12]) {
            let _ = decode_xor_address(&value, TransactionId(id));
        }
    }
}
