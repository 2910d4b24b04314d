//! Imports questions from CSV (RFC 4180) or JSON, and exports them. The import checks every row and
//! element and reports each mistake with its line. It takes the whole text or nothing.
//!
//! Reading stops at the first row or element above a bank's limits, and after [`MAX_ERRORS`]
//! mistakes. The limits therefore bound the memory of an import, whatever the length of the text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use convene_model::{
    Difficulty, ExpectedPoint, InterviewPlan, LongText, QuestionBank, QuestionSpec, ShortText,
};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::http::LineError;

/// Columns of the CSV. Only `text` is required.
const COLUMNS: [&str; 6] = ["text", "category", "difficulty", "minutes", "points", "notes"];

/// Maximum number of mistakes to report; readers do not need more.
const MAX_ERRORS: usize = 200;

/// First characters of cells that spreadsheets run as a formula (OWASP, CSV injection).
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Mistakes found so far, at most [`MAX_ERRORS`].
#[derive(Default)]
struct Errors(Vec<LineError>);

impl Errors {
    fn add(&mut self, line: u64, message: impl Into<String>) {
        if self.0.len() < MAX_ERRORS {
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            self.0.push(LineError { line, message: message.into() });
        }
    }

    fn are_full(&self) -> bool {
        self.0.len() >= MAX_ERRORS
    }

    fn or<T>(self, value: T) -> Result<T, Vec<LineError>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }
}

/// Reads questions from CSV with a header row. The separator is a semicolon if the header has a
/// semicolon and no comma, else a comma.
///
/// # Errors
/// The mistakes, line by line.
pub fn questions_from_csv(text: &str) -> Result<Vec<QuestionSpec>, Vec<LineError>> {
    // Spreadsheets write a byte order mark, which is not part of the first column's name.
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
    let mut rows = 0;
    let mut record = csv::StringRecord::new();
    while !errors.are_full() {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                errors.add(line, error.to_string());
                if !matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) {
                    break;
                }
                continue;
            }
        }
        // Spreadsheets leave empty rows at the end.
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        rows += 1;
        if rows > QuestionBank::MAX_QUESTIONS {
            errors.add(line, too_many("questions", QuestionBank::MAX_QUESTIONS));
            break;
        }
        if record.len() > width {
            errors.add(line, format!("{} cells, but {width} columns", record.len()));
            continue;
        }
        match question(&Row { record: &record, columns: &columns }) {
            Ok(question) => questions.push(question),
            Err(message) => errors.add(line, message),
        }
    }
    errors.or(questions)
}

fn too_many(what: &str, max: usize) -> String {
    format!("a question bank has at most {max} {what}")
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
    /// The cell of a column, without the apostrophe that the export puts before a formula.
    fn raw(&self, column: &str) -> Option<&'a str> {
        let cell = self.record.get(*self.columns.get(column)?)?;
        Some(cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell))
    }

    /// The trimmed cell of a column; `None` if it is empty.
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
    // Points are separated by line breaks if the cell has one, else by semicolons.
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

/// True if a spreadsheet might run this cell: it begins with a formula, also after leading
/// apostrophes, because the import strips one.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULA)
}

/// Puts an apostrophe before a formula, so that spreadsheets show the cell and do not run it. The
/// import strips the apostrophe.
fn defused(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Writes questions as CSV for [`questions_from_csv`] and for spreadsheets. Formulas are defused;
/// the import restores them.
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
            // The line break keeps the import from splitting a single point at its semicolons.
            points.push('\n');
        }
        let cells = [
            question.text.as_str(),
            question.category.as_ref().map(ShortText::as_str).unwrap_or_default(),
            difficulty,
            &question.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            &points,
            question.notes.as_ref().map(LongText::as_str).unwrap_or_default(),
        ];
        let _ = writer.write_record(cells.map(|cell| defused(cell).into_owned()));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// Reads a bank from JSON: an array of questions or, as the export writes it, an object with
/// `questions` and `templates`.
///
/// # Errors
/// The mistakes, line by line.
pub fn bank_from_json(text: &str) -> Result<QuestionBank, Vec<LineError>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Parts<'a> {
        #[serde(default, borrow)]
        questions: Elements<'a, { QuestionBank::MAX_QUESTIONS }>,
        #[serde(default, borrow)]
        templates: Elements<'a, { QuestionBank::MAX_TEMPLATES }>,
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut errors = Errors::default();
    let parts = if text.trim_start().starts_with('[') {
        serde_json::from_str(text)
            .map(|questions| Parts { questions, templates: Elements::default() })
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
    let questions = elements(text, "questions", &parts.questions, &mut errors, QuestionSpec::check);
    let templates = elements(text, "templates", &parts.templates, &mut errors, |plan| {
        InterviewPlan::check(plan)
    });
    errors.or(QuestionBank { questions, templates })
}

/// The first `MAX` elements of an array. The reader skips further elements without keeping them.
#[derive(Default)]
struct Elements<'a, const MAX: usize> {
    elements: Vec<&'a RawValue>,
    /// True if the array has more than `MAX` elements.
    more: bool,
}

