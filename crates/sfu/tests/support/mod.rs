//! A virtual network with a virtual clock: one forwarder, and str0m as the clients.

#![allow(missing_docs, unreachable_pub, reason = "only the tests next to it use it")]
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::allow_attributes, reason = "an expectation would fail where all is used")]
#![expect(clippy::disallowed_methods, reason = "tests need a beginning of time")]

use std::{
    collections::{BTreeMap, VecDeque},
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use convene_model::Source;
pub use convene_sfu::Transmit;
use convene_sfu::{
    Command, Config, Event, Forwarder, Limits, OfferError, PeerKey, Protocol, Received, RoomKey,
    Slot, SlotState, Sources, Way,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use str0m::{
    Candidate, Input, Output, Rtc,
    change::SdpAnswer,
    crypto::CryptoProvider,
    media::{Direction, MediaKind, Mid, Rid, Simulcast, SimulcastLayer},
    net::{Protocol as RtcProtocol, Receive},
    rtp::{RtpPacket, RtpWrite},
};

pub const SERVER: &str = "192.0.2.1:3479";
pub const ROOM: RoomKey = RoomKey(1);
/// Interval of the packets of a voice; a picture comes with every second one.
const MEDIA: Duration = Duration::from_millis(20);
const LATENCY: Duration = Duration::from_millis(10);
/// A busy machine stalls once in this interval.
const STALLS: Duration = Duration::from_millis(400);
/// Heights and payload sizes of the three layers.
pub const HEIGHTS: [u16; 3] = [180, 360, 720];
pub const SIZES: [usize; 3] = [250, 700, 1100];

/// Datagrams of a client: from, to, contents.
type Out = VecDeque<(SocketAddr, SocketAddr, Vec<u8>)>;

/// Faults of the network.
#[derive(Debug, Clone, Copy, Default)]
pub struct Faults {
    /// Of 100 datagrams.
    pub lost: u32,
    pub delayed: u32,
}

/// Real sockets beside the virtual network, so that their cost is measured too.
pub trait Tap {
    /// Before the measurement: makes the datagrams arrive.
    fn offer(&mut self, batch: &[(SocketAddr, Vec<u8>)]);
    fn receive(&mut self);
    fn send(&mut self, transmit: &Transmit);
    /// After a batch.
    fn flush(&mut self);
}

pub struct World {
    pub forwarder: Forwarder,
    pub tap: Option<Box<dyn Tap>>,
    /// Packets of a frame, in each layer.
    pub parts: usize,
    pub now: Instant,
    pub start: Instant,
    media_at: Instant,
    /// Of the clients' connections that are made from then on.
    pub crypto: CryptoProvider,
    pub clients: BTreeMap<u64, Client>,
    pub events: Vec<Event>,
    pub faults: Faults,
    random: StdRng,
    /// Narrow paths, by the address of the receiver: bits per second, and when the path is free.
    narrow: BTreeMap<SocketAddr, (u64, Instant)>,
    /// Of 100 datagrams to or from an address, how many are lost.
    lossy: BTreeMap<SocketAddr, u32>,
    /// Addresses on busy machines: for up to this long of each [`STALLS`] their datagrams wait.
    busy: BTreeMap<SocketAddr, Duration>,
    wire: BTreeMap<(Instant, u64), (SocketAddr, SocketAddr, Vec<u8>)>,
    /// CPU time spent in the forwarder and the tap.
    spent: Duration,
    outgoing: Vec<Transmit>,
    sent: u64,
    requests: u64,
    answers: BTreeMap<u64, Result<String, OfferError>>,
}

/// A peer connection of a client.
pub struct Connection {
    pub rtc: Rtc,
    pub address: SocketAddr,
    deadline: Instant,
    pub is_connected: bool,
    pub received: Vec<(Instant, Mid, RtpPacket)>,
    by_ssrc: BTreeMap<u32, Mid>,
}

#[derive(Default)]
pub struct Client {
    pub up: Option<Connection>,
    pub down: Option<Connection>,
    pub mids: BTreeMap<u8, Mid>,
    pub videos: Vec<Mid>,
    pub audios: Vec<Mid>,
    pub level: i8,
    /// Which of the layers it sends.
    pub sends: [bool; 3],
    pub is_muted: bool,
    frames: u32,
    sequences: [u64; 4],
    wants_keyframe: [bool; 3],
}

/// Origin of a slot's packets, as they tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked {
    pub publisher: u64,
    pub layer: u8,
    pub frame: u32,
    pub is_keyframe: bool,
    pub picture_id: u16,
}

/// CPU time of this thread: other load on the machine does not count.
pub fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
}

