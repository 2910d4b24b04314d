//! The room's side of the forwarding server: carries out the room's media effects, and collects what the
//! server reports about its participants.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use convene_model::{
    HeardSlot, Layer, MediaState, ParticipantId, SlotState, Source, TransportDirection, VideoSlot,
};
use convene_protocol::OfferedTrack;
use convene_room::{MediaEffect, MediaReport, RoomError};
use convene_sfu::{self as sfu, Command, PeerKey, Sources, Way};
use tokio::sync::Notify;

use crate::media::sfu::{Forwarding, RoomHandle, RoomNews};

/// Offers of one participant that may wait for an answer.
const MAX_OFFERS: usize = 4;

/// Answers an offer.
pub(crate) type OfferAnswered = Box<dyn FnOnce(Result<String, RoomError>) + Send>;

/// A report of the forwarding server, for the room.
pub(super) enum Report {
    About(ParticipantId, MediaReport),
    Speakers(Vec<ParticipantId>),
    /// The forwarding server lost the room.
    Lost,
}

/// Connection of one room with the forwarding server.
pub(super) struct MediaLink {
    forwarding: Option<Forwarding>,
    inbox: Arc<Inbox>,
    open: Option<Open>,
    offers: HashMap<u64, (ParticipantId, OfferAnswered)>,
    last_offer: u64,
}

/// A room that is open at the forwarding server. Dropping it closes that room.
struct Open {
    handle: RoomHandle,
    keys: HashMap<ParticipantId, PeerKey>,
    participants: HashMap<PeerKey, ParticipantId>,
}

impl MediaLink {
    /// `work` wakes the room's task when a report arrives.
    pub(super) fn new(forwarding: Option<Forwarding>, work: Arc<Notify>) -> Self {
        let inbox = Arc::new(Inbox { reports: Mutex::default(), work });
        Self { forwarding, inbox, open: None, offers: HashMap::new(), last_offer: 0 }
    }

    pub(super) fn carry_out(&mut self, effect: MediaEffect) {
        match effect {
            MediaEffect::Open => {
                let Some(forwarding) = &self.forwarding else { return };
                let inbox = Arc::clone(&self.inbox);
                let handle = forwarding.open_room(move |news| inbox.put(news));
                self.open =
                    Some(Open { handle, keys: HashMap::new(), participants: HashMap::new() });
            }
            MediaEffect::Close => {
                self.open = None;
                self.inbox.clear();
                for (_, (_, answered)) in self.offers.drain() {
                    answered(Err(RoomError::NotForwarding));
                }
            }
            MediaEffect::Remove { participant } => {
                if let Some(open) = &mut self.open {
                    open.remove(&participant);
                }
                let ended = self.offers.extract_if(|_, (of, _)| *of == participant);
                for (_, (_, answered)) in ended {
                    answered(Err(RoomError::NotJoined));
                }
            }
            MediaEffect::Admit { participant } => {
                if let Some(open) = &mut self.open {
                    open.admit(participant);
                }
            }
            MediaEffect::Permit { participant, sources } => {
                if let Some(open) = &self.open {
                    let sources = set_of(sources);
                    open.send(&participant, |room, peer| Command::Permit { room, peer, sources });
                }
            }
            MediaEffect::Subscribe { participant, slots } => {
                if let Some(open) = &self.open {
                    let slots = slots.into_iter().filter_map(|slot| open.slot(slot)).collect();
                    open.send(&participant, |room, peer| Command::Subscribe { room, peer, slots });
                }
            }
        }
    }

    /// Passes an offer on. `answered` is called with the answer, or once there can be none.
    pub(super) fn offer(
        &mut self,
        participant: &ParticipantId,
        direction: TransportDirection,
        sdp: String,
        tracks: Vec<OfferedTrack>,
        answered: OfferAnswered,
    ) {
        let Some(open) = &self.open else { return answered(Err(RoomError::NotForwarding)) };
        if self.offers.values().filter(|(of, _)| of == participant).count() >= MAX_OFFERS {
            return answered(Err(RoomError::TooManyOffers));
        }
        self.last_offer += 1;
        let request = self.last_offer;
        self.offers.insert(request, (participant.clone(), answered));
        let way = match direction {
            TransportDirection::Up => Way::Up,
            TransportDirection::Down => Way::Down,
        };
        let tracks = tracks.into_iter().map(|track| (track.mid.into(), track.source)).collect();
        open.send(participant, |room, peer| Command::Offer {
            request,
            room,
            peer,
            way,
            sdp,
            tracks,
        });
    }

