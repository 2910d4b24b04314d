//! Leaving for good: a guest who leaves ends their calls in any state. There is no grace period,
//! because a guest has no id to come back with.

use convene_model::{CallEnd, CallId, CallRecord, PersonId, Timestamp};

use super::{CallError, Switchboard};
use crate::ConnectionId;

impl Switchboard {
    /// Calls that a person may see: calls they placed or answered, and calls that ring at them.
    pub fn calls_of(&self, who: &PersonId) -> impl Iterator<Item = &CallRecord> {
        self.calls.values().filter(|call| call.is_seen_by(who)).map(|call| &call.record)
    }

    /// Takes the person of a connection out of a call: one they placed, one they talked in, or one
    /// that rings at them.
    ///
    /// # Errors
    /// [`CallError`].
    pub fn handle_leave(
        &mut self,
        connection: ConnectionId,
        call: &CallId,
        now: Timestamp,
    ) -> Result<(), CallError> {
        let who = self.connections.get(&connection).cloned().ok_or(CallError::NotSignedIn)?;
        let is_answered = self.call_of(&who, call)?.record.state.answered_at().is_some();
        if !is_answered && self.ringing_at(&who, call).is_ok() {
            self.end(call, CallEnd::HungUp, now);
            return Ok(());
        }
        self.hang_up(&who, call, None, now)
    }
}
