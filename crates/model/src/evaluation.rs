//! What is said about an answer of an interview: which expected points it holds, and what a machine
//! makes of it. Neither decides anything.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Stands where a text was cut.
const ELLIPSIS: char = '…';

/// Characters that reorder the text around them: what a machine or a candidate wrote must not change
/// how the page around it reads (UAX #9).
fn reorders(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}')
}

/// The text on one line: trimmed, white space folded to single spaces, without control characters
/// and without what reorders it.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let kept = word.chars().filter(|&c| !c.is_control() && !reorders(c));
        let before = line.len();
        if before > 0 {
            line.push(' ');
        }
        let start = line.len();
        line.extend(kept);
        if line.len() == start {
            line.truncate(before);
        }
    }
    line
}

/// At most `max` characters of it, the last of them an ellipsis if any are left out.
fn clipped(text: String, max: usize) -> String {
    if text.chars().count() <= max {
        return text;
    }
    let mut short: String = text.chars().take(max.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push(ELLIPSIS);
    short
}

/// A newtype of a text on one line, of 1 to `MAX_CHARS` characters.
macro_rules! line {
    ($(#[$doc:meta])* $name:ident, $max:literal, $error:ident, $what:literal) => {
        #[doc = concat!("Why a text is not ", $what, ".")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[error("{} has 1 to {} characters", $what, $name::MAX_CHARS)]
        pub struct $error;

        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
        #[serde(try_from = "String", into = "String")]
        #[ts(type = "string")]
        #[schema(value_type = String)]
        pub struct $name(String);

        impl $name {
            /// The most characters (Unicode scalar values) it may have.
            pub const MAX_CHARS: usize = $max;

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                let text = on_one_line(text);
                if (1..=Self::MAX_CHARS).contains(&text.chars().count()) {
                    Ok(Self(text))
                } else {
                    Err($error)
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

line! {
    /// What an answer is expected to mention: a keyword (one word) or a phrase (several).
    ExpectedPoint, 200, ExpectedPointError, "an expected point"
}

line! {
    /// A part of an answer, to show what was found there.
    Excerpt, 240, ExcerptError, "an excerpt"
}

line! {
    /// Something a machine says about an answer.
    Remark, 1_000, RemarkError, "a remark"
}

line! {
    /// The name of the model that assessed.
    AssessmentModel, 128, AssessmentModelError, "the name of a model"
}

impl Excerpt {
    /// As much of the text as fits; nothing if there is nothing in it.
    #[must_use]
    pub fn clipped(text: &str) -> Option<Self> {
        let text = clipped(on_one_line(text), Self::MAX_CHARS);
        (!text.is_empty()).then_some(Self(text))
    }
}

impl Remark {
    /// As much of the text as fits; nothing if there is nothing in it.
    #[must_use]
    pub fn clipped(text: &str) -> Option<Self> {
        let text = clipped(on_one_line(text), Self::MAX_CHARS);
        (!text.is_empty()).then_some(Self(text))
    }
}

/// What became of an expected point in an answer.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PointOutcome {
    /// The answer says it.
    Found,
    /// The words are there, but the answer says the contrary: it negates them, or leaves out the
    /// negation that the point has.
    Negated,
    /// The words are not there.
    Missing,
}

/// One expected point, looked for in an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct PointResult {
    /// The point.
    pub point: ExpectedPoint,
    /// What became of it.
    pub outcome: PointOutcome,
    /// Where in the answer; absent if it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub excerpt: Option<Excerpt>,
}

/// A number that is out of its scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a score goes from 0 to {0}")]
pub struct ScoreError(u8);

/// A newtype of a whole number from 0 to `MAX`.
macro_rules! score {
    ($(#[$doc:meta])* $name:ident, $max:literal) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
            utoipa::ToSchema,
        )]
        #[serde(try_from = "u8", into = "u8")]
        #[ts(type = "number")]
        #[schema(value_type = u8)]
        pub struct $name(u8);

        impl $name {
            /// The highest.
            pub const MAX: u8 = $max;

            /// The number.
            #[must_use]
            pub const fn get(self) -> u8 {
                self.0
            }
        }

        impl TryFrom<u8> for $name {
            type Error = ScoreError;

            fn try_from(score: u8) -> Result<Self, ScoreError> {
                if score <= Self::MAX { Ok(Self(score)) } else { Err(ScoreError(Self::MAX)) }
            }
        }

        impl From<$name> for u8 {
            fn from(score: $name) -> Self {
                score.0
            }
        }
    };
}

score! {
    /// The share of the expected points that an answer says, in percent.
    MatchingScore, 100
}

score! {
    /// What a machine gives an answer.
    AssessmentScore, 10
}

/// Which of the expected points an answer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Matching {
    /// Point by point, in the order of the question.
    pub points: Vec<PointResult>,
    /// The share of those found, rounded; 0 if none are expected.
    pub score: MatchingScore,
}

impl Matching {
    /// The results, and the share of those found.
    #[must_use]
    pub fn of(points: Vec<PointResult>) -> Self {
        let found = points.iter().filter(|point| point.outcome == PointOutcome::Found).count();
        let all = points.len().max(1);
        let percent = found.saturating_mul(100).saturating_add(all / 2) / all;
        let score = MatchingScore(u8::try_from(percent).unwrap_or(MatchingScore::MAX));
        Self { points, score }
    }
}

/// A list with too many remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an assessment has at most {} remarks of a kind", Remarks::MAX)]
pub struct RemarksError;

/// Up to eight remarks.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(try_from = "Vec<Remark>", into = "Vec<Remark>")]
#[ts(type = "Array<Remark>")]
#[schema(value_type = Vec<Remark>)]
pub struct Remarks(Vec<Remark>);

impl Remarks {
    /// The most there may be.
    pub const MAX: usize = 8;

    /// The first eight of them.
    pub fn first(remarks: impl IntoIterator<Item = Remark>) -> Self {
        Self(remarks.into_iter().take(Self::MAX).collect())
    }

    /// The remarks.
    #[must_use]
    pub fn as_slice(&self) -> &[Remark] {
        &self.0
    }
}

impl TryFrom<Vec<Remark>> for Remarks {
    type Error = RemarksError;

    fn try_from(remarks: Vec<Remark>) -> Result<Self, RemarksError> {
        if remarks.len() <= Self::MAX { Ok(Self(remarks)) } else { Err(RemarksError) }
    }
}

impl From<Remarks> for Vec<Remark> {
    fn from(remarks: Remarks) -> Self {
        remarks.0
    }
}

/// What a machine made of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Assessment {
    /// From 0 to 10.
    pub score: AssessmentScore,
    /// In a sentence or two.
    pub summary: Remark,
    /// What is good.
    pub strengths: Remarks,
    /// What could be better.
    pub improvements: Remarks,
    /// Which model says so.
    pub model: AssessmentModel,
    /// When it was done.
    pub at: Timestamp,
}

/// As much of an assessment as has come in. What is there may still grow.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
pub struct AssessmentDraft {
    /// From 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub score: Option<AssessmentScore>,
    /// In a sentence or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub summary: Option<Remark>,
    /// What is good.
    pub strengths: Remarks,
    /// What could be better.
    pub improvements: Remarks,
}

/// Why there is no assessment.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    ts_rs::TS,
    utoipa::ToSchema,
    thiserror::Error,
)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentFailure {
    /// The operator named no endpoint.
    #[error("no endpoint is configured")]
    NotConfigured,
    /// So many are made that this one did not get its turn in time.
    #[error("too many assessments at once")]
    Busy,
    /// The endpoint cannot be reached.
    #[error("the endpoint cannot be reached")]
    Unreachable,
    /// The endpoint does not take the key.
    #[error("the endpoint refuses the key")]
    Refused,
    /// The endpoint has been asked too often, or the account is empty.
    #[error("the endpoint has been asked too often")]
    RateLimited,
    /// The endpoint answered with another error.
    #[error("the endpoint failed")]
    Failing,
    /// It took too long.
    #[error("the endpoint took too long")]
    TimedOut,
    /// The endpoint broke off in the middle.
    #[error("the endpoint broke off")]
    Interrupted,
    /// What came is no assessment.
    #[error("what the endpoint said is no assessment")]
    Nonsense,
}

