//! Who goes for good: their calls are over, whatever state they are in. Nobody waits for people without a name that
//! they could come back by.

use convene_model::{CallEnd, CallId, CallRecord, PersonId, Timestamp};

use super::{CallError, Switchboard};
use crate::ConnectionId;

impl Switchboard {
    /// The calls somebody knows of: those they placed, and those that ring at them or that they answered.
    pub fn calls_of(&self, who: &PersonId) -> impl Iterator<Item = &CallRecord> {
        self.calls.values().filter(|call| call.is_seen_by(who)).map(|call| &call.record)
    }

    /// The person of a connection goes out of a call: one they placed and gave up, one they talked in, or one that
    /// rings at them and that they leave without a word.
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
