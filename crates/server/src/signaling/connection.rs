//! Connection of a native client: the only code that acts for it. It runs in the task of its
//! transport.

use std::sync::Arc;

use convene_model::{MeetingId, ParticipantId};
use convene_protocol::{
    ErrorBody, ErrorCode, IceServers, ListViewersRequest, MediaOfferRequest, ServerClosing,
    ServerEvent, Superseded, TimeReply, ViewerPage, parse_request,
};
use convene_room::{Action, Command, ConnectionId, RoomError};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use super::calls::SignedInAs;
use super::chat::{self, Allowed};
use super::inbound::{Content, Packet, Packets};
use super::lane::{BUSY, Lane, Slow};
use super::limits::Meter;
use super::outbound::{Answer, Broken, emit};
use super::password::OwnChanges;
use super::request::Asked;
use super::speaker::{self, Speaker};
use super::{Caller, Shared, wire};
use crate::calls::{CallInput, CallOutbound};
use crate::rooms::{LiveRoom, Outbound};
use crate::transport::{Run, Socket};

/// Delay after which a client should reconnect to a stopping server.
const RECONNECT_AFTER_MS: u64 = 1000;

/// Viewers in a page, unless the client asks for another number.
const VIEWERS_IN_PAGE: u8 = 50;

/// The future that handles a socket of the native namespace.
pub(super) fn run(
    shared: &Arc<Shared>,
    caller: &Arc<Caller>,
    id: ConnectionId,
    socket: Socket,
    meter: Meter,
) -> Run {
    let span = tracing::info_span!("connection", id = id.0);
    let packets = Packets::new(socket.clone(), meter);
    let connection = Connection {
        id,
        shared: Arc::clone(shared),
        caller: Arc::clone(caller),
        socket,
        presence: None,
        person: None,
        password_changes: OwnChanges::default(),
    };
    speaker::run(shared, packets, connection, span)
}

pub(super) struct Connection {
    pub(super) id: ConnectionId,
    pub(super) shared: Arc<Shared>,
    pub(super) caller: Arc<Caller>,
    pub(super) socket: Socket,
    /// The participant of this connection, once it has joined a room or waits in the lobby.
    pub(super) presence: Option<Presence>,
    /// The person signed in on this connection, who can call and be called.
    pub(super) person: Option<SignedInAs>,
    password_changes: OwnChanges,
}

pub(super) struct Presence {
    pub(super) participant: ParticipantId,
    /// In an interview, the link the participant joined with.
    pub(super) link: Option<convene_model::LinkId>,
    pub(super) room: LiveRoom,
    pub(super) outbound: mpsc::Receiver<Outbound>,
    /// False while the participant waits in the lobby.
    pub(super) admitted: bool,
    /// Queue of the task for slow requests; created with the first one.
    pub(super) lane: Option<mpsc::Sender<Slow>>,
}

impl Presence {
    pub(super) fn meeting(&self) -> &MeetingId {
        self.room.meeting()
    }
}

/// An event for a native client.
pub(super) enum News {
    /// `None`: the room dropped this connection because it was too slow, or the server is stopping.
    Room(Option<Outbound>),
    /// `None`: the same, from the owner of calls.
    Calls(Option<CallOutbound>),
}

impl Speaker for Connection {
    type News = News;

    async fn news(&mut self) -> News {
        tokio::select! {
            biased;
            outbound = next_outbound(&mut self.presence) => News::Room(outbound),
            told = next_told(&mut self.person) => News::Calls(told),
        }
    }

