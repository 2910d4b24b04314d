//! Configuration: flags over `CONVENE_*` variables over a TOML file over defaults, all from the one
//! definition in [`settings`]. What [`load`] returns is valid and complete; nothing else in the
//! server reads flags, variables or the file.

mod error;
mod settings;
mod sources;
#[cfg(test)]
mod tests;
mod values;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use convene_model::AssessmentModel;
pub(crate) use error::{ConfigError, Problem};
use ipnet::IpNet;
use settings::Settings;
pub(crate) use sources::{Loaded, load};
pub(crate) use values::{ApiKey, Endpoint, LogFormat, LogLevel, PortRange};
use values::{TlsMode, TurnListenSetting};

use crate::origin::Origin;
use crate::signaling::Dialect;

/// The port RFC 8656 gives to TURN.
const TURN_PORT: u16 = 3478;

/// What the server is to do.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// Where the HTTP server listens.
    pub listen: SocketAddr,
    /// Where the database, the secrets and the certificates are.
    pub data_dir: PathBuf,
    /// The origin under which people open the server, if the operator said it.
    pub public_url: Option<Origin>,
    /// Where TLS ends and who certifies it.
    pub tls: Tls,
    /// STUN and TURN.
    pub relay: Relay,
    /// Other origins whose pages may use the server.
    pub allowed_origins: Vec<Origin>,
    /// Vocabularies of other systems that are spoken.
    pub dialects: BTreeSet<Dialect>,
    /// Proxies whose forwarding headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// What one client may use.
    pub limits: Limits,
    /// Who assesses answers, if anybody does.
    pub assessment: Option<AssessmentConfig>,
    /// The log.
    pub log: Log,
}

/// Where TLS ends and who certifies it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tls {
    /// Plain HTTP.
    Off,
    /// A certificate made and kept by this server.
    SelfSigned,
    /// A certificate and key from files.
    Files {
        /// The chain, PEM.
        cert: PathBuf,
        /// The private key, PEM.
        key: PathBuf,
    },
    /// A certificate from a CA.
    Acme(Acme),
}

impl Tls {
    /// Whether this server does TLS itself.
    pub(crate) fn is_on(&self) -> bool {
        *self != Self::Off
    }
}

/// How to get a certificate from a CA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Acme {
    /// The names to certify; at least one.
    pub domains: Vec<String>,
    /// Where the CA may write to.
    pub email: Option<String>,
    /// The CA's directory.
    pub directory: String,
}

/// The built-in STUN and TURN relay.
#[derive(Debug, Clone)]
pub(crate) struct Relay {
    /// Where it listens.
    pub listen: TurnListen,
    /// The ports from which it allocates.
    pub ports: PortRange,
    /// The address under which others reach this machine.
    pub external_ip: Option<IpAddr>,
    /// Networks to which it relays though they are loopback, private or link-local.
    pub allow_peers: Vec<IpNet>,
}

/// Where the relay listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TurnListen {
    /// There, over UDP and TCP.
    At {
        /// The address.
        addr: SocketAddr,
        /// Nobody asked for this port: take any free one if it is taken.
        fallback_to_any_port: bool,
    },
    /// Nowhere: there is no relay.
    Off,
}

/// What one client may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Participants in a room.
    pub max_participants: u32,
    /// Events per second and connection, on average.
    pub events_per_second: u32,
    /// Signaling connections per address.
    pub connections_per_address: u32,
    /// Meetings made per minute and address.
    pub meetings_per_minute: u32,
    /// New people per minute and address.
    pub persons_per_minute: u32,
    /// Calls of and messages to people who do not know the sender, per minute and address.
    pub stranger_calls_per_minute: u32,
}

/// An OpenAI-compatible API that assesses answers.
#[derive(Debug, Clone)]
pub(crate) struct AssessmentConfig {
    /// Where it is.
    pub endpoint: Endpoint,
    /// The model to ask.
    pub model: AssessmentModel,
    /// What it knows this server by.
    pub key: Option<ApiKey>,
    /// How long an assessment may take.
    pub timeout: Duration,
}

/// The log.
#[derive(Debug, Clone)]
pub(crate) struct Log {
    /// What is logged.
    pub level: LogLevel,
    /// How it is written.
    pub format: LogFormat,
}

