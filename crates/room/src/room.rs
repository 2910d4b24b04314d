//! Membership: joins, reconnecting participants, and delivery of events. Host commands are in
//! `hosts.rs`, permissions in `permissions.rs`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use convene_model::{
    InterviewRole, LeaveReason, LinkId, MediaPathSetting, MediaState, NetworkTag, Participant,
    ParticipantId, Presence, Role, RoomName, RoomRecord, Signal, Source, Timestamp,
};

use crate::audience::AudienceNews;
use crate::chat::ChatLine;
use crate::keeping::{Keeping, Sender};
use crate::kind::RoomKind;
use crate::lobby::Lobby;
use crate::media::RoomMedia;
use crate::outbox::Outbox;
use crate::{
    Action, Command, ConnectionId, Effect, Event, Foreign, Interview, Join, JoinOutcome, Progress,
    RoomError, Snapshot, may,
};

/// Limits of a room, set by its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomPolicy {
    /// Maximum number of participants, including reconnecting ones.
    pub max_participants: usize,
    /// Maximum number of participants who may send media: all except viewers.
    pub max_publishers: usize,
    /// Number of participants up to which the room is a mesh although it could use the forwarding
    /// server; `None` if there is no such server.
    pub mesh_max: Option<usize>,
    /// Maximum number of newcomers in the lobby.
    pub max_waiting: usize,
    /// Grace period: how long a participant whose connection dropped is kept.
    pub grace: Duration,
    /// How long the room waits for a host before it makes a participant the acting host.
    pub host_patience: Duration,
}

#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) participant: Participant,
    /// Rises from join to join; a snapshot lists participants in this order.
    pub(crate) order: u64,
    /// `None` while reconnecting.
    pub(crate) connection: Option<ConnectionId>,
    /// True if the participant presented the host token.
    pub(crate) proved_host: bool,
    pub(crate) network: NetworkTag,
    /// Interview link that the participant came by.
    pub(crate) link: Option<(InterviewRole, LinkId)>,
    /// True once the client reported its media state. Until then it may be sending anything.
    pub(crate) told_media: bool,
    /// True if the client can send its media through the forwarding server.
    pub(crate) can_forward: bool,
    /// True for the stream of a program.
    pub(crate) is_stream: bool,
    outbox: Outbox,
}

/// A live room.
#[derive(Debug)]
pub struct Room {
    pub(crate) policy: RoomPolicy,
    pub(crate) kind: RoomKind,
    started_at: Timestamp,
    /// Boxed, because a node of the map has space for eleven.
    pub(crate) members: BTreeMap<ParticipantId, Box<Member>>,
    /// Participants except viewers.
    pub(crate) stage: BTreeSet<ParticipantId>,
    connections: BTreeMap<ConnectionId, ParticipantId>,
    pub(crate) audience: AudienceNews,
    pub(crate) media: RoomMedia,
    pub(crate) lobby: Lobby,
    /// Reconnecting participants, keyed by the time their grace period ends.
    expiries: BTreeSet<(Timestamp, ParticipantId)>,
    /// Time since which connected participants have been without a host. `None` while a host is
    /// connected, and before the first host joins.
    pub(crate) without_host_since: Option<Timestamp>,
    pub(crate) record: RoomRecord,
    /// Name that leads to the meeting. Storage keeps it apart from the record, because names are
    /// unique.
    pub(crate) name: Option<RoomName>,
    pub(crate) interview: Option<Interview>,
    pub(crate) keeping: Keeping,
    pub(crate) chat: ChatLine,
    joins: u64,
    pub(crate) effects: VecDeque<Effect>,
}

