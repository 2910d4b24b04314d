//! An interview: its clock, what is asked, answered, noted and judged, and who may see it.

mod clock;
mod permissions;
mod report;
mod room;
mod visible;

use std::collections::BTreeMap;
use std::time::Duration;

use convene_model::{
    Answer, AskedQuestion, AssessmentFailure, AssessmentState, DisplayName, Evaluation, Happening,
    InterviewClock, InterviewCommand, InterviewItem, InterviewPlan, InterviewRole, InterviewState,
    LinkId, LongText, Moment, Note, NoteId, PlanError, QuestionId, QuestionSpec, QuestionText,
    Rating, Recommendation, Score, Scorecard, SectionId, ShortText, Timestamp,
};

use self::clock::Turn;
use crate::match_points;
pub use permissions::may_in_interview;
pub(crate) use visible::Viewer;

/// The most questions asked, and notes written, in one interview.
const MAX_QUESTIONS: usize = 200;
const MAX_NOTES: usize = 2_000;
/// The most entries of a timeline: whoever comes and goes more often than that is not written down.
const MAX_MOMENTS: usize = 2_000;

/// The most bytes of text asked and answered in an interview without a plan: nobody who keeps it open has more to say,
/// and everybody in it holds a copy.
const MAX_OPEN_BYTES: usize = 512 * 1024;

/// Within so long, the same note of the same writer is one that was sent again.
const SENT_AGAIN: Duration = Duration::from_secs(60);

/// Why an interview refuses a command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InterviewError {
    /// The sender's role may not do this.
    #[error("your role may not do this")]
    NotAllowed,
    /// Not in this state of the interview.
    #[error("not while the interview is {state:?}")]
    WrongState {
        /// The state.
        state: InterviewState,
    },
    /// There is no such question, section, note or criterion.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// It was submitted and does not change any more.
    #[error("it is submitted already")]
    Submitted,
    /// As many as there may be.
    #[error("there are at most {0}")]
    TooMany(usize),
    /// A score, rating or plan outside its bounds.
    #[error("{0}")]
    Invalid(String),
}

impl From<PlanError> for InterviewError {
    fn from(error: PlanError) -> Self {
        Self::Invalid(error.to_string())
    }
}

/// Who sends a command: the link, which is the person, and the name it has now.
#[derive(Debug, Clone)]
pub(crate) struct Author {
    pub(crate) role: InterviewRole,
    pub(crate) link: LinkId,
    pub(crate) name: DisplayName,
}

/// The interview of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interview {
    /// Whether anybody in it may ask, answer and judge, as in a named room: then nothing is final or needs
    /// the clock to run.
    open: bool,
    plan: InterviewPlan,
    clock: InterviewClock,
    questions: BTreeMap<QuestionId, AskedQuestion>,
    answers: BTreeMap<QuestionId, Answer>,
    notes: BTreeMap<NoteId, Note>,
    scores: BTreeMap<(QuestionId, LinkId), Score>,
    evaluations: BTreeMap<QuestionId, Evaluation>,
    scorecards: BTreeMap<LinkId, Scorecard>,
    moments: BTreeMap<u32, Moment>,
}

impl Interview {
    /// An interview that has a plan and has not begun.
    #[must_use]
    pub fn new(plan: InterviewPlan) -> Self {
        Self {
            open: false,
            plan,
            clock: InterviewClock::default(),
            questions: BTreeMap::new(),
            answers: BTreeMap::new(),
            notes: BTreeMap::new(),
            scores: BTreeMap::new(),
            evaluations: BTreeMap::new(),
            scorecards: BTreeMap::new(),
            moments: BTreeMap::new(),
        }
    }

    /// An interview without a plan in which anybody may ask, answer and judge.
    #[must_use]
    pub(crate) fn open() -> Self {
        let plan = InterviewPlan {
            title: ShortText::untitled(),
            sections: Vec::new(),
            questions: Vec::new(),
            criteria: Vec::new(),
        };
        Self { open: true, ..Self::new(plan) }
    }

