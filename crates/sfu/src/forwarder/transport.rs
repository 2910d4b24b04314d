//! Transports: one `Rtc` each, with its addresses, its timer and its end.

use std::{
    collections::HashMap,
    net::SocketAddr,
    time::{Duration, Instant},
};

use str0m::{
    Candidate, IceCreds, Input, Output, Rtc,
    bwe::Bitrate,
    ice::StunMessage,
    media::Mid,
    net::{Protocol as RtcProtocol, TcpType},
    rtp::Extension,
};

use super::{
    ConfigError, Forwarder, Protocol, Transmit,
    clock::SenderClock,
    egress::Queued,
    path::{self, Path},
    room::Sink,
};
use crate::{Config, Event, PeerKey, RoomKey, Way, bucket::Bucket, timers::Timer};

/// 5-tuples of a transport: a client has several while it checks, and one afterwards.
const MAX_FLOWS: usize = 8;
/// A 5-tuple belongs to its transport while that hears from it.
const FLOW_HELD: Duration = Duration::from_secs(5);
/// Sequence numbers of video that can be asked for again.
pub(super) const VIDEO_CACHE: usize = 600;
/// How long they can be asked for, and most of a stream that may be repetition; str0m's own values.
pub(super) const VIDEO_CACHED: Duration = Duration::from_secs(3);
pub(super) const MOST_REPEATED: f32 = 0.15;

/// The 5-tuple of a datagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Flow {
    pub(super) protocol: Protocol,
    pub(super) source: SocketAddr,
    pub(super) destination: SocketAddr,
}

impl From<Protocol> for RtcProtocol {
    fn from(protocol: Protocol) -> Self {
        match protocol {
            Protocol::Udp => Self::Udp,
            Protocol::Tcp => Self::Tcp,
        }
    }
}

/// Peer connection of a client.
pub(super) struct Transport {
    pub(super) rtc: Rtc,
    pub(super) room: RoomKey,
    pub(super) peer: PeerKey,
    pub(super) way: Way,
    /// Tells transports apart that had the same place one after the other.
    pub(super) generation: u64,
    /// Session id of the client's peer connection.
    pub(super) session: String,
    pub(super) credentials: IceCreds,
    flows: Vec<Flow>,
    /// When str0m wants to be called.
    pub(super) deadline: Instant,
    /// The earliest entry in the heap.
    pub(super) scheduled: Option<Instant>,
    /// In the list of the next flush.
    pub(super) is_listed: bool,
    /// str0m may have output.
    pub(super) is_unpolled: bool,
    /// str0m must be told the time before it has output.
    pub(super) is_behind: bool,
    /// Downstream: packets that leave at the next flush.
    pub(super) queue: Vec<Queued>,
    pub(super) is_connected: bool,
    pub(super) last_received: Instant,
    packets: Bucket,
    bytes: Bucket,
    /// Upstream: the track and layer of each SSRC.
    pub(super) by_ssrc: HashMap<u32, (usize, usize)>,
    /// Upstream: the publisher's clock.
    pub(super) clock: SenderClock,
    /// Downstream: the slots.
    pub(super) sinks: Vec<Sink>,
    /// Downstream: the estimated bandwidth, and how far it counts.
    pub(super) path: Path,
    /// Downstream: the bitrates that the estimator was told last.
    pub(super) told: (u64, u64),
}

impl Transport {
    /// Takes a datagram from the sender's budget.
    pub(super) fn has_budget(&mut self, length: usize, now: Instant) -> bool {
        self.packets.take(1, now) && self.bytes.take(length, now)
    }

    /// Calls str0m. After a panic the `Rtc` is disconnected: the next poll ends this transport, and no other.
    pub(super) fn call<T>(&mut self, call: impl FnOnce(&mut Rtc) -> T) -> Option<T> {
        let rtc = &mut self.rtc;
        let result = guarded(|| call(rtc));
        if result.is_none() {
            self.rtc.disconnect();
        }
        result
    }

    pub(super) fn sink_of(&mut self, mid: Mid) -> Option<(usize, &mut Sink)> {
        self.sinks.iter_mut().enumerate().find(|(_, sink)| sink.mid == mid)
    }
}

/// Calls str0m. `None` if it panicked, as it does over some offers: that ends one transport, not the
/// thread that serves all rooms. The caller then disconnects the `Rtc` and uses it no more.
pub(super) fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).ok()
}

