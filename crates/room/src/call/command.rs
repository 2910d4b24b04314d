//! Commands of calls, and the reasons to refuse them.

use convene_model::{CallId, CallRecord, MeetingId, PersonId, Signal, Timestamp, TransportId};

use super::Profile;

/// A command from a person's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallCommand {
    /// Ring a person.
    Place {
        /// The new call's id.
        call: CallId,
        /// Callee.
        to: PersonId,
        /// Callee's stored profile; absent if the id does not exist. Ignored if the callee has a
        /// page open.
        callee: Option<Box<Profile>>,
        /// True for a video call.
        video: bool,
        /// The caller's current call, if the callee is to be brought into it.
        into: Option<CallId>,
        /// Room for the call, unless it joins the room of the caller's current call.
        room: MeetingId,
    },
    /// Answer a call that rings at the sender.
    Answer(CallId),
    /// Decline a call that rings at the sender.
    Decline(CallId),
    /// Refuse a call that rings at the sender, who is in another call that this switchboard does
    /// not know.
    Busy(CallId),
    /// End a call: cancel it while it rings, or hang up. `at` is the time of hanging up, if the
    /// page could not report it then.
    HangUp {
        /// The call.
        call: CallId,
        /// Time of hanging up; `None` means the present.
        at: Option<Timestamp>,
    },
    /// Media flows.
    Connected(CallId),
    /// Media could not be connected.
    Failed(CallId),
    /// Send a signal to the other party.
    Signal {
        /// The call.
        call: CallId,
        /// Transport that the signal belongs to.
        transport_id: TransportId,
        /// The signal.
        signal: Signal,
    },
    /// Resume a call after a lost connection or, with the stored record, after a server restart.
    Resume {
        /// Stored record of the call; ignored if the switchboard knows the call.
        record: Box<CallRecord>,
        /// The call into which it brought another person.
        into: Option<CallId>,
        /// Room of the call.
        room: MeetingId,
    },
    /// True if the person is not looking at this page.
    SetAway(bool),
    /// This page has entered a room.
    Entered {
        /// The room.
        room: MeetingId,
        /// The person's ended call that led to the room; pages report it after a server restart.
        by: Option<CallId>,
    },
    /// This page has left the room it was in.
    Left,
}

/// Reason to refuse a command. Nothing has changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The connection has not signed in.
    #[error("sign in first")]
    NotSignedIn,
    /// The callee is the sender.
    #[error("this is your own id")]
    OwnId,
    /// The sender is in a call already.
    #[error("you are in a call already")]
    InCall,
    /// The call does not exist, belongs to other people, or has ended.
    #[error("there is no such call")]
    CallNotFound,
    /// The disk refused a change that must be kept first.
    #[error("the server cannot keep this just now: nothing has changed")]
    NotKept,
    /// The call's state does not allow the command.
    #[error("the call's state does not allow this")]
    WrongState,
}
