//! A report as Markdown, to be pasted into a ticket: everything that is known, quotes inert.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::page::{Page, cell, code, prose};
use super::{signature, words};
use crate::report::{
    CheckReport, Diagnosis, Effect, EvidenceItem, FixReport, Note, NoteKind, Report,
};
use crate::rule::{Actor, Form};
use crate::text::{Lang, Text};

/// A report as Markdown.
///
/// Quotes stand in code spans and commands in fences, so that a hostile body stays text.
///
/// ```
/// use gatewhy_core::{Evidence, Lang, diagnose, render};
///
/// let evidence = Evidence {
///     method: Some("GET".into()),
///     url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets".into()),
///     status: Some(403),
///     body: Some(r#"{"message":"Missing Authentication Token"}"#.into()),
///     ..Evidence::default()
/// };
/// let ticket = render::markdown(&diagnose(&evidence, Lang::En));
/// assert!(ticket.starts_with("## `GET /prod/pets` 403\n"));
/// ```
pub fn markdown(report: &Report) -> String {
    let lang = report.lang;
    let mut page = Page::default();
    subject(&mut page, report);
    let Some((leading, others)) = report.diagnoses.split_first() else {
        if words::worked(&report.subject) {
            page.paragraph(words::NOTHING_FAILED.get(lang));
        } else {
            page.heading(3, words::NO_CAUSE.get(lang));
            page.paragraph(words::NO_CAUSE_WHY.get(lang));
            evidence(&mut page, &report.origin.because, lang);
            signed(&mut page, report, &[]);
        }
        super::changes::markdown(&mut page, report);
        super::tokens::markdown(&mut page, report);
        notes(&mut page, report);
        return page.done();
    };
    verdict(&mut page, leading, lang);
    cors(&mut page, report);
    evidence(&mut page, &leading.evidence, lang);
    signed(&mut page, report, &leading.evidence);
    super::changes::markdown(&mut page, report);
    super::tokens::markdown(&mut page, report);
    unknown(&mut page, leading, lang);
    checks(&mut page, &leading.checks, lang);
    if !leading.fixes.is_empty() {
        page.heading(4, words::FIXES.get(lang));
    }
    for who in [Actor::Caller, Actor::Owner] {
        fixes(&mut page, &leading.fixes, who, lang);
    }
    candidates(&mut page, others, lang);
    notes(&mut page, report);
    links(&mut page, leading, lang);
    page.done()
}

fn subject(page: &mut Page, report: &Report) {
    let (subject, lang) = (&report.subject, report.lang);
    let status = subject.status.map_or_else(
        || words::no_status(report).get(lang).into(),
        |status| format!("{status}"),
    );
    page.block(&format!(
        "## {} {status}",
        code(&words::call(subject, lang))
    ));
    let mut rows: Vec<(Text, String)> = Vec::new();
    if let Some(url) = &subject.url {
        rows.push((words::URL, cell(url)));
    }
    rows.push((words::WHO_ANSWERED, prose(&words::origin(report))));
    if let Some(id) = &subject.request_id {
        rows.push((words::REQUEST_ID, cell(id)));
    }
    let rows: Vec<String> = rows
        .iter()
        .map(|(label, value)| format!("| {} | {value} |", label.get(lang)))
        .collect();
    page.block(&format!("| | |\n|---|---|\n{}", rows.join("\n")));
}

fn verdict(page: &mut Page, diagnosis: &Diagnosis, lang: Lang) {
    page.heading(3, &diagnosis.title);
    let confidence = words::confidence(diagnosis.confidence, lang);
    page.block(&format!("**{confidence}** · `{}`", diagnosis.cause));
    page.paragraph(&diagnosis.why);
}

/// What happened to a call that its page saw as a CORS error.
fn cors(page: &mut Page, report: &Report) {
    let Some(cors) = &report.cors else { return };
    let lang = report.lang;
    page.heading(4, words::note(NoteKind::CorsMasked).get(lang));
    let steps: Vec<String> = cors
        .steps_beside(&report.notes)
        .enumerate()
        .map(|(at, step)| {
            let quote = if step.quote.is_empty() {
                String::new()
            } else {
                format!("  \n   {}", code(&step.quote))
            };
            format!("{}. {}{quote}", at + 1, prose(&step.says))
        })
        .collect();
    page.block(&steps.join("\n"));
    for note in &report.notes {
        if note.kind == NoteKind::CorsMasked {
            page.paragraph(&note.text);
        }
    }
    if !cors.fixes.is_empty() {
        page.heading(5, words::LET_READ.get(lang));
        for fix in &cors.fixes {
            fix_block(page, &fix.title, fix.form, &fix.text, lang);
        }
    }
}

fn evidence(page: &mut Page, items: &[EvidenceItem], lang: Lang) {
    if items.is_empty() {
        return;
    }
    page.heading(4, words::EVIDENCE.get(lang));
    let rows: Vec<String> = items.iter().map(|item| clue(item, lang)).collect();
    page.bullets(&rows);
}

