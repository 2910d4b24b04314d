//! Calls: what each request asks of the switchboard and of storage, and what a person is told.

mod direct;
mod profile;
mod sign_in;

use std::time::Duration;

use convene_model::{
    CallId, CallRecord, CallState, ParticipantId, PersonId, Timestamp, TransportId,
};
use convene_protocol::{
    AvailabilityChanged, CallAnswered, CallChanged, CallHistoryRequest, CallMark, CallPage,
    CallPlaced, CallRef, CallRoom, CallSignal, CallsRequest, ClearMissedRequest, Empty, ErrorBody,
    ErrorCode, HangUpRequest, MAX_CALLS_IN_PAGE, MyselfChanged, MyselfRequest, PersonRef,
    PlaceCallRequest, ServerEvent, SetAwayRequest,
};
use convene_room::{CallCommand, CallError, CallEvent, Profile};
use convene_storage::{
    CallRepository as _, CallRooms, Person, PersonRepository as _, StorageError, StoredCall,
};
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};

use super::connection::{Connection, closing};
use super::outbound::{Answer, Broken, emit};
use super::token::Claims;
use super::{client_address, wire};
use crate::calls::{CallInput, CallOutbound, Done};

/// Calls in a page of history, unless another number is asked for.
const PAGE: u32 = 50;

/// For how long one may come back to a call that was taken to be over.
const COME_BACK: Duration = Duration::from_secs(60 * 60);

/// The person this connection is.
pub(super) struct SignedInAs {
    pub(super) id: PersonId,
    /// Who they are to the relay, and where they write to others.
    pub(super) participant: ParticipantId,
    pub(super) outbound: mpsc::Receiver<CallOutbound>,
}

impl Connection {
    pub(super) async fn handle_calls(
        &mut self,
        request: CallsRequest,
        answer: Answer,
    ) -> Result<(), Broken> {
        match request {
            CallsRequest::SignIn(request) => {
                let result = self.sign_in(request).await;
                self.reply(answer, result).await
            }
            CallsRequest::Myself(MyselfRequest {}) => {
                let result = self.myself().await;
                self.reply(answer, result).await
            }
            CallsRequest::SetProfile(request) => {
                let result = self.set_profile(request).await;
                self.reply(answer, result).await
            }
            CallsRequest::SetAway(SetAwayRequest { away }) => {
                let result = self.carry_out(CallCommand::SetAway(away)).await;
                self.reply(answer, result).await
            }
            CallsRequest::Block(request) => {
                let result = self.block(request).await;
                self.reply(answer, result).await
            }
            CallsRequest::Unblock(request) => {
                let result = self.unblock(request).await;
                self.reply(answer, result).await
            }
            CallsRequest::Place(request) => {
                let result = self.place_call(request).await;
                self.reply(answer, result).await
            }
            CallsRequest::Answer(CallRef { call_id }) => {
                let result = self.answer_call(call_id).await;
                self.reply(answer, result).await
            }
            CallsRequest::Decline(CallRef { call_id }) => {
                let result = self.carry_out(CallCommand::Decline(call_id)).await;
                self.reply(answer, result).await
            }
            CallsRequest::HangUp(request) => {
                let result = self.hang_up(request).await;
                self.reply(answer, result).await
            }
            CallsRequest::Connected(CallRef { call_id }) => {
                let result = self.carry_out(CallCommand::Connected(call_id)).await;
                self.reply(answer, result).await
            }
            CallsRequest::Failed(CallRef { call_id }) => {
                let result = self.carry_out(CallCommand::Failed(call_id)).await;
                self.reply(answer, result).await
            }
            CallsRequest::Signal(CallSignal { call_id: call, transport_id, signal }) => {
                let command = CallCommand::Signal { call, transport_id, signal };
                let result = self.carry_out(command).await;
                self.reply(answer, result).await
            }
            CallsRequest::Resume(CallRef { call_id }) => {
                let result = self.resume_call(call_id).await;
                self.reply(answer, result).await
            }
            CallsRequest::History(request) => {
                let result = self.call_history(request).await;
                self.reply(answer, result).await
            }
            CallsRequest::Delete(CallRef { call_id }) => {
                let result = self.delete_call(call_id).await;
                self.reply(answer, result).await
            }
            CallsRequest::ClearMissed(ClearMissedRequest {}) => {
                let result = self.clear_missed().await;
                self.reply(answer, result).await
            }
            CallsRequest::SendDirect(request) => {
                let result = self.send_direct(request).await;
                self.reply(answer, result).await
            }
            CallsRequest::DirectHistory(request) => {
                let result = self.direct_history(request).await;
                self.reply(answer, result).await
            }
            CallsRequest::MarkRead(request) => {
                let result = self.mark_read(request).await;
                self.reply(answer, result).await
            }
            CallsRequest::DeleteConversation(PersonRef { person_id }) => {
                let result = self.delete_conversation(person_id).await;
                self.reply(answer, result).await
            }
        }
    }

