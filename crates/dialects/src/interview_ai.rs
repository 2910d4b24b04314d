//! `/interview-ai`: an interview of two people with a shared clock, questions, answers and
//! evaluations.

use std::time::Duration;

use convene_model::{
    AskedQuestion, AssessmentState, Evaluation, ExpectedPoint, InterviewClock, InterviewCommand,
    InterviewPlan, InterviewRole, InterviewState, LongText, MediaState, Participant, PointOutcome,
    QuestionId, QuestionSpec, QuestionText, SignalKind, Timestamp,
};
use convene_room::{Command, Foreign};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::message::{BareOr, Message, Text, display_name, room_name, text as text_of_id};
use super::negotiation;
use super::room_view::{News, RoomView};
use super::table::{Row, asks, tells};
use super::vocabulary::{Asked, Context, Emit, Entry, Refused, UNTOLD, Vocabulary};

/// All events of this vocabulary.
pub(crate) const EVENTS: &[Row] = &[
    asks("join-room", "a room's name, or {roomId}", "Enter a room."),
    asks("offer", "{offer}", "Pass an offer to all others."),
    asks("answer", "{answer}", "Pass an answer to all others."),
    asks("ice-candidate", "{candidate}", "Pass a candidate, or `null`, to all others."),
    asks("interviewer-toggle", "{camOn, micOn}", "As the interviewer: tell what is on."),
    asks("participant-toggle", "{camOn, micOn}", "As the candidate: tell what is on."),
    asks("start-meeting", "{}", "Start the clock."),
    asks("end-meeting", "{}", "Stop it."),
    asks("new-question", "{question, keywords?, templateId?} or a text", "Ask a question."),
    asks(
        "new-answer",
        "{answer, questionIndex?} or a text",
        "Save an answer as a draft; everybody is told.",
    ),
    asks(
        "participant-answer",
        "{answer, questionIndex?, question?}",
        "Submit an answer; everybody is told.",
    ),
    asks(
        "submit-answer",
        "{answer, questionIndex?, question?, templateId?}",
        "Hand an answer in; nobody else is told.",
    ),
    asks(
        "evaluate-answer",
        "{answer, questionIndex?, question?, templateId?}",
        "Hand an answer in and have it evaluated.",
    ),
    tells("user-joined", "a socket id", "A participant came in."),
    tells("offer", "{offer, from}", "An offer from a participant."),
    tells("answer", "{answer, from}", "An answer from a participant."),
    tells("ice-candidate", "{candidate, from}", "A candidate from a participant."),
    tells("update-interviewer", "{camOn, micOn}", "What the interviewer has on."),
    tells("update-participant", "{camOn, micOn}", "What the candidate has on."),
    tells("meeting-started", "", "The clock started."),
    tells("meeting-ended", "", "It stopped."),
    tells("meeting-status", "{time}", "Every second while it runs: how many have passed."),
    tells(
        "receive-question",
        "{questionIndex, question, totalQuestions, templateId, hasKeywords}",
        "A question was asked.",
    ),
    tells(
        "participant-answer-received",
        "{questionIndex, answer, question?, timestamp?, evaluated}",
        "An answer was saved or submitted.",
    ),
    tells(
        "answer-submitted",
        "{success, questionIndex, templateId, error?}",
        "The answer to `submit-answer`.",
    ),
    tells("evaluation-started", "{questionIndex, status}", "An evaluation began."),
    tells("evaluation-error", "{questionIndex, error}", "It failed."),
    tells("answer-evaluated", "{questionIndex, score, points, feedback, …}", "Its result."),
    tells("error", "{message}", "The server closes the connection after it."),
];

/// Interval between two `meeting-status` events.
const SECOND: Duration = Duration::from_secs(1);

