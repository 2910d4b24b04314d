//! All participants reconnect at once after the server was killed and started again.

use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use tokio::task::JoinSet;

use crate::client::{Client, Joined, Parked, source};
use crate::server::{Limits, Program, Server};

/// Pause after a refused connection. Real clients wait longer; the short pause shows the server's
/// limit.
const RETRY: Duration = Duration::from_millis(100);

/// A participant who returns after the restart.
struct Seat {
    meeting: String,
    joined: Joined,
}

/// Joins, restarts the server, and prints after how long half, 90 % and all of the participants
/// have joined again.
pub(crate) async fn run(program: &Program, sockets: usize, room: usize) -> anyhow::Result<()> {
    let mut server = Server::start(program, Limits::Raised).await?;
    let meetings = Rc::new(server.meetings(sockets.div_ceil(room)).await?);
    let address = server.address();
    let mut seats = Vec::with_capacity(sockets);
    let mut clients = Vec::with_capacity(sockets);
    for index in 0..sockets {
        let meeting = meetings.get(index / room).context("a meeting")?.clone();
        let mut client = Client::connect(address, source(index)).await?;
        let joined = client.join(&meeting, &format!("Person {index}"), None).await?;
        clients.push(client.park());
        seats.push(Seat { meeting, joined });
    }
    server.restart().await?;
    drop(clients);
    let (start, cpu) = (Instant::now(), server.cpu()?);
    let mut tasks = JoinSet::new();
    for (index, seat) in seats.into_iter().enumerate() {
        tasks.spawn_local(come_back(address, index, seat, start));
    }
    let mut times = Vec::with_capacity(sockets);
    let mut clients = Vec::with_capacity(sockets);
    while let Some(back) = tasks.join_next().await {
        let (client, time) = back??;
        clients.push(client);
        times.push(time);
    }
    times.sort();
    let after = |share: usize| times.get((times.len() * share / 100).saturating_sub(1));
    for share in [50, 90, 100] {
        let time = after(share).context("nobody came back")?;
        println!("{share} % joined again after {:.2} s", time.as_secs_f64());
    }
    let cpu = server.cpu()? - cpu;
    println!("{:.0} us of CPU time for each", cpu.as_secs_f64() * 1e6 / sockets as f64);
    Ok(())
}

async fn come_back(
    address: SocketAddr,
    index: usize,
    seat: Seat,
    start: Instant,
) -> anyhow::Result<(Parked, Duration)> {
    loop {
        if let Ok(client) = try_once(address, index, &seat).await {
            return Ok((client.park(), start.elapsed()));
        }
        tokio::time::sleep(RETRY).await;
    }
}

async fn try_once(address: SocketAddr, index: usize, seat: &Seat) -> anyhow::Result<Client> {
    let mut client = Client::connect(address, source(index)).await?;
    client.join(&seat.meeting, &format!("Person {index}"), Some(&seat.joined.token)).await?;
    Ok(client)
}
