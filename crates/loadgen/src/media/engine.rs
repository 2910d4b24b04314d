//! The thread that runs all transports: one epoll, batched reads, and one timer heap.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::ErrorKind;
use std::net::IpAddr;
use std::rc::Rc;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow, bail};
use mio::{Events, Interest, Poll, Token, Waker};
use slab::Slab;
use str0m::config::CryptoProvider;
use tokio::sync::oneshot;

use super::clip::Clip;
use super::flow::Totals;
use super::publisher::TICK;
use super::socket::Buffers;
use super::transport::{Media, Offered, Transport};

const WAKER: Token = Token(usize::MAX);

/// Publishers that are later than this skip what they did not send.
const TOO_LATE: Duration = Duration::from_secs(1);

/// How late a connected transport may be told the time. Every received packet tells it too, so its
/// timers mostly need no turn of their own.
const SLACK: Duration = Duration::from_millis(20);

type Reply<T> = oneshot::Sender<anyhow::Result<T>>;

enum Command {
    Offer {
        media: Media,
        since: Instant,
        reply: Reply<(usize, Offered)>,
    },
    Accept {
        key: usize,
        answer: String,
        connected: oneshot::Sender<()>,
        reply: Reply<()>,
    },
    Answer {
        offer: String,
        expected: (usize, usize),
        since: Instant,
        connected: oneshot::Sender<()>,
        reply: Reply<(usize, String)>,
    },
    Close(usize),
    Reset(oneshot::Sender<()>),
    Measure(oneshot::Sender<Totals>),
    Stop,
}

/// Handle of the thread. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Engine {
    commands: mpsc::Sender<Command>,
    waker: Arc<Waker>,
}

/// A transport, closed when dropped.
pub(crate) struct Open {
    engine: Engine,
    key: usize,
}

impl Drop for Open {
    fn drop(&mut self) {
        let _stopped = self.engine.tell(Command::Close(self.key));
    }
}

impl Engine {
    /// Starts the thread. Its transports send from this address.
    pub(crate) fn start(ip: IpAddr) -> anyhow::Result<Self> {
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKER)?);
        let (commands, inbox) = mpsc::channel();
        // Read here, so that a damaged clip is an error of the start.
        Clip::load()?;
        std::thread::Builder::new().name("media".to_owned()).spawn(move || {
            if let Err(error) = Worker::new(poll, inbox, ip).and_then(|mut it| it.run()) {
                eprintln!("the media thread ended: {error:#}");
            }
        })?;
        Ok(Self { commands, waker })
    }

    fn tell(&self, command: Command) -> anyhow::Result<()> {
        self.commands.send(command).map_err(|_| anyhow!("the media thread has ended"))?;
        Ok(self.waker.wake()?)
    }

    /// Opens a transport. `since`: the moment since which the time to its first packet counts.
    pub(crate) async fn offer(
        &self,
        media: Media,
        since: Instant,
    ) -> anyhow::Result<(Open, Offered)> {
        let (reply, answer) = oneshot::channel();
        self.tell(Command::Offer { media, since, reply })?;
        let (key, offered) = answer.await??;
        Ok((Open { engine: self.clone(), key }, offered))
    }

    /// Takes the server's answer; the receiver completes once the transport has connected.
    pub(crate) async fn accept(
        &self,
        open: &Open,
        answer: String,
    ) -> anyhow::Result<oneshot::Receiver<()>> {
        let (connected, on_connected) = oneshot::channel();
        let (reply, done) = oneshot::channel();
        self.tell(Command::Accept { key: open.key, answer, connected, reply })?;
        done.await??;
        Ok(on_connected)
    }

    /// Opens a transport that the server offered, with this many voices and cameras to receive.
    pub(crate) async fn answer(
        &self,
        offer: String,
        expected: (usize, usize),
        since: Instant,
    ) -> anyhow::Result<(Open, String, oneshot::Receiver<()>)> {
        let (connected, on_connected) = oneshot::channel();
        let (reply, answer) = oneshot::channel();
        self.tell(Command::Answer { offer, expected, since, connected, reply })?;
        let (key, sdp) = answer.await??;
        Ok((Open { engine: self.clone(), key }, sdp, on_connected))
    }

    /// Starts a new measurement.
    pub(crate) async fn reset(&self) -> anyhow::Result<()> {
        let (reply, done) = oneshot::channel();
        self.tell(Command::Reset(reply))?;
        Ok(done.await?)
    }

    /// Figures since the last reset.
    pub(super) async fn measure(&self) -> anyhow::Result<Totals> {
        let (reply, totals) = oneshot::channel();
        self.tell(Command::Measure(reply))?;
        Ok(totals.await?)
    }

    /// Ends the thread and with it all transports.
    pub(crate) fn stop(&self) {
        let _stopped = self.tell(Command::Stop);
    }
}

struct Worker {
    poll: Poll,
    inbox: mpsc::Receiver<Command>,
    ip: IpAddr,
    crypto: Arc<CryptoProvider>,
    clip: Rc<Clip>,
    transports: Slab<Transport>,
    timers: BinaryHeap<Reverse<(Instant, usize)>>,
    buffers: Buffers,
    totals: Totals,
    measured_since: Instant,
    cpu_before: Duration,
}

impl Worker {
    fn new(poll: Poll, inbox: mpsc::Receiver<Command>, ip: IpAddr) -> anyhow::Result<Self> {
        Ok(Self {
            poll,
            inbox,
            ip,
            crypto: Arc::new(str0m::crypto::from_feature_flags()),
            clip: Rc::new(Clip::load()?),
            transports: Slab::new(),
            timers: BinaryHeap::new(),
            buffers: Buffers::new(),
            totals: Totals::default(),
            measured_since: Instant::now(),
            cpu_before: Duration::ZERO,
        })
    }

