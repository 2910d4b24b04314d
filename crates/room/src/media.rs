//! Media through the forwarding server: the path of the room's media, publications and subscriptions.
//!
//! The room has the desired state: who may connect, which sources may be forwarded, what each
//! participant wants to see. [`RoomMedia::told`] is the state that the forwarding server was told last.
//! [`Room::reconcile_media`] compares the two for participants that changed, and asks with
//! [`MediaEffect`]s for the difference.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use convene_model::{
    HeardSlot, Layer, MediaPath, MediaPathSetting, MediaState, Mid, ParticipantId, Publication,
    Role, RoomSettings, SlotState, Source, Timestamp, TransportDirection, VideoSlot,
};

use crate::room::{Room, deliver};
use crate::{Action, ConnectionId, Effect, Event, Join, MediaEffect, RoomError};

/// How long a room on the path `server` stays there after it became small enough for a mesh.
const MESH_AFTER: Duration = Duration::from_secs(60);
/// How long the server forwards after a room became a mesh: until then clients connect to each other and need
/// what they still receive through the server.
const CLOSE_AFTER: Duration = Duration::from_secs(10);
/// Participants of a room in which some client cannot use the forwarding server, unless the room may be a
/// larger mesh anyway. More cameras overload the laptops of a mesh.
const MESH_LIMIT: usize = 6;

/// State of the media of a room.
#[derive(Debug, Default)]
pub(crate) struct RoomMedia {
    path: MediaPath,
    /// True while the forwarding server has the room: on the path `server`, and until `closes_at` after it.
    is_open: bool,
    /// Time at which the forwarding server closes the room, which is a mesh again.
    closes_at: Option<Timestamp>,
    /// Time since which a room on the path `server` is small enough for a mesh.
    small_since: Option<Timestamp>,
    /// Number of participants whose client cannot use the forwarding server.
    unable: usize,
    /// Number of streams of programs, which need the forwarding server.
    streams: usize,
    /// Slots that each participant wants, as its client said.
    wanted: BTreeMap<ParticipantId, Vec<VideoSlot>>,
    /// State of each admitted participant that the forwarding server was told.
    told: BTreeMap<ParticipantId, Told>,
    /// Participants whose desired state may differ from what was told.
    changed: BTreeSet<ParticipantId>,
    publications: BTreeMap<ParticipantId, Vec<Publication>>,
}

#[derive(Debug, Default)]
struct Told {
    sources: MediaState,
    slots: Vec<VideoSlot>,
}

/// Report of the forwarding server about a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaReport {
    /// A source arrives, or its layers changed.
    Published {
        /// The source.
        source: Source,
        /// The encodings that arrive.
        layers: Vec<Layer>,
    },
    /// A source arrives no more.
    Unpublished {
        /// The source.
        source: Source,
    },
    /// State of a video slot of the participant.
    Slot {
        /// The slot.
        mid: Mid,
        /// The new state.
        state: SlotState,
    },
    /// Audio slots of the participant: all of them.
    Heard(Vec<HeardSlot>),
    /// Largest height at which anybody shows a source of the participant.
    Wanted {
        /// The source.
        source: Source,
        /// Pixels; 0: nobody shows it.
        height: u16,
    },
    /// A transport of the participant connected or ended.
    Transport {
        /// The transport.
        direction: TransportDirection,
        /// False once it ended.
        connected: bool,
    },
}

impl RoomMedia {
    pub(crate) fn path(&self) -> MediaPath {
        self.path
    }

    /// Time at which the room may become a mesh, or the forwarding server closes it.
    pub(crate) fn due(&self) -> Option<Timestamp> {
        self.small_since.map(|since| since + MESH_AFTER).or(self.closes_at)
    }

    /// Publications for a newcomer: none in a mesh, even while the forwarding server still serves others.
    pub(crate) fn publications(&self) -> Vec<Publication> {
        let known = self.publications.values().flatten();
        known.filter(|_| !self.path.is_mesh()).cloned().collect()
    }

    /// Counts clients that cannot use the forwarding server: one before and one after a change.
    pub(crate) fn note_client(&mut self, before: Option<bool>, now: Option<bool>) {
        self.unable += usize::from(now == Some(false));
        self.unable -= usize::from(before == Some(false));
    }

    /// Counts streams of programs.
    pub(crate) fn note_stream(&mut self, is_stream: bool, comes: bool) {
        let one = usize::from(is_stream);
        self.streams = if comes { self.streams + one } else { self.streams - one };
    }

