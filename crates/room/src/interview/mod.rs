//! Interview: clock, questions, answers, notes, evaluations and scores.

mod clock;
mod matching;
mod permissions;
mod report;
mod room;
mod visible;

use std::collections::BTreeMap;
use std::time::Duration;

use convene_model::{
    Answer, AskedQuestion, AssessmentFailure, AssessmentState, Decision, DecisionOutcome,
    DisplayName, Evaluation, Happening, InterviewClock, InterviewCommand, InterviewDetails,
    InterviewItem, InterviewPlan, InterviewRole, InterviewState, LinkId, LinkMade, LongText,
    Moment, Note, NoteId, PlanError, QuestionId, QuestionSpec, QuestionText, Rating, ReasonText,
    Recommendation, Score, Scorecard, SectionId, ShortText, Timestamp,
};

use self::clock::Turn;
pub use matching::{Match, Matched};
pub use permissions::may_in_interview;
pub(crate) use visible::Viewer;

/// Maximum number of questions, and of notes, in one interview.
const MAX_QUESTIONS: usize = 200;
const MAX_NOTES: usize = 2_000;
/// Maximum number of timeline entries; later ones are not recorded.
const MAX_MOMENTS: usize = 2_000;

/// Maximum bytes of questions and answers in an interview without a plan. The limit bounds memory:
/// each participant holds a copy.
const MAX_OPEN_BYTES: usize = 512 * 1024;

/// Window in which an equal note by the same writer is taken as a retry.
const SENT_AGAIN: Duration = Duration::from_secs(60);

/// Reason why an interview refuses a command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InterviewError {
    /// The sender's role does not permit the command.
    #[error("your role may not do this")]
    NotAllowed,
    /// The interview's state does not allow the command.
    #[error("not while the interview is {state:?}")]
    WrongState {
        /// State of the interview.
        state: InterviewState,
    },
    /// The question, section, note or criterion does not exist.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The sender's own scorecard is not submitted, so others' are hidden from them.
    #[error("submit your own scorecard first")]
    NotSubmitted,
    /// The scorecard was submitted and is final.
    #[error("it is submitted already")]
    Submitted,
    /// The limit is reached.
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

/// Sender of a command: its link, which identifies the person, and its current name.
#[derive(Debug, Clone)]
pub(crate) struct Author {
    pub(crate) role: InterviewRole,
    pub(crate) link: LinkId,
    pub(crate) name: DisplayName,
}

/// The interview of a room.
#[derive(Debug, Clone)]
pub struct Interview {
    /// True in a named room: each participant may ask, answer and evaluate. Nothing is final
    /// or needs the clock to run.
    open: bool,
    plan: InterviewPlan,
    details: InterviewDetails,
    clock: InterviewClock,
    questions: BTreeMap<QuestionId, AskedQuestion>,
    answers: BTreeMap<QuestionId, Answer>,
    notes: BTreeMap<NoteId, Note>,
    scores: BTreeMap<(QuestionId, LinkId), Score>,
    evaluations: BTreeMap<QuestionId, Evaluation>,
    scorecards: BTreeMap<LinkId, Scorecard>,
    decision: Option<Decision>,
    moments: BTreeMap<u32, Moment>,
    /// Links that were made with another link; the value is that link.
    makers: BTreeMap<LinkId, LinkId>,
    /// Greatest number assigned to a timeline entry, kept or not.
    newest_moment: u32,
}

/// Compares kept state only: timeline numbers that the disk refused do not count.
impl PartialEq for Interview {
    fn eq(&self, other: &Self) -> bool {
        let Self { open, plan, clock, questions, answers, notes, scores, .. } = self;
        let Self { evaluations, scorecards, moments, makers, details, decision, .. } = self;
        (open, plan, clock, questions, answers, notes)
            == (
                &other.open,
                &other.plan,
                &other.clock,
                &other.questions,
                &other.answers,
                &other.notes,
            )
            && (details, decision) == (&other.details, &other.decision)
            && (scores, evaluations, scorecards, moments, makers)
                == (
                    &other.scores,
                    &other.evaluations,
                    &other.scorecards,
                    &other.moments,
                    &other.makers,
                )
    }
}

impl Eq for Interview {}

impl Interview {
    /// A planned interview that has not started.
    #[must_use]
    pub fn new(plan: InterviewPlan) -> Self {
        Self {
            open: false,
            plan,
            details: InterviewDetails::default(),
            clock: InterviewClock::default(),
            questions: BTreeMap::new(),
            answers: BTreeMap::new(),
            notes: BTreeMap::new(),
            scores: BTreeMap::new(),
            evaluations: BTreeMap::new(),
            scorecards: BTreeMap::new(),
            decision: None,
            moments: BTreeMap::new(),
            makers: BTreeMap::new(),
            newest_moment: 0,
        }
    }

