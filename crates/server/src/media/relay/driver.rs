//! The loop: what arrives goes into the core, what the core says goes out.

use std::{
    collections::{HashMap, VecDeque},
    future::poll_fn,
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant, SystemTime},
};

use convene_relay::{Client, Now, Output, Transport, TurnServer};
use slab::Slab;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::Sleep,
};

use super::{
    RelayConfig, RelayStats,
    outbox::Outbox,
    ready::ReadySet,
    sources::{Out, Source, insert, send},
    stats::{Metrics, SharedStats},
    tcp::Connection,
    udp::{self, RecvBuffers, UdpPort, canonical},
};

/// What a relay socket may hold while the thread is busy, in bytes.
const RELAY_BUFFER: usize = 1024 * 1024;
/// What the system may hold for a TCP client: 10 Mbit/s at a round trip of 200 ms.
const TCP_SEND_BUFFER: usize = 256 * 1024;
/// How often one socket is read before the others have their turn.
const TURNS: usize = 4;
/// How often time alone makes something happen: expiry, idle connections, metrics.
const TICK: Duration = Duration::from_secs(1);

/// Owns all sockets and the state.
pub(super) struct Driver {
    core: TurnServer,
    config: RelayConfig,
    listen: SocketAddr,
    /// Stands in where the system does not say at which address a datagram arrived.
    default_ip: IpAddr,
    ready: Arc<ReadySet>,
    sources: Slab<Source>,
    listener: usize,
    acceptor: usize,
    /// Key of the socket of each relay port, by its place in the range.
    relays: Vec<Option<usize>>,
    connections: HashMap<Client, usize>,
    connections_per_ip: HashMap<IpAddr, usize>,
    /// Connections without an allocation, in the order in which they are due.
    idle: VecDeque<(Instant, usize)>,
    /// Connections with something to write.
    unflushed: Vec<usize>,
    outbox: Outbox,
    buffers: RecvBuffers,
    stats: Arc<SharedStats>,
    metrics: Metrics,
    slow_client_drops: u64,
    revocations: mpsc::UnboundedReceiver<String>,
}

impl Driver {
    pub(super) fn new(
        core: TurnServer,
        config: RelayConfig,
        listen: SocketAddr,
        udp: std::net::UdpSocket,
        tcp: std::net::TcpListener,
        stats: Arc<SharedStats>,
        revocations: mpsc::UnboundedReceiver<String>,
    ) -> io::Result<Self> {
        let ready = Arc::new(ReadySet::default());
        let mut sources = Slab::new();
        let udp = UdpPort::new(udp)?;
        let listener = insert(&mut sources, &ready, |waker, it| Source::Listener(udp, waker, it));
        let tcp = TcpListener::from_std(tcp)?;
        let acceptor = insert(&mut sources, &ready, |waker, it| Source::Acceptor(tcp, waker, it));
        let default_ip = match listen.ip() {
            ip if !ip.is_unspecified() => ip,
            _ => super::own_addresses().1.unwrap_or(Ipv4Addr::LOCALHOST).into(),
        };
        Ok(Self {
            core,
            relays: vec![None; config.relay_ports.len()],
            config,
            listen,
            default_ip,
            ready,
            sources,
            listener,
            acceptor,
            connections: HashMap::new(),
            connections_per_ip: HashMap::new(),
            idle: VecDeque::new(),
            unflushed: Vec::new(),
            outbox: Outbox::default(),
            buffers: RecvBuffers::new(),
            stats,
            metrics: Metrics::register(),
            slow_client_drops: 0,
            revocations,
        })
    }

    /// Runs until the configuration's token is cancelled.
    pub(super) async fn run(mut self) {
        let shutdown = self.config.shutdown.clone();
        let mut cancelled = pin!(shutdown.cancelled());
        let mut tick = pin!(tokio::time::sleep(TICK));
        let mut keys = Vec::new();
        poll_fn(|cx| {
            if cancelled.as_mut().poll(cx).is_ready() {
                return Poll::Ready(());
            }
            self.ready.take(cx.waker(), &mut keys);
            let now = now();
            for key in keys.drain(..) {
                self.serve(now, key);
            }
            while let Poll::Ready(Some(label)) = self.revocations.poll_recv(cx) {
                self.core.handle_revoked(&label);
            }
            self.tick(now, tick.as_mut(), cx);
            self.drain(now);
            self.flush();
            self.publish();
            Poll::Pending
        })
        .await;
    }

    fn serve(&mut self, now: Now, key: usize) {
        match self.sources.get(key) {
            Some(Source::Listener(..) | Source::Relay(..)) => self.serve_udp(now, key),
            Some(Source::Acceptor(..)) => self.accept(now),
            Some(Source::Connection(_)) => self.serve_connection(now, key),
            None => {}
        }
    }

