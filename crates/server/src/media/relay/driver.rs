//! Driver of the relay: a loop that passes received data to the core and sends the core's output.

use std::{
    collections::{HashMap, VecDeque},
    future::poll_fn,
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use convene_relay::{Client, Now, Output, Transport, TurnServer, network};
use slab::Slab;
use tokio::{net::TcpListener, time::Sleep};

use super::{
    RelayConfig, RelayStats,
    budget::Budgets,
    leases::{LeaseChange, Leases},
    sources::{Out, Source, send},
    stats::{Metrics, SharedStats},
    tcp::Connection,
};
use crate::{
    address_limit::AddressPlace,
    media::io::{
        ClientStream, Hall, Outbox, ReadySet, RecvBuffers, Socket, UdpPort, bind, canonical,
        insert, own_addresses,
    },
};

/// Buffer of a relay socket in the kernel, in bytes: packets wait there while the thread is busy.
const RELAY_BUFFER: usize = 1024 * 1024;
/// Send buffer of a TCP client in the kernel, in bytes: 10 Mbit/s at a round trip of 200 ms.
const TCP_SEND_BUFFER: usize = 256 * 1024;
/// How often one socket is read before the others get their turn.
const TURNS: usize = 4;
/// Interval of the work that time alone triggers: expiry, idle connections, metrics.
const TICK: Duration = Duration::from_secs(1);

/// Owns all sockets and the relay's state.
pub(super) struct Driver {
    core: TurnServer,
    config: RelayConfig,
    listen: SocketAddr,
    /// Local address of a datagram if the system does not report it.
    default_ip: IpAddr,
    ready: Arc<ReadySet>,
    sources: Slab<Source>,
    listener: usize,
    acceptor: usize,
    /// Key of the socket of each relay port, by its position in the range.
    relays: Vec<Option<usize>>,
    connections: HashMap<Client, usize>,
    /// Memory held for the connections of each network; see [`network`].
    budgets: Budgets,
    /// Connections to check for an allocation, in the order of their deadlines.
    idle: VecDeque<(Instant, usize)>,
    /// Connections with data to write.
    unflushed: Vec<usize>,
    outbox: Outbox,
    buffers: RecvBuffers,
    stats: Arc<SharedStats>,
    metrics: Metrics,
    slow_client_drops: u64,
    leases: Leases,
    hall: Hall,
}

impl Driver {
    pub(super) fn new(
        core: TurnServer,
        config: RelayConfig,
        listen: SocketAddr,
        (udp, tcp): (std::net::UdpSocket, std::net::TcpListener),
        stats: Arc<SharedStats>,
        leases: Leases,
        hall: Hall,
    ) -> io::Result<Self> {
        let ready = Arc::new(ReadySet::default());
        let mut sources = Slab::new();
        let udp = UdpPort::new(udp)?;
        let listener = insert(&mut sources, &ready, |waker, it| Source::Listener(udp, waker, it));
        let tcp = TcpListener::from_std(tcp)?;
        let acceptor = insert(&mut sources, &ready, |waker, it| Source::Acceptor(tcp, waker, it));
        let default_ip = match listen.ip() {
            ip if !ip.is_unspecified() => ip,
            _ => own_addresses().1.unwrap_or(Ipv4Addr::LOCALHOST).into(),
        };
        Ok(Self {
            core,
            relays: vec![None; config.relay_ports.len()],
            budgets: Budgets::new(config.tcp),
            config,
            listen,
            default_ip,
            ready,
            sources,
            listener,
            acceptor,
            connections: HashMap::new(),
            idle: VecDeque::new(),
            unflushed: Vec::new(),
            outbox: Outbox::default(),
            buffers: RecvBuffers::new(),
            stats,
            metrics: Metrics::register(),
            slow_client_drops: 0,
            leases,
            hall,
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
            self.leases.register(cx.waker());
            self.follow_leases();
            let now = self.now();
            while let Some(visitor) = self.hall.poll_visitor(cx) {
                if let Ok(socket) = visitor.socket.attach() {
                    let addresses = (canonical(visitor.remote), canonical(visitor.local));
                    self.connected(now, socket, addresses, visitor.place);
                }
            }
            for key in keys.drain(..) {
                self.serve(now, key);
            }
            self.tick(now, tick.as_mut(), cx);
            self.drain(now);
            self.flush();
            Poll::Pending
        })
        .await;
    }

    /// The time, by the clock that credentials are issued with.
    fn now(&self) -> Now {
        Now { instant: Instant::now(), unix: self.config.clock.unix() }
    }

    /// Tells the core which leases were opened and which ended.
    fn follow_leases(&mut self) {
        for change in self.leases.take_changes() {
            match change {
                LeaseChange::Opened(name) => self.core.handle_lease_opened(&name),
                LeaseChange::Ended(name) => self.core.handle_lease_ended(&name),
            }
        }
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
                // For example an ICMP error; the next call continues.
                Err(_) => continue,
            };
            // After receiving: the lease of the sender was opened before the packet was sent.
            self.follow_leases();
            let mut out = Out {
                sources: &mut self.sources,
                relays: &self.relays,
                first_port: *self.config.relay_ports.start(),
                listener: self.listener,
                connections: &self.connections,
                budgets: &mut self.budgets,
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
            // Waiting for the next call would delay the responses without saving anything.
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
                Poll::Ready(Ok((stream, remote))) => {
                    let Ok(local) = stream.local_addr() else { continue };
                    let addresses = (canonical(remote), canonical(local));
                    self.connected(now, Socket::Tcp(stream), addresses, None);
                }
                Poll::Ready(Err(error)) => {
                    // Most likely no file descriptors are left: the tick tries again.
                    tracing::debug!(%error, "cannot accept a connection");
                    return;
                }
            }
        }
    }

    fn connected(
        &mut self,
        now: Now,
        socket: Socket,
        (remote, local): (SocketAddr, SocketAddr),
        place: Option<AddressPlace>,
    ) {
        let limits = self.config.tcp;
        if !self.budgets.connect(network(remote.ip())) {
            return;
        }
        socket.tune(TCP_SEND_BUFFER);
        let client = Client { transport: Transport::Tcp, remote, local };
        let deadline = now.instant + limits.idle;
        let key = insert(&mut self.sources, &self.ready, |_, readiness| {
            let stream = ClientStream::new(socket, place, readiness);
            Source::Connection(Box::new(Connection::new(stream, client, deadline)))
        });
        self.connections.insert(client, key);
        self.idle.push_back((deadline, key));
    }

    fn serve_connection(&mut self, now: Now, key: usize) {
        self.unflushed.push(key);
        let Some(Source::Connection(connection)) = self.sources.get_mut(key) else { return };
        connection.stream.readiness().clear();
        let client = connection.client;
        let Some(mut decoder) = connection.decoder.take() else { return };
        let mut open = true;
        for turn in 0..=TURNS {
            let Some(Source::Connection(connection)) = self.sources.get(key) else { return };
            if turn == TURNS {
                connection.stream.wake();
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
            self.follow_leases();
            let mut out = Out {
                sources: &mut self.sources,
                relays: &self.relays,
                first_port: *self.config.relay_ports.start(),
                listener: self.listener,
                connections: &self.connections,
                budgets: &mut self.budgets,
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

    /// Carries out the core's outputs other than relayed packets.
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
                let network = network(client.remote.ip());
                let before = connection.stream.held();
                let has_room = connection.stream.backlog() == 0
                    || self.budgets.has_room(network, message.len());
                if has_room && connection.push_response(message).is_ok() {
                    self.budgets.resize(network, before, connection.stream.held());
                    self.unflushed.push(key);
                } else {
                    self.close(key);
                }
            }
        }
    }

    /// Binds a relay port. Behind a NAT, the advertised address is not a local one and cannot be
    /// bound.
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
        let port = UdpPort::new(bind(SocketAddr::new(ip, number), RELAY_BUFFER)?)?;
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

    /// Starts the idle timeout of a client's connection, whose allocation has ended.
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
        self.budgets.disconnect(network(client.remote.ip()), connection.stream.held());
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
        // Published first, so that the numbers are never behind what a client has seen.
        self.publish();
        let sources = &self.sources;
        self.outbox.flush(|route, bytes, segment| send(sources, route, bytes, segment));
        while let Some(key) = self.unflushed.pop() {
            let Some(Source::Connection(connection)) = self.sources.get_mut(key) else { continue };
            let before = connection.stream.held();
            let is_broken = connection.stream.flush().is_err();
            let network = network(connection.client.remote.ip());
            self.budgets.resize(network, before, connection.stream.held());
            if is_broken {
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
