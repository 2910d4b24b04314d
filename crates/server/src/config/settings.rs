//! The definition of every setting. The flag's name is also the key in the file and, in capitals
//! after `CONVENE_`, the variable. The doc comment of a field is its help text and its line in
//! docs/configuration.md.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use convene_model::AssessmentModel;
use ipnet::IpNet;

use super::ice_servers::{IceServerList, ice_servers};
use super::values::{
    self, Dialects, Endpoint, Keep, LogFormat, LogLevel, MediaPort, PageErrors, PortRange, TlsMode,
    TurnListenSetting, acme_directory, assessment_model, dialects, domain, email, external_ip,
    keep, network, number,
};
use crate::origin::Origin;

/// The settings as given; `Config` is built from them.
#[derive(Debug, Clone, Args)]
pub(super) struct Settings {
    /// The configuration file (TOML). Unless given: `convene.toml` in the data directory, if there is one
    #[arg(long, value_name = "PATH", help_heading = "General")]
    pub(super) config: Option<PathBuf>,

    /// Where the HTTP server listens. Unless given: 0.0.0.0:PORT if the variable PORT is set (as hosting platforms do), else 127.0.0.1:3000, with --tls self-signed 0.0.0.0:3000, with --tls acme 0.0.0.0:443
    #[arg(long, value_name = "IP:PORT", value_parser = values::listen, help_heading = "General")]
    pub(super) listen: Option<SocketAddr>,

    /// The directory for the database, the secrets and the certificates; created if it does not exist
    #[arg(long, value_name = "PATH", default_value = "convene-data", help_heading = "General")]
    pub(super) data_dir: PathBuf,

    /// Start even if the secrets in the data directory are missing or belong to another database; permanently invalidates everything the old secrets signed. For one start, not for a file
    #[arg(long, value_name = "BOOL", default_value = "false", default_missing_value = "true", num_args = 0..=1, require_equals = true, action = clap::ArgAction::Set, help_heading = "General")]
    pub(super) accept_new_secrets: bool,

    /// How long unused chat is kept: days, weeks or years (30d, 8w, 2y), or forever (also 0). docs/configuration.md defines use
    #[arg(long, value_name = "TIME", default_value = "1y", value_parser = keep, help_heading = "Retention")]
    pub(super) keep_chat: Keep,

    /// How long unused meetings, interviews, question banks and calls are kept, with everything in them; same format as keep-chat
    #[arg(long, value_name = "TIME", default_value = "1y", value_parser = keep, help_heading = "Retention")]
    pub(super) keep_meetings: Keep,

    /// The origin under which people open the server, for links and the origin check. Needed behind a proxy
    #[arg(long, value_name = "ORIGIN", value_parser = str::parse::<Origin>, help_heading = "General")]
    pub(super) public_url: Option<Origin>,

    /// Browsers give a camera only to HTTPS or localhost: self-signed for a LAN, files or acme for the internet, off behind a proxy that does TLS
    #[arg(long, value_name = "MODE", default_value = "off", value_enum, help_heading = "TLS")]
    pub(super) tls: TlsMode,

    /// With --tls files: the certificate chain (PEM), read again when it changes and on SIGHUP
    #[arg(long, value_name = "PATH", help_heading = "TLS")]
    pub(super) tls_cert: Option<PathBuf>,

    /// With --tls files: the private key (PEM)
    #[arg(long, value_name = "PATH", help_heading = "TLS")]
    pub(super) tls_key: Option<PathBuf>,

    /// With --tls acme: the names to get a certificate for. They must lead to this server's port 443
    #[arg(long, value_name = "NAME,...", value_delimiter = ',', value_parser = domain, help_heading = "TLS")]
    pub(super) acme_domain: Vec<String>,

    /// With --tls acme: where the CA may write to about the certificate
    #[arg(long, value_name = "ADDRESS", value_parser = email, help_heading = "TLS")]
    pub(super) acme_email: Option<String>,

    /// With --tls acme: the CA's directory
    #[arg(long, value_name = "URL", value_parser = acme_directory, default_value = "https://acme-v02.api.letsencrypt.org/directory", help_heading = "TLS")]
    pub(super) acme_directory: String,

    /// Where the built-in STUN and TURN relay listens (UDP and TCP), or off. Unless given: port 3478 (if it is taken, any free one), on 127.0.0.1 if only this machine reaches the server, else on every address
    #[arg(long, value_name = "IP:PORT|off", help_heading = "Relay")]
    pub(super) turn_listen: Option<TurnListenSetting>,

    /// The UDP ports from which the relay exchanges packets with browsers that do not use it themselves; open them in the firewall for these
    #[arg(long, value_name = "FIRST-LAST", default_value = "49160-57351", help_heading = "Relay")]
    pub(super) relay_ports: PortRange,

    /// The port on which the server forwards media (UDP, and TCP for those without UDP), or off. Unless given: 3479 (if it is taken, any free one)
    #[arg(long, value_name = "PORT|off", help_heading = "Relay")]
    pub(super) media_port: Option<MediaPort>,

    /// The address under which others reach this machine, if it is behind a NAT
    #[arg(long, value_name = "IP", value_parser = external_ip, help_heading = "Relay")]
    pub(super) external_ip: Option<IpAddr>,

    /// Loopback, private and link-local networks to which the relay may send. Unless given, to none
    #[arg(long, value_name = "NETWORK,...", value_delimiter = ',', value_parser = network, help_heading = "Relay")]
    pub(super) relay_allow_peers: Vec<IpNet>,

