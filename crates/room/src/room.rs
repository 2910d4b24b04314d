//! Membership: who is in the room, who is away for a moment, and what each is told. What hosts do is in
//! `hosts.rs`, who may do what in `permissions.rs`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use convene_model::{
    ChatMessage, InterviewItem, InterviewRole, LeaveReason, LinkId, MediaState, NetworkTag,
    Participant, ParticipantId, Presence, Role, RoomRecord, Signal, Source, Timestamp,
};

use crate::lobby::Lobby;
use crate::outbox::Outbox;
use crate::{
    Action, ChatParties, Command, ConnectionId, Effect, Event, Foreign, Interview, Join,
    JoinOutcome, RoomError, Snapshot, may,
};

/// What is decided for a room from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomPolicy {
    /// The most participants it may hold, those who are away for a moment included.
    pub max_participants: usize,
    /// The most who may wait in its lobby.
    pub max_waiting: usize,
    /// For how long a participant whose connection dropped is kept.
    pub grace: Duration,
    /// How long no host may be there before somebody else stands in.
    pub host_patience: Duration,
}

#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) participant: Participant,
    /// Rises from join to join: the order of a snapshot.
    pub(crate) order: u64,
    /// `None` while it is away.
    pub(crate) connection: Option<ConnectionId>,
    /// Whether it proved to have made the meeting.
    pub(crate) proved_host: bool,
    pub(crate) network: NetworkTag,
    /// The link it came by, in an interview.
    pub(crate) link: Option<(InterviewRole, LinkId)>,
    /// Whether it said what it sends; while it did not, it may be sending anything.
    pub(crate) told_media: bool,
    outbox: Outbox,
}

/// A live room.
#[derive(Debug)]
pub struct Room {
    pub(crate) policy: RoomPolicy,
    /// Whether it goes by a name; see `named.rs`.
    pub(crate) named: bool,
    started_at: Timestamp,
    pub(crate) members: BTreeMap<ParticipantId, Member>,
    connections: BTreeMap<ConnectionId, ParticipantId>,
    pub(crate) lobby: Lobby,
    /// Who is away, by the end of their grace period.
    expiries: BTreeSet<(Timestamp, ParticipantId)>,
    /// Since when participants have been there without a host, after one had been.
    pub(crate) without_host_since: Option<Timestamp>,
    pub(crate) record: RoomRecord,
    /// The record as it was last given out.
    recorded: RoomRecord,
    pub(crate) interview: Option<Interview>,
    /// What of the interview changed and was not given out yet.
    pub(crate) items: Vec<InterviewItem>,
    joins: u64,
    pub(crate) effects: VecDeque<Effect>,
}

impl Room {
    /// An empty room, with what was recorded when it was last live.
    #[must_use]
    pub fn new(policy: RoomPolicy, record: RoomRecord, now: Timestamp) -> Self {
        Self {
            policy,
            named: false,
            started_at: now,
            members: BTreeMap::new(),
            connections: BTreeMap::new(),
            lobby: Lobby::default(),
            expiries: BTreeSet::new(),
            without_host_since: None,
            recorded: record.clone(),
            record,
            interview: None,
            items: Vec::new(),
            joins: 0,
            effects: VecDeque::new(),
        }
    }

    /// The same, of an interview.
    #[must_use]
    pub fn with_interview(self, interview: Interview) -> Self {
        Self { interview: Some(interview), ..self }
    }

    /// The next thing to do, until there is none.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    /// What to keep for the next time the room is live, if it changed since this was last called.
    pub fn poll_record(&mut self) -> Option<RoomRecord> {
        // Nothing of a named room outlives those in it.
        (!self.named && self.record != self.recorded).then(|| {
            self.recorded = self.record.clone();
            self.record.clone()
        })
    }

    /// What of the interview to keep, if something changed since this was last called.
    pub fn poll_items(&mut self) -> Vec<InterviewItem> {
        std::mem::take(&mut self.items)
    }

