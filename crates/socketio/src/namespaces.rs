//! The namespaces of one session: connects, disconnects, events and attachments.

use std::time::{Duration, Instant};

use crate::Close;
use crate::packet::{Kind, parse};

/// Limits for clients.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// How long a session may stay without a connected namespace.
    pub connect_timeout: Duration,
    /// Maximum number of connects during one session, refused ones included.
    pub max_connects: u32,
}

/// Action that a client's message requires. `T` is the server's value for a connected namespace.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<'a, T> {
    /// No action.
    Nothing,
    /// The client wants to connect. Call [`Namespaces::accept`] to allow it; otherwise it is
    /// refused.
    Connect {
        /// The requested namespace.
        namespace: &'a str,
        /// The client's JSON object; empty if it sent none.
        auth: &'a str,
    },
    /// The client left a namespace.
    Disconnected(T),
    /// An event.
    Event {
        /// Value of the receiving namespace.
        to: T,
        /// The JSON array.
        data: &'a str,
        /// Id with which to acknowledge the event.
        ack: Option<u64>,
        /// Number of binary messages that follow, each as a [`Step::Attachment`].
        attachments: u32,
    },
    /// A binary message that belongs to the previous event.
    Attachment {
        /// Value of the receiving namespace; `None` if the client has left it.
        to: Option<T>,
        /// Number of attachments that still follow.
        left: u32,
    },
}

/// The namespaces of one session.
#[derive(Debug)]
pub struct Namespaces<T> {
    rules: Rules,
    /// A list, because there are only a few.
    connected: Vec<(&'static str, T)>,
    connects: u32,
    /// Time at which the session ends unless a namespace is connected.
    deadline: Option<Instant>,
    /// Number of attachments still to come, and their namespace.
    attachments: Option<(u32, &'static str)>,
}

impl<T: Clone> Namespaces<T> {
    /// Creates the state of a newly opened session.
    #[must_use]
    pub fn new(rules: Rules, now: Instant) -> Self {
        Self {
            rules,
            connected: Vec::new(),
            connects: 0,
            deadline: Some(now + rules.connect_timeout),
            attachments: None,
        }
    }

    /// Handles a text message.
    ///
    /// # Errors
    /// If the session must be closed.
    pub fn handle_text<'a>(&mut self, text: &'a str, now: Instant) -> Result<Step<'a, T>, Close> {
        let packet = parse(text)?;
        if self.attachments.is_some() {
            return Err(Close::OutOfPlace);
        }
        let position = self.connected.iter().position(|(name, _)| *name == packet.namespace);
        match packet.kind {
            Kind::Connect => {
                self.connects = self.connects.saturating_add(1);
                if self.connects > self.rules.max_connects {
                    return Err(Close::TooManyConnects);
                }
                Ok(match position {
                    // The namespace is connected already.
                    Some(_) => Step::Nothing,
                    None => Step::Connect { namespace: packet.namespace, auth: packet.data },
                })
            }
            Kind::Disconnect => Ok(match position {
                Some(position) => Step::Disconnected(self.remove(position, now)),
                None => Step::Nothing,
            }),
            Kind::Event => {
                let name = position.and_then(|position| self.connected.get(position));
                if packet.attachments > 0 {
                    self.attachments =
                        Some((packet.attachments, name.map_or("", |(name, _)| *name)));
                }
                match name {
                    Some((_, to)) => Ok(Step::Event {
                        to: to.clone(),
                        data: packet.data,
                        ack: packet.ack,
                        attachments: packet.attachments,
                    }),
                    // The event may have crossed the server's disconnect. Before the first connect
                    // it is an error.
                    None if self.connects > 0 => Ok(Step::Nothing),
                    None => Err(Close::OutOfPlace),
                }
            }
            Kind::Ack => {
                // This server never asks for acknowledgements, so it ignores them.
                if packet.attachments > 0 {
                    self.attachments = Some((packet.attachments, ""));
                }
                Ok(Step::Nothing)
            }
            Kind::ConnectError => Err(Close::OutOfPlace),
        }
    }

