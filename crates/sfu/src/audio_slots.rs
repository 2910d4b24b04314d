//! Audio slots: who is heard in which slot of a subscriber.
//!
//! While everybody fits, each voice has a slot of its own and keeps it. Above, the loudest ones are
//! heard: a newcomer takes the slot of the most silent voice, and only if it is audibly louder.

/// How much louder a voice must be to take another's slot, of 127.
const AUDIBLY: u8 = 10;

/// Fills the slots. `current` is what they carry, `voices` are all who may be heard, with their loudness.
#[must_use]
pub fn assign<K: Copy + PartialEq>(current: &[Option<K>], voices: &[(K, u8)]) -> Vec<Option<K>> {
    let loudness = |key: K| voices.iter().find(|(voice, _)| *voice == key).map(|(_, it)| *it);
    let mut slots: Vec<Option<K>> =
        current.iter().map(|slot| slot.filter(|key| loudness(*key).is_some())).collect();
    let mut waiting: Vec<(K, u8)> =
        voices.iter().filter(|(key, _)| !slots.contains(&Some(*key))).copied().collect();
    // Stable: voices of one loudness keep their order.
    waiting.sort_by_key(|(_, loudness)| u8::MAX - loudness);
    for (voice, loud) in waiting {
        if let Some(free) = slots.iter_mut().find(|slot| slot.is_none()) {
            *free = Some(voice);
            continue;
        }
        let quietest = slots
            .iter_mut()
            .filter_map(|slot| Some(((*slot).and_then(loudness)?, slot)))
            .min_by_key(|(loudness, _)| *loudness);
        match quietest {
            Some((quiet, slot)) if loud >= quiet.saturating_add(AUDIBLY) => *slot = Some(voice),
            _ => break,
        }
    }
    slots
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_voice_keeps_its_slot() {
        let slots = assign(&[None, Some('b'), None], &[('a', 0), ('b', 0)]);
        assert_eq!(slots, [Some('a'), Some('b'), None]);
        assert_eq!(assign(&slots, &[('b', 0), ('c', 50)]), [Some('c'), Some('b'), None]);
    }

    #[test]
    fn only_an_audibly_louder_voice_takes_a_slot() {
        let full = [Some('a'), Some('b')];
        assert_eq!(assign(&full, &[('a', 40), ('b', 60), ('c', 45)]), full);
        assert_eq!(assign(&full, &[('a', 40), ('b', 60), ('c', 55)]), [Some('c'), Some('b')]);
    }

    proptest! {
        #[test]
        fn slots_are_full_distinct_and_stable(
            loudness in prop::collection::vec(0u8..127, 0..50),
            held in prop::collection::vec(prop::option::of(0usize..50), 0..40),
        ) {
            let voices: Vec<(usize, u8)> = loudness.into_iter().enumerate().collect();
            let mut current: Vec<Option<usize>> = Vec::new();
            for slot in held {
                current.push(slot.filter(|slot| !current.contains(&Some(*slot))));
            }
            let slots = assign(&current, &voices);
            prop_assert_eq!(slots.len(), current.len());
            let filled: Vec<usize> = slots.iter().flatten().copied().collect();
            prop_assert_eq!(filled.len(), voices.len().min(slots.len()));
            for (place, key) in filled.iter().enumerate() {
                prop_assert!(*key < voices.len());
                prop_assert!(!filled[..place].contains(key));
            }
            prop_assert_eq!(&assign(&slots, &voices), &slots, "nothing changes without a reason");
            if voices.len() <= slots.len() {
                for (before, after) in current.iter().zip(&slots) {
                    if before.is_some_and(|key| key < voices.len()) {
                        prop_assert_eq!(before, after);
                    }
                }
            }
        }
    }
}