impl Config {
    /// Checks what no single setting can know, and fills in what follows from others.
    fn from_settings(settings: Settings, ai_key: Option<ApiKey>) -> Result<Self, Problem> {
        let tls = tls(&settings)?;
        let assessment = assessment(&settings, ai_key)?;
        let listen = settings.listen.unwrap_or_else(|| default_listen(settings.tls));
        if let Some(url) = settings.public_url.as_ref().filter(|url| !url.is_https())
            && tls.is_on()
        {
            return Err(Problem::new(
                "public-url",
                format!("is {url}, but the server is reached by https, as tls is on"),
                "an https origin, as tls is on",
            ));
        }
        let relay = Relay {
            listen: turn_listen(&settings, listen),
            ports: settings.relay_ports,
            external_ip: settings.external_ip,
            allow_peers: settings.relay_allow_peers,
        };
        if let TurnListen::At { addr, fallback_to_any_port: false } = relay.listen
            && relay.ports.contains(addr.port())
        {
            return Err(Problem::new(
                "relay-ports",
                format!("({}) includes the port of turn-listen, {}", relay.ports, addr.port()),
                "a range without it",
            ));
        }
        Ok(Self {
            listen,
            data_dir: settings.data_dir,
            public_url: settings.public_url,
            tls,
            relay,
            allowed_origins: settings.allowed_origins,
            dialects: settings.dialects.into_iter().flat_map(|it| it.0).collect(),
            trusted_proxies: settings.trusted_proxies,
            limits: Limits {
                max_participants: settings.max_participants,
                events_per_second: settings.events_per_second,
                connections_per_address: settings.connections_per_address,
                meetings_per_minute: settings.meetings_per_minute,
                persons_per_minute: settings.persons_per_minute,
                stranger_calls_per_minute: settings.stranger_calls_per_minute,
            },
            assessment,
            log: Log { level: settings.log_level, format: settings.log_format },
        })
    }
}

fn tls(settings: &Settings) -> Result<Tls, Problem> {
    // A setting that would silently do nothing is a mistake, as is a missing one.
    let unused = |setting, given: bool, mode| {
        if given {
            let got = format!("is given, but tls is not {mode}");
            Err(Problem::new(setting, got, format!("a value only with tls = {mode}")))
        } else {
            Ok(())
        }
    };
    let missing =
        |setting, takes| Problem::new(setting, "is missing, and this mode of tls needs it", takes);
    if settings.tls != TlsMode::Files {
        unused("tls-cert", settings.tls_cert.is_some(), "files")?;
        unused("tls-key", settings.tls_key.is_some(), "files")?;
    }
    if settings.tls != TlsMode::Acme {
        unused("acme-domain", !settings.acme_domain.is_empty(), "acme")?;
        unused("acme-email", settings.acme_email.is_some(), "acme")?;
    }
    Ok(match settings.tls {
        TlsMode::Off => Tls::Off,
        TlsMode::SelfSigned => Tls::SelfSigned,
        TlsMode::Files => Tls::Files {
            cert: settings
                .tls_cert
                .clone()
                .ok_or_else(|| missing("tls-cert", "the path of a certificate chain (PEM)"))?,
            key: settings
                .tls_key
                .clone()
                .ok_or_else(|| missing("tls-key", "the path of its private key (PEM)"))?,
        },
        TlsMode::Acme if settings.acme_domain.is_empty() => {
            return Err(missing("acme-domain", "the public DNS names of this server"));
        }
        TlsMode::Acme => Tls::Acme(Acme {
            domains: settings.acme_domain.clone(),
            email: settings.acme_email.clone(),
            directory: settings.acme_directory.clone(),
        }),
    })
}

fn assessment(
    settings: &Settings,
    key: Option<ApiKey>,
) -> Result<Option<AssessmentConfig>, Problem> {
    let Some(endpoint) = settings.ai_url.clone() else {
        for (setting, given) in [
            ("ai-model", settings.ai_model.is_some()),
            ("ai-key-file", settings.ai_key_file.is_some()),
            (sources::AI_KEY, key.is_some()),
        ] {
            if given {
                let got = "is given, but ai-url is not";
                return Err(Problem::new(setting, got, "a value only with ai-url"));
            }
        }
        return Ok(None);
    };
    let model = settings.ai_model.clone().ok_or_else(|| {
        Problem::new("ai-model", "is missing, and ai-url needs it", "the name of a model")
    })?;
    let timeout = Duration::from_secs(settings.ai_timeout_seconds.into());
    Ok(Some(AssessmentConfig { endpoint, model, key, timeout }))
}

/// Who asks for a certificate wants to be reached by others, and a CA looks for the server at 443.
fn default_listen(tls: TlsMode) -> SocketAddr {
    match tls {
        TlsMode::Off | TlsMode::Files => SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 3000),
        TlsMode::SelfSigned => SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), 3000),
        TlsMode::Acme => SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), 443),
    }
}

fn turn_listen(settings: &Settings, listen: SocketAddr) -> TurnListen {
    match settings.turn_listen {
        Some(TurnListenSetting::Off) => TurnListen::Off,
        Some(TurnListenSetting::At(addr)) => TurnListen::At { addr, fallback_to_any_port: false },
        None => {
            let public = settings.public_url.as_ref().is_some_and(|url| !url.is_local());
            let ip = match listen.ip() {
                ip if ip.is_loopback() && !public => Ipv4Addr::LOCALHOST.into(),
                // Who comes over IPv6 looks for the relay there too; it takes IPv4 as well.
                IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
                IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            };
            let addr = SocketAddr::new(ip, TURN_PORT);
            TurnListen::At { addr, fallback_to_any_port: true }
        }
    }
}
