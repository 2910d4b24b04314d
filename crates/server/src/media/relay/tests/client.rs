//! A minimal TURN client for the tests.

use std::{net::SocketAddr, time::Duration};

use convene_relay::{
    IssuedCredential,
    wire::{
        ChannelData, ChannelNumber, Class, IntegrityAlgorithm, IntegrityKey, Message,
        MessageBuilder, StreamDecoder, TransactionId, attribute, method,
    },
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpStream, UdpSocket},
    time::timeout,
};

enum Io {
    Udp(UdpSocket),
    /// TCP, or TLS over it, and the client's address.
    Stream(Box<dyn Stream>, SocketAddr, StreamDecoder),
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

pub(super) struct TestClient {
    io: Io,
    credential: IssuedCredential,
    nonce: Vec<u8>,
    transactions: u32,
    /// True to write a stream byte by byte.
    pub(super) dribble: bool,
}

impl TestClient {
    pub(super) async fn udp(server: SocketAddr, credential: IssuedCredential) -> Self {
        let any = if server.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
        let socket = UdpSocket::bind(any).await.unwrap();
        socket.connect(server).await.unwrap();
        Self::new(Io::Udp(socket), credential)
    }

    pub(super) async fn tcp(server: SocketAddr, credential: IssuedCredential) -> Self {
        let stream = TcpStream::connect(server).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let local = stream.local_addr().unwrap();
        Self::new(Io::Stream(Box::new(stream), local, StreamDecoder::new(4096)), credential)
    }

    /// A client over TLS, which offers these protocols (ALPN).
    pub(super) async fn tls(
        server: SocketAddr,
        mut config: rustls::ClientConfig,
        protocols: &[&str],
        credential: IssuedCredential,
    ) -> Self {
        config.alpn_protocols = protocols.iter().map(|it| it.as_bytes().to_vec()).collect();
        let stream = TcpStream::connect(server).await.unwrap();
        let local = stream.local_addr().unwrap();
        let connector = tokio_rustls::TlsConnector::from(std::sync::Arc::new(config));
        let name = "localhost".try_into().unwrap();
        let stream = connector.connect(name, stream).await.unwrap();
        Self::new(Io::Stream(Box::new(stream), local, StreamDecoder::new(4096)), credential)
    }

    fn new(io: Io, credential: IssuedCredential) -> Self {
        Self { io, credential, nonce: Vec::new(), transactions: 0, dribble: false }
    }

    pub(super) fn local(&self) -> SocketAddr {
        match &self.io {
            Io::Udp(socket) => socket.local_addr().unwrap(),
            Io::Stream(_, local, _) => *local,
        }
    }

    pub(super) async fn send(&mut self, message: &[u8]) {
        match &mut self.io {
            Io::Udp(socket) => {
                socket.send(message).await.unwrap();
            }
            Io::Stream(stream, ..) => {
                let mut bytes = message.to_vec();
                bytes.resize(message.len().next_multiple_of(4), 0);
                for piece in bytes.chunks(if self.dribble { 1 } else { bytes.len() }) {
                    stream.write_all(piece).await.unwrap();
                }
                stream.flush().await.unwrap();
            }
        }
    }

    /// The next message; `None` if none arrives in time or the stream ends.
    pub(super) async fn try_receive(&mut self, wait: Duration) -> Option<Vec<u8>> {
        timeout(wait, async {
            match &mut self.io {
                Io::Udp(socket) => {
                    let mut buffer = vec![0; 2048];
                    let count = socket.recv(&mut buffer).await.ok()?;
                    buffer.truncate(count);
                    Some(buffer)
                }
                Io::Stream(stream, _, decoder) => loop {
                    if let Some(message) = decoder.poll_message().unwrap() {
                        return Some(message.to_vec());
                    }
                    match stream.read(decoder.space()).await {
                        Ok(0) | Err(_) => return None,
                        Ok(count) => decoder.advance(count),
                    }
                },
            }
        })
        .await
        .unwrap_or_default()
    }

    pub(super) async fn receive(&mut self) -> Vec<u8> {
        self.try_receive(Duration::from_secs(5)).await.expect("no message within 5 s")
    }

    /// The payload of the next ChannelData or Data indication.
    pub(super) async fn receive_data(&mut self) -> Vec<u8> {
        let bytes = self.receive().await;
        match ChannelData::parse(&bytes) {
            Some(data) => data.payload.to_vec(),
            None => Message::parse(&bytes).unwrap().attribute(attribute::DATA).unwrap().to_vec(),
        }
    }

