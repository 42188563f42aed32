//! What stands above the report: which exchange it is about, and what can be done with it.

use gatewhy_core::render::visible;
use gatewhy_core::{Lang, Text, redact};
use gatewhy_view::{El, el};

use super::words;
use crate::model::{Model, Row, Verdict};

/// Which exchange the report is about, and its buttons.
pub(super) fn head(row: &Row, imported: bool, lang: Lang) -> El {
    let evidence = &row.evidence;
    let url = redact::url(evidence.url.as_deref().unwrap_or_default());
    let status = evidence
        .status
        .map(|status| status.to_string())
        .or_else(|| evidence.net_error.clone())
        .unwrap_or_default();
    let subject = el("div")
        .class("subject")
        .child(
            el("span")
                .class("method")
                .text(visible(evidence.method.as_deref().unwrap_or_default())),
        )
        .child(
            el("span")
                .class("url")
                .set("dir", "ltr")
                .set("title", &url)
                .text(visible(&url)),
        )
        .maybe(imported.then(|| el("span").class("imported").text(words::IMPORTED.get(lang))))
        .child(el("span").class("status").text(visible(&status)));
    let close = el("button")
        .set("type", "button")
        .class("icon close")
        .set("data-action", "close")
        .set("aria-label", crate::words::CLOSE.get(lang))
        .set("title", crate::words::CLOSE.get(lang));
    let curl = evidence
        .url
        .is_some()
        .then(|| copier("copy-curl", words::COPY_CURL, words::COPY_CURL_TITLE, lang));
    let actions = el("div")
        .class("actions")
        .child(copier(
            "copy-report",
            words::COPY_REPORT,
            words::COPY_REPORT_TITLE,
            lang,
        ))
        .maybe(curl)
        .child(
            el("span")
                .class("unseen")
                .set("data-role", "told")
                .set("aria-live", "polite"),
        );
    el("div")
        .class("head")
        .child(subject)
        .child(actions)
        .child(close)
}

fn copier(action: &'static str, name: Text, title: Text, lang: Lang) -> El {
    el("button")
        .set("type", "button")
        .set("data-action", action)
        .set("title", title.get(lang))
        .set("data-done", words::COPIED.get(lang))
        .set("data-refused", words::NOT_COPIED.get(lang))
        .set("aria-live", "polite")
        .text(name.get(lang))
}

/// What became of the preflight, above the report of the request that waited for it.
pub(super) fn story(model: &Model, row: &Row) -> Option<El> {
    let preflight = model.preflight_of(row)?;
    let status = preflight.evidence.status.unwrap_or_default();
    let title = match &preflight.verdict {
        Verdict::Cause { title, .. } => title.as_str(),
        _ => "",
    };
    Some(
        el("p")
            .class("before")
            .set("data-role", "story")
            .text(crate::words::PREFLIGHT_FIRST.get(model.lang))
            .text(" ")
            .child(
                el("button")
                    .set("type", "button")
                    .class("link")
                    .set("data-action", "choose")
                    .set("data-id", preflight.id.to_string())
                    .text(format!("OPTIONS {status} {title}")),
            ),
    )
}

/// What stands in place of a report where the engine broke down.
pub(super) fn broken(panic: Option<&str>, lang: Lang) -> El {
    el("article")
        .class("gw-report")
        .set("data-broken", "true")
        .child(el("h2").text(crate::words::BROKEN.get(lang)))
        .child(el("p").text(crate::words::BROKEN_WHY.get(lang)))
        .maybe(panic.map(|said| el("pre").set("data-role", "panic").text(visible(said))))
}
