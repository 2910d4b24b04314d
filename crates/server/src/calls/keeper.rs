//! Keeper: writes changes of calls and profiles to storage, in order.

use std::collections::VecDeque;
use std::pin::Pin;
use std::time::Duration;

use convene_model::{CallId, DisplayName, Party, PersonId, Timestamp, WhoMayCall};
use convene_storage::{
    CallRepository as _, PersonRepository as _, Storage, StorageError, StoredCall,
};
use tokio::sync::oneshot;
use tokio::time::Instant;

/// Retry delay after a failed write.
const RETRY: Duration = Duration::from_secs(5);

/// Writes that may wait for a failing disk; beyond that the oldest is lost.
const MAX_WAITING: usize = 10_000;

/// Reports whether a change reached the disk.
pub(crate) type Kept = oneshot::Receiver<bool>;

type Writing = Pin<Box<dyn Future<Output = Result<(), StorageError>> + Send>>;

/// A pending write.
#[derive(Debug, Clone)]
pub(super) enum Write {
    /// The current state of a call.
    Call(Box<StoredCall>),
    /// Confirms that these calls are still going on.
    GoOn(Vec<CallId>),
    /// Reopens a call whose end was only assumed.
    Reopen(CallId),
    /// Makes two people acquaintances: they have had an answered call.
    Acquaint(PersonId, PersonId),
    Profile {
        who: PersonId,
        name: Option<DisplayName>,
        who_may_call: Option<WhoMayCall>,
    },
    Block(PersonId, Party),
    Unblock(PersonId, PersonId),
}

impl Write {
    async fn write(self, storage: Storage, now: Timestamp) -> Result<(), StorageError> {
        match self {
            Self::Call(call) => storage.keep_call(&call, now).await,
            Self::GoOn(calls) => storage.calls_go_on(&calls, now).await,
            Self::Reopen(call) => storage.reopen_call(&call, now).await,
            Self::Acquaint(one, other) => storage.acquaint(&one, &other).await,
            Self::Profile { who, name, who_may_call } => {
                storage.set_profile(&who, name.as_ref(), who_may_call).await
            }
            Self::Block(who, blocked) => storage.block(&who, &blocked).await,
            Self::Unblock(who, blocked) => storage.unblock(&who, &blocked).await,
        }
    }

    /// True if this write makes `other` redundant.
    fn replaces(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Call(this), Self::Call(other)) => this.record.id == other.record.id,
            _ => false,
        }
    }
}

/// Id of a change that must be on the disk before it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FirstId(u64);

/// A queued write, the time of its change, and the callers that wait for it.
#[derive(Debug)]
struct Entry {
    write: Write,
    at: Timestamp,
    /// Set for a change that applies only once it is written. Such a write is tried once.
    first: Option<FirstId>,
    waiting: Vec<oneshot::Sender<bool>>,
}

impl Entry {
    fn tell(&mut self, is_kept: bool) {
        for waiting in std::mem::take(&mut self.waiting) {
            // The caller may be gone.
            let _ = waiting.send(is_kept);
        }
    }
}

/// The only writer of changes to calls.
pub(super) struct Keeper {
    storage: Storage,
    queue: VecDeque<Entry>,
    writing: Option<(Entry, Writing)>,
    not_before: Option<Instant>,
    retry: Duration,
    firsts: u64,
}

impl Keeper {
    pub(super) fn new(storage: Storage) -> Self {
        Self {
            storage,
            queue: VecDeque::new(),
            writing: None,
            not_before: None,
            retry: RETRY,
            firsts: 0,
        }
    }

    /// Queues a write for a change that has already been applied.
    pub(super) fn keep(&mut self, write: Write, at: Timestamp) -> Kept {
        let (sender, kept) = oneshot::channel();
        // A caller waits for this write, so it does not wait for the retry delay of an earlier one.
        self.not_before = None;
        let replaced = |entry: &&mut Entry| entry.first.is_none() && write.replaces(&entry.write);
        if let Some(entry) = self.queue.back_mut().filter(replaced) {
            entry.write = write;
            entry.at = at;
            entry.waiting.push(sender);
            return kept;
        }
        self.queue.push_back(Entry { write, at, first: None, waiting: vec![sender] });
        // Changes that must be written first are few, and a caller waits for each: they stay.
        let oldest = || self.queue.iter().position(|entry| entry.first.is_none());
        if self.queue.len() > MAX_WAITING
            && let Some(mut lost) = oldest().and_then(|oldest| self.queue.remove(oldest))
        {
            tracing::error!("too much waits for the disk: something of calls is lost");
            lost.tell(false);
        }
        kept
    }

    /// Queues a write for a change that applies only once it is on the disk; [`Keeper::write`]
    /// reports the result.
    pub(super) fn keep_first(&mut self, write: Write, at: Timestamp) -> FirstId {
        self.not_before = None;
        self.firsts += 1;
        let first = FirstId(self.firsts);
        self.queue.push_back(Entry { write, at, first: Some(first), waiting: Vec::new() });
        first
    }

    /// Reports once all earlier writes are done.
    pub(super) fn flush(&mut self) -> Kept {
        let (sender, kept) = oneshot::channel();
        match (self.queue.back_mut(), &mut self.writing) {
            (Some(entry), _) | (None, Some((entry, _))) => entry.waiting.push(sender),
            (None, None) => {
                let _ = sender.send(true);
            }
        }
        kept
    }

    fn is_idle(&self) -> bool {
        self.queue.is_empty() && self.writing.is_none()
    }

