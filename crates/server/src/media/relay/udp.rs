//! UDP sockets, many datagrams at a time.

use std::{
    io::{self, IoSliceMut},
    net::{IpAddr, Ipv6Addr, SocketAddr},
    task::{Context, Poll},
};

use quinn_udp::{RecvMeta, Transmit, UdpSocketState};
use socket2::{Domain, Protocol, Socket, Type};
use tokio::{io::Interest, net::UdpSocket};

/// Datagrams, or trains of datagrams that the kernel joined, taken in one system call.
const BATCH: usize = 16;
/// Room for the longest train.
const BUFFER: usize = 65_536;

/// A UDP socket with what the system can do for it.
pub(super) struct UdpPort {
    io: UdpSocket,
    state: UdpSocketState,
    is_ipv6: bool,
}

/// Room to receive into; one for all sockets.
pub(super) struct RecvBuffers {
    bytes: Vec<u8>,
    metas: [RecvMeta; BATCH],
}

impl RecvBuffers {
    pub(super) fn new() -> Self {
        Self { bytes: vec![0; BATCH * BUFFER], metas: [RecvMeta::default(); BATCH] }
    }

    /// The datagrams of the last [`UdpPort::receive`], which returned `count`.
    pub(super) fn datagrams(
        &self,
        count: usize,
    ) -> impl Iterator<Item = (SocketAddr, Option<IpAddr>, &[u8])> {
        self.metas.iter().zip(self.bytes.chunks(BUFFER)).take(count).flat_map(|(meta, bytes)| {
            let remote = canonical(meta.addr);
            let local = meta.dst_ip.map(|ip| ip.to_canonical());
            let mut rest = bytes.get(..meta.len);
            let stride = meta.stride.max(1);
            std::iter::from_fn(move || {
                // A datagram may be empty, so there is always a first.
                let bytes = rest.take()?;
                let (datagram, after) = bytes.split_at(stride.min(bytes.len()));
                rest = Some(after).filter(|after| !after.is_empty());
                Some((remote, local, datagram))
            })
        })
    }
}

impl UdpPort {
    /// Takes over a socket; only within a runtime.
    pub(super) fn new(socket: std::net::UdpSocket) -> io::Result<Self> {
        // This makes it non-blocking too.
        let state = UdpSocketState::new((&socket).into())?;
        let is_ipv6 = socket.local_addr()?.is_ipv6();
        Ok(Self { io: UdpSocket::from_std(socket)?, state, is_ipv6 })
    }

    pub(super) fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.io.poll_recv_ready(cx)
    }

    /// Takes what is there; how much is for [`RecvBuffers::datagrams`].
    pub(super) fn receive(&self, buffers: &mut RecvBuffers) -> io::Result<usize> {
        let mut chunks = buffers.bytes.chunks_mut(BUFFER);
        let mut slices: [IoSliceMut<'_>; BATCH] =
            std::array::from_fn(|_| IoSliceMut::new(chunks.next().unwrap_or_default()));
        let mut received = 0;
        let done = self.io.try_io(Interest::READABLE, || {
            received = self.state.recv((&self.io).into(), &mut slices, &mut buffers.metas)?;
            // Fewer than there was room for: the socket is empty, and no call is needed to learn
            // it. The runtime forgets that it was readable, and hears of the next datagram.
            if received < BATCH { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(()) }
        });
        match done {
            Err(error) if received == 0 => Err(error),
            _ => Ok(received),
        }
    }

    /// How many datagrams of one size can be sent in one call.
    pub(super) fn max_segments(&self) -> usize {
        self.state.max_gso_segments()
    }

    /// Sends datagrams of `segment` bytes, the last of which may be shorter. What the system does
    /// not take at once is lost, as on any network.
    pub(super) fn send(&self, to: SocketAddr, from: Option<IpAddr>, bytes: &[u8], segment: usize) {
        let sent = self.send_as_one(to, from, bytes, segment);
        if let Err(error) = sent
            && error.kind() != io::ErrorKind::WouldBlock
            && segment < bytes.len()
        {
            // This path takes no trains: one by one.
            for datagram in bytes.chunks(segment) {
                let _lost = self.send_as_one(to, from, datagram, datagram.len());
            }
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

/// A UDP socket bound to this address. IPv6's any-address takes IPv4 too.
pub(super) fn bind(address: SocketAddr, buffer: usize) -> io::Result<std::net::UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    if address.is_ipv6() {
        socket.set_only_v6(address.ip() != IpAddr::V6(Ipv6Addr::UNSPECIFIED))?;
    }
    socket.set_nonblocking(true)?;
    // The system may give less; then more is lost in bursts.
    let _less = socket.set_recv_buffer_size(buffer);
    let _less = socket.set_send_buffer_size(buffer);
    socket.bind(&address.into())?;
    Ok(socket.into())
}

/// The address without IPv6 around it.
pub(super) fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}
