//! Invariants of interviews: they hold whatever the participants do.

use std::time::Duration;

use crate::world::*;
use convene_model::{
    InterviewClock, InterviewCommand, InterviewState, InterviewView, LinkId, LongText, NoteId,
    QuestionId, Rating, Recommendation, RoomRecord, SectionId,
};
use convene_room::{Interview, Room};
use proptest::prelude::*;

/// A step that concerns the clock.
#[derive(Debug, Clone, Copy)]
enum Turn {
    Start,
    Pause,
    Resume,
    End,
    Section(u16),
    /// Milliseconds pass.
    Wait(u64),
    /// The server restarts after this many milliseconds.
    Restart(u64),
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn = prop_oneof![
        2 => Just(Turn::Start),
        2 => Just(Turn::Pause),
        2 => Just(Turn::Resume),
        1 => Just(Turn::End),
        1 => (1u16..=2).prop_map(Turn::Section),
        3 => (0u64..100_000).prop_map(Turn::Wait),
        1 => (0u64..100_000).prop_map(Turn::Restart),
    ];
    prop::collection::vec(turn, 0..30)
}

/// A command of a participant.
#[derive(Debug, Clone)]
struct Step {
    who: usize,
    command: InterviewCommand,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    use InterviewCommand as C;
    let question = || (1u32..4).prop_map(QuestionId);
    let answer = "[a-z]{0,8}".prop_map(|text| long(&text));
    let secret = || "[a-z]{0,8}".prop_map(|text| long(&format!("{SECRET} {text}")));
    let note = (prop::option::of((1u32..5).prop_map(NoteId)), prop::option::of(question()));
    let ratings = prop::option::of(1u8..=5).prop_map(|stars| {
        let comment = Some(long("SECRET comment"));
        stars.map(|stars| Rating { criterion: 1, stars, comment }).into_iter().collect::<Vec<_>>()
    });
    let command = prop_oneof![
        1 => Just(C::Start {}),
        1 => Just(C::Pause {}),
        1 => Just(C::Resume {}),
        2 => (0u16..3).prop_map(|index| C::AskPlanned { index }),
        2 => Just(C::Ask { question: Box::new(self::question("Improvised?")) }),
        1 => Just(C::SetPlan { plan: Box::new(plan()) }),
        1 => (1u16..=3).prop_map(|section| C::EnterSection { section: SectionId(section) }),
        4 => (question(), answer, any::<bool>())
            .prop_map(|(question, text, submit)| C::SaveAnswer { question, text, submit }),
        3 => (note, secret())
            .prop_map(|((id, question), text)| C::WriteNote { id, question, text }),
        3 => (question(), 0u8..=11)
            .prop_map(|(question, points)| C::ScoreAnswer { question, points }),
        2 => question().prop_map(|question| C::Evaluate { question }),
        3 => (ratings, secret(), prop::bool::weighted(0.3)).prop_map(
            |(ratings, private_notes, submit)| C::SaveScorecard {
                ratings,
                private_notes,
                recommendation: Some(Recommendation::StrongNo),
                submit,
            }
        ),
    ];
    let step = (0..PEOPLE.len(), command).prop_map(|(who, command)| Step { who, command });
    prop::collection::vec(step, 0..60)
}

fn clock_of(view: &InterviewView) -> &InterviewClock {
    match view {
        InterviewView::Interviewer(view) => &view.clock,
        InterviewView::Candidate(view) | InterviewView::Observer(view) => &view.clock,
    }
}

/// The room after a restart, with the interview from its kept items.
fn restarted(world: &World) -> Room {
    // The items are stored as text.
    let kept = serde_json::to_string(&world.kept).unwrap();
    let interview = Interview::from_items(serde_json::from_str(&kept).unwrap()).unwrap();
    Room::new(POLICY, RoomRecord::default(), world.now).with_interview(interview)
}

