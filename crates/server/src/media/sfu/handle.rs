//! Handles to the forwarding server: rooms are opened here and commands sent to the worker that has them.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::Waker,
};

use convene_sfu::{Command, Event, OfferError, PeerKey, RoomKey};
use futures_util::task::AtomicWaker;

/// How many messages may wait for a worker before it refuses offers.
const MAX_WAITING: usize = 16_384;
/// How many may wait at all. A worker that is so far behind begins anew.
const MAX_MESSAGES: usize = 4 * MAX_WAITING;

/// News of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RoomNews {
    Event(Event),
    /// The worker lost the room with all its transports: the room must be opened anew. Nothing follows.
    Lost(RoomKey),
}

/// Receives the news of a room, mostly on the worker's thread. It must not block.
pub(super) type OnNews = Arc<dyn Fn(RoomNews) + Send + Sync>;

/// The open rooms of a worker.
pub(super) type Rooms = HashMap<RoomKey, OnNews>;

/// A message for a worker.
pub(super) enum Message {
    Open {
        room: RoomKey,
        on_news: OnNews,
    },
    Command(Command),
    #[cfg(test)]
    Panic,
}

/// Messages that wait for a worker.
#[derive(Default)]
pub(super) struct Mailbox {
    waiting: Mutex<Waiting>,
    worker: AtomicWaker,
}

#[derive(Default)]
struct Waiting {
    messages: VecDeque<Message>,
    /// Messages were dropped since the worker last began anew.
    overflowed: bool,
    /// The worker has ended for good: messages go nowhere.
    closed: bool,
}

/// The worker fell so far behind that messages were dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overflowed;

impl Mailbox {
    /// Registers the worker's task to wake, and moves the messages into `messages`.
    pub(super) fn take(
        &self,
        worker: &Waker,
        messages: &mut VecDeque<Message>,
    ) -> Result<(), Overflowed> {
        self.worker.register(worker);
        let mut waiting = self.lock();
        if waiting.overflowed {
            return Err(Overflowed);
        }
        std::mem::swap(messages, &mut waiting.messages);
        Ok(())
    }

    /// Tells all rooms, and those that wait to be opened, that they are lost.
    pub(super) fn lose(&self, rooms: &mut Rooms) {
        let messages = {
            let mut waiting = self.lock();
            waiting.overflowed = false;
            std::mem::take(&mut waiting.messages)
        };
        for message in messages {
            if let Message::Open { room, on_news } = message {
                rooms.insert(room, on_news);
            }
        }
        for (room, on_news) in rooms.drain() {
            on_news(RoomNews::Lost(room));
        }
    }

    /// Drops all messages from now on.
    pub(super) fn close(&self) {
        let mut waiting = self.lock();
        waiting.closed = true;
        waiting.messages.clear();
    }

    fn push(&self, message: Message) {
        let mut waiting = self.lock();
        if waiting.closed {
            return;
        }
        if waiting.messages.len() < MAX_MESSAGES {
            waiting.messages.push_back(message);
        } else {
            waiting.overflowed = true;
            // A room that was just opened is told with the others.
            if matches!(message, Message::Open { .. }) {
                waiting.messages.push_back(message);
            }
        }
        drop(waiting);
        self.worker.wake();
    }

    fn refuses_offers(&self) -> bool {
        let waiting = self.lock();
        waiting.closed || waiting.messages.len() >= MAX_WAITING
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Handle to the forwarding server. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Forwarding {
    mailbox: Arc<Mailbox>,
    next_key: Arc<AtomicU64>,
}

impl std::fmt::Debug for Forwarding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Forwarding").finish_non_exhaustive()
    }
}

impl Forwarding {
    pub(super) fn new(mailbox: Arc<Mailbox>) -> Self {
        Self { mailbox, next_key: Arc::default() }
    }

    /// Opens a room. `on_news` is called on a worker's thread and must not block; it must not
    /// own the returned handle, or the room never closes.
    pub(crate) fn open_room(
        &self,
        on_news: impl Fn(RoomNews) + Send + Sync + 'static,
    ) -> RoomHandle {
        let room = RoomKey(self.next_key.fetch_add(1, Ordering::Relaxed));
        let on_news: OnNews = Arc::new(on_news);
        self.mailbox.push(Message::Open { room, on_news: Arc::clone(&on_news) });
        RoomHandle { room, forwarding: self.clone(), on_news }
    }

    /// Makes the worker panic.
    #[cfg(test)]
    pub(super) fn panic(&self) {
        self.mailbox.push(Message::Panic);
    }
}

/// Handle to a room of the forwarding server. Dropping it closes the room.
pub(crate) struct RoomHandle {
    room: RoomKey,
    forwarding: Forwarding,
    on_news: OnNews,
}

impl std::fmt::Debug for RoomHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("RoomHandle").field(&self.room).finish()
    }
}

impl RoomHandle {
    /// Sends a command to the room's worker. Commands are carried out in order.
    pub(crate) fn send(&self, command: Command) {
        let mailbox = &self.forwarding.mailbox;
        if let Command::Offer { room, peer, request, .. } = command
            && mailbox.refuses_offers()
        {
            let result = Err(OfferError::TooMany);
            (self.on_news)(RoomNews::Event(Event::Answered { room, peer, request, result }));
            return;
        }
        mailbox.push(Message::Command(command));
    }

    /// Key of the room, for commands.
    pub(crate) const fn key(&self) -> RoomKey {
        self.room
    }

    /// A key for a participant, unique in all rooms of this process.
    pub(crate) fn new_peer(&self) -> PeerKey {
        PeerKey(self.forwarding.next_key.fetch_add(1, Ordering::Relaxed))
    }
}

impl Drop for RoomHandle {
    fn drop(&mut self) {
        self.forwarding.mailbox.push(Message::Command(Command::Close { room: self.room }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_that_is_far_behind_loses_its_rooms_and_not_the_memory() {
        let mailbox = Arc::new(Mailbox::default());
        let forwarding = Forwarding::new(Arc::clone(&mailbox));
        let lost = Arc::new(AtomicU64::default());
        let count = Arc::clone(&lost);
        let room = forwarding.open_room(move |news| {
            count.fetch_add(u64::from(matches!(news, RoomNews::Lost(_))), Ordering::Relaxed);
        });
        for _ in 0..MAX_MESSAGES + 10 {
            room.send(Command::Admit { room: room.key(), peer: room.new_peer() });
        }
        assert_eq!(mailbox.lock().messages.len(), MAX_MESSAGES);
        let mut messages = VecDeque::new();
        assert_eq!(mailbox.take(Waker::noop(), &mut messages), Err(Overflowed));
        mailbox.lose(&mut Rooms::default());
        assert_eq!(lost.load(Ordering::Relaxed), 1);
        assert_eq!(mailbox.take(Waker::noop(), &mut messages), Ok(()));
        assert!(messages.is_empty());
    }

    #[test]
    fn a_worker_that_ended_collects_no_messages() {
        let mailbox = Arc::new(Mailbox::default());
        let forwarding = Forwarding::new(Arc::clone(&mailbox));
        mailbox.close();
        drop(forwarding.open_room(|_| {}));
        assert!(mailbox.lock().messages.is_empty());
    }
}
