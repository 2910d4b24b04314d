//! The task that owns a room: the only code that touches it.

use std::collections::HashMap;
use std::sync::Arc;

use convene_model::{ChatMessage, Evaluation, LinkId, ParticipantId};
use convene_room::{
    Action, ChatParties, Command, ConnectionId, Dismissal, Effect, Event, Join, JoinOutcome, Room,
    RoomError, Snapshot,
};
use tokio::sync::mpsc;

use super::assessments::Assessments;
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
    /// A link into the interview is no longer good.
    Revoked {
        link: LinkId,
    },
    /// The interview is being deleted.
    Deleted,
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
    assessments: Assessments,
    connections: HashMap<ConnectionId, mpsc::Sender<Outbound>>,
    /// Connections that do not keep up with what they are sent.
    stuck: Vec<ConnectionId>,
}

impl Owner {
    pub(super) fn new(room: Room, clock: Clock, assessments: Assessments) -> Self {
        Self { room, clock, assessments, connections: HashMap::new(), stuck: Vec::new() }
    }

    pub(super) fn room(&self) -> &Room {
        &self.room
    }

    /// Whether nothing is left to wait for but whoever may still come.
    pub(super) fn is_idle(&mut self) -> bool {
        self.room.is_empty() && self.assessments.is_idle()
    }

    /// How an assessment went on. May be dropped at any time and called again.
    pub(super) async fn assessment(&mut self) -> Evaluation {
        self.assessments.next().await
    }

    pub(super) fn handle_evaluation(&mut self, evaluation: Evaluation, keeper: &mut Keeper) {
        self.room.handle_evaluation(evaluation);
        self.settle(keeper);
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
                let kept = self.keep(keeper);
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
            RoomInput::Revoked { link } => self.room.handle_revoked(&link, self.clock.now()),
            RoomInput::Deleted => {
                keeper.close();
                self.room.handle_deleted(self.clock.now());
            }
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
        // Nobody asked for what is still to be kept, so nobody waits for it.
        drop(self.keep(keeper));
    }

    /// Has kept what changed, if something did.
    fn keep(&mut self, keeper: &mut Keeper) -> Option<Kept> {
        let (record, items) = (self.room.poll_record(), self.room.poll_items());
        (record.is_some() || !items.is_empty()).then(|| keeper.keep(record, items))
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
                    Effect::Assess(assess) => self.assessments.start(*assess),
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
