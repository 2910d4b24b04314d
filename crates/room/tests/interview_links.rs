//! Links of an interview: who may join with them, and what happens when one is revoked.

mod disk;

use std::time::Duration;

use convene_model::{
    Answer, AskedQuestion, AssessmentDraft, AssessmentState, Evaluation, InterviewCommand,
    InterviewItem, InterviewPlan, InterviewRole, LinkId, MediaState, NetworkTag, ParticipantId,
    QuestionId, QuestionSpec, Role, RoomRecord, RoomSettings, Timestamp,
};
use convene_room::{
    Command, ConnectionId, Dismissal, Effect, Event, Interview, Join, JoinOutcome, Returning, Room,
    RoomError, RoomPolicy,
};

const START: Timestamp = Timestamp(1_000_000);
const POLICY: RoomPolicy = RoomPolicy {
    max_participants: 4,
    max_publishers: 1000,
    mesh_max: None,
    max_waiting: 4,
    grace: Duration::from_secs(30),
    host_patience: Duration::from_secs(20),
};
const INTERVIEWER: ConnectionId = ConnectionId(1);
const OTHER: ConnectionId = ConnectionId(2);

fn plan() -> InterviewPlan {
    InterviewPlan {
        title: "Interview".parse().unwrap(),
        sections: Vec::new(),
        questions: Vec::new(),
        criteria: Vec::new(),
    }
}

fn room(record: RoomRecord) -> Room {
    Room::new(POLICY, record, START).with_interview(Interview::new(plan()))
}

fn link(letter: &str) -> LinkId {
    letter.repeat(12).parse().unwrap()
}

/// A join whose id, name and link consist of one letter.
fn join(letter: &str, role: InterviewRole) -> Join {
    Join {
        id: letter.repeat(16).parse().unwrap(),
        name: letter.parse().unwrap(),
        media: MediaState::default(),
        returning: None,
        host: role == InterviewRole::Interviewer,
        password: None,
        network: NetworkTag(letter.to_owned()),
        link: Some((role, link(letter))),
        foreign: None,
        can_forward: false,
        stream: None,
    }
}

fn told(room: &mut Room) -> Vec<Effect> {
    disk::serve(room, START).0
}

fn dismissed(effects: &[Effect], who: ConnectionId) -> bool {
    let why = Dismissal::Removed { may_return: false };
    effects.contains(&Effect::Dismiss { connection: who, why })
}

#[test]
fn nobody_takes_up_a_participant_by_another_link() {
    let mut room = room(RoomRecord::default());
    room.handle_join(INTERVIEWER, join("i", InterviewRole::Interviewer), START).unwrap();
    room.handle_join(OTHER, join("c", InterviewRole::Candidate), START).unwrap();
    told(&mut room);
    let back = |of: &Join, last_seq| Join {
        id: of.id.clone(),
        returning: Some(Returning {
            last_seq,
            started_at: START,
            link: of.link.as_ref().map(|(_, link)| link.clone()),
        }),
        ..of.clone()
    };
    let interviewer = join("i", InterviewRole::Interviewer);
    let candidate = join("c", InterviewRole::Candidate);
    for last_seq in [None, Some(0), Some(START.0)] {
        // The interviewer's token with the candidate's link, to get the events that the interviewer
        // missed, and the reverse.
        let down =
            Join { link: candidate.link.clone(), host: false, ..back(&interviewer, last_seq) };
        let up = Join { link: interviewer.link.clone(), host: true, ..back(&candidate, last_seq) };
        for join in [down, up] {
            let refused = room.handle_join(ConnectionId(3), join, START);
            assert_eq!(refused.unwrap_err(), RoomError::OtherLink);
        }
    }
    assert!(told(&mut room).is_empty());
    let JoinOutcome::Joined { snapshot, .. } =
        room.handle_join(ConnectionId(3), back(&candidate, None), START).unwrap()
    else {
        panic!("not joined")
    };
    let roles: Vec<Role> = snapshot.participants.iter().map(|one| one.role).collect();
    assert_eq!(roles, [Role::Host, Role::Guest]);
}

