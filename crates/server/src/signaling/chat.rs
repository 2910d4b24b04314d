//! Chat: a message is written to the disk, then delivered to the room, then acknowledged.

use convene_model::{ChatMessage, ChatText, ParticipantId};
use convene_protocol::{
    ChatHistoryRequest, ChatPage, DeleteChatRequest, EditChatRequest, ErrorBody, ErrorCode,
    SendChatRequest,
};
use convene_room::{Action, ChatParties, ChatTicket};
use convene_storage::{ChatRepository as _, NewChatMessage, StorageError};

use tokio::sync::oneshot;

use super::{Shared, wire};
use crate::rooms::LiveRoom;

use super::connection::Presence;

/// Messages per page of history.
const PAGE: u32 = 50;

/// A request to send, edit or delete a message.
pub(super) enum ChatRequest {
    Send(SendChatRequest),
    Edit(EditChatRequest),
    Delete(DeleteChatRequest),
}

impl ChatRequest {
    /// The permission that the request needs.
    pub(super) fn action(&self) -> Action {
        match self {
            Self::Send(_) | Self::Edit(_) => Action::Chat,
            Self::Delete(_) => Action::DeleteChat,
        }
    }

    /// The receiver of a private message; `None` if it is for everyone.
    pub(super) fn to(&self) -> Option<&ParticipantId> {
        match self {
            Self::Send(request) => request.to.as_ref(),
            Self::Edit(_) | Self::Delete(_) => None,
        }
    }
}

/// A request that the room has permitted.
pub(super) struct Allowed {
    pub(super) request: ChatRequest,
    pub(super) ticket: ChatTicket,
    pub(super) parties: ChatParties,
}

/// Writes a message to the disk, then has the room deliver it in its order. The room checks the
/// permission again at delivery: if the sender was removed or may no longer write, a new message is
/// deleted before anyone has seen it.
pub(super) async fn keep(
    shared: &Shared,
    room: &LiveRoom,
    allowed: Allowed,
) -> Result<ChatMessage, ErrorBody> {
    let Allowed { request, ticket, parties } = allowed;
    let storage = &shared.parts.storage;
    let now = shared.parts.clock.now();
    let meeting = room.meeting();
    let action = request.action();
    let edit = |id, text: Option<ChatText>| {
        let by = &parties.from;
        async move { storage.edit_chat(meeting, id, by, text.as_ref(), now).await }
    };
    room.chat_begun(ticket);
    let is_new = matches!(request, ChatRequest::Send(_));
    let kept = match request {
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
    };
    let (message, changed) = match kept {
        Ok(kept) => kept,
        Err(error) => {
            room.chat_kept(ticket, action, None, None);
            return Err(refusal(&error));
        }
    };
    if !changed {
        room.chat_kept(ticket, action, None, None);
        return Ok(message);
    }
    let (sender, told) = oneshot::channel();
    let answered = Box::new(move |result| {
        let _ = sender.send(result);
    });
    room.chat_kept(ticket, action, Some(message.clone()), Some(answered));
    match told.await {
        Ok(Err(error)) => {
            // The message must not appear in the history either.
            if is_new && let Err(error) = edit(message.id, None).await {
                tracing::error!(%error, "cannot delete what may not be told");
            }
            Err(wire::error(&error))
        }
        // The room gives no answer if the server stops; participants who come back read the message
        // from the history.
        Ok(Ok(())) | Err(_) => Ok(message),
    }
}

/// A page of messages, limited to those that this participant may see.
pub(super) async fn history(
    shared: &Shared,
    presence: &Presence,
    request: ChatHistoryRequest,
) -> Result<ChatPage, ErrorBody> {
    let storage = &shared.parts.storage;
    let page =
        storage.chat_page(presence.meeting(), &presence.participant, request.before, PAGE).await;
    let convene_storage::ChatPage { messages, has_more } = page.map_err(|error| refusal(&error))?;
    Ok(ChatPage { messages, has_more })
}

fn refusal(error: &StorageError) -> ErrorBody {
    let message = "there is no such message of yours, or it is deleted";
    wire::storage_error(error, ErrorBody::new(ErrorCode::MessageNotFound, message))
}
