//! Durability: a change is on the disk before any participant is told, unless it is protective and
//! holds at once. The disk of these tests refuses any write at any time.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use convene_model::{
    Audience, InterviewCommand, InterviewItem, InterviewPlan, InterviewRole, LinkId, MediaState,
    NetworkTag, ParticipantId, PasswordHash, QuestionSpec, Role, RoomRecord, Timestamp,
};
use convene_room::{
    Command, CommandId, ConnectionId, Durability, Effect, Event, Interview, Join, Progress, Room,
    RoomChange, RoomError, RoomPolicy, Snapshot,
};
use proptest::prelude::*;

const START: Timestamp = Timestamp(1_000_000);
const POLICY: RoomPolicy = RoomPolicy {
    max_participants: 16,
    max_publishers: 1000,
    mesh_max: None,
    max_waiting: 4,
    grace: Duration::from_secs(30),
    host_patience: Duration::from_secs(30),
};
const HOST: ConnectionId = ConnectionId(1);

fn id(letter: char) -> ParticipantId {
    String::from(letter).repeat(16).parse().unwrap()
}

fn join(letter: char, host: bool, link: Option<(InterviewRole, LinkId)>) -> Join {
    Join {
        id: id(letter),
        name: letter.to_string().parse().unwrap(),
        media: MediaState::default(),
        returning: None,
        host,
        password: None,
        network: NetworkTag(letter.to_string()),
        link,
        foreign: None,
        can_forward: false,
        stream: None,
    }
}

fn plan() -> InterviewPlan {
    InterviewPlan {
        title: "Engineer".parse().unwrap(),
        sections: Vec::new(),
        questions: Vec::new(),
        criteria: Vec::new(),
    }
}

fn ask() -> Command {
    let question = QuestionSpec {
        text: "Why?".parse().unwrap(),
        category: None,
        difficulty: None,
        minutes: None,
        points: Vec::new(),
        notes: None,
    };
    Command::Interview(InterviewCommand::Ask { question: Box::new(question) })
}

fn lock() -> Command {
    set(RoomChange { locked: Some(true), ..RoomChange::default() })
}

fn unlock() -> Command {
    set(RoomChange { locked: Some(false), ..RoomChange::default() })
}

fn set(change: RoomChange) -> Command {
    Command::SetRoom(change)
}

fn remove(letter: char) -> Command {
    Command::Remove { who: id(letter), may_return: true }
}

/// Content of a pending write.
type Asked = (Option<RoomRecord>, Vec<InterviewItem>);

/// A room and its disk.
struct World {
    room: Room,
    now: Timestamp,
    record: RoomRecord,
    items: BTreeMap<String, InterviewItem>,
    asked: Option<Asked>,
    told: Vec<(ConnectionId, Event)>,
    settled: Vec<(CommandId, Result<Durability, RoomError>)>,
}

impl World {
    /// A meeting with a host and the guests b to f, or an interview with an interviewer and a
    /// candidate.
    fn new(interview: bool) -> Self {
        let mut room = Room::new(POLICY, RoomRecord::default(), START);
        let mut items = BTreeMap::new();
        let link = |role, letter: &str| Some((role, letter.repeat(12).parse().unwrap()));
        if interview {
            room = room.with_interview(Interview::new(plan()));
            let item = InterviewItem::Plan(Box::new(plan()));
            items.insert(item.key(), item);
        }
        let joins = if interview {
            vec![
                join('a', true, link(InterviewRole::Interviewer, "a")),
                join('b', false, link(InterviewRole::Candidate, "b")),
            ]
        } else {
            ('a'..='f').map(|letter| join(letter, letter == 'a', None)).collect()
        };
        for (connection, join) in (1..).zip(joins) {
            room.handle_join(ConnectionId(connection), join, START).unwrap();
        }
        let mut world = Self {
            room,
            now: START,
            record: RoomRecord::default(),
            items,
            asked: None,
            told: Vec::new(),
            settled: Vec::new(),
        };
        world.drain();
        while world.asked.is_some() {
            world.disk(true);
        }
        world.told.clear();
        world
    }

