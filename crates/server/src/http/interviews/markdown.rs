//! The report as Markdown (CommonMark). Text that people wrote is escaped: none of it becomes
//! markup.

use std::fmt::Write as _;

use convene_model::{
    AssessmentState, DecisionOutcome, Difficulty, Evaluation, Happening, InterviewReport,
    InterviewRole, InterviewState, LongText, Moment, Note, PointOutcome, Recommendation,
    ReportedQuestion, Scorecard, Timestamp,
};
use time::OffsetDateTime;
use time::macros::format_description;

/// Writes the report.
pub(super) fn write(report: &InterviewReport) -> String {
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = head(&mut text, report);
    for question in &report.questions {
        let _ = section(&mut text, question);
    }
    let _ = notes(&mut text, "## Notes", &report.notes);
    let _ = scorecards(&mut text, report);
    let _ = timeline(&mut text, report);
    text
}

type Written = std::fmt::Result;

fn head(to: &mut String, report: &InterviewReport) -> Written {
    writeln!(to, "# {}\n", line(report.title.as_str()))?;
    let state = match report.state {
        InterviewState::Waiting => "not started",
        InterviewState::Running => "running",
        InterviewState::Paused => "paused",
        InterviewState::Ended => "ended",
    };
    writeln!(to, "- Interview: {} ({state})", report.id)?;
    if let Some(candidate) = &report.details.candidate {
        writeln!(to, "- Interviewed: {}", line(candidate.as_str()))?;
    }
    if let Some(at) = report.details.scheduled_at {
        writeln!(to, "- Planned for: {}", moment(at))?;
    }
    if let Some(at) = report.started_at {
        writeln!(to, "- Started: {}", moment(at))?;
    }
    if let Some(at) = report.ended_at {
        writeln!(to, "- Ended: {}", moment(at))?;
    }
    writeln!(to, "- Length: {}", clock(report.elapsed_ms))?;
    for person in &report.people {
        writeln!(to, "- {}: {}", role(person.role), line(person.name.as_str()))?;
    }
    if let Some(average) = report.average {
        writeln!(to, "- Average score: {average:.1} of 10")?;
    }
    writeln!(to)?;
    decision(to, report)
}

fn decision(to: &mut String, report: &InterviewReport) -> Written {
    let Some(decision) = &report.decision else { return Ok(()) };
    let outcome = match decision.outcome {
        DecisionOutcome::No => "no",
        DecisionOutcome::Hold => "on hold",
        DecisionOutcome::Yes => "yes",
    };
    writeln!(to, "## Decision: {outcome}\n")?;
    quoted(to, decision.reason.as_str())?;
    let (by, at) = (line(decision.by_name.as_str()), moment(decision.decided_at));
    writeln!(to, "Recorded by {by}, {at}.\n")
}

fn section(to: &mut String, reported: &ReportedQuestion) -> Written {
    let ReportedQuestion { question, answer, evaluation, scores, average, notes } = reported;
    writeln!(to, "## Question {}\n", question.id.0)?;
    quoted(to, question.spec.text.as_str())?;
    let mut facts = vec![format!(
        "asked by {} at {}",
        line(question.asked_by.as_str()),
        clock(question.asked_at_ms)
    )];
    if let Some(category) = &question.spec.category {
        facts.push(line(category.as_str()));
    }
    if let Some(difficulty) = question.spec.difficulty {
        facts.push(
            match difficulty {
                Difficulty::Easy => "easy",
                Difficulty::Medium => "medium",
                Difficulty::Hard => "hard",
            }
            .to_owned(),
        );
    }
    writeln!(to, "{}\n", facts.join(" · "))?;
    match answer {
        Some(answer) => {
            let state = if answer.submitted_at.is_some() { "submitted" } else { "not submitted" };
            writeln!(to, "### Answer ({state})\n")?;
            quoted(to, answer.text.as_str())?;
        }
        None => writeln!(to, "No written answer.\n")?,
    }
    if let Some(evaluation) = evaluation {
        evaluated(to, evaluation)?;
    }
    if !scores.is_empty() {
        writeln!(to, "### Scores\n")?;
        for score in scores {
            let (by, points) = (line(score.by_name.as_str()), score.points);
            writeln!(to, "- {by}: {points} of 10 ({})", level(points.div_ceil(2)))?;
        }
        if let Some(average) = average {
            writeln!(to, "- Average: {average:.1}")?;
        }
        writeln!(to)?;
    }
    self::notes(to, "### Notes", notes)
}

