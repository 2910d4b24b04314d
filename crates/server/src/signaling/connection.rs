//! The task of one connection: the only code that acts for it and, once it is running, the only
//! code that writes to its socket.

use std::collections::VecDeque;
use std::sync::Arc;

use convene_model::{MeetingId, ParticipantId, Password};
use convene_protocol::{
    Empty, ErrorBody, ErrorCode, IceServers, ServerClosing, ServerEvent, Superseded, TimeReply,
    parse_request,
};
use convene_room::{Action, Command, ConnectionId, RoomError};
use socketioxide::extract::SocketRef;
use tokio::sync::mpsc;
use tracing::Instrument as _;

use super::calls::SignedInAs;
use super::chat::{self, ChatRequest};
use super::inbound::{Content, Listener, Packet, Queue};
use super::outbound::{Answer, Broken, emit, emit_numbered};
use super::request::Asked;
use super::{Shared, wire};
use crate::calls::{CallInput, CallOutbound};
use crate::rooms::{Kept, Outbound, Reply, RoomInput};

/// What a room may send before the connection has written it: more than a whole outbox, so that a
/// resume always fits.
pub(super) const QUEUE: usize = 8192;

/// How soon a client is asked to come back to a server that stops.
const RECONNECT_AFTER_MS: u64 = 1000;

/// Starts the task of a connection that has been admitted.
pub(super) fn spawn(shared: &Arc<Shared>, socket: SocketRef) {
    let Some(listener) = socket.extensions.get::<Listener>() else { return };
    let Some(Queue { packets, place }) = listener.take() else { return };
    let span = tracing::info_span!("connection", id = listener.id.0);
    let connection = Connection {
        id: listener.id,
        shared: Arc::clone(shared),
        socket,
        presence: None,
        pending: VecDeque::new(),
        person: None,
    };
    let run = async move {
        let _place = place;
        connection.run(packets, listener).await;
    };
    shared.tasks.spawn(run.instrument(span));
}

pub(super) struct Connection {
    pub(super) id: ConnectionId,
    pub(super) shared: Arc<Shared>,
    pub(super) socket: SocketRef,
    /// The participant this connection stands for.
    pub(super) presence: Option<Presence>,
    /// What the room has yet to answer; it answers in order.
    pending: VecDeque<Pending>,
    /// The person this connection is, to ring and be rung.
    pub(super) person: Option<SignedInAs>,
}

pub(super) struct Presence {
    pub(super) meeting: MeetingId,
    pub(super) participant: ParticipantId,
    pub(super) room: mpsc::Sender<RoomInput>,
    pub(super) outbound: mpsc::Receiver<Outbound>,
    /// Not in the lobby, or no longer.
    pub(super) admitted: bool,
}

/// A request that waits for the room.
enum Pending {
    Command(Answer),
    Chat(ChatRequest, Answer),
    Password(Password, Answer),
}

impl Pending {
    fn into_answer(self) -> Answer {
        match self {
            Self::Command(answer) | Self::Chat(_, answer) | Self::Password(_, answer) => answer,
        }
    }
}

impl Connection {
    async fn run(mut self, mut packets: mpsc::Receiver<Packet>, listener: Listener) {
        self.shared.open.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        tracing::debug!("connected");
        let stopping = self.shared.stopping.clone();
        loop {
            // In this order: what the room sends is drained before more is asked of it; what came
            // before the socket closed still counts; and what is not acknowledged before the
            // server stops, the client sends again.
            let step = tokio::select! {
                biased;
                () = stopping.cancelled() => Err(Broken),
                outbound = next_outbound(&mut self.presence) => self.handle_outbound(outbound).await,
                told = next_told(&mut self.person) => self.handle_told(told).await,
                Some(packet) = packets.recv() => self.handle_packet(packet).await,
                () = listener.closed.cancelled() => break,
            };
            if step.is_ok() {
                continue;
            }
            if stopping.is_cancelled() {
                let closing = ServerClosing { reconnect_after_ms: RECONNECT_AFTER_MS };
                let _ = emit(&self.socket, &ServerEvent::ServerClosing(closing)).await;
            } else {
                let _ = self.socket.clone().disconnect();
            }
            break;
        }
        if let Some(presence) = self.presence.take() {
            let _ = presence.room.send(RoomInput::Disconnect { connection: self.id }).await;
        }
        if self.person.take().is_some() {
            let _ = self.shared.calls.send(CallInput::Disconnect { connection: self.id }).await;
        }
        self.shared.open.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
        tracing::debug!("disconnected");
    }

