//! Questions from outside, as CSV (RFC 4180) or JSON, and back. Every row and element is checked, and what
//! is wrong is named with its line; who imports takes all or nothing.

use std::collections::BTreeMap;

use convene_model::{Difficulty, ExpectedPoint, LongText, QuestionBank, QuestionSpec, ShortText};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::http::LineError;

/// The columns of the CSV; only `text` must be there.
const COLUMNS: [&str; 6] = ["text", "category", "difficulty", "minutes", "points", "notes"];

/// So many wrong lines are named; nobody reads more.
const MAX_ERRORS: usize = 200;

/// What is wrong, found as it goes.
#[derive(Default)]
struct Errors(Vec<LineError>);

impl Errors {
    fn add(&mut self, line: u64, message: impl Into<String>) {
        if self.0.len() < MAX_ERRORS {
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            self.0.push(LineError { line, message: message.into() });
        }
    }

    fn or<T>(self, value: T) -> Result<T, Vec<LineError>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }
}

/// Questions from CSV with a header row. The separator is a comma, or a semicolon if the header has one and no comma.
///
/// # Errors
/// What is wrong, line by line.
pub fn questions_from_csv(text: &str) -> Result<Vec<QuestionSpec>, Vec<LineError>> {
    // A byte order mark, as spreadsheets write it, is no part of the first name.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let header = text.lines().next().unwrap_or_default();
    let semicolons = header.contains(';') && !header.contains(',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if semicolons { b';' } else { b',' })
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut errors = Errors::default();
    let columns = match reader.headers() {
        Ok(headers) => columns(headers, &mut errors),
        Err(error) => {
            errors.add(1, error.to_string());
            BTreeMap::new()
        }
    };
    if !errors.0.is_empty() {
        return Err(errors.0);
    }
    let width = columns.len();
    let mut questions = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                if record.len() > width {
                    errors.add(line, format!("{} cells, but {width} columns", record.len()));
                    continue;
                }
                let row = Row { record: &record, columns: &columns };
                // An empty row, as spreadsheets leave them at the end.
                if record.iter().all(|cell| cell.trim().is_empty()) {
                    continue;
                }
                match question(&row) {
                    Ok(question) => questions.push(question),
                    Err(message) => errors.add(line, message),
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                errors.add(line, error.to_string());
            }
        }
    }
    errors.or(questions)
}

fn columns(headers: &csv::StringRecord, errors: &mut Errors) -> BTreeMap<&'static str, usize> {
    let mut columns = BTreeMap::new();
    for (index, header) in headers.iter().enumerate() {
        let name = header.trim().to_lowercase();
        match COLUMNS.iter().find(|column| **column == name) {
            Some(column) if columns.contains_key(column) => {
                errors.add(1, format!("the column {column:?} is there twice"));
            }
            Some(column) => {
                columns.insert(*column, index);
            }
            None => {
                let known = COLUMNS.join(", ");
                errors.add(1, format!("there is no column {name:?}; there are {known}"));
            }
        }
    }
    if !columns.contains_key("text") {
        errors.add(1, "the first line must name the columns, one of them \"text\"");
    }
    columns
}

struct Row<'a> {
    record: &'a csv::StringRecord,
    columns: &'a BTreeMap<&'static str, usize>,
}

impl<'a> Row<'a> {
    fn raw(&self, column: &str) -> Option<&'a str> {
        self.record.get(*self.columns.get(column)?)
    }

    /// The cell of a column, if there is something in it.
    fn cell(&self, column: &str) -> Option<&'a str> {
        self.raw(column).map(str::trim).filter(|cell| !cell.is_empty())
    }

    fn parsed<T: std::str::FromStr>(&self, column: &str) -> Result<Option<T>, String>
    where
        T::Err: std::fmt::Display,
    {
        let Some(cell) = self.cell(column) else { return Ok(None) };
        cell.parse().map(Some).map_err(|error: T::Err| format!("{column}: {error}"))
    }
}

