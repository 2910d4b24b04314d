//! Allocate (RFC 8656 §7), the only request that creates state and waits for a socket.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use rand::RngExt;

use crate::{
    Client, Now,
    allocation::{Allocation, NewAllocation, Opening},
    timers::{Handle, seconds},
    wire::{Message, MessageBuilder, attribute, method},
};

use super::{
    Output, TurnServer, network,
    reply::{Failure, ReplyTo},
    requests::Caller,
};

/// Protocol number of UDP, the only transport to peers.
const UDP: u8 = 17;
/// Number of ports that the server tries before it answers 508.
const MAX_TRIES: u8 = 8;

impl TurnServer {
    /// Handles an Allocate request. Returns the response to a retransmission; the response to a new
    /// request follows when its socket is open.
    pub(super) fn allocate(
        &mut self,
        now: Now,
        reply: &ReplyTo,
        caller: &Caller<'_>,
        message: &Message<'_>,
    ) -> Result<Option<MessageBuilder>, Failure> {
        if let Some(allocation) =
            self.by_client.get(&reply.client).and_then(|slot| self.allocations.get(*slot))
        {
            if allocation.transaction != reply.transaction
                || *allocation.username != *caller.username.whole
            {
                return Err(Failure::MISMATCH);
            }
            return Ok(allocation.opening.is_none().then(|| success(reply, allocation)));
        }
        match message.attribute(attribute::REQUESTED_TRANSPORT) {
            Some([UDP, ..]) => {}
            Some([_, ..]) => return Err(Failure::TRANSPORT_UNSUPPORTED),
            _ => return Err(Failure::BAD_REQUEST),
        }
        let family = message.attribute(attribute::REQUESTED_ADDRESS_FAMILY);
        let even_port = message.attribute(attribute::EVEN_PORT);
        if message.attribute(attribute::RESERVATION_TOKEN).is_some() {
            // The server never reserves a port, so no token is valid.
            let together = family.is_some() || even_port.is_some();
            return Err(if together { Failure::BAD_REQUEST } else { Failure::CAPACITY });
        }
        let even_port = match even_port {
            None => false,
            Some([flags, ..]) if flags & 0x80 == 0 => true,
            Some([_, ..]) => return Err(Failure::CAPACITY),
            Some([]) => return Err(Failure::BAD_REQUEST),
        };
        let ip = match family {
            // RFC 8656 §7.2 says IPv4. But browsers never name a family: without IPv4 they would
            // have no relay at all.
            None => self
                .relay_ip(&reply.client, IpAddr::is_ipv4)
                .or_else(|| self.relay_ip(&reply.client, IpAddr::is_ipv6)),
            Some([1, ..]) => self.relay_ip(&reply.client, IpAddr::is_ipv4),
            Some([2, ..]) => self.relay_ip(&reply.client, IpAddr::is_ipv6),
            Some([_, ..]) => None,
            Some([]) => return Err(Failure::BAD_REQUEST),
        }
        .ok_or(Failure::FAMILY_UNSUPPORTED)?;
        let lifetime = self.lifetime(message)?.max(Duration::from_secs(1));
        self.check_quota(&reply.client, caller.username.label)?;
        let relayed =
            SocketAddr::new(ip, self.free_relay_port(even_port).ok_or(Failure::CAPACITY)?);

        self.serial += 1;
        let new = NewAllocation {
            client: reply.client,
            serial: self.serial,
            username: caller.username.whole.into(),
            label: caller.username.label.into(),
            key: caller.key,
            transaction: reply.transaction,
            relayed,
            opening: Opening {
                algorithm: caller.algorithm,
                fingerprint: reply.fingerprint,
                even_port,
                tries: 1,
            },
            lifetime,
        };
        *self.per_network.entry(network(new.client.remote.ip())).or_default() += 1;
        let allocation = Allocation::new(new, &self.config.limits, now.instant);
        let (expires, serial) = (allocation.expires, allocation.serial);
        let slot = self.allocations.insert(allocation);
        self.leases.add(caller.username.label, slot);
        self.by_client.insert(reply.client, slot);
        self.timers.push(expires, Handle { slot, serial });
        self.take_port(slot, relayed);
        self.outputs.push_back(Output::OpenRelay { client: reply.client, relayed });
        Ok(None)
    }

    pub(super) fn finish_allocate(&mut self, now: Now, port: u16) {
        let Some(allocation) =
            self.slot_of_port(port).and_then(|slot| self.allocations.get_mut(slot))
        else {
            return;
        };
        let Some(opening) = allocation.opening.take() else { return };
        let reply = reply_to(allocation, opening);
        let response = success(&reply, allocation);
        self.respond(&reply, response);
        self.expire(now.instant);
    }