#[test]
fn a_token_is_good_with_its_link_alone_also_after_its_holder_left() {
    let mut room = room(RoomRecord::default());
    room.handle_join(OTHER, join("c", InterviewRole::Candidate), START).unwrap();
    room.handle_join(INTERVIEWER, join("i", InterviewRole::Interviewer), START).unwrap();
    room.handle_command(INTERVIEWER, Command::Leave, START).unwrap();
    let again = |of: &str, by: &str, role| Join {
        link: Some((role, link(by))),
        host: false,
        returning: Some(Returning { last_seq: None, started_at: START, link: Some(link(of)) }),
        ..join("i", InterviewRole::Interviewer)
    };
    for (by, role) in [("o", InterviewRole::Observer), ("j", InterviewRole::Interviewer)] {
        let refused = room.handle_join(INTERVIEWER, again("i", by, role), START);
        assert_eq!(refused.unwrap_err(), RoomError::OtherLink);
    }
    // A token without a link is not valid in an interview.
    let unnamed = Join {
        returning: Some(Returning { last_seq: None, started_at: START, link: None }),
        ..again("i", "i", InterviewRole::Interviewer)
    };
    let refused = room.handle_join(INTERVIEWER, unnamed, START);
    assert_eq!(refused.unwrap_err(), RoomError::OtherLink);
    let back = again("i", "i", InterviewRole::Interviewer);
    assert!(room.handle_join(INTERVIEWER, back, START).is_ok());
}

#[test]
fn who_waits_in_the_lobby_with_a_revoked_link_is_sent_away() {
    let settings = RoomSettings { lobby: true, ..RoomSettings::default() };
    let mut room = room(RoomRecord { settings, ..RoomRecord::default() });
    room.handle_join(INTERVIEWER, join("i", InterviewRole::Interviewer), START).unwrap();
    let waits = room.handle_join(OTHER, join("c", InterviewRole::Candidate), START).unwrap();
    assert!(matches!(waits, JoinOutcome::Waiting { host_present: true }));
    let third = ConnectionId(3);
    room.handle_join(third, join("d", InterviewRole::Candidate), START).unwrap();
    told(&mut room);

    room.handle_revoked(&link("c"), START);

    let effects = told(&mut room);
    assert!(dismissed(&effects, OTHER) && !dismissed(&effects, third));
    let waiting = effects.iter().find_map(|effect| match effect {
        Effect::Deliver { connection: INTERVIEWER, event, .. } => match &**event {
            Event::LobbyChanged(waiting) => Some(waiting.clone()),
            _ => None,
        },
        _ => None,
    });
    assert_eq!(waiting.unwrap().len(), 1);
    let c: ParticipantId = "c".repeat(16).parse().unwrap();
    let admit = room.handle_command(INTERVIEWER, Command::Admit(c), START);
    assert_eq!(admit, Err(RoomError::ParticipantNotFound));
}

#[test]
fn of_two_evaluations_within_a_millisecond_the_newer_counts() {
    let question = AskedQuestion {
        id: QuestionId(1),
        spec: QuestionSpec {
            text: "Why?".parse().unwrap(),
            category: None,
            difficulty: None,
            minutes: None,
            points: Vec::new(),
            notes: None,
        },
        planned: None,
        asked_by: "i".parse().unwrap(),
        asked_at: START,
        asked_at_ms: 0,
    };
    let answer = Answer {
        question: QuestionId(1),
        text: "Because.".parse().unwrap(),
        saved_at: START,
        submitted_at: Some(START),
    };
    let items = vec![
        InterviewItem::Plan(Box::new(plan())),
        InterviewItem::Question(Box::new(question)),
        InterviewItem::Answer(answer),
    ];
    let interview = Interview::from_items(items).unwrap();
    let mut room = Room::new(POLICY, RoomRecord::default(), START).with_interview(interview);
    room.handle_join(INTERVIEWER, join("i", InterviewRole::Interviewer), START).unwrap();
    told(&mut room);
    let mut asked: Vec<Evaluation> = Vec::new();
    for _ in 0..2 {
        let command = InterviewCommand::Evaluate { question: QuestionId(1) };
        room.handle_command(INTERVIEWER, Command::Interview(command), START).unwrap();
        asked.extend(told(&mut room).into_iter().filter_map(|effect| match effect {
            Effect::Assess(assess) => Some(assess.evaluation),
            _ => None,
        }));
    }
    let [older, newer] = asked.try_into().unwrap();
    let draft = AssessmentState::Running { draft: AssessmentDraft::default() };
    let goes_on = |evaluation: &Evaluation| Evaluation {
        assessment: Some(draft.clone()),
        ..evaluation.clone()
    };
    room.handle_evaluation(goes_on(&older), START);
    assert!(told(&mut room).is_empty());
    room.handle_evaluation(goes_on(&newer), START);
    assert_eq!(told(&mut room).len(), 1);
}