    /// The interview that was kept as these items; `None` if there is no plan among them.
    #[must_use]
    pub fn from_items(items: Vec<InterviewItem>) -> Option<Self> {
        let plan = items.iter().find_map(|item| match item {
            InterviewItem::Plan(plan) => Some((**plan).clone()),
            _ => None,
        })?;
        let mut interview = Self::new(plan);
        for item in items {
            interview.take_in(item);
        }
        Some(interview)
    }

    /// The same, where nobody goes on with the assessments that were being made when it was kept.
    #[must_use]
    pub fn reopened(mut self) -> Self {
        for evaluation in self.evaluations.values_mut() {
            let reason = AssessmentFailure::Interrupted;
            evaluation.assessment.get_or_insert(AssessmentState::Failed { reason });
        }
        self
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self) -> &ShortText {
        &self.plan.title
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &InterviewClock {
        &self.clock
    }

    /// Whether it is over.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.clock.state == InterviewState::Ended
    }

    /// Applies a command; what is to be kept and told.
    pub(crate) fn handle_command(
        &mut self,
        author: &Author,
        command: InterviewCommand,
        now: Timestamp,
    ) -> Result<Vec<InterviewItem>, InterviewError> {
        use InterviewCommand as C;
        if !self.open && !may_in_interview(author.role, &command) {
            return Err(InterviewError::NotAllowed);
        }
        let item = match command {
            C::Start {} => self.turn(Turn::Start, now)?,
            C::Pause {} => self.turn(Turn::Pause, now)?,
            C::Resume {} => self.turn(Turn::Resume, now)?,
            C::End {} => self.turn(Turn::End, now)?,
            C::EnterSection { section } => self.enter_section(section, now)?,
            C::SetPlan { plan } => {
                plan.check()?;
                InterviewItem::Plan(plan)
            }
            C::AskPlanned { index } => {
                let planned = self.plan.questions.get(usize::from(index));
                let spec = planned.ok_or(InterviewError::NotFound("question"))?.clone();
                self.ask(author, spec, Some(index), now)?
            }
            C::Ask { question } => {
                question.check()?;
                self.ask(author, *question, None, now)?
            }
            C::SaveAnswer { question, text, submit } => {
                self.save_answer(question, text, submit, now)?
            }
            C::WriteNote { id, question, text } => {
                self.write_note(author, id, question, text, now)?
            }
            C::ScoreAnswer { question, points } => self.score(author, question, points)?,
            C::Evaluate { question } => self.evaluate(author, question, now)?,
            C::SaveScorecard { ratings, private_notes, recommendation, submit } => {
                self.save_scorecard(author, ratings, private_notes, recommendation, submit, now)?
            }
        };
        self.require_place(&item)?;
        let happening = happening(&item, &self.clock);
        self.take_in(item.clone());
        let moment = happening.and_then(|what| self.note_down(what, now));
        Ok(std::iter::once(item).chain(moment).collect())
    }

    /// Enters into the timeline what happened; what is to be kept of it.
    pub(crate) fn note_down(&mut self, what: Happening, now: Timestamp) -> Option<InterviewItem> {
        let id = self.moments.last_key_value().map_or(0, |(id, _)| *id) + 1;
        if self.moments.len() >= MAX_MOMENTS {
            return None;
        }
        let moment = Moment { id, what, at: now, at_ms: clock::millis(&self.clock, now) };
        let item = InterviewItem::Moment(moment);
        self.take_in(item.clone());
        Some(item)
    }

    /// How a machine's assessment of an answer goes on. A newer one may have been asked for meanwhile.
    pub(crate) fn handle_evaluation(&mut self, evaluation: Evaluation) -> Option<InterviewItem> {
        let asked_for = self.evaluations.get(&evaluation.question)?.requested_at;
        if asked_for != evaluation.requested_at {
            return None;
        }
        let item = InterviewItem::Evaluation(Box::new(evaluation));
        self.take_in(item.clone());
        Some(item)
    }

    /// The evaluation of an answer, if there is one.
    #[must_use]
    pub fn evaluation(&self, question: QuestionId) -> Option<&Evaluation> {
        self.evaluations.get(&question)
    }

