//! Ready set: the sockets that have work, for a task that owns many sockets.
//!
//! Each socket has its own waker, created once, which adds the socket's key to a list and wakes the
//! task. A wake-up therefore costs no allocation, and quiet sockets are not polled.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Wake, Waker},
};

use futures_util::task::AtomicWaker;
use slab::Slab;

/// The keys of the sockets that are ready.
#[derive(Default)]
pub(crate) struct ReadySet {
    keys: Mutex<Vec<usize>>,
    task: AtomicWaker,
}

/// One socket's entry in the ready set.
pub(crate) struct Readiness {
    key: usize,
    listed: AtomicBool,
    set: Arc<ReadySet>,
}

impl ReadySet {
    /// Registers the task to wake, and moves the ready keys into `keys`.
    pub(crate) fn take(&self, task: &Waker, keys: &mut Vec<usize>) {
        self.task.register(task);
        keys.clear();
        std::mem::swap(keys, &mut self.keys.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Readiness {
    /// Creates an entry that is already ready, so that a new socket is polled at once.
    pub(crate) fn new(key: usize, set: &Arc<ReadySet>) -> Arc<Self> {
        let it = Arc::new(Self { key, listed: AtomicBool::new(false), set: Arc::clone(set) });
        it.wake_by_ref();
        it
    }

    /// Clears the ready flag. Call it before polling the socket.
    pub(crate) fn clear(&self) {
        self.listed.store(false, Ordering::Release);
    }
}

/// Adds a socket to `sources`, with its own waker and entry in the ready set; returns its key.
pub(crate) fn insert<S>(
    sources: &mut Slab<S>,
    ready: &Arc<ReadySet>,
    source: impl FnOnce(Waker, Arc<Readiness>) -> S,
) -> usize {
    let entry = sources.vacant_entry();
    let key = entry.key();
    let readiness = Readiness::new(key, ready);
    entry.insert(source(Waker::from(Arc::clone(&readiness)), readiness));
    key
}

impl Wake for Readiness {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.listed.swap(true, Ordering::AcqRel) {
            self.set.keys.lock().unwrap_or_else(PoisonError::into_inner).push(self.key);
        }
        self.set.task.wake();
    }
}
