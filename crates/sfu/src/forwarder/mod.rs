//! The forwarder: transports of many rooms, and the packets between them.

mod bandwidth;
mod clock;
mod egress;
mod meter;
mod offers;
mod packets;
mod path;
mod room;
mod subscriptions;
mod tick;
mod transport;

use std::{
    collections::{HashMap, VecDeque},
    net::SocketAddr,
    sync::Arc,
    time::Instant,
};

use rand::{RngExt, SeedableRng, distr::Alphanumeric, rngs::StdRng};
use slab::Slab;
use str0m::{Input, config::DtlsCert, crypto::CryptoProvider, net::Receive};

use crate::{
    Command, Config, Counters, Datagram, Event, OfferError, PeerKey, RoomKey, Way, classify,
    timers::{Timer, Timers},
};
pub use egress::Transmit;
use packets::Packet;
use room::{Room, Track};
use transport::{Flow, Transport};

/// Buffers that are kept for the next trains: as many as one batch sends to a large room.
const MAX_SPARE: usize = 1_024;
/// Trains of keyframes are longer, and rare: their buffers are freed.
const MAX_SPARE_LENGTH: usize = 16 * 1024;

/// Transport protocol of a datagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// Datagrams.
    Udp,
    /// Frames of RFC 4571 in a stream that the client opened.
    Tcp,
}

/// A datagram from the network.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// UDP or TCP.
    pub protocol: Protocol,
    /// Address of the client. Never an IPv4-mapped one.
    pub source: SocketAddr,
    /// Address at which it arrived. Never an IPv4-mapped one.
    pub destination: SocketAddr,
    /// The datagram.
    pub contents: &'a [u8],
}

/// Why a forwarder cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// No key for DTLS can be generated.
    #[error("cannot generate a certificate for DTLS")]
    NoCertificate,
    /// A candidate's address is unspecified or otherwise unusable.
    #[error("{0} is no address that clients can reach")]
    BadCandidate(SocketAddr),
}

/// Forwards the media of many rooms. One forwarder belongs to one thread.
///
/// After any number of `handle_*` calls, call [`Self::flush`] once, then drain [`Self::poll_transmit`]
/// and [`Self::poll_event`], and call [`Self::handle_timeout`] at [`Self::poll_timeout`]. Media leaves
/// only at the flush: the more calls it follows, the longer the trains are.
pub struct Forwarder {
    config: Config,
    crypto: Arc<CryptoProvider>,
    certificate: DtlsCert,
    random: StdRng,
    transports: Slab<Transport>,
    generation: u64,
    by_ufrag: HashMap<String, usize>,
    by_flow: HashMap<Flow, usize>,
    rooms: HashMap<RoomKey, Room>,
    tracks: Slab<Track>,
    timers: Timers,
    /// Transports with something to do at the next flush.
    dirty: Vec<usize>,
    /// Packets that wait in queues of transports, which refer to them by their place.
    batch: Vec<Packet>,
    /// Events of str0m that are not handled yet, with the transport and its generation.
    inbox: VecDeque<(usize, u64, str0m::Event)>,
    outgoing: VecDeque<Transmit>,
    /// Buffers of trains that were sent.
    spare: Vec<Vec<u8>>,
    events: VecDeque<Event>,
    counters: Counters,
}

impl std::fmt::Debug for Forwarder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Forwarder").field("counters", &self.counters()).finish_non_exhaustive()
    }
}

