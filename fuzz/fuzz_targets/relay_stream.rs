//! Any stream in any pieces: no panic, no message beyond the limit, and the same messages however
//! the stream is cut.

#![no_main]

use convene_relay::wire::StreamDecoder;
use libfuzzer_sys::fuzz_target;

const LIMIT: usize = 512;

fuzz_target!(|input: (u8, Vec<u8>)| {
    let (piece, stream) = input;
    let whole = decode(&stream, LIMIT);
    let cut = decode(&stream, usize::from(piece) + 1);
    assert_eq!(whole, cut);
});

fn decode(mut stream: &[u8], piece: usize) -> (Vec<Vec<u8>>, bool) {
    let mut decoder = StreamDecoder::new(LIMIT);
    let mut messages = Vec::new();
    while !stream.is_empty() {
        let space = decoder.space();
        assert!(!space.is_empty());
        let count = space.len().min(piece).min(stream.len());
        let (now, later) = stream.split_at(count);
        space[..count].copy_from_slice(now);
        decoder.advance(count);
        stream = later;
        loop {
            match decoder.poll_message() {
                Ok(Some(message)) => {
                    assert!(message.len() <= LIMIT);
                    messages.push(message.to_vec());
                }
                Ok(None) => break,
                Err(_) => return (messages, false),
            }
        }
    }
    (messages, true)
}
