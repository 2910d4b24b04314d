//! Questions and plans kept for interviews to come.

use serde::{Deserialize, Serialize};

use super::{InterviewPlan, PlanError, QuestionSpec};

/// A question bank: whoever holds its token may read and change all of it.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
pub struct QuestionBank {
    /// Questions, in the order their keeper gave them.
    #[serde(default)]
    pub questions: Vec<QuestionSpec>,
    /// Plans for interviews to start from, in order.
    #[serde(default)]
    pub templates: Vec<InterviewPlan>,
}

impl QuestionBank {
    /// Questions a bank may have.
    pub const MAX_QUESTIONS: usize = 2_000;
    /// Templates a bank may have.
    pub const MAX_TEMPLATES: usize = 100;

    /// Checks what no single field can say.
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn check(&self) -> Result<(), PlanError> {
        let too_many = |what, max| Err(PlanError::TooMany { what, max });
        if self.questions.len() > Self::MAX_QUESTIONS {
            return too_many("questions", Self::MAX_QUESTIONS);
        }
        if self.templates.len() > Self::MAX_TEMPLATES {
            return too_many("templates", Self::MAX_TEMPLATES);
        }
        self.questions.iter().try_for_each(QuestionSpec::check)?;
        self.templates.iter().try_for_each(InterviewPlan::check)
    }
}
