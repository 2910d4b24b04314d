//! Tests of all vocabularies: no input may break them, and a guest's view always equals the room.

use std::time::Duration;

use convene_model::{
    Attributes, InterviewRole, LinkId, MediaState, NetworkTag, ParticipantId, Role, Source,
    Timestamp,
};
use convene_room::{
    Command, ConnectionId, Effect, Event, Foreign, Join, JoinOutcome, Room, RoomChange, RoomPolicy,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::elexico::Elexico;

use super::interview_ai::InterviewAi;
use super::message::Message;
use super::room_view::{News, RoomView};
use super::rooms::Rooms;
use super::table::Sender;
use super::videomeet::Videomeet;
use super::vocabulary::{Asked, Context, Emit, UNTOLD, Vocabulary};

const NOW: Timestamp = Timestamp(1_800_000_000_000);
const POLICY: RoomPolicy = RoomPolicy {
    max_participants: 5,
    max_publishers: 1000,
    mesh_max: None,
    max_waiting: 5,
    grace: Duration::from_secs(30),
    host_patience: Duration::from_secs(30),
};

/// Events that clients of all dialects send.
const EVENTS: [&str; 44] = [
    "join-room",
    "offer",
    "answer",
    "ice-candidate",
    "interviewer-toggle",
    "participant-toggle",
    "start-meeting",
    "end-meeting",
    "new-question",
    "new-answer",
    "participant-answer",
    "submit-answer",
    "evaluate-answer",
    "toggle-camera",
    "toggle-mic",
    "start-screen-share",
    "start-screen",
    "stop-screen-share",
    "stop-screen",
    "leave-room",
    "join-meeting",
    "send-offer",
    "send-answer",
    "send-ice-candidate",
    "chat-message",
    "media-state",
    "leave-meeting",
    "signal-send",
    "emoji-reaction",
    "toggle-hand",
    "host:mute-all",
    "host:remove-participant",
    "host:lock-meeting",
    "host:unlock-meeting",
    "ping-check",
    "error",
    "connect",
    "disconnect",
    "constructor",
    "__proto__",
    "",
    "callUser",
    "user-left",
    "existing-users",
];

/// Payloads to send with these events.
const FIELDS: [&str; 22] = [
    "roomId",
    "room",
    "userInfo",
    "userName",
    "username",
    "userId",
    "targetSocketId",
    "targetUserId",
    "peerId",
    "to",
    "offer",
    "answer",
    "candidate",
    "signal",
    "question",
    "questionIndex",
    "keywords",
    "camOn",
    "micOn",
    "message",
    "emoji",
    "isRaised",
];

fn context(now: Timestamp) -> Context<'static> {
    Context { now, instance: "instance" }
}

fn id(letter: &str) -> ParticipantId {
    letter.repeat(16).parse().unwrap()
}

fn join(letter: &str, media: MediaState) -> Join {
    let link: LinkId = letter.repeat(12).parse().unwrap();
    let foreign = Foreign {
        user_id: Some(letter.parse().unwrap()),
        attributes: Attributes::default(),
        told_media: false,
    };
    Join {
        id: id(letter),
        name: letter.parse().unwrap(),
        media,
        returning: None,
        host: false,
        password: None,
        network: NetworkTag(letter.to_owned()),
        link: Some((InterviewRole::Interviewer, link)),
        foreign: Some(foreign),
        can_forward: false,
        stream: None,
    }
}

/// A room with `a`, who is host, and `b`, and the view of `b`.
struct World {
    room: Room,
    view: RoomView,
    now: Timestamp,
}

impl World {
    fn new() -> Self {
        let mut room = Room::named(POLICY, "stand-up".parse().unwrap(), NOW);
        room.handle_join(ConnectionId(1), join("a", UNTOLD), NOW).unwrap();
        let joined = room.handle_join(ConnectionId(2), join("b", UNTOLD), NOW).unwrap();
        let JoinOutcome::Joined { snapshot, .. } = joined else { panic!("{joined:?}") };
        let view = RoomView::new("here".parse().unwrap(), id("b"), snapshot);
        let mut world = Self { room, view, now: NOW };
        world.told();
        world
    }

    /// The events that `b` receives.
    fn told(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(effect) = self.room.poll_effect() {
            match effect {
                Effect::Deliver { connection: ConnectionId(2), event, .. } => {
                    events.push((*event).clone());
                }
                Effect::Match { command, input, .. } => {
                    self.room.handle_matched(command, Some(input.run()), self.now);
                }
                _ => {}
            }
        }
        events
    }

    /// The events that `b` receives, in the words of a dialect.
    fn heard<V: Vocabulary>(&mut self) -> Vec<Emit> {
        let events = self.told();
        let heard = events.iter().flat_map(|event| {
            let news = self.view.take_in(event);
            news.map(|news| V::translate(&self.view, &news, self.now)).unwrap_or_default()
        });
        heard.collect()
    }

