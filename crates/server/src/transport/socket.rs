//! Sockets: a client's connections to namespaces, one socket per namespace.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Instant;

use convene_socketio::engine::Binary;
use convene_socketio::{Close, Namespaces, Rules, Step, packet};
use futures_util::task::AtomicWaker;
use serde::Serialize;

use super::link::{Closing, Encoded, Link, Packet};
use super::task::Upper;

/// Inbox limits: the transport stops reading while more than `INBOX` bytes wait to be handled; each
/// packet counts `OVERHEAD` bytes in addition to its length.
const INBOX: usize = 64 * 1024;
const OVERHEAD: usize = 64;

/// The transport stops reading while more than this many socket handlers run, those that are ending
/// included.
const RUNNING: usize = 16;

/// Bytes that each thread's buffer for encoding keeps.
const KEPT: usize = 64 * 1024;

thread_local! {
    /// Buffer in which a thread encodes events, so that each needs one allocation of its exact size.
    static ENCODED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// A client's connection to one namespace: receives its events and sends to it. Cheap to clone;
/// usable from any thread.
#[derive(Clone)]
pub(crate) struct Socket(Arc<Inner>);

struct Inner {
    link: Arc<Link>,
    id: Box<str>,
    namespace: &'static str,
    inbox: Mutex<Inbox>,
    readiness: Arc<Readiness>,
    /// Bytes in the inboxes of all sockets of the transport.
    waiting: Arc<AtomicUsize>,
}

#[derive(Default)]
struct Inbox {
    packets: VecDeque<Received>,
    closed: bool,
}

/// An event from a client.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Received {
    /// The JSON array; `None` if the event has binary attachments and the application does not
    /// accept them.
    pub(crate) data: Option<Box<str>>,
    /// The id for its acknowledgement, if the client asked for one.
    pub(crate) ack: Option<u64>,
    /// Binary attachments, if the application accepts them.
    pub(crate) attachments: Vec<Vec<u8>>,
}

impl Received {
    fn cost(&self) -> usize {
        let attachments: usize = self.attachments.iter().map(Vec::len).sum();
        self.data.as_ref().map_or(0, |data| data.len()) + attachments + OVERHEAD
    }
}

impl Socket {
    /// Socket id. It is public: others in a room may know it, and it does not lead to the session.
    pub(crate) fn id(&self) -> &str {
        &self.0.id
    }

    pub(crate) fn namespace(&self) -> &'static str {
        self.0.namespace
    }

    /// The client's next event, in the order in which they were sent; `None` once the client is
    /// gone. Await it only in the future that the application runs for this socket.
    pub(crate) fn recv(&self) -> impl Future<Output = Option<Received>> + Send + '_ {
        // No waker is kept: whatever fills the inbox marks the handler as ready.
        std::future::poll_fn(|_| {
            let mut inbox = self.0.inbox();
            match inbox.packets.pop_front() {
                Some(packet) => {
                    self.0.waiting.fetch_sub(packet.cost(), Ordering::Relaxed);
                    Poll::Ready(Some(packet))
                }
                None if inbox.closed => Poll::Ready(None),
                None => Poll::Pending,
            }
        })
    }

    /// Moves this client to the shard of `key`, so that clients with the same key reach each other
    /// without waking another thread. Call it only in the future that the application runs for this
    /// socket.
    pub(crate) fn move_to(&self, key: u64) {
        self.0.link.move_to(key);
    }

    /// Sends an event. Never waits: a client that does not read is closed once its queue exceeds
    /// its budget.
    pub(crate) fn emit(&self, event: Encoded) {
        self.0.link.send(Packet::Event { namespace: self.0.namespace, event });
    }

    /// Sends an event or an acknowledgement, with any binary attachments.
    #[cfg(feature = "protocol-echo")]
    pub(crate) fn send_array(
        &self,
        kind: packet::Kind,
        ack: Option<u64>,
        array: &str,
        attachments: Vec<Vec<u8>>,
    ) {
        let mut text = Vec::new();
        let namespace = self.0.namespace;
        let count = u32::try_from(attachments.len()).unwrap_or(u32::MAX);
        match (kind, ack) {
            (_, ack) if count > 0 => {
                packet::write_binary_head(&mut text, kind, namespace, ack, count);
            }
            (packet::Kind::Ack, Some(ack)) => packet::write_ack_head(&mut text, namespace, ack),
            _ => packet::write_event_head(&mut text, namespace),
        }
        text.extend_from_slice(array.as_bytes());
        self.0.link.send_text(text.into());
        for attachment in attachments {
            self.0.link.send_binary(attachment.into());
        }
    }

    /// Acknowledges an event with one value.
    ///
    /// # Errors
    /// If `value` cannot be encoded.
    pub(crate) fn ack<T: Serialize + ?Sized>(&self, id: u64, value: &T) -> serde_json::Result<()> {
        let mut text = Vec::with_capacity(64);
        packet::write_ack_head(&mut text, self.0.namespace, id);
        text.push(b'[');
        serde_json::to_writer(&mut text, value)?;
        text.push(b']');
        self.0.link.send(Packet::Text(text.into()));
        Ok(())
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket").field("id", &self.0.id).finish_non_exhaustive()
    }
}

