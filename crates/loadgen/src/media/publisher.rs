//! What a publisher sends: the clip, over and over.

use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime};

use str0m::Rtc;
use str0m::media::{Mid, Pt, Rid};
use str0m::rtp::{AbsCaptureTime, ExtensionValues, RtpWrite};

use super::clip::{Clip, parts, vp8_payload};

/// Packets of sound are this long; a frame of video lasts two of them.
pub(super) const TICK: Duration = Duration::from_millis(20);

/// RIDs of the simulcast layers by rising size.
pub(super) const RIDS: [&str; 3] = ["q", "h", "f"];

/// Level of the voice in dBov (RFC 6464).
const LEVEL: i8 = -30;

/// An encoding of the camera, which sends the layer of the clip at its place.
struct Encoding {
    rid: Rid,
    /// Next frame of the layer.
    frame: usize,
    picture: u16,
    sequence: u64,
}

/// A camera and a microphone.
pub(super) struct Publisher {
    clip: Rc<Clip>,
    voice: Mid,
    camera: Mid,
    encodings: Vec<Encoding>,
    /// Ticks since the start.
    ticks: u32,
    pub(super) next: Option<Instant>,
}

/// Packets and bytes of payload.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sent {
    pub(super) packets: u64,
    pub(super) bytes: u64,
}

impl Publisher {
    pub(super) fn new(clip: Rc<Clip>, voice: Mid, camera: Mid) -> Self {
        let encoding = |rid| Encoding { rid: Rid::from(rid), frame: 0, picture: 1, sequence: 1 };
        let encodings = RIDS.map(encoding).into();
        Self { clip, voice, camera, encodings, ticks: 0, next: None }
    }

    /// Begins the layer anew, with a keyframe; all layers if the request names none.
    pub(super) fn handle_keyframe_request(&mut self, rid: Option<Rid>) {
        for encoding in &mut self.encodings {
            if rid.is_none_or(|rid| rid == encoding.rid) {
                encoding.frame = 0;
            }
        }
    }

    /// Writes the packets of the next tick, and drains the `Rtc` after each.
    pub(super) fn tick(&mut self, rtc: &mut Rtc, mut drain: impl FnMut(&mut Rtc)) -> Sent {
        let mut sent = Sent::default();
        if let Some(packet) = self.voice_packet()
            && let Some(pt) = payload_type(rtc, self.voice)
        {
            sent.add(&packet);
            let extensions = ExtensionValues {
                audio_level: Some(LEVEL),
                voice_activity: Some(true),
                ..captured_now()
            };
            let (sequence, time) = (u64::from(self.ticks) + 1, self.ticks.wrapping_mul(960));
            let write = RtpWrite::new(pt, sequence.into(), time, Instant::now(), packet);
            if let Some(stream) = rtc.direct_api().stream_tx_by_mid(self.voice, None) {
                stream.write_rtp(write.ext_vals(extensions));
            }
            drain(rtc);
        }
        if self.ticks.is_multiple_of(2) {
            self.send_frames(rtc, &mut sent, &mut drain);
        }
        self.ticks += 1;
        sent
    }

    fn voice_packet(&self) -> Option<Vec<u8>> {
        let place = usize::try_from(self.ticks).ok()? % self.clip.voice.len().max(1);
        self.clip.voice.get(place).cloned()
    }

    fn send_frames(&mut self, rtc: &mut Rtc, sent: &mut Sent, drain: &mut impl FnMut(&mut Rtc)) {
        let Some(pt) = payload_type(rtc, self.camera) else { return };
        let time = self.ticks.wrapping_mul(1_800);
        for (encoding, layer) in self.encodings.iter_mut().zip(&self.clip.layers) {
            let Some(frame) = layer.frames.get(encoding.frame) else { continue };
            encoding.frame = (encoding.frame + 1) % layer.frames.len();
            let count = parts(frame).len();
            for (place, part) in parts(frame).enumerate() {
                let payload = vp8_payload(place == 0, encoding.picture, part);
                sent.add(&payload);
                let write =
                    RtpWrite::new(pt, encoding.sequence.into(), time, Instant::now(), payload)
                        .marker(place + 1 == count)
                        .ext_vals(captured_now())
                        .nackable(true);
                encoding.sequence += 1;
                if let Some(stream) =
                    rtc.direct_api().stream_tx_by_mid(self.camera, Some(encoding.rid))
                {
                    stream.write_rtp(write);
                }
                drain(rtc);
            }
            encoding.picture = (encoding.picture + 1) & 0x7fff;
        }
    }
}

impl Sent {
    fn add(&mut self, payload: &[u8]) {
        self.packets += 1;
        self.bytes += payload.len() as u64;
    }
}

/// The moment at which a packet is written, by which its receivers measure the latency.
fn captured_now() -> ExtensionValues {
    let now = AbsCaptureTime { capture_time: SystemTime::now(), clock_offset: None };
    ExtensionValues { abs_capture_time: Some(now), ..Default::default() }
}

fn payload_type(rtc: &Rtc, mid: Mid) -> Option<Pt> {
    rtc.media(mid)?.remote_pts().first().copied()
}