impl Room {
    /// An empty room with the record of the meeting.
    #[must_use]
    pub fn new(policy: RoomPolicy, mut record: RoomRecord, now: Timestamp) -> Self {
        // The server may have lost its forwarding server since these settings were chosen.
        if policy.mesh_max.is_none() {
            record.settings.webinar = false;
            record.settings.media_path = MediaPathSetting::Auto;
        }
        Self {
            policy,
            kind: RoomKind::Meeting,
            started_at: now,
            members: BTreeMap::new(),
            stage: BTreeSet::new(),
            connections: BTreeMap::new(),
            audience: AudienceNews::default(),
            media: RoomMedia::default(),
            lobby: Lobby::default(),
            expiries: BTreeSet::new(),
            without_host_since: None,
            keeping: Keeping::new(record.clone()),
            record,
            name: None,
            interview: None,
            chat: ChatLine::default(),
            joins: 0,
            effects: VecDeque::new(),
        }
    }

    /// Adds an interview to the room.
    #[must_use]
    pub fn with_interview(self, interview: Interview) -> Self {
        Self { kind: RoomKind::Interview, interview: Some(interview), ..self }
    }

    /// Gives the meeting the name under which storage finds it.
    #[must_use]
    pub fn with_name(self, name: RoomName) -> Self {
        Self { name: Some(name), ..self }
    }

    /// Notes a name that a host chose and that is stored already.
    pub fn handle_name_chosen(&mut self, name: Option<RoomName>) {
        if self.name != name {
            self.name = name;
            self.tell_room_changed();
        }
    }

    /// Gives a participant the last position in the order of joining.
    pub(crate) fn move_to_end(&mut self, id: &ParticipantId) {
        self.joins += 1;
        if let Some(member) = self.members.get_mut(id) {
            member.order = self.joins;
        }
    }

    pub(crate) fn started_at(&self) -> Timestamp {
        self.started_at
    }

    /// Restarts the meeting's time after the last participant left.
    pub(crate) fn begin_sitting(&mut self, now: Timestamp) {
        self.started_at = now;
    }

