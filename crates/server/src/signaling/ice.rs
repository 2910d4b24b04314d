//! ICE servers for a participant.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use convene_model::{ParticipantId, Timestamp};
use convene_protocol::{IceServer, IceServers};
use convene_relay::IssuedCredential;
use http::header::ORIGIN;
use http::request;

use crate::media::relay::{Leases, Relay};
use crate::origin::Origin;
use crate::request_origin::OwnOrigin;

/// Maximum lifetime of relay credentials: a working day, after which an ICE restart gets new ones.
/// They end earlier if the participant's lease ends.
const LIFETIME: Duration = Duration::from_secs(8 * 60 * 60);

/// The relay, the host that clients are given for it, and the operator's own servers.
#[derive(Clone)]
pub(crate) struct IceConfig {
    /// `None` if the relay is off.
    relay: Option<Relay>,
    naming: Naming,
    /// True if the page's port hands TURN over TLS to the relay.
    over_tls: bool,
    /// ICE servers of the operator.
    own: Arc<[IceServer]>,
    /// Leases of the relay. If it is off, only this file reads them.
    leases: Leases,
}

/// Chooses the hosts by which clients reach the relay.
#[derive(Clone)]
pub(crate) struct Naming {
    /// Address to give before the one the relay listens on.
    pub(crate) external_ip: Option<IpAddr>,
    /// The server's public URL, if it is configured.
    pub(crate) public_url: Option<Origin>,
}

/// Where a client reaches the relay.
pub(super) struct RelayAt {
    /// Hosts of the relay's own port, the most reachable first; none if the relay is off.
    hosts: Box<[Box<str>]>,
    /// Host and port of the page, which are those of TURN over TLS too.
    tls: Option<Box<str>>,
}

impl IceConfig {
    pub(crate) fn new(
        relay: Option<Relay>,
        naming: Naming,
        over_tls: bool,
        own: Vec<IceServer>,
    ) -> Self {
        let leases = relay.as_ref().map(|relay| relay.leases().clone()).unwrap_or_default();
        Self { relay, naming, over_tls, own: own.into(), leases }
    }

    /// Leases of participants in rooms and calls, who may have TURN servers.
    pub(super) fn leases(&self) -> Leases {
        self.leases.clone()
    }

    /// Where the client of a request reaches the relay. Over TLS that is the page's own host, because
    /// the certificate is for that name.
    pub(super) fn relay_at(&self, request: &request::Parts) -> RelayAt {
        let relay = self.relay.as_ref();
        let hosts = relay.map(|relay| self.naming.hosts(relay.listen().ip(), request));
        let page = self.naming.addressed(request).filter(|page| page.is_https());
        let page = page.filter(|_| self.over_tls && hosts.is_some());
        RelayAt { hosts: hosts.unwrap_or_default().into(), tls: page.map(Origin::host_and_port) }
    }

    /// The ICE servers for a participant: the relay's and then the operator's. TURN servers are included only while the participant has a
    /// lease, that is, in a room or in a call.
    pub(super) fn servers_for(
        &self,
        participant: &ParticipantId,
        at: &RelayAt,
        now: Timestamp,
    ) -> IceServers {
        let may_relay = self.leases.is_open(participant.as_str());
        let mut servers = Vec::new();
        if let Some(relay) = &self.relay {
            servers.extend(relay_servers(relay, at, may_relay.then_some(participant), now));
        }
        servers.extend(self.own.iter().filter_map(|server| {
            let mut server = server.clone();
            server.urls.retain(|url| may_relay || !is_turn(url));
            if !server.urls.iter().any(|url| is_turn(url)) {
                (server.username, server.credential) = (None, None);
            }
            (!server.urls.is_empty()).then_some(server)
        }));
        IceServers { servers, expires_at: now + LIFETIME }
    }
}

/// True for the URL of a TURN server.
fn is_turn(url: &str) -> bool {
    url.starts_with("turn")
}

/// The relay as a STUN server and, for a participant who may use it, as a TURN server.
fn relay_servers(
    relay: &Relay,
    RelayAt { hosts, tls }: &RelayAt,
    user: Option<&ParticipantId>,
    now: Timestamp,
) -> Vec<IceServer> {
    let port = relay.listen().port();
    let Some((first, others)) = hosts.split_first() else { return Vec::new() };
    let stun = vec![format!("stun:{first}:{port}")];
    let mut servers = vec![IceServer { urls: stun, username: None, credential: None }];
    if let Some(user) = user {
        let IssuedCredential { username, password, .. } =
            relay.credentials().issue(now.0 / 1000, LIFETIME, user.as_str());
        let mut urls = vec![
            format!("turn:{first}:{port}?transport=udp"),
            format!("turn:{first}:{port}?transport=tcp"),
        ];
        // Browsers gather for longer with each URL. An allocation over UDP tells what STUN would.
        urls.extend(others.iter().map(|host| format!("turn:{host}:{port}?transport=udp")));
        urls.extend(tls.iter().map(|page| format!("turns:{page}?transport=tcp")));
        servers.push(IceServer { urls, username: Some(username), credential: Some(password) });
    }
    servers
}