    /// Sends a client's event, as its connection would. Returns the events that `b` receives.
    fn say<V: Vocabulary>(&mut self, connection: u64, message: &Message) -> Vec<Emit> {
        self.now = self.now + Duration::from_millis(137);
        let commands = match V::ask(message, Some(&self.view), context(self.now)) {
            Ok(Asked::Commands { commands, refused, .. }) => {
                let _ = refused.map(|refused| refused.event("why"));
                commands
            }
            Ok(Asked::Leave) if connection != 2 => vec![Command::Leave],
            _ => return Vec::new(),
        };
        for command in commands {
            let _ = self.room.handle_command(ConnectionId(connection), command, self.now);
        }
        self.heard::<V>()
    }

    fn expect_known(&self) {
        let snapshot = self.room.snapshot(Role::Guest);
        assert_eq!(self.view.participants, snapshot.participants);
    }
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0_u32..4).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,70}".prop_map(Value::from),
        prop::sample::select(vec!["here", "a", "b", "aaaaaaaaaaaaaaaa", "👍", "x,y"])
            .prop_map(Value::from),
        Just(json!({"type": "offer", "sdp": "v=0"})),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(FIELDS.to_vec()), inner), 0..6).prop_map(
                |fields| {
                    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value));
                    Value::Object(fields.collect())
                }
            ),
        ]
    })
}

fn messages() -> impl Strategy<Value = Message> {
    let packet = (prop::sample::select(EVENTS.to_vec()), prop::collection::vec(values(), 0..3));
    packet.prop_map(|(event, payload)| {
        let packet: Vec<Value> = std::iter::once(event.into()).chain(payload).collect();
        Message::parse(&Value::from(packet).to_string()).unwrap()
    })
}

fn expect_answers<V: Vocabulary>(messages: &[(u64, Message)]) {
    let mut world = World::new();
    for (connection, message) in messages {
        if let Err(error) = V::ask(message, None, context(NOW)) {
            assert!((1..400).contains(&error.len()), "{error}");
        }
        let _ = message.room(!V::TEXTS.contains(&message.event.as_str()));
        for emit in world.say::<V>(*connection, message) {
            assert!(is_told::<V>(&emit), "{emit:?} is not in the table");
        }
        world.expect_known();
        let due = V::due(&world.view, world.now);
        assert!(due.is_none_or(|due| due > world.now), "time goes on");
        for emit in V::tick(&world.view, world.now).into_iter().chain(V::entered(&world.view)) {
            assert!(emit.payload.is_some(), "{emit:?}");
            assert!(is_told::<V>(&emit), "{emit:?} is not in the table");
        }
    }
}

fn is_told<V: Vocabulary>(emit: &Emit) -> bool {
    V::EVENTS.iter().any(|row| row.sender == Sender::Server && row.event == emit.event)
}

/// True if a vocabulary knows an event, even if it refuses the payload.
fn is_known<V: Vocabulary>(event: &str) -> bool {
    let message = Message::parse(&json!([event, {}]).to_string()).unwrap();
    match V::ask(&message, None, context(NOW)) {
        Ok(_) => true,
        Err(error) => !error.starts_with("no event is named"),
    }
}

fn expect_table<V: Vocabulary>() {
    let asked = |event: &str| {
        V::EVENTS.iter().any(|row| row.sender == Sender::Client && row.event == event)
    };
    for event in EVENTS {
        assert_eq!(is_known::<V>(event), asked(event), "{event}");
    }
    for row in V::EVENTS {
        assert_eq!(is_known::<V>(row.event), asked(row.event), "{row:?}");
        let same = V::EVENTS.iter().filter(|it| (it.event, it.sender) == (row.event, row.sender));
        assert_eq!(same.count(), 1, "{row:?}");
        assert!(row.meaning.ends_with('.'), "{row:?}");
    }
    assert!(asked(V::JOIN));
    for event in V::TEXTS.iter().chain(V::LIMITS.iter().flat_map(|limit| limit.events)) {
        assert!(asked(event), "{event}");
    }
}

#[test]
fn a_table_has_the_events_its_vocabulary_knows_and_no_others() {
    expect_table::<InterviewAi>();
    expect_table::<Rooms>();
    expect_table::<Videomeet>();
    expect_table::<Elexico>();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_vocabulary_panics_and_what_is_known_of_the_room_is_the_room(
        messages in prop::collection::vec((1_u64..3, messages()), 1..12)
    ) {
        expect_answers::<InterviewAi>(&messages);
        expect_answers::<Rooms>(&messages);
        expect_answers::<Videomeet>(&messages);
        expect_answers::<Elexico>(&messages);
    }
}