    /// Forgets a participant that left.
    pub(crate) fn forget(&mut self, id: &ParticipantId) {
        self.wanted.remove(id);
        self.publications.remove(id);
    }
}

impl Room {
    /// True if a client that cannot use the forwarding server may not join.
    pub(crate) fn requires_server(&self) -> bool {
        let RoomSettings { webinar, media_path, .. } = self.record.settings;
        let is_needed = self.viewers() > 0 || self.media.streams > 0;
        webinar || media_path == MediaPathSetting::Server || is_needed
    }

    /// Refuses settings that need the forwarding server where it cannot be used.
    pub(crate) fn require_path_for(&self, after: &RoomSettings) -> Result<(), RoomError> {
        let before = &self.record.settings;
        if (before.webinar, before.media_path) == (after.webinar, after.media_path) {
            return Ok(());
        }
        if after.webinar && !self.kind.has_webinars() {
            return Err(RoomError::NotAllowed);
        }
        let is_needed = after.webinar || self.viewers() > 0 || self.media.streams > 0;
        if after.media_path == MediaPathSetting::Mesh && is_needed {
            return Err(RoomError::MediaServerRequired);
        }
        if !after.webinar && after.media_path != MediaPathSetting::Server {
            return Ok(());
        }
        if self.policy.mesh_max.is_none() {
            return Err(RoomError::NoMediaServer);
        }
        if self.media.unable > 0 { Err(RoomError::CannotForward) } else { Ok(()) }
    }

    /// Number of participants that the room may have as a mesh, if a client that cannot use the
    /// forwarding server makes it one. `None` if there is no such server, or if hosts chose a mesh.
    fn mesh_limit(&self) -> Option<usize> {
        let is_auto = self.record.settings.media_path == MediaPathSetting::Auto;
        self.policy.mesh_max.filter(|_| is_auto).map(|mesh_max| mesh_max.max(MESH_LIMIT))
    }

    /// Refuses a client that cannot use the forwarding server where the room needs it, and a stream where the
    /// room cannot use it.
    pub(crate) fn require_path(&self, join: &Join) -> Result<(), RoomError> {
        if join.stream.is_some() {
            return if self.policy.mesh_max.is_none() {
                Err(RoomError::NoMediaServer)
            } else if self.record.settings.media_path == MediaPathSetting::Mesh {
                Err(RoomError::NotForwarding)
            } else if self.media.unable > 0 {
                Err(RoomError::CannotForward)
            } else {
                Ok(())
            };
        }
        if join.can_forward {
            return Ok(());
        }
        let others = self.members.len() - usize::from(self.members.contains_key(&join.id));
        let is_too_large = self.mesh_limit().is_some_and(|limit| others >= limit);
        if self.requires_server() || is_too_large {
            Err(RoomError::MediaServerRequired)
        } else {
            Ok(())
        }
    }

    /// Refuses a newcomer who would be one too many for the mesh that the room must be.
    pub(crate) fn require_place_in_mesh(&self) -> Result<(), RoomError> {
        match self.mesh_limit() {
            Some(max) if self.media.unable > 0 && self.members.len() >= max => {
                Err(RoomError::MeshFull { max })
            }
            _ => Ok(()),
        }
    }

    /// Chooses the path of the media, and closes the forwarding server's room when it is time.
    pub(crate) fn watch_path(&mut self, now: Timestamp) {
        let path = self.desired_path(now);
        if path != self.media.path || !self.members.is_empty() {
            self.record.forwards = path == MediaPath::Server;
        }
        if path != self.media.path {
            self.media.path = path;
            self.change_path(now);
        }
        if self.members.is_empty() || self.media.closes_at.is_some_and(|at| at <= now) {
            self.close_media();
        }
    }

    /// Somebody who was not here before finds the room empty: it begins anew, as a mesh.
    pub(crate) fn forget_path(&mut self, join: &Join) {
        if self.members.is_empty() && join.returning.is_none() {
            self.record.forwards = false;
        }
    }

