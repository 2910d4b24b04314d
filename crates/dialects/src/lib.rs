//! The vocabularies of other systems, as pure translations.
//!
//! A client that was written for another system connects to that system's namespace and finds the
//! events it knows. Each file here translates one vocabulary: a client's event to commands, and
//! news of the room to events. A vocabulary has no state, no rules and no I/O; the server keeps a
//! [`RoomView`] for each connection and applies the commands.
//!
//! `/direct-call` has no rooms: [`direct_call`] translates calls between guests.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod direct_call;
mod elexico;
pub mod guest_signals;
mod interview_ai;
mod message;
mod negotiation;
mod room_view;
mod rooms;
mod table;
#[cfg(test)]
mod tests;
mod videomeet;
mod vocabulary;

pub use elexico::Elexico;
pub use interview_ai::InterviewAi;
pub use message::Message;
pub use room_view::{News, RoomView};
pub use rooms::Rooms;
pub use table::{Row, Sender};
pub use videomeet::Videomeet;
pub use vocabulary::{Asked, Context, Emit, Entry, Limit, Refused, Vocabulary};

/// The vocabulary of another system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// An interview of two people.
    InterviewAi,
    /// A room of a small team.
    Rooms,
    /// A meeting that people join by link.
    Videomeet,
    /// Calls between two people.
    DirectCall,
    /// A meeting with a host.
    Elexico,
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Self; 5] =
        [Self::InterviewAi, Self::Rooms, Self::Videomeet, Self::DirectCall, Self::Elexico];

    /// The dialect's name in command-line flags.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InterviewAi => "interview-ai",
            Self::Rooms => "rooms",
            Self::Videomeet => "videomeet",
            Self::DirectCall => "direct-call",
            Self::Elexico => "elexico",
        }
    }

    /// The dialect's Socket.IO namespace.
    #[must_use]
    pub const fn namespace(self) -> &'static str {
        match self {
            Self::InterviewAi => "/interview-ai",
            Self::Rooms => "/rooms",
            Self::Videomeet => "/videomeet",
            Self::DirectCall => "/direct-call",
            Self::Elexico => "/elexico",
        }
    }
}
