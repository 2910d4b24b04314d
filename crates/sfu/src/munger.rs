//! Munger: rewrites the numbers of forwarded packets, so that one outgoing stream stays continuous
//! while the incoming stream behind it changes.
//!
//! A receiver sees one SSRC whose sequence numbers, timestamps and VP8 picture ids continue over
//! every switch of layer, publisher or pause. The core decides when to switch, and tells the munger
//! with the first packet of the new stream.

/// Longest gap in sequence numbers that is passed on. The receiver of a longer one would ask for
/// packets that nobody has, and could lose count of SRTP's roll-overs.
const MAX_GAP: u64 = 500;
/// First sequence number of an outgoing stream. SRTP's roll-over counter begins at 0, so the
/// first number must be below 65,536; packets that come before the first one are dropped.
const FIRST_SEQUENCE: u64 = 1_000;

/// VP8's numbers in a payload descriptor (RFC 7741 §4.2). A field is absent in every packet of a stream or in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Vp8Numbers {
    /// Picture id, 7 or 15 bits.
    pub picture_id: Option<u16>,
    /// Index of the last frame of the lowest temporal layer.
    pub tl0_pic_idx: Option<u8>,
    /// Index of the last keyframe, 5 bits.
    pub key_idx: Option<u8>,
}

/// The numbers of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// Extended sequence number.
    pub sequence: u64,
    /// RTP timestamp.
    pub timestamp: u32,
    /// Numbers of VP8; empty with other codecs.
    pub vp8: Vp8Numbers,
}

/// Rewrites the numbers of one outgoing stream.
#[derive(Debug, Clone, Default)]
pub struct Munger {
    /// `None` until the first packet.
    stream: Option<Offsets>,
    /// Largest numbers sent; they outlive the incoming streams.
    last: Option<Numbers>,
}

#[derive(Debug, Clone, Copy)]
struct Offsets {
    /// Packets below are older than the switch, or than a gap that was closed.
    oldest: u64,
    newest: u64,
    /// Outgoing minus incoming, wrapping.
    sequence: u64,
    timestamp: u32,
    picture_id: u16,
    tl0_pic_idx: u8,
    key_idx: u8,
}

impl Munger {
    /// Begins a new incoming stream with its first packet. `elapsed` is the time since the
    /// last packet of the previous stream was captured, in units of the timestamp; at least one unit passes.
    pub fn switch(&mut self, first: Numbers, elapsed: u32) {
        let next = self.last.map_or(
            Numbers { sequence: FIRST_SEQUENCE, timestamp: first.timestamp, vp8: first.vp8 },
            |last| Numbers {
                sequence: last.sequence + 1,
                timestamp: last.timestamp.wrapping_add(elapsed.max(1)),
                vp8: Vp8Numbers {
                    picture_id: last.vp8.picture_id.map(|it| it.wrapping_add(1)),
                    tl0_pic_idx: last.vp8.tl0_pic_idx.map(|it| it.wrapping_add(1)),
                    key_idx: last.vp8.key_idx.map(|it| it.wrapping_add(1)),
                },
            },
        );
        let vp8 = first.vp8;
        self.stream = Some(Offsets {
            oldest: first.sequence,
            newest: first.sequence,
            sequence: next.sequence.wrapping_sub(first.sequence),
            timestamp: next.timestamp.wrapping_sub(first.timestamp),
            picture_id: difference(next.vp8.picture_id, vp8.picture_id, u16::wrapping_sub),
            tl0_pic_idx: difference(next.vp8.tl0_pic_idx, vp8.tl0_pic_idx, u8::wrapping_sub),
            key_idx: difference(next.vp8.key_idx, vp8.key_idx, u8::wrapping_sub),
        });
    }

