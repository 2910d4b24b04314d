//! temporary, replaced at the merge
use convene_model::{ExpectedPoint, Matching, PointOutcome, PointResult};
/// temporary
pub fn match_points(points: &[ExpectedPoint], answer: &str) -> Matching {
    let _ = answer;
    Matching::of(
        points
            .iter()
            .map(|p| PointResult {
                point: p.clone(),
                outcome: PointOutcome::Missing,
                excerpt: None,
            })
            .collect(),
    )
}
