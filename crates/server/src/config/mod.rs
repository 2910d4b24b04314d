//! Configuration: flags take precedence over `CONVENE_*` variables, those over a TOML file, and
//! that over the defaults. All come from the one definition in [`settings`]. The [`Config`] that
//! [`invocation`] returns is valid and complete; no other part of the server reads flags, variables
//! or the file.

mod error;
mod ice_servers;
mod settings;
mod sources;
#[cfg(test)]
mod tests;
mod values;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use convene_dialects::Dialect;
use convene_model::AssessmentModel;
use convene_protocol::IceServer;
pub(crate) use error::{ConfigError, Problem};
use ipnet::IpNet;
use settings::Settings;
#[cfg(test)]
pub(crate) use sources::load;
pub(crate) use sources::{Invocation, Loaded, invocation};
pub(crate) use values::{ApiKey, Endpoint, LogFormat, LogLevel, PageErrors, PortRange};
use values::{Keep, MediaPort, TlsMode, TurnListenSetting};

use crate::origin::Origin;

/// Default port of TURN (RFC 8656).
const TURN_PORT: u16 = 3478;

/// Default port of the forwarding server.
const MEDIA_PORT: u16 = 3479;

/// The configuration of the server.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// Address that the HTTP server listens on.
    pub listen: SocketAddr,
    /// Directory of the database, the secrets and the certificates.
    pub data_dir: PathBuf,
    /// The server's public origin, if it is configured.
    pub public_url: Option<Origin>,
    /// TLS mode and its certificate.
    pub tls: Tls,
    /// The STUN and TURN relay.
    pub relay: Relay,
    /// Where the forwarding server listens.
    pub media: TurnListen,
    /// ICE servers of the operator, besides the relay.
    pub ice_servers: Vec<IceServer>,
    /// Other origins whose pages may use the server.
    pub allowed_origins: Vec<Origin>,
    /// The enabled dialects.
    pub dialects: BTreeSet<Dialect>,
    /// Proxies whose forwarding headers are trusted.
    pub trusted_proxies: Vec<IpNet>,
    /// True if the server may start with secrets that do not belong to the database.
    pub accept_new_secrets: bool,
    /// Retention times of unused data.
    pub retention: Retention,
    /// Limits per client, address and room.
    pub limits: Limits,
    /// Timeouts for people.
    pub timeouts: Timeouts,
    /// The API that assesses answers; `None` if assessments are off.
    pub assessment: Option<AssessmentConfig>,
    pub log: Log,
    /// What happens to errors that pages report.
    pub page_errors: PageErrors,
}

/// TLS mode and its certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tls {
    /// Plain HTTP.
    Off,
    /// A certificate that this server creates and stores.
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
    /// True if this server terminates TLS itself.
    pub(crate) fn is_on(&self) -> bool {
        *self != Self::Off
    }
}

/// Settings for a certificate from a CA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Acme {
    /// Domain names for the certificate; at least one.
    pub domains: Vec<String>,
    /// Mail address for the CA.
    pub email: Option<String>,
    /// URL of the CA's ACME directory.
    pub directory: String,
}

/// The built-in STUN and TURN relay.
#[derive(Debug, Clone)]
pub(crate) struct Relay {
    /// Address that the relay listens on.
    pub listen: TurnListen,
    /// Ports of relayed addresses.
    pub ports: PortRange,
    /// The address at which others reach this machine, if it is configured.
    pub external_ip: Option<IpAddr>,
    /// Networks that the relay may send to although they are loopback, private or link-local.
    pub allow_peers: Vec<IpNet>,
}

/// Address that the relay, or the forwarding server, listens on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TurnListen {
    /// Listens over UDP and TCP.
    At {
        addr: SocketAddr,
        /// True for a default port: if it is taken, any free port is used.
        fallback_to_any_port: bool,
    },
    /// It is off.
    Off,
}

/// Retention times of unused data; `None` keeps it forever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Retention {
    /// Chat.
    pub chat: Option<Duration>,
    /// Meetings, interviews, question banks and calls, with all that is in them.
    pub meetings: Option<Duration>,
}

/// Limits per client, address and room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Most participants in a room.
    pub max_participants: u32,
    /// Most participants in a room who may send media.
    pub max_publishers: u32,
    /// Most participants in a mesh that could use the forwarding server.
    pub mesh_max: u32,
    /// Average events per second and connection.
    pub events_per_second: u32,
    /// Signaling connections per address.
    pub connections_per_address: u32,
    /// New meetings per minute and address.
    pub meetings_per_minute: u32,
    /// New persons per minute and address.
    pub persons_per_minute: u32,
    /// Calls and messages to strangers, per minute and address.
    pub stranger_calls_per_minute: u32,
}

