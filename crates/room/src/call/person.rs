//! Somebody whose pages are open.

use std::collections::{BTreeMap, BTreeSet};

use convene_model::{Availability, Party, PersonId, WhoMayCall};

use crate::ConnectionId;

/// What is kept of a person, as far as calls go by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Id and name.
    pub party: Party,
    /// Who may ring them.
    pub who_may_call: WhoMayCall,
    /// Those they want nothing of.
    pub blocked: BTreeSet<PersonId>,
    /// Those they have talked with.
    pub known: BTreeSet<PersonId>,
}

#[derive(Debug)]
pub(super) struct Person {
    pub(super) profile: Profile,
    /// Their pages, and of each whether nobody looks at it.
    pub(super) connections: BTreeMap<ConnectionId, bool>,
}

impl Person {
    pub(super) fn new(profile: Profile) -> Self {
        Self { profile, connections: BTreeMap::new() }
    }

    pub(super) fn pages(&self) -> impl Iterator<Item = ConnectionId> {
        self.connections.keys().copied()
    }

    pub(super) fn availability(&self) -> Availability {
        if self.connections.is_empty() {
            Availability::Offline
        } else if self.connections.values().all(|away| *away) {
            Availability::Away
        } else {
            Availability::Online
        }
    }
}