    /// True if the server ends the stream within this time.
    pub(super) async fn is_closed_within(&mut self, wait: Duration) -> bool {
        let Io::Stream(stream, ..) = &mut self.io else { return false };
        let mut rest = [0; 64];
        timeout(wait, async { while !matches!(stream.read(&mut rest).await, Ok(0) | Err(_)) {} })
            .await
            .is_ok()
    }

    pub(super) async fn binding(&mut self) -> SocketAddr {
        let id = self.transaction();
        self.send(&MessageBuilder::new(Class::Request, method::BINDING, id).finish()).await;
        address(&self.receive().await, attribute::XOR_MAPPED_ADDRESS)
    }

    /// Sends a signed request and returns its response; asks for a nonce first if there is none.
    pub(super) async fn request(
        &mut self,
        method: u16,
        with: impl Fn(MessageBuilder) -> MessageBuilder,
    ) -> Vec<u8> {
        let key =
            IntegrityKey::long_term(&self.credential.username, "tests", &self.credential.password);
        loop {
            let id = self.transaction();
            let mut message = with(MessageBuilder::new(Class::Request, method, id));
            if !self.nonce.is_empty() {
                message = message
                    .attribute(attribute::USERNAME, self.credential.username.as_bytes())
                    .attribute(attribute::REALM, b"tests")
                    .attribute(attribute::NONCE, &self.nonce)
                    .integrity(&key, IntegrityAlgorithm::Sha1);
            }
            self.send(&message.finish()).await;
            let response = self.receive().await;
            match Message::parse(&response).unwrap().attribute(attribute::NONCE) {
                Some(nonce) if self.nonce.is_empty() => self.nonce = nonce.to_vec(),
                _ => return response,
            }
        }
    }

    pub(super) async fn allocate(&mut self) -> SocketAddr {
        let response = self
            .request(method::ALLOCATE, |message| {
                message.attribute(attribute::REQUESTED_TRANSPORT, &[17, 0, 0, 0])
            })
            .await;
        assert_eq!(code(&response), 0);
        address(&response, attribute::XOR_RELAYED_ADDRESS)
    }

    pub(super) async fn bind(&mut self, number: u16, peer: SocketAddr) -> u16 {
        let [n0, n1] = number.to_be_bytes();
        let response = self
            .request(method::CHANNEL_BIND, |message| {
                message
                    .attribute(attribute::CHANNEL_NUMBER, &[n0, n1, 0, 0])
                    .xor_address(attribute::XOR_PEER_ADDRESS, peer)
            })
            .await;
        code(&response)
    }

    pub(super) async fn permit(&mut self, peer: SocketAddr) -> u16 {
        let response = self
            .request(method::CREATE_PERMISSION, |message| {
                message.xor_address(attribute::XOR_PEER_ADDRESS, peer)
            })
            .await;
        code(&response)
    }

    pub(super) async fn send_on(&mut self, number: u16, payload: &[u8]) {
        let number = ChannelNumber::new(number).unwrap();
        let mut message = ChannelData::header(number, payload.len() as u16).to_vec();
        message.extend_from_slice(payload);
        self.send(&message).await;
    }

    pub(super) async fn send_to(&mut self, peer: SocketAddr, payload: &[u8]) {
        let id = self.transaction();
        let message = MessageBuilder::new(Class::Indication, method::SEND, id)
            .xor_address(attribute::XOR_PEER_ADDRESS, peer)
            .attribute(attribute::DATA, payload);
        self.send(&message.finish()).await;
    }

    fn transaction(&mut self) -> TransactionId {
        self.transactions += 1;
        let mut id = [7; 12];
        id[..4].copy_from_slice(&self.transactions.to_be_bytes());
        TransactionId(id)
    }
}

/// The error code of a response; 0 for success.
pub(super) fn code(response: &[u8]) -> u16 {
    let message = Message::parse(response).unwrap();
    message
        .attribute(attribute::ERROR_CODE)
        .map_or(0, |value| u16::from(value[2]) * 100 + u16::from(value[3]))
}

fn address(response: &[u8], kind: u16) -> SocketAddr {
    let message = Message::parse(response).unwrap();
    let value = message.attribute(kind).unwrap();
    attribute::decode_xor_address(value, message.transaction()).unwrap()
}
