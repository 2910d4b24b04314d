//! Which expected points an answer says: a match of keywords and phrases, explained point by point.
//!
//! Case, diacritics, inflection, hyphens and the order of a phrase's words are forgiven; a point
//! whose words are there but negated is not found. English and German are known, other languages
//! match letter by letter. The cost grows with the answer, and with the points.

mod lexicon;
mod negation;
mod stems;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use convene_model::{Excerpt, ExpectedPoint, Matching, PointOutcome, PointResult};
use negation::{Standing, standings};
use stems::{Key, Keys};
use words::{Break, Word, is_unspaced, words};

/// How many other words may stand between those of a phrase, at least.
const MIN_SLACK: usize = 4;

/// About how long the sentence around a match may be to be shown whole, in bytes.
const EXCERPT: usize = 160;

/// The words of a phrase, as bits. A point has no more, being 200 characters long.
type Mask = u128;

/// Looks for each of the points in the answer.
#[must_use]
pub fn match_points(points: &[ExpectedPoint], answer: &str) -> Matching {
    let keys = Keys::new();
    let patterns: Vec<Pattern> =
        points.iter().map(|point| Pattern::new(point.as_str(), &keys)).collect();
    let index = Index::new(&patterns);
    let mut verdicts: Vec<Verdict> = patterns.iter().map(|_| Verdict::Missing).collect();

    let words = words(answer);
    let standings = standings(&words);
    for range in sentences(&words) {
        let sentence = Sentence {
            answer,
            words: words.get(range.clone()).unwrap_or_default(),
            standings: standings.get(range).unwrap_or_default(),
        };
        for (pattern, hits) in index.hits(&sentence, &keys) {
            let known = patterns.get(pattern).zip(verdicts.get_mut(pattern));
            if let Some((pattern, verdict)) = known
                && !matches!(verdict, Verdict::Found(_))
            {
                pattern.judge(&sentence, &hits, verdict);
            }
        }
    }

    let literally = Literally::new(answer);
    let results = points.iter().zip(patterns).zip(verdicts).map(|((point, pattern), verdict)| {
        let verdict = match pattern.literal {
            Some(literal) if literally.holds(&literal) => {
                Verdict::Found(Excerpt::clipped(point.as_str()))
            }
            _ => verdict,
        };
        let (outcome, excerpt) = match verdict {
            Verdict::Found(excerpt) => (PointOutcome::Found, excerpt),
            Verdict::Negated(excerpt) => (PointOutcome::Negated, excerpt),
            Verdict::Missing => (PointOutcome::Missing, None),
        };
        PointResult { point: point.clone(), outcome, excerpt }
    });
    Matching::of(results.collect())
}

/// What is known of a point so far.
#[derive(Debug)]
enum Verdict {
    Missing,
    Negated(Option<Excerpt>),
    Found(Option<Excerpt>),
}

/// A point, ready to be looked for.
#[derive(Debug, Default)]
struct Pattern {
    /// By what its words are recognised, which of them these are, and whether that turns the sense.
    keys: Vec<(Key, Mask, bool)>,
    /// All that must be there.
    all: Mask,
    /// The most words from the first to the last of them.
    span: usize,
    /// Whether the point itself negates; nothing if it has no sense that could be negated.
    negated: Option<bool>,
    /// What must be there letter by letter, for a point without words that could be told apart.
    literal: Option<String>,
}

impl Pattern {
    fn new(point: &str, keys: &Keys) -> Self {
        let words = words(point);
        if words.is_empty() || is_unspaced(point) {
            return Self { literal: Some(plain(point)), ..Self::default() };
        }
        let standings = standings(&words);
        let (required, negated) = required(&words, &standings);
        let bit = |at: usize| {
            let place = required.iter().position(|&required| required == at)?;
            (1 as Mask).checked_shl(u32::try_from(place).ok()?)
        };

        let mut pattern = Self { negated, ..Self::default() };
        for (at, word) in words.iter().enumerate() {
            let Some(mask) = bit(at) else { continue };
            pattern.all |= mask;
            pattern.keys.extend(keys.of_expected(&word.text).into_iter().map(|k| (k, mask, false)));
        }
        for (at, pair) in words.windows(2).enumerate() {
            let [first, second] = pair else { continue };
            let mask = bit(at).unwrap_or(0) | bit(at + 1).unwrap_or(0);
            if mask == 0 || !joinable(first, second) {
                continue;
            }
            // "non-blocking" in one word says the same without a "non" to be seen.
            let turns = standings.get(at).is_some_and(|standing| standing.negates)
                || standings.get(at + 1).is_some_and(|standing| standing.negates);
            let joined = keys.of_expected(&joined(first, second));
            pattern.keys.extend(joined.into_iter().map(|key| (key, mask, turns)));
        }
        pattern.span = required.len() + required.len().max(MIN_SLACK);
        pattern
    }

    /// Looks for all the words within the span, in any order.
    fn judge(&self, sentence: &Sentence<'_>, hits: &[Hit], verdict: &mut Verdict) {
        if hits.iter().fold(0, |seen, hit| seen | hit.mask) != self.all {
            return;
        }
        for (last, right) in hits.iter().enumerate() {
            let (mut seen, mut negated) = (0, false);
            let mut words = right.words.clone();
            for hit in hits.get(..=last).unwrap_or_default().iter().rev() {
                if right.words.end.saturating_sub(hit.words.start) > self.span {
                    break;
                }
                if hit.mask & !seen == 0 {
                    continue;
                }
                seen |= hit.mask;
                negated |= hit.negated;
                words = words.start.min(hit.words.start)..words.end.max(hit.words.end);
                if seen == self.all {
                    if self.negated.is_none_or(|expected| expected == negated) {
                        *verdict = Verdict::Found(sentence.excerpt(words));
                        return;
                    }
                    if matches!(verdict, Verdict::Missing) {
                        *verdict = Verdict::Negated(sentence.excerpt(words));
                    }
                    break;
                }
            }
        }
    }
}

