//! Types and parsers of single settings; a parser's error says what the setting accepts.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;
use std::time::Duration;

use convene_dialects::Dialect;
use convene_model::AssessmentModel;
use http::Uri;
use tracing_subscriber::EnvFilter;

use crate::origin::Origin;

/// What a setting accepts, as an error message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Takes(&'static str);

/// Parses the address that the HTTP server listens on.
pub(super) fn listen(text: &str) -> Result<SocketAddr, Takes> {
    text.parse().map_err(|_| {
        Takes("an IP address and a port, such as 127.0.0.1:3000, 0.0.0.0:3000 or [::]:3000")
    })
}

/// Parses a whole number from `MIN` to `MAX`.
pub(super) fn number<const MIN: u32, const MAX: u32>(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(number) if (MIN..=MAX).contains(&number) => Ok(number),
        _ => Err(format!("a whole number from {MIN} to {MAX}")),
    }
}

/// The setting for the relay's listen address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TurnListenSetting {
    /// This address; if it is taken, the server does not start.
    At(SocketAddr),
    /// The relay is off.
    Off,
}

impl FromStr for TurnListenSetting {
    type Err = Takes;

    fn from_str(text: &str) -> Result<Self, Takes> {
        if text == "off" {
            return Ok(Self::Off);
        }
        let takes = Takes("an IP address and a port, such as 0.0.0.0:3478, or off");
        text.parse().map(Self::At).map_err(|_| takes)
    }
}

/// The setting for the port of the forwarding server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MediaPort {
    /// This port; if it is taken, the server does not start. 0 is any free one.
    At(u16),
    /// Media is not forwarded by the server.
    Off,
}

impl FromStr for MediaPort {
    type Err = Takes;

    fn from_str(text: &str) -> Result<Self, Takes> {
        if text == "off" {
            return Ok(Self::Off);
        }
        text.parse()
            .map(Self::At)
            .map_err(|_| Takes("a port from 0 to 65535, such as 3479, or off"))
    }
}

/// Ports of relayed addresses, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PortRange {
    first: u16,
    last: u16,
}

impl PortRange {
    /// The lowest port.
    pub(crate) fn first(self) -> u16 {
        self.first
    }

    /// The highest port.
    pub(crate) fn last(self) -> u16 {
        self.last
    }

    /// True if the range contains the port.
    pub(crate) fn contains(self, port: u16) -> bool {
        (self.first..=self.last).contains(&port)
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}

impl FromStr for PortRange {
    type Err = Takes;

    fn from_str(text: &str) -> Result<Self, Takes> {
        let takes = Takes("two ports from 1024 to 65535, lower first, such as 49160-57351");
        let parse = || {
            let (first, last) = text.split_once('-')?;
            Some(Self { first: first.trim().parse().ok()?, last: last.trim().parse().ok()? })
        };
        match parse() {
            Some(range) if range.first >= 1024 && range.first <= range.last => Ok(range),
            _ => Err(takes),
        }
    }
}

/// Retention time of unused data; `None` keeps it forever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keep(pub(crate) Option<Duration>);

/// Parses a retention time such as `30d`, or `forever`.
pub(super) fn keep(text: &str) -> Result<Keep, Takes> {
    const DAY: u64 = 24 * 60 * 60;
    let takes = Takes("days, weeks or years, such as 30d, 8w or 1y, at most 100y; or forever");
    if matches!(text, "forever" | "0") {
        return Ok(Keep(None));
    }
    let days = match text.char_indices().next_back() {
        Some((_, 'd')) => 1,
        Some((_, 'w')) => 7,
        Some((_, 'y')) => 365,
        _ => return Err(takes),
    };
    match text[..text.len() - 1].parse::<u32>().map(|count| u64::from(count) * days) {
        Ok(0) => Ok(Keep(None)),
        Ok(days) if days <= 100 * 365 => Ok(Keep(Some(Duration::from_secs(days * DAY)))),
        _ => Err(takes),
    }
}

/// Parses an address at which others reach this machine.
pub(super) fn external_ip(text: &str) -> Result<IpAddr, Takes> {
    let takes = Takes("the IP address under which others reach this machine, such as 203.0.113.7");
    let address: IpAddr = text.parse().map_err(|_| takes.clone())?;
    let unusable = address.is_unspecified()
        || address.is_multicast()
        || address == IpAddr::V4(Ipv4Addr::BROADCAST);
    if unusable { Err(takes) } else { Ok(address) }
}

/// Parses a network such as `10.0.0.0/8`; a single address is a network of one.
pub(super) fn network(text: &str) -> Result<ipnet::IpNet, Takes> {
    let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(ipnet::IpNet::from));
    network.map_err(|_| Takes("a network or an address, such as 10.0.0.0/8 or 192.168.1.5"))
}

