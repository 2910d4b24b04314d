//! People in SQLite.

use std::collections::BTreeSet;

use convene_model::{DisplayName, ParticipantId, Party, PersonId, Timestamp, WhoMayCall};

use super::writer::Atomicity;
use super::{Storage, millis, parsed, row};
use crate::{KeptContact, MAX_CONTACTS, Person, PersonRepository, StorageError};

row!(ContactRow {
    id: String,
    name: String,
    last_call_at: Option<i64>,
});

pub(super) fn party((id, name): (String, String)) -> Result<Party, StorageError> {
    Ok(Party { id: parsed(id)?, name: parsed(name)? })
}

fn who_may_call(text: &str) -> Result<WhoMayCall, StorageError> {
    let all = [WhoMayCall::Anybody, WhoMayCall::Known, WhoMayCall::Nobody];
    let found = all.into_iter().find(|who| who.as_str() == text);
    found.ok_or_else(|| StorageError::failed(format!("nobody may call by {text:?}")))
}

impl Storage {
    async fn ids(
        &self,
        sql: &'static str,
        of: &PersonId,
    ) -> Result<BTreeSet<PersonId>, StorageError> {
        let ids: Vec<String> =
            sqlx::query_scalar(sql).bind(of.as_str()).fetch_all(&self.readers).await?;
        ids.into_iter().map(parsed).collect()
    }
}

