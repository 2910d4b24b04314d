//! Streams that can move from one runtime to another.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// A TCP stream that can move from one runtime to another. Between the two it is detached, and
/// reading and writing fail.
pub(crate) struct MovableTcp(Place);

enum Place {
    Attached(TcpStream),
    Detached(std::net::TcpStream),
    /// A move failed.
    Lost,
}

/// A stream over TCP that moves with it, such as TLS: what it buffers is its own.
pub(crate) trait Movable: AsyncRead + AsyncWrite + Send + Unpin {
    /// The TCP stream below.
    fn tcp(&mut self) -> &mut MovableTcp;
}

impl MovableTcp {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self(Place::Attached(stream))
    }

    /// Detaches the stream from its runtime.
    pub(super) fn detach(&mut self) -> io::Result<()> {
        self.0 = match std::mem::replace(&mut self.0, Place::Lost) {
            Place::Attached(stream) => Place::Detached(stream.into_std()?),
            other => other,
        };
        Ok(())
    }

    /// Attaches the stream to the current runtime.
    pub(super) fn attach(&mut self) -> io::Result<()> {
        self.0 = match std::mem::replace(&mut self.0, Place::Lost) {
            Place::Detached(stream) => Place::Attached(TcpStream::from_std(stream)?),
            other => other,
        };
        Ok(())
    }

    fn get(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        match &mut self.0 {
            Place::Attached(stream) => Ok(Pin::new(stream)),
            Place::Detached(_) | Place::Lost => Err(io::ErrorKind::NotConnected.into()),
        }
    }
}

impl Movable for MovableTcp {
    fn tcp(&mut self) -> &mut MovableTcp {
        self
    }
}

impl AsyncRead for MovableTcp {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.get_mut().get()?.poll_read(context, buffer)
    }
}

impl AsyncWrite for MovableTcp {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().get()?.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().get()?.poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        matches!(&self.0, Place::Attached(stream) if stream.is_write_vectored())
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().get()?.poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().get()?.poll_shutdown(context)
    }
}
