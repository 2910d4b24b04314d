//! Rooms: participants, their tracks, and the slots that show them.

use std::{collections::BTreeMap, time::Instant};

use convene_model::Source;
use str0m::{
    format::CodecSpec,
    media::{Mid, Pt, Rid},
    rtp::Ssrc,
};

use super::{Forwarder, meter::Meter, tick};
use crate::{
    Event, Layer, Munger, PeerKey, RoomKey, Slot, SlotState, Sources, Speakers, TrackKind,
    VideoCodec, Way, bucket::Bucket, timers::Timer,
};

/// A room.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub(super) peers: BTreeMap<PeerKey, Peer>,
    pub(super) speakers: Speakers<PeerKey>,
}

/// An admitted participant.
#[derive(Debug)]
pub(super) struct Peer {
    pub(super) permitted: Sources,
    pub(super) up: Option<usize>,
    pub(super) down: Option<usize>,
    /// The desired state; the sinks of the downstream transport are the current one.
    pub(super) slots: Vec<Slot>,
    pub(super) tracks: Vec<(Source, usize)>,
    pub(super) offers: Bucket,
}

/// A source of a publisher, as it arrives.
#[derive(Debug)]
pub(super) struct Track {
    pub(super) room: RoomKey,
    pub(super) peer: PeerKey,
    pub(super) source: Source,
    pub(super) up: usize,
    pub(super) mid: Mid,
    /// By the payload type of the last packet.
    pub(super) codec: Option<(Pt, CodecSpec)>,
    pub(super) video: Option<VideoCodec>,
    pub(super) layers: Vec<TrackLayer>,
    pub(super) is_permitted: bool,
    /// A packet arrived.
    pub(super) is_live: bool,
    /// The layers of the last event, while it is published.
    pub(super) published: Option<Vec<Layer>>,
    /// The height of the last [`Event::Wanted`].
    pub(super) wanted: Option<u16>,
    /// Downstream transports and places of the sinks that carry it.
    pub(super) sinks: Vec<(usize, usize)>,
}

/// Encoding of a track.
#[derive(Debug, Default)]
pub(super) struct TrackLayer {
    pub(super) rid: Option<Rid>,
    pub(super) height: u16,
    pub(super) meter: Meter,
    pub(super) keyframe_asked: Option<Instant>,
    /// A request came too early after the last one.
    pub(super) keyframe_due: bool,
}

impl Track {
    pub(super) const fn kind(&self) -> TrackKind {
        TrackKind::of(self.source)
    }

    /// May be forwarded.
    pub(super) const fn is_open(&self) -> bool {
        self.is_permitted && self.is_live
    }
}

/// A slot of a downstream transport: an outgoing stream, and what it carries.
#[derive(Debug)]
pub(super) struct Sink {
    pub(super) mid: Mid,
    pub(super) ssrc: Ssrc,
    pub(super) kind: TrackKind,
    pub(super) track: Option<usize>,
    /// Payload type of the track's codec on this transport.
    pub(super) pt: Option<Pt>,
    /// Height and priority that the subscriber wants; video only.
    pub(super) want: Option<(u16, u8)>,
    /// The layer that the allocator allots.
    pub(super) target: Option<usize>,
    /// The layer that is forwarded.
    pub(super) current: Option<usize>,
    pub(super) munger: Munger,
    /// When the last forwarded packet was captured.
    pub(super) captured: Option<Instant>,
    /// No layer fits the bandwidth.
    pub(super) is_short: bool,
    /// The state of the last event.
    pub(super) reported: Option<SlotState>,
}

impl Sink {
    pub(super) fn new(mid: Mid, ssrc: Ssrc, kind: TrackKind) -> Self {
        Self {
            mid,
            ssrc,
            kind,
            track: None,
            pt: None,
            want: None,
            target: None,
            current: None,
            munger: Munger::default(),
            captured: None,
            is_short: false,
            reported: None,
        }
    }

    /// Forwards nothing until the next keyframe.
    pub(super) fn pause(&mut self) {
        self.current = None;
        self.munger.stop();
    }
}

impl Forwarder {
    pub(super) fn admit(&mut self, room: RoomKey, peer: PeerKey, now: Instant) {
        if self.peer_limit_reached(room) {
            return;
        }
        if !self.rooms.contains_key(&room) {
            self.timers.push(now + tick::INTERVAL, Timer::Room(room));
        }
        let offers = self.config.limits.offers;
        self.rooms.entry(room).or_default().peers.entry(peer).or_insert_with(|| Peer {
            permitted: Sources::NONE,
            up: None,
            down: None,
            slots: Vec::new(),
            tracks: Vec::new(),
            offers: Bucket::new(offers, 1, now),
        });
    }

    pub(super) fn permit(&mut self, room: RoomKey, peer: PeerKey, sources: Sources, now: Instant) {
        let Ok(it) = self.admitted(room, peer) else { return };
        it.permitted = sources;
        let tracks = it.tracks.clone();
        let mut changed = false;
        for (source, key) in tracks {
            let Some(track) = self.tracks.get_mut(key) else { continue };
            let permitted = sources.contains(source);
            changed |= track.is_permitted != permitted;
            track.is_permitted = permitted;
            self.publish(key);
        }
        if changed {
            self.reconcile_room(room, now);
        }
    }

