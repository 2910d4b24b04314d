//! The task of a connection that speaks a dialect with rooms: a participant like any other, and always a guest.

use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use convene_model::{
    ChatText, ClientMessageId, DisplayName, InterviewRole, LinkId, MediaState, RoomName, Timestamp,
};
use convene_protocol::{ErrorBody, SendChatRequest};
use convene_room::{
    Action, Command, ConnectionId, Dismissal, Foreign, Join, JoinOutcome, RoomError,
};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use serde_json::json;
use socketioxide::extract::SocketRef;
use tokio::sync::mpsc;
use tracing::Instrument as _;

use super::Emit;
use super::guest_ids::GuestParticipant;
use super::message::Message;
use super::room_view::{News, RoomView};
use crate::rooms::{Outbound, Reply, RoomInput, named_room};
use crate::signaling::chat::{self, ChatRequest};
use crate::signaling::connection::Presence;
use crate::signaling::inbound::{Content, Listener, Packet, Queue};
use crate::signaling::join::enter_room;
use crate::signaling::outbound::{Broken, emit_plain};
use crate::signaling::{Shared, client_address, wire};

/// A dialect with rooms: what its events mean, and what it says of what happens.
pub(super) trait Vocabulary: Send + Sync + 'static {
    /// The event by which a room is entered.
    const JOIN: &'static str;

    /// What is limited beyond what all connections are.
    const LIMITS: &'static [Limit] = &[];

    /// Events whose bare text, if they come with one, is not a room's name.
    const TEXTS: &'static [&'static str] = &[];

    /// Whether who joins the room it is in, as who it is in it, just stays: some clients join twice without meaning to.
    const STAYS: bool = true;

    /// What an event asks for; `room` is there for who is in one.
    fn ask(message: &Message, room: Option<&RoomView>) -> Result<Asked, String>;

    /// What who has come in is told.
    fn entered(room: &RoomView) -> Vec<Emit>;

    /// What is told of news, which `room` has taken in.
    fn told(room: &RoomView, news: &News<'_>) -> Vec<Emit>;

    /// When something is to be said though nothing happens.
    fn due(_room: &RoomView, _now: Timestamp) -> Option<Timestamp> {
        None
    }

    /// What is said then.
    fn said(_room: &RoomView, _now: Timestamp) -> Vec<Emit> {
        Vec::new()
    }

    /// What is said to who must leave, before the connection is closed.
    fn dismissed(why: Dismissal) -> Emit {
        Emit::new("error", json!({ "message": dismissal(why) }))
    }
}

/// Events that share a limit.
pub(super) struct Limit {
    pub(super) events: &'static [&'static str],
    pub(super) per_second: NonZeroU32,
    /// What is said of those above it, after how long another may be sent; `None` drops them silently.
    pub(super) above: Option<fn(&str, Duration) -> Emit>,
}

/// What an event asks for.
pub(super) enum Asked {
    Join(Entry),
    Leave,
    /// Something of the room.
    Commands {
        commands: Vec<Command>,
        /// What the sender is told once all is done,
        done: Vec<Emit>,
        /// and what if something is refused, where there is a word for it.
        refused: Option<Refused>,
    },
    Chat(ChatText),
    /// Something that can be answered here and now.
    Tell(Vec<Emit>),
}

/// Says in a dialect's own words that something is refused, and why.
pub(super) type Refused = Box<dyn Fn(&str) -> Emit + Send + Sync>;

/// What the sender of something that is refused is told.
enum Refusal {
    /// Why, as all dialects say it.
    Error(String),
    Other(Emit),
}

impl Asked {
    /// A command of which nobody but the room says anything.
    pub(super) fn command(command: Command) -> Self {
        Self::commands(vec![command])
    }

    pub(super) fn commands(commands: Vec<Command>) -> Self {
        Self::Commands { commands, done: Vec::new(), refused: None }
    }
}

