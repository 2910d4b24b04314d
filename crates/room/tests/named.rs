//! Named rooms: their host, their reset when the last participant leaves, and the rules for clients
//! of other systems.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::Duration;

use convene_model::{
    Attributes, InterviewChange, InterviewCommand, InterviewRole, InterviewState, LeaveReason,
    LinkId, MediaState, NetworkTag, ParticipantId, QuestionId, Role, Signal, SignalKind, Source,
    Timestamp, UserId,
};
use convene_room::{
    Command, ConnectionId, Dismissal, Effect, Event, Foreign, Join, JoinOutcome, Returning, Room,
    RoomChange, RoomError, RoomPolicy, Snapshot,
};

const NOW: Timestamp = Timestamp(1_800_000_000_000);
const POLICY: RoomPolicy = RoomPolicy {
    max_participants: 5,
    max_publishers: 1000,
    mesh_max: None,
    max_waiting: 5,
    grace: Duration::from_secs(30),
    host_patience: Duration::from_secs(30),
};
const ALL_ON: MediaState =
    MediaState { microphone: true, camera: true, screen_share: false, screen_share_audio: false };

fn id(letter: &str) -> ParticipantId {
    letter.repeat(16).parse().unwrap()
}

fn native(letter: &str) -> Join {
    Join {
        id: id(letter),
        name: letter.parse().unwrap(),
        media: ALL_ON,
        returning: None,
        host: false,
        password: None,
        network: NetworkTag(letter.to_owned()),
        link: None,
        foreign: None,
        can_forward: false,
        stream: None,
    }
}

fn foreign(letter: &str) -> Join {
    let user_id = Some("someone".parse().unwrap());
    let foreign = Foreign { user_id, attributes: Attributes::default(), told_media: false };
    Join { foreign: Some(foreign), ..native(letter) }
}

fn player(letter: &str) -> Join {
    let link: LinkId = letter.repeat(12).to_lowercase().parse().unwrap();
    Join { link: Some((InterviewRole::Interviewer, link)), ..foreign(letter) }
}

struct World {
    room: Room,
}

impl World {
    fn new() -> Self {
        Self { room: Room::named(POLICY, "stand-up".parse().unwrap(), NOW) }
    }

    fn join(&mut self, connection: u64, join: Join) -> Result<Snapshot, RoomError> {
        match self.room.handle_join(ConnectionId(connection), join, NOW)? {
            JoinOutcome::Joined { snapshot, .. } => Ok(snapshot),
            other => panic!("{other:?}"),
        }
    }

    fn command(&mut self, connection: u64, command: Command) -> Result<(), RoomError> {
        self.room.handle_command(ConnectionId(connection), command, NOW).map(|_| ())
    }

    /// Takes the events for a connection.
    fn told(&mut self, connection: u64) -> Vec<Event> {
        let effects = std::iter::from_fn(|| self.room.poll_effect());
        let events = effects.filter_map(|effect| match effect {
            Effect::Deliver { connection: to, event, .. } if to.0 == connection => {
                Some((*event).clone())
            }
            _ => None,
        });
        events.collect()
    }

    fn role(&self, letter: &str) -> Role {
        let snapshot = self.room.snapshot(Role::Guest);
        snapshot.participants.iter().find(|who| who.id == id(letter)).unwrap().role
    }
}

#[test]
fn whoever_comes_first_is_the_host_and_nobody_else() {
    let mut world = World::new();
    world.join(1, foreign("a")).unwrap();
    world.join(2, native("b")).unwrap();
    assert_eq!((world.role("a"), world.role("b")), (Role::Host, Role::Guest));
    let lock = || Command::SetRoom(RoomChange { locked: Some(true), ..RoomChange::default() });
    assert_eq!(world.command(2, lock()), Err(RoomError::NotAllowed));
    world.command(1, lock()).unwrap();
    assert_eq!(world.join(3, foreign("c")).unwrap_err(), RoomError::Locked);
}

#[test]
fn the_name_of_the_room_is_its_title_and_stays() {
    let mut world = World::new();
    world.join(1, foreign("a")).unwrap();
    let title = Some("Other".parse().unwrap());
    assert_eq!(world.command(1, Command::SetTitle(title)), Err(RoomError::NotAllowed));
    for _ in 0..2 {
        let snapshot = world.room.snapshot(Role::Guest);
        assert_eq!(snapshot.title.unwrap().as_str(), "stand-up");
        assert_eq!(snapshot.name.unwrap().as_str(), "stand-up");
        let _ = world.command(1, Command::Leave);
    }
    let unseen = Room::named(POLICY, "\u{200B}".parse().unwrap(), NOW);
    assert_eq!(unseen.snapshot(Role::Guest).title, None);
}