/// The vocabulary of `/interview-ai`.
#[derive(Debug)]
pub struct InterviewAi;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Join {
    room_id: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Toggle {
    cam_on: bool,
    mic_on: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewQuestion {
    question: Text,
    #[serde(default)]
    keywords: Option<Keywords>,
    /// The application's id of the question's template.
    #[serde(default)]
    template_id: Value,
}

/// Keywords: a list, or one text that separates them by commas.
#[derive(Deserialize)]
#[serde(untagged)]
enum Keywords {
    List(Vec<Text>),
    Text(String),
}

/// An answer. The events that carry an answer have different fields.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnAnswer {
    answer: Option<Text>,
    question_index: Option<u32>,
    question: Option<Text>,
    /// Names the question if there is no index. Returned to the client as it came.
    #[serde(default)]
    template_id: Value,
}

impl Vocabulary for InterviewAi {
    const EVENTS: &'static [Row] = EVENTS;

    const JOIN: &'static str = "join-room";

    const TEXTS: &'static [&'static str] = &["new-question", "new-answer"];

    // Clients of this dialect start negotiating on a join, and join again to restart the
    // negotiation.
    const STAYS: bool = false;

    fn ask(
        message: &Message,
        room: Option<&RoomView>,
        _context: Context<'_>,
    ) -> Result<Asked, String> {
        let command = |command| Ok(Asked::command(Command::Interview(command)));
        match message.event.as_str() {
            "join-room" => {
                let (BareOr::Bare(room_id) | BareOr::Object(Join { room_id: Text(room_id) })) =
                    message.payload()?;
                Ok(Asked::Join(Entry {
                    room: room_name(&room_id)?,
                    name: display_name(None, 0),
                    media: UNTOLD,
                    foreign: Foreign::default(),
                    plays: true,
                }))
            }
            "offer" => signals(message, SignalKind::Offer, room),
            "answer" => signals(message, SignalKind::Answer, room),
            "ice-candidate" => signals(message, SignalKind::Candidate, room),
            "interviewer-toggle" => toggle(message, InterviewRole::Interviewer, room),
            "participant-toggle" => toggle(message, InterviewRole::Candidate, room),
            "start-meeting" => command(InterviewCommand::Start {}),
            "end-meeting" => command(InterviewCommand::End {}),
            "new-question" => command(InterviewCommand::Ask { question: question(message)? }),
            "new-answer" => {
                let answer = match message.payload()? {
                    BareOr::Bare(answer) => AnAnswer {
                        answer: Some(Text(answer)),
                        question_index: None,
                        question: None,
                        template_id: Value::Null,
                    },
                    BareOr::Object(answer) => answer,
                };
                Ok(Asked::commands(vec![save_answer(&answer, room, false)?]))
            }
            "participant-answer" => {
                let answer: AnAnswer = message.payload()?;
                let mut commands = Vec::from_iter(asked_aloud(&answer, room));
                commands.push(save_answer(&answer, room, true)?);
                Ok(Asked::commands(commands))
            }
            "submit-answer" => Ok(submit(message.payload()?, room)),
            "evaluate-answer" => Ok(evaluate(&message.payload()?, room)),
            _ => message.unknown(),
        }
    }

    fn entered(_room: &RoomView) -> Vec<Emit> {
        Vec::new()
    }

    fn translate(room: &RoomView, news: &News<'_>, _now: Timestamp) -> Vec<Emit> {
        match news {
            News::Joined(who) => vec![Emit::new("user-joined", json!(who.id))],
            News::Changed { before, now } => changed(before, now),
            News::Signal { from, signal } => {
                Vec::from_iter(negotiation::plain_event("from", from, signal))
            }
            News::Clock { before, now } => turned(before, now),
            News::Asked(question) => {
                let payload = json!({
                    "questionIndex": index(question.id),
                    "question": question.spec.text,
                    "totalQuestions": room.interview.as_ref().map_or(0, |view| view.questions.len()),
                    "templateId": template_id(question),
                    "hasKeywords": !question.spec.points.is_empty(),
                });
                vec![Emit::new("receive-question", payload)]
            }
            News::Answered(answer) => {
                let mut payload = Map::new();
                payload.insert("questionIndex".to_owned(), index(answer.question).into());
                payload.insert("answer".to_owned(), answer.text.as_str().into());
                if let Some(at) = answer.submitted_at {
                    let question = text_of(room, answer.question).unwrap_or_default();
                    payload.insert("question".to_owned(), question.into());
                    payload.insert("timestamp".to_owned(), at.0.into());
                }
                payload.insert("evaluated".to_owned(), false.into());
                vec![Emit::new("participant-answer-received", Value::Object(payload))]
            }
            News::Evaluated(evaluation) => evaluated(room, evaluation),
            _ => Vec::new(),
        }
    }

