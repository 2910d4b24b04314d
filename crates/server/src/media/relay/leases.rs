//! Leases: permissions to use the relay.
//!
//! A participant gets a lease on admission to a room, and a person when a call rings. The relay
//! accepts credentials only while a lease for their name is open, and ends the allocations together
//! with the lease. After a restart no lease is open, so old credentials are useless until their
//! owner is back in a room or a call.
//!
//! Rooms and calls open leases on their own threads, and the relay reads the changes on its thread.
//! The changes that wait for the relay have one entry per changed name, not one per change.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use futures_util::task::AtomicWaker;

/// The table of leases. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Leases {
    table: Arc<Table>,
}

/// An open lease; dropping it ends it. Several leases for one name count as one, which ends with
/// the last of them.
#[derive(Debug)]
pub(crate) struct Lease {
    name: Box<str>,
    table: Arc<Table>,
}

/// A change that the relay must apply.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LeaseChange {
    Opened(Box<str>),
    Ended(Box<str>),
}

#[derive(Debug, Default)]
struct Table {
    state: Mutex<State>,
    /// True if `changed` has entries; readable without the lock.
    has_changes: AtomicBool,
    relay: AtomicWaker,
}

#[derive(Debug, Default)]
struct State {
    names: HashMap<Box<str>, Name>,
    changed: HashSet<Box<str>>,
}

#[derive(Debug, Default)]
struct Name {
    /// Number of open leases for this name.
    leases: usize,
    /// True if the relay knows of a lease for this name.
    told: bool,
    /// True if the lease that the relay knows of has ended. A later one is new to the relay.
    ended: bool,
}

impl Leases {
    /// Opens a lease. Credentials for `name` are accepted from now on.
    pub(crate) fn open(&self, name: &str) -> Lease {
        let mut state = self.table.state();
        let entry = state.names.entry(name.into()).or_default();
        entry.leases += 1;
        let is_news = entry.leases == 1;
        if is_news {
            state.changed.insert(name.into());
        }
        drop(state);
        if is_news {
            self.table.wake_relay();
        }
        Lease { name: name.into(), table: Arc::clone(&self.table) }
    }

    /// True if a lease for this name is open.
    pub(crate) fn is_open(&self, name: &str) -> bool {
        self.table.state().names.get(name).is_some_and(|name| name.leases > 0)
    }

    /// Registers the task to wake at the next change.
    pub(super) fn register(&self, task: &Waker) {
        self.table.relay.register(task);
    }

    /// Takes the changes since the last call. If there are none, it costs one atomic operation.
    ///
    /// If it is called between receiving a packet and handling it, it never misses a lease that was
    /// open before the packet was sent.
    pub(super) fn take_changes(&self) -> Vec<LeaseChange> {
        if !self.table.has_changes.swap(false, Ordering::AcqRel) {
            return Vec::new();
        }
        let mut state = self.table.state();
        let changed = std::mem::take(&mut state.changed);
        let mut changes = Vec::with_capacity(changed.len());
        for key in changed {
            let Some(name) = state.names.get_mut(&key) else { continue };
            if std::mem::take(&mut name.ended) {
                name.told = false;
                changes.push(LeaseChange::Ended(key.clone()));
            }
            if name.leases == 0 {
                state.names.remove(&key);
            } else if !std::mem::replace(&mut name.told, true) {
                changes.push(LeaseChange::Opened(key));
            }
        }
        changes
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut guard = self.table.state();
        let state = &mut *guard;
        let Some(name) = state.names.get_mut(&self.name) else { return };
        name.leases -= 1;
        if name.leases > 0 {
            return;
        }
        if !name.told {
            // The relay never learned of the lease, so it need not learn of its end.
            state.names.remove(&self.name);
            state.changed.remove(&self.name);
            return;
        }
        name.ended = true;
        state.changed.insert(self.name.clone());
        drop(guard);
        self.table.wake_relay();
    }
}

impl Table {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake_relay(&self) {
        self.has_changes.store(true, Ordering::Release);
        self.relay.wake();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(name: &str) -> LeaseChange {
        LeaseChange::Opened(name.into())
    }

    fn ended(name: &str) -> LeaseChange {
        LeaseChange::Ended(name.into())
    }

    #[test]
    fn a_lease_lasts_until_the_last_holder_drops_it() {
        let leases = Leases::default();
        let (first, second) = (leases.open("ana"), leases.open("ana"));
        assert_eq!(leases.take_changes(), [opened("ana")]);
        drop(first);
        assert!(leases.is_open("ana"));
        assert_eq!(leases.take_changes(), []);
        drop(second);
        assert!(!leases.is_open("ana"));
        assert_eq!(leases.take_changes(), [ended("ana")]);
        assert_eq!(leases.take_changes(), []);
    }

    #[test]
    fn a_lease_that_ended_and_was_opened_again_is_a_new_one() {
        let leases = Leases::default();
        let first = leases.open("ana");
        assert_eq!(leases.take_changes(), [opened("ana")]);
        drop(first);
        let second = leases.open("ana");
        assert_eq!(leases.take_changes(), [ended("ana"), opened("ana")]);
        drop(second);
        assert_eq!(leases.take_changes(), [ended("ana")]);
    }

    #[test]
    fn what_waits_for_the_relay_does_not_grow_with_the_number_of_changes() {
        let leases = Leases::default();
        let held = leases.open("ana");
        let _ = leases.take_changes();
        drop(held);
        for n in 0..10_000 {
            drop(leases.open("ana"));
            drop(leases.open(&format!("passer-by {n}")));
        }
        let state = leases.table.state();
        assert_eq!((state.names.len(), state.changed.len()), (1, 1));
        drop(state);
        assert_eq!(leases.take_changes(), [ended("ana")]);
        assert!(leases.table.state().names.is_empty());
    }
}
