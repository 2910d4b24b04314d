//! What each role sees of an interview. What a candidate must not see has no place in the types that
//! a candidate is sent.

use serde::{Deserialize, Serialize};

use super::{
    Answer, AskedQuestion, InterviewClock, InterviewPlan, Note, PublicQuestion, QuestionSpec,
    Score, Scorecard, Section, ShortText,
};
use crate::{Evaluation, LinkId};

/// An interview, as somebody of a role sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum InterviewView {
    /// All but what others keep for themselves.
    Interviewer(Box<InterviewerView>),
    /// What is asked and answered.
    Candidate(PublicView),
    /// The same.
    Observer(PublicView),
}

/// What everybody in the interview sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublicView {
    /// What it is called.
    pub title: ShortText,
    /// Its parts.
    pub sections: Vec<Section>,
    /// Its clock.
    pub clock: InterviewClock,
    /// What was asked, in order.
    pub questions: Vec<PublicQuestion>,
    /// The answers, in the order of their questions.
    pub answers: Vec<Answer>,
}

/// What interviewers see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InterviewerView {
    /// Whose view it is: what is by this link is one's own.
    pub link: LinkId,
    /// What is planned.
    pub plan: InterviewPlan,
    /// The clock.
    pub clock: InterviewClock,
    /// What was asked, in order.
    pub questions: Vec<AskedQuestion>,
    /// The answers, in the order of their questions.
    pub answers: Vec<Answer>,
    /// All notes.
    pub notes: Vec<Note>,
    /// One's own scores, and once one has submitted one's scorecard those of others who have.
    pub scores: Vec<Score>,
    /// How answers compare with what was expected.
    pub evaluations: Vec<Evaluation>,
    /// One's own scorecard, and once one has submitted it those that others have.
    pub scorecards: Vec<Scorecard>,
}

/// Something in an interview changed, as those who may see it are told; whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum InterviewChange {
    /// The clock; for everybody.
    Clock(InterviewClock),
    /// Title and sections; for candidates and observers.
    Outline {
        /// The title.
        title: ShortText,
        /// The sections.
        sections: Vec<Section>,
    },
    /// The plan; for interviewers.
    Plan(Box<InterviewPlan>),
    /// A question was asked; for candidates and observers.
    Question(PublicQuestion),
    /// A question was asked; for interviewers.
    AskedQuestion(Box<AskedQuestion>),
    /// An answer; for everybody.
    Answer(Answer),
    /// A note; for interviewers.
    Note(Note),
    /// A score; for those who may see its author's.
    Score(Score),
    /// An evaluation; for interviewers.
    Evaluation(Box<Evaluation>),
    /// A scorecard; for those who may see its author's.
    Scorecard(Box<Scorecard>),
}

impl InterviewChange {
    /// About how much text it holds, in bytes.
    #[must_use]
    pub fn weight(&self) -> usize {
        match self {
            Self::Answer(answer) => answer.text.as_str().len(),
            Self::Note(note) => note.text.as_str().len(),
            Self::Question(question) => question.text.as_str().len(),
            Self::AskedQuestion(question) => question.spec.weight(),
            Self::Plan(plan) => plan.questions.iter().map(QuestionSpec::weight).sum(),
            Self::Scorecard(card) => card.private_notes.as_str().len(),
            Self::Evaluation(_) => 16 * 1024,
            Self::Clock(_) | Self::Outline { .. } | Self::Score(_) => 0,
        }
    }
}
