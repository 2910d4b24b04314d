//! One participant's view of a room: the snapshot from the join, updated by the events that follow,
//! as in the native client.

use convene_model::{
    Answer, AskedQuestion, ChatMessage, Evaluation, InterviewChange, InterviewClock, InterviewView,
    InterviewerView, Participant, ParticipantId, Reaction, Role, RoomName, Signal, Source,
    Timestamp,
};
use convene_room::{Event, Snapshot};

/// One participant's view of a room.
#[derive(Debug, Clone)]
pub struct RoomView {
    /// The room's name.
    pub name: RoomName,
    /// The participant who has this view.
    me: ParticipantId,
    /// All participants in the order in which they joined.
    pub(crate) participants: Vec<Participant>,
    pub(crate) locked: bool,
    /// The interview, if the participant takes part in it.
    pub(crate) interview: Option<Box<InterviewerView>>,
}

/// A change of the room. Includes the previous state where dialects need it.
#[derive(Debug, Clone, PartialEq)]
pub enum News<'a> {
    /// A participant joined.
    Joined(&'a Participant),
    /// A participant left.
    Left(Participant),
    /// A participant changed, or repeated the state that they already had.
    Changed {
        /// The participant before the change.
        before: Participant,
        /// The participant after the change.
        now: &'a Participant,
    },
    /// A host locked (`true`) or unlocked the room.
    Locked(bool),
    /// A new chat message to everybody.
    Chat(&'a ChatMessage),
    /// A participant reacted.
    Reaction {
        /// The participant.
        from: &'a ParticipantId,
        /// The reaction.
        reaction: &'a Reaction,
        /// Time of the reaction.
        at: Timestamp,
    },
    /// A host stopped one of this participant's sources.
    Stopped {
        /// The host.
        by: &'a ParticipantId,
        /// The source.
        source: Source,
    },
    /// A signal for this participant.
    Signal {
        /// The sender.
        from: &'a ParticipantId,
        /// The signal.
        signal: &'a Signal,
    },
    /// The interview's clock changed.
    Clock {
        /// The clock before the change.
        before: InterviewClock,
        /// The clock after the change.
        now: &'a InterviewClock,
    },
    /// A question was asked.
    Asked(&'a AskedQuestion),
    /// A candidate answered.
    Answered(&'a Answer),
    /// The evaluation of an answer began or progressed.
    Evaluated(&'a Evaluation),
}

impl RoomView {
    /// Creates the view of a participant who has just joined.
    #[must_use]
    pub fn new(name: RoomName, me: ParticipantId, snapshot: Snapshot) -> Self {
        let Snapshot { participants, settings, interview, .. } = snapshot;
        let interview = interview.and_then(|view| match *view {
            InterviewView::Interviewer(view) => Some(view),
            InterviewView::Candidate(_) | InterviewView::Observer(_) => None,
        });
        Self { name, me, participants, locked: settings.locked, interview }
    }

    /// The participant who has this view; `None` once they have left the room.
    #[must_use]
    pub fn me(&self) -> Option<&Participant> {
        self.participant(&self.me)
    }

    pub(crate) fn is_me(&self, id: &ParticipantId) -> bool {
        self.me == *id
    }

    pub(crate) fn participant(&self, id: &ParticipantId) -> Option<&Participant> {
        self.participants.iter().find(|participant| participant.id == *id)
    }

    pub(crate) fn others(&self) -> impl Iterator<Item = &Participant> {
        self.participants.iter().filter(|participant| !self.is_me(&participant.id))
    }

    /// A host who is present, if there is one.
    pub(crate) fn host(&self) -> Option<&Participant> {
        self.participants.iter().find(|participant| participant.role == Role::Host)
    }

    /// Applies an event to the view. Returns its news, or `None` if no dialect has an event for it.
    pub fn take_in<'a>(&mut self, event: &'a Event) -> Option<News<'a>> {
        match event {
            Event::ParticipantJoined(participant) => {
                self.participants.push(participant.clone());
                Some(News::Joined(participant))
            }
            Event::ParticipantChanged(now) => {
                let known = self.participants.iter_mut().find(|known| known.id == now.id)?;
                let before = std::mem::replace(known, now.clone());
                Some(News::Changed { before, now })
            }
            Event::ParticipantLeft { id, .. } => {
                let place = self.participants.iter().position(|known| known.id == *id)?;
                Some(News::Left(self.participants.remove(place)))
            }
            Event::RoomChanged { settings, .. } => {
                let before = std::mem::replace(&mut self.locked, settings.locked);
                (before != settings.locked).then_some(News::Locked(settings.locked))
            }
            // Private messages must not appear in dialects, which have only messages to everybody.
            // No dialect has an event for edits and deletions.
            Event::ChatMessage(message) => {
                let plain = message.to.is_none() && message.edited_at.is_none();
                (plain && message.text.is_some()).then_some(News::Chat(message))
            }
            Event::Reaction { from, reaction, at } => {
                Some(News::Reaction { from, reaction, at: *at })
            }
            Event::SourceStopped { by, source } => Some(News::Stopped { by, source: *source }),
            Event::Signal { from, signal, .. } => Some(News::Signal { from, signal }),
            Event::Interview(change) => self.take_in_interview(change),
            Event::AskedAloud(question) => {
                self.take_in_question(question);
                None
            }
            Event::HandedIn(answer) => {
                self.take_in_answer(answer);
                None
            }
            Event::Kept(_) | Event::LobbyChanged(_) | Event::UnmuteAsked { .. } => None,
            // Dialects know no viewers, and a room that a dialect is in stays a mesh.
            Event::ViewersChanged(_)
            | Event::HandsChanged(_)
            | Event::MediaPathChanged(_)
            | Event::Published(_)
            | Event::Unpublished { .. }
            | Event::SlotChanged { .. }
            | Event::Heard(_)
            | Event::Speakers(_)
            | Event::Wanted { .. }
            | Event::TransportChanged { .. } => None,
        }
    }

    /// Inserts the question in the order of question ids.
    fn take_in_question(&mut self, question: &AskedQuestion) {
        if let Some(view) = &mut self.interview {
            let place = view.questions.partition_point(|known| known.id < question.id);
            view.questions.insert(place, question.clone());
        }
    }

    fn take_in_answer(&mut self, answer: &Answer) {
        if let Some(view) = &mut self.interview {
            view.answers.retain(|known| known.question != answer.question);
            view.answers.push(answer.clone());
        }
    }

    fn take_in_interview<'a>(&mut self, change: &'a InterviewChange) -> Option<News<'a>> {
        let view = self.interview.as_mut()?;
        match change {
            InterviewChange::Clock(now) => {
                let before = std::mem::replace(&mut view.clock, now.clone());
                Some(News::Clock { before, now })
            }
            InterviewChange::AskedQuestion(question) => {
                self.take_in_question(question);
                Some(News::Asked(question))
            }
            InterviewChange::Answer(answer) => {
                self.take_in_answer(answer);
                Some(News::Answered(answer))
            }
            InterviewChange::Evaluation(evaluation) => {
                view.evaluations.retain(|known| known.question != evaluation.question);
                view.evaluations.push((**evaluation).clone());
                Some(News::Evaluated(evaluation))
            }
            _ => None,
        }
    }
}
