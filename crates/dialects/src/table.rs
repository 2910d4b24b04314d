//! Event tables: each vocabulary starts with a table of its events, their senders, payloads and
//! meanings.

/// A row of an event table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The event's name.
    pub event: &'static str,
    /// The sender of the event.
    pub sender: Sender,
    /// The event's argument as clients write it; empty if there is none. A question mark follows
    /// the name of an optional field.
    pub payload: &'static str,
    /// Meaning of the event.
    pub meaning: &'static str,
}

/// Sender of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// The client, with a request.
    Client,
    /// The server, with news or an answer.
    Server,
}

/// Row of an event that clients send.
pub(crate) const fn asks(event: &'static str, payload: &'static str, meaning: &'static str) -> Row {
    Row { event, sender: Sender::Client, payload, meaning }
}

/// Row of an event that the server sends.
pub(crate) const fn tells(
    event: &'static str,
    payload: &'static str,
    meaning: &'static str,
) -> Row {
    Row { event, sender: Sender::Server, payload, meaning }
}
