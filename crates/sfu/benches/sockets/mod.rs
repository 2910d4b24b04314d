//! Sockets of the benchmark: datagrams arrive through one, and leave to a sink that nobody reads.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use tokio::runtime::{Builder, Runtime};

use crate::{
    outbox::{Outbox, Route},
    support::{Tap, Transmit},
    udp::{RecvBuffers, UdpPort, bind},
};

const BUFFER: usize = 4 << 20;

pub(crate) struct Sockets {
    port: UdpPort,
    outbox: Outbox,
    buffers: RecvBuffers,
    source: UdpSocket,
    sink: UdpSocket,
    waiting: usize,
    runtime: Runtime,
}

impl Sockets {
    pub(crate) fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_io().build().unwrap();
        let guard = runtime.enter();
        let socket = bind((Ipv4Addr::LOCALHOST, 0).into(), BUFFER).unwrap();
        let source = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        source.connect(socket.local_addr().unwrap()).unwrap();
        let sink = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
        let port = UdpPort::new(socket).unwrap();
        drop(guard);
        let (outbox, buffers) = (Outbox::default(), RecvBuffers::new());
        Self { port, outbox, buffers, source, sink, waiting: 0, runtime }
    }

    /// Makes datagrams arrive.
    pub(crate) fn arrive<'a>(&mut self, datagrams: impl Iterator<Item = &'a [u8]>) {
        for datagram in datagrams {
            self.source.send(datagram).unwrap();
            self.waiting += 1;
        }
        if self.waiting > 0 {
            let readable = std::future::poll_fn(|cx| self.port.poll_readable(cx));
            self.runtime.block_on(readable).unwrap();
        }
    }

    /// Receives what arrived.
    pub(crate) fn take(&mut self) {
        while self.waiting > 0 {
            let Ok(count) = self.port.receive(&mut self.buffers) else { break };
            self.waiting -= self.buffers.datagrams(count).count().min(self.waiting);
        }
        self.waiting = 0;
    }

    /// The address by which a client reaches the sink: every client has one of its own.
    fn address(&self, client: Ipv4Addr) -> SocketAddr {
        let [_, b, c, d] = client.octets();
        (Ipv4Addr::new(127, b, c, d), self.sink.local_addr().unwrap().port()).into()
    }

    pub(crate) fn send_train(&self, client: usize, bytes: &[u8], segment: usize) {
        let [.., c, d] = client.to_be_bytes();
        self.port.send(self.address(Ipv4Addr::new(10, 1, c, d)), None, bytes, segment);
    }
}

impl Tap for Sockets {
    fn offer(&mut self, batch: &[(SocketAddr, Vec<u8>)]) {
        self.arrive(batch.iter().map(|(_, contents)| contents.as_slice()));
    }

    fn receive(&mut self) {
        self.take();
    }

    fn send(&mut self, transmit: &Transmit) {
        let IpAddr::V4(client) = transmit.destination.ip() else { return };
        let route = Route { socket: 0, to: self.address(client), from: None };
        let (contents, segment) = transmit.contents();
        let port = &self.port;
        if segment < contents.len() {
            return port.send(route.to, None, contents, segment);
        }
        self.outbox.push(
            route,
            port.max_segments(),
            contents.len(),
            |bytes| bytes.extend_from_slice(contents),
            |route, bytes, segment| port.send(route.to, route.from, bytes, segment),
        );
    }

    fn flush(&mut self) {
        let port = &self.port;
        self.outbox.flush(|route, bytes, segment| {
            port.send(route.to, route.from, bytes, segment);
        });
    }
}