    async fn handle_news(&mut self, news: News) -> Result<(), Broken> {
        match news {
            News::Room(outbound) => self.handle_outbound(outbound).await,
            News::Calls(told) => self.handle_told(told).await,
        }
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
            Err(error) => return answer.error(error),
        };
        match asked {
            Asked::Join(request) => {
                let answered = match self.join(request).await {
                    Ok(reply) => answer.ok(reply),
                    Err(error) => answer.error(error),
                };
                // Events since the join were held back until the reply was queued.
                if let Some(presence) = &self.presence {
                    presence.room.release(self.id);
                }
                answered
            }
            Asked::Command(Command::Leave) => {
                self.command(Command::Leave, answer)?;
                // The next request, such as a join, must find this connection without a
                // participant.
                if self.presence.take().is_some() {
                    self.left_room().await;
                }
                Ok(())
            }
            Asked::Command(command) => self.command(command, answer),
            Asked::Password(None) => self.slow(Slow::Password(None, answer)),
            // The permission is checked before the password is hashed: hashing for a participant
            // who may not set it would waste work.
            Asked::Password(password) => {
                let (passwords, address) = (&self.shared.passwords, self.caller.address);
                let allowed = self.may(Action::SetPassword);
                match allowed
                    .and_then(|()| passwords.may_change(&mut self.password_changes, address))
                {
                    Ok(()) => self.slow(Slow::Password(password, answer)),
                    Err(error) => answer.error(error),
                }
            }
            // A new name counts as a new room does: otherwise one could find out which names are in
            // use.
            Asked::Name(name) => {
                let limited = || match &name {
                    Some(_) => self.shared.parts.meetings_by_address.check(self.caller.address),
                    None => Ok(()),
                };
                let allowed = self.may(Action::SetTitle);
                match allowed.and_then(|()| limited().map_err(ErrorBody::rate_limited)) {
                    Ok(()) => self.slow(Slow::Name(name, answer)),
                    Err(error) => answer.error(error),
                }
            }
            Asked::Chat(request) => {
                let Some(presence) = &self.presence else { return answer.error(not_joined()) };
                let (action, to) = (request.action(), request.to());
                match presence.room.chat_request(self.id, action, to) {
                    Ok((ticket, parties)) => {
                        let allowed = Allowed { request, ticket, parties };
                        self.slow(Slow::Chat(Box::new(allowed), answer))
                    }
                    Err(error) => answer.error(wire::error(&error)),
                }
            }
            Asked::History(request) => match self.inside() {
                Some(presence) => match chat::history(&self.shared, presence, request).await {
                    Ok(page) => answer.ok(page),
                    Err(error) => answer.error(error),
                },
                None => answer.error(not_joined()),
            },
            Asked::Viewers(ListViewersRequest { after, limit }) => {
                let Some(presence) = &self.presence else { return answer.error(not_joined()) };
                let limit = limit.unwrap_or(VIEWERS_IN_PAGE).into();
                match presence.room.list_viewers(self.id, after.as_ref(), limit) {
                    Ok((viewers, has_more)) => answer.ok(ViewerPage { viewers, has_more }),
                    Err(error) => answer.error(wire::error(&error)),
                }
            }
            Asked::MediaOffer(MediaOfferRequest { direction, sdp, tracks }) => {
                let Some(presence) = &self.presence else { return answer.error(not_joined()) };
                let answered = Box::new(|result| answer.media(result));
                presence.room.media_offer(self.id, direction, sdp, tracks, answered);
                Ok(())
            }
            Asked::Time => {
                let server_time = self.shared.parts.clock.now();
                answer.ok(TimeReply { server_time })
            }
            Asked::IceServers => {
                let inside = self.inside().map(|presence| &presence.participant);
                match inside.or(self.person.as_ref().map(|person| &person.participant)) {
                    Some(participant) => answer.ok(self.ice_servers(participant)),
                    None => answer.error(not_joined()),
                }
            }
            Asked::Calls(request) => self.handle_calls(*request, answer).await,
        }
    }

    fn say_closing(&mut self) {
        let closing = ServerClosing { reconnect_after_ms: RECONNECT_AFTER_MS };
        let _ = emit(&self.socket, &ServerEvent::ServerClosing(closing));
    }

    async fn leave(mut self) {
        if let Some(presence) = self.presence.take() {
            presence.room.disconnect(self.id);
        }
        if self.person.take().is_some() {
            let _ = self.shared.calls.send(CallInput::Disconnect { connection: self.id }).await;
        }
    }
}

impl Connection {
    /// Passes a command to the room, which answers it at once or after the write to disk. The
    /// connection does not wait for the answer.
    fn command(&mut self, command: Command, answer: Answer) -> Result<(), Broken> {
        let Some(presence) = &self.presence else { return answer.error(not_joined()) };
        presence.room.command(self.id, command, |result| answer.decided(result));
        Ok(())
    }

    fn may(&self, action: Action) -> Result<(), ErrorBody> {
        let presence = self.presence.as_ref().ok_or_else(not_joined)?;
        presence.room.may(self.id, action).map_err(|error| wire::error(&error))
    }

    /// Queues a slow request. It runs after the earlier ones of this connection, while the
    /// connection goes on.
    fn slow(&mut self, slow: Slow) -> Result<(), Broken> {
        let Some(presence) = &mut self.presence else { return slow.refuse(not_joined()) };
        let lane = presence.lane.get_or_insert_with(|| {
            let lane = Lane {
                shared: Arc::clone(&self.shared),
                room: presence.room.clone(),
                connection: self.id,
                address: self.caller.address,
            };
            lane.start()
        });
        match lane.try_send(slow) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(slow) | TrySendError::Closed(slow)) => {
                slow.refuse(ErrorBody::rate_limited(BUSY))
            }
        }
    }

    async fn handle_outbound(&mut self, outbound: Option<Outbound>) -> Result<(), Broken> {
        match outbound {
            Some(Outbound::Admitted { snapshot, seq }) => {
                let mut presence = self.presence.take().ok_or(Broken)?;
                presence.admitted = true;
                let reply = self.joined_reply(&presence, *snapshot, seq);
                emit(&self.socket, &ServerEvent::Admitted(Box::new(reply)))?;
                presence.room.release(self.id);
                self.presence = Some(presence);
                Ok(())
            }
            Some(Outbound::Dismissed(why)) => {
                self.presence = None;
                self.left_room().await;
                emit(&self.socket, &wire::dismissal(why))
            }
            Some(Outbound::Superseded) => {
                self.presence = None;
                emit(&self.socket, &ServerEvent::Superseded(Superseded {}))
            }
            // Native events go straight to the socket, so none arrives here.
            Some(Outbound::Event(_)) | None => Err(Broken),
        }
    }

    /// The presence; `None` while the participant waits in the lobby.
    pub(super) fn inside(&self) -> Option<&Presence> {
        self.presence.as_ref().filter(|presence| presence.admitted)
    }

    pub(super) fn ice_servers(&self, participant: &ParticipantId) -> IceServers {
        let parts = &self.shared.parts;
        parts.ice.servers_for(participant, &self.caller.relay_at, parts.clock.now())
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

pub(super) fn not_joined() -> ErrorBody {
    wire::error(&RoomError::NotJoined)
}

pub(super) fn closing() -> ErrorBody {
    ErrorBody::new(ErrorCode::ServerClosing, "the server is stopping")
}
