//! Calls: passes each request to the switchboard and storage, and sends a person their events.

mod direct;
mod history;
mod profile;
mod ringing;
mod sign_in;

use convene_model::{ParticipantId, PersonId, TransportId};
use convene_protocol::{
    AvailabilityChanged, CallChanged, CallRef, CallSignal, CallsRequest, ClearMissedRequest,
    Decided, Empty, ErrorBody, ErrorCode, MyselfChanged, MyselfRequest, PersonRef, ServerEvent,
    SetAwayRequest,
};
use convene_room::{CallCommand, CallError, CallEvent, Profile};
use convene_storage::{CallRepository as _, Person, StorageError};
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};

use super::connection::{Connection, closing};
use super::outbound::{Answer, Broken, emit};
use super::wire;
use crate::calls::{CallInput, CallOutbound, Done};

/// The person signed in on a connection.
pub(super) struct SignedInAs {
    pub(super) id: PersonId,
    /// The person's participant id, used for relay credentials and direct messages.
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
            Ok(result) => answer.ok(result),
            Err(error) => answer.error(error),
        }
    }

    /// Writes an event from the switchboard to the socket.
    pub(super) async fn handle_told(&mut self, told: Option<CallOutbound>) -> Result<(), Broken> {
        let event = match told {
            Some(CallOutbound::Event(event)) => event,
            Some(CallOutbound::Myself) => {
                return emit(&self.socket, &ServerEvent::MyselfChanged(MyselfChanged {}));
            }
            Some(CallOutbound::Direct(kept)) => {
                return emit(&self.socket, &ServerEvent::DirectMessage(kept));
            }
            // The switchboard dropped this connection because it was too slow, or the server is
            // stopping.
            None => return Err(Broken),
        };
        let event = match told_as(event) {
            // The callee's page prepares a transport while the call rings, and needs the relay for
            // it.
            ServerEvent::CallChanged(mut changed) if !changed.call.state.is_ended() => {
                changed.ice =
                    Some(self.ice_servers(&self.person.as_ref().ok_or(Broken)?.participant));
                ServerEvent::CallChanged(changed)
            }
            event => event,
        };
        emit(&self.socket, &event)
    }

    /// The person signed in on this connection.
    fn person(&self) -> Result<&SignedInAs, ErrorBody> {
        self.person.as_ref().ok_or_else(|| refusal(CallError::NotSignedIn))
    }

    /// Sends a request to the owner of all calls and waits for its reply.
    async fn ask_calls<T>(
        &self,
        input: impl FnOnce(oneshot::Sender<T>) -> CallInput,
    ) -> Result<T, ErrorBody> {
        let (sender, reply) = oneshot::channel();
        self.shared.calls.send(input(sender)).await.map_err(|_| closing())?;
        reply.await.map_err(|_| closing())
    }

    /// Waits until the change is on the disk, or the disk has refused it.
    async fn settled(&self, done: Result<Done, CallError>) -> Result<(Done, Decided), ErrorBody> {
        let mut done = done.map_err(refusal)?;
        let is_kept = match done.kept.take() {
            Some(kept) => kept.await.unwrap_or(false),
            None => true,
        };
        Ok((done, Decided { kept: (!is_kept).then_some(false) }))
    }

    /// Waits until all earlier changes to calls are on the disk, or the disk has refused them.
    async fn flush_calls(&self) -> Result<(), ErrorBody> {
        let kept = self.ask_calls(|reply| CallInput::Flush { reply }).await?;
        let _ = kept.await;
        Ok(())
    }

    /// Applies a command at once, and reports whether it is kept.
    async fn carry_out(&self, command: CallCommand) -> Result<Decided, ErrorBody> {
        let connection = self.id;
        let input = |reply| CallInput::Command { connection, command, reply };
        let done = self.ask_calls(input).await?;
        Ok(self.settled(done).await?.1)
    }

    /// Tells the switchboard that this page is in a room. If the call that led there is over, the
    /// switchboard gets that call too.
    pub(in crate::signaling) async fn entered_room(&self) {
        let (Some(person), Some(presence)) = (&self.person, self.inside()) else { return };
        let (connection, room) = (self.id, presence.meeting().clone());
        let call = self.shared.parts.storage.call_into(&room, &person.id).await;
        // If the call cannot be read, the person is still in the room.
        let over = call.ok().filter(|call| call.record.state.is_ended()).map(Box::new);
        // The send fails only if the server is stopping.
        let _ = self.shared.calls.send(CallInput::Entered { connection, room, over }).await;
    }

    /// Tells the switchboard that this page has left its room.
    pub(in crate::signaling) async fn left_room(&self) {
        if self.person.is_some() {
            let _ = self.carry_out(CallCommand::Left).await;
        }
    }

    /// Tells the person's other pages that their data has changed.
    async fn tell_other_pages(&self) -> Result<Empty, ErrorBody> {
        let changed = CallInput::Changed { connection: self.id };
        self.shared.calls.send(changed).await.map_err(|_| closing())?;
        Ok(Empty {})
    }
}

/// The part of a person's data that the switchboard uses.
fn profile(person: Person) -> Profile {
    let Person { party, who_may_call, blocked, known, .. } = person;
    Profile { party, who_may_call, blocked, known }
}

fn told_as(event: CallEvent) -> ServerEvent {
    match event {
        CallEvent::Changed { record, here, into } => {
            ServerEvent::CallChanged(Box::new(CallChanged { call: *record, here, into, ice: None }))
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
        CallError::NotKept => ErrorCode::StorageUnavailable,
        CallError::WrongState => ErrorCode::WrongState,
    };
    ErrorBody::new(code, error.to_string())
}

fn storage_refusal(error: &StorageError) -> ErrorBody {
    wire::storage_error(error, refusal(CallError::CallNotFound))
}