    fn due(room: &RoomView, now: Timestamp) -> Option<Timestamp> {
        let clock = &room.interview.as_ref()?.clock;
        clock.running_since?;
        let elapsed = clock.elapsed(now).as_millis();
        let second = SECOND.as_millis();
        let left = second - elapsed % second;
        Some(now + Duration::from_millis(u64::try_from(left).unwrap_or_default()))
    }

    fn tick(room: &RoomView, now: Timestamp) -> Vec<Emit> {
        let clock = room.interview.as_ref().map(|view| &view.clock);
        let running = clock.filter(|clock| clock.running_since.is_some());
        let status = running.map(|clock| {
            // The timer may fire a moment early; the rounding keeps it from showing the previous
            // second.
            let seconds = (clock.elapsed(now) + SECOND / 10).as_secs();
            Emit::new("meeting-status", json!({ "time": seconds }))
        });
        status.into_iter().collect()
    }
}

/// Sends a signal to everybody else, because events of this dialect name no receiver.
fn signals(message: &Message, kind: SignalKind, room: Option<&RoomView>) -> Result<Asked, String> {
    let signal = negotiation::carried(kind, message)?;
    let others = room.into_iter().flat_map(RoomView::others);
    let commands = others.map(|other| {
        let to = other.id.clone();
        Command::Signal { to, transport_id: None, signal: signal.clone() }
    });
    Ok(Asked::commands(commands.collect()))
}

fn toggle(
    message: &Message,
    role: InterviewRole,
    room: Option<&RoomView>,
) -> Result<Asked, String> {
    let Toggle { cam_on, mic_on } = message.payload()?;
    let before = room.and_then(RoomView::me).map(|me| me.media).unwrap_or_default();
    let media = MediaState { camera: cam_on, microphone: mic_on, ..before };
    Ok(Asked::command(Command::TakePart { role, media }))
}

fn question(message: &Message) -> Result<Box<QuestionSpec>, String> {
    let NewQuestion { question: Text(question), keywords, template_id } = match message.payload()? {
        BareOr::Bare(question) => {
            NewQuestion { question: Text(question), keywords: None, template_id: Value::Null }
        }
        BareOr::Object(question) => question,
    };
    let keywords: Vec<String> = match keywords {
        Some(Keywords::List(list)) => list.into_iter().map(|Text(keyword)| keyword).collect(),
        Some(Keywords::Text(text)) => text.split(',').map(str::to_owned).collect(),
        None => Vec::new(),
    };
    if keywords.len() > InterviewPlan::MAX_POINTS {
        return Err(format!("a question has at most {} keywords", InterviewPlan::MAX_POINTS));
    }
    let keywords = keywords.iter().filter(|keyword| !keyword.trim().is_empty());
    let points: Result<Vec<ExpectedPoint>, _> = keywords.map(|keyword| keyword.parse()).collect();
    let mut spec = spec(&question)?;
    spec.points = points.map_err(|error| error.to_string())?;
    // The question of a named room has no other category, and only this dialect sees it.
    spec.category = text_of_id(&template_id).and_then(|id| id.parse().ok());
    Ok(Box::new(spec))
}

fn spec(text: &str) -> Result<QuestionSpec, String> {
    Ok(QuestionSpec {
        text: text.parse::<QuestionText>().map_err(|error| error.to_string())?,
        category: None,
        difficulty: None,
        minutes: None,
        points: Vec::new(),
        notes: None,
    })
}

/// The id of a question's template: the application's, or one made from the question's number.
fn template_id(question: &AskedQuestion) -> String {
    let own = question.spec.category.as_ref().map(|id| id.as_str().to_owned());
    own.unwrap_or_else(|| format!("question-{}", question.id.0))
}