proptest! {
    /// The clock counts the time between starts and stops, whatever else happens, and all
    /// participants are told the same.
    #[test]
    fn the_clock_shows_the_time_it_ran(turns in turns()) {
        let mut world = World::new();
        world.say(ANA, InterviewCommand::AskPlanned { index: 0 }).unwrap_err();
        let mut state = InterviewState::Waiting;
        let mut ran = Duration::ZERO;
        let mut section = None;
        for turn in turns {
            use InterviewState as S;
            let before = world.now;
            let (command, allowed, next) = match turn {
                Turn::Start => (InterviewCommand::Start {}, state == S::Waiting, S::Running),
                Turn::Pause => (InterviewCommand::Pause {}, state == S::Running, S::Paused),
                Turn::Resume => (InterviewCommand::Resume {}, state == S::Paused, S::Running),
                Turn::End => {
                    let allowed = matches!(state, S::Running | S::Paused);
                    (InterviewCommand::End {}, allowed, S::Ended)
                }
                Turn::Section(id) => {
                    let command = InterviewCommand::EnterSection { section: SectionId(id) };
                    (command, matches!(state, S::Running | S::Paused), state)
                }
                Turn::Wait(ms) | Turn::Restart(ms) => {
                    world.now = world.now + Duration::from_millis(ms);
                    if matches!(turn, Turn::Restart(_)) {
                        world.room = restarted(&world);
                        world.views.clear();
                        for who in 0..PEOPLE.len() {
                            let view = world.enter(who);
                            world.views.push(view);
                        }
                    }
                    if state == S::Running {
                        ran += world.now.since(before);
                    }
                    continue;
                }
            };
            let result = world.say(ANA, command);
            prop_assert_eq!(result.is_ok(), allowed, "{:?} while {:?}: {:?}", turn, state, result);
            // `say` moves the time as well.
            if state == S::Running {
                ran += world.now.since(before);
            }
            if allowed {
                state = next;
                match turn {
                    Turn::Start => section = Some((SectionId(1), Duration::ZERO)),
                    Turn::Section(id) => section = Some((SectionId(id), ran)),
                    _ => {}
                }
            }
            for view in &world.views {
                let clock = clock_of(view);
                prop_assert_eq!(clock.state, state);
                prop_assert_eq!(clock.elapsed(world.now), ran);
                prop_assert_eq!(clock.section, section.map(|(id, _)| id));
                let entered = section.map_or(Duration::ZERO, |(_, entered)| entered);
                prop_assert_eq!(Duration::from_millis(clock.section_entered_ms), entered);
            }
        }
    }

    /// No participant is sent what they must not see. The view folded from changes equals the view
    /// of a new page, also after a restart.
    #[test]
    fn each_is_told_what_is_theirs_and_nothing_else(steps in steps()) {
        let mut world = World::new();
        world.say(ANA, InterviewCommand::Start {}).unwrap();
        for Step { who, command } in steps {
            let _ = world.say(who, command);
        }
        for who in [CLEO, OLE] {
            prop_assert!(!world.sent[who].contains(SECRET), "{}", world.sent[who]);
            for field in ["points", "notes", "matching", "ratings", "criteria", "recommendation"] {
                prop_assert!(!world.sent[who].contains(field), "{field}: {}", world.sent[who]);
            }
        }
        for who in [ANA, BEN] {
            let InterviewView::Interviewer(view) = &world.views[who] else { panic!() };
            let submitted = |by: &LinkId| {
                view.scorecards.iter().any(|card| card.by == *by && card.submitted_at.is_some())
            };
            let others = view.scorecards.iter().filter(|card| card.by != link(who));
            for card in others {
                prop_assert!(submitted(&link(who)) && card.submitted_at.is_some());
                prop_assert_eq!(&card.private_notes, &LongText::default());
            }
            for score in view.scores.iter().filter(|score| score.by != link(who)) {
                prop_assert!(submitted(&link(who)) && submitted(&score.by));
            }
        }
        let views = world.views.clone();
        for (who, view) in views.iter().enumerate() {
            prop_assert_eq!(&world.afresh(who), view);
        }
        world.room = restarted(&world);
        for (who, view) in views.iter().enumerate() {
            prop_assert_eq!(&world.afresh(who), view);
        }
    }
}
