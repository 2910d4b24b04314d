//! `loadgen bench`: measures all servers in one run and prints one table. Rounds alternate between
//! the servers, so that other load on the machine affects all of them alike.

mod connect;
mod memory;
mod relay;
mod rooms;

use std::cell::Cell;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;
use tokio::task::JoinSet;

use crate::client::{Client, source};
use crate::server::{Limits, Program, Server};

/// Maximum number of connections that are being opened at the same time.
const OPENING: usize = 32;

/// The servers and the duration of a benchmark.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// A build of Convene and the title of its column; may be given several times
    #[arg(long, value_name = "TITLE=PATH", default_value = "convene=target/release/convene")]
    convene: Vec<String>,
    /// Script of the Node baseline; without it the table has no column for Node
    #[arg(long, value_name = "PATH")]
    node: Option<PathBuf>,
    #[arg(long, value_name = "N", default_value = "5")]
    rounds: usize,
    /// Duration of each measurement in seconds
    #[arg(long, value_name = "N", default_value = "2")]
    seconds: u64,
    /// Measure only rows whose title contains this text
    #[arg(long, value_name = "TEXT", default_value = "")]
    only: String,
    /// Leave out the floor server
    #[arg(long)]
    no_floor: bool,
}

/// A measurement; it fills one or more rows of the table.
#[derive(Debug, Clone, Copy)]
enum Scenario {
    Relay { bytes: usize, sockets: usize, load: relay::Load },
    Rooms { in_flight: usize },
    Connect,
    Memory,
}

/// A scenario, the titles of its rows and their goals.
struct Rows {
    scenario: Scenario,
    titles: &'static [&'static str],
    goals: &'static [&'static str],
}

const ROWS: [Rows; 8] = [
    Rows {
        scenario: Scenario::Relay { bytes: 200, sockets: 200, load: relay::Load::Saturated },
        titles: &["relay 200 B, 200 sockets, saturated"],
        goals: &["18"],
    },
    Rows {
        scenario: Scenario::Relay { bytes: 200, sockets: 200, load: relay::Load::PerSecond(5_000) },
        titles: &["relay 200 B, 200 sockets, 5,000 a second"],
        goals: &["36"],
    },
    Rows {
        scenario: Scenario::Relay {
            bytes: 200,
            sockets: 2_000,
            load: relay::Load::PerSecond(5_000),
        },
        titles: &["relay 200 B, 2,000 sockets, 5,000 a second"],
        goals: &["36"],
    },
    Rows {
        scenario: Scenario::Relay { bytes: 3_000, sockets: 200, load: relay::Load::Saturated },
        titles: &["relay 3,000 B, 200 sockets, saturated"],
        goals: &["20"],
    },
    Rows {
        scenario: Scenario::Rooms { in_flight: 1 },
        titles: &["rooms of 50, 285 B, one in flight"],
        goals: &["12"],
    },
    Rows {
        scenario: Scenario::Rooms { in_flight: 4 },
        titles: &["rooms of 50, 285 B, four in flight"],
        goals: &["4.5"],
    },
    Rows { scenario: Scenario::Connect, titles: &["connect and close"], goals: &["80"] },
    Rows {
        scenario: Scenario::Memory,
        titles: &["KiB per idle connection", "KiB per joined participant"],
        goals: &["8", "14"],
    },
];

/// Runs the benchmark and prints the table.
pub(crate) async fn run(options: &Options) -> anyhow::Result<()> {
    let servers = options.servers()?;
    let wanted = |rows: &&Rows| rows.titles.iter().any(|title| title.contains(&options.only));
    let wanted: Vec<&Rows> = ROWS.iter().filter(wanted).collect();
    let samples = measure(options, &servers, &wanted).await?;
    print!("| us of CPU time per delivery |");
    servers.iter().for_each(|(title, _)| print!(" {title} |"));
    println!(" goal |\n|---|{}", "---|".repeat(servers.len() + 1));
    let mut row = samples.into_iter();
    for (title, goal) in wanted.iter().flat_map(|rows| rows.titles.iter().zip(rows.goals)) {
        print!("| {title} |");
        for figures in row.by_ref().take(servers.len()) {
            print!(" {} |", show(median(figures)));
        }
        println!(" {goal} |");
    }
    Ok(())
}

