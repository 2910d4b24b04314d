//! Owner of a room: the only code that touches it. Connections call it directly, under the lock of
//! their [`LiveRoom`](super::LiveRoom). Nothing here waits.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use convene_model::{
    ChatMessage, Evaluation, InterviewItem, LinkId, LinkMade, ParticipantId, RoomName, RoomRecord,
    ShortText, TransportDirection,
};
use convene_protocol::OfferedTrack;
use convene_room::{
    Action, Assess, ChatParties, ChatTicket, Command, CommandId, ConnectionId, Dismissal,
    Durability, Effect, Event, Join, JoinOutcome, Matched, MediaEffect, Progress, Room, RoomError,
    Snapshot,
};
use tokio::sync::mpsc;

use super::leases::RosterLeases;
use super::matches::NewMatch;
use super::media::{MediaLink, OfferAnswered, Report};
use crate::clock::Timeline;
use crate::transport::{Encoded, Socket};

/// Events that may wait for a connection that cannot take them yet. It is more than a whole outbox,
/// so that a resume always fits.
pub(crate) const QUEUE: usize = 8192;

/// A message from a room to the task of a connection.
#[derive(Debug)]
pub(crate) enum Outbound {
    /// An event, for a connection that translates events to a dialect.
    Event(Arc<Event>),
    /// The participant was admitted from the lobby. The connection receives no event before
    /// [`LiveRoom::release`](super::LiveRoom::release).
    Admitted {
        snapshot: Box<Snapshot>,
        seq: u64,
    },
    Dismissed(Dismissal),
    Superseded,
}

/// Encodes an event for native connections.
pub(crate) type Encode = fn(&Event) -> Option<Encoded>;

/// Outlet: where a room sends the messages for one connection.
pub(crate) struct Outlet {
    task: mpsc::Sender<Outbound>,
    /// Address of the client.
    address: IpAddr,
    /// Socket to which the room itself writes native events; `None` for a connection that
    /// translates.
    socket: Option<Socket>,
    /// Events held until the connection has queued the reply to its join, or `admitted`.
    held: Option<Vec<(u64, Arc<Event>)>>,
}

impl Outlet {
    /// Outlet of a native connection. Events are held until `release`.
    pub(crate) fn native(task: mpsc::Sender<Outbound>, address: IpAddr, socket: Socket) -> Self {
        Self { task, address, socket: Some(socket), held: Some(Vec::new()) }
    }

    /// Outlet of a connection that translates every event itself.
    pub(crate) fn translated(task: mpsc::Sender<Outbound>, address: IpAddr) -> Self {
        Self { task, address, socket: None, held: None }
    }
}

/// Answers a command once its outcome is known.
type Answered = Box<dyn FnOnce(Result<Durability, RoomError>) + Send>;

/// Answers the sender of a chat message once it is delivered or refused.
pub(crate) type ChatAnswered = Box<dyn FnOnce(Result<(), RoomError>) + Send>;

/// A pending write to storage.
#[derive(Debug)]
pub(super) struct Write {
    pub(super) record: Option<Box<RoomRecord>>,
    pub(super) items: Vec<InterviewItem>,
}

/// A room and the outlets of its connections.
pub(super) struct Owner {
    room: Room,
    clock: Timeline,
    leases: RosterLeases,
    encode: Encode,
    outlets: HashMap<ConnectionId, Outlet>,
    /// Connections to drop because they are too slow.
    stuck: Vec<ConnectionId>,
    commands: HashMap<CommandId, Answered>,
    chats: HashMap<ChatTicket, ChatAnswered>,
    /// Next write for the room's task.
    write: Option<Write>,
    assess: Vec<Assess>,
    matches: Vec<NewMatch>,
    media: MediaLink,
    /// The event encoded last: most events go to all connections in a row.
    encoded: Option<(Arc<Event>, Encoded)>,
}

impl Owner {
    pub(super) fn new(
        room: Room,
        clock: Timeline,
        leases: RosterLeases,
        media: MediaLink,
        encode: Encode,
    ) -> Self {
        Self {
            room,
            clock,
            leases,
            encode,
            outlets: HashMap::new(),
            stuck: Vec::new(),
            commands: HashMap::new(),
            chats: HashMap::new(),
            write: None,
            assess: Vec::new(),
            matches: Vec::new(),
            media,
            encoded: None,
        }
    }

    pub(super) fn room(&self) -> &Room {
        &self.room
    }

    /// Time at which [`Owner::handle_timeout`] is due.
    pub(super) fn poll_timeout(&self) -> Option<tokio::time::Instant> {
        self.room.poll_timeout().map(|at| self.clock.instant(at))
    }