/// How somebody enters.
pub(super) struct Entry {
    pub(super) room: RoomName,
    pub(super) name: DisplayName,
    pub(super) media: MediaState,
    pub(super) foreign: Foreign,
    /// Whether it plays a part in the room's interview.
    pub(super) plays: bool,
}

/// What is sent by who has not said what it sends.
pub(super) const UNTOLD: MediaState =
    MediaState { microphone: true, camera: true, screen_share: false, screen_share_audio: false };

/// Why somebody must leave, for people.
pub(super) const fn dismissal(why: Dismissal) -> &'static str {
    match why {
        Dismissal::Denied => "a host did not let you in",
        Dismissal::Removed { .. } => "a host has removed you",
        Dismissal::Ended => "a host has ended the meeting",
    }
}

/// Starts the task of a connection that has been admitted.
pub(super) fn spawn<V: Vocabulary>(shared: &Arc<Shared>, socket: SocketRef) {
    let Some(listener) = socket.extensions.get::<Listener>() else { return };
    let Some(Queue { packets, place }) = listener.take() else { return };
    let Ok(socket_id) = socket.id.as_str().parse() else { return };
    let participant = shared.guest_ids.take(socket_id);
    let limiter = |limit: &Limit| RateLimiter::direct(Quota::per_second(limit.per_second));
    let span = tracing::info_span!("guest", id = listener.id.0, dialect = socket.ns());
    let guest = Guest::<V> {
        id: listener.id,
        shared: Arc::clone(shared),
        socket,
        participant,
        inside: None,
        entered: None,
        limits: V::LIMITS.iter().map(limiter).collect(),
        vocabulary: PhantomData,
    };
    let run = async move {
        let _place = place;
        guest.run(packets, listener).await;
    };
    shared.tasks.spawn(run.instrument(span));
}

struct Guest<V> {
    id: ConnectionId,
    shared: Arc<Shared>,
    socket: SocketRef,
    /// By what the others know this one: the socket's id, unless another namespace over the same transport has it.
    participant: GuestParticipant,
    inside: Option<(Presence, RoomView)>,
    /// As whom it came in last.
    entered: Option<(DisplayName, Foreign)>,
    /// Of [`Vocabulary::LIMITS`], in its order.
    limits: Vec<DefaultDirectRateLimiter>,
    vocabulary: PhantomData<V>,
}

impl<V: Vocabulary> Guest<V> {
    async fn run(mut self, mut packets: mpsc::Receiver<Packet>, listener: Listener) {
        self.shared.open.fetch_add(1, Ordering::Relaxed);
        tracing::debug!("connected");
        let stopping = self.shared.stopping.clone();
        loop {
            let due = self.due();
            // In the same order as the native connection, for the same reasons.
            let step = tokio::select! {
                biased;
                () = stopping.cancelled() => break,
                outbound = next_outbound(&mut self.inside) => self.handle_outbound(outbound).await,
                Some(packet) = packets.recv() => self.handle_packet(packet).await,
                () = sleep_until(due) => self.say().await,
                () = listener.closed.cancelled() => break,
            };
            if step.is_err() {
                // A socket that is closed has perhaps a successor over the same transport, with the same id.
                if !listener.closed.is_cancelled() {
                    let _ = self.socket.clone().disconnect();
                }
                break;
            }
        }
        // It cannot come back as the one it was, so there is nothing to wait for.
        if let Some((presence, _)) = self.inside.take() {
            let leave = RoomInput::Command { connection: self.id, command: Command::Leave };
            let _ = presence.room.send(leave).await;
            let _ = presence.room.send(RoomInput::Disconnect { connection: self.id }).await;
        }
        self.shared.open.fetch_sub(1, Ordering::Relaxed);
        tracing::debug!("disconnected");
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
        // None of the originals' clients asks for an acknowledgement; who does gets one.
        match outcome {
            Ok(()) => answer.plain(&self.socket, None).await,
            Err(Refusal::Error(message)) => answer.plain(&self.socket, Some(&message)).await,
            Err(Refusal::Other(refusal)) => {
                self.emit(vec![refusal]).await?;
                answer.plain(&self.socket, None).await
            }
        }
    }