/// Parses a DNS name for a certificate.
pub(super) fn domain(text: &str) -> Result<String, Takes> {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let named = text.len() <= 253 && text.contains('.') && text.split('.').all(label);
    if named && text.parse::<IpAddr>().is_err() {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(Takes("a public DNS name, such as meet.example.org (a CA certifies no addresses)"))
    }
}

/// Parses a mail address, as far as it can be checked without sending mail.
pub(super) fn email(text: &str) -> Result<String, Takes> {
    match text.split_once('@') {
        Some((user, host))
            if !user.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace) =>
        {
            Ok(text.to_owned())
        }
        _ => Err(Takes("a mail address, such as ops@example.org")),
    }
}

/// Parses the URL of an ACME directory.
pub(super) fn acme_directory(text: &str) -> Result<String, Takes> {
    match text.parse::<http::Uri>() {
        Ok(uri) if uri.scheme_str() == Some("https") && uri.host().is_some() => Ok(text.to_owned()),
        _ => Err(Takes("an https URL, such as https://acme-v02.api.letsencrypt.org/directory")),
    }
}

/// The address of an OpenAI-compatible API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    chat_completions: Uri,
}

impl Endpoint {
    /// The URL that requests are posted to.
    pub(crate) fn chat_completions(&self) -> &Uri {
        &self.chat_completions
    }

    /// True if the API is reached over TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.chat_completions.scheme_str() == Some("https")
    }
}

impl FromStr for Endpoint {
    type Err = Takes;

    fn from_str(text: &str) -> Result<Self, Takes> {
        const PATH: &str = "/chat/completions";
        let parse = || {
            // `http::Uri` drops a fragment silently.
            if text.contains(['?', '#']) {
                return None;
            }
            let uri: Uri = text.parse().ok()?;
            let authority = uri.authority()?;
            // The origin's parser refuses parts that the URL of an API must not have, such as a
            // password.
            let origin = format!("{}://{authority}", uri.scheme_str()?);
            let origin: Origin = origin.parse().ok()?;
            let path = uri.path().trim_end_matches('/');
            let base = path.strip_suffix(PATH).unwrap_or(path);
            format!("{origin}{base}{PATH}").parse().ok()
        };
        let takes = Takes(
            "the base of an API, an http or https URL such as https://api.openai.com/v1 or http://127.0.0.1:11434/v1",
        );
        parse().map(|chat_completions| Self { chat_completions }).ok_or(takes)
    }
}

/// Parses the name of a model.
pub(super) fn assessment_model(text: &str) -> Result<AssessmentModel, Takes> {
    text.parse().map_err(|_| Takes("the name of a model, 1 to 128 characters"))
}

/// An API key. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ApiKey(String);

impl ApiKey {
    /// The key in plain text.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(..)")
    }
}

impl FromStr for ApiKey {
    type Err = Takes;

    /// Trims white space, because files end with a line break.
    fn from_str(text: &str) -> Result<Self, Takes> {
        let key = text.trim();
        if (1..=4096).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) {
            Ok(Self(key.to_owned()))
        } else {
            Err(Takes("a key on one line, of visible ASCII characters"))
        }
    }
}

/// A log filter in the syntax of `tracing_subscriber`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogLevel(String);

impl LogLevel {
    /// Builds the filter.
    pub(crate) fn filter(&self) -> EnvFilter {
        EnvFilter::new(&self.0)
    }
}

impl fmt::Display for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for LogLevel {
    type Err = Takes;

    fn from_str(text: &str) -> Result<Self, Takes> {
        const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
        // A word that is no level would count as the name of a module, and nothing would be logged.
        let levels = text
            .split(',')
            .filter(|part| !part.contains(['=', '[']))
            .all(|part| LEVELS.contains(&part.trim().to_ascii_lowercase().as_str()));
        if levels && EnvFilter::builder().parse(text).is_ok() {
            Ok(Self(text.to_owned()))
        } else {
            Err(Takes(
                "off, error, warn, info, debug or trace, also per module: info,convene::http=debug",
            ))
        }
    }
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What happens to errors that pages report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum PageErrors {
    /// The server logs them, a line each.
    Log,
    /// The server takes none, and pages stop reporting.
    Off,
}

/// Where TLS ends and who certifies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum TlsMode {
    /// Plain HTTP: for localhost, or behind a proxy that does TLS.
    Off,
    /// A certificate made and kept by this server: for a LAN.
    SelfSigned,
    /// A certificate and key from files.
    Files,
    /// A certificate from a CA such as Let's Encrypt, got and renewed by itself.
    Acme,
}

