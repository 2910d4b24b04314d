//! Task of a transport: the only code that reads, decides and writes for it.
//!
//! Whenever it wakes, the task reads all input that is ready, lets the layer above act on it, and
//! writes all queued packets in as few writes as possible. It stops reading while the layer above
//! is full, so TCP slows down a client that sends too fast.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use bytes::Bytes;
use convene_socketio::engine::{self, Binary};
use convene_socketio::{Carrier, Close, Event, Heartbeat, Session};
use tokio::sync::oneshot;
use tokio::time::Sleep;
use tokio_util::task::TaskTracker;

use super::io::{IoError, WebSocketIo};
use super::link::{Closing, HttpInput, Link, Packet};
use super::registry::Registered;
use super::shards::{Shard, Shards};
use super::websocket::Message;

/// Write timeout: a client that has read nothing for this long is closed.
const PATIENCE: Duration = Duration::from_secs(10);

/// Timeout for the upgrade from polling to a WebSocket.
const UPGRADE: Duration = Duration::from_secs(10);

/// After closing, how long a WebSocket may take to write its queued packets.
const FLUSH: Duration = Duration::from_secs(2);

/// After closing, how long a polling session waits for a last poll.
const LAST_POLL: Duration = Duration::from_millis(500);

/// Rounds of work before the task yields to others.
const ROUNDS: usize = 16;

/// Approximate bytes in the answer to a poll.
const PAYLOAD: usize = 256 * 1024;

/// Close codes of WebSockets (RFC 6455 section 7.4.1).
const NORMAL: u16 = 1000;
const POLICY: u16 = 1008;

