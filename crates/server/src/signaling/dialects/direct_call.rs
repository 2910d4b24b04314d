//! Connections of `/direct-call`. The switchboard of guests applies the rules of calls between
//! guests, [`PersonCalls`] has the guest's calls with people, and [`convene_dialects::direct_call`]
//! holds the vocabulary.

use std::sync::Arc;

use convene_dialects::direct_call::{
    GuestEmit, GuestEvent, GuestId, GuestRequest, GuestSignal, parse, translate,
};
use convene_model::{DisplayName, PersonId};
use convene_room::{CallError, ConnectionId};
use tokio::sync::{mpsc, oneshot};

use super::person_call::{PersonCalls, Turn};
use crate::calls::{CallOutbound, GuestError, GuestInput, start_guests};
use crate::rooms::Outbound;
use crate::signaling::inbound::{Content, Packet, Packets};
use crate::signaling::limits::Meter;
use crate::signaling::outbound::{Broken, emit_plain};
use crate::signaling::speaker::{self, Speaker};
use crate::signaling::{Caller, Shared};
use crate::transport::{Run, Socket};

/// Events that may wait for one client.
const QUEUE: usize = 1024;

/// Starts the switchboard that all connections share.
pub(super) fn start(shared: &Shared) -> mpsc::Sender<GuestInput> {
    start_guests(shared.parts.clock, shared.stopping.clone(), &shared.tasks)
}

/// The future that handles a socket. `None` if the socket's id is not of the form of a person's.
pub(super) fn run(
    shared: &Arc<Shared>,
    caller: &Arc<Caller>,
    guests: mpsc::Sender<GuestInput>,
    id: ConnectionId,
    socket: Socket,
    meter: Meter,
) -> Option<Run> {
    let people = PersonCalls::new(shared, caller, id, socket.id())?;
    let span = tracing::info_span!("connection", id = id.0, dialect = "direct-call");
    let packets = Packets::new(socket.clone(), meter);
    let (outbound, events) = mpsc::channel(QUEUE);
    let (people_outbound, told) = mpsc::channel(QUEUE);
    let connection = Connection {
        id,
        shared: Arc::clone(shared),
        guests,
        socket,
        outbound: Some((outbound, people_outbound)),
        events,
        people,
        told,
    };
    Some(speaker::run(shared, packets, connection, span))
}

/// Connection of one guest: the only code that acts for it and writes to its socket.
struct Connection {
    id: ConnectionId,
    shared: Arc<Shared>,
    guests: mpsc::Sender<GuestInput>,
    socket: Socket,
    /// Senders of `events` and `told`, until the switchboards have them.
    outbound: Option<(mpsc::Sender<GuestEvent>, mpsc::Sender<CallOutbound>)>,
    events: mpsc::Receiver<GuestEvent>,
    people: PersonCalls,
    told: mpsc::Receiver<CallOutbound>,
}

/// An event for a guest. `None`: a switchboard dropped this connection because it was too slow, or
/// the server is stopping.
enum News {
    /// From the switchboard of guests.
    Guests(Option<GuestEvent>),
    /// From the switchboard of people.
    People(Option<CallOutbound>),
    /// From the room of a call with a person.
    Room(Option<Outbound>),
    /// A person's call is complete and can be told.
    Due,
}

impl Speaker for Connection {
    type News = News;

    async fn start(&mut self) -> Result<(), Broken> {
        let (outbound, people_outbound) = self.outbound.take().ok_or(Broken)?;
        let (id, name) = (GuestId::new(self.socket.id()), DisplayName::guest());
        let arrive = GuestInput::Arrive { connection: self.id, id, name, outbound };
        self.guests.send(arrive).await.map_err(|_| Broken)?;
        self.people.start(people_outbound).await.map_err(|_| Broken)?;
        emit_plain(&self.socket, "me", Some(self.socket.id()))
    }

    async fn news(&mut self) -> News {
        let clock = &self.shared.parts.clock;
        let due = self.people.poll_timeout().map(|at| clock.instant(at));
        tokio::select! {
            biased;
            event = self.events.recv() => News::Guests(event),
            told = self.told.recv() => News::People(told),
            () = sleep_until(due) => News::Due,
            outbound = self.people.room_news() => News::Room(outbound),
        }
    }

