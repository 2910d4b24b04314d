//! Web origins (RFC 6454): scheme, host and port, in one canonical spelling.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use http::Uri;

/// The origin of a page or of this server, such as `https://meet.example.org` or
/// `http://localhost:3000`. It is in lower case and without a default port, so that equal origins
/// are equal values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Origin {
    https: bool,
    /// Written as in a URL: an IPv6 address is in brackets.
    host: String,
    port: u16,
}

/// The text is not an origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an http or https origin without a path, such as https://meet.example.org")]
pub(crate) struct NotAnOrigin;

impl Origin {
    /// The origin of a server that is reached as `authority` (the `Host` header).
    pub(crate) fn of_host(https: bool, authority: &str) -> Option<Self> {
        format!("{}://{authority}", if https { "https" } else { "http" }).parse().ok()
    }

    /// True if the scheme is https.
    pub(crate) fn is_https(&self) -> bool {
        self.https
    }

    /// The host, an IPv6 address without its brackets.
    pub(crate) fn host(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }

    /// The host as written in a URI: an IPv6 address in brackets (RFC 3986 section 3.2.2).
    pub(crate) fn uri_host(&self) -> &str {
        &self.host
    }

    /// Host, as in a URI, and port, also where that is the default one.
    pub(crate) fn host_and_port(&self) -> Box<str> {
        format!("{}:{}", self.host, self.port).into()
    }

    /// True if only this machine can reach it.
    pub(crate) fn is_local(&self) -> bool {
        match self.host().parse::<IpAddr>() {
            Ok(address) => address.is_loopback(),
            Err(_) => self.host() == "localhost" || self.host().ends_with(".localhost"),
        }
    }

    fn default_port(https: bool) -> u16 {
        if https { 443 } else { 80 }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.https { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.host)?;
        if self.port == Self::default_port(self.https) {
            Ok(())
        } else {
            write!(f, ":{}", self.port)
        }
    }
}

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let uri: Uri = text.parse().map_err(|_| NotAnOrigin)?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(NotAnOrigin),
        };
        let authority = uri.authority().ok_or(NotAnOrigin)?;
        let bare = matches!(uri.path(), "" | "/") && uri.query().is_none();
        // `http::Uri` drops a fragment silently.
        if !bare || authority.as_str().contains('@') || text.contains(['#', '?']) {
            return Err(NotAnOrigin);
        }
        let host = authority.host().to_ascii_lowercase();
        if host.is_empty() || host.contains(['*', ' ']) {
            return Err(NotAnOrigin);
        }
        // `Uri::port` cannot be used: it is `None` both for "host:" and for a port out of range.
        let port = match authority.as_str().get(host.len()..) {
            Some("") | None => Self::default_port(https),
            Some(rest) => {
                rest.strip_prefix(':').and_then(|port| port.parse().ok()).ok_or(NotAnOrigin)?
            }
        };
        Ok(Self { https, host, port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_origins_have_one_spelling() {
        for (text, canonical) in [
            ("https://Meet.Example.org", "https://meet.example.org"),
            ("https://meet.example.org:443/", "https://meet.example.org"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://[::1]:80", "http://[::1]"),
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().to_string(), canonical);
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for text in [
            "",
            "null",
            "*",
            "meet.example.org",
            "ftp://meet.example.org",
            "https://",
            "https://a.b/path",
            "https://a.b?x",
            "https://a.b#x",
            "https://user@a.b",
            "https://a.b:99999",
            "https://*.a.b",
        ] {
            assert_eq!(text.parse::<Origin>(), Err(NotAnOrigin), "{text}");
        }
    }

    #[test]
    fn loopback_and_localhost_are_local() {
        for (text, local) in [
            ("http://localhost:3000", true),
            ("http://127.0.0.1", true),
            ("https://[::1]", true),
            ("http://192.168.1.2", false),
            ("https://meet.example.org", false),
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().is_local(), local, "{text}");
        }
    }
}
