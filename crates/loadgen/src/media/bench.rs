//! `convene-loadgen bench-media`: what it costs to forward media, for Convene and for Janus in one run.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;

use super::engine::Engine;
use super::flow::Totals;
use super::janus::JanusRoom;
use super::report::{Report, millis};
use super::{Load, transport};
use crate::server::{Limits, Program, Server};

/// Between the last join and the measurement.
const SETTLING: Duration = Duration::from_secs(3);

/// Subscribers of one publisher for which the costs must lie on one line.
const LINE: [usize; 4] = [10, 100, 250, 500];

/// Idle subscribers whose memory is measured.
const IDLE: usize = 300;

/// A measurement.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Path of the `convene` binary
    #[arg(long, value_name = "PATH", default_value = "target/release/convene")]
    convene: PathBuf,
    /// Path of the `janus` binary; where there is none, Convene is measured alone
    #[arg(long, value_name = "PATH", default_value = "/usr/bin/janus")]
    janus: PathBuf,
    /// Duration of each measurement in seconds
    #[arg(long, value_name = "N", default_value = "8", value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// Measure only rows whose title contains this text
    #[arg(long, value_name = "TEXT", default_value = "")]
    only: String,
    /// Height of the layer that everybody receives in rooms with one publisher: 180, 360 or 720
    #[arg(long, value_name = "N", default_value = "360", value_parser = ["180", "360", "720"])]
    height: String,
}

/// People of a room, where Convene's subscribers are the viewers of a webinar, and the layer of the clip that they receive.
#[derive(Debug, Clone, Copy)]
struct Shape {
    publishers: usize,
    subscribers: usize,
    layer: usize,
}

/// An address outside of this machine (RFC 5737), to which nothing is sent.
const ELSEWHERE: (Ipv4Addr, u16) = (Ipv4Addr::new(203, 0, 113, 1), 9);

/// Heights of the clip's layers.
const HEIGHTS: [u16; 3] = [180, 360, 720];

/// Result of a measurement.
struct Figures {
    /// CPU time of the server for each packet that reached a subscriber, in microseconds.
    cost: f64,
    /// Share of a core that the server used.
    core: f64,
    packets_per_second: f64,
    totals: Totals,
}

/// Runs all measurements and prints the tables.
pub(crate) async fn run(options: &Options) -> anyhow::Result<()> {
    let bench = Bench { options, with_janus: options.janus.exists() };
    if !bench.with_janus {
        println!(
            "{} is not there, so Convene is measured alone; Debian's package janus brings it.\n",
            options.janus.display()
        );
    }
    bench.compare().await?;
    bench.line().await?;
    bench.half_load().await?;
    bench.memory().await
}

struct Bench<'a> {
    options: &'a Options,
    with_janus: bool,
}