    async fn handle_news(&mut self, news: News) -> Result<(), Broken> {
        let now = self.shared.parts.clock.now();
        let turn = match news {
            News::Guests(event) => Turn::Tell(event.ok_or(Broken)?),
            News::People(told) => self.people.handle_told(told.ok_or(Broken)?, now).await,
            News::Room(outbound) => self.people.handle_room(outbound, now).await,
            News::Due => self.people.handle_timeout(),
        };
        match turn {
            Turn::Nothing => Ok(()),
            Turn::Tell(event) => self.emit(event),
            Turn::Rings(call) => {
                if !self.set_elsewhere(true).await.map_err(|_| Broken)? {
                    self.people.refuse_as_busy(call).await;
                }
                Ok(())
            }
            Turn::Over(event) => {
                self.set_elsewhere(false).await.map_err(|_| Broken)?;
                event.map_or(Ok(()), |event| self.emit(event))
            }
        }
    }

    async fn handle_packet(&mut self, Packet { content, answer }: Packet) -> Result<(), Broken> {
        let asked = match content {
            Content::Text(text) => parse(&text),
            Content::Binary => Err("binary data is not accepted".to_owned()),
            Content::TooSoon(wait) => {
                Err(format!("too many events: try again in {} ms", wait.as_millis().max(1)))
            }
        };
        let done = match asked {
            Ok(request) => self.ask(request).await.map_err(|error| error.to_string()),
            Err(message) => Err(message),
        };
        answer.plain(done.err().as_deref())
    }

    async fn leave(self) {
        self.people.leave().await;
        let _ = self.guests.send(GuestInput::Leave { connection: self.id }).await;
    }
}

impl Connection {
    /// Carries out a request. One that means the present call with a person goes to the people's
    /// switchboard, and every other one to the guests'.
    async fn ask(&mut self, request: GuestRequest) -> Result<(), GuestError> {
        match request {
            GuestRequest::Call { to, signal, .. } if self.people.means(Some(&to)) => {
                self.people.signal(&signal).await
            }
            GuestRequest::Call { to, name, signal } => match self.person(&to).await? {
                Some(person) => self.call_person(person, name, &signal).await,
                None if self.people.is_busy() => Err(GuestError::Refused(CallError::InCall)),
                None => self.ask_guests(GuestRequest::Call { to, name, signal }).await,
            },
            GuestRequest::Answer { to, signal } if self.people.means(to.as_ref()) => {
                self.people.answer(&signal).await
            }
            GuestRequest::Decline { to } if self.people.means(to.as_ref()) => {
                self.people.decline().await?;
                self.set_elsewhere(false).await.map(|_| ())
            }
            GuestRequest::End { to } if self.people.means(to.as_ref()) => {
                let ended = self.people.end().await;
                self.set_elsewhere(false).await?;
                ended
            }
            GuestRequest::Write { to, text } if self.people.means(Some(&to)) => {
                self.people.write(text).await
            }
            request => self.ask_guests(request).await,
        }
    }

    /// The person whom a guest's request names: no guest has this id.
    async fn person(&self, id: &GuestId) -> Result<Option<PersonId>, GuestError> {
        let Ok(person) = id.as_str().parse::<PersonId>() else { return Ok(None) };
        let id = id.clone();
        let is_guest = self.query(|reply| GuestInput::Find { id, reply }).await?;
        Ok((!is_guest).then_some(person))
    }

    async fn call_person(
        &mut self,
        person: PersonId,
        name: DisplayName,
        signal: &GuestSignal,
    ) -> Result<(), GuestError> {
        // A candidate that was under way when the call ended must not start a new call.
        if !signal.opens {
            return Err(GuestError::NoCall);
        }
        if self.people.is_busy() || !self.set_elsewhere(true).await? {
            return Err(GuestError::Refused(CallError::InCall));
        }
        let placed = self.people.place(person, name, signal).await;
        if placed.is_err() {
            self.set_elsewhere(false).await?;
        }
        placed
    }

    /// Marks this guest as busy or free for other guests; false if it is in a call with one.
    async fn set_elsewhere(&self, elsewhere: bool) -> Result<bool, GuestError> {
        let connection = self.id;
        self.query(|reply| GuestInput::Elsewhere { connection, elsewhere, reply }).await
    }

    async fn ask_guests(&self, request: GuestRequest) -> Result<(), GuestError> {
        let connection = self.id;
        self.query(|reply| GuestInput::Ask { connection, request, reply }).await?
    }

    async fn query<T>(
        &self,
        input: impl FnOnce(oneshot::Sender<T>) -> GuestInput,
    ) -> Result<T, GuestError> {
        let (reply, done) = oneshot::channel();
        self.guests.send(input(reply)).await.map_err(|_| GuestError::Gone)?;
        done.await.map_err(|_| GuestError::Gone)
    }

    fn emit(&self, event: GuestEvent) -> Result<(), Broken> {
        let GuestEmit { event, payload } = translate(event);
        emit_plain(&self.socket, event, payload.as_ref())
    }
}

async fn sleep_until(at: Option<tokio::time::Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}
