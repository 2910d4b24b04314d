//! Finds the negated words of a text.
//!
//! The rules are not a grammar. They say which words negate, how far a negation reaches and what
//! ends it. The work is linear in the number of words: every look ahead or back covers a bounded
//! number of words.

use super::lexicon::{self, Negator};
use super::words::{Break, Word};

/// The negations that apply to a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// A negation in the sentence reaches the word.
    pub(crate) negated: bool,
    /// Another part of the word's compound negates it: "non-blocking", "lock-free".
    pub(crate) turned: bool,
    /// The word is itself a negation.
    pub(crate) negates: bool,
}

impl Standing {
    /// True if the word is negated in the end: two negations cancel each other.
    pub(crate) fn is_negated(self) -> bool {
        self.negated != self.turned
    }
}

/// Maximum number of words to look ahead.
const AHEAD: usize = 5;
/// Maximum number of words to look back.
const BEHIND: usize = 8;
/// Maximum number of words of any kind that a negation reaches.
const FARTHEST: usize = 14;

/// Scope of a negation while the words after it are read.
#[derive(Debug, Clone, Copy)]
struct Scope {
    by: Negator,
    negated: bool,
    /// Number of content words that the negation still reaches.
    left: usize,
    /// Number of words of any kind that the negation still reaches.
    farthest: usize,
    /// True once the negation has reached a content word.
    reached: bool,
    /// True if the clause is a condition: the negation ends with it.
    conditional: bool,
}

/// The negations that apply to each word.
pub(crate) fn standings(words: &[Word]) -> Vec<Standing> {
    let mut standings = vec![Standing::default(); words.len()];
    let mut scope: Option<Scope> = None;
    let mut clause = 0;
    // The word after the comma that closes an insertion. That comma does not end a clause.
    let mut closing = None;
    // Index of a "without" that began the clause.
    let mut fronted = None;
    for (at, word) in words.iter().enumerate() {
        let text = word.text.as_str();
        let boundary = match word.before {
            Break::Glue | Break::Space => false,
            Break::Comma if closing == Some(at) => false,
            Break::Comma => {
                closing = interjection(words, at);
                // "not, under any circumstances, a lock"
                if closing.is_none()
                    && scope.is_some_and(|scope| scope.farthest == FARTHEST)
                    && at > clause + 1
                {
                    closing = insertion(words, at);
                }
                let object = scope.is_some_and(|scope: Scope| !scope.reached)
                    && lexicon::begins_object(text);
                closing.is_none() && !object && !list_goes_on(words, at)
            }
            Break::Clause | Break::Sentence | Break::Line => true,
        };
        if word.before > Break::Comma || lexicon::begins_clause(text) {
            fronted = None;
        }
        if boundary || lexicon::begins_clause(text) {
            scope = None;
            clause = at;
        } else if word.before == Break::Comma {
            clause = at;
        }
        if lexicon::joins(text) && next_is(words, at, lexicon::begins_after_and) {
            scope = None;
            clause = at + 1;
        }

        match negation(words, at, scope.is_some()) {
            Found::Clause(by) => {
                mark(&mut standings, at, |standing| standing.negates = true);
                if let Some(meanings) = denies_what_is_before(words, at) {
                    deny_before(words, &mut standings, clause, at, meanings);
                }
                let negated = match (scope, by) {
                    // "not without", "no reason not to"; but "don't use no locks", "neither, nor".
                    (Some(scope), Negator::Without) => !scope.negated,
                    (Some(scope), Negator::Not) if scope.is_on() || scope.by == Negator::No => {
                        !scope.negated
                    }
                    _ => true,
                };
                match (by, fronted) {
                    (Negator::Without, _) if at == clause => fronted = Some(at),
                    // "Without a lock it does not work" is in favor of a lock.
                    (Negator::Not | Negator::No, Some(from)) => {
                        for standing in standings.get_mut(from..at).unwrap_or_default() {
                            standing.negated = false;
                        }
                        fronted = None;
                    }
                    _ => {}
                }
                let conditional =
                    words.get(clause).is_some_and(|word| lexicon::begins_condition(&word.text));
                scope = Some(Scope { by, negated, conditional, ..Scope::new(by) });
            }
            Found::Next => {
                mark(&mut standings, at, |standing| standing.negates = true);
                mark(&mut standings, at + 1, |standing| standing.turned = !standing.turned);
            }
            Found::Compound => {
                mark(&mut standings, at, |standing| standing.negates = true);
                let mut part = at;
                while part > at.saturating_sub(BEHIND)
                    && words.get(part).is_some_and(|word| word.before == Break::Glue)
                {
                    part -= 1;
                    mark(&mut standings, part, |standing| standing.turned = !standing.turned);
                }
            }
            Found::Nothing => {
                if scope.is_none() && lexicon::is_impossible(text) {
                    scope = Some(Scope { left: 0, ..Scope::new(Negator::Not) });
                }
                if let Some(scope) = scope.as_mut().filter(|scope| scope.is_on()) {
                    reach(scope, text, at, &mut standings);
                }
            }
        }
    }
    standings
}

