//! What a guest's connection knows of its room: the snapshot it was given, kept up to date by the events that
//! follow, as the native client does it.

use convene_model::{
    Answer, AskedQuestion, ChatMessage, Evaluation, InterviewChange, InterviewClock, InterviewView,
    InterviewerView, Participant, ParticipantId, Reaction, Role, RoomName, Signal, Source,
    Timestamp,
};
use convene_room::{Event, Snapshot};

/// A room, as one of its participants knows it.
#[derive(Debug, Clone)]
pub(super) struct RoomView {
    pub(super) name: RoomName,
    /// Whose view it is.
    me: ParticipantId,
    /// Everybody, in the order in which they joined.
    pub(super) participants: Vec<Participant>,
    pub(super) locked: bool,
    /// The interview, if this one plays a part in it.
    pub(super) interview: Option<Box<InterviewerView>>,
}

/// Something that happened, with what was before it where that makes the difference.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum News<'a> {
    Joined(&'a Participant),
    Left(Participant),
    Changed { before: Participant, now: &'a Participant },
    Locked(bool),
    Chat(&'a ChatMessage),
    Reaction { from: &'a ParticipantId, reaction: &'a Reaction, at: Timestamp },
    Stopped { by: &'a ParticipantId, source: Source },
    Signal { from: &'a ParticipantId, signal: &'a Signal },
    Clock { before: InterviewClock, now: &'a InterviewClock },
    Asked(&'a AskedQuestion),
    Answered(&'a Answer),
    Evaluated(&'a Evaluation),
}

impl RoomView {
    pub(super) fn new(name: RoomName, me: ParticipantId, snapshot: Snapshot) -> Self {
        let Snapshot { participants, settings, interview, .. } = snapshot;
        let interview = interview.and_then(|view| match *view {
            InterviewView::Interviewer(view) => Some(view),
            InterviewView::Candidate(_) | InterviewView::Observer(_) => None,
        });
        Self { name, me, participants, locked: settings.locked, interview }
    }

    /// Whoever's view it is.
    pub(super) fn me(&self) -> Option<&Participant> {
        self.participant(&self.me)
    }

    pub(super) fn is_me(&self, id: &ParticipantId) -> bool {
        self.me == *id
    }

    pub(super) fn participant(&self, id: &ParticipantId) -> Option<&Participant> {
        self.participants.iter().find(|participant| participant.id == *id)
    }

    pub(super) fn others(&self) -> impl Iterator<Item = &Participant> {
        self.participants.iter().filter(|participant| !self.is_me(&participant.id))
    }

    /// A host, if one is here.
    pub(super) fn host(&self) -> Option<&Participant> {
        self.participants.iter().find(|participant| participant.role == Role::Host)
    }

    /// Takes an event in; what news it is, if a dialect can have a word for it.
    pub(super) fn take_in<'a>(&mut self, event: &'a Event) -> Option<News<'a>> {
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
            // What is for two alone would be shown to be for all; of changes no dialect knows.
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
            Event::LobbyChanged(_) | Event::UnmuteAsked { .. } => None,
        }
    }

    /// In the order of their numbers.
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