impl World {
    pub fn new(seed: u64) -> Self {
        Self::with_limits(seed, Limits::default(), 20_000_000)
    }

    pub fn with_limits(seed: u64, limits: Limits, initial_bitrate: u64) -> Self {
        let config =
            Config { udp: vec![SERVER.parse().unwrap()], tcp: Vec::new(), initial_bitrate, limits };
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let start = Instant::now();
        Self {
            forwarder: Forwarder::new(config, bytes).unwrap(),
            tap: None,
            parts: 2,
            now: start,
            start,
            media_at: start,
            crypto: str0m::crypto::from_feature_flags(),
            clients: BTreeMap::new(),
            events: Vec::new(),
            faults: Faults::default(),
            random: StdRng::seed_from_u64(seed),
            narrow: BTreeMap::new(),
            lossy: BTreeMap::new(),
            busy: BTreeMap::new(),
            wire: BTreeMap::new(),
            spent: Duration::ZERO,
            outgoing: Vec::new(),
            sent: 0,
            requests: 0,
            answers: BTreeMap::new(),
        }
    }

    pub fn command(&mut self, command: Command) {
        self.forwarder.handle_command(command, self.now);
        self.collect();
    }

    pub fn admit(&mut self, id: u64) {
        self.command(Command::Admit { room: ROOM, peer: PeerKey(id) });
    }

    pub fn permit(&mut self, id: u64, sources: Sources) {
        self.command(Command::Permit { room: ROOM, peer: PeerKey(id), sources });
    }

    pub fn subscribe(&mut self, id: u64, slots: Vec<Slot>) {
        self.command(Command::Subscribe { room: ROOM, peer: PeerKey(id), slots });
    }

    /// A slot of a client by its number.
    pub fn slot(&self, id: u64, slot: usize, of: u64, height: u16) -> Slot {
        let mid = self.clients[&id].videos[slot].to_string();
        Slot { mid, of: PeerKey(of), source: Source::Camera, height, priority: 0 }
    }

    /// Admits a client who sends microphone and camera, and has slots; everything is permitted.
    pub fn join(&mut self, id: u64, videos: usize, audios: usize) {
        self.admit(id);
        self.permit(id, Sources::ALL);
        self.clients.insert(id, Client { level: -90, sends: [true; 3], ..Client::default() });
        self.publish(id).unwrap();
        self.listen(id, videos, audios).unwrap();
    }

    pub fn offer(
        &mut self,
        id: u64,
        way: Way,
        sdp: String,
        tracks: Vec<(String, Source)>,
    ) -> Result<String, OfferError> {
        self.requests += 1;
        let request = self.requests;
        self.command(Command::Offer { request, room: ROOM, peer: PeerKey(id), way, sdp, tracks });
        self.answers.remove(&request).expect("every offer is answered")
    }

    /// The upstream connection: microphone, and a camera in three layers.
    pub fn publish(&mut self, id: u64) -> Result<(), OfferError> {
        let mut connection = self.connection(id, 1000);
        let mut api = connection.rtc.sdp_api();
        let microphone = api.add_media(MediaKind::Audio, Direction::SendOnly, None, None, None);
        let mut simulcast = Simulcast::new();
        for rid in ["q", "h", "f"] {
            simulcast.add_send_layer(SimulcastLayer::new(rid));
        }
        let camera =
            api.add_media(MediaKind::Video, Direction::SendOnly, None, None, Some(simulcast));
        let (offer, pending) = api.apply().unwrap();
        let tracks = vec![
            (microphone.to_string(), Source::Microphone),
            (camera.to_string(), Source::Camera),
        ];
        let answer = self.offer(id, Way::Up, offer.to_sdp_string(), tracks)?;
        let answer = SdpAnswer::from_sdp_string(&answer).unwrap();
        connection.rtc.sdp_api().accept_answer(pending, answer).unwrap();
        let client = self.clients.get_mut(&id).unwrap();
        client.mids = BTreeMap::from([(0, microphone), (1, camera)]);
        client.wants_keyframe = [true; 3];
        client.up = Some(connection);
        Ok(())
    }

