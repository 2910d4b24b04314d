//! An interview: a meeting with roles, a plan and a clock.

mod answer;
mod clock;
mod command;
mod evaluation;
mod item;
mod link;
mod plan;
mod scorecard;
mod texts;
mod view;

pub use answer::{Answer, AskedQuestion, Note, NoteId, PublicQuestion, QuestionId};
pub use clock::{InterviewClock, InterviewState};
pub use command::InterviewCommand;
pub use evaluation::Evaluation;
pub use item::InterviewItem;
pub use link::{InterviewRole, LinkId, LinkIdError};
pub use plan::{Criterion, Difficulty, InterviewPlan, PlanError, QuestionSpec, Section, SectionId};
pub use scorecard::{Rating, Recommendation, Score, Scorecard};
pub use texts::{LongText, QuestionText, ShortText, TextError};
pub use view::{InterviewChange, InterviewView, InterviewerView, PublicView};
