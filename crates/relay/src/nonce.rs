//! Stateless nonces. A nonce consists of a time and of an HMAC over that time and the client's
//! address, so a client that has not authenticated costs no memory (RFC 8489 §9.2, §16.1.2).

use base64::{Engine, engine::general_purpose::STANDARD};
use subtle::ConstantTimeEq;

use crate::{Client, Transport, wire::hmac_sha256};

const TIME_LEN: usize = 8;
const TAG_LEN: usize = 13;
/// 21 bytes are 28 characters, without padding. A nonce never starts with RFC 8489's nonce cookie
/// "obMatJos2", which would be a time far in the future. So no client looks for security features.
const NONCE_LEN: usize = 28;

/// Issues and checks nonces.
pub(crate) struct Nonces {
    key: [u8; 32],
    lifetime: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NonceError {
    /// The nonce was not issued by this server, or not for this client.
    Foreign,
    /// The nonce was issued by this server but has expired.
    Stale,
}

impl Nonces {
    /// `lifetime` is in seconds.
    pub(crate) const fn new(key: [u8; 32], lifetime: u64) -> Self {
        Self { key, lifetime }
    }

    /// Issues a nonce for this client. `now` is in seconds since the Unix epoch.
    pub(crate) fn issue(&self, client: &Client, now: u64) -> String {
        let time = now.to_be_bytes();
        let tag = self.tag(client, time);
        let bytes: Vec<u8> = time.into_iter().chain(tag.into_iter().take(TAG_LEN)).collect();
        STANDARD.encode(bytes)
    }

    pub(crate) fn check(&self, nonce: &[u8], client: &Client, now: u64) -> Result<(), NonceError> {
        let mut bytes = [0; TIME_LEN + TAG_LEN];
        if nonce.len() != NONCE_LEN || STANDARD.decode_slice(nonce, &mut bytes).is_err() {
            return Err(NonceError::Foreign);
        }
        let (&time, tag) = bytes.split_first_chunk::<TIME_LEN>().ok_or(NonceError::Foreign)?;
        let expected = self.tag(client, time);
        let expected = expected.get(..TAG_LEN).ok_or(NonceError::Foreign)?;
        if !bool::from(expected.ct_eq(tag)) {
            return Err(NonceError::Foreign);
        }
        // If the clock was set back, earlier nonces lie in the future. They must expire, too, or
        // they would stay valid until the clock catches up.
        if now.abs_diff(u64::from_be_bytes(time)) > self.lifetime {
            return Err(NonceError::Stale);
        }
        Ok(())
    }

    fn tag(&self, client: &Client, time: [u8; TIME_LEN]) -> [u8; 32] {
        let ip = match client.remote.ip() {
            std::net::IpAddr::V4(ip) => ip.to_ipv6_mapped().octets(),
            std::net::IpAddr::V6(ip) => ip.octets(),
        };
        let transport = match client.transport {
            Transport::Udp => [0],
            Transport::Tcp => [1],
        };
        hmac_sha256(&self.key, &[&time, &ip, &client.remote.port().to_be_bytes(), &transport])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(remote: &str, transport: Transport) -> Client {
        Client {
            transport,
            remote: remote.parse().unwrap(),
            local: "192.0.2.1:3478".parse().unwrap(),
        }
    }

    #[test]
    fn a_nonce_holds_for_its_client_and_its_time_only() {
        let nonces = Nonces::new([7; 32], 600);
        let ana = client("198.51.100.7:5000", Transport::Udp);
        let nonce = nonces.issue(&ana, 1000);
        assert_eq!(nonce.len(), NONCE_LEN);
        assert_eq!(nonces.check(nonce.as_bytes(), &ana, 1600), Ok(()));
        assert_eq!(nonces.check(nonce.as_bytes(), &ana, 1601), Err(NonceError::Stale));
        assert_eq!(nonces.check(nonce.as_bytes(), &ana, 399), Err(NonceError::Stale));
        for other in [
            client("198.51.100.8:5000", Transport::Udp),
            client("198.51.100.7:5001", Transport::Udp),
            client("198.51.100.7:5000", Transport::Tcp),
        ] {
            assert_eq!(nonces.check(nonce.as_bytes(), &other, 1000), Err(NonceError::Foreign));
        }
        let elsewhere = Nonces::new([8; 32], 600);
        assert_eq!(elsewhere.check(nonce.as_bytes(), &ana, 1000), Err(NonceError::Foreign));
        for foreign in ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "============================"] {
            assert_eq!(
                nonces.check(foreign.as_bytes(), &ana, 1000),
                Err(NonceError::Foreign),
                "{foreign}"
            );
        }
    }
}
