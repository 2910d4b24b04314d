//! Report: one document with everything that an interviewer may see of an interview.

use std::collections::BTreeMap;

use convene_model::{
    DisplayName, Happening, InterviewReport, InterviewRole, LinkId, MeetingId, Note, QuestionId,
    ReportedPerson, ReportedQuestion, Scorecard, Timestamp,
};

use super::visible::without_private;
use super::{Interview, clock};

impl Interview {
    /// The report for the interviewer with this link.
    #[must_use]
    pub fn report(&self, id: MeetingId, viewer: &LinkId, now: Timestamp) -> InterviewReport {
        let questions: Vec<ReportedQuestion> =
            self.questions.keys().filter_map(|id| self.reported(*id, viewer)).collect();
        let (shown, withheld): (Vec<&Scorecard>, Vec<&Scorecard>) = self
            .scorecards
            .values()
            .filter(|card| card.by == *viewer || card.submitted_at.is_some())
            .partition(|card| self.sees(viewer, &card.by));
        InterviewReport {
            id,
            title: self.plan.title.clone(),
            details: self.details.clone(),
            state: self.clock.state,
            started_at: self.clock.started_at,
            ended_at: self.clock.ended_at,
            elapsed_ms: clock::millis(&self.clock, now),
            people: self.people(),
            sections: self.plan.sections.clone(),
            average: mean(questions.iter().filter_map(|question| question.average)),
            questions,
            notes: self.notes_about(None),
            criteria: self.plan.criteria.clone(),
            scorecards: shown.into_iter().map(|card| without_private(card, viewer)).collect(),
            withheld_scorecards: u32::try_from(withheld.len()).unwrap_or(u32::MAX),
            awaited: self.awaited(),
            decision: self.decision.clone().filter(|decision| self.sees(viewer, &decision.by)),
            timeline: self.moments.values().cloned().collect(),
            made_at: now,
        }
    }

    fn reported(&self, id: QuestionId, viewer: &LinkId) -> Option<ReportedQuestion> {
        let of_this = self.scores.values().filter(|score| score.question == id);
        let scores: Vec<_> = of_this.filter(|score| self.sees(viewer, &score.by)).collect();
        Some(ReportedQuestion {
            question: self.questions.get(&id)?.clone(),
            answer: self.answers.get(&id).cloned(),
            evaluation: self.evaluations.get(&id).cloned(),
            average: mean(scores.iter().map(|score| f64::from(score.points))),
            scores: scores.into_iter().cloned().collect(),
            notes: self.notes_about(Some(id)),
        })
    }

    fn notes_about(&self, question: Option<QuestionId>) -> Vec<Note> {
        let about = self.notes.values().filter(|note| note.question == question);
        about.filter(|note| !note.text.as_str().is_empty()).cloned().collect()
    }

    /// Interviewers who took part and have not submitted a scorecard, by their latest names.
    fn awaited(&self) -> Vec<DisplayName> {
        let mut names: BTreeMap<&LinkId, &DisplayName> = BTreeMap::new();
        for moment in self.moments.values() {
            if let Happening::Arrived { name, role: InterviewRole::Interviewer, link: Some(link) } =
                &moment.what
            {
                names.insert(link, name);
            }
        }
        names.extend(self.scores.values().map(|score| (&score.by, &score.by_name)));
        names.extend(self.scorecards.values().map(|card| (&card.by, &card.by_name)));
        names.retain(|link, _| !self.has_submitted(link));
        let mut awaited: Vec<DisplayName> = names.into_values().cloned().collect();
        awaited.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        awaited
    }

    /// People who arrived, each name and role once.
    fn people(&self) -> Vec<ReportedPerson> {
        let mut people: Vec<ReportedPerson> = Vec::new();
        for moment in self.moments.values() {
            if let Happening::Arrived { name, role, .. } = &moment.what {
                let person = ReportedPerson { name: name.clone(), role: *role };
                if !people.contains(&person) {
                    people.push(person);
                }
            }
        }
        people
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}
