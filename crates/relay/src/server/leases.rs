//! Leases: the labels that may allocate now, with their allocations.
//!
//! Credentials only prove who the client is. Whether that participant may use the relay can change
//! while the credentials are still valid: the participant leaves or is removed, or the meeting
//! ends. The signaling server tells the relay by opening and ending leases.

use std::collections::HashMap;

/// The open leases. Clients cannot add entries, so their requests do not grow the map.
#[derive(Debug, Default)]
pub(super) struct Leases {
    slots: HashMap<Box<str>, Vec<usize>>,
}

impl Leases {
    /// Opens a lease. A lease that is already open keeps its allocations.
    pub(super) fn open(&mut self, label: &str) {
        if !self.slots.contains_key(label) {
            self.slots.insert(label.into(), Vec::new());
        }
    }

    /// Ends a lease and returns the slots of its allocations.
    pub(super) fn end(&mut self, label: &str) -> Vec<usize> {
        self.slots.remove(label).unwrap_or_default()
    }

    pub(super) fn is_open(&self, label: &str) -> bool {
        self.slots.contains_key(label)
    }

    /// Number of allocations under a lease.
    pub(super) fn allocations(&self, label: &str) -> usize {
        self.slots.get(label).map_or(0, Vec::len)
    }

    /// Records an allocation under its lease.
    pub(super) fn add(&mut self, label: &str, slot: usize) {
        if let Some(slots) = self.slots.get_mut(label) {
            slots.push(slot);
        }
    }

    /// Removes an allocation that ended; the lease stays open.
    pub(super) fn remove(&mut self, label: &str, slot: usize) {
        if let Some(slots) = self.slots.get_mut(label) {
            slots.retain(|it| *it != slot);
        }
    }
}
