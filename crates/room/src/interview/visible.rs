//! Visibility: the one place that decides what each participant may see of an interview.

use convene_model::{
    InterviewChange, InterviewItem, InterviewRole, InterviewView, InterviewerView, LinkId,
    PublicView, Scorecard,
};

use super::Interview;

/// Receiver of interview changes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Viewer<'a> {
    pub(crate) role: InterviewRole,
    pub(crate) link: &'a LinkId,
}

impl Interview {
    /// Everything of the interview that the viewer may see.
    pub(crate) fn view(&self, viewer: Viewer<'_>) -> InterviewView {
        match viewer.role {
            InterviewRole::Interviewer => {
                InterviewView::Interviewer(Box::new(self.interviewer_view(viewer.link)))
            }
            InterviewRole::Candidate => InterviewView::Candidate(self.public_view()),
            InterviewRole::Observer => InterviewView::Observer(self.public_view()),
        }
    }

    /// Changes to send to the viewer after an item changed.
    pub(crate) fn changes(&self, item: &InterviewItem, viewer: Viewer<'_>) -> Vec<InterviewChange> {
        let interviewer = viewer.role == InterviewRole::Interviewer;
        match item {
            InterviewItem::Clock(clock) => vec![InterviewChange::Clock(clock.clone())],
            InterviewItem::Answer(answer) => vec![InterviewChange::Answer(answer.clone())],
            InterviewItem::Plan(plan) if interviewer => vec![InterviewChange::Plan(plan.clone())],
            InterviewItem::Plan(plan) => vec![InterviewChange::Outline {
                title: plan.title.clone(),
                sections: plan.sections.clone(),
            }],
            InterviewItem::Question(question) if interviewer => {
                vec![InterviewChange::AskedQuestion(question.clone())]
            }
            InterviewItem::Question(question) => vec![InterviewChange::Question(question.public())],
            _ if !interviewer => Vec::new(),
            InterviewItem::Note(note) => vec![InterviewChange::Note(note.clone())],
            InterviewItem::Evaluation(evaluation) => {
                vec![InterviewChange::Evaluation(evaluation.clone())]
            }
            InterviewItem::Score(score) if self.sees(viewer.link, &score.by) => {
                vec![InterviewChange::Score(score.clone())]
            }
            // The timeline appears only in the report.
            InterviewItem::Score(_) | InterviewItem::Moment(_) | InterviewItem::LinkMade(_) => {
                Vec::new()
            }
            // Details and the decision are read over REST, where they are written.
            InterviewItem::Details(_) | InterviewItem::Decision(_) => Vec::new(),
            InterviewItem::Scorecard(card) => self.scorecard_changes(card, viewer.link),
        }
    }

    /// Submitting a scorecard shows it to the other interviewers, and theirs to its author.
    fn scorecard_changes(&self, card: &Scorecard, viewer: &LinkId) -> Vec<InterviewChange> {
        if !self.sees(viewer, &card.by) {
            return Vec::new();
        }
        let mut changes = vec![scorecard(card, viewer)];
        // Viewers with the author's link, or a link made with it, now see what others submitted.
        let opens_all = self.lineage(viewer).any(|link| *link == card.by);
        let opens = |by: &LinkId| match (opens_all, card.submitted_at.is_some()) {
            (_, false) => false,
            (true, true) => *by != *viewer && self.sees(viewer, by),
            // Other viewers see the author's scores.
            (false, true) => *by == card.by,
        };
        if opens_all {
            let others = self.scorecards.values().filter(|other| other.by != card.by);
            let others = others.filter(|other| opens(&other.by));
            changes.extend(others.map(|other| scorecard(other, viewer)));
        }
        let scores = self.scores.values().filter(|score| opens(&score.by));
        changes.extend(scores.cloned().map(InterviewChange::Score));
        changes
    }

    fn public_view(&self) -> PublicView {
        PublicView {
            title: self.plan.title.clone(),
            sections: self.plan.sections.clone(),
            clock: self.clock.clone(),
            questions: self.questions.values().map(convene_model::AskedQuestion::public).collect(),
            answers: self.answers.values().cloned().collect(),
        }
    }

    fn interviewer_view(&self, link: &LinkId) -> InterviewerView {
        let scores = self.scores.values().filter(|score| self.sees(link, &score.by));
        let cards = self.scorecards.values().filter(|card| self.sees(link, &card.by));
        InterviewerView {
            link: link.clone(),
            plan: self.plan.clone(),
            clock: self.clock.clone(),
            questions: self.questions.values().cloned().collect(),
            answers: self.answers.values().cloned().collect(),
            notes: self.notes.values().cloned().collect(),
            scores: scores.cloned().collect(),
            evaluations: self.evaluations.values().cloned().collect(),
            scorecards: cards.map(|card| without_private(card, link)).collect(),
        }
    }

    /// True if an interviewer may see the scores and scorecard by `by`: their own always, another's
    /// once both have submitted.
    ///
    /// The maker of the viewer's link may hold that link too. So the maker's link, and every link up
    /// the chain, must have submitted as well. Otherwise an interviewer could make a second link,
    /// submit an empty scorecard with it, and read the others' scores.
    pub(super) fn sees(&self, viewer: &LinkId, by: &LinkId) -> bool {
        viewer == by
            || (self.has_submitted(by) && self.lineage(viewer).all(|link| self.has_submitted(link)))
    }
}

fn scorecard(card: &Scorecard, viewer: &LinkId) -> InterviewChange {
    InterviewChange::Scorecard(Box::new(without_private(card, viewer)))
}

/// Private notes are for their author alone.
pub(super) fn without_private(card: &Scorecard, viewer: &LinkId) -> Scorecard {
    let mut card = card.clone();
    if card.by != *viewer {
        card.private_notes = convene_model::LongText::default();
    }
    card
}
