//! Tells a participant which ICE servers to use.

use std::net::IpAddr;
use std::time::Duration;

use convene_model::{ParticipantId, Timestamp};
use convene_protocol::{IceServer, IceServers};
use convene_relay::IssuedCredential;
use http::request;

use crate::http::OwnOrigin;
use crate::media::relay::Relay;
use crate::origin::Origin;

/// For how long relay credentials hold: a working day, after which an ICE restart gets new ones.
const LIFETIME: Duration = Duration::from_secs(8 * 60 * 60);

/// Where the embedded relay is and what makes credentials for it.
#[derive(Clone)]
pub(crate) struct IceConfig {
    /// `None` if the relay is turned off: browsers then have their own addresses only.
    pub(crate) relay: Option<Relay>,
    /// The address to name instead of the one the relay listens on.
    pub(crate) external_ip: Option<IpAddr>,
}

impl IceConfig {
    /// The servers for one participant. Without an address of its own, the relay is named by the
    /// host through which the client reached the page, so that a laptop on a LAN needs no setting.
    pub(super) fn servers_for(
        &self,
        participant: &ParticipantId,
        request: &request::Parts,
        now: Timestamp,
    ) -> IceServers {
        let expires_at = now + LIFETIME;
        let Some(relay) = &self.relay else { return IceServers { servers: vec![], expires_at } };
        let host = self.host(relay.listen().ip(), request.extensions.get::<OwnOrigin>());
        let port = relay.listen().port();
        let IssuedCredential { username, password, .. } =
            relay.credentials().issue(now.0 / 1000, LIFETIME, participant.as_str());
        let servers = vec![
            IceServer {
                urls: vec![format!("stun:{host}:{port}")],
                username: None,
                credential: None,
            },
            IceServer {
                urls: vec![
                    format!("turn:{host}:{port}?transport=udp"),
                    format!("turn:{host}:{port}?transport=tcp"),
                ],
                username: Some(username),
                credential: Some(password),
            },
        ];
        IceServers { servers, expires_at }
    }

    /// Ends what the relay does for somebody who left.
    pub(super) fn revoke(&self, participant: &ParticipantId) {
        if let Some(relay) = &self.relay {
            relay.revoke(participant.as_str());
        }
    }

    fn host(&self, listen: IpAddr, own_origin: Option<&OwnOrigin>) -> String {
        if let Some(ip) = self.external_ip {
            return uri_host(ip);
        }
        if !listen.is_unspecified() {
            return uri_host(listen);
        }
        match own_origin.and_then(|own| own.0.as_ref()).map(Origin::host) {
            // Browsers may try ::1 first for this name, where the relay need not listen.
            None | Some("localhost") => uri_host(IpAddr::from([127, 0, 0, 1])),
            Some(host) => host.to_owned(),
        }
    }
}

/// An IP address as the host of a URI (RFC 3986 section 3.2.2).
fn uri_host(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("[{v6}]"),
    }
}
