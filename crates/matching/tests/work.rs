//! The work of a match is bounded for every input. The tests count steps instead of time, so that a
//! busy machine cannot fail them.

use convene_matching::{MAX_POINTS, MAX_WORDS, match_points_counted};
use convene_model::{ExpectedPoint, PointOutcome};

mod worst;

/// Maximum number of points of a question, and maximum length of an answer in characters.
const POINTS: usize = 30;
const ANSWER: usize = 10_000;

#[test]
fn the_worst_inputs_take_a_bounded_number_of_steps() {
    for (name, points, answer) in worst::inputs(POINTS, ANSWER) {
        let (matching, steps) = match_points_counted(&points, &answer);
        assert_eq!(matching.points.len(), points.len());
        // A word of the answer, alone and joined to the next, hits a point at most twice each.
        let words = answer.split_whitespace().count().max(1);
        let bound = 12 * words * POINTS + 200_000;
        assert!(steps <= bound, "{name}: {steps} steps for {words} words");
        assert!(steps <= 1_500_000, "{name}: {steps} steps");
    }
}

#[test]
fn a_word_said_often_is_looked_up_once_and_a_point_of_one_word_is_hit_once() {
    let points: Vec<ExpectedPoint> = vec!["a a a a a a a a b".parse().unwrap()];
    let (_, few) = match_points_counted(&points, &"a ".repeat(100));
    let (_, many) = match_points_counted(&points, &"a ".repeat(1_000));
    assert!(many <= 12 * few, "{few} and {many} steps");
    let long: ExpectedPoint = format!("{}b", "a ".repeat(90)).parse().unwrap();
    let (_, as_many) = match_points_counted(&[long], &"a ".repeat(1_000));
    assert!(as_many <= 2 * many, "{many} and {as_many} steps");
}

#[test]
fn equal_points_are_looked_for_once_and_told_each() {
    let point: ExpectedPoint = "index of words".parse().unwrap();
    let answer = "An index has words. ".repeat(100);
    let (one, steps) = match_points_counted(std::slice::from_ref(&point), &answer);
    let (many, as_many) = match_points_counted(&vec![point; 30], &answer);
    assert_eq!(steps, as_many);
    assert!(many.points.iter().all(|it| *it == one.points[0]));
}

#[test]
fn what_is_beyond_the_limits_is_not_looked_for() {
    let points: Vec<ExpectedPoint> =
        (0..=MAX_POINTS).map(|n| format!("point{n}x").parse().unwrap()).collect();
    let answer = format!("point{MAX_POINTS}x and point0x");
    let (matching, _) = match_points_counted(&points, &answer);
    assert_eq!(matching.points.len(), points.len());
    assert_eq!(matching.points[0].outcome, PointOutcome::Found);
    assert_eq!(matching.points[MAX_POINTS].outcome, PointOutcome::Missing);

    let late = format!("{}point0x", "so ".repeat(MAX_WORDS));
    let (matching, _) = match_points_counted(&points[..1], &late);
    assert_eq!(matching.points[0].outcome, PointOutcome::Missing);
}
