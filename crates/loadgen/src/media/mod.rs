//! `convene-loadgen media`: rooms full of people with real media, against a server that runs already.

pub(crate) mod bench;
mod clip;
mod engine;
mod flow;
mod histogram;
pub(crate) mod janus;
mod people;
mod publisher;
mod report;
mod socket;
mod transport;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::rest::Rest;
use engine::Engine;
use people::{Person, Role, Room, Setting};
use report::Report;

/// Between the last join and the measurement: bandwidth estimates and layers settle.
const SETTLING: Duration = Duration::from_secs(2);

/// A load with real media.
#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    /// The server, as http://HOST:PORT
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:3000")]
    url: String,
    #[arg(long, value_name = "N", default_value = "1")]
    rooms: usize,
    /// Participants of each room who send a camera and a voice and receive each other's
    #[arg(long, value_name = "N", default_value = "2", value_parser = clap::value_parser!(u32).range(1..))]
    publishers: u32,
    /// Participants of each room who only receive
    #[arg(long, value_name = "N", default_value = "0")]
    subscribers: usize,
    /// Viewers of each room, in place of subscribers: the room is then a webinar
    #[arg(long, value_name = "N", default_value = "0", conflicts_with = "subscribers")]
    viewers: usize,
    /// Duration of the measurement in seconds, once everybody has joined
    #[arg(long, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u64).range(1..))]
    duration: u64,
    /// Participants who join each second
    #[arg(long, value_name = "N", default_value = "20", value_parser = clap::value_parser!(u32).range(1..))]
    ramp: u32,
    /// Participants who leave each second while it measures; a new one joins in place of each
    #[arg(long, value_name = "N", default_value = "0")]
    churn: u32,
    /// Voices that a receiver hears at most; the server sends 30 at most
    #[arg(long, value_name = "N", default_value = "30")]
    voices: usize,
    /// Cameras that a receiver shows at most
    #[arg(long, value_name = "N", default_value = "16")]
    tiles: usize,
    /// Height in pixels at which a receiver shows cameras; the clip has 180, 360 and 720
    #[arg(long, value_name = "N", default_value = "360")]
    height: u16,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// Puts the load on the server and prints the result. An error if media did not flow.
pub(crate) async fn run(options: &Options) -> anyhow::Result<()> {
    let server = address(&options.url).await?;
    let engine = Engine::start(transport::local_ip(server)?)?;
    let mut load = Load::new(server, engine.clone(), options);
    load.join_all(options).await?;
    tokio::time::sleep(SETTLING).await;
    engine.reset().await?;
    load.setting.pauses.set(0);
    load.hold(Duration::from_secs(options.duration), options.churn).await?;
    let totals = engine.measure().await?;
    load.count_ended();
    let report = Report { totals, people: load.counts, pauses: load.setting.pauses.get() };
    load.leave_all().await;
    engine.stop();
    if options.json {
        println!("{}", report.json());
    } else {
        print!("{}", report.table());
    }
    let faults = report.faults();
    if !faults.is_empty() {
        bail!("{}", faults.join("; "));
    }
    Ok(())
}

/// Counts of participants.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    rooms: usize,
    publishers: usize,
    receivers: usize,
    /// Participants who left and were replaced.
    replaced: usize,
    /// Joins that failed, and stays that ended by themselves.
    failed: usize,
}

/// All participants.
struct Load {
    setting: Setting,
    rooms: Vec<Rc<Room>>,
    people: VecDeque<(usize, Person)>,
    counts: Counts,
    /// Participants so far, those who left included.
    next: usize,
    first_failure: Option<anyhow::Error>,
}

impl Load {
    fn new(server: SocketAddr, engine: Engine, options: &Options) -> Self {
        let setting = Setting {
            server,
            engine,
            publishers: options.publishers as usize,
            voices: options.voices,
            tiles: options.tiles,
            height: options.height,
            pauses: Rc::default(),
        };
        Self {
            setting,
            rooms: Vec::new(),
            people: VecDeque::new(),
            counts: Counts::default(),
            next: 0,
            first_failure: None,
        }
    }

    /// Hosts first, then the other publishers, then all who only receive: newcomers of a webinar
    /// cannot send.
    async fn join_all(&mut self, options: &Options) -> anyhow::Result<()> {
        let mut rest = Rest::connect(self.setting.server).await?;
        for _ in 0..options.rooms {
            let made = rest.post("/api/v1/meetings", "{}").await.context("a new meeting")?;
            let text = |name: &str| made.get(name).and_then(Value::as_str).map(str::to_owned);
            self.rooms.push(Rc::new(Room {
                meeting: text("id").context("a meeting without an id")?,
                host_token: text("host_token").context("a meeting without a host token")?,
                publishers: watch::Sender::new(Vec::new()),
            }));
        }
        self.counts.rooms = self.rooms.len();
        self.ramp(Role::Host, 1, options.ramp).await?;
        self.ramp(Role::Publisher, self.setting.publishers - 1, options.ramp).await?;
        if options.viewers > 0 {
            for (_, person) in self.people.iter().filter(|(_, it)| it.role == Role::Host) {
                person.open_to_viewers().await.context("a webinar")?;
            }
        }
        self.ramp(Role::Receiver, options.subscribers + options.viewers, options.ramp).await
    }