    async fn reply<T: Serialize + Sync>(
        &self,
        answer: Answer,
        result: Result<T, ErrorBody>,
    ) -> Result<(), Broken> {
        match result {
            Ok(result) => answer.ok(result).await,
            Err(error) => answer.error(&self.socket, error).await,
        }
    }

    /// Writes what the switchboard tells.
    pub(super) async fn handle_told(&mut self, told: Option<CallOutbound>) -> Result<(), Broken> {
        let event = match told {
            Some(CallOutbound::Event(event)) => event,
            Some(CallOutbound::Myself) => {
                return emit(&self.socket, &ServerEvent::MyselfChanged(MyselfChanged {})).await;
            }
            Some(CallOutbound::Direct(kept)) => {
                return emit(&self.socket, &ServerEvent::DirectMessage(kept)).await;
            }
            // It dropped this connection because it did not keep up, or the server stops.
            None => return Err(Broken),
        };
        emit(&self.socket, &told_as(event)).await
    }

    /// The person this connection is.
    fn person(&self) -> Result<&SignedInAs, ErrorBody> {
        self.person.as_ref().ok_or_else(|| refusal(CallError::NotSignedIn))
    }

    /// Asks the owner of all calls.
    async fn ask_calls<T>(
        &self,
        input: impl FnOnce(oneshot::Sender<T>) -> CallInput,
    ) -> Result<T, ErrorBody> {
        let (sender, reply) = oneshot::channel();
        self.shared.calls.send(input(sender)).await.map_err(|_| closing())?;
        reply.await.map_err(|_| closing())
    }

    /// Waits until what was done is on the disk.
    async fn settled(&self, done: Result<Done, CallError>) -> Result<Done, ErrorBody> {
        let mut done = done.map_err(refusal)?;
        let is_kept = match done.kept.take() {
            Some(kept) => kept.await.unwrap_or(false),
            None => true,
        };
        if is_kept {
            return Ok(done);
        }
        let message = "this holds for now, but the server could not keep it";
        Err(ErrorBody::new(ErrorCode::StorageUnavailable, message))
    }

    /// Waits until all that happened to calls is on the disk, or cannot be.
    async fn flush_calls(&self) -> Result<(), ErrorBody> {
        let kept = self.ask_calls(|reply| CallInput::Flush { reply }).await?;
        let _ = kept.await;
        Ok(())
    }

    async fn command_calls(&self, command: CallCommand) -> Result<Done, ErrorBody> {
        let connection = self.id;
        let input = |reply| CallInput::Command { connection, command, reply };
        let done = self.ask_calls(input).await?;
        self.settled(done).await
    }

    async fn carry_out(&self, command: CallCommand) -> Result<Empty, ErrorBody> {
        self.command_calls(command).await.map(|_| Empty {})
    }

    /// Whoever enters the room of a call is in it, for as long as they stay there.
    pub(in crate::signaling) async fn entered_room(&self) {
        let (Some(person), Some(presence)) = (&self.person, self.inside()) else { return };
        let (connection, room) = (self.id, presence.meeting.clone());
        let call = self.shared.parts.storage.call_into(&room, &person.id).await;
        // Without it they are in the room all the same.
        let over = call.ok().filter(|call| call.record.state.is_ended()).map(Box::new);
        // The server may be stopping.
        let _ = self.shared.calls.send(CallInput::Entered { connection, room, over }).await;
    }

    /// Whoever leaves a room is no longer in it with those who stayed there.
    pub(in crate::signaling) async fn left_room(&self) {
        if self.person.is_some() {
            let _ = self.carry_out(CallCommand::Left).await;
        }
    }

    async fn place_call(&self, request: PlaceCallRequest) -> Result<CallPlaced, ErrorBody> {
        let PlaceCallRequest { to, video, into } = request;
        let me = self.person()?.id.clone();
        if to == me {
            return Err(refusal(CallError::OwnId));
        }
        // Each makes a room, answered or not.
        let calls = &self.shared.parts.calls_by_address;
        calls.check(client_address(&self.socket)).map_err(ErrorBody::rate_limited)?;
        let callee = self.callee(&me, &to).await?.map(|callee| Box::new(profile(callee)));
        let connection = self.id;
        let input = |reply| CallInput::Place { connection, to, callee, video, into, reply };
        let done = self.ask_calls(input).await?;
        let call = done.as_ref().ok().and_then(|done| done.call.as_ref());
        let call = call.map(|(record, _)| record.id.clone());
        let kept = self.settled(done).await;
        self.only_if_kept(call, kept, &me).await
    }