    fn serve_udp(&mut self, now: Now, key: usize) {
        for turn in 0..=TURNS {
            let (port, relay_port, waker, readiness) = match self.sources.get(key) {
                Some(Source::Listener(port, waker, readiness)) => (port, None, waker, readiness),
                Some(Source::Relay(port, number, waker, readiness)) => {
                    (port, Some(*number), waker, readiness)
                }
                _ => return,
            };
            if turn == 0 {
                readiness.clear();
            } else if turn == TURNS {
                waker.wake_by_ref();
                break;
            }
            match port.poll_readable(&mut Context::from_waker(waker)) {
                Poll::Pending => break,
                Poll::Ready(_) => {}
            }
            let count = match port.receive(&mut self.buffers) {
                Ok(count) => count,
                // An ICMP error or the like; the next call goes on.
                Err(_) => continue,
            };
            let mut out = Out {
                sources: &mut self.sources,
                relays: &self.relays,
                first_port: *self.config.relay_ports.start(),
                listener: self.listener,
                connections: &self.connections,
                unflushed: &mut self.unflushed,
                outbox: &mut self.outbox,
                slow_client_drops: &mut self.slow_client_drops,
            };
            for (remote, local, datagram) in self.buffers.datagrams(count) {
                let relayed = if let Some(relay_port) = relay_port {
                    self.core.handle_peer(now, relay_port, remote, datagram)
                } else {
                    let local = local.unwrap_or(self.default_ip);
                    let client = Client {
                        transport: Transport::Udp,
                        remote,
                        local: SocketAddr::new(local, self.listen.port()),
                    };
                    self.core.handle_client(now, client, datagram)
                };
                if let Some(relayed) = relayed {
                    out.push(&relayed);
                }
            }
            // A train that is held back until the next call would be late, and gain nothing.
            self.drain(now);
        }
        self.flush();
    }

    fn accept(&mut self, now: Now) {
        loop {
            let Some(Source::Acceptor(listener, waker, readiness)) =
                self.sources.get(self.acceptor)
            else {
                return;
            };
            readiness.clear();
            match listener.poll_accept(&mut Context::from_waker(waker)) {
                Poll::Pending => return,
                Poll::Ready(Ok((stream, remote))) => self.connected(now, stream, canonical(remote)),
                Poll::Ready(Err(error)) => {
                    // Out of file descriptors, most likely: the tick tries again.
                    tracing::debug!(%error, "cannot accept a connection");
                    return;
                }
            }
        }
    }

    fn connected(&mut self, now: Now, stream: TcpStream, remote: SocketAddr) {
        let limits = self.config.tcp;
        let per_ip = self.connections_per_ip.entry(remote.ip()).or_default();
        if self.connections.len() >= limits.connections || *per_ip >= limits.connections_per_ip {
            if *per_ip == 0 {
                self.connections_per_ip.remove(&remote.ip());
            }
            return;
        }
        let Ok(local) = stream.local_addr() else { return };
        *per_ip += 1;
        let _slower = stream.set_nodelay(true);
        // Or the system would hold seconds of late media for a slow client.
        let _later = socket2::SockRef::from(&stream).set_send_buffer_size(TCP_SEND_BUFFER);
        let client = Client { transport: Transport::Tcp, remote, local: canonical(local) };
        let deadline = now.instant + limits.idle;
        let key = insert(&mut self.sources, &self.ready, |_, readiness| {
            Source::Connection(Box::new(Connection::new(stream, client, readiness, deadline)))
        });
        self.connections.insert(client, key);
        self.idle.push_back((deadline, key));
    }

    fn serve_connection(&mut self, now: Now, key: usize) {
        self.unflushed.push(key);
        let Some(Source::Connection(connection)) = self.sources.get_mut(key) else { return };
        connection.readiness.clear();
        let client = connection.client;
        let Some(mut decoder) = connection.decoder.take() else { return };
        let mut open = true;
        for turn in 0..=TURNS {
            let Some(Source::Connection(connection)) = self.sources.get(key) else { return };
            if turn == TURNS {
                connection.waker.wake_by_ref();
                break;
            }
            match connection.poll_read(&mut decoder) {
                Poll::Pending => break,
                Poll::Ready(Ok(1..)) => {}
                Poll::Ready(Ok(0) | Err(_)) => {
                    open = false;
                    break;
                }
            }
            let mut out = Out {
                sources: &mut self.sources,
                relays: &self.relays,
                first_port: *self.config.relay_ports.start(),
                listener: self.listener,
                connections: &self.connections,
                unflushed: &mut self.unflushed,
                outbox: &mut self.outbox,
                slow_client_drops: &mut self.slow_client_drops,
            };
            loop {
                match decoder.poll_message() {
                    Ok(Some(message)) => {
                        if let Some(relayed) = self.core.handle_client(now, client, message) {
                            out.push(&relayed);
                        }
                    }
                    Ok(None) => break,
                    Err(_) => {
                        open = false;
                        break;
                    }
                }
            }
            self.drain(now);
            if !open {
                break;
            }
        }
        if let Some(Source::Connection(connection)) = self.sources.get_mut(key) {
            connection.decoder = Some(decoder);
        }
        if !open {
            self.close(key);
        }
    }

