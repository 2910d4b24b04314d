//! Budgets of TCP clients: connections and bytes held by the relay, per client network and in
//! total. [`super::tcp`] limits the bytes of a single connection.

use std::collections::HashMap;
use std::net::IpAddr;

use super::TcpLimits;

/// Bytes held for a connection even if nothing is queued: its read buffer.
pub(super) const CONNECTION_BYTES: usize = super::tcp::MAX_MESSAGE;

/// Connections and bytes held now.
#[derive(Debug)]
pub(super) struct Budgets {
    limits: TcpLimits,
    all: Share,
    /// Shares by client network; only networks with a connection have an entry.
    networks: HashMap<IpAddr, Share>,
}

#[derive(Debug, Default)]
struct Share {
    connections: usize,
    bytes: usize,
}

impl Budgets {
    pub(super) fn new(limits: TcpLimits) -> Self {
        Self { limits, all: Share::default(), networks: HashMap::new() }
    }

    /// Counts a new connection. False if its network or the relay has reached a limit.
    pub(super) fn connect(&mut self, network: IpAddr) -> bool {
        let TcpLimits { connections, connections_per_ip, bytes, bytes_per_ip, .. } = self.limits;
        let (used, held) =
            self.networks.get(&network).map_or((0, 0), |it| (it.connections, it.bytes));
        if self.all.connections >= connections
            || used >= connections_per_ip
            || self.all.bytes + CONNECTION_BYTES > bytes
            || held + CONNECTION_BYTES > bytes_per_ip
        {
            return false;
        }
        for share in [&mut self.all, self.networks.entry(network).or_default()] {
            share.connections += 1;
            share.bytes += CONNECTION_BYTES;
        }
        true
    }

    /// Counts the end of a connection that held `held` bytes of queued data.
    pub(super) fn disconnect(&mut self, network: IpAddr, held: usize) {
        let Some(share) = self.networks.get_mut(&network) else { return };
        for share in [&mut self.all, share] {
            share.connections = share.connections.saturating_sub(1);
            share.bytes = share.bytes.saturating_sub(CONNECTION_BYTES + held);
        }
        if share_is_empty(&self.networks, network) {
            self.networks.remove(&network);
        }
    }

    /// True if `more` bytes may be queued for a client of this network.
    pub(super) fn has_room(&self, network: IpAddr, more: usize) -> bool {
        let held = self.networks.get(&network).map_or(0, |it| it.bytes);
        held + more <= self.limits.bytes_per_ip && self.all.bytes + more <= self.limits.bytes
    }

    /// Records that a connection of this network holds `after` bytes instead of `before`.
    pub(super) fn resize(&mut self, network: IpAddr, before: usize, after: usize) {
        let Some(share) = self.networks.get_mut(&network) else { return };
        for share in [&mut self.all, share] {
            share.bytes = (share.bytes + after).saturating_sub(before);
        }
    }
}

fn share_is_empty(networks: &HashMap<IpAddr, Share>, network: IpAddr) -> bool {
    networks.get(&network).is_some_and(|it| it.connections == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budgets() -> Budgets {
        Budgets::new(TcpLimits {
            connections: 4,
            connections_per_ip: 3,
            bytes: 4 * CONNECTION_BYTES + 1000,
            bytes_per_ip: 3 * CONNECTION_BYTES + 600,
            ..TcpLimits::default()
        })
    }

    fn network(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    #[test]
    fn connections_are_limited_for_a_network_and_in_all() {
        let mut budgets = budgets();
        let admitted = |budgets: &mut Budgets, of: u8| budgets.connect(network(of));
        assert_eq!([1, 1, 1, 1].map(|of| admitted(&mut budgets, of)), [true, true, true, false]);
        assert_eq!([2, 3].map(|of| admitted(&mut budgets, of)), [true, false]);
        budgets.disconnect(network(2), 0);
        assert!(!budgets.networks.contains_key(&network(2)));
        assert!(admitted(&mut budgets, 3));
    }

    #[test]
    fn waiting_bytes_are_limited_for_a_network_and_in_all() {
        let mut budgets = budgets();
        for of in [1, 1, 1, 2] {
            assert!(budgets.connect(network(of)));
        }
        assert!(budgets.has_room(network(1), 600) && !budgets.has_room(network(1), 601));
        budgets.resize(network(1), 0, 600);
        assert!(!budgets.has_room(network(1), 1));
        assert!(budgets.has_room(network(2), 400) && !budgets.has_room(network(2), 401));
        budgets.resize(network(1), 600, 100);
        assert!(budgets.has_room(network(1), 500));
        budgets.disconnect(network(1), 100);
        assert_eq!(budgets.all.bytes, 3 * CONNECTION_BYTES);
    }
}