    /// Takes the reports, and answers the offers among them.
    pub(super) fn take_reports(&mut self) -> Vec<Report> {
        let (lost, events) = self.inbox.take();
        let is_mine = |key| self.open.as_ref().is_some_and(|open| open.handle.key() == key);
        if lost.is_some_and(is_mine) {
            return vec![Report::Lost];
        }
        let mut reports = Vec::new();
        for event in events {
            let Some(open) = &self.open else { break };
            if event.room() != open.handle.key() {
                continue;
            }
            if let sfu::Event::Answered { request, result, .. } = event {
                if let Some((_, answered)) = self.offers.remove(&request) {
                    answered(result.map_err(|error| RoomError::OfferRefused(error.to_string())));
                }
            } else {
                reports.extend(open.report(event));
            }
        }
        reports
    }
}

impl Open {
    fn admit(&mut self, participant: ParticipantId) {
        let (room, peer) = (self.handle.key(), self.handle.new_peer());
        self.keys.insert(participant.clone(), peer);
        self.participants.insert(peer, participant);
        self.handle.send(Command::Admit { room, peer });
    }

    fn remove(&mut self, participant: &ParticipantId) {
        let Some(peer) = self.keys.remove(participant) else { return };
        self.participants.remove(&peer);
        self.handle.send(Command::Remove { room: self.handle.key(), peer });
    }

    /// Sends a command about a participant who is admitted.
    fn send(
        &self,
        participant: &ParticipantId,
        command: impl FnOnce(sfu::RoomKey, PeerKey) -> Command,
    ) {
        if let Some(peer) = self.keys.get(participant) {
            self.handle.send(command(self.handle.key(), *peer));
        }
    }

    /// `None` if the slot names an absent participant.
    fn slot(&self, slot: VideoSlot) -> Option<sfu::Slot> {
        let VideoSlot { mid, participant_id, source, height, priority } = slot;
        let of = *self.keys.get(&participant_id)?;
        Some(sfu::Slot { mid: mid.into(), of, source: source.into(), height, priority })
    }

    /// `None` for an event about an absent participant.
    fn report(&self, event: sfu::Event) -> Option<Report> {
        let id = |peer: PeerKey| self.participants.get(&peer).cloned();
        let (peer, report) = match event {
            sfu::Event::Published { peer, source, layers, .. } => {
                let layers = layers.into_iter();
                let layers = layers.map(|it| Layer { rid: it.rid, height: it.height }).collect();
                (peer, MediaReport::Published { source, layers })
            }
            sfu::Event::Unpublished { peer, source, .. } => {
                (peer, MediaReport::Unpublished { source })
            }
            sfu::Event::SlotChanged { peer, mid, state, .. } => {
                let mid = mid.parse().ok()?;
                (peer, MediaReport::Slot { mid, state: state_of(state) })
            }
            sfu::Event::Heard { peer, slots, .. } => {
                let slots = slots.into_iter().map(|(mid, heard)| {
                    let heard = heard.and_then(|(peer, source)| Some((id(peer)?, source)));
                    let (participant_id, source) = heard.unzip();
                    HeardSlot { mid, participant_id, source }
                });
                (peer, MediaReport::Heard(slots.collect()))
            }
            sfu::Event::Wanted { peer, source, height, .. } => {
                (peer, MediaReport::Wanted { source, height })
            }
            sfu::Event::Connected { peer, way, is, .. } => {
                let direction = match way {
                    Way::Up => TransportDirection::Up,
                    Way::Down => TransportDirection::Down,
                };
                (peer, MediaReport::Transport { direction, connected: is })
            }
            sfu::Event::Speakers { loudest, .. } => {
                return Some(Report::Speakers(loudest.into_iter().filter_map(id).collect()));
            }
            sfu::Event::Answered { .. } => return None,
        };
        Some(Report::About(id(peer)?, report))
    }
}

impl fmt::Debug for MediaLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaLink").field("open", &self.open.is_some()).finish_non_exhaustive()
    }
}

fn set_of(media: MediaState) -> Sources {
    let all = [Source::Microphone, Source::Camera, Source::ScreenShare, Source::ScreenShareAudio];
    all.into_iter().filter(|source| media.is_live(*source)).collect()
}

fn state_of(state: sfu::SlotState) -> SlotState {
    match state {
        sfu::SlotState::Live { height } => SlotState::Live { height },
        sfu::SlotState::Waiting => SlotState::Waiting,
        sfu::SlotState::Paused => SlotState::Paused,
        sfu::SlotState::Unavailable => SlotState::Unavailable,
        sfu::SlotState::Undecodable => SlotState::Undecodable,
    }
}

