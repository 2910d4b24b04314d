//! The relay's listening address, and the addresses it reports.

use std::net::SocketAddr;

use super::{RelayConfig, client::TestClient, config, issue, started};
use crate::media::relay::{RelayError, start};

fn at(ip: &str, relay: &super::Relay) -> SocketAddr {
    SocketAddr::new(ip.parse().unwrap(), relay.listen().port())
}

#[tokio::test]
async fn a_client_is_answered_and_relayed_from_the_address_it_reached() {
    let relay = started(RelayConfig { listen: "0.0.0.0:0".parse().unwrap(), ..config() }).await;
    for ip in ["127.0.0.1", "127.0.0.2"] {
        // A connected socket receives answers from that address only.
        let mut udp = TestClient::udp(at(ip, &relay), issue(&relay, "x")).await;
        assert_eq!(udp.binding().await, udp.local());
        assert_eq!(udp.allocate().await.ip().to_string(), ip);
        let mut tcp = TestClient::tcp(at(ip, &relay), issue(&relay, "x")).await;
        assert_eq!(tcp.allocate().await.ip().to_string(), ip);
    }
    relay.stop().await;
}

#[tokio::test]
async fn the_external_address_is_advertised_and_meets_others_inside() {
    let external_ip = Some("203.0.113.7".parse().unwrap());
    let relay = started(RelayConfig { external_ip, ..config() }).await;
    let mut ana = TestClient::udp(relay.listen(), issue(&relay, "ana")).await;
    let mut bob = TestClient::tcp(relay.listen(), issue(&relay, "bob")).await;
    let (at_ana, at_bob) = (ana.allocate().await, bob.allocate().await);
    assert_eq!(at_ana.ip().to_string(), "203.0.113.7");
    assert_eq!(ana.bind(0x4000, at_bob).await, 0);
    assert_eq!(bob.bind(0x4000, at_ana).await, 0);
    ana.send_on(0x4000, b"hi").await;
    assert_eq!(bob.receive_data().await, b"hi");
    relay.stop().await;
}

#[tokio::test]
async fn the_any_address_of_ipv6_serves_both() {
    if std::net::UdpSocket::bind("[::1]:0").is_err() {
        println!("SKIPPED: this host has no IPv6");
        return;
    }
    let relay = started(RelayConfig { listen: "[::]:0".parse().unwrap(), ..config() }).await;
    for ip in ["127.0.0.1", "::1"] {
        let mut udp = TestClient::udp(at(ip, &relay), issue(&relay, "x")).await;
        assert_eq!(udp.binding().await.ip().to_string(), ip);
        let mut tcp = TestClient::tcp(at(ip, &relay), issue(&relay, "x")).await;
        assert_eq!(tcp.binding().await, tcp.local());
    }
    let mut over_ipv4 = TestClient::udp(at("127.0.0.1", &relay), issue(&relay, "x")).await;
    assert_eq!(over_ipv4.allocate().await.ip().to_string(), "127.0.0.1");
    relay.stop().await;
}

#[tokio::test]
async fn a_taken_port_is_an_error_or_replaced_as_configured() {
    let first = started(config()).await;
    let taken = RelayConfig { listen: first.listen(), ..config() };
    assert!(matches!(start(taken.clone()).await, Err(RelayError::Listen { .. })));
    let second = started(RelayConfig { fallback_to_any_port: true, ..taken }).await;
    assert_ne!(first.listen(), second.listen());
    TestClient::udp(second.listen(), issue(&second, "x")).await.binding().await;
    TestClient::tcp(second.listen(), issue(&second, "x")).await.binding().await;
    first.stop().await;
    second.stop().await;
}

#[tokio::test]
async fn a_stopped_relay_leaves_its_ports() {
    let relay = started(config()).await;
    let listen = relay.listen();
    let mut client = TestClient::udp(listen, issue(&relay, "x")).await;
    let relayed = client.allocate().await;
    assert!(std::net::UdpSocket::bind(relayed).is_err());
    relay.stop().await;
    std::net::UdpSocket::bind(relayed).unwrap();
    started(RelayConfig { listen, ..config() }).await.stop().await;
}

#[tokio::test]
async fn a_range_without_ports_is_refused() {
    #[expect(clippy::reversed_empty_ranges, reason = "what an operator may get wrong")]
    let relay_ports = 5..=4;
    let error = start(RelayConfig { relay_ports, ..config() }).await.unwrap_err();
    assert!(matches!(error, RelayError::NoRelayPorts));
}
