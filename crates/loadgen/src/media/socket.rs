//! UDP sockets that receive and send many datagrams per system call.

use std::io::{self, IoSliceMut};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use mio::net::UdpSocket;
use quinn_udp::{RecvMeta, Transmit, UdpSocketState};
use socket2::{Domain, Protocol, Socket, Type};

/// Buffers filled per system call.
const BATCH: usize = 16;
/// Longest train of datagrams that the kernel joins.
const BUFFER: usize = 65_536;
/// Receive buffer of a socket in bytes; the system may grant less.
const KERNEL_BUFFER: usize = 1 << 20;

/// Receive buffers, shared by all sockets.
pub(super) struct Buffers {
    bytes: Vec<u8>,
    metas: [RecvMeta; BATCH],
}

impl Buffers {
    pub(super) fn new() -> Self {
        Self { bytes: vec![0; BATCH * BUFFER], metas: [RecvMeta::default(); BATCH] }
    }

    /// The datagrams of the last [`Port::receive`]: sender, time of arrival since the Unix epoch, bytes.
    pub(super) fn datagrams(
        &self,
        count: usize,
    ) -> impl Iterator<Item = (SocketAddr, Option<Duration>, &[u8])> {
        self.metas.iter().zip(self.bytes.chunks(BUFFER)).take(count).flat_map(|(meta, bytes)| {
            let train = bytes.get(..meta.len).unwrap_or_default();
            train.chunks(meta.stride.max(1)).map(|datagram| (meta.addr, meta.timestamp, datagram))
        })
    }
}

/// The socket of one transport.
pub(super) struct Port {
    pub(super) socket: UdpSocket,
    state: UdpSocketState,
    pub(super) local: SocketAddr,
    train: Train,
}

/// Datagrams of one length to one destination that wait to be sent together.
#[derive(Default)]
struct Train {
    to: Option<SocketAddr>,
    bytes: Vec<u8>,
    segment: usize,
}

impl Port {
    pub(super) fn bind(ip: IpAddr) -> io::Result<Self> {
        let address = SocketAddr::new(ip, 0);
        let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
        let _less = socket.set_recv_buffer_size(KERNEL_BUFFER);
        let _less = socket.set_send_buffer_size(KERNEL_BUFFER);
        socket.bind(&address.into())?;
        let socket: std::net::UdpSocket = socket.into();
        // This also makes the socket non-blocking.
        let state = UdpSocketState::new((&socket).into())?;
        let local = socket.local_addr()?;
        Ok(Self { socket: UdpSocket::from_std(socket), state, local, train: Train::default() })
    }

    /// Receives what is ready, up to the size of the buffers. True if there may be more.
    pub(super) fn receive(&self, buffers: &mut Buffers) -> io::Result<(usize, bool)> {
        let mut chunks = buffers.bytes.chunks_mut(BUFFER);
        let mut slices: [IoSliceMut<'_>; BATCH] =
            std::array::from_fn(|_| IoSliceMut::new(chunks.next().unwrap_or_default()));
        let count = self.state.recv((&self.socket).into(), &mut slices, &mut buffers.metas)?;
        Ok((count, count == BATCH))
    }

    /// Queues a datagram. Datagrams of one length leave as a train, which a shorter one ends.
    pub(super) fn push(&mut self, to: SocketAddr, datagram: &[u8]) {
        let train = &self.train;
        let joins = train.to == Some(to)
            && datagram.len() <= train.segment
            && train.bytes.len().is_multiple_of(train.segment)
            && train.bytes.len() / train.segment < self.state.max_gso_segments()
            && train.bytes.len() + datagram.len() < usize::from(u16::MAX) - 100;
        if !joins {
            self.flush();
            self.train.to = Some(to);
            self.train.segment = datagram.len().max(1);
        }
        self.train.bytes.extend_from_slice(datagram);
    }

    /// Sends what waits. A datagram that the kernel does not accept at once is lost, as on any network.
    pub(super) fn flush(&mut self) {
        let Some(destination) = self.train.to.take() else { return };
        let (bytes, segment) = (&self.train.bytes, self.train.segment);
        let send = |contents: &[u8], segment_size| {
            let transmit =
                Transmit { destination, ecn: None, contents, segment_size, src_ip: None };
            self.state.try_send((&self.socket).into(), &transmit)
        };
        if bytes.len() <= segment {
            let _lost = send(bytes, None);
        } else if send(bytes, Some(segment)).is_err() {
            // The path does not take trains.
            for datagram in bytes.chunks(segment) {
                let _lost = send(datagram, None);
            }
        }
        self.train.bytes.clear();
    }
}