    /// Somebody who is to be rung or written to; absent if nobody has the id. Who is no acquaintance of theirs may do so
    /// only so often, whether they exist or not.
    async fn callee(&self, me: &PersonId, to: &PersonId) -> Result<Option<Person>, ErrorBody> {
        let callee = match self.shared.parts.storage.person(to).await {
            Ok(callee) => Some(callee),
            Err(StorageError::NotFound) => None,
            Err(error) => return Err(storage_refusal(&error)),
        };
        if !callee.as_ref().is_some_and(|callee| callee.known.contains(me)) {
            let address = client_address(&self.socket);
            let strangers = &self.shared.parts.strangers_by_address;
            strangers.check(address).map_err(ErrorBody::rate_limited)?;
        }
        Ok(callee)
    }

    /// A call that cannot be kept has no room, and is given up.
    async fn only_if_kept(
        &self,
        call: Option<CallId>,
        kept: Result<Done, ErrorBody>,
        me: &PersonId,
    ) -> Result<CallPlaced, ErrorBody> {
        if let (Err(_), Some(call)) = (&kept, call) {
            let hang_up = CallCommand::HangUp { call, at: None };
            let _ = self.command_calls(hang_up).await;
        }
        let (call, room) = kept?.call.ok_or_else(|| refusal(CallError::CallNotFound))?;
        let room = self.room(me, &call, room);
        Ok(CallPlaced { call, room })
    }

    async fn answer_call(&self, call: CallId) -> Result<CallAnswered, ErrorBody> {
        let me = self.person()?.id.clone();
        let connection = self.id;
        let command = CallCommand::Answer(call.clone());
        let done = self
            .ask_calls(|reply| CallInput::Command { connection, command, reply })
            .await?
            .map_err(refusal)?;
        let kept = self.settled(Ok(done)).await;
        let CallPlaced { room, .. } = self.only_if_kept(Some(call), kept, &me).await?;
        Ok(CallAnswered { room })
    }

    async fn resume_call(&self, call: CallId) -> Result<CallPlaced, ErrorBody> {
        let me = self.person()?.id.clone();
        let connection = self.id;
        let input = |over| {
            let call = call.clone();
            move |reply| CallInput::Resume { connection, call, over, reply }
        };
        let mut done = self.ask_calls(input(None)).await?;
        if matches!(done, Err(CallError::CallNotFound))
            && let Some(over) = self.taken_to_be_over(&call).await?
        {
            done = self.ask_calls(input(Some(over))).await?;
        }
        let done = self.settled(done).await?;
        let (call, room) = done.call.ok_or_else(|| refusal(CallError::CallNotFound))?;
        let room = self.room(&me, &call, room);
        Ok(CallPlaced { call, room })
    }

    async fn hang_up(&self, request: HangUpRequest) -> Result<Empty, ErrorBody> {
        let HangUpRequest { call_id, at } = request;
        let me = &self.person()?.id;
        let hung_up = self.carry_out(CallCommand::HangUp { call: call_id.clone(), at }).await;
        match hung_up {
            // The other was first: it is over, as was asked for.
            Err(error) if error.code == ErrorCode::CallNotFound => {
                self.flush_calls().await?;
                let stored = self.shared.parts.storage.call(&call_id).await;
                let over = stored.ok().filter(|call| {
                    let CallRecord { caller, callee, state, .. } = &call.record;
                    let theirs = caller.id == *me || (call.for_callee && callee.id == *me);
                    theirs && state.is_ended()
                });
                let over = over.ok_or(error)?;
                self.tell_end(over, at).await?;
                Ok(Empty {})
            }
            other => other,
        }
    }

    /// Of a call that was only taken to be over one of the two tells when it really was.
    async fn tell_end(&self, over: StoredCall, at: Option<Timestamp>) -> Result<(), ErrorBody> {
        let StoredCall { record, assumed: true, .. } = over else { return Ok(()) };
        let now = self.shared.parts.clock.now();
        let answered_at = record.state.answered_at().unwrap_or(now);
        let Some(at) = at.filter(|at| (answered_at..=now).contains(at)) else { return Ok(()) };
        match self.shared.parts.storage.tell_end(&record.id, at).await {
            Ok(()) => {
                let people = [record.caller.id, record.callee.id];
                let changed = CallInput::HistoryChanged { people };
                self.shared.calls.send(changed).await.map_err(|_| closing())
            }
            // The other was first.
            Err(StorageError::NotFound) => Ok(()),
            Err(error) => Err(storage_refusal(&error)),
        }
    }