/// The host candidates.
pub(super) fn candidates(config: &Config) -> Result<Vec<Candidate>, ConfigError> {
    let udp = config
        .udp
        .iter()
        .map(|address| (address, Candidate::builder().udp().host(*address).build()));
    let tcp = config.tcp.iter().map(|address| {
        (address, Candidate::builder().tcp().host(*address).tcptype(TcpType::Passive).build())
    });
    udp.chain(tcp)
        .map(|(address, built)| built.map_err(|_| ConfigError::BadCandidate(*address)))
        .collect()
}

/// The candidate by which a client reached this address. Behind a NAT, the address at which a datagram
/// arrives is not the one that clients know.
pub(super) fn candidate_of(
    config: &Config,
    protocol: Protocol,
    destination: SocketAddr,
) -> Option<SocketAddr> {
    let candidates = match protocol {
        Protocol::Udp => &config.udp,
        Protocol::Tcp => &config.tcp,
    };
    let same_family = |it: &&SocketAddr| it.is_ipv4() == destination.is_ipv4();
    candidates
        .iter()
        .find(|it| **it == destination)
        .or_else(|| candidates.iter().find(same_family))
        .copied()
}

impl Forwarder {
    /// Makes a transport for a client's peer connection, and returns its place.
    pub(super) fn open_transport(
        &mut self,
        room: RoomKey,
        peer: PeerKey,
        way: Way,
        session: String,
        now: Instant,
    ) -> usize {
        let credentials = loop {
            let ufrag = self.random_text(12);
            if !self.by_ufrag.contains_key(&ufrag) {
                break IceCreds { ufrag, pass: self.random_text(32) };
            }
        };
        let mut builder = Rtc::builder()
            .set_crypto_provider(self.crypto.clone())
            .set_dtls_cert(self.certificate.clone())
            .set_local_ice_credentials(credentials.clone())
            .set_ice_lite(true)
            .set_rtp_mode(true)
            .set_send_buffer_video(VIDEO_CACHE)
            .clear_codecs()
            .enable_opus(true, false)
            .enable_vp8(true)
            .enable_h264(true)
            .enable_vp9(true)
            .enable_av1(true)
            .set_extension(5, Extension::AbsoluteCaptureTime)
            .set_extension(6, Extension::PlayoutDelay);
        let limits = &self.config.limits;
        let (packets, bytes) = match way {
            Way::Up => (limits.packets_up, limits.bytes_up),
            Way::Down => (limits.packets_down, limits.bytes_down),
        };
        if way == Way::Down {
            builder = builder
                .enable_bwe(Some(Bitrate::from(self.config.initial_bitrate)))
                .set_stats_interval(Some(path::REPORTS));
        }
        let mut rtc = builder.build(now);
        // The configuration was checked when the forwarder was made.
        for candidate in candidates(&self.config).unwrap_or_default() {
            rtc.add_local_candidate(candidate);
        }
        self.generation += 1;
        let key = self.transports.insert(Transport {
            rtc,
            room,
            peer,
            way,
            generation: self.generation,
            session,
            credentials: credentials.clone(),
            flows: Vec::new(),
            deadline: now,
            scheduled: None,
            is_listed: false,
            is_unpolled: false,
            is_behind: false,
            queue: Vec::new(),
            is_connected: false,
            last_received: now,
            packets: Bucket::new(packets, packets, now),
            bytes: Bucket::new(bytes, bytes, now),
            by_ssrc: HashMap::new(),
            clock: SenderClock::default(),
            sinks: Vec::new(),
            path: Path::new(self.config.initial_bitrate, now),
            told: (0, 0),
        });
        self.by_ufrag.insert(credentials.ufrag, key);
        key
    }

    /// After a renegotiation: an ICE restart has made new credentials.
    pub(super) fn follow_credentials(&mut self, key: usize) {
        let Some(transport) = self.transports.get_mut(key) else { return };
        let credentials = transport.call(|rtc| rtc.direct_api().local_ice_credentials());
        let Some(credentials) = credentials else { return };
        if credentials.ufrag != transport.credentials.ufrag {
            self.by_ufrag.remove(&transport.credentials.ufrag);
            self.by_ufrag.insert(credentials.ufrag.clone(), key);
            transport.credentials = credentials;
        }
    }