    fn run(&mut self) -> anyhow::Result<()> {
        let mut events = Events::with_capacity(1_024);
        loop {
            let wait = self
                .timers
                .peek()
                .map(|Reverse((at, _))| at.saturating_duration_since(Instant::now()));
            match self.poll.poll(&mut events, wait) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                result => result?,
            }
            for event in &events {
                if event.token() == WAKER {
                    if !self.take_commands() {
                        return Ok(());
                    }
                } else if let Some(transport) = self.transports.get_mut(event.token().0) {
                    transport.read(&mut self.buffers, &mut self.totals);
                    self.schedule(event.token().0);
                }
            }
            self.follow_time();
        }
    }

    /// Does what is due.
    fn follow_time(&mut self) {
        let now = Instant::now();
        while let Some(Reverse((at, key))) = self.timers.peek().copied() {
            if at > now {
                return;
            }
            self.timers.pop();
            let Some(transport) = self.transports.get_mut(key) else { continue };
            if transport.scheduled != Some(at) {
                continue;
            }
            transport.scheduled = None;
            if transport.deadline <= now {
                transport.advance(now, &mut self.totals);
            }
            while let Some(next) = transport.publisher.as_ref().and_then(|it| it.next)
                && next <= now
            {
                transport.publish(&mut self.totals);
                let late = now.saturating_duration_since(next);
                let next = if late > TOO_LATE { now } else { next } + TICK;
                if let Some(publisher) = &mut transport.publisher {
                    publisher.next = Some(next);
                }
            }
            self.schedule(key);
        }
    }

    /// Enters the next deadline of a transport into the heap unless an earlier entry is there.
    fn schedule(&mut self, key: usize) {
        let Some(transport) = self.transports.get_mut(key) else { return };
        if !transport.is_alive() {
            if transport.is_connected() {
                self.totals.ended += 1;
            }
            self.remove(key);
            return;
        }
        let media = transport.publisher.as_ref().and_then(|it| it.next);
        let slack = if transport.is_connected() { SLACK } else { Duration::ZERO };
        let deadline = transport.deadline + slack;
        let next = media.map_or(deadline, |media| media.min(deadline));
        if transport.scheduled.is_none_or(|at| next < at) {
            transport.scheduled = Some(next);
            self.timers.push(Reverse((next, key)));
        }
    }

    fn remove(&mut self, key: usize) {
        let Some(mut transport) = self.transports.try_remove(key) else { return };
        let _closed = self.poll.registry().deregister(&mut transport.port.socket);
        if transport.is_connected() {
            self.totals.connected -= 1;
        }
        transport.close();
        transport.add_to(&mut self.totals);
    }

    /// False if the thread ends.
    fn take_commands(&mut self) -> bool {
        while let Ok(command) = self.inbox.try_recv() {
            match command {
                Command::Offer { media, since, reply } => {
                    let _gone = reply.send(self.offer(media, since));
                }
                Command::Accept { key, answer, connected, reply } => {
                    let _gone = reply.send(self.accept(key, &answer, connected));
                }
                Command::Answer { offer, expected, since, connected, reply } => {
                    let _gone = reply.send(self.answer(&offer, expected, since, connected));
                }
                Command::Close(key) => self.remove(key),
                Command::Reset(reply) => {
                    self.reset();
                    let _gone = reply.send(());
                }
                Command::Measure(reply) => {
                    let _gone = reply.send(self.measure());
                }
                Command::Stop => return false,
            }
        }
        true
    }

    fn open(&mut self, since: Instant) -> anyhow::Result<usize> {
        let mut transport = Transport::new(self.ip, &self.crypto, since)?;
        let entry = self.transports.vacant_entry();
        let key = entry.key();
        let registry = self.poll.registry();
        registry.register(&mut transport.port.socket, Token(key), Interest::READABLE)?;
        entry.insert(transport);
        Ok(key)
    }

    fn offer(&mut self, media: Media, since: Instant) -> anyhow::Result<(usize, Offered)> {
        let key = self.open(since)?;
        let transport = self.transports.get_mut(key).context("a transport")?;
        let offered = transport.offer(media, &self.clip)?;
        Ok((key, offered))
    }

    fn accept(
        &mut self,
        key: usize,
        answer: &str,
        connected: oneshot::Sender<()>,
    ) -> anyhow::Result<()> {
        let Some(transport) = self.transports.get_mut(key) else { bail!("no such transport") };
        transport.accept(answer, connected)?;
        transport.advance(Instant::now(), &mut self.totals);
        self.schedule(key);
        Ok(())
    }

    fn answer(
        &mut self,
        offer: &str,
        expected: (usize, usize),
        since: Instant,
        connected: oneshot::Sender<()>,
    ) -> anyhow::Result<(usize, String)> {
        let key = self.open(since)?;
        let transport = self.transports.get_mut(key).context("a transport")?;
        let answer = transport.answer(offer, expected, connected)?;
        transport.advance(Instant::now(), &mut self.totals);
        self.schedule(key);
        Ok((key, answer))
    }

    fn reset(&mut self) {
        let connected = self.totals.connected;
        self.totals = Totals { connected, ..Totals::default() };
        for (_, transport) in &mut self.transports {
            transport.reset();
        }
        self.measured_since = Instant::now();
        self.cpu_before = thread_cpu();
    }

    fn measure(&self) -> Totals {
        let mut totals = self.totals.clone();
        for (_, transport) in &self.transports {
            transport.add_to(&mut totals);
        }
        totals.elapsed = self.measured_since.elapsed();
        totals.cpu = thread_cpu().saturating_sub(self.cpu_before);
        totals
    }
}

/// CPU time of the calling thread so far.
fn thread_cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split_ascii_whitespace().next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}
