//! Evaluation of an interview answer: the match with the expected points, and the assessment by a
//! language model. Both are for interviewers to read; neither decides anything.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::visible::is_anything_visible;

/// Marks the place where a text was cut.
const ELLIPSIS: char = '…';

/// True for characters that reorder the text around them (UAX #9). Text from a model or a candidate
/// must not change how the rest of the page reads.
fn reorders(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}')
}

/// The text on one line: trimmed, with white space folded to single spaces, without control
/// characters and characters that reorder it.
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

/// The first `max` characters of the text; the last is an ellipsis if the text was longer.
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
        #[doc = concat!("A text is not ", $what, ".")]
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
            /// Maximum length in characters (Unicode scalar values).
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
                let fits = text.chars().count() <= Self::MAX_CHARS;
                if fits && is_anything_visible(&text) {
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
    /// Expected point: a keyword (one word) or phrase (several) that an answer should mention.
    ExpectedPoint, 200, ExpectedPointError, "an expected point"
}

line! {
    /// Part of an answer that shows where a point was found.
    Excerpt, 240, ExcerptError, "an excerpt"
}

line! {
    /// A model's remark about an answer.
    Remark, 1_000, RemarkError, "a remark"
}

line! {
    /// Name of the model that wrote an assessment.
    AssessmentModel, 128, AssessmentModelError, "the name of a model"
}

impl Excerpt {
    /// The text, cut to the maximum length; `None` if it is empty.
    #[must_use]
    pub fn clipped(text: &str) -> Option<Self> {
        let text = clipped(on_one_line(text), Self::MAX_CHARS);
        (!text.is_empty()).then_some(Self(text))
    }
}

impl Remark {
    /// The text, cut to the maximum length; `None` if it is empty.
    #[must_use]
    pub fn clipped(text: &str) -> Option<Self> {
        let text = clipped(on_one_line(text), Self::MAX_CHARS);
        (!text.is_empty()).then_some(Self(text))
    }
}

/// Result of looking for an expected point in an answer.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PointOutcome {
    /// The answer mentions the point.
    Found,
    /// The answer has the words but says the contrary: it negates them, or lacks the negation that
    /// the point has.
    Negated,
    /// The answer does not have the words.
    Missing,
}

/// Result for one expected point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct PointResult {
    /// The point.
    pub point: ExpectedPoint,
    /// The result.
    pub outcome: PointOutcome,
    /// Excerpt of the answer around the words; absent if they are missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub excerpt: Option<Excerpt>,
}

/// A score is above its maximum.
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
            /// The maximum.
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
    /// Share of the expected points that an answer mentions, in percent.
    MatchingScore, 100
}

score! {
    /// Score that a model gives an answer, 0 to 10.
    AssessmentScore, 10
}

/// Match of an answer with the expected points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Matching {
    /// Result for each point, in the order of the question's points.
    pub points: Vec<PointResult>,
    /// Share of the points found, rounded; 0 if the question expects none.
    pub score: MatchingScore,
}

impl Matching {
    /// Computes the score of these results.
    #[must_use]
    pub fn of(points: Vec<PointResult>) -> Self {
        let found = points.iter().filter(|point| point.outcome == PointOutcome::Found).count();
        let all = points.len().max(1);
        let percent = found.saturating_mul(100).saturating_add(all / 2) / all;
        let score = MatchingScore(u8::try_from(percent).unwrap_or(MatchingScore::MAX));
        Self { points, score }
    }
}

/// A list has more than [`Remarks::MAX`] remarks.
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
    /// Maximum number of remarks.
    pub const MAX: usize = 8;

    /// Takes the first [`Remarks::MAX`] remarks and drops the rest.
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

/// Assessment of an answer by a language model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Assessment {
    /// Score, 0 to 10.
    pub score: AssessmentScore,
    /// Summary in one or two sentences.
    pub summary: Remark,
    /// Strengths of the answer.
    pub strengths: Remarks,
    /// Suggestions for a better answer.
    pub improvements: Remarks,
    /// The model that wrote the assessment.
    pub model: AssessmentModel,
    /// Time of completion.
    pub at: Timestamp,
}

/// Assessment as received so far. Its texts and lists may still grow.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
pub struct AssessmentDraft {
    /// Score, 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub score: Option<AssessmentScore>,
    /// Summary in one or two sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub summary: Option<Remark>,
    /// Strengths of the answer.
    pub strengths: Remarks,
    /// Suggestions for a better answer.
    pub improvements: Remarks,
}

/// Reason why an assessment failed.
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
    /// The operator configured no endpoint.
    #[error("no endpoint is configured")]
    NotConfigured,
    /// The assessment waited too long for its turn behind others.
    #[error("too many assessments at once")]
    Busy,
    /// No connection to the endpoint could be made, or it broke.
    #[error("the endpoint cannot be reached")]
    Unreachable,
    /// The endpoint rejected the API key.
    #[error("the endpoint refuses the key")]
    Refused,
    /// The endpoint's rate limit or the account's quota is exceeded.
    #[error("the endpoint's rate limit is exceeded")]
    RateLimited,
    /// The endpoint answered with another error.
    #[error("the endpoint failed")]
    Failing,
    /// The endpoint did not answer in time.
    #[error("the endpoint took too long")]
    TimedOut,
    /// The assessment stopped before its end.
    #[error("the assessment was interrupted")]
    Interrupted,
    /// The endpoint's answer is not an assessment.
    #[error("the endpoint's answer is not an assessment")]
    Nonsense,
}

/// State of an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AssessmentState {
    /// The model is writing it.
    Running {
        /// The part received so far.
        draft: AssessmentDraft,
    },
    /// The assessment is complete.
    Done {
        /// The assessment.
        assessment: Assessment,
    },
    /// The assessment failed.
    Failed {
        /// Reason of the failure.
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
