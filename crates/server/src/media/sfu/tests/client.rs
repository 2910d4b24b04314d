//! A client of the forwarding server over a real socket: str0m with one peer connection.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream, UdpSocket},
    time::{Duration, Instant},
};

use str0m::{
    Candidate, Event, Input, Output, Rtc,
    change::{SdpAnswer, SdpPendingOffer},
    media::{Direction, MediaKind, Mid},
    net::{Protocol, Receive, TcpType},
    rtp::RtpWrite,
};

const FRAME: Duration = Duration::from_millis(20);

/// The client's side of the path.
enum Socket {
    Udp(UdpSocket),
    Tcp { stream: TcpStream, incoming: Vec<u8> },
}

pub(super) struct Client {
    rtc: Rtc,
    socket: Socket,
    local: SocketAddr,
    server: SocketAddr,
    pub(super) mid: Mid,
    pending: Option<SdpPendingOffer>,
    pub(super) is_connected: bool,
    pub(super) is_closed: bool,
    pub(super) received: usize,
    sent: u64,
    next_frame: Instant,
}

impl Client {
    /// A client with one m-line of audio, and its offer.
    pub(super) fn new(server: SocketAddr, protocol: Protocol, way: Direction) -> (Self, String) {
        let now = Instant::now();
        let socket = match protocol {
            Protocol::Udp => {
                let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
                socket.set_nonblocking(true).unwrap();
                Socket::Udp(socket)
            }
            _ => {
                let stream = TcpStream::connect(server).unwrap();
                stream.set_nonblocking(true).unwrap();
                Socket::Tcp { stream, incoming: Vec::new() }
            }
        };
        let local = match &socket {
            Socket::Udp(socket) => socket.local_addr().unwrap(),
            Socket::Tcp { stream, .. } => stream.local_addr().unwrap(),
        };
        let mut rtc = Rtc::builder()
            .set_crypto_provider(std::sync::Arc::new(str0m::crypto::from_feature_flags()))
            .set_rtp_mode(true)
            .build(now);
        let candidate = match protocol {
            Protocol::Udp => Candidate::builder().udp().host(local).build(),
            _ => Candidate::builder().tcp().host(local).tcptype(TcpType::Active).build(),
        };
        rtc.add_local_candidate(candidate.unwrap());
        let mut api = rtc.sdp_api();
        let mid = api.add_media(MediaKind::Audio, way, None, None, None);
        let (offer, pending) = api.apply().unwrap();
        let client = Self {
            rtc,
            socket,
            local,
            server,
            mid,
            pending: Some(pending),
            is_connected: false,
            is_closed: false,
            received: 0,
            sent: 0,
            next_frame: now,
        };
        (client, offer.to_sdp_string())
    }

    pub(super) fn accept(&mut self, answer: &str) {
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        let pending = self.pending.take().unwrap();
        self.rtc.sdp_api().accept_answer(pending, answer).unwrap();
    }

    /// Does what is due now.
    pub(super) fn turn(&mut self, sends: bool) {
        while let Some(datagram) = self.socket.receive() {
            let now = Instant::now();
            let protocol = self.socket.protocol();
            if let Ok(it) = Receive::new(protocol, self.server, self.local, &datagram) {
                self.rtc.handle_input(Input::Receive(now, it)).unwrap();
                self.drain();
            }
        }
        let now = Instant::now();
        if sends && self.is_connected && now >= self.next_frame {
            self.next_frame = now + FRAME;
            self.sent += 1;
            let pt = self.rtc.media(self.mid).unwrap().remote_pts()[0];
            let time = u32::try_from(self.sent * 960).unwrap();
            let mut direct = self.rtc.direct_api();
            let stream = direct.stream_tx_by_mid(self.mid, None).unwrap();
            stream.write_rtp(RtpWrite::new(pt, self.sent.into(), time, now, vec![7; 80]));
            self.drain();
        }
        self.rtc.handle_input(Input::Timeout(now)).unwrap();
        self.drain();
    }

    fn drain(&mut self) {
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Timeout(_) => return,
                Output::Transmit(it) => self.socket.send(it.destination, &it.contents),
                Output::Event(Event::Connected) => self.is_connected = true,
                Output::Event(Event::RtpPacket(_)) => self.received += 1,
                Output::Event(Event::Closed) => self.is_closed = true,
                Output::Event(_) => {}
            }
        }
    }
}

impl Socket {
    const fn protocol(&self) -> Protocol {
        match self {
            Self::Udp(_) => Protocol::Udp,
            Self::Tcp { .. } => Protocol::Tcp,
        }
    }

    fn send(&mut self, to: SocketAddr, datagram: &[u8]) {
        match self {
            Self::Udp(socket) => drop(socket.send_to(datagram, to)),
            Self::Tcp { stream, .. } => {
                let length = u16::try_from(datagram.len()).unwrap().to_be_bytes();
                let _closed = stream.write_all(&[&length, datagram].concat());
            }
        }
    }

    fn receive(&mut self) -> Option<Vec<u8>> {
        match self {
            Self::Udp(socket) => {
                let mut datagram = vec![0; 2_000];
                let (length, _) = socket.recv_from(&mut datagram).ok()?;
                datagram.truncate(length);
                Some(datagram)
            }
            Self::Tcp { stream, incoming } => {
                let mut bytes = [0; 4_096];
                loop {
                    match stream.read(&mut bytes) {
                        Ok(0) => break,
                        Ok(count) => incoming.extend_from_slice(&bytes[..count]),
                        Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                        Err(_) => break,
                    }
                }
                let (head, rest) = incoming.split_at_checked(2)?;
                let length = usize::from(u16::from_be_bytes([head[0], head[1]]));
                let datagram = rest.get(..length)?.to_vec();
                incoming.drain(..2 + length);
                Some(datagram)
            }
        }
    }
}
