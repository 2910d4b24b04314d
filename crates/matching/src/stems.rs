//! Keys of words. Two words match if they share a key.

use rust_stemmers::{Algorithm, Stemmer};

use super::lexicon::German;

/// A key of a word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// The folded word, letter by letter.
    Plain(String),
    /// The English stem.
    English(String),
    /// The German stem.
    German(String),
    /// A German verb without its endings, "ge" and "zu".
    GermanVerb(String),
    /// The last part of a German compound.
    GermanHead(String),
}

/// Minimum length of a word that is stemmed, in letters.
const MIN_STEMMED: usize = 3;
/// Maximum length of a word that is stemmed, in letters. Anything longer is not a word.
const MAX_STEMMED: usize = 64;
/// Minimum length of a verb's stem, in letters.
const MIN_VERB: usize = 4;
/// Minimum length of a compound's last part, in letters.
const MIN_HEAD: usize = 5;
/// Minimum number of letters before a compound's last part.
const MIN_MODIFIER: usize = 4;

/// Computes the keys of words.
pub(crate) struct Keys {
    english: Stemmer,
    german: Stemmer,
}

impl Keys {
    pub(crate) fn new() -> Self {
        Self {
            english: Stemmer::create(Algorithm::English),
            german: Stemmer::create(Algorithm::German),
        }
    }

    /// Keys of a word of a point, whose language is unknown.
    pub(crate) fn of_expected(&self, word: &str) -> Vec<Key> {
        let mut keys = self.of_word(word, German::Perhaps);
        if let Some(stem) = stemmable(word).then(|| self.german_stem(word))
            && stem.len() >= MIN_HEAD
        {
            keys.push(Key::GermanHead(stem));
        }
        keys
    }

    /// Keys under which a word of an answer is looked up.
    pub(crate) fn of_answer(&self, word: &str, german: German) -> Vec<Key> {
        let mut keys = self.of_word(word, german);
        // A compound is a kind of its last part, except if its first part means "not".
        let opposite = ["anti", "nicht"].iter().any(|prefix| word.starts_with(prefix));
        if german == German::Yes && stemmable(word) && !opposite {
            let stem = self.german_stem(word);
            let heads = MIN_MODIFIER..=stem.len().saturating_sub(MIN_HEAD);
            keys.extend(heads.filter_map(|at| Some(Key::GermanHead(stem.get(at..)?.to_owned()))));
        }
        keys
    }

    fn of_word(&self, word: &str, german: German) -> Vec<Key> {
        let mut keys = vec![Key::Plain(word.to_owned())];
        if stemmable(word) {
            keys.push(Key::English(self.english_stem(word)));
            if german != German::No {
                keys.push(Key::German(self.german_stem(word)));
                keys.push(Key::GermanVerb(verb(word)));
            }
        }
        keys
    }

    fn english_stem(&self, word: &str) -> String {
        match irregular_english(word) {
            Some(Lemma::Stem(stem)) => stem.to_owned(),
            Some(Lemma::Word(word)) => self.english.stem(word).into_owned(),
            None => self.english.stem(&american(word)).into_owned(),
        }
    }

    fn german_stem(&self, word: &str) -> String {
        let word = without_umlauts(word);
        self.german.stem(irregular_german(&word).unwrap_or(&word)).into_owned()
    }
}

