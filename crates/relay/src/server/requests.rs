//! Authentication of requests, and all requests except Allocate.

use std::net::{IpAddr, SocketAddr};

use crate::{
    Client, Now,
    allocation::{BindError, Reach},
    credentials::Username,
    timers::{Handle, seconds},
    wire::{
        ChannelNumber, IntegrityAlgorithm, IntegrityKey, Message, MessageBuilder, attribute, method,
    },
};

use super::{
    Output, TurnServer,
    reply::{Failure, ReplyTo},
};

/// Attributes below 0x8000 that the server understands. A request with any other fails with 420.
const UNDERSTOOD: [u16; 18] = [
    attribute::USERNAME,
    attribute::MESSAGE_INTEGRITY,
    attribute::ERROR_CODE,
    attribute::UNKNOWN_ATTRIBUTES,
    attribute::CHANNEL_NUMBER,
    attribute::LIFETIME,
    attribute::XOR_PEER_ADDRESS,
    attribute::DATA,
    attribute::REALM,
    attribute::NONCE,
    attribute::XOR_RELAYED_ADDRESS,
    attribute::REQUESTED_ADDRESS_FAMILY,
    attribute::EVEN_PORT,
    attribute::REQUESTED_TRANSPORT,
    attribute::DONT_FRAGMENT,
    attribute::MESSAGE_INTEGRITY_SHA256,
    attribute::XOR_MAPPED_ADDRESS,
    attribute::RESERVATION_TOKEN,
];

/// The authenticated sender of a request.
pub(super) struct Caller<'a> {
    pub(super) username: Username<'a>,
    pub(super) key: IntegrityKey,
    pub(super) algorithm: IntegrityAlgorithm,
}

impl TurnServer {
    pub(super) fn handle_request(&mut self, now: Now, client: Client, message: &Message<'_>) {
        let mut reply = ReplyTo::unsigned(client, message);
        let done = match message.method() {
            method::BINDING => binding(&reply, message).map(Some),
            method::ALLOCATE
            | method::REFRESH
            | method::CREATE_PERMISSION
            | method::CHANNEL_BIND => match self.authenticate(now, client, message) {
                Ok(caller) => {
                    reply.signature = Some((caller.key, caller.algorithm));
                    self.handle_authenticated(now, &reply, &caller, message)
                }
                Err(failure) => Err(failure),
            },
            _ => Err(Failure::BAD_REQUEST),
        };
        match done {
            Ok(Some(success)) => self.respond(&reply, success),
            Ok(None) => {}
            Err(failure) => {
                let mut response = reply.failure(failure);
                if failure == Failure::UNKNOWN_ATTRIBUTE {
                    response = response
                        .attribute(attribute::UNKNOWN_ATTRIBUTES, &unknown_attributes(message));
                }
                if failure == Failure::UNAUTHENTICATED || failure == Failure::STALE_NONCE {
                    let nonce = self.nonces.issue(&client, now.unix);
                    response = response
                        .attribute(attribute::REALM, self.config.credentials.realm().as_bytes())
                        .attribute(attribute::NONCE, nonce.as_bytes());
                }
                self.fail(&reply, failure, response);
            }
        }
    }

    fn handle_authenticated(
        &mut self,
        now: Now,
        reply: &ReplyTo,
        caller: &Caller<'_>,
        message: &Message<'_>,
    ) -> Result<Option<MessageBuilder>, Failure> {
        if !unknown_attributes(message).is_empty() {
            return Err(Failure::UNKNOWN_ATTRIBUTE);
        }
        if message.method() == method::ALLOCATE {
            return self.allocate(now, reply, caller, message);
        }
        let slot = self.by_client.get(&reply.client).copied().ok_or(Failure::MISMATCH)?;
        let allocation = self.allocations.get(slot).ok_or(Failure::MISMATCH)?;
        if *allocation.username != *caller.username.whole {
            return Err(Failure::WRONG_CREDENTIALS);
        }
        match message.method() {
            method::REFRESH => self.refresh(now, slot, reply, message),
            method::CREATE_PERMISSION => self.create_permission(now, slot, reply, message),
            _ => self.bind_channel(now, slot, reply, message),
        }
        .map(Some)
    }

