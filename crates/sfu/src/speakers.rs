//! Speakers: who speaks, and who dominates, by the audio levels of RFC 6464.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// Loudness is 127 minus the level in dBov, so 127 is the loudest sound and 0 is silence.
const SPEECH: f32 = 67.0;
/// A speaker is silent below this; lower than [`SPEECH`], so that breathing does not end a turn.
const SILENCE: f32 = 60.0;
/// Time constants of the average: speech is noticed fast, a pause within a sentence is not noticed.
const RISE: f32 = 0.12;
const FALL: f32 = 0.4;
/// How long somebody must be louder than the dominant speaker to take over.
const TAKE_OVER: Duration = Duration::from_millis(700);
/// By how much louder, as a factor of loudness.
const LOUDER: f32 = 1.1;
/// Without a packet for this long (DTX, or a muted microphone) a participant is silent.
const STALE: Duration = Duration::from_millis(400);
/// How many speakers are reported.
const REPORTED: usize = 3;

/// The voices of a room, keyed by participant.
#[derive(Debug, Clone)]
pub struct Speakers<K> {
    voices: BTreeMap<K, Voice>,
    dominant: Option<K>,
    /// Participant about to take over, and since when.
    challenger: Option<(K, Instant)>,
    reported: Vec<K>,
}

#[derive(Debug, Clone, Copy)]
struct Voice {
    loudness: f32,
    heard: Instant,
    speaks: bool,
}

impl<K> Default for Speakers<K> {
    fn default() -> Self {
        Self { voices: BTreeMap::new(), dominant: None, challenger: None, reported: Vec::new() }
    }
}

impl<K: Copy + Ord> Speakers<K> {
    /// Takes the level of a packet: 0 is the loudest sound, -127 silence.
    pub fn handle_level(&mut self, speaker: K, level: i8, now: Instant) {
        let loudness = f32::from(127 - level.unsigned_abs().min(127));
        let voice = self.voices.entry(speaker).or_insert(Voice {
            loudness: 0.0,
            heard: now,
            speaks: false,
        });
        let passed = now.saturating_duration_since(voice.heard).min(STALE).as_secs_f32();
        let constant = if loudness > voice.loudness { RISE } else { FALL };
        voice.loudness += (loudness - voice.loudness) * (1.0 - (-passed / constant).exp());
        voice.heard = now;
        voice.speaks = voice.loudness >= if voice.speaks { SILENCE } else { SPEECH };
    }

    /// Forgets a participant whose microphone is gone.
    pub fn remove(&mut self, speaker: K) {
        self.voices.remove(&speaker);
    }