#[test]
fn what_was_decided_ends_with_the_last_to_leave() {
    let mut world = World::new();
    world.join(1, foreign("a")).unwrap();
    let change = RoomChange { locked: Some(true), ..RoomChange::default() };
    world.command(1, Command::SetRoom(change)).unwrap();
    assert!(world.room.is_kept(), "nothing of it is to be kept");
    world.command(1, Command::Leave).unwrap();
    world.join(2, foreign("b")).unwrap();
    assert_eq!(world.role("b"), Role::Host);
    assert!(!world.room.snapshot(Role::Host).settings.locked);
}

#[test]
fn a_foreign_client_that_is_gone_leaves_no_ghost() {
    let mut world = World::new();
    world.join(1, native("a")).unwrap();
    world.join(2, foreign("b")).unwrap();
    world.told(1);
    world.room.handle_disconnect(ConnectionId(2), NOW);
    let left = Event::ParticipantLeft { id: id("b"), reason: LeaveReason::Left };
    assert_eq!(world.told(1), [left]);
    assert_eq!(world.room.snapshot(Role::Guest).participants.len(), 1);
}

#[test]
fn a_host_that_stays_away_is_stood_in_for() {
    let mut world = World::new();
    world.join(1, native("a")).unwrap();
    world.join(2, foreign("b")).unwrap();
    world.room.handle_disconnect(ConnectionId(1), NOW);
    world.room.handle_timeout(NOW + POLICY.host_patience);
    assert_eq!(world.role("b"), Role::Host);
}

#[test]
fn a_foreign_client_is_refused_where_it_would_have_to_wait_or_know_a_password() {
    let mut world = World::new();
    world.join(1, native("a")).unwrap();
    let change = RoomChange { lobby: Some(true), ..RoomChange::default() };
    world.command(1, Command::SetRoom(change)).unwrap();
    assert_eq!(world.join(2, foreign("b")).unwrap_err(), RoomError::Lobby);
    assert!(world.room.snapshot(Role::Host).waiting.is_empty());
    let outcome = world.room.handle_join(ConnectionId(3), native("c"), NOW).unwrap();
    assert!(matches!(outcome, JoinOutcome::Waiting { .. }), "ours waits: {outcome:?}");
    // The host leaves. The newcomer in the lobby is admitted and becomes host.
    world.command(1, Command::Leave).unwrap();
    assert_eq!(world.role("c"), Role::Host);
}

#[test]
fn nobody_takes_up_who_is_here_with_a_foreign_client() {
    let mut world = World::new();
    world.join(1, foreign("a")).unwrap();
    world.join(2, native("b")).unwrap();
    assert_eq!(world.join(3, foreign("a")).unwrap_err(), RoomError::AlreadyJoined);
    assert_eq!(world.join(3, foreign("b")).unwrap_err(), RoomError::AlreadyJoined);
    world.command(1, Command::RaiseHand(true)).unwrap();
}

#[test]
fn a_user_id_is_of_one_participant_only() {
    let mut world = World::new();
    world.join(1, foreign("a")).unwrap();
    world.join(2, foreign("b")).unwrap();
    let poses = Foreign { user_id: Some(id("a").as_str().parse().unwrap()), ..Foreign::default() };
    let snapshot = world.join(3, Join { foreign: Some(poses), ..native("c") }).unwrap();
    let ids: Vec<UserId> =
        snapshot.participants.into_iter().filter_map(|who| who.user_id).collect();
    let ids: Vec<&str> = ids.iter().map(UserId::as_str).collect();
    assert_eq!(ids, ["someone", "someone-2", "aaaaaaaaaaaaaaaa-2"]);
}

#[test]
fn who_has_not_told_what_it_sends_is_always_told_to_stop() {
    let mut world = World::new();
    world.join(1, native("a")).unwrap();
    world.join(2, foreign("b")).unwrap();
    world.join(3, Join { media: MediaState::default(), ..native("c") }).unwrap();
    for _ in 0..2 {
        world.told(0);
        world.command(1, Command::MuteAll).unwrap();
        let stopped = Event::SourceStopped { by: id("a"), source: Source::Microphone };
        assert!(world.told(2).contains(&stopped));
        world.command(1, Command::MuteAll).unwrap();
        assert!(!world.told(3).contains(&stopped), "it is muted, and says so");
    }
}