    /// True if the room is empty and has no work left, so that it can close.
    pub(super) fn is_idle(&self) -> bool {
        let quiet = self.write.is_none() && self.assess.is_empty() && self.matches.is_empty();
        quiet && self.room.is_empty() && self.room.is_kept() && self.room.has_told_all_chat()
    }

    /// Takes the next write.
    pub(super) fn take_write(&mut self) -> Option<Write> {
        self.write.take()
    }

    /// Takes the assessments to start.
    pub(super) fn take_assess(&mut self) -> Vec<Assess> {
        std::mem::take(&mut self.assess)
    }

    /// Takes the matchings to start.
    pub(super) fn take_matches(&mut self) -> Vec<NewMatch> {
        std::mem::take(&mut self.matches)
    }

    pub(super) fn has_work(&self) -> bool {
        self.write.is_some() || !self.assess.is_empty() || !self.matches.is_empty()
    }

    pub(super) fn join(
        &mut self,
        connection: ConnectionId,
        join: Join,
        outlet: Outlet,
    ) -> Result<JoinOutcome, RoomError> {
        let result = self.room.handle_join(connection, join, self.clock.now());
        if result.is_ok() {
            self.outlets.insert(connection, outlet);
        }
        self.drain();
        result
    }

    /// Delivers the events held since the join or the admission.
    pub(super) fn release(&mut self, connection: ConnectionId) {
        let held = self.outlets.get_mut(&connection).and_then(|outlet| outlet.held.take());
        for (seq, event) in held.unwrap_or_default() {
            self.deliver(connection, seq, event);
        }
        self.encoded = None;
        self.drain();
    }

    pub(super) fn command(
        &mut self,
        connection: ConnectionId,
        command: Command,
        answered: impl FnOnce(Result<Durability, RoomError>) + Send + 'static,
    ) {
        let result = self.room.handle_command(connection, command, self.clock.now());
        match result {
            Ok(Progress::Pending(id)) => {
                self.commands.insert(id, Box::new(answered));
                self.drain();
            }
            Ok(Progress::Done) => {
                self.drain();
                answered(Ok(Durability::Kept));
            }
            Err(error) => {
                self.drain();
                answered(Err(error));
            }
        }
    }

    pub(super) fn may(&self, connection: ConnectionId, action: Action) -> Result<(), RoomError> {
        self.room.handle_question(connection, action)
    }

    pub(super) fn chat_request(
        &mut self,
        connection: ConnectionId,
        action: Action,
        to: Option<&ParticipantId>,
    ) -> Result<(ChatTicket, ChatParties), RoomError> {
        self.room.handle_chat_request(connection, action, to)
    }

    pub(super) fn chat_begun(&mut self, ticket: ChatTicket) {
        self.room.handle_chat_begun(ticket);
    }

    pub(super) fn chat_kept(
        &mut self,
        ticket: ChatTicket,
        action: Action,
        message: Option<ChatMessage>,
        answered: Option<ChatAnswered>,
    ) {
        if let Some(answered) = answered {
            self.chats.insert(ticket, answered);
        }
        self.room.handle_chat_kept(ticket, action, message);
        self.drain();
    }

    /// Passes an offer to the forwarding server, if the connection may make it.
    pub(super) fn media_offer(
        &mut self,
        connection: ConnectionId,
        direction: TransportDirection,
        sdp: String,
        tracks: Vec<OfferedTrack>,
        answered: OfferAnswered,
    ) {
        match self.room.handle_offer_question(connection, direction) {
            Ok(participant) => self.media.offer(&participant, direction, sdp, tracks, answered),
            Err(error) => answered(Err(error)),
        }
    }

    /// Takes the reports of the forwarding server.
    pub(super) fn handle_media_reports(&mut self) {
        let reports = self.media.take_reports();
        if reports.is_empty() {
            return;
        }
        for report in reports {
            match report {
                Report::About(participant, report) => {
                    self.room.handle_media_report(&participant, report);
                }
                Report::Speakers(speakers) => self.room.handle_speakers(speakers),
                Report::Lost => self.room.handle_media_lost(),
            }
        }
        self.drain();
    }

    pub(super) fn link_made(&mut self, made: LinkMade) {
        self.room.handle_link_made(made);
        self.drain();
    }

    pub(super) fn retitled(&mut self, title: ShortText) {
        self.room.handle_retitled(title, self.clock.now());
        self.drain();
    }

    pub(super) fn name_chosen(&mut self, name: Option<RoomName>) {
        self.room.handle_name_chosen(name);
        self.drain();
    }

    pub(super) fn revoked(&mut self, link: &LinkId) {
        self.room.handle_revoked(link, self.clock.now());
        self.drain();
    }

    pub(super) fn deleted(&mut self) {
        self.room.handle_deleted(self.clock.now());
        self.write = None;
        self.drain();
    }

