//! Takes out of a page's error what could name a person, a meeting or a secret: quoted text,
//! addresses apart from the names of our own files, ids, and long runs of letters and digits. The
//! rules are those of `web/src/lib/error-report.ts`.

/// Stands for everything that is left out.
const HIDDEN: &str = "…";

/// Limits in characters, of what is read and of what is logged.
const MAX_INPUT: usize = 2_000;
const MAX_MESSAGE: usize = 300;
const MAX_FRAME: usize = 200;
const MAX_FRAMES: usize = 12;

/// The message on one line.
pub(super) fn message(text: &str) -> String {
    redact(text).chars().take(MAX_MESSAGE).collect()
}

/// The frames of a stack on one line.
pub(super) fn stack(text: &str) -> String {
    let frames = text.lines().filter(|line| !line.trim().is_empty()).take(MAX_FRAMES);
    let frames = frames.map(|frame| redact(frame.trim()).chars().take(MAX_FRAME).collect());
    frames.collect::<Vec<String>>().join(" < ")
}

/// The pattern of a page's path: ids are left out, and so is every page that the client does not
/// have.
pub(super) fn route(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if !path.is_empty() && !path.starts_with('/') {
        return "other".to_owned();
    }
    let mut parts = path.split('/').skip(1);
    let first = parts.next().unwrap_or_default();
    let (second, third) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    match first {
        "" | "questions" => format!("/{first}"),
        "api" if second == "docs" => "/api/docs".to_owned(),
        "api" => "/api".to_owned(),
        "m" | "i" | "r" | "room" | "call" if second.is_empty() => format!("/{first}"),
        "m" | "i" | "r" | "room" | "call" => {
            let is_page = (1..=20).contains(&third.len())
                && third.bytes().all(|byte| byte.is_ascii_lowercase());
            if is_page { format!("/{first}/:id/{third}") } else { format!("/{first}/:id") }
        }
        _ => "other".to_owned(),
    }
}

fn redact(text: &str) -> String {
    let text = readable(text);
    let mut out = String::new();
    let mut word = String::new();
    let mut at = 0;
    while let Some(&char) = text.get(at) {
        let before = word.chars().next_back().or_else(|| out.chars().next_back());
        if matches!(char, '"' | '\'' | '`') && !before.is_some_and(char::is_alphanumeric) {
            end_word(&mut out, &mut word);
            let end = closing(&text, char, at);
            let quoted: String = text.get(at + 1..end).unwrap_or_default().iter().collect();
            let shown = if is_property(&out, &quoted) { &quoted } else { HIDDEN };
            out.extend([char.to_string().as_str(), shown, char.to_string().as_str()]);
            at = end;
        } else if char.is_whitespace() || (!is_data(&word) && "()<>,;[]{}".contains(char)) {
            end_word(&mut out, &mut word);
            out.push(char);
        } else {
            word.push(char);
        }
        at += 1;
    }
    end_word(&mut out, &mut word);
    out
}

/// The characters that are read. A long text ends with a whole word, and one line it stays: control
/// characters and such that change the direction of text become spaces.
fn readable(text: &str) -> Vec<char> {
    let is_invisible = |char: char| {
        char.is_control()
            || matches!(char, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
    };
    let seen = |char: char| if is_invisible(char) { ' ' } else { char };
    let mut chars: Vec<char> = text.chars().map(seen).take(MAX_INPUT).collect();
    if text.chars().nth(MAX_INPUT).is_some() {
        while chars.pop().is_some_and(|char| !char.is_whitespace()) {}
    }
    chars
}

/// The end of a quotation; the end of the text if it is not closed. An apostrophe closes nothing.
fn closing(text: &[char], quote: char, start: usize) -> usize {
    let closes = |at: &usize| {
        text.get(*at) == Some(&quote) && !text.get(*at + 1).is_some_and(|it| it.is_alphanumeric())
    };
    (start + 1..text.len()).find(closes).unwrap_or(text.len())
}

/// True for the name of a property in a browser's own message: `(reading 'camera')`.
fn is_property(before: &str, quoted: &str) -> bool {
    let said = ["reading ", "setting ", "property "].iter().any(|word| {
        let rest = before.strip_suffix(word);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '(']))
    });
    let is_name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '$');
    said && (1..=40).contains(&quoted.len())
        && quoted.chars().all(is_name)
        && !quoted.starts_with(|char: char| char.is_ascii_digit())
}

fn end_word(out: &mut String, word: &mut String) {
    out.push_str(&redact_word(word));
    word.clear();
}

/// True for a URL whose rest is data.
fn is_data(word: &str) -> bool {
    word.contains("data:") || word.contains("blob:")
}

fn redact_word(word: &str) -> String {
    if is_data(word) {
        return HIDDEN.to_owned();
    }
    if let Some((before, rest)) = word.split_once("://") {
        let is_http = ["http", "https"].iter().any(|scheme| {
            before.strip_suffix(scheme).is_some_and(|rest| rest.is_empty() || rest.ends_with('@'))
        });
        let path = rest.find(['/', '?', '#']).and_then(|at| rest.get(at..)).unwrap_or_default();
        return if is_http { place(path) } else { HIDDEN.to_owned() };
    }
    if word.starts_with('/') {
        return place(word);
    }
    if let Some((before, after)) = word.split_once('#') {
        let number = after.trim_end_matches(|char: char| !char.is_alphanumeric());
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return format!("{}{HIDDEN}", redact_word(before));
        }
    }
    if let Some((key, value)) = word.split_once(['=', ':'])
        && (1..=30).contains(&key.len())
        && key.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && !value.is_empty()
    {
        return format!("{key}={HIDDEN}");
    }
    if word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty()) {
        return HIDDEN.to_owned();
    }
    let is_part = |char: char| char.is_ascii_alphanumeric() || "_+/-".contains(char);
    let mut out = String::new();
    let mut rest = word;
    while !rest.is_empty() {
        let end = rest.find(|char| !is_part(char)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        out.push_str(if is_secret(run) { HIDDEN } else { run });
        let next = after.find(is_part).unwrap_or(after.len());
        let (between, after) = after.split_at(next);
        out.push_str(between);
        rest = after;
    }
    out
}