fn clue(item: &EvidenceItem, lang: Lang) -> String {
    let mark = match item.effect {
        Effect::For => "**+**",
        Effect::Against => "**−**",
    };
    let place = prose(&words::place(&item.place, lang));
    let quote = if item.quote.is_empty() {
        String::new()
    } else {
        format!("{}{}", words::colon(lang), code(&item.quote))
    };
    format!("{mark} {}  \n  {place}{quote}", prose(&item.says))
}

/// What was signed and what arrived, then what else is wrong with the signature.
fn signed(page: &mut Page, report: &Report, told: &[EvidenceItem]) {
    const COLUMNS: usize = 100;
    let lang = report.lang;
    let Some(signature) = &report.signature else {
        return;
    };
    let mut findings = signature::untold(signature, told).peekable();
    if signature.diff.is_none() && findings.peek().is_none() {
        return;
    }
    page.heading(4, words::SIGNATURE.get(lang));
    if let Some(diff) = &signature.diff {
        if let Some(first) = findings.next_if(|finding| finding.says == diff.says) {
            page.paragraph(&first.says);
        }
        page.fenced("", &signature::aligned(diff, lang, COLUMNS));
    }
    let rows: Vec<String> = findings
        .map(|finding| {
            let place = prose(&words::place(&finding.place, lang));
            let quote = code(&finding.quote);
            format!(
                "{}  \n  {place}{}{quote}",
                prose(&finding.says),
                words::colon(lang)
            )
        })
        .collect();
    page.bullets(&rows);
}

fn unknown(page: &mut Page, diagnosis: &Diagnosis, lang: Lang) {
    if diagnosis.unknown.is_empty() {
        return;
    }
    page.heading(4, words::UNKNOWN.get(lang));
    let items: Vec<String> = diagnosis.unknown.iter().map(|item| prose(item)).collect();
    page.bullets(&items);
}

fn checks(page: &mut Page, checks: &[CheckReport], lang: Lang) {
    if checks.is_empty() {
        return;
    }
    page.heading(4, words::CHECKS.get(lang));
    for check in checks {
        page.block(&format!("**{}**", prose(&check.title)));
        page.fenced("sh", &check.command);
        let outcomes: Vec<String> = [(words::IF_SO, &check.if_so), (words::IF_NOT, &check.if_not)]
            .iter()
            .filter(|(_, says)| !says.is_empty())
            .map(|(label, says)| {
                format!("*{}*{}{}", label.get(lang), words::colon(lang), prose(says))
            })
            .collect();
        page.bullets(&outcomes);
    }
}

fn fixes(page: &mut Page, fixes: &[FixReport], who: Actor, lang: Lang) {
    let mut fixes = fixes.iter().filter(|fix| fix.who == who).peekable();
    if fixes.peek().is_none() {
        return;
    }
    page.heading(5, words::actor(who).get(lang));
    for fix in fixes {
        fix_block(page, &fix.title, fix.form, &fix.text, lang);
    }
}

/// One fix: its title, the form of its text, and the text.
pub(crate) fn fix_block(page: &mut Page, title: &str, form: Form, text: &str, lang: Lang) {
    let name = match form {
        Form::Text | Form::Console | Form::Cli => String::new(),
        form => format!(" · {}", words::form(form).get(lang)),
    };
    page.block(&format!("**{}**{name}", prose(title)));
    match form {
        Form::Text | Form::Console => text.lines().for_each(|line| page.paragraph(line)),
        form => page.fenced(language(form), text),
    }
}

const fn language(form: Form) -> &'static str {
    match form {
        Form::Cli => "sh",
        Form::Cloudformation | Form::Sam | Form::Openapi => "yaml",
        Form::Terraform => "hcl",
        Form::Cdk => "ts",
        Form::Console | Form::Text => "",
    }
}

fn candidates(page: &mut Page, others: &[Diagnosis], lang: Lang) {
    if others.is_empty() {
        return;
    }
    page.heading(4, words::OTHERS.get(lang));
    for other in others {
        let percent = words::percent(other.confidence);
        page.block(&format!(
            "**{percent}% {}** · `{}`",
            prose(&other.title),
            other.cause
        ));
        if let Some(check) = other.checks.first() {
            page.paragraph(&words::labelled(words::TOLD_APART, &check.title, lang));
            page.fenced("sh", &check.command);
        }
    }
}

fn notes(page: &mut Page, report: &Report) {
    let told = |note: &&Note| report.cors.is_some() && note.kind == NoteKind::CorsMasked;
    if report.notes.iter().all(|note| told(&note)) {
        return;
    }
    page.heading(4, words::NOTES.get(report.lang));
    let notes: Vec<String> = report
        .notes
        .iter()
        .filter(|note| !told(note))
        .map(|note| {
            let label = words::note(note.kind).get(report.lang);
            format!(
                "**{label}**{}{}",
                words::colon(report.lang),
                prose(&note.text)
            )
        })
        .collect();
    page.bullets(&notes);
}

fn links(page: &mut Page, diagnosis: &Diagnosis, lang: Lang) {
    if diagnosis.links.is_empty() {
        return;
    }
    page.heading(4, words::LINKS.get(lang));
    let links: Vec<String> = diagnosis
        .links
        .iter()
        .map(|link| format!("[{}]({})", prose(&link.title), link.url))
        .collect();
    page.bullets(&links);
}