/// Timeouts for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Timeouts {
    /// Grace period of a participant whose connection is lost.
    pub reconnect: Duration,
    /// How long a meeting waits for an absent host before an acting host stands in.
    pub host_absence: Duration,
}

/// An OpenAI-compatible API that assesses answers.
#[derive(Debug, Clone)]
pub(crate) struct AssessmentConfig {
    /// The API's address.
    pub endpoint: Endpoint,
    /// The model to use.
    pub model: AssessmentModel,
    /// The API key, if one is needed.
    pub key: Option<ApiKey>,
    /// Timeout of an assessment.
    pub timeout: Duration,
}

#[derive(Debug, Clone)]
pub(crate) struct Log {
    /// Filter of what is logged.
    pub level: LogLevel,
    /// Format of the log.
    pub format: LogFormat,
}

impl Config {
    /// Checks rules that involve several settings, and fills in defaults that depend on others.
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
        let media = media_listen(&settings, listen);
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
        if let (
            TurnListen::At { addr: turn, .. },
            TurnListen::At { addr: media, fallback_to_any_port: false },
        ) = (relay.listen, media)
            && media.port() != 0
            && (turn.port() == media.port() || relay.ports.contains(media.port()))
        {
            return Err(Problem::new(
                "media-port",
                format!("is {}, which is a port of the relay", media.port()),
                "a port that neither turn-listen nor relay-ports has",
            ));
        }
        let none = settings.dialects.iter().any(|it| it.0.is_empty());
        if none && settings.dialects.len() > 1 {
            let got = "has none beside other names";
            return Err(Problem::new("dialects", got, "names of dialects, or none alone"));
        }
        let (Keep(chat), Keep(meetings)) = (settings.keep_chat, settings.keep_meetings);
        Ok(Self {
            accept_new_secrets: settings.accept_new_secrets,
            retention: Retention { chat, meetings },
            listen,
            data_dir: settings.data_dir,
            public_url: settings.public_url,
            tls,
            relay,
            media,
            ice_servers: settings.ice_servers.into_iter().flat_map(|it| it.0).collect(),
            allowed_origins: settings.allowed_origins,
            dialects: settings.dialects.into_iter().flat_map(|it| it.0).collect(),
            trusted_proxies: settings.trusted_proxies,
            limits: Limits {
                max_participants: settings
                    .max_participants
                    .unwrap_or(if media == TurnListen::Off { IN_MESH } else { FORWARDED }),
                max_publishers: settings.max_publishers,
                mesh_max: settings.mesh_max,
                events_per_second: settings.events_per_second,
                connections_per_address: settings.connections_per_address,
                meetings_per_minute: settings.meetings_per_minute,
                persons_per_minute: settings.persons_per_minute,
                stranger_calls_per_minute: settings.stranger_calls_per_minute,
            },
            timeouts: Timeouts {
                reconnect: Duration::from_secs(settings.reconnect_seconds.into()),
                host_absence: Duration::from_secs(settings.host_absence_seconds.into()),
            },
            assessment,
            page_errors: settings.page_errors,
            log: Log { level: settings.log_level, format: settings.log_format },
        })
    }
}

fn tls(settings: &Settings) -> Result<Tls, Problem> {
    // A setting without effect is a mistake, and so is a missing one.
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

/// Default number of participants of a room: with the forwarding server, and where everybody sends to
/// everybody.
const FORWARDED: u32 = 50;
const IN_MESH: u32 = 16;

/// The default listen address. Operators who ask for a certificate want others to reach the server,
/// and a CA connects to port 443.
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
            let addr = SocketAddr::new(media_ip(settings, listen), TURN_PORT);
            TurnListen::At { addr, fallback_to_any_port: true }
        }
    }
}

fn media_listen(settings: &Settings, listen: SocketAddr) -> TurnListen {
    let ip = media_ip(settings, listen);
    match settings.media_port {
        Some(MediaPort::Off) => TurnListen::Off,
        Some(MediaPort::At(port)) => {
            TurnListen::At { addr: SocketAddr::new(ip, port), fallback_to_any_port: false }
        }
        None => {
            TurnListen::At { addr: SocketAddr::new(ip, MEDIA_PORT), fallback_to_any_port: true }
        }
    }
}

/// The default address for media.
fn media_ip(settings: &Settings, listen: SocketAddr) -> IpAddr {
    let public = settings.public_url.as_ref().is_some_and(|url| !url.is_local());
    match listen.ip() {
        ip if ip.is_loopback() && !public => Ipv4Addr::LOCALHOST.into(),
        // Clients that reach the server over IPv6 also reach the relay over IPv6; this
        // address accepts IPv4 too.
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
    }
}