    /// A call that was taken to be over, and to which one may come back: media may well have gone on.
    async fn taken_to_be_over(&self, call: &CallId) -> Result<Option<Box<StoredCall>>, ErrorBody> {
        self.flush_calls().await?;
        let parts = &self.shared.parts;
        let Ok(mut stored) = parts.storage.call(call).await else { return Ok(None) };
        let state = stored.record.state;
        let CallState::Ended { answered_at: Some(answered_at), ended_at, .. } = state else {
            return Ok(None);
        };
        if !stored.assumed || parts.clock.now() > ended_at + COME_BACK {
            return Ok(None);
        }
        stored.assumed = false;
        stored.record.state = CallState::InCall { answered_at };
        Ok(Some(Box::new(stored)))
    }

    async fn call_history(&self, request: CallHistoryRequest) -> Result<CallPage, ErrorBody> {
        let me = &self.person()?.id;
        let limit = request.limit.unwrap_or(PAGE);
        if !(1..=MAX_CALLS_IN_PAGE).contains(&limit) {
            let message = format!("limit: a page has 1 to {MAX_CALLS_IN_PAGE} calls");
            return Err(ErrorBody::new(ErrorCode::InvalidPayload, message));
        }
        self.flush_calls().await?;
        let before = request.before.map(|CallMark { called_at, id }| (called_at, id));
        let before = before.as_ref().map(|(at, id): &(Timestamp, CallId)| (*at, id));
        let page = self.shared.parts.storage.call_page(me, before, limit).await;
        let page = page.map_err(|error| storage_refusal(&error))?;
        Ok(CallPage { calls: page.calls, has_more: page.has_more })
    }

    async fn delete_call(&self, call: CallId) -> Result<Empty, ErrorBody> {
        let me = &self.person()?.id;
        self.flush_calls().await?;
        let deleted = self.shared.parts.storage.delete_call(me, &call).await;
        deleted.map_err(|error| storage_refusal(&error))?;
        self.tell_other_pages().await
    }

    async fn clear_missed(&self) -> Result<Empty, ErrorBody> {
        let me = &self.person()?.id;
        self.flush_calls().await?;
        let parts = &self.shared.parts;
        let cleared = parts.storage.clear_missed(me, parts.clock.now()).await;
        cleared.map_err(|error| storage_refusal(&error))?;
        self.tell_other_pages().await
    }

    /// What this page changed, the person's other pages are to see.
    async fn tell_other_pages(&self) -> Result<Empty, ErrorBody> {
        let changed = CallInput::Changed { connection: self.id };
        self.shared.calls.send(changed).await.map_err(|_| closing())?;
        Ok(Empty {})
    }

    /// The room of a call, as one of its two enters it.
    fn room(&self, me: &PersonId, call: &CallRecord, room: CallRooms) -> CallRoom {
        let CallRooms { meeting, caller, callee } = room;
        let (own, other) = if call.caller.id == *me { (caller, callee) } else { (callee, caller) };
        let parts = &self.shared.parts;
        let claims = Claims {
            meeting: meeting.clone(),
            participant: own.clone(),
            started_at: call.called_at,
        };
        CallRoom {
            meeting_id: meeting,
            participant_id: own,
            other_participant_id: other,
            ticket: parts.token_secret.sign(&claims, parts.clock.now()),
        }
    }
}

/// What the switchboard goes by.
fn profile(person: Person) -> Profile {
    let Person { party, who_may_call, blocked, known, .. } = person;
    Profile { party, who_may_call, blocked, known }
}

fn told_as(event: CallEvent) -> ServerEvent {
    match event {
        CallEvent::Changed { record, here, into } => {
            ServerEvent::CallChanged(Box::new(CallChanged { call: *record, here, into }))
        }
        CallEvent::Signal { call, transport_id, signal } => {
            let transport_id: TransportId = transport_id;
            ServerEvent::CallSignal(CallSignal { call_id: call, transport_id, signal })
        }
        CallEvent::Availability { who, availability } => {
            ServerEvent::Availability(AvailabilityChanged { person_id: who, availability })
        }
    }
}

fn refusal(error: CallError) -> ErrorBody {
    let code = match error {
        CallError::NotSignedIn => ErrorCode::NotSignedIn,
        CallError::OwnId => ErrorCode::OwnId,
        CallError::InCall => ErrorCode::InCall,
        CallError::CallNotFound => ErrorCode::CallNotFound,
        CallError::WrongState => ErrorCode::WrongState,
    };
    ErrorBody::new(code, error.to_string())
}

fn storage_refusal(error: &StorageError) -> ErrorBody {
    wire::storage_error(error, refusal(CallError::CallNotFound))
}
