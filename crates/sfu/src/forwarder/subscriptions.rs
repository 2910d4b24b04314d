//! Subscriptions: brings what the slots carry in line with what their subscribers want.

use std::{collections::HashSet, time::Instant};

use convene_model::Source;
use str0m::{
    Rtc,
    format::{Codec, CodecSpec},
    media::{Mid, Pt},
};

use super::{Forwarder, room::Track};
use crate::{Event, PeerKey, RoomKey, Slot, SlotState, TrackKind, Way, assign};

impl Forwarder {
    pub(super) fn subscribe(
        &mut self,
        room: RoomKey,
        peer: PeerKey,
        mut slots: Vec<Slot>,
        now: Instant,
    ) {
        let limit = self.config.limits.slots;
        let Ok(it) = self.admitted(room, peer) else { return };
        let mut seen = HashSet::new();
        slots.retain(|slot| seen.insert(slot.mid.clone()));
        slots.truncate(limit);
        it.slots = slots;
        // A new subscription tells the state of each slot anew.
        if let Some(down) = self.transport_of(room, peer, Way::Down)
            && let Some(transport) = self.transports.get_mut(down)
        {
            for sink in &mut transport.sinks {
                sink.reported = None;
            }
        }
        self.reconcile(room, peer, now);
    }

    /// Every subscriber of a room, after its tracks changed.
    pub(super) fn reconcile_room(&mut self, room: RoomKey, now: Instant) {
        let Some(it) = self.rooms.get(&room) else { return };
        let with_down = |(peer, it): (&PeerKey, &super::room::Peer)| it.down.map(|_| *peer);
        for peer in it.peers.iter().filter_map(with_down).collect::<Vec<_>>() {
            self.reconcile(room, peer, now);
            self.assign_voices(room, peer, now);
        }
    }

    /// The video slots of a subscriber.
    pub(super) fn reconcile(&mut self, room: RoomKey, peer: PeerKey, now: Instant) {
        let Some(down) = self.transport_of(room, peer, Way::Down) else { return };
        let Some(transport) = self.transports.get(down) else { return };
        let videos: Vec<(usize, Mid)> = transport
            .sinks
            .iter()
            .enumerate()
            .filter(|(_, sink)| sink.kind == TrackKind::Video)
            .map(|(place, sink)| (place, sink.mid))
            .collect();
        for (place, mid) in videos {
            let Ok(it) = self.admitted(room, peer) else { return };
            let slot = it.slots.iter().find(|slot| Mid::from(slot.mid.as_str()) == mid).cloned();
            let track = slot.as_ref().and_then(|slot| self.shown_track(room, peer, slot));
            self.bind(down, place, track);
            let want = slot.map(|slot| (slot.height, slot.priority));
            let Some(sink) = self.transports.get_mut(down).and_then(|it| it.sinks.get_mut(place))
            else {
                continue;
            };
            if sink.want != want {
                sink.want = want;
                if let Some(track) = track {
                    self.tell_wanted(track);
                }
            }
        }
        self.allocate(down, now);
    }

    fn shown_track(&self, room: RoomKey, peer: PeerKey, slot: &Slot) -> Option<usize> {
        if slot.of == peer || TrackKind::of(slot.source) != TrackKind::Video {
            return None;
        }
        let publisher = self.rooms.get(&room)?.peers.get(&slot.of)?;
        let (_, track) = publisher.tracks.iter().find(|(source, _)| *source == slot.source)?;
        self.tracks.get(*track)?.is_open().then_some(*track)
    }

    /// Makes a slot carry a track, or nothing.
    pub(super) fn bind(&mut self, down: usize, place: usize, track: Option<usize>) {
        let Some(transport) = self.transports.get_mut(down) else { return };
        let Some(sink) = transport.sinks.get_mut(place) else { return };
        if sink.track == track {
            return;
        }
        let before = std::mem::replace(&mut sink.track, track);
        (sink.target, sink.pt) = (None, None);
        sink.pause();
        if let Some(before) = before {
            if let Some(track) = self.tracks.get_mut(before) {
                track.sinks.retain(|it| *it != (down, place));
            }
            self.tell_wanted(before);
        }
        let Some(track) = track else { return };
        if let Some(it) = self.tracks.get_mut(track) {
            it.sinks.push((down, place));
        }
        self.find_payload_type(down, place);
        self.tell_wanted(track);
    }

    /// The payload type of the track's codec on the subscriber's transport.
    pub(super) fn find_payload_type(&mut self, down: usize, place: usize) {
        let Some(transport) = self.transports.get_mut(down) else { return };
        let Some(sink) = transport.sinks.get_mut(place) else { return };
        let codec = sink.track.and_then(|track| self.tracks.get(track)?.codec);
        sink.pt = codec.and_then(|(_, codec)| payload_type(&transport.rtc, sink.mid, codec));
    }

