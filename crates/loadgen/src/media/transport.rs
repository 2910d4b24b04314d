//! A client's peer connection: str0m, its socket and what it measures.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::config::CryptoProvider;
use str0m::media::{Direction, MediaKind, Mid, Simulcast, SimulcastLayer};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{Extension, RtpPacket};
use str0m::{Candidate, Event, Input, Output, Rtc};
use tokio::sync::oneshot;

use super::clip::{Clip, keyframe_height};
use super::flow::{Arrival, Kind, Stream, Totals};
use super::publisher::{Publisher, RIDS};
use super::socket::{Buffers, Port};

/// A receiver that was connected for this long must have received media.
pub(super) const PATIENCE: Duration = Duration::from_secs(4);

/// The media of a transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    /// Sends a voice, and a camera in all layers of the clip.
    Publish,
    /// Receives this many voices and cameras.
    Receive { voices: usize, cameras: usize },
}

/// An offer, and the mids of its m-lines.
#[derive(Debug)]
pub(crate) struct Offered {
    pub(crate) sdp: String,
    pub(crate) voices: Vec<String>,
    pub(crate) cameras: Vec<String>,
}

/// Measures media as it arrives at one transport.
struct Receiver {
    streams: HashMap<u32, Stream>,
    /// The moment since which the time to the first packet counts.
    since: Instant,
    voices: usize,
    cameras: usize,
    /// Latency is recorded only while the engine measures.
    first: [Option<Duration>; 2],
}

pub(super) struct Transport {
    rtc: Rtc,
    pub(super) port: Port,
    pending: Option<SdpPendingOffer>,
    /// When str0m wants to be called.
    pub(super) deadline: Instant,
    /// The earliest entry in the engine's heap.
    pub(super) scheduled: Option<Instant>,
    connected: Option<Instant>,
    on_connected: Option<oneshot::Sender<()>>,
    pub(super) publisher: Option<Publisher>,
    receiver: Receiver,
}

impl Transport {
    /// `since`: the moment since which the time to the first packet counts.
    pub(super) fn new(
        ip: IpAddr,
        crypto: &Arc<CryptoProvider>,
        since: Instant,
    ) -> anyhow::Result<Self> {
        let port = Port::bind(ip).context("a UDP socket")?;
        let now = Instant::now();
        let mut rtc = Rtc::builder()
            .set_crypto_provider(Arc::clone(crypto))
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .enable_vp8(true)
            .set_extension(5, Extension::AbsoluteCaptureTime)
            .build(now);
        rtc.add_local_candidate(Candidate::host(port.local, "udp")?);
        let receiver =
            Receiver { streams: HashMap::new(), since, voices: 0, cameras: 0, first: [None; 2] };
        Ok(Self {
            rtc,
            port,
            pending: None,
            deadline: now,
            scheduled: None,
            connected: None,
            on_connected: None,
            publisher: None,
            receiver,
        })
    }

    pub(super) fn offer(&mut self, media: Media, clip: &Rc<Clip>) -> anyhow::Result<Offered> {
        let mut api = self.rtc.sdp_api();
        let (mut voices, mut cameras) = (Vec::new(), Vec::new());
        match media {
            Media::Publish => {
                let mut simulcast = Simulcast::new();
                for rid in RIDS {
                    simulcast.add_send_layer(SimulcastLayer::new(rid));
                }
                let way = Direction::SendOnly;
                let voice = api.add_media(MediaKind::Audio, way, None, None, None);
                let camera = api.add_media(MediaKind::Video, way, None, None, Some(simulcast));
                self.publisher = Some(Publisher::new(Rc::clone(clip), voice, camera));
                voices.push(voice);
                cameras.push(camera);
            }
            Media::Receive { voices: heard, cameras: seen } => {
                let mut slots = |kind, count| -> Vec<Mid> {
                    let slot = |_| api.add_media(kind, Direction::RecvOnly, None, None, None);
                    (0..count).map(slot).collect()
                };
                voices = slots(MediaKind::Audio, heard);
                cameras = slots(MediaKind::Video, seen);
                (self.receiver.voices, self.receiver.cameras) = (heard, seen);
            }
        }
        let (offer, pending) = api.apply().context("an offer without media")?;
        self.pending = Some(pending);
        let text = |mids: &[Mid]| mids.iter().map(ToString::to_string).collect();
        Ok(Offered { sdp: offer.to_sdp_string(), voices: text(&voices), cameras: text(&cameras) })
    }

