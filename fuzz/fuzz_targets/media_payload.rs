//! Any payload of a picture: the descriptors are read without a panic, and a VP8 height fits its field.

#![no_main]

use convene_sfu::{VideoCodec, keyframe_start};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    for codec in [VideoCodec::H264, VideoCodec::Vp9, VideoCodec::Av1] {
        let _any = keyframe_start(codec, data);
    }
    if let Some(start) = keyframe_start(VideoCodec::Vp8, data) {
        assert!(start.height < 1 << 14);
    }
});
