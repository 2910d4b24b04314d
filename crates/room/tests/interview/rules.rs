//! Rules of interviews: one case each.

use std::time::Duration;

use crate::world::*;
use convene_model::{
    DecisionOutcome, InterviewCommand, InterviewItem, InterviewRole, InterviewState, InterviewView,
    LinkId, LinkMade, LongText, MediaState, NoteId, QuestionId, Rating, Recommendation,
    RecordingState, Role, RoomRecord, SectionId, Signal, Source, Timestamp,
};
use convene_room::{
    Command, CommandId, ConnectionId, Dismissal, Effect, Interview, InterviewError, Join,
    JoinOutcome, Match, Progress, Room, RoomChange, RoomError, may_in_interview,
};

/// One command of each kind.
pub(crate) fn commands() -> Vec<InterviewCommand> {
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
    // One entry for each of `commands`; its columns are interviewer, candidate, observer.
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

/// Each command once. The match in `kind` reminds the author of a new command to add it here.
fn every_command() -> Vec<Command> {
    let (who, name) = (id(CLEO), "Somebody".parse().unwrap());
    let text: LongText = "x".parse().unwrap();
    let commands = vec![
        Command::TakePart { role: InterviewRole::Interviewer, media: MediaState::default() },
        Command::AskedAloud { question: QuestionId(1), text: "Why?".parse().unwrap() },
        Command::HandIn { question: QuestionId(1), text: text.clone() },
        Command::React("👍".to_owned().try_into().unwrap()),
        Command::RaiseHand(true),
        Command::SetMedia(MediaState { camera: true, ..MediaState::default() }),
        Command::SetRecording(Some(RecordingState::Recording)),
        Command::Rename { who: who.clone(), name },
        Command::Admit(who.clone()),
        Command::AdmitAll,
        Command::Deny(who.clone()),
        Command::SetRoom(RoomChange { locked: Some(true), ..RoomChange::default() }),
        Command::SetTitle(None),
        Command::SetPassword(None),
        Command::StopSource { who: who.clone(), source: Source::Camera },
        Command::MuteAll,
        Command::AskToUnmute(who.clone()),
        Command::LowerHand(who.clone()),
        Command::Remove { who: who.clone(), may_return: true },
        Command::SetRole { who: who.clone(), role: Role::CoHost },
        Command::EndMeeting,
        Command::Interview(InterviewCommand::Start {}),
        Command::Interview(InterviewCommand::SaveAnswer {
            question: QuestionId(1),
            text,
            submit: false,
        }),
        Command::Signal {
            to: who,
            transport_id: None,
            signal: Signal::Answer { sdp: "v=0".parse().unwrap() },
        },
        Command::Subscribe(Vec::new()),
        Command::Leave,
    ];
    let kind = |command: &Command| match command {
        Command::Leave => 0,
        Command::Signal { .. } => 1,
        Command::SetMedia(_) => 2,
        Command::TakePart { .. } => 3,
        Command::AskedAloud { .. } => 4,
        Command::HandIn { .. } => 5,
        Command::React(_) => 6,
        Command::RaiseHand(_) => 7,
        Command::SetRecording(_) => 8,
        Command::Rename { .. } => 9,
        Command::Admit(_) => 10,
        Command::AdmitAll => 11,
        Command::Deny(_) => 12,
        Command::SetRoom(_) => 13,
        Command::SetPassword(_) => 14,
        Command::StopSource { .. } => 15,
        Command::MuteAll => 16,
        Command::AskToUnmute(_) => 17,
        Command::LowerHand(_) => 18,
        Command::Remove { .. } => 19,
        Command::SetRole { .. } => 20,
        Command::EndMeeting => 21,
        Command::Interview(_) => 22,
        Command::SetTitle(_) => 23,
        Command::Subscribe(_) => 24,
    };
    let kinds: std::collections::BTreeSet<u8> = commands.iter().map(kind).collect();
    assert_eq!(kinds.len(), 25);
    commands
}

#[test]
fn an_observer_sends_nothing() {
    let mut world = World::new();
    let snapshot = world.room.snapshot(Role::Host);
    let ole = snapshot.participants.iter().find(|other| other.id == id(OLE)).unwrap();
    assert_eq!(ole.media, MediaState::default());
    assert_eq!(ole.interview_role, Some(InterviewRole::Observer));
    for command in every_command() {
        let allowed = matches!(command, Command::Leave | Command::Signal { .. });
        let receives = matches!(command, Command::Subscribe(_));
        let shown = format!("{command:?}");
        let result = world.room.handle_command(connection(OLE), command, world.now);
        if allowed {
            assert!(result.is_ok(), "{shown}: {result:?}");
        } else if receives {
            assert_eq!(result, Err(RoomError::NotForwarding), "allowed, but this room is a mesh");
        } else {
            assert_eq!(result, Err(RoomError::NotAllowed), "{shown}");
        }
    }
}

#[test]
fn an_observer_goes_by_a_name_and_may_change_it() {
    let mut world = World::new();
    let rename = Command::Rename { who: id(OLE), name: "Olaf".parse().unwrap() };
    assert!(world.room.handle_command(connection(OLE), rename, world.now).is_ok());
    let silent = Command::SetMedia(MediaState::default());
    assert!(world.room.handle_command(connection(OLE), silent, world.now).is_ok());
}

/// An empty scorecard, submitted.
fn empty_scorecard() -> InterviewCommand {
    InterviewCommand::SaveScorecard {
        ratings: Vec::new(),
        private_notes: LongText::default(),
        recommendation: None,
        submit: true,
    }
}

/// Number of others' scorecards that a person sees.
fn seen_of_others(world: &World, who: usize) -> usize {
    let report = world.room.interview().unwrap().report(
        "abc-defg-hij".parse().unwrap(),
        &link(who),
        world.now,
    );
    report.scorecards.iter().filter(|card| card.by != link(who)).count()
}

#[test]
fn a_link_counts_as_its_makers_for_scores_and_scorecards() {
    // Ben's link was made with Ana's link, or with one that was: its holder may be Ana.
    for chain in [vec![(BEN, ANA)], vec![(BEN, CLEO), (CLEO, ANA)]] {
        let mut world = World::new();
        for (made, by) in chain {
            world.room.handle_link_made(LinkMade { link: link(made), by: link(by) });
        }
        world.say(BEN, empty_scorecard()).unwrap();
        let carol: LinkId = "eeeeeeeeeeee".parse().unwrap();
        let join = Join {
            id: "e".repeat(16).parse().unwrap(),
            link: Some((InterviewRole::Interviewer, carol)),
            ..join(ANA)
        };
        world.room.handle_join(ConnectionId(9), join, world.now).unwrap();
        let command = Command::Interview(empty_scorecard());
        world.room.handle_command(ConnectionId(9), command, world.now).unwrap();
        assert_eq!(seen_of_others(&world, BEN), 0, "Ana has submitted nothing");
        assert_eq!(seen_of_others(&world, ANA), 0);
    }
}

#[test]
fn once_maker_and_made_have_submitted_both_see_the_others() {
    let mut world = World::new();
    world.room.handle_link_made(LinkMade { link: link(BEN), by: link(ANA) });
    world.say(BEN, empty_scorecard()).unwrap();
    assert_eq!(seen_of_others(&world, BEN), 0);
    world.say(ANA, empty_scorecard()).unwrap();
    assert_eq!((seen_of_others(&world, BEN), seen_of_others(&world, ANA)), (1, 1));
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
    // A participant who is inside may stay, and return after a lost connection.
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
fn arrivals_are_kept_even_if_the_room_is_full_before_all_are_admitted() {
    let mut world = World::new();
    let lobby = Command::SetRoom(RoomChange { lobby: Some(true), ..RoomChange::default() });
    world.room.handle_command(connection(ANA), lobby, world.now).unwrap();
    world.drain();
    for number in 10..15_u8 {
        let letter = char::from(b'a' + number);
        let newcomer = Join {
            id: letter.to_string().repeat(16).parse().unwrap(),
            link: Some((InterviewRole::Candidate, letter.to_string().repeat(12).parse().unwrap())),
            ..join(CLEO)
        };
        let waits =
            world.room.handle_join(ConnectionId(u64::from(number)), newcomer, world.now).unwrap();
        assert!(matches!(waits, JoinOutcome::Waiting { .. }), "{waits:?}");
    }
    world.drain();
    let before = world.kept.len();
    let full = world.room.handle_command(connection(ANA), Command::AdmitAll, world.now);
    assert_eq!(full, Err(RoomError::Full { max: 8 }));
    world.drain();
    assert_eq!(world.kept.len(), before + 4, "{:?}", &world.kept[before..]);
}

/// An interview whose first question is answered, and the effects of an evaluation of it.
fn evaluating() -> (World, CommandId, Match) {
    let mut world = World::new();
    world.say(ANA, InterviewCommand::Start {}).unwrap();
    world.say(ANA, InterviewCommand::AskPlanned { index: 0 }).unwrap();
    world.say(CLEO, answer("Because.")).unwrap();
    let (command, input) = evaluate(&mut world);
    (world, command, input)
}

fn answer(text: &str) -> InterviewCommand {
    InterviewCommand::SaveAnswer { question: QuestionId(1), text: long(text), submit: false }
}

fn evaluate(world: &mut World) -> (CommandId, Match) {
    let evaluate = Command::Interview(InterviewCommand::Evaluate { question: QuestionId(1) });
    let progress = world.room.handle_command(connection(ANA), evaluate, world.now).unwrap();
    let effect = world.room.poll_effect();
    let Some(Effect::Match { command, connection: from, input }) = effect else {
        panic!("{effect:?}")
    };
    assert_eq!((progress, from), (Progress::Pending(command), Some(connection(ANA))));
    (command, *input)
}

#[test]
fn an_evaluation_is_of_the_answer_as_it_is_when_it_is_kept() {
    let (mut world, command, input) = evaluating();
    assert_eq!(input.answer, long("Because."));
    assert!(!world.room.is_kept(), "the evaluation is still to come");
    world.say(CLEO, answer("A SECRET point.")).unwrap();
    world.room.handle_matched(command, Some(input.run()), world.now);
    let Some(Effect::Match { command: again, input, .. }) = world.room.poll_effect() else {
        panic!("the answer has changed meanwhile")
    };
    assert_eq!((again, &input.answer), (command, &long("A SECRET point.")));
    world.room.handle_matched(command, Some(input.run()), world.now);
    world.drain();
    assert!(world.room.is_kept());
    let InterviewView::Interviewer(view) = &world.views[ANA] else { panic!() };
    assert_eq!(view.evaluations[0].matching.score.get(), 100);
}

#[test]
fn a_matching_that_failed_refuses_the_evaluation_and_changes_nothing() {
    let (mut world, command, _) = evaluating();
    world.room.handle_matched(command, None, world.now);
    let refused = Effect::Settled { command, result: Err(RoomError::NotKept) };
    assert_eq!(world.room.poll_effect(), Some(refused));
    assert_eq!(world.room.poll_effect(), None);
    assert!(world.room.is_kept());
}

#[test]
fn evaluations_that_wait_for_a_matching_are_bounded_and_end_with_the_meeting() {
    let (mut world, first, _) = evaluating();
    for _ in 1..64 {
        evaluate(&mut world);
    }
    let one_more = Command::Interview(InterviewCommand::Evaluate { question: QuestionId(1) });
    let refused = world.room.handle_command(connection(ANA), one_more, world.now);
    assert_eq!(refused, Err(RoomError::Interview(InterviewError::TooMany(64))));
    world.room.handle_deleted(world.now);
    let effects = std::iter::from_fn(|| world.room.poll_effect());
    let is_ended =
        |effect: &Effect| matches!(effect, Effect::Settled { result: Err(RoomError::Ended), .. });
    assert_eq!(effects.filter(is_ended).count(), 64);
    world.room.handle_matched(first, None, world.now);
    assert_eq!(world.room.poll_effect(), None);
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
    // Only the writer may change a note.
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

#[test]
fn the_debrief_awaits_each_interviewer_who_came_and_hides_the_decision_from_them() {
    let mut world = World::new();
    let interview = |world: &World| Interview::from_items(world.kept.clone()).unwrap();
    let report = |interview: &Interview, who| {
        interview.report("abc-defg-hij".parse().unwrap(), &link(who), Timestamp(1))
    };
    let decide = |interview: &Interview, who| {
        let reason = "Knows it.".parse().unwrap();
        interview.decide(&link(who), DecisionOutcome::Yes, reason, Timestamp(9))
    };
    // They came, and have written nothing.
    assert_eq!(report(&interview(&world), ANA).awaited.len(), 2);
    assert_eq!(decide(&interview(&world), ANA), Err(InterviewError::NotSubmitted));

    let card = |submit| InterviewCommand::SaveScorecard {
        ratings: Vec::new(),
        private_notes: LongText::default(),
        recommendation: None,
        submit,
    };
    world.say(ANA, card(false)).unwrap();
    assert_eq!(decide(&interview(&world), ANA), Err(InterviewError::NotSubmitted));
    world.say(ANA, card(true)).unwrap();
    let awaited = report(&interview(&world), ANA).awaited;
    assert_eq!(awaited.len(), 1);

    let decision = decide(&interview(&world), ANA).unwrap();
    assert_eq!((decision.by.clone(), decision.decided_at), (link(ANA), Timestamp(9)));
    world.kept.push(InterviewItem::Decision(Box::new(decision.clone())));
    assert_eq!(report(&interview(&world), ANA).decision, Some(decision.clone()));
    assert_eq!(report(&interview(&world), BEN).decision, None);
    for who in [CLEO, OLE, BEN] {
        assert_eq!(decide(&interview(&world), who), Err(InterviewError::NotSubmitted));
    }

    world.say(BEN, card(true)).unwrap();
    let after = report(&interview(&world), BEN);
    assert_eq!((after.awaited.len(), after.decision), (0, Some(decision)));
}