    /// Loudness of a participant, 0 to 127.
    #[must_use]
    pub fn loudness(&self, speaker: K) -> u8 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 127")]
        self.voices.get(&speaker).map_or(0, |voice| voice.loudness as u8)
    }

    /// Follows the time. Returns the list of speakers, the dominant one first, if it changed.
    pub fn handle_timeout(&mut self, now: Instant) -> Option<&[K]> {
        for voice in self.voices.values_mut() {
            if now.saturating_duration_since(voice.heard) > STALE {
                voice.loudness = 0.0;
                voice.speaks = false;
            }
        }
        self.elect(now);
        let mut speaking: Vec<(K, f32)> = self
            .voices
            .iter()
            .filter(|(key, voice)| voice.speaks && Some(**key) != self.dominant)
            .map(|(key, voice)| (*key, voice.loudness))
            .collect();
        speaking.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let list: Vec<K> = self
            .dominant
            .filter(|dominant| self.voices.get(dominant).is_some_and(|voice| voice.speaks))
            .into_iter()
            .chain(speaking.into_iter().map(|(key, _)| key))
            .take(REPORTED)
            .collect();
        // The order of those after the first wavers with every word: only who they are is news.
        let sorted = |list: &[K]| {
            let mut rest: Vec<K> = list.iter().skip(1).copied().collect();
            rest.sort_unstable();
            rest
        };
        if list.first() == self.reported.first() && sorted(&list) == sorted(&self.reported) {
            return None;
        }
        self.reported = list;
        Some(&self.reported)
    }

    fn elect(&mut self, now: Instant) {
        let loudest = self
            .voices
            .iter()
            .filter(|(_, voice)| voice.speaks)
            .max_by(|(_, one), (_, other)| one.loudness.total_cmp(&other.loudness))
            .map(|(key, voice)| (*key, voice.loudness));
        let Some((loudest, loudness)) = loudest else {
            // Silence: the last one stays dominant until somebody else speaks.
            self.challenger = None;
            return;
        };
        let current = self.dominant.and_then(|dominant| self.voices.get(&dominant));
        match current {
            Some(voice) if voice.speaks => {
                if Some(loudest) == self.dominant || loudness < voice.loudness * LOUDER {
                    self.challenger = None;
                    return;
                }
                match self.challenger {
                    Some((challenger, since)) if challenger == loudest => {
                        if now.saturating_duration_since(since) >= TAKE_OVER {
                            self.dominant = Some(loudest);
                            self.challenger = None;
                        }
                    }
                    _ => self.challenger = Some((loudest, now)),
                }
            }
            _ => {
                self.dominant = Some(loudest);
                self.challenger = None;
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests need a beginning of time")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Room {
        speakers: Speakers<u8>,
        now: Instant,
        lists: Vec<Vec<u8>>,
    }

    impl Room {
        fn new() -> Self {
            Self { speakers: Speakers::default(), now: Instant::now(), lists: Vec::new() }
        }

        /// Everybody at their level for some time.
        fn pass(&mut self, millis: u64, levels: &[(u8, i8)]) {
            for step in 0..millis / 20 {
                self.now += Duration::from_millis(20);
                for (key, level) in levels {
                    self.speakers.handle_level(*key, *level, self.now);
                }
                if step % 5 == 0
                    && let Some(list) = self.speakers.handle_timeout(self.now)
                {
                    self.lists.push(list.to_vec());
                }
            }
        }
    }

    #[test]
    fn a_voice_is_reported_once_and_its_end_too() {
        let mut room = Room::new();
        room.pass(1_000, &[(1, -30), (2, -90)]);
        room.pass(2_000, &[(1, -100), (2, -90)]);
        assert_eq!(room.lists, [vec![1], vec![]]);
    }

    #[test]
    fn a_cough_does_not_take_over() {
        let mut room = Room::new();
        room.pass(1_000, &[(1, -35)]);
        room.pass(300, &[(1, -35), (2, -5)]);
        room.pass(1_000, &[(1, -35), (2, -100)]);
        assert!(room.lists.iter().all(|list| list.first() == Some(&1)), "{:?}", room.lists);
    }

    #[test]
    fn the_louder_voice_takes_over_after_a_while() {
        let mut room = Room::new();
        room.pass(1_000, &[(1, -40)]);
        room.pass(2_000, &[(1, -40), (2, -10)]);
        assert_eq!(room.lists.last(), Some(&vec![2, 1]));
    }

    #[test]
    fn who_answers_after_a_pause_dominates_at_once() {
        let mut room = Room::new();
        room.pass(1_000, &[(1, -20)]);
        room.pass(1_500, &[(1, -127)]);
        room.pass(400, &[(2, -40)]);
        assert_eq!(room.lists.last(), Some(&vec![2]));
    }

    #[test]
    fn a_microphone_that_stops_sending_is_silent() {
        let mut room = Room::new();
        room.pass(1_000, &[(1, -20)]);
        room.pass(1_000, &[]);
        assert_eq!(room.lists.last(), Some(&vec![]));
        assert_eq!(room.speakers.loudness(1), 0);
    }

    proptest! {
        /// Whatever levels arrive, the dominant speaker changes at most once in each time of take-over while both speak.
        #[test]
        fn nobody_flickers(levels in prop::collection::vec((-60i8..=0, -60i8..=0), 1..200)) {
            let mut room = Room::new();
            for (one, other) in &levels {
                room.pass(100, &[(1, *one), (2, *other)]);
            }
            let changes = room.lists.windows(2).filter(|pair| pair[0].first() != pair[1].first()).count();
            prop_assert!(changes <= levels.len() / 7 + 1, "{} in {}", changes, levels.len());
        }
    }
}
