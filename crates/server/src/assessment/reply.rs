//! Replies of the endpoint: completions and the assessment in them, also while it is still
//! incomplete.

use std::borrow::Cow;

use convene_model::{AssessmentDraft, AssessmentScore, Remark, Remarks};
use serde::Deserialize;
use serde_json::Value;

/// A completion, or a chunk of one.
#[derive(Debug, Deserialize)]
pub(super) struct Completion {
    #[serde(default)]
    choices: Vec<Choice>,
    #[serde(default)]
    error: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct Choice {
    /// Set in a chunk.
    #[serde(default)]
    delta: Option<Content>,
    /// Set in a whole completion.
    #[serde(default)]
    message: Option<Content>,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Content {
    #[serde(default)]
    content: Option<String>,
}

impl Completion {
    /// True if it is an error.
    pub(super) fn is_error(&self) -> bool {
        self.error.as_ref().is_some_and(|error| !error.is_null())
    }

    /// The text that it adds.
    pub(super) fn text(&self) -> &str {
        let choice = self.choices.first();
        let content = choice.and_then(|choice| choice.delta.as_ref().or(choice.message.as_ref()));
        content.and_then(|content| content.content.as_deref()).unwrap_or_default()
    }

    /// True if this is the last chunk.
    pub(super) fn is_last(&self) -> bool {
        self.choices.first().is_some_and(|choice| choice.finish_reason.is_some())
    }
}

/// The code of an error of the endpoint, for the log. The error's message is not logged, because it
/// may contain part of the key or of the answer.
pub(super) fn error_code(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let error = body.get("error")?;
    let code = ["code", "type"].iter().find_map(|field| error.get(field)?.as_str())?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    (code.len() <= 64 && code.bytes().all(plain)).then(|| code.to_owned())
}

/// The assessment as the model wrote it; any field may be missing or have another type.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    score: Value,
    summary: Value,
    strengths: Value,
    improvements: Value,
}

impl From<Said> for AssessmentDraft {
    fn from(said: Said) -> Self {
        Self {
            score: score(&said.score),
            summary: said.summary.as_str().and_then(Remark::clipped),
            strengths: remarks(&said.strengths),
            improvements: remarks(&said.improvements),
        }
    }
}

/// Parses a score: "7", 7, 7.4 and "7/10" are 7. A number outside the scale is no score, because
/// its meaning is unknown.
fn score(said: &Value) -> Option<AssessmentScore> {
    let number = match said {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => {
            let of_ten = text.split_once('/').filter(|(_, scale)| scale.trim() == "10");
            of_ten.map_or(text.as_str(), |(score, _)| score).trim().parse().ok()?
        }
        _ => return None,
    };
    let max = AssessmentScore::MAX;
    let nearest = (0..=max).find(|&score| (number - f64::from(score)).abs() <= 0.5)?;
    (0.0..=f64::from(max)).contains(&number).then(|| nearest.try_into().ok())?
}

fn remarks(said: &Value) -> Remarks {
    match said {
        Value::Array(remarks) => {
            Remarks::first(remarks.iter().filter_map(|remark| Remark::clipped(remark.as_str()?)))
        }
        Value::String(remark) => Remarks::first(Remark::clipped(remark)),
        _ => Remarks::default(),
    }
}

/// The text after the model's thoughts, which some models write first. Empty while the model is
/// thinking.
fn after_thoughts(text: &str) -> &str {
    match text.rsplit_once("</think>") {
        Some((_, said)) => said,
        None if text.trim_start().starts_with("<think>") => "",
        None => text,
    }
}

/// Parses the assessment from the complete text: the last JSON object, whatever is around it.
pub(super) fn assessment(text: &str) -> Option<AssessmentDraft> {
    let mut rest = after_thoughts(text);
    let mut last = None;
    while let Some(at) = rest.find('{') {
        rest = rest.get(at..)?;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Said>();
        match values.next() {
            Some(Ok(said)) => {
                last = Some(said);
                rest = rest.get(values.byte_offset().max(1)..)?;
            }
            _ => rest = rest.get(1..)?,
        }
    }
    last.map(AssessmentDraft::from)
}

/// Parses as much of the assessment as has arrived.
pub(super) fn draft(text: &str) -> AssessmentDraft {
    let said = after_thoughts(text);
    let object = said.find('{').and_then(|at| said.get(at..)).unwrap_or_default();
    closings(object)
        .into_iter()
        .find_map(|closed| serde_json::from_str::<Said>(&closed).ok())
        .map(AssessmentDraft::from)
        .unwrap_or_default()
}

/// Maximum nesting depth; an assessment needs two levels.
const MAX_DEPTH: usize = 8;

/// Completes the start of a JSON object: first with the string that is being written, then without
/// it.
fn closings(object: &str) -> Vec<Cow<'_, str>> {
    let mut open: Vec<char> = Vec::new();
    // Last position where all open brackets can be closed: after a value, or where none has begun.
    let mut safe: (usize, Vec<char>) = (0, Vec::new());
    // The string that is being written, if any.
    let mut text: Option<Writing> = None;
    let mut expects_name = false;
    for (at, c) in object.char_indices() {
        if let Some(writing) = &mut text {
            if writing.goes_on(at, c) {
                continue;
            }
            if !writing.is_name {
                safe = (at + 1, open.clone());
            }
            text = None;
            continue;
        }
        match c {
            '"' => {
                let is_name = expects_name && open.last() == Some(&'}');
                text = Some(Writing { is_name, escape: None });
            }
            '{' | '[' if open.len() >= MAX_DEPTH => return Vec::new(),
            '{' | '[' => {
                open.push(if c == '{' { '}' } else { ']' });
                expects_name = c == '{';
                safe = (at + 1, open.clone());
            }
            '}' | ']' => {
                open.pop();
                safe = (at + 1, open.clone());
                if open.is_empty() {
                    break;
                }
            }
            ',' => {
                expects_name = true;
                safe = (at, open.clone());
            }
            ':' => expects_name = false,
            _ => {}
        }
    }
    let close = |end: usize, quote: &str, open: &[char]| {
        let closing: String = open.iter().rev().collect();
        object.get(..end).map(|begun| Cow::Owned(format!("{begun}{quote}{closing}")))
    };
    let with_text = text.filter(|writing| !writing.is_name).and_then(|writing| {
        let end = writing.escape.map_or(object.len(), |(start, _)| start);
        close(end, "\"", &open)
    });
    with_text.into_iter().chain(close(safe.0, "", &safe.1)).collect()
}

