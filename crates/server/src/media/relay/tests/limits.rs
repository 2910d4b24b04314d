//! Clients that connect and do nothing, or too much.

use std::time::Duration;

use convene_relay::Limits;

use super::{
    RelayConfig,
    client::{TestClient, code},
    config, issue, issue_without_lease, open_config, started,
};
use crate::media::relay::TcpLimits;

const SOON: Duration = Duration::from_secs(4);

#[tokio::test]
async fn a_connection_without_an_allocation_is_closed_and_one_with_is_not() {
    let tcp = TcpLimits { idle: Duration::from_secs(1), ..TcpLimits::default() };
    let relay = started(RelayConfig { tcp, ..config() }).await;
    let mut idle = TestClient::tcp(relay.listen(), issue(&relay, "idle")).await;
    let lease = relay.leases().open("busy");
    let mut busy = TestClient::tcp(relay.listen(), issue_without_lease(&relay, "busy")).await;
    busy.allocate().await;
    assert!(idle.is_closed_within(SOON).await);
    assert!(!busy.is_closed_within(Duration::from_secs(2)).await);
    assert_eq!(busy.binding().await, busy.local());
    drop(lease);
    assert!(busy.is_closed_within(SOON).await);
    assert_eq!(relay.stats().allocations, 0);
    relay.stop().await;
}

#[tokio::test]
async fn a_stream_that_is_not_turn_is_closed() {
    let relay = started(config()).await;
    let mut client = TestClient::tcp(relay.listen(), issue(&relay, "x")).await;
    client.send(b"GET / HTTP/1.1\r\n\r\n").await;
    assert!(client.is_closed_within(SOON).await);
    relay.stop().await;
}

#[tokio::test]
async fn connections_of_one_address_are_limited() {
    let tcp = TcpLimits { connections_per_ip: 2, ..TcpLimits::default() };
    let relay = started(RelayConfig { tcp, ..config() }).await;
    let mut first = TestClient::tcp(relay.listen(), issue(&relay, "x")).await;
    let mut second = TestClient::tcp(relay.listen(), issue(&relay, "x")).await;
    first.binding().await;
    second.binding().await;
    let mut third = TestClient::tcp(relay.listen(), issue(&relay, "x")).await;
    assert!(third.is_closed_within(SOON).await);
    drop(first);
    until(|| relay.stats().tcp_connections < 2).await;
    TestClient::tcp(relay.listen(), issue(&relay, "x")).await.binding().await;
    relay.stop().await;
}

#[tokio::test]
async fn a_disconnected_client_leaves_its_allocation() {
    let relay = started(config()).await;
    let mut client = TestClient::tcp(relay.listen(), issue(&relay, "x")).await;
    client.allocate().await;
    assert_eq!(relay.stats().allocations, 1);
    drop(client);
    until(|| relay.stats().allocations == 0 && relay.stats().tcp_connections == 0).await;
    relay.stop().await;
}

#[tokio::test]
async fn a_client_that_does_not_read_loses_media_and_holds_up_nobody() {
    let limits =
        Limits { bytes_per_second: u64::MAX / 4, burst_bytes: u64::MAX / 4, ..Limits::default() };
    let relay = started(RelayConfig { limits, ..open_config() }).await;
    let mut slow = TestClient::tcp(relay.listen(), issue(&relay, "slow")).await;
    let peer = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let relayed = slow.allocate().await;
    assert_eq!(slow.bind(0x4000, peer.local_addr().unwrap()).await, 0);
    for n in 0..40_000 {
        peer.send_to(&[1; 1000], relayed).await.unwrap();
        if n % 16 == 0 {
            tokio::task::yield_now().await;
        }
        if n % 500 == 0 && relay.stats().slow_client_drops > 0 {
            break;
        }
    }
    let mut other = TestClient::udp(relay.listen(), issue(&relay, "other")).await;
    assert_eq!(other.binding().await.port(), other.local().port());
    assert!(relay.stats().slow_client_drops > 0, "{:?}", relay.stats());
    // The messages that arrived are complete, and more follow once the client reads.
    for _ in 0..100 {
        assert_eq!(slow.receive_data().await, [1; 1000]);
    }
    relay.stop().await;
}

#[tokio::test]
async fn credentials_of_another_relay_are_refused() {
    let relay = started(config()).await;
    let mut credential = issue(&relay, "eve");
    credential.password = "wrong".to_owned();
    let mut eve = TestClient::udp(relay.listen(), credential).await;
    let response = eve
        .request(convene_relay::wire::method::ALLOCATE, |message| {
            message.attribute(convene_relay::wire::attribute::REQUESTED_TRANSPORT, &[17, 0, 0, 0])
        })
        .await;
    assert_eq!(code(&response), 401);
    assert_eq!(relay.stats().allocations, 0);
    relay.stop().await;
}

/// Waits until the condition holds; a busy machine may take a while.
async fn until(so: impl Fn() -> bool) {
    for _ in 0..1000 {
        if so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come to this");
}
