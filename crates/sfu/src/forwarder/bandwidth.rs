//! Bandwidth: shares a subscriber's estimate among the slots, and asks for the keyframes that switches wait for.

use std::time::Instant;

use convene_model::Source;
use str0m::{bwe::Bitrate, media::KeyframeRequestKind};

use super::{
    Forwarder,
    room::Track,
    transport::{MOST_REPEATED, VIDEO_CACHE, VIDEO_CACHED},
};
use crate::{Demand, Offer, Order, TrackKind, allocate, least};

/// Bitrate of a voice that was not measured yet, and of the headers of its packets.
const VOICE: u64 = 32_000;
const VOICE_HEADERS: u64 = 16_000;
/// Share of the estimate that is allotted, in percent: the rest is for repeated packets and bursts.
const SHARE: u64 = 90;
/// Most that a subscriber is sent, in bits per second.
const MOST: u64 = 30_000_000;

/// Bitrate of a layer that was not measured yet, by its height.
fn guess(height: u16, place: usize) -> u64 {
    let height = match height {
        0 => 180_u64 << place.min(2),
        height => u64::from(height),
    };
    (height * height * 4).clamp(50_000, 2_500_000)
}

impl Forwarder {
    /// Allots layers to the slots of a downstream transport.
    pub(super) fn allocate(&mut self, down: usize, now: Instant) {
        let Some(transport) = self.transports.get_mut(down) else { return };
        let (mut audio, mut headers) = (0, 0);
        let mut demands = Vec::new();
        let mut wanting = Vec::new();
        for (place, sink) in transport.sinks.iter().enumerate() {
            let track = sink.track.and_then(|track| self.tracks.get(track));
            match (sink.kind, track) {
                (TrackKind::Audio, Some(track)) => {
                    let (voices, bitrate) = voices(track, now);
                    audio += bitrate;
                    headers += voices * VOICE_HEADERS;
                }
                (TrackKind::Video, Some(track)) => {
                    let (height, priority) = sink.want.unwrap_or((0, 0));
                    if height > 0 && sink.pt.is_some() {
                        let (layers, map) = offers(track, now);
                        let current = sink
                            .current
                            .and_then(|current| map.iter().position(|it| *it == current));
                        let is_screen = track.source == Source::ScreenShare;
                        demands.push(Demand { is_screen, priority, height, layers, current });
                        // A layer that just began is not known to be too much.
                        let lowest = map.first().and_then(|layer| track.layers.get(*layer));
                        let is_measured = lowest.is_some_and(|layer| layer.meter.bitrate() > 0);
                        wanting.push((place, map, is_measured));
                    }
                }
                _ => {}
            }
        }
        let needed = (least(&demands) + audio + headers).saturating_mul(100).div_ceil(SHARE);
        let bitrate = transport.path.bitrate(needed, now);
        let estimated = (bitrate.saturating_mul(SHARE) / 100).saturating_sub(audio + headers);
        // Probes have few headers; what was carried had those of the voices.
        let budget = estimated.max(transport.path.proven(now).saturating_sub(audio));
        let is_congested = transport.path.is_congested(now);
        let order = if is_congested { Order::ByRank } else { Order::LowestFirst };
        let allocation = allocate(budget, &demands, order);
        let mut allotted = vec![(None, false); transport.sinks.len()];
        for ((place, map, is_measured), layer) in wanting.iter().zip(&allocation.layers) {
            if let Some(it) = allotted.get_mut(*place) {
                let target = layer.and_then(|layer| map.get(layer)).copied();
                *it = (target, target.is_none() && *is_measured);
            }
        }
        let mut paused = Vec::new();
        for (sink, (target, is_short)) in transport.sinks.iter_mut().zip(allotted) {
            if sink.kind == TrackKind::Audio {
                continue;
            }
            (sink.target, sink.is_short) = (target, is_short);
            if target.is_none() && sink.current.is_some() {
                sink.pause();
                paused.push(sink.ssrc);
            }
        }
        // The estimator looks for as much as the slots want; where it is short, padding up to the next
        // step shows whether the path has room for it.
        let audio = audio + headers;
        let wanted = (allocation.wanted.saturating_mul(115) / 100 + audio).min(MOST);
        let minimum = if allocation.allotted < allocation.wanted {
            (allocation.allotted * 3 / 2 + audio).min(wanted)
        } else {
            0
        };
        let told = (minimum / 50_000 * 50_000, wanted.next_multiple_of(100_000));
        let restart = transport.path.poll_restart(wanted, now);
        if transport.told != told || restart.is_some() || !paused.is_empty() {
            transport.told = told;
            transport.call(|rtc| {
                let mut estimator = rtc.bwe();
                estimator.set_bitrate(Bitrate::from(told.0), Bitrate::from(told.1));
                if let Some(from) = restart {
                    estimator.reset(Bitrate::from(from));
                }
                // Lost packets of a paused picture are not repeated: on a full path that costs sound.
                for ssrc in &paused {
                    if let Some(stream) = rtc.direct_api().stream_tx(ssrc) {
                        stream.set_rtx_cache(VIDEO_CACHE, VIDEO_CACHED, Some(MOST_REPEATED));
                    }
                }
            });
            self.mark_dirty(down);
        }
        self.ask_for_keyframes(down, now);
        self.report(down);
    }

