//! The blocking pool: work that takes longer than a millisecond runs here, never on the task of a room or a
//! connection.
//!
//! Threads, waiting jobs and each address's share are bounded. The next job comes from the address
//! that has used the least of the pool's time, so an address with expensive jobs delays only
//! itself.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::address_limit::network;

/// Jobs of one address that may wait.
const MAX_WAITING_PER_ADDRESS: usize = 16;
/// Jobs that may wait in total.
const MAX_WAITING: usize = 1024;
/// Retry delay for a refused caller.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Why a job has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BlockingError {
    /// The address, or all addresses together, have too many jobs waiting. The job did not run.
    #[error("the server is busy; try again in {} ms", .retry_after.as_millis())]
    Overloaded {
        /// How long the caller must wait before it tries again.
        retry_after: Duration,
    },
    /// The job panicked, or the server is stopping.
    #[error("the server failed to carry this out")]
    Failed,
}

/// Runs blocking work for addresses. Clones share one pool.
#[derive(Debug, Clone)]
pub(crate) struct BlockingPool {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    threads: usize,
    /// Held to queue and take jobs only, never while one runs.
    queue: Mutex<Queue>,
}

struct Job {
    address: IpAddr,
    work: Box<dyn Work>,
}

trait Work: Send {
    /// True if the caller still waits for the result.
    fn is_wanted(&self) -> bool;
    fn run(self: Box<Self>);
}

struct Answered<T, F> {
    work: F,
    result: oneshot::Sender<T>,
}

impl<T: Send, F: FnOnce() -> T + Send> Work for Answered<T, F> {
    fn is_wanted(&self) -> bool {
        !self.result.is_closed()
    }

    fn run(self: Box<Self>) {
        // A caller that is gone needs no result.
        let _ = self.result.send((self.work)());
    }
}

impl BlockingPool {
    /// A pool with a thread for each core. One address has at most all but one of them.
    pub(crate) fn for_this_machine() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self::new(cores.max(2))
    }

    /// A pool that runs up to `threads` jobs at once.
    fn new(threads: usize) -> Self {
        Self { inner: Arc::new(Inner { threads, queue: Mutex::default() }) }
    }

    /// Runs `work` on the pool. A job that has not begun when this future is dropped never runs.
    ///
    /// # Errors
    /// [`BlockingError`].
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        address: IpAddr,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, BlockingError> {
        let (result, done) = oneshot::channel();
        let work = Box::new(Answered { work, result });
        self.queue().push(Job { address: network(address), work })?;
        self.start_next();
        done.await.map_err(|_| BlockingError::Failed)
    }

    fn start_next(&self) {
        let Some(job) = self.queue().take(self.inner.threads) else { return };
        let slot = Slot { pool: self.clone(), address: job.address, started: Instant::now() };
        tokio::task::spawn_blocking(move || {
            // Freed also if the job panics.
            let _slot = slot;
            job.work.run();
        });
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.inner.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread's place in the pool; dropped, it counts the time used and starts the next job.
struct Slot {
    pool: BlockingPool,
    address: IpAddr,
    started: Instant,
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.pool.queue().finish(self.address, self.started.elapsed());
        // While the server stops, there is no runtime to start it on.
        if tokio::runtime::Handle::try_current().is_ok() {
            self.pool.start_next();
        }
    }
}

/// The jobs that wait, by address, and what each address has used.
#[derive(Default)]
struct Queue {
    addresses: HashMap<IpAddr, Share>,
    /// Addresses with jobs waiting, the one that has used the least first.
    order: BTreeSet<(Duration, IpAddr)>,
    waiting: usize,
    running: usize,
    /// Time used by the address that was served last. New addresses start from it, so that they
    /// have no advantage from having been away.
    served: Duration,
}

#[derive(Default)]
struct Share {
    used: Duration,
    running: usize,
    jobs: VecDeque<Job>,
}

