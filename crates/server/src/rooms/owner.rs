//! The task that owns a room: the only code that touches it.

use std::collections::HashMap;
use std::sync::Arc;

use convene_model::{ChatMessage, ParticipantId};
use convene_room::{
    Action, ChatParties, Command, ConnectionId, Dismissal, Effect, Event, Join, JoinOutcome, Room,
    RoomError, Snapshot,
};
use tokio::sync::mpsc;

use super::keeper::{Keeper, Kept};
use crate::clock::Clock;

/// What connections send to a room.
#[derive(Debug)]
pub(crate) enum RoomInput {
    Join {
        connection: ConnectionId,
        join: Join,
        outbound: mpsc::Sender<Outbound>,
    },
    Command {
        connection: ConnectionId,
        command: Command,
    },
    /// May this connection do that?
    Question {
        connection: ConnectionId,
        action: Action,
    },
    /// May this connection write or delete, to everyone or to one?
    ChatRequest {
        connection: ConnectionId,
        action: Action,
        to: Option<ParticipantId>,
    },
    /// A message was kept: tell those who may see it.
    ChatMessage {
        message: Box<ChatMessage>,
    },
    Disconnect {
        connection: ConnectionId,
    },
}

/// What a room sends to a connection. Replies come in the order of the inputs they answer.
#[derive(Debug)]
pub(crate) enum Outbound {
    Reply(Reply),
    Event { seq: u64, event: Arc<Event> },
    Admitted { snapshot: Box<Snapshot>, seq: u64 },
    Dismissed(Dismissal),
    Superseded,
}

/// The answer to one input.
#[derive(Debug)]
pub(crate) enum Reply {
    Joined(Result<JoinOutcome, RoomError>),
    /// Done; with [`Kept`], it counts once that says so.
    Done(Result<Option<Kept>, RoomError>),
    ChatParties(Result<ChatParties, RoomError>),
    /// The room closed before the join reached it: look it up again.
    Closed,
    /// The room cannot open: its record cannot be read.
    Unavailable,
}

/// A room and the channels to its connections.
pub(super) struct Owner {
    room: Room,
    clock: Clock,
    connections: HashMap<ConnectionId, mpsc::Sender<Outbound>>,
    /// Connections that do not keep up with what they are sent.
    stuck: Vec<ConnectionId>,
}

impl Owner {
    pub(super) fn new(room: Room, clock: Clock) -> Self {
        Self { room, clock, connections: HashMap::new(), stuck: Vec::new() }
    }

    pub(super) fn room(&self) -> &Room {
        &self.room
    }

    pub(super) fn handle(&mut self, input: RoomInput, keeper: &mut Keeper) {
        match input {
            RoomInput::Join { connection, join, outbound } => {
                let result = self.room.handle_join(connection, join, self.clock.now());
                let joined = result.is_ok();
                // A join that finds no taker is a connection that is gone already.
                let heard = outbound.try_send(Outbound::Reply(Reply::Joined(result))).is_ok();
                if joined {
                    self.connections.insert(connection, outbound);
                    if !heard {
                        self.stuck.push(connection);
                    }
                }
            }
            RoomInput::Command { connection, command } => {
                let result = self.room.handle_command(connection, command, self.clock.now());
                let kept = self.room.poll_record().map(|record| keeper.keep(record));
                self.send(connection, Outbound::Reply(Reply::Done(result.map(|()| kept))));
            }
            RoomInput::Question { connection, action } => {
                let result = self.room.handle_question(connection, action).map(|()| None);
                self.send(connection, Outbound::Reply(Reply::Done(result)));
            }
            RoomInput::ChatRequest { connection, action, to } => {
                let result = self.room.handle_chat_request(connection, action, to.as_ref());
                self.send(connection, Outbound::Reply(Reply::ChatParties(result)));
            }
            RoomInput::ChatMessage { message } => self.room.handle_chat_message(*message),
            RoomInput::Disconnect { connection } => {
                self.connections.remove(&connection);
                self.room.handle_disconnect(connection, self.clock.now());
            }
        }
        self.settle(keeper);
    }

    pub(super) fn handle_timeout(&mut self, keeper: &mut Keeper) {
        self.room.handle_timeout(self.clock.now());
        self.settle(keeper);
    }

    fn settle(&mut self, keeper: &mut Keeper) {
        self.drain();
        if let Some(record) = self.room.poll_record() {
            // Nobody asked for this change, so nobody waits for it.
            drop(keeper.keep(record));
        }
    }

    /// Carries out effects until there are none. A connection that cannot take more is dropped,
    /// which has effects of its own; the client comes back and is told what it missed.
    fn drain(&mut self) {
        loop {
            while let Some(effect) = self.room.poll_effect() {
                match effect {
                    Effect::Deliver { connection, seq, event } => {
                        self.send(connection, Outbound::Event { seq, event });
                    }
                    Effect::Admit { connection, snapshot, seq } => {
                        self.send(connection, Outbound::Admitted { snapshot, seq });
                    }
                    Effect::Dismiss { connection, why } => {
                        self.send(connection, Outbound::Dismissed(why));
                        self.connections.remove(&connection);
                    }
                    Effect::Supersede { connection } => {
                        self.send(connection, Outbound::Superseded);
                        self.connections.remove(&connection);
                    }
                }
            }
            let Some(connection) = self.stuck.pop() else { break };
            self.connections.remove(&connection);
            self.room.handle_disconnect(connection, self.clock.now());
        }
    }

    /// Never waits: a slow connection must not hold up the room.
    fn send(&mut self, connection: ConnectionId, outbound: Outbound) {
        if let Some(sender) = self.connections.get(&connection)
            && sender.try_send(outbound).is_err()
        {
            tracing::debug!(connection = connection.0, "connection does not keep up, dropping it");
            self.stuck.push(connection);
        }
    }
}
