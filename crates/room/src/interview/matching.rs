//! Matching of an answer with its question's expected points. It takes milliseconds, so the room's
//! owner runs it elsewhere: see [`crate::Effect::Match`].

use convene_matching::match_points;
use convene_model::{ExpectedPoint, LongText, Matching};

/// An answer to be matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Points that an answer is expected to mention.
    pub points: Vec<ExpectedPoint>,
    /// The answer.
    pub answer: LongText,
}

/// An answer and the points found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    answer: LongText,
    matching: Matching,
}

impl Match {
    /// Finds the points. Takes up to 20 ms for answers made to cost much.
    #[must_use]
    pub fn run(self) -> Matched {
        let matching = match_points(&self.points, self.answer.as_str());
        Matched { answer: self.answer, matching }
    }
}

impl Matched {
    /// The result, if it is that of these points in this answer.
    pub(crate) fn of(&self, points: &[ExpectedPoint], answer: &LongText) -> Option<&Matching> {
        let found = self.matching.points.iter().map(|result| &result.point);
        (self.answer == *answer && found.eq(points)).then_some(&self.matching)
    }
}
