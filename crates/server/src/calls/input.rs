//! What connections and the owner of all calls say to each other.

use convene_model::{
    Availability, CallId, CallRecord, DisplayName, MeetingId, Party, PersonId, WhoMayCall,
};
use convene_protocol::DirectMessageKept;
use convene_room::{CallCommand, CallError, CallEvent, ConnectionId, Profile};
use convene_storage::{CallRooms, StoredCall};
use tokio::sync::{mpsc, oneshot};

use super::keeper::Kept;

/// What connections send.
#[derive(Debug)]
pub(crate) enum CallInput {
    /// A connection is this person's.
    SignIn {
        connection: ConnectionId,
        profile: Box<Profile>,
        /// Whose availability is to be told.
        contacts: Vec<PersonId>,
        outbound: mpsc::Sender<CallOutbound>,
        reply: oneshot::Sender<Vec<Availability>>,
    },
    /// Ring somebody.
    Place {
        connection: ConnectionId,
        to: PersonId,
        callee: Option<Box<Profile>>,
        video: bool,
        into: Option<CallId>,
        reply: oneshot::Sender<Result<Done, CallError>>,
    },
    /// Come back to a call.
    Resume {
        connection: ConnectionId,
        call: CallId,
        /// As it was before it was taken to be over, if it was.
        over: Option<Box<StoredCall>>,
        reply: oneshot::Sender<Result<Done, CallError>>,
    },
    Command {
        connection: ConnectionId,
        command: CallCommand,
        reply: oneshot::Sender<Result<Done, CallError>>,
    },
    Profile {
        connection: ConnectionId,
        change: ProfileChange,
        reply: oneshot::Sender<Result<Done, CallError>>,
    },
    /// A page entered a room.
    Entered {
        connection: ConnectionId,
        room: MeetingId,
        /// The call of theirs that led there, if it is over.
        over: Option<Box<StoredCall>>,
    },
    /// What these find in their history changed.
    HistoryChanged {
        people: [PersonId; 2],
    },
    /// A message was kept: tell it on all pages of both.
    Direct {
        /// Whose page each is told on, and with whom it is theirs.
        to: [(PersonId, Box<DirectMessageKept>); 2],
    },
    /// Where others are, as far as the person of a connection may know.
    Availability {
        connection: ConnectionId,
        contacts: Vec<PersonId>,
        reply: oneshot::Sender<Vec<Availability>>,
    },
    /// The person of a connection changed something of themselves: their other pages are to ask what.
    Changed {
        connection: ConnectionId,
    },
    /// Tell once all that happened is kept.
    Flush {
        reply: oneshot::Sender<Kept>,
    },
    Disconnect {
        connection: ConnectionId,
    },
}

/// What somebody changes of themselves.
#[derive(Debug)]
pub(crate) enum ProfileChange {
    Set { name: Option<DisplayName>, who_may_call: Option<WhoMayCall> },
    Block(Party),
    Unblock(PersonId),
}

/// A command was carried out.
#[derive(Debug)]
pub(crate) struct Done {
    /// The call it was about, and its room.
    pub(crate) call: Option<(CallRecord, CallRooms)>,
    /// With this, it counts once that says so.
    pub(crate) kept: Option<Kept>,
}

/// What a connection is told.
#[derive(Debug)]
pub(crate) enum CallOutbound {
    Event(CallEvent),
    /// Something of themselves changed.
    Myself,
    Direct(Box<DirectMessageKept>),
}
