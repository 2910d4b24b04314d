//! What is planned: sections, questions, criteria.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{LongText, QuestionText, ShortText};
use crate::ExpectedPoint;

number! {
    /// The id of a section in its plan.
    SectionId(u16)
}

/// A part of the interview that has its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its id, of no other section.
    pub id: SectionId,
    /// What it is about.
    pub title: ShortText,
    /// How long it is to take.
    pub minutes: u16,
}

/// How hard a question is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Difficulty {
    /// Most can answer it.
    Easy,
    /// Many can.
    Medium,
    /// Few can.
    Hard,
}

/// A question as interviewers know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionSpec {
    /// What is asked: all of it that a candidate is told.
    pub text: QuestionText,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub category: Option<ShortText>,
    /// How hard it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub difficulty: Option<Difficulty>,
    /// How long an answer is to take; the candidate is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub minutes: Option<u16>,
    /// What a good answer has.
    #[serde(default)]
    pub points: Vec<ExpectedPoint>,
    /// For the interviewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub notes: Option<LongText>,
}

/// What is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its id, of no other criterion.
    pub id: u16,
    /// What is judged.
    pub title: ShortText,
    /// What each step of the scale means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rubric: Option<LongText>,
}

/// Why a plan is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Two sections or two criteria with one id.
    #[error("two {0} have the same id")]
    SameId(&'static str),
    /// More of something than a plan may have.
    #[error("a plan has at most {max} {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The most.
        max: usize,
    },
    /// A duration of nothing, or of more than a day.
    #[error("a duration is 1 to 1440 minutes")]
    Minutes,
}

/// What is planned. Only interviewers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterviewPlan {
    /// What the interview is called; everybody in it sees this.
    pub title: ShortText,
    /// Its parts, in order; everybody in it sees these.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// What may be asked, in order.
    #[serde(default)]
    pub questions: Vec<QuestionSpec>,
    /// What is judged.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
}

impl InterviewPlan {
    /// Sections, questions and criteria a plan may have, and points a question may have.
    pub const MAX_SECTIONS: usize = 30;
    /// Questions a plan may have.
    pub const MAX_QUESTIONS: usize = 200;
    /// Criteria a plan may have.
    pub const MAX_CRITERIA: usize = 30;
    /// Points a question may have.
    pub const MAX_POINTS: usize = 30;

    /// Checks what no single field can say.
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn check(&self) -> Result<(), PlanError> {
        let bounded = |what, len: usize, max| {
            if len > max { Err(PlanError::TooMany { what, max }) } else { Ok(()) }
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
    /// About how much text it holds, in bytes.
    #[must_use]
    pub fn weight(&self) -> usize {
        let notes = self.notes.as_ref().map_or(0, |notes| notes.as_str().len());
        self.text.as_str().len() + notes + self.points.len() * 64
    }

    /// Checks what no single field can say.
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn check(&self) -> Result<(), PlanError> {
        let max = InterviewPlan::MAX_POINTS;
        if self.points.len() > max {
            return Err(PlanError::TooMany { what: "points", max });
        }
        if self.minutes.is_none_or(is_duration) { Ok(()) } else { Err(PlanError::Minutes) }
    }
}

fn is_duration(minutes: u16) -> bool {
    (1..=1440).contains(&minutes)
}
