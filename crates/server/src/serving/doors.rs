//! Doors from the page's port to relay and forwarding server: where a firewall lets only that port through, media comes by it.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::address_limit::AddressPlace;
use crate::media::{DetachedSocket, Door, Visitor};

/// The first byte of every TLS handshake (RFC 8446 section 5.1).
const HANDSHAKE: u8 = 22;
/// Bytes 4 to 7 of every STUN message (RFC 8489 section 5).
const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
/// Bytes until the end of the cookie, after the length that ICE over TCP puts before it (RFC 4571).
const TELLING: usize = 10;
/// Pause before the first bytes are looked at again. They nearly always come together.
const PAUSE: Duration = Duration::from_millis(20);

/// Doors to the threads of media; `None` where there is no such thread.
#[derive(Debug, Clone, Default)]
pub(crate) struct Doors {
    pub(crate) turn: Option<Door>,
    pub(crate) ice: Option<Door>,
}

/// The door that a connection is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Media {
    Turn,
    Ice,
}

/// How a connection begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Tls,
    /// STUN in its own framing: a client of the relay.
    Turn,
    /// STUN in the framing of RFC 4571: a client of the forwarding server.
    Ice,
    Other,
}

/// Looks at the first bytes of a connection, which remain there.
pub(super) async fn opening(stream: &TcpStream) -> io::Result<Opening> {
    let mut bytes = [0; TELLING];
    loop {
        let count = stream.peek(&mut bytes).await?;
        if let Some(opening) = recognize(bytes.get(..count).unwrap_or_default()) {
            return Ok(opening);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// `None` if more bytes would tell. No bytes at all are the end of the stream.
fn recognize(bytes: &[u8]) -> Option<Opening> {
    match bytes {
        [] => Some(Opening::Other),
        [HANDSHAKE, ..] => Some(Opening::Tls),
        // No HTTP begins with a control character. Lengths of ICE over TCP have few bits here.
        [first, ..] if *first >= b' ' => Some(Opening::Other),
        [_, _, _, _, cookie @ ..] if cookie.starts_with(&COOKIE) => Some(Opening::Turn),
        [_, _, _, _, _, _, cookie @ ..] if cookie.starts_with(&COOKIE) => Some(Opening::Ice),
        _ if bytes.len() >= TELLING => Some(Opening::Other),
        _ => None,
    }
}

/// True if a stream that begins with this byte is one of STUN messages, and none of HTTP.
pub(super) const fn is_stun(first: u8) -> bool {
    first < 4
}

impl Doors {
    /// Hands a connection without TLS over.
    pub(super) fn hand_over(
        &self,
        media: Media,
        stream: TcpStream,
        place: Option<AddressPlace>,
    ) -> io::Result<()> {
        let (remote, local) = (stream.peer_addr()?, stream.local_addr()?);
        let socket = DetachedSocket::Tcp(stream.into_std()?);
        let door = match media {
            Media::Turn => &self.turn,
            Media::Ice => &self.ice,
        };
        enter(door.as_ref(), Visitor { socket, remote, local, place })
    }

    /// Hands the plaintext of a TLS connection to the relay, whose first byte was read. A task does the TLS until
    /// one of the two sides ends.
    #[cfg(unix)]
    pub(super) fn bridge<S>(
        &self,
        mut stream: S,
        first: u8,
        (remote, local): (SocketAddr, SocketAddr),
        place: Option<AddressPlace>,
    ) -> io::Result<()>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (ours, theirs) = std::os::unix::net::UnixStream::pair()?;
        for side in [&ours, &theirs] {
            side.set_nonblocking(true)?;
        }
        let mut ours = tokio::net::UnixStream::from_std(ours)?;
        let socket = DetachedSocket::Plaintext(theirs);
        enter(self.turn.as_ref(), Visitor { socket, remote, local, place })?;
        tokio::spawn(async move {
            ours.write_all(&[first]).await?;
            tokio::io::copy_bidirectional(&mut stream, &mut ours).await
        });
        Ok(())
    }

    #[cfg(not(unix))]
    pub(super) fn bridge<S>(
        &self,
        _: S,
        _: u8,
        _: (SocketAddr, SocketAddr),
        _: Option<AddressPlace>,
    ) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

fn enter(door: Option<&Door>, visitor: Visitor) -> io::Result<()> {
    door.map_or_else(|| Err(io::ErrorKind::ConnectionRefused.into()), |door| door.enter(visitor))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_protocol_is_known_by_its_first_bytes() {
        let allocate = [0, 3, 0, 8, 0x21, 0x12, 0xa4, 0x42, 1, 2];
        let framed = [0, 84, 0, 1, 0, 64, 0x21, 0x12, 0xa4, 0x42];
        for (bytes, opening) in [
            (&[22, 3, 1, 2, 0][..], Some(Opening::Tls)),
            (&allocate, Some(Opening::Turn)),
            (&framed, Some(Opening::Ice)),
            (b"GET / HTTP/1.1", Some(Opening::Other)),
            (b"", Some(Opening::Other)),
            (&[0; TELLING], Some(Opening::Other)),
            (&allocate[..7], None),
            (&framed[..9], None),
        ] {
            assert_eq!(recognize(bytes), opening, "{bytes:?}");
        }
    }

    proptest! {
        /// More bytes never change what was recognized, and ten are always enough.
        #[test]
        fn what_is_recognized_stays(bytes in prop::collection::vec(any::<u8>(), 1..TELLING + 1)) {
            let whole = recognize(&bytes);
            for length in 1..bytes.len() {
                if let Some(early) = recognize(&bytes[..length]) {
                    prop_assert_eq!(Some(early), whole);
                }
            }
            prop_assert!(bytes.len() < TELLING || whole.is_some());
        }
    }
}
