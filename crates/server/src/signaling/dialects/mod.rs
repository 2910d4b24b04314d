//! The vocabularies of other systems: clients written for one of them connect to its namespace and find every
//! event they know.
//!
//! Each file is a translation between a vocabulary and the room's commands and events, and has no rule and no state of its
//! own. [`guest`] is the connection task of those that have rooms, [`room_view`] what it knows of its room.

mod elexico;
mod guest;
mod interview_ai;
mod message;
mod negotiation;
mod room_view;
mod rooms;
mod videomeet;

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use serde_json::Value;
use socketioxide::SocketIo;
use socketioxide::extract::SocketRef;
use socketioxide::handler::ConnectHandler;

use super::Shared;

/// A vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dialect {
    /// An interview of two.
    InterviewAi,
    /// A small team's room.
    Rooms,
    /// A meeting by link.
    Videomeet,
    /// A meeting with a host.
    Elexico,
}

impl Dialect {
    const ALL: [Self; 4] = [Self::InterviewAi, Self::Rooms, Self::Videomeet, Self::Elexico];

    /// Its name: that of its namespace, too.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::InterviewAi => "interview-ai",
            Self::Rooms => "rooms",
            Self::Videomeet => "videomeet",
            Self::Elexico => "elexico",
        }
    }
}

/// Which dialects are spoken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Dialects(BTreeSet<Dialect>);

impl Dialects {
    /// Whether this one is.
    pub(crate) fn speak(&self, dialect: Dialect) -> bool {
        self.0.contains(&dialect)
    }

    /// Whether any is.
    pub(crate) fn speak_any(&self) -> bool {
        !self.0.is_empty()
    }
}

/// A name that is none of a dialect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("takes all, or some of {}, separated by commas", Dialect::ALL.map(Dialect::name).join(", "))]
pub(crate) struct UnknownDialect;

impl FromStr for Dialects {
    type Err = UnknownDialect;

    fn from_str(text: &str) -> Result<Self, UnknownDialect> {
        let text = text.trim();
        if text == "all" {
            return Ok(Self(Dialect::ALL.into()));
        }
        let named = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        let dialect = |name: &str| Dialect::ALL.into_iter().find(|it| it.name() == name);
        named.map(|name| dialect(name).ok_or(UnknownDialect)).collect::<Result<_, _>>().map(Self)
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

    /// What every dialect says when it refuses something.
    fn error(message: &str) -> Self {
        Self::new("error", serde_json::json!({ "message": message }))
    }
}

/// Serves the namespaces of those that are spoken.
pub(super) fn serve(io: &SocketIo, shared: &Arc<Shared>, dialects: &Dialects) {
    for dialect in &dialects.0 {
        let serve = match dialect {
            Dialect::InterviewAi => guest::spawn::<interview_ai::InterviewAi>,
            Dialect::Rooms => guest::spawn::<rooms::Rooms>,
            Dialect::Videomeet => guest::spawn::<videomeet::Videomeet>,
            Dialect::Elexico => guest::spawn::<elexico::Elexico>,
        };
        namespace(io, shared, *dialect, serve);
    }
}

/// Admits connections as the native namespace does, and has them served.
fn namespace(
    io: &SocketIo,
    shared: &Arc<Shared>,
    dialect: Dialect,
    serve: fn(&Arc<Shared>, SocketRef),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dialects_are_named_or_all() {
        assert_eq!("all".parse::<Dialects>().unwrap().0.len(), Dialect::ALL.len());
        let some = "rooms, elexico".parse::<Dialects>().unwrap();
        assert!(some.speak(Dialect::Rooms) && some.speak(Dialect::Elexico));
        assert!(!some.speak(Dialect::Videomeet));
        assert!(!"".parse::<Dialects>().unwrap().speak_any());
        let error = "rooms,klingon".parse::<Dialects>().unwrap_err();
        assert!(error.to_string().contains("interview-ai, rooms, videomeet"), "{error}");
    }
}
