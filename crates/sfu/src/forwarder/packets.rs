//! Packets: what str0m reports, and the way of an RTP packet from a publisher to its subscribers.

use std::time::Instant;

use convene_model::Source;
use str0m::{
    bwe::BweKind,
    format::Codec,
    rtp::{RtpPacket, Vp8Descriptor},
};

use super::{
    Forwarder,
    egress::Queued,
    path::Measured,
    room::{Sink, Track},
};
use crate::{Event, Numbers, TrackKind, VideoCodec, Vp8Numbers, Way, keyframe_start};

/// SSRCs of a publisher that are remembered; str0m has one for each encoding.
const MAX_SSRCS: usize = 64;

/// A packet on its way, with what is the same for all its subscribers.
pub(super) struct Packet {
    pub(super) packet: RtpPacket,
    layer: usize,
    numbers: Numbers,
    descriptor: Option<Vp8Descriptor>,
    is_keyframe: bool,
    pub(super) captured: Instant,
    clock_rate: u32,
}

impl Forwarder {
    /// Handles what transports reported.
    pub(super) fn handle_inbox(&mut self, now: Instant) {
        while let Some((key, generation, event)) = self.inbox.pop_front() {
            let Some(transport) = self.transports.get_mut(key) else { continue };
            if transport.generation != generation {
                continue;
            }
            let (room, peer, way) = (transport.room, transport.peer, transport.way);
            match event {
                str0m::Event::Connected => {
                    transport.is_connected = true;
                    self.events.push_back(Event::Connected { room, peer, way, is: true });
                    if way == Way::Down {
                        self.reconcile(room, peer, now);
                        self.assign_voices(room, peer, now);
                    }
                }
                str0m::Event::KeyframeRequest(request) => {
                    let shown = transport
                        .sink_of(request.mid)
                        .and_then(|(_, sink)| Some((sink.track?, sink.current?)));
                    if let Some((track, layer)) = shown {
                        self.request_keyframe(track, layer, now);
                    }
                }
                str0m::Event::EgressBitrateEstimate(BweKind::Twcc { estimate, .. }) => {
                    transport.path.handle_smoothed(estimate.as_u64());
                    self.allocate(key, now);
                }
                str0m::Event::PeerStats(stats) if way == Way::Down => {
                    let acked = transport.call(|rtc| rtc.bwe().acked_bitrate()).flatten();
                    let measured = Measured {
                        loss: stats.egress_loss_fraction,
                        rtt: stats.rtt,
                        estimate: stats.bwe_tx.map(|estimate| estimate.as_u64()),
                        sent: stats.bytes_tx,
                        acked: acked.map(|acked| acked.as_u64()),
                    };
                    transport.path.handle_report(measured, now);
                }
                str0m::Event::Closed => self.end_transport(key, now),
                _ => {}
            }
        }
    }

    /// Forwards a packet of a publisher.
    pub(super) fn forward(&mut self, up: usize, packet: RtpPacket, now: Instant) {
        self.counters.packets_in += 1;
        let ssrc = *packet.header.ssrc;
        let Some(transport) = self.transports.get_mut(up) else { return };
        let Some((key, layer)) =
            transport.by_ssrc.get(&ssrc).copied().or_else(|| self.resolve(up, ssrc))
        else {
            return;
        };
        let Some(track) = self.tracks.get_mut(key) else { return };
        let began =
            track.layers.get_mut(layer).is_some_and(|it| it.meter.add(packet.payload.len(), now));
        let mut is_news = !std::mem::replace(&mut track.is_live, true);
        if track.codec.is_none_or(|(pt, _)| pt != packet.header.payload_type) {
            let Some(transport) = self.transports.get(up) else { return };
            let pt = packet.header.payload_type;
            let Some(params) = transport.rtc.codec_config().find(|it| it.pt() == pt) else {
                return;
            };
            let spec = params.spec();
            let Some(track) = self.tracks.get_mut(key) else { return };
            let is_other = track.codec.is_none_or(|(_, before)| before != spec);
            track.codec = Some((pt, spec));
            track.video = video_codec(spec.codec);
            if is_other {
                is_news = true;
                for (down, place) in track.sinks.clone() {
                    self.find_payload_type(down, place);
                }
            }
        }
        let Some(track) = self.tracks.get_mut(key) else { return };
        if !track.is_permitted {
            self.counters.forbidden += 1;
            return;
        }
        let keyframe = track.video.and_then(|codec| keyframe_start(codec, &packet.payload));
        if let (Some(keyframe), Some(layer)) = (keyframe, track.layers.get_mut(layer)) {
            // The answer to whoever asked meanwhile.
            layer.keyframe_due = false;
            is_news |= keyframe.height > 0 && layer.height != keyframe.height;
            if keyframe.height > 0 {
                layer.height = keyframe.height;
            }
        }
        let (room, peer, source) = (track.room, track.peer, track.source);
        if is_news {
            let was_published = track.published.is_some();
            self.publish(key);
            if was_published {
                self.allocate_for(key, now);
            } else {
                self.reconcile_room(room, now);
            }
        } else if began {
            self.allocate_for(key, now);
        }
        if source == Source::Microphone
            && let Some(level) = packet.header.ext_vals.audio_level
            && let Some(room) = self.rooms.get_mut(&room)
        {
            room.speakers.handle_level(peer, level, now);
        }
        self.fan_out(up, key, layer, packet, keyframe.is_some(), now);
    }