fn question(row: &Row<'_>) -> Result<QuestionSpec, String> {
    let text = row.parsed("text")?.ok_or("text: a question has a text")?;
    let difficulty = match row.cell("difficulty").map(str::to_lowercase).as_deref() {
        None => None,
        Some("easy") => Some(Difficulty::Easy),
        Some("medium") => Some(Difficulty::Medium),
        Some("hard") => Some(Difficulty::Hard),
        Some(other) => return Err(format!("difficulty: easy, medium or hard, not {other:?}")),
    };
    let points = row.raw("points").unwrap_or_default();
    // One to a line, or, all on one line, with semicolons between them.
    let points: Vec<&str> =
        if points.contains('\n') { points.lines().collect() } else { points.split(';').collect() };
    let points = points.into_iter().map(str::trim).filter(|point| !point.is_empty());
    let points = points
        .map(|point| point.parse::<ExpectedPoint>().map_err(|error| format!("points: {error}")))
        .collect::<Result<Vec<_>, _>>()?;
    let question = QuestionSpec {
        text,
        category: row.parsed::<ShortText>("category")?,
        difficulty,
        minutes: row
            .cell("minutes")
            .map(|cell| cell.parse().map_err(|_| format!("minutes: a whole number, not {cell:?}")))
            .transpose()?,
        points,
        notes: row.parsed::<LongText>("notes")?,
    };
    question.check().map_err(|error| error.to_string())?;
    Ok(question)
}