/// True for words that can be stemmed: folded English and German words have only letters a to z.
fn stemmable(word: &str) -> bool {
    (MIN_STEMMED..=MAX_STEMMED).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// Base form of an irregular word.
enum Lemma {
    /// A stem that no stemmer produces, for words that only look like forms of another word.
    Stem(&'static str),
    /// A regular word, which is then stemmed.
    Word(&'static str),
}

fn irregular_english(word: &str) -> Option<Lemma> {
    use Lemma::{Stem, Word};
    Some(match word {
        // The stemmer would confuse these with other words: "it depends" is not a dependency.
        "author" | "authors" => Stem("author!"),
        "business" | "businesses" => Stem("business!"),
        "consist" | "consists" | "consisted" | "consisting" => Stem("consist!"),
        "content" | "contents" => Stem("content!"),
        "depend" | "depends" | "depended" | "depending" => Stem("depend!"),
        "except" | "excepting" => Stem("except!"),
        "executive" | "executives" => Stem("executive!"),
        "experiment" | "experiments" | "experimental" => Stem("experiment!"),
        "finally" => Stem("finally!"),
        "important" | "importantly" | "importance" => Stem("important!"),
        "integrity" => Stem("integrity!"),
        "international" => Stem("international!"),
        "normal" | "normally" => Stem("normal!"),
        "objective" | "objectives" => Stem("objective!"),
        "past" => Stem("past!"),
        "relative" | "relatively" | "relatives" => Stem("relative!"),
        "several" => Stem("several!"),
        "university" | "universities" => Stem("university!"),
        // Plurals.
        "analysis" | "analyses" => Word("analyze"),
        "children" => Word("child"),
        "criteria" => Word("criterion"),
        "feet" => Word("foot"),
        "indices" => Word("index"),
        "matrices" => Word("matrix"),
        "men" => Word("man"),
        "mice" => Word("mouse"),
        "people" => Word("person"),
        "phenomena" => Word("phenomenon"),
        "schemata" => Word("schema"),
        "vertices" => Word("vertex"),
        "women" => Word("woman"),
        // Verbs.
        "began" | "begun" => Word("begin"),
        "broke" | "broken" => Word("break"),
        "brought" => Word("bring"),
        "built" => Word("build"),
        "bought" => Word("buy"),
        "caught" => Word("catch"),
        "chose" | "chosen" => Word("choose"),
        "drew" | "drawn" => Word("draw"),
        "drove" | "driven" => Word("drive"),
        "fed" => Word("feed"),
        "found" => Word("find"),
        "forgot" | "forgotten" => Word("forget"),
        "froze" | "frozen" => Word("freeze"),
        "gave" | "given" => Word("give"),
        "grew" | "grown" => Word("grow"),
        "held" => Word("hold"),
        "hidden" | "hid" => Word("hide"),
        "kept" => Word("keep"),
        "knew" | "known" => Word("know"),
        "led" => Word("lead"),
        "lost" => Word("lose"),
        "made" => Word("make"),
        "meant" => Word("mean"),
        "met" => Word("meet"),
        "paid" => Word("pay"),
        "ran" => Word("run"),
        "said" => Word("say"),
        "sent" => Word("send"),
        "shrank" | "shrunk" => Word("shrink"),
        "slept" => Word("sleep"),
        "sold" => Word("sell"),
        "spent" => Word("spend"),
        "spoke" | "spoken" => Word("speak"),
        "spun" => Word("spin"),
        "stole" | "stolen" => Word("steal"),
        "taught" => Word("teach"),
        "thought" => Word("think"),
        "threw" | "thrown" => Word("throw"),
        "told" => Word("tell"),
        "took" | "taken" => Word("take"),
        "understood" => Word("understand"),
        "woke" | "woken" => Word("wake"),
        "won" => Word("win"),
        "wrote" | "written" => Word("write"),
        "queued" | "queuing" | "queueing" => Word("queue"),
        // Nouns that no rule about endings leads back to their verb.
        "comparison" | "comparisons" => Word("compare"),
        "conversion" | "conversions" => Word("convert"),
        "decision" | "decisions" => Word("decide"),
        "division" | "divisions" => Word("divide"),
        "extension" | "extensions" => Word("extend"),
        "failure" | "failures" => Word("fail"),
        "maintenance" => Word("maintain"),
        "resolution" | "resolutions" => Word("resolve"),
        "solution" | "solutions" => Word("solve"),
        "transmission" | "transmissions" => Word("transmit"),
        // British spellings that `american` does not cover.
        "artefact" => Word("artifact"),
        "artefacts" => Word("artifacts"),
        "catalogue" => Word("catalog"),
        "catalogues" => Word("catalogs"),
        "centre" => Word("center"),
        "centres" => Word("centers"),
        "defence" => Word("defense"),
        "licence" => Word("license"),
        "licences" => Word("licenses"),
        "programme" => Word("program"),
        "programmes" => Word("programs"),
        _ => return None,
    })
}

/// Replaces British endings with American ones: "serialise", "behaviour". This may also change
/// other words with such an ending, but then in the point and in the answer alike.
fn american(word: &str) -> String {
    const ENDINGS: &[(&str, &str)] = &[
        ("isation", "ization"),
        ("isations", "izations"),
        ("ise", "ize"),
        ("ised", "ized"),
        ("iser", "izer"),
        ("isers", "izers"),
        ("ises", "izes"),
        ("ising", "izing"),
        ("yse", "yze"),
        ("ysed", "yzed"),
        ("yses", "yzes"),
        ("ysing", "yzing"),
        ("our", "or"),
        ("oural", "oral"),
        ("oured", "ored"),
        ("ourite", "orite"),
        ("ours", "ors"),
    ];
    if word.len() >= 6 {
        for (british, american) in ENDINGS {
            if let Some(head) = word.strip_suffix(british) {
                return format!("{head}{american}");
            }
        }
    }
    word.to_owned()
}

/// Replaces "ae", "oe" and "ue" with the vowel to which the umlaut itself is folded.
fn without_umlauts(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    let mut previous = ' ';
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        plain.push(letter);
        // In "neue", "bauen" and "Quelle" these letters are no umlaut.
        let stands_alone = !matches!(previous, 'a' | 'e' | 'o' | 'q');
        if stands_alone && matches!(letter, 'a' | 'o' | 'u') && letters.peek() == Some(&'e') {
            letters.next();
            previous = 'e';
        } else {
            previous = letter;
        }
    }
    plain
}

fn irregular_german(word: &str) -> Option<&'static str> {
    Some(match word {
        "indizes" | "indices" => "index",
        "matrizen" => "matrix",
        "schemata" => "schema",
        _ => return None,
    })
}

/// Removes the endings of a German verb, and the "ge" and "zu" of participles and infinitives:
/// "sperren", "sperrt", "gesperrt"; "ausgeführt", "auszuführen".
fn verb(word: &str) -> String {
    const PREFIXES: &[&str] = &[
        "zusammen", "zuruck", "wieder", "weiter", "unter", "durch", "uber", "nach", "fort", "los",
        "mit", "aus", "auf", "bei", "ein", "her", "hin", "vor", "weg", "ab", "an", "um", "zu", "",
    ];
    let word = without_umlauts(word);
    if let Some(stem) = strong(&word) {
        return stem.to_owned();
    }
    for prefix in PREFIXES {
        let Some(rest) = word.strip_prefix(prefix) else { continue };
        let ends = |endings: &[&str]| endings.iter().any(|ending| rest.ends_with(ending));
        let stem = match (rest.strip_prefix("ge"), rest.strip_prefix("zu")) {
            (Some(stem), _) if ends(&["t", "te", "ten", "en", "ene", "enen"]) => stem,
            (_, Some(stem)) if !prefix.is_empty() && ends(&["n"]) => stem,
            _ => continue,
        };
        let stem = without_ending(stem);
        if stem.len() >= MIN_VERB {
            return format!("{prefix}{stem}");
        }
    }
    without_ending(&word).to_owned()
}

fn without_ending(word: &str) -> &str {
    const ENDINGS: &[&str] = &[
        "eten", "etes", "etem", "eter", "ete", "tet", "ten", "tes", "tem", "ter", "est", "end",
        "te", "et", "st", "en", "es", "em", "er", "t", "e", "n",
    ];
    // Nouns in "-ung" share the stem of their verb: "Normalisierung", "normalisieren".
    for ending in ["ung", "ungen"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > MIN_VERB) {
            return stem;
        }
    }
    let stems = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
    stems.filter(|stem| stem.len() >= MIN_VERB).min_by_key(|stem| stem.len()).unwrap_or(word)
}

