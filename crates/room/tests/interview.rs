//! Interviews: the clock, who may do what, and who is told what.

use std::time::Duration;

use convene_model::{
    Criterion, InterviewChange, InterviewClock, InterviewCommand, InterviewItem, InterviewPlan,
    InterviewRole, InterviewState, InterviewView, LinkId, LongText, MediaState, NetworkTag, NoteId,
    ParticipantId, QuestionId, QuestionSpec, Rating, Recommendation, Role, RoomRecord, Section,
    SectionId, Timestamp,
};
use convene_room::{
    Command, ConnectionId, Dismissal, Effect, Event, Interview, InterviewError, Join, JoinOutcome,
    Returning, Room, RoomError, RoomPolicy, may_in_interview,
};
use proptest::prelude::*;

const POLICY: RoomPolicy = RoomPolicy {
    max_participants: 8,
    max_waiting: 8,
    grace: Duration::from_secs(30),
    host_patience: Duration::from_secs(30),
};
const START: Timestamp = Timestamp(1_000_000);
/// In whatever a candidate must not see.
const SECRET: &str = "SECRET";

/// Two interviewers, a candidate, an observer.
const PEOPLE: [InterviewRole; 4] = [
    InterviewRole::Interviewer,
    InterviewRole::Interviewer,
    InterviewRole::Candidate,
    InterviewRole::Observer,
];
const ANA: usize = 0;
const BEN: usize = 1;
const CLEO: usize = 2;
const OLE: usize = 3;

fn question(text: &str) -> QuestionSpec {
    QuestionSpec {
        text: text.parse().unwrap(),
        category: Some("SECRET category".parse().unwrap()),
        difficulty: None,
        minutes: Some(5),
        points: vec!["SECRET point".parse().unwrap()],
        notes: Some("SECRET hint".parse().unwrap()),
    }
}

fn plan() -> InterviewPlan {
    InterviewPlan {
        title: "Backend".parse().unwrap(),
        sections: (1..=2)
            .map(|id| Section {
                id: SectionId(id),
                title: format!("Part {id}").parse().unwrap(),
                minutes: 10,
            })
            .collect(),
        questions: vec![question("Planned one?"), question("Planned two?")],
        criteria: vec![Criterion {
            id: 1,
            title: "SECRET criterion".parse().unwrap(),
            rubric: Some("SECRET rubric".parse().unwrap()),
        }],
    }
}

fn link(who: usize) -> LinkId {
    ["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd"][who].parse().unwrap()
}

fn id(who: usize) -> ParticipantId {
    ["a", "b", "c", "d"][who].repeat(16).parse().unwrap()
}

fn connection(who: usize) -> ConnectionId {
    ConnectionId(who as u64 + 1)
}

fn join(who: usize) -> Join {
    Join {
        id: id(who),
        name: ["Ana", "Ben", "Cleo", "Ole"][who].parse().unwrap(),
        media: MediaState { microphone: true, camera: true, ..MediaState::default() },
        returning: None,
        host: PEOPLE[who] == InterviewRole::Interviewer,
        password: None,
        network: NetworkTag(who.to_string()),
        link: Some((PEOPLE[who], link(who))),
        foreign: None,
    }
}

/// The interview's room, and what each of the four has been told.
struct World {
    room: Room,
    now: Timestamp,
    views: Vec<InterviewView>,
    /// All that each was sent of the interview, as it goes over the wire.
    sent: Vec<String>,
    kept: Vec<InterviewItem>,
}

impl World {
    fn new() -> Self {
        let interview = Interview::new(plan());
        let room = Room::new(POLICY, RoomRecord::default(), START).with_interview(interview);
        let mut world = Self {
            room,
            now: START,
            views: Vec::new(),
            sent: vec![String::new(); PEOPLE.len()],
            kept: vec![InterviewItem::Plan(Box::new(plan()))],
        };
        for who in 0..PEOPLE.len() {
            let view = world.enter(who);
            world.views.push(view);
        }
        world
    }

    /// Joins; what the snapshot has of the interview.
    fn enter(&mut self, who: usize) -> InterviewView {
        self.enter_on(connection(who), who)
    }