    /// The audio slots of a subscriber.
    pub(super) fn assign_voices(&mut self, room: RoomKey, peer: PeerKey, _now: Instant) {
        let Some(down) = self.transport_of(room, peer, Way::Down) else { return };
        let (Some(it), Some(transport)) = (self.rooms.get(&room), self.transports.get(down)) else {
            return;
        };
        let sinks = transport.sinks.iter().enumerate();
        let (places, current): (Vec<usize>, Vec<Option<usize>>) = sinks
            .filter(|(_, sink)| sink.kind == TrackKind::Audio)
            .take(self.config.limits.voices)
            .map(|(place, sink)| (place, sink.track))
            .unzip();
        if places.is_empty() {
            return;
        }
        let voices: Vec<(usize, u8)> = it
            .peers
            .iter()
            .filter(|(of, _)| **of != peer)
            .flat_map(|(of, it)| {
                it.tracks.iter().map(move |(source, track)| (*of, *source, *track))
            })
            .filter(|(_, _, track)| self.tracks.get(*track).is_some_and(is_voice))
            .map(|(of, source, track)| {
                // The sound of a screen has no level of its own to compete with.
                let is_voice = source == Source::Microphone;
                (track, if is_voice { it.speakers.loudness(of) } else { u8::MAX })
            })
            .collect();
        let assigned = assign(&current, &voices);
        if assigned == current {
            return;
        }
        for (place, track) in places.iter().zip(&assigned) {
            self.bind(down, *place, *track);
        }
        let Some(transport) = self.transports.get(down) else { return };
        let slots = places
            .iter()
            .filter_map(|place| transport.sinks.get(*place))
            .map(|sink| {
                let track = sink.track.and_then(|track| self.tracks.get(track));
                (sink.mid.to_string(), track.map(|track| (track.peer, track.source)))
            })
            .collect();
        self.events.push_back(Event::Heard { room, peer, slots });
    }

    /// Reports the states of a subscriber's slots that changed.
    pub(super) fn report(&mut self, down: usize) {
        let Some(transport) = self.transports.get_mut(down) else { return };
        let (room, peer) = (transport.room, transport.peer);
        for sink in transport.sinks.iter_mut().filter(|sink| sink.kind == TrackKind::Video) {
            let Some((height, _)) = sink.want else {
                sink.reported = None;
                continue;
            };
            let track = sink.track.and_then(|track| self.tracks.get(track));
            let state = match (track, sink.current) {
                (None, _) => SlotState::Unavailable,
                _ if height == 0 => SlotState::Paused,
                (Some(_), _) if sink.pt.is_none() => SlotState::Undecodable,
                (Some(track), Some(layer)) => {
                    SlotState::Live { height: track.layers.get(layer).map_or(0, |it| it.height) }
                }
                (Some(_), None) if sink.target.is_some() => SlotState::Waiting,
                (Some(_), None) if sink.is_short => SlotState::Paused,
                (Some(_), None) => SlotState::Waiting,
            };
            if sink.reported != Some(state) {
                if state == SlotState::Paused && height > 0 {
                    self.counters.pauses += 1;
                }
                sink.reported = Some(state);
                let mid = sink.mid.to_string();
                self.events.push_back(Event::SlotChanged { room, peer, mid, state });
            }
        }
    }
}

fn is_voice(track: &Track) -> bool {
    track.kind() == TrackKind::Audio && track.is_open()
}

/// The payload type under which a transport knows a codec. H.264 fits if profile and packetization fit; the level is the
/// decoder's affair.
fn payload_type(rtc: &Rtc, mid: Mid, codec: CodecSpec) -> Option<Pt> {
    let media = rtc.media(mid)?;
    let fits = |other: CodecSpec| {
        let profile = |spec: CodecSpec| spec.format.profile_level_id.map(|id| id >> 16);
        let mode = |spec: CodecSpec| spec.format.packetization_mode.unwrap_or(0);
        codec.codec == other.codec
            && match codec.codec {
                Codec::H264 => profile(codec) == profile(other) && mode(codec) == mode(other),
                Codec::Vp9 => {
                    codec.format.profile_id.unwrap_or(0) == other.format.profile_id.unwrap_or(0)
                }
                _ => true,
            }
    };
    media
        .remote_pts()
        .iter()
        .find(|pt| rtc.codec_config().find(|it| it.pt() == **pt).is_some_and(|it| fits(it.spec())))
        .copied()
}
