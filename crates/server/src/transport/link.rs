//! Link between a transport's task and the rest of the server: the packets to send, and the input
//! from HTTP requests.
//!
//! Any thread may queue packets at any time and never waits. The task dequeues and writes them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Waker};

use bytes::Bytes;
use convene_socketio::{engine, packet};
use tokio::sync::oneshot;

use super::io::WebSocketIo;
use super::ledger::{Account, Debtor};
use super::websocket;

/// Bytes charged for each queued packet in addition to its length.
const OVERHEAD: usize = 64;

/// An event, encoded once for any number of receivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Encoded {
    /// The JSON array without its closing bracket: `["name",{…}`.
    pub(crate) head: Arc<[u8]>,
    /// The sequence number for the receiver, which becomes the last element.
    pub(crate) seq: Option<u64>,
}

/// A packet to send.
#[derive(Debug)]
pub(super) enum Packet {
    /// The text of an Engine.IO packet.
    Text(Bytes),
    /// A binary Engine.IO message.
    #[cfg_attr(
        not(feature = "protocol-echo"),
        expect(dead_code, reason = "this server sends no binary data")
    )]
    Binary(Bytes),
    /// An event of a namespace.
    Event { namespace: &'static str, event: Encoded },
}

impl Packet {
    fn len(&self) -> usize {
        match self {
            Self::Text(bytes) | Self::Binary(bytes) => bytes.len(),
            Self::Event { namespace, event: Encoded { head, seq } } => {
                let number = seq.map_or(0, |seq| packet::digits(seq) + 1);
                packet::event_head_len(namespace) + head.len() + number + 1
            }
        }
    }

    fn cost(&self) -> usize {
        self.len() + OVERHEAD
    }

    fn write_text(&self, out: &mut Vec<u8>) {
        match self {
            Self::Text(bytes) | Self::Binary(bytes) => out.extend_from_slice(bytes),
            Self::Event { namespace, event: Encoded { head, seq } } => {
                packet::write_event_head(out, namespace);
                out.extend_from_slice(head);
                if let Some(seq) = seq {
                    out.push(b',');
                    packet::write_number(out, *seq);
                }
                out.push(b']');
            }
        }
    }

    /// Writes the packet as a WebSocket frame.
    pub(super) fn write_frame(&self, out: &mut Vec<u8>) {
        if let Self::Binary(bytes) = self {
            return websocket::write_binary(out, bytes);
        }
        websocket::write_text_header(out, self.len());
        self.write_text(out);
    }

    /// Writes the packet as part of a polling payload.
    pub(super) fn write_payload(&self, out: &mut Vec<u8>) {
        if let Self::Binary(bytes) = self {
            return engine::push_binary_to_payload(out, bytes);
        }
        engine::separate(out);
        self.write_text(out);
    }
}

/// Input from an HTTP request to its session.
pub(super) enum HttpInput {
    /// A poll, and the channel for its payload.
    Poll(oneshot::Sender<Vec<u8>>),
    /// A post's payload, and the channel that reports once all packets of it are handled. If the
    /// session closes first, the channel is dropped.
    Post(String, oneshot::Sender<()>),
    /// A WebSocket that asks to replace polling.
    Probe(WebSocketIo),
}

/// Why a transport is closed from outside its task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closing {
    /// An orderly close: the queued packets are written first.
    Gently,
    /// The client read too slowly, or sent more than the server could handle.
    Overrun,
}

/// State shared between a transport's task and the rest of the server.
pub(crate) struct Link {
    account: Arc<Account>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    packets: VecDeque<Packet>,
    http: VecDeque<HttpInput>,
    /// Bytes of the queued packets and of the input that waits to be handled.
    bytes: usize,
    closing: Option<Closing>,
    /// True while a post is being received or handled: a session may have only one.
    posting: bool,
    /// Key of the shard that the task should move to.
    key: Option<u64>,
    /// Wakes the task; set only while it waits.
    waker: Option<Waker>,
}

impl Link {
    pub(super) fn new(account: Arc<Account>) -> Arc<Self> {
        let link = Arc::new(Self { account, state: Mutex::default() });
        let debtor: Weak<Self> = Arc::downgrade(&link);
        link.account.enter(debtor);
        link
    }

    /// Queues a packet. If the connection is over its budget, closes the transport instead: its
    /// client does not read.
    pub(super) fn send(&self, packet: Packet) {
        let cost = packet.cost();
        let waker = {
            let mut state = self.state();
            // After a gentle close packets are still accepted: the handlers of its sockets may send
            // their last events.
            if state.closing == Some(Closing::Overrun) {
                return;
            }
            if state.bytes > self.account.budgets().connection {
                drop(state);
                tracing::debug!("a client does not take what it is sent: closing its connection");
                return self.give_up();
            }
            state.bytes += cost;
            state.packets.push_back(packet);
            state.waker.take()
        };
        self.account.charge(cost);
        wake(waker);
    }

