//! Calls between a guest of `/direct-call` and a person: the guest is one more party of the people's
//! switchboard, and a participant of the call's room once it is answered. Signals are translated by
//! [`convene_dialects::guest_signals`].

use std::sync::Arc;

use convene_dialects::direct_call::{GuestEvent, GuestId, GuestSignal};
use convene_dialects::guest_signals::{Gathering, is_whole, to_guest, to_page};
use convene_model::{
    CallId, CallRecord, CallState, ChatMessage, ChatText, ClientMessageId, DisplayName, MediaState,
    MeetingId, ParticipantId, Party, PersonId, Signal, Timestamp, TransportId,
};
use convene_protocol::SendChatRequest;
use convene_room::{
    Action, CallCommand, CallError, CallEvent, Command, ConnectionId, Event, Foreign, Join,
    JoinOutcome, Profile,
};
use convene_storage::{PersonRepository as _, StorageError, StoredCallRoom};
use tokio::sync::{mpsc, oneshot};

use crate::calls::{CallInput, CallOutbound, Done, GuestError};
use crate::rooms::{Outbound, Outlet};
use crate::signaling::chat::{self, Allowed, ChatRequest};
use crate::signaling::connection::Presence;
use crate::signaling::join::{enter_room, open_room};
use crate::signaling::{Caller, Shared};

/// The guest's side of its calls with people.
pub(super) struct PersonCalls {
    shared: Arc<Shared>,
    caller: Arc<Caller>,
    connection: ConnectionId,
    /// The id under which people call this guest, which is its socket's id.
    me: PersonId,
    name: DisplayName,
    /// The call that rings or goes on; one at a time.
    current: Option<Current>,
}

/// A call with a person.
struct Current {
    id: CallId,
    person: Party,
    /// True if the guest placed the call.
    placed: bool,
    answered: bool,
    /// Transport that the page knows; the page names it if it placed the call.
    transport_id: Option<TransportId>,
    /// True if the guest's client takes one description, and no candidates on their own.
    whole: bool,
    /// The page's description while it is not complete.
    gathering: Option<Gathering>,
    room: Option<(MeetingId, ParticipantId)>,
    /// The person's participant in the call's room.
    other: Option<ParticipantId>,
    presence: Option<Presence>,
}

/// What happens to the guest's call.
pub(super) enum Turn {
    /// Tell the guest.
    Tell(GuestEvent),
    /// A person calls the guest.
    Rings(CallId),
    /// The call is over: the guest may be called by others.
    Over(Option<GuestEvent>),
    Nothing,
}

impl PersonCalls {
    /// `None` if the socket's id is not of the form of a person's.
    pub(super) fn new(
        shared: &Arc<Shared>,
        caller: &Arc<Caller>,
        connection: ConnectionId,
        socket_id: &str,
    ) -> Option<Self> {
        Some(Self {
            shared: Arc::clone(shared),
            caller: Arc::clone(caller),
            connection,
            me: socket_id.parse().ok()?,
            name: DisplayName::guest(),
            current: None,
        })
    }

    /// Makes the guest callable; the receiver has the news about its calls with people.
    pub(super) async fn start(
        &self,
        outbound: mpsc::Sender<CallOutbound>,
    ) -> Result<(), GuestError> {
        self.tell_calls(self.introduced(Some(outbound))).await
    }

    fn introduced(&self, outbound: Option<mpsc::Sender<CallOutbound>>) -> CallInput {
        let party = Party { id: self.me.clone(), name: self.name.clone() };
        CallInput::Guest { connection: self.connection, party, outbound }
    }

    /// True if a call with a person rings or goes on.
    pub(super) fn is_busy(&self) -> bool {
        self.current.is_some()
    }

    /// True if a request about `to` means the present call; without `to`, it does.
    pub(super) fn means(&self, to: Option<&GuestId>) -> bool {
        self.current.as_ref().is_some_and(|call| {
            to.is_none_or(|to| to.as_str().parse().is_ok_and(|to: PersonId| to == call.person.id))
        })
    }