    /// True between [`Self::switch`] and [`Self::stop`].
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.stream.is_some()
    }

    /// Ends the incoming stream. The next one continues the numbers.
    pub const fn stop(&mut self) {
        self.stream = None;
    }

    /// The numbers under which a packet is sent; `None` if it is from before the switch.
    pub fn rewrite(&mut self, packet: Numbers) -> Option<Numbers> {
        let offsets = self.stream.as_mut()?;
        if packet.sequence < offsets.oldest {
            return None;
        }
        if packet.sequence > offsets.newest {
            if packet.sequence - offsets.newest > MAX_GAP {
                // The gap is closed: the packet follows the newest one.
                let next = offsets.newest.wrapping_add(offsets.sequence).wrapping_add(1);
                offsets.sequence = next.wrapping_sub(packet.sequence);
                offsets.oldest = packet.sequence;
            }
            offsets.newest = packet.sequence;
        }
        let vp8 = packet.vp8;
        let out = Numbers {
            sequence: packet.sequence.wrapping_add(offsets.sequence),
            timestamp: packet.timestamp.wrapping_add(offsets.timestamp),
            vp8: Vp8Numbers {
                picture_id: vp8.picture_id.map(|it| it.wrapping_add(offsets.picture_id) & 0x7fff),
                tl0_pic_idx: vp8.tl0_pic_idx.map(|it| it.wrapping_add(offsets.tl0_pic_idx)),
                key_idx: vp8.key_idx.map(|it| it.wrapping_add(offsets.key_idx) & 0x1f),
            },
        };
        match &mut self.last {
            Some(last) if out.sequence < last.sequence => {}
            Some(last) => {
                let kept = last.vp8;
                *last = out;
                last.vp8.picture_id = out.vp8.picture_id.or(kept.picture_id);
                last.vp8.tl0_pic_idx = out.vp8.tl0_pic_idx.or(kept.tl0_pic_idx);
                last.vp8.key_idx = out.vp8.key_idx.or(kept.key_idx);
            }
            None => self.last = Some(out),
        }
        Some(out)
    }
}

