//! Question banks: questions and templates for later interviews.

use serde::{Deserialize, Serialize};

use super::{InterviewPlan, PlanError, QuestionSpec};

/// A question bank. The holder of its token may read and change all of it.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
pub struct QuestionBank {
    /// Questions, in the order chosen by the holder.
    #[serde(default)]
    pub questions: Vec<QuestionSpec>,
    /// Templates, in the order chosen by the holder.
    #[serde(default)]
    pub templates: Vec<InterviewPlan>,
}

impl QuestionBank {
    /// Maximum number of questions in a bank.
    pub const MAX_QUESTIONS: usize = 2_000;
    /// Maximum number of templates in a bank.
    pub const MAX_TEMPLATES: usize = 100;

    /// Checks the limits that the field types do not enforce.
    ///
    /// # Errors
    /// The first limit that the bank exceeds.
    pub fn check(&self) -> Result<(), PlanError> {
        let too_many = |what, max| Err(PlanError::TooMany { of: "a question bank", what, max });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bank_that_is_too_full_is_called_a_bank() {
        let question: QuestionSpec = serde_json::from_str(r#"{"text":"Why?"}"#).unwrap();
        let template: InterviewPlan = serde_json::from_str(r#"{"title":"T"}"#).unwrap();
        let questions = vec![question.clone(); QuestionBank::MAX_QUESTIONS + 1];
        let bank = QuestionBank { questions, templates: Vec::new() };
        let message = bank.check().unwrap_err().to_string();
        assert_eq!(message, "a question bank has at most 2000 questions");
        let templates = vec![template; QuestionBank::MAX_TEMPLATES + 1];
        let message = QuestionBank { questions: Vec::new(), templates }.check().unwrap_err();
        assert_eq!(message.to_string(), "a question bank has at most 100 templates");
        let points = vec!["x".parse().unwrap(); InterviewPlan::MAX_POINTS + 1];
        let message = QuestionSpec { points, ..question }.check().unwrap_err().to_string();
        assert_eq!(message, "a question has at most 30 points");
    }
}