    /// Calls a person.
    pub(super) async fn place(
        &mut self,
        to: PersonId,
        name: DisplayName,
        signal: &GuestSignal,
    ) -> Result<(), GuestError> {
        let offer = to_page(signal).filter(|signal| matches!(signal, Signal::Offer { .. }));
        let offer = offer.ok_or(GuestError::NoOffer)?;
        let callee = self.callee(&to).await?;
        if self.name != name {
            self.name = name;
            self.tell_calls(self.introduced(None)).await?;
        }
        let connection = self.connection;
        let callee_id = to.clone();
        let placed = self
            .ask_calls(|reply| CallInput::Place {
                connection,
                to,
                callee,
                video: true,
                into: None,
                reply,
            })
            .await?;
        let (record, room) = settled(placed).await?;
        // The person called this guest at the same moment: neither offer can be answered.
        if record.caller.id != self.me {
            let hang_up = CallCommand::HangUp { call: record.id, at: None };
            let _ = self.command(hang_up).await;
            return Err(GuestError::Refused(CallError::InCall));
        }
        // The call has one transport.
        let transport_id: TransportId =
            record.id.as_str().parse().map_err(|_| GuestError::NoCall)?;
        let call = record.id.clone();
        self.current = Some(Current {
            id: record.id,
            person: Party { id: callee_id, name: record.callee.name },
            placed: true,
            answered: false,
            transport_id: Some(transport_id.clone()),
            whole: is_whole(&offer),
            gathering: is_whole(&offer).then(Gathering::default),
            room: Some((room.meeting, room.caller)),
            other: Some(room.callee),
            presence: None,
        });
        // The call may have ended at once; then its end is on its way.
        let _ = self.command(CallCommand::Signal { call, transport_id, signal: offer }).await;
        Ok(())
    }

    /// The profile of the person to call. Above the limits of the address the call is refused, and
    /// whether the person exists makes no difference.
    async fn callee(&self, to: &PersonId) -> Result<Option<Box<Profile>>, GuestError> {
        let parts = &self.shared.parts;
        let address = self.caller.address;
        let too_many = |_| GuestError::TooManyCalls;
        parts.calls_by_address.check(address).map_err(too_many)?;
        parts.strangers_by_address.check(address).map_err(too_many)?;
        match parts.storage.person(to).await {
            Ok(person) => Ok(Some(Box::new(Profile {
                party: person.party,
                who_may_call: person.who_may_call,
                blocked: person.blocked,
                known: person.known,
            }))),
            Err(StorageError::NotFound) => Ok(None),
            Err(_) => Err(GuestError::Refused(CallError::NotKept)),
        }
    }

    /// Sends one more signal of the present call.
    pub(super) async fn signal(&self, signal: &GuestSignal) -> Result<(), GuestError> {
        let call = self.current.as_ref().ok_or(GuestError::NoCall)?;
        // Steps that only clients of the original system know have no counterpart.
        let (Some(signal), Some(transport_id)) = (to_page(signal), call.transport_id.clone())
        else {
            return Ok(());
        };
        self.command(CallCommand::Signal { call: call.id.clone(), transport_id, signal }).await
    }

    /// Answers the ringing call, or sends one more signal of the answered one.
    pub(super) async fn answer(&mut self, signal: &GuestSignal) -> Result<(), GuestError> {
        let call = self.current.as_ref().filter(|call| !call.placed).ok_or(GuestError::NoCall)?;
        if !call.answered {
            let (connection, command) = (self.connection, CallCommand::Answer(call.id.clone()));
            let done =
                self.ask_calls(|reply| CallInput::Command { connection, command, reply }).await?;
            let (_, room) = settled(done).await?;
            if let Some(call) = &mut self.current {
                call.answered = true;
                call.gathering = None;
                call.room = Some((room.meeting, room.callee));
                call.other = Some(room.caller);
            }
            self.enter_room().await;
        }
        self.signal(signal).await
    }

    /// Writes to everybody in the room of the answered call.
    pub(super) async fn write(&self, text: ChatText) -> Result<(), GuestError> {
        let call = self.current.as_ref().ok_or(GuestError::NoCall)?;
        let room = &call.presence.as_ref().ok_or(GuestError::NoCall)?.room;
        let allowed = room.chat_request(self.connection, Action::Chat, None);
        let (ticket, parties) = allowed.map_err(|_| GuestError::NotWritten)?;
        let client_id = ClientMessageId::random(&mut rand::rng());
        let request = ChatRequest::Send(SendChatRequest { client_id, text, to: None });
        let allowed = Allowed { request, ticket, parties };
        let (shared, room) = (Arc::clone(&self.shared), room.clone());
        // Runs to the end even if this connection closes meanwhile: later messages wait for this
        // one.
        let keeping =
            self.shared.tasks.spawn(async move { chat::keep(&shared, &room, allowed).await });
        let kept = keeping.await.map_err(|_| GuestError::Gone)?;
        kept.map(|_| ()).map_err(|_| GuestError::NotWritten)
    }

    /// A message in the call's room. The guest knows the person alone, so messages of others in the
    /// room come from the person, with the writer's name before the text.
    fn written(&self, message: &ChatMessage) -> Turn {
        let (Some(call), Some(text)) = (&self.current, &message.text) else { return Turn::Nothing };
        let own = call.room.as_ref().is_some_and(|(_, own)| *own == message.from);
        // The vocabulary has no word for an edit.
        if own || message.edited_at.is_some() {
            return Turn::Nothing;
        }
        let text = if call.other.as_ref() == Some(&message.from) {
            Some(text.clone())
        } else {
            let named = format!("{}: {}", message.from_name.as_str(), text.as_str());
            named.chars().take(ChatText::MAX_CHARS).collect::<String>().parse().ok()
        };
        let from = GuestId::new(call.person.id.to_string());
        text.map_or(Turn::Nothing, |text| Turn::Tell(GuestEvent::Message { from, text }))
    }