    fn enter_on(&mut self, connection: ConnectionId, who: usize) -> InterviewView {
        let returning = Some(Returning { last_seq: None, started_at: START });
        let join = Join { returning, ..join(who) };
        let outcome = self.room.handle_join(connection, join, self.now).unwrap();
        let JoinOutcome::Joined { snapshot, .. } = outcome else { panic!("{outcome:?}") };
        let view = *snapshot.interview.unwrap();
        self.sent[who].push_str(&serde_json::to_string(&view).unwrap());
        self.drain();
        view
    }

    fn say(&mut self, who: usize, command: InterviewCommand) -> Result<(), RoomError> {
        self.now = self.now + Duration::from_millis(137);
        let result =
            self.room.handle_command(connection(who), Command::Interview(command), self.now);
        self.drain();
        result
    }

    fn drain(&mut self) {
        while let Some(effect) = self.room.poll_effect() {
            let Effect::Deliver { connection, event, .. } = effect else { continue };
            let Event::Interview(change) = &*event else { continue };
            let who = usize::try_from((connection.0 - 1) % 100).unwrap();
            self.sent[who].push_str(&serde_json::to_string(change).unwrap());
            if let Some(view) = self.views.get_mut(who) {
                fold(view, change.clone());
            }
        }
        self.kept.extend(self.room.poll_items());
    }

    /// What each is shown who comes from another page.
    fn afresh(&mut self, who: usize) -> InterviewView {
        self.enter_on(ConnectionId(who as u64 + 101), who)
    }
}

/// A client's bookkeeping: what is new replaces what was.
fn fold(view: &mut InterviewView, change: InterviewChange) {
    fn put<T>(list: &mut Vec<T>, new: T, same: impl Fn(&T, &T) -> bool) {
        match list.iter_mut().find(|old| same(old, &new)) {
            Some(old) => *old = new,
            None => list.push(new),
        }
    }
    match view {
        InterviewView::Interviewer(view) => match change {
            InterviewChange::Clock(clock) => view.clock = clock,
            InterviewChange::Plan(plan) => view.plan = *plan,
            InterviewChange::AskedQuestion(new) => {
                put(&mut view.questions, *new, |a, b| a.id == b.id);
            }
            InterviewChange::Answer(new) => {
                put(&mut view.answers, new, |a, b| a.question == b.question);
                view.answers.sort_by_key(|answer| answer.question);
            }
            InterviewChange::Note(new) => put(&mut view.notes, new, |a, b| a.id == b.id),
            InterviewChange::Score(new) => {
                put(&mut view.scores, new, |a, b| (a.question, &a.by) == (b.question, &b.by));
                view.scores.sort_by_key(|score| (score.question, score.by.clone()));
            }
            InterviewChange::Evaluation(new) => {
                put(&mut view.evaluations, *new, |a, b| a.question == b.question);
                view.evaluations.sort_by_key(|evaluation| evaluation.question);
            }
            InterviewChange::Scorecard(new) => {
                put(&mut view.scorecards, *new, |a, b| a.by == b.by);
                view.scorecards.sort_by_key(|card| card.by.clone());
            }
            other @ (InterviewChange::Outline { .. } | InterviewChange::Question(_)) => {
                panic!("not for interviewers: {other:?}")
            }
        },
        InterviewView::Candidate(view) | InterviewView::Observer(view) => match change {
            InterviewChange::Clock(clock) => view.clock = clock,
            InterviewChange::Outline { title, sections } => {
                (view.title, view.sections) = (title, sections);
            }
            InterviewChange::Question(new) => put(&mut view.questions, new, |a, b| a.id == b.id),
            InterviewChange::Answer(new) => {
                put(&mut view.answers, new, |a, b| a.question == b.question);
                view.answers.sort_by_key(|answer| answer.question);
            }
            other => panic!("for interviewers alone: {other:?}"),
        },
    }
}

fn long(text: &str) -> LongText {
    text.parse().unwrap()
}

