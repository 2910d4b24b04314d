//! Who somebody is, to ring and be rung.

use convene_model::{DisplayName, Party, PersonId};
use convene_protocol::{Contact, ErrorBody, ErrorCode, SignInRequest, SignedIn, Unread};
use convene_storage::{
    CallRepository as _, ConversationRepository as _, Person, PersonRepository as _, StorageError,
};
use tokio::sync::mpsc;

use super::super::client_address;
use super::super::connection::Connection;
use super::{SignedInAs, profile, storage_refusal};
use crate::calls::CallInput;

/// What may be told before the connection has written it.
const QUEUE: usize = 1024;

/// Of 2^37 ids, even with a million people, this many taken ones in a row are a broken generator.
const ATTEMPTS: usize = 8;

impl Connection {
    pub(super) async fn sign_in(&mut self, request: SignInRequest) -> Result<SignedIn, ErrorBody> {
        let SignInRequest { token, name } = request;
        if self.person.is_some() {
            let message = "this connection has signed in already";
            return Err(ErrorBody::new(ErrorCode::WrongState, message));
        }
        let parts = &self.shared.parts;
        let failed = |error: StorageError| storage_refusal(&error);
        let id = match &token {
            Some(token) => parts.persons.verify(token).ok_or_else(invalid_token)?,
            None => self.new_person(name.clone()).await?,
        };
        self.flush_calls().await?;
        let seen = parts.storage.see_person(&id, parts.clock.now()).await;
        seen.map_err(|error| match error {
            StorageError::NotFound => invalid_token(),
            error => storage_refusal(&error),
        })?;
        let person = parts.storage.person(&id).await.map_err(failed)?;
        let participant = parts.persons.participant(&id).ok_or_else(|| {
            ErrorBody::new(ErrorCode::Internal, "the server failed to handle this")
        })?;
        let blocked = parts.storage.blocked(&id).await.map_err(failed)?;
        let contacts = parts.storage.contacts(&id).await.map_err(failed)?;
        let missed = parts.storage.missed_calls(&id).await.map_err(failed)?;
        let unread = parts.storage.unread(&id, &participant).await.map_err(failed)?;

        let Person { party, who_may_call, .. } = person.clone();
        let (outbound, told) = mpsc::channel(QUEUE);
        let (connection, profile) = (self.id, Box::new(profile(person)));
        let known: Vec<PersonId> = contacts.iter().map(|it| it.party.id.clone()).collect();
        let availability = self
            .ask_calls(|reply| CallInput::SignIn {
                connection,
                profile,
                contacts: known,
                outbound,
                reply,
            })
            .await?;
        let ice = self.ice_servers(&participant);
        self.person = Some(SignedInAs { id: id.clone(), participant, outbound: told });
        let person = match name.filter(|name| *name != party.name) {
            // One is signed in, whatever becomes of the name.
            Some(name) => self.rename(&id, name).await.unwrap_or(party),
            None => party,
        };
        let contacts = contacts.into_iter().zip(availability).map(|(contact, availability)| {
            Contact { party: contact.party, availability, last_call_at: contact.last_call_at }
        });
        let parts = &self.shared.parts;
        Ok(SignedIn {
            person,
            token: parts.persons.sign(&id),
            who_may_call,
            blocked,
            contacts: contacts.collect(),
            missed,
            unread: unread.into_iter().map(|(party, count)| Unread { party, count }).collect(),
            ice,
            server_time: parts.clock.now(),
        })
    }

    /// Somebody new, called by their id as long as they have no name.
    async fn new_person(&self, name: Option<DisplayName>) -> Result<PersonId, ErrorBody> {
        let parts = &self.shared.parts;
        let address = client_address(&self.socket);
        parts.persons_by_address.check(address).map_err(ErrorBody::rate_limited)?;
        let failed = || ErrorBody::new(ErrorCode::Internal, "the server failed to handle this");
        for _ in 0..ATTEMPTS {
            let id = PersonId::random(&mut rand::rng());
            let unnamed = id.as_str().parse().map_err(|_| failed())?;
            let party = Party { id, name: name.clone().unwrap_or(unnamed) };
            match parts.storage.create_person(&party, parts.clock.now()).await {
                Ok(()) => return Ok(party.id),
                Err(StorageError::Conflict) => {}
                Err(error) => return Err(storage_refusal(&error)),
            }
        }
        tracing::error!("{ATTEMPTS} random ids of people in a row were taken");
        Err(failed())
    }
}

fn invalid_token() -> ErrorBody {
    ErrorBody::new(ErrorCode::InvalidToken, "the token is not one of a person of this server")
}