    fn say(&mut self, command: Command) -> Result<Progress, RoomError> {
        let result = self.room.handle_command(HOST, command, self.now);
        self.drain();
        result
    }

    /// The disk carries out the pending write, or refuses it.
    fn disk(&mut self, serves: bool) {
        let Some((record, items)) = self.asked.take() else { return };
        if serves {
            self.record = record.unwrap_or_else(|| self.record.clone());
            self.items.extend(items.into_iter().map(|item| (item.key(), item)));
        }
        self.room.handle_kept(serves, self.now);
        self.drain();
    }

    fn drain(&mut self) {
        while let Some(effect) = self.room.poll_effect() {
            match effect {
                Effect::Keep { record, items } => {
                    let write = (record.map(|record| *record), items);
                    assert!(self.asked.replace(write).is_none(), "one write at a time");
                }
                Effect::Deliver { connection, event, .. } => {
                    self.told.push((connection, (*event).clone()));
                }
                Effect::Settled { command, result } => self.settled.push((command, result)),
                _ => {}
            }
        }
    }

    fn told(&mut self) -> Vec<Event> {
        let told = std::mem::take(&mut self.told).into_iter();
        told.filter(|(connection, _)| *connection == HOST).map(|(_, event)| event).collect()
    }

    fn snapshot(&self) -> Snapshot {
        self.room.snapshot(Role::Host)
    }

    fn questions(&self) -> usize {
        self.room.interview().unwrap().questions().count()
    }

    fn questions_on_disk(&self) -> usize {
        self.items.values().filter(|item| matches!(item, InterviewItem::Question(_))).count()
    }

    fn outcome(&mut self) -> Result<Durability, RoomError> {
        assert_eq!(self.settled.len(), 1, "{:?}", self.settled);
        self.settled.remove(0).1
    }
}

#[test]
fn a_question_that_the_disk_refuses_is_seen_by_nobody() {
    let mut world = World::new(true);
    world.say(Command::Interview(InterviewCommand::Start {})).unwrap();
    world.disk(true);
    world.outcome().unwrap();
    world.told.clear();
    let before = world.snapshot();
    for _ in 0..3 {
        assert!(matches!(world.say(ask()), Ok(Progress::Pending(_))));
        world.disk(false);
        assert_eq!(world.outcome(), Err(RoomError::NotKept));
    }
    assert_eq!((&world.told[..], world.snapshot(), world.questions()), (&[][..], before, 0));
    world.say(ask()).unwrap();
    assert_eq!(world.questions(), 0, "it waits for the disk");
    world.disk(true);
    assert_eq!(world.outcome(), Ok(Durability::Kept));
    assert_eq!((world.questions(), world.told.len()), (1, 2));
}

#[test]
fn a_lock_holds_at_once_and_is_shown_as_not_kept_until_it_is() {
    let mut world = World::new(false);
    world.say(lock()).unwrap();
    assert!(world.snapshot().settings.locked);
    world.told.clear();
    world.disk(false);
    assert_eq!(world.outcome(), Ok(Durability::NotKept));
    assert_eq!(world.told(), [Event::Kept(false)]);
    assert!(!world.snapshot().kept);
    assert!(world.room.snapshot(Role::Guest).kept, "guests decide nothing");
    // A repeated lock changes nothing, but its answer still depends on the disk.
    assert!(matches!(world.say(lock()), Ok(Progress::Pending(_))));
    world.disk(false);
    assert_eq!(world.outcome(), Ok(Durability::NotKept));
    assert_eq!(world.told(), [], "hosts know already");
    // The room retries the write by itself.
    world.now = world.room.poll_timeout().unwrap();
    world.room.handle_timeout(world.now);
    world.drain();
    world.disk(true);
    assert_eq!(world.told(), [Event::Kept(true)]);
    assert!(world.snapshot().kept && world.record.settings.locked && world.room.is_kept());
    assert_eq!(world.say(lock()), Ok(Progress::Done));
}

