//! Items: the pieces in which an interview is stored.

use serde::{Deserialize, Serialize};

use super::{
    Answer, AskedQuestion, Decision, Evaluation, InterviewClock, InterviewDetails, InterviewPlan,
    Moment, Note, Score, Scorecard,
};
use crate::LinkId;

/// A stored piece of an interview. An item replaces the earlier one with the same key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum InterviewItem {
    /// The plan.
    Plan(Box<InterviewPlan>),
    /// Candidate and date of the interview.
    Details(InterviewDetails),
    /// The clock.
    Clock(InterviewClock),
    /// A question.
    Question(Box<AskedQuestion>),
    /// An answer.
    Answer(Answer),
    /// A note.
    Note(Note),
    /// A score.
    Score(Score),
    /// An evaluation.
    Evaluation(Box<Evaluation>),
    /// A scorecard.
    Scorecard(Box<Scorecard>),
    /// The decision after the interview.
    Decision(Box<Decision>),
    /// An entry of the timeline.
    Moment(Moment),
    /// The record that one link was made with another.
    LinkMade(LinkMade),
}

/// Records which link another was made with. The new link sees other interviewers' scores no
/// sooner than that link does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkMade {
    /// The new link.
    pub link: LinkId,
    /// The link with which it was made.
    pub by: LinkId,
}

impl InterviewItem {
    /// Key of the item within its interview.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Plan(_) => "plan".to_owned(),
            Self::Details(_) => "details".to_owned(),
            Self::Clock(_) => "clock".to_owned(),
            Self::Question(question) => format!("question/{}", question.id.0),
            Self::Answer(answer) => format!("answer/{}", answer.question.0),
            Self::Note(note) => format!("note/{}", note.id.0),
            Self::Score(score) => format!("score/{}/{}", score.question.0, score.by.as_str()),
            Self::Evaluation(evaluation) => format!("evaluation/{}", evaluation.question.0),
            Self::Scorecard(card) => format!("scorecard/{}", card.by.as_str()),
            Self::Decision(_) => "decision".to_owned(),
            Self::Moment(moment) => format!("moment/{}", moment.id),
            Self::LinkMade(made) => format!("link/{}", made.link.as_str()),
        }
    }
}
