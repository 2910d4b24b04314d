//! One allocation: its permissions, its channels and what it may still relay (RFC 8656 §3).

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};

use crate::{
    Client, Limits,
    bucket::Bucket,
    wire::{ChannelNumber, IntegrityAlgorithm, IntegrityKey, TransactionId},
};

/// RFC 8656 §9: how long a permission lasts.
pub(crate) const PERMISSION_LIFETIME: Duration = Duration::from_secs(300);
/// RFC 8656 §12: how long a channel binding lasts.
pub(crate) const CHANNEL_LIFETIME: Duration = Duration::from_secs(600);

/// How far a permission goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Any port of the address, over the network.
    Network,
    /// Relayed addresses of this relay, inside the process, and endpoints an operator listed.
    Listed,
}

#[derive(Debug, Clone, Copy)]
struct Permission {
    expires: Instant,
    reach: Reach,
}

#[derive(Debug, Clone, Copy)]
struct Binding<T> {
    to: T,
    expires: Instant,
}

/// An allocation whose relay socket is not open yet: what its response will need.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening {
    pub(crate) algorithm: IntegrityAlgorithm,
    pub(crate) fingerprint: bool,
    pub(crate) even_port: bool,
    pub(crate) tries: u8,
}

#[derive(Debug)]
pub(crate) struct Allocation {
    pub(crate) client: Client,
    pub(crate) serial: u64,
    pub(crate) username: Box<str>,
    pub(crate) label: Box<str>,
    pub(crate) key: IntegrityKey,
    /// The Allocate that made it, which may be sent again.
    pub(crate) transaction: TransactionId,
    pub(crate) relayed: SocketAddr,
    pub(crate) opening: Option<Opening>,
    pub(crate) lifetime: Duration,
    pub(crate) expires: Instant,
    /// When the one entry of the timer heap that counts is due; never after `expires`.
    pub(crate) timer: Instant,
    pub(crate) to_peers: Bucket,
    pub(crate) to_client: Bucket,
    permissions: HashMap<IpAddr, Permission>,
    peers: HashMap<ChannelNumber, Binding<SocketAddr>>,
    channels: HashMap<SocketAddr, Binding<ChannelNumber>>,
}

/// What a new allocation is made of.
pub(crate) struct NewAllocation {
    pub(crate) client: Client,
    pub(crate) serial: u64,
    pub(crate) username: Box<str>,
    pub(crate) label: Box<str>,
    pub(crate) key: IntegrityKey,
    pub(crate) transaction: TransactionId,
    pub(crate) relayed: SocketAddr,
    pub(crate) opening: Opening,
    pub(crate) lifetime: Duration,
}

/// A channel or a permission that could not be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BindError {
    /// The number belongs to another peer, or the peer to another number (RFC 8656 §12.2).
    Taken,
    /// There are as many as there may be.
    Full,
}

impl Allocation {
    pub(crate) fn new(new: NewAllocation, limits: &Limits, now: Instant) -> Self {
        Self {
            client: new.client,
            serial: new.serial,
            username: new.username,
            label: new.label,
            key: new.key,
            transaction: new.transaction,
            relayed: new.relayed,
            opening: Some(new.opening),
            lifetime: new.lifetime,
            expires: now + new.lifetime,
            timer: now + new.lifetime,
            to_peers: Bucket::full(limits.burst_bytes, now),
            to_client: Bucket::full(limits.burst_bytes, now),
            permissions: HashMap::new(),
            peers: HashMap::new(),
            channels: HashMap::new(),
        }
    }

    /// How far a permission for this address goes, if there is one.
    pub(crate) fn reach(&self, ip: IpAddr, now: Instant) -> Option<Reach> {
        let permission = self.permissions.get(&ip)?;
        (permission.expires > now).then_some(permission.reach)
    }

    /// Whether these permissions could be installed, `reach` being judged by the caller.
    pub(crate) fn has_room_for(
        &mut self,
        ips: impl Iterator<Item = IpAddr>,
        limits: &Limits,
        now: Instant,
    ) -> bool {
        let mut new: Vec<IpAddr> = ips.filter(|ip| !self.permissions.contains_key(ip)).collect();
        new.sort_unstable();
        new.dedup();
        if self.permissions.len() + new.len() > limits.permissions {
            self.permissions.retain(|_, permission| permission.expires > now);
        }
        self.permissions.len() + new.len() <= limits.permissions
    }

    pub(crate) fn permit(&mut self, ip: IpAddr, reach: Reach, now: Instant) {
        self.permissions.insert(ip, Permission { expires: now + PERMISSION_LIFETIME, reach });
    }

    /// Binds a channel or refreshes it.
    pub(crate) fn bind(
        &mut self,
        number: ChannelNumber,
        peer: SocketAddr,
        limits: &Limits,
        now: Instant,
    ) -> Result<(), BindError> {
        if self.peers.len() >= limits.channels {
            self.forget_expired_channels(now);
        }
        let bound_peer = self.peers.get(&number).filter(|it| it.expires > now);
        let bound_number = self.channels.get(&peer).filter(|it| it.expires > now);
        if bound_peer.is_some_and(|it| it.to != peer)
            || bound_number.is_some_and(|it| it.to != number)
        {
            return Err(BindError::Taken);
        }
        if bound_peer.is_none() {
            if self.peers.len() >= limits.channels {
                return Err(BindError::Full);
            }
            // An expired binding of either half would point at the new one.
            self.forget_expired_channels(now);
        }
        let expires = now + CHANNEL_LIFETIME;
        self.peers.insert(number, Binding { to: peer, expires });
        self.channels.insert(peer, Binding { to: number, expires });
        Ok(())
    }

    fn forget_expired_channels(&mut self, now: Instant) {
        self.peers.retain(|_, it| it.expires > now);
        self.channels.retain(|_, it| it.expires > now);
    }

    /// The peer a channel is bound to.
    pub(crate) fn peer(&self, number: ChannelNumber, now: Instant) -> Option<SocketAddr> {
        self.peers.get(&number).filter(|it| it.expires > now).map(|it| it.to)
    }

    /// The channel a peer is bound to.
    pub(crate) fn channel(&self, peer: SocketAddr, now: Instant) -> Option<ChannelNumber> {
        self.channels.get(&peer).filter(|it| it.expires > now).map(|it| it.to)
    }
}
