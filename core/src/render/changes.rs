//! What differs from the call that worked: as lines, and as Markdown.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::columns::{Role, Sheet};
use super::page::{Page, cell, code, prose};
use super::{visible, width, words};
use crate::report::{Change, Report, Since};
use crate::text::Lang;

/// `GET https://… 200, 2026-01-01T00:00:00Z`, as it stands under the heading.
fn call(since: &Since) -> String {
    let Since {
        method,
        url,
        status,
        started,
    } = since;
    let when = started.as_deref().unwrap_or("");
    let comma = if when.is_empty() { "" } else { ", " };
    format!("{method} {url} {status}{comma}{when}")
}

pub(super) fn lines(sheet: &mut Sheet, report: &Report) {
    let Some(since) = &report.since else { return };
    let lang = report.lang;
    sheet.gap();
    sheet.flow(0, 0, &[(Role::Heading, words::CHANGES.get(lang))]);
    sheet.flow(2, 4, &[(Role::Muted, &call(since))]);
    if report.changes.is_empty() {
        sheet.flow(2, 2, &[(Role::Plain, words::NO_CHANGES.get(lang))]);
    }
    for change in &report.changes {
        sheet.flow(2, 4, &[(Role::Plain, "• "), (Role::Plain, &change.says)]);
        if change.then == change.now {
            side(sheet, "", change.now.as_deref(), lang);
            continue;
        }
        let room = width(words::THEN.get(lang)).max(width(words::NOW.get(lang))) + 2;
        for (label, value) in [(words::THEN, &change.then), (words::NOW, &change.now)] {
            let label = label.get(lang);
            let space = " ".repeat(room.saturating_sub(width(label)));
            side(sheet, &format!("{label}{space}"), value.as_deref(), lang);
        }
    }
}

fn side(sheet: &mut Sheet, label: &str, value: Option<&str>, lang: Lang) {
    let value = match value {
        Some(value) => (Role::Quote, value),
        None => (Role::Muted, words::NOTHING.get(lang)),
    };
    let rest = 4 + width(label);
    sheet.flow(4, rest, &[(Role::Muted, label), value]);
}

pub(super) fn markdown(page: &mut Page, report: &Report) {
    let Some(since) = &report.since else { return };
    let lang = report.lang;
    page.heading(4, words::CHANGES.get(lang));
    page.block(&code(&call(since)));
    if report.changes.is_empty() {
        page.paragraph(words::NO_CHANGES.get(lang));
        return;
    }
    let rows: Vec<String> = report.changes.iter().map(|one| row(one, lang)).collect();
    let (then, now) = (words::THEN.get(lang), words::NOW.get(lang));
    page.block(&format!(
        "| | {then} | {now} |\n|---|---|---|\n{}",
        rows.join("\n")
    ));
}

fn row(change: &Change, lang: Lang) -> String {
    let side = |value: &Option<String>| match value {
        Some(value) if visible(value).is_empty() => "\"\"".into(),
        Some(value) => cell(value),
        None => words::NOTHING.get(lang).into(),
    };
    let says = prose(&change.says).replace('|', "\\|");
    format!(
        "| {says} | {} | {} |",
        side(&change.then),
        side(&change.now)
    )
}