/// True for ids of meetings and people, and for what may be a token.
fn is_secret(run: &str) -> bool {
    let groups: Vec<usize> = run.split('-').map(str::len).collect();
    let letters = run.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    let is_id = letters && matches!(groups.as_slice(), [3, 4, 3] | [4, 4, 4]);
    let mixed = run.bytes().any(|byte| byte.is_ascii_digit())
        && run.bytes().any(|byte| byte.is_ascii_alphabetic());
    is_id || run.len() >= 32 || (run.len() >= 12 && mixed)
}

/// A path in one of our own files, with line and column; for all others the page's pattern.
fn place(path: &str) -> String {
    let mut file = path;
    for _ in 0..2 {
        let before = file.trim_end_matches(|char: char| char.is_ascii_digit());
        match before.strip_suffix(':') {
            Some(before_colon) if before.len() < file.len() => file = before_colon,
            _ => break,
        }
    }
    let position = path.get(file.len()..).unwrap_or_default();
    let file = file.split(['?', '#']).next().unwrap_or_default();
    if is_own_file(file) { format!("{file}{position}") } else { route(path) }
}

fn is_own_file(path: &str) -> bool {
    let all = |text: &str, more: &str| {
        text.chars().all(|char| char.is_ascii_alphanumeric() || more.contains(char))
    };
    let below = path.strip_prefix("/assets/").or_else(|| path.strip_prefix("/src/"));
    let at_root = path.strip_prefix('/').and_then(|path| path.strip_suffix(".js"));
    below.is_some_and(|rest| (1..=120).contains(&rest.len()) && all(rest, "_./-"))
        || at_root.is_some_and(|name| (1..=40).contains(&name.len()) && all(name, "_-"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_message_names_nobody_and_holds_no_secret() {
        for (text, shown) in [
            ("Cannot read properties of undefined (reading 'camera')", ""),
            ("RTCPeerConnection is in state have-local-offer", ""),
            ("it's what Ana's page isn't", ""),
            (
                "Unexpected token 'H', \"Hello Ana\" is not valid JSON",
                "Unexpected token '…', \"…\" is not valid JSON",
            ),
            ("an unclosed \"Hello Ana and more", "an unclosed \"…\""),
            (
                "Failed to fetch dynamically imported module: https://h/assets/de-CS1.js",
                "Failed to fetch dynamically imported module: /assets/de-CS1.js",
            ),
            ("GET https://h/i/abc-defg-hij?a=b#SECRET failed", "GET /i/:id failed"),
            ("https://h?token=x https://h#x https://h", "/ / /"),
            ("/call/kalu-mipo-tesa /api/v1/meetings/abc-defg-hij", "/call/:id /api"),
            ("blob:https://h/0a1b data:text/plain,hello wss://h/x", "… … …"),
            ("meeting abc-defg-hij of kalu-mipo-tesa.", "meeting … of …."),
            ("token=abc link#abc error #185;", "token=… link… error #185;"),
            ("key 1f2e3d4c5b6a7988, AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEf", "key …, …"),
            ("mail ana@example.org", "mail …"),
            ("one\nline\u{1b}[31m \u{202E}only", "one line [31m  only"),
        ] {
            assert_eq!(message(text), if shown.is_empty() { text } else { shown });
        }
    }

    #[test]
    fn a_stack_keeps_functions_and_places_in_our_files() {
        let text = "join /assets/Room-B1x9Zk2.js:1:2345\n\n at f (https://h/assets/a.js?v=1:10:20)\n\
            g@https://h/i/abc-defg-hij#token:3:4\nchrome-extension://abc/x.js:1:1";
        assert_eq!(
            stack(text),
            "join /assets/Room-B1x9Zk2.js:1:2345 < at f (/assets/a.js:10:20) < /i/:id < …"
        );
        assert_eq!(stack(&"f /assets/a.js:1:1\n".repeat(100)).matches("a.js").count(), MAX_FRAMES);
    }

    #[test]
    fn a_route_is_a_pattern() {
        for (path, pattern) in [
            ("/", "/"),
            ("", "/"),
            ("/m/:id", "/m/:id"),
            ("/m/abc-defg-hij?x#y", "/m/:id"),
            ("/i/abc-defg-hij/report", "/i/:id/report"),
            ("/i/abc-defg-hij/Ana", "/i/:id"),
            ("/call/", "/call"),
            ("/api/docs", "/api/docs"),
            ("/ana", "other"),
            ("other", "other"),
        ] {
            assert_eq!(route(path), pattern, "{path}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_sent_becomes_one_short_line_without_the_secret(
            around in r#"[a-z"'`#/:=@.() \n…]{0,40}"#, secret in "[a-zA-Z0-9]{11}[0-9][a-z]{20}",
        ) {
            for text in [format!("{around}{secret}"), format!("{secret}{around}")] {
                for line in [message(&text), stack(&text), route(&text)] {
                    prop_assert!(!line.contains(&secret), "{line}");
                    prop_assert!(!line.contains('\n'));
                    prop_assert!(line.chars().count() <= MAX_FRAMES * (MAX_FRAME + 3));
                }
            }
        }

        #[test]
        fn no_text_breaks_it(text in any::<String>()) {
            prop_assert!(message(&text).chars().count() <= MAX_MESSAGE);
            let _ = (stack(&text), route(&text));
        }
    }
}