    /// The lines of a good offer, and its tracks.
    pub fn an_offer(&self, id: u64, way: Way) -> (Vec<String>, Vec<(String, Source)>) {
        let mut connection = self.connection(id, 3000);
        let mut api = connection.rtc.sdp_api();
        let direction = if way == Way::Up { Direction::SendOnly } else { Direction::RecvOnly };
        let mut simulcast = Simulcast::new();
        for rid in ["q", "h", "f"] {
            simulcast.add_send_layer(SimulcastLayer::new(rid));
        }
        let simulcast = (way == Way::Up).then_some(simulcast);
        let audio = api.add_media(MediaKind::Audio, direction, None, None, None);
        let video = api.add_media(MediaKind::Video, direction, None, None, simulcast);
        let (offer, _) = api.apply().unwrap();
        let lines = offer.to_sdp_string().lines().map(str::to_owned).collect();
        let tracks =
            vec![(audio.to_string(), Source::Microphone), (video.to_string(), Source::Camera)];
        (lines, tracks)
    }

    /// The downstream connection.
    pub fn listen(&mut self, id: u64, videos: usize, audios: usize) -> Result<(), OfferError> {
        if videos + audios == 0 {
            return Ok(());
        }
        let mut connection = self.connection(id, 2000);
        let mut api = connection.rtc.sdp_api();
        let mut slots = |kind, count| -> Vec<Mid> {
            (0..count).map(|_| api.add_media(kind, Direction::RecvOnly, None, None, None)).collect()
        };
        let (audios, videos) = (slots(MediaKind::Audio, audios), slots(MediaKind::Video, videos));
        let (offer, pending) = api.apply().unwrap();
        let answer = self.offer(id, Way::Down, offer.to_sdp_string(), Vec::new())?;
        let answer = SdpAnswer::from_sdp_string(&answer).unwrap();
        connection.rtc.sdp_api().accept_answer(pending, answer).unwrap();
        let client = self.clients.get_mut(&id).unwrap();
        (client.audios, client.videos) = (audios, videos);
        client.down = Some(connection);
        Ok(())
    }

    fn connection(&self, id: u64, port: u16) -> Connection {
        let address: SocketAddr = format!("10.0.{}.{}:{port}", id / 250, id % 250).parse().unwrap();
        let mut rtc = Rtc::builder()
            .set_crypto_provider(Arc::new(self.crypto.clone()))
            .set_rtp_mode(true)
            .build(self.now);
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        Connection {
            rtc,
            address,
            deadline: self.now,
            is_connected: false,
            received: Vec::new(),
            by_ssrc: BTreeMap::new(),
        }
    }

    /// Narrows the path to a client's downstream connection.
    pub fn narrow(&mut self, id: u64, bitrate: u64) {
        let address = self.clients[&id].down.as_ref().unwrap().address;
        self.narrow.insert(address, (bitrate, self.now));
    }

    /// Loses a part of what goes over one connection of a client, in both directions.
    pub fn lose(&mut self, id: u64, way: Way, percent: u32) {
        let address = self.address(id, way);
        self.lossy.insert(address, percent);
    }

    /// Puts one connection of a client on a machine that stalls.
    pub fn make_busy(&mut self, id: u64, way: Way, longest: Duration) {
        let address = self.address(id, way);
        self.busy.insert(address, longest);
    }

    fn address(&self, id: u64, way: Way) -> SocketAddr {
        let client = &self.clients[&id];
        let connection = if way == Way::Up { &client.up } else { &client.down };
        connection.as_ref().unwrap().address
    }

    /// How long a datagram waits on a busy machine: until the stall in which it is ends.
    fn stall(&self, from: SocketAddr, to: SocketAddr) -> Duration {
        let longest = [from, to].iter().filter_map(|it| self.busy.get(it)).max();
        let Some(longest) = longest else { return Duration::ZERO };
        let since = (self.now - self.start).as_millis();
        let (stall, passed) = (since / STALLS.as_millis(), since % STALLS.as_millis());
        // Each stall has a length of its own.
        let length = longest.as_millis() * (stall * 7 % 11) / 10;
        Duration::from_millis(u64::try_from(length.saturating_sub(passed)).unwrap())
    }

