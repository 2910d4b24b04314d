//! Payload descriptors: where keyframes begin, and how large their pictures are.
//!
//! Only what a switch needs is read. The bytes come from clients: nothing here trusts them.

/// Codecs of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VideoCodec {
    /// RFC 7741.
    Vp8,
    /// RFC 6184.
    H264,
    /// RFC 9628.
    Vp9,
    /// The RTP payload format of the Alliance for Open Media.
    Av1,
}

/// A packet with which a decoder can begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyframeStart {
    /// Height of the picture in pixels; 0 if the packet does not tell it.
    pub height: u16,
}

/// The start of a keyframe, if `payload` is the first packet of one.
#[must_use]
pub fn keyframe_start(codec: VideoCodec, payload: &[u8]) -> Option<KeyframeStart> {
    match codec {
        VideoCodec::Vp8 => vp8(payload),
        VideoCodec::H264 => h264(payload),
        VideoCodec::Vp9 => vp9(payload),
        VideoCodec::Av1 => av1(payload),
    }
}

fn vp8(payload: &[u8]) -> Option<KeyframeStart> {
    let (first, mut rest) = payload.split_first()?;
    // The start of partition 0 is the start of the frame.
    if first & 0x10 == 0 || first & 0x07 != 0 {
        return None;
    }
    if first & 0x80 != 0 {
        let (extension, after) = rest.split_first()?;
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
    // RFC 6386 §9.1: frame tag, start code, width, height.
    let [tag, _, _, 0x9d, 0x01, 0x2a, _, _, low, high, ..] = rest else { return None };
    (tag & 1 == 0).then_some(KeyframeStart { height: u16::from_le_bytes([*low, *high]) & 0x3fff })
}

const NAL_IDR: u8 = 5;
const NAL_SPS: u8 = 7;
const NAL_STAP_A: u8 = 24;
const NAL_FU_A: u8 = 28;

/// A keyframe begins with its SPS where the sender repeats it, as WebRTC's senders do, alone or in a STAP-A.
fn h264(payload: &[u8]) -> Option<KeyframeStart> {
    let (header, rest) = payload.split_first()?;
    let starts = match header & 0x1f {
        NAL_SPS | NAL_IDR => header & 0x1f == NAL_SPS,
        NAL_STAP_A => {
            let mut units = rest;
            let mut found = false;
            while let [high, low, after @ ..] = units {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                let unit = after.get(..length)?;
                found |= unit.first().is_some_and(|unit| unit & 0x1f == NAL_SPS);
                units = after.get(length..)?;
            }
            found
        }
        NAL_FU_A => rest.first().is_some_and(|fu| fu & 0x80 != 0 && fu & 0x1f == NAL_SPS),
        _ => false,
    };
    starts.then_some(KeyframeStart { height: 0 })
}

fn vp9(payload: &[u8]) -> Option<KeyframeStart> {
    let (first, rest) = payload.split_first()?;
    let (inter, begins, layered) = (first & 0x40 != 0, first & 0x08 != 0, first & 0x20 != 0);
    if inter || !begins {
        return None;
    }
    if layered {
        let after_picture_id = if first & 0x80 != 0 {
            let long = rest.first()? & 0x80 != 0;
            rest.get(if long { 2 } else { 1 }..)?
        } else {
            rest
        };
        // A layer above the lowest one of the same picture is no start.
        if after_picture_id.first()? & 0x0e != 0 {
            return None;
        }
    }
    Some(KeyframeStart { height: 0 })
}

fn av1(payload: &[u8]) -> Option<KeyframeStart> {
    // N: the first packet of a coded video sequence; Z: it continues an OBU.
    (payload.len() > 1 && payload.first()? & 0x88 == 0x08).then_some(KeyframeStart { height: 0 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vp8_keyframe(descriptor: &[u8], height: u16) -> Vec<u8> {
        let mut packet = descriptor.to_vec();
        packet.extend([0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02]);
        packet.extend(height.to_le_bytes());
        packet.extend([1, 2, 3]);
        packet
    }

    #[test]
    fn a_vp8_keyframe_tells_its_height_under_every_descriptor() {
        let descriptors: [&[u8]; 5] = [
            &[0x10],
            &[0x90, 0x80, 0x12],
            &[0x90, 0x80, 0x92, 0x34],
            &[0x90, 0xe0, 0x92, 0x34, 0x07, 0x20],
            &[0x90, 0xf0, 0x92, 0x34, 0x07, 0x21],
        ];
        for descriptor in descriptors {
            let packet = vp8_keyframe(descriptor, 720);
            assert_eq!(
                keyframe_start(VideoCodec::Vp8, &packet),
                Some(KeyframeStart { height: 720 })
            );
        }
    }

    #[test]
    fn other_vp8_packets_are_no_start() {
        let mut inter = vp8_keyframe(&[0x10], 720);
        inter[1] |= 1;
        assert_eq!(keyframe_start(VideoCodec::Vp8, &inter), None);
        assert_eq!(keyframe_start(VideoCodec::Vp8, &vp8_keyframe(&[0x00], 720)), None);
        assert_eq!(keyframe_start(VideoCodec::Vp8, &vp8_keyframe(&[0x11], 720)), None);
    }

    #[test]
    fn an_h264_keyframe_starts_with_its_parameters() {
        let start = Some(KeyframeStart { height: 0 });
        assert_eq!(keyframe_start(VideoCodec::H264, &[0x67, 1, 2]), start);
        assert_eq!(keyframe_start(VideoCodec::H264, &[0x78, 0, 2, 0x67, 1, 0, 1, 0x68]), start);
        assert_eq!(keyframe_start(VideoCodec::H264, &[0x7c, 0x87, 1]), start);
        for other in [
            &[0x61, 1][..],
            &[0x7c, 0x85, 1],
            &[0x7c, 0x07, 1],
            &[0x78, 0, 1, 0x61],
            &[0x78, 0, 9, 0x67],
        ] {
            assert_eq!(keyframe_start(VideoCodec::H264, other), None, "{other:x?}");
        }
    }

    #[test]
    fn vp9_and_av1_keyframes_are_found() {
        let start = Some(KeyframeStart { height: 0 });
        assert_eq!(keyframe_start(VideoCodec::Vp9, &[0x88, 0x12, 1]), start);
        assert_eq!(keyframe_start(VideoCodec::Vp9, &[0xa8, 0x92, 0x34, 0x00, 1]), start);
        assert_eq!(keyframe_start(VideoCodec::Vp9, &[0xa8, 0x92, 0x34, 0x02, 1]), None);
        assert_eq!(keyframe_start(VideoCodec::Vp9, &[0xc8, 0x12, 1]), None);
        assert_eq!(keyframe_start(VideoCodec::Av1, &[0x18, 0x0a]), start);
        assert_eq!(keyframe_start(VideoCodec::Av1, &[0x98, 0x0a]), None);
        assert_eq!(keyframe_start(VideoCodec::Av1, &[0x10, 0x0a]), None);
    }

    proptest! {
        #[test]
        fn any_payload_is_read(payload in prop::collection::vec(any::<u8>(), 0..64)) {
            for codec in [VideoCodec::Vp8, VideoCodec::H264, VideoCodec::Vp9, VideoCodec::Av1] {
                let _any = keyframe_start(codec, &payload);
            }
        }
    }
}
