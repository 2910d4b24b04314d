//! Matches an answer with expected points, which are keywords and phrases. The result explains each
//! point.
//!
//! The match ignores differences of case, diacritics, inflection, hyphens and the order of a
//! phrase's words. A point is not found if the answer negates its words. The rules know English and
//! German; words of other languages match letter by letter.
//!
//! The work is bounded by construction. A word of an answer is resolved once, however often it
//! occurs. It hits a point at most twice, even if it equals several of the point's words. A hit
//! costs a constant number of steps on average. So the steps are proportional to the words of the
//! answer times the points, and both are limited: see [`MAX_WORDS`] and [`MAX_POINTS`].

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod index;
mod lexicon;
mod negation;
mod pattern;
mod sentence;
mod stems;
mod window;
mod words;

use std::collections::HashMap;

use convene_model::{Excerpt, ExpectedPoint, Matching, PointOutcome, PointResult};
use index::Index;
use negation::standings;
use pattern::{Pattern, joinable, joined, plain};
use sentence::{Sentence, sentences};
use stems::Keys;
use window::{Hit, Window};
use words::words;

/// Maximum number of words of an answer that are read; the rest is ignored. An interview's answer
/// has at most 10,000 characters, and so fewer words.
pub const MAX_WORDS: usize = 8_192;

/// Maximum number of different points; further ones count as missing. An interview's question has
/// at most 30.
pub const MAX_POINTS: usize = 64;

/// Looks for each point in the answer.
#[must_use]
pub fn match_points(points: &[ExpectedPoint], answer: &str) -> Matching {
    match_points_counted(points, answer).0
}

/// Looks for each point in the answer. Also returns the number of steps this took.
#[must_use]
pub fn match_points_counted(points: &[ExpectedPoint], answer: &str) -> (Matching, usize) {
    // Points with the same text share one search.
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut texts = Vec::new();
    for point in points {
        if texts.len() < MAX_POINTS {
            numbers.entry(point.as_str()).or_insert_with(|| {
                texts.push(point.as_str());
                texts.len() - 1
            });
        }
    }
    let (verdicts, work) = judge(&texts, answer);
    let results = points.iter().map(|point| {
        let number = numbers.get(point.as_str());
        let verdict = number.and_then(|&number| verdicts.get(number)).unwrap_or(&Verdict::Missing);
        let (outcome, excerpt) = match verdict {
            Verdict::Found(excerpt) => (PointOutcome::Found, excerpt.clone()),
            Verdict::Negated(excerpt) => (PointOutcome::Negated, excerpt.clone()),
            Verdict::Missing => (PointOutcome::Missing, None),
        };
        PointResult { point: point.clone(), outcome, excerpt }
    });
    (Matching::of(results.collect()), work)
}

/// Verdict on a point so far.
#[derive(Debug)]
enum Verdict {
    Missing,
    Negated(Option<Excerpt>),
    Found(Option<Excerpt>),
}

/// Search for one point in an answer.
struct Search<'a> {
    pattern: &'a Pattern,
    window: Window,
    verdict: Verdict,
}

/// Looks for points with these texts. Also returns the number of steps.
fn judge(texts: &[&str], answer: &str) -> (Vec<Verdict>, usize) {
    let mut work = 0;
    let keys = Keys::new();
    let patterns: Vec<Pattern> = texts.iter().map(|text| Pattern::new(text, &keys)).collect();
    let mut index = Index::new(&patterns, &keys);
    let mut searches: Vec<Search<'_>> = patterns
        .iter()
        .map(|pattern| Search { pattern, window: Window::default(), verdict: Verdict::Missing })
        .collect();

    let mut words = words(answer);
    words.truncate(MAX_WORDS);
    let standings = standings(&words);
    for range in sentences(&words) {
        let sentence = Sentence {
            answer,
            words: words.get(range.clone()).unwrap_or_default(),
            standings: standings.get(range).unwrap_or_default(),
        };
        read(&sentence, &mut index, &mut searches, &mut work);
    }

    let answer = plain(answer);
    let verdicts = searches.into_iter().zip(texts).map(|(search, text)| {
        let literal = search.pattern.literal.as_deref().filter(|literal| !literal.is_empty());
        match literal {
            Some(literal) if answer.contains(literal) => Verdict::Found(Excerpt::clipped(text)),
            _ => search.verdict,
        }
    });
    (verdicts.collect(), work)
}

/// Looks for all points in one sentence.
fn read(
    sentence: &Sentence<'_>,
    index: &mut Index<'_>,
    searches: &mut [Search<'_>],
    work: &mut usize,
) {
    for search in &mut *searches {
        search.window.clear();
    }
    let german = lexicon::german(sentence.words);
    let mut look_up = |text: &str, start: usize, end: usize, negated: bool| {
        for slot in index.look_up(text, german, work) {
            let Some(search) = searches.get_mut(slot.pattern) else { continue };
            let hit = Hit { start, end, mask: slot.mask, negated: negated != slot.turns };
            search.take_in(hit, sentence, work);
        }
    };
    for (at, (word, standing)) in sentence.words.iter().zip(sentence.standings).enumerate() {
        let before = at.checked_sub(1);
        let before = before.and_then(|it| sentence.words.get(it).zip(sentence.standings.get(it)));
        if let Some((first, before)) = before
            && joinable(first, word)
        {
            // A negator that is one of the two belongs to the joined word and does not negate it.
            let negated = if before.negates {
                standing.negated
            } else {
                before.negated || (standing.negated && !standing.negates)
            };
            look_up(&joined(first, word), at.saturating_sub(1), at + 1, negated);
        }
        look_up(&word.text, at, at + 1, standing.is_negated());
    }
}

impl Search<'_> {
    /// Takes in a hit. The point matches if all its words are within its span, in any order.
    fn take_in(&mut self, hit: Hit, sentence: &Sentence<'_>, work: &mut usize) {
        *work += 1;
        if matches!(self.verdict, Verdict::Found(_)) {
            return;
        }
        let Some(complete) = self.window.push(hit, self.pattern.span, self.pattern.all, work)
        else {
            return;
        };
        if self.pattern.negated.is_none_or(|expected| expected == complete.negated) {
            self.verdict = Verdict::Found(sentence.excerpt(self.window.words()));
        } else if matches!(self.verdict, Verdict::Missing) {
            self.verdict = Verdict::Negated(sentence.excerpt(self.window.words()));
        }
    }
}
