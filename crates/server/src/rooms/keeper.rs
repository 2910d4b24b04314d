//! Writes what of a room outlives it, one record at a time, the newest always last.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::Duration;

use convene_model::{InterviewItem, MeetingId, RoomRecord};
use convene_storage::{InterviewRepository as _, RoomRepository as _, Storage, StorageError};
use tokio::sync::oneshot;
use tokio::time::Instant;

/// How soon a record that could not be written is tried again.
const RETRY: Duration = Duration::from_secs(5);

/// Told once a record is on the disk: whether it is.
pub(crate) type Kept = oneshot::Receiver<bool>;

type Writing = Pin<Box<dyn Future<Output = Result<(), StorageError>> + Send>>;

/// What is to be written: the newest of each.
#[derive(Debug, Clone, Default)]
struct Unwritten {
    record: Option<RoomRecord>,
    items: BTreeMap<String, InterviewItem>,
}

impl Unwritten {
    fn is_empty(&self) -> bool {
        self.record.is_none() && self.items.is_empty()
    }

    /// Puts back what could not be written, where nothing newer has come.
    fn put_back(&mut self, failed: Self) {
        self.record = self.record.take().or(failed.record);
        for (key, item) in failed.items {
            self.items.entry(key).or_insert(item);
        }
    }

    async fn write(self, storage: Storage, meeting: MeetingId) -> Result<(), StorageError> {
        if let Some(record) = &self.record {
            storage.keep_room_record(&meeting, record).await?;
        }
        if !self.items.is_empty() {
            let items: Vec<InterviewItem> = self.items.into_values().collect();
            storage.keep_interview_items(&meeting, &items).await?;
        }
        Ok(())
    }
}

/// The writer of one room.
pub(super) struct Keeper {
    storage: Storage,
    meeting: MeetingId,
    /// What is to be written next, and who waits for it.
    next: Unwritten,
    waiting: Vec<oneshot::Sender<bool>>,
    writing: Option<(Unwritten, Vec<oneshot::Sender<bool>>, Writing)>,
    not_before: Option<Instant>,
    retry: Duration,
    /// The meeting is deleted: there is nothing to keep any more.
    closed: bool,
}

impl Keeper {
    pub(super) fn new(storage: Storage, meeting: MeetingId) -> Self {
        Self {
            storage,
            meeting,
            next: Unwritten::default(),
            waiting: Vec::new(),
            writing: None,
            not_before: None,
            retry: RETRY,
            closed: false,
        }
    }

    /// Writes this, in place of what came before and is not written yet.
    pub(super) fn keep(
        &mut self,
        record: Option<RoomRecord>,
        items: impl IntoIterator<Item = InterviewItem>,
    ) -> Kept {
        let (sender, kept) = oneshot::channel();
        if self.closed {
            return kept;
        }
        self.next.record = record.or(self.next.record.take());
        self.next.items.extend(items.into_iter().map(|item| (item.key(), item)));
        self.waiting.push(sender);
        // Somebody waits for this one: it does not have to wait for the failure before it.
        self.not_before = None;
        kept
    }

    /// Keeps nothing any more: what it would belong to is deleted.
    pub(super) fn close(&mut self) {
        self.closed = true;
        self.next = Unwritten::default();
        self.waiting.clear();
    }

    /// Whether all is written.
    pub(super) fn is_idle(&self) -> bool {
        self.next.is_empty() && self.writing.is_none()
    }

    /// Writes until a record is written or failed; with none it waits for ever. May be dropped at any
    /// time and called again.
    pub(super) async fn write(&mut self) {
        if self.writing.is_none() {
            if self.next.is_empty() {
                std::future::pending::<()>().await;
            }
            if let Some(at) = self.not_before {
                tokio::time::sleep_until(at).await;
            }
            let next = std::mem::take(&mut self.next);
            let write = next.clone().write(self.storage.clone(), self.meeting.clone());
            self.writing = Some((next, std::mem::take(&mut self.waiting), Box::pin(write)));
        }
        let Some((_, _, writing)) = &mut self.writing else { return };
        let result = writing.await;
        let Some((unwritten, waiting, _)) = self.writing.take() else { return };
        if let Err(error) = &result {
            match error {
                // It was deleted, and the room is about to be told.
                StorageError::NotFound => {
                    tracing::info!(meeting = %self.meeting, "nothing to keep it in");
                }
                error => {
                    tracing::error!(%error, meeting = %self.meeting, "cannot keep what was decided");
                }
            }
            self.not_before = Some(Instant::now() + self.retry);
            if !self.closed {
                self.next.put_back(unwritten);
            }
        }
        for waiting in waiting {
            // Whoever asked may be gone.
            let _ = waiting.send(result.is_ok());
        }
    }

    /// Tries once more before the server stops.
    pub(super) async fn finish(mut self) {
        self.not_before = None;
        while !self.is_idle() && self.not_before.is_none() {
            self.write().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use convene_model::RoomSettings;
    use convene_storage::MeetingRepository as _;

    use super::*;

    fn record(locked: bool) -> RoomRecord {
        RoomRecord {
            settings: RoomSettings { locked, ..RoomSettings::default() },
            ..RoomRecord::default()
        }
    }

    fn keep(keeper: &mut Keeper, locked: bool) -> Kept {
        keeper.keep(Some(record(locked)), [])
    }

    async fn keeper() -> (tempfile::TempDir, Storage, Keeper) {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("convene.db")).await.unwrap();
        let meeting: MeetingId = "abc-defg-hij".parse().unwrap();
        let keeper = Keeper::new(storage.clone(), meeting);
        (dir, storage, keeper)
    }

    #[tokio::test]
    async fn the_newest_record_is_the_one_kept() {
        let (_dir, storage, mut keeper) = keeper().await;
        let meeting = keeper.meeting.clone();
        storage.create_meeting(&meeting, time::OffsetDateTime::now_utc()).await.unwrap();
        let kept = [keep(&mut keeper, true), keep(&mut keeper, false), keep(&mut keeper, true)];
        // Dropped half-way, as in a select, and gone on with.
        let dropped = tokio::time::timeout(Duration::ZERO, keeper.write()).await;
        while !keeper.is_idle() {
            keeper.write().await;
        }
        drop(dropped);
        for kept in kept {
            assert!(kept.await.unwrap());
        }
        assert_eq!(storage.room_record(&meeting).await.unwrap(), record(true));
    }

    #[tokio::test]
    async fn one_that_fails_is_told_and_tried_again() {
        let (_dir, storage, mut keeper) = keeper().await;
        let meeting = keeper.meeting.clone();
        keeper.retry = Duration::from_millis(10);
        // No such meeting yet: the write fails.
        let kept = keep(&mut keeper, true);
        keeper.write().await;
        assert!(!kept.await.unwrap());
        assert!(!keeper.is_idle());
        storage.create_meeting(&meeting, time::OffsetDateTime::now_utc()).await.unwrap();
        keeper.write().await;
        assert!(keeper.is_idle());
        assert_eq!(storage.room_record(&meeting).await.unwrap(), record(true));
    }
}
