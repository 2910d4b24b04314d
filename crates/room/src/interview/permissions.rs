//! Who may do what in an interview: the whole table, beside that of the room. Its test is in
//! `tests/interview.rs`.

use convene_model::{InterviewCommand, InterviewRole};

/// Whether somebody of that role may ask for this.
#[must_use]
pub fn may_in_interview(role: InterviewRole, command: &InterviewCommand) -> bool {
    use InterviewCommand as C;
    match command {
        C::Start {}
        | C::Pause {}
        | C::Resume {}
        | C::End {}
        | C::EnterSection { .. }
        | C::SetPlan { .. }
        | C::AskPlanned { .. }
        | C::Ask { .. }
        | C::WriteNote { .. }
        | C::ScoreAnswer { .. }
        | C::Evaluate { .. }
        | C::SaveScorecard { .. } => role == InterviewRole::Interviewer,
        C::SaveAnswer { .. } => role == InterviewRole::Candidate,
    }
}
