//! The nouns every crate shares: ids, names, media state, signals.
//!
//! A value of one of these types is valid by construction ("parse, don't validate"). Nothing here
//! does I/O, reads a clock or knows a protocol; randomness is an argument.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod chat;
mod display_name;
mod ids;
mod media_state;
mod participant;
mod signal;
mod timestamp;

pub use chat::{
    ChatMessage, ChatMessageId, ChatText, ChatTextError, ClientMessageId, ClientMessageIdError,
    Reaction, ReactionError,
};
pub use display_name::{DisplayName, DisplayNameError};
pub use ids::{IdError, MeetingId, ParticipantId, TransportId};
pub use media_state::MediaState;
pub use participant::{LeaveReason, Participant, Presence, RecordingState};
pub use signal::Signal;
pub use timestamp::Timestamp;