/// The question that an answer belongs to; the newest if the answer names none.
fn question_id(answer: &AnAnswer, room: Option<&RoomView>) -> QuestionId {
    let asked = || {
        let view = room.and_then(|room| room.interview.as_ref());
        view.into_iter().flat_map(|view| &view.questions)
    };
    let by_index = answer.question_index.map(|index| QuestionId(index.saturating_add(1)));
    let by_template = || {
        let template = text_of_id(&answer.template_id)?;
        asked().find(|question| template_id(question) == template).map(|question| question.id)
    };
    let newest = || asked().last().map_or(QuestionId(1), |question| question.id);
    by_index.or_else(by_template).unwrap_or_else(newest)
}

fn text(answer: &AnAnswer) -> Result<LongText, String> {
    let Text(text) = answer.answer.as_ref().ok_or("missing field `answer`")?;
    text.parse().map_err(|error: convene_model::TextError| error.to_string())
}

/// Saves an answer that the whole room sees.
fn save_answer(
    answer: &AnAnswer,
    room: Option<&RoomView>,
    submit: bool,
) -> Result<Command, String> {
    let (question, text) = (question_id(answer, room), text(answer)?);
    Ok(Command::Interview(InterviewCommand::SaveAnswer { question, text, submit }))
}

/// Records the question that arrives with an answer: it was asked aloud.
fn asked_aloud(answer: &AnAnswer, room: Option<&RoomView>) -> Option<Command> {
    let Text(text) = answer.question.as_ref()?;
    Some(Command::AskedAloud { question: question_id(answer, room), text: text.parse().ok()? })
}

fn submit(answer: AnAnswer, room: Option<&RoomView>) -> Asked {
    let question = question_id(&answer, room);
    let commands = text(&answer).map(|text| {
        let hand_in = Command::HandIn { question, text };
        asked_aloud(&answer, room).into_iter().chain([hand_in]).collect()
    });
    let (question, template) = (index(question), answer.template_id);
    let submitted = move |success: bool| json!({ "success": success, "questionIndex": question, "templateId": template });
    let done = vec![Emit::new("answer-submitted", submitted(true))];
    let refused = move |error: &str| {
        let mut payload = submitted(false);
        if let Some(payload) = payload.as_object_mut() {
            payload.insert("error".to_owned(), error.into());
        }
        Emit::new("answer-submitted", payload)
    };
    asked(commands, done, Refused::new(refused))
}

fn evaluate(answer: &AnAnswer, room: Option<&RoomView>) -> Asked {
    let question = question_id(answer, room);
    let commands = text(answer).map(|text| {
        let hand_in = Command::HandIn { question, text };
        let evaluate = Command::Interview(InterviewCommand::Evaluate { question });
        asked_aloud(answer, room).into_iter().chain([hand_in, evaluate]).collect()
    });
    let refused = move |error: &str| {
        let payload = json!({ "questionIndex": index(question), "error": error });
        Emit::new("evaluation-error", payload)
    };
    asked(commands, Vec::new(), Refused::new(refused))
}

/// Makes the request, or refuses an invalid one with the dialect's own event.
fn asked(commands: Result<Vec<Command>, String>, done: Vec<Emit>, refused: Refused) -> Asked {
    match commands {
        Ok(commands) => Asked::Commands { commands, done, refused: Some(refused) },
        Err(error) => {
            let done = vec![refused.event(&error)];
            Asked::Commands { commands: Vec::new(), done, refused: None }
        }
    }
}

/// The dialect's number of a question, counted from 0.
fn index(question: QuestionId) -> u32 {
    question.0.saturating_sub(1)
}

fn text_of(room: &RoomView, question: QuestionId) -> Option<&str> {
    let view = room.interview.as_ref()?;
    let asked = view.questions.iter().find(|asked| asked.id == question)?;
    Some(asked.spec.text.as_str())
}

fn changed(before: &Participant, now: &Participant) -> Vec<Emit> {
    let of = |who: &Participant| (who.media.camera, who.media.microphone, who.interview_role);
    // Skip changes of other fields. `before == now` is a repeated media state, which is reported
    // too.
    if of(before) == of(now) && before != now {
        return Vec::new();
    }
    let event = match now.interview_role {
        Some(InterviewRole::Interviewer) => "update-interviewer",
        _ => "update-participant",
    };
    let payload = json!({ "camOn": now.media.camera, "micOn": now.media.microphone });
    vec![Emit::new(event, payload)]
}

