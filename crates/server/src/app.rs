//! Starts all parts of the server, runs them until the operator stops it, and shuts them down.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use axum::routing::any;
use convene_relay::{AddressPolicy, Credentials};
use convene_room::RoomPolicy;

use crate::address_limit::AddressLimiter;
use crate::assessment::Assessor;
use crate::bank_token::BankSecret;
use crate::blocking::BlockingPool;
use crate::calls::PersonSecret;
use crate::clock::Clock;
use crate::config::{Config, Loaded, TurnListen};
use crate::host_token::HostTokenSecret;
use crate::http::{PageErrorLimits, Readiness, Services};
use crate::link_token::LinkSecret;
use crate::media::relay::{Relay, RelayConfig};
use crate::media::sfu::{MediaConfig, MediaServer};
use crate::secrets::Secrets;
use crate::serving::{ConnectionLimit, Doors, Serving};
use crate::shutdown::{self, Shutdown};
use crate::signaling::{self, IceConfig, Naming, Signaling, TokenSecret};
use crate::transport::Shards;
use crate::{data_dir, http, media, restore, retention, telemetry, tls};

/// Most participants that may wait in a lobby.
const MAX_WAITING: usize = 100;

/// Calls that an address may place per minute, including those to acquaintances.
const CALLS_PER_MINUTE: u32 = 300;

/// HTTP look-ups that an address may make per minute: far more than the pages of many people behind
/// one address need, far fewer than guessing ids would take.
const LOOKUPS_PER_MINUTE: u32 = 600;

/// HTTP connections that an address may have in addition to twice its limit of signaling
/// connections: pages load their files over a few more.
const SPARE_CONNECTIONS: u32 = 64;

/// Limit of open files that the server asks for; the system's hard limit may be lower.
const MAX_OPEN_FILES: u64 = 65_536;

/// How often expired entries of the rate limiters are removed.
const SWEEP: Duration = Duration::from_secs(60);

