//! Relay leases of a room's participants. A lease lasts from admission until the participant leaves
//! or is removed, their grace period ends, or the meeting ends.

use std::collections::HashMap;

use convene_model::ParticipantId;
use convene_room::Room;

use crate::media::relay::{Lease, Leases};

/// The leases of one room. They end with the room's task at the latest.
#[derive(Debug)]
pub(super) struct RosterLeases {
    relay: Leases,
    open: HashMap<ParticipantId, Lease>,
    /// Version of the roster that the leases match.
    version: (u64, usize),
}

impl RosterLeases {
    pub(super) fn new(relay: Leases) -> Self {
        Self { relay, open: HashMap::new(), version: (0, 0) }
    }

    /// Opens leases for new participants and ends those of participants who are gone. If the roster
    /// has not changed, this costs one comparison.
    pub(super) fn follow(&mut self, room: &Room) {
        let version = room.roster_version();
        if std::mem::replace(&mut self.version, version) == version {
            return;
        }
        let mut before = std::mem::take(&mut self.open);
        for id in room.participants() {
            let lease = before.remove(id).unwrap_or_else(|| self.relay.open(id.as_str()));
            self.open.insert(id.clone(), lease);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use convene_model::{MediaState, NetworkTag, RoomRecord, Timestamp};
    use convene_room::{Command, ConnectionId, Join, RoomChange, RoomPolicy};

    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);
    const GRACE: Duration = Duration::from_secs(30);

    struct World {
        room: Room,
        relay: Leases,
        leases: RosterLeases,
    }

    impl World {
        fn new() -> Self {
            let policy = RoomPolicy {
                max_participants: 16,
                max_publishers: 1000,
                mesh_max: None,
                max_waiting: 16,
                grace: GRACE,
                host_patience: GRACE,
            };
            let relay = Leases::default();
            let room = Room::new(policy, RoomRecord::default(), NOW);
            Self { room, leases: RosterLeases::new(relay.clone()), relay }
        }

        fn join(&mut self, connection: u64, id: &ParticipantId) {
            let join = Join {
                id: id.clone(),
                name: "Ana".parse().unwrap(),
                media: MediaState::default(),
                returning: None,
                host: connection == 1,
                password: None,
                network: NetworkTag(connection.to_string()),
                link: None,
                foreign: None,
                can_forward: false,
                stream: None,
            };
            self.room.handle_join(ConnectionId(connection), join, NOW).unwrap();
        }

        fn may_relay(&mut self, id: &ParticipantId) -> bool {
            self.leases.follow(&self.room);
            self.relay.is_open(id.as_str())
        }
    }

    fn somebody() -> ParticipantId {
        ParticipantId::random(&mut rand::rng())
    }

    #[test]
    fn a_lease_lasts_until_its_participant_leaves() {
        let (mut world, ana, ben) = (World::new(), somebody(), somebody());
        assert!(!world.may_relay(&ana));
        world.join(1, &ana);
        world.join(2, &ben);
        assert!(world.may_relay(&ana) && world.may_relay(&ben));
        world.room.handle_command(ConnectionId(2), Command::Leave, NOW).unwrap();
        assert!(world.may_relay(&ana) && !world.may_relay(&ben));
    }

    #[test]
    fn a_lease_outlives_a_lost_connection_for_the_grace_period() {
        let (mut world, ana, ben) = (World::new(), somebody(), somebody());
        world.join(1, &ana);
        world.join(2, &ben);
        world.room.handle_disconnect(ConnectionId(2), NOW);
        assert!(world.may_relay(&ben));
        world.room.handle_timeout(NOW + GRACE);
        assert!(!world.may_relay(&ben) && world.may_relay(&ana));
    }

    #[test]
    fn a_removal_and_the_end_of_the_meeting_end_leases() {
        let (mut world, ana, ben, cleo) = (World::new(), somebody(), somebody(), somebody());
        for (connection, id) in [(1, &ana), (2, &ben), (3, &cleo)] {
            world.join(connection, id);
        }
        assert!(world.may_relay(&ben));
        let remove = Command::Remove { who: ben.clone(), may_return: true };
        world.room.handle_command(ConnectionId(1), remove, NOW).unwrap();
        assert!(!world.may_relay(&ben) && world.may_relay(&cleo));
        world.room.handle_command(ConnectionId(1), Command::EndMeeting, NOW).unwrap();
        assert!(!world.may_relay(&cleo) && !world.may_relay(&ana));
    }

    #[test]
    fn whoever_waits_in_the_lobby_has_no_lease() {
        let (mut world, ana, ben) = (World::new(), somebody(), somebody());
        world.join(1, &ana);
        let change = RoomChange { lobby: Some(true), ..RoomChange::default() };
        while world.room.poll_effect().is_some() {}
        world.room.handle_kept(true, NOW);
        world.room.handle_command(ConnectionId(1), Command::SetRoom(change), NOW).unwrap();
        world.room.handle_kept(true, NOW);
        world.join(2, &ben);
        assert!(!world.may_relay(&ben));
        world.room.handle_command(ConnectionId(1), Command::Admit(ben.clone()), NOW).unwrap();
        assert!(world.may_relay(&ben));
    }
}