    /// Next effect, or `None` if all are drained.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        if self.effects.is_empty() {
            self.reconcile_media();
        }
        self.effects.pop_front()
    }

    /// Time at which [`Room::handle_timeout`] is due.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        let expiry = self.expiries.first().map(|(at, _)| *at);
        let stand_in = self.without_host_since.map(|since| since + self.policy.host_patience);
        let audience = self.audience.due();
        let deadlines = [stand_in, self.keeping.retry_at(), audience, self.media.due()];
        expiry.into_iter().chain(deadlines.into_iter().flatten()).min()
    }

    /// True if the room has no participant, not even a reconnecting one, and its lobby is empty:
    /// then the owner may drop it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty() && self.lobby.is_empty()
    }

    /// Number of participants, including reconnecting ones.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// All participants, including reconnecting ones, in no particular order.
    pub fn participants(&self) -> impl Iterator<Item = &ParticipantId> {
        self.members.keys()
    }

    /// A value that changes whenever a participant joins or leaves.
    #[must_use]
    pub fn roster_version(&self) -> (u64, usize) {
        (self.joins, self.members.len())
    }

    /// Snapshot for a newcomer of that role, without the interview and, if it is a viewer, without
    /// itself.
    #[must_use]
    pub fn snapshot(&self, role: Role) -> Snapshot {
        let mut members: Vec<&Member> = self.on_stage().collect();
        members.sort_by_key(|member| member.order);
        Snapshot {
            started_at: self.started_at,
            title: self.record.title.clone(),
            name: self.name.clone(),
            named_room: self.kind == RoomKind::Named,
            participants: members.into_iter().map(|member| member.participant.clone()).collect(),
            viewers: self.viewers(),
            hands: if self.may(role, Action::LowerHand) { self.hands() } else { Vec::new() },
            media_path: self.media.path(),
            publications: self.media.publications(),
            settings: self.record.settings,
            has_password: self.record.password.is_some(),
            waiting: if self.may(role, Action::Admit) { self.lobby.list() } else { Vec::new() },
            kept: !(self.may(role, Action::SetRoom) && self.keeping.shows_not_kept()),
            interview: None,
        }
    }

    /// Snapshot for a newcomer, with the interview as far as their link lets them see it.
    fn snapshot_for(&self, id: &ParticipantId, link: Option<&(InterviewRole, LinkId)>) -> Snapshot {
        let me = self.members.get(id).map(|member| &member.participant);
        let mut snapshot = self.snapshot(me.map_or(Role::Guest, |me| me.role));
        snapshot.participants.extend(me.filter(|me| me.role.is_viewer()).cloned());
        Snapshot { interview: self.interview_view(link), ..snapshot }
    }

    /// Lets a participant join, resume its presence, or wait in the lobby.
    ///
    /// # Errors
    /// If the participant may not join; the [`RoomError`] tells why.
    pub fn handle_join(
        &mut self,
        connection: ConnectionId,
        join: Join,
        now: Timestamp,
    ) -> Result<JoinOutcome, RoomError> {
        let outcome = self.join(connection, join, now);
        self.write_next(now);
        outcome
    }

    fn join(
        &mut self,
        connection: ConnectionId,
        mut join: Join,
        now: Timestamp,
    ) -> Result<JoinOutcome, RoomError> {
        if self.connections.contains_key(&connection) || self.lobby.on(connection).is_some() {
            return Err(RoomError::AlreadyJoined);
        }
        if self.record.ended_at.is_some() {
            return Err(RoomError::Ended);
        }
        self.forget_earlier_sitting(&mut join);
        self.require_link(&join)?;
        self.require_path(&join)?;
        self.forget_path(&join);
        if self.record.removed.contains(&join.id) {
            return Err(RoomError::Removed);
        }
        if self.members.contains_key(&join.id) {
            // A foreign client has no token, so it cannot prove to be this participant.
            if join.foreign.is_some() {
                return Err(RoomError::AlreadyJoined);
            }
            let outcome = self.take_up(connection, join)?;
            self.watch_hosts(now);
            return Ok(outcome);
        }
        self.require_place(&join)?;
        // A returning participant passed these checks when it first joined.
        if join.returning.is_none() && !join.host && join.stream.is_none() {
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

    /// Adds a participant; returns its snapshot and the number of the last event included.
    pub(crate) fn enter(
        &mut self,
        connection: ConnectionId,
        join: Join,
        now: Timestamp,
    ) -> (Snapshot, u64) {
        if let Some(returning) = &join.returning
            && returning.started_at < self.started_at
        {
            self.started_at = returning.started_at;
            self.tell_room_changed();
        }
        let host = join.host || (self.comes_first() && join.stream.is_none());
        if host {
            self.welcome_host(&join.id);
        }
        let role = self.role_for(&join, host);
        let foreign = join.foreign.is_some();
        let Foreign { user_id, attributes, told_media } =
            join.foreign.unwrap_or(Foreign { told_media: true, ..Foreign::default() });
        let media = self.media_allowed(role, join.link.as_ref(), join.media);
        let participant = Participant {
            name: self.name_given(&join.id).unwrap_or(join.name),
            id: join.id.clone(),
            role,
            interview_role: join
                .link
                .as_ref()
                .filter(|_| self.kind.has_parts_by_link())
                .map(|(role, _)| *role),
            media,
            presence: Presence::Connected,
            joined_at: now,
            hand_raised_at: None,
            recording: None,
            foreign,
            user_id: user_id.map(|wanted| self.free_user_id(wanted)),
            attributes,
        };
        if role.is_viewer() {
            self.audience.note_count();
        } else {
            self.broadcast(Event::ParticipantJoined(participant.clone()));
            self.stage.insert(join.id.clone());
        }
        // Numbers start at the time of the join, so numbers of an earlier presence under the
        // same id, even one before a restart, are never mistaken for this presence's.
        let outbox = Outbox::new(now.0);
        let seq = outbox.newest();
        self.joins += 1;
        self.note_arrived(&participant, join.link.as_ref(), now);
        let member = Box::new(Member {
            participant,
            order: self.joins,
            connection: Some(connection),
            proved_host: host,
            network: join.network,
            link: join.link.clone(),
            told_media,
            can_forward: join.can_forward,
            is_stream: join.stream.is_some(),
            outbox,
        });
        self.connections.insert(connection, join.id.clone());
        self.members.insert(join.id.clone(), member);
        self.media.note_client(None, Some(join.can_forward));
        self.media.note_stream(join.stream.is_some(), true);
        self.note_media_changed(&join.id, true);
        self.watch_hosts(now);
        (self.snapshot_for(&join.id, join.link.as_ref()), seq)
    }

    /// Applies a command of a connection that has joined, or first has its change kept.
    ///
    /// # Errors
    /// Any [`RoomError`] that refuses a command.
    pub fn handle_command(
        &mut self,
        connection: ConnectionId,
        command: Command,
        now: Timestamp,
    ) -> Result<Progress, RoomError> {
        if command == Command::Leave
            && let Some(waiting) = self.lobby.on(connection)
        {
            self.stop_waiting(&waiting);
            return Ok(Progress::Done);
        }
        let (sender, role) = self.sender(connection)?;
        self.require_not_observing(&sender, &command)?;
        let is_kept_first = self.kind.keeps_decisions()
            && match &command {
                Command::Interview(_)
                | Command::SetTitle(_)
                | Command::SetPassword(_)
                | Command::SetRole { .. } => true,
                Command::SetRoom(_) => !command.only_locks(),
                // A name that participants chose for themselves ends with the presence; it is
                // not kept unless a host gave one.
                Command::Rename { who, .. } => *who != sender || self.name_given(who).is_some(),
                _ => false,
            };
        let is_interview = matches!(command, Command::Interview(_));
        if is_kept_first || is_interview {
            let author = self.author(&sender);
            let sender = Sender { id: sender, role, author };
            return if is_kept_first {
                self.keep_first(sender, command, now)
            } else {
                self.interview_unkept(sender, command, now)
            };
        }
        let counts_when_kept =
            command.only_locks() || matches!(command, Command::Remove { .. } | Command::EndMeeting);
        if command.only_locks() {
            self.lock_overrides();
        }
        let applied = self.apply(sender, role, command, now);
        if applied.is_ok() && counts_when_kept {
            return Ok(self.count_when_kept(now));
        }
        // A refused `AdmitAll` may have admitted some before the room was full.
        self.write_next(now);
        applied.map(|()| Progress::Done)
    }

    /// Applies a command that need not be kept first.
    fn apply(
        &mut self,
        sender: ParticipantId,
        role: Role,
        command: Command,
        now: Timestamp,
    ) -> Result<(), RoomError> {
        match command {
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
                self.require(role, Action::Signal)?;
                if self.members.get(&to).is_some_and(|member| member.participant.role.is_viewer()) {
                    return Err(RoomError::ParticipantNotFound);
                }
                let opaque = matches!(signal, Signal::Opaque { .. });
                if opaque && self.members.get(&to).is_some_and(|member| !member.participant.foreign)
                {
                    return Err(RoomError::NotUnderstood);
                }
                let event = Event::Signal { from: sender.clone(), transport_id, signal };
                self.tell_other(&sender, &to, event)?;
            }
            Command::Subscribe(slots) => self.subscribe(&sender, role, slots)?,
            Command::SetMedia(media) => {
                self.require(role, Action::SetMedia)?;
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
                self.require(role, Action::React)?;
                self.broadcast(Event::Reaction { from: sender, reaction, at: now });
            }
            Command::RaiseHand(raised) => self.change(&sender, |participant| {
                // Raising a raised hand again keeps its place in the order.
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

    /// Checks whether a connection may take an action. The owner asks before it prepares a costly
    /// command.
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

    /// Keeps the connection's participant for the grace period, or takes a newcomer off the lobby.
    pub fn handle_disconnect(&mut self, connection: ConnectionId, now: Timestamp) {
        if let Some(waiting) = self.lobby.on(connection) {
            self.stop_waiting(&waiting);
        }
        let Some(id) = self.connections.remove(&connection) else { return };
        if let Some(member) = self.members.get_mut(&id) {
            member.connection = None;
            // A foreign client cannot resume its presence, so there is no grace period.
            if member.participant.foreign {
                self.remove(&id, LeaveReason::Left, now);
                return self.watch_hosts(now);
            }
        }
        self.expiries.insert((now + self.policy.grace, id.clone()));
        self.change(&id, |participant| participant.presence = Presence::Reconnecting);
        self.watch_hosts(now);
        self.write_next(now);
    }

    /// Removes participants whose grace period is over, and names an acting host if the host stays
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
        self.tell_audience(now);
        self.watch_hosts(now);
        self.write_next(now);
    }

    /// Attaches a connection to a participant that is already in the room.
    fn take_up(&mut self, connection: ConnectionId, join: Join) -> Result<JoinOutcome, RoomError> {
        let member = self.members.get_mut(&join.id).ok_or(RoomError::ParticipantNotFound)?;
        if let Some(old) = member.connection.take() {
            self.connections.remove(&old);
            self.effects.push_back(Effect::Supersede { connection: old });
        }
        let could_forward = std::mem::replace(&mut member.can_forward, join.can_forward);
        self.media.note_client(Some(could_forward), Some(join.can_forward));
        member.proved_host |= join.host;
        member.network = join.network;
        member.link = join.link;
        let link = member.link.clone();
        let proved_host = member.proved_host;
        self.expiries.retain(|(_, away)| *away != join.id);
        // The connection is attached last, so the events of the return go into the outbox with all
        // missed ones.
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
        self.connections.insert(connection, join.id.clone());
        let missed = join
            .returning
            .and_then(|returning| returning.last_seq)
            .and_then(|last_seq| member.outbox.since(last_seq));
        if let Some(missed) = missed {
            let deliver = |(seq, event)| Effect::Deliver { connection, seq, event };
            self.effects.extend(missed.into_iter().map(deliver));
            return Ok(JoinOutcome::Resumed { started_at: self.started_at });
        }
        // The page starts from the snapshot; signals meant for its earlier state are useless.
        member.outbox.clear();
        let seq = member.outbox.newest();
        Ok(JoinOutcome::Joined { snapshot: self.snapshot_for(&join.id, link.as_ref()), seq })
    }

    /// Media state reduced to the sources that the participant may send.
    fn media_allowed(
        &self,
        role: Role,
        link: Option<&(InterviewRole, LinkId)>,
        media: MediaState,
    ) -> MediaState {
        let observes = link.is_some_and(|(role, _)| *role == InterviewRole::Observer);
        if observes || role.is_viewer() {
            MediaState::default()
        } else if self.may(role, Action::ShareScreen) {
            media
        } else {
            media.without(Source::ScreenShare)
        }
    }

    pub(crate) fn sender(
        &self,
        connection: ConnectionId,
    ) -> Result<(ParticipantId, Role), RoomError> {
        let id = self.connections.get(&connection).ok_or(RoomError::NotJoined)?;
        let member = self.members.get(id).ok_or(RoomError::NotJoined)?;
        Ok((id.clone(), member.participant.role))
    }

    pub(crate) fn may(&self, role: Role, action: Action) -> bool {
        may(role, action, &self.record.settings)
    }

    pub(crate) fn require(&self, role: Role, action: Action) -> Result<(), RoomError> {
        if self.kind.offers(action) && self.may(role, action) {
            Ok(())
        } else {
            Err(RoomError::NotAllowed)
        }
    }

    /// Changes a participant and tells all participants, if it made a difference. A change of a viewer
    /// concerns fewer; see `audience.rs`.
    pub(crate) fn change(&mut self, id: &ParticipantId, change: impl FnOnce(&mut Participant)) {
        let Some(member) = self.members.get_mut(id) else { return };
        let mut participant = member.participant.clone();
        change(&mut participant);
        if participant != member.participant {
            let before = std::mem::replace(&mut member.participant, participant.clone());
            self.note_media_changed(id, before.role.is_viewer() != participant.role.is_viewer());
            if before.role.is_viewer() || participant.role.is_viewer() {
                self.tell_viewer_changed(&before, participant);
            } else {
                if self.viewers() > 0 {
                    self.audience.note_role(before.role, participant.role);
                }
                self.broadcast(Event::ParticipantChanged(participant));
            }
        }
    }

    /// Changes a participant's media state as its client reports it. The first report is announced
    /// even if it changes nothing. Reports of foreign participants are always announced, because
    /// their clients wait for the answer.
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
        self.note_media_changed(id, false);
        self.broadcast(Event::ParticipantChanged(participant));
    }

    /// Removes a participant and tells the others; returns its connection, if any.
    pub(crate) fn remove(
        &mut self,
        id: &ParticipantId,
        reason: LeaveReason,
        now: Timestamp,
    ) -> Option<ConnectionId> {
        self.expiries.retain(|(_, away)| away != id);
        let member = self.members.remove(id)?;
        self.note_left(&member, now);
        self.stage.remove(id);
        self.media.note_client(Some(member.can_forward), None);
        self.media.note_stream(member.is_stream, false);
        self.media.forget(id);
        self.note_media_changed(id, true);
        if let Some(connection) = member.connection {
            self.connections.remove(&connection);
        }
        if member.participant.role.is_viewer() {
            self.audience.note_count();
            self.audience.note_hand(&member.participant);
        } else {
            self.broadcast(Event::ParticipantLeft { id: id.clone(), reason });
        }
        self.reset_if_deserted(now);
        member.connection
    }

    /// Empties the room and the lobby without an event; returns their connections.
    pub(crate) fn clear(&mut self) -> Vec<ConnectionId> {
        self.expiries.clear();
        self.connections.clear();
        self.stage.clear();
        self.audience = AudienceNews::default();
        self.close_media();
        let members = std::mem::take(&mut self.members).into_values();
        let inside = members.filter_map(|member| member.connection);
        inside.chain(self.lobby.drain().map(|waiting| waiting.connection)).collect()
    }

    pub(crate) fn tell_room_changed(&mut self) {
        self.broadcast(Event::RoomChanged {
            started_at: self.started_at,
            title: self.record.title.clone(),
            name: self.name.clone(),
            settings: self.record.settings,
            has_password: self.record.password.is_some(),
        });
    }

    /// Sends an event to one participant, who must not be the sender.
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

    /// Sends each participant the events that `what` returns for it.
    pub(crate) fn tell_each(&mut self, what: impl Fn(&Member) -> Vec<Event>) {
        for member in self.members.values_mut() {
            for event in what(member) {
                deliver(member, Arc::new(event), &mut self.effects);
            }
        }
    }

    /// Sends an event to the participants for whom `who` is true.
    pub(crate) fn tell_where(&mut self, event: Event, who: impl Fn(&Participant) -> bool) {
        let event = Arc::new(event);
        for member in self.members.values_mut().filter(|member| who(&member.participant)) {
            deliver(member, Arc::clone(&event), &mut self.effects);
        }
    }
}

/// Adds an event to a member's outbox and, if it is connected, sends it.
pub(crate) fn deliver(member: &mut Member, event: Arc<Event>, effects: &mut VecDeque<Effect>) {
    let seq = member.outbox.push(Arc::clone(&event));
    if let Some(connection) = member.connection {
        effects.push_back(Effect::Deliver { connection, seq, event });
    }
}
