//! Tests of the forwarding server over real sockets on the loopback interface.

mod client;

use std::{
    net::{IpAddr, SocketAddr},
    sync::mpsc,
    time::{Duration, Instant},
};

use convene_model::Source;
use convene_sfu::{Command, Event, OfferError, PeerKey, Sources, Way};
use str0m::{media::Direction, net::Protocol};
use tokio_util::sync::CancellationToken;

use super::{MediaConfig, MediaServer, RoomHandle, RoomNews, candidates, start};
use client::Client;

const PATIENCE: Duration = Duration::from_secs(20);

async fn started() -> MediaServer {
    let listen = "127.0.0.1:0".parse().unwrap();
    let shutdown = CancellationToken::new();
    let on_health = Box::new(|_| {});
    start(MediaConfig {
        listen,
        fallback_to_any_port: false,
        external_ip: None,
        page_port: None,
        shutdown,
        on_health,
    })
    .await
    .unwrap()
}

struct Room {
    handle: RoomHandle,
    events: mpsc::Receiver<RoomNews>,
}

impl Room {
    fn open(server: &MediaServer) -> Self {
        let (sender, events) = mpsc::channel();
        let handle = server.forwarding().open_room(move |news| {
            let _the_test_ended = sender.send(news);
        });
        Self { handle, events }
    }

    fn offer(
        &self,
        peer: PeerKey,
        way: Way,
        sdp: String,
        tracks: Vec<(String, Source)>,
    ) -> Result<String, OfferError> {
        let room = self.handle.key();
        self.handle.send(Command::Offer { request: 7, room, peer, way, sdp, tracks });
        loop {
            if let RoomNews::Event(Event::Answered { request: 7, result, .. }) =
                self.events.recv_timeout(PATIENCE).unwrap()
            {
                return result;
            }
        }
    }

    fn until_lost(&self) {
        let lost = RoomNews::Lost(self.handle.key());
        while self.events.recv_timeout(PATIENCE).unwrap() != lost {}
    }

    /// A participant who sends or receives a voice.
    fn join(&self, server: SocketAddr, protocol: Protocol, way: Way) -> (PeerKey, Client) {
        let (room, peer) = (self.handle.key(), self.handle.new_peer());
        self.handle.send(Command::Admit { room, peer });
        self.handle.send(Command::Permit { room, peer, sources: Sources::ALL });
        let direction = match way {
            Way::Up => Direction::SendOnly,
            Way::Down => Direction::RecvOnly,
        };
        let (mut client, offer) = Client::new(server, protocol, direction);
        let tracks = match way {
            Way::Up => vec![(client.mid.to_string(), Source::Microphone)],
            Way::Down => Vec::new(),
        };
        client.accept(&self.offer(peer, way, offer, tracks).unwrap());
        (peer, client)
    }
}

/// Runs the clients until something is so.
fn until(clients: &mut [&mut Client], what: &str, is_so: impl Fn(&[&mut Client]) -> bool) {
    let start = Instant::now();
    while !is_so(clients) {
        assert!(start.elapsed() < PATIENCE, "not in time: {what}");
        for (place, client) in clients.iter_mut().enumerate() {
            client.turn(place == 0);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[tokio::test]
async fn a_voice_is_forwarded_over_udp_and_tcp() {
    let server = started().await;
    let room = Room::open(&server);
    let (speaker, mut up) = room.join(server.listen(), Protocol::Udp, Way::Up);
    let (_, mut by_udp) = room.join(server.listen(), Protocol::Udp, Way::Down);
    let (listener, mut by_tcp) = room.join(server.listen(), Protocol::Tcp, Way::Down);
    let mut clients = [&mut up, &mut by_udp, &mut by_tcp];
    until(&mut clients, "both hear", |it| it[1].received > 20 && it[2].received > 20);
    let heard = room.events.try_iter().any(|news| {
        let RoomNews::Event(event) = news else { return false };
        let voice = Some((speaker, Source::Microphone));
        matches!(event, Event::Heard { peer, slots, .. } if peer == listener && slots[0].1 == voice)
    });
    assert!(heard, "the slot's owner is told");
    server.stop().await;
}

#[tokio::test]
async fn a_room_whose_handle_is_dropped_ends() {
    let server = started().await;
    let room = Room::open(&server);
    let (_, mut up) = room.join(server.listen(), Protocol::Udp, Way::Up);
    until(&mut [&mut up], "it connects", |it| it[0].is_connected);
    drop(room.handle);
    until(&mut [&mut up], "the client is told", |it| it[0].is_closed);
    server.stop().await;
}

#[tokio::test]
async fn a_server_that_stops_tells_its_clients() {
    let server = started().await;
    let room = Room::open(&server);
    let (_, mut up) = room.join(server.listen(), Protocol::Udp, Way::Up);
    until(&mut [&mut up], "it connects", |it| it[0].is_connected);
    server.stop().await;
    until(&mut [&mut up], "the client is told", |it| it[0].is_closed);
}

#[tokio::test]
async fn who_is_not_admitted_gets_no_answer() {
    let server = started().await;
    let room = Room::open(&server);
    let (client, offer) = Client::new(server.listen(), Protocol::Udp, Direction::RecvOnly);
    let refused = room.offer(room.handle.new_peer(), Way::Down, offer, Vec::new());
    assert_eq!(refused, Err(OfferError::Unknown));
    drop(client);
    server.stop().await;
}

#[tokio::test]
async fn a_worker_that_panics_loses_its_rooms_and_another_takes_over() {
    let server = started().await;
    let room = Room::open(&server);
    let (_, mut up) = room.join(server.listen(), Protocol::Udp, Way::Up);
    until(&mut [&mut up], "it connects", |it| it[0].is_connected);
    for _ in 0..2 {
        let room = Room::open(&server);
        server.forwarding().panic();
        room.until_lost();
        assert!(room.events.recv_timeout(Duration::ZERO).is_err(), "nothing follows");
    }
    room.until_lost();

    let room = Room::open(&server);
    let (_, mut up) = room.join(server.listen(), Protocol::Udp, Way::Up);
    let (_, mut by_udp) = room.join(server.listen(), Protocol::Udp, Way::Down);
    let (_, mut by_tcp) = room.join(server.listen(), Protocol::Tcp, Way::Down);
    let mut clients = [&mut up, &mut by_udp, &mut by_tcp];
    until(&mut clients, "both hear", |it| it[1].received > 20 && it[2].received > 20);
    server.stop().await;
}

#[test]
fn clients_are_told_the_addresses_that_they_can_reach() {
    let ip = |text: &str| -> IpAddr { text.parse().unwrap() };
    let own = ["127.0.0.1", "10.0.0.5", "169.254.3.4", "2001:db8::5", "fe80::1"].map(ip);
    let of = |listen: &str, external: Option<&str>| -> Vec<String> {
        candidates(listen.parse().unwrap(), external.map(ip), &own)
            .into_iter()
            .map(|it| it.to_string())
            .collect()
    };
    assert_eq!(of("127.0.0.1:9", None), ["127.0.0.1:9"]);
    assert_eq!(of("0.0.0.0:9", None), ["10.0.0.5:9"]);
    assert_eq!(of("0.0.0.0:9", Some("203.0.113.7")), ["203.0.113.7:9", "10.0.0.5:9"]);
    assert_eq!(of("[::]:9", None), ["10.0.0.5:9", "[2001:db8::5]:9"]);
}
