//! The participants' ids of guests. A Socket.IO client may speak in several namespaces over one transport, where its sockets have
//! one id, as the session has; in a room two of them are still two.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use convene_model::ParticipantId;

/// The ids of all guests that are connected. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(in crate::signaling) struct GuestIds(Arc<Mutex<HashSet<ParticipantId>>>);

/// One guest's id, which is free again on drop.
#[derive(Debug)]
pub(super) struct GuestParticipant {
    ids: GuestIds,
    id: ParticipantId,
}

impl GuestIds {
    /// The id that is wanted or, while another guest has it, one that nobody has.
    pub(super) fn take(&self, wanted: ParticipantId) -> GuestParticipant {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut id = wanted;
        while !taken.insert(id.clone()) {
            id = ParticipantId::random(&mut rand::rng());
        }
        GuestParticipant { ids: self.clone(), id }
    }
}

impl GuestParticipant {
    pub(super) fn id(&self) -> &ParticipantId {
        &self.id
    }
}

impl Drop for GuestParticipant {
    fn drop(&mut self) {
        self.ids.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_one_guests_until_it_is_gone() {
        let ids = GuestIds::default();
        let wanted: ParticipantId = "a".repeat(16).parse().unwrap();
        let first = ids.take(wanted.clone());
        let second = ids.take(wanted.clone());
        assert_eq!(*first.id(), wanted);
        assert_ne!(*second.id(), wanted);
        drop(first);
        assert_eq!(*ids.take(wanted.clone()).id(), wanted);
        drop(second);
        assert!(ids.0.lock().unwrap().is_empty());
    }
}