fn turned(before: &InterviewClock, now: &InterviewClock) -> Vec<Emit> {
    use InterviewState as S;
    match (before.state, now.state) {
        (S::Waiting | S::Ended, S::Running) => vec![Emit::bare("meeting-started")],
        (S::Waiting | S::Running | S::Paused, S::Ended) => vec![Emit::bare("meeting-ended")],
        _ => Vec::new(),
    }
}

fn evaluated(room: &RoomView, evaluation: &Evaluation) -> Vec<Emit> {
    let question = index(evaluation.question);
    match &evaluation.assessment {
        None => {
            let payload = json!({ "questionIndex": question, "status": "evaluating" });
            vec![Emit::new("evaluation-started", payload)]
        }
        Some(AssessmentState::Running { .. }) => Vec::new(),
        Some(AssessmentState::Failed { reason }) if evaluation.matching.points.is_empty() => {
            let error = format!("there are no keywords to look for, and {reason}");
            let payload = json!({ "questionIndex": question, "error": error });
            vec![Emit::new("evaluation-error", payload)]
        }
        Some(AssessmentState::Failed { .. } | AssessmentState::Done { .. }) => {
            vec![Emit::new("answer-evaluated", result(room, evaluation))]
        }
    }
}

/// Score from 0 to 100: the model's assessment if there is one, otherwise the share of keywords
/// found.
fn score(evaluation: &Evaluation) -> u32 {
    match &evaluation.assessment {
        Some(AssessmentState::Done { assessment }) => u32::from(assessment.score.get()) * 10,
        _ => u32::from(evaluation.matching.score.get()),
    }
}

fn is_over(evaluation: &Evaluation) -> bool {
    match evaluation.assessment {
        Some(AssessmentState::Done { .. }) => true,
        Some(AssessmentState::Failed { .. }) => !evaluation.matching.points.is_empty(),
        Some(AssessmentState::Running { .. }) | None => false,
    }
}

fn result(room: &RoomView, evaluation: &Evaluation) -> Value {
    let points = &evaluation.matching.points;
    let those = |wanted: fn(PointOutcome) -> bool| -> Vec<&str> {
        let those = points.iter().filter(|point| wanted(point.outcome));
        those.map(|point| point.point.as_str()).collect()
    };
    let found = those(|outcome| outcome == PointOutcome::Found);
    let missing = those(|outcome| outcome != PointOutcome::Found);
    let (feedback, strengths, improvements, kind) = match &evaluation.assessment {
        Some(AssessmentState::Done { assessment }) => (
            assessment.summary.as_str().to_owned(),
            json!(assessment.strengths),
            json!(assessment.improvements),
            "ai",
        ),
        _ => {
            let feedback = format!("{} of {} keywords found", found.len(), points.len());
            (feedback, json!(found), json!(missing), "keyword")
        }
    };
    let view = room.interview.as_ref();
    let answers = view.into_iter().flat_map(|view| &view.answers);
    let answer = answers.into_iter().find(|answer| answer.question == evaluation.question);
    let all = view.into_iter().flat_map(|view| &view.evaluations).filter(|it| is_over(it));
    let scores: Vec<u32> = all.map(score).collect();
    let count = u32::try_from(scores.len()).unwrap_or(u32::MAX).max(1);
    let average = (f64::from(scores.iter().sum::<u32>()) / f64::from(count) * 10.0).round() / 10.0;
    let score = score(evaluation);
    json!({
        "questionIndex": index(evaluation.question),
        "answer": answer.map(|answer| answer.text.as_str()),
        "question": text_of(room, evaluation.question),
        "expectedKeywords": those(|_| true),
        "score": score,
        "points": f64::from(score) / 10.0,
        "feedback": feedback,
        "strengths": strengths,
        "improvements": improvements,
        "matchedConcepts": found,
        "evaluationType": kind,
        "averageScore": average,
        "evaluated": true,
    })
}
