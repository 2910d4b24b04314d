//! Patterns: expected points, prepared for the search.

use std::collections::BTreeSet;

use crate::lexicon;
use crate::negation::{Standing, standings};
use crate::stems::{Key, Keys};
use crate::words::{Break, Word, is_unspaced, words};

/// Minimum number of other words that may stand between those of a phrase.
const MIN_SLACK: usize = 4;

/// Set of a point's words, one bit each. A point has at most 200 characters, and so at most 100
/// words.
pub(crate) type Mask = u128;

/// A point, prepared for the search.
#[derive(Debug, Default)]
pub(crate) struct Pattern {
    /// Keys of the point's words. Each comes with the words it stands for, and with true if it
    /// turns the sense: the point negates those words, and the key is their joined form.
    pub(crate) keys: Vec<(Key, Mask, bool)>,
    /// All words that an answer must have.
    pub(crate) all: Mask,
    /// Maximum number of words from the first to the last of these.
    pub(crate) span: usize,
    /// True if the point itself negates its words; `None` if it has none besides negators.
    pub(crate) negated: Option<bool>,
    /// Text to look for letter by letter, for a point that cannot be split into words.
    pub(crate) literal: Option<String>,
}

impl Pattern {
    pub(crate) fn new(point: &str, keys: &Keys) -> Self {
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
            // The joined form of "non-blocking" has no "non" that would show as a negation.
            let turns = standings.get(at).is_some_and(|standing| standing.negates)
                || standings.get(at + 1).is_some_and(|standing| standing.negates);
            let joined = keys.of_expected(&joined(first, second));
            pattern.keys.extend(joined.into_iter().map(|key| (key, mask, turns)));
        }
        pattern.span = required.len() + required.len().max(MIN_SLACK);
        pattern
    }
}

/// The point's words that an answer must have, and whether the point negates them.
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
    // "end to end", "peer to peer": such a phrase needs its fillers.
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

/// True if two words may also be written as one: "thread-safe", "thread safe", "threadsafe".
pub(crate) fn joinable(first: &Word, second: &Word) -> bool {
    const MIN_JOINED: usize = 6;
    second.before <= Break::Space
        && (second.before == Break::Glue || first.text.len() + second.text.len() >= MIN_JOINED)
}

pub(crate) fn joined(first: &Word, second: &Word) -> String {
    format!("{}{}", first.text, second.text)
}

/// The text in lower case, without white space.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