    /// An interview without a plan, in which each participant may ask, answer and evaluate.
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

    /// Restores an interview from its kept items; `None` if they contain no plan.
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

    /// Marks assessments without a result as interrupted: their work ended with the process.
    #[must_use]
    pub fn reopened(mut self) -> Self {
        for evaluation in self.evaluations.values_mut() {
            let reason = AssessmentFailure::Interrupted;
            evaluation.assessment.get_or_insert(AssessmentState::Failed { reason });
        }
        self
    }

    /// Title of the interview.
    #[must_use]
    pub fn title(&self) -> &ShortText {
        &self.plan.title
    }

    /// The plan with another title.
    #[must_use]
    pub fn retitled(&self, title: ShortText) -> InterviewItem {
        InterviewItem::Plan(Box::new(InterviewPlan { title, ..self.plan.clone() }))
    }

    /// Candidate and date of the interview.
    #[must_use]
    pub fn details(&self) -> &InterviewDetails {
        &self.details
    }

    /// Clock of the interview.
    #[must_use]
    pub fn clock(&self) -> &InterviewClock {
        &self.clock
    }

    /// True if the interview has ended.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.clock.state == InterviewState::Ended
    }

    /// The answer that must be matched before the command can be planned, if any.
    pub(crate) fn to_match(
        &self,
        author: &Author,
        command: &InterviewCommand,
        matched: Option<&Matched>,
    ) -> Result<Option<Match>, InterviewError> {
        let InterviewCommand::Evaluate { question } = command else { return Ok(None) };
        if !self.open && !may_in_interview(author.role, command) {
            return Err(InterviewError::NotAllowed);
        }
        let (asked, answer) = self.require_answer(*question)?;
        let (points, answer) = (&asked.spec.points, &answer.text);
        let is_matched = matched.is_some_and(|matched| matched.of(points, answer).is_some());
        Ok((!is_matched).then(|| Match { points: points.clone(), answer: answer.clone() }))
    }

    /// Plans a command: returns the items to keep and then to take in. Only the number of its
    /// timeline entry is assigned now, so that no entry made meanwhile gets the same number.
    pub(crate) fn plan_command(
        &mut self,
        author: &Author,
        command: InterviewCommand,
        matched: Option<&Matched>,
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
            C::Evaluate { question } => self.evaluate(author, question, matched, now)?,
            C::SaveScorecard { ratings, private_notes, recommendation, submit } => {
                self.save_scorecard(author, ratings, private_notes, recommendation, submit, now)?
            }
        };
        self.require_place(&item)?;
        let clock = if let InterviewItem::Clock(clock) = &item { clock } else { &self.clock };
        let at_ms = clock::millis(clock, now);
        let moment = happening(&item, &self.clock).and_then(|what| self.moment(what, now, at_ms));
        Ok(std::iter::once(item).chain(moment).collect())
    }

    /// Adds a moment to the timeline and returns the item to keep.
    pub(crate) fn note_down(&mut self, what: Happening, now: Timestamp) -> Option<InterviewItem> {
        let at_ms = clock::millis(&self.clock, now);
        let item = self.moment(what, now, at_ms)?;
        self.take_in(item.clone());
        Some(item)
    }

    /// A timeline entry with a new number.
    fn moment(&mut self, what: Happening, at: Timestamp, at_ms: u64) -> Option<InterviewItem> {
        if self.moments.len() >= MAX_MOMENTS {
            return None;
        }
        self.newest_moment += 1;
        Some(InterviewItem::Moment(Moment { id: self.newest_moment, what, at, at_ms }))
    }

    /// Takes in the progress of an assessment. A newer evaluation may have replaced it meanwhile.
    pub(crate) fn handle_evaluation(&mut self, evaluation: Evaluation) -> Option<InterviewItem> {
        let asked_for = self.evaluations.get(&evaluation.question)?.requested_at;
        if asked_for != evaluation.requested_at {
            return None;
        }
        let item = InterviewItem::Evaluation(Box::new(evaluation));
        self.take_in(item.clone());
        Some(item)
    }

    /// Asked questions, in the order of their numbers.
    pub fn questions(&self) -> impl Iterator<Item = &AskedQuestion> {
        self.questions.values()
    }

    /// Evaluation of the answer, if any.
    #[must_use]
    pub fn evaluation(&self, question: QuestionId) -> Option<&Evaluation> {
        self.evaluations.get(&question)
    }

    /// The question and its answer, if both exist.
    #[must_use]
    pub fn answered(&self, question: QuestionId) -> Option<(&AskedQuestion, &Answer)> {
        self.questions.get(&question).zip(self.answers.get(&question))
    }

    pub(crate) fn take_in(&mut self, item: InterviewItem) {
        match item {
            InterviewItem::Plan(plan) => self.plan = *plan,
            InterviewItem::Details(details) => self.details = details,
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
            InterviewItem::Decision(decision) => self.decision = Some(*decision),
            InterviewItem::Moment(moment) => {
                self.newest_moment = self.newest_moment.max(moment.id);
                self.moments.insert(moment.id, moment);
            }
            InterviewItem::LinkMade(LinkMade { link, by }) => {
                self.makers.insert(link, by);
            }
        }
    }

    fn turn(&self, turn: Turn, now: Timestamp) -> Result<InterviewItem, InterviewError> {
        let first = self.plan.sections.first().map(|section| section.id);
        let again = self.open && turn == Turn::Start && self.is_ended();
        let clock = if again { &InterviewClock::default() } else { &self.clock };
        // An open interview can end without a start, because nothing in it needs the clock.
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

    /// Adds a question that was asked aloud; `None` if its number is in use.
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

    /// Stores an answer that is handed in: the room announces it only to clients that know
    /// interviews.
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

    /// Fails if the item's text would exceed [`MAX_OPEN_BYTES`] in an interview without a plan.
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
            // A retry, because the acknowledgement was lost: the note is kept already.
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
        matched: Option<&Matched>,
        now: Timestamp,
    ) -> Result<InterviewItem, InterviewError> {
        let (asked, answer) = self.require_answer(question)?;
        // Always there: the room has an answer matched before it plans the evaluation.
        let matching = matched.and_then(|matched| matched.of(&asked.spec.points, &answer.text));
        let matching = matching.ok_or(InterviewError::NotFound("matching of this answer"))?;
        // The time identifies the evaluation, so two of one answer must not share a millisecond.
        let after = self.evaluations.get(&question).map(|before| before.requested_at.0 + 1);
        let requested_at = Timestamp(after.map_or(now.0, |after| after.max(now.0)));
        Ok(InterviewItem::Evaluation(Box::new(Evaluation {
            question,
            requested_by: author.name.clone(),
            requested_at,
            matching: matching.clone(),
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

    /// The decision of the interviewer with this link, to be kept in place of an earlier one.
    ///
    /// # Errors
    /// [`InterviewError::NotSubmitted`] unless the interviewer has submitted a scorecard: a decision
    /// follows the comparison of scorecards, which they could not see before.
    pub fn decide(
        &self,
        by: &LinkId,
        outcome: DecisionOutcome,
        reason: ReasonText,
        now: Timestamp,
    ) -> Result<Decision, InterviewError> {
        let card = self.scorecards.get(by).ok_or(InterviewError::NotSubmitted)?;
        if !self.lineage(by).all(|link| self.has_submitted(link)) {
            return Err(InterviewError::NotSubmitted);
        }
        let by_name = card.by_name.clone();
        Ok(Decision { outcome, reason, by: by.clone(), by_name, decided_at: now })
    }

    /// Fails unless the clock is running or paused. Open interviews need no clock.
    fn require_begun(&self) -> Result<(), InterviewError> {
        match self.clock.state {
            _ if self.open => Ok(()),
            InterviewState::Running | InterviewState::Paused => Ok(()),
            state => Err(InterviewError::WrongState { state }),
        }
    }

    fn require_answer(
        &self,
        question: QuestionId,
    ) -> Result<(&AskedQuestion, &Answer), InterviewError> {
        self.answered(question).ok_or(InterviewError::NotFound("answer to this question"))
    }

    fn require_question(&self, question: QuestionId) -> Result<(), InterviewError> {
        let there = self.questions.contains_key(&question);
        if there { Ok(()) } else { Err(InterviewError::NotFound("question")) }
    }

    /// Fails unless the question was asked. In an open interview any valid number passes, because
    /// the question may have been asked aloud.
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

    /// The link, the link it was made with, and so on up to a link that came with the interview.
    fn lineage<'a>(&'a self, link: &'a LinkId) -> impl Iterator<Item = &'a LinkId> {
        // Links are made in order, so the chain is at most as long as the number of links.
        std::iter::successors(Some(link), |link| self.makers.get(link)).take(self.makers.len() + 1)
    }
}

fn question_bytes(question: &AskedQuestion) -> usize {
    let points = question.spec.points.iter();
    question.spec.text.as_str().len() + points.map(|point| point.as_str().len()).sum::<usize>()
}

/// The timeline event of an item, if it is one. `before` is the clock before the item.
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
