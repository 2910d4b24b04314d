//! Sliding window over the words of a sentence: finds words of a point that stand close together.

use std::ops::Range;

use crate::pattern::Mask;

/// Words of an answer that match words of a point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    /// Index of the first word.
    pub(crate) start: usize,
    /// Index after the last word.
    pub(crate) end: usize,
    /// The point's words that they match.
    pub(crate) mask: Mask,
    /// True if the answer negates them.
    pub(crate) negated: bool,
}

/// The latest hits of a point in a sentence, as far back as the point's span reaches.
///
/// A queue made of two stacks keeps the union of the masks. So a hit costs a constant number of
/// steps on average, however many words of the answer hit the point.
#[derive(Debug, Default)]
pub(crate) struct Window {
    /// The older hits, the oldest last, each with the union of its mask and those of newer hits in
    /// this stack.
    front: Vec<(Hit, Mask)>,
    /// The newer hits, the newest last.
    back: Vec<Hit>,
    /// The union of the masks in `back`.
    back_mask: Mask,
    /// The point's words whose latest hit is negated.
    negated: Mask,
}

/// State of a window that has all words of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Complete {
    /// True if the latest hit of one of the words is negated.
    pub(crate) negated: bool,
}

impl Window {
    /// Forgets all hits: a new sentence begins.
    pub(crate) fn clear(&mut self) {
        self.front.clear();
        self.back.clear();
        self.back_mask = 0;
        self.negated = 0;
    }

    /// Takes in a hit, and drops hits that begin more than `span` words before its end. The hit
    /// must not begin or end before the latest one. Returns a value if the window has `all` words.
    pub(crate) fn push(
        &mut self,
        hit: Hit,
        span: usize,
        all: Mask,
        work: &mut usize,
    ) -> Option<Complete> {
        self.back.push(hit);
        self.back_mask |= hit.mask;
        self.negated = if hit.negated { self.negated | hit.mask } else { self.negated & !hit.mask };
        loop {
            *work += 1;
            if self.front.is_empty() {
                self.turn(work);
            }
            match self.front.last() {
                Some((oldest, _)) if hit.end.saturating_sub(oldest.start) > span => {
                    self.front.pop();
                }
                _ => break,
            }
        }
        let front = self.front.last().map_or(0, |(_, mask)| *mask);
        let complete = front | self.back_mask == all;
        complete.then_some(Complete { negated: self.negated & all != 0 })
    }

    /// Range of words that a complete window covers, from the latest hit of each of the point's
    /// words.
    pub(crate) fn words(&self) -> Range<usize> {
        let newest_first = self.back.iter().rev().chain(self.front.iter().map(|(hit, _)| hit));
        let mut seen = 0;
        let mut words: Option<Range<usize>> = None;
        for hit in newest_first {
            if hit.mask & !seen == 0 {
                continue;
            }
            seen |= hit.mask;
            let (start, end) = words
                .map_or((hit.start, hit.end), |it| (it.start.min(hit.start), it.end.max(hit.end)));
            words = Some(start..end);
        }
        words.unwrap_or_default()
    }

    /// Moves all newer hits to the older ones, of which none are left.
    fn turn(&mut self, work: &mut usize) {
        let mut mask = 0;
        while let Some(hit) = self.back.pop() {
            *work += 1;
            mask |= hit.mask;
            self.front.push((hit, mask));
        }
        self.back_mask = 0;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reference implementation: walks back from the latest hit, as far as the span reaches, and
    /// takes each hit that adds a word.
    fn by_definition(hits: &[Hit], span: usize, all: Mask) -> Option<(bool, Range<usize>)> {
        let latest = hits.last()?;
        let (mut seen, mut negated, mut words) = (0, false, latest.start..latest.end);
        for hit in hits.iter().rev() {
            if latest.end - hit.start > span {
                break;
            }
            if hit.mask & !seen == 0 {
                continue;
            }
            seen |= hit.mask;
            negated |= hit.negated;
            words = words.start.min(hit.start)..words.end.max(hit.end);
            if seen == all {
                return Some((negated, words));
            }
        }
        None
    }

    proptest! {
        #[test]
        fn a_window_is_complete_when_walking_back_finds_all_words(
            steps in prop::collection::vec((0_usize..3, 1_usize..3, 1_u8..16, any::<bool>()), 1..60),
            span in 1_usize..12,
        ) {
            let (all, mut end, mut start, mut work) = (0b1111, 2, 0, 0);
            let mut window = Window::default();
            let mut hits = Vec::new();
            for (forward, length, mask, negated) in steps {
                end += forward;
                start = end.saturating_sub(length).max(start);
                let hit = Hit { start, end, mask: Mask::from(mask), negated };
                hits.push(hit);
                let complete = window.push(hit, span, all, &mut work);
                let expected = by_definition(&hits, span, all);
                prop_assert_eq!(complete.map(|it| it.negated), expected.as_ref().map(|it| it.0));
                if let Some((_, words)) = expected {
                    prop_assert_eq!(window.words(), words);
                }
            }
            prop_assert!(work <= 4 * hits.len(), "{} steps for {} hits", work, hits.len());
        }
    }
}
