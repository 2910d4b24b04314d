//! An interview: a meeting with roles, a plan and a clock.

/// A newtype of a number that identifies something within its interview.
macro_rules! number {
    ($(#[$doc:meta])* $name:ident($number:ty)) => {
        $(#[$doc])*
        #[derive(
            Debug,
            Clone,
            Copy,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            Hash,
            serde::Serialize,
            serde::Deserialize,
            ts_rs::TS,
            utoipa::ToSchema,
        )]
        #[serde(transparent)]
        #[ts(type = "number")]
        pub struct $name(pub $number);
    };
}

mod answer;
mod bank;
mod clock;
mod command;
mod decision;
mod details;
mod evaluation;
mod item;
mod moment;
mod plan;
mod report;
mod role;
mod scorecard;
mod texts;
mod view;

pub use answer::{Answer, AskedQuestion, Note, NoteId, PublicQuestion, QuestionId};
pub use bank::QuestionBank;
pub use clock::{InterviewClock, InterviewState};
pub use command::InterviewCommand;
pub use decision::{Decision, DecisionOutcome};
pub use details::{DetailsError, InterviewDetails};
pub use evaluation::Evaluation;
pub use item::{InterviewItem, LinkMade};
pub use moment::{Happening, Moment};
pub use plan::{Criterion, Difficulty, InterviewPlan, PlanError, QuestionSpec, Section, SectionId};
pub use report::{InterviewReport, ReportedPerson, ReportedQuestion};
pub use role::{InterviewRole, InterviewRoleError};
pub use scorecard::{Rating, Recommendation, Score, Scorecard};
pub use texts::{LongText, QuestionText, ReasonText, ShortText, TextError};
pub use view::{InterviewChange, InterviewView, InterviewerView, PublicView};
