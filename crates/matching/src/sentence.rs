//! Sentences of an answer, and excerpts that show where a point was found.

use std::ops::Range;

use convene_model::Excerpt;

use crate::negation::Standing;
use crate::words::{Break, Word};

/// Maximum length of an excerpt in bytes, unless the match itself is longer.
const EXCERPT: usize = 160;

/// A sentence of an answer.
pub(crate) struct Sentence<'a> {
    pub(crate) answer: &'a str,
    pub(crate) words: &'a [Word],
    pub(crate) standings: &'a [Standing],
}

impl Sentence<'_> {
    /// Excerpt with these words, and as many around them as fit.
    pub(crate) fn excerpt(&self, words: Range<usize>) -> Option<Excerpt> {
        let (mut first, mut last) = (words.start, words.end.saturating_sub(1));
        let fits = |first: usize, last: usize| {
            let ends = self.words.get(first).zip(self.words.get(last));
            ends.is_some_and(|(first, last)| last.end.saturating_sub(first.start) <= EXCERPT)
        };
        loop {
            let before = first.checked_sub(1).filter(|&before| fits(before, last));
            first = before.unwrap_or(first);
            let after = Some(last + 1).filter(|&after| fits(first, after));
            last = after.unwrap_or(last);
            if before.is_none() && after.is_none() {
                break;
            }
        }
        let start = self.words.get(first)?.start;
        let end = self.words.get(last)?.end;
        let text = self.answer.get(start..end)?;
        let left_out = |cut: bool| if cut { "…" } else { "" };
        Excerpt::clipped(&format!(
            "{}{text}{}",
            left_out(first > 0),
            left_out(last + 1 < self.words.len())
        ))
    }
}

/// Ranges of the words that form a sentence.
pub(crate) fn sentences(words: &[Word]) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = words
        .iter()
        .enumerate()
        .filter_map(|(at, word)| (word.before >= Break::Sentence).then_some(at))
        .collect();
    starts.push(words.len());
    starts.windows(2).filter_map(|pair| Some(*pair.first()?..*pair.last()?)).collect()
}
