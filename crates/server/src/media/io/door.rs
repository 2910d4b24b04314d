//! Doors: streams that the page's port accepted, for the thread of media that they are meant for.

use std::{
    io,
    net::SocketAddr,
    task::{Context, Poll},
};

use tokio::sync::mpsc;

use super::stream::Socket;
use crate::address_limit::AddressPlace;

/// Visitors that wait for the thread. It takes them at once, so more are a sign that it is stuck.
const MAX_VISITORS: usize = 256;

/// A client's stream, with the addresses of its TCP connection.
pub(crate) struct Visitor {
    pub(crate) socket: DetachedSocket,
    pub(crate) remote: SocketAddr,
    pub(crate) local: SocketAddr,
    /// Counts the connection for as long as it lives.
    pub(crate) place: Option<AddressPlace>,
}

/// A stream between two runtimes.
pub(crate) enum DetachedSocket {
    Tcp(std::net::TcpStream),
    /// The plaintext of a TLS connection, from the task that does the TLS.
    #[cfg(unix)]
    Plaintext(std::os::unix::net::UnixStream),
}

impl DetachedSocket {
    /// Attaches the stream to the current runtime.
    pub(crate) fn attach(self) -> io::Result<Socket> {
        Ok(match self {
            Self::Tcp(stream) => Socket::Tcp(stream.try_into()?),
            #[cfg(unix)]
            Self::Plaintext(stream) => Socket::Plaintext(stream.try_into()?),
        })
    }
}

/// The outer side: hands visitors over.
#[derive(Debug, Clone)]
pub(crate) struct Door(mpsc::Sender<Visitor>);

/// The inner side, of the thread.
#[derive(Debug)]
pub(crate) struct Hall(mpsc::Receiver<Visitor>);

/// A door and its hall.
pub(crate) fn door() -> (Door, Hall) {
    let (sender, receiver) = mpsc::channel(MAX_VISITORS);
    (Door(sender), Hall(receiver))
}

impl Door {
    /// Hands a visitor over. Closes the stream if the thread has ended or is stuck.
    pub(crate) fn enter(&self, visitor: Visitor) -> io::Result<()> {
        self.0.try_send(visitor).map_err(|_| io::ErrorKind::ConnectionRefused.into())
    }
}

impl Hall {
    /// The next visitor. The task is woken when one comes.
    pub(crate) fn poll_visitor(&mut self, cx: &mut Context<'_>) -> Option<Visitor> {
        match self.0.poll_recv(cx) {
            Poll::Ready(visitor) => visitor,
            Poll::Pending => None,
        }
    }
}
