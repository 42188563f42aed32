//! Several reports as one text: each call once, a rule between them, and how many there were.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::columns::{Line, Role, Span};
use super::report::{Layout, lines};
use super::words;
use crate::report::Report;
use crate::text::Lang;

/// Reports as lines, the last of them a summary. Calls that failed in the same way are printed
/// once, with their number. `read` is the number of exchanges that were looked at.
pub fn digest(reports: &[Report], read: usize, lang: Lang, layout: Layout) -> Vec<Line> {
    let groups = grouped(reports);
    if groups.is_empty() {
        return if read == 0 {
            Vec::new()
        } else {
            [one(Role::Plain, words::nothing_failed(read, lang))].into()
        };
    }
    if let [(report, 1)] = groups.as_slice() {
        return lines(report, layout);
    }
    let mut digest = Vec::new();
    for (at, (report, times)) in groups.iter().enumerate() {
        if at > 0 {
            digest.push(Line::default());
        }
        digest.push(rule(
            &words::position(at + 1, groups.len(), *times, lang),
            layout.columns,
        ));
        digest.append(&mut lines(report, layout));
    }
    digest.push(Line::default());
    digest.push(rule("", layout.columns));
    digest.extend(summary(reports, lang));
    digest
}

/// The first report of each kind and the number of reports like it, in the order of appearance.
fn grouped(reports: &[Report]) -> Vec<(&Report, usize)> {
    let mut groups: Vec<(&Report, usize)> = Vec::new();
    for report in reports {
        match groups
            .iter_mut()
            .find(|(first, _)| is_same_failure(first, report))
        {
            Some((_, times)) => *times += 1,
            None => groups.push((report, 1)),
        }
    }
    groups
}

/// The same call, query apart, with the same answer and the same candidates.
fn is_same_failure(a: &Report, b: &Report) -> bool {
    let target = |report: &Report| {
        let url = report.subject.url.as_deref().unwrap_or_default();
        String::from(url.split(['?', '#']).next().unwrap_or_default())
    };
    let causes = |report: &Report| -> Vec<&str> {
        report
            .diagnoses
            .iter()
            .map(|diagnosis| diagnosis.cause)
            .collect()
    };
    let notes = |report: &Report| -> Vec<String> {
        report.notes.iter().map(|note| note.text.clone()).collect()
    };
    !a.diagnoses.is_empty()
        && a.subject.method == b.subject.method
        && a.subject.status == b.subject.status
        && target(a) == target(b)
        && causes(a) == causes(b)
        && notes(a) == notes(b)
}

/// How many there were, by leading cause.
fn summary(reports: &[Report], lang: Lang) -> Vec<Line> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for report in reports {
        let Some(leading) = report.diagnoses.first() else {
            continue;
        };
        match counts.iter_mut().find(|(cause, _)| *cause == leading.cause) {
            Some((_, count)) => *count += 1,
            None => counts.push((leading.cause, 1)),
        }
    }
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let total: usize = counts.iter().map(|(_, count)| count).sum();
    let mut lines: Vec<Line> = [one(Role::Title, words::diagnosed(total, lang))].into();
    for (cause, count) in counts {
        let count = format!("{count:>4}  ");
        lines.push(Line {
            spans: [
                Span {
                    role: Role::Plain,
                    text: count,
                },
                Span {
                    role: Role::Cause,
                    text: cause.into(),
                },
            ]
            .into(),
        });
    }
    lines
}

fn one(role: Role, text: String) -> Line {
    Line {
        spans: [Span { role, text }].into(),
    }
}

/// A line across the page, with a label in it.
fn rule(label: &str, columns: usize) -> Line {
    let mut text = String::from("──");
    if !label.is_empty() {
        text.push(' ');
        text.push_str(label);
        text.push(' ');
    }
    let rest = columns.saturating_sub(super::width(&text));
    text.push_str(&"─".repeat(rest));
    one(Role::Muted, text)
}
