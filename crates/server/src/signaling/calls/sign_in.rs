//! Signing in as a person who can call and be called.

use convene_model::{Availability, DisplayName, ParticipantId, Party, PersonId, Timestamp};
use convene_protocol::{Contact, ErrorBody, ErrorCode, SignInRequest, SignedIn, Unread};
use convene_storage::{
    CallRepository as _, ConversationRepository as _, KeptContact, Person, PersonRepository as _,
    StorageError,
};
use tokio::sync::mpsc;

use super::super::connection::Connection;
use super::{SignedInAs, profile, storage_refusal};
use crate::calls::CallInput;

/// Events that may wait until the connection writes them.
const QUEUE: usize = 1024;

/// Retries for an id that is taken. There are 2^37 ids: even with a million people, this many
/// collisions in a row mean a broken random generator.
const ATTEMPTS: usize = 8;

impl Connection {
    pub(super) async fn sign_in(&mut self, request: SignInRequest) -> Result<SignedIn, ErrorBody> {
        let SignInRequest { token, name } = request;
        if self.person.is_some() {
            let message = "this connection has signed in already";
            return Err(ErrorBody::new(ErrorCode::WrongState, message));
        }
        let parts = &self.shared.parts;
        let (id, since) = match &token {
            Some(token) => parts.persons.verify(token).ok_or_else(invalid_token)?,
            None => self.new_person(name.clone()).await?,
        };
        self.flush_calls().await?;
        match parts.storage.see_person(&id, since, parts.clock.now()).await {
            Err(StorageError::NotFound) => self.remember(&id, since).await?,
            seen => seen.map_err(|error| storage_refusal(&error))?,
        }
        let participant = parts.persons.participant(&id).ok_or_else(failed)?;
        let (outbound, told) = mpsc::channel(QUEUE);
        let kept = self.kept(&id, &participant).await?;
        let (connection, contacts) = (self.id, kept.contacts());
        let profile = Box::new(profile(kept.person.clone()));
        let availability = self
            .ask_calls(|reply| CallInput::SignIn { connection, profile, contacts, outbound, reply })
            .await?;
        self.person = Some(SignedInAs { id: id.clone(), participant, outbound: told });
        self.entered_room().await;
        let mut signed_in = self.signed_in(kept, availability)?;
        if let Some(name) = name.filter(|name| *name != signed_in.person.name) {
            // The sign-in succeeds even if the new name is refused.
            signed_in.person = self.rename(&id, name).await.unwrap_or(signed_in.person);
        }
        Ok(signed_in)
    }

    /// The reply of `sign_in` with current data.
    pub(super) async fn myself(&self) -> Result<SignedIn, ErrorBody> {
        let SignedInAs { id, participant, .. } = self.person()?;
        self.flush_calls().await?;
        let kept = self.kept(id, participant).await?;
        let (connection, contacts) = (self.id, kept.contacts());
        let input = |reply| CallInput::Availability { connection, contacts, reply };
        let availability = self.ask_calls(input).await?;
        self.signed_in(kept, availability)
    }

    async fn kept(
        &self,
        id: &PersonId,
        participant: &ParticipantId,
    ) -> Result<KeptOfPerson, ErrorBody> {
        let storage = &self.shared.parts.storage;
        let read = async {
            Ok(KeptOfPerson {
                person: storage.person(id).await?,
                blocked: storage.blocked(id).await?,
                contacts: storage.contacts(id).await?,
                missed: storage.missed_calls(id).await?,
                unread: storage.unread(id, participant).await?,
            })
        };
        read.await.map_err(|error: StorageError| storage_refusal(&error))
    }

    fn signed_in(
        &self,
        kept: KeptOfPerson,
        availability: Vec<Availability>,
    ) -> Result<SignedIn, ErrorBody> {
        let KeptOfPerson { person, blocked, contacts, missed, unread } = kept;
        let contacts = contacts.into_iter().zip(availability).map(|(contact, availability)| {
            Contact { party: contact.party, availability, last_call_at: contact.last_call_at }
        });
        let parts = &self.shared.parts;
        Ok(SignedIn {
            token: parts.persons.sign(&person.party.id, person.since),
            person: person.party,
            who_may_call: person.who_may_call,
            blocked,
            contacts: contacts.collect(),
            missed,
            unread: unread.into_iter().map(|(party, count)| Unread { party, count }).collect(),
            ice: self.ice_servers(&self.person()?.participant),
            server_time: parts.clock.now(),
        })
    }

    /// Recreates a person whom retention deleted: their token gives them their id for good.
    async fn remember(&self, id: &PersonId, since: Timestamp) -> Result<(), ErrorBody> {
        let parts = &self.shared.parts;
        let failed = |error: StorageError| match error {
            // The id now belongs to another person.
            StorageError::Conflict | StorageError::NotFound => invalid_token(),
            error => storage_refusal(&error),
        };
        let storage = &parts.storage;
        storage.create_person(&unnamed(id.clone())?, since).await.map_err(failed)?;
        storage.see_person(id, since, parts.clock.now()).await.map_err(failed)
    }

    /// Creates a person; without a name, their id is their name.
    async fn new_person(
        &self,
        name: Option<DisplayName>,
    ) -> Result<(PersonId, Timestamp), ErrorBody> {
        let parts = &self.shared.parts;
        let address = self.caller.address;
        parts.persons_by_address.check(address).map_err(ErrorBody::rate_limited)?;
        let since = parts.clock.now();
        for _ in 0..ATTEMPTS {
            let id = PersonId::random(&mut rand::rng());
            let party = match &name {
                Some(name) => Party { id, name: name.clone() },
                None => unnamed(id)?,
            };
            match parts.storage.create_person(&party, since).await {
                Ok(()) => return Ok((party.id, since)),
                Err(StorageError::Conflict) => {}
                Err(error) => return Err(storage_refusal(&error)),
            }
        }
        tracing::error!("{ATTEMPTS} random ids of people in a row were taken");
        Err(failed())
    }
}

/// Stored data of a person.
struct KeptOfPerson {
    person: Person,
    blocked: Vec<Party>,
    contacts: Vec<KeptContact>,
    missed: u32,
    unread: Vec<(Party, u32)>,
}

impl KeptOfPerson {
    fn contacts(&self) -> Vec<PersonId> {
        self.contacts.iter().map(|contact| contact.party.id.clone()).collect()
    }
}

/// A party whose name is its id.
fn unnamed(id: PersonId) -> Result<Party, ErrorBody> {
    let name = id.as_str().parse().map_err(|_| failed())?;
    Ok(Party { id, name })
}

fn failed() -> ErrorBody {
    ErrorBody::new(ErrorCode::Internal, "the server failed to handle this")
}

fn invalid_token() -> ErrorBody {
    ErrorBody::new(ErrorCode::InvalidToken, "the token is not one of a person of this server")
}