    /// The question and its answer, if there are both.
    #[must_use]
    pub fn answered(&self, question: QuestionId) -> Option<(&AskedQuestion, &Answer)> {
        self.questions.get(&question).zip(self.answers.get(&question))
    }

    fn take_in(&mut self, item: InterviewItem) {
        match item {
            InterviewItem::Plan(plan) => self.plan = *plan,
            InterviewItem::Clock(clock) => self.clock = clock,
            InterviewItem::Question(question) => {
                self.questions.insert(question.id, *question);
            }
            InterviewItem::Answer(answer) => {
                self.answers.insert(answer.question, answer);
            }
            InterviewItem::Note(note) => {
                self.notes.insert(note.id, note);
            }
            InterviewItem::Score(score) => {
                self.scores.insert((score.question, score.by.clone()), score);
            }
            InterviewItem::Evaluation(evaluation) => {
                self.evaluations.insert(evaluation.question, *evaluation);
            }
            InterviewItem::Scorecard(card) => {
                self.scorecards.insert(card.by.clone(), *card);
            }
            InterviewItem::Moment(moment) => {
                self.moments.insert(moment.id, moment);
            }
        }
    }

    fn turn(&self, turn: Turn, now: Timestamp) -> Result<InterviewItem, InterviewError> {
        let first = self.plan.sections.first().map(|section| section.id);
        let again = self.open && turn == Turn::Start && self.is_ended();
        let clock = if again { &InterviewClock::default() } else { &self.clock };
        // Where nothing needs the clock to run, what has no beginning can have an end.
        if self.open && turn == Turn::End && clock.state == InterviewState::Waiting {
            let ended = InterviewState::Ended;
            let clock = InterviewClock { state: ended, ended_at: Some(now), ..clock.clone() };
            return Ok(InterviewItem::Clock(clock));
        }
        clock::turned(clock, turn, first, now).map(InterviewItem::Clock)
    }

    fn enter_section(
        &self,
        section: SectionId,
        now: Timestamp,
    ) -> Result<InterviewItem, InterviewError> {
        self.require_begun()?;
        if !self.plan.sections.iter().any(|planned| planned.id == section) {
            return Err(InterviewError::NotFound("section"));
        }
        Ok(InterviewItem::Clock(clock::in_section(&self.clock, section, now)))
    }

    fn ask(
        &self,
        author: &Author,
        spec: QuestionSpec,
        planned: Option<u16>,
        now: Timestamp,
    ) -> Result<InterviewItem, InterviewError> {
        self.require_begun()?;
        if self.questions.len() >= MAX_QUESTIONS {
            return Err(InterviewError::TooMany(MAX_QUESTIONS));
        }
        let id = self.questions.last_key_value().map_or(0, |(id, _)| id.0) + 1;
        Ok(InterviewItem::Question(Box::new(AskedQuestion {
            id: QuestionId(id),
            spec,
            planned,
            asked_by: author.name.clone(),
            asked_at: now,
            asked_at_ms: clock::millis(&self.clock, now),
        })))
    }

    fn save_answer(
        &self,
        question: QuestionId,
        text: LongText,
        submit: bool,
        now: Timestamp,
    ) -> Result<InterviewItem, InterviewError> {
        self.require_begun()?;
        self.require_answerable(question)?;
        let submitted =
            self.answers.get(&question).is_some_and(|answer| answer.submitted_at.is_some());
        if submitted && !self.open {
            return Err(InterviewError::Submitted);
        }
        let submitted_at = submit.then_some(now);
        Ok(InterviewItem::Answer(Answer { question, text, saved_at: now, submitted_at }))
    }

    /// Takes in a question that was asked aloud; `None` if there is one of its number.
    pub(crate) fn asked_aloud(
        &mut self,
        question: QuestionId,
        text: QuestionText,
        asked_by: DisplayName,
        now: Timestamp,
    ) -> Result<Option<AskedQuestion>, InterviewError> {
        if self.questions.contains_key(&question) {
            return Ok(None);
        }
        self.require_answerable(question)?;
        if self.questions.len() >= MAX_QUESTIONS {
            return Err(InterviewError::TooMany(MAX_QUESTIONS));
        }
        let spec = QuestionSpec {
            text,
            category: None,
            difficulty: None,
            minutes: None,
            points: Vec::new(),
            notes: None,
        };
        let asked = AskedQuestion {
            id: question,
            spec,
            planned: None,
            asked_by,
            asked_at: now,
            asked_at_ms: clock::millis(&self.clock, now),
        };
        let item = InterviewItem::Question(Box::new(asked.clone()));
        self.require_place(&item)?;
        self.take_in(item);
        Ok(Some(asked))
    }