/// Subject of an event of the forwarding server. A later event about the same subject replaces the
/// earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Subject {
    Answer(u64),
    Publication(PeerKey, Source),
    Slot(PeerKey, String),
    Heard(PeerKey),
    Speakers,
    Wanted(PeerKey, Source),
    Transport(PeerKey, Way),
}

impl Subject {
    fn of(event: &sfu::Event) -> Self {
        match event {
            sfu::Event::Answered { request, .. } => Self::Answer(*request),
            sfu::Event::Published { peer, source, .. }
            | sfu::Event::Unpublished { peer, source, .. } => Self::Publication(*peer, *source),
            sfu::Event::SlotChanged { peer, mid, .. } => Self::Slot(*peer, mid.clone()),
            sfu::Event::Heard { peer, .. } => Self::Heard(*peer),
            sfu::Event::Speakers { .. } => Self::Speakers,
            sfu::Event::Wanted { peer, source, .. } => Self::Wanted(*peer, *source),
            sfu::Event::Connected { peer, way, .. } => Self::Transport(*peer, *way),
        }
    }
}

/// Events that wait for the room's task: at most one for each subject, so their number is bounded by
/// what the room has. The forwarding server may call this while the room is locked.
struct Inbox {
    reports: Mutex<Reports>,
    work: Arc<Notify>,
}

#[derive(Default)]
struct Reports {
    order: VecDeque<Subject>,
    latest: HashMap<Subject, sfu::Event>,
    lost: Option<sfu::RoomKey>,
}

impl Inbox {
    fn put(&self, news: RoomNews) {
        let mut reports = self.lock();
        match news {
            RoomNews::Lost(room) => reports.lost = Some(room),
            RoomNews::Event(event) => {
                let subject = Subject::of(&event);
                if reports.latest.insert(subject.clone(), event).is_none() {
                    reports.order.push_back(subject);
                }
            }
        }
        drop(reports);
        self.work.notify_one();
    }

    /// The lost room, if one is, and the events.
    fn take(&self) -> (Option<sfu::RoomKey>, impl Iterator<Item = sfu::Event> + use<>) {
        let Reports { order, mut latest, lost } = std::mem::take(&mut *self.lock());
        (lost, order.into_iter().filter_map(move |subject| latest.remove(&subject)))
    }

    fn clear(&self) {
        *self.lock() = Reports::default();
    }

    fn lock(&self) -> MutexGuard<'_, Reports> {
        self.reports.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: sfu::RoomKey = sfu::RoomKey(1);

    fn slot(peer: u64, state: sfu::SlotState) -> sfu::Event {
        sfu::Event::SlotChanged { room: ROOM, peer: PeerKey(peer), mid: "0".to_owned(), state }
    }

    #[test]
    fn the_inbox_has_the_latest_event_of_each_subject_in_the_order_of_their_first() {
        let inbox = Inbox { reports: Mutex::default(), work: Arc::default() };
        for _ in 0..1000 {
            inbox.put(RoomNews::Event(slot(1, sfu::SlotState::Waiting)));
            inbox.put(RoomNews::Event(slot(2, sfu::SlotState::Waiting)));
            inbox.put(RoomNews::Event(slot(1, sfu::SlotState::Paused)));
        }
        let taken: Vec<_> = inbox.take().1.collect();
        assert_eq!(taken, [slot(1, sfu::SlotState::Paused), slot(2, sfu::SlotState::Waiting)]);
        assert_eq!(inbox.take().1.count(), 0);
    }

    #[test]
    fn a_set_has_the_live_sources() {
        let media = MediaState { camera: true, screen_share_audio: true, ..MediaState::default() };
        let expected = Sources::NONE.with(Source::Camera).with(Source::ScreenShareAudio);
        assert_eq!(set_of(media), expected);
    }

    #[test]
    fn without_a_room_at_the_server_an_offer_is_refused_at_once() {
        let mut link = MediaLink::new(None, Arc::default());
        link.carry_out(MediaEffect::Open);
        let (sender, result) = std::sync::mpsc::channel();
        let answered = Box::new(move |result| sender.send(result).unwrap());
        let who = ParticipantId::random(&mut rand::rng());
        link.offer(&who, TransportDirection::Down, String::new(), Vec::new(), answered);
        assert_eq!(result.try_recv(), Ok(Err(RoomError::NotForwarding)));
    }
}
