//! The task of one connection: the only code that acts for it and, once it is running, the only
//! code that writes to its socket.

use std::collections::VecDeque;
use std::sync::Arc;

use convene_model::{MeetingId, ParticipantId};
use convene_protocol::{
    Empty, ErrorBody, ErrorCode, IceServers, JoinReply, JoinRequest, RaiseHandRequest,
    ReactRequest, Request, ServerClosing, ServerEvent, SetMediaRequest, SetRecordingRequest,
    SignalRequest, Superseded, parse_request,
};
use convene_room::{Command, ConnectionId, Join, JoinOutcome, Returning, RoomError};
use convene_storage::MeetingRepository as _;
use socketioxide::extract::SocketRef;
use tokio::sync::mpsc;
use tracing::Instrument as _;

use super::chat::{self, ChatRequest};
use super::inbound::{Content, Listener, Packet, Queue};
use super::outbound::{Answer, Broken, emit, emit_numbered};
use super::token::Claims;
use super::{Shared, wire};
use crate::rooms::{Outbound, Reply, RoomInput};

/// What a room may send before the connection has written it: more than a whole outbox, so that a
/// resume always fits.
const QUEUE: usize = 8192;

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
    };
    let run = async move {
        let _place = place;
        connection.run(packets, listener).await;
    };
    shared.tasks.spawn(run.instrument(span));
}

struct Connection {
    id: ConnectionId,
    shared: Arc<Shared>,
    socket: SocketRef,
    /// The participant this connection stands for.
    presence: Option<Presence>,
    /// What the room has yet to answer; it answers in order.
    pending: VecDeque<Pending>,
}

pub(super) struct Presence {
    pub(super) meeting: MeetingId,
    pub(super) participant: ParticipantId,
    pub(super) room: mpsc::Sender<RoomInput>,
    outbound: mpsc::Receiver<Outbound>,
}

/// A request that waits for the room.
enum Pending {
    Command(Answer),
    Chat(ChatRequest, Answer),
}

