//! A report as lines of text: the verdict first, what it rests on under it, then what to do.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::columns::{Line, Role, Sheet};
use super::{signature, words};
use crate::report::{CheckReport, Diagnosis, Effect, EvidenceItem, FixReport, NoteKind, Report};
use crate::rule::{Actor, Form};
use crate::text::{Lang, Text};

/// How a report is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// How many columns a line may take; commands and addresses are never broken.
    pub columns: usize,
    /// Every check and every form of a fix, not just the first check and what can be typed or
    /// clicked at once.
    pub full: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            columns: 80,
            full: false,
        }
    }
}

/// A report as plain text, a line end behind each line.
///
/// ```
/// use gatewhy_core::{Evidence, Lang, diagnose, render};
///
/// let evidence = Evidence {
///     url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets".into()),
///     method: Some("GET".into()),
///     status: Some(403),
///     body: Some(r#"{"message":"Missing Authentication Token"}"#.into()),
///     ..Evidence::default()
/// };
/// let text = render::text(&diagnose(&evidence, Lang::En), render::Layout::default());
/// assert!(text.starts_with("GET /prod/pets  403\n"));
/// ```
pub fn text(report: &Report, layout: Layout) -> String {
    let mut text = String::new();
    for line in lines(report, layout) {
        text.push_str(&line.to_string());
        text.push('\n');
    }
    text
}

/// A report as lines whose spans say what they are.
pub fn lines(report: &Report, layout: Layout) -> Vec<Line> {
    let mut writer = Writer {
        sheet: Sheet::new(layout.columns),
        lang: report.lang,
        full: layout.full,
    };
    writer.report(report);
    writer.sheet.done()
}

/// Where the body of a part begins.
const BODY: usize = 2;

struct Writer {
    sheet: Sheet,
    lang: Lang,
    full: bool,
}

impl Writer {
    fn report(&mut self, report: &Report) {
        self.subject(report);
        let Some((leading, others)) = report.diagnoses.split_first() else {
            self.no_diagnosis(report);
            super::changes::lines(&mut self.sheet, report);
            super::tokens::lines(&mut self.sheet, report);
            self.aside(report, NoteKind::CorsMasked);
            self.notes(report);
            return;
        };
        self.verdict(leading);
        // The page tells another story than this report: it must not stand at the end.
        self.cors(report);
        self.evidence(&leading.evidence);
        self.signature(report, &leading.evidence);
        super::changes::lines(&mut self.sheet, report);
        super::tokens::lines(&mut self.sheet, report);
        self.unknown(&leading.unknown);
        let close = others
            .iter()
            .take_while(|other| words::is_close(leading.confidence, other.confidence))
            .count();
        // Whoever is told of one cause only would mend the wrong thing half of the time.
        self.others(words::AS_LIKELY, &others[..close]);
        self.check(&leading.checks);
        self.fixes(leading);
        self.aside(report, NoteKind::RedeployNeeded);
        self.left_out(report, leading);
        self.others(words::OTHERS, &others[close..]);
        self.notes(report);
        self.links(leading);
    }

    fn subject(&mut self, report: &Report) {
        let subject = &report.subject;
        let call = words::call(subject, self.lang);
        let call = words::shortened(&call, self.sheet.columns() * 2);
        let status = subject.status.map(|status| status.to_string());
        let (role, status) = match (&status, subject.status) {
            (Some(text), Some(..=399)) => (Role::Worked, text.as_str()),
            (Some(text), _) => (Role::Failed, text.as_str()),
            (None, _) => (Role::Failed, words::no_status(report).get(self.lang)),
        };
        self.sheet.flow(
            0,
            2,
            &[(Role::Title, &call), (Role::Plain, "  "), (role, status)],
        );
        if let Some(host) = words::host(subject) {
            self.sheet.flow(0, 0, &[(Role::Muted, host)]);
        }
        let origin = words::labelled(words::WHO_ANSWERED, &words::origin(report), self.lang);
        self.sheet.flow(0, 2, &[(Role::Muted, &origin)]);
        if let Some(id) = &subject.request_id {
            let id = words::labelled(words::REQUEST_ID, id, self.lang);
            self.sheet.flow(0, 2, &[(Role::Muted, &id)]);
        }
    }