#[test]
fn what_opens_the_room_again_is_kept_first_and_a_lock_after_it_wins() {
    let mut world = World::new(false);
    world.say(lock()).unwrap();
    world.disk(true);
    world.settled.clear();
    world.say(unlock()).unwrap();
    assert!(world.snapshot().settings.locked, "not before it is kept");
    world.say(lock()).unwrap();
    world.disk(true);
    assert!(world.snapshot().settings.locked);
    world.disk(true);
    assert!(world.record.settings.locked && world.room.is_kept());
}

#[test]
fn a_co_host_who_is_removed_while_the_disk_is_asked_is_none() {
    let mut world = World::new(false);
    world.say(Command::SetRole { who: id('b'), role: Role::CoHost }).unwrap();
    world.say(remove('b')).unwrap();
    world.disk(true);
    assert_eq!(world.settled.remove(0).1, Err(RoomError::ParticipantNotFound));
    world.disk(true);
    assert_eq!(world.outcome(), Ok(Durability::Kept));
    assert!(world.record.co_hosts.is_empty() && world.record.removed.contains(&id('b')));
}

#[test]
fn signals_and_reactions_do_not_wait_for_the_disk() {
    let mut world = World::new(false);
    world.say(Command::SetPassword(Some(PasswordHash::new("x".to_owned())))).unwrap();
    assert_eq!(world.say(Command::RaiseHand(true)), Ok(Progress::Done));
    assert_eq!(world.told().len(), 1);
}

#[derive(Debug, Clone)]
enum Step {
    Say(Command),
    Disk(bool),
    Wait,
}

fn steps(interview: bool) -> impl Strategy<Value = Vec<Step>> {
    let role = prop_oneof![Just(Role::CoHost), Just(Role::Guest)];
    let other = prop::char::range('b', 'f');
    let meeting = prop_oneof![
        Just(lock()),
        Just(lock()),
        Just(unlock()),
        Just(Command::RaiseHand(true)),
        prop::option::of("[a-z]{1,5}")
            .prop_map(|title| { Command::SetTitle(title.map(|title| title.parse().unwrap())) }),
        any::<bool>().prop_map(|some| {
            Command::SetPassword(some.then(|| PasswordHash::new("x".to_owned())))
        }),
        any::<bool>().prop_map(|hosts| set(RoomChange {
            chat: Some(if hosts { Audience::Hosts } else { Audience::Everyone }),
            ..RoomChange::default()
        })),
        (other.clone(), role).prop_map(|(who, role)| Command::SetRole { who: id(who), role }),
        other.clone().prop_map(remove),
        other.prop_map(|who| Command::Rename { who: id(who), name: "New".parse().unwrap() }),
    ];
    let asking = prop_oneof![
        3 => Just(ask()),
        1 => Just(Command::Interview(InterviewCommand::Start {})),
        1 => Just(Command::Interview(InterviewCommand::Pause {})),
        1 => Just(Command::Interview(InterviewCommand::Resume {})),
        1 => Just(lock()),
        1 => Just(unlock()),
    ];
    let command = if interview { asking.boxed() } else { meeting.boxed() };
    let step = prop_oneof![
        3 => command.prop_map(Step::Say),
        3 => any::<bool>().prop_map(Step::Disk),
        1 => Just(Step::Wait),
    ];
    prop::collection::vec(step, 0..60)
}

/// Facts that must be on the disk once a command is answered as kept.
#[derive(Debug, Clone, Default)]
struct Facts {
    removed: BTreeSet<ParticipantId>,
    questions: usize,
    /// For a lock: the number of unlock commands before it.
    locked_before_unlock: Option<usize>,
}

fn is_kept_first(command: &Command) -> bool {
    match command {
        Command::RaiseHand(_) | Command::Remove { .. } => false,
        command => *command != lock(),
    }
}

