//! Views: what each role sees of an interview. The types for candidates have no field for anything
//! that a candidate must not see.

use serde::{Deserialize, Serialize};

use super::{
    Answer, AskedQuestion, InterviewClock, InterviewPlan, Note, PublicQuestion, Score, Scorecard,
    Section, ShortText,
};
use crate::{Evaluation, LinkId, json_bytes};

/// An interview, as a participant with this role sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum InterviewView {
    /// Everything but other interviewers' private notes and scorecards that are still blind.
    Interviewer(Box<InterviewerView>),
    /// Questions and answers.
    Candidate(PublicView),
    /// Questions and answers, as for candidates.
    Observer(PublicView),
}

/// The part of an interview that every participant sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublicView {
    /// Title of the interview.
    pub title: ShortText,
    /// Sections of the plan.
    pub sections: Vec<Section>,
    /// The clock.
    pub clock: InterviewClock,
    /// Asked questions, in order.
    pub questions: Vec<PublicQuestion>,
    /// The answers, in the order of their questions.
    pub answers: Vec<Answer>,
}

/// An interview, as one of its interviewers sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InterviewerView {
    /// Link of the viewer: notes, scores and scorecards by it are the viewer's own.
    pub link: LinkId,
    /// The plan.
    pub plan: InterviewPlan,
    /// The clock.
    pub clock: InterviewClock,
    /// Asked questions, in order.
    pub questions: Vec<AskedQuestion>,
    /// The answers, in the order of their questions.
    pub answers: Vec<Answer>,
    /// All notes.
    pub notes: Vec<Note>,
    /// The viewer's own scores and, once the viewer has submitted a scorecard, those of others who
    /// have, too.
    pub scores: Vec<Score>,
    /// Evaluations of answers.
    pub evaluations: Vec<Evaluation>,
    /// The viewer's own scorecard and, once it is submitted, the submitted ones of the others.
    pub scorecards: Vec<Scorecard>,
}

/// A change in an interview, for the participants who may see it. It carries the whole new value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum InterviewChange {
    /// The clock; for every participant.
    Clock(InterviewClock),
    /// A new title and sections; for candidates and observers.
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
    /// An answer; for every participant.
    Answer(Answer),
    /// A note; for interviewers.
    Note(Note),
    /// A score; for interviewers who may see its author's scores.
    Score(Score),
    /// An evaluation; for interviewers.
    Evaluation(Box<Evaluation>),
    /// A scorecard; for interviewers who may see it.
    Scorecard(Box<Scorecard>),
}

impl InterviewChange {
    /// Lower bound of the bytes of text in the change, with which queues limit their memory. It is
    /// computed from the JSON: interviews change rarely enough for that.
    #[must_use]
    pub fn weight(&self) -> usize {
        json_bytes(self)
    }
}