    pub(super) fn retry_allocate(&mut self, now: Now, port: u16) {
        let Some(slot) = self.slot_of_port(port) else { return };
        let Some(allocation) = self.allocations.get_mut(slot) else { return };
        let Some(opening) = allocation.opening.as_mut() else { return };
        opening.tries += 1;
        let (opening, client, tried) = (*opening, allocation.client, allocation.relayed);
        let reply = reply_to(allocation, opening);
        // The failed port stays taken until here, so that the search cannot return it.
        let next =
            (opening.tries <= MAX_TRIES).then(|| self.free_relay_port(opening.even_port)).flatten();
        let Some(next) = next else {
            self.remove(slot);
            self.fail(&reply, Failure::CAPACITY, reply.failure(Failure::CAPACITY));
            return;
        };
        let relayed = SocketAddr::new(tried.ip(), next);
        self.free_port(tried);
        self.take_port(slot, relayed);
        if let Some(allocation) = self.allocations.get_mut(slot) {
            allocation.relayed = relayed;
        }
        self.outputs.push_back(Output::OpenRelay { client, relayed });
        self.expire(now.instant);
    }

    /// Lifetime for a request: the requested one, within the limits. Zero if a Refresh requests
    /// zero (RFC 8656 §7.2, §8.2).
    pub(super) fn lifetime(&self, message: &Message<'_>) -> Result<Duration, Failure> {
        let limits = &self.config.limits;
        let Some(value) = message.attribute(attribute::LIFETIME) else {
            return Ok(limits.default_lifetime);
        };
        let seconds = <[u8; 4]>::try_from(value).map_err(|_| Failure::BAD_REQUEST)?;
        let asked = Duration::from_secs(u32::from_be_bytes(seconds).into());
        if asked.is_zero() && message.method() == method::REFRESH {
            return Ok(asked);
        }
        Ok(asked.max(limits.default_lifetime).min(limits.max_lifetime))
    }

    fn relay_ip(&self, client: &Client, family: impl Fn(&IpAddr) -> bool) -> Option<IpAddr> {
        let fallback = self.config.fallback_ipv4.map(IpAddr::V4);
        [self.config.external_ip, Some(client.local.ip()), fallback]
            .into_iter()
            .flatten()
            .find(family)
    }

    fn check_quota(&self, client: &Client, label: &str) -> Result<(), Failure> {
        let limits = &self.config.limits;
        let of_network = self.per_network.get(&network(client.remote.ip())).copied();
        if self.leases.allocations(label) >= limits.allocations_per_label
            || of_network.unwrap_or_default() >= limits.allocations_per_ip
        {
            return Err(Failure::QUOTA);
        }
        if self.allocations.len() >= limits.allocations {
            return Err(Failure::CAPACITY);
        }
        Ok(())
    }

    /// A free port. The search starts at a random offset, so that clients cannot predict the port.
    fn free_relay_port(&mut self, even: bool) -> Option<u16> {
        if self.by_port.is_empty() {
            return None;
        }
        let first = self.random.random_range(0..self.by_port.len());
        let start = usize::from(*self.config.relay_ports.start());
        let places = self.by_port.iter().enumerate();
        places
            .clone()
            .skip(first)
            .chain(places.take(first))
            .filter(|(_, slot)| slot.is_none())
            .filter_map(|(place, _)| u16::try_from(start + place).ok())
            .find(|port| !even || port.is_multiple_of(2))
    }

    fn take_port(&mut self, slot: usize, relayed: SocketAddr) {
        let place = self.place_of_port(relayed.port());
        if let Some(entry) = place.and_then(|place| self.by_port.get_mut(place)) {
            *entry = Some(slot);
        }
        *self.own_ips.entry(relayed.ip()).or_default() += 1;
        *self.relayed_ips.entry(relayed.ip()).or_default() += 1;
    }
}

fn reply_to(allocation: &Allocation, opening: Opening) -> ReplyTo {
    ReplyTo {
        client: allocation.client,
        method: method::ALLOCATE,
        transaction: allocation.transaction,
        fingerprint: opening.fingerprint,
        signature: Some((allocation.key, opening.algorithm)),
    }
}

fn success(reply: &ReplyTo, allocation: &Allocation) -> MessageBuilder {
    reply
        .success()
        .xor_address(attribute::XOR_RELAYED_ADDRESS, allocation.relayed)
        .attribute(attribute::LIFETIME, &seconds(allocation.lifetime).to_be_bytes())
        .xor_address(attribute::XOR_MAPPED_ADDRESS, allocation.client.remote)
}