fn evaluated(to: &mut String, evaluation: &Evaluation) -> Written {
    if !evaluation.matching.points.is_empty() {
        writeln!(to, "### Key points ({}%)\n", evaluation.matching.score.get())?;
        for point in &evaluation.matching.points {
            let outcome = match point.outcome {
                PointOutcome::Found => "found",
                PointOutcome::Negated => "negated",
                PointOutcome::Missing => "missing",
            };
            write!(to, "- {}: {outcome}", line(point.point.as_str()))?;
            match &point.excerpt {
                Some(excerpt) => writeln!(to, " – “{}”", line(excerpt.as_str()))?,
                None => writeln!(to)?,
            }
        }
        writeln!(to)?;
    }
    if let Some(AssessmentState::Done { assessment }) = &evaluation.assessment {
        writeln!(to, "### Made by a machine ({})\n", line(assessment.model.as_str()))?;
        writeln!(
            to,
            "Score {} of 10. {}\n",
            assessment.score.get(),
            line(assessment.summary.as_str())
        )?;
        for (title, remarks) in
            [("Strengths", &assessment.strengths), ("Improvements", &assessment.improvements)]
        {
            if !remarks.as_slice().is_empty() {
                writeln!(to, "{title}:\n")?;
                for remark in remarks.as_slice() {
                    writeln!(to, "- {}", line(remark.as_str()))?;
                }
                writeln!(to)?;
            }
        }
    }
    Ok(())
}

fn notes(to: &mut String, title: &str, notes: &[Note]) -> Written {
    if notes.is_empty() {
        return Ok(());
    }
    writeln!(to, "{title}\n")?;
    for note in notes {
        writeln!(to, "{}, {}:\n", line(note.by_name.as_str()), clock(note.written_at_ms))?;
        quoted(to, note.text.as_str())?;
    }
    Ok(())
}

fn scorecards(to: &mut String, report: &InterviewReport) -> Written {
    if report.scorecards.is_empty() && report.withheld_scorecards == 0 {
        return Ok(());
    }
    writeln!(to, "## Scorecards\n")?;
    for card in &report.scorecards {
        scorecard(to, report, card)?;
    }
    if report.withheld_scorecards > 0 {
        let more = report.withheld_scorecards;
        let appear = if more == 1 { "appears" } else { "appear" };
        writeln!(to, "{more} more {appear} once you submit your own.\n")?;
    }
    Ok(())
}

fn scorecard(to: &mut String, report: &InterviewReport, card: &Scorecard) -> Written {
    let state = if card.submitted_at.is_some() { "" } else { " (not submitted)" };
    writeln!(to, "### {}{state}\n", line(card.by_name.as_str()))?;
    for rating in &card.ratings {
        let criterion = report.criteria.iter().find(|criterion| criterion.id == rating.criterion);
        let title = criterion.map_or("Deleted criterion", |criterion| criterion.title.as_str());
        let stars = rating.stars;
        write!(to, "- {}: {stars} of 5 ({})", line(title), level(stars))?;
        match rating.comment.as_ref().map(LongText::as_str).filter(|it| !it.is_empty()) {
            Some(comment) => writeln!(to, " – {}", line(comment))?,
            None => writeln!(to)?,
        }
    }
    if let Some(recommendation) = card.recommendation {
        let said = match recommendation {
            Recommendation::StrongNo => "strong no",
            Recommendation::No => "no",
            Recommendation::Yes => "yes",
            Recommendation::StrongYes => "strong yes",
        };
        writeln!(to, "- Recommendation: {said}")?;
    }
    writeln!(to)?;
    if !card.private_notes.as_str().is_empty() {
        writeln!(to, "Only for you:\n")?;
        quoted(to, card.private_notes.as_str())?;
    }
    Ok(())
}

