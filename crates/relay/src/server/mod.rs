//! The server: who has an allocation, and the way of a packet through it.

mod allocate;
mod counters;
mod relayed;
mod reply;
mod requests;

use std::{
    collections::{HashMap, VecDeque},
    net::{IpAddr, SocketAddr},
    time::Instant,
};

use rand::{RngExt, SeedableRng, rngs::StdRng};
use slab::Slab;

pub use counters::{Counters, Flow, Refusal};
pub use relayed::{Destination, Relayed};

use crate::{
    Client, Config, Now,
    allocation::{Allocation, Reach},
    nonce::Nonces,
    timers::{Handle, Timers},
    wire::{ChannelData, Class, Message, TransactionId, attribute, hmac_sha256, method},
};

/// Something to do that is not relaying a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Send this message to the client.
    Respond {
        /// To whom.
        client: Client,
        /// A whole STUN message; its length is a multiple of 4.
        message: Vec<u8>,
    },
    /// Open a UDP socket on this port, then call [`TurnServer::handle_relay_opened`] or
    /// [`TurnServer::handle_relay_failed`].
    OpenRelay {
        /// Whose it is.
        client: Client,
        /// The relayed address: with the address of this host the client reached, or the external
        /// one.
        relayed: SocketAddr,
    },
    /// Close the UDP socket on this port, if it is open. The client has no allocation any more.
    CloseRelay {
        /// Whose it was.
        client: Client,
        /// The port.
        port: u16,
    },
}

/// STUN and TURN for any number of clients, in one thread.
///
/// After each call, drain [`TurnServer::poll_output`]; by [`TurnServer::poll_timeout`] at the
/// latest, call [`TurnServer::handle_timeout`].
pub struct TurnServer {
    config: Config,
    nonces: Nonces,
    random: StdRng,
    allocations: Slab<Allocation>,
    by_client: HashMap<Client, usize>,
    /// Which allocation has a port, by the port's place in the range.
    by_port: Vec<Option<usize>>,
    per_label: HashMap<Box<str>, usize>,
    per_ip: HashMap<IpAddr, usize>,
    /// Addresses of this host and living relayed ones, with how often each is used.
    own_ips: HashMap<IpAddr, usize>,
    /// The living relayed ones alone: what one client reaches another at.
    relayed_ips: HashMap<IpAddr, usize>,
    timers: Timers,
    serial: u64,
    outputs: VecDeque<Output>,
    counters: Counters,
}

impl TurnServer {
    /// A server without allocations. All it has of randomness comes from the seed, which must be
    /// secret: nonces and port numbers are made from it.
    #[must_use]
    pub fn new(config: Config, seed: [u8; 32]) -> Self {
        let nonces =
            Nonces::new(hmac_sha256(&seed, &[b"nonces"]), config.limits.nonce_lifetime.as_secs());
        let ports = usize::from(*config.relay_ports.end())
            .checked_sub(usize::from(*config.relay_ports.start()))
            .map_or(0, |last| last + 1);
        let own_ips = config.own_ips.iter().copied().chain(config.external_ip);
        let own_ips = own_ips.map(|ip| (ip.to_canonical(), 1)).collect();
        Self {
            nonces,
            random: StdRng::from_seed(hmac_sha256(&seed, &[b"random"])),
            allocations: Slab::new(),
            by_client: HashMap::new(),
            by_port: vec![None; ports],
            per_label: HashMap::new(),
            per_ip: HashMap::new(),
            own_ips,
            relayed_ips: HashMap::new(),
            timers: Timers::default(),
            serial: 0,
            outputs: VecDeque::new(),
            counters: Counters::default(),
            config,
        }
    }