    /// STUN and TURN servers to give to browsers besides the built-in relay: URLs, or JSON as in RTCConfiguration.iceServers, which TURN needs for its username and credential. May be repeated
    #[arg(long, value_name = "URL,...|JSON", value_parser = ice_servers, help_heading = "Relay")]
    pub(super) ice_servers: Vec<IceServerList>,

    /// Dialects to serve, for clients written for other systems, each in its own namespace: interview-ai, rooms, videomeet, direct-call, elexico, or all. none turns off all of them, and rooms by name
    #[arg(long, value_name = "NAME,...", default_value = "all", value_delimiter = ',', value_parser = dialects, help_heading = "Access")]
    pub(super) dialects: Vec<Dialects>,

    /// Other origins whose pages may use the API and the signaling
    #[arg(long, value_name = "ORIGIN,...", value_delimiter = ',', value_parser = str::parse::<Origin>, help_heading = "Access")]
    pub(super) allowed_origins: Vec<Origin>,

    /// Proxies whose X-Forwarded-For, -Proto and -Host the server trusts
    #[arg(long, value_name = "NETWORK,...", value_delimiter = ',', value_parser = network, help_heading = "Access")]
    pub(super) trusted_proxies: Vec<IpNet>,

    /// How many participants a room holds. Unless given: 50, and 16 if media-port is off
    #[arg(long, value_name = "N", value_parser = number::<2, 1_000>, help_heading = "Limits")]
    pub(super) max_participants: Option<u32>,

    /// How many participants of a room may send media: all except the viewers of a webinar
    #[arg(long, value_name = "N", default_value = "50", value_parser = number::<2, 100>, help_heading = "Limits")]
    pub(super) max_publishers: u32,

    /// Up to how many participants media goes directly between them; above, it goes through the server, if every client in the room can use it
    #[arg(long, value_name = "N", default_value = "4", value_parser = number::<1, 16>, help_heading = "Limits")]
    pub(super) mesh_max: u32,

    /// Signaling events a connection may send each second, on average; four times as many at once
    #[arg(long, value_name = "N", default_value = "100", value_parser = number::<1, 10_000>, help_heading = "Limits")]
    pub(super) events_per_second: u32,

    /// Signaling connections an address may hold
    #[arg(long, value_name = "N", default_value = "512", value_parser = number::<1, 100_000>, help_heading = "Limits")]
    pub(super) connections_per_address: u32,

    /// Meetings an address may create each minute
    #[arg(long, value_name = "N", default_value = "120", value_parser = number::<1, 100_000>, help_heading = "Limits")]
    pub(super) meetings_per_minute: u32,

    /// New people (ids for calls) an address may create each minute
    #[arg(long, value_name = "N", default_value = "60", value_parser = number::<1, 100_000>, help_heading = "Limits")]
    pub(super) persons_per_minute: u32,

    /// Calls and messages an address may send to people who do not know the sender, each minute
    #[arg(long, value_name = "N", default_value = "20", value_parser = number::<1, 100_000>, help_heading = "Limits")]
    pub(super) stranger_calls_per_minute: u32,

    /// How long a participant whose connection is lost keeps their place
    #[arg(long, value_name = "N", default_value = "30", value_parser = number::<1, 3_600>, help_heading = "Timeouts")]
    pub(super) reconnect_seconds: u32,

    /// How long a meeting waits for an absent host before a co-host, or else its longest-present participant, stands in
    #[arg(long, value_name = "N", default_value = "30", value_parser = number::<1, 3_600>, help_heading = "Timeouts")]
    pub(super) host_absence_seconds: u32,

    /// An OpenAI-compatible API that assesses answers of interviews on request; its base, to which /chat/completions is added. Unless given, answers are only matched with the expected points
    #[arg(long, value_name = "URL", value_parser = str::parse::<Endpoint>, help_heading = "Assessment")]
    pub(super) ai_url: Option<Endpoint>,

    /// With --ai-url: the model to ask, as the API names it
    #[arg(long, value_name = "NAME", value_parser = assessment_model, help_heading = "Assessment")]
    pub(super) ai_model: Option<AssessmentModel>,

    /// With --ai-url: a file with the API's key, if it wants one. The variable CONVENE_AI_KEY may hold the key itself; a flag would show it to everyone on this machine
    #[arg(long, value_name = "PATH", help_heading = "Assessment")]
    pub(super) ai_key_file: Option<PathBuf>,

    /// With --ai-url: how long an assessment may take
    #[arg(long, value_name = "N", default_value = "60", value_parser = number::<1, 600>, help_heading = "Assessment")]
    pub(super) ai_timeout_seconds: u32,

    /// What is logged: off, error, warn, info, debug or trace, also per module (info,convene::http=debug)
    #[arg(long, value_name = "LEVEL", default_value = "info", help_heading = "Log")]
    pub(super) log_level: LogLevel,

    /// How the log is written (to standard error)
    #[arg(long, value_name = "FORMAT", default_value = "text", value_enum, help_heading = "Log")]
    pub(super) log_format: LogFormat,

    /// Errors in pages: log each as a warning, without names, texts and links (docs/configuration.md), or take none
    #[arg(long, value_name = "WHAT", default_value = "log", value_enum, help_heading = "Log")]
    pub(super) page_errors: PageErrors,
}

/// The settings that say where a server keeps its data, for the commands that read or replace it.
#[derive(Debug, Clone, Args)]
pub(super) struct Place {
    /// The configuration file (TOML). Unless given: `convene.toml` in the data directory, if there is one
    #[arg(long, value_name = "PATH")]
    pub(super) config: Option<PathBuf>,

    /// Where the database and the secrets are
    #[arg(long, value_name = "PATH", default_value = "convene-data")]
    pub(super) data_dir: PathBuf,
}
