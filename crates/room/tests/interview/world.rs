//! An interview with four participants, and the view of each.

use std::time::Duration;

use crate::disk;
use convene_model::{
    Criterion, InterviewChange, InterviewCommand, InterviewItem, InterviewPlan, InterviewRole,
    InterviewView, LinkId, LongText, MediaState, NetworkTag, ParticipantId, QuestionSpec,
    RoomRecord, Section, SectionId, Timestamp,
};
use convene_room::{
    Command, ConnectionId, Effect, Event, Interview, Join, JoinOutcome, Returning, Room, RoomError,
    RoomPolicy,
};

pub(crate) const POLICY: RoomPolicy = RoomPolicy {
    max_participants: 8,
    max_publishers: 1000,
    mesh_max: None,
    max_waiting: 8,
    grace: Duration::from_secs(30),
    host_patience: Duration::from_secs(30),
};
pub(crate) const START: Timestamp = Timestamp(1_000_000);
/// Part of every text that a candidate must not see.
pub(crate) const SECRET: &str = "SECRET";

/// Roles of the four participants.
pub(crate) const PEOPLE: [InterviewRole; 4] = [
    InterviewRole::Interviewer,
    InterviewRole::Interviewer,
    InterviewRole::Candidate,
    InterviewRole::Observer,
];
pub(crate) const ANA: usize = 0;
pub(crate) const BEN: usize = 1;
pub(crate) const CLEO: usize = 2;
pub(crate) const OLE: usize = 3;

pub(crate) fn question(text: &str) -> QuestionSpec {
    QuestionSpec {
        text: text.parse().unwrap(),
        category: Some("SECRET category".parse().unwrap()),
        difficulty: None,
        minutes: Some(5),
        points: vec!["SECRET point".parse().unwrap()],
        notes: Some("SECRET hint".parse().unwrap()),
    }
}

pub(crate) fn plan() -> InterviewPlan {
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

pub(crate) fn link(who: usize) -> LinkId {
    ["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd"][who].parse().unwrap()
}

pub(crate) fn id(who: usize) -> ParticipantId {
    ["a", "b", "c", "d"][who].repeat(16).parse().unwrap()
}

pub(crate) fn connection(who: usize) -> ConnectionId {
    ConnectionId(who as u64 + 1)
}

pub(crate) fn join(who: usize) -> Join {
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
        can_forward: false,
        stream: None,
    }
}

/// The room of the interview, and the views of the four participants.
pub(crate) struct World {
    pub(crate) room: Room,
    pub(crate) now: Timestamp,
    pub(crate) views: Vec<InterviewView>,
    /// Everything of the interview that each was sent, as JSON.
    pub(crate) sent: Vec<String>,
    pub(crate) kept: Vec<InterviewItem>,
}

impl World {
    pub(crate) fn new() -> Self {
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

    /// Joins, and returns the interview of the snapshot.
    pub(crate) fn enter(&mut self, who: usize) -> InterviewView {
        self.enter_on(connection(who), who)
    }

    pub(crate) fn enter_on(&mut self, connection: ConnectionId, who: usize) -> InterviewView {
        let returning =
            Some(Returning { last_seq: None, started_at: START, link: Some(link(who)) });
        let join = Join { returning, ..join(who) };
        let outcome = self.room.handle_join(connection, join, self.now).unwrap();
        let JoinOutcome::Joined { snapshot, .. } = outcome else { panic!("{outcome:?}") };
        let view = *snapshot.interview.unwrap();
        self.sent[who].push_str(&serde_json::to_string(&view).unwrap());
        self.drain();
        view
    }

    pub(crate) fn say(&mut self, who: usize, command: InterviewCommand) -> Result<(), RoomError> {
        self.now = self.now + Duration::from_millis(137);
        let result =
            self.room.handle_command(connection(who), Command::Interview(command), self.now);
        self.drain();
        result.map(|_| ())
    }

    pub(crate) fn drain(&mut self) {
        let (effects, _, items) = disk::serve(&mut self.room, self.now);
        self.kept.extend(items);
        for effect in effects {
            let Effect::Deliver { connection, event, .. } = effect else { continue };
            let Event::Interview(change) = &*event else { continue };
            let who = usize::try_from((connection.0 - 1) % 100).unwrap();
            self.sent[who].push_str(&serde_json::to_string(change).unwrap());
            if let Some(view) = self.views.get_mut(who) {
                fold(view, change.clone());
            }
        }
    }

    /// The view of a new page.
    pub(crate) fn afresh(&mut self, who: usize) -> InterviewView {
        self.enter_on(ConnectionId(who as u64 + 101), who)
    }
}

/// Applies a change to a view, as a client does.
pub(crate) fn fold(view: &mut InterviewView, change: InterviewChange) {
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

pub(crate) fn long(text: &str) -> LongText {
    text.parse().unwrap()
}
