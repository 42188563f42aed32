//! The widget's nodes around a report, as plain data.

use gatewhy_core::Lang;
use gatewhy_view::{El, el};

use crate::model::Model;
use crate::words;

/// What a file chooser offers first.
const FILES: &str = ".har,.json,.jsonl,.txt,.log,.http,text/*,application/json";

/// The whole widget, still without a report.
pub(crate) fn frame(lang: Lang, readonly: bool, text: &str) -> El {
    let input = if readonly { example(text) } else { sheet(lang) };
    el("div")
        .class("frame")
        .set("lang", lang.code())
        .child(input)
        .child(role("p", "status").class("status").set("role", "status"))
        .child(
            role("nav", "exchanges")
                .class("exchanges")
                .set("aria-label", words::EXCHANGES.get(lang))
                .set("hidden", ""),
        )
        .child(role("div", "report").class("report"))
        .child(role("div", "notes"))
}

/// The box to paste into.
fn sheet(lang: Lang) -> El {
    let button = |name: &'static str, word: gatewhy_core::Text| {
        el("button")
            .set("type", "button")
            .set("data-role", name)
            .set("part", "button")
            .text(word.get(lang))
    };
    let bar = role("div", "bar")
        .class("bar")
        .child(
            role("label", "label")
                .set("for", "input")
                .text(words::LABEL.get(lang)),
        )
        .child(
            el("span")
                .class("actions")
                .child(button("open", words::CHOOSE))
                .child(button("clear", words::CLEAR).set("hidden", "")),
        );
    el("div")
        .class("sheet")
        .child(bar)
        .child(
            el("input")
                .set("type", "file")
                .set("data-role", "file")
                .set("accept", FILES)
                .set("hidden", ""),
        )
        .child(
            role("textarea", "input")
                .set("id", "input")
                .set("rows", "8")
                .set("spellcheck", "false")
                .set("autocomplete", "off")
                .set("autocapitalize", "off")
                .set("placeholder", words::PLACEHOLDER.get(lang)),
        )
}

/// A prepared exchange, to be read only.
fn example(text: &str) -> El {
    role("pre", "example").set("tabindex", "0").text(text)
}

/// The failing exchanges of a long input: what was called, what came back, the leading cause.
pub(crate) fn exchanges(model: &Model) -> Vec<El> {
    let lang = model.lang();
    let rows = model.choice().iter().enumerate();
    rows.map(|(at, report)| {
        let subject = &report.subject;
        let status = subject
            .status
            .map_or_else(|| "–".to_owned(), |status| status.to_string());
        let url = subject
            .url
            .as_deref()
            .unwrap_or_else(|| words::NO_URL.get(lang));
        let call = [subject.method.as_deref().unwrap_or(""), url].join(" ");
        let button = el("button")
            .set("type", "button")
            .set("part", "exchange")
            .set("data-exchange", at.to_string())
            .child(el("span").class("code").text(status))
            .child(el("span").class("call").text(call.trim_start()))
            .maybe(
                report
                    .diagnoses
                    .first()
                    .map(|first| el("span").class("title").text(first.title.as_str())),
            );
        if at == model.selected() {
            button.set("aria-current", "true")
        } else {
            button
        }
    })
    .collect()
}

/// What could not be read.
pub(crate) fn notes(model: &Model) -> Vec<El> {
    let notes = model.notes().iter();
    notes
        .map(|note| {
            el("p")
                .class("note")
                .set("part", "note")
                .text(note.text.as_str())
        })
        .collect()
}

/// An element with a name for style sheets, tests and the code.
fn role(tag: &'static str, name: &'static str) -> El {
    el(tag).set("data-role", name).set("part", name)
}
