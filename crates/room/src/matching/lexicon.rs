//! The words with a meaning of their own for the match, English and German, folded.

use super::words::Word;

/// What remains of a "not" that is contracted with its verb.
pub(super) const CONTRACTED_NOT: &str = "n't";

/// Abbreviations whose dot ends no sentence.
pub(super) const ABBREVIATIONS: &[&str] =
    &["approx", "bzw", "ca", "evtl", "ggf", "inkl", "sog", "vgl", "vs"];

/// Abbreviations of two letters with a dot each.
pub(super) fn is_abbreviation_pair(first: &str, second: &str) -> bool {
    matches!(
        (first, second),
        ("e", "g") | ("i", "e") | ("z", "b") | ("d", "h") | ("u", "a") | ("o", "a") | ("v", "a")
    )
}

/// How a word negates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Negator {
    /// A verb, with all that belongs to it.
    Not,
    /// A noun.
    No,
    /// A noun, as what is not there or not taken.
    Without,
}

impl Negator {
    /// How many words with a meaning it reaches.
    pub(super) fn reach(self) -> usize {
        match self {
            Self::Not => 5,
            Self::No | Self::Without => 3,
        }
    }
}

/// Whether and how the word negates, as far as the word alone tells.
pub(super) fn negator(word: &str) -> Option<Negator> {
    match word {
        CONTRACTED_NOT | "not" | "never" | "cannot" | "nobody" | "nothing" | "nowhere" | "none"
        | "hardly" | "scarcely" | "dont" | "doesnt" | "didnt" | "isnt" | "arent" | "wasnt"
        | "werent" | "wouldnt" | "shouldnt" | "couldnt" | "mustnt" | "hasnt" | "havent"
        | "nicht" | "nichts" | "nie" | "niemals" | "niemand" | "niemanden" | "nirgends"
        | "keinesfalls" | "keineswegs" | "mitnichten" | "kaum" => Some(Negator::Not),
        "no" | "neither" | "nor" | "weder" => Some(Negator::No),
        "without" | "ohne" | "statt" | "anstatt" | "anstelle" => Some(Negator::Without),
        _ if is_kein(word) => Some(Negator::No),
        _ => None,
    }
}

/// "kein" in all its forms.
pub(super) fn is_kein(word: &str) -> bool {
    let ending = word.strip_prefix("kein");
    ending.is_some_and(|end| matches!(end, "" | "e" | "en" | "em" | "er" | "es" | "erlei" | "s"))
}

/// Negators that may stand behind what they negate in German.
pub(super) fn is_german_negator(word: &str) -> bool {
    is_kein(word)
        || matches!(
            word,
            "nicht"
                | "nichts"
                | "nie"
                | "niemals"
                | "nirgends"
                | "keinesfalls"
                | "keineswegs"
                | "kaum"
        )
}

/// Begins what somebody does not know or think: "ich weiß nicht, was ein Index ist".
pub(super) fn begins_object(word: &str) -> bool {
    matches!(word, "dass" | "was" | "wie" | "ob" | "warum" | "wozu" | "wofur")
        || word.starts_with("welche")
}

/// After "not": "not only fast but also safe" says both, "not every lock" means some.
pub(super) fn is_only(word: &str) -> bool {
    matches!(
        word,
        "only"
            | "just"
            | "merely"
            | "simply"
            | "solely"
            | "least"
            | "nur"
            | "bloss"
            | "allein"
            | "lediglich"
            | "zuletzt"
            | "umsonst"
            | "every"
            | "all"
            | "each"
            | "always"
            | "necessarily"
            | "immer"
            | "unbedingt"
    ) || word.starts_with("jede")
        || word.starts_with("alle")
}

/// After "no": "no doubt" and "no problem" say yes.
pub(super) fn is_no_denial(word: &str) -> bool {
    matches!(
        word,
        "doubt"
            | "problem"
            | "question"
            | "wonder"
            | "matter"
            | "worries"
            | "zweifel"
            | "frage"
            | "wunder"
            | "thema"
    )
}

/// After "nothing": "nothing but locks" are locks.
pub(super) fn is_but(word: &str) -> bool {
    matches!(word, "but" | "except" | "als" | "ausser")
}

/// "Do not forget the index" asks for it, "does not prevent deadlocks" has them.
pub(super) fn cancels(word: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "forget",
        "neglect",
        "ignor",
        "overlook",
        "omit",
        "avoid",
        "prevent",
        "miss",
        "skip",
        "fail",
        "underestimat",
        "vergess",
        "vernachlassig",
        "ubersehen",
        "vermeid",
        "verhinder",
        "verzicht",
        "unterschatz",
        "fehlen",
        "umhin",
    ];
    BEGINNINGS.iter().any(|beginning| word.starts_with(beginning))
}

