//! Clients that come by the port of the page.

use std::{
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use axum::{Router, routing::get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

use super::{Relay, client::TestClient, config, issue, started};
use crate::{
    serving::{ConnectionLimit, Doors, Serving},
    tls::{
        Terminator, install_provider,
        testing::{PemFiles, trusting},
    },
};

/// A page whose port leads to a relay.
pub(super) struct Page {
    pub(super) serving: Serving,
    pub(super) address: SocketAddr,
    files: PemFiles,
}

impl Page {
    pub(super) fn new(relay: &Relay) -> Self {
        Self::limited(relay, 1_000)
    }

    fn limited(relay: &Relay, per_address: u32) -> Self {
        install_provider();
        let files = PemFiles::new("localhost");
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let tls = Terminator::Rustls(files.config());
        let doors = Doors { turn: Some(relay.door().clone()), ice: None };
        let limit = ConnectionLimit::new(per_address, &[]);
        let router = Router::new().route("/", get(async || "the page"));
        let serving = Serving::start(listener, tls, doors, limit, router).unwrap();
        Self { serving, address, files }
    }

    async fn client(&self, relay: &Relay, label: &str, protocols: &[&str]) -> TestClient {
        let config = (*trusting(&self.files.der)).clone();
        TestClient::tls(self.address, config, protocols, issue(relay, label)).await
    }

    async fn get(&self) -> String {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let connector = TlsConnector::from(trusting(&self.files.der));
        let mut stream = connector.connect("localhost".try_into().unwrap(), stream).await.unwrap();
        let request = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request).await.unwrap();
        let mut text = String::new();
        let _without_close_notify = stream.read_to_string(&mut text).await;
        text
    }
}

#[tokio::test]
async fn clients_over_tls_exchange_data_while_the_page_is_served() {
    let relay = started(config()).await;
    let page = Page::new(&relay);
    let mut ana = page.client(&relay, "ana", &[]).await;
    let mut ben = page.client(&relay, "ben", &["stun.turn"]).await;
    assert_eq!(ana.binding().await, ana.local(), "the address of the connection, not of the task");
    let (at_ana, at_ben) = (ana.allocate().await, ben.allocate().await);
    assert_eq!((ana.bind(0x4000, at_ben).await, ben.bind(0x4001, at_ana).await), (0, 0));
    for length in [0, 1, 173, 1200] {
        let payload = vec![length as u8; length];
        ana.send_on(0x4000, &payload).await;
        assert_eq!(ben.receive_data().await, payload);
        ben.send_on(0x4001, &payload).await;
        assert_eq!(ana.receive_data().await, payload);
    }
    assert!(page.get().await.ends_with("the page"));
    relay.stop().await;
    assert!(ana.is_closed_within(Duration::from_secs(5)).await, "it ends with the relay");
    page.serving.drain().await;
}

#[tokio::test]
async fn they_count_as_connections_of_their_address_until_they_end() {
    let relay = started(config()).await;
    let page = Page::limited(&relay, 2);
    let mut over_tls = page.client(&relay, "ana", &[]).await;
    over_tls.binding().await;
    let mut plain = TestClient::tcp(page.address, issue(&relay, "ben")).await;
    plain.binding().await;
    let mut third = TestClient::tcp(page.address, issue(&relay, "cleo")).await;
    assert!(third.is_closed_within(Duration::from_secs(5)).await, "one too many");
    drop(plain);
    drop(over_tls);
    for _ in 0..500 {
        let mut again = TestClient::tcp(page.address, issue(&relay, "ana")).await;
        if !again.is_closed_within(Duration::from_millis(20)).await {
            again.binding().await;
            return relay.stop().await;
        }
    }
    panic!("the places were not freed");
}