/// Stems of strong verbs, whose vowel changes. The list has those that are likely in interviews.
fn strong(word: &str) -> Option<&'static str> {
    Some(match word {
        "geschrieben" | "schrieb" | "schrieben" => "schreib",
        "gelesen" | "liest" | "las" | "lasen" | "lesen" => "les",
        "geworfen" | "wirft" | "warf" | "warfen" => "werf",
        "gebrochen" | "bricht" | "brach" => "brech",
        "gebunden" | "band" => "bind",
        "verbunden" | "verband" => "verbind",
        "gefunden" | "fand" | "fanden" => "find",
        "genommen" | "nimmt" | "nahm" => "nehm",
        "gegeben" | "gab" | "gaben" => "geb",
        "gesprochen" | "spricht" | "sprach" => "sprech",
        "gehalten" | "hielt" | "hielten" => "halt",
        "gelaufen" | "lief" | "liefen" => "lauf",
        "entschieden" | "entschied" => "entscheid",
        "verschoben" | "verschob" => "verschieb",
        "geschlossen" | "schloss" | "schlossen" => "schliess",
        "verloren" | "verlor" => "verlier",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(expected: &str, said: &str, german: German) -> bool {
        let keys = Keys::new();
        let expected = keys.of_expected(expected);
        keys.of_answer(said, german).iter().any(|key| expected.contains(key))
    }

    #[test]
    fn english_inflection_and_spelling_are_forgiven() {
        for (expected, said) in [
            ("lock", "locks"),
            ("lock", "locked"),
            ("locking", "locks"),
            ("query", "queries"),
            ("index", "indices"),
            ("index", "indexing"),
            ("write", "wrote"),
            ("running", "ran"),
            ("serialize", "serialisation"),
            ("behavior", "behaviours"),
            ("consistent", "consistency"),
            ("queue", "queuing"),
            ("inject", "injection"),
            ("cancel", "cancelled"),
            ("analysis", "analyzing"),
        ] {
            assert!(same(expected, said, German::No), "{expected} {said}");
            assert!(same(said, expected, German::No), "{said} {expected}");
        }
    }

    #[test]
    fn words_that_only_look_alike_are_not_the_same() {
        for (expected, said) in [
            ("server", "serve"),
            ("timer", "time"),
            ("dependency", "depends"),
            ("import", "important"),
            ("consistency", "consists"),
            ("exception", "except"),
            ("contention", "content"),
            ("normalization", "normally"),
            ("integrity", "integration"),
            ("event", "even"),
            ("loading", "overloading"),
        ] {
            assert!(!same(expected, said, German::No), "{expected} {said}");
        }
    }

    #[test]
    fn german_inflection_and_spelling_are_forgiven() {
        for (expected, said) in [
            ("transaktion", "transaktionen"),
            ("sperre", "sperren"),
            ("sperren", "gesperrt"),
            ("sperren", "sperrt"),
            ("testen", "getestet"),
            ("testen", "testete"),
            ("ausfuhren", "ausgefuhrt"),
            ("ausfuhren", "auszufuhren"),
            ("verwenden", "verwendet"),
            ("verwenden", "verwendete"),
            ("schlussel", "schluessel"),
            ("index", "indizes"),
            ("schreiben", "geschrieben"),
            ("skalieren", "skaliert"),
            ("normalisierung", "normalisieren"),
            ("verschlusselung", "verschlusselt"),
            ("zustand", "zustande"),
            ("query", "queries"),
            ("transaktion", "datenbanktransaktionen"),
            ("schlussel", "fremdschlussel"),
        ] {
            assert!(same(expected, said, German::Yes), "{expected} {said}");
        }
    }

    #[test]
    fn a_german_compound_is_a_kind_of_its_last_part_only() {
        for (expected, said) in [
            ("datenbank", "datenbankindex"),
            ("schlussel", "verschlussel"),
            ("muster", "antimuster"),
        ] {
            assert!(!same(expected, said, German::Yes), "{expected} {said}");
        }
    }

    #[test]
    fn what_has_no_stem_is_itself() {
        for word in ["", "c++", "o(nlogn)", "αβγ", "事务", "x1"] {
            assert_eq!(Keys::new().of_answer(word, German::Yes), [Key::Plain(word.to_owned())]);
        }
    }
}