#[test]
fn what_a_foreign_client_says_it_sends_is_told_though_it_changes_nothing() {
    let mut world = World::new();
    world.join(1, native("a")).unwrap();
    world.join(2, foreign("b")).unwrap();
    world.told(0);
    for (connection, changes) in [(2, 1), (2, 1), (1, 0)] {
        world.command(connection, Command::SetMedia(ALL_ON)).unwrap();
        assert_eq!(world.told(3 - connection).len(), changes, "{connection}");
    }
}

#[test]
fn an_answer_that_is_handed_in_is_known_to_those_who_play_and_can_be_judged() {
    let mut world = World::new();
    world.join(1, player("a")).unwrap();
    world.join(2, player("b")).unwrap();
    world.join(3, native("c")).unwrap();
    world.told(0);
    let hand_in = |question| Command::HandIn {
        question: QuestionId(question),
        text: "Because.".parse().unwrap(),
    };
    world.command(2, hand_in(1)).unwrap();
    let told = world.told(1);
    assert!(
        matches!(told.as_slice(), [Event::HandedIn(answer)] if answer.text.as_str() == "Because."),
        "{told:?}"
    );
    let aloud = |question, text: &str| Command::AskedAloud {
        question: QuestionId(question),
        text: text.parse().unwrap(),
    };
    world.command(2, aloud(3, "What?")).unwrap();
    world.command(2, aloud(3, "What else?")).unwrap();
    let told = world.told(1);
    assert!(
        matches!(told.as_slice(), [Event::AskedAloud(it)] if it.spec.text.as_str() == "What?"),
        "{told:?}"
    );
    assert!(world.command(2, aloud(0, "x")).is_err() && world.command(2, aloud(201, "x")).is_err());
    assert_eq!(world.command(3, aloud(1, "x")), Err(RoomError::NoInterview));
    world.command(1, aloud(1, "Why?")).unwrap();
    assert!(world.command(2, hand_in(0)).is_err() && world.command(2, hand_in(201)).is_err());
    assert_eq!(world.command(3, hand_in(1)), Err(RoomError::NoInterview));
    let evaluate = InterviewCommand::Evaluate { question: QuestionId(1) };
    world.command(1, Command::Interview(evaluate)).unwrap();
    let mut effects = Vec::new();
    while let Some(effect) = world.room.poll_effect() {
        match effect {
            Effect::Match { command, input, .. } => {
                world.room.handle_matched(command, Some(input.run()), NOW);
            }
            effect => effects.push(effect),
        }
    }
    let is_it =
        |effect: &Effect| matches!(effect, Effect::Assess(it) if it.answer.as_str() == "Because.");
    assert!(effects.iter().any(is_it), "{effects:?}");
    assert!(world.room.is_kept(), "nothing of it is to be kept");
}

#[test]
fn what_is_said_in_an_interview_without_a_plan_is_bounded() {
    let mut world = World::new();
    world.join(1, player("a")).unwrap();
    let text = "x".repeat(10_000);
    let mut held = 0;
    for question in 1..=200 {
        let save = InterviewCommand::SaveAnswer {
            question: QuestionId(question),
            text: text.parse().unwrap(),
            submit: false,
        };
        held += usize::from(world.command(1, Command::Interview(save)).is_ok());
        world.told(0);
    }
    assert_eq!(held, 52, "512 KiB");
    let hand_in = Command::HandIn { question: QuestionId(200), text: text.parse().unwrap() };
    assert!(matches!(world.command(1, hand_in), Err(RoomError::Interview(_))));
    // A new answer replaces the old one, so it fits.
    let again = Command::HandIn { question: QuestionId(1), text: text.parse().unwrap() };
    world.command(1, again).unwrap();
}

#[test]
fn what_never_began_can_be_ended() {
    let mut world = World::new();
    world.join(1, player("a")).unwrap();
    world.command(1, Command::Interview(InterviewCommand::End {})).unwrap();
    assert_eq!(world.room.interview().unwrap().clock().state, InterviewState::Ended);
    assert!(world.command(1, Command::Interview(InterviewCommand::End {})).is_err());
    world.command(1, Command::Interview(InterviewCommand::Start {})).unwrap();
    assert_eq!(world.room.interview().unwrap().clock().elapsed(NOW), Duration::ZERO);
}

#[test]
fn opaque_signals_go_between_foreign_clients_only() {
    let mut world = World::new();
    world.join(1, foreign("a")).unwrap();
    world.join(2, foreign("b")).unwrap();
    world.join(3, native("c")).unwrap();
    world.told(0);
    let signal = Signal::Opaque { kind: SignalKind::Other, data: true.into() };
    let send =
        |to: &str| Command::Signal { to: id(to), transport_id: None, signal: signal.clone() };
    world.command(1, send("b")).unwrap();
    assert!(matches!(world.told(2).as_slice(), [Event::Signal { .. }]));
    assert_eq!(world.command(1, send("c")), Err(RoomError::NotUnderstood));
}

