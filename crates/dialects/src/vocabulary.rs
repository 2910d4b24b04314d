//! Contract of a dialect with rooms: how its events become commands, and how news becomes its
//! events.

use std::num::NonZeroU32;
use std::time::Duration;

use convene_model::{ChatText, DisplayName, MediaState, RoomName, Timestamp};
use convene_room::{Command, Dismissal, Foreign};
use serde_json::{Value, json};

use crate::message::Message;
use crate::room_view::{News, RoomView};
use crate::table::Row;

/// An event for a client: a name and at most one argument.
#[derive(Debug, Clone, PartialEq)]
pub struct Emit {
    /// The event's name.
    pub event: &'static str,
    /// The argument, if there is one.
    pub payload: Option<Value>,
}

impl Emit {
    pub(crate) fn new(event: &'static str, payload: Value) -> Self {
        Self { event, payload: Some(payload) }
    }

    pub(crate) fn bare(event: &'static str) -> Self {
        Self { event, payload: None }
    }
}

/// Values that the translation of a request needs and that neither the request nor the room has.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The server's current time.
    pub now: Timestamp,
    /// Identifies the server's process: it changes with every start.
    pub instance: &'a str,
}

/// A dialect with rooms.
pub trait Vocabulary: Send + Sync + 'static {
    /// All events of this vocabulary.
    const EVENTS: &'static [Row];

    /// Name of the event that enters a room.
    const JOIN: &'static str;

    /// Rate limits of single events, in addition to the limit of every connection.
    const LIMITS: &'static [Limit] = &[];

    /// Events that may carry a bare text which is not a room's name.
    const TEXTS: &'static [&'static str] = &[];

    /// True if joining the current room again under the same name is a no-op: some clients join
    /// twice by mistake.
    const STAYS: bool = true;

    /// Translates a client's event. `room` is `None` before the client has joined.
    ///
    /// # Errors
    /// The reason for a refusal, for the client's developer.
    fn ask(
        message: &Message,
        room: Option<&RoomView>,
        context: Context<'_>,
    ) -> Result<Asked, String>;

    /// The events that answer a join.
    fn entered(room: &RoomView) -> Vec<Emit>;

    /// The events that report `news` to a client. `room` already includes the news.
    fn translate(room: &RoomView, news: &News<'_>, now: Timestamp) -> Vec<Emit>;

    /// Time of the next event that does not come from news, such as a clock's tick.
    fn due(_room: &RoomView, _now: Timestamp) -> Option<Timestamp> {
        None
    }

    /// The events to send at the time that [`Vocabulary::due`] returned.
    fn tick(_room: &RoomView, _now: Timestamp) -> Vec<Emit> {
        Vec::new()
    }

    /// The last event before the server closes the connection of a dismissed participant.
    fn dismissed(why: Dismissal) -> Emit {
        Emit::new("error", json!({ "message": dismissal(why) }))
    }
}

/// Rate limit shared by some events.
#[derive(Debug)]
pub struct Limit {
    /// Names of the events.
    pub events: &'static [&'static str],
    /// Maximum number of these events per second and client.
    pub per_second: NonZeroU32,
    /// Builds the reply to an event above the limit, from its name and the time until the server
    /// accepts the next one. `None` drops such events silently.
    pub above: Option<fn(&str, Duration) -> Emit>,
}

/// Request of a client's event.
#[derive(Debug)]
pub enum Asked {
    /// Enter a room.
    Join(Entry),
    /// Leave the room.
    Leave,
    /// Apply commands to the room.
    Commands {
        /// The commands, in order.
        commands: Vec<Command>,
        /// Events for the sender after all commands were applied.
        done: Vec<Emit>,
        /// Builds the event for the sender if a command is refused; `None` in dialects without such
        /// an event.
        refused: Option<Refused>,
    },
    /// Send a chat message to the room.
    Chat(ChatText),
    /// Answer with these events, without a change to the room.
    Tell(Vec<Emit>),
}

/// Builds the event that tells the sender why a command was refused.
pub struct Refused(Box<dyn Fn(&str) -> Emit + Send + Sync>);

impl Refused {
    pub(crate) fn new(event: impl Fn(&str) -> Emit + Send + Sync + 'static) -> Self {
        Self(Box::new(event))
    }

    /// The event with this reason.
    #[must_use]
    pub fn event(&self, reason: &str) -> Emit {
        (self.0)(reason)
    }
}

impl std::fmt::Debug for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Refused")
    }
}

impl Asked {
    /// A command without an event of its own for the sender, who sees the room's news like
    /// everybody else.
    pub(crate) fn command(command: Command) -> Self {
        Self::commands(vec![command])
    }

    pub(crate) fn commands(commands: Vec<Command>) -> Self {
        Self::Commands { commands, done: Vec::new(), refused: None }
    }
}

/// A request to enter a room.
#[derive(Debug)]
pub struct Entry {
    /// The room's name.
    pub room: RoomName,
    /// The participant's name.
    pub name: DisplayName,
    /// Media state that the client reports with the join.
    pub media: MediaState,
    /// Data of the application about its user.
    pub foreign: Foreign,
    /// True if the participant takes part in the room's interview.
    pub plays: bool,
}

/// Assumed media state of a client that does not report it.
pub(crate) const UNTOLD: MediaState =
    MediaState { microphone: true, camera: true, screen_share: false, screen_share_audio: false };

/// Human-readable reason for a dismissal.
pub(crate) const fn dismissal(why: Dismissal) -> &'static str {
    match why {
        Dismissal::Denied => "a host did not let you in",
        Dismissal::Removed { .. } => "a host has removed you",
        Dismissal::Ended => "a host has ended the meeting",
    }
}
