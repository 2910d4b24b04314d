//! Commands of participants in an interview.

use serde::{Deserialize, Serialize};

use super::{
    InterviewPlan, LongText, NoteId, QuestionId, QuestionSpec, Rating, Recommendation, SectionId,
};

/// A command in an interview. The room decides which role may send it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum InterviewCommand {
    /// Start the clock.
    Start {},
    /// Pause the clock.
    Pause {},
    /// Resume the clock.
    Resume {},
    /// End the interview. A planned interview cannot be started again.
    End {},
    /// Enter a section; its time starts.
    EnterSection {
        /// The section.
        section: SectionId,
    },
    /// Replace the plan.
    SetPlan {
        /// The plan.
        plan: Box<InterviewPlan>,
    },
    /// Ask a question of the plan.
    AskPlanned {
        /// Index of the question in the plan, from 0.
        index: u16,
    },
    /// Ask an improvised question.
    Ask {
        /// The question.
        question: Box<QuestionSpec>,
    },
    /// Save an answer. In a planned interview a submitted answer is final.
    SaveAnswer {
        /// The question that it answers.
        question: QuestionId,
        /// The whole text; it replaces the saved one.
        text: LongText,
        /// True to submit the answer.
        submit: bool,
    },
    /// Write a note, or change one by the sender. An empty text deletes it.
    WriteNote {
        /// The note to change; absent for a new one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        id: Option<NoteId>,
        /// The question that the note is about, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        question: Option<QuestionId>,
        /// The whole text.
        text: LongText,
    },
    /// Score an answer. Replaces the sender's earlier score.
    ScoreAnswer {
        /// The question.
        question: QuestionId,
        /// The score, 0 to 10.
        points: u8,
    },
    /// Match an answer with the expected points and, where a model is configured, have it assessed.
    Evaluate {
        /// The question whose answer to evaluate.
        question: QuestionId,
    },
    /// Save the sender's scorecard. A submitted scorecard is final.
    SaveScorecard {
        /// Ratings, at most one of each criterion.
        ratings: Vec<Rating>,
        /// Notes that only the sender sees.
        private_notes: LongText,
        /// The sender's recommendation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        recommendation: Option<Recommendation>,
        /// True to submit the scorecard.
        submit: bool,
    },
}
