//! Writer task: owns the only connection that writes, and commits all waiting writes in one
//! transaction (group commit).
//!
//! A write that fails, such as one with a taken id, is rolled back alone and answered with its
//! error; the rest of the batch commits. If the commit fails, the whole batch fails. Answers go out
//! after the commit, so an acknowledged write is on the disk.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use super::files::DatabaseFile;
use super::health::Health;
use crate::lock::InstanceLock;
use crate::{Obstacle, StorageError};

/// Maximum bytes of writes that wait for the disk.
const BUDGET: usize = 16 * 1024 * 1024;

/// Unit of the budget in bytes: one semaphore permit.
const UNIT: usize = 64;

/// Bytes added to each write's content for its bookkeeping.
const OVERHEAD: usize = 512;

/// How long a write waits for space in the queue.
const PATIENCE: Duration = Duration::from_secs(5);

/// Maximum number of writes in one transaction.
const MAX_BATCH: usize = 512;

/// How to undo a failed write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Atomicity {
    /// The write is a single statement, which SQLite rolls back itself.
    OneStatement,
    /// The write has several statements and runs in a savepoint.
    Savepoint,
}

/// The future of a write.
pub(super) type Writing<'c, T> = BoxFuture<'c, Result<T, StorageError>>;

/// Handle of the writer task. Clones share one queue.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    queue: mpsc::UnboundedSender<Message>,
    budget: Arc<Semaphore>,
}

enum Message {
    Write(Box<dyn Job>),
    /// Empties the write-ahead log, which still contains deleted data.
    Truncate(oneshot::Sender<()>),
    Close(oneshot::Sender<()>),
}

/// A write that waits to run and then for its commit.
trait Job: Send {
    /// Runs the write in the open transaction. An error means that SQLite ended the transaction.
    fn run<'c>(
        &'c mut self,
        connection: &'c mut SqliteConnection,
    ) -> BoxFuture<'c, Result<(), StorageError>>;

    /// Sends the answer after the batch was committed or has failed.
    fn settle(self: Box<Self>, committed: &Result<(), StorageError>);
}

struct Pending<F, T> {
    write: Option<F>,
    atomicity: Atomicity,
    result: Option<Result<T, StorageError>>,
    answer: oneshot::Sender<Result<T, StorageError>>,
    /// The write's share of the budget, released after the answer.
    _permit: OwnedSemaphorePermit,
}

impl Writer {
    /// Starts the writer task on an open connection.
    pub(super) fn start(
        connection: SqliteConnection,
        options: SqliteConnectOptions,
        file: Arc<DatabaseFile>,
        health: Arc<Health>,
        lock: Arc<InstanceLock>,
    ) -> Self {
        let (queue, messages) = mpsc::unbounded_channel();
        let budget = Arc::new(Semaphore::new(BUDGET / UNIT));
        let task = Task {
            messages,
            connection: Some(connection),
            log: None,
            options,
            file,
            health,
            truncating: Vec::new(),
            closing: None,
            _lock: lock,
        };
        tokio::spawn(task.run());
        Self { queue, budget }
    }

    /// Queues a write and waits for its commit. `bytes` is the size of its content. Writes run in
    /// the order of the calls, even if the caller stops waiting.
    pub(super) async fn write<T, F>(
        &self,
        bytes: usize,
        atomicity: Atomicity,
        write: F,
    ) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Writing<'c, T> + Send + 'static,
    {
        let permit = self.permit(bytes).await?;
        let (answer, answered) = oneshot::channel();
        let pending =
            Pending { write: Some(write), atomicity, result: None, answer, _permit: permit };
        // If the store is closed, the send fails and drops `answer`, which ends the wait below.
        let _ = self.queue.send(Message::Write(Box::new(pending)));
        answered.await.unwrap_or_else(|_| Err(Obstacle::Closed.into()))
    }

    async fn permit(&self, bytes: usize) -> Result<OwnedSemaphorePermit, StorageError> {
        // A write may take the whole budget but not more, or it would wait forever.
        let units = ((bytes + OVERHEAD) / UNIT).min(BUDGET / UNIT);
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        let waiting = Arc::clone(&self.budget).acquire_many_owned(units);
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) => Err(Obstacle::Closed.into()),
            Err(_) => Err(Obstacle::Overloaded.into()),
        }
    }

    /// Empties the write-ahead log. If a read is in progress, the next deletion or start does it
    /// instead.
    pub(super) async fn truncate_log(&self) {
        let (done, truncated) = oneshot::channel();
        if self.queue.send(Message::Truncate(done)).is_ok() {
            let _ = truncated.await;
        }
    }

    /// Finishes the waiting writes and closes the connection. Later writes fail.
    pub(super) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.queue.send(Message::Close(done)).is_ok() {
            let _ = closed.await;
        }
    }
}

struct Task {
    messages: mpsc::UnboundedReceiver<Message>,
    /// `None` after a failed transaction: the next batch opens a new connection. SQLite rolls back
    /// on its own after some errors; only a new connection is certain to have no open transaction.
    connection: Option<SqliteConnection>,
    /// The write-ahead log. Readers keep this file open when the writer reconnects, so it stays the
    /// same as long as the store is open. A second log for the same database would corrupt it, so a
    /// deleted log stops all writing.
    log: Option<DatabaseFile>,
    options: SqliteConnectOptions,
    file: Arc<DatabaseFile>,
    health: Arc<Health>,
    truncating: Vec<oneshot::Sender<()>>,
    closing: Option<oneshot::Sender<()>>,
    _lock: Arc<InstanceLock>,
}

