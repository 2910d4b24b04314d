//! Open sessions, keyed by session id.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::link::Link;

/// The open sessions. Only a session's id leads to it, and only its client knows the id.
#[derive(Default)]
pub(super) struct Registry(Mutex<HashMap<Arc<str>, Arc<Link>>>);

/// A session's entry in the registry; dropping it removes the entry.
pub(super) struct Registered {
    registry: Arc<Registry>,
    id: Arc<str>,
}

impl Registry {
    pub(super) fn register(self: &Arc<Self>, id: &str, link: &Arc<Link>) -> Registered {
        let id: Arc<str> = id.into();
        self.sessions().insert(Arc::clone(&id), Arc::clone(link));
        Registered { registry: Arc::clone(self), id }
    }

    pub(super) fn get(&self, id: &str) -> Option<Arc<Link>> {
        self.sessions().get(id).cloned()
    }

    pub(super) fn all(&self) -> Vec<Arc<Link>> {
        self.sessions().values().cloned().collect()
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<Arc<str>, Arc<Link>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        self.registry.sessions().remove(&self.id);
    }
}
