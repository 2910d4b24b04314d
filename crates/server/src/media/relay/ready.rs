//! Which sockets have something to do, for one task that owns them all.
//!
//! Each socket has a waker of its own, made once, that puts the socket's key on a list and wakes
//! the task. So a wake-up costs no allocation and no look at sockets that are quiet.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Wake, Waker},
};

use futures_util::task::AtomicWaker;

/// The list.
#[derive(Default)]
pub(super) struct ReadySet {
    keys: Mutex<Vec<usize>>,
    task: AtomicWaker,
}

/// One socket's place on the list.
pub(super) struct Readiness {
    key: usize,
    listed: AtomicBool,
    set: Arc<ReadySet>,
}

impl ReadySet {
    /// Has the task woken from now on, and moves the keys that are ready into `keys`.
    pub(super) fn take(&self, task: &Waker, keys: &mut Vec<usize>) {
        self.task.register(task);
        keys.clear();
        std::mem::swap(keys, &mut self.keys.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Readiness {
    /// A place that is on the list already: a new socket is looked at once.
    pub(super) fn new(key: usize, set: &Arc<ReadySet>) -> Arc<Self> {
        let it = Arc::new(Self { key, listed: AtomicBool::new(false), set: Arc::clone(set) });
        it.wake_by_ref();
        it
    }

    /// Takes the socket off the list; to be called before looking at it.
    pub(super) fn clear(&self) {
        self.listed.store(false, Ordering::Release);
    }
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
