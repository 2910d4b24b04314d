//! Question banks in SQLite.

use convene_model::{BankId, QuestionBank, Timestamp};

use super::writer::Atomicity;
use super::{Storage, millis, parsed};
use crate::{QuestionBankRepository, StorageError};

fn written(bank: &QuestionBank) -> Result<String, StorageError> {
    serde_json::to_string(bank).map_err(StorageError::failed)
}

impl QuestionBankRepository for Storage {
    async fn create_question_bank(
        &self,
        id: &BankId,
        bank: &QuestionBank,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let (id, bank, now) = (id.clone(), written(bank)?, millis(now)?);
        self.write(Atomicity::OneStatement, bank.len(), move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO question_banks (id, bank, revision, updated_at, used_at)
                     VALUES ($1, $2, 1, $3, $3)",
                )
                .bind(id.as_str())
                .bind(bank)
                .bind(now)
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }

    async fn question_bank(&self, id: &BankId) -> Result<(QuestionBank, u64), StorageError> {
        let (bank, revision): (String, i64) =
            sqlx::query_as("SELECT bank, revision FROM question_banks WHERE id = $1")
                .bind(id.as_str())
                .fetch_one(&self.readers)
                .await?;
        let bank = serde_json::from_str(&bank).map_err(StorageError::failed)?;
        Ok((bank, parsed(revision)?))
    }

    async fn replace_question_bank(
        &self,
        id: &BankId,
        bank: &QuestionBank,
        revision: u64,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let (id, bank, now) = (id.clone(), written(bank)?, millis(now)?);
        let revision: i64 = parsed(revision)?;
        self.write(Atomicity::OneStatement, bank.len(), move |connection| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE question_banks
                     SET bank = $2, revision = revision + 1, updated_at = $4, used_at = MAX(used_at, $4)
                     WHERE id = $1 AND revision = $3",
                )
                .bind(id.as_str())
                .bind(bank)
                .bind(revision)
                .bind(now)
                .execute(connection)
                .await?;
                if done.rows_affected() == 0 { Err(StorageError::Conflict) } else { Ok(()) }
            })
        })
        .await
    }
}
