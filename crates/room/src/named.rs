//! Named rooms: those that clients of other systems go into by a name they chose. There is no link, so nobody can
//! prove to have made one: whoever comes first is its host. It has no plan either, so anybody whose client knows of
//! interviews may ask and answer. What is decided in it lasts as long as somebody is in it.

use convene_model::{
    InterviewRole, LongText, MediaState, ParticipantId, QuestionId, QuestionText, RoomRecord,
    Timestamp, UserId,
};

use crate::room::Room;
use crate::{Event, Interview, RoomError, RoomPolicy};

impl Room {
    /// An empty named room.
    #[must_use]
    pub fn named(policy: RoomPolicy, now: Timestamp) -> Self {
        let mut room = Self::new(policy, RoomRecord::default(), now);
        room.named = true;
        room.with_interview(Interview::open())
    }

    /// Whether who comes now is the host for having come first.
    pub(crate) fn comes_first(&self) -> bool {
        self.named && self.members.is_empty()
    }

    /// Whether this is an interview that takes its links, and where these say who is what.
    pub(crate) fn is_by_link(&self) -> bool {
        !self.named && self.interview.is_some()
    }

    /// Forgets what was decided once nobody is left. Who waits in the lobby has nobody to wait for.
    pub(crate) fn reset_if_deserted(&mut self, now: Timestamp) {
        if self.named && self.members.is_empty() {
            self.record = RoomRecord::default();
            self.interview = Some(Interview::open());
            // Those for whom there is no room wait on.
            let _ = self.admit_all(|_| true, now);
        }
    }

    /// The user id for a newcomer who asks for this one: itself, unless somebody here goes by it.
    pub(crate) fn free_user_id(&self, wanted: UserId) -> UserId {
        let taken = |id: &UserId| {
            self.members.values().any(|member| {
                member.participant.user_id.as_ref() == Some(id)
                    || member.participant.id.as_str() == id.as_str()
            })
        };
        let numbered = (2..).map(|number| wanted.numbered(number));
        let mut candidates = std::iter::once(wanted.clone()).chain(numbered);
        candidates.find(|id| !taken(id)).unwrap_or(wanted)
    }

    pub(crate) fn asked_aloud(
        &mut self,
        sender: &ParticipantId,
        question: QuestionId,
        text: QuestionText,
        now: Timestamp,
    ) -> Result<(), RoomError> {
        self.require_player(sender)?;
        let member = self.members.get(sender).ok_or(RoomError::NotJoined)?;
        let by = member.participant.name.clone();
        let interview = self.interview.as_mut().ok_or(RoomError::NoInterview)?;
        if let Some(asked) = interview.asked_aloud(question, text, by, now)? {
            self.tell_players(&Event::AskedAloud(Box::new(asked)));
        }
        Ok(())
    }

    pub(crate) fn hand_in(
        &mut self,
        sender: &ParticipantId,
        question: QuestionId,
        text: LongText,
        now: Timestamp,
    ) -> Result<(), RoomError> {
        self.require_player(sender)?;
        let interview = self.interview.as_mut().ok_or(RoomError::NoInterview)?;
        let answer = interview.hand_in(question, text, now)?;
        self.tell_players(&Event::HandedIn(answer));
        Ok(())
    }

    fn tell_players(&mut self, event: &Event) {
        self.tell_each(|member| Vec::from_iter(member.link.is_some().then(|| event.clone())));
    }

    /// Anybody whose client knows of interviews.
    fn require_player(&self, sender: &ParticipantId) -> Result<(), RoomError> {
        let plays = self.members.get(sender).is_some_and(|member| member.link.is_some());
        if self.named && plays { Ok(()) } else { Err(RoomError::NoInterview) }
    }

    pub(crate) fn take_part(
        &mut self,
        sender: &ParticipantId,
        role: InterviewRole,
        media: MediaState,
    ) -> Result<(), RoomError> {
        self.require_player(sender)?;
        self.change_media(sender, |participant| {
            participant.interview_role = Some(role);
            participant.media = media;
        });
        Ok(())
    }
}
