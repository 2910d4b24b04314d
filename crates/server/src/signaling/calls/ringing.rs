//! One rings, the other answers, one of them hangs up; and what becomes of that when a connection or the server was
//! away.

use std::time::Duration;

use convene_model::{CallId, CallRecord, CallState, PersonId, Timestamp};
use convene_protocol::{
    CallAnswered, CallPlaced, CallRoom, Empty, ErrorBody, ErrorCode, HangUpRequest,
    PlaceCallRequest,
};
use convene_room::{CallCommand, CallError};
use convene_storage::{
    CallRepository as _, CallRooms, Person, PersonRepository as _, StorageError, StoredCall,
};

use super::super::client_address;
use super::super::connection::{Connection, closing};
use super::super::token::Claims;
use super::{profile, refusal, storage_refusal};
use crate::calls::{CallInput, Done};

/// For how long one may come back to a call that was taken to be over.
const COME_BACK: Duration = Duration::from_secs(60 * 60);

impl Connection {
    pub(super) async fn place_call(
        &self,
        request: PlaceCallRequest,
    ) -> Result<CallPlaced, ErrorBody> {
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
    pub(super) async fn callee(
        &self,
        me: &PersonId,
        to: &PersonId,
    ) -> Result<Option<Person>, ErrorBody> {
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

    pub(super) async fn answer_call(&self, call: CallId) -> Result<CallAnswered, ErrorBody> {
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

    pub(super) async fn resume_call(&self, call: CallId) -> Result<CallPlaced, ErrorBody> {
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

    pub(super) async fn hang_up(&self, request: HangUpRequest) -> Result<Empty, ErrorBody> {
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
