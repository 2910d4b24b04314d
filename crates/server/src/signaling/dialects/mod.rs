//! Connections of clients written for other systems. [`convene_dialects`] translates their events.
//! [`guest`] is the connection of dialects with rooms, [`direct_call`] that of the dialect without
//! rooms; [`person_call`] is a call between such a client and a person.

mod direct_call;
mod guest;
mod person_call;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use convene_dialects::{Elexico, InterviewAi, Rooms, Videomeet};
use convene_model::ParticipantId;
use convene_room::ConnectionId;
use tokio::sync::mpsc;

use super::limits::Meter;
use super::{Caller, Shared};
use crate::calls::GuestInput;
use crate::transport::{Run, Socket};
pub(crate) use convene_dialects::Dialect;

/// Random id of this server process.
static INSTANCE: LazyLock<String> =
    LazyLock::new(|| ParticipantId::random(&mut rand::rng()).to_string());

/// The enabled dialects.
pub(super) struct Spoken {
    dialects: BTreeSet<Dialect>,
    /// Input of the switchboard of `/direct-call`, if that dialect is enabled.
    guests: Option<mpsc::Sender<GuestInput>>,
}

impl Spoken {
    pub(super) fn new(shared: &Shared) -> Self {
        let dialects = shared.parts.dialects.clone();
        let calls = dialects.contains(&Dialect::DirectCall);
        Self { dialects, guests: calls.then(|| direct_call::start(shared)) }
    }

    /// The dialect of a namespace.
    pub(super) fn of_namespace(&self, namespace: &str) -> Option<Dialect> {
        self.dialects.iter().copied().find(|dialect| dialect.namespace() == namespace)
    }

    /// The future that handles a socket of this dialect. `None` if the socket cannot be handled.
    pub(super) fn run(
        &self,
        dialect: Dialect,
        shared: &Arc<Shared>,
        caller: &Arc<Caller>,
        id: ConnectionId,
        socket: Socket,
        meter: Meter,
    ) -> Option<Run> {
        match dialect {
            Dialect::InterviewAi => guest::run::<InterviewAi>(shared, caller, id, socket, meter),
            Dialect::Rooms => guest::run::<Rooms>(shared, caller, id, socket, meter),
            Dialect::Videomeet => guest::run::<Videomeet>(shared, caller, id, socket, meter),
            Dialect::DirectCall => {
                let guests = self.guests.clone()?;
                direct_call::run(shared, caller, guests, id, socket, meter)
            }
            Dialect::Elexico => guest::run::<Elexico>(shared, caller, id, socket, meter),
        }
    }
}
