//! Leases over real sockets: permission to allocate follows rooms and calls at once.

use convene_relay::wire::{attribute, method};

use super::{
    client::{TestClient, code},
    config, issue, issue_without_lease, started,
};

async fn allocate(client: &mut TestClient) -> u16 {
    let response = client
        .request(method::ALLOCATE, |message| {
            message.attribute(attribute::REQUESTED_TRANSPORT, &[17, 0, 0, 0])
        })
        .await;
    code(&response)
}

#[tokio::test]
async fn credentials_hold_as_long_as_their_lease() {
    let relay = started(config()).await;
    let credential = issue_without_lease(&relay, "ana");
    let mut other = TestClient::udp(relay.listen(), issue(&relay, "bob")).await;
    other.allocate().await;
    for round in 0..20 {
        let mut client = TestClient::udp(relay.listen(), credential.clone()).await;
        assert_eq!(allocate(&mut client).await, 401, "before, round {round}");
        let lease = relay.leases().open("ana");
        let mut client = TestClient::udp(relay.listen(), credential.clone()).await;
        assert_eq!(allocate(&mut client).await, 0, "at once, round {round}");
        drop(lease);
        let mut client = TestClient::tcp(relay.listen(), credential.clone()).await;
        assert_eq!(allocate(&mut client).await, 401, "after, round {round}");
        assert_eq!(relay.stats().allocations, 1, "that of the other");
    }
    relay.stop().await;
}

#[tokio::test]
async fn credentials_from_before_a_restart_are_good_with_a_new_lease_only() {
    let relay = started(config()).await;
    let credential = issue(&relay, "ana");
    let mut client = TestClient::udp(relay.listen(), credential.clone()).await;
    assert_eq!(allocate(&mut client).await, 0);
    relay.stop().await;

    let relay = started(config()).await;
    let mut client = TestClient::udp(relay.listen(), credential.clone()).await;
    assert_eq!(allocate(&mut client).await, 401);
    let _lease = relay.leases().open("ana");
    let mut client = TestClient::udp(relay.listen(), credential).await;
    assert_eq!(allocate(&mut client).await, 0);
    relay.stop().await;
}