/// One of each command.
fn commands() -> Vec<InterviewCommand> {
    use InterviewCommand as C;
    vec![
        C::Start {},
        C::Pause {},
        C::Resume {},
        C::End {},
        C::EnterSection { section: SectionId(2) },
        C::SetPlan { plan: Box::new(plan()) },
        C::AskPlanned { index: 0 },
        C::Ask { question: Box::new(question("Why?")) },
        C::SaveAnswer { question: QuestionId(1), text: long("Because."), submit: false },
        C::WriteNote { id: None, question: None, text: long("SECRET note") },
        C::ScoreAnswer { question: QuestionId(1), points: 7 },
        C::Evaluate { question: QuestionId(1) },
        C::SaveScorecard {
            ratings: Vec::new(),
            private_notes: long("SECRET private"),
            recommendation: None,
            submit: false,
        },
    ]
}

#[test]
fn the_table_of_roles_and_commands() {
    // One column each: interviewer, candidate, observer; in the order of `commands`.
    let table =
        ["x  ", "x  ", "x  ", "x  ", "x  ", "x  ", "x  ", "x  ", " x ", "x  ", "x  ", "x  ", "x  "];
    let roles = [InterviewRole::Interviewer, InterviewRole::Candidate, InterviewRole::Observer];
    for (command, row) in commands().iter().zip(table) {
        for (role, cell) in roles.into_iter().zip(row.chars()) {
            assert_eq!(may_in_interview(role, command), cell == 'x', "{role:?}: {command:?}");
        }
    }
}

#[test]
fn what_a_role_may_not_do_it_cannot_whatever_it_sends() {
    let mut world = World::new();
    world.say(ANA, InterviewCommand::Start {}).unwrap();
    world.say(ANA, InterviewCommand::AskPlanned { index: 0 }).unwrap();
    for who in [CLEO, OLE] {
        for command in commands() {
            if !may_in_interview(PEOPLE[who], &command) {
                let refused = Err(RoomError::Interview(InterviewError::NotAllowed));
                let result = world.say(who, command.clone());
                let silent = result == Err(RoomError::NotAllowed);
                assert!(result == refused || (who == OLE && silent), "{command:?}: {result:?}");
            }
        }
    }
}

#[test]
fn a_link_is_needed_where_there_is_an_interview_and_nowhere_else() {
    let mut world = World::new();
    let without = Join { link: None, ..join(CLEO) };
    let result = world.room.handle_join(ConnectionId(9), without, world.now);
    assert_eq!(result.unwrap_err(), RoomError::LinkRequired);
    let mut meeting = Room::new(POLICY, RoomRecord::default(), START);
    let result = meeting.handle_join(ConnectionId(9), join(CLEO), START);
    assert_eq!(result.unwrap_err(), RoomError::LinkRequired);
}

#[test]
fn an_observer_sends_nothing() {
    let mut world = World::new();
    let snapshot = world.room.snapshot(Role::Host);
    let ole = snapshot.participants.iter().find(|other| other.id == id(OLE)).unwrap();
    assert_eq!(ole.media, MediaState::default());
    assert_eq!(ole.interview_role, Some(InterviewRole::Observer));
    let media = MediaState { camera: true, ..MediaState::default() };
    for command in [Command::SetMedia(media), Command::RaiseHand(true)] {
        let result = world.room.handle_command(connection(OLE), command, world.now);
        assert_eq!(result, Err(RoomError::NotAllowed));
    }
}

#[test]
fn rights_come_from_links_and_are_not_passed_on() {
    let mut world = World::new();
    for who in [ANA, BEN] {
        world.room.handle_command(connection(who), Command::Leave, world.now).unwrap();
    }
    world.now = world.now + POLICY.host_patience + Duration::from_secs(1);
    world.room.handle_timeout(world.now);
    let snapshot = world.room.snapshot(Role::Guest);
    assert!(snapshot.participants.iter().all(|other| other.role == Role::Guest));
    world.enter(ANA);
    for command in [Command::SetRole { who: id(CLEO), role: Role::CoHost }, Command::EndMeeting] {
        let result = world.room.handle_command(connection(ANA), command, world.now);
        assert_eq!(result, Err(RoomError::NotAllowed));
    }
}

#[test]
fn a_link_that_is_revoked_takes_its_holder_out() {
    let mut world = World::new();
    world.room.handle_revoked(&link(CLEO), world.now);
    let mut dismissed = Vec::new();
    while let Some(effect) = world.room.poll_effect() {
        if let Effect::Dismiss { connection, why } = effect {
            dismissed.push((connection, why));
        }
    }
    assert_eq!(dismissed, [(connection(CLEO), Dismissal::Removed { may_return: false })]);
    assert_eq!(world.room.len(), 3);
}