    fn verdict(&mut self, diagnosis: &Diagnosis) {
        self.sheet.gap();
        self.sheet.flow(0, 0, &[(Role::Title, &diagnosis.title)]);
        let confidence = words::confidence(diagnosis.confidence, self.lang);
        self.sheet.flow(
            0,
            0,
            &[
                (Role::Plain, &confidence),
                (Role::Muted, " · "),
                (Role::Cause, diagnosis.cause),
            ],
        );
        self.sheet.gap();
        self.sheet
            .flow(BODY, BODY, &[(Role::Plain, &diagnosis.why)]);
    }

    fn no_diagnosis(&mut self, report: &Report) {
        self.sheet.gap();
        if words::worked(&report.subject) {
            let says = words::NOTHING_FAILED.get(self.lang);
            self.sheet.flow(0, 0, &[(Role::Title, says)]);
            return;
        }
        self.sheet
            .flow(0, 0, &[(Role::Title, words::NO_CAUSE.get(self.lang))]);
        let why = words::NO_CAUSE_WHY.get(self.lang);
        self.sheet.flow(BODY, BODY, &[(Role::Plain, why)]);
        self.evidence(&report.origin.because);
        self.signature(report, &[]);
    }

    fn heading(&mut self, text: Text) {
        self.sheet.gap();
        self.sheet
            .flow(0, 0, &[(Role::Heading, text.get(self.lang))]);
    }

    fn evidence(&mut self, items: &[EvidenceItem]) {
        if items.is_empty() {
            return;
        }
        self.heading(words::EVIDENCE);
        for item in items {
            let (role, mark) = match item.effect {
                Effect::For => (Role::For, "+"),
                Effect::Against => (Role::Against, "−"),
            };
            self.sheet.flow(
                BODY,
                BODY + 2,
                &[(role, mark), (Role::Plain, " "), (Role::Plain, &item.says)],
            );
            self.quote(&item.quote, &words::place(&item.place, self.lang));
        }
    }

    /// Where something stands, and its bytes: beside it, or under it where they are too long.
    fn quote(&mut self, quote: &str, place: &str) {
        let at = BODY + 2;
        if quote.is_empty() {
            self.sheet.flow(at, at, &[(Role::Muted, place)]);
            return;
        }
        let place = alloc::format!("{place}{}", words::colon(self.lang));
        let needed = at + super::width(&place) + super::width(&super::visible(quote));
        if needed <= self.sheet.columns() {
            self.sheet
                .flow(at, at, &[(Role::Muted, &place), (Role::Quote, quote)]);
        } else {
            self.sheet.flow(at, at, &[(Role::Muted, place.trim_end())]);
            self.sheet.flow(at + 2, at + 2, &[(Role::Quote, quote)]);
        }
    }

    /// What was signed and what arrived, then what else is wrong with the signature.
    fn signature(&mut self, report: &Report, told: &[EvidenceItem]) {
        let Some(signature) = &report.signature else {
            return;
        };
        let mut findings = signature::untold(signature, told).peekable();
        if signature.diff.is_none() && findings.peek().is_none() {
            return;
        }
        self.heading(words::SIGNATURE);
        if let Some(diff) = &signature.diff {
            if let Some(first) = findings.next_if(|finding| finding.says == diff.says) {
                self.sheet.flow(BODY, BODY, &[(Role::Plain, &first.says)]);
            }
            let room = self.sheet.columns().saturating_sub(BODY + 2);
            let lines = signature::aligned(diff, self.lang, room);
            self.sheet.verbatim(BODY + 2, Role::Quote, &lines);
        }
        for finding in findings {
            let says = [(Role::Plain, "• "), (Role::Plain, finding.says.as_str())];
            self.sheet.flow(BODY, BODY + 2, &says);
            self.quote(&finding.quote, &words::place(&finding.place, self.lang));
        }
    }

