//! The parts of a report, in the order in which a reader needs them.

use core::sync::atomic::{AtomicU32, Ordering};

use gatewhy_core::render::words::is_close;
use gatewhy_core::report::{Diagnosis, Note, NoteKind};
use gatewhy_core::{Lang, Report, Text};

use crate::dom::{El, el};
use crate::{ViewOptions, changes, checks, cors, evidence, fixes, signature, tokens, words};

/// What every part needs to know.
#[derive(Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) lang: Lang,
    level: u8,
    /// Whether quotes lead to where they stand.
    pub(crate) jump: bool,
    /// Makes ids, which tabs need, differ from those of other reports in the document.
    pub(crate) serial: u32,
}

impl Frame {
    pub(crate) fn say(self, text: Text) -> &'static str {
        text.get(self.lang)
    }

    /// A heading so many levels below the verdict.
    pub(crate) fn heading(self, below: u8) -> El {
        el(match self.level.saturating_add(below) {
            0 | 1 => "h1",
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        })
    }

    pub(crate) fn section(self, part: &'static str, title: Text) -> El {
        el("section")
            .set("data-part", part)
            .child(self.heading(1).text(self.say(title)))
    }
}

pub(crate) fn report(report: &Report, options: ViewOptions) -> El {
    static SERIAL: AtomicU32 = AtomicU32::new(0);
    let frame = Frame {
        lang: options.lang,
        level: options.heading,
        jump: options.jump,
        serial: SERIAL.fetch_add(1, Ordering::Relaxed),
    };
    let article = el("article")
        .class("gw-report")
        .set("lang", report.lang.code());
    let Some((leading, others)) = report.diagnoses.split_first() else {
        return article
            .child(silent(report, frame))
            .maybe(notes(&report.notes, frame, |_| true))
            .maybe(evidence::origin(report, frame))
            .maybe(signature::signature(report, &[], frame))
            .maybe(changes::changes(report, frame))
            .children(tokens::tokens(report, frame));
    };
    // Whoever is told of one cause only would mend the wrong thing half of the time.
    let close = others
        .iter()
        .take_while(|other| is_close(leading.confidence, other.confidence))
        .count();
    let (as_likely, others) = others.split_at(close);
    article
        .set("data-cause", leading.cause)
        .child(verdict(leading, frame))
        .maybe(cors::cors(report, frame))
        .maybe(notes(&report.notes, frame, |kind| {
            let told = kind == NoteKind::CorsMasked && report.cors.is_some();
            belongs_on_top(kind) && !told
        }))
        .child(evidence::evidence(leading, frame))
        .maybe(signature::signature(report, &leading.evidence, frame))
        .maybe(changes::changes(report, frame))
        .children(tokens::tokens(report, frame))
        .maybe(evidence::origin(report, frame))
        .maybe(unknown(leading, frame))
        .maybe(checks::rivals("alike", words::AS_LIKELY, as_likely, frame))
        .maybe(checks::checks(leading, frame))
        .maybe(fixes::fixes(leading, frame))
        .maybe(notes(&report.notes, frame, |kind| !belongs_on_top(kind)))
        .maybe(checks::rivals("others", words::OTHERS, others, frame))
        .maybe(links(leading, frame))
}

/// A share of one in percent, as it is shown.
pub fn percent(confidence: f64) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held between 0 and 100"
    )]
    let percent = (confidence * 100.0).round().clamp(0.0, 100.0) as u8;
    percent
}

/// Nothing is known of a cause: nothing failed, or no rule fits.
fn silent(report: &Report, frame: Frame) -> El {
    let failed = report.subject.status.is_none_or(|status| status >= 400);
    let title = if failed {
        words::NO_CAUSE
    } else {
        words::NOTHING_FAILED
    };
    el("header")
        .set("data-part", "verdict")
        .child(frame.heading(0).text(frame.say(title)))
        .maybe(failed.then(|| el("p").class("gw-why").text(frame.say(words::NO_CAUSE_WHY))))
}

fn verdict(leading: &Diagnosis, frame: Frame) -> El {
    el("header")
        .set("data-part", "verdict")
        .child(frame.heading(0).text(&leading.title))
        .child(
            el("p")
                .class("gw-standing")
                .child(confidence(leading.confidence, frame))
                .child(el("code").class("gw-cause").text(leading.cause)),
        )
        .child(el("p").class("gw-why").text(&leading.why))
}

/// The number, its bar and its word.
fn confidence(share: f64, frame: Frame) -> El {
    let share = percent(share);
    el("span")
        .class("gw-confidence")
        .set("title", frame.say(words::CONFIDENCE))
        .child(
            // The number beside it says the same.
            el("progress")
                .set("aria-hidden", "true")
                .set("max", "100")
                .set("value", share.to_string()),
        )
        .child(el("strong").text(format!("{share}%")))
        .text(" ")
        .child(el("span").text(frame.say(words::likelihood(share))))
}

/// What changes how the verdict is read stands before the evidence; the rest goes with the fixes.
fn belongs_on_top(kind: NoteKind) -> bool {
    matches!(
        kind,
        NoteKind::CorsMasked
            | NoteKind::BodyWithheld
            | NoteKind::CustomisedResponse
            | NoteKind::Input
    )
}

fn notes(all: &[Note], frame: Frame, which: impl Fn(NoteKind) -> bool) -> Option<El> {
    let mut shown = all.iter().filter(|note| which(note.kind)).peekable();
    shown.peek()?;
    let notes = shown.map(|note| {
        el("p")
            .class("gw-note")
            .set("data-kind", note.kind.id())
            .child(el("strong").text(frame.say(words::note(note.kind))))
            .text(" ")
            .child(el("span").text(&note.text))
    });
    Some(
        el("div")
            .class("gw-notes")
            .set("data-part", "notes")
            .children(notes),
    )
}

fn unknown(of: &Diagnosis, frame: Frame) -> Option<El> {
    if of.unknown.is_empty() {
        return None;
    }
    let items = of.unknown.iter().map(|what| el("li").text(what));
    Some(
        frame
            .section("unknown", words::UNKNOWN)
            .child(el("ul").children(items)),
    )
}

fn links(of: &Diagnosis, frame: Frame) -> Option<El> {
    let items: Vec<El> = of
        .links
        .iter()
        .filter(|link| link.url.starts_with("https://"))
        .map(|link| {
            el("li").child(
                el("a")
                    .set("href", link.url)
                    .set("target", "_blank")
                    .set("rel", "noopener noreferrer")
                    .text(&link.title),
            )
        })
        .collect();
    (!items.is_empty()).then(|| {
        frame
            .section("links", words::LINKS)
            .child(el("ul").children(items))
    })
}

#[cfg(test)]
#[path = "parts_tests.rs"]
mod tests;