    /// Handles a binary message. The caller keeps or drops its content.
    ///
    /// # Errors
    /// If the session must be closed: no earlier packet announced the message.
    pub fn handle_binary(&mut self) -> Result<Step<'static, T>, Close> {
        let Some((left, namespace)) = self.attachments.take() else {
            return Err(Close::OutOfPlace);
        };
        let left = left.saturating_sub(1);
        if left > 0 {
            self.attachments = Some((left, namespace));
        }
        let to = self.connected.iter().find(|(name, _)| *name == namespace);
        Ok(Step::Attachment { to: to.map(|(_, to)| to.clone()), left })
    }

    /// Marks a namespace as connected.
    pub fn accept(&mut self, namespace: &'static str, value: T) {
        self.deadline = None;
        self.connected.push((namespace, value));
    }

    /// Disconnects a namespace on behalf of the server and returns its value.
    pub fn disconnect(&mut self, namespace: &str, now: Instant) -> Option<T> {
        let position = self.connected.iter().position(|(name, _)| *name == namespace)?;
        Some(self.remove(position, now))
    }

    /// The connected namespaces.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &T)> {
        self.connected.iter().map(|(name, value)| (*name, value))
    }

    /// Time at which to call [`Namespaces::handle_timeout`].
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.deadline
    }

    /// Checks the deadline for a connected namespace.
    ///
    /// # Errors
    /// If the session has been without one for too long and must be closed.
    pub fn handle_timeout(&self, now: Instant) -> Result<(), Close> {
        match self.deadline {
            Some(deadline) if now >= deadline => Err(Close::ConnectTimeout),
            _ => Ok(()),
        }
    }

    fn remove(&mut self, position: usize, now: Instant) -> T {
        let (_, value) = self.connected.swap_remove(position);
        if self.connected.is_empty() {
            self.deadline = Some(now + self.rules.connect_timeout);
        }
        value
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test may begin at any time")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RULES: Rules = Rules { connect_timeout: Duration::from_secs(10), max_connects: 20 };

    fn connected(names: &[&'static str]) -> (Namespaces<u32>, Instant) {
        let now = Instant::now();
        let mut namespaces = Namespaces::new(RULES, now);
        for (value, name) in (0..).zip(names) {
            let text = format!("0{name},");
            let step = namespaces.handle_text(&text, now);
            assert_eq!(step, Ok(Step::Connect { namespace: name, auth: "" }));
            namespaces.accept(name, value);
        }
        (namespaces, now)
    }

    #[test]
    fn events_go_to_the_namespace_they_name() {
        let (mut namespaces, now) = connected(&["/", "/a"]);
        let event = |to, data, ack| Ok(Step::Event { to, data, ack, attachments: 0 });
        assert_eq!(namespaces.handle_text("2[\"x\"]", now), event(0, "[\"x\"]", None));
        assert_eq!(namespaces.handle_text("2/a,7[\"x\"]", now), event(1, "[\"x\"]", Some(7)));
        assert_eq!(namespaces.handle_text("1/a", now), Ok(Step::Disconnected(1)));
        assert_eq!(namespaces.handle_text("2/a,7[\"x\"]", now), Ok(Step::Nothing));
        assert_eq!(namespaces.handle_text("1/a", now), Ok(Step::Nothing));
        assert_eq!(namespaces.disconnect("/", now), Some(0));
        assert_eq!(namespaces.iter().count(), 0);
    }

    #[test]
    fn an_event_before_any_connect_closes_the_session() {
        let now = Instant::now();
        let mut namespaces = Namespaces::<u32>::new(RULES, now);
        assert_eq!(namespaces.handle_text("2[\"x\"]", now), Err(Close::OutOfPlace));
    }

    #[test]
    fn a_session_that_is_connected_to_nothing_ends() {
        let now = Instant::now();
        let namespaces = Namespaces::<u32>::new(RULES, now);
        assert_eq!(namespaces.poll_timeout(), Some(now + RULES.connect_timeout));
        assert_eq!(namespaces.handle_timeout(now), Ok(()));
        let late = now + RULES.connect_timeout;
        assert_eq!(namespaces.handle_timeout(late), Err(Close::ConnectTimeout));

        let (mut namespaces, now) = connected(&["/"]);
        assert_eq!(namespaces.poll_timeout(), None);
        let _ = namespaces.handle_text("1", now);
        assert_eq!(namespaces.poll_timeout(), Some(now + RULES.connect_timeout));
    }

    #[test]
    fn a_refusal_does_not_spare_the_timeout() {
        let now = Instant::now();
        let mut namespaces = Namespaces::<u32>::new(RULES, now);
        let _ = namespaces.handle_text("0/nowhere", now);
        assert_eq!(namespaces.poll_timeout(), Some(now + RULES.connect_timeout));
    }

    #[test]
    fn bursts_of_connects_end_the_session_and_leave_nothing() {
        let (mut namespaces, now) = connected(&["/"]);
        for _ in 1..RULES.max_connects {
            assert_eq!(namespaces.handle_text("1", now), Ok(Step::Disconnected(0)));
            let step = namespaces.handle_text("0", now);
            assert_eq!(step, Ok(Step::Connect { namespace: "/", auth: "" }));
            namespaces.accept("/", 0);
            assert_eq!(namespaces.iter().count(), 1);
        }
        assert_eq!(namespaces.handle_text("0", now), Err(Close::TooManyConnects));
    }

    #[test]
    fn a_second_connect_changes_nothing() {
        let (mut namespaces, now) = connected(&["/"]);
        assert_eq!(namespaces.handle_text("0", now), Ok(Step::Nothing));
        assert_eq!(namespaces.iter().count(), 1);
    }

    #[test]
    fn attachments_are_counted_and_not_kept() {
        let (mut namespaces, now) = connected(&["/"]);
        let event = Step::Event { to: 0, data: "[\"x\"]", ack: Some(1), attachments: 2 };
        assert_eq!(namespaces.handle_text("52-1[\"x\"]", now), Ok(event));
        assert_eq!(namespaces.handle_binary(), Ok(Step::Attachment { to: Some(0), left: 1 }));
        assert_eq!(namespaces.handle_binary(), Ok(Step::Attachment { to: Some(0), left: 0 }));
        assert_eq!(namespaces.handle_binary(), Err(Close::OutOfPlace));
        let _ = namespaces.handle_text("51-[\"x\"]", now);
        assert_eq!(namespaces.handle_text("2[\"x\"]", now), Err(Close::OutOfPlace));
        let (mut namespaces, now) = connected(&["/"]);
        assert_eq!(namespaces.handle_text("61-9[]", now), Ok(Step::Nothing));
        assert_eq!(namespaces.handle_binary(), Ok(Step::Attachment { to: None, left: 0 }));
    }

    proptest! {
        #[test]
        fn whatever_comes_little_is_kept(
            texts in proptest::collection::vec("[0-6][0-9]{0,2}-?(/[ab],?)?[0-9]{0,3}[\\[\\]{}]{0,2}", 0..200),
        ) {
            let (mut namespaces, now) = connected(&["/", "/a"]);
            for text in &texts {
                match namespaces.handle_text(text, now) {
                    Ok(Step::Connect { namespace: "/a", .. }) => namespaces.accept("/a", 0),
                    Ok(_) => {}
                    Err(_) => break,
                }
                prop_assert!(namespaces.connected.len() <= 2);
                prop_assert_eq!(namespaces.deadline.is_some(), namespaces.connected.is_empty());
            }
        }
    }
}
