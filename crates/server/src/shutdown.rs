//! Orderly stop: readiness ends, clients are told, requests finish, the database closes.
//!
//! Tasks that run as long as the server are started with [`Shutdown::spawn`] and end when
//! [`Shutdown::token`] is cancelled. Work that must happen before that, such as telling clients, is
//! registered with [`Shutdown::on_stop`].

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Timeout for the hooks, which tell clients and close their connections.
pub(crate) const TELL: Duration = Duration::from_secs(2);
/// Timeout for requests under way.
pub(crate) const DRAIN: Duration = Duration::from_secs(3);
/// Timeout for tasks to end after that.
pub(crate) const TASKS: Duration = Duration::from_secs(1);
/// Timeout for the whole stop, even if a part hangs.
pub(crate) const LIMIT: Duration = Duration::from_secs(8);

type Hook = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Coordinates the stop of the server. Clones share one state.
#[derive(Clone, Default)]
pub(crate) struct Shutdown {
    token: CancellationToken,
    tracker: TaskTracker,
    hooks: Arc<Mutex<Vec<Hook>>>,
}

impl Shutdown {
    /// Cancelled when the server stops, once the hooks have ended or timed out.
    pub(crate) fn token(&self) -> &CancellationToken {
        &self.token
    }

    /// Starts a task that ends by itself once [`Shutdown::token`] is cancelled.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tracker.spawn(task);
    }

    /// Calls `act` every `period` until the server stops.
    pub(crate) fn every(&self, period: Duration, mut act: impl FnMut() + Send + 'static) {
        let token = self.token.clone();
        self.spawn(async move {
            while token.run_until_cancelled(tokio::time::sleep(period)).await.is_some() {
                act();
            }
        });
    }

    /// Registers a hook that runs when the server stops, while connections still work. All hooks
    /// together have [`TELL`].
    pub(crate) fn on_stop(&self, hook: impl Future<Output = ()> + Send + 'static) {
        self.hooks.lock().unwrap_or_else(PoisonError::into_inner).push(Box::pin(hook));
    }

    /// Runs the hooks, then cancels the token.
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

/// Requests to stop the server. They are received from the moment this is created, so that a signal
/// during the start does not kill the process.
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

    /// Waits for the next request.
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Requests to stop the server, by Ctrl-C.
#[cfg(not(unix))]
pub struct Requests;

#[cfg(not(unix))]
impl Requests {
    /// Does nothing on this system.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    /// Waits for the next request.
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
