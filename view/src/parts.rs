//! The parts of a report, in the order in which a reader needs them.

use core::sync::atomic::{AtomicU32, Ordering};

use gatewhy_core::report::{CheckReport, Diagnosis, Effect, EvidenceItem, Note, NoteKind};
use gatewhy_core::{Lang, Report, Text};

use crate::dom::{El, el};
use crate::{ViewOptions, fixes, words};

/// What every part needs to know.
#[derive(Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) lang: Lang,
    level: u8,
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
        serial: SERIAL.fetch_add(1, Ordering::Relaxed),
    };
    let article = el("article")
        .class("gw-report")
        .set("lang", report.lang.code());
    let Some((leading, others)) = report.diagnoses.split_first() else {
        return article
            .child(silent(report, frame))
            .maybe(notes(&report.notes, frame, |_| true))
            .maybe(origin(report, frame));
    };
    article
        .set("data-cause", leading.cause)
        .child(verdict(leading, frame))
        .maybe(notes(&report.notes, frame, belongs_on_top))
        .child(evidence(leading, frame))
        .maybe(origin(report, frame))
        .maybe(unknown(leading, frame))
        .maybe(checks(leading, frame))
        .maybe(fixes::fixes(leading, frame))
        .maybe(notes(&report.notes, frame, |kind| !belongs_on_top(kind)))
        .maybe(rivals(others, frame))
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
            .set("data-kind", words::note_id(note.kind))
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

fn evidence(of: &Diagnosis, frame: Frame) -> El {
    frame
        .section("evidence", words::EVIDENCE)
        .child(evidence_list(&of.evidence, frame))
}

fn evidence_list(items: &[EvidenceItem], frame: Frame) -> El {
    el("ul")
        .class("gw-evidence")
        .children(items.iter().map(|item| evidence_item(item, frame)))
}

fn evidence_item(item: &EvidenceItem, frame: Frame) -> El {
    let (id, sign, word) = match item.effect {
        Effect::For => ("for", "+", words::FOR),
        Effect::Against => ("against", "−", words::AGAINST),
    };
    let quote = (!item.quote.is_empty()).then(|| {
        el("code")
            .class("gw-quote")
            .set("dir", "ltr")
            .set("translate", "no")
            .text(&item.quote)
    });
    el("li")
        .set("data-effect", id)
        .child(
            el("span")
                .class("gw-effect")
                .child(el("span").set("aria-hidden", "true").text(sign))
                .text(" ")
                .text(frame.say(word)),
        )
        .child(
            el("div").child(el("span").text(&item.says)).child(
                el("span")
                    .class("gw-source")
                    .maybe(quote)
                    .child(el("span").class("gw-where").text(&item.place)),
            ),
        )
}

fn origin(report: &Report, frame: Frame) -> Option<El> {
    let origin = &report.origin;
    if origin.because.is_empty() {
        return None;
    }
    let because = origin.because.iter().map(|item| {
        let quote = (!item.quote.is_empty()).then(|| {
            el("code")
                .class("gw-quote")
                .set("dir", "ltr")
                .set("translate", "no")
                .text(&item.quote)
        });
        el("li").child(el("span").text(&item.says)).child(
            el("span")
                .class("gw-source")
                .maybe(quote)
                .child(el("span").class("gw-where").text(&item.place)),
        )
    });
    Some(
        frame
            .section("origin", words::WHO_ANSWERED)
            .child(
                el("p")
                    .class("gw-who")
                    .child(el("strong").text(capital(frame.say(origin.who.name()))))
                    .text(" ")
                    .child(
                        el("span")
                            .class("gw-quiet")
                            .text(format!("{}%", percent(origin.confidence))),
                    ),
            )
            .child(el("ul").class("gw-because").children(because)),
    )
}

/// Core's words can stand within a sentence; here they begin one.
fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
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