    async fn handle_packet(&mut self, packet: Packet) -> Result<(), Broken> {
        let Packet { content, answer } = packet;
        let parsed = match content {
            Content::Text(text) => parse_request(&text),
            Content::Binary => {
                Err(ErrorBody::new(ErrorCode::InvalidPayload, "binary data is not accepted"))
            }
            Content::TooSoon(wait) => Err(ErrorBody::rate_limited(wait)),
        };
        let asked = match parsed {
            Ok(request) => Asked::from(request),
            Err(error) => return answer.error(&self.socket, error).await,
        };
        match asked {
            Asked::Join(request) => match self.join(request).await {
                Ok(reply) => answer.ok(reply).await,
                Err(error) => answer.error(&self.socket, error).await,
            },
            Asked::Command(Command::Leave) => {
                self.command(Command::Leave, answer).await?;
                // What follows, a join perhaps, must find this connection without a participant.
                self.settle().await?;
                self.left_room().await;
                Ok(())
            }
            Asked::Command(command) => self.command(command, answer).await,
            Asked::Password(None) => self.command(Command::SetPassword(None), answer).await,
            // Only who may set it is worth the hashing.
            Asked::Password(Some(password)) => {
                let input =
                    RoomInput::Question { connection: self.id, action: Action::SetPassword };
                self.ask(input, Pending::Password(password, answer)).await?;
                self.settle().await
            }
            Asked::Chat(request) => {
                let (action, to) = (request.action(), request.to().cloned());
                let input = RoomInput::ChatRequest { connection: self.id, action, to };
                self.ask(input, Pending::Chat(request, answer)).await?;
                // What follows waits until the message is kept.
                self.settle().await
            }
            Asked::History(request) => match self.inside() {
                Some(presence) => match chat::history(&self.shared, presence, request).await {
                    Ok(page) => answer.ok(page).await,
                    Err(error) => answer.error(&self.socket, error).await,
                },
                None => answer.error(&self.socket, not_joined()).await,
            },
            Asked::Time => {
                let server_time = self.shared.parts.clock.now();
                answer.ok(TimeReply { server_time }).await
            }
            Asked::IceServers => {
                let inside = self.inside().map(|presence| &presence.participant);
                match inside.or(self.person.as_ref().map(|person| &person.participant)) {
                    Some(participant) => answer.ok(self.ice_servers(participant)).await,
                    None => answer.error(&self.socket, not_joined()).await,
                }
            }
            Asked::Calls(request) => self.handle_calls(*request, answer).await,
        }
    }

    /// Hands a command to the room, whose answer comes back in order.
    async fn command(&mut self, command: Command, answer: Answer) -> Result<(), Broken> {
        let input = RoomInput::Command { connection: self.id, command };
        self.ask(input, Pending::Command(answer)).await
    }

    async fn ask(&mut self, input: RoomInput, pending: Pending) -> Result<(), Broken> {
        let error = match &self.presence {
            None => not_joined(),
            Some(presence) => match presence.room.send(input).await {
                Ok(()) => {
                    self.pending.push_back(pending);
                    return Ok(());
                }
                Err(_) => closing(),
            },
        };
        pending.into_answer().error(&self.socket, error).await
    }

    /// Waits until the room has answered all it was asked.
    async fn settle(&mut self) -> Result<(), Broken> {
        while self.presence.is_some() && !self.pending.is_empty() {
            let outbound = next_outbound(&mut self.presence).await;
            self.handle_outbound(outbound).await?;
        }
        Ok(())
    }