    /// Takes the server's answer.
    pub(super) fn accept(
        &mut self,
        answer: &str,
        on_connected: oneshot::Sender<()>,
    ) -> anyhow::Result<()> {
        let pending = self.pending.take().context("an answer without an offer")?;
        self.rtc.sdp_api().accept_answer(pending, SdpAnswer::from_sdp_string(answer)?)?;
        self.on_connected = Some(on_connected);
        Ok(())
    }

    /// Answers an offer of the server, of which it receives this many voices and cameras.
    pub(super) fn answer(
        &mut self,
        offer: &str,
        (voices, cameras): (usize, usize),
        on_connected: oneshot::Sender<()>,
    ) -> anyhow::Result<String> {
        (self.receiver.voices, self.receiver.cameras) = (voices, cameras);
        let answer = self.rtc.sdp_api().accept_offer(SdpOffer::from_sdp_string(offer)?)?;
        self.on_connected = Some(on_connected);
        Ok(answer.to_sdp_string())
    }

    /// Receives all that is ready.
    pub(super) fn read(&mut self, buffers: &mut Buffers, totals: &mut Totals) {
        loop {
            let Ok((count, has_more)) = self.port.receive(buffers) else { return };
            let (now, epoch) = (Instant::now(), since_epoch());
            for (source, at, datagram) in buffers.datagrams(count) {
                let at = at.unwrap_or(epoch);
                // The kernel's time of arrival, so that a busy generator does not look like a
                // congested path in the feedback to the server.
                let arrived = now.checked_sub(epoch.saturating_sub(at)).unwrap_or(now);
                if let Ok(it) = Receive::new(Protocol::Udp, source, self.port.local, datagram)
                    && self.rtc.handle_input(Input::Receive(arrived, it)).is_ok()
                {
                    self.drain(at, totals);
                }
            }
            self.port.flush();
            if !has_more {
                return;
            }
        }
    }

    /// Tells str0m the time.
    pub(super) fn advance(&mut self, now: Instant, totals: &mut Totals) {
        if self.rtc.handle_input(Input::Timeout(now)).is_ok() {
            self.drain(since_epoch(), totals);
        }
        self.port.flush();
    }

    /// Sends the media of a publisher that is due.
    pub(super) fn publish(&mut self, totals: &mut Totals) {
        let Self { rtc, port, publisher: Some(publisher), .. } = self else { return };
        let mut deadline = None;
        let mut events = Vec::new();
        let sent = publisher.tick(rtc, |rtc| {
            while let Ok(output) = rtc.poll_output() {
                match output {
                    Output::Transmit(it) => port.push(it.destination, &it.contents),
                    Output::Timeout(at) => {
                        deadline = Some(at);
                        return;
                    }
                    Output::Event(event) => events.push(event),
                }
            }
        });
        port.flush();
        for event in events {
            self.handle(event, since_epoch(), totals);
        }
        totals.packets_sent += sent.packets;
        totals.bytes_sent += sent.bytes;
        if let Some(deadline) = deadline {
            self.deadline = deadline;
        }
    }