impl Pending {
    fn into_answer(self) -> Answer {
        match self {
            Self::Command(answer) | Self::Chat(_, answer) => answer,
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
        match parsed {
            Err(error) => answer.error(&self.socket, error).await,
            Ok(Request::Join(request)) => match self.join(request).await {
                Ok(reply) => answer.ok(reply).await,
                Err(error) => answer.error(&self.socket, error).await,
            },
            Ok(Request::Leave(_)) => {
                self.command(Command::Leave, answer).await?;
                // What follows, a join perhaps, must find this connection without a participant.
                self.settle().await
            }
            Ok(Request::Signal(SignalRequest { to, transport_id, signal })) => {
                self.command(Command::Signal { to, transport_id, signal }, answer).await
            }
            Ok(Request::SetMedia(SetMediaRequest { media })) => {
                self.command(Command::SetMedia(media), answer).await
            }
            Ok(Request::React(ReactRequest { reaction })) => {
                self.command(Command::React(reaction), answer).await
            }
            Ok(Request::RaiseHand(RaiseHandRequest { raised })) => {
                self.command(Command::RaiseHand(raised), answer).await
            }
            Ok(Request::SetRecording(SetRecordingRequest { state })) => {
                self.command(Command::SetRecording(state.into()), answer).await
            }
            Ok(Request::SendChat(request)) => {
                let to = request.to.clone();
                self.chat(to, ChatRequest::Send(request), answer).await
            }
            Ok(Request::EditChat(request)) => {
                self.chat(None, ChatRequest::Edit(request), answer).await
            }
            Ok(Request::DeleteChat(request)) => {
                self.chat(None, ChatRequest::Delete(request), answer).await
            }
            Ok(Request::ChatHistory(request)) => {
                let Some(presence) = &self.presence else {
                    return answer.error(&self.socket, not_joined()).await;
                };
                match chat::history(&self.shared, presence, request).await {
                    Ok(page) => answer.ok(page).await,
                    Err(error) => answer.error(&self.socket, error).await,
                }
            }
            Ok(Request::IceServers(_)) => match &self.presence {
                Some(presence) => answer.ok(self.ice_servers(&presence.participant)).await,
                None => answer.error(&self.socket, not_joined()).await,
            },
        }
    }

    /// Hands a command to the room, whose answer comes back in order.
    async fn command(&mut self, command: Command, answer: Answer) -> Result<(), Broken> {
        let input = RoomInput::Command { connection: self.id, command };
        self.ask(input, Pending::Command(answer)).await
    }

    /// Writes, once the room allows it; what follows waits until the message is kept.
    async fn chat(
        &mut self,
        to: Option<ParticipantId>,
        request: ChatRequest,
        answer: Answer,
    ) -> Result<(), Broken> {
        let input = RoomInput::ChatRequest { connection: self.id, to };
        self.ask(input, Pending::Chat(request, answer)).await?;
        self.settle().await
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
                let answer = self.pending.pop_front().ok_or(Broken)?.into_answer();
                match result {
                    Ok(()) => {
                        if answer.event() == "leave"
                            && let Some(presence) = self.presence.take()
                        {
                            self.shared.parts.ice.revoke(&presence.participant);
                        }
                        answer.ok(Empty {}).await
                    }
                    Err(error) => answer.error(&self.socket, wire::error(error)).await,
                }
            }
            Some(Outbound::Reply(Reply::ChatParties(result))) => {
                let Some(Pending::Chat(request, answer)) = self.pending.pop_front() else {
                    return Err(Broken);
                };
                let presence = self.presence.as_ref().ok_or(Broken)?;
                let kept = match result {
                    Ok(parties) => chat::keep(&self.shared, presence, request, parties).await,
                    Err(error) => Err(wire::error(error)),
                };
                match kept {
                    Ok(message) => answer.ok(message).await,
                    Err(error) => answer.error(&self.socket, error).await,
                }
            }
            Some(Outbound::Superseded) => {
                self.presence = None;
                for pending in std::mem::take(&mut self.pending) {
                    pending.into_answer().error(&self.socket, not_joined()).await?;
                }
                emit(&self.socket, &ServerEvent::Superseded(Superseded {})).await
            }
            // Replies to joins are taken where the join was sent.
            Some(Outbound::Reply(Reply::Joined(_) | Reply::Closed)) => Err(Broken),
            // The room dropped this connection because it did not keep up, or the server stops.
            None => Err(Broken),
        }
    }

    async fn join(&mut self, request: JoinRequest) -> Result<JoinReply, ErrorBody> {
        let JoinRequest { meeting_id, name, media, token, last_seq } = request;
        if self.presence.is_some() {
            return Err(wire::error(RoomError::AlreadyJoined));
        }
        self.shared.parts.storage.meeting(&meeting_id).await.map_err(|error| {
            let message = format!("there is no meeting {meeting_id}");
            wire::storage_error(&error, ErrorBody::new(ErrorCode::MeetingNotFound, message))
        })?;
        let (id, returning) = match token {
            None => (ParticipantId::random(&mut rand::rng()), None),
            Some(token) => {
                let Claims { participant, started_at, .. } = self.verify(&token, &meeting_id)?;
                (participant, Some(Returning { last_seq, started_at }))
            }
        };
        self.enter(&meeting_id, Join { id, name, media, returning }).await
    }

    /// Sends the join to the room of the meeting, again if that room closes just then.
    async fn enter(&mut self, meeting_id: &MeetingId, join: Join) -> Result<JoinReply, ErrorBody> {
        while !self.shared.stopping.is_cancelled() {
            let room = self.shared.rooms.enter(meeting_id);
            let (sender, mut outbound) = mpsc::channel(QUEUE);
            let input =
                RoomInput::Join { connection: self.id, join: join.clone(), outbound: sender };
            if room.send(input).await.is_err() {
                continue;
            }
            let outcome = match outbound.recv().await {
                Some(Outbound::Reply(Reply::Joined(result))) => result.map_err(wire::error)?,
                _ => continue,
            };
            let presence =
                Presence { meeting: meeting_id.clone(), participant: join.id, room, outbound };
            let reply = self.join_reply(meeting_id, &presence.participant, outcome);
            self.presence = Some(presence);
            return Ok(reply);
        }
        Err(closing())
    }

    fn join_reply(
        &self,
        meeting: &MeetingId,
        participant: &ParticipantId,
        outcome: JoinOutcome,
    ) -> JoinReply {
        let parts = &self.shared.parts;
        let server_time = parts.clock.now();
        let started_at = match &outcome {
            JoinOutcome::Joined { snapshot, .. } => snapshot.started_at,
            JoinOutcome::Resumed { started_at } => *started_at,
        };
        let claims =
            Claims { meeting: meeting.clone(), participant: participant.clone(), started_at };
        let token = parts.token_secret.sign(&claims, server_time);
        let ice = self.ice_servers(participant);
        let participant_id = participant.clone();
        match outcome {
            JoinOutcome::Joined { snapshot, seq } => JoinReply::Joined {
                participant_id,
                token,
                room: wire::snapshot(meeting.clone(), snapshot),
                seq,
                ice,
                server_time,
                grace_ms: u64::try_from(parts.policy.grace.as_millis()).unwrap_or(u64::MAX),
            },
            JoinOutcome::Resumed { .. } => {
                JoinReply::Resumed { participant_id, token, ice, server_time }
            }
        }
    }

    fn verify(&self, token: &str, meeting: &MeetingId) -> Result<Claims, ErrorBody> {
        let parts = &self.shared.parts;
        let claims = parts.token_secret.verify(token, parts.clock.now());
        claims.filter(|claims| claims.meeting == *meeting).ok_or_else(|| {
            let message = "the token is not one for this meeting, or has expired";
            ErrorBody::new(ErrorCode::InvalidToken, message)
        })
    }

    fn ice_servers(&self, participant: &ParticipantId) -> IceServers {
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

fn not_joined() -> ErrorBody {
    wire::error(RoomError::NotJoined)
}

fn closing() -> ErrorBody {
    ErrorBody::new(ErrorCode::ServerClosing, "the server is stopping")
}