    /// Binds a 5-tuple to the transport that a STUN request names. False if the request is not from its client.
    ///
    /// A 5-tuple stays with a transport that is in use, so a client that forges addresses cannot take
    /// another's.
    pub(super) fn learn_flow(
        &mut self,
        key: usize,
        flow: Flow,
        request: &[u8],
        now: Instant,
    ) -> bool {
        let owner = self.by_flow.get(&flow).copied();
        if owner == Some(key) {
            return true;
        }
        let Some(transport) = self.transports.get(key) else { return false };
        let hmac =
            |key: &[u8], parts: &[&[u8]]| self.crypto.sha1_hmac_provider.sha1_hmac(key, parts);
        let password = transport.credentials.pass.as_bytes();
        if !StunMessage::parse(request).is_ok_and(|message| message.verify(password, hmac)) {
            return false;
        }
        let client = (transport.room, transport.peer);
        if let Some(owner) = owner.and_then(|owner| self.transports.get_mut(owner)) {
            let silent = now.saturating_duration_since(owner.last_received);
            if silent < FLOW_HELD && (owner.room, owner.peer) != client {
                return false;
            }
            owner.flows.retain(|held| *held != flow);
        }
        let Some(transport) = self.transports.get_mut(key) else { return false };
        if transport.flows.len() >= MAX_FLOWS {
            let oldest = transport.flows.remove(0);
            self.by_flow.remove(&oldest);
        }
        transport.flows.push(flow);
        self.by_flow.insert(flow, key);
        true
    }

    /// Tells a transport the time, and takes its output.
    pub(super) fn advance(&mut self, key: usize, now: Instant) {
        let Some(transport) = self.transports.get_mut(key) else { return };
        self.counters.timeouts += 1;
        // An error here is reported again by the output.
        if guarded(|| transport.rtc.handle_input(Input::Timeout(now))).is_none() {
            transport.rtc.disconnect();
        }
        self.drain(key, now);
    }

    /// Takes the output of a transport until it only waits.
    pub(super) fn drain(&mut self, key: usize, now: Instant) {
        let Some(transport) = self.transports.get_mut(key) else { return };
        let ended = loop {
            let Some(output) = guarded(|| transport.rtc.poll_output()) else {
                transport.rtc.disconnect();
                break true;
            };
            match output {
                Ok(Output::Timeout(at)) => {
                    transport.deadline = at;
                    break !transport.rtc.is_alive();
                }
                Ok(Output::Transmit(transmit)) => {
                    self.counters.datagrams_out += 1;
                    self.outgoing.push_back(Transmit::one(transmit));
                }
                Ok(Output::Event(event)) => {
                    self.inbox.push_back((key, transport.generation, event));
                }
                Err(_) => break true,
            }
        };
        if ended {
            self.end_transport(key, now);
        } else {
            self.schedule(key);
        }
    }

    /// Enters the deadline of a transport into the heap unless an earlier entry is there.
    pub(super) fn schedule(&mut self, key: usize) {
        let Some(transport) = self.transports.get_mut(key) else { return };
        if transport.scheduled.is_none_or(|at| transport.deadline < at) {
            transport.scheduled = Some(transport.deadline);
            self.timers.push(transport.deadline, Timer::Transport(key, transport.generation));
        }
    }

    /// Ends a transport, and tells its client if it can.
    pub(super) fn end_transport(&mut self, key: usize, now: Instant) {
        let Some(mut transport) = self.transports.try_remove(key) else { return };
        let closed = transport.rtc.is_alive().then(|| guarded(|| transport.rtc.close()));
        if let Some(Some(Ok(()))) = closed {
            while let Some(Ok(output)) = guarded(|| transport.rtc.poll_output()) {
                match output {
                    Output::Timeout(_) => break,
                    Output::Event(_) => {}
                    Output::Transmit(transmit) => {
                        self.outgoing.push_back(Transmit::one(transmit));
                    }
                }
            }
        }
        self.by_ufrag.remove(&transport.credentials.ufrag);
        for flow in &transport.flows {
            self.by_flow.remove(flow);
        }
        let (room, peer, way) = (transport.room, transport.peer, transport.way);
        if let Ok(peer) = self.admitted(room, peer) {
            let place = match way {
                Way::Up => &mut peer.up,
                Way::Down => &mut peer.down,
            };
            if *place == Some(key) {
                *place = None;
            }
        }
        match way {
            Way::Up => self.end_tracks(room, peer, |_| true, now),
            Way::Down => {
                for sink in &transport.sinks {
                    self.leave_track(sink.track, key);
                }
            }
        }
        if transport.is_connected {
            self.events.push_back(Event::Connected { room, peer, way, is: false });
        }
    }
}