#[test]
fn a_view_follows_who_comes_goes_and_changes() {
    let mut world = World::new();
    let command = |world: &mut World, connection, command| {
        let now = world.now;
        world.room.handle_command(ConnectionId(connection), command, now).unwrap();
    };
    let news = |world: &mut World| -> Vec<&'static str> {
        let events = world.told();
        let names = events.iter().filter_map(|event| {
            world.view.take_in(event).map(|news| match news {
                News::Joined(_) => "joined",
                News::Left(_) => "left",
                News::Changed { .. } => "changed",
                News::Locked(true) => "locked",
                News::Locked(false) => "unlocked",
                News::Stopped { source: Source::Microphone, .. } => "muted",
                _ => "else",
            })
        });
        names.collect()
    };
    assert!(world.view.is_me(&id("b")) && world.view.host().unwrap().id == id("a"));
    world.room.handle_join(ConnectionId(3), join("c", UNTOLD), NOW).unwrap();
    assert_eq!(news(&mut world), ["joined"]);
    world.expect_known();
    command(&mut world, 3, Command::RaiseHand(true));
    command(&mut world, 3, Command::SetMedia(MediaState::default()));
    assert_eq!(news(&mut world), ["changed", "changed"]);
    world.expect_known();
    let lock =
        |locked| Command::SetRoom(RoomChange { locked: Some(locked), ..RoomChange::default() });
    for locked in [true, true, false] {
        command(&mut world, 1, lock(locked));
    }
    assert_eq!(news(&mut world), ["locked", "unlocked"]);
    command(&mut world, 1, Command::MuteAll);
    assert_eq!(news(&mut world), ["changed", "muted"]);
    world.expect_known();
    command(&mut world, 1, Command::Leave);
    command(&mut world, 3, Command::Leave);
    assert_eq!(news(&mut world), ["left", "left"]);
    world.expect_known();
    assert_eq!(world.view.others().count(), 0);
    assert!(world.view.host().is_none());
}

#[test]
fn an_answer_handed_in_is_known_and_not_said() {
    let mut world = World::new();
    let message = |packet: Value| Message::parse(&packet.to_string()).unwrap();
    let asked = message(json!(["new-question", {"question": "Why?", "keywords": "so, because ,"}]));
    let heard = world.say::<InterviewAi>(1, &asked);
    assert_eq!(heard.first().map(|emit| emit.event), Some("receive-question"));
    let answer = json!({"questionIndex": 0, "answer": "Because."});
    assert_eq!(world.say::<InterviewAi>(1, &message(json!(["submit-answer", answer]))), []);
    let heard = world.say::<InterviewAi>(1, &message(json!(["evaluate-answer", answer])));
    assert_eq!(heard.first().map(|emit| emit.event), Some("evaluation-started"));
    let view = world.view.interview.as_ref().unwrap();
    assert_eq!(view.answers.first().unwrap().text.as_str(), "Because.");
    let points: Vec<&str> = view
        .questions
        .iter()
        .flat_map(|it| &it.spec.points)
        .map(convene_model::ExpectedPoint::as_str)
        .collect();
    assert_eq!(points, ["so", "because"]);
}

#[test]
fn a_question_has_a_template_id_by_which_answers_name_it() {
    let mut world = World::new();
    let message = |packet: Value| Message::parse(&packet.to_string()).unwrap();
    for (asked, template) in [
        (json!("One?"), json!("question-1")),
        (json!({"question": "Two?", "templateId": "65f0"}), json!("65f0")),
        (json!({"question": "Three?", "templateId": 7}), json!("7")),
        (json!({"question": "Four?", "templateId": {"no": "id"}}), json!("question-4")),
        (json!({"question": "Five?", "templateId": "x".repeat(10_000)}), json!("question-5")),
    ] {
        let heard = world.say::<InterviewAi>(1, &message(json!(["new-question", asked])));
        let payload = heard.first().unwrap().payload.clone().unwrap();
        assert_eq!(payload["templateId"], template);
    }
    for (answer, index) in [
        (json!({"answer": "a", "templateId": "65f0"}), 1),
        (json!({"answer": "b", "templateId": 7}), 2),
        (json!({"answer": "c", "templateId": "question-1"}), 0),
        (json!({"answer": "d", "templateId": "65f0", "questionIndex": 3}), 3),
        (json!({"answer": "e", "templateId": "unknown"}), 4),
    ] {
        let heard = world.say::<InterviewAi>(1, &message(json!(["participant-answer", answer])));
        let received = heard.iter().find(|emit| emit.event == "participant-answer-received");
        assert_eq!(received.unwrap().payload.clone().unwrap()["questionIndex"], index);
    }
}

#[test]
fn a_toggle_is_told_though_it_changes_nothing() {
    let mut world = World::new();
    let off = Message::parse(r#"["toggle-camera",{"hasCamera":false}]"#).unwrap();
    for _ in 0..2 {
        let heard = world.say::<Rooms>(1, &off);
        let told = json!({"socketId": id("a"), "hasCamera": false});
        assert!(heard.contains(&Emit::new("user-camera-toggled", told)), "{heard:?}");
    }
}
