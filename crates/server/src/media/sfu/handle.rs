//! Handles to the forwarding server: rooms are opened here and commands sent to the worker that has them.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::Waker,
};

use convene_sfu::{Command, Event, OfferError, PeerKey, RoomKey};
use futures_util::task::AtomicWaker;

/// How many commands may wait for a worker before it refuses offers. Other commands are
/// as bounded as the rooms that send them.
const MAX_WAITING: usize = 16_384;

/// Receives the events of a room, on the worker's thread. It must not block.
pub(super) type OnEvent = Arc<dyn Fn(Event) + Send + Sync>;

/// A message for a worker.
pub(super) enum Message {
    Open { room: RoomKey, on_event: OnEvent },
    Command(Command),
}

/// Messages that wait for a worker.
#[derive(Default)]
pub(super) struct Mailbox {
    waiting: Mutex<VecDeque<Message>>,
    worker: AtomicWaker,
}

impl Mailbox {
    /// Registers the worker's task to wake, and moves the messages into `messages`.
    pub(super) fn take(&self, worker: &Waker, messages: &mut VecDeque<Message>) {
        self.worker.register(worker);
        std::mem::swap(messages, &mut self.lock());
    }

    fn push(&self, message: Message) {
        self.lock().push_back(message);
        self.worker.wake();
    }

    fn is_full(&self) -> bool {
        self.lock().len() >= MAX_WAITING
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Message>> {
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

    /// Opens a room. `on_event` is called on a worker's thread and must not block; it must not
    /// own the returned handle, or the room never closes.
    pub(crate) fn open_room(&self, on_event: impl Fn(Event) + Send + Sync + 'static) -> RoomHandle {
        let room = RoomKey(self.next_key.fetch_add(1, Ordering::Relaxed));
        let on_event: OnEvent = Arc::new(on_event);
        self.mailbox.push(Message::Open { room, on_event: Arc::clone(&on_event) });
        RoomHandle { room, forwarding: self.clone(), on_event }
    }
}

/// Handle to a room of the forwarding server. Dropping it closes the room.
pub(crate) struct RoomHandle {
    room: RoomKey,
    forwarding: Forwarding,
    on_event: OnEvent,
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
            && mailbox.is_full()
        {
            (self.on_event)(Event::Answered {
                room,
                peer,
                request,
                result: Err(OfferError::TooMany),
            });
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