impl Queue {
    fn push(&mut self, job: Job) -> Result<(), BlockingError> {
        let address = job.address;
        if self.waiting >= MAX_WAITING {
            self.forget_unwanted();
        }
        let full = self.waiting >= MAX_WAITING;
        let share = self.addresses.entry(address).or_default();
        if full || share.jobs.len() >= MAX_WAITING_PER_ADDRESS {
            self.forget_if_idle(address);
            return Err(BlockingError::Overloaded { retry_after: RETRY_AFTER });
        }
        if share.jobs.is_empty() {
            share.used = share.used.max(self.served);
            self.order.insert((share.used, address));
        }
        share.jobs.push_back(job);
        self.waiting += 1;
        Ok(())
    }

    /// The next job, if a thread is free. In a pool with more than one thread, one address never
    /// uses all of them.
    fn take(&mut self, threads: usize) -> Option<Job> {
        if self.running >= threads {
            return None;
        }
        let most = threads.saturating_sub(1).max(1);
        loop {
            let (used, address) = *self.order.iter().find(|(_, address)| {
                self.addresses.get(address).is_some_and(|share| share.running < most)
            })?;
            let share = self.addresses.get_mut(&address)?;
            let job = share.jobs.pop_front()?;
            self.waiting -= 1;
            if share.jobs.is_empty() {
                self.order.remove(&(used, address));
            }
            if !job.work.is_wanted() {
                self.forget_if_idle(address);
                continue;
            }
            share.running += 1;
            self.running += 1;
            self.served = self.served.max(used);
            return Some(job);
        }
    }

    fn finish(&mut self, address: IpAddr, took: Duration) {
        self.running = self.running.saturating_sub(1);
        let Some(share) = self.addresses.get_mut(&address) else { return };
        share.running = share.running.saturating_sub(1);
        self.order.remove(&(share.used, address));
        share.used += took;
        if !share.jobs.is_empty() {
            self.order.insert((share.used, address));
        }
        if self.running == 0 && self.waiting == 0 {
            *self = Self::default();
        } else if self.addresses.len() > 2 * MAX_WAITING {
            self.forget_unwanted();
        }
    }

    /// Removes an address without jobs, once its used time is no disadvantage to it any more.
    fn forget_if_idle(&mut self, address: IpAddr) {
        let idle = |share: &Share| {
            share.jobs.is_empty() && share.running == 0 && share.used <= self.served
        };
        if self.addresses.get(&address).is_some_and(idle) {
            self.addresses.remove(&address);
        }
    }

    /// Drops jobs whose callers are gone, and addresses without jobs.
    fn forget_unwanted(&mut self) {
        for (address, share) in &mut self.addresses {
            let before = share.jobs.len();
            share.jobs.retain(|job| job.work.is_wanted());
            self.waiting -= before - share.jobs.len();
            if share.jobs.is_empty() {
                self.order.remove(&(share.used, *address));
            }
        }
        let served = self.served;
        self.addresses
            .retain(|_, share| !share.jobs.is_empty() || share.running > 0 || share.used > served);
    }
}

