//! Data from clients to peers, back, and between clients.

use std::time::Duration;

use tokio::net::UdpSocket;

use super::{client::TestClient, config, issue, open_config, started};

const LENGTHS: [usize; 5] = [0, 1, 172, 173, 1200];

async fn client(relay: &super::Relay, label: &str, tcp: bool) -> TestClient {
    let credential = issue(relay, label);
    if tcp {
        TestClient::tcp(relay.listen(), credential).await
    } else {
        TestClient::udp(relay.listen(), credential).await
    }
}

#[tokio::test]
async fn clients_and_peers_exchange_data_over_udp_and_tcp() {
    let relay = started(open_config()).await;
    let peer = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let at_peer = peer.local_addr().unwrap();
    let mut buffer = [0; 2048];
    for tcp in [false, true] {
        let mut ana = client(&relay, "ana", tcp).await;
        ana.dribble = tcp;
        let relayed = ana.allocate().await;
        assert_eq!(ana.permit(at_peer).await, 0);
        for length in LENGTHS {
            let payload = vec![length as u8; length];
            ana.send_to(at_peer, &payload).await;
            let (count, from) = peer.recv_from(&mut buffer).await.unwrap();
            assert_eq!((&buffer[..count], from), (payload.as_slice(), relayed));
            peer.send_to(&payload, relayed).await.unwrap();
            assert_eq!(ana.receive_data().await, payload);
        }
        assert_eq!(ana.bind(0x4000, at_peer).await, 0);
        for length in LENGTHS {
            let payload = vec![length as u8; length];
            ana.send_on(0x4000, &payload).await;
            let (count, from) = peer.recv_from(&mut buffer).await.unwrap();
            assert_eq!((&buffer[..count], from), (payload.as_slice(), relayed));
            peer.send_to(&payload, relayed).await.unwrap();
            assert_eq!(ana.receive_data().await, payload);
        }
    }
    let stats = relay.stats();
    assert_eq!((stats.to_peers.packets, stats.to_clients.packets), (20, 20));
    assert_eq!(stats.between_clients.packets, 0);
    relay.stop().await;
}

#[tokio::test]
async fn a_burst_of_many_sizes_arrives_whole_and_in_order() {
    let relay = started(open_config()).await;
    let peer = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let mut ana = client(&relay, "ana", false).await;
    let relayed = ana.allocate().await;
    assert_eq!(ana.bind(0x4000, peer.local_addr().unwrap()).await, 0);
    let burst: Vec<Vec<u8>> =
        (0..100u8).map(|n| vec![n; if n % 7 == 6 { 300 + usize::from(n) } else { 1200 }]).collect();
    let mut buffer = [0; 2048];
    for payload in &burst {
        ana.send_on(0x4000, payload).await;
    }
    for payload in &burst {
        let (count, _) = peer.recv_from(&mut buffer).await.unwrap();
        assert_eq!(&buffer[..count], payload.as_slice());
    }
    for payload in &burst {
        peer.send_to(payload, relayed).await.unwrap();
    }
    for payload in &burst {
        assert_eq!(&ana.receive_data().await, payload);
    }
    relay.stop().await;
}

#[tokio::test]
async fn two_clients_meet_inside_the_relay_without_configuration() {
    let relay = started(config()).await;
    for (ana_tcp, bob_tcp) in [(false, false), (false, true), (true, false), (true, true)] {
        let mut ana = client(&relay, "ana", ana_tcp).await;
        let mut bob = client(&relay, "bob", bob_tcp).await;
        let (at_ana, at_bob) = (ana.allocate().await, bob.allocate().await);
        assert_eq!(ana.bind(0x4000, at_bob).await, 0);
        assert_eq!(bob.permit(at_ana).await, 0);
        for length in LENGTHS {
            let payload = vec![length as u8; length];
            ana.send_on(0x4000, &payload).await;
            assert_eq!(bob.receive_data().await, payload);
            bob.send_to(at_ana, &payload).await;
            assert_eq!(ana.receive_data().await, payload);
        }
    }
    // The numbers are published from time to time, and once more at the end.
    relay.stop().await;
    let stats = relay.stats();
    assert_eq!(stats.between_clients.packets, 40);
    assert_eq!((stats.to_peers.packets, stats.to_clients.packets), (0, 0));
}

#[tokio::test]
async fn services_of_the_relays_host_are_out_of_reach() {
    let relay = started(config()).await;
    let service = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let at_service = service.local_addr().unwrap();
    let mut ana = client(&relay, "ana", false).await;
    let relayed = ana.allocate().await;
    assert_eq!(ana.permit("192.168.1.1:80".parse().unwrap()).await, 403);
    // The permission is granted because relayed addresses have the same IP address, but it reaches
    // nothing else there.
    assert_eq!(ana.permit(at_service).await, 0);
    ana.send_to(at_service, b"hello").await;
    service.send_to(b"hello", relayed).await.unwrap();
    assert_eq!(ana.try_receive(Duration::from_millis(200)).await, None);
    assert!(service.try_recv_from(&mut [0; 16]).is_err());
    assert_eq!(relay.stats().to_peers.packets, 0);
    relay.stop().await;
}