/// A JSON string that is not yet complete.
struct Writing {
    is_name: bool,
    /// Start of an escape, and how many of its characters are missing.
    escape: Option<(usize, usize)>,
}

impl Writing {
    /// Takes the next character; false if it ends the string.
    fn goes_on(&mut self, at: usize, c: char) -> bool {
        self.escape = match self.escape {
            // The character after the backslash.
            Some((start, 0)) if c == 'u' => Some((start, 4)),
            Some((_, 0 | 1)) => None,
            Some((start, left)) => Some((start, left - 1)),
            None if c == '"' => return false,
            None if c == '\\' => Some((at, 0)),
            None => None,
        };
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WHOLE: &str = r#"{"score": 7, "summary": "Good \"idea\": ä\u00fc\\.", "strengths": ["one, {two}", "three"], "improvements": []}"#;

    fn texts(remarks: &Remarks) -> Vec<&str> {
        remarks.as_slice().iter().map(Remark::as_str).collect()
    }

    #[test]
    fn an_assessment_is_found_whatever_is_around_it() {
        for text in [
            WHOLE.to_owned(),
            format!("```json\n{WHOLE}\n```"),
            format!(
                "<think>Is {{\"score\": 3}} right? Or {WHOLE}?</think>\nHere: {WHOLE} I hope {{it}} helps."
            ),
            format!("{{not json}} {{\"score\": 1}} {WHOLE}"),
        ] {
            let said = assessment(&text).unwrap();
            assert_eq!(said.score.unwrap().get(), 7, "{text}");
            assert_eq!(said.summary.unwrap().as_str(), "Good \"idea\": äü\\.");
            assert_eq!(texts(&said.strengths), ["one, {two}", "three"]);
            assert_eq!(texts(&said.improvements), [""; 0]);
        }
        for text in ["", "I cannot do that.", "{", "{\"score\": 7", "[]", "<think>{\"score\": 7}"] {
            assert!(assessment(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_score_is_within_its_scale_or_none() {
        for (text, expected) in [
            ("7", Some(7)),
            ("0", Some(0)),
            ("10", Some(10)),
            ("7.4", Some(7)),
            ("9.6", Some(10)),
            ("\"7\"", Some(7)),
            ("\"7/10\"", Some(7)),
            ("\"7 / 10\"", Some(7)),
            ("11", None),
            ("10.2", None),
            ("-1", None),
            ("70", None),
            ("1e300", None),
            ("\"NaN\"", None),
            ("null", None),
            ("\"high\"", None),
            ("[7]", None),
        ] {
            let said = assessment(&format!("{{\"score\": {text}}}")).unwrap();
            assert_eq!(said.score.map(AssessmentScore::get), expected, "{text}");
        }
    }

    #[test]
    fn what_is_too_much_is_cut() {
        let many = serde_json::to_string(&vec!["x".repeat(5000); 20]).unwrap();
        let said = assessment(&format!("{{\"strengths\": {many}, \"improvements\": \"one\"}}"));
        let said = said.unwrap();
        assert_eq!(said.strengths.as_slice().len(), Remarks::MAX);
        assert!(texts(&said.strengths)[0].ends_with('…'));
        assert_eq!(texts(&said.improvements), ["one"]);
    }

    #[test]
    fn a_draft_has_what_is_there() {
        for (text, score, summary, strengths) in [
            ("", None, None, &[][..]),
            ("Sure! {", None, None, &[]),
            ("{\"sco", None, None, &[]),
            ("{\"score\": 7", None, None, &[]),
            ("{\"score\": 7,", Some(7), None, &[]),
            ("{\"score\": 7, \"summ", Some(7), None, &[]),
            ("{\"score\": 7, \"summary\":", Some(7), None, &[]),
            ("{\"score\": 7, \"summary\": \"Go", Some(7), Some("Go"), &[]),
            ("{\"score\": 7, \"summary\": \"Go\\", Some(7), Some("Go"), &[]),
            ("{\"score\": 7, \"summary\": \"Go\\u00f", Some(7), Some("Go"), &[]),
            ("{\"score\": 7, \"summary\": \"Go\\u00fc", Some(7), Some("Goü"), &[]),
            ("{\"summary\": \"Go\", \"strengths\": [", None, Some("Go"), &[]),
            (
                "{\"summary\": \"Go\", \"strengths\": [\"a, b\", \"c",
                None,
                Some("Go"),
                &["a, b", "c"],
            ),
            (
                "{\"summary\": \"Go\", \"strengths\": [\"a\"], \"x\": {\"y\": ",
                None,
                Some("Go"),
                &["a"],
            ),
            ("<think>{\"score\": 3}", None, None, &[]),
            ("<think>{\"score\": 3}</think>{\"score\": 7,", Some(7), None, &[]),
        ] {
            let draft = draft(text);
            assert_eq!(draft.score.map(AssessmentScore::get), score, "{text}");
            assert_eq!(draft.summary.as_ref().map(Remark::as_str), summary, "{text}");
            assert_eq!(texts(&draft.strengths), strengths, "{text}");
        }
    }

    #[test]
    fn a_draft_only_grows_and_ends_as_the_whole() {
        let mut before = AssessmentDraft::default();
        for at in (0..=WHOLE.len()).filter(|&at| WHOLE.is_char_boundary(at)) {
            let draft = draft(&WHOLE[..at]);
            assert!(draft.score.is_some() || before.score.is_none());
            assert!(draft.summary.is_some() || before.summary.is_none());
            assert!(draft.strengths.as_slice().len() >= before.strengths.as_slice().len());
            before = draft;
        }
        assert_eq!(Some(before), assessment(WHOLE));
    }

    #[test]
    fn an_error_is_logged_by_its_code_alone() {
        let code = |text: &str| error_code(text.as_bytes());
        let error = r#"{"error": {"message": "key sk-1", "type": "invalid", "code": "bad_key"}}"#;
        assert_eq!(code(error).as_deref(), Some("bad_key"));
        assert_eq!(code(r#"{"error": {"type": "x y"}}"#), None);
        assert_eq!(code("<html>"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_somehow(text in any::<String>(), json in "[\\[\\]{}\",:\\\\a0-9u ]{0,60}") {
            for text in [text, json] {
                draft(&text);
                assessment(&text);
            }
        }
    }
}
