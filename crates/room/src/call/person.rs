//! People with open pages.

use std::collections::{BTreeMap, BTreeSet};

use convene_model::{Availability, Party, PersonId, WhoMayCall};

use crate::ConnectionId;

/// A person's stored data that calls depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Id and name.
    pub party: Party,
    /// Callers that may ring the person.
    pub who_may_call: WhoMayCall,
    /// People whom the person has blocked.
    pub blocked: BTreeSet<PersonId>,
    /// Acquaintances.
    pub known: BTreeSet<PersonId>,
}

#[derive(Debug)]
pub(super) struct Person {
    pub(super) profile: Profile,
    /// Open pages; the value is true while the person does not look at the page.
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
