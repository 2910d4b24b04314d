//! Cost of one forwarded packet: the forwarder, and the floor below it, which is to decrypt once and
//! encrypt for each subscriber in a bare loop. Neither sends. Prints microseconds for each forwarded packet.

#[path = "../tests/support/mod.rs"]
mod support;

use std::{hint::black_box, time::Duration};

use convene_sfu::Limits;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use support::World;

/// Bytes of a payload: the highest layer of the tests.
const PAYLOAD: usize = 1_100;

/// Decrypts a packet and encrypts it for each subscriber.
fn floor(criterion: &mut Criterion, subscribers: usize) {
    let crypto = str0m::crypto::from_feature_flags();
    let aead = crypto.srtp_provider.aead_aes_128_gcm();
    let mut sealing = aead.create_cipher([1; 16], true);
    let mut opening = aead.create_cipher([1; 16], false);
    let mut ciphers: Vec<_> = (0..subscribers).map(|_| aead.create_cipher([2; 16], true)).collect();
    let header = [0x90; 24];
    let mut sealed = vec![0; PAYLOAD + 16];
    sealing.encrypt(&[3; 12], &header, &[7; PAYLOAD], &mut sealed).unwrap();
    let mut opened = vec![0; PAYLOAD];
    let mut group = criterion.benchmark_group("floor");
    group.throughput(Throughput::Elements(subscribers as u64));
    group.bench_function(format!("1 to {subscribers}"), |bencher| {
        bencher.iter(|| {
            let length = opening.decrypt(&[3; 12], &[&header], black_box(&sealed), &mut opened);
            let length = length.unwrap();
            for cipher in &mut ciphers {
                // A datagram for each subscriber, as the forwarder makes one.
                let mut out = vec![0; header.len() + PAYLOAD + 16];
                out[..header.len()].copy_from_slice(&header);
                cipher
                    .encrypt(&[4; 12], &header, &opened[..length], &mut out[header.len()..])
                    .unwrap();
                black_box(&out);
            }
        });
    });
    group.finish();
}

/// Frames of a publisher, from the datagram to the datagrams of all subscribers.
fn forwarder(criterion: &mut Criterion, subscribers: u64) {
    let limits = Limits { packets_up: u32::MAX / 2, bytes_up: u32::MAX / 2, ..Limits::default() };
    let mut world = World::with_limits(1, limits, 20_000_000);
    world.join(1, 0, 0);
    for id in 2..2 + subscribers {
        world.admit(id);
        world.clients.insert(id, support::Client::default());
        world.listen(id, 1, 0).unwrap();
        world.subscribe(id, vec![world.slot(id, 0, 1, 720)]);
    }
    world.until_connected();
    world.run(Duration::from_secs(3));
    let mut group = criterion.benchmark_group("forwarder");
    group.throughput(Throughput::Elements(subscribers));
    group.sample_size(20);
    group.bench_function(format!("1 to {subscribers}"), |bencher| {
        bencher.iter_custom(|iterations| {
            let mut spent = Duration::ZERO;
            let mut forwarded = 0;
            while forwarded < iterations * subscribers {
                // The clients' own cost is not measured: only the calls of the forwarder are.
                let before = world.forwarder.counters().packets_out;
                world.forget();
                spent += world.run_measured(Duration::from_millis(40));
                forwarded += world.forwarder.counters().packets_out - before;
            }
            spent.mul_f64(ratio(iterations * subscribers, forwarded))
        });
    });
    group.finish();
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn ratio(asked: u64, done: u64) -> f64 {
    asked as f64 / done as f64
}

fn forwarded_packet(criterion: &mut Criterion) {
    for subscribers in [1, 10, 100] {
        floor(criterion, subscribers);
        forwarder(criterion, subscribers as u64);
    }
}

criterion_group!(benches, forwarded_packet);
criterion_main!(benches);