impl PersonRepository for Storage {
    async fn create_person(&self, party: &Party, now: Timestamp) -> Result<(), StorageError> {
        let (party, now) = (party.clone(), millis(now)?);
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO persons (id, name, who_may_call, created_at, seen_at)
                     VALUES ($1, $2, $3, $4, $4)",
                )
                .bind(party.id.as_str())
                .bind(party.name.as_str())
                .bind(WhoMayCall::default().as_str())
                .bind(now)
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }

    async fn person(&self, id: &PersonId) -> Result<Person, StorageError> {
        let (name, who, since): (String, String, i64) =
            sqlx::query_as("SELECT name, who_may_call, created_at FROM persons WHERE id = $1")
                .bind(id.as_str())
                .fetch_one(&self.readers)
                .await?;
        Ok(Person {
            party: Party { id: id.clone(), name: parsed(name)? },
            since: Timestamp(parsed(since)?),
            who_may_call: who_may_call(&who)?,
            blocked: self.ids("SELECT blocked FROM blocks WHERE person = $1", id).await?,
            known: self.ids("SELECT known FROM acquaintances WHERE person = $1", id).await?,
        })
    }

    async fn see_person(
        &self,
        id: &PersonId,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let (id, since, now) = (id.clone(), millis(since)?, millis(now)?);
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE persons SET seen_at = MAX(seen_at, $3) WHERE id = $1 AND created_at = $2",
                )
                .bind(id.as_str())
                .bind(since)
                .bind(now)
                .execute(connection)
                .await?;
                if done.rows_affected() == 0 { Err(StorageError::NotFound) } else { Ok(()) }
            })
        })
        .await
    }

    async fn forget_idle_people(&self, before: Timestamp) -> Result<(), StorageError> {
        let sql = "DELETE FROM persons WHERE id IN (
                 SELECT id FROM persons WHERE seen_at < $1 AND who_may_call = 'anybody'
                 AND NOT EXISTS (SELECT 1 FROM calls WHERE caller = persons.id AND NOT hidden_from_caller)
                 AND NOT EXISTS (SELECT 1 FROM calls WHERE callee = persons.id AND NOT hidden_from_callee)
                 AND NOT EXISTS (SELECT 1 FROM acquaintances WHERE person = persons.id)
                 AND NOT EXISTS (SELECT 1 FROM blocks WHERE person = persons.id)
                 AND NOT EXISTS (SELECT 1 FROM conversations WHERE one = persons.id)
                 AND NOT EXISTS (SELECT 1 FROM conversations WHERE other = persons.id)
                 LIMIT $2)";
        self.delete_in_steps(sql, millis(before)?).await?;
        Ok(())
    }

    async fn set_profile(
        &self,
        id: &PersonId,
        name: Option<&DisplayName>,
        who_may_call: Option<WhoMayCall>,
    ) -> Result<(), StorageError> {
        let (id, name) = (id.clone(), name.cloned());
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE persons
                     SET name = COALESCE($2, name), who_may_call = COALESCE($3, who_may_call)
                     WHERE id = $1",
                )
                .bind(id.as_str())
                .bind(name.as_ref().map(DisplayName::as_str))
                .bind(who_may_call.map(WhoMayCall::as_str))
                .execute(connection)
                .await?;
                if done.rows_affected() == 0 { Err(StorageError::NotFound) } else { Ok(()) }
            })
        })
        .await
    }

    async fn block(&self, id: &PersonId, blocked: &Party) -> Result<(), StorageError> {
        let (id, blocked) = (id.clone(), blocked.clone());
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO blocks (person, blocked, name) VALUES ($1, $2, $3)
                     ON CONFLICT (person, blocked) DO NOTHING",
                )
                .bind(id.as_str())
                .bind(blocked.id.as_str())
                .bind(blocked.name.as_str())
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }

    async fn unblock(&self, id: &PersonId, blocked: &PersonId) -> Result<(), StorageError> {
        let (id, blocked) = (id.clone(), blocked.clone());
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                sqlx::query("DELETE FROM blocks WHERE person = $1 AND blocked = $2")
                    .bind(id.as_str())
                    .bind(blocked.as_str())
                    .execute(connection)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    async fn blocked(&self, id: &PersonId) -> Result<Vec<Party>, StorageError> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT blocked, name FROM blocks WHERE person = $1 ORDER BY name, blocked",
        )
        .bind(id.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(party).collect()
    }

    async fn acquaint(&self, one: &PersonId, other: &PersonId) -> Result<(), StorageError> {
        let (one, other) = (one.clone(), other.clone());
        self.write(Atomicity::OneStatement, 0, move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO acquaintances (person, known) VALUES ($1, $2), ($2, $1)
                     ON CONFLICT (person, known) DO NOTHING",
                )
                .bind(one.as_str())
                .bind(other.as_str())
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }

    async fn contacts(&self, id: &PersonId) -> Result<Vec<KeptContact>, StorageError> {
        let rows: Vec<ContactRow> = sqlx::query_as(
            "SELECT id, name, NULLIF(MAX(
                 COALESCE((SELECT MAX(called_at) FROM calls
                  WHERE caller = $1 AND callee = persons.id AND NOT hidden_from_caller), 0),
                 COALESCE((SELECT MAX(called_at) FROM calls
                  WHERE callee = $1 AND caller = persons.id AND NOT hidden_from_callee), 0)
             ), 0) AS last_call_at
             FROM acquaintances JOIN persons ON persons.id = known
             WHERE person = $1 ORDER BY last_call_at DESC, name, id LIMIT $2",
        )
        .bind(id.as_str())
        .bind(MAX_CONTACTS)
        .fetch_all(&self.readers)
        .await?;
        let contact = |row: ContactRow| {
            Ok(KeptContact {
                party: party((row.id, row.name))?,
                last_call_at: row.last_call_at.map(parsed).transpose()?.map(Timestamp),
            })
        };
        rows.into_iter().map(contact).collect()
    }

    async fn name_known_to(
        &self,
        viewer: &PersonId,
        as_participant: &ParticipantId,
        who: &PersonId,
    ) -> Result<Option<DisplayName>, StorageError> {
        // An acquaintance is known by their current name, a caller or sender by the name in the
        // call or message.
        let name: Option<String> = sqlx::query_scalar(
            "SELECT COALESCE(
                 (SELECT name FROM acquaintances JOIN persons ON persons.id = known
                  WHERE person = $1 AND known = $2),
                 (SELECT caller_name FROM calls
                  WHERE callee = $1 AND caller = $2 AND NOT hidden_from_callee
                  ORDER BY called_at DESC LIMIT 1),
                 (SELECT from_name FROM conversations JOIN chat_messages USING (meeting_id)
                  WHERE one = MIN($1, $2) AND other = MAX($1, $2) AND from_id <> $3
                  ORDER BY chat_messages.id DESC LIMIT 1)
             )",
        )
        .bind(viewer.as_str())
        .bind(who.as_str())
        .bind(as_participant.as_str())
        .fetch_one(&self.readers)
        .await?;
        name.map(parsed).transpose()
    }
}
