//! Relay leases of people in calls. Both people may use the relay while the call rings and while it
//! goes on, because they prepare their transports before they are in the call's room.

use std::collections::HashMap;

use convene_model::{CallId, PersonId};

use super::PersonSecret;
use crate::media::relay::{Lease, Leases};

/// The leases of all calls that have not ended.
pub(super) struct CallLeases {
    relay: Leases,
    persons: PersonSecret,
    open: HashMap<CallId, HashMap<PersonId, Lease>>,
}

impl CallLeases {
    pub(super) fn new(relay: Leases, persons: PersonSecret) -> Self {
        Self { relay, persons, open: HashMap::new() }
    }

    /// Opens leases for people who know of the call; existing leases stay.
    pub(super) fn open<'a>(
        &mut self,
        call: &CallId,
        people: impl IntoIterator<Item = &'a PersonId>,
    ) {
        for person in people {
            if self.open.get(call).is_some_and(|open| open.contains_key(person)) {
                continue;
            }
            // The participant id, which the relay credentials carry as their name.
            let Some(name) = self.persons.participant(person) else { continue };
            let lease = self.relay.open(name.as_str());
            self.open.entry(call.clone()).or_default().insert(person.clone(), lease);
        }
    }

    pub(super) fn end(&mut self, call: &CallId) {
        self.open.remove(call);
    }

    /// Ends the leases of all calls for which `is_open` is false.
    pub(super) fn retain(&mut self, is_open: impl Fn(&CallId) -> bool) {
        self.open.retain(|call, _| is_open(call));
    }
}
