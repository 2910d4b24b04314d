//! Cost of a command in rooms of several sizes. It must not grow faster than the number of
//! receivers.

use std::hint::black_box;
use std::time::Duration;

use convene_model::{
    MediaState, NetworkTag, ParticipantId, RoomRecord, Signal, SignalText, Timestamp,
};
use convene_room::{Command, ConnectionId, Join, Room, RoomPolicy};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rand::SeedableRng;
use rand::rngs::StdRng;

const START: Timestamp = Timestamp(1_000_000);

fn room_of(size: u64) -> (Room, Vec<ParticipantId>) {
    let mut rng = StdRng::seed_from_u64(7);
    let policy = RoomPolicy {
        max_participants: 1000,
        max_publishers: 1000,
        mesh_max: None,
        max_waiting: 4,
        grace: Duration::from_secs(30),
        host_patience: Duration::from_secs(30),
    };
    let mut room = Room::new(policy, RoomRecord::default(), START);
    let ids: Vec<ParticipantId> = (0..size).map(|_| ParticipantId::random(&mut rng)).collect();
    for (connection, id) in (0..).zip(&ids) {
        let join = Join {
            id: id.clone(),
            name: "Somebody".parse().unwrap(),
            media: MediaState::default(),
            returning: None,
            host: false,
            password: None,
            network: NetworkTag(String::new()),
            link: None,
            foreign: None,
            can_forward: false,
            stream: None,
        };
        room.handle_join(ConnectionId(connection), join, START).unwrap();
    }
    while room.poll_effect().is_some() {}
    (room, ids)
}

fn set_media(c: &mut Criterion) {
    let mut group = c.benchmark_group("set_media");
    for size in [4, 16, 64, 256] {
        let (mut room, _) = room_of(size);
        let mut camera = false;
        group.throughput(Throughput::Elements(size));
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| {
                camera = !camera;
                let media = MediaState { camera, ..MediaState::default() };
                room.handle_command(ConnectionId(0), Command::SetMedia(media), START).unwrap();
                while let Some(effect) = room.poll_effect() {
                    black_box(effect);
                }
            });
        });
    }
    group.finish();
}

fn signal(c: &mut Criterion) {
    let mut group = c.benchmark_group("signal");
    for size in [4, 16, 64, 256] {
        let (mut room, ids) = room_of(size);
        let candidate: SignalText =
            "candidate:1 1 udp 2113937151 192.0.2.1 50000 typ host".parse().unwrap();
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| {
                let signal = Signal::Candidate {
                    candidate: candidate.clone(),
                    sdp_mid: None,
                    sdp_m_line_index: None,
                    username_fragment: None,
                };
                let to = ids[1].clone();
                let command = Command::Signal { to, transport_id: None, signal };
                room.handle_command(ConnectionId(0), command, START).unwrap();
                while let Some(effect) = room.poll_effect() {
                    black_box(effect);
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, set_media, signal);
criterion_main!(benches);
