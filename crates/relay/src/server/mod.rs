//! The TURN server: allocations, and relaying of packets.

mod allocate;
mod counters;
mod leases;
mod relayed;
mod reply;
mod requests;

use std::{
    collections::{HashMap, VecDeque},
    net::{IpAddr, Ipv6Addr, SocketAddr},
    time::Instant,
};

use rand::{RngExt, SeedableRng, rngs::StdRng};
use slab::Slab;

pub use counters::{Counters, Flow, Refusal};
pub use relayed::{Destination, Relayed};

use leases::Leases;

use crate::{
    Client, Config, Now,
    allocation::{Allocation, Reach},
    nonce::Nonces,
    timers::{Handle, Timers},
    wire::{ChannelData, Class, Message, TransactionId, attribute, hmac_sha256, method},
};

/// An action for the caller, other than relaying a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Send this message to the client.
    Respond {
        /// The receiver.
        client: Client,
        /// A whole STUN message; its length is a multiple of 4.
        message: Vec<u8>,
    },
    /// Open a UDP socket on this port, then call [`TurnServer::handle_relay_opened`] or
    /// [`TurnServer::handle_relay_failed`].
    OpenRelay {
        /// The client of the allocation.
        client: Client,
        /// The relayed address. Its IP address is the one at which the client reached this host, or
        /// the external one.
        relayed: SocketAddr,
    },
    /// Close the UDP socket on this port, if it is open. The allocation has ended.
    CloseRelay {
        /// The client of the allocation that ended.
        client: Client,
        /// The port.
        port: u16,
    },
}

/// A STUN and TURN server for any number of clients, in one thread.
///
/// After each call, drain [`TurnServer::poll_output`]. Call [`TurnServer::handle_timeout`] by the
/// time that [`TurnServer::poll_timeout`] returns.
pub struct TurnServer {
    config: Config,
    nonces: Nonces,
    random: StdRng,
    allocations: Slab<Allocation>,
    by_client: HashMap<Client, usize>,
    /// Slot of the allocation that has a relay port, indexed by the port's offset in the range.
    by_port: Vec<Option<usize>>,
    leases: Leases,
    /// Number of allocations of each client network; see [`network`].
    per_network: HashMap<IpAddr, usize>,
    /// IP addresses of this host and of live relayed addresses, with a reference count.
    own_ips: HashMap<IpAddr, usize>,
    /// IP addresses of live relayed addresses, with a reference count.
    relayed_ips: HashMap<IpAddr, usize>,
    timers: Timers,
    serial: u64,
    outputs: VecDeque<Output>,
    counters: Counters,
}

impl TurnServer {
    /// A server without allocations and leases. The seed must be secret: nonces and relay ports
    /// derive from it.
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
            leases: Leases::default(),
            per_network: HashMap::new(),
            own_ips,
            relayed_ips: HashMap::new(),
            timers: Timers::default(),
            serial: 0,
            outputs: VecDeque::new(),
            counters: Counters::default(),
            config,
        }
    }

    /// Handles a datagram, or a whole frame of a stream, from a client. Returns the packet to
    /// relay, if it carries data that may be relayed.
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

    /// Handles a datagram that arrived at the relay socket with this port. Returns the packet for
    /// the client of that allocation, if it may be relayed.
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

    /// Reports that the relay socket requested by [`Output::OpenRelay`] is open.
    pub fn handle_relay_opened(&mut self, now: Now, port: u16) {
        self.finish_allocate(now, port);
    }

    /// Reports that the relay socket requested by [`Output::OpenRelay`] could not be opened. The
    /// server then tries another port, or answers the client with 508.
    pub fn handle_relay_failed(&mut self, now: Now, port: u16) {
        self.retry_allocate(now, port);
    }

    /// Ends the allocation of a client whose stream was closed (RFC 8656 §3.1).
    pub fn handle_disconnected(&mut self, client: Client) {
        if let Some(slot) = self.by_client.get(&client).copied() {
            self.remove(slot);
        }
    }

    /// Opens a lease: from now on, the server accepts credentials with this label until they
    /// expire.
    ///
    /// Credentials without an open lease for their label are refused, even before they expire. A
    /// server starts without leases, so after a restart credentials are valid again only once
    /// their lease is opened again.
    pub fn handle_lease_opened(&mut self, label: &str) {
        self.leases.open(label);
    }

    /// Ends a lease: its allocations end now, and its credentials are refused from now on.
    ///
    /// The cost depends on the number of allocations under this lease, not on the total.
    pub fn handle_lease_ended(&mut self, label: &str) {
        for slot in self.leases.end(label) {
            self.remove(slot);
        }
    }

    /// Ends the allocations that were not refreshed in time.
    pub fn handle_timeout(&mut self, now: Now) {
        self.expire(now.instant);
    }

    /// Latest time at which to call [`TurnServer::handle_timeout`].
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.timers.next()
    }

    /// The next action for the caller.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Number of allocations.
    #[must_use]
    pub fn allocations(&self) -> usize {
        self.allocations.len()
    }

    /// True if this client has an allocation.
    #[must_use]
    pub fn has_allocation(&self, client: &Client) -> bool {
        self.by_client.contains_key(client)
    }

    /// Counters since the start of the server.
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
            // A Binding indication only keeps a NAT binding open. Responses are ignored: the server
            // sends no requests.
            _ => {}
        }
        None
    }

    /// Handles a Send indication (RFC 8656 §11.2).
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
                // Every datagram to a peer has DF set, if the operating system supports it.
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

    /// Relays from a client to a peer: over the network, or to another client of this relay.
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

    /// Relays from one relayed address to another, inside the process.
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

    /// Relays to the client of this allocation, which has a permission for `from`.
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

    /// True if the relay itself listens on this address; it never sends there.
    fn is_listening(&self, peer: SocketAddr) -> bool {
        self.config.listen_ports.contains(&peer.port()) && self.own_ips.contains_key(&peer.ip())
    }

    /// True for an address of this host with a port of the relay range. The calling function has
    /// checked that no allocation has this address, so there is no receiver.
    fn is_relay_port(&self, peer: SocketAddr) -> bool {
        self.config.relay_ports.contains(&peer.port()) && self.own_ips.contains_key(&peer.ip())
    }

    /// Reach of a permission for this address; `None` if it must be refused.
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

    /// Slot of the allocation with this relayed address.
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
        self.leases.remove(&allocation.label, slot);
        count_down(&mut self.per_network, &network(allocation.client.remote.ip()));
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

/// The network for which quotas count a client address: the address itself for IPv4, the /64 for
/// IPv6, because one host can often choose addresses from a whole /64.
#[must_use]
pub fn network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        ip @ IpAddr::V4(_) => ip,
    }
}

/// Decrements a count, and removes the entry at zero.
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
