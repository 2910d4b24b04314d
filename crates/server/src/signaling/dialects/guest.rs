//! Connection of a client whose dialect has rooms. It takes part like any participant, always with
//! the role of guest.

use std::marker::PhantomData;
use std::sync::Arc;

use convene_dialects::{Asked, Context, Emit, Entry, Limit, Message, RoomView, Vocabulary};
use convene_model::{
    ChatText, ClientMessageId, DisplayName, InterviewRole, LinkId, MediaState, ParticipantId,
};
use convene_protocol::{ErrorBody, SendChatRequest};
use convene_room::{Action, Command, ConnectionId, Foreign, Join, JoinOutcome, RoomError};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::sync::oneshot;

use super::INSTANCE;
use crate::rooms::{Outbound, Outlet, named_room};
use crate::signaling::chat::{self, Allowed, ChatRequest};
use crate::signaling::connection::Presence;
use crate::signaling::inbound::{Content, Packet, Packets};
use crate::signaling::join::{enter_room, open_room};
use crate::signaling::limits::Meter;
use crate::signaling::outbound::{Broken, emit_plain};
use crate::signaling::speaker::{self, Speaker};
use crate::signaling::{Caller, Shared, room_key, wire};
use crate::transport::{Run, Socket};

/// The answer to a refused request.
enum Refusal {
    /// The reason, sent as the `error` event of all dialects.
    Error(String),
    Other(Emit),
}

/// The future that handles a socket of a dialect with rooms. `None` if the socket's id is no
/// participant id.
pub(super) fn run<V: Vocabulary>(
    shared: &Arc<Shared>,
    caller: &Arc<Caller>,
    id: ConnectionId,
    socket: Socket,
    meter: Meter,
) -> Option<Run> {
    let participant = socket.id().parse().ok()?;
    let limiter = |limit: &Limit| RateLimiter::direct(Quota::per_second(limit.per_second));
    let span = tracing::info_span!("guest", id = id.0, dialect = socket.namespace());
    let packets = Packets::new(socket.clone(), meter);
    let guest = Guest::<V> {
        id,
        shared: Arc::clone(shared),
        caller: Arc::clone(caller),
        socket,
        participant,
        inside: None,
        entered: None,
        limits: V::LIMITS.iter().map(limiter).collect(),
        vocabulary: PhantomData,
    };
    Some(speaker::run(shared, packets, guest, span))
}

struct Guest<V> {
    id: ConnectionId,
    shared: Arc<Shared>,
    caller: Arc<Caller>,
    socket: Socket,
    /// The participant's id, which is the socket's id.
    participant: ParticipantId,
    inside: Option<(Presence, RoomView)>,
    /// Name and profile given with the last join.
    entered: Option<(DisplayName, Foreign)>,
    /// Rate limiters of [`Vocabulary::LIMITS`], in the same order.
    limits: Vec<DefaultDirectRateLimiter>,
    vocabulary: PhantomData<V>,
}

/// An event for a client of a dialect.
enum News {
    /// `None`: the room dropped this connection, or the server is stopping.
    Room(Option<Outbound>),
    /// The time of the vocabulary's next periodic event has come.
    Due,
}

impl<V: Vocabulary> Speaker for Guest<V> {
    type News = News;

    async fn news(&mut self) -> News {
        let due = self.due();
        tokio::select! {
            biased;
            outbound = next_outbound(&mut self.inside) => News::Room(outbound),
            () = sleep_until(due) => News::Due,
        }
    }

    async fn handle_news(&mut self, news: News) -> Result<(), Broken> {
        match news {
            News::Room(outbound) => self.handle_outbound(outbound),
            News::Due => self.say(),
        }
    }

    async fn handle_packet(&mut self, packet: Packet) -> Result<(), Broken> {
        let Packet { content, answer } = packet;
        let outcome = match content {
            Content::Text(text) => match Message::parse(&text) {
                Ok(message) => self.handle_message(&message).await?,
                Err(error) => Err(Refusal::Error(error)),
            },
            Content::Binary => Err(Refusal::Error("binary data is not accepted".to_owned())),
            Content::TooSoon(wait) => {
                let message = format!("too many events; try again in {} ms", wait.as_millis() + 1);
                Err(Refusal::Error(message))
            }
        };
        // The original clients ask for no acknowledgement; a client that does gets one.
        match outcome {
            Ok(()) => answer.plain(None),
            Err(Refusal::Error(message)) => answer.plain(Some(&message)),
            Err(Refusal::Other(refusal)) => {
                self.emit(vec![refusal])?;
                answer.plain(None)
            }
        }
    }

    /// The client cannot come back as this participant, so the participant leaves without a grace
    /// period.
    async fn leave(mut self) {
        if let Some((presence, _)) = self.inside.take() {
            presence.room.command(self.id, Command::Leave, |_| {});
            presence.room.disconnect(self.id);
        }
    }
}

