//! Plans of interviews: sections, questions, criteria.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{LongText, QuestionText, ShortText};
use crate::ExpectedPoint;

number! {
    /// Id of a section in its plan.
    SectionId(u16)
}

/// A part of an interview with a duration of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Id, unique among the plan's sections.
    pub id: SectionId,
    /// Title of the section.
    pub title: ShortText,
    /// Planned duration in minutes.
    pub minutes: u16,
}

/// Difficulty of a question.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Difficulty {
    /// Most candidates can answer it.
    Easy,
    /// Many candidates can answer it.
    Medium,
    /// Few candidates can answer it.
    Hard,
}

/// A question, with everything that interviewers know about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionSpec {
    /// Text of the question. The candidate sees it, and of the rest only `minutes`.
    pub text: QuestionText,
    /// Topic of the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub category: Option<ShortText>,
    /// Difficulty of the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub difficulty: Option<Difficulty>,
    /// Time for an answer, in minutes; the candidate sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub minutes: Option<u16>,
    /// Expected points: a good answer mentions them.
    #[serde(default)]
    pub points: Vec<ExpectedPoint>,
    /// Notes for interviewers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub notes: Option<LongText>,
}

/// A criterion that interviewers rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Id, unique among the plan's criteria.
    pub id: u16,
    /// Title of the criterion.
    pub title: ShortText,
    /// Rubric: what one to five stars mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rubric: Option<LongText>,
}

/// A plan, question or question bank exceeds a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Two sections or two criteria have the same id.
    #[error("two {0} have the same id")]
    SameId(&'static str),
    /// A list is too long.
    #[error("{of} has at most {max} {what}")]
    TooMany {
        /// The owner of the list, such as "a plan".
        of: &'static str,
        /// Name of the list, such as "sections".
        what: &'static str,
        /// Maximum length of the list.
        max: usize,
    },
    /// A duration is zero or longer than a day.
    #[error("a duration is 1 to 1440 minutes")]
    Minutes,
}

/// The plan of an interview. Only interviewers see the whole of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterviewPlan {
    /// Title of the interview; every participant sees it.
    pub title: ShortText,
    /// Sections, in order; every participant sees them.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// Planned questions, in order.
    #[serde(default)]
    pub questions: Vec<QuestionSpec>,
    /// Criteria that interviewers rate.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
}

impl InterviewPlan {
    /// Maximum number of sections in a plan.
    pub const MAX_SECTIONS: usize = 30;
    /// Maximum number of questions in a plan.
    pub const MAX_QUESTIONS: usize = 200;
    /// Maximum number of criteria in a plan.
    pub const MAX_CRITERIA: usize = 30;
    /// Maximum number of expected points of a question.
    pub const MAX_POINTS: usize = 30;

    /// Checks the limits that the field types do not enforce.
    ///
    /// # Errors
    /// The first limit that the plan exceeds.
    pub fn check(&self) -> Result<(), PlanError> {
        let bounded = |what, len: usize, max| {
            if len > max { Err(PlanError::TooMany { of: "a plan", what, max }) } else { Ok(()) }
        };
        bounded("sections", self.sections.len(), Self::MAX_SECTIONS)?;
        bounded("questions", self.questions.len(), Self::MAX_QUESTIONS)?;
        bounded("criteria", self.criteria.len(), Self::MAX_CRITERIA)?;
        let sections: BTreeSet<_> = self.sections.iter().map(|section| section.id).collect();
        if sections.len() != self.sections.len() {
            return Err(PlanError::SameId("sections"));
        }
        let criteria: BTreeSet<_> = self.criteria.iter().map(|criterion| criterion.id).collect();
        if criteria.len() != self.criteria.len() {
            return Err(PlanError::SameId("criteria"));
        }
        for question in &self.questions {
            question.check()?;
        }
        if self.sections.iter().all(|section| is_duration(section.minutes)) {
            Ok(())
        } else {
            Err(PlanError::Minutes)
        }
    }
}

impl QuestionSpec {
    /// Approximate weight of the question in bytes; 64 for each expected point.
    #[must_use]
    pub fn weight(&self) -> usize {
        let notes = self.notes.as_ref().map_or(0, |notes| notes.as_str().len());
        self.text.as_str().len() + notes + self.points.len() * 64
    }

    /// Checks the limits that the field types do not enforce.
    ///
    /// # Errors
    /// The first limit that the question exceeds.
    pub fn check(&self) -> Result<(), PlanError> {
        let max = InterviewPlan::MAX_POINTS;
        if self.points.len() > max {
            return Err(PlanError::TooMany { of: "a question", what: "points", max });
        }
        if self.minutes.is_none_or(is_duration) { Ok(()) } else { Err(PlanError::Minutes) }
    }
}

fn is_duration(minutes: u16) -> bool {
    (1..=1440).contains(&minutes)
}