/// Where another thought begins, without a comma too: what was negated before is over.
pub(super) fn begins_clause(word: &str) -> bool {
    matches!(
        word,
        "but"
            | "because"
            | "since"
            | "so"
            | "if"
            | "when"
            | "while"
            | "whereas"
            | "unless"
            | "until"
            | "although"
            | "though"
            | "therefore"
            | "thus"
            | "hence"
            | "instead"
            | "which"
            | "who"
            | "aber"
            | "sondern"
            | "denn"
            | "weil"
            | "obwohl"
            | "wenn"
            | "falls"
            | "sodass"
            | "deshalb"
            | "daher"
            | "deswegen"
            | "stattdessen"
            | "jedoch"
            | "sobald"
    )
}

/// Denies by itself what follows "without": "impossible without a lock".
pub(super) fn is_impossible(word: &str) -> bool {
    matches!(word, "impossible" | "unthinkable" | "useless" | "unmoglich" | "undenkbar" | "nutzlos")
}

/// Begins a condition.
pub(super) fn begins_condition(word: &str) -> bool {
    matches!(word, "if" | "when" | "once")
}

/// Joins what may be negated together.
pub(super) fn joins(word: &str) -> bool {
    matches!(word, "and" | "or" | "nor" | "und" | "oder" | "noch")
}

/// Joins a list that is negated as a whole: "no locks, mutexes or queues".
pub(super) fn joins_alternatives(word: &str) -> bool {
    matches!(word, "or" | "nor" | "oder" | "noch")
}

/// After "and": what begins so is a clause of its own.
pub(super) fn begins_after_and(word: &str) -> bool {
    is_pronoun(word)
        || is_finite(word)
        || matches!(
            word,
            "then"
                | "there"
                | "this"
                | "that"
                | "these"
                | "always"
                | "instead"
                | "also"
                | "dann"
                | "dort"
                | "das"
                | "diese"
                | "dies"
                | "immer"
                | "stattdessen"
                | "auch"
                | "dafur"
                | "only"
                | "nur"
        )
}

/// Who or what does something.
pub(super) fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "i" | "you"
            | "we"
            | "they"
            | "he"
            | "she"
            | "it"
            | "one"
            | "ich"
            | "du"
            | "er"
            | "wir"
            | "ihr"
            | "sie"
            | "es"
            | "man"
    )
}

/// Verbs that end what "without" and "no" negate.
pub(super) fn is_finite(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "has"
            | "have"
            | "had"
            | "can"
            | "could"
            | "will"
            | "would"
            | "should"
            | "must"
            | "may"
            | "might"
            | "do"
            | "does"
            | "did"
            | "means"
            | "becomes"
            | "become"
            | "gets"
            | "get"
            | "ist"
            | "sind"
            | "war"
            | "waren"
            | "hat"
            | "haben"
            | "kann"
            | "konnen"
            | "konnte"
            | "wird"
            | "werden"
            | "wurde"
            | "wurden"
            | "soll"
            | "sollte"
            | "sollten"
            | "muss"
            | "mussen"
            | "darf"
            | "durfen"
            | "gibt"
            | "kommt"
            | "kommen"
            | "bedeutet"
            | "entsteht"
            | "entstehen"
    )
}

/// "…, however, …": stands between commas and changes nothing.
pub(super) fn is_interjection(word: &str) -> bool {
    matches!(
        word,
        "however"
            | "of"
            | "course"
            | "in"
            | "general"
            | "generally"
            | "usually"
            | "normally"
            | "therefore"
            | "my"
            | "opinion"
            | "jedoch"
            | "allerdings"
            | "naturlich"
            | "der"
            | "regel"
            | "normalerweise"
            | "meiner"
            | "meinung"
            | "nach"
            | "also"
    )
}

/// What may stand between "not" and what it denies of the subject: "are not really needed".
pub(super) fn is_between_not_and_predicate(word: &str) -> bool {
    matches!(
        word,
        "be" | "been"
            | "being"
            | "really"
            | "actually"
            | "ever"
            | "usually"
            | "even"
            | "strictly"
            | "much"
            | "of"
            | "any"
            | "a"
            | "an"
            | "the"
            | "longer"
            | "at"
            | "all"
            | "my"
            | "our"
            | "make"
            | "makes"
            | "wirklich"
            | "mehr"
            | "eine"
            | "einmal"
    )
}

/// Denied of the subject, these deny the subject: "locks are not needed". "Locks are not slow" is
/// a statement about locks.
pub(super) fn denies_subject(word: &str) -> bool {
    matches!(
        word,
        "needed"
            | "necessary"
            | "required"
            | "used"
            | "useful"
            | "recommended"
            | "relevant"
            | "important"
            | "involved"
            | "allowed"
            | "permitted"
            | "possible"
            | "available"
            | "supported"
            | "helpful"
            | "applicable"
            | "appropriate"
            | "suitable"
            | "considered"
            | "applied"
            | "present"
            | "there"
            | "option"
            | "solution"
            | "answer"
            | "thing"
            | "good"
            | "part"
            | "sense"
            | "sinn"
            | "exist"
            | "matter"
            | "apply"
            | "happen"
            | "occur"
            | "work"
            | "help"
            | "notig"
            | "notwendig"
            | "erforderlich"
            | "sinnvoll"
            | "moglich"
            | "erlaubt"
            | "wichtig"
            | "vorhanden"
            | "da"
    )
}

