//! Tells a participant which ICE servers to use.

use std::net::IpAddr;
use std::time::Duration;

use convene_model::{ParticipantId, Timestamp};
use convene_protocol::{IceServer, IceServers};
use convene_relay::IssuedCredential;
use http::header::ORIGIN;
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
    /// Where people open the server, if the operator said it.
    pub(crate) public_url: Option<Origin>,
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
        let host = self.host(relay.listen().ip(), request);
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

    fn host(&self, listen: IpAddr, request: &request::Parts) -> String {
        if let Some(ip) = self.external_ip {
            return uri_host(ip);
        }
        if !listen.is_unspecified() {
            return uri_host(listen);
        }
        match self.addressed(request).map(Origin::uri_host) {
            // Browsers may try ::1 first for this name, where the relay need not listen.
            None | Some("localhost") => uri_host(IpAddr::from([127, 0, 0, 1])),
            Some(host) => host.to_owned(),
        }
    }

    /// What the client has in its address bar. A proxy that is not trusted may have changed `Host`
    /// to a name of its own; if the page's origin says the same, it has not.
    fn addressed<'a>(&'a self, request: &'a request::Parts) -> Option<&'a Origin> {
        let host = request.extensions.get::<OwnOrigin>().and_then(|own| own.0.as_ref());
        let page = request.headers.get(ORIGIN).and_then(|page| page.to_str().ok());
        let page = page.and_then(|page| page.parse::<Origin>().ok());
        match &self.public_url {
            Some(public_url) if host != page.as_ref() || host.is_none() => Some(public_url),
            _ => host,
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

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    /// The host that a client is told, by where the relay listens, what the operator said, and
    /// what the client's request says.
    fn host(
        listen: &str,
        (external_ip, public_url): (&str, &str),
        request: (&str, &str),
    ) -> String {
        let ice = IceConfig {
            relay: None,
            external_ip: external_ip.parse().ok(),
            public_url: public_url.parse().ok(),
        };
        let (own, page) = request;
        let mut parts = Request::builder().extension(OwnOrigin(own.parse().ok()));
        if !page.is_empty() {
            parts = parts.header(ORIGIN, page);
        }
        ice.host(listen.parse().unwrap(), &parts.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn the_relay_is_where_the_page_is() {
        for (own, told) in [
            ("https://192.168.1.7:3000", "192.168.1.7"),
            ("https://meet.example.org", "meet.example.org"),
            ("https://[2001:db8::7]:3000", "[2001:db8::7]"),
            ("http://localhost:3000", "127.0.0.1"),
            ("", "127.0.0.1"),
        ] {
            assert_eq!(host("0.0.0.0", ("", ""), (own, own)), told);
            assert_eq!(host("::", ("", ""), (own, "")), told);
        }
    }

    #[test]
    fn an_address_that_the_operator_said_comes_first() {
        let lan = ("https://192.168.1.7:3000", "https://192.168.1.7:3000");
        assert_eq!(host("0.0.0.0", ("198.51.100.7", ""), lan), "198.51.100.7");
        assert_eq!(host("10.0.0.7", ("2001:db8::7", ""), lan), "[2001:db8::7]");
        assert_eq!(host("10.0.0.7", ("", "https://meet.example.org"), lan), "10.0.0.7");
        assert_eq!(host("2001:db8::7", ("", ""), lan), "[2001:db8::7]");
    }

    #[test]
    fn a_proxy_that_changes_the_host_does_not_mislead() {
        let told = |own, page| host("0.0.0.0", ("", "https://meet.example.org"), (own, page));
        assert_eq!(told("http://127.0.0.1:3000", "https://meet.example.org"), "meet.example.org");
        assert_eq!(told("http://127.0.0.1:3000", ""), "meet.example.org");
        assert_eq!(told("", ""), "meet.example.org");
        // Somebody on the LAN, who passes the proxy by.
        assert_eq!(told("http://10.0.0.7:3000", "http://10.0.0.7:3000"), "10.0.0.7");
    }
}
