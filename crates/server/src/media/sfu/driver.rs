//! Driver of the forwarding server: a loop that passes received data to the core and sends the core's output.

use std::{
    collections::{HashMap, VecDeque},
    future::poll_fn,
    io,
    net::{IpAddr, SocketAddr},
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use convene_relay::network;
use convene_sfu::{Command, Forwarder, Protocol, Received, Transmit};
use slab::Slab;
use tokio::{net::TcpListener, time::Sleep};
use tokio_util::sync::CancellationToken;

use super::{
    handle::{Mailbox, Message, Overflowed, RoomNews, Rooms},
    metrics::Metrics,
    tcp::Connection,
};
use crate::{
    address_limit::AddressPlace,
    media::io::{
        ClientStream, Hall, Outbox, Readiness, ReadySet, RecvBuffers, Route, Socket, UdpPort,
        canonical, insert,
    },
};

/// Send buffer of a TCP client in the kernel, in bytes: 10 Mbit/s at a round trip of 200 ms.
const TCP_SEND_BUFFER: usize = 256 * 1024;
/// How often one socket is read before the others get their turn.
const TURNS: usize = 4;
/// Interval of metrics and of the search for idle connections.
const TICK: Duration = Duration::from_secs(1);
/// How long a connection may be without a transport.
const IDLE: Duration = Duration::from_secs(10);
/// TCP connections in all, and of one address (IPv6: one /64).
const MAX_CONNECTIONS: usize = 1_024;
const MAX_CONNECTIONS_PER_IP: usize = 200;

/// A socket that the driver waits for.
enum Source {
    Listener(UdpPort, Waker, Arc<Readiness>),
    Acceptor(TcpListener, Waker, Arc<Readiness>),
    Connection(Box<Connection>),
}

/// Owns the sockets and the forwarder.
pub(super) struct Driver<'a> {
    core: Forwarder,
    mailbox: &'a Mailbox,
    /// Outlives the driver, so that the rooms can be told if it panics.
    rooms: &'a mut Rooms,
    hall: &'a mut Hall,
    port: u16,
    /// Local address of a datagram if the system does not report it.
    default_ip: IpAddr,
    own_ips: Vec<IpAddr>,
    ready: Arc<ReadySet>,
    sources: Slab<Source>,
    listener: usize,
    acceptor: usize,
    connections: HashMap<(SocketAddr, SocketAddr), usize>,
    per_ip: HashMap<IpAddr, usize>,
    /// Connections with data to write.
    unflushed: Vec<usize>,
    outbox: Outbox,
    buffers: RecvBuffers,
    metrics: Metrics,
    slow_client_drops: u64,
}

impl<'a> Driver<'a> {
    pub(super) fn new(
        core: Forwarder,
        mailbox: &'a Mailbox,
        rooms: &'a mut Rooms,
        hall: &'a mut Hall,
        listen: SocketAddr,
        own_ips: Vec<IpAddr>,
        (udp, tcp): (std::net::UdpSocket, std::net::TcpListener),
    ) -> io::Result<Self> {
        let ready = Arc::new(ReadySet::default());
        let mut sources = Slab::new();
        let udp = UdpPort::new(udp)?;
        let listener = insert(&mut sources, &ready, |waker, it| Source::Listener(udp, waker, it));
        let tcp = TcpListener::from_std(tcp)?;
        let acceptor = insert(&mut sources, &ready, |waker, it| Source::Acceptor(tcp, waker, it));
        Ok(Self {
            core,
            mailbox,
            rooms,
            hall,
            port: listen.port(),
            default_ip: listen.ip(),
            own_ips,
            ready,
            sources,
            listener,
            acceptor,
            connections: HashMap::new(),
            per_ip: HashMap::new(),
            unflushed: Vec::new(),
            outbox: Outbox::default(),
            buffers: RecvBuffers::new(),
            metrics: Metrics::register(),
            slow_client_drops: 0,
        })
    }

