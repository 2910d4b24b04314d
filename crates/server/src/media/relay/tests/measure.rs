//! Measures the cost of a relayed packet, sockets included, next to coturn in the same run.
//!
//! `cargo test --release -p convene-server -- --ignored --nocapture cost_of_a_relayed_packet`

use std::{fs, net::SocketAddr, process::Stdio, time::Duration};

use convene_relay::{IssuedCredential, Limits};
use tokio::{net::UdpSocket, process::Command, time::sleep};

use super::{RelayConfig, client::TestClient, issue, open_config, started};

const SESSIONS: usize = 20;
const PACKETS_PER_SESSION: usize = 500;
const PAYLOAD: [u8; 1000] = [7; 1000];

/// CPU time in nanoseconds of a process's threads whose names `is_counted` accepts.
fn cpu(pid: u32, is_counted: impl Fn(&str) -> bool) -> u64 {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    tasks
        .filter_map(|task| {
            let path = task.ok()?.path();
            let name = fs::read_to_string(path.join("comm")).ok()?;
            let times = fs::read_to_string(path.join("schedstat")).ok()?;
            is_counted(name.trim()).then(|| times.split(' ').next()?.parse::<u64>().ok())?
        })
        .sum()
}

struct Session {
    client: TestClient,
    peer: UdpSocket,
    relayed: SocketAddr,
}

async fn session(server: SocketAddr, credential: IssuedCredential) -> Session {
    let peer = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let mut client = TestClient::udp(server, credential).await;
    let relayed = client.allocate().await;
    assert_eq!(client.bind(0x4000, peer.local_addr().unwrap()).await, 0);
    Session { client, peer, relayed }
}

/// Sends packets in both directions in bursts, and returns how many arrived.
async fn load(sessions: &mut [Session], burst: usize) -> u64 {
    let mut arrived = 0;
    let mut buffer = [0; 2048];
    for _ in 0..PACKETS_PER_SESSION / burst {
        for session in &mut *sessions {
            for _ in 0..burst {
                session.client.send_on(0x4000, &PAYLOAD).await;
                session.peer.send_to(&PAYLOAD, session.relayed).await.unwrap();
            }
        }
        sleep(Duration::from_millis(burst as u64)).await;
        for session in &mut *sessions {
            while session.peer.try_recv_from(&mut buffer).is_ok() {
                arrived += 1;
            }
            while session.client.try_receive(Duration::ZERO).await.is_some() {
                arrived += 1;
            }
        }
    }
    arrived
}

#[tokio::test]
#[ignore = "a measurement, for a quiet machine with coturn"]
async fn cost_of_a_relayed_packet() {
    let unlimited = u64::MAX / 4;
    let limits = Limits {
        bytes_per_second: unlimited,
        burst_bytes: unlimited,
        allocations_per_label: 1_000,
        ..Limits::default()
    };
    let relay = started(RelayConfig { limits, ..open_config() }).await;
    let ours = issue(&relay, "measure");

    let free = UdpSocket::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let port = free.port().to_string();
    let coturn = Command::new("turnserver")
        .args("-n --no-tls --no-dtls -a -u x:secret -r tests --listening-ip 127.0.0.1".split(' '))
        .args("--relay-ip 127.0.0.1 --allow-loopback-peers --no-cli --log-file=stdout".split(' '))
        .args(["-p", &port])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let coturn_pid = coturn.id().unwrap();
    sleep(Duration::from_secs(2)).await;
    let theirs =
        IssuedCredential { username: "x".into(), password: "secret".into(), expires_at: 0 };

    for round in 1..=2 {
        for burst in [1, 10] {
            for name in ["convene", "coturn"] {
                let is_ours = name == "convene";
                let (server, credential) =
                    if is_ours { (relay.listen(), &ours) } else { (free, &theirs) };
                let spent = || {
                    if is_ours {
                        cpu(std::process::id(), |thread| thread == "relay")
                    } else {
                        cpu(coturn_pid, |_| true)
                    }
                };
                let mut sessions = Vec::new();
                for _ in 0..SESSIONS {
                    sessions.push(session(server, credential.clone()).await);
                }
                let before = spent();
                let arrived = load(&mut sessions, burst).await;
                let nanos = spent() - before;
                println!(
                    "round {round}, bursts of {burst}, {name}: {arrived} packets, {:.2} us each",
                    nanos as f64 / 1000.0 / arrived as f64
                );
            }
        }
    }
    relay.stop().await;
}