fn timeline(to: &mut String, report: &InterviewReport) -> Written {
    if report.timeline.is_empty() {
        return Ok(());
    }
    writeln!(to, "## Timeline\n")?;
    for Moment { what, at, at_ms, .. } in &report.timeline {
        let said = match what {
            Happening::Arrived { name, role: as_what, .. } => {
                format!("{} joined ({})", line(name.as_str()), role(*as_what))
            }
            Happening::Left { name, role: as_what } => {
                format!("{} left ({})", line(name.as_str()), role(*as_what))
            }
            Happening::Started {} => "Started".to_owned(),
            Happening::Paused {} => "Paused".to_owned(),
            Happening::Resumed {} => "Resumed".to_owned(),
            Happening::Ended {} => "Ended".to_owned(),
            Happening::SectionEntered { section } => {
                let section = report.sections.iter().find(|planned| planned.id == *section);
                let title = section.map_or("Deleted section", |section| section.title.as_str());
                format!("Section: {}", line(title))
            }
            Happening::QuestionAsked { question } => format!("Question {} asked", question.0),
            Happening::AnswerSubmitted { question } => {
                format!("Answer to question {} submitted", question.0)
            }
        };
        writeln!(to, "- {} ({}): {said}", clock(*at_ms), moment(*at))?;
    }
    Ok(())
}

/// Meaning of 1 to 5 stars. Two points of a score are one star, and no points are poor too.
const fn level(stars: u8) -> &'static str {
    match stars {
        0 | 1 => "poor",
        2 => "weak",
        3 => "solid",
        4 => "good",
        _ => "excellent",
    }
}

const fn role(role: InterviewRole) -> &'static str {
    match role {
        InterviewRole::Observer => "Observer",
        InterviewRole::Candidate => "Candidate",
        InterviewRole::Interviewer => "Interviewer",
    }
}

/// Formats a duration as `mm:ss`, or with hours if there are any.
fn clock(ms: u64) -> String {
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

fn moment(at: Timestamp) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000);
    at.ok().and_then(|at| at.format(&format).ok()).unwrap_or_default()
}

/// Writes a text as a block quote, line by line.
fn quoted(to: &mut String, text: &str) -> Written {
    if text.is_empty() {
        return writeln!(to, "> (nothing)\n");
    }
    for part in text.lines() {
        // Two spaces at the end keep the next line on a line of its own.
        writeln!(to, "> {}  ", line(part))?;
    }
    writeln!(to)
}

/// Puts the text on one line and escapes all characters that could be markup (CommonMark 0.31,
/// section 2.4).
fn line(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut digits_only = true;
    for (index, c) in text.trim_start().chars().enumerate() {
        let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
        let markup = matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | ':'
        );
        let at_start = index == 0 && matches!(c, '-' | '+' | '=');
        let list_number = index > 0 && digits_only && matches!(c, '.' | ')');
        if markup || at_start || list_number {
            escaped.push('\\');
        }
        digits_only &= c.is_ascii_digit();
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_no_markup() {
        assert_eq!(line("1. <b>*x*</b>"), "1\\. \\<b\\>\\*x\\*\\</b\\>");
        assert_eq!(line("- a\n# b"), "\\- a \\# b");
        assert_eq!(line("3.14 is 1) a-b"), "3\\.14 is 1) a-b");
        assert_eq!(line("https://x"), "https\\://x");
        let mut text = String::new();
        quoted(&mut text, "a\n\n> b").unwrap();
        assert_eq!(text, "> a  \n>   \n> \\> b  \n\n");
    }

    #[test]
    fn every_score_has_a_meaning() {
        let levels: Vec<_> = (0..=10_u8).map(|points| level(points.div_ceil(2))).collect();
        let [poor, weak, solid, good, excellent] = ["poor", "weak", "solid", "good", "excellent"];
        assert_eq!(
            levels,
            [poor, poor, poor, weak, weak, solid, solid, good, good, excellent, excellent]
        );
    }

    #[test]
    fn times_have_hours_where_there_are_any() {
        assert_eq!(clock(59_999), "00:59");
        assert_eq!(clock(3_600_000 + 62_000), "1:01:02");
        assert_eq!(moment(Timestamp(1_700_000_000_123)), "2023-11-14 22:13:20 UTC");
    }
}
