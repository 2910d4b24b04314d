//! Stopping in order: no longer ready, clients told, requests finished, database closed.
//!
//! A task that runs as long as the server is started with [`Shutdown::spawn`] and ends when
//! [`Shutdown::token`] is cancelled; what has to be said to clients first is given to
//! [`Shutdown::on_stop`].

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// For the hooks: clients are told, and their connections closed.
pub(crate) const TELL: Duration = Duration::from_secs(2);
/// For requests under way.
pub(crate) const DRAIN: Duration = Duration::from_secs(3);
/// For tasks to end after that.
pub(crate) const TASKS: Duration = Duration::from_secs(1);
/// For all of it, whatever hangs.
pub(crate) const LIMIT: Duration = Duration::from_secs(8);

type Hook = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The one way to stop. Clones share one state.
#[derive(Clone, Default)]
pub(crate) struct Shutdown {
    token: CancellationToken,
    tracker: TaskTracker,
    hooks: Arc<Mutex<Vec<Hook>>>,
}

impl Shutdown {
    /// Cancelled once the server stops, after the hooks were started.
    pub(crate) fn token(&self) -> &CancellationToken {
        &self.token
    }

    /// Starts a task that ends by itself once [`Shutdown::token`] is cancelled.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tracker.spawn(task);
    }

    /// Does this every `period` until the server stops.
    pub(crate) fn every(&self, period: Duration, mut act: impl FnMut() + Send + 'static) {
        let token = self.token.clone();
        self.spawn(async move {
            while token.run_until_cancelled(tokio::time::sleep(period)).await.is_some() {
                act();
            }
        });
    }

    /// Adds what is to be done when the server stops, while connections still work: tell the
    /// clients. All hooks together have [`TELL`].
    pub(crate) fn on_stop(&self, hook: impl Future<Output = ()> + Send + 'static) {
        self.hooks.lock().unwrap_or_else(PoisonError::into_inner).push(Box::pin(hook));
    }

    /// Tells the clients, then every task.
    pub(crate) async fn tell(&self) {
        let hooks = std::mem::take(&mut *self.hooks.lock().unwrap_or_else(PoisonError::into_inner));
        if tokio::time::timeout(TELL, join_all(hooks)).await.is_err() {
            tracing::warn!("not all clients could be told in time");
        }
        self.token.cancel();
    }

    /// Waits for the tasks to end.
    pub(crate) async fn tasks_ended(&self) {
        self.tracker.close();
        if tokio::time::timeout(TASKS, self.tracker.wait()).await.is_err() {
            tracing::warn!(left = self.tracker.len(), "tasks did not end in time");
        }
    }
}

/// The operator's wish to stop the server. Listens from the moment it is made, so that a signal
/// that comes while the server still starts is not taken for a kill.
#[cfg(unix)]
pub(crate) struct Requests {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Requests {
    /// Starts to listen for SIGTERM and SIGINT.
    pub(crate) fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// The operator's wish to stop the server: Ctrl-C.
#[cfg(not(unix))]
pub struct Requests;

#[cfg(not(unix))]
impl Requests {
    /// Nothing to prepare here.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    /// Waits for the next one.
    pub async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[tokio::test]
    async fn clients_are_told_before_tasks_end() {
        let shutdown = Shutdown::default();
        let told = Arc::new(AtomicBool::new(false));
        let token = shutdown.token().clone();
        let in_hook = told.clone();
        shutdown.on_stop(async move {
            assert!(!token.is_cancelled());
            in_hook.store(true, Ordering::SeqCst);
        });
        let token = shutdown.token().clone();
        let in_task = told.clone();
        shutdown.spawn(async move {
            token.cancelled().await;
            assert!(in_task.load(Ordering::SeqCst));
        });
        shutdown.tell().await;
        shutdown.tasks_ended().await;
        assert!(told.load(Ordering::SeqCst));
        assert!(shutdown.tracker.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn what_hangs_is_not_waited_for() {
        let shutdown = Shutdown::default();
        shutdown.on_stop(std::future::pending());
        shutdown.spawn(std::future::pending());
        let started = tokio::time::Instant::now();
        shutdown.tell().await;
        shutdown.tasks_ended().await;
        assert_eq!(started.elapsed(), TELL + TASKS);
        assert!(TELL + DRAIN + TASKS < LIMIT);
    }
}