impl Forwarder {
    /// A forwarder without rooms. The seed makes ICE credentials.
    ///
    /// # Errors
    /// If a candidate cannot be used, or the crypto library makes no key.
    pub fn new(config: Config, seed: [u8; 32]) -> Result<Self, ConfigError> {
        let crypto = Arc::new(str0m::crypto::from_feature_flags());
        let certificate =
            crypto.dtls_provider.generate_certificate().ok_or(ConfigError::NoCertificate)?;
        transport::candidates(&config)?;
        Ok(Self {
            config,
            crypto,
            certificate,
            random: StdRng::from_seed(seed),
            transports: Slab::new(),
            generation: 0,
            by_ufrag: HashMap::new(),
            by_flow: HashMap::new(),
            rooms: HashMap::new(),
            tracks: Slab::new(),
            timers: Timers::default(),
            dirty: Vec::new(),
            batch: Vec::new(),
            inbox: VecDeque::new(),
            outgoing: VecDeque::new(),
            spare: Vec::new(),
            events: VecDeque::new(),
            counters: Counters::default(),
        })
    }

    /// Carries out a command.
    pub fn handle_command(&mut self, command: Command, now: Instant) {
        match command {
            Command::Admit { room, peer } => self.admit(room, peer, now),
            Command::Permit { room, peer, sources } => self.permit(room, peer, sources, now),
            Command::Remove { room, peer } => self.remove(room, peer, now),
            Command::Close { room } => self.close(room, now),
            Command::Offer { request, room, peer, way, sdp, tracks } => {
                let result = self.offer(room, peer, way, &sdp, &tracks, now);
                if result.is_err() {
                    self.counters.refused_offers += 1;
                }
                let result = result.map(|answer| answer.to_sdp_string());
                self.events.push_back(Event::Answered { room, peer, request, result });
            }
            Command::Subscribe { room, peer, slots } => self.subscribe(room, peer, slots, now),
        }
        self.handle_inbox(now);
    }

    /// Handles a datagram from the network.
    pub fn handle_datagram(&mut self, received: Received<'_>, now: Instant) {
        let flow = Flow {
            protocol: received.protocol,
            source: received.source,
            destination: received.destination,
        };
        let datagram = classify(received.contents);
        let key = match datagram {
            Datagram::Stun { ufrag: Some(ufrag) } => self.by_ufrag.get(ufrag).copied(),
            Datagram::Stun { ufrag: None } | Datagram::Dtls | Datagram::Rtp | Datagram::Rtcp => {
                self.by_flow.get(&flow).copied()
            }
            Datagram::Unknown => None,
        };
        let Some((key, transport)) = key.and_then(|key| Some((key, self.transports.get_mut(key)?)))
        else {
            self.counters.unknown += 1;
            return;
        };
        if !transport.has_budget(received.contents.len(), now) {
            self.counters.flooded += 1;
            return;
        }
        if datagram == Datagram::Rtp && transport.way == Way::Up {
            transport.last_received = now;
            let contents = received.contents;
            match transport.call(|rtc| rtc.direct_api().receive_rtp(now, contents)) {
                Some(Some(packet)) => self.forward(key, packet, now),
                Some(None) => {}
                None => self.counters.malformed += 1,
            }
            self.mark(key, |transport| &mut transport.is_unpolled);
            return;
        }
        let candidate =
            transport::candidate_of(&self.config, received.protocol, received.destination);
        let parsed = candidate.and_then(|local| {
            let protocol = received.protocol.into();
            Receive::new(protocol, received.source, local, received.contents).ok()
        });
        let Some(parsed) = parsed else {
            self.counters.malformed += 1;
            return;
        };
        if let Datagram::Stun { ufrag: Some(_) } = datagram
            && !self.learn_flow(key, flow, received.contents, now)
        {
            self.counters.malformed += 1;
            return;
        }
        let Some(transport) = self.transports.get_mut(key) else { return };
        transport.last_received = now;
        let handled = transport.call(|rtc| rtc.handle_input(Input::Receive(now, parsed)));
        if !matches!(handled, Some(Ok(()))) {
            self.counters.malformed += 1;
        }
        if datagram == Datagram::Rtcp {
            // Reports of one batch are answered together.
            self.mark(key, |transport| &mut transport.is_unpolled);
        } else {
            self.drain(key, now);
            self.handle_inbox(now);
        }
    }