    /// Declines the ringing call.
    pub(super) async fn decline(&mut self) -> Result<(), GuestError> {
        let call = self.current.as_ref().filter(|call| !call.placed).ok_or(GuestError::NoCall)?;
        if call.answered {
            return Err(GuestError::Refused(CallError::WrongState));
        }
        self.command(CallCommand::Decline(call.id.clone())).await?;
        self.close();
        Ok(())
    }

    /// Ends the present call, whatever its state.
    pub(super) async fn end(&mut self) -> Result<(), GuestError> {
        let call = self.current.as_ref().ok_or(GuestError::NoCall)?;
        let (id, rings_here) = (call.id.clone(), !call.placed && !call.answered);
        let command = if rings_here {
            CallCommand::Decline(id)
        } else {
            CallCommand::HangUp { call: id, at: None }
        };
        self.close();
        self.command(command).await
    }

    /// The guest is gone.
    pub(super) async fn leave(mut self) {
        let _ = self.end().await;
        let _ = self.tell_calls(CallInput::Disconnect { connection: self.connection }).await;
    }

    /// Refuses a call because the guest is in a call with another guest.
    pub(super) async fn refuse_as_busy(&mut self, call: CallId) {
        self.current = None;
        let _ = self.command(CallCommand::Busy(call)).await;
    }

    /// Handles news from the people's switchboard. `None` if it is gone.
    pub(super) async fn handle_told(&mut self, told: CallOutbound, now: Timestamp) -> Turn {
        match told {
            CallOutbound::Event(CallEvent::Changed { record, .. }) => self.changed(*record).await,
            CallOutbound::Event(CallEvent::Signal { call, transport_id, signal }) => {
                let is_this = self.current.as_ref().is_some_and(|current| current.id == call);
                if is_this { self.signaled(transport_id, &signal, now) } else { Turn::Nothing }
            }
            CallOutbound::Event(CallEvent::Availability { .. })
            | CallOutbound::Myself
            | CallOutbound::Direct(_) => Turn::Nothing,
        }
    }

    async fn changed(&mut self, record: CallRecord) -> Turn {
        let placed = record.caller.id == self.me;
        match (record.state, &mut self.current) {
            (CallState::Ended { end, .. }, Some(call)) if call.id == record.id => {
                self.close();
                Turn::Over(Some(GuestEvent::Ended { end, placed }))
            }
            (CallState::Ringing, None) if !placed => {
                let call = record.id.clone();
                self.current = Some(Current {
                    id: record.id,
                    person: record.caller,
                    placed: false,
                    answered: false,
                    transport_id: None,
                    whole: true,
                    gathering: Some(Gathering::default()),
                    room: None,
                    other: None,
                    presence: None,
                });
                Turn::Rings(call)
            }
            (CallState::Connecting { .. }, Some(call)) if call.id == record.id && call.placed => {
                call.answered = true;
                self.enter_room().await;
                Turn::Nothing
            }
            _ => Turn::Nothing,
        }
    }

    /// Handles a signal of the page, by way of the switchboard or of the room.
    fn signaled(&mut self, transport_id: TransportId, signal: &Signal, now: Timestamp) -> Turn {
        let Some(call) = &mut self.current else { return Turn::Nothing };
        if let Some(gathering) = &mut call.gathering {
            call.transport_id = Some(transport_id);
            gathering.handle_signal(signal, now);
            return Turn::Nothing;
        }
        // Clients of the original system take whole descriptions only, and as callees just one:
        // they would take another for another call.
        let is_part = matches!(signal, Signal::Candidate { .. });
        if !call.placed || (call.whole && is_part) {
            return Turn::Nothing;
        }
        let signal = to_guest(signal);
        signal.map_or(Turn::Nothing, |signal| Turn::Tell(GuestEvent::Answered { signal }))
    }

    /// Time at which the page's description is complete.
    pub(super) fn poll_timeout(&self) -> Option<Timestamp> {
        self.current.as_ref()?.gathering.as_ref()?.poll_timeout()
    }

    /// The complete description of the page: a person's call, or their answer.
    pub(super) fn handle_timeout(&mut self) -> Turn {
        let Some(call) = &mut self.current else { return Turn::Nothing };
        let signal = call.gathering.take().and_then(|gathering| gathering.description());
        let from = GuestId::new(call.person.id.to_string());
        let name = call.person.name.clone();
        match signal {
            Some(signal) if call.placed => Turn::Tell(GuestEvent::Answered { signal }),
            Some(signal) => Turn::Tell(GuestEvent::Called { from, name, signal }),
            None => Turn::Nothing,
        }
    }

