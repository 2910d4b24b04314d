//! What comes of it: what is told, and what is kept.

use convene_model::{Availability, CallId, CallRecord, PersonId, Signal, TransportId};

use crate::ConnectionId;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallEffect {
    /// Tell a connection.
    Tell {
        /// Which.
        connection: ConnectionId,
        /// What.
        event: CallEvent,
    },
    /// Keep the call as it stands.
    Keep {
        /// The call.
        record: Box<CallRecord>,
        /// Whether the callee is to find it in their history too.
        for_callee: bool,
        /// Whether it is over because nobody was seen in it for long, which they may know better.
        assumed: bool,
    },
    /// The two have talked: from now on they know each other.
    Acquaint(PersonId, PersonId),
}

/// What somebody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallEvent {
    /// A call of theirs began to ring, here or there, or changed.
    Changed {
        /// The call.
        record: Box<CallRecord>,
        /// Whether it is taken at this very connection.
        here: bool,
        /// The call into which this one brings another person, if it does.
        into: Option<CallId>,
    },
    /// A step of the other's negotiation.
    Signal {
        /// In which call.
        call: CallId,
        /// Of which transport.
        transport_id: TransportId,
        /// What.
        signal: Signal,
    },
    /// Where somebody is whom one has talked with.
    Availability {
        /// Who.
        who: PersonId,
        /// Where.
        availability: Availability,
    },
}