    /// When [`Room::handle_timeout`] is due.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        let expiry = self.expiries.first().map(|(at, _)| *at);
        let stand_in = self.without_host_since.map(|since| since + self.policy.host_patience);
        expiry.into_iter().chain(stand_in).min()
    }

    /// Whether nobody is in it, not even somebody away for a moment or in the lobby: then it may be
    /// dropped.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty() && self.lobby.is_empty()
    }

    /// How many participants it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// The state, as a newcomer of that role is told it; the interview is not part of it.
    #[must_use]
    pub fn snapshot(&self, role: Role) -> Snapshot {
        let mut members: Vec<&Member> = self.members.values().collect();
        members.sort_by_key(|member| member.order);
        Snapshot {
            started_at: self.started_at,
            participants: members.into_iter().map(|member| member.participant.clone()).collect(),
            settings: self.record.settings,
            has_password: self.record.password.is_some(),
            waiting: if self.may(role, Action::Admit) { self.lobby.list() } else { Vec::new() },
            interview: None,
        }
    }

    /// The state, as a newcomer is told it.
    fn snapshot_for(&self, role: Role, link: Option<&(InterviewRole, LinkId)>) -> Snapshot {
        Snapshot { interview: self.interview_view(link), ..self.snapshot(role) }
    }

    /// Lets somebody in, back in, or into the lobby.
    ///
    /// # Errors
    /// Any but [`RoomError::NotJoined`], [`RoomError::NotAllowed`] and
    /// [`RoomError::ParticipantNotFound`].
    pub fn handle_join(
        &mut self,
        connection: ConnectionId,
        join: Join,
        now: Timestamp,
    ) -> Result<JoinOutcome, RoomError> {
        if self.connections.contains_key(&connection) || self.lobby.on(connection).is_some() {
            return Err(RoomError::AlreadyJoined);
        }
        if self.record.ended_at.is_some() {
            return Err(RoomError::Ended);
        }
        self.require_link(&join)?;
        if self.record.removed.contains(&join.id) {
            return Err(RoomError::Removed);
        }
        if self.members.contains_key(&join.id) {
            // It has no token: whoever it may be, it is not the one who is here.
            if join.foreign.is_some() {
                return Err(RoomError::AlreadyJoined);
            }
            let outcome = self.take_up(connection, join)?;
            self.watch_hosts(now);
            return Ok(outcome);
        }
        let max = self.policy.max_participants;
        if self.members.len() >= max {
            return Err(RoomError::Full { max });
        }
        // Whoever has been in the room came past all of this.
        if join.returning.is_none() && !join.host {
            if self.record.settings.locked {
                return Err(RoomError::Locked);
            }
            if let Some(hash) = &self.record.password
                && join.password.as_ref() != Some(hash)
            {
                return Err(RoomError::PasswordRequired { hash: hash.clone() });
            }
            let suspect = self.record.suspect_networks.contains(&join.network);
            if self.record.settings.lobby || suspect {
                if join.foreign.is_some() {
                    return Err(RoomError::Lobby);
                }
                return self.wait(connection, join, suspect, now);
            }
        }
        let (snapshot, seq) = self.enter(connection, join, now);
        Ok(JoinOutcome::Joined { snapshot, seq })
    }

    /// Puts somebody into the room; what they are told of it, and the number it stands at.
    pub(crate) fn enter(
        &mut self,
        connection: ConnectionId,
        join: Join,
        now: Timestamp,
    ) -> (Snapshot, u64) {
        if let Some(returning) = join.returning
            && returning.started_at < self.started_at
        {
            self.started_at = returning.started_at;
            self.tell_room_changed();
        }
        let host = join.host || self.comes_first();
        if host {
            self.welcome_host(&join.id);
        }
        let role = self.role_of(&join.id, host);
        let foreign = join.foreign.is_some();
        let Foreign { user_id, attributes, told_media } =
            join.foreign.unwrap_or(Foreign { told_media: true, ..Foreign::default() });
        let media = self.media_allowed(role, join.link.as_ref(), join.media);
        let participant = Participant {
            name: self.name_given(&join.id).unwrap_or(join.name),
            id: join.id.clone(),
            role,
            // In a named room, which part somebody takes shows by what they do.
            interview_role: join.link.as_ref().filter(|_| !self.named).map(|(role, _)| *role),
            media,
            presence: Presence::Connected,
            joined_at: now,
            hand_raised_at: None,
            recording: None,
            foreign,
            user_id: user_id.map(|wanted| self.free_user_id(wanted)),
            attributes,
        };
        self.broadcast(Event::ParticipantJoined(participant.clone()));
        // Numbers start at the time of the join, so that those of an earlier presence under the
        // same id, even one before a restart, are never taken for this one's.
        let outbox = Outbox::new(now.0);
        let seq = outbox.newest();
        self.joins += 1;
        self.note_arrived(&participant, now);
        let member = Member {
            participant,
            order: self.joins,
            connection: Some(connection),
            proved_host: host,
            network: join.network,
            link: join.link.clone(),
            told_media,
            outbox,
        };
        self.connections.insert(connection, join.id.clone());
        self.members.insert(join.id, member);
        self.watch_hosts(now);
        (self.snapshot_for(role, join.link.as_ref()), seq)
    }

    /// Applies a command of a connection that has joined.
    ///
    /// # Errors
    /// [`RoomError::NotJoined`], [`RoomError::NotAllowed`], [`RoomError::ParticipantNotFound`], and
    /// [`RoomError::Full`] for who admits.
    pub fn handle_command(
        &mut self,
        connection: ConnectionId,
        command: Command,
        now: Timestamp,
    ) -> Result<(), RoomError> {
        if command == Command::Leave
            && let Some(waiting) = self.lobby.on(connection)
        {
            self.stop_waiting(&waiting);
            return Ok(());
        }
        let (sender, role) = self.sender(connection)?;
        self.require_not_observing(&sender, &command)?;
        match command {
            Command::Interview(command) => self.handle_interview_command(&sender, command, now)?,
            Command::Leave => {
                self.remove(&sender, LeaveReason::Left, now);
                self.watch_hosts(now);
            }
            Command::AskedAloud { question, text } => {
                self.asked_aloud(&sender, question, text, now)?;
            }
            Command::HandIn { question, text } => self.hand_in(&sender, question, text, now)?,
            Command::TakePart { role, media } => self.take_part(&sender, role, media)?,
            Command::Signal { to, transport_id, signal } => {
                let opaque = matches!(signal, Signal::Opaque { .. });
                if opaque && self.members.get(&to).is_some_and(|member| !member.participant.foreign)
                {
                    return Err(RoomError::NotUnderstood);
                }
                let event = Event::Signal { from: sender.clone(), transport_id, signal };
                self.tell_other(&sender, &to, event)?;
            }
            Command::SetMedia(media) => {
                let shares = self.members.get(&sender).is_some_and(|member| {
                    let before = member.participant.media;
                    before.screen_share || before.screen_share_audio
                });
                let starts = !shares && (media.screen_share || media.screen_share_audio);
                if starts {
                    self.require(role, Action::ShareScreen)?;
                }
                self.change_media(&sender, |participant| participant.media = media);
            }
            Command::React(reaction) => {
                self.broadcast(Event::Reaction { from: sender, reaction, at: now });
            }
            Command::RaiseHand(raised) => self.change(&sender, |participant| {
                // Who raises a raised hand keeps its place.
                participant.hand_raised_at =
                    raised.then(|| participant.hand_raised_at.unwrap_or(now));
            }),
            Command::SetRecording(recording) => {
                let records = self
                    .members
                    .get(&sender)
                    .is_some_and(|member| member.participant.recording.is_some());
                if recording.is_some() && !records {
                    self.require(role, Action::Record)?;
                }
                self.change(&sender, |participant| participant.recording = recording);
            }
            command => {
                self.handle_host_command(&sender, role, command, now)?;
                self.watch_hosts(now);
            }
        }
        Ok(())
    }

    /// Whether a connection may do something: for what its owner prepares at some cost before it
    /// becomes a command.
    ///
    /// # Errors
    /// [`RoomError::NotJoined`], [`RoomError::NotAllowed`].
    pub fn handle_question(
        &self,
        connection: ConnectionId,
        action: Action,
    ) -> Result<(), RoomError> {
        let (_, role) = self.sender(connection)?;
        self.require(role, action)
    }

    /// Whether a connection may write, or with [`Action::DeleteChat`] delete, and between whom the
    /// message goes. It is kept by the owner, and comes back by [`Room::handle_chat_message`].
    ///
    /// # Errors
    /// [`RoomError::NotJoined`], [`RoomError::NotAllowed`], [`RoomError::ParticipantNotFound`].
    pub fn handle_chat_request(
        &self,
        connection: ConnectionId,
        action: Action,
        to: Option<&ParticipantId>,
    ) -> Result<ChatParties, RoomError> {
        let (from, role) = self.sender(connection)?;
        self.require(role, action)?;
        if self.observes(&from) {
            return Err(RoomError::NotAllowed);
        }
        let name_of = |id: &ParticipantId| -> Result<_, RoomError> {
            let member = self.members.get(id).ok_or(RoomError::ParticipantNotFound)?;
            Ok(member.participant.name.clone())
        };
        let from_name = name_of(&from)?;
        let to = match to {
            Some(to) if *to == from => return Err(RoomError::ParticipantNotFound),
            Some(to) => Some((to.clone(), name_of(to)?)),
            None => None,
        };
        Ok(ChatParties { from, from_name, to })
    }

    /// A message was kept: tells everybody who may see it.
    pub fn handle_chat_message(&mut self, message: ChatMessage) {
        let Some(to) = message.to.clone() else {
            self.broadcast(Event::ChatMessage(message));
            return;
        };
        let from = message.from.clone();
        let event = Arc::new(Event::ChatMessage(message));
        for id in [from, to] {
            if let Some(member) = self.members.get_mut(&id) {
                deliver(member, Arc::clone(&event), &mut self.effects);
            }
        }
    }

    /// A connection is gone: keeps its participant for the grace period; who waited no longer does.
    pub fn handle_disconnect(&mut self, connection: ConnectionId, now: Timestamp) {
        if let Some(waiting) = self.lobby.on(connection) {
            self.stop_waiting(&waiting);
        }
        let Some(id) = self.connections.remove(&connection) else { return };
        if let Some(member) = self.members.get_mut(&id) {
            member.connection = None;
        }
        self.expiries.insert((now + self.policy.grace, id.clone()));
        self.change(&id, |participant| participant.presence = Presence::Reconnecting);
        self.watch_hosts(now);
    }

    /// Lets go of those whose grace period is over, and has somebody stand in for a host who stays
    /// away.
    pub fn handle_timeout(&mut self, now: Timestamp) {
        while let Some((at, id)) = self.expiries.first().cloned()
            && at <= now
        {
            self.remove(&id, LeaveReason::TimedOut, now);
        }
        if self.without_host_since.is_some_and(|since| since + self.policy.host_patience <= now) {
            self.pass_on();
        }
        self.watch_hosts(now);
    }

    /// Gives a participant that is in the room to a connection.
    fn take_up(&mut self, connection: ConnectionId, join: Join) -> Result<JoinOutcome, RoomError> {
        let member = self.members.get_mut(&join.id).ok_or(RoomError::ParticipantNotFound)?;
        if let Some(old) = member.connection.take() {
            self.connections.remove(&old);
            self.effects.push_back(Effect::Supersede { connection: old });
        }
        member.proved_host |= join.host;
        member.network = join.network;
        member.link = join.link;
        let link = member.link.clone();
        let proved_host = member.proved_host;
        self.expiries.retain(|(_, away)| *away != join.id);
        // Still without a connection, so that its own return is kept in the outbox with all else
        // that was missed.
        if proved_host {
            self.welcome_host(&join.id);
        }
        let role = self.role_of(&join.id, proved_host);
        self.give_role(&join.id, &join.id, role);
        let name = self.name_given(&join.id).unwrap_or(join.name);
        let media = self.media_allowed(role, link.as_ref(), join.media);
        self.change(&join.id, |participant| {
            participant.presence = Presence::Connected;
            participant.interview_role = link.as_ref().map(|(role, _)| *role);
            participant.name = name;
            participant.media = media;
        });

        let member = self.members.get_mut(&join.id).ok_or(RoomError::ParticipantNotFound)?;
        member.connection = Some(connection);
        self.connections.insert(connection, join.id);
        let missed = join
            .returning
            .and_then(|returning| returning.last_seq)
            .and_then(|last_seq| member.outbox.since(last_seq));
        if let Some(missed) = missed {
            let deliver = |(seq, event)| Effect::Deliver { connection, seq, event };
            self.effects.extend(missed.into_iter().map(deliver));
            return Ok(JoinOutcome::Resumed { started_at: self.started_at });
        }
        // It starts from the snapshot; signals for the page it was before are of no use to it.
        member.outbox.clear();
        let seq = member.outbox.newest();
        Ok(JoinOutcome::Joined { snapshot: self.snapshot_for(role, link.as_ref()), seq })
    }

    /// What of this somebody may send.
    fn media_allowed(
        &self,
        role: Role,
        link: Option<&(InterviewRole, LinkId)>,
        media: MediaState,
    ) -> MediaState {
        if link.is_some_and(|(role, _)| *role == InterviewRole::Observer) {
            MediaState::default()
        } else if self.may(role, Action::ShareScreen) {
            media
        } else {
            media.without(Source::ScreenShare)
        }
    }

    fn sender(&self, connection: ConnectionId) -> Result<(ParticipantId, Role), RoomError> {
        let id = self.connections.get(&connection).ok_or(RoomError::NotJoined)?;
        let member = self.members.get(id).ok_or(RoomError::NotJoined)?;
        Ok((id.clone(), member.participant.role))
    }

    pub(crate) fn may(&self, role: Role, action: Action) -> bool {
        may(role, action, &self.record.settings)
    }

    pub(crate) fn require(&self, role: Role, action: Action) -> Result<(), RoomError> {
        let has_place = !self.is_by_link() || action.has_place_in_interviews();
        if has_place && self.may(role, action) { Ok(()) } else { Err(RoomError::NotAllowed) }
    }

    /// Changes a participant and tells everybody, if it made a difference.
    pub(crate) fn change(&mut self, id: &ParticipantId, change: impl FnOnce(&mut Participant)) {
        let Some(member) = self.members.get_mut(id) else { return };
        let mut participant = member.participant.clone();
        change(&mut participant);
        if participant != member.participant {
            member.participant = participant.clone();
            self.broadcast(Event::ParticipantChanged(participant));
        }
    }

    /// The same, of what it says it sends. Where that was only taken for granted it is told even if nothing changed,
    /// and so it always is of who comes with a client of another system: theirs wait to hear what they say.
    pub(crate) fn change_media(
        &mut self,
        id: &ParticipantId,
        change: impl FnOnce(&mut Participant),
    ) {
        let Some(member) = self.members.get_mut(id) else { return };
        if std::mem::replace(&mut member.told_media, true) && !member.participant.foreign {
            return self.change(id, change);
        }
        change(&mut member.participant);
        let participant = member.participant.clone();
        self.broadcast(Event::ParticipantChanged(participant));
    }

    /// Takes a participant out and tells the others; the connection it was on, if it had one.
    pub(crate) fn remove(
        &mut self,
        id: &ParticipantId,
        reason: LeaveReason,
        now: Timestamp,
    ) -> Option<ConnectionId> {
        self.expiries.retain(|(_, away)| away != id);
        let member = self.members.remove(id)?;
        self.note_left(&member, now);
        if let Some(connection) = member.connection {
            self.connections.remove(&connection);
        }
        self.broadcast(Event::ParticipantLeft { id: id.clone(), reason });
        self.reset_if_deserted(now);
        member.connection
    }

    /// Takes everybody out of the room and the lobby without a word; the connections they were on.
    pub(crate) fn clear(&mut self) -> Vec<ConnectionId> {
        self.expiries.clear();
        self.connections.clear();
        let members = std::mem::take(&mut self.members).into_values();
        let inside = members.filter_map(|member| member.connection);
        inside.chain(self.lobby.drain().map(|waiting| waiting.connection)).collect()
    }

    pub(crate) fn tell_room_changed(&mut self) {
        self.broadcast(Event::RoomChanged {
            started_at: self.started_at,
            settings: self.record.settings,
            has_password: self.record.password.is_some(),
        });
    }

    /// Tells one participant, who must not be the sender.
    pub(crate) fn tell_other(
        &mut self,
        sender: &ParticipantId,
        to: &ParticipantId,
        event: Event,
    ) -> Result<(), RoomError> {
        if to == sender {
            return Err(RoomError::ParticipantNotFound);
        }
        let member = self.members.get_mut(to).ok_or(RoomError::ParticipantNotFound)?;
        deliver(member, Arc::new(event), &mut self.effects);
        Ok(())
    }

    pub(crate) fn broadcast(&mut self, event: Event) {
        self.tell_where(event, |_| true);
    }

    /// Tells each of them what `what` says, if anything.
    pub(crate) fn tell_each(&mut self, what: impl Fn(&Member) -> Vec<Event>) {
        for member in self.members.values_mut() {
            for event in what(member) {
                deliver(member, Arc::new(event), &mut self.effects);
            }
        }
    }

    /// Tells those of whom `who` says so.
    pub(crate) fn tell_where(&mut self, event: Event, who: impl Fn(&Participant) -> bool) {
        let event = Arc::new(event);
        for member in self.members.values_mut().filter(|member| who(&member.participant)) {
            deliver(member, Arc::clone(&event), &mut self.effects);
        }
    }
}

/// Keeps an event for a member and, if it is here, sends it.
fn deliver(member: &mut Member, event: Arc<Event>, effects: &mut VecDeque<Effect>) {
    let seq = member.outbox.push(Arc::clone(&event));
    if let Some(connection) = member.connection {
        effects.push_back(Effect::Deliver { connection, seq, event });
    }
}