    fn unknown(&mut self, unknown: &[String]) {
        if unknown.is_empty() {
            return;
        }
        self.heading(words::UNKNOWN);
        self.sheet.flow(
            BODY,
            BODY,
            &[(Role::Plain, &words::list(unknown, self.lang))],
        );
    }

    fn check(&mut self, checks: &[CheckReport]) {
        let shown = if self.full { checks.len() } else { 1 };
        for (at, check) in checks.iter().take(shown).enumerate() {
            if at == 0 {
                self.heading(words::CHECKS);
            } else {
                self.sheet.gap();
            }
            self.sheet.flow(BODY, BODY, &[(Role::Plain, &check.title)]);
            self.sheet.code(BODY + 2, &check.command);
            self.sheet
                .outcome(BODY, words::IF_SO, &check.if_so, self.lang);
            self.sheet
                .outcome(BODY, words::IF_NOT, &check.if_not, self.lang);
        }
    }

    fn fixes(&mut self, diagnosis: &Diagnosis) {
        let mut begun = false;
        for who in [Actor::Caller, Actor::Owner] {
            let of = |fix: &&FixReport| fix.who == who && self.shows(fix, diagnosis);
            let fixes: Vec<&FixReport> = diagnosis.fixes.iter().filter(of).collect();
            if fixes.is_empty() {
                continue;
            }
            if begun {
                self.sheet.gap();
            } else {
                self.heading(words::FIXES);
                begun = true;
            }
            let actor = words::actor(who).get(self.lang);
            self.sheet.flow(BODY, BODY, &[(Role::Muted, actor)]);
            for fix in fixes {
                self.sheet.fix(&fix.title, fix.form, &fix.text, self.lang);
            }
        }
    }

    /// A template's snippet is of use to few readers and longer than all the rest: it is left out
    /// unless there is nothing else or all was asked for.
    fn shows(&self, fix: &FixReport, diagnosis: &Diagnosis) -> bool {
        let at_once = |form: Form| matches!(form, Form::Text | Form::Console | Form::Cli);
        self.full
            || at_once(fix.form)
            || !diagnosis
                .fixes
                .iter()
                .any(|other| other.who == fix.who && at_once(other.form))
    }

    /// Says what a longer form would show.
    fn left_out(&mut self, report: &Report, diagnosis: &Diagnosis) {
        if self.full {
            return;
        }
        let mut parts: Vec<String> = Vec::new();
        let checks = diagnosis.checks.len().saturating_sub(1);
        if checks > 0 {
            parts.push(words::more_checks(checks, self.lang));
        }
        let mut forms: Vec<&str> = Vec::new();
        for fix in diagnosis
            .fixes
            .iter()
            .filter(|fix| !self.shows(fix, diagnosis))
        {
            let name = words::form(fix.form).get(self.lang);
            if !forms.contains(&name) {
                forms.push(name);
            }
        }
        if !forms.is_empty() {
            parts.push(words::more_forms(&forms, self.lang));
        }
        if report
            .cors
            .as_ref()
            .is_some_and(|cors| !cors.fixes.is_empty())
        {
            parts.push(words::how_to_read(self.lang).into());
        }
        if !parts.is_empty() {
            self.sheet.gap();
            let says = words::with_full(&parts, self.lang);
            self.sheet.flow(BODY, BODY, &[(Role::Muted, &says)]);
        }
    }