fn check(steps: Vec<Step>, interview: bool) -> Result<(), TestCaseError> {
    let mut world = World::new(interview);
    let (mut removed, mut unlocks) = (BTreeSet::new(), 0);
    let mut pending: BTreeMap<CommandId, Facts> = BTreeMap::new();
    for step in steps {
        let before = world.snapshot();
        world.told.clear();
        match step {
            Step::Say(command) => {
                unlocks += usize::from(command == unlock());
                let result = world.say(command.clone());
                if let (Command::Remove { who, .. }, Ok(_)) = (&command, &result) {
                    removed.insert(who.clone());
                }
                if result.is_err() || (is_kept_first(&command) && result != Ok(Progress::Done)) {
                    prop_assert_eq!(&world.snapshot(), &before, "{:?}: nothing changed", command);
                    prop_assert_eq!(&world.told, &[], "{:?}: nobody was told", command);
                }
                let locked_before_unlock = (command == lock()).then_some(unlocks);
                let questions = if interview { world.questions() } else { 0 };
                let facts = Facts { removed: removed.clone(), questions, locked_before_unlock };
                match result {
                    Ok(Progress::Pending(id)) => {
                        pending.insert(id, facts);
                    }
                    Ok(Progress::Done) if command != Command::RaiseHand(true) => {
                        require_on_disk(&world, &facts, unlocks)?;
                    }
                    _ => {}
                }
            }
            Step::Disk(serves) => {
                let asked = world.asked.is_some();
                world.disk(serves);
                if !serves && asked {
                    let after = Snapshot { kept: before.kept, ..world.snapshot() };
                    prop_assert_eq!(after, before, "a refusal changes nothing");
                    let told = world.told.iter().all(|(_, it)| matches!(it, Event::Kept(false)));
                    prop_assert!(told, "{:?}", world.told);
                }
            }
            Step::Wait => {
                world.now = world.now + Duration::from_secs(6);
                world.room.handle_timeout(world.now);
                world.drain();
            }
        }
        if interview {
            prop_assert!(world.questions() <= world.questions_on_disk(), "told before kept");
        }
        for (id, result) in std::mem::take(&mut world.settled) {
            let facts = pending.remove(&id).expect("answered once");
            if result == Ok(Durability::Kept) {
                require_on_disk(&world, &facts, unlocks)?;
            }
        }
    }
    // Once the disk works again, everything is kept and every command is answered.
    for _ in 0..200 {
        world.disk(true);
        world.now = world.now + Duration::from_secs(6);
        world.room.handle_timeout(world.now);
        world.drain();
    }
    prop_assert!(world.room.is_kept() && world.snapshot().kept);
    for (id, _) in std::mem::take(&mut world.settled) {
        pending.remove(&id);
    }
    prop_assert!(pending.is_empty(), "{:?}", pending);
    let reopened = Room::new(POLICY, world.record.clone(), world.now);
    let (live, reopened) = (world.snapshot(), reopened.snapshot(Role::Host));
    prop_assert_eq!(live.settings, reopened.settings);
    prop_assert_eq!(live.has_password, reopened.has_password);
    prop_assert_eq!(live.title, reopened.title);
    if interview {
        let items = world.items.values().cloned().collect();
        let reopened = Interview::from_items(items);
        prop_assert_eq!(world.room.interview(), reopened.as_ref());
    }
    Ok(())
}

fn require_on_disk(world: &World, facts: &Facts, unlocks: usize) -> Result<(), TestCaseError> {
    for who in &facts.removed {
        prop_assert!(world.record.removed.contains(who), "removed, and lost with the next kill");
    }
    prop_assert!(facts.questions <= world.questions_on_disk());
    if facts.locked_before_unlock == Some(unlocks) {
        prop_assert!(world.record.settings.locked, "locked, and open after the next kill");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn in_a_meeting_nothing_is_told_or_answered_before_it_is_kept(steps in steps(false)) {
        check(steps, false)?;
    }

    #[test]
    fn in_an_interview_nothing_is_told_or_answered_before_it_is_kept(steps in steps(true)) {
        check(steps, true)?;
    }
}