    fn change_path(&mut self, now: Timestamp) {
        let path = self.media.path;
        self.media.closes_at = path.is_mesh().then(|| now + CLOSE_AFTER);
        if path == MediaPath::Server && !std::mem::replace(&mut self.media.is_open, true) {
            self.effects.push_back(Effect::Media(MediaEffect::Open));
            self.media.changed = self.members.keys().cloned().collect();
            // The forwarding server must know the participants before their clients offer.
            self.reconcile_media();
        }
        self.broadcast(Event::MediaPathChanged(path));
        // Publications that outlasted a short time as a mesh.
        for publication in self.media.publications() {
            self.broadcast(Event::Published(publication));
        }
    }

    fn desired_path(&mut self, now: Timestamp) -> MediaPath {
        let small_since = self.media.small_since.take();
        let Some(mesh_max) = self.policy.mesh_max else { return MediaPath::Mesh };
        if self.members.is_empty() || self.media.unable > 0 {
            return MediaPath::Mesh;
        }
        let setting = self.record.settings.media_path;
        if self.requires_server() || setting == MediaPathSetting::Server {
            return MediaPath::Server;
        }
        if setting == MediaPathSetting::Mesh {
            return MediaPath::Mesh;
        }
        if self.members.len() > mesh_max {
            return MediaPath::Server;
        }
        let since = small_since.unwrap_or(now);
        if !self.record.forwards || since + MESH_AFTER <= now {
            return MediaPath::Mesh;
        }
        self.media.small_since = Some(since);
        MediaPath::Server
    }

    /// Ends all publications and subscriptions at once.
    pub(crate) fn close_media(&mut self) {
        let RoomMedia { is_open, unable, streams, .. } = std::mem::take(&mut self.media);
        if is_open {
            self.effects.push_back(Effect::Media(MediaEffect::Close));
        }
        if !self.members.is_empty() {
            (self.media.unable, self.media.streams) = (unable, streams);
        }
    }

    /// Notes that the desired state of a participant may have changed. `comes_or_goes`: it may be
    /// subscribed to from now on, or not any more.
    pub(crate) fn note_media_changed(&mut self, id: &ParticipantId, comes_or_goes: bool) {
        if !self.media.is_open {
            return;
        }
        self.media.changed.insert(id.clone());
        if comes_or_goes {
            let RoomMedia { wanted, changed, .. } = &mut self.media;
            let subscribers = wanted
                .iter()
                .filter(|(_, slots)| slots.iter().any(|slot| slot.participant_id == *id));
            changed.extend(subscribers.map(|(subscriber, _)| subscriber.clone()));
        }
    }

    /// Asks for the difference between the desired state and what the forwarding server was told:
    /// participants first, because subscriptions name them.
    pub(crate) fn reconcile_media(&mut self) {
        let changed = std::mem::take(&mut self.media.changed);
        for id in &changed {
            let participant = id.clone();
            let Some(member) = self.members.get(id) else {
                if self.media.told.remove(id).is_some() {
                    self.effects.push_back(Effect::Media(MediaEffect::Remove { participant }));
                }
                continue;
            };
            if !self.media.told.contains_key(id) {
                let admit = MediaEffect::Admit { participant: participant.clone() };
                self.effects.push_back(Effect::Media(admit));
            }
            let sources = member.participant.media;
            let told = self.media.told.entry(participant.clone()).or_default();
            if told.sources != sources {
                told.sources = sources;
                let permit = MediaEffect::Permit { participant, sources };
                self.effects.push_back(Effect::Media(permit));
                self.unpublish_all_but(id, sources);
            }
        }
        for participant in changed {
            let slots = self.effective_slots(&participant);
            if let Some(told) = self.media.told.get_mut(&participant)
                && told.slots != slots
            {
                told.slots.clone_from(&slots);
                let subscribe = MediaEffect::Subscribe { participant, slots };
                self.effects.push_back(Effect::Media(subscribe));
            }
        }
    }

    /// Ends the publications of a participant that are not permitted any more.
    fn unpublish_all_but(&mut self, id: &ParticipantId, sources: MediaState) {
        let Some(known) = self.media.publications.get_mut(id) else { return };
        let ended = known.extract_if(.., |it| !sources.is_live(it.source));
        let ended: Vec<Source> = ended.map(|publication| publication.source).collect();
        // The publications of a participant who left the stage are gone with it.
        if self.stage.contains(id) {
            for source in ended {
                self.broadcast(Event::Unpublished { participant: id.clone(), source });
            }
        }
    }