    /// Does what a message asks for.
    async fn handle_message(&mut self, message: &Message) -> Result<Result<(), Refusal>, Broken> {
        if let Err(above) = self.check_limits(&message.event) {
            self.emit(above.into_iter().collect()).await?;
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
        let asked = match V::ask(message, view) {
            Ok(asked) => asked,
            Err(error) => return Ok(Err(Refusal::Error(error))),
        };
        let outcome = match asked {
            Asked::Tell(emits) => Ok(emits),
            Asked::Join(entry) if self.is_in_as(&entry) => self.stay(entry.media).await?,
            Asked::Join(entry) => {
                self.leave().await?;
                self.join(entry).await.map_err(Refusal::Error)
            }
            _ if self.inside.is_none() => Err(Refusal::Error("join a room first".to_owned())),
            Asked::Leave => {
                self.leave().await?;
                Ok(Vec::new())
            }
            Asked::Commands { commands, done, refused } => {
                let mut outcome = Ok(());
                for command in commands {
                    let result = self.command(command).await?;
                    outcome = outcome.and(result);
                }
                outcome.map(|()| done).map_err(|error| match refused {
                    Some(refused) => Refusal::Other(refused(&error)),
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
                self.emit(emits).await?;
                Ok(Ok(()))
            }
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// Counts one more of the events that have limits of their own, or says what to tell.
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

    /// Whether this is how it is in that room already.
    fn is_in_as(&self, entry: &Entry) -> bool {
        let inside = self.inside.as_ref().map(|(_, view)| &view.name);
        let entered = self.entered.as_ref();
        V::STAYS
            && inside == Some(&entry.room)
            && entered
                .is_some_and(|(name, foreign)| *name == entry.name && *foreign == entry.foreign)
    }

    /// Joins the room it is in.
    async fn stay(&mut self, media: MediaState) -> Result<Result<Vec<Emit>, Refusal>, Broken> {
        let is_told = self.entered.as_ref().is_some_and(|(_, foreign)| foreign.told_media);
        let before = self.inside.as_ref().and_then(|(_, view)| view.me()).map(|me| me.media);
        let before = before.unwrap_or_default();
        let media = MediaState { camera: media.camera, microphone: media.microphone, ..before };
        if is_told && media != before {
            // It may tell what it sends.
            let _ = self.command(Command::SetMedia(media)).await?;
        }
        let emits = self.inside.as_ref().map(|(_, view)| V::entered(view));
        Ok(Ok(emits.unwrap_or_default()))
    }

    /// Enters a room; what the newcomer is told.
    async fn join(&mut self, entry: Entry) -> Result<Vec<Emit>, String> {
        let Entry { room, name, media, foreign, plays } = entry;
        self.entered = Some((name.clone(), foreign.clone()));
        let parts = &self.shared.parts;
        let address = client_address(&self.socket);
        let made_by = (&*parts.meetings_by_address, address);
        let now = parts.clock.now();
        let meeting = named_room(&parts.storage, &room, made_by, now).await.map_err(|error| {
            tracing::debug!(%error, "no room");
            error.to_string()
        })?;
        let join = Join {
            id: self.participant.id().clone(),
            name,
            media,
            returning: None,
            host: false,
            password: None,
            network: parts.token_secret.network_tag(&meeting, address),
            link: plays.then(|| (InterviewRole::Interviewer, LinkId::random(&mut rand::rng()))),
            foreign: Some(foreign),
        };
        let entered = enter_room(&self.shared, self.id, &meeting, &join).await;
        let (presence, outcome) =
            entered.map_err(|error| error.message)?.map_err(|error| error.to_string())?;
        match outcome {
            JoinOutcome::Joined { snapshot, .. } => {
                let view = RoomView::new(room, self.participant.id().clone(), snapshot);
                let emits = V::entered(&view);
                self.inside = Some((presence, view));
                Ok(emits)
            }
            // The room refuses who cannot wait or come back.
            JoinOutcome::Waiting { .. } | JoinOutcome::Resumed { .. } => {
                Err(RoomError::Lobby.to_string())
            }
        }
    }

    async fn leave(&mut self) -> Result<(), Broken> {
        if self.inside.is_some() {
            // Whoever is in a room may leave it.
            let _ = self.command(Command::Leave).await?;
            self.inside = None;
        }
        Ok(())
    }

    /// Has the room do something.
    async fn command(&mut self, command: Command) -> Result<Result<(), String>, Broken> {
        let input = RoomInput::Command { connection: self.id, command };
        match self.ask(input).await? {
            Reply::Done(Ok(kept)) => {
                let is_kept = match kept {
                    Some(kept) => kept.await.unwrap_or(false),
                    None => true,
                };
                let lost = "this holds for now, but the server could not keep it";
                Ok(if is_kept { Ok(()) } else { Err(lost.to_owned()) })
            }
            Reply::Done(Err(error)) => Ok(Err(error.to_string())),
            _ => Err(Broken),
        }
    }

    async fn chat(&mut self, text: ChatText) -> Result<Result<(), ErrorBody>, Broken> {
        let (action, to) = (Action::Chat, None);
        let input = RoomInput::ChatRequest { connection: self.id, action, to };
        let parties = match self.ask(input).await? {
            Reply::ChatParties(Ok(parties)) => parties,
            Reply::ChatParties(Err(error)) => return Ok(Err(wire::error(&error))),
            _ => return Err(Broken),
        };
        let (presence, _) = self.inside.as_ref().ok_or(Broken)?;
        let client_id = ClientMessageId::random(&mut rand::rng());
        let request = ChatRequest::Send(SendChatRequest { client_id, text, to: None });
        Ok(chat::keep(&self.shared, presence, request, parties).await.map(|_| ()))
    }

    /// Asks the room something, and waits until it answers. What it says before that is told.
    async fn ask(&mut self, input: RoomInput) -> Result<Reply, Broken> {
        let (presence, _) = self.inside.as_ref().ok_or(Broken)?;
        presence.room.send(input).await.map_err(|_| Broken)?;
        loop {
            match next_outbound(&mut self.inside).await {
                Some(Outbound::Reply(reply)) => return Ok(reply),
                outbound => self.handle_outbound(outbound).await?,
            }
        }
    }

    async fn handle_outbound(&mut self, outbound: Option<Outbound>) -> Result<(), Broken> {
        match outbound {
            Some(Outbound::Event { event, .. }) => {
                let (_, view) = self.inside.as_mut().ok_or(Broken)?;
                let emits = view.take_in(&event).map(|news| V::told(view, &news));
                self.emit(emits.unwrap_or_default()).await
            }
            Some(Outbound::Dismissed(why)) => {
                self.inside = None;
                self.emit(vec![V::dismissed(why)]).await?;
                Err(Broken)
            }
            // The room dropped this connection, or the server stops. Nobody else takes up its participant, and it never
            // waits.
            None | Some(Outbound::Superseded | Outbound::Admitted { .. } | Outbound::Reply(_)) => {
                Err(Broken)
            }
        }
    }

    fn due(&self) -> Option<tokio::time::Instant> {
        let clock = &self.shared.parts.clock;
        let (_, view) = self.inside.as_ref()?;
        V::due(view, clock.now()).map(|at| clock.instant(at))
    }

    async fn say(&mut self) -> Result<(), Broken> {
        let now = self.shared.parts.clock.now();
        let emits = self.inside.as_ref().map(|(_, view)| V::said(view, now));
        self.emit(emits.unwrap_or_default()).await
    }

    async fn emit(&self, emits: Vec<Emit>) -> Result<(), Broken> {
        for Emit { event, payload } in emits {
            emit_plain(&self.socket, event, payload.as_ref()).await?;
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
