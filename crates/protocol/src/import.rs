//! Imports questions from CSV (RFC 4180) or JSON, and exports them. The import checks every row and
//! element and reports each mistake with its line. It takes the whole text or nothing.
//!
//! Reading stops at the first row or element above a bank's limits, and after [`MAX_ERRORS`]
//! mistakes. The limits therefore bound the memory of an import, whatever the length of the text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use convene_model::{
    Difficulty, ExpectedPoint, ExpectedPointError, InterviewPlan, LongText, PlanError,
    QuestionBank, QuestionSpec, QuestionText, ShortText, TextError,
};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::http::{ImportFault, ImportList, LineError};

/// Columns of the CSV. Only `text` is required.
const COLUMNS: [&str; 6] = ["text", "category", "difficulty", "minutes", "points", "notes"];

/// Maximum number of mistakes to report; readers do not need more.
const MAX_ERRORS: usize = 200;

/// First characters of cells that spreadsheets run as a formula (OWASP, CSV injection).
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Maximum length of a value quoted from the imported text, in characters.
const MAX_QUOTED: usize = 60;

/// The mistake described by a message and as a code.
type Mistake = (String, ImportFault);

/// Mistakes found so far, at most [`MAX_ERRORS`].
#[derive(Default)]
struct Errors(Vec<LineError>);

impl Errors {
    fn add(&mut self, line: u64, (message, fault): Mistake) {
        if self.0.len() < MAX_ERRORS {
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            self.0.push(LineError { line, message, fault });
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
            errors.add(1, (error.to_string(), ImportFault::Syntax));
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
                errors.add(line, (error.to_string(), ImportFault::Syntax));
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
            errors.add(line, too_many(ImportList::Questions, QuestionBank::MAX_QUESTIONS));
            break;
        }
        if record.len() > width {
            let message = format!("{} cells, but {width} columns", record.len());
            let fault =
                ImportFault::TooManyCells { cells: number(record.len()), columns: number(width) };
            errors.add(line, (message, fault));
            continue;
        }
        match question(&Row { record: &record, columns: &columns }) {
            Ok(question) => questions.push(question),
            Err(mistake) => errors.add(line, mistake),
        }
    }
    errors.or(questions)
}