    pub(super) fn remove(&mut self, room: RoomKey, peer: PeerKey, now: Instant) {
        let Ok(it) = self.admitted(room, peer) else { return };
        let (up, down) = (it.up, it.down);
        for key in [up, down].into_iter().flatten() {
            self.end_transport(key, now);
        }
        if let Some(room) = self.rooms.get_mut(&room) {
            room.peers.remove(&peer);
            room.speakers.remove(peer);
        }
    }

    pub(super) fn close(&mut self, room: RoomKey, now: Instant) {
        let Some(it) = self.rooms.remove(&room) else { return };
        let transports = it.peers.values().flat_map(|peer| [peer.up, peer.down]).flatten();
        for key in transports.collect::<Vec<_>>() {
            self.end_transport(key, now);
        }
        self.tracks.retain(|_, track| track.room != room);
        self.events.retain(|event| event.room() != room);
    }

    /// Ends the tracks of a participant for which `ends` is true.
    pub(super) fn end_tracks(
        &mut self,
        room: RoomKey,
        peer: PeerKey,
        ends: impl Fn(&Track) -> bool,
        now: Instant,
    ) {
        let Ok(it) = self.admitted(room, peer) else { return };
        let tracks = it.tracks.clone();
        let ending: Vec<usize> = tracks
            .into_iter()
            .map(|(_, key)| key)
            .filter(|key| self.tracks.get(*key).is_none_or(&ends))
            .collect();
        if ending.is_empty() {
            return;
        }
        for key in &ending {
            let Some(track) = self.tracks.try_remove(*key) else { continue };
            if track.published.is_some() {
                let source = track.source;
                self.events.push_back(Event::Unpublished { room, peer, source });
            }
            for (transport, place) in track.sinks {
                let transport = self.transports.get_mut(transport);
                if let Some(sink) = transport.and_then(|it| it.sinks.get_mut(place)) {
                    sink.track = None;
                    sink.pause();
                }
            }
            if let Some(transport) = self.transports.get_mut(track.up) {
                transport.by_ssrc.retain(|_, (of, _)| of != key);
            }
            if track.source == Source::Microphone
                && let Some(room) = self.rooms.get_mut(&room)
            {
                room.speakers.remove(peer);
            }
        }
        if let Ok(it) = self.admitted(room, peer) {
            it.tracks.retain(|(_, key)| !ending.contains(key));
        }
        self.reconcile_room(room, now);
    }

    /// Takes the sinks of a downstream transport off a track.
    pub(super) fn leave_track(&mut self, track: Option<usize>, transport: usize) {
        let Some(key) = track else { return };
        if let Some(track) = self.tracks.get_mut(key) {
            track.sinks.retain(|(of, _)| *of != transport);
            self.tell_wanted(key);
        }
    }

    /// Says what a track is now, if that is news.
    pub(super) fn publish(&mut self, key: usize) {
        let Some(track) = self.tracks.get_mut(key) else { return };
        let (room, peer, source) = (track.room, track.peer, track.source);
        if !track.is_open() {
            if track.published.take().is_some() {
                self.events.push_back(Event::Unpublished { room, peer, source });
            }
            return;
        }
        let layer = |layer: &TrackLayer| Layer {
            rid: layer.rid.map(|rid| rid.to_string()),
            height: layer.height,
        };
        let layers: Vec<Layer> = track.layers.iter().map(layer).collect();
        if track.published.as_ref() != Some(&layers) {
            track.published = Some(layers.clone());
            let kind = track.kind();
            self.events.push_back(Event::Published { room, peer, source, kind, layers });
            self.tell_wanted(key);
        }
    }

    /// Tells a publisher the largest height at which anybody shows the track, if that is news.
    pub(super) fn tell_wanted(&mut self, key: usize) {
        let Some(track) = self.tracks.get_mut(key) else { return };
        if track.kind() == TrackKind::Audio || track.published.is_none() {
            return;
        }
        let height = track
            .sinks
            .iter()
            .filter_map(|(transport, place)| self.transports.get(*transport)?.sinks.get(*place))
            .filter_map(|sink| sink.want)
            .map(|(height, _)| height)
            .max()
            .unwrap_or(0);
        if track.wanted != Some(height) {
            track.wanted = Some(height);
            let (room, peer, source) = (track.room, track.peer, track.source);
            self.events.push_back(Event::Wanted { room, peer, source, height });
        }
    }

    /// Place of a transport of a participant.
    pub(super) fn transport_of(&self, room: RoomKey, peer: PeerKey, way: Way) -> Option<usize> {
        let peer = self.rooms.get(&room)?.peers.get(&peer)?;
        match way {
            Way::Up => peer.up,
            Way::Down => peer.down,
        }
    }
}
