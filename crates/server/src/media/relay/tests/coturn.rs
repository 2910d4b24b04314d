//! Runs coturn's client and peer against the relay.

use std::process::Stdio;

use convene_relay::Limits;
use tokio::process::Command;

use super::{Relay, RelayConfig, issue, open_config, page_port::Page, started};

const MESSAGES: usize = 50;

fn is_installed() -> bool {
    let installed = ["turnutils_uclient", "turnutils_peer"].iter().all(|tool| {
        std::env::var_os("PATH").is_some_and(|path| {
            std::env::split_paths(&path).any(|directory| directory.join(tool).is_file())
        })
    });
    assert!(
        installed || std::env::var_os("CI").is_none(),
        "turnutils_uclient and turnutils_peer (package coturn) must be there in CI"
    );
    installed
}

#[tokio::test]
async fn coturns_client_loses_nothing() {
    if !is_installed() {
        println!(
            "SKIPPED: turnutils_uclient and turnutils_peer (package coturn) are not installed"
        );
        return;
    }
    let relay = relay().await;
    let (_peer, peer_port) = peer();
    let port = relay.listen().port();
    let modes: [&[&str]; 8] = [
        &["-y"],
        &["-y", "-s"],
        &["-y", "-t"],
        &["-y", "-t", "-s"],
        &["-e", "127.0.0.1", "-r", &peer_port],
        &["-e", "127.0.0.1", "-r", &peer_port, "-s"],
        &["-e", "127.0.0.1", "-r", &peer_port, "-t"],
        &["-e", "127.0.0.1", "-r", &peer_port, "-t", "-s"],
    ];
    lose_nothing(&relay, port, &modes).await;
    let stats = relay.stats();
    assert!(stats.between_clients.packets >= 4 * 2 * MESSAGES as u64, "{stats:?}");
    assert!(stats.to_peers.packets >= 4 * 2 * MESSAGES as u64, "{stats:?}");
    relay.stop().await;
}

#[tokio::test]
async fn nor_does_it_over_the_port_of_the_page() {
    if !is_installed() {
        println!(
            "SKIPPED: turnutils_uclient and turnutils_peer (package coturn) are not installed"
        );
        return;
    }
    let relay = relay().await;
    let (_peer, peer_port) = peer();
    let page = Page::new(&relay);
    let modes: [&[&str]; 2] = [&["-y", "-t"], &["-e", "127.0.0.1", "-r", &peer_port, "-t", "-s"]];
    lose_nothing(&relay, page.address.port(), &modes).await;
    page.serving.drain().await;
    relay.stop().await;
}

/// Each run makes several allocations, which would otherwise need many labels.
async fn relay() -> Relay {
    let limits = Limits { allocations_per_label: 1_000, ..Limits::default() };
    started(RelayConfig { limits, ..open_config() }).await
}

/// coturn's peer, which sends back what it gets, and its port.
fn peer() -> (tokio::process::Child, String) {
    let peer_port = {
        let free = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap().port().to_string()
    };
    let peer = Command::new("turnutils_peer")
        .args(["-L", "127.0.0.1", "-p", &peer_port])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();

    (peer, peer_port)
}

/// Runs coturn's client in each of these modes.
async fn lose_nothing(relay: &Relay, port: u16, modes: &[&[&str]]) {
    let credential = issue(relay, "coturn");
    let (messages, port) = (MESSAGES.to_string(), port.to_string());
    let runs = modes.iter().map(|mode| {
        Command::new("turnutils_uclient")
            .args(["-c", "-l", "173", "-m", "2", "-n", &messages, "-p", &port])
            .args(["-u", &credential.username, "-w", &credential.password])
            .args(*mode)
            .arg("127.0.0.1")
            .kill_on_drop(true)
            .output()
    });
    for (mode, run) in modes.iter().zip(futures_util::future::join_all(runs).await) {
        let output = run.unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let total = format!("tot_send_msgs={0}, tot_recv_msgs={0}", 2 * MESSAGES);
        assert!(text.contains(&total) && text.contains("lost packets 0 "), "{mode:?}: {text}");
    }
}
