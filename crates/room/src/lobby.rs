//! The lobby: newcomers waiting to be admitted.

use std::collections::BTreeMap;

use convene_model::{ParticipantId, Timestamp, WaitingParticipant};

use crate::{ConnectionId, Join};

/// A newcomer in the lobby.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) connection: ConnectionId,
    pub(crate) join: Join,
    since: Timestamp,
    pub(crate) suspect: bool,
}

/// Newcomers by id. A newcomer who disconnects leaves the lobby.
#[derive(Debug, Default)]
pub(crate) struct Lobby {
    waiting: BTreeMap<ParticipantId, Waiting>,
}

impl Lobby {
    pub(crate) fn add(
        &mut self,
        connection: ConnectionId,
        join: Join,
        suspect: bool,
        now: Timestamp,
    ) {
        let id = join.id.clone();
        self.waiting.insert(id, Waiting { connection, join, since: now, suspect });
    }

    pub(crate) fn take(&mut self, id: &ParticipantId) -> Option<Waiting> {
        self.waiting.remove(id)
    }

    /// Removes the newcomer `id` if `which` returns true for them.
    pub(crate) fn take_if(
        &mut self,
        id: &ParticipantId,
        which: impl Fn(&Waiting) -> bool,
    ) -> Option<Waiting> {
        self.waiting.get(id).is_some_and(which).then(|| self.waiting.remove(id)).flatten()
    }

    /// Returns a newcomer to the lobby; `since` is unchanged, so they keep their position.
    pub(crate) fn put_back(&mut self, id: ParticipantId, waiting: Waiting) {
        self.waiting.insert(id, waiting);
    }

    pub(crate) fn contains(&self, id: &ParticipantId) -> bool {
        self.waiting.contains_key(id)
    }

    /// Newcomer waiting on this connection.
    pub(crate) fn on(&self, connection: ConnectionId) -> Option<ParticipantId> {
        let mut waiting = self.waiting.iter();
        waiting.find(|(_, waiting)| waiting.connection == connection).map(|(id, _)| id.clone())
    }

    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// All newcomers, the longest waiting first.
    pub(crate) fn list(&self) -> Vec<WaitingParticipant> {
        let mut list: Vec<WaitingParticipant> = self
            .waiting
            .iter()
            .map(|(id, waiting)| WaitingParticipant {
                id: id.clone(),
                name: waiting.join.name.clone(),
                waiting_since: waiting.since,
                suspect: waiting.suspect,
            })
            .collect();
        list.sort_by(|a, b| (a.waiting_since, &a.id).cmp(&(b.waiting_since, &b.id)));
        list
    }

    /// Empties the lobby.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = Waiting> {
        std::mem::take(&mut self.waiting).into_values()
    }
}
