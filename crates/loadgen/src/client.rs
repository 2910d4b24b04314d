//! A cheap Socket.IO client over WebSocket: one read per wake-up, and writes that never wait.

use std::io::{ErrorKind, Write as _};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpStream as StdStream};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde_json::Value;
use tokio::io::AsyncReadExt as _;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::wire::{Decoder, Opcode, Packet, client_frame, parse_packet};

/// Maximum bytes of one read.
const READ: usize = 16 * 1024;

/// Number of loopback addresses that connections use in turn, so that they stay below the server's
/// limits per address.
const SOURCES: usize = 16;

/// The `index`th source address.
pub(crate) fn source(index: usize) -> Ipv4Addr {
    Ipv4Addr::new(127, 0, 0, u8::try_from(1 + index % SOURCES).unwrap_or(1))
}

/// Opens a TCP connection; to a server on this machine from the given loopback address.
pub(crate) async fn dial(server: SocketAddr, source: Ipv4Addr) -> anyhow::Result<TcpStream> {
    let socket = if server.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    if server.is_ipv4() && server.ip().is_loopback() {
        socket.bind(SocketAddr::V4(SocketAddrV4::new(source, 0)))?;
    }
    let stream = socket.connect(server).await.context("connect")?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Write side of a connection. Every thread may use it.
#[derive(Clone)]
pub(crate) struct Sender(Arc<StdStream>);

impl Sender {
    /// Writes a whole frame or fails. The generator keeps so few bytes in flight that the kernel's
    /// buffer always has space.
    pub(crate) fn send(&self, frame: &[u8]) -> anyhow::Result<()> {
        let mut stream = &*self.0;
        let written = stream.write(frame).context("write")?;
        if written < frame.len() {
            bail!("the server does not read fast enough: {written} of {} bytes", frame.len());
        }
        Ok(())
    }

    /// Sends a text message.
    pub(crate) fn text(&self, text: &str) -> anyhow::Result<()> {
        self.send(&text_frame(text))
    }

    /// Writes as many bytes as the kernel accepts now, possibly none, and returns their number.
    pub(crate) fn try_write(&self, bytes: &[u8]) -> anyhow::Result<usize> {
        let mut stream = &*self.0;
        match stream.write(bytes) {
            Ok(written) => Ok(written),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(0),
            Err(error) => Err(error.into()),
        }
    }
}

/// The frame of a text message, ready to write.
pub(crate) fn text_frame(text: &str) -> Vec<u8> {
    let mut frame = Vec::with_capacity(text.len() + 14);
    client_frame(&mut frame, Opcode::Text, text.as_bytes());
    frame
}

/// A connection in the namespace `/`.
pub(crate) struct Client {
    read: OwnedReadHalf,
    /// Keeps the connection open; `sender` does all the writing.
    _write: OwnedWriteHalf,
    sender: Sender,
    decoder: Decoder,
    next_ack: u64,
}

/// A client that only answers pings until it is needed. Opening thousands of connections takes
/// longer than the server's ping timeout.
pub(crate) struct Parked {
    wanted: oneshot::Sender<()>,
    task: JoinHandle<anyhow::Result<Client>>,
}

impl Parked {
    /// Stops the background task and returns the client.
    pub(crate) async fn take(self) -> anyhow::Result<Client> {
        let _ = self.wanted.send(());
        self.task.await?
    }
}

/// Result of a join that clients need later.
#[derive(Debug, Clone)]
pub(crate) struct Joined {
    pub(crate) participant_id: String,
    pub(crate) token: String,
}

impl Client {
    /// Connects through all layers: TCP, WebSocket, Engine.IO, Socket.IO.
    pub(crate) async fn connect(server: SocketAddr, source: Ipv4Addr) -> anyhow::Result<Self> {
        let mut client = Self::open(server, source).await?;
        client.sender.text("40")?;
        loop {
            match client.packet().await? {
                Packet::Connected => return Ok(client),
                Packet::Refused(why) => bail!("refused: {}", String::from_utf8_lossy(why)),
                _ => {}
            }
        }
    }

    /// Connects up to Engine.IO, without a namespace.
    pub(crate) async fn open(server: SocketAddr, source: Ipv4Addr) -> anyhow::Result<Self> {
        let stream = dial(server, source).await?.into_std()?;
        let sender = Sender(Arc::new(stream.try_clone()?));
        let (read, write) = TcpStream::from_std(stream)?.into_split();
        let decoder = Decoder::default();
        let mut client = Self { read, _write: write, sender, decoder, next_ack: 0 };
        client.upgrade(server).await?;
        loop {
            if matches!(client.packet().await?, Packet::Open) {
                return Ok(client);
            }
        }
    }

    async fn upgrade(&mut self, server: SocketAddr) -> anyhow::Result<()> {
        let request = format!(
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {server}\r\nConnection: \
             Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: \
             dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        self.sender.send(request.as_bytes())?;
        let mut head = Vec::with_capacity(1024);
        let end = loop {
            if self.read.read_buf(&mut head).await? == 0 {
                bail!("closed during the upgrade");
            }
            if let Some(end) = head.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
        };
        if !head.starts_with(b"HTTP/1.1 101") {
            let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
            bail!("no upgrade: {}", String::from_utf8_lossy(line));
        }
        self.decoder.space().extend_from_slice(head.get(end..).unwrap_or_default());
        Ok(())
    }

    /// Starts a task that answers pings until the client is needed.
    pub(crate) fn park(mut self) -> Parked {
        let (wanted, mut is_wanted) = oneshot::channel();
        let task = tokio::task::spawn_local(async move {
            loop {
                tokio::select! {
                    _ = &mut is_wanted => return Ok(self),
                    packet = self.packet() => {
                        let _ = packet?;
                    }
                }
            }
        });
        Parked { wanted, task }
    }

    /// The write side of the connection.
    pub(crate) fn sender(&self) -> Sender {
        self.sender.clone()
    }

    /// The next packet. Answers pings and returns them as well.
    pub(crate) async fn packet(&mut self) -> anyhow::Result<Packet<'_>> {
        let range = loop {
            match self.decoder.next_frame()? {
                Some((Opcode::Text, range)) => break range,
                Some((Opcode::Close, _)) => bail!("closed by the server"),
                Some((Opcode::Ping, range)) => {
                    let mut pong = Vec::new();
                    client_frame(&mut pong, Opcode::Pong, self.decoder.bytes(range));
                    self.sender.send(&pong)?;
                }
                Some(_) => {}
                None => {
                    let space = self.decoder.space();
                    space.reserve(READ);
                    if self.read.read_buf(space).await? == 0 {
                        bail!("closed by the server");
                    }
                }
            }
        };
        let packet = parse_packet(self.decoder.bytes(range));
        if packet == Packet::Ping {
            self.sender.text("3")?;
        }
        Ok(packet)
    }

    /// Sends a request and waits for its acknowledgement. Skips events that arrive earlier. Tries
    /// again if the server's rate limit was exceeded.
    pub(crate) async fn request(&mut self, event: &str, payload: &Value) -> anyhow::Result<Value> {
        loop {
            let answer = self.answer(event, payload).await?;
            let Some(error) = answer.get("error") else {
                return Ok(answer.get("ok").cloned().unwrap_or_default());
            };
            match error.get("retry_after_ms").and_then(Value::as_u64) {
                Some(wait) => tokio::time::sleep(Duration::from_millis(wait)).await,
                None => bail!("{event}: {error}"),
            }
        }
    }

    /// Sends a request and returns its acknowledgement.
    async fn answer(&mut self, event: &str, payload: &Value) -> anyhow::Result<Value> {
        let id = self.next_ack;
        self.next_ack += 1;
        self.sender.text(&format!("42{id}[\"{event}\",{payload}]"))?;
        loop {
            match self.packet().await? {
                Packet::Ack(answered, json) if answered == id => {
                    let mut answer: Value = serde_json::from_slice(json)?;
                    return Ok(answer.get_mut(0).map(Value::take).unwrap_or_default());
                }
                Packet::Refused(why) => bail!("{event}: {}", String::from_utf8_lossy(why)),
                _ => {}
            }
        }
    }

    /// Joins a meeting. With a token, returns as the same participant.
    pub(crate) async fn join(
        &mut self,
        meeting: &str,
        name: &str,
        token: Option<&str>,
    ) -> anyhow::Result<Joined> {
        let mut payload =
            serde_json::json!({ "meeting_id": meeting, "name": name, "can_forward": true });
        if let (Some(token), Some(fields)) = (token, payload.as_object_mut()) {
            fields.insert("token".to_owned(), token.into());
        }
        let reply = self.request("join", &payload).await?;
        let text = |field: &str| reply.get(field).and_then(Value::as_str).map(str::to_owned);
        Ok(Joined {
            participant_id: text("participant_id").context("no participant_id")?,
            token: text("token").unwrap_or_default(),
        })
    }
}