/// Whether the German word looks like a verb at a clause's end: "nicht verwendet werden".
pub(super) fn is_closing_verb(word: &str) -> bool {
    let long = word.len() >= 5;
    is_finite(word)
        || matches!(word, "sein" | "zu" | "tun")
        || (long && (word.ends_with("en") || word.ends_with("ern") || word.ends_with("eln")))
        || (long
            && word.ends_with('t')
            && ["ge", "be", "ver", "er", "ent", "zer"].iter().any(|p| word.starts_with(p)))
        || word.ends_with("iert")
        || (word.ends_with('t') && word.get(2..).is_some_and(|rest| rest.contains("ge")))
        || matches!(
            word,
            "hilft" | "geht" | "passt" | "lost" | "greift" | "funktioniert" | "braucht"
        )
}

/// Words that a phrase may be said without.
pub(super) fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "of"
            | "is"
            | "are"
            | "be"
            | "being"
            | "to"
            | "in"
            | "on"
            | "for"
            | "with"
            | "and"
            | "or"
            | "that"
            | "which"
            | "this"
            | "it"
            | "its"
            | "by"
            | "as"
            | "at"
            | "from"
            | "der"
            | "die"
            | "das"
            | "den"
            | "dem"
            | "des"
            | "ein"
            | "eine"
            | "einen"
            | "einem"
            | "einer"
            | "eines"
            | "und"
            | "oder"
            | "ist"
            | "sind"
            | "zu"
            | "zum"
            | "zur"
            | "im"
            | "am"
            | "mit"
            | "fur"
            | "von"
            | "vom"
            | "auf"
            | "sich"
            | "dass"
            | "werden"
            | "wird"
    )
}

/// Words without a meaning of their own: what a negation reaches is counted without them.
pub(super) fn is_function_word(word: &str) -> bool {
    is_filler(word)
        || is_pronoun(word)
        || is_finite(word)
        || is_between_not_and_predicate(word)
        || joins(word)
        || matches!(
            word,
            "in" | "there"
                | "here"
                | "about"
                | "anything"
                | "what"
                | "how"
                | "why"
                | "sure"
                | "was"
                | "wie"
                | "ob"
                | "genau"
                | "sicher"
                | "then"
                | "very"
                | "some"
                | "such"
                | "these"
                | "those"
                | "your"
                | "our"
                | "my"
                | "their"
                | "dabei"
                | "hier"
                | "dort"
                | "da"
                | "so"
                | "auch"
                | "noch"
                | "sehr"
                | "dieser"
                | "diese"
                | "dieses"
                | "an"
                | "bei"
                | "aus"
                | "als"
        )
}

/// Whether a sentence is German.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum German {
    /// Its function words say so.
    Yes,
    /// Nothing says anything, or both the same.
    Perhaps,
    /// It is English.
    No,
}

/// The language of a sentence, by words that only one of the two has.
pub(super) fn german(sentence: &[Word]) -> German {
    let (mut german, mut english) = (0_usize, 0_usize);
    for word in sentence {
        match word.text.as_str() {
            "the" | "and" | "is" | "are" | "of" | "to" | "that" | "it" | "you" | "we" | "with"
            | "for" | "be" | "not" | "on" | "if" | "because" | "this" | "or" | "can" | "would"
            | "should" | "my" | "your" | "they" | "when" | "from" | "by" | "have" | "has"
            | "use" | "do" | "does" | "n't" | "never" | "without" | "no" | "a" | "i" | "at"
            | "as" => english += 1,
            "der" | "das" | "und" | "ist" | "nicht" | "ein" | "eine" | "einen" | "einem"
            | "einer" | "ich" | "mit" | "fur" | "auf" | "wird" | "werden" | "zu" | "von"
            | "den" | "dem" | "des" | "im" | "sich" | "es" | "wir" | "oder" | "wenn" | "weil"
            | "dass" | "sind" | "sie" | "bei" | "aus" | "kann" | "kein" | "keine" | "keinen"
            | "ohne" | "auch" | "aber" | "wurde" | "ware" | "durch" | "uber" | "nach" | "zum"
            | "zur" | "nur" | "hier" | "muss" | "haben" | "er" | "da" => german += 1,
            _ => {}
        }
    }
    match german.cmp(&english) {
        std::cmp::Ordering::Greater => German::Yes,
        std::cmp::Ordering::Equal => German::Perhaps,
        std::cmp::Ordering::Less => German::No,
    }
}