fn difference<T: Default + Copy>(next: Option<T>, first: Option<T>, minus: fn(T, T) -> T) -> T {
    match (next, first) {
        (Some(next), Some(first)) => minus(next, first),
        _ => T::default(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    fn packet(sequence: u64, timestamp: u32, picture: u16) -> Numbers {
        let low = u8::try_from(picture & 0xff).unwrap();
        Numbers {
            sequence,
            timestamp,
            vp8: Vp8Numbers {
                picture_id: Some(picture & 0x7fff),
                tl0_pic_idx: Some(low),
                key_idx: Some(low & 0x1f),
            },
        }
    }

    #[test]
    fn the_first_packet_has_a_number_below_the_first_roll_over() {
        let mut munger = Munger::default();
        let first = packet(5_000_000, 7, 3);
        munger.switch(first, 0);
        assert_eq!(munger.rewrite(first), Some(packet(FIRST_SEQUENCE, 7, 3)));
        assert_eq!(munger.rewrite(packet(4_999_999, 7, 3)), None);
    }

    #[test]
    fn a_switch_continues_all_numbers() {
        let mut munger = Munger::default();
        munger.switch(packet(10, 90_000, 0x7fff), 0);
        munger.rewrite(packet(10, 90_000, 0x7fff));
        munger.switch(packet(70_000, 5, 200), 3_000);
        let out = munger.rewrite(packet(70_000, 5, 200)).unwrap();
        assert_eq!((out.sequence, out.timestamp), (FIRST_SEQUENCE + 1, 93_000));
        assert_eq!(
            out.vp8,
            Vp8Numbers { picture_id: Some(0), tl0_pic_idx: Some(0), key_idx: Some(0) }
        );
    }

    #[test]
    fn nothing_is_sent_while_no_stream_runs() {
        let mut munger = Munger::default();
        assert_eq!(munger.rewrite(packet(1, 1, 1)), None);
        munger.switch(packet(1, 1, 1), 0);
        munger.stop();
        assert_eq!(munger.rewrite(packet(1, 1, 1)), None);
    }

    #[test]
    fn a_gap_that_nobody_can_fill_is_closed() {
        let mut munger = Munger::default();
        munger.switch(packet(10, 0, 1), 0);
        munger.rewrite(packet(10, 0, 1));
        assert_eq!(munger.rewrite(packet(30_000, 1, 2)).unwrap().sequence, FIRST_SEQUENCE + 1);
        assert_eq!(munger.rewrite(packet(29_999, 1, 2)), None);
    }

    /// An incoming stream: frames of some packets each, and what the network does with them.
    #[derive(Debug, Clone)]
    struct Stream {
        sequence: u64,
        timestamp: u32,
        picture: u16,
        frames: Vec<u8>,
        /// For each packet: lost, or how many places later it arrives, and whether twice.
        fate: Vec<Option<(u8, bool)>>,
        elapsed: u32,
    }

    fn stream() -> impl Strategy<Value = Stream> {
        (
            0u64..1_000_000,
            any::<u32>(),
            any::<u16>(),
            prop::collection::vec(1u8..5, 1..20),
            prop::collection::vec(
                prop::option::weighted(0.9, (0u8..6, prop::bool::weighted(0.1))),
                100,
            ),
            0u32..90_000,
        )
            .prop_map(|(sequence, timestamp, picture, frames, fate, elapsed)| Stream {
                sequence,
                timestamp,
                picture,
                frames,
                fate,
                elapsed,
            })
    }

    impl Stream {
        /// The packets in the order of their arrival. The first one, which the switch waits for, is not lost.
        fn arrivals(&self) -> (Numbers, Vec<Numbers>) {
            let mut placed = BTreeMap::new();
            let mut fates = self.fate.iter();
            let (mut at, mut sequence) = (0u64, self.sequence);
            let first = packet(self.sequence, self.timestamp, self.picture & 0x7fff);
            for (frame, packets) in (0u16..).zip(&self.frames) {
                for _ in 0..*packets {
                    let it = packet(
                        sequence,
                        self.timestamp.wrapping_add(u32::from(frame) * 3_000),
                        self.picture.wrapping_add(frame) & 0x7fff,
                    );
                    match fates.next().copied().flatten() {
                        _ if at == 0 => {
                            placed.insert((0, 0, 0), it);
                        }
                        Some((delay, twice)) => {
                            placed.insert((at + u64::from(delay), at, 0), it);
                            if twice {
                                placed.insert((at + u64::from(delay) + 1, at, 1), it);
                            }
                        }
                        None => {}
                    }
                    (at, sequence) = (at + 1, sequence + 1);
                }
            }
            (first, placed.into_values().collect())
        }
    }

    proptest! {
        /// Over any switches, loss, reordering and duplicates: a packet keeps its number, two packets never share one, no
        /// number goes back below a switch, distances within a stream stay, and pictures of two streams never mix.
        #[test]
        fn the_outgoing_stream_is_continuous(streams in prop::collection::vec(stream(), 1..6)) {
            let mut munger = Munger::default();
            let mut used: BTreeMap<u64, (usize, u64)> = BTreeMap::new();
            let mut highest: Option<Numbers> = None;
            for (place, stream) in streams.iter().enumerate() {
                let (first, arrivals) = stream.arrivals();
                munger.switch(first, stream.elapsed);
                let before = highest;
                for incoming in arrivals {
                    let out = munger.rewrite(incoming);
                    prop_assert!(out.is_some(), "no packet after the switch is dropped");
                    let out = out.unwrap();
                    let owner = used.entry(out.sequence).or_insert((place, incoming.sequence));
                    prop_assert_eq!(*owner, (place, incoming.sequence));
                    if let Some(before) = before {
                        prop_assert!(out.sequence > before.sequence);
                        if incoming == first {
                            prop_assert_eq!(out.sequence, before.sequence + 1);
                            prop_assert_eq!(out.timestamp, before.timestamp.wrapping_add(stream.elapsed.max(1)));
                            let next = (before.vp8.picture_id.unwrap() + 1) & 0x7fff;
                            prop_assert_eq!(out.vp8.picture_id, Some(next));
                        }
                    } else {
                        prop_assert!(out.sequence < 65_536);
                    }
                    let base = used.iter().find(|(_, owner)| owner.0 == place).map(|(sequence, _)| *sequence).unwrap();
                    prop_assert_eq!(out.sequence - base, incoming.sequence - first.sequence);
                    if highest.is_none_or(|highest| highest.sequence < out.sequence) {
                        highest = Some(out);
                    }
                }
            }
        }

        /// Whatever a publisher claims, the receiver's view never jumps by more than the longest gap.
        #[test]
        fn a_lying_publisher_cannot_make_the_numbers_jump(
            sequences in prop::collection::vec(any::<u32>(), 1..200)
        ) {
            let mut munger = Munger::default();
            let mut seen = BTreeSet::new();
            for (place, sequence) in sequences.iter().enumerate() {
                let incoming = packet(u64::from(*sequence), *sequence, 1);
                if place == 0 {
                    munger.switch(incoming, 0);
                }
                if let Some(out) = munger.rewrite(incoming) {
                    if let Some(highest) = seen.last() {
                        prop_assert!(out.sequence <= highest + MAX_GAP);
                    }
                    prop_assert!(out.sequence >= FIRST_SEQUENCE);
                    seen.insert(out.sequence);
                }
            }
        }
    }
}
