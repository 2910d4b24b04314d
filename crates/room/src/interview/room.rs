//! The interview in its room: senders of commands, delivery of changes, links and observers.

use convene_model::{
    AssessmentState, Evaluation, Happening, InterviewItem, InterviewRole, InterviewView,
    LeaveReason, LinkId, LinkMade, MediaState, Participant, ParticipantId, ShortText, Timestamp,
};

use super::{Author, Viewer};
use crate::room::{Member, Room};
use crate::{Assess, Command, Dismissal, Effect, Event, Join, RoomError};

impl Room {
    /// Author of an interview command; `None` if the sender joined without a link.
    pub(crate) fn author(&self, sender: &ParticipantId) -> Option<Author> {
        let member = self.members.get(sender)?;
        let (role, link) = member.link.clone()?;
        Some(Author { role, link, name: member.participant.name.clone() })
    }

    /// Applies the items of a command, sends them to the participants who may see them, and has an
    /// answer assessed.
    pub(crate) fn apply_items(&mut self, items: &[InterviewItem]) {
        let Some(interview) = &mut self.interview else { return };
        for item in items {
            interview.take_in(item.clone());
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
        for item in items {
            self.tell_changed(item);
        }
    }

    /// Takes the progress of an assessment, and sends it to the participants who may see it.
    pub fn handle_evaluation(&mut self, evaluation: Evaluation, now: Timestamp) {
        let Some(interview) = &mut self.interview else { return };
        let running = matches!(evaluation.assessment, Some(AssessmentState::Running { .. }));
        let Some(item) = interview.handle_evaluation(evaluation) else { return };
        self.tell_changed(&item);
        // Drafts are not kept: several arrive per second, and the result replaces them.
        if !running && self.kind.keeps_decisions() {
            self.keeping.note(item);
            self.write_next(now);
        }
    }

    /// A link was made with another link; the record of it is already kept. From now on the new
    /// link sees others' scores no sooner than that link does.
    pub fn handle_link_made(&mut self, made: LinkMade) {
        if let Some(interview) = &mut self.interview {
            interview.take_in(InterviewItem::LinkMade(made));
        }
    }

    /// An interviewer changed the title, outside the room. The plan is written once more, since a
    /// write of it may be in progress.
    pub fn handle_retitled(&mut self, title: ShortText, now: Timestamp) {
        let Some(interview) = &self.interview else { return };
        let item = interview.retitled(title);
        self.apply_items(std::slice::from_ref(&item));
        self.keeping.note(item);
        self.write_next(now);
    }

    /// A link was revoked: removes the participants who joined with it, and the newcomers who wait
    /// in the lobby with it.
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
        self.write_next(now);
    }

    /// The interview was deleted: dismisses all participants and newcomers, and drops all writes.
    pub fn handle_deleted(&mut self, now: Timestamp) {
        self.interview = None;
        self.record.ended_at = Some(now);
        self.keep_nothing();
        for connection in self.clear() {
            self.effects.push_back(Effect::Dismiss { connection, why: Dismissal::Ended });
        }
    }

    /// Checks the link of a join. An interview requires one of its links, a meeting accepts none.
    /// An interview that has ended admits only interviewers anew.
    pub(crate) fn require_link(&self, join: &Join) -> Result<(), RoomError> {
        if self.kind.has_open_interview() {
            return Ok(());
        }
        match (&self.interview, &join.link) {
            (None, None) => Ok(()),
            (Some(interview), Some(link)) => {
                let back = self.members.get(&join.id);
                // Role and missed events belong to the link of the earlier join, which the
                // participant's token names.
                let other = back.is_some_and(|member| member.link.as_ref() != Some(link))
                    || join.returning.as_ref().is_some_and(|it| it.link.as_ref() != Some(&link.1));
                if other {
                    return Err(RoomError::OtherLink);
                }
                let late = interview.is_ended() && link.0 != InterviewRole::Interviewer;
                let anew = back.is_none() && join.returning.is_none();
                if late && anew { Err(RoomError::Ended) } else { Ok(()) }
            }
            _ => Err(RoomError::LinkRequired),
        }
    }

    /// Adds the arrival of a participant to the timeline.
    pub(crate) fn note_arrived(
        &mut self,
        who: &Participant,
        link: Option<&(InterviewRole, LinkId)>,
        now: Timestamp,
    ) {
        if let Some(role) = who.interview_role {
            let link = link.map(|(_, link)| link.clone());
            self.note_down(Happening::Arrived { name: who.name.clone(), role, link }, now);
        }
    }

    /// Adds the departure of a participant to the timeline.
    pub(crate) fn note_left(&mut self, who: &Member, now: Timestamp) {
        if let Some(role) = who.participant.interview_role {
            self.note_down(Happening::Left { name: who.participant.name.clone(), role }, now);
        }
    }

    fn note_down(&mut self, what: Happening, now: Timestamp) {
        let moment = self.interview.as_mut().and_then(|interview| interview.note_down(what, now));
        if let Some(moment) = moment {
            self.keeping.note(moment);
        }
    }

    /// The room's interview, if it has one.
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

    /// Refuses an observer's command unless [`may_observe`] permits it.
    pub(crate) fn require_not_observing(
        &self,
        sender: &ParticipantId,
        command: &Command,
    ) -> Result<(), RoomError> {
        let allowed = !self.observes(sender) || may_observe(sender, command);
        if allowed { Ok(()) } else { Err(RoomError::NotAllowed) }
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

/// True if an observer may send the command. Observers see, hear and may change their name. The
/// match lists every command, so a new command does not compile without a decision here.
fn may_observe(sender: &ParticipantId, command: &Command) -> bool {
    match command {
        // To receive the others' media, an observer must negotiate.
        Command::Leave | Command::Signal { .. } | Command::Subscribe(_) => true,
        Command::SetMedia(media) => *media == MediaState::default(),
        Command::Rename { who, name: _ } => who == sender,
        Command::TakePart { .. }
        | Command::AskedAloud { .. }
        | Command::HandIn { .. }
        | Command::React(_)
        | Command::RaiseHand(_)
        | Command::SetRecording(_)
        | Command::Admit(_)
        | Command::AdmitAll
        | Command::Deny(_)
        | Command::SetRoom(_)
        | Command::SetTitle(_)
        | Command::SetPassword(_)
        | Command::StopSource { .. }
        | Command::MuteAll
        | Command::AskToUnmute(_)
        | Command::LowerHand(_)
        | Command::Remove { .. }
        | Command::SetRole { .. }
        | Command::EndMeeting
        | Command::Interview(_) => false,
    }
}