    /// Runs until one write has succeeded or failed; waits forever if there is nothing to write.
    /// Returns the changes that had to be written first, and whether each was. Cancel-safe.
    pub(super) async fn write(&mut self) -> Vec<(FirstId, bool)> {
        if self.writing.is_none() {
            if self.queue.is_empty() {
                std::future::pending::<()>().await;
            }
            if let Some(at) = self.not_before {
                tokio::time::sleep_until(at).await;
            }
            let Some(entry) = self.queue.pop_front() else { return Vec::new() };
            let write = entry.write.clone().write(self.storage.clone(), entry.at);
            self.writing = Some((entry, Box::pin(write)));
        }
        let Some((_, writing)) = &mut self.writing else { return Vec::new() };
        let result = writing.await;
        let Some((mut entry, _)) = self.writing.take() else { return Vec::new() };
        let mut firsts: Vec<_> =
            entry.first.map(|first| (first, result.is_ok())).into_iter().collect();
        entry.tell(result.is_ok());
        match result {
            Ok(()) => {}
            Err(error @ (StorageError::DiskFull(_) | StorageError::Unavailable(_))) => {
                tracing::error!(%error, "cannot keep what happened to calls");
                // Later writes would fail too.
                for later in &mut self.queue {
                    later.tell(false);
                    firsts.extend(later.first.map(|first| (first, false)));
                }
                self.queue.retain(|later| later.first.is_none());
                let replaced =
                    self.queue.front().is_some_and(|next| next.write.replaces(&entry.write));
                if !replaced && entry.first.is_none() {
                    self.queue.push_front(entry);
                }
                self.not_before = Some(Instant::now() + self.retry);
            }
            Err(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::error!(error, "what happened to a call cannot be kept");
            }
        }
        firsts
    }

    /// Writes the rest before the server stops, until a write fails.
    pub(super) async fn finish(mut self) {
        self.not_before = None;
        while !self.is_idle() && self.not_before.is_none() {
            // No caller waits for an answer any more.
            let _ = self.write().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use convene_model::{CallEnd, CallRecord, CallState};
    use convene_storage::{MeetingRepository as _, StoredCallRoom};

    use super::*;

    fn call(state: CallState) -> Write {
        let party = |id: &str| Party { id: id.parse().unwrap(), name: id.parse().unwrap() };
        let record = CallRecord {
            id: "aaaaaaaaaaaaaaaa".parse().unwrap(),
            caller: party("baba-baba-baba"),
            callee: party("dede-dede-dede"),
            video: false,
            called_at: Timestamp(1),
            state,
        };
        let room = StoredCallRoom {
            meeting: "abc-defg-hij".parse().unwrap(),
            caller: "aaaaaaaaaaaaaaaa".parse().unwrap(),
            callee: "bbbbbbbbbbbbbbbb".parse().unwrap(),
        };
        Write::Call(Box::new(StoredCall {
            record,
            room,
            into: None,
            for_callee: true,
            assumed: false,
        }))
    }

    const BUSY: CallState =
        CallState::Ended { answered_at: None, ended_at: Timestamp(2), end: CallEnd::Busy };

    async fn keeper() -> (tempfile::TempDir, Storage, Keeper) {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("convene.db")).await.unwrap();
        let keeper = Keeper::new(storage.clone());
        (dir, storage, keeper)
    }

    #[tokio::test]
    async fn what_happened_is_kept_in_order() {
        let (_dir, storage, mut keeper) = keeper().await;
        assert!(keeper.flush().await.unwrap(), "nothing is to be waited for");
        let ringing = keeper.keep(call(CallState::Ringing), Timestamp(1));
        // Cancelled in the middle, as by a `select!`, and then continued.
        let _ = tokio::time::timeout(Duration::ZERO, keeper.write()).await;
        let over = keeper.keep(call(BUSY), Timestamp(2));
        let flushed = keeper.flush();
        while !keeper.is_idle() {
            keeper.write().await;
        }
        for kept in [ringing, over, flushed] {
            assert!(kept.await.unwrap());
        }
        let stored = storage.call(&"aaaaaaaaaaaaaaaa".parse().unwrap()).await.unwrap();
        assert_eq!(stored.record.state, BUSY);
    }

    #[tokio::test]
    async fn a_disk_that_does_not_serve_is_tried_again() {
        let (_dir, storage, mut keeper) = keeper().await;
        keeper.retry = Duration::from_millis(10);
        storage.close().await;
        let ringing = keeper.keep(call(CallState::Ringing), Timestamp(1));
        let blocks =
            Write::Unblock("baba-baba-baba".parse().unwrap(), "dede-dede-dede".parse().unwrap());
        let unblocked = keeper.keep(blocks, Timestamp(1));
        keeper.write().await;
        assert!(!ringing.await.unwrap());
        assert!(!unblocked.await.unwrap());
        assert_eq!(keeper.queue.len(), 2, "both are tried again");
        keeper.write().await;
        assert_eq!(keeper.queue.len(), 2);
        keeper.finish().await;
    }

    #[tokio::test]
    async fn what_can_never_be_kept_does_not_stand_in_the_way() {
        let (_dir, storage, mut keeper) = keeper().await;
        let meeting = "abc-defg-hij".parse().unwrap();
        storage.create_meeting(&meeting, time::OffsetDateTime::now_utc()).await.unwrap();
        let ringing = keeper.keep(call(CallState::Ringing), Timestamp(1));
        keeper.write().await;
        assert!(!ringing.await.unwrap(), "its meeting's id is taken");
        assert!(keeper.is_idle());
    }
}