impl Scope {
    fn new(by: Negator) -> Self {
        Self {
            by,
            negated: true,
            left: by.reach(),
            farthest: FARTHEST,
            reached: false,
            conditional: false,
        }
    }

    /// True while the negation reaches further words. Even after that, a "without" in the same
    /// clause is a second negation.
    fn is_on(&self) -> bool {
        self.left > 0 && self.farthest > 0
    }
}

/// Applies a negation to the next word of its scope.
fn reach(scope: &mut Scope, word: &str, at: usize, standings: &mut [Standing]) {
    // "Without locks you get races", "no index is used", "if you do not lock you get races".
    let ends = match scope.by {
        Negator::Not => scope.conditional && lexicon::is_pronoun(word),
        Negator::Without => lexicon::is_pronoun(word) || lexicon::is_finite(word),
        Negator::No => lexicon::is_finite(word),
    };
    if scope.reached && (ends || matches!(word, "then" | "dann")) {
        scope.left = 0;
        return;
    }
    mark(standings, at, |standing| standing.negated |= scope.negated);
    if lexicon::cancels(word) {
        scope.negated = false;
    }
    if !lexicon::is_function_word(word) {
        scope.left = scope.left.saturating_sub(1);
        scope.reached = true;
    }
    scope.farthest = scope.farthest.saturating_sub(1);
}

fn mark(standings: &mut [Standing], at: usize, change: impl FnOnce(&mut Standing)) {
    if let Some(standing) = standings.get_mut(at) {
        change(standing);
    }
}

/// The words that a negating word applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// The word negates nothing.
    Nothing,
    /// The words after it in its clause.
    Clause(Negator),
    /// The next word alone.
    Next,
    /// The compound whose last part it is.
    Compound,
}

fn negation(words: &[Word], at: usize, inside: bool) -> Found {
    let Some(word) = words.get(at) else { return Found::Nothing };
    let text = word.text.as_str();
    let glued_to_next = words.get(at + 1).is_some_and(|next| next.before == Break::Glue);
    let glued_to_previous = word.before == Break::Glue;
    if text == "non" && words.get(at + 1).is_some_and(|next| next.before <= Break::Space) {
        return Found::Next;
    }
    if glued_to_next && !glued_to_previous && matches!(text, "no" | "not" | "nicht" | "un") {
        return Found::Next;
    }
    if glued_to_previous && matches!(text, "free" | "frei" | "less") {
        return Found::Compound;
    }
    let next = |check| next_is(words, at, check);
    let previous = |back, check| previous_is(words, at, back, check);
    // "instead of locks", "rather than locks", "free of locks".
    let of = match text {
        "instead" | "free" => next(|word| matches!(word, "of" | "from")),
        "rather" => next(|word| word == "than"),
        "frei" => next(|word| word == "von"),
        _ => false,
    };
    if of {
        return Found::Clause(Negator::Without);
    }
    let Some(negator) = lexicon::negator(text) else {
        // "weder Sperren noch Warteschlangen"
        return if text == "noch" && inside && after_neither(words, at) {
            Found::Clause(Negator::No)
        } else {
            Found::Nothing
        };
    };
    let says_yes = match negator {
        Negator::Not if is_nothing(text) => next(lexicon::is_but),
        Negator::Not => next(lexicon::is_only) || previous(1, |w| matches!(w, "why" | "warum")),
        Negator::No => next(lexicon::is_no_denial),
        Negator::Without => false,
    };
    // "whether or not", "mit oder ohne", "or not?"
    let either = previous(1, |word| matches!(word, "or" | "oder"))
        && (previous(2, |word| matches!(word, "whether" | "ob" | "with" | "mit"))
            || words.get(at + 1).is_none_or(|next| next.before > Break::Space));
    // "Don't we need a lock?", "isn't it?"
    let asks = text == lexicon::CONTRACTED_NOT && next(lexicon::is_pronoun);
    if says_yes || either || asks {
        return Found::Nothing;
    }
    // "Not using a lock leads to races" means "without using a lock".
    let gerund = negator == Negator::Not
        && word.before > Break::Space
        && next(|word| word.len() >= 5 && word.ends_with("ing"));
    Found::Clause(if gerund { Negator::Without } else { negator })
}