    /// Queues the text of an Engine.IO packet.
    #[cfg(feature = "protocol-echo")]
    pub(crate) fn send_text(&self, text: Bytes) {
        self.send(Packet::Text(text));
    }

    /// Queues a binary Engine.IO message.
    #[cfg(feature = "protocol-echo")]
    pub(crate) fn send_binary(&self, bytes: Bytes) {
        self.send(Packet::Binary(bytes));
    }

    /// Passes input from an HTTP request to the task; false if the transport is closing.
    pub(super) fn hand_over(&self, input: HttpInput) -> bool {
        let waker = {
            let mut state = self.state();
            if state.closing == Some(Closing::Overrun) {
                return false;
            }
            state.http.push_back(input);
            state.waker.take()
        };
        wake(waker);
        true
    }

    /// Closes the transport once all queued packets are written.
    pub(super) fn close(&self) {
        let waker = {
            let mut state = self.state();
            state.closing.get_or_insert(Closing::Gently);
            state.waker.take()
        };
        wake(waker);
    }

    /// Charges received bytes that wait to be handled.
    pub(super) fn charge(&self, bytes: usize) {
        if bytes > 0 {
            self.state().bytes += bytes;
            self.account.charge(bytes);
        }
    }

    /// Reverses a charge of `bytes`.
    pub(super) fn discharge(&self, bytes: usize) {
        if bytes > 0 {
            let bytes = {
                let mut state = self.state();
                let bytes = bytes.min(state.bytes);
                state.bytes -= bytes;
                bytes
            };
            self.account.discharge(bytes);
        }
    }

    /// For the task: the next input from an HTTP request, and the reason to close, if any.
    pub(super) fn take(&self) -> (Option<HttpInput>, Option<Closing>) {
        let mut state = self.state();
        (state.http.pop_front(), state.closing)
    }

    /// Asks the task to move to the shard of `key`, if it can.
    pub(super) fn move_to(&self, key: u64) {
        // No wake-up: this is called while the task runs, and it reads the key before it waits.
        self.state().key = Some(key);
    }

    /// For the task: takes the key of the shard to move to.
    pub(super) fn take_key(&self) -> Option<u64> {
        self.state().key.take()
    }

    /// For the task, before it waits: registers its waker, unless there is already something to do.
    /// Returns true if the task may wait.
    pub(super) fn wait(&self, context: &Context<'_>, can_write: bool) -> bool {
        let mut state = self.state();
        let is_idle = state.http.is_empty()
            && state.closing.is_none()
            && (state.packets.is_empty() || !can_write);
        if is_idle {
            state.waker = Some(context.waker().clone());
        }
        is_idle
    }

    /// For the task once its transport is closed: takes a poll that can fetch the last packets, and
    /// registers the waker for one that arrives later.
    pub(super) fn take_last_poll(&self, context: &Context<'_>) -> Option<oneshot::Sender<Vec<u8>>> {
        let mut state = self.state();
        state.waker = Some(context.waker().clone());
        // Posts and probes are dropped, which refuses them.
        while let Some(input) = state.http.pop_front() {
            if let HttpInput::Poll(answer) = input {
                return Some(answer);
            }
        }
        None
    }

    /// For the task: true if packets are queued.
    pub(super) fn has_packets(&self) -> bool {
        !self.state().packets.is_empty()
    }

    /// Marks a post as under way; false if another one already is.
    pub(super) fn begin_post(&self) -> bool {
        !std::mem::replace(&mut self.state().posting, true)
    }

    /// Marks the post as finished.
    pub(super) fn end_post(&self) {
        self.state().posting = false;
    }

    /// For the task: writes queued packets to `out` until it holds at least `max` bytes. Returns
    /// true if packets are left.
    pub(super) fn drain(
        &self,
        out: &mut Vec<u8>,
        max: usize,
        write: fn(&Packet, &mut Vec<u8>),
    ) -> bool {
        let mut freed = 0;
        let left = {
            let mut state = self.state();
            while out.len() < max
                && let Some(packet) = state.packets.pop_front()
            {
                freed += packet.cost();
                write(&packet, out);
            }
            freed = freed.min(state.bytes);
            state.bytes -= freed;
            if state.packets.is_empty() && state.packets.capacity() > 16 {
                state.packets = VecDeque::new();
            }
            !state.packets.is_empty()
        };
        if freed > 0 {
            self.account.discharge(freed);
        }
        left
    }

    /// Called when the task ends: drops all queued packets and unanswered requests, and refuses new
    /// ones.
    pub(super) fn end(&self) {
        self.give_up();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Debtor for Link {
    fn bytes(&self) -> usize {
        self.state().bytes
    }

    fn give_up(&self) {
        let (bytes, waker, dropped) = {
            let mut state = self.state();
            state.closing = Some(Closing::Overrun);
            let dropped = (std::mem::take(&mut state.packets), std::mem::take(&mut state.http));
            (std::mem::take(&mut state.bytes), state.waker.take(), dropped)
        };
        drop(dropped);
        self.account.discharge(bytes);
        wake(waker);
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.state().bytes);
        self.account.discharge(bytes);
    }
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}
