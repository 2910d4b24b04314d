//! One allocation with its permissions, channels and bandwidth buckets (RFC 8656 §3).

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

/// Lifetime of a permission (RFC 8656 §9).
pub(crate) const PERMISSION_LIFETIME: Duration = Duration::from_secs(300);
/// Lifetime of a channel binding (RFC 8656 §12).
pub(crate) const CHANNEL_LIFETIME: Duration = Duration::from_secs(600);

/// Endpoints that a permission covers.
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

/// Data for the response to an Allocate request whose relay socket is not open yet.
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
    /// Transaction of the Allocate request, which the client may retransmit.
    pub(crate) transaction: TransactionId,
    pub(crate) relayed: SocketAddr,
    pub(crate) opening: Option<Opening>,
    pub(crate) lifetime: Duration,
    pub(crate) expires: Instant,
    /// Due time of the valid entry in the timer heap; never later than `expires`.
    pub(crate) timer: Instant,
    pub(crate) to_peers: Bucket,
    pub(crate) to_client: Bucket,
    permissions: HashMap<IpAddr, Permission>,
    peers: HashMap<ChannelNumber, Binding<SocketAddr>>,
    channels: HashMap<SocketAddr, Binding<ChannelNumber>>,
}

/// Arguments of [`Allocation::new`].
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

/// Reasons to refuse a channel binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BindError {
    /// The number belongs to another peer, or the peer to another number (RFC 8656 §12.2).
    Taken,
    /// The allocation has the maximum number of channels.
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

    /// Reach of the permission for this address, if one is installed.
    pub(crate) fn reach(&self, ip: IpAddr, now: Instant) -> Option<Reach> {
        let permission = self.permissions.get(&ip)?;
        (permission.expires > now).then_some(permission.reach)
    }

    /// True if permissions for these addresses fit within the limit. The caller checks the policy.
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
            // An expired binding of this number or peer has a second half under another key. Both
            // must go, or the half that is left would point to the new binding.
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

    /// The peer that a channel is bound to.
    pub(crate) fn peer(&self, number: ChannelNumber, now: Instant) -> Option<SocketAddr> {
        self.peers.get(&number).filter(|it| it.expires > now).map(|it| it.to)
    }

    /// The channel that a peer is bound to.
    pub(crate) fn channel(&self, peer: SocketAddr, now: Instant) -> Option<ChannelNumber> {
        self.channels.get(&peer).filter(|it| it.expires > now).map(|it| it.to)
    }
}
