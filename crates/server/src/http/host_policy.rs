//! Host policy: which host names the server answers to.
//!
//! The policy prevents DNS rebinding: an attacker points the name of their own page to this server,
//! so that `Host` and `Origin` agree and the page counts as the server's own. Therefore the server
//! accepts only names that a stranger cannot point here:
//!
//! - with `public-url`, its host and this machine itself; the operator's endpoints also by address,
//!   because load balancers use addresses;
//! - without it, addresses, names without a dot, names reserved for local networks, this machine's
//!   own name in its own domains, and the names the server gets certificates for;
//! - in both cases the hosts of `allowed-origins`, which the operator trusts anyway.

use std::net::IpAddr;
use std::sync::LazyLock;

use axum::extract::Request;
use http::header::HOST;

use super::problem::ApiError;
use crate::config::{Config, Tls};
use crate::origin::Origin;
use crate::request_origin::OwnOrigin;

/// Suffixes that do not exist in public DNS (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`).
const LOCAL_SUFFIXES: [&str; 4] = [".local", ".home.arpa", ".internal", ".localhost"];

/// Paths that load balancers and monitoring request by address.
const OPERATORS_PATHS: [&str; 4] = ["/health", "/ready", "/metrics", "/stats"];

/// This machine's own names that contain a dot, in lower case.
static OWN_NAMES: LazyLock<Vec<String>> = LazyLock::new(own_names);

/// Checks the request's host name.
///
/// # Errors
/// [`ApiError::HostRefused`].
pub(super) fn check(config: &Config, request: &Request) -> Result<(), ApiError> {
    let own = request.extensions().get::<OwnOrigin>().and_then(|own| own.0.as_ref());
    let accepted = match own {
        Some(own) => accepts(config, own.host(), request.uri().path(), &OWN_NAMES),
        // Browsers always send a host. A request whose host is not valid is refused.
        None => !request.headers().contains_key(HOST),
    };
    if accepted {
        return Ok(());
    }
    let shown = own.map_or_else(String::new, |own| own.host().chars().take(200).collect());
    Err(ApiError::HostRefused(shown))
}

fn accepts(config: &Config, host: &str, path: &str, own_names: &[String]) -> bool {
    // A trailing dot only marks the name as complete.
    let host = host.strip_suffix('.').unwrap_or(host);
    let is = |origin: &Origin| origin.host().eq_ignore_ascii_case(host);
    if config.allowed_origins.iter().any(is) {
        return true;
    }
    let address = host.parse::<IpAddr>().ok().map(|ip| ip.to_canonical());
    let is_this_machine = address.map_or(host == "localhost", |ip| ip.is_loopback());
    if let Some(public_url) = &config.public_url {
        return is(public_url)
            || is_this_machine
            || (address.is_some() && OPERATORS_PATHS.contains(&path));
    }
    is_this_machine
        || address.is_some()
        || !host.contains('.')
        || LOCAL_SUFFIXES.iter().any(|suffix| host.ends_with(suffix))
        || own_names.iter().any(|name| name == host)
        || matches!(&config.tls, Tls::Acme(acme)
            if acme.domains.iter().any(|domain| domain.eq_ignore_ascii_case(host)))
}

/// The machine's name, also in each domain that its resolver searches.
fn own_names() -> Vec<String> {
    let Ok(name) = gethostname::gethostname().into_string() else { return Vec::new() };
    let resolver = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
    qualified(&name.to_ascii_lowercase(), &resolver)
}