fn too_many(list: ImportList, max: usize) -> Mistake {
    let what = match list {
        ImportList::Templates => "templates",
        _ => "questions",
    };
    let message = format!("a question bank has at most {max} {what}");
    (message, ImportFault::TooMany { list, max: number(max) })
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A value from the imported text, cut to [`MAX_QUOTED`] characters.
fn quoted(value: &str) -> String {
    if value.chars().nth(MAX_QUOTED).is_none() {
        return value.to_owned();
    }
    value.chars().take(MAX_QUOTED).chain(['…']).collect()
}

/// The code of an exceeded limit. Also for limits of the whole bank, which only the server can check.
#[must_use]
pub fn fault_of(error: &PlanError) -> ImportFault {
    let list = |name: &str| match name {
        "templates" => ImportList::Templates,
        "points" => ImportList::Points,
        "sections" => ImportList::Sections,
        "criteria" => ImportList::Criteria,
        _ => ImportList::Questions,
    };
    match error {
        PlanError::SameId(what) => ImportFault::SameId { list: list(what) },
        PlanError::TooMany { what, max, .. } => {
            ImportFault::TooMany { list: list(what), max: number(*max) }
        }
        PlanError::Minutes => ImportFault::Minutes { value: None },
    }
}

fn text_mistake(column: &str, error: TextError) -> Mistake {
    let message = format!("{column}: {error}");
    let column = Some(column.to_owned());
    let fault = match error {
        TextError::Empty => ImportFault::Empty { column },
        TextError::TooLong { max } => ImportFault::TooLong { column, max: number(max) },
    };
    (message, fault)
}

fn point_mistake(point: &str, error: ExpectedPointError) -> Mistake {
    let max = ExpectedPoint::MAX_CHARS;
    let is_long = point.chars().count() > max;
    let (_, fault) =
        text_mistake("points", if is_long { TextError::TooLong { max } } else { TextError::Empty });
    (format!("points: {error}"), fault)
}

/// Reads the code out of a message of serde, which has no other form of it.
fn fault_in_json(message: &str) -> ImportFault {
    let named = |rest: &str| quoted(rest.split('`').next().unwrap_or_default());
    if let Some(rest) = message.strip_prefix("missing field `") {
        return ImportFault::MissingField { field: named(rest) };
    }
    if let Some(rest) = message.strip_prefix("unknown field `") {
        return ImportFault::UnknownField { field: named(rest) };
    }
    // Difficulty is the only field with named values.
    if let Some(rest) = message.strip_prefix("unknown variant `") {
        return ImportFault::Difficulty { value: named(rest) };
    }
    if message == TextError::Empty.to_string() {
        return ImportFault::Empty { column: None };
    }
    if message == ExpectedPointError.to_string() {
        let column = Some("points".to_owned());
        return ImportFault::TooLong { column, max: number(ExpectedPoint::MAX_CHARS) };
    }
    for max in [ShortText::MAX_CHARS, QuestionText::MAX_CHARS, LongText::MAX_CHARS] {
        if message == (TextError::TooLong { max }).to_string() {
            return ImportFault::TooLong { column: None, max: number(max) };
        }
    }
    ImportFault::WrongType
}

fn columns(headers: &csv::StringRecord, errors: &mut Errors) -> BTreeMap<&'static str, usize> {
    let mut columns = BTreeMap::new();
    for (index, header) in headers.iter().enumerate() {
        let name = header.trim().to_lowercase();
        match COLUMNS.iter().find(|column| **column == name) {
            Some(column) if columns.contains_key(column) => {
                let message = format!("the column {column:?} is there twice");
                let column = (*column).to_owned();
                errors.add(1, (message, ImportFault::RepeatedColumn { column }));
            }
            Some(column) => {
                columns.insert(*column, index);
            }
            None => {
                let known = COLUMNS.join(", ");
                let message = format!("there is no column {name:?}; there are {known}");
                let column = quoted(header.trim());
                errors.add(1, (message, ImportFault::UnknownColumn { column }));
            }
        }
    }
    if !columns.contains_key("text") {
        let message = "the first line must name the columns, one of them \"text\"".to_owned();
        errors.add(1, (message, ImportFault::NoTextColumn));
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

    fn parsed<T>(&self, column: &str) -> Result<Option<T>, Mistake>
    where
        T: std::str::FromStr<Err = TextError>,
    {
        let Some(cell) = self.cell(column) else { return Ok(None) };
        cell.parse().map(Some).map_err(|error| text_mistake(column, error))
    }
}

fn question(row: &Row<'_>) -> Result<QuestionSpec, Mistake> {
    let no_text = || {
        let column = Some("text".to_owned());
        ("text: a question has a text".to_owned(), ImportFault::Empty { column })
    };
    let text = row.parsed("text")?.ok_or_else(no_text)?;
    let difficulty = match row.cell("difficulty").map(str::to_lowercase).as_deref() {
        None => None,
        Some("easy") => Some(Difficulty::Easy),
        Some("medium") => Some(Difficulty::Medium),
        Some("hard") => Some(Difficulty::Hard),
        Some(other) => {
            let message = format!("difficulty: easy, medium or hard, not {other:?}");
            return Err((message, ImportFault::Difficulty { value: quoted(other) }));
        }
    };
    let points = row.raw("points").unwrap_or_default();
    // Points are separated by line breaks if the cell has one, else by semicolons.
    let points: Vec<&str> =
        if points.contains('\n') { points.lines().collect() } else { points.split(';').collect() };
    let points = points.into_iter().map(str::trim).filter(|point| !point.is_empty());
    let points = points
        .map(|point| point.parse().map_err(|error| point_mistake(point, error)))
        .collect::<Result<Vec<_>, _>>()?;
    let question = QuestionSpec {
        text,
        category: row.parsed::<ShortText>("category")?,
        difficulty,
        minutes: row
            .cell("minutes")
            .map(|cell| cell.parse().map_err(|_| not_minutes(cell)))
            .transpose()?,
        points,
        notes: row.parsed::<LongText>("notes")?,
    };
    question.check().map_err(|error| (error.to_string(), fault_of(&error)))?;
    Ok(question)
}

fn not_minutes(cell: &str) -> Mistake {
    let message = format!("minutes: a whole number, not {cell:?}");
    (message, ImportFault::Minutes { value: Some(quoted(cell)) })
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
            let message = error.to_string();
            let fault = match error.classify() {
                serde_json::error::Category::Data => fault_in_json(without_position(&message)),
                _ => ImportFault::Syntax,
            };
            errors.add(error.line().max(1) as u64, (message, fault));
            return Err(errors.0);
        }
    };
    let list = ImportList::Questions;
    let questions = elements(text, list, &parts.questions, &mut errors, QuestionSpec::check);
    let list = ImportList::Templates;
    let templates = elements(text, list, &parts.templates, &mut errors, InterviewPlan::check);
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
    list: ImportList,
    raw: &Elements<'_, MAX>,
    errors: &mut Errors,
    check: impl Fn(&T) -> Result<(), PlanError>,
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
                Err(error) => errors.add(line, (error.to_string(), fault_of(&error))),
            },
            // serde counts lines from the first line of the element.
            Err(error) => {
                let line = line + (error.line() as u64).saturating_sub(1);
                let message = error.to_string();
                let message = without_position(&message);
                errors.add(line, (message.to_owned(), fault_in_json(message)));
            }
        }
    }
    if raw.more {
        errors.add(lines.line, too_many(list, MAX));
    }
    parsed
}