    /// Follows the time. Call it at [`Self::poll_timeout`], or earlier.
    pub fn handle_timeout(&mut self, now: Instant) {
        while let Some((at, timer)) = self.timers.pop_due(now) {
            match timer {
                Timer::Transport(key, generation) => {
                    let Some(transport) = self.transports.get_mut(key) else { continue };
                    // An entry that an earlier one replaced is void: following it would double it.
                    if transport.generation != generation || transport.scheduled != Some(at) {
                        continue;
                    }
                    transport.scheduled = None;
                    if transport.deadline <= now {
                        self.advance(key, now);
                    } else {
                        self.schedule(key);
                    }
                }
                Timer::Room(room) => self.tick(room, now),
            }
            self.handle_inbox(now);
        }
        self.flush(now);
    }

    /// Sends the packets that earlier calls forwarded. Call it once after a batch of inputs.
    pub fn flush(&mut self, now: Instant) {
        // Output of one transport may cause output of others.
        while !self.dirty.is_empty() {
            let mut dirty = std::mem::take(&mut self.dirty);
            for key in dirty.drain(..) {
                let Some(transport) = self.transports.get_mut(key) else { continue };
                transport.is_listed = false;
                let is_unpolled = std::mem::take(&mut transport.is_unpolled);
                let is_behind = std::mem::take(&mut transport.is_behind);
                self.send_queue(key, now);
                if is_behind {
                    self.advance(key, now);
                } else if is_unpolled {
                    self.drain(key, now);
                }
            }
            if self.dirty.is_empty() {
                // Keeps the allocation.
                self.dirty = dirty;
            }
            self.handle_inbox(now);
        }
        self.batch.clear();
    }

    /// When [`Self::handle_timeout`] is due.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.timers.next()
    }

    /// The next datagrams to send.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        self.outgoing.pop_front()
    }

    /// Takes back what was sent: its buffer is used again.
    pub fn reclaim(&mut self, sent: Transmit) {
        if self.spare.len() < MAX_SPARE
            && let Some(buffer) = sent.into_buffer()
            && buffer.capacity() <= MAX_SPARE_LENGTH
        {
            self.spare.push(buffer);
        }
    }

    /// The next event.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// True if a 5-tuple belongs to a transport.
    #[must_use]
    pub fn has_flow(
        &self,
        protocol: Protocol,
        source: SocketAddr,
        destination: SocketAddr,
    ) -> bool {
        self.by_flow.contains_key(&Flow { protocol, source, destination })
    }

    /// The current numbers.
    #[must_use]
    pub fn counters(&self) -> Counters {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Counters {
            rooms: number(self.rooms.len()),
            peers: self.rooms.values().map(|room| number(room.peers.len())).sum(),
            transports: number(self.transports.len()),
            deadlines: number(self.timers.len()),
            ..self.counters
        }
    }

    fn random_text(&mut self, length: usize) -> String {
        (&mut self.random).sample_iter(Alphanumeric).take(length).map(char::from).collect()
    }

    /// Sets a flag of a transport, which the next flush then visits.
    fn mark(&mut self, key: usize, flag: impl FnOnce(&mut Transport) -> &mut bool) {
        let Some(transport) = self.transports.get_mut(key) else { return };
        *flag(transport) = true;
        if !std::mem::replace(&mut transport.is_listed, true) {
            self.dirty.push(key);
        }
    }

    /// Has the next flush tell a transport the time, and take its output.
    fn mark_dirty(&mut self, key: usize) {
        self.mark(key, |transport| &mut transport.is_behind);
    }

    fn peer_limit_reached(&self, room: RoomKey) -> bool {
        self.rooms.get(&room).is_some_and(|room| room.peers.len() >= self.config.limits.peers)
    }

    fn admitted(&mut self, room: RoomKey, peer: PeerKey) -> Result<&mut room::Peer, OfferError> {
        self.rooms
            .get_mut(&room)
            .and_then(|room| room.peers.get_mut(&peer))
            .ok_or(OfferError::Unknown)
    }
}
