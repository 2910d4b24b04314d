//! What people ask for, and why it is refused.

use convene_model::{CallId, CallRecord, MeetingId, PersonId, Signal, Timestamp, TransportId};

use super::Profile;

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallCommand {
    /// Ring somebody.
    Place {
        /// The new call's id.
        call: CallId,
        /// Whom.
        to: PersonId,
        /// What is kept of them; absent if nobody has the id. Not looked at if they are here.
        callee: Option<Box<Profile>>,
        /// Whether with video.
        video: bool,
        /// The call they are in already, if this is to bring another into it.
        into: Option<CallId>,
        /// Where the two meet, unless it is the room of the call they are in.
        room: MeetingId,
    },
    /// Take a call that rings here.
    Answer(CallId),
    /// Refuse a call that rings here.
    Decline(CallId),
    /// End a call: give up while it rings there, or hang up. `at` is when it happened, if it could not be told then.
    HangUp {
        /// Which.
        call: CallId,
        /// When.
        at: Option<Timestamp>,
    },
    /// Media is there.
    Connected(CallId),
    /// Media does not come through.
    Failed(CallId),
    /// Set up media with the other.
    Signal {
        /// In which call.
        call: CallId,
        /// Of which transport.
        transport_id: TransportId,
        /// What.
        signal: Signal,
    },
    /// Come back to a call: after a lost connection, or with what was kept of it after a restart of the server.
    Resume {
        /// The call as it was kept; not looked at if it is known here.
        record: Box<CallRecord>,
        /// The call into which it brought another person.
        into: Option<CallId>,
        /// Where the two meet.
        room: MeetingId,
    },
    /// Whether anybody looks at this page.
    SetAway(bool),
    /// This page has entered a room.
    Entered {
        /// Which.
        room: MeetingId,
        /// The call of theirs that led there, which is over: it is told after a restart.
        by: Option<CallId>,
    },
    /// This page has left the room it was in.
    Left,
}

/// Why a command is refused: nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The connection is nobody's.
    #[error("sign in first")]
    NotSignedIn,
    /// Nobody calls themselves.
    #[error("this is your own id")]
    OwnId,
    /// One call at a time.
    #[error("you are in a call already")]
    InCall,
    /// There is no such call, or it is other people's, or over.
    #[error("there is no such call")]
    CallNotFound,
    /// Not in the state the call is in.
    #[error("not in the state the call is in")]
    WrongState,
}