/// The samples of every row for every server, row by row.
async fn measure(
    options: &Options,
    servers: &[(String, Program)],
    wanted: &[&Rows],
) -> anyhow::Result<Vec<Vec<f64>>> {
    let count: usize = wanted.iter().map(|rows| rows.titles.len()).sum();
    let mut samples = vec![Vec::new(); count * servers.len()];
    for round in 1..=options.rounds {
        let mut first = 0;
        for rows in wanted {
            for (place, (title, program)) in servers.iter().enumerate() {
                let figures = rows.scenario.measure(program, options.seconds).await;
                let figures = figures.with_context(|| format!("{title}: {:?}", rows.titles))?;
                for (line, figure) in figures.into_iter().enumerate() {
                    let index = (first + line) * servers.len() + place;
                    if let Some(samples) = samples.get_mut(index) {
                        samples.push(figure);
                    }
                    let row = rows.titles.get(line).unwrap_or(&"");
                    eprintln!("round {round}: {row}: {title} {}", show(figure));
                }
            }
            first += rows.titles.len();
        }
    }
    Ok(samples)
}

impl Options {
    fn servers(&self) -> anyhow::Result<Vec<(String, Program)>> {
        let mut servers = Vec::new();
        if let Some(script) = &self.node {
            servers.push(("Node".to_owned(), Program::Node(script.clone())));
        }
        if !self.no_floor {
            servers.push(("floor".to_owned(), Program::Floor));
        }
        for build in &self.convene {
            let (title, path) = build.split_once('=').context("--convene TITLE=PATH")?;
            servers.push((title.to_owned(), Program::Convene(path.into())));
        }
        Ok(servers)
    }
}

impl Scenario {
    async fn measure(self, program: &Program, seconds: u64) -> anyhow::Result<Vec<f64>> {
        let server = Server::start(program, Limits::Raised).await?;
        let figures = match self {
            Self::Relay { bytes, sockets, load } => {
                vec![relay::measure(&server, bytes, sockets, load, seconds).await?]
            }
            Self::Rooms { in_flight } => vec![rooms::measure(&server, in_flight, seconds).await?],
            Self::Connect => vec![connect::measure(&server).await?],
            Self::Memory => memory::measure(&server).await?,
        };
        Ok(figures)
    }
}

/// CPU time of the server per delivery in microseconds, measured for some seconds after a warm-up.
async fn cost(server: &Server, deliveries: &Cell<u64>, seconds: u64) -> anyhow::Result<f64> {
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (cpu, count) = (server.cpu()?, deliveries.get());
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let (cpu, count) = (server.cpu()? - cpu, deliveries.get() - count);
    if count == 0 {
        bail!("nothing was delivered");
    }
    Ok(cpu.as_secs_f64() * 1e6 / count as f64)
}

/// A joined connection.
struct Member {
    client: Client,
    id: String,
}

/// Opens connections and joins them to meetings, `room` per meeting.
async fn join_all(server: &Server, count: usize, room: usize) -> anyhow::Result<Vec<Member>> {
    let meetings = Rc::new(server.meetings(count.div_ceil(room)).await?);
    let address = server.address();
    let joined = in_parallel(count, move |index| {
        let meetings = Rc::clone(&meetings);
        async move {
            let mut client = Client::connect(address, source(index)).await?;
            let meeting = meetings.get(index / room).context("a meeting")?;
            let joined = client.join(meeting, &format!("Person {index}"), None).await?;
            Ok((client.park(), joined.participant_id))
        }
    })
    .await?;
    let mut members = Vec::with_capacity(count);
    for (client, id) in joined {
        members.push(Member { client: client.take().await?, id });
    }
    Ok(members)
}

/// Runs a task for each index, a limited number at a time. The results are in index order.
async fn in_parallel<T, F>(
    count: usize,
    task: impl Fn(usize) -> F + 'static,
) -> anyhow::Result<Vec<T>>
where
    T: 'static,
    F: Future<Output = anyhow::Result<T>> + 'static,
{
    let mut tasks = JoinSet::new();
    let mut results: Vec<(usize, T)> = Vec::with_capacity(count);
    for index in 0..count {
        let task = task(index);
        tasks.spawn_local(async move { task.await.map(|result| (index, result)) });
        if tasks.len() >= OPENING
            && let Some(done) = tasks.join_next().await
        {
            results.push(done??);
        }
    }
    while let Some(done) = tasks.join_next().await {
        results.push(done??);
    }
    results.sort_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Formats a figure: one decimal below 20, none above.
fn show(figure: f64) -> String {
    if figure < 20.0 { format!("{figure:.1}") } else { format!("{figure:.0}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_does_not_mind_one_bad_round() {
        assert!((median(vec![3.0, 900.0, 1.0]) - 3.0).abs() < f64::EPSILON);
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn every_row_has_a_goal() {
        assert!(ROWS.iter().all(|rows| rows.titles.len() == rows.goals.len()));
    }
}
