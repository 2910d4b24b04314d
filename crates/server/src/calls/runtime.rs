//! Runtime that the owners of both switchboards share: the task that runs an owner, and the outlets
//! to connections.

use std::collections::HashMap;
use std::future::Future;

use convene_model::Timestamp;
use convene_room::ConnectionId;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Inputs that may wait before senders have to wait.
pub(super) const QUEUE: usize = 1024;

/// State that one task owns and that others change by sending inputs.
pub(super) trait Owned: Send {
    type Input: Send;

    fn handle(&mut self, input: Self::Input, now: Timestamp);

    /// The current time on the owner's timeline.
    fn now(&self) -> Timestamp;

    /// Converts a time on the owner's timeline to a timer deadline.
    fn instant(&self, at: Timestamp) -> tokio::time::Instant;

    /// Follows a step of the system clock if no deadline is pending; called after each input.
    fn settle_clock(&mut self);

    /// Time at which [`Owned::handle_timeout`] is due.
    fn poll_timeout(&self) -> Option<Timestamp>;

    fn handle_timeout(&mut self, now: Timestamp);

    /// Writes pending changes to storage; waits forever if there are none. Cancel-safe.
    fn write(&mut self) -> impl Future<Output = ()> + Send {
        std::future::pending()
    }

    /// Called when the server stops.
    fn finish(self) -> impl Future<Output = ()> + Send
    where
        Self: Sized,
    {
        std::future::ready(())
    }
}

/// Runs the owner until the server stops.
pub(super) async fn own<T: Owned>(
    mut owned: T,
    stopping: CancellationToken,
    mut inputs: mpsc::Receiver<T::Input>,
) {
    loop {
        let timeout = owned.poll_timeout().map(|at| owned.instant(at));
        tokio::select! {
            biased;
            () = stopping.cancelled() => break,
            () = owned.write() => {}
            Some(input) = inputs.recv() => {
                let now = owned.now();
                owned.handle(input, now);
            },
            () = sleep_until(timeout) => {
                let now = owned.now();
                owned.handle_timeout(now);
            },
        }
        owned.settle_clock();
    }
    owned.finish().await;
}

async fn sleep_until(at: Option<tokio::time::Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// Outlets to connections. Sending never waits: a connection that is too slow is dropped, and the
/// owner handles the consequences.
#[derive(Debug)]
pub(super) struct Outlets<T> {
    open: HashMap<ConnectionId, mpsc::Sender<T>>,
    /// Connections to drop because they are too slow.
    stuck: Vec<ConnectionId>,
}

impl<T> Outlets<T> {
    pub(super) fn new() -> Self {
        Self { open: HashMap::new(), stuck: Vec::new() }
    }

    pub(super) fn insert(&mut self, connection: ConnectionId, outlet: mpsc::Sender<T>) {
        self.open.insert(connection, outlet);
    }

    pub(super) fn remove(&mut self, connection: ConnectionId) {
        self.open.remove(&connection);
    }

    pub(super) fn send(&mut self, connection: ConnectionId, told: T) {
        if let Some(outlet) = self.open.get(&connection)
            && outlet.try_send(told).is_err()
        {
            tracing::debug!(connection = connection.0, "connection does not keep up, dropping it");
            self.stuck.push(connection);
        }
    }

    /// Takes the next connection that is too slow and closes its outlet. The owner must then handle
    /// the disconnect.
    pub(super) fn take_stuck(&mut self) -> Option<ConnectionId> {
        let connection = self.stuck.pop()?;
        self.open.remove(&connection);
        Some(connection)
    }
}