    /// Waits for the next event of the call's room. Cancel-safe.
    pub(super) async fn room_news(&mut self) -> Option<Outbound> {
        match self.current.as_mut().and_then(|call| call.presence.as_mut()) {
            Some(presence) => presence.outbound.recv().await,
            None => std::future::pending().await,
        }
    }

    pub(super) async fn handle_room(&mut self, outbound: Option<Outbound>, now: Timestamp) -> Turn {
        match outbound {
            Some(Outbound::Event(event)) => match &*event {
                Event::Signal { transport_id: Some(id), signal, .. } if self.is_own(id) => {
                    self.signaled(id.clone(), signal, now)
                }
                Event::ChatMessage(message) => self.written(message),
                _ => Turn::Nothing,
            },
            // The room dropped the guest: so is the call.
            _ => {
                let _ = self.end().await;
                let end = convene_model::CallEnd::HungUp;
                Turn::Over(Some(GuestEvent::Ended { end, placed: false }))
            }
        }
    }

    /// True for the transport of the present call: a third participant has one of their own.
    fn is_own(&self, id: &TransportId) -> bool {
        self.current.as_ref().is_some_and(|call| call.transport_id.as_ref() == Some(id))
    }

    /// Enters the room of the answered call, where the person's page shows its participants.
    async fn enter_room(&mut self) {
        let Some((meeting, participant)) = self.current.as_ref().and_then(|it| it.room.clone())
        else {
            return;
        };
        match self.joined(&meeting, participant).await {
            Ok(presence) => {
                if let Some(call) = &mut self.current {
                    call.presence = Some(presence);
                }
                let connection = self.connection;
                let entered = CallInput::Entered { connection, room: meeting, over: None };
                let _ = self.tell_calls(entered).await;
            }
            Err(error) => tracing::warn!(%error, "a guest cannot enter the room of its call"),
        }
    }

    async fn joined(
        &self,
        meeting: &MeetingId,
        participant: ParticipantId,
    ) -> Result<Presence, String> {
        let address = self.caller.address;
        let join = Join {
            id: participant,
            name: self.name.clone(),
            media: MediaState { camera: true, microphone: true, ..MediaState::default() },
            returning: None,
            host: false,
            password: None,
            network: self.shared.parts.token_secret.network_tag(meeting, address),
            link: None,
            foreign: Some(Foreign::default()),
            can_forward: false,
            stream: None,
        };
        let mut room = open_room(&self.shared, meeting).await.map_err(|error| error.message)?;
        let outlet = |task| Outlet::translated(task, address);
        let entered = enter_room(&self.shared, self.connection, &mut room, &join, outlet).await;
        let (presence, outcome) =
            entered.map_err(|error| error.message)?.map_err(|error| error.to_string())?;
        match outcome {
            JoinOutcome::Joined { .. } => Ok(presence),
            JoinOutcome::Waiting { .. } | JoinOutcome::Resumed { .. } => {
                Err("the room is not open to guests".to_owned())
            }
        }
    }

    /// Forgets the present call and leaves its room.
    fn close(&mut self) {
        let presence = self.current.take().and_then(|call| call.presence);
        if let Some(presence) = presence {
            presence.room.command(self.connection, Command::Leave, |_| {});
            presence.room.disconnect(self.connection);
        }
    }

    async fn command(&self, command: CallCommand) -> Result<(), GuestError> {
        let connection = self.connection;
        let done =
            self.ask_calls(|reply| CallInput::Command { connection, command, reply }).await?;
        done.map(|_| ()).map_err(GuestError::Refused)
    }

    async fn ask_calls<T>(
        &self,
        input: impl FnOnce(oneshot::Sender<T>) -> CallInput,
    ) -> Result<T, GuestError> {
        let (sender, reply) = oneshot::channel();
        self.tell_calls(input(sender)).await?;
        reply.await.map_err(|_| GuestError::Gone)
    }

    async fn tell_calls(&self, input: CallInput) -> Result<(), GuestError> {
        self.shared.calls.send(input).await.map_err(|_| GuestError::Gone)
    }
}

/// The call and its room, once they are on the disk.
async fn settled(
    done: Result<Done, CallError>,
) -> Result<(CallRecord, StoredCallRoom), GuestError> {
    let Done { call, kept } = done?;
    if let Some(kept) = kept
        && !kept.await.unwrap_or(false)
    {
        return Err(GuestError::Refused(CallError::NotKept));
    }
    call.ok_or(GuestError::NoCall)
}