fn is_nothing(word: &str) -> bool {
    matches!(word, "nothing" | "none" | "nichts")
}

/// True if the next word is in the same sentence and passes the check.
fn next_is(words: &[Word], at: usize, check: fn(&str) -> bool) -> bool {
    words.get(at + 1).is_some_and(|word| word.before < Break::Sentence && check(&word.text))
}

/// True if the word `back` places before is in the same sentence and passes the check.
fn previous_is(words: &[Word], at: usize, back: usize, check: fn(&str) -> bool) -> bool {
    let from = at.checked_sub(back).and_then(|from| words.get(from..=at)?.split_first());
    from.is_some_and(|(word, between)| {
        check(&word.text) && between.iter().all(|word| word.before < Break::Sentence)
    })
}

fn after_neither(words: &[Word], at: usize) -> bool {
    let before = words.get(at.saturating_sub(BEHIND)..at).unwrap_or_default();
    before.iter().any(|word| word.text == "weder")
}

/// Looks for an interjection that begins here. Returns the word after its closing comma.
fn interjection(words: &[Word], at: usize) -> Option<usize> {
    for (next, word) in words.iter().enumerate().skip(at).take(AHEAD) {
        if next > at && word.before == Break::Comma {
            return Some(next);
        }
        if !lexicon::is_interjection(&word.text) || (next > at && word.before > Break::Space) {
            return None;
        }
    }
    None
}

/// Looks for an insertion that begins here. Returns the word after its closing comma.
fn insertion(words: &[Word], at: usize) -> Option<usize> {
    let after = words.iter().enumerate().skip(at + 1).take(AHEAD);
    let (end, word) = after.into_iter().find(|(_, word)| word.before > Break::Space)?;
    (word.before == Break::Comma).then_some(end)
}

/// True if the comma here is inside a list that is negated as a whole. The parts of such a list are
/// short, and an "or" joins the last.
fn list_goes_on(words: &[Word], at: usize) -> bool {
    let mut length = 0;
    let mut parts = 1;
    for (next, word) in words.iter().enumerate().skip(at) {
        if next > at {
            match word.before {
                Break::Glue | Break::Space => {}
                Break::Comma if length <= 2 && parts < AHEAD => {
                    length = 0;
                    parts += 1;
                }
                _ => return false,
            }
        }
        if lexicon::joins_alternatives(&word.text) {
            return !next_is(words, next, lexicon::begins_after_and);
        }
        length += 1;
        if length > AHEAD {
            return false;
        }
    }
    false
}

/// Number of content words that a negator denies before itself; `None` if it denies none.
fn denies_what_is_before(words: &[Word], at: usize) -> Option<usize> {
    let negator = words.get(at)?.text.as_str();
    let rest: Vec<&str> = words
        .iter()
        .skip(at + 1)
        .take(AHEAD)
        .take_while(|word| word.before <= Break::Space && !lexicon::begins_clause(&word.text))
        .map(|word| word.text.as_str())
        .collect();
    let mut said = rest.iter().filter(|word| !lexicon::is_between_not_and_predicate(word));
    let first = said.next();
    let denied = first.is_some_and(|word| lexicon::denies_subject(word));
    if lexicon::is_german_negator(negator) {
        // The verb is at the end: "Sperren sollte man hier nicht verwenden".
        let only_verbs = rest.len() < AHEAD
            && rest.iter().all(|word| {
                lexicon::is_between_not_and_predicate(word)
                    || (lexicon::is_closing_verb(word) && !lexicon::cancels(word))
            });
        let closes = if lexicon::is_kein(negator) { rest.is_empty() } else { only_verbs };
        return (closes || denied).then_some(3);
    }
    let predicate =
        matches!(negator, "not" | "never" | "cannot" | "no") || negator == lexicon::CONTRACTED_NOT;
    let nothing_follows = first.is_none() && negator != "no";
    (predicate && (denied || nothing_follows)).then_some(2)
}

/// Negates the words before a negator, back to the beginning of its clause.
fn deny_before(
    words: &[Word],
    standings: &mut [Standing],
    clause: usize,
    at: usize,
    meanings: usize,
) {
    let mut left = meanings;
    for back in (clause.max(at.saturating_sub(BEHIND))..at).rev() {
        if left == 0 {
            break;
        }
        mark(standings, back, |standing| standing.negated = true);
        if words.get(back).is_some_and(|word| !lexicon::is_function_word(&word.text)) {
            left -= 1;
        }
    }
}
