//! English and German words with special rules, in folded form.

use super::words::Word;

/// A "not" that was contracted with its verb, split off as a word of its own.
pub(crate) const CONTRACTED_NOT: &str = "n't";

/// Abbreviations whose dot does not end a sentence.
pub(crate) const ABBREVIATIONS: &[&str] =
    &["approx", "bzw", "ca", "evtl", "ggf", "inkl", "sog", "vgl", "vs"];

/// True for abbreviations of two letters, each with a dot: "e.g."
pub(crate) fn is_abbreviation_pair(first: &str, second: &str) -> bool {
    matches!(
        (first, second),
        ("e", "g") | ("i", "e") | ("z", "b") | ("d", "h") | ("u", "a") | ("o", "a") | ("v", "a")
    )
}

/// A kind of negation, by what it negates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Negator {
    /// A verb and its objects: "not".
    Not,
    /// A noun: "no".
    No,
    /// A noun that is absent or avoided: "without", "instead of".
    Without,
}

impl Negator {
    /// Number of content words that the negation reaches.
    pub(crate) fn reach(self) -> usize {
        match self {
            Self::Not => 5,
            Self::No | Self::Without => 3,
        }
    }
}

/// Kind of negation that the word is without its context; `None` if it is not a negation.
pub(crate) fn negator(word: &str) -> Option<Negator> {
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

/// True for all forms of "kein".
pub(crate) fn is_kein(word: &str) -> bool {
    let ending = word.strip_prefix("kein");
    ending.is_some_and(|end| matches!(end, "" | "e" | "en" | "em" | "er" | "es" | "erlei" | "s"))
}

/// True for German negators that may follow what they negate.
pub(crate) fn is_german_negator(word: &str) -> bool {
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

/// True for words that begin the object of a negated verb: "ich weiß nicht, was ein Index ist".
pub(crate) fn begins_object(word: &str) -> bool {
    matches!(word, "dass" | "was" | "wie" | "ob" | "warum" | "wozu" | "wofur")
        || word.starts_with("welche")
}

/// True for words that cancel a "not" before them: "not only fast but also safe", "not every lock".
pub(crate) fn is_only(word: &str) -> bool {
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

/// True for words that cancel a "no" before them: "no doubt", "no problem".
pub(crate) fn is_no_denial(word: &str) -> bool {
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

/// True for words that cancel a "nothing" before them: "nothing but locks".
pub(crate) fn is_but(word: &str) -> bool {
    matches!(word, "but" | "except" | "als" | "ausser")
}

/// True for verbs that cancel a negation before them: "do not forget the index", "does not prevent
/// deadlocks".
pub(crate) fn cancels(word: &str) -> bool {
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

/// True for words that begin a new clause, with or without a comma. A negation ends there.
pub(crate) fn begins_clause(word: &str) -> bool {
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

/// True for words that cancel a "without" after them: "impossible without a lock".
pub(crate) fn is_impossible(word: &str) -> bool {
    matches!(word, "impossible" | "unthinkable" | "useless" | "unmoglich" | "undenkbar" | "nutzlos")
}

/// True for words that begin a condition.
pub(crate) fn begins_condition(word: &str) -> bool {
    matches!(word, "if" | "when" | "once")
}

/// True for words that join parts of a sentence that one negation may cover.
pub(crate) fn joins(word: &str) -> bool {
    matches!(word, "and" | "or" | "nor" | "und" | "oder" | "noch")
}

/// True for words that join a list that is negated as a whole: "no locks, mutexes or queues".
pub(crate) fn joins_alternatives(word: &str) -> bool {
    matches!(word, "or" | "nor" | "oder" | "noch")
}

/// True for words after "and" that begin a clause of their own.
pub(crate) fn begins_after_and(word: &str) -> bool {
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

/// True for personal pronouns.
pub(crate) fn is_pronoun(word: &str) -> bool {
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

/// True for verbs that end the reach of "without" and "no".
pub(crate) fn is_finite(word: &str) -> bool {
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

/// True for words of interjections, which stand between commas and do not end a negation: "…,
/// however, …".
pub(crate) fn is_interjection(word: &str) -> bool {
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

/// True for words that may stand between "not" and the predicate: "are not really needed".
pub(crate) fn is_between_not_and_predicate(word: &str) -> bool {
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

/// True for predicates that deny their subject when they are negated: "locks are not needed". Other
/// predicates only describe it: "locks are not slow".
pub(crate) fn denies_subject(word: &str) -> bool {
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

/// True for German words that look like a verb at the end of a clause: "nicht verwendet werden".
pub(crate) fn is_closing_verb(word: &str) -> bool {
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

/// True for words that an answer may leave out of a phrase.
pub(crate) fn is_filler(word: &str) -> bool {
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

/// True for function words, which do not count towards the reach of a negation.
pub(crate) fn is_function_word(word: &str) -> bool {
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

/// Language of a sentence: German, English or unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum German {
    /// More function words are German than English.
    Yes,
    /// Equally many are German and English, or there are none.
    Perhaps,
    /// More are English than German.
    No,
}

/// Guesses the language of a sentence by function words that only one of the two languages has.
pub(crate) fn german(sentence: &[Word]) -> German {
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
