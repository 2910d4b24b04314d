//! Messages between connections and the owner of all calls.

use convene_model::{
    Availability, CallId, CallRecord, DisplayName, MeetingId, Party, PersonId, WhoMayCall,
};
use convene_protocol::DirectMessageKept;
use convene_room::{CallCommand, CallError, CallEvent, ConnectionId, Profile};
use convene_storage::{StoredCall, StoredCallRoom};
use tokio::sync::{mpsc, oneshot};

use super::keeper::Kept;

/// Input from a connection.
#[derive(Debug)]
pub(crate) enum CallInput {
    /// A person has signed in on a connection.
    SignIn {
        connection: ConnectionId,
        profile: Box<Profile>,
        /// People whose availability the reply contains.
        contacts: Vec<PersonId>,
        outbound: mpsc::Sender<CallOutbound>,
        reply: oneshot::Sender<Vec<Availability>>,
    },
    /// A guest of another system's vocabulary has connected, or has told its name. Nothing of it is
    /// stored but its calls with people.
    Guest {
        connection: ConnectionId,
        party: Party,
        /// Present when the guest connects.
        outbound: Option<mpsc::Sender<CallOutbound>>,
    },
    /// Place a call.
    Place {
        connection: ConnectionId,
        to: PersonId,
        callee: Option<Box<Profile>>,
        video: bool,
        into: Option<CallId>,
        reply: oneshot::Sender<Result<Done, CallError>>,
    },
    /// Come back to a call after a lost connection or a restart of the server.
    Resume {
        connection: ConnectionId,
        call: CallId,
        /// The call as still going on, if its end was only assumed.
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
    /// A page has entered a room.
    Entered {
        connection: ConnectionId,
        room: MeetingId,
        /// The call that led the person there, if it is over.
        over: Option<Box<StoredCall>>,
    },
    /// The call history of these people changed.
    HistoryChanged {
        people: [PersonId; 2],
    },
    /// A direct message was stored: send it to all pages of both people.
    Direct {
        /// The receivers, each with the message as their pages show it.
        to: [(PersonId, Box<DirectMessageKept>); 2],
    },
    /// Ask for the availability of contacts, as far as the person of the connection may see it.
    Availability {
        connection: ConnectionId,
        contacts: Vec<PersonId>,
        reply: oneshot::Sender<Vec<Availability>>,
    },
    /// The person changed data of their own on this page: their other pages must reload it.
    Changed {
        connection: ConnectionId,
    },
    /// Reply once all earlier changes are on the disk.
    Flush {
        reply: oneshot::Sender<Kept>,
    },
    Disconnect {
        connection: ConnectionId,
    },
}

/// A change to a person's profile.
#[derive(Debug, Clone)]
pub(crate) enum ProfileChange {
    Set { name: Option<DisplayName>, who_may_call: Option<WhoMayCall> },
    Block(Party),
    Unblock(PersonId),
}

/// Result of a command that was applied.
#[derive(Debug)]
pub(crate) struct Done {
    /// The call concerned, and its room.
    pub(crate) call: Option<(CallRecord, StoredCallRoom)>,
    /// Reports whether the change reached the disk; `None` if nothing is being written.
    pub(crate) kept: Option<Kept>,
}

/// Output to a connection.
#[derive(Debug)]
pub(crate) enum CallOutbound {
    Event(CallEvent),
    /// The person's own data changed: reload it.
    Myself,
    Direct(Box<DirectMessageKept>),
}
