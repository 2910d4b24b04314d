//! Offers: the client offers, the forwarder answers.

use std::time::Instant;

use convene_model::Source;
use str0m::{
    change::{SdpAnswer, SdpOffer},
    media::{Mid, Rid},
};

use super::{
    Forwarder,
    room::{Sink, Track, TrackLayer},
    transport::guarded,
};
use crate::{
    OfferError, PeerKey, RoomKey, TrackKind, Way,
    sdp::{MediaLine, Offered, read_offer},
};

impl Forwarder {
    /// Answers an offer.
    pub(super) fn offer(
        &mut self,
        room: RoomKey,
        peer: PeerKey,
        way: Way,
        sdp: &str,
        tracks: &[(String, Source)],
        now: Instant,
    ) -> Result<SdpAnswer, OfferError> {
        let limits = self.config.limits;
        let it = self.admitted(room, peer)?;
        if !it.offers.take(1, now) || sdp.len() > limits.offer_bytes {
            return Err(OfferError::TooMany);
        }
        let offered = read_offer(sdp).ok_or(OfferError::Malformed)?;
        if offered.lines.len() > limits.media_lines {
            return Err(OfferError::TooMany);
        }
        let tracks = match way {
            Way::Up => check_tracks(&offered, tracks)?,
            Way::Down => Vec::new(),
        };
        let parsed = guarded(|| SdpOffer::from_sdp_string(&offered.sdp));
        let parsed = parsed.and_then(Result::ok).ok_or(OfferError::Malformed)?;
        let key = self.transport_for(room, peer, way, &offered.session, now);
        let Some(transport) = self.transports.get_mut(key) else {
            return Err(OfferError::Unknown);
        };
        let Some(Ok(answer)) = guarded(|| transport.rtc.sdp_api().accept_offer(parsed)) else {
            // str0m may have taken half of it: nothing more is asked of this `Rtc`.
            transport.rtc.disconnect();
            self.end_transport(key, now);
            return Err(OfferError::Malformed);
        };
        self.follow_credentials(key);
        match way {
            Way::Up => self.follow_tracks(key, &tracks, now),
            Way::Down => self.follow_slots(key, &offered.lines, now),
        }
        self.drain(key, now);
        Ok(answer)
    }

    /// The transport of the client's peer connection; a new peer connection replaces the old one.
    fn transport_for(
        &mut self,
        room: RoomKey,
        peer: PeerKey,
        way: Way,
        session: &str,
        now: Instant,
    ) -> usize {
        if let Some(old) = self.transport_of(room, peer, way) {
            if self.transports.get(old).is_some_and(|old| old.session == session) {
                return old;
            }
            self.end_transport(old, now);
        }
        let key = self.open_transport(room, peer, way, session.to_owned(), now);
        if let Ok(it) = self.admitted(room, peer) {
            let place = match way {
                Way::Up => &mut it.up,
                Way::Down => &mut it.down,
            };
            *place = Some(key);
        }
        key
    }

    /// Makes the tracks of an upstream transport those of the offer.
    fn follow_tracks(&mut self, key: usize, tracks: &[(Source, &MediaLine)], now: Instant) {
        let Some(transport) = self.transports.get(key) else { return };
        let (room, peer) = (transport.room, transport.peer);
        let stays = |track: &Track| {
            tracks.iter().any(|(source, line)| {
                *source == track.source
                    && track.up == key
                    && Mid::from(line.mid.as_str()) == track.mid
            })
        };
        self.end_tracks(room, peer, |track| !stays(track), now);
        let Ok(it) = self.admitted(room, peer) else { return };
        let permitted = it.permitted;
        let held: Vec<Source> = it.tracks.iter().map(|(source, _)| *source).collect();
        for (source, line) in tracks.iter().filter(|(source, _)| !held.contains(source)) {
            let layer = |rid: Option<Rid>| TrackLayer { rid, ..TrackLayer::default() };
            let layers = if line.rids.is_empty() {
                vec![layer(None)]
            } else {
                line.rids.iter().map(|rid| layer(Some(Rid::from(rid.as_str())))).collect()
            };
            let track = self.tracks.insert(Track {
                room,
                peer,
                source: *source,
                up: key,
                mid: Mid::from(line.mid.as_str()),
                codec: None,
                video: None,
                layers,
                is_permitted: permitted.contains(*source),
                is_live: false,
                published: None,
                wanted: None,
                sinks: Vec::new(),
            });
            if let Ok(it) = self.admitted(room, peer) {
                it.tracks.push((*source, track));
            }
        }
    }

    /// Makes the slots of a downstream transport those of the offer.
    fn follow_slots(&mut self, key: usize, lines: &[MediaLine], now: Instant) {
        let Some(transport) = self.transports.get_mut(key) else { return };
        let (room, peer) = (transport.room, transport.peer);
        for line in lines {
            let (Some(kind), true) = (line.kind, line.receives) else { continue };
            let mid = Mid::from(line.mid.as_str());
            if transport.sinks.iter().any(|sink| sink.mid == mid) {
                continue;
            }
            let ssrc = transport.call(|rtc| {
                let mut direct = rtc.direct_api();
                direct.stream_tx_by_mid(mid, None).map(|stream| stream.ssrc())
            });
            let Some(ssrc) = ssrc.flatten() else { continue };
            transport.sinks.push(Sink::new(mid, ssrc, kind));
        }
        // A slot that the client stopped carries nothing; its place stays, because tracks refer to it.
        let stopped: Vec<usize> = transport
            .sinks
            .iter()
            .enumerate()
            .filter(|(_, sink)| {
                !lines.iter().any(|line| line.receives && Mid::from(line.mid.as_str()) == sink.mid)
            })
            .map(|(place, _)| place)
            .collect();
        for place in stopped {
            self.bind(key, place, None);
        }
        self.reconcile(room, peer, now);
        self.assign_voices(room, peer, now);
    }
}

/// The m-line of each source.
fn check_tracks<'a>(
    offered: &'a Offered,
    tracks: &[(String, Source)],
) -> Result<Vec<(Source, &'a MediaLine)>, OfferError> {
    let mut checked: Vec<(Source, &MediaLine)> = Vec::new();
    for (mid, source) in tracks {
        let line = offered.lines.iter().find(|line| line.mid == *mid);
        let line = line.ok_or(OfferError::WrongTrack)?;
        let is_taken = checked.iter().any(|(of, at)| of == source || at.mid == line.mid);
        if is_taken || line.kind != Some(TrackKind::of(*source)) {
            return Err(OfferError::WrongTrack);
        }
        if line.sends {
            checked.push((*source, line));
        }
    }
    Ok(checked)
}