    /// Runs until the token is cancelled, and then tells all clients. An error if too many messages
    /// came at once.
    pub(super) async fn run(mut self, shutdown: &CancellationToken) -> Result<(), Overflowed> {
        let mut cancelled = pin!(shutdown.cancelled());
        let mut tick = pin!(tokio::time::sleep(TICK));
        let mut timer = pin!(tokio::time::sleep(TICK));
        let mut keys = Vec::new();
        let mut messages = VecDeque::new();
        poll_fn(|cx| {
            if cancelled.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Ok(()));
            }
            self.ready.take(cx.waker(), &mut keys);
            if let Err(overflowed) = self.mailbox.take(cx.waker(), &mut messages) {
                return Poll::Ready(Err(overflowed));
            }
            self.handle_messages(&mut messages);
            while let Some(visitor) = self.hall.poll_visitor(cx) {
                if let Ok(socket) = visitor.socket.attach() {
                    let addresses = (canonical(visitor.remote), canonical(visitor.local));
                    self.connected(socket, addresses, visitor.place);
                }
            }
            for key in keys.drain(..) {
                self.serve(key);
            }
            self.tick(tick.as_mut(), cx);
            self.follow_time(timer.as_mut(), cx);
            Poll::Pending
        })
        .await?;
        let now = Instant::now();
        for room in self.rooms.keys() {
            self.core.handle_command(Command::Close { room: *room }, now);
        }
        self.drain(now);
        Ok(())
    }

    fn handle_messages(&mut self, messages: &mut VecDeque<Message>) {
        if messages.is_empty() {
            return;
        }
        let now = Instant::now();
        for message in messages.drain(..) {
            match message {
                Message::Open { room, on_news } => {
                    self.rooms.insert(room, on_news);
                }
                #[cfg(test)]
                Message::Panic => std::panic::panic_any("a test asked for it"),
                Message::Command(command) => {
                    let closed = match &command {
                        Command::Close { room } => Some(*room),
                        _ => None,
                    };
                    self.core.handle_command(command, now);
                    // Events go out before those that later commands cause.
                    self.tell();
                    if let Some(room) = closed {
                        self.rooms.remove(&room);
                    }
                }
            }
        }
        self.drain(now);
    }

    /// Lets the core do what is due, and waits for what is next.
    fn follow_time(&mut self, mut timer: Pin<&mut Sleep>, cx: &mut Context<'_>) {
        loop {
            let now = Instant::now();
            if self.core.poll_timeout().is_some_and(|at| at <= now) {
                self.core.handle_timeout(now);
                self.drain(now);
            }
            let Some(next) = self.core.poll_timeout() else { return };
            // A day is as good as never, and a timer can be set to it.
            let next = next.min(now + Duration::from_secs(24 * 60 * 60));
            timer.as_mut().reset(next.into());
            if timer.as_mut().poll(cx).is_pending() {
                return;
            }
        }
    }

    fn serve(&mut self, key: usize) {
        match self.sources.get(key) {
            Some(Source::Listener(..)) => self.serve_udp(key),
            Some(Source::Acceptor(..)) => self.accept(),
            Some(Source::Connection(_)) => self.serve_connection(key),
            None => {}
        }
    }

    fn serve_udp(&mut self, key: usize) {
        for turn in 0..=TURNS {
            let Some(Source::Listener(port, waker, readiness)) = self.sources.get(key) else {
                return;
            };
            if turn == 0 {
                readiness.clear();
            } else if turn == TURNS {
                waker.wake_by_ref();
                break;
            }
            if port.poll_readable(&mut Context::from_waker(waker)).is_pending() {
                break;
            }
            let count = match port.receive(&mut self.buffers) {
                Ok(count) => count,
                // For example an ICMP error; the next call continues.
                Err(_) => continue,
            };
            let now = Instant::now();
            for (source, local, contents) in self.buffers.datagrams(count) {
                let destination = SocketAddr::new(local.unwrap_or(self.default_ip), self.port);
                let protocol = Protocol::Udp;
                let received = Received { protocol, source, destination, contents };
                self.core.handle_datagram(received, now);
            }
            self.drain(now);
        }
    }

    fn accept(&mut self) {
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
                    self.connected(Socket::Tcp(stream), addresses, None);
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
        socket: Socket,
        addresses: (SocketAddr, SocketAddr),
        place: Option<AddressPlace>,
    ) {
        let held = self.per_ip.entry(network(addresses.0.ip())).or_default();
        if self.connections.len() >= MAX_CONNECTIONS || *held >= MAX_CONNECTIONS_PER_IP {
            return;
        }
        *held += 1;
        socket.tune(TCP_SEND_BUFFER);
        let key = insert(&mut self.sources, &self.ready, |_, readiness| {
            let stream = ClientStream::new(socket, place, readiness);
            Source::Connection(Box::new(Connection::new(stream, addresses, Instant::now())))
        });
        self.connections.insert(addresses, key);
    }

    fn serve_connection(&mut self, key: usize) {
        self.unflushed.push(key);
        for turn in 0..=TURNS {
            let Some(Source::Connection(connection)) = self.sources.get_mut(key) else { return };
            if turn == 0 {
                connection.stream.readiness().clear();
            } else if turn == TURNS {
                connection.stream.wake();
                break;
            }
            match connection.poll_read() {
                Poll::Pending => break,
                Poll::Ready(Ok(1..)) => {}
                Poll::Ready(Ok(0) | Err(_)) => return self.close(key),
            }
            let (now, source, destination) = (Instant::now(), connection.remote, connection.local);
            loop {
                match connection.incoming.next() {
                    Ok(Some(contents)) => {
                        let protocol = Protocol::Tcp;
                        let received = Received { protocol, source, destination, contents };
                        self.core.handle_datagram(received, now);
                    }
                    Ok(None) => break,
                    Err(_) => return self.close(key),
                }
            }
            self.drain(now);
        }
        self.write_streams();
    }

    /// Sends what the core has to send, and tells what it has to tell.
    fn drain(&mut self, now: Instant) {
        self.core.flush(now);
        while let Some(transmit) = self.core.poll_transmit() {
            match transmit.protocol {
                Protocol::Udp => self.send_udp(&transmit),
                Protocol::Tcp => self.send_tcp(&transmit),
            }
            self.core.reclaim(transmit);
        }
        let sources = &self.sources;
        self.outbox.flush(|route, bytes, segment| send(sources, route, bytes, segment));
        self.write_streams();
        self.tell();
    }

    fn send_udp(&mut self, transmit: &Transmit) {
        let Some(Source::Listener(port, ..)) = self.sources.get(self.listener) else { return };
        let from = transmit.source.ip();
        // Behind a NAT the advertised address is none of this host's; the route decides then.
        let from = self.own_ips.contains(&from).then_some(from);
        let (contents, segment) = transmit.contents();
        if segment < contents.len() {
            // A train already.
            return port.send(transmit.destination, from, contents, segment);
        }
        let route = Route { socket: self.listener, to: transmit.destination, from };
        let max_segments = port.max_segments();
        let sources = &self.sources;
        self.outbox.push(
            route,
            max_segments,
            contents.len(),
            |bytes| bytes.extend_from_slice(contents),
            |route, bytes, segment| send(sources, route, bytes, segment),
        );
    }

    fn send_tcp(&mut self, transmit: &Transmit) {
        // Behind a NAT the core's source is not the address of the connection.
        let exact = self.connections.get(&(transmit.destination, transmit.source));
        let of_client = || {
            self.connections
                .iter()
                .find(|((to, _), _)| *to == transmit.destination)
                .map(|(_, it)| it)
        };
        let Some(key) = exact.or_else(of_client).copied() else { return };
        let Some(Source::Connection(connection)) = self.sources.get_mut(key) else { return };
        for datagram in transmit.datagrams() {
            if connection.push(datagram).is_err() {
                self.slow_client_drops += 1;
            } else if self.unflushed.last() != Some(&key) {
                self.unflushed.push(key);
            }
        }
    }

    fn write_streams(&mut self) {
        while let Some(key) = self.unflushed.pop() {
            let Some(Source::Connection(connection)) = self.sources.get_mut(key) else { continue };
            if connection.stream.flush().is_err() {
                self.close(key);
            }
        }
    }

    /// Passes events on to their rooms.
    fn tell(&mut self) {
        while let Some(event) = self.core.poll_event() {
            if let Some(on_news) = self.rooms.get(&event.room()) {
                on_news(RoomNews::Event(event));
            }
        }
    }

    fn close(&mut self, key: usize) {
        let Some(Source::Connection(connection)) = self.sources.try_remove(key) else { return };
        self.connections.remove(&(connection.remote, connection.local));
        let network = network(connection.remote.ip());
        if let Some(held) = self.per_ip.get_mut(&network) {
            *held -= 1;
            if *held == 0 {
                self.per_ip.remove(&network);
            }
        }
    }

    fn tick(&mut self, mut tick: Pin<&mut Sleep>, cx: &mut Context<'_>) {
        while tick.as_mut().poll(cx).is_ready() {
            let now = Instant::now();
            tick.as_mut().reset((now + TICK).into());
            let idle: Vec<usize> = self
                .sources
                .iter()
                .filter_map(|(key, source)| match source {
                    Source::Connection(it) => Some((key, it)),
                    _ => None,
                })
                .filter(|(_, it)| now.saturating_duration_since(it.opened) >= IDLE)
                .filter(|(_, it)| !self.core.has_flow(Protocol::Tcp, it.remote, it.local))
                .map(|(key, _)| key)
                .collect();
            for key in idle {
                self.close(key);
            }
            self.accept();
            let counters = self.core.counters();
            self.metrics.write(&counters, self.connections.len(), self.slow_client_drops);
        }
    }
}

fn send(sources: &Slab<Source>, route: Route, bytes: &[u8], segment: usize) {
    if let Some(Source::Listener(port, ..)) = sources.get(route.socket) {
        port.send(route.to, route.from, bytes, segment);
    }
}