    /// Takes in an answer of which not all are told.
    pub(crate) fn hand_in(
        &mut self,
        question: QuestionId,
        text: LongText,
        now: Timestamp,
    ) -> Result<Answer, InterviewError> {
        let item = self.save_answer(question, text, false, now)?;
        self.require_place(&item)?;
        let InterviewItem::Answer(answer) = &item else {
            return Err(InterviewError::NotFound("question"));
        };
        let answer = answer.clone();
        self.take_in(item);
        Ok(answer)
    }

    /// An interview without a plan holds so much text and no more.
    fn require_place(&self, item: &InterviewItem) -> Result<(), InterviewError> {
        let more = match item {
            InterviewItem::Question(question) => question_bytes(question),
            InterviewItem::Answer(answer) => answer.text.as_str().len(),
            _ => return Ok(()),
        };
        let others = self.answers.values().filter(|kept| match item {
            InterviewItem::Answer(answer) => kept.question != answer.question,
            _ => true,
        });
        let answers: usize = others.map(|kept| kept.text.as_str().len()).sum();
        let questions: usize = self.questions.values().map(question_bytes).sum();
        if self.open && more + answers + questions > MAX_OPEN_BYTES {
            let message = format!("an interview has at most {} KiB of text", MAX_OPEN_BYTES / 1024);
            return Err(InterviewError::Invalid(message));
        }
        Ok(())
    }

    fn write_note(
        &self,
        author: &Author,
        id: Option<NoteId>,
        question: Option<QuestionId>,
        text: LongText,
        now: Timestamp,
    ) -> Result<InterviewItem, InterviewError> {
        if let Some(question) = question {
            self.require_question(question)?;
        }
        let note = match id {
            Some(id) => {
                let note = self.notes.get(&id).filter(|note| note.by == author.link);
                Note { text, question, ..note.ok_or(InterviewError::NotFound("note"))?.clone() }
            }
            // Sent again, since its acknowledgement was lost: it is kept already.
            None if let Some(kept) = self.just_written(author, question, &text, now) => {
                kept.clone()
            }
            None if self.notes.len() >= MAX_NOTES => {
                return Err(InterviewError::TooMany(MAX_NOTES));
            }
            None => Note {
                id: NoteId(self.notes.last_key_value().map_or(0, |(id, _)| id.0) + 1),
                question,
                by: author.link.clone(),
                by_name: author.name.clone(),
                text,
                written_at: now,
                written_at_ms: clock::millis(&self.clock, now),
            },
        };
        Ok(InterviewItem::Note(note))
    }

    fn just_written(
        &self,
        author: &Author,
        question: Option<QuestionId>,
        text: &LongText,
        now: Timestamp,
    ) -> Option<&Note> {
        let own = self.notes.values().rfind(|note| note.by == author.link)?;
        let same = own.text == *text && own.question == question;
        (same && now.since(own.written_at) < SENT_AGAIN).then_some(own)
    }

    fn score(
        &self,
        author: &Author,
        question: QuestionId,
        points: u8,
    ) -> Result<InterviewItem, InterviewError> {
        self.require_question(question)?;
        self.require_open_scorecard(&author.link)?;
        if points > Score::MAX {
            return Err(InterviewError::Invalid(format!("a score is 0 to {}", Score::MAX)));
        }
        let (by, by_name) = (author.link.clone(), author.name.clone());
        Ok(InterviewItem::Score(Score { question, by, by_name, points }))
    }

