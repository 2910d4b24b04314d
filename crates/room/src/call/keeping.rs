//! Durability of calls: placing and answering are kept before any page is told. If the disk
//! refuses, nothing changes. The end of a call holds at once.

use convene_model::{CallEnd, CallId, Timestamp};

use super::person::Person;
use super::progress::Waits;
use super::{CallError, Switchboard};
use crate::{CallEffect, ConnectionId};

impl Switchboard {
    /// Takes the result of the write that [`CallEffect::KeepFirst`] asked for.
    ///
    /// # Errors
    /// [`CallError::NotKept`] if the disk refused; [`CallError::CallNotFound`] and others if the
    /// call changed during the write.
    pub fn handle_kept(
        &mut self,
        id: &CallId,
        is_kept: bool,
        now: Timestamp,
    ) -> Result<(), CallError> {
        let waits = self.calls.get_mut(id).and_then(|call| call.waits.take());
        match waits {
            // Crossing calls: the callee's own call answered this one, and that answer is kept.
            None if self.calls.contains_key(id) => Ok(()),
            None if is_kept => Err(CallError::CallNotFound),
            None => Err(CallError::NotKept),
            Some(Waits::Placed { rings }) if is_kept => {
                self.begin_to_ring(id, rings, now);
                Ok(())
            }
            Some(Waits::Placed { .. }) => {
                let call = self.calls.remove(id);
                self.due.retain(|(_, due)| due != id);
                if let Some(call) = call {
                    self.forget_if_gone(&call.record.caller.id);
                }
                Err(CallError::NotKept)
            }
            Some(Waits::Answered { connection, at }) if is_kept => {
                let answered = self.answer_kept(connection, id, at);
                if answered.is_err() {
                    self.keep_as_it_stands(id);
                }
                answered
            }
            Some(Waits::Answered { .. }) => Err(CallError::NotKept),
        }
    }

    /// Starts ringing after the write: at the callee, or only for the caller if `rings` is false.
    fn begin_to_ring(&mut self, id: &CallId, rings: bool, now: Timestamp) {
        let Some(call) = self.calls.get(id) else { return };
        let to = call.record.callee.id.clone();
        let mut others = self.calls.iter().filter(|(other, _)| *other != id);
        let rung = others.any(|(_, other)| other.engages(&to) || other.rings_at(&to));
        let busy = rings && (rung || self.stays(&to));
        let Some(call) = self.calls.get_mut(id) else { return };
        call.rings = rings && !busy;
        let caller = call.record.caller.id.clone();
        let pages = |who| self.people.get(who).into_iter().flat_map(Person::pages);
        let pages: Vec<ConnectionId> = pages(&caller).chain(pages(&to)).collect();
        for page in pages {
            if self.person_at(page) == Some(&caller) || rings && !busy {
                self.ring_at(page, id);
            }
        }
        if busy {
            self.end(id, CallEnd::Busy, now);
        } else {
            self.schedule(id);
        }
    }

    fn answer_kept(
        &mut self,
        connection: ConnectionId,
        id: &CallId,
        at: Timestamp,
    ) -> Result<(), CallError> {
        let sender = self.person_at(connection).cloned().ok_or(CallError::NotSignedIn)?;
        self.ringing_at(&sender, id)?;
        if self.engaged(&sender).is_some() || self.stays(&sender) {
            return Err(CallError::InCall);
        }
        self.take_answer(connection, &sender, id, at);
        self.tell_call(id);
        Ok(())
    }

    fn keep_as_it_stands(&mut self, id: &CallId) {
        let Some(call) = self.calls.get(id) else { return };
        let (record, for_callee) = (Box::new(call.record.clone()), call.for_callee);
        let assumed = call.assumed;
        self.effects.push_back(CallEffect::Keep { record, for_callee, assumed });
    }
}
