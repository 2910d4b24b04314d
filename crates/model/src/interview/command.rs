//! What those in an interview may ask for.

use serde::{Deserialize, Serialize};

use super::{
    InterviewPlan, LongText, NoteId, QuestionId, QuestionSpec, Rating, Recommendation, SectionId,
};

/// A request of somebody in an interview. Who may ask for what is the room's to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum InterviewCommand {
    /// Start the clock.
    Start {},
    /// Stop it for a while.
    Pause {},
    /// Let it go on.
    Resume {},
    /// End the interview; it cannot be started again.
    End {},
    /// Go to a section; its time starts.
    EnterSection {
        /// Which.
        section: SectionId,
    },
    /// Put another plan in place of the one there is.
    SetPlan {
        /// The plan.
        plan: Box<InterviewPlan>,
    },
    /// Ask a question of the plan.
    AskPlanned {
        /// Its place in the plan, from 0.
        index: u16,
    },
    /// Ask an improvised question.
    Ask {
        /// The question.
        question: Box<QuestionSpec>,
    },
    /// Save an answer, and perhaps submit it: then it does not change any more.
    SaveAnswer {
        /// To which question.
        question: QuestionId,
        /// What it says, whole.
        text: LongText,
        /// Whether it is finished.
        submit: bool,
    },
    /// Write a note, or change one of one's own; an empty text deletes it.
    WriteNote {
        /// Which; absent for a new one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        id: Option<NoteId>,
        /// The question whose spoken answer it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        question: Option<QuestionId>,
        /// What it says.
        text: LongText,
    },
    /// Score an answer, 0 to 10, in place of one's score before.
    ScoreAnswer {
        /// To which question.
        question: QuestionId,
        /// How many points.
        points: u8,
    },
    /// Compare an answer with what is expected, and have it assessed where that is configured.
    Evaluate {
        /// To which question.
        question: QuestionId,
    },
    /// Save one's scorecard, and perhaps submit it: then it does not change any more.
    SaveScorecard {
        /// By criterion; each at most once.
        ratings: Vec<Rating>,
        /// For oneself alone.
        private_notes: LongText,
        /// What one would do.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        recommendation: Option<Recommendation>,
        /// Whether it is finished.
        submit: bool,
    },
}
