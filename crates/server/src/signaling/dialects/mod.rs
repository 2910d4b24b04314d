//! The vocabularies of other systems, each in its namespace: translations, without rules of their own.

mod direct_call;

use std::sync::Arc;

use socketioxide::SocketIo;

use super::Shared;

/// A vocabulary of another system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dialect {
    /// Calls between two.
    DirectCall,
}

impl Dialect {
    /// All there are.
    pub(crate) const ALL: [Self; 1] = [Self::DirectCall];

    /// Its name; the namespace's is this after a slash.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::DirectCall => "direct-call",
        }
    }
}

/// Opens the namespaces of the dialects that are spoken.
pub(super) fn register(io: &SocketIo, shared: &Arc<Shared>) {
    for dialect in &shared.parts.dialects {
        match dialect {
            Dialect::DirectCall => direct_call::register(io, shared),
        }
    }
}