/// One dialect, all of them, or none.
#[derive(Debug, Clone)]
pub(super) struct Dialects(pub(super) Vec<Dialect>);

/// Parses the name of a dialect, `all` or `none`.
pub(super) fn dialects(text: &str) -> Result<Dialects, Takes> {
    let named = |dialect: &Dialect| text == "all" || text == dialect.name();
    let dialects: Vec<Dialect> = Dialect::ALL.into_iter().filter(named).collect();
    if dialects.is_empty() && text != "none" {
        Err(Takes("interview-ai, rooms, videomeet, direct-call, elexico, all, or none"))
    } else {
        Ok(Dialects(dialects))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_range_is_two_ports_in_order() {
        let range: PortRange = "49160-57351".parse().unwrap();
        assert_eq!((range.first(), range.last()), (49160, 57351));
        assert!(range.contains(57351) && !range.contains(57352));
        for text in ["", "49160", "57351-49160", "80-90", "49160-70000", "a-b", "-", "1-2-3"] {
            assert!(text.parse::<PortRange>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_log_level_that_would_log_nothing_by_mistake_is_refused() {
        for text in ["info", "warn,convene::http=debug", "off", "DEBUG"] {
            assert!(text.parse::<LogLevel>().is_ok(), "{text}");
        }
        for text in ["loud", "inof", "convene=loud", ""] {
            assert!(text.parse::<LogLevel>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_kept_is_kept_for_days_weeks_years_or_ever() {
        let days = |count: u64| Some(Duration::from_secs(count * 24 * 60 * 60));
        for (text, time) in [
            ("1d", days(1)),
            ("8w", days(56)),
            ("1y", days(365)),
            ("forever", None),
            ("0", None),
            ("0d", None),
        ] {
            assert_eq!(keep(text).unwrap().0, time, "{text}");
        }
        for text in ["", "d", "30", "-1d", "1.5d", "1m", "101y", "4294967296d", "1\u{20ac}"] {
            assert!(keep(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_network_may_be_one_address() {
        assert_eq!(network("192.168.1.5").unwrap().to_string(), "192.168.1.5/32");
        assert_eq!(network("::1").unwrap().prefix_len(), 128);
        assert!(network("10.0.0.0/33").is_err());
    }

    #[test]
    fn an_endpoint_is_the_base_of_an_api_or_all_of_its_url() {
        for (text, url) in [
            ("https://api.openai.com/v1", "https://api.openai.com/v1/chat/completions"),
            ("https://api.openai.com/v1/", "https://api.openai.com/v1/chat/completions"),
            ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1/chat/completions"),
            ("http://[::1]:8080", "http://[::1]:8080/chat/completions"),
            ("https://a.b/v1/chat/completions", "https://a.b/v1/chat/completions"),
        ] {
            let endpoint: Endpoint = text.parse().unwrap();
            assert_eq!(endpoint.chat_completions().to_string(), url);
            assert_eq!(endpoint.is_https(), text.starts_with("https"));
        }
        for text in [
            "",
            "api.openai.com",
            "ftp://a.b/v1",
            "https://",
            "https://me:secret@a.b/v1",
            "https://a.b/v1?key=x",
            "https://a.b:99999/v1",
            "/v1",
        ] {
            assert!(text.parse::<Endpoint>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_key_is_one_visible_line_and_never_printed() {
        let key: ApiKey = " sk-abc\n".parse().unwrap();
        assert_eq!(key.reveal(), "sk-abc");
        assert_eq!(format!("{key:?}"), "ApiKey(..)");
        for text in ["", "\n", "two words", "two\nlines", "schlüssel", &"x".repeat(5000)] {
            assert!(text.parse::<ApiKey>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_domain_is_a_name_and_not_an_address() {
        assert_eq!(domain("Meet.Example.org").unwrap(), "meet.example.org");
        for text in ["localhost", "10.0.0.1", "-a.b", "a..b", "*.example.org", "https://a.b"] {
            assert!(domain(text).is_err(), "{text}");
        }
    }
}
