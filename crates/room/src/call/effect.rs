//! Effects of the switchboard: events to send and calls to keep.

use convene_model::{Availability, CallId, CallRecord, PersonId, Signal, TransportId};

use crate::ConnectionId;

/// An effect that the owner of the switchboard carries out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallEffect {
    /// Send an event to a connection.
    Tell {
        /// Receiving connection.
        connection: ConnectionId,
        /// The event.
        event: CallEvent,
    },
    /// Keep the call as it stands.
    Keep {
        /// The call.
        record: Box<CallRecord>,
        /// True if the callee's history shows it too.
        for_callee: bool,
        /// True if the end is assumed because the call was unattended; a page may know better.
        assumed: bool,
    },
    /// Keep the planned state and report by [`crate::Switchboard::handle_kept`]. No page is told
    /// before.
    KeepFirst {
        /// The call.
        record: Box<CallRecord>,
        /// True if the callee's history shows it too.
        for_callee: bool,
    },
    /// The two people have talked: they are acquaintances now.
    Acquaint(PersonId, PersonId),
}

/// An event for a person's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallEvent {
    /// A call of the person began to ring or changed.
    Changed {
        /// The call.
        record: Box<CallRecord>,
        /// True if the receiving connection holds the call.
        here: bool,
        /// The call into which this one brings another person, if it does.
        into: Option<CallId>,
    },
    /// A signal from the other party.
    Signal {
        /// The call.
        call: CallId,
        /// Transport that the signal belongs to.
        transport_id: TransportId,
        /// The signal.
        signal: Signal,
    },
    /// Availability of an acquaintance.
    Availability {
        /// The acquaintance.
        who: PersonId,
        /// New availability.
        availability: Availability,
    },
}