fn checks(of: &Diagnosis, frame: Frame) -> Option<El> {
    if of.checks.is_empty() {
        return None;
    }
    let items = of.checks.iter().map(|check| check_item(check, frame));
    Some(
        frame
            .section("checks", words::CHECKS)
            .child(el("ol").class("gw-checks").children(items)),
    )
}

fn check_item(check: &CheckReport, frame: Frame) -> El {
    let outcome = |label: Text, text: &str, id: &'static str| {
        (!text.is_empty()).then(|| {
            el("li")
                .set("data-outcome", id)
                .child(el("span").class("gw-outcome").text(frame.say(label)))
                .child(el("span").text(text))
        })
    };
    el("li")
        .child(el("p").class("gw-step").text(&check.title))
        .maybe((!check.command.is_empty()).then(|| snippet(&check.command, &[], frame)))
        .child(
            el("ul")
                .class("gw-outcomes")
                .maybe(outcome(words::IF_SO, &check.if_so, "so"))
                .maybe(outcome(words::IF_NOT, &check.if_not, "not")),
        )
}

/// A command or snippet with its copy button; what is still to be filled in is marked.
pub(crate) fn snippet(text: &str, placeholders: &[String], frame: Frame) -> El {
    el("div")
        .class("gw-code")
        .child(
            el("pre")
                .set("dir", "ltr")
                .set("translate", "no")
                .child(marked(text, placeholders)),
        )
        .child(
            el("button")
                .set("type", "button")
                .class("gw-copy")
                .set("data-act", "copy")
                .set("data-done", frame.say(words::COPIED))
                .set("data-refused", frame.say(words::NOT_COPIED))
                .set("aria-live", "polite")
                .text(frame.say(words::COPY)),
        )
}

fn marked(text: &str, placeholders: &[String]) -> El {
    let mut code = el("code");
    let mut rest = text;
    loop {
        let next = placeholders
            .iter()
            .filter(|name| !name.is_empty())
            .filter_map(|name| rest.find(name.as_str()).map(|at| (at, name.len())))
            .min();
        let Some((at, length)) = next else { break };
        let (before, from) = rest.split_at(at);
        let (name, behind) = from.split_at(length);
        code = unbroken(code, before).child(el("mark").text(name));
        rest = behind;
    }
    unbroken(code, rest)
}

/// Keeps `--query` and `us-east-1` from being broken at their hyphens at the end of a line.
fn unbroken(mut code: El, text: &str) -> El {
    /// What is longer must be broken somewhere.
    const LONGEST: usize = 40;
    let mut plain = String::new();
    for piece in text.split_inclusive([' ', '\n']) {
        let word = piece.trim_end();
        if word.contains('-') && word.len() <= LONGEST {
            code = code
                .text(core::mem::take(&mut plain))
                .child(el("span").class("gw-word").text(word));
            plain.push_str(&piece[word.len()..]);
        } else {
            plain.push_str(piece);
        }
    }
    code.text(plain)
}