#[test]
fn what_is_over_takes_interviewers_anew_and_nobody_else() {
    let mut world = World::new();
    world.say(ANA, InterviewCommand::Start {}).unwrap();
    world.say(ANA, InterviewCommand::End {}).unwrap();
    // Who is inside stays, and comes back after a lost connection.
    world.room.handle_disconnect(connection(CLEO), world.now);
    world.enter(CLEO);
    for who in [CLEO, OLE, BEN] {
        world.room.handle_command(connection(who), Command::Leave, world.now).unwrap();
    }
    for who in [CLEO, OLE] {
        let result = world.room.handle_join(connection(who), join(who), world.now);
        assert_eq!(result.unwrap_err(), RoomError::Ended);
    }
    world.room.handle_join(connection(BEN), join(BEN), world.now).unwrap();
    let card = InterviewCommand::SaveScorecard {
        ratings: vec![Rating { criterion: 1, stars: 4, comment: None }],
        private_notes: LongText::default(),
        recommendation: Some(Recommendation::Yes),
        submit: true,
    };
    assert_eq!(world.say(BEN, card), Ok(()));
}

#[test]
fn bounds_are_refused_with_the_reason() {
    let mut world = World::new();
    let asked = InterviewCommand::AskPlanned { index: 0 };
    let waiting = InterviewError::WrongState { state: InterviewState::Waiting };
    assert_eq!(world.say(ANA, asked.clone()), Err(waiting.into()));
    world.say(ANA, InterviewCommand::Start {}).unwrap();
    world.say(ANA, asked).unwrap();
    let mut refused = |command, what: &str| {
        let error = world.say(ANA, command).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    };
    refused(InterviewCommand::AskPlanned { index: 2 }, "question");
    refused(InterviewCommand::EnterSection { section: SectionId(3) }, "section");
    refused(InterviewCommand::ScoreAnswer { question: QuestionId(1), points: 11 }, "0 to 10");
    refused(InterviewCommand::ScoreAnswer { question: QuestionId(2), points: 1 }, "question");
    refused(InterviewCommand::Evaluate { question: QuestionId(1) }, "answer");
    let note =
        |id| InterviewCommand::WriteNote { id: Some(NoteId(id)), question: None, text: long("x") };
    refused(note(1), "note");
    let card = |ratings| InterviewCommand::SaveScorecard {
        ratings,
        private_notes: LongText::default(),
        recommendation: None,
        submit: true,
    };
    let rating = |criterion, stars| Rating { criterion, stars, comment: None };
    refused(card(vec![rating(2, 1)]), "criterion");
    refused(card(vec![rating(1, 0)]), "1 to 5");
    refused(card(vec![rating(1, 6)]), "1 to 5");
    refused(card(vec![rating(1, 1), rating(1, 2)]), "twice");
    world.say(ANA, card(vec![rating(1, 1)])).unwrap();
    let submitted = Err(RoomError::Interview(InterviewError::Submitted));
    assert_eq!(world.say(ANA, card(vec![rating(1, 2)])), submitted);
    let score = InterviewCommand::ScoreAnswer { question: QuestionId(1), points: 1 };
    assert_eq!(world.say(ANA, score), submitted);
    let answer = |submit| InterviewCommand::SaveAnswer {
        question: QuestionId(1),
        text: long("Because."),
        submit,
    };
    world.say(CLEO, answer(true)).unwrap();
    assert_eq!(world.say(CLEO, answer(false)), submitted);
    // A note is its writer's alone.
    let note = InterviewCommand::WriteNote { id: None, question: None, text: long("mine") };
    world.say(BEN, note).unwrap();
    let other = InterviewCommand::WriteNote { id: Some(NoteId(1)), question: None, text: long("") };
    let not_found = Err(RoomError::Interview(InterviewError::NotFound("note")));
    assert_eq!(world.say(ANA, other), not_found);
}