    /// Slots that a participant wants and that show somebody present.
    fn effective_slots(&self, subscriber: &ParticipantId) -> Vec<VideoSlot> {
        let wanted = self.media.wanted.get(subscriber).into_iter().flatten();
        let shows = |slot: &&VideoSlot| {
            slot.participant_id != *subscriber && self.stage.contains(&slot.participant_id)
        };
        wanted.filter(shows).cloned().collect()
    }

    /// Replaces what a participant wants to see. Slots that name an absent participant have no effect
    /// before that participant comes.
    pub(crate) fn subscribe(
        &mut self,
        sender: &ParticipantId,
        role: Role,
        slots: Vec<VideoSlot>,
    ) -> Result<(), RoomError> {
        self.require(role, Action::Subscribe)?;
        if !self.media.is_open {
            return Err(RoomError::NotForwarding);
        }
        self.media.wanted.insert(sender.clone(), slots);
        self.note_media_changed(sender, false);
        Ok(())
    }

    /// Checks whether a connection may set up a transport with the forwarding server, and returns its
    /// participant.
    ///
    /// # Errors
    /// [`RoomError::NotJoined`], [`RoomError::NotAllowed`], [`RoomError::NotForwarding`].
    pub fn handle_offer_question(
        &self,
        connection: ConnectionId,
        direction: TransportDirection,
    ) -> Result<ParticipantId, RoomError> {
        let (id, role) = self.sender(connection)?;
        self.require(
            role,
            match direction {
                TransportDirection::Up => Action::Publish,
                TransportDirection::Down => Action::Subscribe,
            },
        )?;
        if direction == TransportDirection::Up && self.observes(&id) {
            return Err(RoomError::NotAllowed);
        }
        if self.media.is_open { Ok(id) } else { Err(RoomError::NotForwarding) }
    }

    /// Takes a report of the forwarding server. Reports that were overtaken by a command have no
    /// effect: about absent participants, and about sources that are not permitted any more.
    pub fn handle_media_report(&mut self, about: &ParticipantId, report: MediaReport) {
        let Some(told) = self.media.told.get(about) else { return };
        let event = match report {
            MediaReport::Published { source, layers } => {
                if !told.sources.is_live(source) {
                    return;
                }
                let publication = Publication { participant_id: about.clone(), source, layers };
                let known = self.media.publications.entry(about.clone()).or_default();
                match known.iter_mut().find(|known| known.source == source) {
                    Some(known) if *known == publication => return,
                    Some(known) => known.clone_from(&publication),
                    None => known.push(publication.clone()),
                }
                return self.broadcast(Event::Published(publication));
            }
            MediaReport::Unpublished { source } => {
                let Some(known) = self.media.publications.get_mut(about) else { return };
                let before = known.len();
                known.retain(|known| known.source != source);
                if known.len() != before {
                    self.broadcast(Event::Unpublished { participant: about.clone(), source });
                }
                return;
            }
            MediaReport::Slot { mid, state } => Event::SlotChanged { mid, state },
            MediaReport::Heard(slots) => Event::Heard(slots),
            MediaReport::Wanted { source, height } => Event::Wanted { source, height },
            MediaReport::Transport { direction, connected } => {
                Event::TransportChanged { direction, connected }
            }
        };
        if let Some(member) = self.members.get_mut(about) {
            deliver(member, event.into(), &mut self.effects);
        }
    }

    /// The forwarding server lost the room with all its transports. The room opens anew, with everybody's
    /// subscriptions; the clients, which are told that their transports ended, make new offers.
    pub fn handle_media_lost(&mut self) {
        if !self.media.is_open {
            return;
        }
        self.media.told.clear();
        for publication in std::mem::take(&mut self.media.publications).into_values().flatten() {
            let Publication { participant_id: participant, source, .. } = publication;
            self.broadcast(Event::Unpublished { participant, source });
        }
        self.effects.push_back(Effect::Media(MediaEffect::Close));
        self.effects.push_back(Effect::Media(MediaEffect::Open));
        self.media.changed = self.members.keys().cloned().collect();
        self.reconcile_media();
        self.tell_each(|_| {
            let ended = |direction| Event::TransportChanged { direction, connected: false };
            vec![ended(TransportDirection::Up), ended(TransportDirection::Down)]
        });
    }

    /// Announces the participants who speak, the dominant speaker first.
    pub fn handle_speakers(&mut self, mut speakers: Vec<ParticipantId>) {
        speakers.retain(|id| self.stage.contains(id));
        if !self.media.path.is_mesh() {
            self.broadcast(Event::Speakers(speakers));
        }
    }
}
