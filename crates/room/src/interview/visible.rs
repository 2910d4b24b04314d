//! Who may see what: the one place where something of an interview turns into what somebody is told.

use convene_model::{
    InterviewChange, InterviewItem, InterviewRole, InterviewView, InterviewerView, LinkId,
    PublicView, Scorecard,
};

use super::Interview;

/// Somebody who is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Viewer<'a> {
    pub(crate) role: InterviewRole,
    pub(crate) link: &'a LinkId,
}

impl Interview {
    /// All that somebody may see.
    pub(crate) fn view(&self, viewer: Viewer<'_>) -> InterviewView {
        match viewer.role {
            InterviewRole::Interviewer => {
                InterviewView::Interviewer(Box::new(self.interviewer_view(viewer.link)))
            }
            InterviewRole::Candidate => InterviewView::Candidate(self.public_view()),
            InterviewRole::Observer => InterviewView::Observer(self.public_view()),
        }
    }

    /// What somebody is told of an item that changed.
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
            // The timeline is for the report.
            InterviewItem::Score(_) | InterviewItem::Moment(_) => Vec::new(),
            InterviewItem::Scorecard(card) => self.scorecard_changes(card, viewer.link),
        }
    }

    /// A scorecard that is submitted opens those of the others to its author, and itself to them.
    fn scorecard_changes(&self, card: &Scorecard, viewer: &LinkId) -> Vec<InterviewChange> {
        if !self.sees(viewer, &card.by) {
            return Vec::new();
        }
        let mut changes = vec![scorecard(card, viewer)];
        let opens = |by: &LinkId| match (*viewer == card.by, card.submitted_at.is_some()) {
            (_, false) => false,
            // To its author: what others have submitted.
            (true, true) => *by != card.by && self.sees(viewer, by),
            // To the others: its own scores.
            (false, true) => *by == card.by,
        };
        if *viewer == card.by {
            let others = self.scorecards.values().filter(|other| opens(&other.by));
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

    /// Whether an interviewer may see another's scores and scorecard: one's own always, another's
    /// once both have submitted theirs.
    pub(super) fn sees(&self, viewer: &LinkId, by: &LinkId) -> bool {
        viewer == by || (self.has_submitted(viewer) && self.has_submitted(by))
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