impl Bench<'_> {
    fn covers(&self, title: &str) -> bool {
        title.contains(&self.options.only)
    }

    fn layer(&self) -> usize {
        let height = self.options.height.parse().unwrap_or(360);
        HEIGHTS.iter().position(|it| *it == height).unwrap_or(1)
    }

    fn one_to(&self, subscribers: usize) -> Shape {
        Shape { publishers: 1, subscribers, layer: self.layer() }
    }

    async fn compare(&self) -> anyhow::Result<()> {
        let conference = |publishers| Shape { publishers, subscribers: 0, layer: 0 };
        let rows = [
            ("1 to 100", self.one_to(100), 0.16),
            ("1 to 300", self.one_to(300), 0.16),
            ("conference of 8", conference(8), 0.25),
            ("conference of 16", conference(16), 0.25),
            ("conference of 24", conference(24), 0.25),
        ];
        let rows: Vec<_> = rows.into_iter().filter(|(title, ..)| self.covers(title)).collect();
        if rows.is_empty() {
            return Ok(());
        }
        println!(
            "| us of CPU time per forwarded packet | packets/s, Janus | Convene | Janus | Convene | ratio | goal | \
             p50, p99 of Janus, ms | of Convene | lost, Janus | Convene | generator |\n\
             |---|---|---|---|---|---|---|---|---|---|---|---|"
        );
        for (title, shape, goal) in rows {
            let convene = self.convene(shape).await.with_context(|| format!("Convene, {title}"))?;
            let janus = if self.with_janus {
                Some(self.janus(shape).await.with_context(|| format!("Janus, {title}"))?)
            } else {
                None
            };
            let of_janus = |cell: &dyn Fn(&Figures) -> String| {
                janus.as_ref().map_or_else(|| "-".to_owned(), cell)
            };
            let latency = |it: &Figures| {
                let latency = &it.totals.latency;
                if latency.is_empty() {
                    return "-".to_owned();
                }
                let at = |share| millis(latency.quantile(share));
                format!("{:.2}, {:.2}", at(0.5), at(0.99))
            };
            println!(
                "| {title} | {} | {:.0} | {} | {:.2} | {} | {goal} | {} | {} | {} | {} | {:.2} us |",
                of_janus(&|it| format!("{:.0}", it.packets_per_second)),
                convene.packets_per_second,
                of_janus(&|it| format!("{:.2}", it.cost)),
                convene.cost,
                of_janus(&|it| format!("{:.2}", convene.cost / it.cost)),
                of_janus(&latency),
                latency(&convene),
                of_janus(&loss),
                loss(&convene),
                own_cost(&convene.totals),
            );
        }
        println!();
        Ok(())
    }

    /// The cost of more and more subscribers.
    async fn line(&self) -> anyhow::Result<()> {
        if !self.covers("linear") {
            return Ok(());
        }
        println!(
            "| linear: 1 publisher to | packets/s | us of CPU time per packet | share of a core | \
             lost |\n|---|---|---|---|---|"
        );
        for subscribers in LINE {
            let it = self.convene(self.one_to(subscribers)).await?;
            println!(
                "| {subscribers} | {:.0} | {:.2} | {:.0} % | {} |",
                it.packets_per_second,
                it.cost,
                it.core * 100.0,
                loss(&it)
            );
        }
        println!();
        Ok(())
    }

    /// Latency while the server uses half a core, which is half of what its one thread of media can do.
    async fn half_load(&self) -> anyhow::Result<()> {
        if !self.covers("half load") {
            return Ok(());
        }
        let probe = self.convene(self.one_to(100)).await?;
        let subscribers = (100.0 * 0.5 / probe.core.max(0.01)) as usize;
        let it = self.convene(self.one_to(subscribers.clamp(20, 900))).await?;
        let at = |share| millis(it.totals.latency.quantile(share));
        println!(
            "half load: 1 publisher to {}, {:.0} packets/s, {:.0} % of a core; latency p50 {:.2} ms, \
             p99 {:.2} ms, max {:.1} ms (goal: p99 of 2 ms)\n",
            subscribers.clamp(20, 900),
            it.packets_per_second,
            it.core * 100.0,
            at(0.5),
            at(0.99),
            millis(it.totals.latency.max())
        );
        Ok(())
    }

    async fn memory(&self) -> anyhow::Result<()> {
        if !self.covers("memory") {
            return Ok(());
        }
        let server = self.start_convene().await?;
        let before = server.memory()?.resident;
        let (engine, mut load) = self.fill_convene(&server, self.one_to(100)).await?;
        tokio::time::sleep(Duration::from_secs(self.options.seconds)).await;
        let room = server.memory()?.resident - before;
        load.leave_all().await;
        engine.stop();
        drop(server);

        let server = self.start_convene().await?;
        let idle = |subscribers| super::Options {
            voices: 0,
            height: 0,
            ..options(self.one_to(subscribers))
        };
        let (engine, mut first) = start(&server, &idle(1)).await?;
        let before = server.memory()?.resident;
        let (other, mut load) = start(&server, &idle(IDLE)).await?;
        let after = server.memory()?.resident;
        first.leave_all().await;
        load.leave_all().await;
        engine.stop();
        other.stop();
        println!(
            "memory: 1 to 100 takes {:.1} MB above idle (goal: 30); an idle subscriber takes {:.0} kB \
             (goal: 100), with its signaling",
            room as f64 * 1.024 / 1e3,
            after.saturating_sub(before) as f64 * 1.024 / IDLE as f64
        );
        Ok(())
    }

    async fn start_convene(&self) -> anyhow::Result<Server> {
        Server::start(&Program::Convene(self.options.convene.clone()), Limits::Raised).await
    }

    async fn fill_convene(&self, server: &Server, shape: Shape) -> anyhow::Result<(Engine, Load)> {
        start(server, &options(shape)).await
    }

    async fn convene(&self, shape: Shape) -> anyhow::Result<Figures> {
        let server = self.start_convene().await?;
        let (engine, mut load) = self.fill_convene(&server, shape).await?;
        let figures = self.measure(&server, &engine).await?;
        let report = Report {
            totals: figures.totals.clone(),
            people: load.counts,
            pauses: load.setting.pauses.get(),
        };
        for fault in report.faults() {
            eprintln!("Convene: {fault}");
        }
        load.leave_all().await;
        engine.stop();
        Ok(figures)
    }

    async fn janus(&self, shape: Shape) -> anyhow::Result<Figures> {
        let janus = Program::Janus(self.options.janus.clone());
        let server = Server::start(&janus, Limits::Raised).await?;
        // Janus offers the addresses of the interfaces but not loopback, so its clients use one too.
        let engine = Engine::start(transport::local_ip(ELSEWHERE.into())?)?;
        let Shape { publishers, subscribers, layer } = shape;
        let room = JanusRoom::fill(&server, &engine, publishers, subscribers, layer).await?;
        let figures = self.measure(&server, &engine).await?;
        if figures.totals.layers.keys().any(|height| Some(height) != HEIGHTS.get(layer)) {
            eprintln!("Janus forwarded other layers too: {:?}", figures.totals.layers);
        }
        drop(room);
        engine.stop();
        Ok(figures)
    }

    async fn measure(&self, server: &Server, engine: &Engine) -> anyhow::Result<Figures> {
        tokio::time::sleep(SETTLING).await;
        engine.reset().await?;
        let before = server.cpu()?;
        tokio::time::sleep(Duration::from_secs(self.options.seconds)).await;
        let cpu = server.cpu()?.saturating_sub(before);
        let totals = engine.measure().await?;
        let seconds = totals.elapsed.as_secs_f64();
        Ok(Figures {
            cost: cpu.as_secs_f64() * 1e6 / totals.received().max(1) as f64,
            core: cpu.as_secs_f64() / seconds,
            packets_per_second: totals.received() as f64 / seconds,
            totals,
        })
    }
}

/// Fills a room of Convene.
async fn start(server: &Server, options: &super::Options) -> anyhow::Result<(Engine, Load)> {
    let address = server.address();
    let engine = Engine::start(transport::local_ip(address)?)?;
    let mut load = Load::new(address, engine.clone(), options);
    load.join_all(options).await?;
    Ok((engine, load))
}

fn options(shape: Shape) -> super::Options {
    super::Options {
        url: String::new(),
        rooms: 1,
        publishers: shape.publishers as u32,
        subscribers: 0,
        viewers: shape.subscribers,
        duration: 0,
        ramp: 50,
        churn: 0,
        voices: 30,
        tiles: 49,
        height: HEIGHTS.get(shape.layer).copied().unwrap_or(360),
        json: false,
    }
}

fn loss(figures: &Figures) -> String {
    let totals = &figures.totals;
    let (lost, received) = (totals.voice.lost + totals.video.lost, totals.received());
    format!("{:.2} %", lost as f64 * 100.0 / (lost + received).max(1) as f64)
}

/// CPU time of the generator for each packet, in microseconds.
fn own_cost(totals: &Totals) -> f64 {
    totals.cpu.as_secs_f64() * 1e6 / (totals.received() + totals.packets_sent).max(1) as f64
}