/// A message of serde without " at line 1 column 2", which is relative to the parsed part.
fn without_position(message: &str) -> &str {
    message.split(" at line ").next().unwrap_or_default()
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
        let faults: Vec<_> = errors.into_iter().map(|error| error.fault).collect();
        assert_eq!(
            faults,
            [
                ImportFault::Empty { column: Some("text".to_owned()) },
                ImportFault::Difficulty { value: "x".to_owned() },
                ImportFault::Minutes { value: None },
                ImportFault::TooManyCells { cells: 4, columns: 3 },
                ImportFault::Minutes { value: Some("many".to_owned()) },
            ]
        );
    }

    #[test]
    fn a_mistake_has_a_code_with_its_values() {
        let fault = |csv: &str| questions_from_csv(csv).unwrap_err()[0].fault.clone();
        let column = "Frage".to_owned();
        assert_eq!(fault("text,Frage\nx,y\n"), ImportFault::UnknownColumn { column });
        let column = "text".to_owned();
        assert_eq!(fault("text,text\nx,y\n"), ImportFault::RepeatedColumn { column });
        assert_eq!(fault("category\nx\n"), ImportFault::NoTextColumn);
        let long = format!("text,category\nx,{}\n", "y".repeat(121));
        let column = || Some("category".to_owned());
        assert_eq!(fault(&long), ImportFault::TooLong { column: column(), max: 120 });
        let long = format!("text,points\nx,{}\n", "y".repeat(201));
        let column = Some("points".to_owned());
        assert_eq!(fault(&long), ImportFault::TooLong { column, max: 200 });
        let many = format!("text,points\nx,{}\n", "y;".repeat(31));
        let list = ImportList::Points;
        assert_eq!(fault(&many), ImportFault::TooMany { list, max: 30 });
        let value = format!("text,difficulty\nx,{}\n", "y".repeat(1_000));
        let ImportFault::Difficulty { value } = fault(&value) else { panic!("{value}") };
        assert_eq!(value.chars().count(), MAX_QUOTED + 1);
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
        let faults: Vec<_> = errors.iter().map(|error| error.fault.clone()).collect();
        assert_eq!(
            faults,
            [
                ImportFault::Empty { column: None },
                ImportFault::WrongType,
                ImportFault::Minutes { value: None }
            ]
        );
        let fault = |json: &str| bank_from_json(json).unwrap_err()[0].fault.clone();
        let text = || "text".to_owned();
        assert_eq!(fault("[{}]"), ImportFault::MissingField { field: text() });
        let field = "label".to_owned();
        assert_eq!(fault("[{\"text\":\"x\",\"label\":1}]"), ImportFault::UnknownField { field });
        let value = "brutal".to_owned();
        let json = "[{\"text\":\"x\",\"difficulty\":\"brutal\"}]";
        assert_eq!(fault(json), ImportFault::Difficulty { value });
        let long = format!("[{{\"text\":{:?}}}]", "x".repeat(4_001));
        assert_eq!(fault(&long), ImportFault::TooLong { column: None, max: 4_000 });
        let long = format!("[{{\"text\":\"x\",\"points\":[{:?}]}}]", "x".repeat(201));
        let column = Some("points".to_owned());
        assert_eq!(fault(&long), ImportFault::TooLong { column, max: 200 });
        assert_eq!(fault("[1,]"), ImportFault::Syntax);
        assert_eq!(fault("{\"x\":1}"), ImportFault::UnknownField { field: "x".to_owned() });
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
