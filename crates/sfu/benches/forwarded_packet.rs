//! Cost of a forwarded packet in CPU time: the forwarder with the sockets of the server, and the floor below
//! it. The floor does in a bare loop what no forwarder can leave out: receive, decrypt once, encrypt for each
//! subscriber, send in trains. Prints the time for each forwarded packet.

#[path = "../../server/src/media/io/outbox.rs"]
#[expect(dead_code, reason = "only the server uses all of it")]
mod outbox;
mod sockets;
#[path = "../tests/support/mod.rs"]
mod support;
#[path = "../../server/src/media/io/udp.rs"]
#[expect(dead_code, reason = "only the server uses all of it")]
#[expect(clippy::disallowed_methods, reason = "the server has a clock, the core has none")]
mod udp;

use std::{hint::black_box, time::Duration};

use convene_sfu::Limits;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sockets::Sockets;
use support::{HEIGHTS, SIZES, World, cpu_time};

/// Packets of a frame in each layer: about 1.1 Mbit/s in the highest one.
const PARTS: usize = 5;
/// A frame takes this long, and so do two packets of each voice.
const FRAME: Duration = Duration::from_millis(40);
const VOICES_IN_FRAME: usize = 2;
const VOICE: usize = 68;
const HEADER: [u8; 24] = [0x90; 24];
const TAG: usize = 16;

/// Publishers, subscribers of each one, and the layer that all show.
#[derive(Clone, Copy)]
struct Load {
    publishers: usize,
    subscribers: usize,
    layer: usize,
    has_voices: bool,
}

impl Load {
    /// A publisher whose picture everybody shows.
    const fn webinar(subscribers: usize) -> Self {
        Self { publishers: 1, subscribers, layer: 2, has_voices: false }
    }

    /// Everybody hears everybody and shows everybody's middle layer.
    const fn conference(people: usize) -> Self {
        Self { publishers: people, subscribers: people - 1, layer: 1, has_voices: true }
    }

    fn name(self) -> String {
        match self {
            Self { publishers: 1, subscribers, .. } => format!("1 to {subscribers}"),
            Self { publishers, .. } => format!("conference of {publishers}"),
        }
    }

    const fn packets_in_frame(self) -> usize {
        let voices = if self.has_voices { VOICES_IN_FRAME } else { 0 };
        self.publishers * self.subscribers * (PARTS + voices)
    }

    /// Sizes of the payloads that a publisher sends in the time of a frame, and whether they are forwarded.
    fn payloads(self) -> impl Iterator<Item = (usize, bool)> {
        let layers = SIZES.iter().enumerate();
        let pictures = layers.map(move |(layer, size)| (*size, layer == self.layer));
        let voices = std::iter::repeat_n((VOICE, self.has_voices), VOICES_IN_FRAME);
        pictures.flat_map(|it| std::iter::repeat_n(it, PARTS)).chain(voices)
    }
}