#[test]
fn a_note_whose_acknowledgement_was_lost_is_not_kept_twice() {
    let mut world = World::new();
    let note =
        |text: &str| InterviewCommand::WriteNote { id: None, question: None, text: long(text) };
    for (who, text) in [(ANA, "one"), (ANA, "one"), (BEN, "one"), (ANA, "two"), (ANA, "one")] {
        world.say(who, note(text)).unwrap();
    }
    world.now = world.now + Duration::from_secs(60);
    world.say(ANA, note("one")).unwrap();
    let InterviewView::Interviewer(view) = &world.views[ANA] else { panic!() };
    let texts: Vec<&str> = view.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(texts, ["one", "one", "two", "one", "one"]);
}

#[test]
fn the_report_has_everything_and_averages_what_may_be_seen() {
    let mut world = World::new();
    world.say(ANA, InterviewCommand::Start {}).unwrap();
    for index in 0..2 {
        world.say(ANA, InterviewCommand::AskPlanned { index }).unwrap();
    }
    let answer = InterviewCommand::SaveAnswer {
        question: QuestionId(1),
        text: long("A secret point."),
        submit: true,
    };
    world.say(CLEO, answer).unwrap();
    for (who, question, points) in [(ANA, 1, 6), (ANA, 2, 3), (BEN, 1, 9)] {
        let question = QuestionId(question);
        world.say(who, InterviewCommand::ScoreAnswer { question, points }).unwrap();
    }
    let note = InterviewCommand::WriteNote {
        id: None,
        question: Some(QuestionId(1)),
        text: long("said it aloud"),
    };
    world.say(BEN, note).unwrap();
    let card = |private: &str| InterviewCommand::SaveScorecard {
        ratings: vec![Rating { criterion: 1, stars: 4, comment: None }],
        private_notes: long(private),
        recommendation: Some(Recommendation::Yes),
        submit: true,
    };
    world.say(BEN, card("Ben's own")).unwrap();
    let report = |world: &World, who| {
        let interview = Interview::from_items(world.kept.clone()).unwrap();
        interview.report("abc-defg-hij".parse().unwrap(), &link(who), world.now)
    };
    let before = report(&world, ANA);
    assert_eq!((before.scorecards.len(), before.withheld_scorecards), (0, 1));
    assert_eq!(before.questions[0].average, Some(6.0));
    assert_eq!(before.average, Some(4.5));
    world.say(ANA, card("Ana's own")).unwrap();
    world.say(ANA, InterviewCommand::End {}).unwrap();
    let after = report(&world, ANA);
    assert_eq!((after.scorecards.len(), after.withheld_scorecards), (2, 0));
    assert_eq!(after.questions[0].average, Some(7.5));
    assert_eq!(after.average, Some(5.25));
    assert_eq!(after.questions[0].notes.len(), 1);
    assert_eq!(after.scorecards[1].private_notes, LongText::default());
    assert_eq!(after.people.len(), 4);
    assert_eq!(after.state, InterviewState::Ended);
    let kinds: Vec<String> = after
        .timeline
        .iter()
        .map(|moment| serde_json::to_value(&moment.what).unwrap()["kind"].to_string())
        .collect();
    let expected = [
        "arrived",
        "arrived",
        "arrived",
        "arrived",
        "started",
        "question_asked",
        "question_asked",
        "answer_submitted",
        "ended",
    ];
    assert_eq!(kinds, expected.map(|kind| format!("{kind:?}")));
}

/// What happens to the clock.
#[derive(Debug, Clone, Copy)]
enum Turn {
    Start,
    Pause,
    Resume,
    End,
    Section(u16),
    /// Time goes by, and nothing happens.
    Wait(u64),
    /// The server is killed and comes back after that long.
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

/// What anybody does.
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

/// The interview as it was kept, in a room of a server that has just started.
fn restarted(world: &World) -> Room {
    // Through text, as it is kept.
    let kept = serde_json::to_string(&world.kept).unwrap();
    let interview = Interview::from_items(serde_json::from_str(&kept).unwrap()).unwrap();
    Room::new(POLICY, RoomRecord::default(), world.now).with_interview(interview)
}

proptest! {
    /// The clock shows the time that passed between starts and stops, whatever else happens, and everybody is
    /// told the same.
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
            // `say` takes a moment itself.
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

    /// Whatever is done, nobody is sent what they must not see, what one has folded from changes is what one
    /// would be told anew, and a restart loses nothing.
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