    /// Does what the core wants besides relaying.
    fn drain(&mut self, now: Now) {
        while let Some(output) = self.core.poll_output() {
            match output {
                Output::Respond { client, message } => self.respond(client, &message),
                Output::OpenRelay { relayed, .. } => match self.open_relay(relayed) {
                    Ok(()) => self.core.handle_relay_opened(now, relayed.port()),
                    Err(error) => {
                        tracing::debug!(%relayed, %error, "cannot open a relay port");
                        self.core.handle_relay_failed(now, relayed.port());
                    }
                },
                Output::CloseRelay { client, port } => {
                    if let Some(key) = self.relay_place(port).and_then(Option::take) {
                        self.sources.try_remove(key);
                    }
                    self.released(now, client);
                }
            }
        }
    }

    fn respond(&mut self, client: Client, message: &[u8]) {
        match client.transport {
            Transport::Udp => {
                if let Some(Source::Listener(port, ..)) = self.sources.get(self.listener) {
                    port.send(client.remote, Some(client.local.ip()), message, message.len());
                }
            }
            Transport::Tcp => {
                let Some(key) = self.connections.get(&client).copied() else { return };
                let Some(Source::Connection(connection)) = self.sources.get_mut(key) else {
                    return;
                };
                if connection.push_response(message).is_ok() {
                    self.unflushed.push(key);
                } else {
                    self.close(key);
                }
            }
        }
    }

    /// Behind a NAT the advertised address is not ours to bind.
    fn open_relay(&mut self, relayed: SocketAddr) -> io::Result<()> {
        let ip = match self.config.external_ip {
            Some(external) if external == relayed.ip() => match (self.listen.ip(), external) {
                (listen @ IpAddr::V4(_), IpAddr::V4(_))
                | (listen @ IpAddr::V6(_), IpAddr::V6(_)) => listen,
                (_, IpAddr::V4(_)) => Ipv4Addr::UNSPECIFIED.into(),
                (_, IpAddr::V6(_)) => std::net::Ipv6Addr::UNSPECIFIED.into(),
            },
            _ => relayed.ip(),
        };
        let number = relayed.port();
        let port = UdpPort::new(udp::bind(SocketAddr::new(ip, number), RELAY_BUFFER)?)?;
        let key = insert(&mut self.sources, &self.ready, |waker, readiness| {
            Source::Relay(port, number, waker, readiness)
        });
        if let Some(place) = self.relay_place(number) {
            *place = Some(key);
        }
        Ok(())
    }

    fn relay_place(&mut self, port: u16) -> Option<&mut Option<usize>> {
        let place = port.checked_sub(*self.config.relay_ports.start())?;
        self.relays.get_mut(usize::from(place))
    }

    /// A client has no allocation any more; its connection may be for nothing now.
    fn released(&mut self, now: Now, client: Client) {
        let Some(key) = self.connections.get(&client).copied() else { return };
        if let Some(Source::Connection(connection)) = self.sources.get_mut(key) {
            connection.idle_deadline = now.instant + self.config.tcp.idle;
            self.idle.push_back((connection.idle_deadline, key));
        }
    }

    fn close(&mut self, key: usize) {
        let Some(Source::Connection(connection)) = self.sources.try_remove(key) else { return };
        let client = connection.client;
        self.connections.remove(&client);
        let ip = client.remote.ip();
        if let Some(count) = self.connections_per_ip.get_mut(&ip) {
            *count -= 1;
            if *count == 0 {
                self.connections_per_ip.remove(&ip);
            }
        }
        self.core.handle_disconnected(client);
    }

    fn tick(&mut self, now: Now, mut tick: Pin<&mut Sleep>, cx: &mut Context<'_>) {
        while tick.as_mut().poll(cx).is_ready() {
            tick.as_mut().reset(tokio::time::Instant::now() + TICK);
            self.core.handle_timeout(now);
            while let Some((deadline, key)) = self.idle.front().copied() {
                if deadline > now.instant {
                    break;
                }
                self.idle.pop_front();
                if let Some(Source::Connection(connection)) = self.sources.get(key)
                    && connection.idle_deadline == deadline
                    && !self.core.has_allocation(&connection.client)
                {
                    self.close(key);
                }
            }
            self.accept(now);
            self.metrics.write(&self.snapshot(), self.core.counters());
        }
    }

    fn flush(&mut self) {
        let sources = &self.sources;
        self.outbox.flush(|route, bytes, segment| send(sources, route, bytes, segment));
        while let Some(key) = self.unflushed.pop() {
            if let Some(Source::Connection(connection)) = self.sources.get_mut(key)
                && connection.flush().is_err()
            {
                self.close(key);
            }
        }
    }

    fn publish(&self) {
        self.stats.write(&self.snapshot());
    }

    fn snapshot(&self) -> RelayStats {
        let counters = self.core.counters();
        RelayStats {
            allocations: self.core.allocations() as u64,
            tcp_connections: self.connections.len() as u64,
            to_peers: counters.to_peers,
            to_clients: counters.to_clients,
            between_clients: counters.between_clients,
            refused: convene_relay::Refusal::ALL.map(|it| counters.refused(it)).iter().sum(),
            slow_client_drops: self.slow_client_drops,
        }
    }
}

fn now() -> Now {
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Now { instant: Instant::now(), unix: since_epoch.map_or(0, |it| it.as_secs()) }
}
