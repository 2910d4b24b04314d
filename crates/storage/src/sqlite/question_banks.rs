//! Question banks in SQLite.

use convene_model::{BankId, QuestionBank, Timestamp};

use super::{Storage, parsed};
use crate::{QuestionBankRepository, StorageError};

fn written(bank: &QuestionBank) -> Result<String, StorageError> {
    serde_json::to_string(bank).map_err(|error| StorageError::Failed(Box::new(error)))
}

impl QuestionBankRepository for Storage {
    async fn create_question_bank(
        &self,
        id: &BankId,
        bank: &QuestionBank,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO question_banks (id, bank, revision, updated_at) VALUES ($1, $2, 1, $3)",
        )
        .bind(id.as_str())
        .bind(written(bank)?)
        .bind(parsed::<_, i64>(now.0)?)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    async fn question_bank(&self, id: &BankId) -> Result<(QuestionBank, u64), StorageError> {
        let (bank, revision): (String, i64) =
            sqlx::query_as("SELECT bank, revision FROM question_banks WHERE id = $1")
                .bind(id.as_str())
                .fetch_one(&self.pool)
                .await?;
        let bank =
            serde_json::from_str(&bank).map_err(|error| StorageError::Failed(Box::new(error)))?;
        Ok((bank, parsed(revision)?))
    }

    async fn replace_question_bank(
        &self,
        id: &BankId,
        bank: &QuestionBank,
        revision: u64,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let done = sqlx::query(
            "UPDATE question_banks SET bank = $2, revision = revision + 1, updated_at = $4
             WHERE id = $1 AND revision = $3",
        )
        .bind(id.as_str())
        .bind(written(bank)?)
        .bind(parsed::<_, i64>(revision)?)
        .bind(parsed::<_, i64>(now.0)?)
        .execute(&self.pool)
        .await?;
        if done.rows_affected() == 0 { Err(StorageError::Conflict) } else { Ok(()) }
    }
}