fn qualified(name: &str, resolver: &str) -> Vec<String> {
    let label = name.split('.').next().unwrap_or_default();
    let domains = resolver.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        matches!(words.next(), Some("search" | "domain")).then_some(words)
    });
    let mut names: Vec<String> = domains
        .flatten()
        .map(|domain| format!("{label}.{}", domain.trim_matches('.').to_ascii_lowercase()))
        .collect();
    names.push(name.to_owned());
    names
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::any;
    use http::{Method, Request};

    use super::*;
    use crate::http::testing::{Answer, Server};

    async fn server(flags: &[&str]) -> Server {
        let plug = |routes: Router| {
            routes.merge(Router::new().route("/socket.io/", any(async || "signaling")))
        };
        Server::build(flags, plug).await
    }

    /// Sends a request like a page whose name leads to this server.
    async fn ask(server: &Server, method: Method, host: &str, path: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", host)
            .header("origin", format!("http://{host}"));
        server.send(request.body(String::new()).unwrap()).await
    }

    const WAYS: [(Method, &str); 4] = [
        (Method::GET, "/"),
        (Method::POST, "/api/v1/meetings"),
        (Method::GET, "/socket.io/?EIO=4&transport=polling"),
        (Method::GET, "/stats"),
    ];

    async fn assert_refused(server: &Server, host: &str) {
        for (method, path) in WAYS {
            let answer = ask(server, method, host, path).await;
            assert_eq!(answer.problem(), (421, "host-refused".into()), "{host} {path}");
            assert!(answer.text().contains("public-url"), "{}", answer.text());
        }
    }

    async fn assert_accepted(server: &Server, host: &str) {
        for (method, path) in WAYS {
            let status = ask(server, method, host, path).await.status();
            assert_ne!(status, 421, "{host} {path}");
            assert_ne!(status, 403, "{host} {path}");
        }
    }

    #[tokio::test]
    async fn without_a_public_url_only_names_that_strangers_cannot_have_are_accepted() {
        let server = server(&[]).await;
        for host in [
            "localhost:3000",
            "127.0.0.1:3000",
            "[::1]:3000",
            "192.168.1.7:3000",
            "[2001:db8::7]",
            "203.0.113.9",
            "laptop:3000",
            "Laptop.local:3000",
            "laptop.local.:3000",
            "meet.home.arpa",
            "meet.internal",
        ] {
            assert_accepted(&server, host).await;
        }
        for host in [
            "evil.example",
            "evil.example:3000",
            "local.evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "laptop.localx",
            "evil.example.",
        ] {
            assert_refused(&server, host).await;
        }
    }

    #[tokio::test]
    async fn with_a_public_url_only_its_host_and_this_machine_are_accepted() {
        let server = server(&["--public-url", "http://meet.example.org"]).await;
        for host in ["meet.example.org", "MEET.example.org:80", "localhost:3000", "127.0.0.1"] {
            assert_accepted(&server, host).await;
        }
        for host in ["evil.example", "laptop.local", "laptop", "sub.meet.example.org"] {
            assert_refused(&server, host).await;
        }
        for (path, status) in [("/health", 200), ("/stats", 200), ("/", 421)] {
            let answer = ask(&server, Method::GET, "192.0.2.7:3000", path).await;
            assert_eq!(answer.status(), status, "{path}");
        }
    }

    #[tokio::test]
    async fn a_host_of_allowed_origins_is_accepted() {
        for public_url in [&[][..], &["--public-url", "http://meet.example.org"]] {
            let flags = [public_url, &["--allowed-origins", "http://other.example"]].concat();
            let server = server(&flags).await;
            assert_accepted(&server, "other.example").await;
            assert_refused(&server, "evil.example").await;
        }
    }

    #[tokio::test]
    async fn a_host_that_is_none_is_refused_and_none_at_all_is_no_page() {
        let server = server(&[]).await;
        let broken = Request::builder().uri("/").header("host", "a@b c").body(String::new());
        assert_eq!(server.send(broken.unwrap()).await.status(), 421);
        let without = Request::builder().uri("/health").body(String::new());
        assert_eq!(server.send(without.unwrap()).await.status(), 200);
    }

    #[test]
    fn the_names_of_acme_are_accepted() {
        let flags = ["convene", "--tls", "acme", "--acme-domain", "meet.example.org"];
        let flags: Vec<_> = flags.into_iter().map(Into::into).collect();
        let config = crate::config::load(&flags, &Default::default()).unwrap().config;
        assert!(accepts(&config, "meet.example.org", "/", &[]));
        assert!(!accepts(&config, "evil.example", "/", &[]));
    }

    #[test]
    fn the_machines_own_name_is_accepted_in_the_domains_it_searches() {
        let resolver = "nameserver 192.168.1.1\nsearch lan fritz.box\ndomain Corp.Example.\n";
        let names = qualified("laptop", resolver);
        assert_eq!(names, ["laptop.lan", "laptop.fritz.box", "laptop.corp.example", "laptop"]);
        assert_eq!(qualified("vm.example.net", ""), ["vm.example.net"]);
        let config = crate::config::load(&["convene".into()], &Default::default()).unwrap().config;
        assert!(accepts(&config, "laptop.fritz.box", "/", &names));
        assert!(!accepts(&config, "other.fritz.box", "/", &names));
    }
}
