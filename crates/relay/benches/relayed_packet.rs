//! Cost of one relayed packet in the core: lookups, checks, quota and header, but no I/O.

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;

use convene_relay::Limits;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use support::{Person, World, addr, channel_data, config};

const PEER: &str = "8.8.8.8:4000";
const PAYLOAD: [u8; 1200] = [7; 1200];

/// A relay with many other allocations and practically no bandwidth limit.
fn busy_world() -> World {
    let mut config = config();
    config.relay_ports = 50_000..=59_999;
    config.limits = Limits {
        bytes_per_second: u64::MAX / 4,
        burst_bytes: u64::MAX / 4,
        allocations_per_ip: 10_000,
        allocations_per_label: 10_000,
        ..Limits::default()
    };
    let mut world = World::with(config);
    for port in 1..=2_000 {
        let mut other = Person::new("other", &format!("198.51.100.9:{port}"));
        other.allocate(&mut world);
        assert_eq!(other.bind(&mut world, 0x4000, addr(PEER)), 0);
    }
    world
}

fn relayed_packet(criterion: &mut Criterion) {
    let mut world = busy_world();
    let mut ana = Person::new("ana", "198.51.100.7:5000");
    let mut bob = Person::new("bob", "198.51.100.8:5000");
    let (at_ana, at_bob) = (ana.allocate(&mut world), bob.allocate(&mut world));
    for (number, peer) in [(0x4000, addr(PEER)), (0x4001, at_bob)] {
        assert_eq!(ana.bind(&mut world, number, peer), 0);
    }
    assert_eq!(bob.bind(&mut world, 0x4000, at_ana), 0);
    assert_eq!(ana.permit(&mut world, addr("8.8.8.8:1")), 0);
    let (now, client) = (world.now, ana.client);

    let mut group = criterion.benchmark_group("relayed_packet");
    group.throughput(Throughput::Elements(1));
    for (name, bytes) in [
        ("channel_to_peer", channel_data(0x4000, &PAYLOAD)),
        ("channel_to_client", channel_data(0x4001, &PAYLOAD)),
        ("indication_to_peer", ana.indication(addr(PEER), &PAYLOAD)),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let sent = world.server.handle_client(now, client, black_box(&bytes));
                assert!(black_box(sent).is_some());
            });
        });
    }
    for (name, peer) in [("peer_to_channel", PEER), ("peer_to_indication", "8.8.8.8:1")] {
        let (port, peer) = (at_ana.port(), addr(peer));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let sent = world.server.handle_peer(now, port, peer, black_box(&PAYLOAD));
                assert!(black_box(sent).is_some());
            });
        });
    }
    group.finish();
}

criterion_group!(benches, relayed_packet);
criterion_main!(benches);