    async fn handle_outbound(&mut self, outbound: Option<Outbound>) -> Result<(), Broken> {
        match outbound {
            Some(Outbound::Event { seq, event }) => {
                emit_numbered(&self.socket, &wire::event((*event).clone()), seq).await
            }
            Some(Outbound::Reply(Reply::Done(result))) => {
                let pending = self.pending.pop_front().ok_or(Broken)?;
                self.handle_done(pending, result).await
            }
            Some(Outbound::Reply(Reply::ChatParties(result))) => {
                let Some(Pending::Chat(request, answer)) = self.pending.pop_front() else {
                    return Err(Broken);
                };
                let presence = self.presence.as_ref().ok_or(Broken)?;
                let kept = match result {
                    Ok(parties) => chat::keep(&self.shared, presence, request, parties).await,
                    Err(error) => Err(wire::error(&error)),
                };
                match kept {
                    Ok(message) => answer.ok(message).await,
                    Err(error) => answer.error(&self.socket, error).await,
                }
            }
            Some(Outbound::Admitted { snapshot, seq }) => {
                let mut presence = self.presence.take().ok_or(Broken)?;
                presence.admitted = true;
                let reply = self.joined_reply(&presence, *snapshot, seq);
                self.presence = Some(presence);
                emit(&self.socket, &ServerEvent::Admitted(Box::new(reply))).await
            }
            Some(Outbound::Dismissed(why)) => {
                if let Some(presence) = &self.presence {
                    self.shared.parts.ice.revoke(&presence.participant);
                }
                self.forget_presence().await?;
                self.left_room().await;
                emit(&self.socket, &wire::dismissal(why)).await
            }
            Some(Outbound::Superseded) => {
                self.forget_presence().await?;
                emit(&self.socket, &ServerEvent::Superseded(Superseded {})).await
            }
            // Replies to joins are taken where the join was sent.
            Some(Outbound::Reply(Reply::Joined(_) | Reply::Closed | Reply::Unavailable)) => {
                Err(Broken)
            }
            // The room dropped this connection because it did not keep up, or the server stops.
            None => Err(Broken),
        }
    }

    /// The room has done as it was asked, or refused.
    async fn handle_done(
        &mut self,
        pending: Pending,
        result: Result<Option<Kept>, RoomError>,
    ) -> Result<(), Broken> {
        let (answer, kept) = match (pending, result) {
            (pending, Err(error)) => {
                return pending.into_answer().error(&self.socket, wire::error(&error)).await;
            }
            (Pending::Password(password, answer), Ok(_)) => {
                return match self.shared.passwords.hash(password).await {
                    Ok(hash) => self.command(Command::SetPassword(Some(hash)), answer).await,
                    Err(error) => answer.error(&self.socket, error).await,
                };
            }
            (pending, Ok(kept)) => (pending.into_answer(), kept),
        };
        if answer.event() == "leave"
            && let Some(presence) = self.presence.take()
        {
            self.shared.parts.ice.revoke(&presence.participant);
        }
        // Acknowledged once it is on the disk.
        let is_kept = match kept {
            Some(kept) => kept.await.unwrap_or(false),
            None => true,
        };
        if is_kept {
            return answer.ok(Empty {}).await;
        }
        let message = "this holds for now, but the server could not keep it";
        let error = ErrorBody::new(ErrorCode::StorageUnavailable, message);
        answer.error(&self.socket, error).await
    }

    /// This connection has lost its participant: what it still waits for is refused.
    async fn forget_presence(&mut self) -> Result<(), Broken> {
        self.presence = None;
        for pending in std::mem::take(&mut self.pending) {
            pending.into_answer().error(&self.socket, not_joined()).await?;
        }
        Ok(())
    }

    /// The presence, unless it is in the lobby.
    pub(super) fn inside(&self) -> Option<&Presence> {
        self.presence.as_ref().filter(|presence| presence.admitted)
    }

    pub(super) fn ice_servers(&self, participant: &ParticipantId) -> IceServers {
        let parts = &self.shared.parts;
        parts.ice.servers_for(participant, self.socket.req_parts(), parts.clock.now())
    }
}

async fn next_outbound(presence: &mut Option<Presence>) -> Option<Outbound> {
    match presence {
        Some(presence) => presence.outbound.recv().await,
        None => std::future::pending().await,
    }
}

async fn next_told(person: &mut Option<SignedInAs>) -> Option<CallOutbound> {
    match person {
        Some(person) => person.outbound.recv().await,
        None => std::future::pending().await,
    }
}

fn not_joined() -> ErrorBody {
    wire::error(&RoomError::NotJoined)
}

pub(super) fn closing() -> ErrorBody {
    ErrorBody::new(ErrorCode::ServerClosing, "the server is stopping")
}
