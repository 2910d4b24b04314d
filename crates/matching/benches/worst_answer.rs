//! Time of a match: an ordinary answer, and inputs that cost as much as possible.

use std::hint::black_box;

use convene_matching::match_points;
use convene_model::ExpectedPoint;
use criterion::{Criterion, criterion_group, criterion_main};

#[path = "../tests/worst/mod.rs"]
mod worst;

fn ordinary(c: &mut Criterion) {
    let points: Vec<ExpectedPoint> =
        ["clustered index", "write-ahead log", "locks in a consistent order", "no shared state"]
            .into_iter()
            .filter_map(|point| point.parse().ok())
            .collect();
    let answer =
        "I would add an index that is clustered by key, and take locks in one consistent order. \
                  Nothing is shared, so there is no state to guard. "
            .repeat(8);
    c.bench_function("ordinary answer", |b| {
        b.iter(|| match_points(black_box(&points), black_box(&answer)));
    });
}

fn worst(c: &mut Criterion) {
    let mut group = c.benchmark_group("worst answer");
    for (name, points, answer) in worst::inputs(30, 10_000) {
        group.bench_function(name, |b| {
            b.iter(|| match_points(black_box(&points), black_box(&answer)));
        });
    }
}

criterion_group!(benches, ordinary, worst);
criterion_main!(benches);