    fn drain(&mut self, at: Duration, totals: &mut Totals) {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(deadline)) => {
                    self.deadline = deadline;
                    return;
                }
                Ok(Output::Transmit(it)) => self.port.push(it.destination, &it.contents),
                Ok(Output::Event(event)) => self.handle(event, at, totals),
                Err(_) => {
                    self.rtc.disconnect();
                    return;
                }
            }
        }
    }

    fn handle(&mut self, event: Event, at: Duration, totals: &mut Totals) {
        match event {
            Event::RtpPacket(packet) => self.receiver.handle(&packet, at, totals),
            Event::Connected => {
                let now = Instant::now();
                self.connected = Some(now);
                totals.connected += 1;
                if let Some(publisher) = &mut self.publisher {
                    publisher.next = Some(now);
                }
                if let Some(on_connected) = self.on_connected.take() {
                    let _gone = on_connected.send(());
                }
            }
            Event::KeyframeRequest(request) => {
                totals.keyframe_requests += 1;
                if let Some(publisher) = &mut self.publisher {
                    publisher.handle_keyframe_request(request.rid);
                }
            }
            Event::Closed => self.rtc.disconnect(),
            _ => {}
        }
    }

    /// False once the server ended the transport.
    pub(super) fn is_alive(&self) -> bool {
        self.rtc.is_alive()
    }

    pub(super) fn is_connected(&self) -> bool {
        self.connected.is_some()
    }

    /// Tells the server that the transport ends.
    pub(super) fn close(&mut self) {
        if self.rtc.is_alive() && self.rtc.close().is_ok() {
            while let Ok(output) = self.rtc.poll_output() {
                match output {
                    Output::Transmit(it) => self.port.push(it.destination, &it.contents),
                    Output::Timeout(_) => break,
                    Output::Event(_) => {}
                }
            }
        }
        self.port.flush();
    }

    /// Starts a new measurement.
    pub(super) fn reset(&mut self) {
        self.receiver.streams.values_mut().for_each(Stream::reset);
    }

    /// Adds what this transport measured.
    pub(super) fn add_to(&self, totals: &mut Totals) {
        let receiver = &self.receiver;
        for stream in receiver.streams.values() {
            totals.add_stream(stream);
        }
        let [voice, video] = receiver.first;
        let expected = [(receiver.voices, voice), (receiver.cameras, video)];
        for (kind, (count, first)) in [Kind::Voice, Kind::Video].into_iter().zip(expected) {
            if let Some(first) = first {
                totals.sums(kind).first_packet.record(first);
            } else if count > 0 && self.connected.is_none_or(|at| at.elapsed() > PATIENCE) {
                match kind {
                    Kind::Voice => totals.without_voice += 1,
                    Kind::Video => totals.without_video += 1,
                }
            }
        }
    }
}

impl Receiver {
    fn handle(&mut self, packet: &RtpPacket, at: Duration, totals: &mut Totals) {
        // Padding, by which the server probes the path.
        if packet.payload.is_empty() {
            return;
        }
        let kind = if packet.time.frequency().get() == 48_000 { Kind::Voice } else { Kind::Video };
        let height = match kind {
            Kind::Video => keyframe_height(&packet.payload),
            Kind::Voice => None,
        };
        let arrival = Arrival {
            sequence: *packet.seq_no,
            timestamp: packet.header.timestamp,
            bytes: packet.payload.len(),
            at,
            height,
        };
        self.streams
            .entry(*packet.header.ssrc)
            .and_modify(|stream| stream.handle(arrival))
            .or_insert_with(|| Stream::new(kind, arrival));
        let [voice, video] = &mut self.first;
        let first = if kind == Kind::Voice { voice } else { video };
        first.get_or_insert_with(|| self.since.elapsed());
        if let Some(sent) = packet.header.ext_vals.abs_capture_time
            && let Ok(sent) = sent.capture_time.duration_since(UNIX_EPOCH)
        {
            totals.latency.record(at.saturating_sub(sent));
        }
    }
}

fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// The address from which this machine reaches a server.
pub(super) fn local_ip(server: SocketAddr) -> anyhow::Result<IpAddr> {
    let any: IpAddr = match server {
        SocketAddr::V4(_) => std::net::Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => std::net::Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = std::net::UdpSocket::bind((any, 0))?;
    // No packet is sent: this only asks for the route.
    socket.connect(server).context("a route to the server")?;
    Ok(socket.local_addr()?.ip())
}