/// How far an assessment is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AssessmentState {
    /// It is being made.
    Running {
        /// What there is of it.
        draft: AssessmentDraft,
    },
    /// It is there.
    Done {
        /// What it says.
        assessment: Assessment,
    },
    /// There is none.
    Failed {
        /// Why.
        reason: AssessmentFailure,
    },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn result(outcome: PointOutcome) -> PointResult {
        PointResult { point: "an index".parse().unwrap(), outcome, excerpt: None }
    }

    #[test]
    fn a_point_is_a_line_of_1_to_200_characters() {
        let point: ExpectedPoint = "  clustered \n index\u{0} ".parse().unwrap();
        assert_eq!(point.as_str(), "clustered index");
        assert!("ü".repeat(200).parse::<ExpectedPoint>().is_ok());
        for text in [String::new(), " \n\u{7} ".to_owned(), "x".repeat(201)] {
            assert_eq!(text.parse::<ExpectedPoint>(), Err(ExpectedPointError), "{text:?}");
        }
        assert_eq!(ExpectedPointError.to_string(), "an expected point has 1 to 200 characters");
        assert!(serde_json::from_value::<ExpectedPoint>(json!("")).is_err());
    }

    #[test]
    fn what_is_too_long_to_show_is_cut_where_it_is_seen() {
        let excerpt = Excerpt::clipped(&"ö ".repeat(500)).unwrap();
        assert!(excerpt.as_str().chars().count() <= Excerpt::MAX_CHARS);
        assert!(excerpt.as_str().ends_with("ö…"), "{excerpt}");
        assert_eq!(Excerpt::clipped(" an \n index ").unwrap().as_str(), "an index");
        assert_eq!(Excerpt::clipped("\u{202E}"), None);
    }

    #[test]
    fn the_score_is_the_share_of_the_points_found() {
        use PointOutcome::{Found, Missing, Negated};
        for (outcomes, score) in [
            (&[][..], 0),
            (&[Missing], 0),
            (&[Negated, Found], 50),
            (&[Found, Missing, Missing], 33),
            (&[Found, Found, Negated], 67),
            (&[Found, Found], 100),
        ] {
            let matching = Matching::of(outcomes.iter().map(|&o| result(o)).collect());
            assert_eq!(matching.score.get(), score, "{outcomes:?}");
        }
    }

    #[test]
    fn an_assessment_is_bounded_when_it_is_read() {
        let assessment = |score: i64, remarks: usize| {
            serde_json::from_value::<Assessment>(json!({
                "score": score, "summary": "Sound.", "strengths": vec!["x"; remarks],
                "improvements": [], "model": "m", "at": 7,
            }))
        };
        assert_eq!(assessment(10, 8).unwrap().strengths.as_slice().len(), 8);
        for (score, remarks) in [(11, 0), (-1, 0), (10, 9)] {
            assert!(assessment(score, remarks).is_err(), "{score} {remarks}");
        }
    }

    #[test]
    fn a_state_says_which_it_is() {
        let failed = AssessmentState::Failed { reason: AssessmentFailure::TimedOut };
        assert_eq!(
            serde_json::to_value(failed).unwrap(),
            json!({ "state": "failed", "reason": "timed_out" })
        );
        let running = AssessmentState::Running { draft: AssessmentDraft::default() };
        assert_eq!(
            serde_json::to_value(running).unwrap(),
            json!({ "state": "running", "draft": { "strengths": [], "improvements": [] } })
        );
    }

    proptest! {
        #[test]
        fn a_parsed_text_parses_to_itself(text in any::<String>()) {
            if let Ok(point) = text.parse::<ExpectedPoint>() {
                prop_assert_eq!(point.as_str().parse::<ExpectedPoint>().unwrap(), point);
            }
            if let Some(excerpt) = Excerpt::clipped(&text) {
                prop_assert_eq!(excerpt.as_str().parse::<Excerpt>().unwrap(), excerpt);
            }
        }
    }
}