/// The questions as CSV, to be read by [`questions_from_csv`] and by spreadsheets.
#[must_use]
pub fn questions_to_csv(questions: &[QuestionSpec]) -> String {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(COLUMNS);
    for question in questions {
        let difficulty = match question.difficulty {
            None => "",
            Some(Difficulty::Easy) => "easy",
            Some(Difficulty::Medium) => "medium",
            Some(Difficulty::Hard) => "hard",
        };
        let points: Vec<&str> = question.points.iter().map(ExpectedPoint::as_str).collect();
        let in_line = points.iter().all(|point| !point.contains(';'));
        let mut points = points.join(if in_line { "; " } else { "\n" });
        if !in_line {
            // So that a single one is not taken apart.
            points.push('\n');
        }
        let _ = writer.write_record([
            question.text.as_str(),
            question.category.as_ref().map(ShortText::as_str).unwrap_or_default(),
            difficulty,
            &question.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            &points,
            question.notes.as_ref().map(LongText::as_str).unwrap_or_default(),
        ]);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// A bank from JSON: an array of questions, or an object with `questions` and `templates`, as it is exported.
///
/// # Errors
/// What is wrong, line by line.
pub fn bank_from_json(text: &str) -> Result<QuestionBank, Vec<LineError>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Parts<'a> {
        #[serde(default, borrow)]
        questions: Vec<&'a RawValue>,
        #[serde(default, borrow)]
        templates: Vec<&'a RawValue>,
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut errors = Errors::default();
    let parts = if text.trim_start().starts_with('[') {
        serde_json::from_str(text).map(|questions| Parts { questions, templates: Vec::new() })
    } else {
        serde_json::from_str::<Parts<'_>>(text)
    };
    let parts = match parts {
        Ok(parts) => parts,
        Err(error) => {
            errors.add(error.line().max(1) as u64, error.to_string());
            return Err(errors.0);
        }
    };
    let lines = Lines::of(text);
    let questions = elements(&parts.questions, &lines, &mut errors, QuestionSpec::check);
    let templates =
        elements(&parts.templates, &lines, &mut errors, |plan: &convene_model::InterviewPlan| {
            plan.check()
        });
    errors.or(QuestionBank { questions, templates })
}

fn elements<T: DeserializeOwned>(
    raw: &[&RawValue],
    lines: &Lines<'_>,
    errors: &mut Errors,
    check: impl Fn(&T) -> Result<(), convene_model::PlanError>,
) -> Vec<T> {
    let mut parsed = Vec::new();
    for raw in raw {
        let line = lines.line_of(raw.get());
        match serde_json::from_str::<T>(raw.get()) {
            Ok(element) => match check(&element) {
                Ok(()) => parsed.push(element),
                Err(error) => errors.add(line, error.to_string()),
            },
            // Its lines are counted from the element's first.
            Err(error) => {
                let line = line + (error.line() as u64).saturating_sub(1);
                // What follows " at line" is of the element, not of the file.
                let message = error.to_string();
                let message = message.split(" at line ").next().unwrap_or_default().to_owned();
                errors.add(line, message);
            }
        }
    }
    parsed
}

/// Finds the line at which a part of a text begins.
struct Lines<'a> {
    text: &'a str,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let after = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(after.map(|(index, _)| index + 1)).collect();
        Self { text, starts }
    }

    fn line_of(&self, part: &str) -> u64 {
        let offset = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        self.starts.partition_point(|start| *start <= offset) as u64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_csv_of_a_spreadsheet_is_read() {
        let csv = "\u{feff}Text;Category;Difficulty;Minutes;Points;Notes\r\n\
                   What is an index?;Databases;HARD;5;\"clustered index; B-tree\";\"two\nlines\"\r\n\
                   Why?;;;;;\r\n;;;;;\r\n";
        let questions = questions_from_csv(csv).unwrap();
        assert_eq!(questions.len(), 2);
        let first = &questions[0];
        assert_eq!(first.difficulty, Some(Difficulty::Hard));
        assert_eq!(first.minutes, Some(5));
        let points: Vec<&str> = first.points.iter().map(ExpectedPoint::as_str).collect();
        assert_eq!(points, ["clustered index", "B-tree"]);
        assert_eq!(first.notes.as_ref().unwrap().as_str(), "two\nlines");
    }

    #[test]
    fn every_wrong_row_is_named_with_its_line() {
        let csv = "text,difficulty,minutes\nok,easy,1\n,easy,1\n\"two\nlines\",x,1\nok,,0\nok,,1,2\nok,,many\n";
        let errors = questions_from_csv(csv).unwrap_err();
        let lines: Vec<u32> = errors.iter().map(|error| error.line).collect();
        assert_eq!(lines, [3, 4, 6, 7, 8]);
    }

    #[test]
    fn a_header_is_needed_and_checked() {
        for csv in ["", "question\nx\n", "text,text\nx,y\n", "category\nx\n"] {
            assert_eq!(questions_from_csv(csv).unwrap_err()[0].line, 1, "{csv:?}");
        }
    }

    #[test]
    fn json_elements_are_named_with_their_lines() {
        let json = "[\n {\"text\": \"ok\"},\n {\"text\": \"\"},\n {\n  \"text\": \"x\",\n  \"minutes\": \"y\"\n },\n {\"text\":\"x\",\"minutes\":0}\n]";
        let errors = bank_from_json(json).unwrap_err();
        let lines: Vec<u32> = errors.iter().map(|error| error.line).collect();
        assert_eq!(lines, [3, 6, 8]);
        assert!(!errors[1].message.contains("line"), "{}", errors[1].message);
        assert_eq!(bank_from_json("[\n{]").unwrap_err()[0].line, 2);
        assert_eq!(bank_from_json("{\"x\":1}").unwrap_err()[0].line, 1);
        let bank = bank_from_json("{\"templates\":[{\"title\":\"T\"}]}").unwrap();
        assert_eq!(bank.templates.len(), 1);
    }

    fn specs() -> impl Strategy<Value = QuestionSpec> {
        let text = "[ -~äé\n]{0,40}";
        let difficulty = prop_oneof![
            Just(None),
            Just(Some(Difficulty::Easy)),
            Just(Some(Difficulty::Medium)),
            Just(Some(Difficulty::Hard)),
        ];
        let points = prop::collection::vec("[ -~ö]{1,20}", 0..4);
        (text, text, difficulty, prop::option::of(1u16..=1440), points, text).prop_filter_map(
            "a question has a text",
            |(text, category, difficulty, minutes, points, notes)| {
                Some(QuestionSpec {
                    text: text.parse().ok()?,
                    category: category.replace('\n', " ").parse().ok(),
                    difficulty,
                    minutes,
                    points: points.iter().filter_map(|point| point.parse().ok()).collect(),
                    notes: notes.parse().ok().filter(|notes: &LongText| !notes.as_str().is_empty()),
                })
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_exported_is_imported_as_it_was(questions in prop::collection::vec(specs(), 0..6)) {
            let csv = questions_to_csv(&questions);
            prop_assert_eq!(questions_from_csv(&csv).unwrap(), questions.clone());
            let bank = QuestionBank { questions, templates: Vec::new() };
            let json = serde_json::to_string_pretty(&bank).unwrap();
            prop_assert_eq!(bank_from_json(&json).unwrap(), bank);
        }

        #[test]
        fn any_text_gives_questions_or_errors(text in ".{0,200}") {
            let _ = questions_from_csv(&text);
            let _ = questions_from_csv(&format!("text,points\n{text}"));
            let _ = bank_from_json(&text);
        }
    }
}
