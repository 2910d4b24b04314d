//! Viewers of a webinar. The room counts them and does not list them: what a viewer does reaches the
//! viewer itself and, as a count and as raised hands, the others at a bounded rate.

use std::ops::Bound;
use std::time::Duration;

use convene_model::{LeaveReason, Participant, ParticipantId, Role, Timestamp};

use crate::room::{Member, Room, deliver};
use crate::{Action, ConnectionId, Event, Join, RoomError};

/// Least time between two counts of the viewers, and between two lists of their hands.
const TELL_EVERY: Duration = Duration::from_secs(2);

/// Maximum number of raised hands that hosts are sent. They page through the rest.
const MAX_HANDS: usize = 50;

/// News of the viewers that the others have not been told yet.
#[derive(Debug, Default)]
pub(crate) struct AudienceNews {
    /// True if a viewer came or went. The count may be the old one again and is told nevertheless,
    /// because participants who joined meanwhile have another.
    count_changed: bool,
    /// True if the list of hands, or of its receivers, changed.
    hands_changed: bool,
    due: Option<Timestamp>,
}

impl AudienceNews {
    pub(crate) fn due(&self) -> Option<Timestamp> {
        self.due
    }

    /// Notes that a viewer came or went.
    pub(crate) fn note_count(&mut self) {
        self.count_changed = true;
    }

    /// Notes a change that concerns the list of hands if this viewer's hand is raised.
    pub(crate) fn note_hand(&mut self, viewer: &Participant) {
        self.hands_changed |= viewer.hand_raised_at.is_some();
    }

    /// Notes a change of role: a new host needs the list of hands.
    pub(crate) fn note_role(&mut self, before: Role, now: Role) {
        self.hands_changed |= before < Role::CoHost && now >= Role::CoHost;
    }
}

impl Room {
    /// Participants except viewers, in no particular order.
    pub(crate) fn on_stage(&self) -> impl Iterator<Item = &Member> + Clone {
        self.stage.iter().filter_map(|id| self.members.get(id).map(Box::as_ref))
    }

    /// Number of viewers.
    pub(crate) fn viewers(&self) -> usize {
        self.members.len().saturating_sub(self.stage.len())
    }

    /// Role of a newcomer who is neither host nor co-host. In a webinar without a free place on the
    /// stage, who comes back to it becomes a viewer.
    pub(crate) fn role_of_newcomer(&self, id: &ParticipantId) -> Role {
        let is_full = self.stage.len() >= self.policy.max_publishers;
        if self.record.settings.webinar && (is_full || !self.record.stage.contains(id)) {
            Role::Viewer
        } else {
            Role::Guest
        }
    }

    /// Refuses a newcomer for whom the room has no place.
    pub(crate) fn require_place(&self, join: &Join) -> Result<(), RoomError> {
        let max = self.policy.max_participants;
        if self.members.len() >= max {
            return Err(RoomError::Full { max });
        }
        self.require_place_in_mesh()?;
        if self.role_for(join, join.host).is_viewer() {
            return Ok(());
        }
        self.require_place_on_stage()
    }

    /// Refuses another participant who may send media.
    pub(crate) fn require_place_on_stage(&self) -> Result<(), RoomError> {
        let max = self.policy.max_publishers;
        if self.stage.len() < max { Ok(()) } else { Err(RoomError::Full { max }) }
    }

    /// Viewers with a raised hand, the earliest first.
    pub(crate) fn hands(&self) -> Vec<Participant> {
        if self.viewers() == 0 {
            return Vec::new();
        }
        let all = self.members.values().map(|member| &member.participant);
        let raised = |viewer: &&Participant| viewer.hand_raised_at.is_some();
        let mut hands: Vec<&Participant> =
            all.filter(|one| one.role.is_viewer()).filter(raised).collect();
        hands.sort_by(|a, b| (a.hand_raised_at, &a.id).cmp(&(b.hand_raised_at, &b.id)));
        hands.into_iter().take(MAX_HANDS).cloned().collect()
    }

    /// A page of the viewers in the order of their ids, and whether more follow.
    ///
    /// # Errors
    /// [`RoomError::NotJoined`], [`RoomError::NotAllowed`].
    pub fn list_viewers(
        &self,
        connection: ConnectionId,
        after: Option<&ParticipantId>,
        limit: usize,
    ) -> Result<(Vec<Participant>, bool), RoomError> {
        self.handle_question(connection, Action::ListViewers)?;
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let rest = self.members.range::<ParticipantId, _>((from, Bound::Unbounded));
        let mut viewers = rest.map(|(_, member)| &member.participant);
        let mut viewers = viewers.by_ref().filter(|one| one.role.is_viewer());
        let page = viewers.by_ref().take(limit).cloned().collect();
        Ok((page, viewers.next().is_some()))
    }

    /// Announces a change of a viewer, or between viewer and another role. A viewer who comes to the
    /// stage joins for the others, and one who is sent back leaves.
    pub(crate) fn tell_viewer_changed(&mut self, before: &Participant, now: Participant) {
        let id = now.id.clone();
        let (was_viewer, is_viewer) = (before.role.is_viewer(), now.role.is_viewer());
        if was_viewer != is_viewer {
            self.audience.note_count();
            if is_viewer {
                self.stage.remove(&id);
                let left =
                    Event::ParticipantLeft { id: id.clone(), reason: LeaveReason::ToAudience };
                self.tell_where(left, |other| other.id != id);
            } else {
                self.stage.insert(id.clone());
                self.move_to_end(&id);
                let joined = Event::ParticipantJoined(now.clone());
                self.tell_where(joined, |other| other.id != id);
                self.audience.note_role(before.role, now.role);
            }
        }
        self.audience.note_hand(before);
        self.audience.note_hand(&now);
        if let Some(member) = self.members.get_mut(&id) {
            deliver(member, Event::ParticipantChanged(now).into(), &mut self.effects);
        }
    }

    /// Sets the time at which news of the viewers are due.
    pub(crate) fn watch_audience(&mut self, now: Timestamp) {
        let has_news = self.audience.hands_changed || self.audience.count_changed;
        if has_news && self.audience.due.is_none() {
            self.audience.due = Some(now + TELL_EVERY);
        }
    }

    /// Tells the news of the viewers, once they are due.
    pub(crate) fn tell_audience(&mut self, now: Timestamp) {
        if self.audience.due.is_none_or(|due| due > now) {
            return;
        }
        self.audience.due = None;
        if std::mem::take(&mut self.audience.count_changed) {
            self.broadcast(Event::ViewersChanged(self.viewers()));
        }
        if std::mem::take(&mut self.audience.hands_changed) {
            let settings = self.record.settings;
            let hands = Event::HandsChanged(self.hands());
            self.tell_where(hands, |one| crate::may(one.role, Action::LowerHand, &settings));
        }
    }
}