fn floor(criterion: &mut Criterion, load: Load) {
    let crypto = str0m::crypto::from_feature_flags();
    let aead = crypto.srtp_provider.aead_aes_128_gcm();
    let mut opening = aead.create_cipher([1; 16], false);
    let people = load.subscribers + usize::from(load.publishers > 1);
    let mut ciphers: Vec<_> = (0..people).map(|_| aead.create_cipher([2; 16], true)).collect();
    let sealed: Vec<(Vec<u8>, bool)> = load
        .payloads()
        .map(|(size, is_forwarded)| {
            let mut packet = HEADER.to_vec();
            packet.resize(HEADER.len() + size + TAG, 0);
            let mut sealing = aead.create_cipher([1; 16], true);
            let payload = vec![7; size];
            sealing.encrypt(&[3; 12], &HEADER, &payload, &mut packet[HEADER.len()..]).unwrap();
            (packet, is_forwarded)
        })
        .collect();
    let mut sockets = Sockets::new();
    let mut opened = vec![vec![0; 2_000]; sealed.len()];
    let mut train = Vec::with_capacity(65_536);
    let mut group = criterion.benchmark_group("floor");
    group.throughput(Throughput::Elements(load.packets_in_frame() as u64));
    group.sample_size(20);
    group.bench_function(load.name(), |bencher| {
        bencher.iter_custom(|iterations| {
            let mut spent = Duration::ZERO;
            for _ in 0..iterations {
                for publisher in 0..load.publishers {
                    sockets.arrive(sealed.iter().map(|(packet, _)| packet.as_slice()));
                    let began = cpu_time();
                    sockets.take();
                    let mut lengths = [0; 32];
                    for (((packet, _), out), length) in
                        sealed.iter().zip(&mut opened).zip(&mut lengths)
                    {
                        let (header, body) = packet.split_at(HEADER.len());
                        *length = opening.decrypt(&[3; 12], &[header], body, out).unwrap();
                    }
                    let others = ciphers.iter_mut().enumerate();
                    for (person, cipher) in
                        others.filter(|(it, _)| load.publishers == 1 || *it != publisher)
                    {
                        let mut segment = 0;
                        for (((_, is_forwarded), payload), length) in
                            sealed.iter().zip(&opened).zip(lengths)
                        {
                            if !is_forwarded {
                                continue;
                            }
                            let size = HEADER.len() + length + TAG;
                            if segment != 0 && size != segment {
                                sockets.send_train(person, &train, segment);
                                train.clear();
                            }
                            segment = size;
                            let at = train.len();
                            train.extend_from_slice(&HEADER);
                            train.resize(at + size, 0);
                            let out = &mut train[at + HEADER.len()..];
                            cipher.encrypt(&[4; 12], &HEADER, &payload[..length], out).unwrap();
                        }
                        sockets.send_train(person, &train, segment);
                        train.clear();
                    }
                    spent += cpu_time() - began;
                }
            }
            spent
        });
    });
    group.finish();
    black_box(train);
}

/// The world of a load, with everybody connected and the layer shown.
fn world(load: Load) -> World {
    let limits = Limits { packets_up: u32::MAX / 2, bytes_up: u32::MAX / 2, ..Limits::default() };
    let mut world = World::with_limits(1, limits, 20_000_000);
    world.parts = PARTS;
    let height = HEIGHTS[load.layer];
    if load.publishers == 1 {
        world.join(1, 0, 0);
        for id in (2..).take(load.subscribers) {
            world.admit(id);
            world.clients.insert(id, support::Client::default());
            world.listen(id, 1, 0).unwrap();
            world.subscribe(id, vec![world.slot(id, 0, 1, height)]);
        }
    } else {
        let people: Vec<u64> = (1..).take(load.publishers).collect();
        for id in &people {
            world.join(*id, load.subscribers, load.subscribers);
        }
        for id in &people {
            let others = people.iter().filter(|it| *it != id).enumerate();
            let slots = others.map(|(slot, of)| world.slot(*id, slot, *of, height)).collect();
            world.subscribe(*id, slots);
        }
    }
    world.until_connected();
    world.run(Duration::from_secs(3));
    world
}

fn forwarder(criterion: &mut Criterion, load: Load) {
    let mut world = world(load);
    world.tap = Some(Box::new(Sockets::new()));
    let mut group = criterion.benchmark_group("forwarder");
    group.throughput(Throughput::Elements(load.packets_in_frame() as u64));
    group.sample_size(10);
    group.bench_function(load.name(), |bencher| {
        bencher.iter_custom(|iterations| {
            let before = world.forwarder.counters().packets_out;
            let mut spent = Duration::ZERO;
            for _ in 0..iterations {
                world.forget();
                spent += world.run_measured(FRAME);
            }
            let forwarded = world.forwarder.counters().packets_out - before;
            // Fewer if the allocator paused something: the time is of those that were forwarded.
            spent.mul_f64(ratio(iterations * load.packets_in_frame() as u64, forwarded))
        });
    });
    group.finish();
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn ratio(asked: u64, done: u64) -> f64 {
    asked as f64 / done as f64
}

fn forwarded_packet(criterion: &mut Criterion) {
    let webinars = [1, 10, 50, 100, 300, 500].map(Load::webinar);
    for load in webinars.into_iter().chain([8, 16, 24].map(Load::conference)) {
        floor(criterion, load);
        forwarder(criterion, load);
    }
}

criterion_group!(benches, forwarded_packet);
criterion_main!(benches);