/// Runs the server until it is told to stop.
pub(crate) async fn run(loaded: Loaded) -> anyhow::Result<()> {
    let started = Instant::now();
    let mut requests = shutdown::Requests::listen().context("cannot listen for signals")?;
    outlive_the_file_size_limit().context("cannot listen for signals")?;
    let config = Arc::new(loaded.config);
    if let Some(file) = &loaded.file {
        tracing::info!(file = %file.display(), "read the configuration file");
    }
    for warning in &loaded.warnings {
        tracing::warn!("{warning}");
    }

    // Each connection and each relay allocation takes a file descriptor, and the default limit of
    // shells is low.
    match rlimit::increase_nofile_limit(MAX_OPEN_FILES) {
        Ok(limit) => tracing::debug!(limit, "open files"),
        Err(error) => tracing::warn!(%error, "cannot raise the limit of open files"),
    }
    let listener = bind(config.listen)?;
    let address = listener.local_addr()?;
    data_dir::create(&config.data_dir)?;
    let storage = restore::open_storage(&config.data_dir).await?;
    let secrets =
        Secrets::open(&config.data_dir, &storage, config.accept_new_secrets, &mut rand::rng())
            .await?;
    let metrics = telemetry::start_metrics()?;
    let shutdown = Shutdown::default();
    let readiness = Readiness::default();

    let clock = Clock::start();
    let media_server = start_media(&config, address, &shutdown, &readiness).await?;
    let forwarding_at = media_server.as_ref().map(|it| it.candidates().to_vec());
    let reachable = forwarding_at.unwrap_or_default();
    let relay = start_relay(&config, &secrets, clock, reachable, &shutdown, &readiness).await?;
    let doors = Doors {
        turn: relay.as_ref().map(|relay| relay.door().clone()),
        ice: media_server.as_ref().map(|server| server.door().clone()),
    };
    let naming =
        Naming { external_ip: config.relay.external_ip, public_url: config.public_url.clone() };
    let ice = IceConfig::new(relay.clone(), naming, config.tls.is_on(), config.ice_servers.clone());
    let host_tokens = HostTokenSecret::new(*secrets.host.as_bytes());
    let links = LinkSecret::new(*secrets.links.as_bytes());
    let meetings_by_address =
        Arc::new(AddressLimiter::per_minute(config.limits.meetings_per_minute));
    let blocking = BlockingPool::for_this_machine();
    let forwarding = media_server.as_ref().map(|server| server.forwarding().clone());
    let signaling = Signaling::new(signaling::Parts {
        storage: storage.clone(),
        policy: RoomPolicy {
            max_participants: config.limits.max_participants as usize,
            max_publishers: config.limits.max_publishers as usize,
            mesh_max: forwarding.as_ref().map(|_| config.limits.mesh_max as usize),
            max_waiting: MAX_WAITING,
            grace: config.timeouts.reconnect,
            host_patience: config.timeouts.host_absence,
        },
        clock,
        token_secret: TokenSecret::new(*secrets.token.as_bytes()),
        host_tokens: host_tokens.clone(),
        links: links.clone(),
        assessor: Assessor::new(config.assessment.as_ref(), clock),
        persons: PersonSecret::new(*secrets.persons.as_bytes()),
        persons_by_address: AddressLimiter::per_minute(config.limits.persons_per_minute),
        calls_by_address: AddressLimiter::per_minute(CALLS_PER_MINUTE),
        strangers_by_address: AddressLimiter::per_minute(config.limits.stranger_calls_per_minute),
        meetings_by_address: meetings_by_address.clone(),
        shards: Shards::start(std::thread::available_parallelism().map_or(1, NonZeroUsize::get))
            .context("cannot start threads")?,
        ice,
        forwarding,
        dialects: config.dialects.clone(),
        limits: signaling::Limits::new(
            config.limits.events_per_second,
            config.limits.connections_per_address,
        ),
        blocking: blocking.clone(),
    });
    shutdown.on_stop(signaling.clone().stop());
    let sweeper = signaling.clone();
    shutdown.every(SWEEP, move || sweeper.sweep());

    let lookups_by_address = Arc::new(AddressLimiter::per_minute(LOOKUPS_PER_MINUTE));
    for limiter in [meetings_by_address.clone(), lookups_by_address.clone()] {
        shutdown.every(SWEEP, move || limiter.purge());
    }
    let page_error_limits = Arc::new(PageErrorLimits::new());
    let limits = page_error_limits.clone();
    shutdown.every(SWEEP, move || limits.purge());
    let recorder = metrics.clone();
    shutdown.every(telemetry::METRICS_UPKEEP, move || recorder.run_upkeep());

    let transports = signaling.transports();
    let terminator = tls::start(&config, address, &shutdown).await?;
    let state = Arc::new(Services {
        blocking,
        config: config.clone(),
        storage: storage.clone(),
        live: Arc::new(signaling),
        relay: relay.clone(),
        readiness: readiness.clone(),
        metrics,
        meetings_by_address,
        lookups_by_address,
        page_error_limits,
        host_tokens,
        links,
        banks: BankSecret::new(*secrets.banks.as_bytes()),
        clock,
        started,
    });
    shutdown.spawn(retention::run(
        storage.clone(),
        clock,
        config.retention,
        state.live.clone(),
        shutdown.token().clone(),
    ));
    let serving = Serving::start(
        listener,
        terminator,
        doors,
        ConnectionLimit::new(
            config
                .limits
                .connections_per_address
                .saturating_mul(2)
                .saturating_add(SPARE_CONNECTIONS),
            &config.trusted_proxies,
        ),
        http::router(state, |routes| {
            let answer = any(move |request| transports.clone().handle(request));
            routes.route("/socket.io", answer.clone()).route("/socket.io/", answer)
        }),
    )?;
    announce(&config, address);

    requests.next().await;
    // A second request to stop ends the process at once.
    tokio::spawn(async move {
        requests.next().await;
        tracing::warn!("stopped at once");
        std::process::exit(1);
    });
    tracing::info!("stopping");
    let stop = async {
        readiness.stop();
        shutdown.tell().await;
        serving.drain().await;
        shutdown.tasks_ended().await;
        if let Some(relay) = relay {
            relay.stop().await;
        }
        if let Some(media_server) = media_server {
            media_server.stop().await;
        }
        storage.close().await;
    };
    if tokio::time::timeout(shutdown::LIMIT, stop).await.is_err() {
        tracing::warn!("stopped without waiting any longer");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Starts the relay, unless it is off. Its clients may reach the forwarding server at `reachable`.
async fn start_relay(
    config: &Config,
    secrets: &Secrets,
    clock: Clock,
    reachable: Vec<SocketAddr>,
    shutdown: &Shutdown,
    readiness: &Readiness,
) -> anyhow::Result<Option<Relay>> {
    let TurnListen::At { addr, fallback_to_any_port } = config.relay.listen else {
        if !config.ice_servers.iter().any(|server| server.username.is_some()) {
            tracing::warn!(
                "the relay is off: media gets through only where peers reach each other"
            );
        }
        return Ok(None);
    };
    let component = readiness.component("the relay");
    let credentials = Credentials::new(secrets.turn.as_bytes(), "convene")?;
    let relay = media::relay::start(RelayConfig {
        listen: addr,
        fallback_to_any_port,
        relay_ports: config.relay.ports.first()..=config.relay.ports.last(),
        external_ip: config.relay.external_ip,
        policy: AddressPolicy::new()
            .allow_networks(config.relay.allow_peers.iter().copied())
            .allow_endpoints(reachable),
        shutdown: shutdown.token().clone(),
        ..RelayConfig::new(credentials, clock)
    })
    .await
    .context("the relay cannot start; --turn-listen (CONVENE_TURN_LISTEN) says where it listens")?;
    // Port 0 means any free port.
    if addr.port() != 0 && relay.listen() != addr {
        tracing::warn!(wanted = %addr, got = %relay.listen(), "the relay's port was taken");
    }
    component.up();
    tracing::info!(address = %relay.listen(), "relay listening, UDP and TCP");
    Ok(Some(relay))
}

/// Starts the forwarding server, unless it is off.
async fn start_media(
    config: &Config,
    page: SocketAddr,
    shutdown: &Shutdown,
    readiness: &Readiness,
) -> anyhow::Result<Option<MediaServer>> {
    let TurnListen::At { addr, fallback_to_any_port } = config.media else { return Ok(None) };
    let component = readiness.component("the forwarding server");
    let server = media::sfu::start(MediaConfig {
        listen: addr,
        fallback_to_any_port,
        external_ip: config.relay.external_ip,
        page_port: config.tls.is_on().then_some(page.port()),
        shutdown: shutdown.token().clone(),
        on_health: Box::new(move |works| if works { component.up() } else { component.down() }),
    })
    .await
    .context("media cannot be forwarded; --media-port (CONVENE_MEDIA_PORT) takes another port")?;
    // Port 0 means any free port.
    if addr.port() != 0 && server.listen() != addr {
        tracing::warn!(wanted = %addr, got = %server.listen(), "the port for media was taken");
    }
    tracing::info!(address = %server.listen(), "forwarding server listening, UDP and TCP");
    Ok(Some(server))
}

/// Makes the process survive SIGXFSZ, which the kernel sends when a file would exceed the file size
/// limit. Once the signal is caught, the write fails as on a full disk.
fn outlive_the_file_size_limit() -> std::io::Result<()> {
    #[cfg(unix)]
    let _ = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::from_raw(libc::SIGXFSZ))?;
    Ok(())
}

fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let bind = || {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        Ok::<_, std::io::Error>(listener)
    };
    bind().with_context(|| {
        format!("cannot listen on {address}; --listen (CONVENE_LISTEN) takes another address")
    })
}

/// Prints the server's URL to standard output, for people.
fn announce(config: &Config, address: SocketAddr) {
    let scheme = if config.tls.is_on() { "https" } else { "http" };
    let url = match &config.public_url {
        Some(url) => url.to_string(),
        None if address.ip().is_loopback() || address.ip().is_unspecified() => {
            format!("{scheme}://localhost:{}", address.port())
        }
        None => format!("{scheme}://{address}"),
    };
    tracing::info!(%address, tls = config.tls.is_on(), "listening");
    // A closed standard output must not stop the server.
    let _ = writeln!(std::io::stdout(), "Convene is running: {url}");
}
