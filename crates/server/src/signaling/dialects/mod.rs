//! The vocabularies of other systems: clients written for one of them connect to its namespace and find every
//! event they know.
//!
//! Each file is a translation between a vocabulary and the room's commands and events, and has no rule and no state of its
//! own. [`guest`] is the connection task of those that have rooms, [`room_view`] what it knows of its room.

mod direct_call;
mod elexico;
mod guest;
mod guest_ids;
mod interview_ai;
mod message;
mod negotiation;
mod room_view;
mod rooms;
#[cfg(test)]
mod tests;
mod videomeet;

use std::sync::Arc;

use serde_json::Value;
use socketioxide::SocketIo;
use socketioxide::extract::SocketRef;
use socketioxide::handler::ConnectHandler;

use super::Shared;
pub(super) use guest_ids::GuestIds;

/// A vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dialect {
    /// An interview of two.
    InterviewAi,
    /// A small team's room.
    Rooms,
    /// A meeting by link.
    Videomeet,
    /// Calls between two.
    DirectCall,
    /// A meeting with a host.
    Elexico,
}

impl Dialect {
    /// All there are.
    pub(crate) const ALL: [Self; 5] =
        [Self::InterviewAi, Self::Rooms, Self::Videomeet, Self::DirectCall, Self::Elexico];

    /// Its name: that of its namespace, too.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::InterviewAi => "interview-ai",
            Self::Rooms => "rooms",
            Self::Videomeet => "videomeet",
            Self::DirectCall => "direct-call",
            Self::Elexico => "elexico",
        }
    }
}

/// An event for a client: at most one argument, as all of them have.
#[derive(Debug, Clone, PartialEq)]
struct Emit {
    event: &'static str,
    payload: Option<Value>,
}

impl Emit {
    fn new(event: &'static str, payload: Value) -> Self {
        Self { event, payload: Some(payload) }
    }

    fn bare(event: &'static str) -> Self {
        Self { event, payload: None }
    }
}

/// Serves the namespaces of those that are spoken.
pub(super) fn serve(io: &SocketIo, shared: &Arc<Shared>) {
    for &dialect in &shared.parts.dialects {
        match dialect {
            Dialect::InterviewAi => {
                namespace(io, shared, dialect, guest::spawn::<interview_ai::InterviewAi>);
            }
            Dialect::Rooms => namespace(io, shared, dialect, guest::spawn::<rooms::Rooms>),
            Dialect::Videomeet => {
                namespace(io, shared, dialect, guest::spawn::<videomeet::Videomeet>);
            }
            Dialect::DirectCall => namespace(io, shared, dialect, direct_call::serve(shared)),
            Dialect::Elexico => namespace(io, shared, dialect, guest::spawn::<elexico::Elexico>),
        }
    }
}

/// Admits connections as the native namespace does, and has them served.
fn namespace(
    io: &SocketIo,
    shared: &Arc<Shared>,
    dialect: Dialect,
    serve: impl Fn(&Arc<Shared>, SocketRef) + Clone + Send + Sync + 'static,
) {
    let admit = {
        let shared = Arc::clone(shared);
        move |socket: SocketRef| std::future::ready(shared.admit(&socket))
    };
    let serve = {
        let shared = Arc::clone(shared);
        move |socket: SocketRef| {
            serve(&shared, socket);
            std::future::ready(())
        }
    };
    io.ns(format!("/{}", dialect.name()), serve.with(admit));
}
