//! Connections of `/direct-call`. The switchboard of guests applies the rules, and
//! [`convene_dialects::direct_call`] holds the vocabulary.

use std::sync::Arc;

use convene_dialects::direct_call::{
    GuestEmit, GuestEvent, GuestId, GuestRequest, parse, translate,
};
use convene_model::DisplayName;
use convene_room::ConnectionId;
use tokio::sync::{mpsc, oneshot};

use crate::calls::{GuestError, GuestInput, start_guests};
use crate::signaling::Shared;
use crate::signaling::inbound::{Content, Packet, Packets};
use crate::signaling::limits::Meter;
use crate::signaling::outbound::{Broken, emit_plain};
use crate::signaling::speaker::{self, Speaker};
use crate::transport::{Run, Socket};

/// Events that may wait for one client.
const QUEUE: usize = 1024;

/// Starts the switchboard that all connections share.
pub(super) fn start(shared: &Shared) -> mpsc::Sender<GuestInput> {
    start_guests(shared.parts.clock, shared.stopping.clone(), &shared.tasks)
}

/// The future that handles a socket.
pub(super) fn run(
    shared: &Arc<Shared>,
    guests: mpsc::Sender<GuestInput>,
    id: ConnectionId,
    socket: Socket,
    meter: Meter,
) -> Run {
    let span = tracing::info_span!("connection", id = id.0, dialect = "direct-call");
    let packets = Packets::new(socket.clone(), meter);
    let (outbound, events) = mpsc::channel(QUEUE);
    let connection = Connection { id, guests, socket, outbound: Some(outbound), events };
    speaker::run(shared, packets, connection, span)
}

/// Connection of one guest: the only code that acts for it and writes to its socket.
struct Connection {
    id: ConnectionId,
    guests: mpsc::Sender<GuestInput>,
    socket: Socket,
    /// Sender of `events`, until the switchboard has it.
    outbound: Option<mpsc::Sender<GuestEvent>>,
    events: mpsc::Receiver<GuestEvent>,
}

impl Speaker for Connection {
    /// `None`: the switchboard dropped this connection because it was too slow, or the server is
    /// stopping.
    type News = Option<GuestEvent>;

    async fn start(&mut self) -> Result<(), Broken> {
        let outbound = self.outbound.take().ok_or(Broken)?;
        let (id, name) = (GuestId::new(self.socket.id()), DisplayName::guest());
        let arrive = GuestInput::Arrive { connection: self.id, id, name, outbound };
        self.guests.send(arrive).await.map_err(|_| Broken)?;
        emit_plain(&self.socket, "me", Some(self.socket.id()))
    }

    async fn news(&mut self) -> Option<GuestEvent> {
        self.events.recv().await
    }

    async fn handle_news(&mut self, news: Option<GuestEvent>) -> Result<(), Broken> {
        let GuestEmit { event, payload } = translate(news.ok_or(Broken)?);
        emit_plain(&self.socket, event, payload.as_ref())
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
        let _ = self.guests.send(GuestInput::Leave { connection: self.id }).await;
    }
}

impl Connection {
    async fn ask(&self, request: GuestRequest) -> Result<(), GuestError> {
        let (reply, done) = oneshot::channel();
        let ask = GuestInput::Ask { connection: self.id, request, reply };
        self.guests.send(ask).await.map_err(|_| GuestError::Gone)?;
        done.await.unwrap_or(Err(GuestError::Gone))
    }
}