    /// Asks for the keyframes that the slots of a transport wait for.
    pub(super) fn ask_for_keyframes(&mut self, down: usize, now: Instant) {
        let Some(transport) = self.transports.get(down) else { return };
        let waiting: Vec<(usize, usize)> = transport
            .sinks
            .iter()
            .filter(|sink| sink.kind == TrackKind::Video && sink.target != sink.current)
            .filter_map(|sink| Some((sink.track?, sink.target?)))
            .collect();
        for (track, layer) in waiting {
            self.request_keyframe(track, layer, now);
        }
    }

    /// Asks a publisher for a keyframe of one layer, unless it was asked just now: then the next tick asks.
    pub(super) fn request_keyframe(&mut self, key: usize, layer: usize, now: Instant) {
        let interval = self.config.limits.keyframe_interval;
        let Some(track) = self.tracks.get_mut(key) else { return };
        let (up, mid) = (track.up, track.mid);
        let Some(layer) = track.layers.get_mut(layer) else { return };
        let asked = layer.keyframe_asked;
        if asked.is_some_and(|asked| now.saturating_duration_since(asked) < interval) {
            layer.keyframe_due = true;
            return;
        }
        let rid = layer.rid;
        let Some(transport) = self.transports.get_mut(up) else { return };
        let asked = transport.call(|rtc| {
            let mut direct = rtc.direct_api();
            let stream = direct.stream_rx_by_mid(mid, rid)?;
            stream.request_keyframe(KeyframeRequestKind::Pli);
            Some(())
        });
        if asked.flatten().is_none() {
            // Also if that call panicked: the transport then ends with its next poll.
            return self.mark_dirty(up);
        }
        layer.keyframe_asked = Some(now);
        layer.keyframe_due = false;
        self.counters.keyframe_requests += 1;
        self.mark_dirty(up);
    }
}

/// Voices of a track, and the bitrate of their payload.
fn voices(track: &Track, now: Instant) -> (u64, u64) {
    let meters = track.layers.iter().map(|layer| &layer.meter);
    meters.filter(|meter| meter.is_active(now)).fold((0, 0), |(voices, bitrate), meter| {
        let measured = meter.bitrate();
        (voices + 1, bitrate + if measured == 0 { VOICE } else { measured })
    })
}

/// The layers that arrive, and their places in the track.
fn offers(track: &Track, now: Instant) -> (Vec<Offer>, Vec<usize>) {
    let is_single = track.layers.len() == 1;
    track
        .layers
        .iter()
        .enumerate()
        // A still screen sends nothing for long; simulcast layers that are not sent are no choice.
        .filter(|(_, layer)| is_single || layer.meter.is_active(now))
        .map(|(place, layer)| {
            let bitrate = match layer.meter.bitrate() {
                0 => guess(layer.height, place),
                measured => measured,
            };
            (Offer { height: layer.height, bitrate }, place)
        })
        .unzip()
}