    /// A datagram or a whole frame from a client. Returns the packet it makes the relay send, if
    /// it is data that may be relayed.
    pub fn handle_client<'a>(
        &mut self,
        now: Now,
        client: Client,
        bytes: &'a [u8],
    ) -> Option<Relayed<'a>> {
        self.expire(now.instant);
        match bytes.first() {
            Some(0x40..=0x7F) => self.handle_channel_data(now.instant, client, bytes),
            Some(0x00..=0x3F) => match Message::parse(bytes) {
                Ok(message) => self.handle_message(now, client, &message),
                Err(_) => self.refuse(Refusal::Malformed),
            },
            _ => self.refuse(Refusal::Malformed),
        }
    }

    /// A datagram that came to the relay socket with this port. Returns the packet for the client
    /// whose socket it is, if it may be relayed.
    pub fn handle_peer<'a>(
        &mut self,
        now: Now,
        relay_port: u16,
        from: SocketAddr,
        payload: &'a [u8],
    ) -> Option<Relayed<'a>> {
        let now = now.instant;
        self.expire(now);
        let Some((slot, allocation)) = self
            .slot_of_port(relay_port)
            .and_then(|slot| self.allocations.get(slot).map(|allocation| (slot, allocation)))
        else {
            return self.refuse(Refusal::NoAllocation);
        };
        match allocation.reach(from.ip(), now) {
            Some(Reach::Network) => {}
            Some(Reach::Listed) if self.config.policy.lists_endpoint(from) => {}
            _ => return self.refuse(Refusal::NoPermission),
        }
        let relayed = self.deliver(now, slot, from, payload)?;
        self.counters.to_clients.add(payload.len());
        Some(relayed)
    }

    /// The relay socket asked for by [`Output::OpenRelay`] is open.
    pub fn handle_relay_opened(&mut self, now: Now, port: u16) {
        self.finish_allocate(now, port);
    }

    /// The relay socket asked for by [`Output::OpenRelay`] could not be opened: another port is
    /// tried, or the client is told that there is none.
    pub fn handle_relay_failed(&mut self, now: Now, port: u16) {
        self.retry_allocate(now, port);
    }

    /// A client's stream ended, and its allocation with it (RFC 8656 §3.1).
    pub fn handle_disconnected(&mut self, client: Client) {
        if let Some(slot) = self.by_client.get(&client).copied() {
            self.remove(slot);
        }
    }

    /// Ends all allocations made with credentials of this label. It does not keep new ones from
    /// being made while those hold.
    pub fn handle_revoked(&mut self, label: &str) {
        let slots: Vec<usize> = self
            .allocations
            .iter()
            .filter(|(_, allocation)| &*allocation.label == label)
            .map(|(slot, _)| slot)
            .collect();
        for slot in slots {
            self.remove(slot);
        }
    }

    /// Time has passed: allocations that were not refreshed end.
    pub fn handle_timeout(&mut self, now: Now) {
        self.expire(now.instant);
    }

    /// When to call [`TurnServer::handle_timeout`] at the latest.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.timers.next()
    }

    /// The next thing to do.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// How many allocations there are.
    #[must_use]
    pub fn allocations(&self) -> usize {
        self.allocations.len()
    }

    /// Whether this client has an allocation.
    #[must_use]
    pub fn has_allocation(&self, client: &Client) -> bool {
        self.by_client.contains_key(client)
    }

    /// What was done since the server was made.
    #[must_use]
    pub const fn counters(&self) -> &Counters {
        &self.counters
    }

    fn handle_channel_data<'a>(
        &mut self,
        now: Instant,
        client: Client,
        bytes: &'a [u8],
    ) -> Option<Relayed<'a>> {
        let Some(data) = ChannelData::parse(bytes) else {
            return self.refuse(Refusal::Malformed);
        };
        let Some(slot) = self.by_client.get(&client).copied() else {
            return self.refuse(Refusal::NoAllocation);
        };
        let peer = self.allocations.get(slot).and_then(|it| it.peer(data.number, now));
        let Some(peer) = peer else { return self.refuse(Refusal::NoPermission) };
        self.forward(now, slot, peer, data.payload)
    }

    fn handle_message<'a>(
        &mut self,
        now: Now,
        client: Client,
        message: &Message<'a>,
    ) -> Option<Relayed<'a>> {
        match (message.class(), message.method()) {
            (Class::Request, _) => self.handle_request(now, client, message),
            (Class::Indication, method::SEND) => {
                return self.handle_send(now.instant, client, message);
            }
            // A Binding indication keeps a NAT open; responses are to nothing we asked.
            _ => {}
        }
        None
    }

    /// RFC 8656 §11.2.
    fn handle_send<'a>(
        &mut self,
        now: Instant,
        client: Client,
        message: &Message<'a>,
    ) -> Option<Relayed<'a>> {
        let Some(slot) = self.by_client.get(&client).copied() else {
            return self.refuse(Refusal::NoAllocation);
        };
        let (mut peer, mut data) = (None, None);
        for (kind, value) in message.attributes() {
            match kind {
                attribute::XOR_PEER_ADDRESS => peer = peer.or(Some(value)),
                attribute::DATA => data = data.or(Some(value)),
                // Every datagram to a peer leaves with DF set, where the system can.
                attribute::DONT_FRAGMENT => {}
                other if attribute::comprehension_required(other) => {
                    return self.refuse(Refusal::Malformed);
                }
                _ => {}
            }
        }
        let peer =
            peer.and_then(|value| attribute::decode_xor_address(value, message.transaction()));
        let (Some(peer), Some(data)) = (peer, data) else {
            return self.refuse(Refusal::Malformed);
        };
        self.forward(now, slot, peer, data)
    }

    /// From a client towards a peer: over the network, or to another client of this relay.
    fn forward<'a>(
        &mut self,
        now: Instant,
        slot: usize,
        peer: SocketAddr,
        payload: &'a [u8],
    ) -> Option<Relayed<'a>> {
        let limits = &self.config.limits;
        let allocation = self.allocations.get_mut(slot)?;
        let Some(reach) = allocation.reach(peer.ip(), now) else {
            return self.refuse(Refusal::NoPermission);
        };
        let length = payload.len() as u64;
        if !allocation.to_peers.take(length, limits.bytes_per_second, limits.burst_bytes, now) {
            return self.refuse(Refusal::Bandwidth);
        }
        let relayed = allocation.relayed;
        if let Some(target) = self.slot_of_relayed(peer) {
            let between = self.between(now, target, relayed, payload)?;
            self.counters.between_clients.add(payload.len());
            return Some(between);
        }
        let listed = || self.config.policy.lists_endpoint(peer);
        let open = match reach {
            Reach::Network => !self.is_relay_port(peer) || listed(),
            Reach::Listed => listed(),
        } && !self.is_listening(peer);
        if !open {
            return self.refuse(Refusal::Forbidden);
        }
        self.counters.to_peers.add(payload.len());
        Some(Relayed::to_peer(relayed.port(), peer, payload))
    }

    /// From one relayed address to another, without the network.
    fn between<'a>(
        &mut self,
        now: Instant,
        slot: usize,
        from: SocketAddr,
        payload: &'a [u8],
    ) -> Option<Relayed<'a>> {
        if self.allocations.get(slot)?.reach(from.ip(), now).is_none() {
            return self.refuse(Refusal::NoPermission);
        }
        self.deliver(now, slot, from, payload)
    }

    /// To the client with this allocation, which has a permission for `from`.
    fn deliver<'a>(
        &mut self,
        now: Instant,
        slot: usize,
        from: SocketAddr,
        payload: &'a [u8],
    ) -> Option<Relayed<'a>> {
        let limits = &self.config.limits;
        let allocation = self.allocations.get_mut(slot)?;
        let length = payload.len() as u64;
        if !allocation.to_client.take(length, limits.bytes_per_second, limits.burst_bytes, now) {
            return self.refuse(Refusal::Bandwidth);
        }
        let client = allocation.client;
        if let Some(number) = allocation.channel(from, now) {
            return Relayed::on_channel(client, number, payload);
        }
        let transaction = TransactionId(self.random.random());
        Relayed::in_indication(client, transaction, from, payload)
    }

    /// Whether this is where the relay itself listens; nothing may be sent there.
    fn is_listening(&self, peer: SocketAddr) -> bool {
        self.config.listen_ports.contains(&peer.port()) && self.own_ips.contains_key(&peer.ip())
    }

    /// Whether this is an address of this host with a port of the relay range. If an allocation
    /// has it, it was found before; if none has, there is nobody.
    fn is_relay_port(&self, peer: SocketAddr) -> bool {
        self.config.relay_ports.contains(&peer.port()) && self.own_ips.contains_key(&peer.ip())
    }

    /// How far a permission for this address would go; `None` if there can be none.
    fn judge(&self, ip: IpAddr) -> Option<Reach> {
        let policy = &self.config.policy;
        if policy.lists(ip) {
            Some(Reach::Network)
        } else if self.relayed_ips.contains_key(&ip) || policy.lists_an_endpoint_of(ip) {
            Some(Reach::Listed)
        } else if policy.permits(ip) && !self.own_ips.contains_key(&ip) {
            Some(Reach::Network)
        } else {
            None
        }
    }

    fn place_of_port(&self, port: u16) -> Option<usize> {
        usize::from(port).checked_sub(usize::from(*self.config.relay_ports.start()))
    }

    fn slot_of_port(&self, port: u16) -> Option<usize> {
        self.by_port.get(self.place_of_port(port)?).copied().flatten()
    }

    /// The allocation whose relayed address this is.
    fn slot_of_relayed(&self, address: SocketAddr) -> Option<usize> {
        let slot = self.slot_of_port(address.port())?;
        let allocation = self.allocations.get(slot)?;
        (allocation.relayed == address && allocation.opening.is_none()).then_some(slot)
    }

    fn expire(&mut self, now: Instant) {
        while let Some((at, handle)) = self.timers.pop_due(now) {
            let Some(allocation) = self
                .allocations
                .get_mut(handle.slot)
                .filter(|it| it.serial == handle.serial && it.timer == at)
            else {
                continue;
            };
            if allocation.expires <= now {
                self.remove(handle.slot);
            } else {
                allocation.timer = allocation.expires;
                self.timers.push(allocation.timer, handle);
            }
        }
    }

    fn remove(&mut self, slot: usize) {
        let Some(allocation) = self.allocations.try_remove(slot) else { return };
        self.by_client.remove(&allocation.client);
        self.free_port(allocation.relayed);
        count_down(&mut self.per_label, &*allocation.label);
        count_down(&mut self.per_ip, &allocation.client.remote.ip());
        self.outputs.push_back(Output::CloseRelay {
            client: allocation.client,
            port: allocation.relayed.port(),
        });
        let allocations = &self.allocations;
        self.timers.compact(allocations.len(), |Handle { slot, serial }| {
            allocations.get(slot).is_some_and(|it| it.serial == serial)
        });
    }

    fn free_port(&mut self, relayed: SocketAddr) {
        let place = self.place_of_port(relayed.port());
        if let Some(entry) = place.and_then(|place| self.by_port.get_mut(place)) {
            *entry = None;
        }
        count_down(&mut self.own_ips, &relayed.ip());
        count_down(&mut self.relayed_ips, &relayed.ip());
    }

    fn refuse<T>(&mut self, refusal: Refusal) -> Option<T> {
        self.counters.refuse(refusal);
        None
    }
}

/// Takes one away, and the entry with the last.
fn count_down<K, Q>(counts: &mut HashMap<K, usize>, key: &Q)
where
    K: std::borrow::Borrow<Q> + std::hash::Hash + Eq,
    Q: std::hash::Hash + Eq + ?Sized,
{
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}