impl<'de: 'a, 'a, const MAX: usize> Deserialize<'de> for Elements<'a, MAX> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<const MAX: usize>;

        impl<'de, const MAX: usize> Visitor<'de> for Reader<MAX> {
            type Value = Elements<'de, MAX>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
                let mut elements = Vec::new();
                while elements.len() < MAX {
                    match array.next_element()? {
                        Some(element) => elements.push(element),
                        None => return Ok(Elements { elements, more: false }),
                    }
                }
                let more = array.next_element::<IgnoredAny>()?.is_some();
                if more {
                    while array.next_element::<IgnoredAny>()?.is_some() {}
                }
                Ok(Elements { elements, more })
            }
        }

        deserializer.deserialize_seq(Reader::<MAX>)
    }
}

fn elements<T: DeserializeOwned, const MAX: usize>(
    text: &str,
    what: &str,
    raw: &Elements<'_, MAX>,
    errors: &mut Errors,
    check: impl Fn(&T) -> Result<(), convene_model::PlanError>,
) -> Vec<T> {
    let mut parsed = Vec::new();
    let mut lines = Lines::of(text);
    for raw in &raw.elements {
        let line = lines.line_of(raw.get());
        if errors.are_full() {
            break;
        }
        match serde_json::from_str::<T>(raw.get()) {
            Ok(element) => match check(&element) {
                Ok(()) => parsed.push(element),
                Err(error) => errors.add(line, error.to_string()),
            },
            // serde counts lines from the first line of the element.
            Err(error) => {
                let line = line + (error.line() as u64).saturating_sub(1);
                // The position after " at line" is relative to the element, not to the file.
                let message = error.to_string();
                let message = message.split(" at line ").next().unwrap_or_default().to_owned();
                errors.add(line, message);
            }
        }
    }
    if raw.more {
        errors.add(lines.line, too_many(what, MAX));
    }
    parsed
}

/// Finds the lines at which parts of a text begin. Parts must be asked for in the order of the
/// text.
struct Lines<'a> {
    text: &'a str,
    /// Offset of the latest part in bytes.
    offset: usize,
    /// Line of the latest part, counted from 1.
    line: u64,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, offset: 0, line: 1 }
    }

    /// The line at which a part begins. The part must not begin before the previous one.
    fn line_of(&mut self, part: &str) -> u64 {
        let offset = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let between = self.text.as_bytes().get(self.offset..offset).unwrap_or_default();
        self.line += between.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.offset = self.offset.max(offset);
        self.line
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

    #[test]
    fn reading_stops_at_the_limit_and_says_where() {
        let most = QuestionBank::MAX_QUESTIONS;
        let csv = format!("text\n{}", "x\n".repeat(1_040_000));
        let errors = questions_from_csv(&csv).unwrap_err();
        // The header is line 1.
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].line as usize, most + 2);
        assert!(errors[0].message.contains("2000 questions"), "{}", errors[0].message);
        assert_eq!(
            questions_from_csv(&format!("text\n{}", "x\n".repeat(most))).unwrap().len(),
            most
        );

        let json = format!("[\n{}{{\"text\":\"x\"}}]", "{\"text\":\"x\"},\n".repeat(50_000));
        let errors = bank_from_json(&json).unwrap_err();
        assert_eq!((errors.len(), errors[0].line as usize), (1, most + 1));
        let json = format!("{{\"templates\":[{}{{}}]}}", "{\"title\":\"T\"},".repeat(500));
        let errors = bank_from_json(&json).unwrap_err();
        assert!(errors[0].message.contains("100 templates"), "{}", errors[0].message);
    }

    #[test]
    fn reading_stops_once_enough_mistakes_are_found() {
        let csv = format!("text,minutes\n{}", "x,many\n".repeat(1_000));
        assert_eq!(questions_from_csv(&csv).unwrap_err().len(), MAX_ERRORS);
        let json = format!("[{}1]", "1,".repeat(100_000));
        assert_eq!(bank_from_json(&json).unwrap_err().len(), MAX_ERRORS);
    }

    #[test]
    fn no_exported_cell_is_a_formula() {
        let texts =
            ["=1+1", "+49 30", "-1", "@SUM(A1)", "'=1", "''=1", "'plain", "=HYPERLINK(\"x\")"];
        let questions: Vec<QuestionSpec> = texts
            .into_iter()
            .map(|text| QuestionSpec {
                text: text.parse().unwrap(),
                category: text.parse().ok(),
                difficulty: None,
                minutes: None,
                points: vec![text.parse().unwrap(), "x".parse().unwrap()],
                notes: text.parse().ok(),
            })
            .collect();
        let csv = questions_to_csv(&questions);
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        for cell in reader
            .records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            assert!(!cell.starts_with(FORMULA), "{cell:?}");
        }
        assert_eq!(questions_from_csv(&csv).unwrap(), questions);
        let foreign = questions_from_csv("text\n=1+1\n").unwrap();
        assert_eq!(foreign[0].text.as_str(), "=1+1");
    }

    fn specs() -> impl Strategy<Value = QuestionSpec> {
        let text = "[=+@'-]{0,3}[ -~äé\n]{0,40}";
        let difficulty = prop_oneof![
            Just(None),
            Just(Some(Difficulty::Easy)),
            Just(Some(Difficulty::Medium)),
            Just(Some(Difficulty::Hard)),
        ];
        let points = prop::collection::vec("[=+@'-]{0,2}[ -~ö]{1,20}", 0..4);
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