impl Task {
    async fn run(mut self) {
        while self.closing.is_none() {
            match self.messages.recv().await {
                Some(Message::Write(first)) => self.batch(first).await,
                Some(Message::Truncate(done)) => self.truncating.push(done),
                Some(Message::Close(done)) => self.closing = Some(done),
                None => break,
            }
            if !self.truncating.is_empty() {
                self.truncate().await;
            }
        }
        if let Some(connection) = self.connection.take() {
            let _ = connection.close().await;
        }
        self.health.note(Err(Obstacle::Closed.into()));
        let closing = self.closing.take();
        drop(self);
        if let Some(done) = closing {
            let _ = done.send(());
        }
    }

    async fn truncate(&mut self) {
        if let Some(connection) = &mut self.connection {
            // The checkpoint must not wait for readers: every write would wait with it.
            for sql in ["PRAGMA busy_timeout = 0", "PRAGMA wal_checkpoint(TRUNCATE)"] {
                let _ = execute(connection, sql).await;
            }
            let sql = format!("PRAGMA busy_timeout = {}", super::PATIENCE.as_millis());
            let _ = sqlx::query(sqlx::AssertSqlSafe(sql)).execute(connection).await;
        }
        for done in self.truncating.drain(..) {
            let _ = done.send(());
        }
    }

    /// Writes a batch and sends the answers.
    async fn batch(&mut self, first: Box<dyn Job>) {
        let mut jobs = vec![first];
        let committed = self.transact(&mut jobs).await;
        if committed.is_err()
            && let Some(connection) = self.connection.take()
        {
            // Closing the connection rolls the open transaction back.
            let _ = connection.close().await;
        }
        self.health.note(committed.clone());
        for job in jobs {
            job.settle(&committed);
        }
    }

    /// Runs the first job and the jobs queued behind it, and commits them.
    async fn transact(&mut self, jobs: &mut Vec<Box<dyn Job>>) -> Result<(), StorageError> {
        self.verify_files()?;
        if self.connection.is_none() {
            self.connection = Some(self.options.connect().await?);
        }
        let Some(connection) = &mut self.connection else { return Err(Obstacle::Closed.into()) };
        execute(connection, "BEGIN IMMEDIATE").await?;
        if self.log.is_none() {
            self.log = Some(self.file.log().map_err(sqlx::Error::Io)?);
        }
        let mut next = 0;
        while let Some(job) = jobs.get_mut(next) {
            job.run(connection).await?;
            next += 1;
            if next == jobs.len() && next < MAX_BATCH && self.closing.is_none() {
                match self.messages.try_recv() {
                    Ok(Message::Write(job)) => jobs.push(job),
                    Ok(Message::Truncate(done)) => self.truncating.push(done),
                    Ok(Message::Close(done)) => self.closing = Some(done),
                    Err(_) => {}
                }
            }
        }
        execute(connection, "COMMIT").await.map_err(StorageError::of_commit)?;
        // Deleted files still accept writes without an error. Check again before the
        // acknowledgement.
        self.verify_files()
    }

    fn verify_files(&self) -> Result<(), StorageError> {
        self.file.verify()?;
        if let Some(log) = &self.log {
            log.verify()?;
        }
        Ok(())
    }
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query(sql).execute(connection).await.map(drop)
}

impl<F, T> Pending<F, T>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> Writing<'c, T> + Send + 'static,
{
    async fn carry_out(&mut self, connection: &mut SqliteConnection) -> Result<(), StorageError> {
        let Some(write) = self.write.take() else { return Ok(()) };
        let in_savepoint = self.atomicity == Atomicity::Savepoint;
        if in_savepoint {
            execute(connection, "SAVEPOINT one_write").await?;
        }
        let result = write(connection).await;
        let failure = result.as_ref().err().cloned();
        let left = match &failure {
            None if in_savepoint => execute(connection, "RELEASE one_write").await,
            None => Ok(()),
            Some(_) if in_savepoint => undo_savepoint(connection).await,
            Some(StorageError::NotFound | StorageError::Conflict) => Ok(()),
            Some(_) => is_in_transaction(connection).await,
        };
        self.result = Some(result);
        match (left, failure) {
            (Ok(()), _) => Ok(()),
            (Err(_), Some(full @ StorageError::DiskFull(_))) => Err(full),
            (Err(_), Some(_)) => Err(Obstacle::RolledBack.into()),
            (Err(error), None) => Err(error.into()),
        }
    }
}

/// Undoes a savepoint. Fails if SQLite has rolled the transaction back, savepoint included.
async fn undo_savepoint(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    execute(connection, "ROLLBACK TO one_write").await?;
    execute(connection, "RELEASE one_write").await
}

/// Fails unless a transaction is open. sqlx cannot tell, so this tries BEGIN, which SQLite refuses
/// inside a transaction.
async fn is_in_transaction(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    match execute(connection, "BEGIN").await {
        Ok(()) => Err(sqlx::Error::RowNotFound),
        Err(_) => Ok(()),
    }
}

impl<F, T> Job for Pending<F, T>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> Writing<'c, T> + Send + 'static,
{
    fn run<'c>(
        &'c mut self,
        connection: &'c mut SqliteConnection,
    ) -> BoxFuture<'c, Result<(), StorageError>> {
        Box::pin(self.carry_out(connection))
    }

    fn settle(self: Box<Self>, committed: &Result<(), StorageError>) {
        let result = match (committed, self.result) {
            // The write's own error is more specific than the batch's.
            (_, Some(Err(error))) => Err(error),
            (Err(error), _) => Err(error.clone()),
            (Ok(()), Some(Ok(value))) => Ok(value),
            (Ok(()), None) => Err(Obstacle::Closed.into()),
        };
        // The send fails if the caller stopped waiting.
        let _ = self.answer.send(result);
    }
}