    /// Lets time pass: from one packet or timeout to the next.
    pub fn run(&mut self, duration: Duration) {
        let end = self.now + duration;
        while self.now < end {
            let next_media = self.media_at + MEDIA;
            let deadlines = self.clients.values().flat_map(|it| [&it.up, &it.down]).flatten();
            let next = deadlines
                .map(|connection| connection.deadline)
                .chain(self.wire.keys().next().map(|(at, _)| *at))
                .chain(self.forwarder.poll_timeout())
                .fold(next_media.min(end), Instant::min);
            // At least a little, like a real clock.
            self.now = next.max(self.now + Duration::from_micros(50));
            self.deliver();
            if self.forwarder.poll_timeout().is_some_and(|at| at <= self.now) {
                self.work(&[]);
            }
            self.collect();
            let is_media = self.now >= next_media;
            if is_media {
                self.media_at = next_media;
            }
            let ids: Vec<u64> = self.clients.keys().copied().collect();
            for id in ids {
                self.turn(id, is_media);
            }
        }
    }

    /// Lets time pass, and returns how long the forwarder and the tap worked.
    pub fn run_measured(&mut self, duration: Duration) -> Duration {
        self.spent = Duration::ZERO;
        self.run(duration);
        self.spent
    }

    /// Runs until something is so, and fails if it is not after ten seconds.
    pub fn until(&mut self, what: &str, mut is_so: impl FnMut(&Self) -> bool) {
        for _ in 0..500 {
            if is_so(self) {
                return;
            }
            self.run(Duration::from_millis(20));
        }
        panic!("not after ten seconds: {what}; {:?}", self.forwarder);
    }

    pub fn until_connected(&mut self) {
        self.until("all are connected", |world| {
            world.clients.values().all(|client| {
                [&client.up, &client.down].into_iter().flatten().all(|it| it.is_connected)
            })
        });
    }

    /// Puts a datagram on the wire.
    pub fn send(&mut self, from: SocketAddr, to: SocketAddr, contents: Vec<u8>) {
        if self.random.random_range(0..100) < self.faults.lost {
            return;
        }
        let lost = [from, to].iter().filter_map(|it| self.lossy.get(it)).max();
        if lost.is_some_and(|lost| self.random.random_range(0..100) < *lost) {
            return;
        }
        let mut at = self.now + LATENCY + self.stall(from, to);
        if self.random.random_range(0..100) < self.faults.delayed {
            at += Duration::from_millis(self.random.random_range(5..60));
        }
        if let Some((bitrate, free)) = self.narrow.get_mut(&to) {
            let starts = (*free).max(self.now);
            if starts > self.now + Duration::from_millis(300) {
                return;
            }
            *free = starts + Duration::from_micros(contents.len() as u64 * 8_000_000 / *bitrate);
            at += *free - self.now;
        }
        self.sent += 1;
        self.wire.insert((at, self.sent), (from, to, contents));
    }

