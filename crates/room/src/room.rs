//! Membership: who is in the room, who is away for a moment, and what each is told.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use convene_model::{
    ChatMessage, DisplayName, LeaveReason, MediaState, Participant, ParticipantId, Presence,
    Reaction, RecordingState, Signal, Timestamp, TransportId,
};

use crate::outbox::Outbox;
use crate::{ConnectionId, Effect, Event, RoomError};

/// What is decided for a room from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomPolicy {
    /// The most participants it may hold, those who are away for a moment included.
    pub max_participants: usize,
    /// For how long a participant whose connection dropped is kept.
    pub grace: Duration,
}

/// A wish to be in the room, from a connection that has no participant yet. Whoever feeds it to
/// the room has checked that `id` is the sender's to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Join {
    /// The id: a fresh one, or the one an earlier join was given.
    pub id: ParticipantId,
    /// The name to be shown by.
    pub name: DisplayName,
    /// What will be sent from the start.
    pub media: MediaState,
    /// Present if the id is from an earlier join.
    pub returning: Option<Returning>,
}

/// What somebody who comes back brings along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Returning {
    /// The number of the last event received; `None` asks for the room whole.
    pub last_seq: Option<u64>,
    /// When the meeting had begun: a room made anew after a restart takes this over.
    pub started_at: Timestamp,
}

/// How a join came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinOutcome {
    /// The room whole; events go on from `seq`.
    Joined {
        /// The state of the room.
        snapshot: Snapshot,
        /// The number it stands at.
        seq: u64,
    },
    /// What was missed follows as effects.
    Resumed {
        /// When the meeting began.
        started_at: Timestamp,
    },
}

/// The state of a room, as its participants may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// When the meeting began.
    pub started_at: Timestamp,
    /// Everybody, in the order in which they joined.
    pub participants: Vec<Participant>,
}

/// What a connection that has joined may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Leave for good.
    Leave,
    /// Send a signal to one participant.
    Signal {
        /// Whom to.
        to: ParticipantId,
        /// The transport it belongs to.
        transport_id: Option<TransportId>,
        /// The signal.
        signal: Signal,
    },
    /// Tell what one sends.
    SetMedia(MediaState),
    /// React, for everybody to see.
    React(Reaction),
    /// Raise one's hand, or lower it.
    RaiseHand(bool),
    /// Tell that one records the meeting, or with `None` that one does not any more.
    SetRecording(Option<RecordingState>),
}

/// Between whom a message goes, as the room knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatParties {
    /// Who writes.
    pub from: ParticipantId,
    /// The writer's name.
    pub from_name: DisplayName,
    /// To whom alone, with the name; `None` if to everyone.
    pub to: Option<(ParticipantId, DisplayName)>,
}

#[derive(Debug)]
struct Member {
    participant: Participant,
    /// Rises from join to join: the order of a snapshot.
    order: u64,
    /// `None` while it is away.
    connection: Option<ConnectionId>,
    outbox: Outbox,
}

/// A live room.
#[derive(Debug)]
pub struct Room {
    policy: RoomPolicy,
    started_at: Timestamp,
    members: BTreeMap<ParticipantId, Member>,
    connections: BTreeMap<ConnectionId, ParticipantId>,
    /// Who is away, by the end of their grace period.
    expiries: BTreeSet<(Timestamp, ParticipantId)>,
    joins: u64,
    effects: VecDeque<Effect>,
}

impl Room {
    /// An empty room.
    #[must_use]
    pub fn new(policy: RoomPolicy, now: Timestamp) -> Self {
        Self {
            policy,
            started_at: now,
            members: BTreeMap::new(),
            connections: BTreeMap::new(),
            expiries: BTreeSet::new(),
            joins: 0,
            effects: VecDeque::new(),
        }
    }

