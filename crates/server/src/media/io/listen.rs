//! Listening sockets for media: UDP and TCP on one port, and the addresses at which they are reached.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket},
};

use socket2::{Domain, Protocol, Socket, Type};

use super::bind;

/// Buffer of the listening socket in the kernel, in bytes: packets wait there while the thread is
/// busy.
const LISTEN_BUFFER: usize = 4 * 1024 * 1024;

/// Binds UDP and TCP on one port. If that is taken and `any_port` is true, on any that is free for both.
pub(crate) fn bind_both(
    wanted: SocketAddr,
    any_port: bool,
) -> io::Result<(UdpSocket, TcpListener, SocketAddr)> {
    bind_both_at(wanted).or_else(|error| {
        let any_port = any_port || wanted.port() == 0;
        if !any_port || error.kind() != io::ErrorKind::AddrInUse {
            return Err(error);
        }
        // A port that is free for UDP may be taken for TCP; then another one is tried.
        let any = SocketAddr::new(wanted.ip(), 0);
        (0..16).find_map(|_| bind_both_at(any).ok()).ok_or(error)
    })
}

fn bind_both_at(address: SocketAddr) -> io::Result<(UdpSocket, TcpListener, SocketAddr)> {
    let udp = bind(address, LISTEN_BUFFER)?;
    let address = udp.local_addr()?;
    let tcp = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if address.is_ipv6() {
        tcp.set_only_v6(!address.ip().is_unspecified())?;
    }
    #[cfg(unix)]
    tcp.set_reuse_address(true)?;
    tcp.set_nonblocking(true)?;
    tcp.bind(&address.into())?;
    tcp.listen(1024)?;
    Ok((udp, tcp.into(), address))
}

/// The addresses of this host, and one of them to reach IPv4 from.
pub(crate) fn own_addresses() -> (Vec<IpAddr>, Option<Ipv4Addr>) {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_else(|error| {
        tracing::warn!(%error, "cannot list this host's addresses");
        Vec::new()
    });
    let ips: Vec<IpAddr> = interfaces.iter().map(if_addrs::Interface::ip).collect();
    let first_ipv4 = ips.iter().find_map(|ip| match ip {
        IpAddr::V4(ip) if !ip.is_loopback() && !ip.is_link_local() => Some(*ip),
        _ => None,
    });
    (ips, first_ipv4)
}