/// Which of a point's words an answer must have, and whether they are negated.
fn required(words: &[Word], standings: &[Standing]) -> (Vec<usize>, Option<bool>) {
    let glued = |at: usize| {
        words.get(at).is_some_and(|word| word.before == Break::Glue)
            || words.get(at + 1).is_some_and(|word| word.before == Break::Glue)
    };
    let negates = |at: usize| standings.get(at).is_some_and(|standing| standing.negates);
    let limit = Mask::BITS as usize;
    let told = (0..words.len()).filter(|&at| !negates(at));
    let content = |&at: &usize| {
        words.get(at).is_some_and(|word| glued(at) || !lexicon::is_filler(&word.text))
    };
    let mut required: Vec<usize> = told.clone().filter(content).take(limit).collect();
    let distinct: BTreeSet<&str> =
        required.iter().filter_map(|&at| Some(words.get(at)?.text.as_str())).collect();
    // "end to end", "peer to peer": what is between is what makes it one.
    if distinct.len() < 2 && required.len() > 1 || required.is_empty() {
        required = told.take(limit).collect();
    }
    if required.is_empty() {
        return ((0..words.len()).take(limit).collect(), None);
    }
    let negated =
        required.iter().any(|&at| standings.get(at).is_some_and(|standing| standing.is_negated()));
    (required, Some(negated))
}

/// Whether two words, written as one, would be the same: "thread-safe", "thread safe", "threadsafe".
fn joinable(first: &Word, second: &Word) -> bool {
    const MIN_JOINED: usize = 6;
    second.before <= Break::Space
        && (second.before == Break::Glue || first.text.len() + second.text.len() >= MIN_JOINED)
}

fn joined(first: &Word, second: &Word) -> String {
    format!("{}{}", first.text, second.text)
}

/// Words of an answer that are some of a point's.
#[derive(Debug)]
struct Hit {
    words: Range<usize>,
    mask: Mask,
    negated: bool,
}

/// Where the words of all points are looked up, so that an answer is read once.
struct Index<'a> {
    slots: BTreeMap<&'a Key, Vec<Slot>>,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    pattern: usize,
    mask: Mask,
    turns: bool,
}

impl<'a> Index<'a> {
    fn new(patterns: &'a [Pattern]) -> Self {
        let mut slots: BTreeMap<&Key, Vec<Slot>> = BTreeMap::new();
        for (pattern, keys) in patterns.iter().map(|pattern| &pattern.keys).enumerate() {
            for (key, mask, turns) in keys {
                let slot = Slot { pattern, mask: *mask, turns: *turns };
                slots.entry(key).or_default().push(slot);
            }
        }
        Self { slots }
    }

    /// The hits in a sentence, by point and in the order of the words.
    fn hits(&self, sentence: &Sentence<'_>, keys: &Keys) -> BTreeMap<usize, Vec<Hit>> {
        let german = lexicon::german(sentence.words);
        let mut hits: BTreeMap<usize, Vec<Hit>> = BTreeMap::new();
        let mut look_up = |text: &str, words: Range<usize>, negated: bool| {
            // One hit per point and place, whatever the keys that led to it.
            let mut here: BTreeMap<(usize, bool), Mask> = BTreeMap::new();
            for slot in keys.of_answer(text, german).iter().filter_map(|key| self.slots.get(key)) {
                for slot in slot {
                    *here.entry((slot.pattern, slot.turns)).or_default() |= slot.mask;
                }
            }
            for ((pattern, turns), mask) in here {
                let hit = Hit { words: words.clone(), mask, negated: negated != turns };
                hits.entry(pattern).or_default().push(hit);
            }
        };
        let mut previous: Option<(&Word, &Standing)> = None;
        for (at, (word, standing)) in sentence.words.iter().zip(sentence.standings).enumerate() {
            if let Some((first, before)) = previous
                && joinable(first, word)
            {
                // What negates within the two is part of the word that they are together.
                let negated = if before.negates {
                    standing.negated
                } else {
                    before.negated || (standing.negated && !standing.negates)
                };
                look_up(&joined(first, word), at.saturating_sub(1)..at + 1, negated);
            }
            look_up(&word.text, at..at + 1, standing.is_negated());
            previous = Some((word, standing));
        }
        hits
    }
}

/// A sentence of an answer.
struct Sentence<'a> {
    answer: &'a str,
    words: &'a [Word],
    standings: &'a [Standing],
}

impl Sentence<'_> {
    /// The words with as many around them as there is space for.
    fn excerpt(&self, words: Range<usize>) -> Option<Excerpt> {
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

/// Where the sentences are.
fn sentences(words: &[Word]) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = words
        .iter()
        .enumerate()
        .filter_map(|(at, word)| (word.before >= Break::Sentence).then_some(at))
        .collect();
    starts.push(words.len());
    starts.windows(2).filter_map(|pair| Some(*pair.first()?..*pair.last()?)).collect()
}

/// The text without white space and in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// An answer to look for something in letter by letter.
struct Literally(String);

impl Literally {
    fn new(answer: &str) -> Self {
        Self(plain(answer))
    }

    fn holds(&self, literal: &str) -> bool {
        !literal.is_empty() && self.0.contains(literal)
    }
}