/// The layer above a transport, which handles its messages.
pub(crate) trait Upper: Send + Unpin + 'static {
    /// Handles a text message.
    fn handle_text(&mut self, text: &str, now: Instant) -> Result<(), Close>;
    /// Handles a binary message.
    fn handle_binary(&mut self, binary: Binary<'_>) -> Result<(), Close>;
    /// True while it must not be given more input.
    fn is_full(&self) -> bool;
    /// Bytes of input that wait to be handled.
    fn kept(&self) -> usize;
    /// Runs all work that is ready. Called whenever the task runs.
    ///
    /// # Errors
    /// If the transport must be closed.
    fn poll(&mut self, context: &mut Context<'_>, now: Instant) -> Result<(), Closing>;
    /// When to call [`Upper::handle_timeout`].
    fn poll_timeout(&self) -> Option<Instant>;
    /// Handles the timeouts that are due.
    fn handle_timeout(&mut self, now: Instant) -> Result<(), Close>;
    /// Tells all running handlers that the transport is closed, so that they end.
    fn handle_closed(&mut self);
    /// Ready once all handlers have ended.
    fn poll_ended(&mut self, context: &mut Context<'_>) -> Poll<()>;
}

/// Why a transport ends.
#[derive(Debug, thiserror::Error)]
enum End {
    #[error(transparent)]
    Close(#[from] Close),
    #[error(transparent)]
    Io(#[from] IoError),
    #[error("closed by the server: {0:?}")]
    Link(Closing),
}

/// A post whose packets are being handled.
struct Post {
    payload: String,
    /// Bytes of the payload that are handled.
    done: usize,
    answer: oneshot::Sender<()>,
}

pub(super) struct Transport<U> {
    link: Arc<Link>,
    session: Session,
    upper: U,
    max_payload: usize,
    socket: Option<WebSocketIo>,
    /// A WebSocket that asks to replace polling, and the deadline for its upgrade.
    probe: Option<(WebSocketIo, Instant)>,
    poll: Option<oneshot::Sender<Vec<u8>>>,
    post: Option<Post>,
    /// Bytes of input currently charged to the link.
    charged: usize,
    /// Since when the client has read nothing, while packets wait for it.
    stuck: Option<Instant>,
    timer: Pin<Box<Sleep>>,
    timer_at: Instant,
    /// Deadline for the last writes; set once the transport is closed.
    closing: Option<Instant>,
    /// Close code for the WebSocket; 0 once it is sent.
    code: u16,
    /// Registry entry by which HTTP requests find the session.
    registered: Option<Registered>,
    home: Home,
    /// The shard that the task runs on, if any.
    shard: Option<Shard>,
    /// The shard that the task is about to move to.
    moving: Option<Shard>,
}

/// The shards and the tracker that tasks are spawned with.
pub(super) struct Home {
    pub(super) shards: Shards,
    pub(super) tasks: TaskTracker,
}

impl<U: Upper> Transport<U> {
    pub(super) fn new(
        link: Arc<Link>,
        session: Session,
        upper: U,
        max_payload: usize,
        socket: Option<WebSocketIo>,
        registered: Registered,
        home: Home,
    ) -> Self {
        let timer_at = session.poll_timeout();
        Self {
            link,
            session,
            upper,
            max_payload,
            socket,
            probe: None,
            poll: None,
            post: None,
            charged: 0,
            stuck: None,
            timer: Box::pin(tokio::time::sleep_until(timer_at.into())),
            timer_at,
            closing: None,
            code: NORMAL,
            registered: Some(registered),
            home,
            shard: None,
            moving: None,
        }
    }

    /// Runs until there is nothing left to do.
    fn run(&mut self, context: &mut Context<'_>, now: Instant) -> Result<(), End> {
        for _ in 0..ROUNDS {
            let (http, closing) = self.link.take();
            if let Some(closing) = closing {
                return Err(End::Link(closing));
            }
            let mut is_busy = http.is_some();
            if let Some(input) = http {
                self.handle_http(input, now)?;
            }
            is_busy |= self.read_probe(context, now)?;
            is_busy |= self.read(context, now)?;
            is_busy |= self.read_post(now)?;
            let was_full = self.upper.is_full();
            self.upper.poll(context, now).map_err(End::Link)?;
            is_busy |= was_full && !self.upper.is_full();
            self.handle_timeouts(now)?;
            let can_write = self.write(context, now)?;
            if let Some(key) = self.link.take_key()
                && let Some(shard) = self.home.shards.of(key)
                && self.shard != Some(shard)
                && self.socket.as_ref().is_some_and(WebSocketIo::can_move)
                && self.probe.is_none()
            {
                self.moving = Some(shard);
                return Ok(());
            }
            if !is_busy && self.link.wait(context, can_write) {
                self.charge();
                self.set_timer(context, now);
                return Ok(());
            }
        }
        self.charge();
        self.set_timer(context, now);
        // Yields: other tasks of this thread run first.
        context.waker().wake_by_ref();
        Ok(())
    }

    fn handle_http(&mut self, input: HttpInput, now: Instant) -> Result<(), End> {
        match input {
            HttpInput::Poll(answer) => {
                if self.poll.as_ref().is_some_and(oneshot::Sender::is_closed) {
                    self.session.handle_poll_ended();
                }
                match self.session.handle_poll() {
                    Ok(()) => self.poll = Some(answer),
                    // A WebSocket already carries the session: this poll is refused, and the
                    // session continues.
                    Err(Close::OutOfPlace) => {}
                    Err(close) => return Err(close.into()),
                }
            }
            HttpInput::Post(payload, answer) => match self.session.handle_post() {
                Ok(()) => self.post = Some(Post { payload, done: 0, answer }),
                Err(Close::OutOfPlace) => {}
                Err(close) => return Err(close.into()),
            },
            HttpInput::Probe(socket) => {
                if self.session.carrier() == Carrier::Polling && self.probe.is_none() {
                    self.probe = Some((socket, now + UPGRADE));
                }
            }
        }
        Ok(())
    }

    /// Reads from the WebSocket; true if anything arrived.
    fn read(&mut self, context: &mut Context<'_>, now: Instant) -> Result<bool, End> {
        let Some(socket) = self.socket.as_mut().filter(|_| !self.upper.is_full()) else {
            return Ok(false);
        };
        let (session, upper) = (&mut self.session, &mut self.upper);
        let mut taken = Ok(());
        let read = socket.poll_read(context, self.max_payload, |message| {
            if taken.is_ok() {
                taken = take(session, upper, message, now);
            }
        });
        taken?;
        match read {
            Poll::Ready(read) => read.map(|()| true).map_err(End::Io),
            Poll::Pending => Ok(false),
        }
    }

    /// Handles packets of the post until the layer above is full; true if any were handled.
    fn read_post(&mut self, now: Instant) -> Result<bool, End> {
        let Some(mut post) = self.post.take() else { return Ok(false) };
        let mut is_busy = false;
        while !self.upper.is_full() {
            is_busy = true;
            let payload = post.payload.get(post.done..).unwrap_or_default();
            let (packet, rest) = engine::split_payload(payload);
            let packet = engine::parse(packet).map_err(Close::from)?;
            let taken = match self.session.handle_packet(packet, now) {
                Ok(event) => take_event(&mut self.upper, event, now),
                Err(close) => Err(close),
            };
            if taken == Err(Close::ByClient) {
                let _ = post.answer.send(());
                return Err(Close::ByClient.into());
            }
            taken?;
            match rest {
                Some(rest) => post.done = post.payload.len() - rest.len(),
                None => {
                    self.session.handle_post_ended();
                    self.link.end_post();
                    // The client may already be gone.
                    let _ = post.answer.send(());
                    return Ok(true);
                }
            }
        }
        self.post = Some(post);
        Ok(is_busy)
    }

    /// Reads from the WebSocket that asks to replace polling; true if anything arrived.
    fn read_probe(&mut self, context: &mut Context<'_>, now: Instant) -> Result<bool, End> {
        let Some((socket, until)) = &mut self.probe else { return Ok(false) };
        let (session, upper) = (&mut self.session, &mut self.upper);
        let (mut is_probed, mut is_upgraded) = (false, false);
        let (mut probed, mut taken) = (Ok(()), Ok(()));
        let read = socket.poll_read(context, self.max_payload, |message| {
            if probed.is_err() || taken.is_err() {
                return;
            }
            if is_upgraded {
                taken = take(session, upper, message, now);
                return;
            }
            let packet = match message {
                Message::Text(text) => engine::parse(text).map_err(Close::from),
                _ => Err(Close::OutOfPlace),
            };
            match packet.and_then(|packet| session.handle_probe_packet(packet)) {
                Ok(Event::Probed) => is_probed = true,
                Ok(Event::Upgraded) => is_upgraded = true,
                Ok(_) => {}
                Err(close) => probed = Err(close),
            }
        });
        taken?;
        let is_lost = probed.is_err() || matches!(read, Poll::Ready(Err(_))) || now >= *until;
        if is_probed {
            socket.push_text(engine::PROBE_ANSWER);
        }
        let is_stuck = socket.poll_rest(context).map_err(IoError::from);
        if is_upgraded {
            self.socket = self.probe.take().map(|(socket, _)| socket);
            self.answer_poll(engine::NOOP);
        } else if is_lost || matches!(is_stuck, Poll::Ready(Err(_))) {
            self.probe = None;
            self.session.handle_probe_lost();
        }
        Ok(read.is_ready())
    }

    /// Writes queued packets; true if the transport could take more.
    fn write(&mut self, context: &mut Context<'_>, now: Instant) -> Result<bool, End> {
        let Some(socket) = &mut self.socket else {
            return Ok(self.write_payload());
        };
        let flushed = socket.poll_flush(context, &self.link);
        let has_progressed = socket.take_progress();
        match flushed {
            Poll::Ready(flushed) => {
                flushed.map_err(IoError::from)?;
                self.stuck = None;
                Ok(true)
            }
            Poll::Pending => {
                if has_progressed || self.stuck.is_none() {
                    self.stuck = Some(now);
                }
                Ok(false)
            }
        }
    }

    /// Answers the waiting poll if packets are queued or an upgrade is under way. Always false: no
    /// further poll can be answered now.
    fn write_payload(&mut self) -> bool {
        let Some(answer) = &self.poll else { return false };
        if answer.is_closed() {
            self.poll = None;
            self.session.handle_poll_ended();
            return false;
        }
        if self.link.has_packets() {
            let mut payload = Vec::new();
            self.link.drain(&mut payload, PAYLOAD, Packet::write_payload);
            self.session.handle_poll_ended();
            if let Some(answer) = self.poll.take() {
                let _ = answer.send(payload);
            }
        } else if self.session.is_upgrading() {
            self.session.handle_poll_ended();
            self.answer_poll(engine::NOOP);
        }
        false
    }

    fn answer_poll(&mut self, packet: &str) {
        if let Some(answer) = self.poll.take() {
            let _ = answer.send(packet.as_bytes().to_vec());
        }
    }

    fn handle_timeouts(&mut self, now: Instant) -> Result<(), End> {
        if self.session.handle_timeout(now)? == Heartbeat::Ping {
            self.link.send(Packet::Text(Bytes::from_static(engine::PING.as_bytes())));
        }
        if self.stuck.is_some_and(|since| now >= since + PATIENCE) {
            return Err(End::Link(Closing::Overrun));
        }
        if self.upper.poll_timeout().is_some_and(|at| now >= at) {
            self.upper.handle_timeout(now)?;
        }
        Ok(())
    }

    /// Sets the timer to the next deadline. A timer set for an earlier time is left alone: it fires
    /// early and is then set again.
    fn set_timer(&mut self, context: &mut Context<'_>, now: Instant) {
        let due = match self.closing {
            Some(until) => Some(until),
            None => [
                Some(self.session.poll_timeout()),
                self.upper.poll_timeout(),
                self.stuck.map(|since| since + PATIENCE),
                self.probe.as_ref().map(|(_, until)| *until),
            ]
            .into_iter()
            .flatten()
            .min(),
        };
        let Some(due) = due else { return };
        if due < self.timer_at || now >= self.timer_at {
            self.timer_at = due;
            self.timer.as_mut().reset(due.into());
        }
        if self.timer.as_mut().poll(context).is_ready() {
            context.waker().wake_by_ref();
        }
    }

    /// Charges the link for the input that currently waits, and for buffers of the WebSockets.
    fn charge(&mut self) {
        let probe = self.probe.as_ref().map_or(0, |(socket, _)| socket.kept());
        let kept = self.upper.kept()
            + self.socket.as_ref().map_or(0, WebSocketIo::kept)
            + self.post.as_ref().map_or(0, |post| post.payload.len())
            + probe;
        if kept > self.charged {
            self.link.charge(kept - self.charged);
        } else {
            self.link.discharge(self.charged - kept);
        }
        self.charged = kept;
    }

    /// Begins to close the transport.
    fn close(&mut self, end: &End, now: Instant) {
        tracing::debug!(%end, "a transport ends");
        self.closing = Some(now + if self.socket.is_some() { FLUSH } else { LAST_POLL });
        self.post = None;
        self.probe = None;
        self.code = match end {
            End::Io(IoError::WebSocket(error)) => error.code(),
            End::Close(Close::ByClient) | End::Io(_) | End::Link(Closing::Gently) => NORMAL,
            End::Close(_) | End::Link(Closing::Overrun) => POLICY,
        };
        if matches!(end, End::Io(IoError::Stream(_))) {
            self.socket = None;
        }
        match end {
            // The handlers may still send their last events.
            End::Link(Closing::Gently) => self.link.close(),
            End::Close(Close::ByClient) => {
                self.registered = None;
                self.answer_poll(engine::NOOP);
                self.link.end();
            }
            _ => {
                self.registered = None;
                self.answer_poll(engine::CLOSE);
                self.link.end();
            }
        }
        self.charge();
        self.upper.handle_closed();
    }

    /// Waits for the handlers to end, and writes the last packets.
    fn poll_closed(&mut self, context: &mut Context<'_>, now: Instant) -> Poll<()> {
        let ended = self.upper.poll_ended(context);
        let is_over = self.closing.is_none_or(|until| now >= until);
        if is_over || self.poll_goodbye(context, ended.is_ready()).is_ready() {
            self.socket = None;
        }
        let mut is_told = self.socket.is_none();
        if ended.is_ready() && self.session.carrier() == Carrier::Polling && !is_over {
            // A client between two polls may still come for the last packets.
            if self.poll.is_none() && self.link.has_packets() {
                self.poll = self.link.take_last_poll(context);
            }
            self.write_payload();
            is_told = !self.link.has_packets();
        }
        if ended.is_ready() && is_told {
            self.answer_poll(engine::CLOSE);
            self.link.end();
            return Poll::Ready(());
        }
        if !is_told {
            self.set_timer(context, now);
        }
        Poll::Pending
    }

    fn poll_goodbye(&mut self, context: &mut Context<'_>, is_last: bool) -> Poll<io::Result<()>> {
        let Some(socket) = &mut self.socket else { return Poll::Ready(Ok(())) };
        ready!(socket.poll_flush(context, &self.link))?;
        if !is_last {
            return Poll::Pending;
        }
        if self.code != 0 {
            socket.push_close(std::mem::take(&mut self.code));
        }
        ready!(socket.poll_rest(context))?;
        socket.poll_shutdown(context)
    }
}

impl<U: Upper> Transport<U> {
    /// Ready once the transport has ended, or with the shard that it must move to.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Shard>> {
        let now = Instant::now();
        if self.closing.is_none() {
            match self.run(context, now) {
                Ok(()) => {
                    return match self.moving.take() {
                        Some(shard) => Poll::Ready(Some(shard)),
                        None => Poll::Pending,
                    };
                }
                Err(end) => self.close(&end, now),
            }
        }
        self.poll_closed(context, now).map(|()| None)
    }

    /// Detaches the transport from its runtime. The next runtime attaches it when it first polls
    /// it.
    fn detach(&mut self, shard: Shard) -> io::Result<()> {
        self.shard = Some(shard);
        self.socket.as_mut().map_or(Ok(()), WebSocketIo::detach)
    }

    fn attach(&mut self) -> io::Result<()> {
        let Some(socket) = &mut self.socket else {
            return Err(io::ErrorKind::NotConnected.into());
        };
        socket.attach()?;
        self.timer = Box::pin(tokio::time::sleep_until(self.timer_at.into()));
        Ok(())
    }
}

/// Runs a transport on the current runtime and moves it between shards.
pub(super) struct Driver<U> {
    transport: Option<Transport<U>>,
    attached: bool,
}

impl<U: Upper> Driver<U> {
    pub(super) fn new(transport: Transport<U>) -> Self {
        Self { transport: Some(transport), attached: true }
    }

    /// Starts a transport with a WebSocket, on a shard if there are any and the stream can move.
    pub(super) fn start(mut self) {
        let Some(transport) = self.transport.take() else { return };
        let can_move = transport.socket.as_ref().is_some_and(WebSocketIo::can_move);
        match transport.home.shards.next().filter(|_| can_move) {
            Some(shard) => Self::hand_over(transport, shard),
            None => {
                let tasks = transport.home.tasks.clone();
                tasks.spawn(Self::new(transport));
            }
        }
    }

    fn hand_over(mut transport: Transport<U>, shard: Shard) {
        if let Err(error) = transport.detach(shard) {
            // Its stream is lost: on its next runtime the transport only ends.
            tracing::debug!(%error, "a transport cannot be moved");
        }
        let (shards, tasks) = (transport.home.shards.clone(), transport.home.tasks.clone());
        shards.spawn(shard, &tasks, Self { transport: Some(transport), attached: false });
    }
}

impl<U: Upper> Future for Driver<U> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        let Some(transport) = &mut this.transport else { return Poll::Ready(()) };
        if !std::mem::replace(&mut this.attached, true)
            && let Err(error) = transport.attach()
        {
            transport.close(&End::Io(IoError::Stream(error)), Instant::now());
        }
        match ready!(transport.poll(context)) {
            None => Poll::Ready(()),
            Some(shard) => {
                if let Some(transport) = this.transport.take() {
                    Self::hand_over(transport, shard);
                }
                Poll::Ready(())
            }
        }
    }
}

/// Handles a message from a WebSocket.
fn take<U: Upper>(
    session: &mut Session,
    upper: &mut U,
    message: Message<'_>,
    now: Instant,
) -> Result<(), Close> {
    let packet = match message {
        Message::Text(text) => engine::parse(text)?,
        Message::Binary(bytes) => engine::Packet::Binary(Binary::Bytes(bytes)),
        Message::Ping(_) | Message::Close => return Ok(()),
    };
    let event = session.handle_packet(packet, now)?;
    take_event(upper, event, now)
}

fn take_event<U: Upper>(upper: &mut U, event: Event<'_>, now: Instant) -> Result<(), Close> {
    match event {
        Event::Message(text) => upper.handle_text(text, now),
        Event::Binary(binary) => upper.handle_binary(binary),
        Event::Nothing | Event::Probed | Event::Upgraded => Ok(()),
    }
}