    fn deliver(&mut self) {
        let server: SocketAddr = SERVER.parse().unwrap();
        let mut batch = Vec::new();
        while let Some(entry) = self.wire.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            let (from, to, contents) = entry.remove();
            if to == server {
                batch.push((from, contents));
                continue;
            }
            let (now, mut out) = (self.now, Out::new());
            for client in self.clients.values_mut() {
                let Client { up, down, wants_keyframe, .. } = client;
                let connections = [up, down].into_iter().flatten();
                for connection in connections.filter(|connection| connection.address == to) {
                    if let Ok(it) = Receive::new(RtcProtocol::Udp, from, to, &contents) {
                        connection.rtc.handle_input(Input::Receive(now, it)).unwrap();
                        connection.drain(now, wants_keyframe, &mut out);
                    }
                }
            }
            for (from, to, contents) in out {
                self.send(from, to, contents);
            }
        }
        self.work(&batch);
    }

    /// A turn of the server: a batch of datagrams, or what the time brings, and the answer to it.
    #[inline(never)]
    fn work(&mut self, batch: &[(SocketAddr, Vec<u8>)]) {
        if let Some(tap) = &mut self.tap {
            tap.offer(batch);
        }
        let began = cpu_time();
        if let Some(tap) = &mut self.tap {
            tap.receive();
        }
        let (protocol, destination) = (Protocol::Udp, SERVER.parse().unwrap());
        for (source, contents) in batch {
            let received = Received { protocol, source: *source, destination, contents };
            self.forwarder.handle_datagram(received, self.now);
        }
        if batch.is_empty() {
            self.forwarder.handle_timeout(self.now);
        } else {
            self.forwarder.flush(self.now);
        }
        while let Some(transmit) = self.forwarder.poll_transmit() {
            if let Some(tap) = &mut self.tap {
                tap.send(&transmit);
            }
            self.outgoing.push(transmit);
        }
        if let Some(tap) = &mut self.tap {
            tap.flush();
        }
        self.spent += cpu_time() - began;
    }

    fn collect(&mut self) {
        let mut outgoing = std::mem::take(&mut self.outgoing);
        outgoing.extend(std::iter::from_fn(|| self.forwarder.poll_transmit()));
        for transmit in outgoing {
            for contents in transmit.datagrams() {
                self.send(transmit.source, transmit.destination, contents.to_vec());
            }
            self.forwarder.reclaim(transmit);
        }
        while let Some(event) = self.forwarder.poll_event() {
            if let Event::Answered { request, result, .. } = &event {
                self.answers.insert(*request, result.clone());
            }
            self.events.push(event);
        }
    }

    /// Step of a client: its media, its timers and its output.
    fn turn(&mut self, id: u64, is_media: bool) {
        let now = self.now;
        let since = u64::try_from((self.media_at - self.start).as_millis()).unwrap();
        let Some(client) = self.clients.get_mut(&id) else { return };
        let mut out = Out::new();
        let is_up = client.up.as_ref().is_some_and(|up| up.is_connected);
        if is_media && is_up && !client.is_muted {
            client.send_audio(id, since, now, &mut out);
            if since.is_multiple_of(40) {
                client.send_frame(id, self.parts, since, now, &mut out);
            }
        }
        let Client { up, down, wants_keyframe, .. } = client;
        for connection in [up, down].into_iter().flatten() {
            if connection.deadline > now {
                continue;
            }
            connection.rtc.handle_input(Input::Timeout(now)).unwrap();
            connection.drain(now, wants_keyframe, &mut out);
        }
        for (from, to, contents) in out {
            self.send(from, to, contents);
        }
    }

    /// Packets that a slot received.
    pub fn received(&self, id: u64, mid: Mid) -> Vec<&RtpPacket> {
        let Some(down) = &self.clients[&id].down else { return Vec::new() };
        let of_slot = down.received.iter().filter(|(_, at, _)| *at == mid);
        of_slot.map(|(_, _, packet)| packet).collect()
    }

    pub fn forget(&mut self) {
        for client in self.clients.values_mut() {
            if let Some(down) = &mut client.down {
                down.received.clear();
            }
        }
    }

    /// The frames that a slot received, in the order of their arrival.
    pub fn shown(&self, id: u64, slot: usize) -> Vec<Marked> {
        let mid = self.clients[&id].videos[slot];
        self.received(id, mid).into_iter().filter_map(|packet| marked(&packet.payload)).collect()
    }

    pub fn state(&self, id: u64, slot: usize) -> Option<SlotState> {
        let of = self.clients[&id].videos[slot].to_string();
        self.events.iter().rev().find_map(|event| match event {
            Event::SlotChanged { peer, mid, state, .. } if *peer == PeerKey(id) && *mid == of => {
                Some(*state)
            }
            _ => None,
        })
    }

    pub fn wanted(&self, id: u64) -> Option<u16> {
        self.events.iter().rev().find_map(|event| match event {
            Event::Wanted { peer, height, .. } if *peer == PeerKey(id) => Some(*height),
            _ => None,
        })
    }
}

impl Client {
    /// Continues all streams with other numbers, as no honest sender does.
    pub fn jump(&mut self, random: &mut StdRng) {
        for sequence in &mut self.sequences {
            *sequence += random.random_range(1..32_000);
        }
        self.frames = self.frames.wrapping_add(random.random());
    }

    fn send_audio(&mut self, id: u64, since: u64, now: Instant, out: &mut Out) {
        let (mid, level) = (self.mids[&0], self.level);
        let Some(up) = &mut self.up else { return };
        let pt = up.rtc.media(mid).unwrap().remote_pts()[0];
        let mut direct = up.rtc.direct_api();
        let stream = direct.stream_tx_by_mid(mid, None).unwrap();
        let [sequence, ..] = &mut self.sequences;
        *sequence += 1;
        let extensions = str0m::rtp::ExtensionValues {
            audio_level: Some(level),
            voice_activity: Some(level > -50),
            ..Default::default()
        };
        let time = u32::try_from(since * 48).unwrap();
        let payload = [id.to_le_bytes().as_slice(), &[0; 60]].concat();
        let write = RtpWrite::new(pt, (*sequence).into(), time, now, payload).ext_vals(extensions);
        stream.write_rtp(write);
        up.drain(now, &mut self.wants_keyframe, out);
        up.deadline = now;
    }