    /// Puts a packet into the queue of every slot that shows its layer.
    fn fan_out(
        &mut self,
        up: usize,
        key: usize,
        layer: usize,
        packet: RtpPacket,
        is_keyframe: bool,
        now: Instant,
    ) {
        let (Some(transport), Some(track)) =
            (self.transports.get_mut(up), self.tracks.get_mut(key))
        else {
            return;
        };
        if track.sinks.is_empty() {
            return;
        }
        let captured = transport.clock.captured(&packet, now);
        let descriptor = match track.video {
            Some(VideoCodec::Vp8) => Vp8Descriptor::parse(&packet.payload).ok(),
            _ => None,
        };
        let numbers = Numbers {
            sequence: *packet.seq_no,
            timestamp: packet.header.timestamp,
            vp8: descriptor.map_or(Vp8Numbers::default(), |it| Vp8Numbers {
                picture_id: it.picture_id(),
                tl0_pic_idx: it.tl0_pic_idx(),
                key_idx: it.key_idx(),
            }),
        };
        let clock_rate = packet.time.frequency().get();
        let sinks = std::mem::take(&mut track.sinks);
        let kind = track.kind();
        let mut packet =
            Packet { packet, layer, numbers, descriptor, is_keyframe, captured, clock_rate };
        strip(&mut packet.packet);
        let mut is_queued = false;
        for (down, place) in &sinks {
            let Some(transport) = self.transports.get_mut(*down) else { continue };
            if !transport.is_connected {
                continue;
            }
            let Some(sink) = transport.sinks.get_mut(*place) else { continue };
            let switched = match kind {
                TrackKind::Audio => sink.begin(&packet),
                TrackKind::Video => sink.switch(&packet),
            };
            let Some(queued) = sink.queued(&packet, self.batch.len(), kind) else { continue };
            transport.queue.push(queued);
            is_queued = true;
            if !std::mem::replace(&mut transport.is_listed, true) {
                self.dirty.push(*down);
            }
            if switched && kind == TrackKind::Video {
                self.counters.switches += 1;
                self.report(*down);
            }
        }
        if let Some(track) = self.tracks.get_mut(key) {
            track.sinks = sinks;
        }
        if is_queued {
            self.batch.push(packet);
        }
    }

    /// Finds the track and the layer of an SSRC that was not seen before.
    fn resolve(&mut self, up: usize, ssrc: u32) -> Option<(usize, usize)> {
        let transport = self.transports.get_mut(up)?;
        let of_stream = transport.call(|rtc| {
            let mut direct = rtc.direct_api();
            direct.stream_rx(&ssrc.into()).map(|stream| (stream.mid(), stream.rid()))
        });
        let (mid, rid) = of_stream.flatten()?;
        let tracks = &self.rooms.get(&transport.room)?.peers.get(&transport.peer)?.tracks;
        let of_mid = |key: usize| {
            let track: &Track = self.tracks.get(key)?;
            (track.up == up && track.mid == mid).then_some(track)
        };
        let (key, track) = tracks.iter().find_map(|(_, key)| Some((*key, of_mid(*key)?)))?;
        let layer = track.layers.iter().position(|layer| layer.rid == rid)?;
        if transport.by_ssrc.len() >= MAX_SSRCS {
            transport.by_ssrc.clear();
        }
        transport.by_ssrc.insert(ssrc, (key, layer));
        Some((key, layer))
    }