fn rivals(others: &[Diagnosis], frame: Frame) -> Option<El> {
    if others.is_empty() {
        return None;
    }
    let items = others.iter().map(|other| {
        el("details")
            .class("gw-rival")
            .set("data-cause", other.cause)
            .child(
                el("summary")
                    .child(el("span").class("gw-rival-title").text(&other.title))
                    .text(" ")
                    .child(
                        el("span")
                            .class("gw-quiet")
                            .text(format!("{}%", percent(other.confidence))),
                    ),
            )
            .child(el("p").class("gw-why").text(&other.why))
            .child(evidence_list(&other.evidence, frame))
            .maybe(other.checks.first().map(|check| {
                el("div")
                    .class("gw-apart")
                    .child(frame.heading(2).text(frame.say(words::TOLD_APART)))
                    .child(el("ul").class("gw-checks").child(check_item(check, frame)))
            }))
            .maybe(fixes::first(other, frame))
    });
    Some(frame.section("others", words::OTHERS).children(items))
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
mod tests {
    use super::*;
    use gatewhy_core::{Evidence, diagnose};

    fn refused() -> Evidence {
        Evidence {
            url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets".into()),
            method: Some("GET".into()),
            status: Some(403),
            response_headers: [
                ("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
                ("x-amzn-errortype", "MissingAuthenticationTokenException"),
                ("x-amz-apigw-id", "AbCdEfGhIAMFs9A="),
            ]
            .into_iter()
            .collect(),
            request_headers: [("origin", "https://app.example.com"), ("user-agent", "x")]
                .into_iter()
                .collect(),
            net_error: Some("net::ERR_FAILED".into()),
            body_withheld: true,
            ..Evidence::default()
        }
    }

    fn shown(evidence: &Evidence, lang: Lang) -> El {
        let options = ViewOptions {
            lang,
            ..ViewOptions::default()
        };
        report(&diagnose(evidence, lang), options)
    }

    #[test]
    fn the_verdict_comes_first_and_says_why_the_page_saw_cors() {
        for lang in Lang::ALL {
            let tree = shown(&refused(), lang);
            assert_eq!(tree.get("data-cause"), Some("route-not-found"));
            assert_eq!(tree.get("lang"), Some(lang.code()));
            let parts: Vec<&str> = tree
                .all()
                .into_iter()
                .filter_map(|el| el.get("data-part"))
                .collect();
            assert_eq!(parts[..3], ["verdict", "notes", "evidence"]);
            assert!(tree.with("data-kind", "cors-masked").is_some());
        }
    }

    #[test]
    fn headings_go_down_one_level_at_a_time() {
        let tree = shown(&refused(), Lang::En);
        let mut last = 1;
        for el in tree.all() {
            let Some(level) = el.tag().strip_prefix('h') else {
                continue;
            };
            let Ok(level) = level.parse::<u8>() else {
                continue;
            };
            assert!(level <= last + 1, "h{level} after h{last}");
            last = level;
        }
        assert!(last > 1);
    }

    #[test]
    fn a_hostile_body_is_text_and_nothing_else() {
        let body = "<img src=x onerror=alert(1)>{\"message\":\"Missing Authentication Token\"}";
        let evidence = Evidence {
            body: Some(body.into()),
            status: Some(403),
            ..Evidence::default()
        };
        for el in shown(&evidence, Lang::En).all() {
            assert_ne!(el.tag(), "img");
            assert_ne!(el.tag(), "script");
            assert!(el.get("onerror").is_none());
        }
    }

    #[test]
    fn links_lead_only_to_https_and_give_no_window_away() {
        for el in shown(&refused(), Lang::En).all() {
            if el.tag() == "a" {
                assert!(
                    el.get("href")
                        .is_some_and(|url| url.starts_with("https://"))
                );
                assert_eq!(el.get("rel"), Some("noopener noreferrer"));
            }
        }
    }

    #[test]
    fn what_is_copied_is_the_command_whatever_is_marked_in_it() {
        let command = "aws x --stage <stage> y\n  --region us-east-1 <stage>";
        let marked = marked(command, &["<stage>".into()]);
        assert_eq!(marked.words(), command);
        assert_eq!(
            marked.all().iter().filter(|el| el.tag() == "mark").count(),
            2
        );
    }

    #[test]
    fn where_nothing_failed_no_cause_is_named() {
        let evidence = Evidence {
            status: Some(200),
            ..Evidence::default()
        };
        let tree = shown(&evidence, Lang::En);
        assert_eq!(tree.get("data-cause"), None);
        assert!(tree.words().starts_with("Nothing failed here"));
    }

    #[test]
    fn a_share_of_one_is_shown_in_percent() {
        assert_eq!(percent(0.714), 71);
        assert_eq!(percent(f64::NAN), 0);
        assert_eq!(percent(7.0), 100);
    }
}