    fn evaluate(
        &self,
        author: &Author,
        question: QuestionId,
        now: Timestamp,
    ) -> Result<InterviewItem, InterviewError> {
        let (asked, answer) =
            self.answered(question).ok_or(InterviewError::NotFound("answer to this question"))?;
        // Its time names it: two within one millisecond must not be taken for each other.
        let after = self.evaluations.get(&question).map(|before| before.requested_at.0 + 1);
        let requested_at = Timestamp(after.map_or(now.0, |after| after.max(now.0)));
        Ok(InterviewItem::Evaluation(Box::new(Evaluation {
            question,
            requested_by: author.name.clone(),
            requested_at,
            matching: match_points(&asked.spec.points, answer.text.as_str()),
            assessment: None,
        })))
    }

    fn save_scorecard(
        &self,
        author: &Author,
        ratings: Vec<Rating>,
        private_notes: LongText,
        recommendation: Option<Recommendation>,
        submit: bool,
        now: Timestamp,
    ) -> Result<InterviewItem, InterviewError> {
        self.require_open_scorecard(&author.link)?;
        for (index, rating) in ratings.iter().enumerate() {
            if !self.plan.criteria.iter().any(|criterion| criterion.id == rating.criterion) {
                return Err(InterviewError::NotFound("criterion"));
            }
            if !(1..=Rating::MAX).contains(&rating.stars) {
                let message = format!("a rating is 1 to {}", Rating::MAX);
                return Err(InterviewError::Invalid(message));
            }
            if ratings.iter().take(index).any(|before| before.criterion == rating.criterion) {
                return Err(InterviewError::Invalid("a criterion is rated twice".to_owned()));
            }
        }
        Ok(InterviewItem::Scorecard(Box::new(Scorecard {
            by: author.link.clone(),
            by_name: author.name.clone(),
            ratings,
            private_notes,
            recommendation,
            saved_at: now,
            submitted_at: submit.then_some(now),
        })))
    }

    /// Running or paused.
    fn require_begun(&self) -> Result<(), InterviewError> {
        match self.clock.state {
            _ if self.open => Ok(()),
            InterviewState::Running | InterviewState::Paused => Ok(()),
            state => Err(InterviewError::WrongState { state }),
        }
    }

    fn require_question(&self, question: QuestionId) -> Result<(), InterviewError> {
        let there = self.questions.contains_key(&question);
        if there { Ok(()) } else { Err(InterviewError::NotFound("question")) }
    }

    /// A question that was asked; where anybody may ask and answer, it may have been asked aloud.
    fn require_answerable(&self, question: QuestionId) -> Result<(), InterviewError> {
        let aloud = self.open
            && usize::try_from(question.0).is_ok_and(|id| (1..=MAX_QUESTIONS).contains(&id));
        if aloud { Ok(()) } else { self.require_question(question) }
    }

    fn require_open_scorecard(&self, link: &LinkId) -> Result<(), InterviewError> {
        let submitted = self.has_submitted(link);
        if submitted { Err(InterviewError::Submitted) } else { Ok(()) }
    }

    fn has_submitted(&self, link: &LinkId) -> bool {
        self.scorecards.get(link).is_some_and(|card| card.submitted_at.is_some())
    }
}

fn question_bytes(question: &AskedQuestion) -> usize {
    let points = question.spec.points.iter();
    question.spec.text.as_str().len() + points.map(|point| point.as_str().len()).sum::<usize>()
}

/// What an item means for the timeline, with the clock as it was before.
fn happening(item: &InterviewItem, before: &InterviewClock) -> Option<Happening> {
    use InterviewState as S;
    match item {
        InterviewItem::Clock(clock) => match (before.state, clock.state) {
            (S::Waiting, S::Running) => Some(Happening::Started {}),
            (S::Running, S::Paused) => Some(Happening::Paused {}),
            (S::Paused, S::Running) => Some(Happening::Resumed {}),
            (S::Running | S::Paused, S::Ended) => Some(Happening::Ended {}),
            _ => clock.section.map(|section| Happening::SectionEntered { section }),
        },
        InterviewItem::Question(question) => {
            Some(Happening::QuestionAsked { question: question.id })
        }
        InterviewItem::Answer(answer) if answer.submitted_at.is_some() => {
            Some(Happening::AnswerSubmitted { question: answer.question })
        }
        _ => None,
    }
}