    /// All subscribers of a track, after its layers changed.
    fn allocate_for(&mut self, key: usize, now: Instant) {
        let Some(track) = self.tracks.get(key) else { return };
        for (down, _) in track.sinks.clone() {
            self.allocate(down, now);
        }
    }
}

impl Sink {
    /// Audio begins with any packet.
    fn begin(&mut self, packet: &Packet) -> bool {
        let begins = !self.munger.is_running();
        if begins {
            self.munger.switch(packet.numbers, self.elapsed(packet));
        }
        begins
    }

    /// Video begins with a keyframe of the layer that is allotted. True if it did now.
    fn switch(&mut self, packet: &Packet) -> bool {
        let is_target = self.target == Some(packet.layer) && self.current != self.target;
        if !is_target || !packet.is_keyframe || self.pt.is_none() {
            return false;
        }
        self.munger.switch(packet.numbers, self.elapsed(packet));
        self.current = Some(packet.layer);
        true
    }

    /// Time since the last packet, in units of the timestamp.
    fn elapsed(&self, packet: &Packet) -> u32 {
        let Some(last) = self.captured else { return 0 };
        let passed = packet.captured.saturating_duration_since(last).as_millis();
        let ticks = passed.saturating_mul(u128::from(packet.clock_rate)) / 1_000;
        // Half the range of a timestamp: what is longer looks like the past.
        u32::try_from(ticks).unwrap_or(u32::MAX).min(u32::MAX / 2)
    }

    /// The packet as this slot sends it, if it shows the packet's layer. `place` is that in the batch.
    fn queued(&mut self, packet: &Packet, place: usize, kind: TrackKind) -> Option<Queued> {
        if kind == TrackKind::Video && self.current != Some(packet.layer) {
            return None;
        }
        let pt = self.pt?;
        let numbers = self.munger.rewrite(packet.numbers)?;
        if self.captured.is_none_or(|last| last < packet.captured) {
            self.captured = Some(packet.captured);
        }
        Some(Queued {
            packet: place,
            ssrc: self.ssrc,
            pt,
            sequence: numbers.sequence,
            timestamp: numbers.timestamp,
            patch: packet.descriptor.and_then(|descriptor| patch(descriptor, numbers.vp8)),
            is_nackable: kind == TrackKind::Video,
        })
    }
}

/// The rewritten numbers of VP8, in the widths that the descriptor has.
fn patch(descriptor: Vp8Descriptor, numbers: Vp8Numbers) -> Option<str0m::rtp::Vp8Patch> {
    let with = |mask: u16| {
        let mut patch = descriptor.patch();
        if let Some(id) = numbers.picture_id {
            patch = patch.picture_id(id & mask);
        }
        if let Some(index) = numbers.tl0_pic_idx {
            patch = patch.tl0_pic_idx(index);
        }
        if let Some(index) = numbers.key_idx {
            patch = patch.key_idx(index);
        }
        patch.build().ok()
    };
    with(0x7fff).or_else(|| with(0x7f))
}

/// Removes the header extensions that belong to the publisher's transport.
fn strip(packet: &mut RtpPacket) {
    let extensions = &mut packet.header.ext_vals;
    extensions.mid = None;
    extensions.rid = None;
    extensions.rid_repair = None;
    extensions.transport_cc = None;
    extensions.abs_send_time = None;
}

fn video_codec(codec: Codec) -> Option<VideoCodec> {
    match codec {
        Codec::Vp8 => Some(VideoCodec::Vp8),
        Codec::H264 => Some(VideoCodec::H264),
        Codec::Vp9 => Some(VideoCodec::Vp9),
        Codec::Av1 => Some(VideoCodec::Av1),
        _ => None,
    }
}