impl Inner {
    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, packet: Received) {
        self.waiting.fetch_add(packet.cost(), Ordering::Relaxed);
        self.inbox().packets.push_back(packet);
        self.readiness.set();
    }

    /// Ends the inbox; false if it had ended before.
    fn close(&self) -> bool {
        let was_closed = std::mem::replace(&mut self.inbox().closed, true);
        self.readiness.set();
        !was_closed
    }
}

/// Tells whether the handler of a socket must be polled. The transport's task runs for every packet
/// that it writes; most of these runs have no work for the handler.
#[derive(Default)]
struct Readiness {
    is_ready: AtomicBool,
    /// Task of the transport.
    task: AtomicWaker,
}

impl Readiness {
    fn set(&self) {
        self.is_ready.store(true, Ordering::Release);
    }

    /// Returns and clears the mark.
    fn take(&self) -> bool {
        self.is_ready.swap(false, Ordering::AcqRel)
    }
}

impl Wake for Readiness {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.set();
        self.task.wake();
    }
}

/// A running handler.
struct Running {
    socket: Socket,
    run: Run,
    /// Marks the handler as ready and wakes the transport's task.
    waker: Waker,
}

impl Drop for Inner {
    fn drop(&mut self) {
        let inbox = self.inbox.get_mut().unwrap_or_else(PoisonError::into_inner);
        let left: usize = inbox.packets.iter().map(Received::cost).sum();
        self.waiting.fetch_sub(left, Ordering::Relaxed);
    }
}

impl Encoded {
    /// Encodes an event without a sequence number.
    ///
    /// # Errors
    /// If `payload` cannot be encoded.
    pub(crate) fn new<T: Serialize + ?Sized>(
        name: &str,
        payload: Option<&T>,
    ) -> serde_json::Result<Self> {
        ENCODED.with_borrow_mut(|encoded| {
            encoded.clear();
            encoded.push(b'[');
            serde_json::to_writer(&mut *encoded, name)?;
            if let Some(payload) = payload {
                encoded.push(b',');
                serde_json::to_writer(&mut *encoded, payload)?;
            }
            let head = Arc::from(encoded.as_slice());
            encoded.shrink_to(KEPT);
            Ok(Self { head, seq: None })
        })
    }

    /// The event with sequence number `seq`.
    pub(crate) fn numbered(self, seq: u64) -> Self {
        Self { seq: Some(seq), ..self }
    }
}

/// The future that handles a socket; its result decides how the socket closes.
pub(crate) type Run = Pin<Box<dyn Future<Output = Ending> + Send>>;

/// How a socket closes once its future has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The client is disconnected from the namespace and does not reconnect by itself.
    Disconnect,
    /// The transport is closed once all queued packets are written. The client reconnects by
    /// itself.
    CloseTransport,
}

/// The application behind the namespaces.
pub(crate) trait Application: Send + Sync + 'static {
    /// Data about the client that opened the transport.
    type Caller: Send + Sync + 'static;

    /// True if events may have binary attachments.
    const BINARY: bool = false;

    /// The namespace with this name, if it exists.
    fn namespace(&self, name: &str) -> Option<&'static str>;

    /// An id for a new socket of a namespace that has ids of its own form.
    fn socket_id(&self, _namespace: &str) -> Option<String> {
        None
    }

    /// Creates the future for a new socket; `auth` is the JSON object that the client sent, or
    /// empty.
    ///
    /// # Errors
    /// The reason for the refusal, which must not contain characters that JSON escapes.
    fn connect(
        self: &Arc<Self>,
        caller: &Arc<Self::Caller>,
        socket: Socket,
        auth: &str,
    ) -> Result<Run, String>;
}

/// The sockets of one transport.
pub(crate) struct Sockets<A: Application> {
    application: Arc<A>,
    caller: Arc<A::Caller>,
    link: Arc<Link>,
    namespaces: Namespaces<Socket>,
    running: Vec<Running>,
    waiting: Arc<AtomicUsize>,
    /// An event whose attachments have not all arrived yet, and its socket.
    pending: Option<(Socket, Received)>,
    random_id: fn() -> String,
}

