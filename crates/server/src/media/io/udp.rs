//! UDP sockets that receive and send many datagrams per system call.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    io::{self, IoSliceMut},
    net::{IpAddr, Ipv6Addr, SocketAddr},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use quinn_udp::{RecvMeta, Transmit, UdpSocketState};
use socket2::{Domain, Protocol, Socket, Type};
use tokio::{io::Interest, net::UdpSocket};

/// Buffers filled per system call. Each holds a datagram or a train: several datagrams that the
/// kernel joined.
const BATCH: usize = 16;
/// Buffer for the longest train, in bytes.
const BUFFER: usize = 65_536;

/// After the kernel refuses a train to a destination, how long its datagrams are sent one by one.
const REFUSED_FOR: Duration = Duration::from_secs(10);
/// How many such destinations are remembered.
const REFUSING: usize = 32;
/// After this many refused trains in a row, to any destination, trains are turned off.
const HOPELESS: u32 = 64;

/// A UDP socket, and the capabilities that the system gives it.
pub(crate) struct UdpPort {
    io: UdpSocket,
    state: UdpSocketState,
    is_ipv6: bool,
    trains: Trains,
}

/// Tracks whether the kernel accepts trains. A refusal may concern only its destination: a segment
/// longer than the path's MTU, or an interface that cannot split trains. `quinn-udp` turns trains
/// off for the whole socket at the first refusal, so its state is read once and tracked here
/// instead.
struct Trains {
    /// Maximum number of segments in a train; 1 if the system does not support trains.
    max_segments: Cell<usize>,
    refused_in_a_row: Cell<u32>,
    /// Destinations that refused a train, and when to try one again.
    refusing: RefCell<VecDeque<(SocketAddr, Instant)>>,
}

/// Receive buffers, shared by all sockets.
pub(crate) struct RecvBuffers {
    bytes: Vec<u8>,
    metas: [RecvMeta; BATCH],
}

impl RecvBuffers {
    pub(crate) fn new() -> Self {
        Self { bytes: vec![0; BATCH * BUFFER], metas: [RecvMeta::default(); BATCH] }
    }

    /// The datagrams of the last [`UdpPort::receive`], which returned `count`.
    pub(crate) fn datagrams(
        &self,
        count: usize,
    ) -> impl Iterator<Item = (SocketAddr, Option<IpAddr>, &[u8])> {
        self.metas.iter().zip(self.bytes.chunks(BUFFER)).take(count).flat_map(|(meta, bytes)| {
            let remote = canonical(meta.addr);
            let local = meta.dst_ip.map(|ip| ip.to_canonical());
            let mut rest = bytes.get(..meta.len);
            let stride = meta.stride.max(1);
            std::iter::from_fn(move || {
                // A datagram may be empty, so there is always a first one.
                let bytes = rest.take()?;
                let (datagram, after) = bytes.split_at(stride.min(bytes.len()));
                rest = Some(after).filter(|after| !after.is_empty());
                Some((remote, local, datagram))
            })
        })
    }
}

impl UdpPort {
    /// Takes over a socket. Call it only within a runtime.
    pub(crate) fn new(socket: std::net::UdpSocket) -> io::Result<Self> {
        // This also makes the socket non-blocking.
        let state = UdpSocketState::new((&socket).into())?;
        let is_ipv6 = socket.local_addr()?.is_ipv6();
        let trains = Trains::new(state.max_gso_segments());
        Ok(Self { io: UdpSocket::from_std(socket)?, state, is_ipv6, trains })
    }

    pub(crate) fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.io.poll_recv_ready(cx)
    }

    /// Receives all that is ready, up to the size of the buffers. Pass the returned count to
    /// [`RecvBuffers::datagrams`].
    pub(crate) fn receive(&self, buffers: &mut RecvBuffers) -> io::Result<usize> {
        let mut chunks = buffers.bytes.chunks_mut(BUFFER);
        let mut slices: [IoSliceMut<'_>; BATCH] =
            std::array::from_fn(|_| IoSliceMut::new(chunks.next().unwrap_or_default()));
        let mut received = 0;
        let done = self.io.try_io(Interest::READABLE, || {
            received = self.state.recv((&self.io).into(), &mut slices, &mut buffers.metas)?;
            // Fewer than the buffers hold: the socket is empty. `WouldBlock` clears the runtime's
            // readiness without another system call, so it reports the next datagram.
            if received < BATCH { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(()) }
        });
        match done {
            Err(error) if received == 0 => Err(error),
            _ => Ok(received),
        }
    }

    /// How many datagrams of the same size one call can send.
    pub(crate) fn max_segments(&self) -> usize {
        self.trains.max_segments.get()
    }

    /// Sends datagrams of `segment` bytes each; the last one may be shorter. Datagrams that the
    /// system does not accept at once are lost, as on any network.
    pub(crate) fn send(&self, to: SocketAddr, from: Option<IpAddr>, bytes: &[u8], segment: usize) {
        if segment >= bytes.len() {
            let _lost = self.send_as_one(to, from, bytes, segment);
            return;
        }
        let now = Instant::now();
        if self.max_segments() > 1 && !self.trains.are_refused_by(to, now) {
            match self.send_as_one(to, from, bytes, segment) {
                Ok(()) => return self.trains.handle_taken(),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(_) => self.trains.handle_refused(to, now),
            }
        }
        for datagram in bytes.chunks(segment) {
            let _lost = self.send_as_one(to, from, datagram, datagram.len());
        }
    }

    fn send_as_one(
        &self,
        to: SocketAddr,
        from: Option<IpAddr>,
        bytes: &[u8],
        segment: usize,
    ) -> io::Result<()> {
        let destination = match to {
            SocketAddr::V4(to) if self.is_ipv6 => {
                SocketAddr::new(to.ip().to_ipv6_mapped().into(), to.port())
            }
            to => to,
        };
        let transmit = Transmit {
            destination,
            ecn: None,
            contents: bytes,
            segment_size: (segment < bytes.len()).then_some(segment),
            src_ip: from,
        };
        self.state.try_send((&self.io).into(), &transmit)
    }
}

