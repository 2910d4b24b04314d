//! The clip that publishers send: VP8 in three sizes and Opus, from the files in `clip/`, which
//! `scripts/make-load-clip` makes.

use anyhow::Context as _;

/// Payload of a video packet without its descriptor, in bytes at most.
const PACKET: usize = 1_100;

/// Bytes of [`vp8_payload`] in front of the picture.
const DESCRIPTOR: usize = 4;

/// A size of the picture.
#[derive(Debug)]
pub(super) struct Layer {
    /// Frames in the order of time. The first is a keyframe, the others refer to the one before.
    pub(super) frames: Vec<Vec<u8>>,
}

/// All that a publisher sends. It repeats from its start.
#[derive(Debug)]
pub(super) struct Clip {
    /// Layers of rising size, 25 frames a second.
    pub(super) layers: Vec<Layer>,
    /// Packets of 20 ms.
    pub(super) voice: Vec<Vec<u8>>,
}

impl Clip {
    pub(super) fn load() -> anyhow::Result<Self> {
        let layers = [
            include_bytes!("../../clip/camera-180.ivf").as_slice(),
            include_bytes!("../../clip/camera-360.ivf"),
            include_bytes!("../../clip/camera-720.ivf"),
        ];
        let layers = layers.into_iter().map(|file| {
            let frames = ivf_frames(file).context("a video of the clip")?;
            Ok(Layer { frames })
        });
        let voice = ogg_packets(include_bytes!("../../clip/voice.ogg")).context("the sound")?;
        // Two packets of headers (RFC 7845) come first.
        let voice = voice.into_iter().skip(2).collect();
        Ok(Self { layers: layers.collect::<anyhow::Result<_>>()?, voice })
    }
}

/// Parts of a frame for one packet each, of nearly equal length, so that they leave in one train.
pub(super) fn parts(frame: &[u8]) -> impl ExactSizeIterator<Item = &[u8]> {
    let count = frame.len().div_ceil(PACKET).max(1);
    frame.chunks(frame.len().div_ceil(count).max(1))
}

/// A VP8 payload: its descriptor (RFC 7741) with a picture id of 15 bits, and a part of the frame.
pub(super) fn vp8_payload(is_first: bool, picture: u16, part: &[u8]) -> Vec<u8> {
    let [high, low] = (picture | 0x8000).to_be_bytes();
    let mut payload = Vec::with_capacity(DESCRIPTOR + part.len());
    payload.extend([0x80 | if is_first { 0x10 } else { 0 }, 0x80, high, low]);
    payload.extend_from_slice(part);
    payload
}

/// Height of the keyframe that this payload begins, if it begins one.
pub(super) fn keyframe_height(payload: &[u8]) -> Option<u16> {
    let (&first, mut rest) = payload.split_first()?;
    if first & 0x80 != 0 {
        let (&extension, after) = rest.split_first()?;
        rest = after;
        if extension & 0x80 != 0 {
            let long = rest.first()? & 0x80 != 0;
            rest = rest.get(if long { 2 } else { 1 }..)?;
        }
        if extension & 0x40 != 0 {
            rest = rest.get(1..)?;
        }
        if extension & 0x30 != 0 {
            rest = rest.get(1..)?;
        }
    }
    let begins_frame = first & 0x10 != 0 && first & 0x07 == 0;
    // A frame tag of 3 bytes, whose lowest bit is 0 in a keyframe; the start code; width and height.
    let head = rest.get(..10)?;
    let is_key = begins_frame && head.first()? & 1 == 0 && head.get(3..6)? == [0x9d, 0x01, 0x2a];
    let height = u16::from_le_bytes(head.get(8..10)?.try_into().ok()?) & 0x3fff;
    is_key.then_some(height)
}

/// Frames of an IVF file.
fn ivf_frames(file: &[u8]) -> Option<Vec<Vec<u8>>> {
    let start = u16::from_le_bytes(file.get(6..8)?.try_into().ok()?);
    let mut rest = file.get(usize::from(start)..)?;
    let mut frames = Vec::new();
    while !rest.is_empty() {
        let length = u32::from_le_bytes(rest.get(..4)?.try_into().ok()?);
        let end = 12 + usize::try_from(length).ok()?;
        frames.push(rest.get(12..end)?.to_vec());
        rest = rest.get(end..)?;
    }
    Some(frames)
}

/// Packets of an Ogg file with one stream (RFC 3533).
fn ogg_packets(mut rest: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut packets = Vec::new();
    let mut packet = Vec::new();
    while !rest.is_empty() {
        if rest.get(..4)? != b"OggS" {
            return None;
        }
        let segments = usize::from(*rest.get(26)?);
        let lengths = rest.get(27..27 + segments)?;
        rest = rest.get(27 + segments..)?;
        for length in lengths {
            let (segment, after) = rest.split_at_checked(usize::from(*length))?;
            packet.extend_from_slice(segment);
            rest = after;
            if *length < u8::MAX {
                packets.push(std::mem::take(&mut packet));
            }
        }
    }
    Some(packets)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_clip_has_three_sizes_and_a_voice_of_one_length() {
        let clip = Clip::load().unwrap();
        let heights: Vec<_> = clip
            .layers
            .iter()
            .map(|layer| {
                let first = parts(&layer.frames[0]).next().unwrap();
                keyframe_height(&vp8_payload(true, 7, first))
            })
            .collect();
        assert_eq!(heights, [Some(180), Some(360), Some(720)]);
        for layer in &clip.layers {
            assert_eq!(layer.frames.len(), 40);
            for frame in &layer.frames[1..] {
                assert_eq!(keyframe_height(&vp8_payload(true, 7, frame)), None);
            }
        }
        assert!((80..=82).contains(&clip.voice.len()), "{}", clip.voice.len());
        assert!(clip.voice.iter().all(|packet| (10..500).contains(&packet.len())));
    }

    #[test]
    fn parts_are_of_nearly_one_length_and_complete() {
        for length in [1, 1_100, 1_101, 45_672] {
            let frame: Vec<u8> = (0..length).map(|byte| (byte % 251) as u8).collect();
            let lengths: Vec<_> = parts(&frame).map(<[u8]>::len).collect();
            assert_eq!(lengths.len(), frame.len().div_ceil(PACKET));
            assert!(lengths.iter().all(|it| *it <= PACKET));
            assert_eq!(parts(&frame).flatten().copied().collect::<Vec<_>>(), frame);
        }
    }

    proptest! {
        #[test]
        fn any_payload_has_a_height_or_none(payload in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = keyframe_height(&payload);
        }
    }
}