impl std::fmt::Debug for Queue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { waiting, running, .. } = self;
        f.debug_struct("Queue").field("waiting", waiting).field("running", running).finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tokio::sync::Semaphore;

    use super::*;

    const MALLORY: [u8; 4] = [192, 0, 2, 1];
    const ANA: [u8; 4] = [192, 0, 2, 2];

    /// A job that need not run, and the receiver that keeps it wanted.
    fn job(address: IpAddr) -> (Job, oneshot::Receiver<()>) {
        let (result, wanted) = oneshot::channel();
        (Job { address, work: Box::new(Answered { work: || (), result }) }, wanted)
    }

    #[tokio::test]
    async fn a_job_gives_its_result_and_one_that_panics_frees_its_thread() {
        let pool = BlockingPool::new(1);
        for _ in 0..3 {
            let failed = pool.run(MALLORY.into(), || panic!("as it should")).await;
            assert_eq!(failed, Err::<(), _>(BlockingError::Failed));
        }
        assert_eq!(pool.run(ANA.into(), || 7).await, Ok(7));
    }

    #[tokio::test]
    async fn an_address_that_fills_the_pool_is_refused_and_delays_nobody_else() {
        let pool = BlockingPool::new(2);
        let (open, gate) = std::sync::mpsc::channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        let refused = Arc::new(Semaphore::new(0));
        let mut callers = tokio::task::JoinSet::new();
        for _ in 0..100 {
            let (pool, gate, refused) = (pool.clone(), Arc::clone(&gate), Arc::clone(&refused));
            callers.spawn(async move {
                let wait = move || gate.lock().unwrap().recv().unwrap();
                let outcome = pool.run(MALLORY.into(), wait).await;
                if matches!(outcome, Err(BlockingError::Overloaded { .. })) {
                    refused.add_permits(1);
                }
                outcome.is_ok()
            });
        }
        // One job runs and 16 wait.
        let _ = refused.acquire_many(100 - 17).await.unwrap();
        assert_eq!(pool.run(ANA.into(), || 7).await, Ok(7));
        for _ in 0..17 {
            open.send(()).unwrap();
        }
        let outcomes = callers.join_all().await;
        assert_eq!(outcomes.into_iter().filter(|ran| *ran).count(), 17);
    }

    #[tokio::test]
    async fn a_job_whose_caller_is_gone_never_runs() {
        let pool = BlockingPool::new(1);
        let (open, gate) = std::sync::mpsc::channel::<()>();
        let blocking = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(MALLORY.into(), move || gate.recv()).await }
        });
        while pool.queue().running == 0 {
            tokio::task::yield_now().await;
        }
        let (ran, has_run) = std::sync::mpsc::channel();
        let caller = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(ANA.into(), move || ran.send(())).await }
        });
        while pool.queue().waiting == 0 {
            tokio::task::yield_now().await;
        }
        caller.abort();
        let _ = caller.await;
        open.send(()).unwrap();
        blocking.await.unwrap().unwrap().unwrap();
        assert_eq!(pool.run(ANA.into(), || 7).await, Ok(7));
        assert!(has_run.recv().is_err());
    }

    #[test]
    fn the_address_that_has_used_the_least_comes_next() {
        let (mallory, ana) = (IpAddr::from(MALLORY), IpAddr::from(ANA));
        let mut queue = Queue::default();
        let mut wanted = Vec::new();
        for address in [mallory, mallory, mallory, ana, ana, ana] {
            let (job, keep) = job(address);
            queue.push(job).unwrap();
            wanted.push(keep);
        }
        let mut served = Vec::new();
        while let Some(job) = queue.take(1) {
            served.push(job.address);
            let took = if job.address == mallory { 400 } else { 10 };
            queue.finish(job.address, Duration::from_millis(took));
        }
        assert_eq!(served, [mallory, ana, ana, ana, mallory, mallory]);
    }

    proptest! {
        #[test]
        fn every_job_runs_once_within_the_bounds(
            steps in prop::collection::vec((0_u8..6, 0_u64..50, any::<bool>()), 0..300),
            threads in 1_usize..4,
        ) {
            let mut queue = Queue::default();
            let (mut wanted, mut running) = (Vec::new(), Vec::new());
            let (mut accepted, mut ran) = (0, 0);
            let mut take = |queue: &mut Queue, running: &mut Vec<IpAddr>| {
                while let Some(job) = queue.take(threads) {
                    running.push(job.address);
                    ran += 1;
                }
            };
            for (address, took, pushes) in steps {
                let address = IpAddr::from([192, 0, 2, address]);
                if pushes {
                    let (job, keep) = job(address);
                    accepted += usize::from(queue.push(job).is_ok());
                    wanted.push(keep);
                } else if let Some(done) = running.pop() {
                    queue.finish(done, Duration::from_millis(took));
                }
                take(&mut queue, &mut running);
                prop_assert!(running.len() <= threads);
                for address in &running {
                    let own = running.iter().filter(|other| *other == address).count();
                    prop_assert!(own < threads.max(2));
                }
            }
            while let Some(done) = running.pop() {
                queue.finish(done, Duration::ZERO);
                take(&mut queue, &mut running);
            }
            prop_assert_eq!(ran, accepted);
            prop_assert!(queue.addresses.is_empty() && queue.order.is_empty());
            prop_assert_eq!((queue.waiting, queue.running), (0, 0));
        }
    }
}
