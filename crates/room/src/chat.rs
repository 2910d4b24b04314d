//! Chat: permission to write, and the order in which messages are delivered.
//!
//! The owner asks for permission with [`Room::handle_chat_request`], announces the write with
//! [`Room::handle_chat_begun`], and reports its result with [`Room::handle_chat_kept`]. Several
//! messages may be on their way to the disk at once; the room delivers them in the order of their
//! ids, whichever is reported first.

use std::collections::BTreeMap;
use std::sync::Arc;

use convene_model::{ChatMessage, DisplayName, ParticipantId};

use crate::room::{Room, deliver};
use crate::{Action, ConnectionId, Effect, Event, RoomError};

/// Id of a message between permission and delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChatTicket(pub u64);

/// Sender and receiver of a message, as the room knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatParties {
    /// The sender.
    pub from: ParticipantId,
    /// The sender's name.
    pub from_name: DisplayName,
    /// The only receiver, with its name; `None` if the message is for everyone.
    pub to: Option<(ParticipantId, DisplayName)>,
}

/// A message that is on the disk and not yet delivered.
#[derive(Debug)]
struct Kept {
    ticket: ChatTicket,
    action: Action,
    message: ChatMessage,
    /// Number of messages begun when this one was reported; later ones have greater ids.
    begun: u64,
}

/// Messages between permission and delivery.
#[derive(Debug, Default)]
pub(crate) struct ChatLine {
    tickets: u64,
    begun: u64,
    /// Messages on their way to the disk, each with its number in the order of beginning.
    under_way: BTreeMap<ChatTicket, u64>,
    /// Messages on the disk, by id and ticket: an edit has the id of an older message.
    kept: BTreeMap<(u64, ChatTicket), Kept>,
}

impl ChatLine {
    /// Next message to deliver: the smallest id, unless one under way may have a smaller one.
    fn next(&mut self) -> Option<Kept> {
        let oldest = self.under_way.values().min().copied();
        let first = self.kept.first_entry()?;
        (oldest.is_none_or(|oldest| oldest > first.get().begun)).then(|| first.remove())
    }
}

impl Room {
    /// True if no message is on its way to the disk or waits for delivery.
    #[must_use]
    pub fn has_told_all_chat(&self) -> bool {
        self.chat.under_way.is_empty() && self.chat.kept.is_empty()
    }

    /// Checks whether a connection may write a message, or with [`Action::DeleteChat`] delete one,
    /// and returns its sender and receiver. The owner then writes it and calls
    /// [`Room::handle_chat_begun`] and [`Room::handle_chat_kept`].
    ///
    /// # Errors
    /// [`RoomError::NotJoined`], [`RoomError::NotAllowed`], [`RoomError::ParticipantNotFound`].
    pub fn handle_chat_request(
        &mut self,
        connection: ConnectionId,
        action: Action,
        to: Option<&ParticipantId>,
    ) -> Result<(ChatTicket, ChatParties), RoomError> {
        let (from, role) = self.sender(connection)?;
        self.require(role, action)?;
        if self.observes(&from) {
            return Err(RoomError::NotAllowed);
        }
        let name_of = |id: &ParticipantId| -> Result<_, RoomError> {
            let member = self.members.get(id).ok_or(RoomError::ParticipantNotFound)?;
            // Viewers do not know each other.
            if *id != from && role.is_viewer() && member.participant.role.is_viewer() {
                return Err(RoomError::ParticipantNotFound);
            }
            Ok(member.participant.name.clone())
        };
        let from_name = name_of(&from)?;
        let to = match to {
            Some(to) if *to == from => return Err(RoomError::ParticipantNotFound),
            Some(to) => Some((to.clone(), name_of(to)?)),
            None => None,
        };
        self.chat.tickets += 1;
        Ok((ChatTicket(self.chat.tickets), ChatParties { from, from_name, to }))
    }

    /// Notes that a message is on its way to the disk. [`Room::handle_chat_kept`] must follow.
    pub fn handle_chat_begun(&mut self, ticket: ChatTicket) {
        self.chat.begun += 1;
        self.chat.under_way.insert(ticket, self.chat.begun);
    }

    /// Takes the result of a write: the message that is on the disk, or `None` if the disk refused
    /// it or it was delivered before. Delivers each message, once no message with a smaller id can
    /// follow; [`Effect::ChatSettled`] reports the outcome of each.
    pub fn handle_chat_kept(
        &mut self,
        ticket: ChatTicket,
        action: Action,
        message: Option<ChatMessage>,
    ) {
        if self.chat.under_way.remove(&ticket).is_none() {
            return;
        }
        if let Some(message) = message {
            let begun = self.chat.begun;
            let key = (message.id.0, ticket);
            self.chat.kept.insert(key, Kept { ticket, action, message, begun });
        }
        while let Some(Kept { ticket, action, message, .. }) = self.chat.next() {
            let result = self.still_allowed(&message.from, action);
            if result.is_ok() {
                self.tell_chat(message);
            }
            self.effects.push_back(Effect::ChatSettled { ticket, result });
        }
    }

    /// Refuses a message if its sender may no longer write or was removed. A sender who left
    /// meanwhile was allowed to write at the time of sending.
    fn still_allowed(&self, from: &ParticipantId, action: Action) -> Result<(), RoomError> {
        if self.record.removed.contains(from) {
            return Err(RoomError::Removed);
        }
        match self.members.get(from) {
            Some(member) => self.require(member.participant.role, action),
            None => Ok(()),
        }
    }

    fn tell_chat(&mut self, message: ChatMessage) {
        let Some(to) = message.to.clone() else {
            self.broadcast(Event::ChatMessage(message));
            return;
        };
        let from = message.from.clone();
        let event = Arc::new(Event::ChatMessage(message));
        for id in [from, to] {
            if let Some(member) = self.members.get_mut(&id) {
                deliver(member, Arc::clone(&event), &mut self.effects);
            }
        }
    }
}