impl Trains {
    const fn new(max_segments: usize) -> Self {
        Self {
            max_segments: Cell::new(max_segments),
            refused_in_a_row: Cell::new(0),
            refusing: RefCell::new(VecDeque::new()),
        }
    }

    fn are_refused_by(&self, to: SocketAddr, now: Instant) -> bool {
        let mut refusing = self.refusing.borrow_mut();
        while refusing.front().is_some_and(|(_, until)| *until <= now) {
            refusing.pop_front();
        }
        refusing.iter().any(|(destination, _)| *destination == to)
    }

    fn handle_taken(&self) {
        self.refused_in_a_row.set(0);
    }

    fn handle_refused(&self, to: SocketAddr, now: Instant) {
        let in_a_row = self.refused_in_a_row.get() + 1;
        self.refused_in_a_row.set(in_a_row);
        if in_a_row >= HOPELESS {
            self.max_segments.set(1);
        }
        let mut refusing = self.refusing.borrow_mut();
        if refusing.len() >= REFUSING {
            refusing.pop_front();
        }
        refusing.push_back((to, now + REFUSED_FOR));
    }
}

/// Creates a UDP socket bound to this address. The any-address of IPv6 accepts IPv4 too.
pub(crate) fn bind(address: SocketAddr, buffer: usize) -> io::Result<std::net::UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    if address.is_ipv6() {
        socket.set_only_v6(address.ip() != IpAddr::V6(Ipv6Addr::UNSPECIFIED))?;
    }
    socket.set_nonblocking(true)?;
    // The system may grant less; then bursts lose more datagrams.
    let _less = socket.set_recv_buffer_size(buffer);
    let _less = socket.set_send_buffer_size(buffer);
    socket.bind(&address.into())?;
    Ok(socket.into())
}

/// Converts an IPv4-mapped IPv6 address to IPv4.
pub(crate) fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port() -> UdpPort {
        UdpPort::new(bind("127.0.0.1:0".parse().unwrap(), 65_536).unwrap()).unwrap()
    }

    /// Receives `count` datagrams and returns the bytes in them.
    async fn received(socket: &UdpSocket, count: usize) -> usize {
        let (mut bytes, mut buffer) = (0, [0; 2048]);
        for _ in 0..count {
            bytes += socket.recv(&mut buffer).await.unwrap();
        }
        bytes
    }

    #[tokio::test]
    async fn a_refused_train_arrives_and_others_are_still_taken_as_trains() {
        let port = port();
        if port.max_segments() == 1 {
            println!("SKIPPED: this system knows no trains");
            return;
        }
        let before = port.max_segments();
        let strange = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let usual = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let (to, to_usual) = (strange.local_addr().unwrap(), usual.local_addr().unwrap());
        // More segments than any kernel accepts in one train.
        port.send(to, None, &[7; 2000], 10);
        assert_eq!(received(&strange, 200).await, 2000);
        assert_eq!(port.max_segments(), before, "one refusal is no reason to give up trains");
        assert!(port.trains.are_refused_by(to, Instant::now()));
        assert!(!port.trains.are_refused_by(to_usual, Instant::now()));
        port.send(to_usual, None, &[7; 2500], 1000);
        assert_eq!(received(&usual, 3).await, 2500);
        assert!(!port.trains.are_refused_by(to_usual, Instant::now()));
    }

    #[test]
    fn a_destination_that_refused_a_train_is_tried_again_later() {
        let trains = Trains::new(64);
        let (to, now) = ("192.0.2.1:9".parse().unwrap(), Instant::now());
        trains.handle_refused(to, now);
        assert!(trains.are_refused_by(to, now + REFUSED_FOR / 2));
        assert!(!trains.are_refused_by(to, now + REFUSED_FOR));
    }

    #[test]
    fn a_system_that_refuses_every_train_is_sent_none() {
        let (trains, now) = (Trains::new(64), Instant::now());
        let to = |n: u32| SocketAddr::from(([192, 0, 2, 1], n as u16));
        for n in 1..HOPELESS {
            trains.handle_refused(to(n), now);
        }
        trains.handle_taken();
        trains.handle_refused(to(1), now);
        assert_eq!(trains.max_segments.get(), 64);
        for n in 1..=HOPELESS {
            trains.handle_refused(to(n), now);
        }
        assert_eq!(trains.max_segments.get(), 1);
        assert!(trains.refusing.borrow().len() <= REFUSING);
    }
}
