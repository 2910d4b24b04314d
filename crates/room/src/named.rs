//! Named rooms: clients find them by a name they chose. There is no host token, so the first
//! participant becomes the host. There is no plan either, so each participant whose client knows
//! interviews may ask and answer. Settings last until the last participant leaves.

use convene_model::{
    InterviewRole, LongText, MediaState, MeetingTitle, ParticipantId, QuestionId, QuestionText,
    RoomName, RoomRecord, Timestamp, UserId,
};

use crate::kind::RoomKind;
use crate::room::Room;
use crate::{Event, Interview, Join, Returning, RoomError, RoomPolicy};

impl Room {
    /// An empty named room. Its name is its title.
    #[must_use]
    pub fn named(policy: RoomPolicy, name: RoomName, now: Timestamp) -> Self {
        let title = MeetingTitle::shortened(name.as_str());
        let record = RoomRecord { title, ..RoomRecord::default() };
        let mut room = Self::new(policy, record, now);
        room.kind = RoomKind::Named;
        room.name = Some(name);
        room.interview = Some(Interview::open());
        room
    }

    /// True if the next newcomer becomes host: a named room's first participant does.
    pub(crate) fn comes_first(&self) -> bool {
        self.kind.makes_first_host() && self.members.is_empty()
    }

    /// Drops the returning state of an earlier sitting: it must not bypass this sitting's lock.
    pub(crate) fn forget_earlier_sitting(&self, join: &mut Join) {
        let earlier = |it: &Returning| it.started_at != self.started_at();
        if !self.kind.keeps_decisions() && join.returning.as_ref().is_some_and(earlier) {
            join.returning = None;
        }
    }

    /// Resets a named room after its last participant left: settings and interview start anew.
    /// Newcomers in the lobby are admitted, because no host is left to admit them.
    pub(crate) fn reset_if_deserted(&mut self, now: Timestamp) {
        if !self.kind.keeps_decisions() && self.members.is_empty() {
            let title = self.record.title.take();
            self.record = RoomRecord { title, ..RoomRecord::default() };
            self.interview = Some(Interview::open());
            self.begin_sitting(now);
            // Newcomers beyond the room's limit stay in the lobby.
            let _ = self.admit_all(|_| true, now);
        }
    }

    /// A free user id for a newcomer: the wanted one, or a numbered one if a participant has it.
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

    /// Refuses a sender whose client does not know interviews. Refuses every sender outside named
    /// rooms.
    fn require_player(&self, sender: &ParticipantId) -> Result<(), RoomError> {
        let plays = self.members.get(sender).is_some_and(|member| member.link.is_some());
        if self.kind.has_open_interview() && plays { Ok(()) } else { Err(RoomError::NoInterview) }
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
