//! Rules of the match, each with examples.

use convene_matching::match_points;
use convene_model::{Excerpt, ExpectedPoint, Matching, PointOutcome};
use proptest::prelude::*;

use PointOutcome::{Found, Missing, Negated};

fn point(text: &str) -> ExpectedPoint {
    text.parse().unwrap()
}

fn matching(points: &[&str], answer: &str) -> Matching {
    let points: Vec<_> = points.iter().map(|text| point(text)).collect();
    match_points(&points, answer)
}

fn outcome(text: &str, answer: &str) -> PointOutcome {
    matching(&[text], answer).points[0].outcome
}

/// Fails with a list of all rows that are wrong, so that one run shows them all.
fn check(rows: &[(&str, &str, PointOutcome)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(point, answer, expected)| outcome(point, answer) != *expected)
        .map(|(point, answer, expected)| {
            format!("{point:?} in {answer:?}: {:?}, not {expected:?}", outcome(point, answer))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn case_diacritics_and_inflection_are_forgiven() {
    check(&[
        ("index", "An index speeds up reads.", Found),
        ("Index", "INDEXES speed up reads", Found),
        ("index", "Indices speed up reads", Found),
        ("mutex", "I would guard it by a Mutex.", Found),
        ("query", "Slow queries are logged", Found),
        ("normalization", "First I normalise the tables.", Found),
        ("cache invalidation", "invalidating caches is hard", Found),
        ("dependency injection", "We inject all dependencies", Found),
        ("write-ahead log", "It is written ahead to a log", Found),
        ("resume", "Send a résumé", Found),
        ("naïve", "the naive way", Found),
        ("lock", "the lock's owner", Found),
        ("race condition", "That gives RACE CONDITIONS!", Found),
        ("optimization", "optimisations of the compiler", Found),
        ("Transaktion", "Alles läuft in Transaktionen ab.", Found),
        ("Sperre", "Wir setzen Sperren ein.", Found),
        ("sperren", "Die Zeile wird gesperrt.", Found),
        ("sperren", "Der Thread sperrt die Zeile", Found),
        ("Schlüssel", "Der Primaerschluessel ist eindeutig", Found),
        ("Schluessel", "Der Fremdschlüssel ist da", Found),
        ("ausführen", "Der Befehl wird später ausgeführt.", Found),
        ("Größe", "Die GRÖSSE der Tabelle ist wichtig.", Found),
        ("Zugriff", "Die Zugriffe werden schneller.", Found),
        ("Transaktion", "Wir nutzen Datenbanktransaktionen für die Konsistenz.", Found),
        ("Normalisierung", "Ich würde die Tabellen normalisieren.", Found),
    ]);
}

#[test]
fn what_is_something_else_is_missing() {
    check(&[
        ("index", "A table scan reads all rows.", Missing),
        ("index", "", Missing),
        ("server", "We serve customers.", Missing),
        ("java", "I write JavaScript.", Missing),
        ("C", "I like C++ and C#.", Missing),
        ("C++", "I like C.", Missing),
        ("O(n)", "It runs in O(n log n).", Missing),
        ("import", "That is important.", Missing),
        ("dependency", "It depends on the load.", Missing),
        ("clustered index", "Clustered tables are fast. An index is small.", Missing),
        (
            "lock order",
            "A lock is taken by the thread before it reads or changes any of the rows in some order",
            Missing,
        ),
        ("art", "We start the party.", Missing),
    ]);
}

#[test]
fn symbols_and_names_of_the_trade_are_words() {
    check(&[
        ("C++", "I write C++.", Found),
        ("C#", "mostly c#, some Java", Found),
        (".NET", "on .NET", Found),
        ("O(n log n)", "Sorting is O(n·log(n)).", Found),
        ("O(n^2)", "That is o( n² ) at worst", Found),
        ("O(1)", "lookups are O(1), inserts too", Found),
        ("TCP/IP", "over TCP/IP", Found),
        ("TCP", "over TCP/IP", Found),
        ("Node.js", "a NodeJS server", Found),
        ("NodeJS", "a node.js server", Found),
        ("hash map", "a HashMap of names", Found),
        ("HashMap", "a hash map of names", Found),
        ("std::sync", "see std::sync", Found),
        ("99.9%", "with 99.9 % availability", Found),
        ("HTTP/2", "via HTTP/2", Found),
        ("lock", "call lock() first", Found),
        ("index", "the index(es) of the table", Found),
        ("==", "compare with == and not equals", Found),
        ("👍", "👍 sure", Found),
        ("事务", "我会使用事务处理", Found),
        ("事务", "我会使用索引", Missing),
        ("транзакция", "Это Транзакция.", Found),
    ]);
}

#[test]
fn a_phrase_is_found_in_any_order_and_with_words_between() {
    check(&[
        ("clustered index", "The index is clustered.", Found),
        ("clustered index", "an index that is clustered by key", Found),
        ("separation of concerns", "Concerns are separated", Found),
        (
            "locks in a consistent order",
            "always take your locks in one consistent global order",
            Found,
        ),
        ("end to end", "We test it end-to-end.", Found),
        ("end-to-end", "We test it end to end.", Found),
        ("end to end", "In the end it works.", Missing),
        ("thread-safe", "It is thread safe.", Found),
        ("thread safe", "It is threadsafe.", Found),
        ("threadsafe", "It is thread-safe.", Found),
        ("multi-version concurrency control", "multiversion concurrency control", Found),
        ("conflict resolution", "I try to resolve conflicts", Found),
        ("2. Normalform", "Sie ist in der 2. Normalform", Found),
        ("zweite Normalform", "Sie ist in der zweiten Normalform", Found),
        ("out of order", "Packets come out of order", Found),
        ("Trennung der Zuständigkeiten", "Die Zuständigkeiten sind klar getrennt", Found),
        ("optimistisches Sperren", "Gesperrt wird optimistisch", Found),
        ("Konsistenz der Daten", "Die Daten bleiben in Konsistenz", Found),
        ("Datenbank-Index", "Ein Datenbankindex hilft", Found),
        ("Datenbankindex", "Ein Datenbank-Index hilft", Found),
        ("lesen und schreiben", "Schreib- und Leserechte", Missing),
    ]);
}

#[test]
fn what_is_negated_before_is_not_rewarded() {
    check(&[
        ("lock", "I would not use a lock.", Negated),
        ("locks", "I would never use locks here.", Negated),
        ("lock", "There is no lock.", Negated),
        ("lock", "It works without any lock.", Negated),
        ("lock", "That isn't a lock.", Negated),
        ("lock", "You don't need a lock", Negated),
        ("lock", "You don’t need a lock", Negated),
        ("lock", "You dont need a lock", Negated),
        ("lock", "We cannot take the lock there.", Negated),
        ("lock", "We can't take the lock there.", Negated),
        ("lock", "Neither locks nor channels", Negated),
        ("channel", "Neither locks nor channels", Negated),
        ("mutex", "No locks, mutexes or channels are needed.", Negated),
        ("channel", "No locks, mutexes or channels are needed.", Negated),
        ("lock", "I don't think that you need locks.", Negated),
        ("ownership", "Rust has no concept of ownership", Negated),
        ("ownership", "Rust does not use ownership.", Negated),
        ("lock", "Nobody uses a lock for that.", Negated),
        ("lock", "Instead of a lock, use a channel.", Negated),
        ("lock", "a channel rather than a lock", Negated),
        ("lock", "It does not, however, use locks.", Negated),
        ("lock", "I would not, under any circumstances, use a lock.", Negated),
        ("thread-safe", "It is not thread-safe.", Negated),
        ("clustered index", "The index is not clustered.", Negated),
        ("blocking", "It is non-blocking.", Negated),
        ("blocking", "It is non blocking.", Negated),
        ("lock", "a lock-free queue", Negated),
        ("deadlock", "The order makes it deadlock-free.", Negated),
        ("lock", "free of locks", Negated),
        ("Sperre", "Ich würde keine Sperre verwenden.", Negated),
        ("Sperre", "Ich würde nicht mit Sperren arbeiten.", Negated),
        ("Sperre", "Das geht ohne Sperren.", Negated),
        ("Mutex", "Ich weiß leider nicht genau, was ein Mutex ist.", Negated),
        ("Mutex", "Ich glaube nicht, dass man einen Mutex braucht.", Negated),
        ("mutex", "I have no idea what a mutex is.", Negated),
        ("garbage collection", "I don't know very much about garbage collection.", Negated),
        ("Sperre", "Man braucht niemals eine Sperre.", Negated),
        ("Sperre", "Es gibt weder Sperren noch Warteschlangen.", Negated),
        ("Warteschlange", "Es gibt weder Sperren noch Warteschlangen.", Negated),
        ("Sperre", "Statt einer Sperre nehme ich einen Kanal.", Negated),
        ("Index", "Das ist kein Index.", Negated),
        ("thread-sicher", "Die Klasse ist nicht thread-sicher.", Negated),
        ("blockierend", "Der Aufruf ist nicht-blockierend.", Negated),
    ]);
}

#[test]
fn what_is_negated_behind_is_not_rewarded() {
    check(&[
        ("locks", "Locks are not needed.", Negated),
        ("locks", "Locks aren't necessary here.", Negated),
        ("locks", "Locks should not be used.", Negated),
        ("locks", "Locks are never really used there.", Negated),
        ("locks", "Locks are no longer needed.", Negated),
        ("locks", "Locks are not an option.", Negated),
        ("locks", "Locks are not slow.", Found),
        ("locks", "Locks don't make sense here.", Negated),
        ("Index", "Ein Index wurde nicht angelegt.", Negated),
        ("Index", "Der Index wird dann nicht mehr verwendet.", Negated),
        ("compiler", "The compiler says that global locks are not needed.", Found),
        ("Sperren", "Sperren verwende ich nicht.", Negated),
        ("Sperren", "Sperren sollte man hier nicht verwenden.", Negated),
        ("Sperren", "Sperren sind nicht nötig.", Negated),
        ("Sperren", "Sperren braucht man nie.", Negated),
        ("Sperren", "weil Sperren hier nicht verwendet werden", Negated),
        ("Sperren", "Sperren gibt es keine.", Negated),
        ("Index", "Den Index verwendet der Optimizer hier nicht.", Negated),
        ("Index", "Ein Index hilft hier nicht.", Negated),
        ("Vererbung", "Das hat mit Vererbung nichts zu tun.", Negated),
        ("Sperren", "Sperren sind nicht langsam.", Found),
        ("Sperren", "Sperren verhindern, dass zwei Threads nicht konsistent schreiben.", Found),
    ]);
}

#[test]
fn a_negation_ends_with_its_clause() {
    check(&[
        ("lock", "It is not slow, a lock helps.", Found),
        ("lock", "No, I would take a lock.", Found),
        ("lock", "Not a queue but a lock.", Found),
        ("lock", "Do not use a queue; use a lock.", Found),
        ("lock", "Do not use a queue. Use a lock.", Found),
        ("lock", "Never share state\nTake a lock", Found),
        ("lock", "It is not safe because the lock is missing.", Found),
        ("lock", "It is not fast and you need a lock.", Found),
        ("lock", "It does not scale, so we take a lock.", Found),
        ("lock", "You do not want races – take a lock.", Found),
        ("lock", "If it is not shared, there is no need; otherwise take a lock.", Found),
        ("deadlock", "Without a lock you get a deadlock.", Found),
        ("channel", "Instead of a lock I would take a channel.", Found),
        ("race", "If you do not use a lock you get a race", Found),
        ("race", "Not using a lock leads to races", Found),
        ("reads", "No index is needed for sequential reads", Found),
        ("lock", "a queue, not a stack, and a lock", Found),
        ("Sperre", "Das ist nicht sicher, man braucht eine Sperre.", Found),
        ("Sperre", "Keine Warteschlange, sondern eine Sperre.", Found),
        ("Sperre", "Es ist nicht schnell, aber die Sperre hilft.", Found),
        ("Sperre", "Nein, ich nehme eine Sperre.", Found),
        ("Race Condition", "Ohne Sperre kommt es zu Race Conditions.", Found),
        ("Kanal", "Statt einer Sperre nehme ich einen Kanal.", Found),
        ("e.g. locks", "Use primitives, e.g. locks", Found),
    ]);
}

#[test]
fn what_only_looks_like_a_negation_is_none() {
    check(&[
        ("lock", "Not only a lock but also a queue helps.", Found),
        ("queue", "Not only a lock but also a queue helps.", Found),
        ("lock", "It is not just a lock.", Found),
        ("lock", "No doubt, a lock.", Found),
        ("lock", "No doubt a lock helps.", Found),
        ("lock", "Why not a lock?", Found),
        ("lock", "Don't we need a lock?", Found),
        ("lock", "Not every lock is slow.", Found),
        ("Index", "Ein Index ist nicht immer sinnvoll", Found),
        ("lock", "Nothing but a lock helps.", Found),
        ("lock", "Do not forget the lock!", Found),
        ("lock", "You must never forget to take the lock.", Found),
        ("lock", "whether or not locks are used", Found),
        ("lock", "with or without locks", Found),
        ("Sperre", "Nicht nur eine Sperre, sondern auch ein Kanal.", Found),
        ("Kanal", "Nicht nur eine Sperre, sondern auch ein Kanal.", Found),
        ("Sperre", "Man darf die Sperre nicht vergessen.", Found),
        ("Sperre", "Warum nicht eine Sperre?", Found),
        ("Sperre", "Auf die Sperre kann man nicht verzichten.", Found),
        ("Sperre", "Kein Problem, eine Sperre.", Found),
    ]);
}

#[test]
fn two_negations_are_none() {
    check(&[
        ("lock", "It does not work without a lock.", Found),
        ("lock", "You can't do it without a lock", Found),
        ("lock", "No thread may enter without holding the lock.", Found),
        ("lock", "It is impossible without a lock", Found),
        ("lock", "There is no safe way without a lock.", Found),
        ("lock", "You should never work without locks.", Found),
        ("lock", "There is no reason not to take a lock.", Found),
        ("lock", "Don't use no locks.", Negated),
        ("Sperre", "Das geht nicht ohne Sperre.", Found),
        ("lock", "Without a lock, this would never work.", Found),
        ("lock", "It works without a lock, but it is not fast.", Negated),
        ("unit tests", "I have never skipped a unit test.", Found),
        ("Sperre", "Ohne Sperre geht es nicht.", Found),
        ("Unit-Tests", "Ohne Unit-Tests würde ich nie deployen.", Found),
        ("Sperre", "Es gibt keinen Weg ohne Sperre.", Found),
    ]);
}

#[test]
fn a_point_that_negates_is_found_where_it_is_negated() {
    check(&[
        ("not thread-safe", "A HashMap is not thread-safe.", Found),
        ("not thread-safe", "A HashMap isn't thread safe.", Found),
        ("not thread-safe", "A HashMap is thread-safe.", Negated),
        ("without locks", "It does not use locks.", Found),
        ("without locks", "It uses locks.", Negated),
        ("lock-free", "It works without locks.", Found),
        ("lock-free", "a lock-free queue", Found),
        ("lock-free", "a queue with a lock", Negated),
        ("non-blocking", "The call does not block.", Found),
        ("non-blocking", "The call is nonblocking.", Found),
        ("nonblocking", "The call is non-blocking.", Found),
        ("non-blocking", "The call is not nonblocking.", Negated),
        ("non-blocking", "The call blocks.", Negated),
        ("NOT NULL", "Add a NOT NULL constraint.", Found),
        ("never block the event loop", "The event loop must never be blocked.", Found),
        ("never block the event loop", "Block the event loop.", Negated),
        ("keine Sperren", "Das geht ohne Sperren.", Found),
        ("keine Sperren", "Das geht mit Sperren.", Negated),
        ("without", "It goes without saying.", Found),
    ]);
}

#[test]
fn said_once_is_said() {
    check(&[
        ("lock", "Do not use a lock for reads. For writes, take a lock.", Found),
        ("lock", "A lock for writes. No lock for reads.", Found),
        ("Sperre", "Keine Sperre zum Lesen. Zum Schreiben eine Sperre.", Found),
    ]);
}

#[test]
fn the_examples_of_the_documentation_are_true() {
    check(&[
        ("Schlüssel", "der SCHLUESSEL", Found),
        ("serialize", "serialised", Found),
        ("résumé", "a resume", Found),
        ("index", "indices", Found),
        ("lock", "locked", Found),
        ("sperren", "gesperrt", Found),
        ("injection", "we inject it", Found),
        ("Normalisierung", "normalisieren", Found),
        ("clustered index", "an index that is clustered", Found),
        ("thread-safe", "threadsafe", Found),
        ("Datenbank-Index", "Datenbankindex", Found),
        ("Transaktion", "Wir verwenden hier Datenbanktransaktionen", Found),
        ("lock", "I would never use a lock", Negated),
        ("lock", "it works without locks", Negated),
        ("lock", "locks are not needed", Negated),
        ("Sperre", "Sperren verwende ich nicht", Negated),
        ("lock", "not a queue, but a lock", Found),
        ("lock", "not possible without a lock", Found),
        ("async", "asynchronous", Missing),
    ]);
}

#[test]
fn each_point_is_explained_with_the_part_of_the_answer() {
    let long = "x ".repeat(200);
    let answer = format!(
        "First, I'd add an Index.\nThere is no cache here! {long} then a queue of writes {long}"
    );
    let result = matching(&["indexes", "cache", "write queue", "sharding"], &answer);
    let parts: Vec<_> = result
        .points
        .iter()
        .map(|point| (point.outcome, point.excerpt.as_ref().map(Excerpt::as_str)))
        .collect();
    assert_eq!(parts[0], (Found, Some("First, I'd add an Index")));
    assert_eq!(parts[1], (Negated, Some("There is no cache here")));
    let (outcome, excerpt) = (parts[2].0, parts[2].1.unwrap());
    assert_eq!(outcome, Found);
    assert!(excerpt.starts_with('…') && excerpt.ends_with('…'), "{excerpt}");
    assert!(excerpt.contains("then a queue of writes") && excerpt.len() < 200, "{excerpt}");
    assert_eq!(parts[3], (Missing, None));
    assert_eq!(result.score.get(), 50);
}

#[test]
fn no_points_and_no_answer_are_no_trouble() {
    assert_eq!(matching(&[], "An answer.").points, []);
    assert_eq!(matching(&["index"], "").score.get(), 0);
}

/// Random answers of typical words and separators.
fn sentence() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "the",
        "index",
        "indexes",
        "locks",
        "not",
        "never",
        "without",
        "no",
        "and",
        "or",
        "but",
        "is",
        "are",
        "we",
        "use",
        "a",
        "transaction",
        "queue",
        "clustered",
        "safe",
        "thread-safe",
        "don't",
        "e.g.",
        "nicht",
        "ohne",
        "kein",
        "Sperren",
        "die",
        "und",
        "Index",
        "verwenden",
        "man",
        "O(n)",
        "needed",
        "only",
        "instead",
        "of",
        "free",
        "lock-free",
        "weder",
        "noch",
    ]);
    let gap = prop::sample::select(vec![" ", " ", " ", " ", ", ", "; ", ". ", "\n", " - ", " ("]);
    prop::collection::vec((word, gap), 0..30)
        .prop_map(|parts| parts.into_iter().map(|(word, gap)| format!("{word}{gap}")).collect())
}