impl Naming {
    /// The configured address, then the one that the relay listens on, or else the host through which the
    /// client reached the page. That one serves clients on this host's LAN, whose router may not lead
    /// the configured address back, and those over IPv6, if it is a name; and a laptop needs no
    /// configuration.
    fn hosts(&self, listen: IpAddr, request: &request::Parts) -> Vec<Box<str>> {
        let external = self.external_ip.map(uri_host);
        let own = if listen.is_unspecified() {
            match self.addressed(request).map(Origin::uri_host) {
                // Browsers may resolve `localhost` to ::1 first, where the relay may not listen.
                None | Some("localhost") => uri_host(IpAddr::from([127, 0, 0, 1])),
                Some(host) => host.to_owned(),
            }
        } else {
            uri_host(listen)
        };
        let own = Some(own).filter(|own| external.as_ref() != Some(own));
        external.into_iter().chain(own).map(String::into_boxed_str).collect()
    }

    /// The origin in the client's address bar. A proxy that is not trusted may have replaced
    /// `Host`, so if a public URL is configured, `Host` counts only if it agrees with the page's
    /// origin.
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

/// Formats an IP address as the host of a URI (RFC 3986 section 3.2.2).
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

    /// The hosts a client gets, given the relay's listen address, the settings and the client's
    /// request.
    fn hosts(
        listen: &str,
        (external_ip, public_url): (&str, &str),
        request: (&str, &str),
    ) -> String {
        let naming =
            Naming { external_ip: external_ip.parse().ok(), public_url: public_url.parse().ok() };
        let (own, page) = request;
        let mut parts = Request::builder().extension(OwnOrigin(own.parse().ok()));
        if !page.is_empty() {
            parts = parts.header(ORIGIN, page);
        }
        let listen: IpAddr = listen.parse().unwrap();
        naming.hosts(listen, &parts.body(()).unwrap().into_parts().0).join(" ")
    }

    #[test]
    fn the_operators_turn_servers_are_for_participants_in_rooms_and_calls() {
        let server = |urls: &[&str], secret: Option<&str>| IceServer {
            urls: urls.iter().map(|&url| url.to_owned()).collect(),
            username: secret.map(str::to_owned),
            credential: secret.map(str::to_owned),
        };
        let own = vec![
            server(&["stun:a.example"], None),
            server(&["turn:a.example", "turns:a.example"], Some("x")),
            server(&["stun:b.example", "turn:b.example"], Some("y")),
        ];
        let naming = Naming { external_ip: None, public_url: None };
        let ice = IceConfig::new(None, naming, false, own.clone());
        let ana: ParticipantId = "a".repeat(16).parse().unwrap();
        let nowhere = RelayAt { hosts: Box::default(), tls: None };
        let servers = || ice.servers_for(&ana, &nowhere, Timestamp(0)).servers;
        let outside = [server(&["stun:a.example"], None), server(&["stun:b.example"], None)];
        assert_eq!(servers(), outside);
        let lease = ice.leases().open(ana.as_str());
        assert_eq!(servers(), own);
        drop(lease);
        assert_eq!(servers(), outside);
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
            assert_eq!(hosts("0.0.0.0", ("", ""), (own, own)), told);
            assert_eq!(hosts("::", ("", ""), (own, "")), told);
        }
    }

    #[test]
    fn an_address_that_the_operator_said_comes_first() {
        let lan = ("https://192.168.1.7:3000", "https://192.168.1.7:3000");
        assert_eq!(hosts("0.0.0.0", ("198.51.100.7", ""), lan), "198.51.100.7 192.168.1.7");
        assert_eq!(hosts("10.0.0.7", ("2001:db8::7", ""), lan), "[2001:db8::7] 10.0.0.7");
        let named = ("https://meet.example.org", "https://meet.example.org");
        let told = hosts("::", ("198.51.100.7", ""), named);
        assert_eq!(told, "198.51.100.7 meet.example.org", "which may have an IPv6 address");
        let public = ("https://198.51.100.7", "https://198.51.100.7");
        assert_eq!(hosts("0.0.0.0", ("198.51.100.7", ""), public), "198.51.100.7");
        assert_eq!(hosts("10.0.0.7", ("", "https://meet.example.org"), lan), "10.0.0.7");
        assert_eq!(hosts("2001:db8::7", ("", ""), lan), "[2001:db8::7]");
    }

    #[test]
    fn a_proxy_that_changes_the_host_does_not_mislead() {
        let told = |own, page| hosts("0.0.0.0", ("", "https://meet.example.org"), (own, page));
        assert_eq!(told("http://127.0.0.1:3000", "https://meet.example.org"), "meet.example.org");
        assert_eq!(told("http://127.0.0.1:3000", ""), "meet.example.org");
        assert_eq!(told("", ""), "meet.example.org");
        // A client on the LAN that bypasses the proxy.
        assert_eq!(told("http://10.0.0.7:3000", "http://10.0.0.7:3000"), "10.0.0.7");
    }
}
