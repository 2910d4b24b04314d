//! Index of the words of all points, so that one pass over the answer finds them all.

use std::collections::HashMap;
use std::ops::Range;

use crate::lexicon::German;
use crate::pattern::{Mask, Pattern};
use crate::stems::{Key, Keys};

/// A key's entry for one point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) pattern: usize,
    /// True if the key turns the sense; see [`Pattern::keys`].
    pub(crate) turns: bool,
    /// The point's words that have the key.
    pub(crate) mask: Mask,
}

/// The keys of all points. A key has at most two slots for each point, even if several of the
/// point's words have the key.
pub(crate) struct Index<'a> {
    keys: &'a Keys,
    slots: HashMap<&'a Key, Vec<Slot>>,
    /// Words of the answer that were resolved already; the value is the range of their slots in
    /// `found`.
    known: HashMap<(String, German), Range<usize>>,
    found: Vec<Slot>,
    /// Scratch space: masks of a word by pattern, for keys that keep and that turn the sense.
    masks: Vec<[Mask; 2]>,
    touched: Vec<(usize, bool)>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(patterns: &'a [Pattern], keys: &'a Keys) -> Self {
        let mut slots: HashMap<&Key, Vec<Slot>> = HashMap::new();
        for (pattern, of_pattern) in patterns.iter().map(|pattern| &pattern.keys).enumerate() {
            for (key, mask, turns) in of_pattern {
                let slots = slots.entry(key).or_default();
                // If this pattern has slots, they are among the last two.
                let same = |slot: &&mut Slot| slot.pattern == pattern && slot.turns == *turns;
                match slots.iter_mut().rev().take(2).find(same) {
                    Some(slot) => slot.mask |= mask,
                    None => slots.push(Slot { pattern, turns: *turns, mask: *mask }),
                }
            }
        }
        Self {
            keys,
            slots,
            known: HashMap::new(),
            found: Vec::new(),
            masks: vec![[0; 2]; patterns.len()],
            touched: Vec::new(),
        }
    }

    /// Slots of the words that match a word of the answer: at most two for each point.
    pub(crate) fn look_up(&mut self, word: &str, german: German, work: &mut usize) -> &[Slot] {
        let known = (word.to_owned(), german);
        let place = match self.known.get(&known) {
            Some(place) => place.clone(),
            None => {
                let place = self.resolve(word, german, work);
                self.known.insert(known, place.clone());
                place
            }
        };
        self.found.get(place).unwrap_or_default()
    }

    fn resolve(&mut self, word: &str, german: German, work: &mut usize) -> Range<usize> {
        for key in self.keys.of_answer(word, german) {
            *work += 1;
            for slot in self.slots.get(&key).into_iter().flatten() {
                *work += 1;
                let Some(masks) = self.masks.get_mut(slot.pattern) else { continue };
                let [plain, turned] = masks;
                let mask = if slot.turns { turned } else { plain };
                if *mask == 0 {
                    self.touched.push((slot.pattern, slot.turns));
                }
                *mask |= slot.mask;
            }
        }
        self.touched.sort_unstable();
        let start = self.found.len();
        for (pattern, turns) in self.touched.drain(..) {
            let Some([plain, turned]) = self.masks.get_mut(pattern) else { continue };
            let mask = std::mem::take(if turns { turned } else { plain });
            self.found.push(Slot { pattern, turns, mask });
        }
        start..self.found.len()
    }
}