fn keyword() -> impl Strategy<Value = String> {
    "[a-zäöüß]{3,12}( [a-zäöüß]{3,12}){0,3}"
}

proptest! {
    #[test]
    fn any_text_matches_in_some_way(points in prop::collection::vec(any::<String>(), 0..6), answer: String) {
        let points: Vec<ExpectedPoint> =
            points.iter().filter_map(|text| text.parse().ok()).collect();
        let result = match_points(&points, &answer);
        prop_assert_eq!(result.points.len(), points.len());
        for (result, point) in result.points.iter().zip(&points) {
            prop_assert_eq!(&result.point, point);
            prop_assert_eq!(result.excerpt.is_none(), result.outcome == Missing);
        }
    }

    #[test]
    fn a_sentence_with_the_keyword_is_found_and_costs_no_other_point(
        answer in sentence(),
        others in prop::collection::vec(sentence(), 0..4),
        keyword in keyword(),
    ) {
        let mut points: Vec<ExpectedPoint> =
            others.iter().filter_map(|text| text.parse().ok()).collect();
        points.push(point(&keyword));
        let before = match_points(&points, &answer);
        let after = match_points(&points, &format!("{answer}\nWe rely on: {keyword}."));
        prop_assert_eq!(after.points.last().unwrap().outcome, Found);
        prop_assert!(after.score >= before.score);
        for (before, after) in before.points.iter().zip(&after.points) {
            prop_assert!(before.outcome != Found || after.outcome == Found, "{:?}", before);
        }
    }

    #[test]
    fn case_does_not_matter(points in prop::collection::vec(sentence(), 1..5), answer in sentence()) {
        let outcomes = |change: fn(&str) -> String, points: &[String]| {
            let points: Vec<ExpectedPoint> =
                points.iter().filter_map(|text| change(text).parse().ok()).collect();
            let result = match_points(&points, &change(&answer));
            result.points.iter().map(|point| point.outcome).collect::<Vec<_>>()
        };
        let lower = outcomes(str::to_lowercase, &points);
        prop_assert_eq!(&outcomes(str::to_uppercase, &points), &lower);
        prop_assert_eq!(&outcomes(str::to_owned, &points), &lower);
    }

    #[test]
    fn the_order_of_a_phrase_does_not_matter(
        words in prop::collection::hash_set("[b-df-hj-np-tv-z]{4,7}", 2..5),
        answer in sentence(),
        told in any::<bool>(),
    ) {
        let mut words: Vec<String> = words.into_iter().collect();
        let said = if told { words.join(" ") } else { words[0].clone() };
        let answer = format!("{answer}\n{said}");
        let forth = outcome(&words.join(" "), &answer);
        words.reverse();
        prop_assert_eq!(outcome(&words.join(" "), &answer), forth);
        prop_assert_eq!(forth, if told { Found } else { Missing });
    }
}