    /// Frame of some packets in each layer.
    fn send_frame(&mut self, id: u64, parts: usize, since: u64, now: Instant, out: &mut Out) {
        self.frames = self.frames.wrapping_add(1);
        let mid = self.mids[&1];
        let Some(up) = &mut self.up else { return };
        let pt = up.rtc.media(mid).unwrap().remote_pts()[0];
        for (layer, rid) in ["q", "h", "f"].iter().enumerate() {
            if !self.sends[layer] {
                self.wants_keyframe[layer] = true;
                continue;
            }
            let is_keyframe = std::mem::take(&mut self.wants_keyframe[layer]);
            for part in 0..parts {
                let payload = frame(id, layer, self.frames, is_keyframe, part);
                let mut direct = up.rtc.direct_api();
                let stream = direct.stream_tx_by_mid(mid, Some(Rid::from(*rid))).unwrap();
                let sequence = &mut self.sequences[layer + 1];
                *sequence += 1;
                // The layers' timestamps and numbers have nothing in common.
                let time = u32::try_from(since * 90 + 1_000_000 * layer as u64).unwrap();
                let number = *sequence + 1_000 * layer as u64;
                let write = RtpWrite::new(pt, number.into(), time, now, payload)
                    .marker(part + 1 == parts)
                    .nackable(true);
                stream.write_rtp(write);
                up.drain(now, &mut self.wants_keyframe, out);
            }
        }
        up.deadline = now;
    }
}

impl Connection {
    fn drain(&mut self, now: Instant, wants_keyframe: &mut [bool; 3], out: &mut Out) {
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Timeout(at) => {
                    self.deadline = at;
                    break;
                }
                Output::Transmit(it) => {
                    out.push_back((it.source, it.destination, it.contents.to_vec()));
                }
                Output::Event(event) => self.handle(event, now, wants_keyframe),
            }
        }
    }

    fn handle(&mut self, event: str0m::Event, now: Instant, wants_keyframe: &mut [bool; 3]) {
        match event {
            str0m::Event::Connected => self.is_connected = true,
            str0m::Event::KeyframeRequest(request) => {
                let layer =
                    request.rid.and_then(|rid| ["q", "h", "f"].iter().position(|it| **it == *rid));
                wants_keyframe[layer.unwrap()] = true;
            }
            str0m::Event::RtpPacket(packet) => {
                let ssrc = *packet.header.ssrc;
                let mid = match self.by_ssrc.get(&ssrc) {
                    Some(mid) => *mid,
                    None => {
                        let mid = self.rtc.direct_api().stream_rx(&ssrc.into()).unwrap().mid();
                        self.by_ssrc.insert(ssrc, mid);
                        mid
                    }
                };
                self.received.push((now, mid, packet));
            }
            _ => {}
        }
    }
}

/// A VP8 packet that says where it is from.
fn frame(id: u64, layer: usize, frame: u32, is_keyframe: bool, part: usize) -> Vec<u8> {
    let picture = u16::try_from(frame % 0x8000).unwrap() | 0x8000;
    let [high, low] = picture.to_be_bytes();
    let first = if part == 0 { 0x90 } else { 0x80 };
    let mut payload = vec![first, 0xe0, high, low, low, 0x20];
    payload.push(if is_keyframe { 0x10 } else { 0x11 });
    payload.extend([0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01]);
    payload.extend(HEIGHTS[layer].to_le_bytes());
    payload.extend(id.to_le_bytes());
    payload.push(u8::try_from(layer).unwrap());
    payload.extend(frame.to_le_bytes());
    payload.resize(SIZES[layer], 0);
    payload
}

fn marked(payload: &[u8]) -> Option<Marked> {
    Some(Marked {
        publisher: u64::from_le_bytes(payload.get(16..24)?.try_into().ok()?),
        layer: *payload.get(24)?,
        frame: u32::from_le_bytes(payload.get(25..29)?.try_into().ok()?),
        is_keyframe: payload.get(6)? & 1 == 0,
        picture_id: u16::from_be_bytes([payload.get(2)? & 0x7f, *payload.get(3)?]),
    })
}

/// Fails unless the numbers of a slot are without gaps, once sorted.
pub fn assert_continuous(packets: &[&RtpPacket]) {
    let mut numbers: Vec<u64> = packets.iter().map(|packet| *packet.seq_no).collect();
    numbers.sort_unstable();
    assert!(!numbers.is_empty(), "nothing was received");
    for pair in numbers.windows(2) {
        assert_eq!(pair[1], pair[0] + 1, "a gap or a duplicate in {numbers:?}");
    }
}
