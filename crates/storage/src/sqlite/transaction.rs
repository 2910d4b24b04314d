//! Statements that are carried out together or not at all.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqliteConnection, SqlitePool};

use crate::StorageError;

/// A transaction that writes. What is not committed when it is dropped has not happened.
///
/// SQLite rolls back by itself when it cannot write, on a full disk for one. `sqlx::Transaction` then has its own rollback
/// refused, takes the connection to be in a transaction for good, and begins the next one inside of it by a savepoint: to
/// roll that back ends no transaction, and the database stays locked. So a connection whose transaction did not come to its
/// end is closed.
pub(super) struct WriteTransaction {
    connection: PoolConnection<Sqlite>,
    is_committed: bool,
}

impl WriteTransaction {
    /// Begins one, waiting for others that write.
    pub(super) async fn begin(pool: &SqlitePool) -> Result<Self, StorageError> {
        let connection = pool.acquire().await?;
        let mut transaction = Self { connection, is_committed: false };
        sqlx::query("BEGIN IMMEDIATE").execute(&mut *transaction).await?;
        Ok(transaction)
    }

    pub(super) async fn commit(mut self) -> Result<(), StorageError> {
        sqlx::query("COMMIT").execute(&mut *self.connection).await?;
        self.is_committed = true;
        Ok(())
    }
}

impl Drop for WriteTransaction {
    fn drop(&mut self) {
        if !self.is_committed {
            self.connection.close_on_drop();
        }
    }
}

impl Deref for WriteTransaction {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.connection
    }
}

impl DerefMut for WriteTransaction {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }
}
