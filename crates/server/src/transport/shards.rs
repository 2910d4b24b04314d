//! Shards: threads with a single-threaded runtime each, on which WebSockets run.
//!
//! Tasks on the same shard wake each other without a system call, so all participants of a room are
//! moved to one shard. Correctness does not depend on it: a connection on another shard, or on
//! none, works the same and costs a little more.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::runtime::Handle;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

/// Index of a shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shard(usize);

/// All shards; there may be none. Cheap to clone. The threads end when the last clone is dropped.
#[derive(Clone)]
pub(crate) struct Shards {
    handles: Arc<[Handle]>,
    next: Arc<AtomicUsize>,
    _running: Arc<DropGuard>,
}

impl Shards {
    /// Starts `count` shards.
    ///
    /// # Errors
    /// If a thread or its runtime cannot be started.
    pub(crate) fn start(count: usize) -> io::Result<Self> {
        let running = CancellationToken::new();
        let mut handles = Vec::new();
        for number in 0..count {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            handles.push(runtime.handle().clone());
            let running = running.clone();
            let thread = std::thread::Builder::new().name(format!("shard-{number}"));
            thread.spawn(move || runtime.block_on(running.cancelled()))?;
        }
        Ok(Self {
            handles: handles.into(),
            next: Arc::default(),
            _running: Arc::new(running.drop_guard()),
        })
    }

    /// The next shard in round-robin order; `None` if there are no shards.
    pub(super) fn next(&self) -> Option<Shard> {
        let count = self.handles.len();
        (count > 0).then(|| Shard(self.next.fetch_add(1, Ordering::Relaxed) % count))
    }

    /// The shard for `key`: equal keys give the same shard. `None` if there are no shards.
    pub(super) fn of(&self, key: u64) -> Option<Shard> {
        let count = u64::try_from(self.handles.len()).ok().filter(|count| *count > 0)?;
        usize::try_from(key % count).ok().map(Shard)
    }

    /// Runs a task on a shard, tracked by `tasks`.
    pub(super) fn spawn(
        &self,
        shard: Shard,
        tasks: &TaskTracker,
        task: impl Future<Output = ()> + Send + 'static,
    ) {
        if let Some(handle) = self.handles.get(shard.0) {
            tasks.spawn_on(task, handle);
        }
    }
}
