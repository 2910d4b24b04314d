//! Placing, answering and ending calls, and coming back to a call after a lost connection or a
//! restart of the server.

use std::time::Duration;

use convene_model::{CallId, CallRecord, CallState, PersonId, Timestamp};
use convene_protocol::{
    CallAnswered, CallPlaced, CallRoom, Decided, ErrorBody, ErrorCode, HangUpRequest,
    PlaceCallRequest,
};
use convene_room::{CallCommand, CallError};
use convene_storage::{
    CallRepository as _, Person, PersonRepository as _, StorageError, StoredCall, StoredCallRoom,
};

use super::super::connection::{Connection, closing};
use super::super::token::Claims;
use super::{profile, refusal, storage_refusal};
use crate::calls::{CallInput, Done};

/// How long after its assumed end a person may come back to a call.
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
        // Every call creates a room, even if it is never answered.
        let calls = &self.shared.parts.calls_by_address;
        calls.check(self.caller.address).map_err(ErrorBody::rate_limited)?;
        let callee = self.callee(&me, &to).await?.map(|callee| Box::new(profile(callee)));
        let connection = self.id;
        let input = |reply| CallInput::Place { connection, to, callee, video, into, reply };
        let done = self.ask_calls(input).await?;
        self.placed(done, &me).await
    }

    /// The person to call or write to; `None` if the id does not exist. Requests to a stranger are
    /// rate-limited, and so are requests to ids that do not exist, so the limit does not reveal
    /// which ids exist.
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
            let address = self.caller.address;
            let strangers = &self.shared.parts.strangers_by_address;
            strangers.check(address).map_err(ErrorBody::rate_limited)?;
        }
        Ok(callee)
    }

    /// The reply for a call, once the call is on the disk.
    async fn placed(
        &self,
        done: Result<Done, CallError>,
        me: &PersonId,
    ) -> Result<CallPlaced, ErrorBody> {
        let (done, decided) = self.settled(done).await?;
        if decided.kept.is_some() {
            return Err(refusal(CallError::NotKept));
        }
        let (call, room) = done.call.ok_or_else(|| refusal(CallError::CallNotFound))?;
        let room = self.room(me, &call, room);
        let ice = self.ice_servers(&self.person()?.participant);
        Ok(CallPlaced { call, room, ice })
    }

    pub(super) async fn answer_call(&self, call: CallId) -> Result<CallAnswered, ErrorBody> {
        let me = self.person()?.id.clone();
        let connection = self.id;
        let command = CallCommand::Answer(call);
        let input = |reply| CallInput::Command { connection, command, reply };
        let done = self.ask_calls(input).await?;
        let CallPlaced { room, .. } = self.placed(done, &me).await?;
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
        self.placed(done, &me).await
    }

    pub(super) async fn hang_up(&self, request: HangUpRequest) -> Result<Decided, ErrorBody> {
        let HangUpRequest { call_id, at } = request;
        let me = &self.person()?.id;
        let hung_up = self.carry_out(CallCommand::HangUp { call: call_id.clone(), at }).await;
        match hung_up {
            // The other person hung up first: the call is over, as requested.
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
                Ok(Decided::default())
            }
            other => other,
        }
    }

    /// Corrects the end of a call whose end was only assumed: one of the two people reports when it
    /// really ended. A time before the answer or in the future is ignored.
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
            // The other person reported it first.
            Err(StorageError::NotFound) => Ok(()),
            Err(error) => Err(storage_refusal(&error)),
        }
    }

    /// The call, as still going on, if its end was only assumed and a person may come back to it:
    /// its media may have continued all along.
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

    /// The room of a call, with a ticket for this person.
    fn room(&self, me: &PersonId, call: &CallRecord, room: StoredCallRoom) -> CallRoom {
        let StoredCallRoom { meeting, caller, callee } = room;
        let (own, other) = if call.caller.id == *me { (caller, callee) } else { (callee, caller) };
        let parts = &self.shared.parts;
        let claims = Claims {
            meeting: meeting.clone(),
            participant: own.clone(),
            started_at: call.called_at,
            link: None,
        };
        CallRoom {
            meeting_id: meeting,
            participant_id: own,
            other_participant_id: other,
            ticket: parts.token_secret.sign(&claims, parts.clock.now()),
        }
    }
}
