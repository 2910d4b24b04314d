//! Profile of a person, and the people they block.

use convene_model::{DisplayName, Party, PersonId};
use convene_protocol::{Empty, ErrorBody, ErrorCode, PersonRef, SetProfileRequest};
use convene_room::CallError;
use convene_storage::PersonRepository as _;

use super::super::connection::Connection;
use super::{refusal, storage_refusal};
use crate::calls::{CallInput, Done, ProfileChange};

/// The most people that one person may block.
const MAX_BLOCKED: usize = 1_000;

impl Connection {
    pub(super) async fn set_profile(&self, request: SetProfileRequest) -> Result<Empty, ErrorBody> {
        let SetProfileRequest { name, who_may_call } = request;
        self.change_profile(ProfileChange::Set { name, who_may_call }).await?;
        Ok(Empty {})
    }

    /// Renames a person who signs in with a different name.
    pub(super) async fn rename(
        &self,
        id: &PersonId,
        name: DisplayName,
    ) -> Result<Party, ErrorBody> {
        let change = ProfileChange::Set { name: Some(name.clone()), who_may_call: None };
        self.change_profile(change).await?;
        Ok(Party { id: id.clone(), name })
    }

    /// Blocks an id, whether or not it exists. The answer has the name under which this person knew
    /// it.
    pub(super) async fn block(&self, request: PersonRef) -> Result<Party, ErrorBody> {
        let PersonRef { person_id: id } = request;
        let me = self.person()?;
        if id == me.id {
            return Err(refusal(CallError::OwnId));
        }
        let storage = &self.shared.parts.storage;
        let blocked = storage.blocked(&me.id).await.map_err(|error| storage_refusal(&error))?;
        if let Some(party) = blocked.iter().find(|party| party.id == id) {
            return Ok(party.clone());
        }
        if blocked.len() >= MAX_BLOCKED {
            let message = format!("at most {MAX_BLOCKED} people can be blocked");
            return Err(ErrorBody::new(ErrorCode::LimitReached, message));
        }
        let party = self.party(id).await?;
        self.change_profile(ProfileChange::Block(party.clone())).await?;
        Ok(party)
    }

    pub(super) async fn unblock(&self, request: PersonRef) -> Result<Empty, ErrorBody> {
        self.change_profile(ProfileChange::Unblock(request.person_id)).await?;
        Ok(Empty {})
    }

    /// A party as this person knows it: by name, or by id if no name is known.
    pub(super) async fn party(&self, id: PersonId) -> Result<Party, ErrorBody> {
        let me = self.person()?;
        let storage = &self.shared.parts.storage;
        let name = storage.name_known_to(&me.id, &me.participant, &id).await;
        let name = name.map_err(|error| storage_refusal(&error))?;
        let unnamed = || id.as_str().parse().ok();
        let name = name.or_else(unnamed).ok_or_else(|| refusal(CallError::CallNotFound))?;
        Ok(Party { id, name })
    }

    async fn change_profile(&self, change: ProfileChange) -> Result<Done, ErrorBody> {
        let connection = self.id;
        let input = |reply| CallInput::Profile { connection, change, reply };
        let done = self.ask_calls(input).await?;
        // Other changes apply once they are on the disk; a block applies at once, kept or not.
        Ok(self.settled(done).await?.0)
    }
}
