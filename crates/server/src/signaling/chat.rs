//! Chat: what is written is kept first, then told to the room, then acknowledged.

use convene_model::{ChatMessage, ChatText, ParticipantId};
use convene_protocol::{
    ChatHistoryRequest, ChatPage, DeleteChatRequest, EditChatRequest, ErrorBody, ErrorCode,
    SendChatRequest,
};
use convene_room::{Action, ChatParties};
use convene_storage::{ChatRepository as _, NewChatMessage, StorageError};

use super::{Shared, wire};
use crate::rooms::RoomInput;

use super::connection::Presence;

/// Messages in a page of history.
const PAGE: u32 = 50;

/// A request that changes what was written.
pub(super) enum ChatRequest {
    Send(SendChatRequest),
    Edit(EditChatRequest),
    Delete(DeleteChatRequest),
}

impl ChatRequest {
    /// What the room must allow for it.
    pub(super) fn action(&self) -> Action {
        match self {
            Self::Send(_) | Self::Edit(_) => Action::Chat,
            Self::Delete(_) => Action::DeleteChat,
        }
    }

    /// To whom alone it goes.
    pub(super) fn to(&self) -> Option<&ParticipantId> {
        match self {
            Self::Send(request) => request.to.as_ref(),
            Self::Edit(_) | Self::Delete(_) => None,
        }
    }
}

/// Carries out a request that the room has allowed.
pub(super) async fn keep(
    shared: &Shared,
    presence: &Presence,
    request: ChatRequest,
    parties: ChatParties,
) -> Result<ChatMessage, ErrorBody> {
    let storage = &shared.parts.storage;
    let now = shared.parts.clock.now();
    let meeting = &presence.meeting;
    let edit = |id, text: Option<ChatText>| {
        let by = &parties.from;
        async move { storage.edit_chat(meeting, id, by, text.as_ref(), now).await }
    };
    let (message, changed) = match request {
        ChatRequest::Send(SendChatRequest { client_id, text, .. }) => {
            let (to, to_name) = parties.to.clone().unzip();
            let new = NewChatMessage {
                client_id,
                from: parties.from.clone(),
                from_name: parties.from_name.clone(),
                to,
                to_name,
                text,
            };
            storage.append_chat(meeting, &new, now).await
        }
        ChatRequest::Edit(EditChatRequest { id, text }) => {
            edit(id, Some(text)).await.map(|message| (message, true))
        }
        ChatRequest::Delete(DeleteChatRequest { id }) => {
            edit(id, None).await.map(|message| (message, true))
        }
    }
    .map_err(|error| refusal(&error))?;
    if changed {
        // Closed only when the server stops; who comes back then reads it from the history.
        let told = RoomInput::ChatMessage { message: Box::new(message.clone()) };
        let _ = presence.room.send(told).await;
    }
    Ok(message)
}

/// A page of what was written, as far as this participant may see it.
pub(super) async fn history(
    shared: &Shared,
    presence: &Presence,
    request: ChatHistoryRequest,
) -> Result<ChatPage, ErrorBody> {
    let storage = &shared.parts.storage;
    let page =
        storage.chat_page(&presence.meeting, &presence.participant, request.before, PAGE).await;
    let convene_storage::ChatPage { messages, has_more } = page.map_err(|error| refusal(&error))?;
    Ok(ChatPage { messages, has_more })
}

fn refusal(error: &StorageError) -> ErrorBody {
    let message = "there is no such message of yours, or it is deleted";
    wire::storage_error(error, ErrorBody::new(ErrorCode::MessageNotFound, message))
}
