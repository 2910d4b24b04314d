//! State machine of the interview's clock: waiting, running, paused, ended.

use convene_model::{InterviewClock, InterviewState, SectionId, Timestamp};

use super::InterviewError;

/// Transitions of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Start,
    Pause,
    Resume,
    End,
}

/// Clock after a transition; an error if its state does not allow it.
pub(super) fn turned(
    clock: &InterviewClock,
    turn: Turn,
    first: Option<SectionId>,
    now: Timestamp,
) -> Result<InterviewClock, InterviewError> {
    use InterviewState as S;
    let mut clock = clock.clone();
    match (turn, clock.state) {
        (Turn::Start, S::Waiting) => {
            clock.started_at = Some(now);
            clock.section = first;
            clock.state = S::Running;
            clock.running_since = Some(now);
        }
        (Turn::Resume, S::Paused) => {
            clock.state = S::Running;
            clock.running_since = Some(now);
        }
        (Turn::Pause, S::Running) => {
            stop(&mut clock, now);
            clock.state = S::Paused;
        }
        (Turn::End, S::Running | S::Paused) => {
            stop(&mut clock, now);
            clock.state = S::Ended;
            clock.ended_at = Some(now);
        }
        (_, state) => return Err(InterviewError::WrongState { state }),
    }
    Ok(clock)
}

/// Clock after entering another section.
pub(super) fn in_section(
    clock: &InterviewClock,
    section: SectionId,
    now: Timestamp,
) -> InterviewClock {
    InterviewClock {
        section: Some(section),
        section_entered_ms: millis(clock, now),
        ..clock.clone()
    }
}

/// Elapsed interview time in milliseconds.
pub(super) fn millis(clock: &InterviewClock, now: Timestamp) -> u64 {
    u64::try_from(clock.elapsed(now).as_millis()).unwrap_or(u64::MAX)
}

fn stop(clock: &mut InterviewClock, now: Timestamp) {
    clock.elapsed_before_ms = millis(clock, now);
    clock.running_since = None;
}
