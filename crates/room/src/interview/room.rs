//! The interview in its room: whose command it is, and who is told.

use convene_model::{
    AssessmentState, Evaluation, Happening, InterviewCommand, InterviewItem, InterviewRole,
    InterviewView, LeaveReason, LinkId, MediaState, Participant, ParticipantId, Timestamp,
};

use super::{Author, Viewer};
use crate::room::{Member, Room};
use crate::{Assess, Command, Dismissal, Effect, Event, Join, RoomError};

impl Room {
    /// Applies a command of somebody in the interview.
    pub(crate) fn handle_interview_command(
        &mut self,
        sender: &ParticipantId,
        command: InterviewCommand,
        now: Timestamp,
    ) -> Result<(), RoomError> {
        let interview = self.interview.as_mut().ok_or(RoomError::NoInterview)?;
        let member = self.members.get(sender).ok_or(RoomError::NotJoined)?;
        let (role, link) = member.link.clone().ok_or(RoomError::LinkRequired)?;
        let author = Author { role, link, name: member.participant.name.clone() };
        let items = interview.handle_command(&author, command, now)?;
        for item in &items {
            if let InterviewItem::Evaluation(evaluation) = item
                && let Some((question, answer)) = interview.answered(evaluation.question)
            {
                self.effects.push_back(Effect::Assess(Box::new(Assess {
                    evaluation: (**evaluation).clone(),
                    question: question.spec.clone(),
                    answer: answer.text.clone(),
                })));
            }
        }
        self.keep_and_tell(items);
        Ok(())
    }

    /// A machine's assessment went on: keeps it and tells those who may see it.
    pub fn handle_evaluation(&mut self, evaluation: Evaluation) {
        let Some(interview) = &mut self.interview else { return };
        let running = matches!(evaluation.assessment, Some(AssessmentState::Running { .. }));
        let Some(item) = interview.handle_evaluation(evaluation) else { return };
        self.tell_changed(&item);
        // Drafts are not worth a write: they come several times a second and are not what counts.
        if !running && !self.named {
            self.items.push(item);
        }
    }

    /// A link is no longer good: removes who came by it, or waits in the lobby with it.
    pub fn handle_revoked(&mut self, link: &LinkId, now: Timestamp) {
        let by_link = self
            .members
            .iter()
            .filter(|(_, member)| member.link.as_ref().is_some_and(|(_, came_by)| came_by == link));
        let gone: Vec<ParticipantId> = by_link.map(|(id, _)| id.clone()).collect();
        for id in gone {
            if let Some(connection) = self.remove(&id, LeaveReason::Removed, now) {
                let why = Dismissal::Removed { may_return: false };
                self.effects.push_back(Effect::Dismiss { connection, why });
            }
        }
        self.dismiss_waiting(link);
        self.watch_hosts(now);
    }

    /// The interview was deleted: everybody is out, and nothing more is kept.
    pub fn handle_deleted(&mut self, now: Timestamp) {
        self.interview = None;
        self.items.clear();
        self.record.ended_at = Some(now);
        let _ = self.poll_record();
        for connection in self.clear() {
            self.effects.push_back(Effect::Dismiss { connection, why: Dismissal::Ended });
        }
    }

    /// An interview takes its links and nothing else, and a meeting none. One that is over takes only
    /// interviewers anew.
    pub(crate) fn require_link(&self, join: &Join) -> Result<(), RoomError> {
        match (&self.interview, &join.link) {
            (None, None) => Ok(()),
            _ if self.named => Ok(()),
            (Some(interview), Some(link)) => {
                let back = self.members.get(&join.id);
                // What a participant is, and what it missed, is for the link it came by.
                if back.is_some_and(|member| member.link.as_ref() != Some(link)) {
                    return Err(RoomError::OtherLink);
                }
                let late = interview.is_ended() && link.0 != InterviewRole::Interviewer;
                let anew = back.is_none() && join.returning.is_none();
                if late && anew { Err(RoomError::Ended) } else { Ok(()) }
            }
            _ => Err(RoomError::LinkRequired),
        }
    }

    /// Enters into the timeline that somebody came.
    pub(crate) fn note_arrived(&mut self, who: &Participant, now: Timestamp) {
        if let Some(role) = who.interview_role {
            self.note_down(Happening::Arrived { name: who.name.clone(), role }, now);
        }
    }

    /// Enters into the timeline that somebody went.
    pub(crate) fn note_left(&mut self, who: &Member, now: Timestamp) {
        if let Some(role) = who.participant.interview_role {
            self.note_down(Happening::Left { name: who.participant.name.clone(), role }, now);
        }
    }

    fn note_down(&mut self, what: Happening, now: Timestamp) {
        let moment = self.interview.as_mut().and_then(|interview| interview.note_down(what, now));
        self.items.extend(moment);
    }

    /// The interview this room is of.
    #[must_use]
    pub fn interview(&self) -> Option<&super::Interview> {
        self.interview.as_ref()
    }

    pub(crate) fn interview_view(
        &self,
        link: Option<&(InterviewRole, LinkId)>,
    ) -> Option<Box<InterviewView>> {
        let (role, link) = link?;
        Some(Box::new(self.interview.as_ref()?.view(Viewer { role: *role, link })))
    }

    pub(crate) fn observes(&self, id: &ParticipantId) -> bool {
        self.members.get(id).is_some_and(|member| {
            member.link.as_ref().is_some_and(|(role, _)| *role == InterviewRole::Observer)
        })
    }

    /// An observer sees and hears, and sends nothing.
    pub(crate) fn require_not_observing(
        &self,
        sender: &ParticipantId,
        command: &Command,
    ) -> Result<(), RoomError> {
        let silent = match command {
            Command::SetMedia(media) => *media == MediaState::default(),
            Command::React(_) | Command::RaiseHand(_) => false,
            _ => true,
        };
        if silent || !self.observes(sender) { Ok(()) } else { Err(RoomError::NotAllowed) }
    }

    fn keep_and_tell(&mut self, items: Vec<InterviewItem>) {
        for item in &items {
            self.tell_changed(item);
        }
        if !self.named {
            self.items.extend(items);
        }
    }

    fn tell_changed(&mut self, item: &InterviewItem) {
        let Some(interview) = self.interview.take() else { return };
        self.tell_each(|member| {
            let viewer = member.link.as_ref().map(|(role, link)| Viewer { role: *role, link });
            let changes = viewer.map(|viewer| interview.changes(item, viewer));
            changes.into_iter().flatten().map(Event::Interview).collect()
        });
        self.interview = Some(interview);
    }
}
