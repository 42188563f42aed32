//! Several reports as one text: each call once, a rule between them, and how many there were.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::clean::visible;
use super::columns::{Line, Role, Sheet, Span};
use super::report::{Layout, lines};
use super::words;
use crate::report::Report;
use crate::text::Lang;

/// Reports as lines, the last of them an overview. Calls that failed in the same way are printed
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
    digest.extend(summary(&groups, lang, layout.columns));
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
    fn target(report: &Report) -> &str {
        let url = report.subject.url.as_deref().unwrap_or_default();
        url.split(['?', '#']).next().unwrap_or_default()
    }
    let causes = |of: &Report| -> Vec<&str> {
        of.diagnoses
            .iter()
            .map(|diagnosis| diagnosis.cause)
            .collect()
    };
    a.subject.method == b.subject.method
        && a.subject.status == b.subject.status
        && target(a) == target(b)
        && a.origin.who == b.origin.who
        && causes(a) == causes(b)
        && a.notes == b.notes
}

/// How many failed, by leading cause, and a line for each: what is left on the screen at the end.
fn summary(groups: &[(&Report, usize)], lang: Lang, columns: usize) -> Vec<Line> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let mut total = 0;
    for (report, times) in groups {
        let Some(cause) = leading(report, lang) else {
            continue;
        };
        total += times;
        match counts.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, count)) => *count += times,
            None => counts.push((cause, *times)),
        }
    }
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let counts: Vec<String> = counts
        .iter()
        .map(|(cause, count)| words::count_of(cause, *count, lang))
        .collect();
    let total = format!("{}{}", words::diagnosed(total, lang), words::colon(lang));
    let mut sheet = Sheet::new(columns);
    sheet.flow(
        0,
        2,
        &[
            (Role::Title, &total),
            (Role::Plain, &words::list(&counts, lang)),
        ],
    );
    sheet.gap();
    for (at, (report, _)) in groups.iter().enumerate() {
        row(&mut sheet, at + 1, report, lang);
    }
    sheet.done()
}

/// ` 3  403  GET /prod/pets  route-not-found, 98%`
fn row(sheet: &mut Sheet, number: usize, report: &Report, lang: Lang) {
    const CALL: usize = 34;
    let number = format!("{number}.");
    let status = report
        .subject
        .status
        .map_or_else(|| "---".into(), |status| format!("{status}"));
    let role = if words::worked(&report.subject) {
        Role::Worked
    } else {
        Role::Failed
    };
    let call = visible(&words::call(&report.subject, lang));
    let call = words::shortened(&call, CALL);
    let space = " ".repeat((CALL + 2).saturating_sub(super::width(&call)));
    let share = report
        .diagnoses
        .first()
        .map(|diagnosis| format!(" {}%", words::percent(diagnosis.confidence)))
        .unwrap_or_default();
    let cause = leading(report, lang).unwrap_or_default();
    let indent = 4_usize.saturating_sub(number.len());
    let before = [
        (Role::Muted, number.as_str()),
        (Role::Plain, " "),
        (role, &status),
        (Role::Plain, "  "),
    ];
    let behind = [
        (Role::Plain, call.as_str()),
        (Role::Plain, &space),
        (Role::Cause, cause),
        (Role::Muted, &share),
    ];
    sheet.flow(indent, 10, &[before.as_slice(), behind.as_slice()].concat());
}

/// The leading cause of what failed; `None` for what worked.
fn leading(report: &Report, lang: Lang) -> Option<&str> {
    match report.diagnoses.first() {
        Some(leading) => Some(leading.cause),
        None if words::worked(&report.subject) => None,
        None => Some(words::NO_CAUSE_SHORT.get(lang)),
    }
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