    pub(super) fn disconnect(&mut self, connection: ConnectionId) {
        self.outlets.remove(&connection);
        self.room.handle_disconnect(connection, self.clock.now());
        self.drain();
    }

    pub(super) fn handle_kept(&mut self, is_kept: bool) {
        self.room.handle_kept(is_kept, self.clock.now());
        self.drain();
    }

    pub(super) fn handle_matched(&mut self, command: CommandId, matched: Option<Matched>) {
        self.room.handle_matched(command, matched, self.clock.now());
        self.drain();
    }

    pub(super) fn handle_evaluation(&mut self, evaluation: Evaluation) {
        self.room.handle_evaluation(evaluation, self.clock.now());
        self.drain();
    }

    pub(super) fn handle_timeout(&mut self) {
        self.room.handle_timeout(self.clock.now());
        self.drain();
    }

    /// Drops all connections: the server is stopping.
    pub(super) fn close(&mut self) {
        self.media.carry_out(MediaEffect::Close);
        self.outlets.clear();
    }

    /// Carries out effects until there are none. A connection that is too slow is dropped, which
    /// has effects of its own; its client reconnects and receives what it missed.
    fn drain(&mut self) {
        // Leases open before events and answers go out, because those bring the relay credentials.
        self.leases.follow(&self.room);
        loop {
            while let Some(effect) = self.room.poll_effect() {
                self.carry_out(effect);
            }
            self.encoded = None;
            let Some(connection) = self.stuck.pop() else { break };
            self.outlets.remove(&connection);
            self.room.handle_disconnect(connection, self.clock.now());
        }
        self.leases.follow(&self.room);
        let _stepped = self.clock.settle(self.room.poll_timeout().is_some());
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Deliver { connection, seq, event } => self.deliver(connection, seq, event),
            Effect::Admit { connection, snapshot, seq } => {
                if let Some(outlet) = self.outlets.get_mut(&connection)
                    && outlet.socket.is_some()
                {
                    outlet.held = Some(Vec::new());
                }
                self.tell(connection, Outbound::Admitted { snapshot, seq });
            }
            Effect::Dismiss { connection, why } => {
                self.tell(connection, Outbound::Dismissed(why));
                self.outlets.remove(&connection);
            }
            Effect::Supersede { connection } => {
                self.tell(connection, Outbound::Superseded);
                self.outlets.remove(&connection);
            }
            Effect::Match { command, connection, input } => {
                let outlet = connection.and_then(|connection| self.outlets.get(&connection));
                // A participant that is reconnecting has no address.
                let address = outlet.map_or(IpAddr::from([0; 4]), |outlet| outlet.address);
                self.matches.push(NewMatch { command, address, input });
            }
            Effect::Media(effect) => self.media.carry_out(effect),
            Effect::Assess(assess) => self.assess.push(*assess),
            Effect::Keep { record, items } => self.write = Some(Write { record, items }),
            Effect::Settled { command, result } => {
                if let Some(answered) = self.commands.remove(&command) {
                    answered(result);
                }
            }
            Effect::ChatSettled { ticket, result } => {
                if let Some(answered) = self.chats.remove(&ticket) {
                    answered(result);
                }
            }
        }
    }

    /// Delivers an event: to the socket of a native connection, encoded once for all of them, or to
    /// the task of a connection that translates.
    fn deliver(&mut self, connection: ConnectionId, seq: u64, event: Arc<Event>) {
        let Some(outlet) = self.outlets.get_mut(&connection) else { return };
        if let Some(held) = &mut outlet.held {
            if held.len() >= QUEUE {
                self.stuck.push(connection);
            } else {
                held.push((seq, event));
            }
            return;
        }
        let Some(socket) = &outlet.socket else {
            return self.tell(connection, Outbound::Event(event));
        };
        let cached = self.encoded.as_ref().filter(|(last, _)| Arc::ptr_eq(last, &event));
        let encoded = match cached {
            Some((_, encoded)) => Some(encoded.clone()),
            None => (self.encode)(&event),
        };
        match encoded {
            Some(encoded) => {
                socket.emit(encoded.clone().numbered(seq));
                self.encoded = Some((event, encoded));
            }
            None => self.stuck.push(connection),
        }
    }

    /// Sends a message to a connection's task. Never waits: a slow connection must not delay the
    /// room.
    fn tell(&mut self, connection: ConnectionId, outbound: Outbound) {
        if let Some(outlet) = self.outlets.get(&connection)
            && outlet.task.try_send(outbound).is_err()
        {
            tracing::debug!(connection = connection.0, "connection does not keep up, dropping it");
            self.stuck.push(connection);
        }
    }
}
