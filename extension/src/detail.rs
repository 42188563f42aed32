//! The open report: what the chosen row's exchange was, why it failed and what to do about it.

use std::cell::RefCell;

use gatewhy_core::{Lang, Report};
use gatewhy_view::{El, ViewOptions, el};
use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

use crate::model::{Diagnose, Model, Msg, Row, Verdict, key};
use crate::words;

/// The detail pane and what it shows.
#[derive(Default)]
pub(crate) struct Detail {
    shown: RefCell<Option<Shown>>,
}

#[derive(PartialEq)]
struct Shown {
    id: u32,
    report: Option<Report>,
    story: Option<El>,
}

impl Detail {
    /// Shows the report of the chosen row in its place; tells whether there is one.
    pub(crate) fn draw(
        &self,
        place: &Element,
        model: &Model,
        diagnose: Diagnose<'_>,
    ) -> Result<bool, JsValue> {
        let document = place.owner_document().ok_or("the detail has no document")?;
        let Some(row) = model.chosen.and_then(|id| model.row(id)) else {
            self.shown.take();
            place.replace_children_with_node(&js_sys::Array::new());
            return Ok(false);
        };
        let report = (row.verdict != Verdict::Broken)
            .then(|| diagnose(&key(&row.evidence), &model.with_neighbours(row), model.lang));
        // Somebody is reading: what says the same stays as it is, opened and scrolled.
        let now = Shown {
            id: row.id,
            report,
            story: story(model, row),
        };
        if place.first_element_child().is_some() && self.shown.borrow().as_ref() == Some(&now) {
            return Ok(true);
        }
        let nodes = js_sys::Array::new();
        nodes.push(head(row, model.lang).render(&document)?.as_ref());
        if let Some(story) = &now.story {
            nodes.push(story.render(&document)?.as_ref());
        }
        nodes.push(report_of(now.report.as_ref(), &document, model.lang)?.as_ref());
        place.replace_children_with_node(&nodes);
        let before = self.shown.replace(Some(now));
        if before.is_none_or(|before| Some(before.id) != model.chosen) {
            place.set_scroll_top(0);
        }
        Ok(true)
    }

    /// Does what one of the pane's buttons (`data-action`) is for, and tells what is left to do.
    #[expect(
        clippy::unused_self,
        reason = "the pane's own buttons come with the next change"
    )]
    pub(crate) fn act(&self, _button: &Element, _model: &Model) -> Option<Msg> {
        None
    }
}

/// Which exchange the report is about.
fn head(row: &Row, lang: Lang) -> El {
    let url = gatewhy_core::redact::url(row.evidence.url.as_deref().unwrap_or_default());
    let status = row
        .evidence
        .status
        .map(|status| status.to_string())
        .or_else(|| row.evidence.net_error.clone())
        .unwrap_or_default();
    el("div")
        .class("subject")
        .child(
            el("span")
                .class("method")
                .text(row.evidence.method.clone().unwrap_or_default()),
        )
        .child(el("span").class("url").set("dir", "ltr").text(url))
        .child(el("span").class("status").text(status))
        .child(
            el("button")
                .set("type", "button")
                .class("icon close")
                .set("data-action", "close")
                .set("aria-label", words::CLOSE.get(lang))
                .set("title", words::CLOSE.get(lang)),
        )
}

/// What became of the preflight, above the report of the request that waited for it.
fn story(model: &Model, row: &Row) -> Option<El> {
    let preflight = model.preflight_of(row)?;
    let status = preflight.evidence.status.unwrap_or_default();
    let title = match &preflight.verdict {
        Verdict::Cause { title, .. } => title.as_str(),
        Verdict::None | Verdict::Broken => "",
    };
    Some(
        el("p")
            .class("before")
            .set("data-role", "story")
            .text(words::PREFLIGHT_FIRST.get(model.lang))
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

/// A report as nodes; none is there where the engine broke down.
fn report_of(report: Option<&Report>, document: &Document, lang: Lang) -> Result<Element, JsValue> {
    if let Some(report) = report {
        let options = ViewOptions {
            lang,
            ..ViewOptions::default()
        };
        return gatewhy_view::report(document, report, &options);
    }
    el("article")
        .class("gw-report")
        .set("data-broken", "true")
        .child(el("h2").text(words::BROKEN.get(lang)))
        .child(el("p").text(words::BROKEN_WHY.get(lang)))
        .render(document)
}