    /// Authenticates a request (RFC 8489 §9.2.4). The expiry in a username counts only when an
    /// allocation is made. An existing allocation lasts while it is refreshed and its lease is
    /// open, so that a long call does not end.
    fn authenticate<'a>(
        &self,
        now: Now,
        client: Client,
        message: &Message<'a>,
    ) -> Result<Caller<'a>, Failure> {
        let algorithm = message.integrity().ok_or(Failure::UNAUTHENTICATED)?;
        let (Some(username), Some(realm), Some(nonce)) = (
            message.attribute(attribute::USERNAME),
            message.attribute(attribute::REALM),
            message.attribute(attribute::NONCE),
        ) else {
            return Err(Failure::BAD_REQUEST);
        };
        self.nonces.check(nonce, &client, now.unix).map_err(|_| Failure::STALE_NONCE)?;
        let credentials = &self.config.credentials;
        let username = Username::parse(username).ok_or(Failure::UNAUTHENTICATED)?;
        if realm != credentials.realm().as_bytes() || !self.leases.is_open(username.label) {
            return Err(Failure::UNAUTHENTICATED);
        }
        let known = self
            .by_client
            .get(&client)
            .and_then(|slot| self.allocations.get(*slot))
            .filter(|allocation| *allocation.username == *username.whole);
        let key = known.map_or_else(|| credentials.key(username.whole), |it| it.key);
        if !message.has_integrity(&key) || (known.is_none() && username.expires_at < now.unix) {
            return Err(Failure::UNAUTHENTICATED);
        }
        Ok(Caller { username, key, algorithm })
    }

    /// Handles a Refresh request (RFC 8656 §8.2).
    fn refresh(
        &mut self,
        now: Now,
        slot: usize,
        reply: &ReplyTo,
        message: &Message<'_>,
    ) -> Result<MessageBuilder, Failure> {
        let lifetime = self.lifetime(message)?;
        let allocation = self.allocations.get_mut(slot).ok_or(Failure::MISMATCH)?;
        if let Some(family) = message.attribute(attribute::REQUESTED_ADDRESS_FAMILY)
            && family.first() != Some(if allocation.relayed.is_ipv4() { &1 } else { &2 })
        {
            return Err(Failure::FAMILY_MISMATCH);
        }
        if lifetime.is_zero() {
            self.remove(slot);
        } else {
            let expires = now.instant + lifetime;
            // The heap's entry takes a later expiry into account when it is due. An earlier expiry
            // needs a new entry.
            if expires < allocation.timer {
                allocation.timer = expires;
                let handle = Handle { slot, serial: allocation.serial };
                self.timers.push(expires, handle);
            }
            allocation.expires = expires;
            allocation.lifetime = lifetime;
        }
        Ok(reply.success().attribute(attribute::LIFETIME, &seconds(lifetime).to_be_bytes()))
    }

    /// Handles a CreatePermission request (RFC 8656 §10.2). It installs all permissions or none.
    fn create_permission(
        &mut self,
        now: Now,
        slot: usize,
        reply: &ReplyTo,
        message: &Message<'_>,
    ) -> Result<MessageBuilder, Failure> {
        let mut permissions: Vec<(IpAddr, Reach)> = Vec::new();
        for (_, value) in
            message.attributes().filter(|(kind, _)| *kind == attribute::XOR_PEER_ADDRESS)
        {
            let peer = attribute::decode_xor_address(value, message.transaction());
            permissions.push(self.judge_peer(slot, peer.ok_or(Failure::BAD_REQUEST)?)?);
        }
        if permissions.is_empty() {
            return Err(Failure::BAD_REQUEST);
        }
        let allocation = self.allocations.get_mut(slot).ok_or(Failure::MISMATCH)?;
        let ips = permissions.iter().map(|(ip, _)| *ip);
        if !allocation.has_room_for(ips, &self.config.limits, now.instant) {
            return Err(Failure::CAPACITY);
        }
        for (ip, reach) in permissions {
            allocation.permit(ip, reach, now.instant);
        }
        Ok(reply.success())
    }

    /// Handles a ChannelBind request (RFC 8656 §12.2).
    fn bind_channel(
        &mut self,
        now: Now,
        slot: usize,
        reply: &ReplyTo,
        message: &Message<'_>,
    ) -> Result<MessageBuilder, Failure> {
        let number = message
            .attribute(attribute::CHANNEL_NUMBER)
            .and_then(|value| value.first_chunk::<2>())
            .and_then(|number| ChannelNumber::new(u16::from_be_bytes(*number)))
            .ok_or(Failure::BAD_REQUEST)?;
        let peer = message
            .attribute(attribute::XOR_PEER_ADDRESS)
            .and_then(|value| attribute::decode_xor_address(value, message.transaction()))
            .ok_or(Failure::BAD_REQUEST)?;
        let (ip, reach) = self.judge_peer(slot, peer)?;
        if self.is_listening(peer) {
            return Err(Failure::FORBIDDEN);
        }
        let limits = &self.config.limits;
        let allocation = self.allocations.get_mut(slot).ok_or(Failure::MISMATCH)?;
        if !allocation.has_room_for(std::iter::once(ip), limits, now.instant) {
            return Err(Failure::CAPACITY);
        }
        allocation.bind(number, peer, limits, now.instant).map_err(|error| match error {
            BindError::Taken => Failure::BAD_REQUEST,
            BindError::Full => Failure::CAPACITY,
        })?;
        allocation.permit(ip, reach, now.instant);
        Ok(reply.success())
    }

    fn judge_peer(&self, slot: usize, peer: SocketAddr) -> Result<(IpAddr, Reach), Failure> {
        let allocation = self.allocations.get(slot).ok_or(Failure::MISMATCH)?;
        if allocation.relayed.is_ipv4() != peer.is_ipv4() {
            return Err(Failure::FAMILY_MISMATCH);
        }
        let reach = self.judge(peer.ip()).ok_or(Failure::FORBIDDEN)?;
        Ok((peer.ip(), reach))
    }

    /// Sends a success response.
    pub(super) fn respond(&mut self, reply: &ReplyTo, message: MessageBuilder) {
        let message = reply.seal(message);
        self.outputs.push_back(Output::Respond { client: reply.client, message });
    }

    /// Sends an error response and counts it.
    pub(super) fn fail(&mut self, reply: &ReplyTo, failure: Failure, message: MessageBuilder) {
        self.counters.refuse(failure.refusal);
        self.respond(reply, message);
    }
}

/// Handles a Binding request (RFC 8489 §3), the only request that needs no credentials.
fn binding(reply: &ReplyTo, message: &Message<'_>) -> Result<MessageBuilder, Failure> {
    if !unknown_attributes(message).is_empty() {
        return Err(Failure::UNKNOWN_ATTRIBUTE);
    }
    Ok(reply.success().xor_address(attribute::XOR_MAPPED_ADDRESS, reply.client.remote))
}

/// Value of UNKNOWN-ATTRIBUTES for this message; at most 16 attributes.
fn unknown_attributes(message: &Message<'_>) -> Vec<u8> {
    message
        .attributes()
        .map(|(kind, _)| kind)
        .filter(|kind| attribute::comprehension_required(*kind) && !UNDERSTOOD.contains(kind))
        .take(16)
        .flat_map(u16::to_be_bytes)
        .collect()
}