    /// The next thing to do, until there is none.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    /// When [`Room::handle_timeout`] is due.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.expiries.first().map(|(at, _)| *at)
    }

    /// Whether nobody is in it, not even somebody away for a moment: then it may be dropped.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How many participants it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// The state, as a newcomer is told it.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let mut members: Vec<&Member> = self.members.values().collect();
        members.sort_by_key(|member| member.order);
        let participants = members.into_iter().map(|member| member.participant.clone()).collect();
        Snapshot { started_at: self.started_at, participants }
    }

    /// Lets somebody in, or back in.
    ///
    /// # Errors
    /// [`RoomError::AlreadyJoined`], [`RoomError::Full`].
    pub fn handle_join(
        &mut self,
        connection: ConnectionId,
        join: Join,
        now: Timestamp,
    ) -> Result<JoinOutcome, RoomError> {
        if self.connections.contains_key(&connection) {
            return Err(RoomError::AlreadyJoined);
        }
        if self.members.contains_key(&join.id) {
            return self.take_up(connection, join);
        }
        let max = self.policy.max_participants;
        if self.members.len() >= max {
            return Err(RoomError::Full { max });
        }

        if let Some(returning) = join.returning
            && returning.started_at < self.started_at
        {
            self.started_at = returning.started_at;
            self.broadcast(Event::RoomChanged { started_at: self.started_at });
        }
        let participant = Participant {
            id: join.id.clone(),
            name: join.name,
            media: join.media,
            presence: Presence::Connected,
            joined_at: now,
            hand_raised_at: None,
            recording: None,
        };
        self.broadcast(Event::ParticipantJoined(participant.clone()));
        // Numbers start at the time of the join, so that those of an earlier presence under the
        // same id, even one before a restart, are never taken for this one's.
        let outbox = Outbox::new(now.0);
        let seq = outbox.newest();
        self.joins += 1;
        let member =
            Member { participant, order: self.joins, connection: Some(connection), outbox };
        self.connections.insert(connection, join.id.clone());
        self.members.insert(join.id, member);
        Ok(JoinOutcome::Joined { snapshot: self.snapshot(), seq })
    }

    /// Applies a command of a connection that has joined.
    ///
    /// # Errors
    /// [`RoomError::NotJoined`], [`RoomError::ParticipantNotFound`].
    pub fn handle_command(
        &mut self,
        connection: ConnectionId,
        command: Command,
        now: Timestamp,
    ) -> Result<(), RoomError> {
        let sender = self.sender(connection)?;
        match command {
            Command::Leave => self.remove(&sender, LeaveReason::Left),
            Command::Signal { to, transport_id, signal } => {
                if to == sender {
                    return Err(RoomError::ParticipantNotFound);
                }
                let member = self.members.get_mut(&to).ok_or(RoomError::ParticipantNotFound)?;
                let event = Event::Signal { from: sender, transport_id, signal };
                deliver(member, Arc::new(event), &mut self.effects);
            }
            Command::SetMedia(media) => {
                self.change(&sender, |participant| participant.media = media);
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
                self.change(&sender, |participant| participant.recording = recording);
            }
        }
        Ok(())
    }

    /// Whether a connection may write, and between whom the message goes. It is kept by the owner,
    /// and comes back by [`Room::handle_chat_message`].
    ///
    /// # Errors
    /// [`RoomError::NotJoined`], [`RoomError::ParticipantNotFound`].
    pub fn handle_chat_request(
        &self,
        connection: ConnectionId,
        to: Option<&ParticipantId>,
    ) -> Result<ChatParties, RoomError> {
        let from = self.sender(connection)?;
        let name_of = |id: &ParticipantId| {
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

    fn sender(&self, connection: ConnectionId) -> Result<ParticipantId, RoomError> {
        self.connections.get(&connection).cloned().ok_or(RoomError::NotJoined)
    }

    /// A connection is gone: keeps its participant for the grace period.
    pub fn handle_disconnect(&mut self, connection: ConnectionId, now: Timestamp) {
        let Some(id) = self.connections.remove(&connection) else { return };
        if let Some(member) = self.members.get_mut(&id) {
            member.connection = None;
        }
        self.expiries.insert((now + self.policy.grace, id.clone()));
        self.change(&id, |participant| participant.presence = Presence::Reconnecting);
    }

    /// Lets go of those whose grace period is over.
    pub fn handle_timeout(&mut self, now: Timestamp) {
        while let Some((at, id)) = self.expiries.first().cloned()
            && at <= now
        {
            self.remove(&id, LeaveReason::TimedOut);
        }
    }

    /// Gives a participant that is in the room to a connection.
    fn take_up(&mut self, connection: ConnectionId, join: Join) -> Result<JoinOutcome, RoomError> {
        let member = self.members.get_mut(&join.id).ok_or(RoomError::ParticipantNotFound)?;
        if let Some(old) = member.connection.take() {
            self.connections.remove(&old);
            self.effects.push_back(Effect::Supersede { connection: old });
        }
        self.expiries.retain(|(_, away)| *away != join.id);
        // Still without a connection, so that its own return is kept in the outbox with all else
        // that was missed.
        self.change(&join.id, |participant| {
            participant.presence = Presence::Connected;
            participant.name = join.name;
            participant.media = join.media;
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
        Ok(JoinOutcome::Joined { snapshot: self.snapshot(), seq })
    }

    /// Changes a participant and tells everybody, if it made a difference.
    fn change(&mut self, id: &ParticipantId, change: impl FnOnce(&mut Participant)) {
        let Some(member) = self.members.get_mut(id) else { return };
        let mut participant = member.participant.clone();
        change(&mut participant);
        if participant != member.participant {
            member.participant = participant.clone();
            self.broadcast(Event::ParticipantChanged(participant));
        }
    }

    fn remove(&mut self, id: &ParticipantId, reason: LeaveReason) {
        self.expiries.retain(|(_, away)| away != id);
        let Some(member) = self.members.remove(id) else { return };
        if let Some(connection) = member.connection {
            self.connections.remove(&connection);
        }
        self.broadcast(Event::ParticipantLeft { id: id.clone(), reason });
    }

    fn broadcast(&mut self, event: Event) {
        let event = Arc::new(event);
        for member in self.members.values_mut() {
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
