//! What speaks for and against a cause, and what shows who answered: each with its bytes.

use gatewhy_core::Report;
use gatewhy_core::render::visible;
use gatewhy_core::render::words::place;
use gatewhy_core::report::{Diagnosis, Effect, EvidenceItem};

use crate::dom::{El, el};
use crate::parts::{Frame, percent};
use crate::words;

pub(crate) fn evidence(of: &Diagnosis, frame: Frame) -> El {
    frame
        .section("evidence", words::EVIDENCE)
        .child(list(&of.evidence, frame))
}

pub(crate) fn list(items: &[EvidenceItem], frame: Frame) -> El {
    el("ul")
        .class("gw-evidence")
        .children(items.iter().map(|clue| item(clue, frame)))
}

fn item(item: &EvidenceItem, frame: Frame) -> El {
    let (id, sign, word) = match item.effect {
        Effect::For => ("for", "+", words::FOR),
        Effect::Against => ("against", "−", words::AGAINST),
    };
    el("li")
        .set("data-effect", id)
        .child(
            el("span")
                .class("gw-effect")
                .child(el("span").set("aria-hidden", "true").text(sign))
                .text(" ")
                .text(frame.say(word)),
        )
        .child(el("div").child(el("span").text(&item.says)).child(source(
            &item.quote,
            &item.place,
            frame,
        )))
}

/// Where a clue stands, with its bytes; in a report that stands beside its exchange, a button that
/// shows them there.
pub(crate) fn source(quote: &str, at: &str, frame: Frame) -> El {
    let bytes = (!quote.is_empty()).then(|| {
        el("code")
            .class("gw-quote")
            .set("dir", "ltr")
            .set("translate", "no")
            .text(visible(quote))
    });
    let stands = el("span").class("gw-where").text(place(at, frame.lang));
    let source = if frame.jump {
        el("button")
            .set("type", "button")
            .class("gw-source")
            .set("data-act", "jump")
            .set("data-place", outer(at))
            .set("data-quote", quote)
            .set("title", frame.say(words::SHOW_IT))
    } else {
        el("span").class("gw-source")
    };
    source.maybe(bytes).child(stands)
}

/// The field that holds a part of a token: the exchange beside shows the token whole.
fn outer(place: &str) -> &str {
    let part = [".payload", ".header"]
        .iter()
        .find_map(|part| place.strip_suffix(part));
    part.unwrap_or(place)
}

pub(crate) fn origin(report: &Report, frame: Frame) -> Option<El> {
    let origin = &report.origin;
    if origin.because.is_empty() {
        return None;
    }
    let because = origin.because.iter().map(|item| {
        el("li")
            .child(el("span").text(&item.says))
            .child(source(&item.quote, &item.place, frame))
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
        [first.to_ascii_uppercase()]
            .into_iter()
            .chain(chars)
            .collect()
    })
}
