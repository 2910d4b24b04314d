//! Direct messages between two people: written to the disk, then sent to all pages of both, then
//! acknowledged.

use convene_model::{ChatMessage, MeetingId, Party, PersonId};
use convene_protocol::{
    DirectHistoryRequest, DirectMessage, DirectMessageKept, DirectPage, Empty, ErrorBody,
    ErrorCode, MarkReadRequest, SendDirectRequest,
};
use convene_room::{CallError, Reach, reach};
use convene_storage::{
    ChatRepository as _, Conversation, ConversationRepository as _, NewChatMessage,
    PersonRepository as _, StorageError,
};

use super::super::connection::{Connection, closing};
use super::{SignedInAs, profile, refusal, storage_refusal};
use crate::calls::CallInput;

/// Messages per page of history.
const PAGE: u32 = 50;

/// Retries for an id that is taken. There are 2^47 ids: this many collisions in a row mean a broken
/// random generator.
const ATTEMPTS: usize = 5;

impl Connection {
    pub(super) async fn send_direct(
        &self,
        request: SendDirectRequest,
    ) -> Result<DirectMessage, ErrorBody> {
        let SendDirectRequest { to, client_id, text } = request;
        let me = self.person()?;
        if to == me.id {
            return Err(refusal(CallError::OwnId));
        }
        let storage = &self.shared.parts.storage;
        self.flush_calls().await?;
        let reader = self.callee(&me.id, &to).await?.map(profile);
        let writer = storage.person(&me.id).await.map_err(|error| storage_refusal(&error))?;
        let writer = profile(writer);
        // The receiver counts as online: if they are not, they read the message later.
        if reach(&writer, reader.as_ref(), true) != Reach::Rings {
            let message = "this person cannot be reached";
            return Err(ErrorBody::new(ErrorCode::Unavailable, message));
        }
        let meeting = self.open_conversation(&me.id, &to).await?;
        let new = NewChatMessage {
            client_id,
            from: me.participant.clone(),
            from_name: writer.party.name.clone(),
            to: None,
            to_name: None,
            text,
        };
        let now = self.shared.parts.clock.now();
        let kept = storage.append_chat(&meeting, &new, now).await;
        let (kept, is_new) = kept.map_err(|error| storage_refusal(&error))?;
        let message = direct(kept, me, &to).ok_or_else(|| refusal(CallError::CallNotFound))?;
        if is_new {
            self.tell_both(writer.party, to, &message).await?;
        }
        Ok(message)
    }

    async fn tell_both(
        &self,
        writer: Party,
        to: PersonId,
        message: &DirectMessage,
    ) -> Result<(), ErrorBody> {
        let reader = self.party(to).await?;
        let (writer_id, reader_id) = (writer.id.clone(), reader.id.clone());
        let told = |with| Box::new(DirectMessageKept { with, message: message.clone() });
        let to = [(reader_id, told(writer)), (writer_id, told(reader))];
        self.shared.calls.send(CallInput::Direct { to }).await.map_err(|_| closing())
    }

    async fn open_conversation(
        &self,
        me: &PersonId,
        other: &PersonId,
    ) -> Result<MeetingId, ErrorBody> {
        let parts = &self.shared.parts;
        for _ in 0..ATTEMPTS {
            let new = MeetingId::random(&mut rand::rng());
            match parts.storage.open_conversation(me, other, &new, parts.clock.now()).await {
                Err(StorageError::Conflict) => {}
                opened => return opened.map_err(|error| storage_refusal(&error)),
            }
        }
        tracing::error!("{ATTEMPTS} random meeting ids in a row were taken");
        Err(ErrorBody::new(ErrorCode::Internal, "the server failed to handle this"))
    }

    pub(super) async fn direct_history(
        &self,
        request: DirectHistoryRequest,
    ) -> Result<DirectPage, ErrorBody> {
        let DirectHistoryRequest { with, before } = request;
        let me = self.person()?;
        let storage = &self.shared.parts.storage;
        let failed = |error: StorageError| storage_refusal(&error);
        let Some(conversation) = storage.conversation(&me.id, &with).await.map_err(failed)? else {
            return Ok(DirectPage { messages: Vec::new(), has_more: false });
        };
        let Conversation { meeting, deleted } = conversation;
        let page = storage.chat_page(&meeting, &me.participant, before, PAGE).await;
        let page = page.map_err(failed)?;
        // Ids have no gaps, so older messages are left exactly if the oldest one is not the first
        // after the deleted ones.
        let older = page.messages.first().is_some_and(|oldest| oldest.id.0 > deleted.0 + 1);
        let kept = page.messages.into_iter().filter(|message| message.id > deleted);
        let messages = kept.filter_map(|message| direct(message, me, &with));
        Ok(DirectPage { messages: messages.collect(), has_more: page.has_more && older })
    }

    pub(super) async fn mark_read(&self, request: MarkReadRequest) -> Result<Empty, ErrorBody> {
        let MarkReadRequest { with, id } = request;
        let me = &self.person()?.id;
        let marked = self.shared.parts.storage.mark_read(me, &with, id).await;
        marked.map_err(|error| storage_refusal(&error))?;
        self.tell_other_pages().await
    }

    pub(super) async fn delete_conversation(&self, with: PersonId) -> Result<Empty, ErrorBody> {
        let me = &self.person()?.id;
        let deleted = self.shared.parts.storage.delete_conversation(me, &with).await;
        deleted.map_err(|error| storage_refusal(&error))?;
        self.tell_other_pages().await
    }
}

/// Converts a message of a conversation: a sender other than `me` must be `other`. `None` if its
/// text was deleted.
fn direct(message: ChatMessage, me: &SignedInAs, other: &PersonId) -> Option<DirectMessage> {
    let ChatMessage { id, client_id, from, text, sent_at, .. } = message;
    let from = if from == me.participant { me.id.clone() } else { other.clone() };
    Some(DirectMessage { id, client_id, from, text: text?, sent_at })
}
