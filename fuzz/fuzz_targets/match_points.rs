//! Any points in any answer: no panic, an excerpt wherever something is found, and what is found
//! stays found when more is said.

#![no_main]

use convene_matching::match_points;
use convene_model::{ExpectedPoint, PointOutcome};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<String>, String, String)| {
    let (points, answer, more) = input;
    let points: Vec<ExpectedPoint> =
        points.iter().take(8).filter_map(|text| text.parse().ok()).collect();
    let before = match_points(&points, &answer);
    let after = match_points(&points, &format!("{answer}\n{more}"));
    assert_eq!(before.points.len(), points.len());
    for (before, after) in before.points.iter().zip(&after.points) {
        assert_eq!(before.excerpt.is_none(), before.outcome == PointOutcome::Missing);
        if before.outcome == PointOutcome::Found {
            assert_eq!(after.outcome, PointOutcome::Found, "{before:?}");
        }
    }
});