    fn others(&mut self, heading: Text, others: &[Diagnosis]) {
        if others.is_empty() {
            return;
        }
        self.heading(heading);
        for other in others {
            let percent = alloc::format!("{}%", words::percent(other.confidence));
            let indent = (BODY + 3).saturating_sub(percent.len());
            let title = [
                (Role::Muted, percent.as_str()),
                (Role::Plain, "  "),
                (Role::Plain, &other.title),
            ];
            let cause = [(Role::Muted, " · "), (Role::Cause, other.cause)];
            let beside = BODY + 5 + super::width(&other.title) + 3 + other.cause.len();
            if beside <= self.sheet.columns() {
                self.sheet
                    .flow(indent, BODY + 5, &[title.as_slice(), &cause].concat());
            } else {
                self.sheet.flow(indent, BODY + 5, &title);
                self.sheet.flow(BODY + 5, BODY + 5, &cause[1..]);
            }
            if let Some(check) = other.checks.first() {
                let says = words::labelled(words::TOLD_APART, &check.title, self.lang);
                self.sheet.flow(BODY + 5, BODY + 5, &[(Role::Muted, &says)]);
                self.sheet.verbatim(BODY + 5, Role::Code, &check.command);
            }
        }
    }

    /// What happened to a call that its page saw as a CORS error.
    fn cors(&mut self, report: &Report) {
        let Some(cors) = &report.cors else {
            self.aside(report, NoteKind::CorsMasked);
            return;
        };
        self.heading(words::note(NoteKind::CorsMasked));
        for (at, step) in cors.steps_beside(&report.notes).enumerate() {
            let number = alloc::format!("{}. ", at + 1);
            let parts = [(Role::Plain, number.as_str()), (Role::Plain, &step.says)];
            self.sheet.flow(BODY, BODY + 3, &parts);
            if !step.quote.is_empty() {
                let quote = [(Role::Quote, step.quote.as_str())];
                self.sheet.flow(BODY + 3, BODY + 3, &quote);
            }
        }
        for note in &report.notes {
            if note.kind == NoteKind::CorsMasked {
                self.sheet.flow(BODY, BODY, &[(Role::Plain, &note.text)]);
            }
        }
        if self.full && !cors.fixes.is_empty() {
            self.sheet.gap();
            let title = words::LET_READ.get(self.lang);
            self.sheet.flow(BODY, BODY, &[(Role::Muted, title)]);
            for fix in &cors.fixes {
                self.sheet.fix(&fix.title, fix.form, &fix.text, self.lang);
            }
        }
    }

    /// A note that belongs to the part before it.
    fn aside(&mut self, report: &Report, kind: NoteKind) {
        for note in report.notes.iter().filter(|note| note.kind == kind) {
            let label = words::note(kind).get(self.lang);
            self.sheet.gap();
            self.sheet.flow(
                BODY,
                BODY,
                &[
                    (Role::Heading, label),
                    (Role::Plain, words::colon(self.lang)),
                    (Role::Plain, &note.text),
                ],
            );
        }
    }

    fn notes(&mut self, report: &Report) {
        let asides = [NoteKind::CorsMasked, NoteKind::RedeployNeeded];
        let notes = report
            .notes
            .iter()
            .filter(|note| !asides.contains(&note.kind));
        for (at, note) in notes.enumerate() {
            if at == 0 {
                self.heading(words::NOTES);
            }
            let label = words::note(note.kind).get(self.lang);
            self.sheet.flow(
                BODY,
                BODY + 2,
                &[
                    (Role::Plain, "• "),
                    (Role::Plain, label),
                    (Role::Plain, words::colon(self.lang)),
                    (Role::Plain, &note.text),
                ],
            );
        }
    }

    fn links(&mut self, diagnosis: &Diagnosis) {
        if diagnosis.links.is_empty() {
            return;
        }
        self.heading(words::LINKS);
        for link in &diagnosis.links {
            self.sheet.flow(BODY, BODY, &[(Role::Plain, &link.title)]);
            self.sheet
                .flow(BODY + 2, BODY + 2, &[(Role::Link, link.url)]);
        }
    }
}
