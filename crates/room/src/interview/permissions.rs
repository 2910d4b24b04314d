//! Permissions of interview roles: the whole table. The room's table is in `permissions.rs`. The
//! test is in `tests/interview/rules.rs`.

use convene_model::{InterviewCommand, InterviewRole};

/// True if a participant with this interview role may send the command.
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