    /// Lets people join every room, so many a second. An error if none of them could.
    async fn ramp(&mut self, role: Role, each: usize, per_second: u32) -> anyhow::Result<()> {
        let mut ticks = tokio::time::interval(Duration::from_secs(1) / per_second);
        let mut joining = Vec::new();
        for index in 0..each * self.rooms.len() {
            ticks.tick().await;
            let room = index % self.rooms.len();
            joining.push((room, self.join(room, role)?));
        }
        let wanted = joining.len();
        let before = self.people.len();
        for (room, task) in joining {
            let joined = task.await?;
            self.add(room, role, joined);
        }
        match self.first_failure.take() {
            Some(error) if wanted > 0 && self.people.len() == before => Err(error),
            failure => {
                self.first_failure = failure;
                Ok(())
            }
        }
    }

    fn join(
        &mut self,
        room: usize,
        role: Role,
    ) -> anyhow::Result<JoinHandle<anyhow::Result<Person>>> {
        let place = Rc::clone(self.rooms.get(room).context("a room")?);
        self.next += 1;
        let joins = Person::join(self.setting.clone(), place, role, self.next);
        Ok(tokio::task::spawn_local(joins))
    }

    fn add(&mut self, room: usize, role: Role, joined: anyhow::Result<Person>) {
        match joined {
            Ok(person) => {
                match role {
                    Role::Host | Role::Publisher => self.counts.publishers += 1,
                    Role::Receiver => self.counts.receivers += 1,
                }
                self.people.push_back((room, person));
            }
            Err(error) => self.failed(error),
        }
    }

    fn failed(&mut self, error: anyhow::Error) {
        self.counts.failed += 1;
        if self.first_failure.is_none() {
            eprintln!("a participant failed: {error:#}");
            self.first_failure = Some(error);
        }
    }

    /// Keeps the load up for this long, while so many people each second are replaced.
    async fn hold(&mut self, duration: Duration, churn: u32) -> anyhow::Result<()> {
        let end = Instant::now() + duration;
        if churn == 0 {
            tokio::time::sleep(duration).await;
            return Ok(());
        }
        let mut ticks = tokio::time::interval(Duration::from_secs(1) / churn);
        let mut joining: VecDeque<(usize, Role, JoinHandle<anyhow::Result<Person>>)> =
            VecDeque::new();
        while Instant::now() < end {
            ticks.tick().await;
            while joining.front().is_some_and(|(_, _, task)| task.is_finished()) {
                if let Some((room, role, task)) = joining.pop_front() {
                    let joined = task.await?;
                    self.add(room, role, joined);
                }
            }
            // The one who has been there longest. Who sends in a webinar could not send again.
            let is_replaced = |role: Role| match role {
                Role::Host => false,
                Role::Publisher => self.counts.receivers == 0,
                Role::Receiver => true,
            };
            let found = self.people.iter().position(|(_, person)| is_replaced(person.role));
            let Some((room, person)) = found.and_then(|at| self.people.remove(at)) else {
                continue;
            };
            let role = person.role;
            match role {
                Role::Host | Role::Publisher => self.counts.publishers -= 1,
                Role::Receiver => self.counts.receivers -= 1,
            }
            match person.leave().await {
                Ok(()) => self.counts.replaced += 1,
                Err(error) => self.failed(error),
            }
            joining.push_back((room, role, self.join(room, role)?));
        }
        for (room, role, task) in joining {
            let joined = task.await?;
            self.add(room, role, joined);
        }
        Ok(())
    }

    /// Counts the stays that the server or an error ended.
    fn count_ended(&mut self) {
        let ended = self.people.iter().filter(|(_, person)| person.has_ended()).count();
        self.counts.failed += ended;
    }

    async fn leave_all(&mut self) {
        for (_, person) in self.people.drain(..) {
            if let Err(error) = person.leave().await {
                eprintln!("a participant's stay ended early: {error:#}");
            }
        }
    }
}

/// Address of the server.
async fn address(url: &str) -> anyhow::Result<SocketAddr> {
    let Some(rest) = url.strip_prefix("http://") else {
        bail!(
            "{url}: the load generator speaks http only; give it the address that a proxy would use"
        );
    };
    let host = rest.split('/').next().unwrap_or_default();
    let host = if host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok()) {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    // A name may have addresses on which the server does not listen.
    let addresses = tokio::net::lookup_host(&host).await.with_context(|| host.clone())?;
    for address in addresses {
        if TcpStream::connect(address).await.is_ok() {
            return Ok(address);
        }
    }
    bail!("nothing answers at {host}")
}