impl<A: Application> Sockets<A> {
    pub(crate) fn new(
        application: Arc<A>,
        caller: A::Caller,
        link: Arc<Link>,
        rules: Rules,
        random_id: fn() -> String,
    ) -> Self {
        Self {
            application,
            caller: Arc::new(caller),
            link,
            namespaces: Namespaces::new(rules, Instant::now()),
            running: Vec::new(),
            waiting: Arc::default(),
            pending: None,
            random_id,
        }
    }

    fn connect(&mut self, name: &str, auth: &str) {
        let mut answer = Vec::new();
        let refusal = match self.application.namespace(name) {
            None => "Invalid namespace".to_owned(),
            Some(namespace) => {
                let readiness = Arc::new(Readiness::default());
                let id = self.application.socket_id(namespace);
                let socket = Socket(Arc::new(Inner {
                    link: Arc::clone(&self.link),
                    id: id.unwrap_or_else(self.random_id).into_boxed_str(),
                    namespace,
                    inbox: Mutex::default(),
                    readiness: Arc::clone(&readiness),
                    waiting: Arc::clone(&self.waiting),
                }));
                match self.application.connect(&self.caller, socket.clone(), auth) {
                    Ok(run) => {
                        packet::write_connected(&mut answer, namespace, socket.id());
                        self.link.send(Packet::Text(answer.into()));
                        self.namespaces.accept(namespace, socket.clone());
                        readiness.set();
                        self.running.push(Running { socket, run, waker: readiness.into() });
                        return;
                    }
                    Err(refusal) => refusal,
                }
            }
        };
        packet::write_refused(&mut answer, name, &refusal);
        self.link.send(Packet::Text(answer.into()));
    }

    /// Polls the handlers that are ready. True if a handler that ended wants the transport closed.
    fn poll_running(&mut self, context: &mut Context<'_>, now: Instant) -> bool {
        let mut closes = false;
        let mut at = 0;
        while let Some(Running { socket, run, waker }) = self.running.get_mut(at) {
            let readiness = &socket.0.readiness;
            readiness.task.register(context.waker());
            if !readiness.take() {
                at += 1;
                continue;
            }
            let Poll::Ready(ending) = run.as_mut().poll(&mut Context::from_waker(waker)) else {
                at += 1;
                continue;
            };
            let Running { socket, .. } = self.running.swap_remove(at);
            if !socket.0.close() {
                continue;
            }
            self.namespaces.disconnect(socket.0.namespace, now);
            match ending {
                Ending::CloseTransport => closes = true,
                Ending::Disconnect => {
                    let mut text = Vec::new();
                    packet::write_disconnect(&mut text, socket.0.namespace);
                    self.link.send(Packet::Text(text.into()));
                }
            }
        }
        closes
    }
}

impl<A: Application> Upper for Sockets<A> {
    fn handle_text(&mut self, text: &str, now: Instant) -> Result<(), Close> {
        match self.namespaces.handle_text(text, now)? {
            Step::Nothing | Step::Attachment { .. } => {}
            Step::Connect { namespace, auth } => self.connect(namespace, auth),
            Step::Disconnected(socket) => {
                socket.0.close();
            }
            Step::Event { to, data, ack, attachments } => {
                let is_taken = attachments == 0 || A::BINARY;
                let data = is_taken.then(|| data.into());
                let received = Received { data, ack, attachments: Vec::new() };
                if A::BINARY && attachments > 0 {
                    self.pending = Some((to, received));
                } else {
                    to.0.push(received);
                }
            }
        }
        Ok(())
    }

    fn handle_binary(&mut self, binary: Binary<'_>) -> Result<(), Close> {
        let step = self.namespaces.handle_binary()?;
        if let Step::Attachment { left, .. } = step
            && let Some((_, received)) = &mut self.pending
        {
            received.attachments.push(binary.decode()?.into_owned());
            if left == 0
                && let Some((socket, received)) = self.pending.take()
            {
                socket.0.push(received);
            }
        }
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.running.len() > RUNNING || self.kept() > INBOX
    }

    fn kept(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    fn poll(&mut self, context: &mut Context<'_>, now: Instant) -> Result<(), Closing> {
        if self.poll_running(context, now) { Err(Closing::Gently) } else { Ok(()) }
    }

    fn poll_timeout(&self) -> Option<Instant> {
        self.namespaces.poll_timeout()
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), Close> {
        self.namespaces.handle_timeout(now)
    }

    fn handle_closed(&mut self) {
        for running in &self.running {
            running.socket.0.close();
        }
    }

    fn poll_ended(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.poll_running(context, Instant::now());
        if self.running.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    }
}