impl<V: Vocabulary> Guest<V> {
    /// Handles a message from the client.
    async fn handle_message(&mut self, message: &Message) -> Result<Result<(), Refusal>, Broken> {
        if let Err(above) = self.check_limits(&message.event) {
            self.emit(above.into_iter().collect())?;
            return Ok(Ok(()));
        }
        let view = self.inside.as_ref().map(|(_, view)| view);
        let event = message.event.as_str();
        if event != V::JOIN
            && let Some(room) = message.room(!V::TEXTS.contains(&event))
            && view.is_none_or(|view| room != view.name.as_str())
        {
            return Ok(Err(Refusal::Error("you are not in this room".to_owned())));
        }
        let context = Context { now: self.shared.parts.clock.now(), instance: &INSTANCE };
        let asked = match V::ask(message, view, context) {
            Ok(asked) => asked,
            Err(error) => return Ok(Err(Refusal::Error(error))),
        };
        let outcome = match asked {
            Asked::Tell(emits) => Ok(emits),
            Asked::Join(entry) if self.is_in_as(&entry) => self.stay(entry.media).await?,
            Asked::Join(entry) => {
                self.leave_room().await?;
                self.join(entry).await.map_err(Refusal::Error)
            }
            _ if self.inside.is_none() => Err(Refusal::Error("join a room first".to_owned())),
            Asked::Leave => {
                self.leave_room().await?;
                Ok(Vec::new())
            }
            Asked::Commands { commands, done, refused } => {
                let mut outcome = Ok(());
                for command in commands {
                    let result = self.command(command).await?;
                    outcome = outcome.and(result);
                }
                outcome.map(|()| done).map_err(|error| match refused {
                    Some(refused) => Refusal::Other(refused.event(&error)),
                    None => Refusal::Error(error),
                })
            }
            Asked::Chat(text) => {
                let sent = self.chat(text).await?;
                sent.map(|()| Vec::new()).map_err(|error| Refusal::Error(error.message))
            }
        };
        match outcome {
            Ok(emits) => {
                self.emit(emits)?;
                Ok(Ok(()))
            }
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// Counts an event that has a limit of its own. Above the limit, returns the event for the
    /// client, if the vocabulary has one.
    fn check_limits(&self, event: &str) -> Result<(), Option<Emit>> {
        for (limit, limiter) in V::LIMITS.iter().zip(&self.limits) {
            if !limit.events.contains(&event) {
                continue;
            }
            if let Err(over) = limiter.check() {
                let wait = over.wait_time_from(DefaultClock::default().now());
                return Err(limit.above.map(|above| above(event, wait)));
            }
        }
        Ok(())
    }

    /// True if this join repeats the current one: same room, same name and profile.
    fn is_in_as(&self, entry: &Entry) -> bool {
        let inside = self.inside.as_ref().map(|(_, view)| &view.name);
        let entered = self.entered.as_ref();
        V::STAYS
            && inside == Some(&entry.room)
            && entered
                .is_some_and(|(name, foreign)| *name == entry.name && *foreign == entry.foreign)
    }

    /// Answers a repeated join, updating only the media state.
    async fn stay(&mut self, media: MediaState) -> Result<Result<Vec<Emit>, Refusal>, Broken> {
        let is_told = self.entered.as_ref().is_some_and(|(_, foreign)| foreign.told_media);
        let before = self.inside.as_ref().and_then(|(_, view)| view.me()).map(|me| me.media);
        let before = before.unwrap_or_default();
        let media = MediaState { camera: media.camera, microphone: media.microphone, ..before };
        if is_told && media != before {
            // Every role may set its own media state, so the result needs no check.
            let _ = self.command(Command::SetMedia(media)).await?;
        }
        let emits = self.inside.as_ref().map(|(_, view)| V::entered(view));
        Ok(Ok(emits.unwrap_or_default()))
    }

    /// Joins a room; returns the events that answer the newcomer.
    async fn join(&mut self, entry: Entry) -> Result<Vec<Emit>, String> {
        let Entry { room, name, media, foreign, plays } = entry;
        self.entered = Some((name.clone(), foreign.clone()));
        let parts = &self.shared.parts;
        let address = self.caller.address;
        let made_by = (&*parts.meetings_by_address, address);
        let now = parts.clock.now();
        let meeting = named_room(&parts.storage, &room, made_by, now).await.map_err(|error| {
            tracing::debug!(%error, "no room");
            error.to_string()
        })?;
        let join = Join {
            id: self.participant.clone(),
            name,
            media,
            returning: None,
            host: false,
            password: None,
            network: parts.token_secret.network_tag(&meeting, address),
            link: plays.then(|| (InterviewRole::Interviewer, LinkId::random(&mut rand::rng()))),
            foreign: Some(foreign),
            can_forward: false,
            stream: None,
        };
        let mut live = open_room(&self.shared, &meeting).await.map_err(|error| error.message)?;
        let outlet = |task| Outlet::translated(task, address);
        let entered = enter_room(&self.shared, self.id, &mut live, &join, outlet).await;
        let (presence, outcome) =
            entered.map_err(|error| error.message)?.map_err(|error| error.to_string())?;
        match outcome {
            JoinOutcome::Joined { snapshot, .. } => {
                self.socket.move_to(room_key(&meeting));
                let view = RoomView::new(room, self.participant.clone(), snapshot);
                let emits = V::entered(&view);
                self.inside = Some((presence, view));
                Ok(emits)
            }
            // Unreachable: the room refuses foreign participants that would have to wait, and they
            // have no token to resume with.
            JoinOutcome::Waiting { .. } | JoinOutcome::Resumed { .. } => {
                Err(RoomError::Lobby.to_string())
            }
        }
    }

    async fn leave_room(&mut self) -> Result<(), Broken> {
        if self.inside.is_some() {
            // Every role may leave, so the result needs no check.
            let _ = self.command(Command::Leave).await?;
            self.inside = None;
        }
        Ok(())
    }

    /// Applies a command, then sends the client the events that the room queued meanwhile.
    async fn command(&mut self, command: Command) -> Result<Result<(), String>, Broken> {
        let (presence, _) = self.inside.as_ref().ok_or(Broken)?;
        let (sender, outcome) = oneshot::channel();
        presence.room.command(self.id, command, |result| {
            let _ = sender.send(result);
        });
        let outcome = outcome.await.map_err(|_| Broken)?;
        self.tell_what_waits()?;
        // Dialects cannot express "applied but not kept": it counts as done.
        Ok(outcome.map(|_| ()).map_err(|error| error.to_string()))
    }

    async fn chat(&mut self, text: ChatText) -> Result<Result<(), ErrorBody>, Broken> {
        let (presence, _) = self.inside.as_ref().ok_or(Broken)?;
        let (ticket, parties) = match presence.room.chat_request(self.id, Action::Chat, None) {
            Ok(allowed) => allowed,
            Err(error) => return Ok(Err(wire::error(&error))),
        };
        let client_id = ClientMessageId::random(&mut rand::rng());
        let request = ChatRequest::Send(SendChatRequest { client_id, text, to: None });
        let allowed = Allowed { request, ticket, parties };
        let (shared, room) = (Arc::clone(&self.shared), presence.room.clone());
        // Runs to the end even if this connection closes meanwhile: later messages wait for this
        // one.
        let keeping = self
            .shared
            .tasks
            .spawn(async move { chat::keep(&shared, &room, allowed).await.map(|_| ()) });
        keeping.await.map_err(|_| Broken)
    }

    /// Sends the client all events that the room has queued.
    fn tell_what_waits(&mut self) -> Result<(), Broken> {
        while let Some((presence, _)) = &mut self.inside
            && let Ok(outbound) = presence.outbound.try_recv()
        {
            self.handle_outbound(Some(outbound))?;
        }
        Ok(())
    }

    fn handle_outbound(&mut self, outbound: Option<Outbound>) -> Result<(), Broken> {
        match outbound {
            Some(Outbound::Event(event)) => {
                let now = self.shared.parts.clock.now();
                let (_, view) = self.inside.as_mut().ok_or(Broken)?;
                let emits = view.take_in(&event).map(|news| V::translate(view, &news, now));
                self.emit(emits.unwrap_or_default())
            }
            Some(Outbound::Dismissed(why)) => {
                self.inside = None;
                self.emit(vec![V::dismissed(why)])?;
                Err(Broken)
            }
            // The last two never occur: no other connection takes up this participant, and it never
            // waits in the lobby.
            None | Some(Outbound::Superseded | Outbound::Admitted { .. }) => Err(Broken),
        }
    }

    fn due(&self) -> Option<tokio::time::Instant> {
        let clock = &self.shared.parts.clock;
        let (_, view) = self.inside.as_ref()?;
        V::due(view, clock.now()).map(|at| clock.instant(at))
    }

    fn say(&mut self) -> Result<(), Broken> {
        let now = self.shared.parts.clock.now();
        let emits = self.inside.as_ref().map(|(_, view)| V::tick(view, now));
        self.emit(emits.unwrap_or_default())
    }

    fn emit(&self, emits: Vec<Emit>) -> Result<(), Broken> {
        for Emit { event, payload } in emits {
            emit_plain(&self.socket, event, payload.as_ref())?;
        }
        Ok(())
    }
}

async fn next_outbound(inside: &mut Option<(Presence, RoomView)>) -> Option<Outbound> {
    match inside {
        Some((presence, _)) => presence.outbound.recv().await,
        None => std::future::pending().await,
    }
}

async fn sleep_until(at: Option<tokio::time::Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}