#[test]
fn anybody_who_plays_may_ask_and_answer_without_the_clock_and_nobody_else_hears_of_it() {
    let mut world = World::new();
    world.join(1, player("a")).unwrap();
    world.join(2, player("b")).unwrap();
    world.join(3, native("c")).unwrap();
    world.told(0);
    let answer = |text: &str, submit| {
        let (question, text) = (QuestionId(1), text.parse().unwrap());
        Command::Interview(InterviewCommand::SaveAnswer { question, text, submit })
    };
    // The question was asked aloud. A submitted answer can be replaced.
    for text in ["one", "two"] {
        world.command(2, answer(text, true)).unwrap();
        let told = world.told(1);
        assert!(
            matches!(told.as_slice(), [Event::Interview(InterviewChange::Answer(_))]),
            "{told:?}"
        );
    }
    assert_eq!(world.command(3, answer("x", true)), Err(RoomError::LinkRequired));
    assert!(world.room.is_kept(), "nothing of it is to be kept");
    for (turn, state) in [
        (InterviewCommand::Start {}, InterviewState::Running),
        (InterviewCommand::End {}, InterviewState::Ended),
        (InterviewCommand::Start {}, InterviewState::Running),
    ] {
        world.command(1, Command::Interview(turn)).unwrap();
        assert_eq!(world.room.interview().unwrap().clock().state, state);
    }
    let begin = || Command::Interview(InterviewCommand::Start {});
    assert!(world.command(2, begin()).is_err(), "it runs");
    world.told(0);
    assert_eq!(world.told(3), []);
}

#[test]
fn a_part_is_taken_along_with_what_one_sends() {
    let mut world = World::new();
    world.join(1, player("a")).unwrap();
    world.join(2, native("b")).unwrap();
    world.told(0);
    let take = || Command::TakePart { role: InterviewRole::Candidate, media: ALL_ON };
    world.command(1, take()).unwrap();
    let told = world.told(2);
    assert!(
        matches!(told.as_slice(), [Event::ParticipantChanged(who)]
            if who.interview_role == Some(InterviewRole::Candidate) && who.media == ALL_ON),
        "{told:?}"
    );
    assert_eq!(world.command(2, take()), Err(RoomError::NoInterview));
}

#[test]
fn who_is_removed_is_told_so() {
    let mut world = World::new();
    world.join(1, foreign("a")).unwrap();
    world.join(2, foreign("b")).unwrap();
    world.command(1, Command::Remove { who: id("b"), may_return: true }).unwrap();
    let effects: Vec<Effect> = std::iter::from_fn(|| world.room.poll_effect()).collect();
    let why = Dismissal::Removed { may_return: true };
    assert!(effects.contains(&Effect::Dismiss { connection: ConnectionId(2), why }));
}

#[test]
fn a_token_of_an_earlier_sitting_is_no_way_past_the_lock_of_this_one() {
    let lock = || Command::SetRoom(RoomChange { locked: Some(true), ..RoomChange::default() });
    let back = |letter: &str, started_at| Join {
        returning: Some(Returning { last_seq: None, started_at, link: None }),
        ..native(letter)
    };
    // A sitting ends when the last participant leaves, whether the owner keeps the room or makes a
    // new one.
    let (earlier, later) = (NOW, NOW + Duration::from_secs(60));
    let renewed = Room::named(POLICY, "stand-up".parse().unwrap(), later);
    let kept_on = {
        let mut room = Room::named(POLICY, "stand-up".parse().unwrap(), NOW);
        room.handle_join(ConnectionId(1), native("a"), NOW).unwrap();
        room.handle_command(ConnectionId(1), Command::Leave, later).unwrap();
        room
    };
    for mut room in [renewed, kept_on] {
        room.handle_join(ConnectionId(2), native("b"), later).unwrap();
        room.handle_command(ConnectionId(2), lock(), later).unwrap();
        let refused = room.handle_join(ConnectionId(3), back("a", earlier), later);
        assert_eq!(refused.unwrap_err(), RoomError::Locked);
        // A token of this sitting is valid.
        let started_at = room.snapshot(Role::Guest).started_at;
        room.handle_disconnect(ConnectionId(2), later);
        assert!(room.handle_join(ConnectionId(4), back("b", started_at), later).is_ok());
    }
}
