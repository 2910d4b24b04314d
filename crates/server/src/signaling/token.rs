//! Tokens: proof of a participant's presence, valid across reconnects and restarts.
//!
//! A token is `meeting.participant.started_at.expires_at[.link].mac`, signed with HMAC-SHA256. The
//! key stays in the data directory, so the server needs no table of tokens.

use std::net::IpAddr;

use convene_model::{LinkId, MeetingId, NetworkTag, ParticipantId, Timestamp};
use data_encoding::BASE64URL_NOPAD;
use std::time::Duration;

use crate::address_limit::network;
use crate::signer::Signer;

/// Lifetime of a token; every join issues a new one.
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// The keys that sign tokens and network tags.
#[derive(Clone)]
pub(crate) struct TokenSecret {
    tokens: Signer,
    tags: Signer,
}

/// Contents of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claims {
    pub(super) meeting: MeetingId,
    pub(super) participant: ParticipantId,
    pub(super) started_at: Timestamp,
    /// In an interview, the link the participant joined with; the token is valid with no other
    /// link.
    pub(super) link: Option<LinkId>,
}

impl TokenSecret {
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self {
            tokens: Signer::new(secret, "convene participant token v1"),
            tags: Signer::new(secret, "convene network tag v1"),
        }
    }

    pub(super) fn sign(&self, claims: &Claims, now: Timestamp) -> String {
        let Claims { meeting, participant, started_at, link } = claims;
        let expires_at = now + LIFETIME;
        let mut text = format!("{meeting}.{participant}.{}.{}", started_at.0, expires_at.0);
        if let Some(link) = link {
            text.push('.');
            text.push_str(link.as_str());
        }
        format!("{text}.{}", self.tokens.sign(&text))
    }

    /// The contents of a token, if this server signed it and it has not expired.
    pub(super) fn verify(&self, token: &str, now: Timestamp) -> Option<Claims> {
        if token.len() > 256 {
            return None;
        }
        let (text, mac) = token.rsplit_once('.')?;
        if !self.tokens.verify(text, mac) {
            return None;
        }

        let mut fields = text.split('.');
        let (meeting, participant) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        let started_at = Timestamp(fields.next()?.parse().ok()?);
        let expires_at = Timestamp(fields.next()?.parse().ok()?);
        let link = fields.next().map(str::parse).transpose().ok()?;
        let claims = Claims { meeting, participant, started_at, link };
        (fields.next().is_none() && now < expires_at).then_some(claims)
    }

    /// A keyed hash of an address's network for one meeting, kept instead of the address itself.
    pub(super) fn network_tag(&self, meeting: &MeetingId, address: IpAddr) -> NetworkTag {
        let digest = self.tags.digest(&format!("{meeting}.{}", network(address)));
        NetworkTag(BASE64URL_NOPAD.encode(digest.get(..16).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    fn claims() -> Claims {
        Claims {
            meeting: "abc-defg-hij".parse().unwrap(),
            participant: "aaaaaaaaaaaaaaaa".parse().unwrap(),
            started_at: Timestamp(17),
            link: None,
        }
    }

    #[test]
    fn a_token_says_what_was_signed() {
        let secret = TokenSecret::new([7; 32]);
        let token = secret.sign(&claims(), NOW);
        assert_eq!(secret.verify(&token, NOW), Some(claims()));
        let of_interview = Claims { link: Some("abcdefghijkl".parse().unwrap()), ..claims() };
        let token = secret.sign(&of_interview, NOW);
        assert_eq!(secret.verify(&token, NOW), Some(of_interview));
    }

    #[test]
    fn another_secret_or_another_day_refuses_it() {
        let token = TokenSecret::new([7; 32]).sign(&claims(), NOW);
        assert_eq!(TokenSecret::new([8; 32]).verify(&token, NOW), None);
        assert_eq!(TokenSecret::new([7; 32]).verify(&token, NOW + LIFETIME), None);
    }

    #[test]
    fn a_network_tag_tells_networks_and_meetings_apart_and_nothing_else() {
        let secret = TokenSecret::new([7; 32]);
        let meeting: MeetingId = "abc-defg-hij".parse().unwrap();
        let tag = |address: &str| secret.network_tag(&meeting, address.parse().unwrap());
        assert_eq!(tag("192.0.2.1"), tag("192.0.2.1"));
        assert_eq!(tag("2001:db8::1"), tag("2001:db8::2"));
        assert_ne!(tag("192.0.2.1"), tag("192.0.2.2"));
        let other: MeetingId = "abc-defg-hik".parse().unwrap();
        assert_ne!(secret.network_tag(&other, "192.0.2.1".parse().unwrap()), tag("192.0.2.1"));
    }

    proptest! {
        #[test]
        fn a_changed_token_is_refused(index in 0usize..100, byte in b'!'..b'~') {
            let secret = TokenSecret::new([7; 32]);
            let token = secret.sign(&claims(), NOW);
            let mut bytes = token.clone().into_bytes();
            let index = index % bytes.len();
            bytes[index] = byte;
            let changed = String::from_utf8(bytes).unwrap();
            prop_assume!(changed != token);
            prop_assert_eq!(secret.verify(&changed, NOW), None);
        }

        #[test]
        fn any_text_is_refused(text in any::<String>()) {
            prop_assert_eq!(TokenSecret::new([7; 32]).verify(&text, NOW), None);
        }
    }
}
