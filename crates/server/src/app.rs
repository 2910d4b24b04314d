//! Puts the parts together, runs them until the operator stops the server, and takes them apart.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use axum::middleware::from_fn_with_state;
use convene_relay::{AddressPolicy, Credentials};
use convene_room::RoomPolicy;
use convene_storage::Storage;

use crate::address_limit::AddressLimiter;
use crate::assessment::Assessor;
use crate::bank_token::BankSecret;
use crate::calls::PersonSecret;
use crate::clock::Clock;
use crate::config::{Config, Loaded, TurnListen};
use crate::host_token::HostTokenSecret;
use crate::http::{AppState, Readiness};
use crate::link_token::LinkSecret;
use crate::media::relay::{Relay, RelayConfig};
use crate::secrets::Secrets;
use crate::serving::Serving;
use crate::shutdown::{self, Shutdown};
use crate::signaling::{self, IceConfig, Naming, SessionIds, Signaling, TokenSecret};
use crate::{data_dir, http, media, telemetry, tls};

/// For how long a participant whose connection dropped is kept.
const GRACE: Duration = Duration::from_secs(30);

/// How long no host may be there before somebody else stands in.
const HOST_PATIENCE: Duration = Duration::from_secs(30);

/// The most who may wait in a lobby.
const MAX_WAITING: usize = 100;

/// The most calls an address may make each minute, acquaintances included.
const CALLS_PER_MINUTE: u32 = 300;

/// As many open files as are asked for, if the system's hard limit is no lower.
const MAX_OPEN_FILES: u64 = 65_536;

/// How often what limits nobody any more is forgotten.
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

    // A connection takes a descriptor, and so does an allocation of the relay; shells give few.
    match rlimit::increase_nofile_limit(MAX_OPEN_FILES) {
        Ok(limit) => tracing::debug!(limit, "open files"),
        Err(error) => tracing::warn!(%error, "cannot raise the limit of open files"),
    }
    let listener = bind(config.listen)?;
    let address = listener.local_addr()?;
    data_dir::create(&config.data_dir)?;
    let secrets = Secrets::load_or_create(&config.data_dir, &mut rand::rng())?;
    let storage = Storage::open(&config.data_dir.join("convene.db")).await?;
    let metrics = telemetry::start_metrics()?;
    let shutdown = Shutdown::default();
    let readiness = Readiness::default();

    let relay = start_relay(&config, &secrets, &shutdown, &readiness).await?;
    let naming =
        Naming { external_ip: config.relay.external_ip, public_url: config.public_url.clone() };
    let ice = IceConfig { relay: relay.clone(), naming };
    let host_tokens = HostTokenSecret::new(*secrets.host.as_bytes());
    let links = LinkSecret::new(*secrets.links.as_bytes());
    let clock = Clock::start();
    let meetings_by_address =
        Arc::new(AddressLimiter::per_minute(config.limits.meetings_per_minute));
    let (socket_io, signaling) = Signaling::new(signaling::Parts {
        storage: storage.clone(),
        policy: RoomPolicy {
            max_participants: config.limits.max_participants as usize,
            max_waiting: MAX_WAITING,
            grace: GRACE,
            host_patience: HOST_PATIENCE,
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
        ice,
        dialects: config.dialects.clone(),
        limits: signaling::Limits::new(
            config.limits.events_per_second,
            config.limits.connections_per_address,
        ),
    });
    shutdown.on_stop(signaling.clone().stop());
    let sweeper = signaling.clone();
    shutdown.every(SWEEP, move || sweeper.sweep());

    let limiter = meetings_by_address.clone();
    shutdown.every(SWEEP, move || limiter.purge());
    let recorder = metrics.clone();
    shutdown.every(telemetry::METRICS_UPKEEP, move || recorder.run_upkeep());

    let terminator = tls::start(&config, address, &shutdown).await?;
    let state = AppState {
        config: config.clone(),
        storage: storage.clone(),
        live: Arc::new(signaling),
        relay: relay.clone(),
        readiness: readiness.clone(),
        metrics,
        meetings_by_address,
        host_tokens,
        links,
        banks: BankSecret::new(*secrets.banks.as_bytes()),
        clock,
        started,
    };
    let serving = Serving::start(
        listener,
        terminator,
        http::router(state, |routes| {
            routes
                .layer(socket_io)
                .layer(from_fn_with_state(SessionIds::new(), signaling::keep_secret))
        }),
    )?;
    announce(&config, address);

    requests.next().await;
    // Whoever asks a second time does not want to wait.
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
        storage.close().await;
    };
    if tokio::time::timeout(shutdown::LIMIT, stop).await.is_err() {
        tracing::warn!("stopped without waiting any longer");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Starts the relay, unless it is turned off.
async fn start_relay(
    config: &Config,
    secrets: &Secrets,
    shutdown: &Shutdown,
    readiness: &Readiness,
) -> anyhow::Result<Option<Relay>> {
    let TurnListen::At { addr, fallback_to_any_port } = config.relay.listen else {
        tracing::warn!("the relay is off: media gets through only where peers reach each other");
        return Ok(None);
    };
    let component = readiness.component("the relay");
    let credentials = Credentials::new(secrets.turn.as_bytes(), "convene")?;
    let relay = media::relay::start(RelayConfig {
        listen: addr,
        fallback_to_any_port,
        relay_ports: config.relay.ports.first()..=config.relay.ports.last(),
        external_ip: config.relay.external_ip,
        policy: AddressPolicy::new().allow_networks(config.relay.allow_peers.iter().copied()),
        shutdown: shutdown.token().clone(),
        ..RelayConfig::new(credentials)
    })
    .await
    .context("the relay cannot start; --turn-listen (CONVENE_TURN_LISTEN) says where it listens")?;
    // Port 0 is whichever is free.
    if addr.port() != 0 && relay.listen() != addr {
        tracing::warn!(wanted = %addr, got = %relay.listen(), "the relay's port was taken");
    }
    component.up();
    tracing::info!(address = %relay.listen(), "relay listening, UDP and TCP");
    Ok(Some(relay))
}

/// A file that may grow no further is a write that fails, as on a full disk, and no reason to be killed:
/// catching the signal that says so is enough.
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

/// Says where to open it: on standard output, for people.
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
    // A closed standard output is no reason to stop.
    let _ = writeln!(std::io::stdout(), "Convene is running: {url}");
}
